//! The days of sources: from when what they say is known, and which days cannot be right.

use std::fs;

use chrono::NaiveDate;
use karwan::dossier::Dossier;
use karwan::dossier::load::{load_on, load_streaming, load_texts};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A dossier of one article with these keys, which everything rests on.
fn story(keys: &str) -> String {
    format!(
        "format = 1\n[story]\ntitle = \"The ferry\"\n[[articles]]\nid = \"courier\"\ntitle = \"Ferry runs\"\n\
         outlet = \"Courier\"\n{keys}\n[[events]]\nid = \"ferry\"\ntitle = \"The ferry starts\"\n\
         kind = \"infrastructure\"\nsources = [\"courier\"]\n"
    )
}

/// What is said about a dossier of one article with these keys, on a day: `line:column: severity: message`.
fn told(keys: &str, today: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("story.toml");
    fs::write(&path, story(keys)).expect("it can be written");
    let loaded = load_on(&[path], Some(day(today)));
    assert!(loaded.dossier.is_some(), "{:?}", loaded.problems);
    loaded.problems.iter().map(|p| format!("{}:{}: {}: {}", p.line, p.column, p.severity, p.message)).collect()
}

fn known(dossier: &Dossier) -> Option<NaiveDate> {
    dossier.known(dossier.articles.find("courier"))
}

#[test]
fn a_source_from_the_future_is_warned_of() {
    let hidden = "lies after today; what the article says is not shown until then";
    assert_eq!(
        told("published = \"2062-11-21\"", "2026-11-29"),
        [format!("5:6: warning: `published` 2062-11-21 {hidden}")]
    );
    assert_eq!(
        told("published = \"2026-11-21\"\nretrieved = \"2027\"", "2026-11-29"),
        ["5:6: warning: `retrieved` 2027 lies after today"]
    );
    // A month that has begun, and today itself, are not in the future.
    assert_eq!(told("published = \"2026-11\"\nretrieved = \"2026-11-29\"", "2026-11-29"), [""; 0]);
    // East of here it may be tomorrow already.
    assert_eq!(told("retrieved = \"2026-11-30\"", "2026-11-29"), [""; 0]);
    assert_eq!(told("retrieved = \"2026-12-01\"", "2026-11-29").len(), 1);
}

#[test]
fn a_source_from_the_future_is_warned_of_in_every_format() {
    let story = "format = 1\n[story]\ntitle = \"The ferry\"\n";
    let article = |at: &str| format!("{{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",{at}}}");
    let told = |keys: &str| format!("warning: {keys} lies after today");
    for (keys, expected) in [
        ("\"published\":\"2062-03-02\"", told("`published` 2062-03-02")),
        ("\"published\":\"2062\"", told("`published` 2062")),
        ("\"published\":\"2026-03-02\",\"retrieved\":\"2062-03\"", told("`retrieved` 2062-03")),
        ("\"published\":\"0001-01-01\"", "warning: `published` 0001-01-01 lies before 1900".to_owned()),
    ] {
        for (name, text) in [
            ("a.json", format!("{{\"articles\":[{}]}}", article(keys))),
            ("a.jsonl", article(keys) + "\n"),
            (
                "b.jsonl",
                format!("{}\n{}\n", article("\"published\":\"2026\"").replace("\"a\"", "\"b\""), article(keys)),
            ),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("story.toml"), story).expect("it can be written");
            fs::write(folder.path().join(name), text).expect("it can be written");
            let problems = load_on(&[folder.path().to_owned()], Some(day("2026-11-29"))).problems;
            let line = if name == "b.jsonl" { 2 } else { 1 };
            let is_it = |problem: &karwan::dossier::problem::Problem| {
                let shown = problem.to_string();
                problem.line == line && shown.contains(name) && shown.contains(&expected)
            };
            assert!(problems.iter().any(is_it), "{name} {keys}: {problems:?}");
        }
    }
}

#[test]
fn a_day_until_which_nobody_can_have_looked_is_warned_of() {
    for (researched, expected) in [
        ("2062-07-01", "2:1: warning: `researched` 2062-07-01 lies after today; nobody has looked that far"),
        ("2027", "2:1: warning: `researched` 2027 lies after today; nobody has looked that far"),
        ("1026-07-01", "2:1: warning: `researched` 1026-07-01 lies before 1900; no silence is counted after that"),
        ("2026-11-29", ""),
        ("2026-11", ""),
        ("2026-11-30", ""),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("s.toml");
        fs::write(&path, format!("format = 1\n[story]\ntitle = \"S\"\nresearched = \"{researched}\"\n"))
            .expect("written");
        let problems = load_on(&[path], Some(day("2026-11-29"))).problems;
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let is_it = told.iter().all(|told| told.ends_with(expected)) && told.len() == usize::from(!expected.is_empty());
        assert!(is_it, "{researched}: {told:?}");
    }
}

#[test]
fn a_source_from_before_1900_is_warned_of() {
    let known = "lies before 1900; what the article says counts as known since then";
    assert_eq!(
        told("published = \"0001-01-01\"", "2026-11-29"),
        [format!("5:6: warning: `published` 0001-01-01 {known}")]
    );
    assert_eq!(
        told("published = \"2026-11\"\nretrieved = \"1899-12\"", "2026-11-29"),
        [format!("5:6: warning: `retrieved` 1899-12 {known}")]
    );
    assert_eq!(told("published = \"1900\"", "2026-11-29"), [""; 0]);
}

