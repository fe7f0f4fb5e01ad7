//! Why something is slow: `list --explain` and `KARWAN_LOG` tell what was done and how long it took, and nothing else changes.

use crate::common::frozen;

use std::fs;
use std::process::Output;

fn list(kind: &str, words: &[&str], log: Option<&str>) -> Output {
    let mut karwan = frozen::karwan();
    karwan.args(["list", kind]).args(words).env_remove("KARWAN_LOG");
    if let Some(log) = log {
        karwan.env("KARWAN_LOG", log);
    }
    karwan.output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The line of an explanation whose span begins like this.
fn line_of<'t>(told: &'t str, begins: &str) -> &'t str {
    let is_it = |line: &&str| line.split_once(" ms  ").is_some_and(|(_, rest)| rest.trim().starts_with(begins));
    told.lines().find(is_it).unwrap_or_else(|| panic!("no line `{begins}`:\n{told}"))
}

#[test]
fn explained_a_list_is_the_same_and_each_term_says_how_it_was_answered() {
    let query = "gwadar outlet:dawn -is:overdue known:>2025-09-01 by:*";
    let (plain, explained) = (list("events", &[query], None), list("events", &[query, "--explain"], None));
    assert_eq!((plain.stdout, text(&plain.stderr).as_str()), (explained.stdout, ""));
    let told = text(&explained.stderr);
    let line = |begins: &str| line_of(&told, begins);
    for begins in ["load: files 8", "read", "parse", "snapshot: day ", "query: asked \"gwadar"] {
        line(begins);
    }
    assert!(line("look up: asked \"gwadar\"").contains("by the index of words, found "), "{told}");
    assert!(line("term: asked outlet:dawn, of events").contains("by a column of values, through others "), "{told}");
    // No other kind is looked at for a list of events.
    assert!(!told.contains("outlet:dawn, of articles"), "{told}");
    let articles = text(&list("articles", &[query, "--explain"], None).stderr);
    let of_articles = |begins: &str| line_of(&articles, begins);
    assert!(
        of_articles("term: asked outlet:dawn, of articles").contains("by a column of values, found "),
        "{articles}"
    );
    assert!(of_articles("term: asked known:>2025-09-01, of articles").contains("by the order of days"), "{articles}");
    assert!(line("rows: of events").contains("asked one by one "), "{told}");
    let times = told.lines().map(|line| line.split(" ms").next().map(str::trim).and_then(|ms| ms.parse::<f64>().ok()));
    assert!(times.into_iter().all(|time| time.is_some_and(|ms| ms >= 0.0)), "{told}");
}

#[test]
fn a_trace_goes_to_its_file_alone_and_holds_no_control_character() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("karwan.log");
    let log = log.to_str().expect("UTF-8");
    let query = "\"a\u{1b}[31m\u{9b}\u{202e}b\nc\" gwadar";
    let done = list("events", &[query], Some(log));
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
    let told = fs::read_to_string(log).expect("the trace");
    for words in ["load{files=8}", "snapshot{day=", "query{asked=", "gwadar", "by=\"the index of words\"", "time.busy="]
    {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{told:?}");
    let lines = told.lines().count();
    assert!(told.lines().all(|line| line.contains(" DEBUG ")), "a line of the query broke one of the trace:\n{told}");
    list("events", &[query, "--explain"], Some(log));
    let more = fs::read_to_string(log).expect("the trace");
    assert!(
        more.starts_with(&told) && more.lines().count() == 2 * lines,
        "the next run adds as much, explained or not"
    );
}

#[cfg(unix)]
#[test]
fn a_trace_that_cannot_be_written_is_an_error_and_none_goes_to_a_device() {
    let folder = tempfile::tempdir().expect("a folder");
    for (log, why) in [
        ("/dev/stderr", "it is not a file"),
        (folder.path().to_str().expect("UTF-8"), "it is not a file"),
        ("/no/such/x", "no such file"),
    ] {
        let done = list("events", &[], Some(log));
        assert_eq!((done.status.code(), done.stdout.len()), (Some(1), 0), "{log}");
        let told = text(&done.stderr);
        assert!(told.starts_with(&format!("error: cannot write the trace `{log}`: ")) && told.contains(why), "{told}");
    }
    assert_eq!(list("events", &[], Some("")).status.code(), Some(0), "an empty variable is none");
}
