//! The tables, read back with a CSV reader, and their bytes.

use karwan::dossier::{Kind, Rec};
use karwan::report::export::csv::is_formula;
use karwan::report::export::{ExportOptions, ExportStory, csv};
use karwan::story::Snapshot;

use crate::common::frozen;
use crate::common::story::{HOSTILE, all, day, export, export_with, hostile};

fn read(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("as many cells as the head").iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("no column `{name}`"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

#[test]
fn events_are_what_stands_in_the_table_when_the_query_names_no_kind() {
    let (text, losses) = export("csv", &hostile(), day("2025-10-31"));
    let rows = read(&text);
    assert_eq!(column(&rows, "id"), ["visit", "deadline", "open", "undated", "off", "season"]);
    assert_eq!(column(&rows, "date"), ["2025-11", "../2027-02-04", "2025-11/..", "", "2025-12~", "2026-21"]);
    assert_eq!(column(&rows, "earliest"), ["2025-11-01", "", "2025-11-01", "", "2025-12-01", "2026-03-01"]);
    assert_eq!(column(&rows, "slip_min")[0], "48");
    assert_eq!(losses.count("articles, left out"), 3);
    assert_eq!(losses.count("statements and legs, left out"), 8);
}

#[test]
fn a_query_for_one_kind_gives_the_table_of_that_kind() {
    let only_figures = |rec: Rec| rec.kind() == Kind::Figure;
    let (text, losses) = export_with("csv", &hostile(), day("2025-10-31"), ExportOptions::default(), only_figures);
    let rows = read(&text);
    assert_eq!(column(&rows, "value"), ["14.5", ""]);
    assert_eq!(column(&rows, "min"), ["", "-1.5"], "a number stays a number");
    assert_eq!(column(&rows, "about"), ["gwadar", "story"]);
    assert!(losses.is_empty());
}

#[test]
fn no_cell_is_a_formula_and_taking_the_apostrophe_off_gives_the_text_back() {
    let dossier = hostile();
    let (text, _) = export("csv", &dossier, day("2025-10-31"));
    let titles = column(&read(&text), "title");
    assert_eq!(titles[1..4], ["'-2 Trade", "'@open", "'+undated"]);
    let articles = |rec: Rec| rec.kind() == Kind::Article;
    let (text, _) = export_with("csv", &dossier, day("2025-10-31"), ExportOptions::default(), articles);
    assert_eq!(column(&read(&text), "outlet")[1], "'=Outlet");
    for text in ["=1", "'=1", "''@x", "  =1", "\t=1", "\nx", "＝1", "-", "+4", "plain", "'quoted'", "", "5-3", "a=b"] {
        let harmless = if is_formula(text) { format!("'{text}") } else { text.to_owned() };
        let back = harmless.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(&harmless);
        assert_eq!(back, text);
        assert!(!harmless.starts_with(['=', '+', '-', '@', '\t', '\n', ' ']) || harmless == text && !is_formula(text));
    }
}

#[test]
fn a_directory_holds_every_kind_and_every_statement() {
    let dossier = hostile();
    let snapshot = Snapshot::of(&dossier, day("2025-12-01"));
    let rows = all(&dossier, &snapshot);
    let story = ExportStory {
        dossier: &dossier,
        snapshot: &snapshot,
        rows: &rows,
        generated: snapshot.day,
        filter: "",
        options: ExportOptions::default(),
    };
    let (files, losses) = csv::write_files(&story).expect("a vector takes all");
    let table = |name: &str| {
        let (_, bytes) = files.iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("no `{name}`"));
        read(std::str::from_utf8(bytes).expect("UTF-8"))
    };
    assert_eq!((files.len(), losses.count("full texts of articles, left out")), (12, 1));
    assert_eq!(column(&table("reports.csv"), "status").len(), 10);
    assert_eq!(column(&table("offices.csv"), "to"), ["2025-11-04", ""]);
    assert_eq!(column(&table("positions.csv"), "stance")[1], "secret stance");
    assert_eq!(column(&table("legs.csv"), "length_km"), ["115.5", "", ""]);
    assert_eq!(column(&table("corridor-reports.csv"), "status"), ["building", "open", "closed"]);
    let values: serde_json::Value = serde_json::from_str(&column(&table("reports.csv"), "values")[0]).expect("JSON");
    assert_eq!(values["documents"], 37);
    assert_eq!(values["leader"], format!("leader {HOSTILE}"), "JSON keeps it exactly");
}

#[test]
fn every_line_of_the_frozen_story_has_its_cells() {
    let (text, _) = export("csv", &frozen::story(), day("2026-11-23"));
    let rows = read(&text);
    assert!(rows.len() > 150);
    assert!(!text.contains('\r'));
    let visit = column(&rows, "id").iter().position(|id| id == "tokayev-visit").expect("the visit");
    assert_eq!(column(&rows, "date")[visit], "2026-02-03/2026-02-04");
    assert_eq!((column(&rows, "slip_min")[visit].as_str(), column(&rows, "slip_max")[visit].as_str()), ("88", "95"));
}
