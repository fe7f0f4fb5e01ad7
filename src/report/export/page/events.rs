//! Events on the page: what stands, timeline, ledger, and every statement.

use chrono::NaiveDate;

use crate::dossier::{Edtf, EventIx, Report, ReportStatus};
use crate::story::{State, Step};

use super::{Block, Inline, Line, Notes, anchor, section, status, text};
use crate::report::export::Story;

fn jump(story: &Story, ix: EventIx) -> Inline {
    Inline::Jump { text: story.dossier[ix].title.clone(), id: anchor(story.id(ix)) }
}

/// By date, what has none last; within a day in the order of the rows.
fn by_date(story: &Story) -> Vec<EventIx> {
    let mut all: Vec<EventIx> = story.events().collect();
    all.sort_by_key(|ix| {
        let date = story.snapshot[*ix].date.as_ref();
        let day = |date: &Edtf| date.deadline().earliest().or(date.latest()).unwrap_or(NaiveDate::MAX);
        (date.is_none(), date.map(day), date.and_then(Edtf::latest))
    });
    all
}

fn when(story: &Story, ix: EventIx) -> Inline {
    text(story.snapshot[ix].date.as_ref().map_or_else(|| "no date".to_owned(), Edtf::display))
}

/// The sources that give the state and the date.
fn cite_state(story: &Story, ix: EventIx, cites: &mut Notes, line: &mut Line) {
    let (event, state) = story.event(ix);
    let mut sources: Vec<_> = [state.status_report, state.date_report]
        .into_iter()
        .flatten()
        .filter_map(|n| event.reports[n as usize].source)
        .collect();
    sources.dedup();
    cites.cite(sources, line);
}

/// How much it slipped and what is contested, behind a title.
fn remarks(story: &Story, ix: EventIx, line: &mut Line) {
    let state = &story.snapshot[ix];
    if let Some(slip) = state.slip.filter(|slip| state.slipped && slip.1 > 0) {
        line.push(text(format!("; slipped by {slip}")));
    }
    if !state.contested.is_empty() {
        let fields = story.contested_fields(ix);
        line.push(text(format!("; contested: {}", fields.join(", "))));
    }
}

/// What is still open, the most pressing first.
const PRESSING: [State; 4] = [
    State::Overdue,
    State::Said(ReportStatus::Confirmed),
    State::Said(ReportStatus::Expected),
    State::Said(ReportStatus::Postponed),
];

/// What is overdue, what is to come, and what was put off.
pub fn stands(story: &Story, cites: &mut Notes, blocks: &mut Vec<Block>) {
    let all = by_date(story);
    if all.is_empty() {
        return;
    }
    blocks.push(section("stands", "What stands"));
    let counts = State::ALL.iter().filter_map(|state| {
        let count = all.iter().filter(|ix| story.snapshot[**ix].status == *state).count();
        (count > 0).then(|| format!("{count} {}", state.word()))
    });
    let counts: Vec<String> = counts.collect();
    let word = if all.len() == 1 { "event" } else { "events" };
    blocks.push(Block::Paragraph(vec![text(format!("{} {word}: {}.", all.len(), counts.join(", ")))]));
    let mut list = Vec::new();
    for wanted in &PRESSING {
        for &ix in all.iter().filter(|ix| story.snapshot[**ix].status == *wanted) {
            let mut item = vec![status(*wanted), text(": "), jump(story, ix), text(", "), when(story, ix)];
            remarks(story, ix, &mut item);
            cite_state(story, ix, cites, &mut item);
            list.push(item);
        }
    }
    if !list.is_empty() {
        blocks.push(Block::List(list));
    }
}

/// All events, by date.
pub fn timeline(story: &Story, cites: &mut Notes, blocks: &mut Vec<Block>) {
    let all = by_date(story);
    if all.is_empty() {
        return;
    }
    blocks.push(section("timeline", "Timeline"));
    let rows = all.into_iter().map(|ix| {
        let mut what = vec![jump(story, ix)];
        remarks(story, ix, &mut what);
        cite_state(story, ix, cites, &mut what);
        vec![vec![when(story, ix)], vec![status(story.snapshot[ix].status)], what]
    });
    blocks.push(Block::Table { head: vec!["date", "state", "event"], rows: rows.collect() });
}

