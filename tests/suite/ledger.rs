//! The Ledger, its queries, JSON, exports and the brief agree on every day of a story.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use karwan::dossier::{Dossier, EventIx, Kind, Rec};
use karwan::query::{self, QueryIndex, QueryView};
use karwan::report::brief::{BriefDocument, BriefSection, brief, brief_in_full};
use karwan::report::export::{self, ExportOptions, ExportStory};
use karwan::report::promises::{LedgerGroup, ledger};
use karwan::report::record_json::{FieldRecords, to_string};
use karwan::story::{PromiseOutcome, PublicationDays, Snapshot};
use karwan::ui::screens::Screen as _;
use karwan::ui::screens::ledger::LedgerScreen;
use serde_json::Value;

use crate::common::on::on;
use crate::common::screen::{dossier, story};

/// An article by its number, a status, and a date or nothing.
type SmallReport = (usize, &'static str, &'static str);

/// A story in which every outcome comes up, and moves from one group to another.
fn every_outcome() -> String {
    let mut text = "format = 1\n[story]\ntitle = \"Promises\"\n".to_owned();
    let days = ["2025-01-01", "2025-01-20", "2025-02-20", "2025-05-01", "2025-06-01"];
    for (n, day) in days.iter().enumerate() {
        let _ = write!(
            text,
            "[[articles]]\nid = \"a{n}\"\ntitle = \"Page {n}\"\noutlet = \"Paper {n}\"\npublished = \"{day}\"\n"
        );
    }
    let events: [(&str, &[SmallReport]); 13] = [
        ("overdue", &[(0, "expected", "2025-02")]),
        ("soon", &[(0, "expected", "2025-01-05"), (1, "expected", "2025-06-05")]),
        ("later", &[(0, "confirmed", "2027"), (2, "expected", "2026-05/..")]),
        ("undated", &[(0, "expected", "")]),
        ("put-off", &[(0, "expected", "2025-02"), (1, "postponed", "")]),
        ("moved", &[(0, "expected", "2025-02"), (1, "postponed", "2025-08")]),
        ("late", &[(0, "expected", "2025-02"), (3, "happened", "2025-04-28")]),
        ("early", &[(0, "expected", "../2025-05-01"), (2, "happened", "2025-02-19")]),
        ("half", &[(0, "expected", "2025-02"), (3, "partly", "2025-04-28")]),
        ("kept", &[(0, "expected", "2025-02"), (2, "happened", "2025-02-19")]),
        ("off", &[(0, "expected", "2025-02"), (1, "cancelled", "")]),
        ("no", &[(0, "expected", "2025-02"), (1, "denied", "")]),
        ("never-promised", &[(3, "happened", "2025-04")]),
    ];
    for (id, reports) in events {
        let _ = write!(text, "[[events]]\nid = \"{id}\"\ntitle = \"The {id}\"\nkind = \"visit\"\n");
        for (source, status, date) in reports {
            let _ = write!(text, "  [[events.reports]]\n  source = \"a{source}\"\n  status = \"{status}\"\n");
            if !date.is_empty() {
                let _ = writeln!(text, "  date = \"{date}\"");
            }
        }
    }
    text
}

/// The events that a query finds.
fn found(view: &QueryView, query: &str) -> BTreeSet<EventIx> {
    let parsed = crate::common::parse(query);
    assert!(parsed.faults.is_empty(), "{query}");
    let shown = query::shown(&parsed.query, view);
    shown.of(Kind::Event).iter().filter_map(|rec| if let Rec::Event(ix) = rec { Some(ix) } else { None }).collect()
}

/// How many things a section tells of: those that it shows and those that it counts.
fn count(page: &BriefDocument<'_>, heading: &str) -> usize {
    let section: &BriefSection = page.sections.iter().find(|s| s.heading.starts_with(heading)).expect(heading);
    section.sentences.len() + section.more.as_ref().map_or(0, |more| more.count)
}

