//! Files that are made to break the reader: no panic, no overflow, no endless list, nothing that steers a terminal.

use std::path::PathBuf;

use karwan::dossier::load::{LoadedDossier, load, load_texts};
use karwan::dossier::problem::{Problem, Severity};
use karwan::text::is_unsafe;
use proptest::prelude::*;

const EVERYTHING: &str = include_str!("../data/everything.toml");
const STORY: &str = "format = 1\n[story]\ntitle = \"S\"\n";

fn load_text(name: &str, text: &str) -> LoadedDossier {
    let loaded = load_texts(&[(PathBuf::from(name), text.to_owned())]);
    assert_sound(&loaded, text);
    loaded
}

/// What holds of every outcome of loading.
fn assert_sound(loaded: &LoadedDossier, text: &str) {
    let errors = loaded.problems.iter().filter(|p| p.severity == Severity::Error).count();
    assert_eq!(loaded.dossier.is_none(), errors > 0, "a dossier, or errors");
    assert!(loaded.problems.len() <= 2002, "the list ends");
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in &loaded.problems {
        let rendered = problem.render();
        assert!(rendered.lines().all(|line| !line.contains(is_unsafe)), "{rendered:?}");
        assert!(rendered.lines().count() <= 3, "{rendered:?}");
        assert!(problem.excerpt.as_ref().is_none_or(|excerpt| !excerpt.text.contains(is_unsafe)), "{rendered:?}");
        assert!(problem.message.len() < 2000, "{}", problem.message);
        if problem.line > 0 && problem.line <= lines.len() && lines[problem.line - 1].len() < 10_000 {
            let columns = lines[problem.line - 1].chars().count() + 1;
            assert!(problem.column >= 1 && problem.column <= columns.max(1), "{problem} of {columns}");
        }
    }
}

/// Loads a text that is wrong, and gives the first error.
#[track_caller]
fn first_error(name: &str, text: &str) -> String {
    let loaded = load_text(name, text);
    let error = loaded.problems.iter().find(|p| p.severity == Severity::Error);
    error.expect("an error").to_string()
}

/// `before`, a number and `after`, for so many numbers.
fn numbered(count: usize, before: &str, after: &str) -> String {
    (0..count).fold(String::new(), |text, n| text + before + &n.to_string() + after)
}

#[test]
fn nesting_has_an_end() {
    let deep = 100_000;
    let arrays = |open: &str, close: &str| format!("{}{}", open.repeat(deep), close.repeat(deep));
    for (name, text) in [
        ("a.toml", format!("x = {}", arrays("[", "]"))),
        ("a.toml", format!("x = {}", "[".repeat(deep))),
        ("a.toml", format!("x = {}1{}", "{a=".repeat(deep), "}".repeat(deep))),
        ("a.toml", format!("x = {}", "{a=".repeat(deep))),
        ("a.toml", format!("x = {}1{}", "{a=[".repeat(deep), "]}".repeat(deep))),
        ("a.toml", format!("{}x = 1", "a.".repeat(deep))),
        ("a.toml", format!("[{}x]\ny = 1", "a . ".repeat(deep))),
        ("a.toml", format!("[[{}x]]", "\"a\".".repeat(deep))),
        ("a.toml", format!("x = 1\nx = {{ {}y = 1 }}", "'a'.".repeat(deep))),
        ("a.toml", format!("a = {}1{}", format!("{{{} = ", ["a"; 79].join(".")).repeat(79), "}".repeat(79))),
        ("a.json", arrays("[", "]")),
        ("a.json", format!("{{\"events\": {}}}", arrays("[", "]"))),
        ("a.json", format!("{{\"a\": {}1{}}}", "{\"a\":".repeat(deep), "}".repeat(deep))),
        ("a.json", "[".repeat(deep)),
        ("a.json", "{\"a\":".repeat(deep)),
        ("a.jsonl", arrays("[", "]")),
        ("a.jsonl", format!("{}1{}", "{\"id\":".repeat(deep), "}".repeat(deep))),
    ] {
        let error = first_error(name, &text);
        assert!(error.starts_with(&format!("{name}:1:")) || error.starts_with("a.toml:2:"), "{error}");
    }
}

#[test]
fn a_key_with_very_many_parts_is_an_error_where_it_begins() {
    let text = format!("format = 1\n{}x = 1", "a.".repeat(20));
    assert_eq!(
        first_error("a.toml", &text),
        "a.toml:2:2: error: a key with more than 16 parts; three are as many as a dossier needs"
    );
}

#[test]
fn a_flood_of_faults_is_cut_and_counted() {
    for (name, text) in [
        ("a.toml", format!("format = 1\n{}", "=\n".repeat(5000))),
        ("a.toml", format!("format = 1\n{}", "x = 1\n".repeat(5000))),
        ("a.toml", format!("format = 1\nx = [{}]", "\"\" ".repeat(400_000))),
        ("a.toml", "=\n".repeat(600_000)),
        ("a.toml", numbered(5000, "x", " = 1\n")),
        ("a.json", format!("{{{}\"y\": 1}}", "\"x\": 1,".repeat(50_000))),
        ("a.json", format!("{{{}\"y\": 1}}", numbered(50_000, "\"x", "\": 1,"))),
        ("a.jsonl", "{}\n".repeat(5000)),
        ("a.jsonl", "{}\n".repeat(60_000)),
        ("a.json", format!("{{\"events\": [{}{{}}]}}", "{},".repeat(60_000))),
        ("a.jsonl", "x\n".repeat(5000)),
        ("a.jsonl", "x\n".repeat(150_000)),
        ("a.jsonl", "1 \n".repeat(5000)),
    ] {
        let loaded = load_text(name, &text);
        let counted = |p: &Problem| p.to_string().ends_with("more errors in this file are not shown");
        assert!(loaded.problems.iter().any(counted), "{name}: {}", loaded.problems[0]);
    }
}

