//! A field of the format: it is added in its record, beside its reader and in `docs/format.md`, and shows everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use karwan::dossier::Kind;
use karwan::report::export::csv::heads;
use karwan::report::fields::{FieldOutputs, later, names};

/// Keys that are shown as they are written, with the file of their record and of their reader.
const ONLY_SHOWN: &[(Kind, &str, [&str; 2])] = &[
    (Kind::Event, "done_when", ["dossier/record.rs", "dossier/load/event.rs"]),
    (Kind::Article, "archived", ["dossier/articles.rs", "dossier/load/article.rs"]),
];

/// Records and statements that readers put together. (`Position` is also that of a cell.)
const RECORDS: &[&str] = &[
    "ArticleFields",
    "ArticleParts",
    "Event",
    "Report",
    "Actor",
    "Office",
    "Port",
    "Place",
    "Corridor",
    "CorridorReport",
    "Figure",
    "SlugLabel",
    "StoryRecord",
];

/// Where records are read, or turned into others field by field.
const READERS: &[&str] = &["src/dossier/load/", "src/dossier/articles.rs"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources below a folder, each with its path below the root.
fn sources(folder: &Path, into: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root()).expect("below the root").display().to_string().replace('\\', "/");
            into.push((name, fs::read_to_string(&path).expect("a source")));
        }
    }
}

/// Whether a text has a word that no other letters join.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins))
}

#[test]
fn a_key_that_is_only_shown_stands_in_its_record_and_beside_its_reader() {
    let mut all = Vec::new();
    sources(&root().join("src"), &mut all);
    let format = fs::read_to_string(root().join("docs/format.md")).expect("the format");
    for (kind, key, expected) in ONLY_SHOWN {
        // A form asks for a key where somebody wants to type it; that is a choice, and no part of reading it.
        let found =
            all.iter().filter(|(name, _)| !name.contains("/tests") && !name.starts_with("src/ui/overlays/form"));
        let found: Vec<&str> = found.filter(|(_, text)| has_word(text, key)).map(|(name, _)| name.as_str()).collect();
        let expected = expected.map(|file| format!("src/{file}"));
        assert!(expected.iter().all(|file| found.contains(&file.as_str())) && found.len() == 2, "`{key}`: {found:?}");
        assert!(has_word(&format, key), "`{key}` is not in docs/format.md");
        assert!(names(*kind, FieldOutputs::JSON).contains(key), "`{key}` is not in the JSON");
        let table = heads().find(|head| head.file == format!("{}.csv", kind.word())).expect("a table of the kind");
        assert!(table.columns.contains(key), "`{key}` is not a column");
        assert!(table.later.contains(key) && later(*kind).contains(key), "an older table has no `{key}`");
    }
}

/// The text from an opening brace to the one that closes it.
fn braced(text: &str) -> &str {
    let mut depth = 0;
    let end = text.char_indices().find(|&(_, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The lines on which a record is put together field by field, with no rest that stays empty.
fn spelled_out(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for record in RECORDS {
        let literal = format!("{record} {{");
        for (at, _) in text.match_indices(&literal) {
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            let is_part = line.ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
            let is_type = ["struct ", "enum ", "impl ", "for ", "-> ", "trait "].iter().any(|word| line.contains(word));
            let inner = braced(&text[at + record.len() + 1..]);
            // A literal names fields on lines of its own; a block or a text after a name does not.
            let has_fields = inner.contains(": ") && inner.contains(',') && !inner.contains(';');
            if !is_part
                && !is_type
                && !line.contains('"')
                && !line.contains("//")
                && has_fields
                && !inner.contains("..")
            {
                lines.push(text[..at].matches('\n').count() + 1);
            }
        }
    }
    lines
}

#[test]
fn a_record_that_is_put_together_is_told_from_other_braces() {
    assert_eq!(spelled_out("let a = 1;\nlet event = Event { id, title: 1, at };"), [2]);
    assert!(spelled_out("let event = Event { id: 1, title, ..Event::default() };").is_empty());
    assert!(spelled_out("pub struct Event { id: u32, at: u32 }\nfn a() -> Event { b(1, 2) }").is_empty());
}

#[test]
fn only_readers_name_all_fields_of_a_record() {
    let mut all = Vec::new();
    ["src", "tests/suite", "benches"].iter().for_each(|folder| sources(&root().join(folder), &mut all));
    let elsewhere = all.iter().filter(|(name, _)| !READERS.iter().any(|reader| name.starts_with(reader)));
    let found: Vec<String> = elsewhere
        .filter(|(name, _)| name != "tests/suite/fields.rs")
        .flat_map(|(name, text)| spelled_out(text).into_iter().map(move |line| format!("{name}:{line}")))
        .collect();
    assert!(found.is_empty(), "a new field has to be written here too: {found:?}");
}
