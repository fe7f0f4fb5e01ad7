//! The command line: arguments in, text and an exit code out.

use crate::common::frozen;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use karwan::cli::env::{OutputStream, ProcessEnv, TerminalTraits};
use karwan::cli::run;
use karwan::dossier::Kind;
use karwan::settings::config::ConfigPlaces;
use karwan::settings::input::{Keymap, ScreenId};
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::ui::app::{Model, ModelStart};
use karwan::ui::widgets::notes::FrameKind;
use proptest::prelude::*;
use serde_json::Value;

/// A pipe on a day, with the frozen story to open.
fn pipe() -> ProcessEnv {
    let plain = OutputStream { terminal: false, colour: false };
    ProcessEnv {
        asks: false,
        today: "2026-11-23".parse().unwrap(),
        colourless: false,
        terminal: TerminalTraits::default(),
        background: None,
        out: plain,
        err: plain,
        places: frozen::places(),
        archive: None,
        server: karwan::runtime::server::ServerSurroundings::default(),
        user: "ann".to_owned(),
        columns: None,
    }
}

struct Done {
    code: u8,
    out: String,
    err: String,
}

fn karwan_in(env: &ProcessEnv, args: &[&str]) -> Done {
    let args = std::iter::once("karwan").chain(args.iter().copied()).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(args, env, &mut out, &mut err);
    Done { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn karwan(args: &[&str]) -> Done {
    karwan_in(&pipe(), args)
}

fn good(args: &[&str]) -> String {
    let done = karwan(args);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{args:?}");
    done.out
}

fn json(args: &[&str]) -> Vec<Value> {
    serde_json::from_str(&good(args)).unwrap()
}

fn written(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (directory, path)
}

const SMALL: &str = "format = 1\n[story]\ntitle = \"Small\"\n\
    [[articles]]\nid = \"a\"\ntitle = \"A\\u001b[31m \\u009b1m \\u202e b\\tc\"\noutlet = \"Dawn\"\npublished = \"2025-01-01\"\n\
    [[events]]\nid = \"e\"\ntitle = \"E\\u001b[31m\\u009b \\u202e\\tx\"\nkind = \"visit\"\ndate = \"2025-02\"\n\
    status = \"expected\"\nsources = [\"a\"]\n";

#[test]
fn check_finds_nothing_wrong_with_the_built_in_story() {
    let alone = ProcessEnv { places: ConfigPlaces::default(), ..pipe() };
    let done = karwan_in(&alone, &["check", "--strict"]);
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", ""));
    assert_eq!(karwan_in(&alone, &["check", "--format", "json"]).out, "[\n]\n");
}

#[test]
fn check_names_every_place_and_fails() {
    let (_directory, path) = written("x.toml", "format = 1\n[story]\ntitel = \"X\"\n[[events]]\nid = \"A\"\n");
    let done = karwan(&["check", &path]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(
        done.err.contains("x.toml:3:1: error: unknown key `titel` in the story; did you mean `title`?"),
        "{}",
        done.err
    );
    assert!(done.err.contains("\n  titel = \"X\"\n  ^^^^^\n"), "{}", done.err);
    assert!(done.err.trim_end().ends_with("\n5 errors, 1 warning"), "{}", done.err);
    let done = karwan(&["check", "--format", "json", &path]);
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    let problems: Vec<Value> = serde_json::from_str(&done.out).unwrap();
    assert!(problems.len() > 2);
    assert_eq!((&problems[0]["severity"], &problems[0]["line"]), (&"error".into(), &2.into()));
}

#[test]
fn a_warning_fails_a_strict_check_alone() {
    let (_directory, path) = written(
        "x.toml",
        "format = 1\n[story]\ntitle = \"X\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n",
    );
    let done = karwan(&["check", &path]);
    assert_eq!(done.code, 0);
    assert!(done.err.contains("warning: "), "{}", done.err);
    assert_eq!(karwan(&["check", "--strict", &path]).code, 1);
}

#[test]
fn the_visit_slipped_and_on_earlier_days_nothing_later_is_known() {
    let visit = |args: &[&str]| {
        let all = json(&[&["list", "events", "tokayev", "--format", "json"], args].concat());
        all.into_iter().find(|event| event["id"] == "tokayev-visit").unwrap()
    };
    let now = visit(&[]);
    assert_eq!((&now["status"], &now["slip_days"]), (&"happened".into(), &serde_json::json!([88, 95])));
    let december = visit(&["--as-of", "2025-12-01"]);
    assert!(["overdue", "postponed"].contains(&december["status"].as_str().unwrap()), "{december}");
    let september = visit(&["--as-of", "2025-09-05"]);
    assert_eq!((&september["status"], &september["slip_days"]), (&"expected".into(), &Value::Null));
    let latest = september["latest"].as_str().unwrap();
    assert!(("2025-11-01"..="2025-11-30").contains(&latest), "{latest}");
    let known = september["statements"].as_array().unwrap();
    assert!(known.iter().all(|statement| statement["known"].as_str().unwrap() <= "2025-09-05"), "{september}");
}

#[test]
fn a_month_is_meant_to_its_last_day() {
    let count = |day: &str| json(&["list", "articles", "--format", "json", "--as-of", day]).len();
    assert_eq!(count("2025-09"), count("2025-09-30"));
    assert!(count("2025-09") > count("2025-09-01"));
}

/// Words and terms, some of them with nothing behind them.
fn term() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "tokayev",
        "karach",
        "*stan",
        "گوادر",
        "\"transit trade\"",
        "port:gwadar",
        "country:KZ",
        "kind:visit",
        "status:happened",
        "status:overdue",
        "is:contested",
        "is:slipped",
        "date:2025-09..2026-02",
        "by:kistafin",
        "source:dawn",
        "nothing-has-this-word",
        "-karachi",
        "-status:expected",
        "OR",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn list_gives_the_records_of_the_screens_in_their_order(
        terms in proptest::collection::vec(term(), 0..4),
        day in proptest::sample::select(vec!["2025-08-31", "2025-09-05", "2025-12-01", "2026-02-05", "2026-11-23"]),
        kind in proptest::sample::select(Kind::ALL),
    ) {
        let story = frozen::story();
        let query = terms.join(" ");
        let done = karwan(&["list", kind.word(), &query, "--format", "tsv", "--as-of", day]);
        prop_assume!(done.code == 0); // an `OR` at an end is a mistake
        let model = Model::new(ModelStart {
            dossier: story.clone(),
            today: "2026-11-23".parse().unwrap(),
            as_of: Some(day.parse().unwrap()),
            filter: query,
            screen: ScreenId::Overview,
            keymap: Keymap::default(),
            saved: Vec::new(),
            paint: DrawStyle::new(ThemeKind::Plain, GlyphSet::Ascii),
            frames: FrameKind::Seen,
            mouse: false,
            read_only: false,
            size: (80, 24),
        });
        let shown: Vec<&str> = model.shown().of(kind).iter().map(|rec| story.id(rec)).collect();
        let listed: Vec<&str> = done.out.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        prop_assert_eq!(listed, shown);
    }
}

#[test]
fn all_formats_hold_the_same_records() {
    let ids = |format: &str| {
        let text = good(&["list", "events", "gwadar", "--format", format]);
        let rows: Vec<String> = match format {
            "json" => {
                let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
                rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
            }
            "jsonl" => {
                let row = |line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
                text.lines().map(row).collect()
            }
            "tsv" => text.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned()).collect(),
            _ => text.lines().skip(1).map(|line| line.split(' ').next().unwrap().to_owned()).collect(),
        };
        rows
    };
    let json = ids("json");
    assert!(json.len() > 5);
    for format in ["jsonl", "tsv", "table"] {
        assert_eq!(ids(format), json, "{format}");
    }
}

#[test]
fn a_query_that_cannot_be_read_is_wrong_usage_with_its_place() {
    let done = karwan(&["list", "events", "gwadar prot:x"]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(done.err.starts_with("query:1:8: error: unknown term `prot:`; did you mean `port:`?\n"), "{}", done.err);
}

#[test]
fn no_output_holds_a_control_character_of_a_text() {
    let (_directory, path) = written("x.toml", SMALL);
    for args in [
        &["list", "events", "-d", &path][..],
        &["list", "articles", "-d", &path],
        &["list", "events", "--format", "tsv", "-d", &path],
        &["list", "events", "--format", "json", "-d", &path],
        &["list", "articles", "--format", "jsonl", "-d", &path],
        &["show", "e", "-d", &path],
        &["show", "a", "-d", &path],
        &["render", "-d", &path, "--format", "text"],
        &["render", "-d", &path, "--format", "svg"],
    ] {
        let out = good(args);
        let bad = |c: char| c.is_control() && c != '\n' && !(c == '\t' && args.contains(&"tsv"));
        assert!(!out.contains(bad), "{args:?}: {:?}", out.chars().find(|&c| bad(c)));
        if !args.contains(&"json") && !args.contains(&"jsonl") {
            assert!(!out.contains('\u{202e}'), "{args:?}");
        }
    }
    let rows = json(&["list", "events", "--format", "json", "-d", &path]);
    assert_eq!(rows[0]["title"], "E\u{1b}[31m\u{9b} \u{202e}\tx");
}

#[test]
fn a_pipe_gets_whole_lines_without_colour_and_a_terminal_its_width_with_colour() {
    let piped = good(&["list", "events"]);
    assert!(!piped.contains('\u{1b}') && !piped.contains('…'));
    let terminal = ProcessEnv { out: OutputStream { terminal: true, colour: true }, columns: Some(110), ..pipe() };
    let done = karwan_in(&terminal, &["list", "events"]);
    assert!(done.out.contains('\u{1b}') && done.out.contains('…'));
    let colourless = ProcessEnv { out: OutputStream { terminal: true, colour: false }, ..terminal };
    assert!(!karwan_in(&colourless, &["list", "events"]).out.contains('\u{1b}'));
    assert!(!karwan_in(&colourless, &["show", "gwadar"]).out.contains('\u{1b}'));
}

#[test]
fn show_prints_the_card_and_knows_what_is_near() {
    let card = good(&["show", "tokayev-visit"]);
    assert!(card.starts_with("President Tokayev visits Islamabad\n"), "{card}");
    assert!(card.contains("late by 88–95 days"), "{card}");
    let done = karwan(&["show", "tokayev-vist"]);
    assert_eq!((done.code, done.err.as_str()), (1, "error: no record `tokayev-vist`; did you mean `tokayev-visit`?\n"));
    let done = karwan(&["show", "tokayev-visit", "--as-of", "2010"]);
    assert_eq!((done.code, done.err.as_str()), (1, "error: nothing was known of `tokayev-visit` on 2010-12-31\n"));
}

#[test]
fn render_draws_any_screen_after_any_keys() {
    for &view in ScreenId::ALL {
        let screen = good(&["render", "--view", view.slug(), "--size", "100x30", "--format", "text"]);
        assert_eq!(screen.lines().count(), 30, "{}", view.slug());
        assert!(screen.contains(view.name()));
    }
    let by_key = good(&["render", "--size", "100x30", "--format", "text", "--keys", "3"]);
    assert_eq!(by_key, good(&["render", "--size", "100x30", "--format", "text", "--view", "ledger"]));
    let filtered = good(&["render", "--size", "100x30", "--format", "text", "--keys", "/ \"gwadar\" Enter"]);
    assert_eq!(filtered, good(&["render", "--size", "100x30", "--format", "text", "-f", "gwadar"]));
    let svg = good(&["render", "--size", "80x24", "--format", "svg", "--theme", "light"]);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert_eq!(karwan(&["render", "--keys", "Entre"]).code, 2);
    assert_eq!(karwan(&["render", "--size", "0x9"]).code, 2);
}

#[test]
fn plain_is_ascii_without_colour() {
    let screen = good(&["render", "--plain", "--format", "ansi", "--size", "100x30", "--view", "ledger"]);
    // What is not ASCII there is text of the story.
    for c in "●○◐◌✕┄≠…→▌━┃│─╭╮╰╯┏┓┗┛".chars() {
        assert!(!screen.contains(c), "{c}\n{screen}");
    }
    assert!(!screen.contains("[3") && !screen.contains("[9"), "{screen}");
}

#[test]
fn a_dossier_with_errors_does_not_open_and_one_with_warnings_does() {
    let (_directory, path) = written("x.toml", "format = 1\n[story]\n");
    let done = karwan(&["list", "events", "-d", &path]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    let last = done.err.lines().last().unwrap();
    assert_eq!(
        last,
        "error: the dossier has 1 error and was not opened; correct what is told above, then open it again"
    );
    let warned = "format = 1\n[story]\ntitle = \"X\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n";
    let (_directory, path) = written("x.toml", warned);
    assert_eq!(good(&["list", "articles", "-d", &path, "--format", "tsv"]).lines().count(), 2);
    assert_eq!(karwan(&["list", "events", "-d", "no/such/file"]).code, 1);
}

#[test]
fn a_word_that_is_nearly_a_command_is_taken_for_one() {
    let done = karwan(&["chek"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (2, "error: no such file or directory: `chek`; did you mean the command `check`?\n")
    );
}

#[test]
fn a_command_comes_first() {
    let done = karwan(&["--config", "/dev/null", "list", "events"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (2, "error: the command comes first, its options after it: `karwan list …`\n")
    );
}

#[test]
fn without_a_terminal_the_dashboard_says_so() {
    // Tests run without one, or with one; then there is nothing to see here.
    if karwan::runtime::require_terminal().is_err() {
        let done = karwan(&[]);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        assert!(done.err.contains("terminal"), "{}", done.err);
    }
}

#[test]
fn wrong_usage_is_said_and_help_is_none() {
    let done = karwan(&["list", "evnts"]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(done.err.contains("similar value exists: 'events'"), "{}", done.err);
    let done = karwan(&["list", "events", "--as-of", "someday"]);
    assert_eq!(done.code, 2);
    assert!(karwan(&["--help"]).out.contains("Exit codes"));
    assert!(good(&["--version"]).starts_with("karwan "));
}

#[test]
fn the_configuration_is_found_read_and_printed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("karwan/config.toml");
    let env = ProcessEnv {
        places: ConfigPlaces { configuration: Some(directory.path().to_owned()), ..ConfigPlaces::default() },
        ..pipe()
    };
    let done = karwan_in(&env, &["config"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with(&format!("# looked for at {}; there is none\n", path.display())), "{}", done.out);

    std::fs::create_dir(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "start = \"ports\"\nmous = true\n").unwrap();
    let done = karwan_in(&env, &["config"]);
    assert!(done.out.starts_with("# read from ") && done.out.contains("\nstart = \"ports\"\n"), "{}", done.out);
    assert!(done.err.contains("config.toml:2:1: error: unknown key `mous`; did you mean `mouse`?"), "{}", done.err);
    let done = karwan_in(&env, &["render", "--format", "text", "--size", "100x30", "-d", frozen::FOLDER]);
    assert_eq!(done.code, 0, "what is wrong in the configuration is said, and the rest goes on");
    assert_eq!(done.out, good(&["render", "--format", "text", "--size", "100x30", "--view", "ports"]));

    let done = karwan(&["config", "--config", "no-such-file"]);
    assert_eq!(done.code, 1);
    assert!(done.err.starts_with("error: cannot read the configuration `no-such-file`: "), "{}", done.err);
}

#[test]
fn the_dossier_of_the_configuration_is_opened_where_the_command_line_names_none() {
    let (directory, _) = written("story.toml", SMALL);
    let config = directory.path().join("c.cfg");
    std::fs::write(&config, "dossier = \"story.toml\"\n").unwrap();
    let config = config.to_str().unwrap();
    assert_eq!(json(&["list", "events", "--format", "json", "--config", config])[0]["id"], "e");
    assert_eq!(karwan(&["check", "--config", config]).code, 0);
}

#[test]
fn the_default_configuration_is_the_example() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");
    assert_eq!(good(&["config", "--default"]), std::fs::read_to_string(example).unwrap());
}

#[test]
fn a_reader_that_has_enough_ends_the_program_quietly() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for args in [
        &["list", "events"][..],
        &["list", "events", "--format", "json"],
        &["list", "events", "--format", "tsv"],
        &["show", "gwadar"],
        &["render", "--format", "svg"],
        &["man"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut err = Vec::new();
        let args = std::iter::once("karwan").chain(args.iter().copied()).map(OsString::from);
        assert_eq!((run(args, &pipe(), &mut Closed, &mut err), err.as_slice()), (0, &b""[..]));
    }
}

#[cfg(unix)]
#[test]
fn a_path_may_be_no_unicode_and_start_with_a_minus() {
    use std::os::unix::ffi::OsStringExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(PathBuf::from(OsString::from_vec(b"-\xff.toml".to_vec())));
    std::fs::write(&path, SMALL).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["karwan".into(), "check".into(), "--".into(), path.into_os_string()];
    assert_eq!(run(args, &pipe(), &mut out, &mut err), 0, "{}", String::from_utf8_lossy(&err));
}

#[test]
fn a_saved_filter_is_a_view_and_narrows_a_list() {
    let (_directory, config) = written(
        "c.cfg",
        "[filters]\nlate = { query = \"is:overdue OR is:late\", key = \"Alt+1\" }\nsea = \"port:gwadar\"\n",
    );
    let list = |args: &[&str]| good(&[&["list", "events", "--format", "tsv", "--config", &config], args].concat());
    assert_eq!(list(&["--saved", "late"]), list(&["is:overdue OR is:late"]));
    assert_eq!(list(&["--saved", "late", "-status:happened"]), list(&["(is:overdue OR is:late) -status:happened"]));
    let view = |args: &[&str]| {
        good(&[&["render", "--format", "text", "--size", "160x30", "--config", &config], args].concat())
    };
    assert_eq!(view(&["--view", "sea"]), view(&["--filter", "port:gwadar"]));
    assert!(view(&["--view", "late", "--filter", "tokayev"]).contains("/ (is:overdue OR is:late) tokayev"));
    for (args, message) in [
        (&["list", "events", "--saved", "lat"], "no filter `lat`; did you mean `late`?"),
        (&["list", "events", "--saved", "xyz"], "no filter `xyz`; expected `late`, `sea`"),
        (&["render", "--format=text", "--view", "laet"], "unknown view `laet`; did you mean `late`?"),
        (&["render", "--format=text", "--view", "timelin"], "unknown view `timelin`; did you mean `timeline`?"),
    ] {
        let done = karwan(&[args.as_slice(), &["--config", &config]].concat());
        assert_eq!((done.code, done.err), (2, format!("error: {message}\n")), "{args:?}");
    }
    let done = karwan(&["list", "events", "--saved", "late", "--config", "/dev/null"]);
    assert_eq!(done.err, "error: no filter `late`; the configuration saves none\n");
}

#[test]
fn a_saved_filter_that_cannot_be_read_is_a_mistake_of_the_configuration_with_its_column() {
    let (_directory, config) = written("c.cfg", "[filters]\nlate = { query = \"is:overdu\" }\n");
    let done = karwan(&["list", "events", "--config", &config]);
    assert_eq!(done.code, 0);
    assert!(
        done.err.contains("c.cfg:2:22: error: unknown value `overdu` of `is:`; did you mean `overdue`?"),
        "{}",
        done.err
    );
}

#[test]
fn help_is_a_word_too() {
    let all = good(&["help"]);
    assert_eq!(all, karwan(&["--help"]).out);
    let list = good(&["help", "list"]);
    assert_eq!(list, karwan(&["list", "--help"]).out);
    for (words, begins) in [(&all, "list "), (&all, "brief "), (&list, "--as-of ")] {
        assert!(words.lines().any(|line| line.trim_start().starts_with(begins)), "{begins}\n{words}");
    }
    for words in [&["help", "archive", "export"][..], &["help", "archive", "grants"], &["help", "feeds"]] {
        assert_eq!(good(words), good(&[&words[1..], &["--help"]].concat()), "{words:?}");
    }
    for words in
        [&["help", "lst"][..], &["help", "list", "events"], &["help", "import", "xlsx"], &["help", "--no-such"]]
    {
        let done = karwan(words);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{words:?}");
    }
}

#[test]
fn a_path_where_a_query_is_expected_is_told_and_not_searched_for() {
    let (directory, path) = written("x.toml", SMALL);
    let folder = directory.path().to_str().unwrap();
    for (args, named) in [
        (&["list", "events", &path][..], &*path),
        (&["list", "articles", folder], folder),
        (&["export", "csv", &path], &path),
    ] {
        let done = karwan(args);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{args:?}");
        assert!(
            done.err.starts_with(&format!("error: `{named}` is a path, and a query is expected here: `-d ")),
            "{}",
            done.err
        );
    }
    assert_eq!(karwan(&["list", "events", &format!("\"{path}\"")]).code, 0, "in quotes it is looked for");
}

#[test]
fn no_message_about_arguments_holds_a_control_character() {
    let coloured = ProcessEnv { err: OutputStream { terminal: true, colour: true }, ..pipe() };
    let hostile = "\u{1b}]0;PWN\u{7}\u{9b}31m\u{202e}x.toml";
    // What colours it is its own.
    let own = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    for args in [
        &["check", &format!("-{hostile}")][..],
        &["list", hostile],
        &["list", "events", "--as-of", hostile],
        &["list", "events", "--format", hostile],
        &["export", hostile],
        &["--theme", hostile],
        &[&format!("--{hostile}")],
    ] {
        let done = karwan_in(&coloured, args);
        assert_eq!(done.code, 2, "{args:?}");
        let text = own.replace_all(&done.err, "");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{args:?}: {text:?}");
        // Of what looks like short options, the first alone is named.
        assert!(!text.contains('\u{202e}') && (text.contains("PWN") || text.contains('␛')), "{args:?}: {text:?}");
    }
}

#[test]
fn a_configuration_with_mistakes_is_no_success() {
    let (_directory, path) = written("config.toml", "theme = \"pink\"\n");
    let done = karwan(&["config", "--config", &path]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("# in force:") && done.err.contains("config.toml:1:"), "{}{}", done.out, done.err);
}

#[test]
fn no_argument_can_steer_the_terminal_that_its_mistake_is_told_on() {
    let hostile = "\u{1b}]0;PWN\u{7}\u{9b}31m\u{202e}";
    let coloured = OutputStream { terminal: true, colour: true };
    for env in [pipe(), ProcessEnv { out: coloured, err: coloured, ..pipe() }] {
        for args in [
            vec!["check".to_owned(), format!("--{hostile}.toml")],
            vec!["list".to_owned(), format!("ev{hostile}ents")],
            vec![hostile.to_owned(), "--no-such".to_owned()],
            vec!["list".to_owned(), "events".to_owned(), format!("--format={hostile}")],
            vec!["--view".to_owned(), hostile.to_owned()],
            vec!["brief".to_owned(), "--since".to_owned(), hostile.to_owned()],
            vec!["show".to_owned(), hostile.to_owned()],
            vec!["export".to_owned(), hostile.to_owned()],
        ] {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let done = karwan_in(&env, &args);
            assert_ne!(done.code, 0, "{args:?}");
            let text = format!("{}{}", done.out, done.err);
            assert!(text.contains("␛]0;PWN␇") || !text.contains("PWN"), "{args:?}: {text:?}");
            for raw in ["\u{1b}]", "\u{7}", "\u{9b}", "\u{202e}"] {
                assert!(!text.contains(raw), "{args:?}: {text:?}");
            }
        }
    }
}

#[test]
fn what_steers_is_shown_on_a_terminal_and_kept_in_a_pipe() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("story.toml");
    let story = "format = 1\n[story]\ntitle = \"T\\u202Eitle\"\n[[articles]]\nid = \"a\"\ntitle = \"A\\u009B\"\n\
                 outlet = \"O\"\npublished = \"2025\"\n[[events]]\nid = \"e\"\ntitle = \"E\\u001B]0;x\\u0007\"\n\
                 kind = \"visit\"\nstatus = \"happened\"\ndate = \"2025\"\nsources = [\"a\"]\n";
    std::fs::write(&path, story).unwrap();
    let path = path.to_str().unwrap();
    let terminal = ProcessEnv { out: OutputStream { terminal: true, colour: true }, ..pipe() };
    for args in [
        vec!["export", "markdown", "-d", path],
        vec!["export", "json", "-d", path],
        vec!["brief", "-d", path],
        vec!["show", "e", "--format", "line", "-d", path],
        vec!["list", "events", "--format", "tsv", "-d", path],
        vec!["list", "events", "--format", "json", "-d", path],
    ] {
        let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || c == '\u{202e}';
        let shown = karwan_in(&terminal, &args).out;
        assert!(!shown.contains(steers), "{args:?}: {shown:?}");
    }
    assert!(karwan(&["export", "markdown", "-d", path]).out.contains('\u{202e}'));
}
