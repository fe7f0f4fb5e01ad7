//! Time grows with the size of the input, not with its square: eight times as much of each kind takes far less
//! than sixty-four times as long. What is measured is processor time, the least of several measurements.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What is measured, how many of it take some hundredths of a second at most, and the arguments that show so many.
type GrowthCase = (&'static str, usize, fn(&Path, usize) -> Vec<String>);

const CASES: &[GrowthCase] = &[
    ("words joined by underscores", 3_000, |dir, n| seek(dir, &article(&"ab_c".repeat(n)))),
    ("ideographs without a space", 6_000, |dir, n| seek(dir, &article(&"中国港口铁路走廊".repeat(n / 8)))),
    ("pieces with accents", 6_000, |dir, n| seek(dir, &article(&numbered(n / 6, "é", ",")))),
    ("apostrophes", 4_000, |dir, n| seek(dir, &article(&"o'z".repeat(n)))),
    ("joined words as a dossier is opened", 3_000, |dir, n| list(dir, &article(&"ab_c".repeat(n)))),
    ("a text without a space in the reader", 8_000, |dir, n| read(dir, &article(&"ab_c".repeat(n / 4)))),
    ("a text of ideographs in the reader", 6_000, |dir, n| read(dir, &article(&"中国港口铁路走廊".repeat(n / 8)))),
    ("the name of a place", 8_000, |dir, n| render(dir, "map", &place(&"M".repeat(n)))),
    ("a name of wide characters", 3_000, |dir, n| render(dir, "map", &place(&"港".repeat(n)))),
    ("a name of letters with marks", 4_000, |dir, n| render(dir, "map", &place(&"u\u{308}".repeat(n)))),
    ("marks on one letter", 6_000, |dir, n| render(dir, "map", &place(&format!("u{}", "\u{308}".repeat(n))))),
    ("a quote without a space", 8_000, |dir, n| render(dir, "timeline", &quote(&"q".repeat(n)))),
    ("a quote of wide spaces", 4_000, |dir, n| render(dir, "timeline", &quote(&format!("q{}", "\u{3000}".repeat(n))))),
    ("the name of a port", 8_000, |dir, n| render(dir, "ports", &port(&"M".repeat(n)))),
    ("the name of an actor", 8_000, |dir, n| render(dir, "actors", &actor(&"M".repeat(n)))),
    ("a long title in the Ledger", 8_000, |dir, n| render(dir, "ledger", &event(&"M".repeat(n)))),
    ("a long title in the brief", 8_000, |dir, n| brief(dir, &event(&"M".repeat(n)))),
    ("a title without a space", 8_000, |dir, n| render(dir, "overview", &event(&"M".repeat(n)))),
    ("reports in a calendar", 1_500, |dir, n| export(dir, "ics", &reports(n))),
    ("reports in a feed", 1_500, |dir, n| export(dir, "atom", &reports(n))),
    ("reports in a JSON feed", 1_500, |dir, n| export(dir, "jsonfeed", &reports(n))),
    ("reports on a page", 1_500, |dir, n| export(dir, "html", &reports(n))),
    ("reports in Markdown", 1_500, |dir, n| export(dir, "markdown", &reports(n))),
    ("a long title in a calendar", 20_000, |dir, n| export(dir, "ics", &event(&"M".repeat(n)))),
    ("equal titles in a sheet", 500, |dir, n| import(dir, &"2025-01-01,Same,Tribune\n".repeat(n))),
    ("equal sources in a sheet", 500, |dir, n| import(dir, &numbered(n, "2025-01-01,Title ", ",Tribune\n"))),
    ("bad rows in a sheet", 500, |dir, n| import(dir, &"x-9,Same,Tribune\n".repeat(n))),
    ("unknown keys in the configuration", 500, |dir, n| {
        config(dir, &format!("[keys]\n{}", numbered(n, "k", " = 1\n")))
    }),
    ("faults on one line of the configuration", 500, |dir, n| {
        config(dir, &format!("keys = {{ {} }}\n", numbered(n, "k", " = 1,").trim_end_matches(',')))
    }),
    ("filters with mistakes", 500, |dir, n| {
        config(dir, &format!("[filters]\n{}", numbered(n, "f", " = \"date:x\"\n")))
    }),
];

/// Each number between two texts.
fn numbered(n: usize, before: &str, behind: &str) -> String {
    (0..n).fold(String::new(), |mut out, at| {
        let _ = write!(out, "{before}{at}{behind}");
        out
    })
}

/// A dossier with one article `a`, and more.
fn dossier(text: &str, more: &str) -> String {
    format!(
        "{{\"format\":1,\"story\":{{\"title\":\"S\"}},\"articles\":[{{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\
         \"published\":\"2025-01-01\",\"text\":{}}}]{more}}}",
        serde_json::Value::from(text)
    )
}

fn article(text: &str) -> String {
    dossier(text, "")
}

fn place(name: &str) -> String {
    let places = format!(
        ",\"places\":[{{\"id\":\"p\",\"name\":{},\"latitude\":34,\"longitude\":62}},{{\"id\":\"q\",\"name\":\"Q\",\
         \"latitude\":30,\"longitude\":66}}],\"corridors\":[{{\"id\":\"c\",\"name\":\"C\",\"legs\":[{{\"from\":\"p\",\
         \"to\":\"q\"}}],\"reports\":[{{\"source\":\"a\",\"status\":\"open\"}}]}}]",
        serde_json::Value::from(name)
    );
    dossier("", &places)
}

fn port(name: &str) -> String {
    let name = serde_json::Value::from(name);
    let keys = "\"country\":\"PK\",\"latitude\":25,\"longitude\":62,\"sources\":[\"a\"]";
    dossier("", &format!(",\"ports\":[{{\"id\":\"p\",\"name\":{name},{keys}}}]"))
}

fn actor(name: &str) -> String {
    let name = serde_json::Value::from(name);
    dossier("", &format!(",\"actors\":[{{\"id\":\"p\",\"name\":{name},\"kind\":\"person\",\"sources\":[\"a\"]}}]"))
}

fn events(title: &str, reports: &str) -> String {
    let title = serde_json::Value::from(title);
    dossier("", &format!(",\"events\":[{{\"id\":\"e\",\"title\":{title},\"kind\":\"visit\",\"reports\":[{reports}]}}]"))
}

const REPORT: &str = "{\"source\":\"a\",\"status\":\"expected\",\"date\":\"2025-06\"}";

fn event(title: &str) -> String {
    events(title, REPORT)
}

fn quote(text: &str) -> String {
    let quote = serde_json::Value::from(text);
    events("E", &format!("{{\"source\":\"a\",\"status\":\"expected\",\"date\":\"2025-06\",\"quote\":{quote}}}"))
}

fn reports(n: usize) -> String {
    events("E", &vec![REPORT; n].join(","))
}

fn written(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

fn arguments(words: &[&str], path: String) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).chain([path]).collect()
}