/// What was promised: who by, first for when, now for when, and what came of it.
pub fn ledger(story: &Story, cites: &mut Notes, blocks: &mut Vec<Block>) {
    let all: Vec<EventIx> = by_date(story).into_iter().filter(|ix| !story.snapshot[*ix].schedule.is_empty()).collect();
    if all.is_empty() {
        return;
    }
    blocks.push(section("ledger", "Ledger"));
    let rows = all.into_iter().map(|ix| {
        let (event, state) = story.event(ix);
        let promises: Vec<&Report> =
            state.schedule.iter().map(|promise| &event.reports[promise.report as usize]).collect();
        let first = promises.iter().find(|report| report.date.is_some());
        let by = promises.iter().find_map(|report| report.by);
        let mut promised: Line = vec![text(by.map_or("nobody named", |by| story.label(by)))];
        cites.cite(promises.first().and_then(|report| report.source), &mut promised);
        let mut now: Line = vec![when(story, ix)];
        cite_state(story, ix, cites, &mut now);
        vec![
            vec![jump(story, ix)],
            promised,
            vec![text(first.and_then(|report| report.date.as_ref()).map_or_else(String::new, Edtf::display))],
            now,
            vec![text(state.slip.map_or_else(|| "none".to_owned(), |slip| slip.to_string()))],
            vec![status(state.status)],
        ]
    });
    let head = vec!["what", "promised by", "first for", "now for", "slip", "state"];
    blocks.push(Block::Table { head, rows: rows.collect() });
}

/// Each event with all that is known of it.
pub fn statements(story: &Story, cites: &mut Notes, blocks: &mut Vec<Block>) {
    let all = by_date(story);
    if all.is_empty() {
        return;
    }
    blocks.push(section("statements", "Who said what"));
    for ix in all {
        let (event, state) = story.event(ix);
        let id = anchor(&event.id);
        blocks.push(Block::Heading { level: 3, id, text: vec![text(&event.title)] });
        blocks.push(Block::Paragraph(facts(story, ix)));
        if let Some(summary) = story.summary(ix.into()) {
            blocks.push(Block::Paragraph(vec![text(summary)]));
        }
        let items: Vec<Line> = state.known.iter().map(|&n| statement(story, ix, n, cites)).collect();
        if !items.is_empty() {
            blocks.push(Block::List(items));
        }
        contests(story, ix, cites, blocks);
    }
}

/// State, date, kind, who, where.
fn facts(story: &Story, ix: EventIx) -> Line {
    let (event, _) = story.event(ix);
    let mut line =
        vec![status(story.snapshot[ix].status), text(", "), when(story, ix), text(format!(", {}", event.kind))];
    if !event.places.is_empty() {
        line.push(text(format!(", {}", story.spots(&event.places))));
    }
    let actors: Vec<&str> = story.participants(ix).into_iter().map(|actor| story.label(actor)).collect();
    if !actors.is_empty() {
        line.push(text(format!(". With {}", actors.join(", "))));
    }
    line.push(text("."));
    remarks(story, ix, &mut line);
    line
}

fn statement(story: &Story, ix: EventIx, n: u32, cites: &mut Notes) -> Line {
    let (event, state) = story.event(ix);
    let report = &event.reports[n as usize];
    let mut line = Line::new();
    if let Some(day) = story.dossier.known(report.source) {
        line.push(text(format!("{}: ", crate::dossier::date::display_day(day))));
    }
    if let Some(status) = report.status {
        line.push(Inline::Status(status.word()));
    }
    if let Some(date) = &report.date {
        let word = if report.status == Some(ReportStatus::Happened) { ", " } else { ", for " };
        line.push(text(format!("{}{}", if report.status.is_some() { word } else { "date " }, date.display())));
    }
    let step = state.schedule.iter().find(|promise| promise.report == n).map(|promise| promise.step);
    match step {
        Some(Step::Slipped(slip)) => line.push(text(format!(", {slip} later than before"))),
        Some(Step::BroughtForward) => line.push(text(", brought forward")),
        Some(Step::Narrowed) => line.push(text(", more precise than before")),
        Some(Step::Cleared) => line.push(text(", without a new date")),
        Some(Step::First | Step::Restated) | None => {}
    }
    if let Some(by) = report.by {
        line.push(text(format!(", said by {}", story.label(by))));
    }
    if !report.values.is_empty() {
        let values: Vec<String> = report.values.iter().map(|(key, value)| format!("{key} {value}")).collect();
        line.push(text(format!("; {}", values.join(", "))));
    }
    if let Some(quote) = &report.quote {
        line.extend([text(" "), Inline::Quote(quote.clone())]);
    }
    if let Some(note) = &report.note {
        line.push(text(format!(" ({note})")));
    }
    cites.cite(report.source, &mut line);
    line
}

/// Each value on which the sources differ, with those who give it.
fn contests(story: &Story, ix: EventIx, cites: &mut Notes, blocks: &mut Vec<Block>) {
    let (event, state) = story.event(ix);
    let items: Vec<Line> = state
        .contested
        .iter()
        .map(|contest| {
            let mut line = vec![Inline::Strong("contested".to_owned()), text(format!(" {}: ", contest.field))];
            for (n, side) in contest.sides.iter().enumerate() {
                line.push(text(format!("{}{}", if n == 0 { "" } else { " or " }, side.value)));
                cites.cite(side.reports.iter().filter_map(|n| event.reports[*n as usize].source), &mut line);
            }
            line
        })
        .collect();
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
}