#[test]
fn one_line_of_millions_of_characters_is_shown_in_part() {
    let long = "گ".repeat(3_000_000);
    for (name, text) in [
        ("a.toml", format!("format = 1\nstory = {{ title = \"{long}\", x = 1 }}")),
        ("a.toml", long.clone()),
        ("a.json", format!("{{\"format\": 1, \"story\": {{\"title\": \"{long}\", \"x\": 1}}}}")),
        ("a.json", long.clone()),
        ("a.jsonl", format!("{{\"id\": \"{long}\"}}")),
    ] {
        let loaded = load_text(name, &text);
        for problem in &loaded.problems {
            assert!(problem.render().chars().count() < 800, "{problem}");
        }
        assert!(loaded.dossier.is_none());
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_articles_loads() {
    let lines = (0..100_000).map(|n| {
        let based_on = if n == 0 { String::new() } else { format!(", \"based_on\": [\"a{}\"]", n - 1) };
        format!("{{\"id\": \"a{n}\", \"title\": \"T\", \"outlet\": \"O\", \"published\": \"2025\"{based_on}}}\n")
    });
    let event = "[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\nsources = [\"a99999\"]\n";
    let loaded = load_texts(&[("a.jsonl".into(), lines.collect()), ("b.toml".into(), [STORY, event].concat())]);
    assert_eq!(loaded.problems, []);
    assert!(loaded.dossier.is_some());
}

#[test]
fn names_in_messages_cannot_steer_the_terminal() {
    let nasty = "\\u001b[2J\\u202e\\u2028\\r\\n\\u0007";
    for text in [
        format!("{STORY}\"{nasty}\" = 1"),
        format!("{STORY}[[feeds]]\nurl = \"x\"\n[[actors]]\nid = \"{nasty}\"\nname = \"A\"\nkind = \"{nasty}\""),
        format!(
            "{STORY}[[events]]\nid = \"a\"\ntitle = \"A\"\nkind = \"visit\"\nsources = [\"{nasty}\"]\ndate = \"{nasty}\""
        ),
        format!("{STORY}\u{1b}[31m\u{202e} = 1 # \u{9b}2J"),
    ] {
        first_error("a.toml", &text);
    }
    let loaded = load(&[PathBuf::from("no\u{1b}[2Jsuch\u{202e}.toml")]);
    assert_sound(&loaded, "");
    assert!(loaded.problems[0].to_string().starts_with("no␛[2Jsuch<U+202E>.toml: error: no such file"));
}

/// A valid file with some of its pieces changed: each change takes a range of it and puts something else there.
fn mutated(valid: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}\"'=.,#\n\\\\ ]{1,4}",
        "\\PC{0,6}",
        any::<(usize, usize)>().prop_map(|(at, length)| cut(valid, at, length % 200).to_owned()),
    ];
    let change = (any::<usize>(), 0..40_usize, piece);
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        changes.into_iter().fold(valid.to_owned(), |text, (at, length, piece)| {
            let gone = cut(&text, at, length);
            let start = gone.as_ptr().addr() - text.as_ptr().addr();
            format!("{}{piece}{}", &text[..start], &text[start + gone.len()..])
        })
    })
}

/// A piece of the text at some place, of about this length.
fn cut(text: &str, at: usize, length: usize) -> &str {
    let floor = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = floor(at % (text.len() + 1));
    &text[start..floor((start + length).min(text.len()))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        for name in ["a.toml", "a.json", "a.jsonl"] {
            load_text(name, &text);
        }
    }

    #[test]
    fn arbitrary_marks_never_panic(text in "[\\[\\]{}\"'=.,:#a1\n\\\\ -]{0,60}") {
        for name in ["a.toml", "a.json", "a.jsonl"] {
            load_text(name, &text);
        }
    }

    #[test]
    fn a_changed_toml_file_never_panics(text in mutated(EVERYTHING)) {
        load_text("a.toml", &text);
    }

    #[test]
    fn a_changed_json_file_never_panics(text in mutated(json())) {
        load_text("a.json", &text);
        load_text("a.jsonl", &text);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let directory = tempfile::tempdir().expect("a directory");
        for name in ["a.toml", "b.json", "c.jsonl"] {
            std::fs::write(directory.path().join(name), &bytes).expect("a file");
            let loaded = load(&[directory.path().join(name)]);
            assert_sound(&loaded, &String::from_utf8_lossy(&bytes));
        }
    }
}

fn json() -> &'static str {
    static JSON: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    JSON.get_or_init(|| {
        let value: toml::Value = toml::from_str(EVERYTHING).expect("valid TOML");
        serde_json::to_string_pretty(&value).expect("JSON")
    })
}
