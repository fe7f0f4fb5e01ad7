//! Other programs' files as a dossier: what `karwan export` wrote comes back, and what a person's sheet says is read.

use crate::common::frozen;

use std::fs;
use std::path::Path;

use karwan::cli::env::{Env, Stream};
use karwan::dossier::load::load;
use karwan::dossier::{Dossier, EventIx, Kind, Rec};
use karwan::report::export::{self, Options, Story};
use karwan::story::Snapshot;

fn today() -> chrono::NaiveDate {
    "2026-11-24".parse().expect("a day")
}

/// Exit code, standard output and error.
fn karwan(words: &[&str]) -> (u8, String, String) {
    let stream = Stream::new(false, false, false);
    let env =
        Env { today: today(), out: stream, err: stream, places: frozen::places(), asks: false, ..Env::of_process() };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = std::iter::once("karwan").chain(words.iter().copied());
    let code = karwan::cli::run(all.map(Into::into), &env, &mut out, &mut err);
    (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8(err).expect("UTF-8"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn opened(path: &Path) -> std::sync::Arc<Dossier> {
    let loaded = load(&[path.to_owned()]);
    loaded.dossier.unwrap_or_else(|| panic!("{:?}", loaded.problems))
}

/// The tables of a dossier, by the name of the file.
fn tables(dossier: &Dossier) -> Vec<(&'static str, String)> {
    let snapshot = Snapshot::of(dossier, today());
    let mut rows: Vec<Rec> = Kind::ALL.iter().flat_map(|&kind| dossier.all(kind)).collect();
    // In whatever order a query shows them.
    rows.reverse();
    let story = Story { dossier, snapshot: &snapshot, rows: &rows, generated: today(), options: Options::default() };
    let (files, _) = export::csv::write_files(&story).expect("in memory");
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn write_tables(folder: &Path, dossier: &Dossier) {
    for (name, table) in tables(dossier) {
        fs::write(folder.join(name), table).expect("it can be written");
    }
}

#[test]
fn the_tables_of_the_frozen_story_come_back_cell_by_cell() {
    let story = frozen::story();
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("tables"), folder.path().join("dossier"));
    fs::create_dir(&from).expect("a folder");
    write_tables(&from, &story);
    let (code, out, err) = karwan(&["import", "csv", text(&from), "-o", text(&to), "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("the tables do not hold: summary, language"), "{out}");
    assert!(!err.contains("error:") && !err.contains("lost:"), "{err}");
    let again = opened(&to);
    for ((name, first), (_, second)) in tables(&story).into_iter().zip(tables(&again)) {
        for (n, (first, second)) in first.lines().zip(second.lines()).enumerate() {
            assert_eq!(first, second, "{name}:{}", n + 1);
        }
        assert_eq!(first.lines().count(), second.lines().count(), "{name}");
    }
    assert_eq!(karwan(&["check", text(&to)]).0, 0);
}

#[test]
fn cells_that_look_like_formulas_and_odd_texts_come_back() {
    let source = r#"format = 1
[story]
title = "S"
[[articles]]
id = "a"
title = "=1+1"
outlet = "'+x"
published = "2025-01-01"
summary = "a \"quoted\"; line\nand another, with comma"
tags = ["@one", "two"]
[[events]]
id = "e"
title = "-2 degrees"
kind = "visit"
[[events.reports]]
source = "a"
status = "happened"
date = "2025-01~"
values = { papers = 37, "leader of" = "=X", signed = true }
quote = "''=quoted"
[[events]]
id = "without-source"
title = "Without a source"
kind = "target"
date = "2027"
status = "expected"
"#;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("s.toml");
    fs::write(&file, source).expect("it can be written");
    let dossier = opened(&file);
    let (from, to) = (folder.path().join("tables"), folder.path().join("dossier"));
    fs::create_dir(&from).expect("a folder");
    write_tables(&from, &dossier);
    let (code, _, err) = karwan(&["import", "csv", text(&from), "-o", text(&to), "--yes"]);
    assert_eq!(code, 0, "{err}");
    let again = opened(&to);
    assert_eq!(tables(&dossier), tables(&again));
    let (a, b) = (&dossier[EventIx(0)].reports[0], &again[EventIx(0)].reports[0]);
    let sorted = |values: &[(String, karwan::dossier::Value)]| {
        let mut all = values.to_vec();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    assert_eq!(sorted(&a.values), sorted(&b.values));
    assert_eq!((&a.quote, a.date.as_ref()), (&b.quote, b.date.as_ref()));
}

#[test]
fn one_exported_table_alone_says_what_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = frozen::story();
    let (_, events) = tables(&story).into_iter().find(|(name, _)| *name == "events.csv").expect("it");
    let (from, to) = (folder.path().join("events.csv"), folder.path().join("dossier"));
    fs::write(&from, events).expect("it can be written");
    let (code, out, err) = karwan(&["import", "csv", text(&from), "-o", text(&to), "--yes", "--title", "Events"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("a dossier of 191 events"), "{out}");
    assert!(err.contains("note: lost: `sources` that name what the file does not hold: "), "{err}");
    let again = opened(&to);
    assert_eq!((again.story.title.as_str(), again.events.len()), ("Events", story.events.len()));
    for (a, b) in story.events.iter().zip(&again.events) {
        assert_eq!((&a.id, &a.title, a.kind, &a.tags), (&b.id, &b.title, b.kind, &b.tags));
    }
}

#[test]
fn a_sheet_of_date_title_and_source_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sheet, to) = (folder.path().join("my story.csv"), folder.path().join("dossier"));
    let rows = "Date;Title;Source\n3 Nov 2025;Visit put off;https://paper.example/1?utm_source=x\n\
                2027-02;Visit, again;The Paper\n4 Nov 2025;And why;https://www.paper.example/1\n";
    fs::write(&sheet, rows).expect("it can be written");
    let (code, out, err) = karwan(&["import", "csv", text(&sheet)]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("date from `Date`, title from `Title`, source from `Source`"), "{out}");
    assert!(out.contains("a dossier of 3 events, 2 articles"), "{out}");
    assert!(err.contains("nothing was written; `-o DIR`"), "{err}");
    let (code, _, err) = karwan(&["import", "csv", text(&sheet), "-o", text(&to)]);
    assert_eq!(code, 1);
    assert!(err.contains("there is no terminal to ask on; give --yes"), "{err}");
    assert!(!to.exists());
    let (code, _, err) = karwan(&["import", "csv", text(&sheet), "-o", text(&to), "--yes", "--kind", "visit"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let story = opened(&to);
    assert_eq!(story.story.title, "my story");
    let says: Vec<(&str, &str, &str)> = story
        .events
        .iter()
        .map(|event| {
            let report = &event.reports[0];
            let status = report.status.expect("a status").word();
            (event.title.as_str(), report.date.as_ref().expect("a date").as_str(), status)
        })
        .collect();
    assert_eq!(
        says,
        [
            ("Visit put off", "2025-11-03", "happened"),
            ("Visit, again", "2027-02", "expected"),
            ("And why", "2025-11-04", "happened")
        ]
    );
    assert_eq!(story.events[0].reports[0].source, story.events[2].reports[0].source, "one address is one article");
    let (code, _, err) = karwan(&["import", "csv", text(&sheet), "-o", text(&to), "--yes"]);
    assert_eq!(code, 1);
    assert!(err.contains("is not empty"), "{err}");
}

#[test]
fn what_a_row_gets_wrong_is_said_with_its_place_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sheet, to) = (folder.path().join("s.csv"), folder.path().join("dossier"));
    let rows = "when,what,type,outlet,weather\nsoonish,One,visit,Paper,fine\n2025-13-01,Two,visit,Paper,\n2025,,visit,Paper,\n\
                2025,Four,party,Paper,\n2025,Five,visit,Paper,\n";
    fs::write(&sheet, rows).expect("it can be written");
    let (code, _, err) = karwan(&["import", "csv", text(&sheet), "-o", text(&to), "--yes"]);
    assert_eq!(code, 1);
    for (row, words) in [(2, "soonish"), (3, "2025-13-01"), (4, "`title`"), (5, "party")] {
        assert!(
            err.lines().any(|line| line.starts_with(&format!("s.csv:{row}: error: ")) && line.contains(words)),
            "{row}: {err}"
        );
    }
    assert!(!err.contains("s.csv:6: error"), "{err}");
    assert!(err.contains("note: lost: columns that are not known: `weather`: 1"), "{err}");
    assert!(err.contains("mistakes in the rows; nothing was written") && !to.exists(), "{err}");
    for (text_of, why) in [
        ("a,b\n1,2\n", "has no column for the date"),
        ("\n", "has no first line"),
        ("date\n2025\n", "for the title"),
        ("date,title\n2025,\"One \"\"1\"\"\"\n2026,\"Two\n2027,Three\n", "line 3: a quotation mark that opens a cell"),
    ] {
        fs::write(&sheet, text_of).expect("it can be written");
        let (code, _, err) = karwan(&["import", "csv", text(&sheet)]);
        assert_eq!(code, 1);
        assert!(err.contains(why), "{err}");
    }
}

#[test]
fn an_exported_timeline_comes_back_and_what_it_cannot_hold_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, to) = (folder.path().join("t.json"), folder.path().join("dossier"));
    assert_eq!(karwan(&["export", "timelinejs", "-o", text(&file)]).0, 0);
    let (code, out, err) = karwan(&["import", "timelinejs", text(&file), "-o", text(&to), "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("slides; the links in a slide are its sources"), "{out}");
    assert!(err.contains("note: lost: speakers, quotes and values of slides"), "{err}");
    assert!(err.contains("note: lost: dates for which cancelled things were planned"), "{err}");
    let (story, again) = (frozen::story(), opened(&to));
    assert_eq!(again.story.title, story.story.title);
    let (first, second) = (Snapshot::of(&story, today()), Snapshot::of(&again, today()));
    let mut compared = 0;
    for (n, event) in story.events.iter().enumerate() {
        let Some(Rec::Event(ix)) = again.find(&event.id) else { continue };
        let (a, b) = (&first.events[n], &second[ix]);
        let dates = |state: &karwan::story::EventState| {
            state.date.as_ref().map(|date| (date.deadline().earliest(), date.deadline().latest()))
        };
        assert_eq!((&event.title, event.kind), (&again[ix].title, again[ix].kind));
        assert_eq!(a.status, b.status, "{}", event.id);
        let whole = a
            .date
            .as_ref()
            .is_some_and(|date| date.deadline().earliest().is_some() && date.deadline().latest().is_some());
        let off = matches!(a.status.word(), "cancelled" | "denied");
        if whole && !off {
            assert_eq!(dates(a), dates(b), "{}", event.id);
        }
        compared += 1;
    }
    let dated = first.events.iter().filter(|state| state.date.is_some() && state.visible).count();
    assert!(compared > 150 && compared <= dated, "{compared} of {dated}");
}

#[test]
fn a_timeline_of_somebody_else_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, to) = (folder.path().join("t.json"), folder.path().join("dossier"));
    let timeline = r#"{"title":{"text":{"headline":"The <b>road</b>","text":""}},"eras":[{"start_date":{"year":"2020"}}],"events":[
        {"start_date":{"year":"2025","month":"9","day":"8"},"end_date":{"year":2025,"month":9,"day":9},
         "media":{"url":"https://paper.example/photo"},"text":{"headline":"Delegation &amp; visit","text":"<p>It came, <a href='https://news.example/1'>a paper says</a>.</p>"}},
        {"start_date":{"year":"2027"},"text":{"headline":"Opening"}},
        {"start_date":{"year":"-500"},"text":{"headline":"Long ago"}}]}"#;
    fs::write(&file, timeline).expect("it can be written");
    let (code, _, err) = karwan(&["import", "timelinejs", text(&file), "-o", text(&to), "--yes"]);
    assert_eq!(code, 0, "{err}");
    for lost in ["slides without a date that can be read: 1", "eras: 1"] {
        assert!(err.contains(lost), "{lost}: {err}");
    }
    let story = opened(&to);
    assert_eq!(story.story.title, "The road");
    let event = &story.events[0];
    assert_eq!(
        (event.title.as_str(), event.summary.as_deref()),
        ("Delegation & visit", Some("It came, a paper says."))
    );
    assert_eq!(event.reports.len(), 2, "a source each");
    assert_eq!(event.reports[0].date.as_ref().map(karwan::dossier::Edtf::as_str), Some("2025-09-08/2025-09-09"));
    fs::write(&file, "{}").expect("it can be written");
    assert!(karwan(&["import", "timelinejs", text(&file)]).2.contains("has no list `events`"));
    fs::write(&file, "no").expect("it can be written");
    assert!(karwan(&["import", "timelinejs", text(&file)]).2.contains("is no JSON"));
}