fn list(dir: &Path, text: &str) -> Vec<String> {
    arguments(&["list", "events", "-d"], written(dir, "story.json", text))
}

fn seek(dir: &Path, text: &str) -> Vec<String> {
    arguments(&["list", "articles", "sought", "-d"], written(dir, "story.json", text))
}

fn read(dir: &Path, text: &str) -> Vec<String> {
    let words = ["render", "--format", "text", "--view", "articles", "--keys", "Enter Enter", "-d"];
    arguments(&words, written(dir, "story.json", text))
}

fn brief(dir: &Path, text: &str) -> Vec<String> {
    arguments(&["brief", "--format", "txt", "-d"], written(dir, "story.json", text))
}

fn render(dir: &Path, view: &str, text: &str) -> Vec<String> {
    arguments(&["render", "--format", "text", "--view", view, "-d"], written(dir, "story.json", text))
}

fn export(dir: &Path, format: &str, text: &str) -> Vec<String> {
    arguments(&["export", format, "-d"], written(dir, "story.json", text))
}

fn import(dir: &Path, rows: &str) -> Vec<String> {
    arguments(&["import", "csv"], written(dir, "sheet.csv", &format!("Date,Title,Source\n{rows}")))
}

fn config(dir: &Path, text: &str) -> Vec<String> {
    arguments(&["config", "--config"], written(dir, "config.toml", text))
}

/// The processor time that karwan takes, in seconds, as the shell tells it.
fn processor_time(arguments: &[String]) -> f64 {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "\"$@\" > /dev/null 2>&1; times", "sh", env!("CARGO_BIN_EXE_karwan")]).args(arguments);
    let output = shell.env("RAYON_NUM_THREADS", "1").output().expect("a shell");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    // 0m0.010000s 0m0.000000s
    let seconds = |time: &str| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').expect("minutes");
        minutes.parse::<f64>().expect("a number") * 60.0 + seconds.parse::<f64>().expect("a number")
    };
    text.lines().last().expect("the times of children").split_whitespace().map(seconds).sum()
}

/// What is wrong with how the time grows, if the least of several measurements says so too. A busy machine only ever
/// lengthens a measurement: one that is in bounds is enough, and one that is not is taken again.
fn too_long(dir: &Path, (what, n, of): &GrowthCase) -> Option<String> {
    /// What starting takes, and less than can be measured well.
    const LEAST: f64 = 0.04;
    /// Eight times would be in proportion, sixty-four times the square.
    const MOST: f64 = 24.0;
    let (mut one, mut eight) = (LEAST, f64::INFINITY);
    for _ in 0..5 {
        one = processor_time(&of(dir, *n)).max(one);
        eight = processor_time(&of(dir, 8 * n)).min(eight);
        if eight <= MOST * one {
            return None;
        }
    }
    Some(format!("{what}: {one:.2} s, eight times as much: {eight:.2} s"))
}

#[cfg(unix)]
#[test]
fn time_grows_with_the_size_of_the_input() {
    let dir = tempfile::tempdir().expect("a directory");
    let grown = CASES.iter().filter_map(|case| too_long(dir.path(), case));
    assert_eq!(grown.collect::<Vec<_>>(), [""; 0]);
}
