//! Other programs' files as a dossier: what `karwan export` wrote comes back, and what a person's sheet says is read.

use crate::common::screen::today;
use crate::common::{command, frozen};

use std::fs;
use std::path::Path;

use karwan::dossier::load::load;
use karwan::dossier::{Dossier, EventIx, Kind, Rec};
use karwan::report::export::{self, ExportOptions, ExportStory};
use karwan::story::Snapshot;

/// Exit code, standard output and error.
fn karwan(words: &[&str]) -> (u8, String, String) {
    command::run(&command::unattended(frozen::places()), words)
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
    let story = ExportStory {
        dossier,
        snapshot: &snapshot,
        rows: &rows,
        generated: today(),
        filter: "",
        options: ExportOptions::default(),
    };
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
    let sorted = |values: &[(String, karwan::dossier::ReportValue)]| {
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
    let (code, _, err) =
        karwan(&["import", "csv", text(&sheet), "-o", text(&to), "--yes", "--kind", "visit", "--status", "happened"]);
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
    for (row, words) in [(2, "soonish"), (3, "2025-13-01"), (4, "`title`")] {
        assert!(
            err.lines().any(|line| line.starts_with(&format!("s.csv:{row}: error: ")) && line.contains(words)),
            "{row}: {err}"
        );
    }
    assert!(!err.contains("s.csv:5: error") && !err.contains("s.csv:6: error"), "{err}");
    assert!(err.contains("note: lost: kind `party`, which is not known: 1"), "{err}");
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

/// What a sheet says of each event: title, date, status and kind. And what was said of it.
fn sheet(name: &str, bytes: &[u8], options: &[&str]) -> (Vec<[String; 4]>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (sheet, to) = (folder.path().join(name), folder.path().join("dossier"));
    fs::write(&sheet, bytes).expect("it can be written");
    let words = [&["import", "csv", text(&sheet), "-o", text(&to), "--yes"][..], options].concat();
    let (code, out, err) = karwan(&words);
    if code != 0 {
        return (Vec::new(), err);
    }
    let event = |event: &karwan::dossier::Event| {
        let report = event.reports.first();
        let date = report.and_then(|report| report.date.as_ref()).map(|date| date.as_str().to_owned());
        let status = report.and_then(|report| report.status).map(|status| status.word().to_owned());
        [event.title.clone(), date.unwrap_or_default(), status.unwrap_or_default(), event.kind.word().to_owned()]
    };
    (opened(&to).events.iter().map(event).collect(), out + &err)
}

fn dates(events: &[[String; 4]]) -> Vec<&str> {
    events.iter().map(|[_, date, ..]| date.as_str()).collect()
}

#[test]
fn the_past_is_not_taken_for_happened_and_other_words_are_mapped() {
    let rows = "date,title,source,status,type\n2025-01-02,One,Paper,,Summit\n2027,Two,Paper,,party\n\
                2025-01-03,Three,Paper,Completed,MoU\n2025-01-04,Four,Paper,who knows,trip\n";
    let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
    let status: Vec<(&str, &str)> =
        events.iter().map(|[_, _, status, kind]| (status.as_str(), kind.as_str())).collect();
    assert_eq!(status, [("", "meeting"), ("expected", "incident"), ("happened", "agreement"), ("", "visit")], "{said}");
    assert!(said.contains("kind `party`, which is not known: 1") && said.contains("status `who knows`"), "{said}");
}

#[test]
fn sheets_are_read_with_any_separator_encoding_and_lines_above_the_names() {
    let rows = "Дата,Заголовок,Источник\n5 марта 2026 г.,Визит; отложен,Газета\n25 наурыз 2026,Шілде,Газета\n";
    let semicolons = rows.replace(',', "|");
    let (cyrillic, ..) = encoding_rs::WINDOWS_1251
        .encode("Дата;Заголовок;Источник\n5 марта 2026 г.;Визит отложен, сказал министр;Газета\n");
    let utf16: Vec<u8> =
        format!("\u{feff}{}", rows.replace(',', "\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (rows.as_bytes(), &["2026-03-05", "2026-03-25"][..]),
        (semicolons.as_bytes(), &["2026-03-05", "2026-03-25"]),
        (&format!("sep=|\r\n{semicolons}").into_bytes(), &["2026-03-05", "2026-03-25"]),
        (&format!("\u{feff}My story\n,,\nas of today,,\n{rows}").into_bytes(), &["2026-03-05", "2026-03-25"]),
        (&utf16, &["2026-03-05", "2026-03-25"]),
        (&cyrillic, &["2026-03-05"]),
    ] {
        let (events, said) = sheet("s.csv", bytes, &[]);
        assert_eq!(dates(&events), expected, "{said}");
    }
    let (_, said) = sheet("s.csv", format!("My story\n,,\n{rows}").as_bytes(), &[]);
    assert!(said.contains("1 above the names of the columns: `My story`"), "{said}");
}

#[test]
fn a_column_of_dates_says_its_order_or_is_asked_for() {
    let rows = |dates: &[&str]| {
        let rows = dates.iter().map(|date| format!("{date},T,Paper\n")).collect::<Vec<_>>().concat();
        format!("Date,Title,Source\n{rows}")
    };
    let (events, said) = sheet("s.csv", rows(&["05/03/2026", "13/03/2026"]).as_bytes(), &[]);
    assert_eq!(dates(&events), ["2026-03-05", "2026-03-13"]);
    assert!(said.contains("`Date`: the day is before the month, as in `13/03/2026`"), "{said}");
    let open = rows(&["05/03/2026"]);
    let (events, said) = sheet("s.csv", open.as_bytes(), &[]);
    assert!(events.is_empty() && said.contains("say `--dates day-first` or `--dates month-first`"), "{said}");
    assert_eq!(dates(&sheet("s.csv", open.as_bytes(), &["--dates", "month-first"]).0), ["2026-05-03"]);
    assert_eq!(dates(&sheet("s.csv", rows(&["45903"]).as_bytes(), &[]).0), ["2025-09-03"]);
}

#[test]
fn the_sheet_of_timelinejs_is_read_by_its_parts_of_dates() {
    let rows = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,\
                Media Caption,Media Thumbnail,Type,Group,Background\n\
                ,,,,,,,,,My story,,,,,,title,,\n\
                2025,9,3,,,,,,,Deal announced,Some text,https://example.org/a,Tribune,,,,visit,\n\
                2025,11,,,2025,12,,,Nov–Dec 2025,Visit,Text,https://example.org/b,Dawn,,,,,\n\
                1453,,,,,,,,,Old thing,Text,https://example.org/c,,,,,,\n2025,13,1,,,,,,,Wrong,,,,,,,,\n";
    let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
    assert!(events.is_empty() && said.contains("s.csv:6: error") && said.contains("2025-13-01"), "{said}");
    let (events, said) = sheet("s.csv", rows.rsplit_once("2025,13").expect("it is there").0.as_bytes(), &[]);
    assert_eq!(dates(&events), ["2025-09-03", "2025-11/2025-12", "1453"], "{said}");
    assert_eq!((events[0][3].as_str(), events[2][2].as_str()), ("visit", ""), "{said}");
    assert!(
        said.contains("slides with the title or an era of a timeline: 1") && said.contains("`Media Credit`"),
        "{said}"
    );
}

#[test]
fn parts_of_dates_are_read_whatever_parts_there_are_and_whatever_their_columns_are_called() {
    for (rows, expected) in [
        (
            "Year,Month,Day,Headline,Text,Media\n2025,9,,One,x,\n2025,11,,Two,x,\n1453,,,Three,x,\n",
            ["2025-09", "2025-11", "1453"],
        ),
        (
            "year;month;day;headline\n2025;09;03;One\n2025;12;31;Two\n2025;2;;Three\n",
            ["2025-09-03", "2025-12-31", "2025-02"],
        ),
        ("Year,End Year,Headline\n2024,2025,One\n2025,,Two\n2026,2026,Three\n", ["2024/2025", "2025", "2026"]),
        (
            "Year,Month,End Year,End Month,Headline\n2025,9,2025,11,One\n2025,9,2026,1,Two\n2025,,2026,,Three\n",
            ["2025-09/2025-11", "2025-09/2026-01", "2025/2026"],
        ),
        ("Day,Month,Year,Title\n3,9,2025,One\n14,9,2025,Two\n,9,2025,Three\n", ["2025-09-03", "2025-09-14", "2025-09"]),
    ] {
        let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
        assert_eq!(dates(&events), expected, "{rows}{said}");
    }
    for rows in [
        "Year,Month,Day,Headline\n2025,2,30,One\n",
        "Year,Month,Day,Headline\n2025,,3,One\n",
        "Year,Month,Headline\n,9,One\n",
    ] {
        let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
        assert!(events.is_empty() && said.contains("s.csv:2: error"), "{rows}{said}");
    }
}

#[test]
fn a_column_that_is_not_known_is_shown_and_can_be_named() {
    let rows = "event_date,weather,headline of it,Paper\n2026-03-05,fine,One,Dawn\n";
    let (_, said) = sheet("s.csv", rows.as_bytes(), &[]);
    assert!(
        said.contains("no column for the title")
            && said.contains("`headline of it`")
            && said.contains("--map COLUMN=title"),
        "{said}"
    );
    let (events, said) = sheet("s.csv", rows.as_bytes(), &["--map", "Headline of it=title", "--map", "Paper=source"]);
    assert_eq!(events[0][..2], ["One", "2026-03-05"], "{said}");
    assert!(said.contains("columns that are not known: `weather`"), "{said}");
    let (_, said) = sheet("s.csv", rows.as_bytes(), &["--map", "nothing=title"]);
    assert!(said.contains("has no column `nothing`"), "{said}");
    assert_eq!(karwan(&["import", "csv", "s.csv", "--map", "a=colour"]).0, 2);
}

#[test]
fn a_column_is_known_by_what_is_in_it_if_no_name_tells_it() {
    let taken = |rows: &str, options: &[&str]| sheet("s.csv", rows.as_bytes(), options);
    for (rows, expected, said_of) in [
        (
            "nr,EventStartDate,Company news\n1,3/9/25 1:00 AM,The port is opened again\n2,14/9/25 2:00 AM,The first ship arrives\n",
            "2025-09-03",
            "title",
        ),
        (
            "day of it,place,text\n3 Sep 2025,Ostport,The port is opened again\n2025-10,Ostport,The first ship arrives\n",
            "2025-09-03",
            "date",
        ),
        (
            "year,history of the port,by\n2025,The port is opened again,A\n2026,The first ship arrives,B\n",
            "2025",
            "title",
        ),
        (
            "date_local,event_en,event_ru\n3-Sep-25,The port is opened again,Порт снова открыт\n4-Sep-25,Ship,Судно\n",
            "2025-09-03",
            "",
        ),
        ("milestone,start,end\nThe port is opened again,2025,\nThe first ship arrives,2026,2027\n", "2025", ""),
    ] {
        let (events, said) = taken(rows, &[]);
        assert_eq!(
            events.first().map(|event| [event[0].as_str(), event[1].as_str()]),
            Some(["The port is opened again", expected]),
            "{said}"
        );
        let told = format!("no column is called {said_of}: it is taken from");
        assert!(said_of.is_empty() || said.contains(&told), "{said}");
    }
    // Not by numbers alone, by addresses, or by words that come again and again.
    for rows in [
        "a,b,c\n15751,https://a.example/1,north\n17970,https://a.example/2,north\n",
        "a,b\n2025-09-03,https://a.example/a-long-address\n2025-09-04,https://a.example/another\n",
    ] {
        assert!(taken(rows, &[]).0.is_empty(), "{rows}");
    }
}

#[test]
fn a_row_without_a_title_takes_another_text_that_says_what_it_is() {
    for rows in [
        "date,event_en,event_ru\n2025-09-03,The port is opened,Порт открыт\n2025-09-04,,Порт закрыт\n",
        "date,title,description\n2025-09-03,The port is opened,\n2025-09-04,,Порт закрыт\n",
        "year,history of the port,history of the town\n2025,The port is opened,\n2026,,Порт закрыт\n",
    ] {
        let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
        let titles: Vec<&str> = events.iter().map(|event| event[0].as_str()).collect();
        assert_eq!(titles, ["The port is opened", "Порт закрыт"], "{said}");
    }
    let (events, said) = sheet("s.csv", "year,title\n1850s,The town is founded\n1861,A port\n".as_bytes(), &[]);
    assert_eq!(dates(&events), ["185X", "1861"], "{said}");
}

#[test]
fn a_word_in_place_of_a_date_and_an_odd_id_do_not_refuse_a_sheet() {
    let rows = "id,date,title,source\nT001,2025-01-02,One,Paper\nT002,2025-01-03,Two,Paper\nT003,ongoing,Three,Paper\n";
    let (events, said) = sheet("s.csv", rows.as_bytes(), &[]);
    assert_eq!(dates(&events), ["2025-01-02", "2025-01-03", ""], "{said}");
    assert!(said.contains("note: lost: date `ongoing`, which is not understood: 1"), "{said}");
    let (events, said) = sheet("s.csv", rows.replace("2025-01-03", "soon").as_bytes(), &[]);
    assert!(events.is_empty() && said.contains("s.csv:3: error"), "{said}");
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
    assert!(err.contains("eras: 1"), "{err}");
    let story = opened(&to);
    let dates: Vec<&str> =
        story.events.iter().map(|event| event.reports[0].date.as_ref().expect("a date").as_str()).collect();
    assert_eq!(dates, ["2025-09-08/2025-09-09", "2027", "-0499"], "historians have no year 0");
    assert_eq!(story.story.title, "The road");
    let event = &story.events[0];
    assert_eq!(
        (event.title.as_str(), event.summary.as_deref()),
        ("Delegation & visit", Some("It came, a paper says."))
    );
    assert_eq!(event.reports.len(), 2, "a source each");
    assert_eq!(event.reports[0].date.as_ref().map(karwan::dossier::EdtfDate::as_str), Some("2025-09-08/2025-09-09"));
    fs::write(&file, "{}").expect("it can be written");
    assert!(karwan(&["import", "timelinejs", text(&file)]).2.contains("has no list `events`"));
    fs::write(&file, "no").expect("it can be written");
    assert!(karwan(&["import", "timelinejs", text(&file)]).2.contains("is not JSON"));
}

#[test]
fn a_date_whose_parts_a_hyphen_joins_is_read_as_the_month_or_day_that_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sheet, to) = (folder.path().join("sheet.csv"), folder.path().join("dossier"));
    let rows = [
        ("Sep-25", "2025-09"),
        ("Sep-2025", "2025-09"),
        ("\"Sep '25\"", "2025-09"),
        ("3-Sep", "2026-09-03"),
        ("Nov-Dec 25", "2025-11/2025-12"),
    ];
    let lines = rows.iter().zip(1..).map(|((typed, _), n)| format!("{typed},Event {n},Tribune\n"));
    fs::write(&sheet, format!("Date,Title,Source\n{}", lines.collect::<String>())).expect("it can be written");
    let (code, _, err) = karwan(&["import", "csv", text(&sheet), "-o", text(&to), "--yes", "--kind", "visit"]);
    assert_eq!(code, 0, "{err}");
    let story = opened(&to);
    let dates: Vec<_> = story
        .events
        .iter()
        .map(|event| event.reports[0].date.as_ref().map(karwan::dossier::EdtfDate::as_str))
        .collect();
    assert_eq!(dates, rows.map(|(_, edtf)| Some(edtf)));
}