#[test]
fn what_was_read_on_a_day_was_known_on_it() {
    for (keys, since) in [
        ("published = \"2026-02\"\nretrieved = \"2026-02-10\"", "2026-02-10"),
        ("published = \"2026-02-04\"\nretrieved = \"2026-11-23\"", "2026-02-04"),
        ("published = \"2026-02/..\"\nretrieved = \"2026-11-23\"", "2026-11-23"),
        ("published = \"2026-02\"\nretrieved = \"2026-03/..\"", "2026-02-28"),
        ("retrieved = \"2026-11\"", "2026-11-30"),
    ] {
        let loaded = load_texts(&[("story.toml".into(), story(keys))]);
        assert_eq!(known(&loaded.dossier.expect("no error")), Some(day(since)), "{keys}");
    }
}

#[test]
fn articles_that_stream_are_known_on_the_same_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = "format = 1\n[story]\ntitle = \"The ferry\"\n";
    fs::write(folder.path().join("story.toml"), head).expect("it can be written");
    let line = "{\"id\":\"courier\",\"title\":\"T\",\"outlet\":\"O\",\"published\":\"2026\",\"retrieved\":\"2026-02-10\",\
                \"archived\":\"https://example.org/copy\"}\n";
    fs::write(folder.path().join("articles.jsonl"), line).expect("it can be written");
    let dossier = load_streaming(&[folder.path().to_owned()], 1, &|_, _| {}).dossier.expect("no error");
    assert_eq!(known(&dossier), Some(day("2026-02-10")));
    let article = dossier.articles.get(dossier.articles.find("courier").expect("it is there"));
    assert_eq!(article.archived, Some("https://example.org/copy"));
}

/// Statements of an article of 2 March 2026, and what is said of each: the line, and the key and date that lie after it.
const PAST: &[(&str, &str)] = &[
    ("[[events.reports]]\nstatus = \"happened\"\ndate = \"2026-11-20\"\nsource = \"a\"", "12:1: `date` 2026-11-20"),
    ("[[events.reports]]\nstatus = \"happened\"\ndate = \"2026-03-03\"\nsource = \"a\"", "12:1: `date` 2026-03-03"),
    (
        "[[events.reports]]\nstatus = \"partly\"\ndate = \"2026-04/2026-05\"\nsource = \"a\"",
        "12:1: `date` 2026-04/2026-05",
    ),
    ("date = \"2026-05~\"\nstatus = \"happened\"\nsources = [\"a\"]", "14:12: `date` 2026-05~"),
    // A day on which it was still going on, or that is not said.
    ("[[events.reports]]\nstatus = \"happened\"\ndate = \"2026-03-01/2026-03-05\"\nsource = \"a\"", ""),
    ("[[events.reports]]\nstatus = \"happened\"\ndate = \"2026-03\"\nsource = \"a\"", ""),
    ("[[events.reports]]\nstatus = \"happened\"\ndate = \"../2026-11\"\nsource = \"a\"", ""),
    ("[[events.reports]]\nstatus = \"happened\"\nsource = \"a\"", ""),
    // What is announced lies ahead.
    ("[[events.reports]]\nstatus = \"expected\"\ndate = \"2026-11-20\"\nsource = \"a\"", ""),
    ("[[events.reports]]\nstatus = \"cancelled\"\ndate = \"2026-11-20\"\nsource = \"a\"", ""),
    ("[[events.reports]]\ndate = \"2026-11-20\"\nsource = \"a\"", ""),
    // The other records.
    ("[[actors.offices]]\ntitle = \"Mayor\"\nseen = \"2026-04-01\"\nsource = \"a\"", "12:1: `seen` 2026-04-01"),
    ("[[actors.offices]]\ntitle = \"Mayor\"\nfrom = \"2026-04-01\"\nto = \"2027\"\nsource = \"a\"", ""),
    ("[[actors.positions]]\nissue = \"i\"\nstance = \"S\"\ndate = \"2027\"\nsource = \"a\"", "12:1: `date` 2027"),
    (
        "[[figures]]\nmetric = \"m\"\nkind = \"throughput\"\nvalue = 1\nunit = \"t\"\nperiod = \"2026-04\"\nsource = \"a\"",
        "8:1: `period` 2026-04",
    ),
    ("[[figures]]\nmetric = \"m\"\nkind = \"count\"\nvalue = 1\nunit = \"t\"\nperiod = \"2026\"\nsource = \"a\"", ""),
    ("[[figures]]\nmetric = \"m\"\nkind = \"target\"\nvalue = 1\nunit = \"t\"\nperiod = \"2030\"\nsource = \"a\"", ""),
    ("[[figures]]\nmetric = \"m\"\nkind = \"tariff\"\nvalue = 1\nunit = \"t\"\nperiod = \"2027\"\nsource = \"a\"", ""),
];

#[test]
fn what_a_source_tells_as_past_does_not_lie_after_it() {
    for &(statement, expected) in PAST {
        for published in ["published = \"2026-03-02\"", "published = \"2026\"\nretrieved = \"2026-03-02\""] {
            let record = match statement.split('.').next() {
                Some("[[actors") => "[[actors]]\nid = \"e\"\nname = \"E\"\nkind = \"person\"\n",
                Some(figure) if figure.starts_with("[[figures") => "",
                _ => "[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n",
            };
            let lines = 1 + published.lines().count();
            let head = "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n";
            let text = format!("{head}{published}\n{record}{statement}\n");
            let loaded = load_texts(&[("s.toml".into(), text)]);
            let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
            let expected: Vec<String> = expected
                .split_once(": ")
                .map(|(place, what)| {
                    let (line, column) = place.split_once(':').expect("a place");
                    let line = line.parse::<usize>().expect("a number") + lines - 1;
                    format!(
                        "s.toml:{line}:{column}: warning: {what} lies after 2026-03-02, the day of its source `a`, which says that \
                         it is past"
                    )
                })
                .into_iter()
                .collect();
            assert_eq!(told, expected, "{published}\n{statement}");
        }
    }
}
