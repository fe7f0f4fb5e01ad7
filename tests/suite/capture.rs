//! Taking a statement from a text: what `karwan propose` prints, and an article with its report as one step.

use crate::common::place::cut_the_outcome;

use std::ffi::OsString;
use std::fs;

use std::path::PathBuf;

use karwan::cli::env::{OutputStream, ProcessEnv};
use karwan::cli::run;
use karwan::desk::edit::{Edit, EditList, EditValue};
use karwan::dossier::Kind;
use karwan::dossier::load::load;
use karwan::runtime::edit::EditDesk;
use karwan::settings::config::ConfigPlaces;
use serde_json::Value;
use tempfile::TempDir;

const ARTICLES: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"post-1\"\ntitle = \"Delegation to visit\"\n\
                        outlet = \"The Post\"\npublished = \"2025-09-03\"\ntext = \"\"\"\nA delegation of Kalder is expected \
                        in Ostport next month. Maren Holt said so.\"\"\"\n";

const EVENTS: &str = "[[events]]\nid = \"delegation\"\ntitle = \"A delegation visits Ostport\"\nkind = \"visit\"\n\
                      actors = [\"holt\"]\nports = [\"ostport\"]\n\n  [[events.reports]]\n  source = \"post-1\"\n  \
                      status = \"expected\"\n\n[[actors]]\nid = \"holt\"\nname = \"Maren Holt\"\nkind = \"person\"\n\n[[ports]]\n\
                      id = \"ostport\"\nname = \"Ostport\"\ncountry = \"PK\"\n";

/// A dossier of two files, and a folder for what is remembered.
struct TwoFiles(TempDir);

impl TwoFiles {
    fn new() -> TwoFiles {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("dossier")).expect("a folder");
        let place = TwoFiles(folder);
        fs::write(place.file("articles.toml"), ARTICLES).expect("a file");
        fs::write(place.file("events.toml"), EVENTS).expect("a file");
        place
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join("dossier").join(name)
    }

    fn texts(&self) -> [String; 2] {
        ["articles.toml", "events.toml"].map(|name| fs::read_to_string(self.file(name)).expect("UTF-8"))
    }

    fn desk(&self) -> EditDesk {
        EditDesk::new(vec![self.0.path().join("dossier")], Some(&self.0.path().join("state")))
    }

    fn propose(&self, args: &[&str]) -> (u8, String, String) {
        let plain = OutputStream { terminal: false, colour: false };
        let env = ProcessEnv {
            out: plain,
            err: plain,
            asks: false,
            columns: None,
            places: ConfigPlaces::default(),
            ..ProcessEnv::of_process()
        };
        let dossier = self.0.path().join("dossier");
        let words = ["karwan", "propose", "-d"].into_iter().map(OsString::from).chain([dossier.into()]);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = run(words.chain(args.iter().map(OsString::from)), &env, &mut out, &mut err);
        (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8(err).expect("UTF-8"))
    }
}

fn text(value: &str) -> EditValue {
    EditValue::Text(value.to_owned())
}

/// A new article, and a report that rests on it.
fn article_and_report(place: &TwoFiles, source: &str) -> [(Edit, PathBuf); 2] {
    let article =
        vec![("id", text("post-2")), ("title", text("T")), ("outlet", text("O")), ("published", text("2025-10-01"))];
    let report = vec![("source", text(source)), ("status", text("happened")), ("quote", text("they came"))];
    [
        (Edit::Record(Kind::Article, article), place.file("articles.toml")),
        (Edit::Statement("delegation".to_owned(), EditList::Reports, report), place.file("events.toml")),
    ]
}

#[test]
fn an_article_and_its_report_are_one_step_that_one_undo_takes_back() {
    let place = TwoFiles::new();
    let said = place.desk().save_step(&article_and_report(&place, "post-2"), "2025-10-02 09:00").expect("saved");
    assert_eq!(said, "added article `post-2` and report to `delegation` in articles.toml and events.toml");
    let dossier = load(&[place.0.path().join("dossier")]).dossier.expect("it loads");
    assert_eq!((dossier.articles.len(), dossier.events[0].reports.len()), (2, 2));
    let saved = place.texts();
    assert_eq!(place.desk().log().expect("the log").len(), 1, "one step");
    // Another run of the program takes it back, and does it again.
    place.desk().undo("2025-10-02 09:01").expect("undone");
    assert_eq!(place.texts(), [ARTICLES, EVENTS]);
    place.desk().redo("2025-10-02 09:02").expect("done again");
    assert_eq!(place.texts(), saved);
    place.desk().undo("2025-10-02 09:03").expect("undone");
    assert_eq!(place.texts(), [ARTICLES, EVENTS]);
}

#[test]
fn nothing_is_written_where_one_of_both_is_refused() {
    let place = TwoFiles::new();
    let why = place.desk().save_step(&article_and_report(&place, "nobody"), "").expect_err("no such article");
    assert!(why.why.contains("nobody"), "{why}");
    assert_eq!(place.texts(), [ARTICLES, EVENTS]);
    assert!(place.desk().log().expect("the log").is_empty());
}

#[test]
fn an_undo_that_was_killed_between_two_files_is_ended_by_the_next() {
    let place = TwoFiles::new();
    place.desk().save_step(&article_and_report(&place, "post-2"), "").expect("saved");
    let [articles, _] = place.texts();
    place.desk().undo("").expect("undone");
    // As it is when the report was taken out and the article not yet.
    fs::write(place.file("articles.toml"), articles).expect("written");
    cut_the_outcome(&place.0.path().join("state"));
    place.desk().undo("").expect("undone");
    assert_eq!(place.texts(), [ARTICLES, EVENTS]);
}

#[test]
fn propose_prints_what_an_article_mentions() {
    let place = TwoFiles::new();
    let (code, out, err) = place.propose(&["post-1", "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let first = &found["sentences"][0];
    assert_eq!(first["dates"][0]["date"], "2025-10");
    assert_eq!(first["names"][0]["records"][0], "ostport");
    assert_eq!(first["status"]["status"], "expected");
    assert_eq!(first["events"][0]["id"], "delegation");
    assert_eq!(found["sentences"][1]["speakers"][0]["actor"], "holt");
    let (code, out, _) = place.propose(&["post-1"]);
    assert_eq!(code, 0);
    assert!(out.contains("  date      next month = 2025-10\n"), "{out}");
    assert!(out.contains("  name      Ostport = ostport\n"), "{out}");
}

#[test]
fn propose_reads_files_of_text_and_saved_pages() {
    let place = TwoFiles::new();
    let file = place.0.path().join("note.txt");
    fs::write(&file, "It comes on Monday.\u{1b}[2J").expect("written");
    let name = file.to_str().expect("UTF-8");
    let (code, out, _) = place.propose(&[name, "--published", "2025-09-03"]);
    assert_eq!(code, 0);
    assert!(out.contains("Monday = 2025-09-01") && !out.contains('\u{1b}'), "{out}");
    let page = place.0.path().join("page.html");
    let body = "It comes in November, they said on a long and quiet day in the harbour of the east. ".repeat(6);
    fs::write(&page, format!("<html><head><title>T</title><meta property=\"article:published_time\" content=\"2025-09-03\"></head><body><article><p>{body}</p></article></body></html>")).expect("written");
    let (code, out, err) = place.propose(&[page.to_str().expect("UTF-8")]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("November = 2025-11"), "{out}");
    let (code, _, err) = place.propose(&["no-such"]);
    assert_eq!((code, err.as_str()), (1, "error: no file, article or address `no-such`\n"));
}
