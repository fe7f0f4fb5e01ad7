//! Files of JSON lines read as they stream, by several threads, give what the careful reader gives: the same dossier,
//! and the same problems at the same places.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use karwan::dossier::Kind;
use karwan::dossier::load::{LoadedDossier, load_streaming, load_with};
use karwan::report::record_json::FieldRecords;
use karwan::story::Snapshot;
use proptest::prelude::*;

/// A dossier of these files.
fn written(files: &[(&str, String)]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, text) in files {
        fs::write(directory.path().join(name), text).expect("written");
    }
    let paths = vec![directory.path().to_owned()];
    (directory, paths)
}

/// Problems, and records.
type Told = (Vec<String>, Vec<String>);

/// Everything that a reader makes of it, in an order that does not depend on the reader.
fn told(loaded: &LoadedDossier) -> Told {
    let problems = loaded.problems.iter().map(karwan::dossier::problem::Problem::render).collect();
    let Some(dossier) = &loaded.dossier else { return (problems, Vec::new()) };
    let snapshot = Snapshot::of(dossier, NaiveDate::MAX);
    let records = FieldRecords::new(dossier, &snapshot);
    let all = Kind::ALL.iter().flat_map(|&kind| dossier.all(kind));
    let mut all: Vec<String> = all
        .map(|rec| {
            let json = serde_json::to_string(&records.record(rec)).expect("JSON");
            let found = dossier.find(dossier.id(rec)) == Some(rec);
            format!("{} {found} {:?} {json}", dossier.id(rec), dossier.at(rec))
        })
        .collect();
    all.sort();
    (problems, all)
}

fn both(files: &[(&str, String)]) -> (Told, Told) {
    let (_directory, paths) = written(files);
    let read = |least| told(&load_streaming(&paths, least, &|_, _| {}));
    (read(0), read(u64::MAX))
}

const STORY: &str = "format = 1\n[story]\ntitle = \"t\"\n";

