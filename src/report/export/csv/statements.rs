//! The tables of statements, and of legs: what is said of a record, one row each.

use super::cell::{Cell, by, count, date, ids, maybe, number, source, spot, text};
use super::{Row, Table};
use crate::dossier::{CorridorIx, CorridorStatus, Spot};
use crate::report::export::Story;

pub const REPORTS: Table = Table {
    file: "reports.csv",
    kind: None,
    head: &["event", "source", "known", "status", "date", "by", "actors", "values", "quote", "note"],
    rows: reports,
};

fn reports(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.events() {
        for report in story.reports(ix) {
            let values: serde_json::Map<String, serde_json::Value> = report
                .values
                .iter()
                .map(|(key, value)| (key.clone(), serde_json::to_value(value).unwrap_or_default()))
                .collect();
            rows.push(vec![
                text(story.id(ix)),
                source(story, report.source),
                maybe(story.dossier.known(report.source)),
                maybe(report.status),
                date(report.date.as_ref()),
                by(story, report.by),
                ids(story, &report.actors),
                if values.is_empty() { Cell::Empty } else { text(json(&values)) },
                maybe(report.quote.as_ref()),
                maybe(report.note.as_ref()),
            ]);
        }
    }
    rows
}

pub const OFFICES: Table = Table {
    file: "offices.csv",
    kind: None,
    head: &["actor", "title", "organisation", "from", "to", "seen", "source", "end_source"],
    rows: offices,
};

fn offices(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.actors() {
        for known in story.offices(ix) {
            let office = known.office;
            rows.push(vec![
                text(story.id(ix)),
                text(&office.title),
                by(story, office.organisation),
                date(office.from.as_ref()),
                date(known.to),
                date(office.seen.as_ref()),
                source(story, office.source),
                source(story, known.end_source),
            ]);
        }
    }
    rows
}

pub const POSITIONS: Table = Table {
    file: "positions.csv",
    kind: None,
    head: &["actor", "issue", "stance", "date", "source", "quote"],
    rows: positions,
};

fn positions(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.actors() {
        for position in story.positions(ix) {
            rows.push(vec![
                text(story.id(ix)),
                text(&position.issue),
                text(&position.stance),
                date(position.date.as_ref()),
                source(story, position.source),
                maybe(position.quote.as_ref()),
            ]);
        }
    }
    rows
}

pub const LEGS: Table = Table {
    file: "legs.csv",
    kind: None,
    head: &["corridor", "leg", "from", "to", "mode", "length_km", "status"],
    rows: legs,
};

fn legs(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.corridors() {
        let states = &story.snapshot[ix].legs;
        for (n, leg) in story.dossier[ix].legs.iter().enumerate() {
            rows.push(vec![
                text(story.id(ix)),
                count(n + 1),
                text(story.id(leg.from)),
                text(story.id(leg.to)),
                maybe(leg.mode),
                number(leg.length_km),
                text(states.get(n).and_then(|state| state.status).map_or("unknown", CorridorStatus::word)),
            ]);
        }
    }
    rows
}

pub const CORRIDOR_REPORTS: Table = Table {
    file: "corridor-reports.csv",
    kind: None,
    head: &["corridor", "from", "to", "source", "known", "status", "date", "by", "quote", "note"],
    rows: corridor_reports,
};

fn corridor_reports(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.corridors() {
        for report in story.corridor_reports(ix) {
            let ends = ends(story, ix, report.leg);
            rows.push(vec![
                text(story.id(ix)),
                spot(story, ends.map(|leg| leg.0)),
                spot(story, ends.map(|leg| leg.1)),
                source(story, report.source),
                maybe(story.dossier.known(report.source)),
                maybe(report.status),
                date(report.date.as_ref()),
                by(story, report.by),
                maybe(report.quote.as_ref()),
                maybe(report.note.as_ref()),
            ]);
        }
    }
    rows
}

/// JSON in one line, without any control character.
fn json(values: &serde_json::Map<String, serde_json::Value>) -> String {
    crate::report::record_json::to_string(values)
}

/// The two ends of a leg.
pub fn ends(story: &Story, ix: CorridorIx, leg: Option<u32>) -> Option<(Spot, Spot)> {
    let leg = story.dossier[ix].legs.get(leg? as usize)?;
    Some((leg.from, leg.to))
}