fn check(dossier: &Dossier, snapshot: &Snapshot) {
    let day = snapshot.day;
    let index = QueryIndex::new();
    let view = QueryView::new(dossier, snapshot, &index);
    let visible: Vec<EventIx> =
        (0..).map(EventIx).take(dossier.events.len()).filter(|&ix| snapshot[ix].visible).collect();
    let entries = ledger(dossier, snapshot, visible.iter().copied());
    let in_group = |group| -> BTreeSet<EventIx> {
        entries.iter().filter(|entry| entry.group == group).map(|entry| entry.event).collect()
    };
    // The groups and their queries.
    for &group in LedgerGroup::ALL {
        assert_eq!(in_group(group), found(&view, group.query()), "{group:?} as of {day}");
    }
    let all: BTreeSet<EventIx> = entries.iter().map(|entry| entry.event).collect();
    assert_eq!(all, found(&view, "is:promised"), "as of {day}");
    // The words of `is:`, of `ledger:` and of the JSON.
    let records = FieldRecords::new(dossier, snapshot);
    let json = |ix: EventIx| -> Value { serde_json::from_str(&to_string(&records.record(ix.into()))).expect("JSON") };
    let in_json: Vec<(EventIx, Value)> = visible.iter().map(|&ix| (ix, json(ix)["ledger"].take())).collect();
    for &outcome in PromiseOutcome::ALL {
        let word = outcome.word();
        let by_json: BTreeSet<EventIx> = in_json.iter().filter(|(_, of)| of == word).map(|(ix, _)| *ix).collect();
        assert_eq!(by_json, found(&view, &format!("ledger:{word}")), "{word} as of {day}");
        assert_eq!(by_json, found(&view, &format!("is:promised is:{word}")), "{word} as of {day}");
    }
    // The table of the export.
    let rows: Vec<Rec> = visible.iter().map(|&ix| ix.into()).collect();
    let story =
        ExportStory { dossier, snapshot, rows: &rows, generated: day, filter: "", options: ExportOptions::default() };
    let mut csv = Vec::new();
    (export::find("csv").expect("a format").write)(&story, &mut csv).expect("memory");
    let mut table = csv::Reader::from_reader(csv.as_slice());
    let column = table.headers().expect("a head").iter().position(|head| head == "ledger").expect("a column");
    let words: Vec<String> = table.records().map(|row| row.expect("a row")[column].to_owned()).collect();
    let concluded = visible.iter().map(|&ix| snapshot[ix].ledger.map_or("", |row| row.outcome.word()).to_owned());
    assert_eq!(words, concluded.collect::<Vec<_>>(), "as of {day}");
    let mut page = Vec::new();
    (export::find("markdown").expect("a format").write)(&story, &mut page).expect("memory");
    let page = String::from_utf8(page).expect("text");
    let table = page.split("\n## ").find(|section| section.starts_with("Ledger")).unwrap_or_default();
    assert_eq!(table.lines().filter(|line| line.starts_with('|')).count().saturating_sub(2), all.len(), "as of {day}");
    // The counts of the brief, on a page and in full.
    for page in [brief(dossier, snapshot, None), brief_in_full(dossier, snapshot, None)] {
        assert_eq!(page.overdue, found(&view, "is:overdue").len(), "as of {day}");
        for (heading, query) in
            [("Overdue", "is:overdue"), ("Due within 90 days", "due:0..90"), ("Not known: when", "is:open -date:*")]
        {
            assert_eq!(count(&page, heading), found(&view, query).len(), "{heading} as of {day}");
        }
    }
    assert_eq!(count(&brief(dossier, snapshot, None), "Contested"), found(&view, "is:contested").len(), "as of {day}");
    // The screen.
    on(dossier, day, "", |cx| assert_eq!(LedgerScreen::default().count(cx), all.len(), "as of {day}"));
}

#[test]
fn groups_queries_exports_and_brief_agree_on_every_day_of_a_story_with_every_outcome() {
    let dossier = dossier(&every_outcome());
    let mut day = "2024-12-31".parse().expect("a day");
    let mut groups = BTreeSet::new();
    while day <= "2025-06-10".parse().expect("a day") {
        let snapshot = Snapshot::of(&dossier, day);
        check(&dossier, &snapshot);
        groups.extend((0..).map(EventIx).take(dossier.events.len()).filter_map(|ix| LedgerGroup::of(&snapshot, ix)));
        day = day.succ_opt().expect("a day");
    }
    assert_eq!(groups, LedgerGroup::ALL.iter().copied().collect(), "every group came up");
}

#[test]
fn groups_queries_exports_and_brief_agree_on_every_day_of_the_frozen_story() {
    let dossier = story();
    let days = PublicationDays::of(&dossier);
    // On no other day does anything change but what falls due, of which the small story has each day.
    let halves: Vec<&[(chrono::NaiveDate, usize)]> = days.days().chunks(days.days().len().div_ceil(2)).collect();
    std::thread::scope(|scope| {
        for half in halves {
            scope.spawn(|| half.iter().for_each(|&(day, _)| check(&dossier, &Snapshot::of(&dossier, day))));
        }
    });
}