fn article(n: usize, more: &str) -> String {
    format!(r#"{{"id": "a-{n}", "title": "Title {n} گوادر", "outlet": "Dawn"{more}}}"#)
}

/// A file of so many events, which is large enough to be parsed in parts and read by several threads where nothing is
/// wrong with it.
fn events(count: usize, last: &str) -> String {
    let padding = "told at some length. ".repeat(40);
    let event = |n: usize| {
        let depends = if n > 3 { format!("depends_on = [\"e-{}\"]\n", n / 2) } else { String::new() };
        format!(
            "[[events]]\nid = \"e-{n}\"\ntitle = \"Event {n}\" # \"\"\"\nkind = \"visit\"\nsummary = \"{padding}\"\n\
             {depends}[[events.reports]]\nsource = \"a-1\"\nstatus = \"expected\"\ndate = \"2027-0{}\"\n",
            1 + n % 9
        )
    };
    format!("{STORY}{}{last}", (0..count).map(event).collect::<String>())
}

#[test]
fn many_events_are_the_same_whether_or_not_one_of_them_has_them_read_with_more_care() {
    let with = |last: &str| {
        let files = [
            ("story.toml", events(2_500, last)),
            ("articles.jsonl", article(1, r#", "published": "2026-01-01""#) + "\n"),
        ];
        let (_directory, paths) = written(&files);
        let (problems, records) = told(&load_streaming(&paths, u64::MAX, &|_, _| {}));
        let of_events: Vec<String> = records.into_iter().filter(|record| record.starts_with("e-")).collect();
        (problems, of_events)
    };
    let (problems, together) = with("");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(together.len(), 2_500);
    let (problems, mut one_by_one) =
        with("[[events]]\nid = \"e-last\"\ntitle = \"Nothing is said of it\"\nkind = \"visit\"\n");
    assert_eq!(problems.len(), 1, "{problems:?}");
    one_by_one.retain(|record| !record.starts_with("e-last"));
    assert_eq!(together, one_by_one);
    // What depends on what is found wherever it stands.
    let ring = |id: &str, on: &str| {
        format!(
            "[[events]]\nid = \"{id}\"\ntitle = \"In a ring\"\nkind = \"visit\"\nsources = [\"a-1\"]\n\
             depends_on = [\"{on}\"]\n"
        )
    };
    let (problems, _) = with(&(ring("ring-1", "ring-2") + &ring("ring-2", "ring-1")));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("depends_on = [\"ring-"), "{problems:?}");
}

#[test]
fn a_text_in_place_of_a_file_gives_what_reading_it_would() {
    let filler = format!(r#", "summary": "{}""#, "told at some length. ".repeat(30));
    let lines: String = (0..8_000).map(|n| article(n, &filler) + "\n").collect();
    assert!(lines.len() > 4 << 20, "large enough to be read as it streams");
    let event = |source: &str| {
        format!("{STORY}[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\nsources = [\"{source}\"]\n")
    };
    let more = article(8_001, "") + "\n";
    for (name, text) in [
        ("story.toml", event("a-7")),
        ("story.toml", event("a-8001")),
        ("story.toml", "format = 2".to_owned()),
        ("z.jsonl", lines.clone() + &more),
        ("z.jsonl", more),
    ] {
        let (directory, paths) = written(&[("story.toml", event("a-1")), ("z.jsonl", lines.clone())]);
        let instead = told(&load_with(&paths, &[(&directory.path().join(name), &text)]));
        fs::write(directory.path().join(name), &text).expect("written");
        assert!(instead == told(&load_streaming(&paths, u64::MAX, &|_, _| {})), "{name}");
    }
}

/// A line of an articles file: mostly good, sometimes not.
fn line() -> impl Strategy<Value = String> {
    let good = (0..150_usize, 0..150_usize, 0..12_usize).prop_map(|(n, other, sort)| {
        let more = match sort {
            0 => format!(r#", "based_on": ["a-{other}"]"#),
            1 => r#", "published": "2025-09~", "language": "ur", "tags": ["x", "y"]"#.to_owned(),
            2 => r#", "retrieved": "2025-09-03", "kind": "wire", "relays": "TASS", "text": "a\nb""#.to_owned(),
            3 => r#", "summary": "کراچی \u0041", "url": "https://example.org/x""#.to_owned(),
            4 => r#", "language": "en_US""#.to_owned(),
            _ => r#", "published": "2025-09-03""#.to_owned(),
        };
        article(n, &more)
    });
    let bad = prop_oneof![
        Just(article(3, r#", "colour": "red""#)),
        Just(article(4, r#", "published": "2025-13""#)),
        Just("{".to_owned()),
        Just("17".to_owned()),
        Just(article(5, r#", "text_file": "missing.md""#)),
    ];
    prop_oneof![60 => good, 1 => bad, 3 => Just("  ".to_owned())]
}

fn lines() -> impl Strategy<Value = String> {
    (proptest::collection::vec(line(), 0..12), proptest::bool::ANY, "[ \t]{0,2}").prop_map(|(lines, ends, indent)| {
        let end = if ends { "\n" } else { "" };
        lines.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\r\n") + end
    })
}

/// Events, and articles beside those of the lines.
fn toml() -> impl Strategy<Value = String> {
    let event = (0..4_usize, 0..160_usize).prop_map(|(n, source)| {
        format!("[[events]]\nid = \"e-{n}\"\ntitle = \"E {n}\"\nkind = \"visit\"\ndate = \"2025\"\nstatus = \"expected\"\nsources = [\"a-{source}\"]\n")
    });
    let article = (120..250_usize, 0..250_usize).prop_map(|(n, other)| {
        format!("[[articles]]\nid = \"a-{n}\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2024\"\nbased_on = [\"a-{other}\"]\n")
    });
    proptest::collection::vec(prop_oneof![3 => event, 1 => article], 0..4).prop_map(|parts| parts.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]
    #[test]
    fn both_readers_tell_the_same(a in lines(), b in lines(), first in toml(), last in toml()) {
        let files = [
            ("a.toml", first.replace("e-", "f-")),
            ("b.jsonl", a),
            ("c.jsonl", b),
            ("d.toml", format!("{STORY}{last}")),
        ];
        let files: Vec<_> = files.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let (streamed, careful) = both(&files);
        prop_assert_eq!(streamed, careful);
    }
}

#[test]
fn a_file_of_many_good_lines_is_read_as_it_streams_and_says_how_far_it_is() {
    let lines: String = (0..40_000).map(|n| article(n, r#", "published": "2025-09-03""#) + "\n").collect();
    let size = lines.len() as u64;
    let cites = "[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nsources = [\"a-1\", \"a-39999\"]\n";
    let (_directory, paths) = written(&[("a.jsonl", lines), ("b.toml", format!("{STORY}{cites}"))]);
    let far = std::sync::Mutex::new(Vec::new());
    let loaded = load_streaming(&paths, 0, &|store, progress| {
        assert_eq!(store.len(), progress.articles);
        far.lock().unwrap().push(progress);
    });
    let far = far.into_inner().unwrap();
    assert_eq!(far.last().map(|last| (last.bytes, last.of, last.articles)), Some((size, size, 40_000)));
    let dossier = loaded.dossier.as_ref().expect("no error");
    assert_eq!(dossier.articles.len(), 40_000);
    // 39,998 articles are of no use; the first thousand are told at their ids, the rest are counted.
    assert_eq!(loaded.problems.len(), 1001);
    let first = loaded.problems.iter().find(|problem| problem.line == 1).expect("the first line");
    assert_eq!((first.column, first.message.as_str()), (8, "nothing refers to the article `a-0`"));
    assert_eq!(
        loaded.problems.last().map(|last| last.message.as_str()),
        Some("38998 more warnings in this file are not shown")
    );
    assert_eq!(told(&loaded), told(&load_streaming(&paths, u64::MAX, &|_, _| {})));
}

#[test]
fn what_names_an_article_that_there_is_not_is_told_what_is_near() {
    let lines = (0..50).map(|n| article(n, r#", "published": "2025-09-03""#) + "\n").collect();
    let cites = "[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nsources = [\"a-4x\"]\n";
    let (streamed, careful) = both(&[("a.jsonl", lines), ("b.toml", format!("{STORY}{cites}"))]);
    let last = streamed.0.last().expect("a problem");
    assert!(last.contains("nothing has the id `a-4x`; did you mean `a-4`?"), "{last}");
    assert_eq!(streamed, careful);
}
