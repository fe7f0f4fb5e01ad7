//! Events on the page: summary, timeline, ledger, and every statement.

use std::io;

use hashbrown::HashMap;

use crate::dossier::{ActorIx, EdtfDate, EventIx, Kind, ReportStatus};
use crate::report::promises::{self, LedgerEntry, LedgerGroup};
use crate::report::standing::standing;
use crate::report::wording::{self, change::values};
use crate::story::{CurrentStatus, ScheduleStep};

use super::{PageInline, PageNotes, PageSink, TextRun, anchor, status, text};
use crate::report::export::ExportStory;

fn jump(story: &ExportStory, ix: EventIx) -> PageInline {
    PageInline::Jump { text: story.dossier[ix].title.clone(), id: anchor(story.id(ix)) }
}

fn when(story: &ExportStory, ix: EventIx) -> PageInline {
    text(story.snapshot[ix].date.as_ref().map_or_else(|| "no date".to_owned(), EdtfDate::display))
}

/// What was said about status and date, each with its source.
fn said(story: &ExportStory, ix: EventIx, cites: &mut PageNotes) -> TextRun {
    let mut line = TextRun::new();
    for part in standing(story.dossier, story.snapshot, ix).said {
        let gap = if line.is_empty() { "" } else { ", " };
        line.push(text(format!("{gap}{}", part.words)));
        cites.cite(part.source, &mut line);
    }
    line
}

/// Conclusions, reasons for caution, and what is contested.
fn remarks(story: &ExportStory, ix: EventIx) -> Vec<String> {
    let standing = standing(story.dossier, story.snapshot, ix);
    let mut remarks: Vec<String> = standing.follows.into_iter().chain(standing.marks).collect();
    let fields = story.contested_fields(ix);
    if !fields.is_empty() {
        remarks.push(format!("contested: {}", fields.join(", ")));
    }
    remarks
}

/// What is still open, the most urgent first.
const PRESSING: [CurrentStatus; 4] = [
    CurrentStatus::Overdue,
    CurrentStatus::Said(ReportStatus::Confirmed),
    CurrentStatus::Said(ReportStatus::Expected),
    CurrentStatus::Said(ReportStatus::Postponed),
];

/// What is overdue, still to come, or postponed.
pub fn stands(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let all: Vec<EventIx> = story.events().collect();
    let counts = CurrentStatus::ALL.iter().filter_map(|state| {
        let count = all.iter().filter(|ix| story.snapshot[**ix].status == *state).count();
        (count > 0).then(|| format!("{count} {}", state.word()))
    });
    let counts: Vec<String> = counts.collect();
    let word = Kind::Event.noun(all.len());
    sink.paragraph(vec![text(format!("{} {word}: {}.", all.len(), counts.join(", ")))])?;
    let pressing = PRESSING.iter().flat_map(|&wanted| {
        let such = all.iter().filter(move |ix| story.snapshot[**ix].status == wanted);
        such.map(move |&ix| (wanted, ix))
    });
    sink.list(pressing.map(|(state, ix)| {
        let mut item = vec![status(state), text(": "), jump(story, ix), text("; ")];
        item.extend(said(story, ix, cites));
        item.extend(remarks(story, ix).into_iter().map(|remark| text(format!("; {remark}"))));
        item
    }))
}

/// All events, by date.
pub fn timeline(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let rows = story.events().map(|ix| {
        let mut what = vec![jump(story, ix)];
        what.extend(remarks(story, ix).into_iter().map(|remark| text(format!("; {remark}"))));
        vec![vec![when(story, ix)], vec![status(story.snapshot[ix].status)], what, said(story, ix, cites)]
    });
    sink.table(&["date", "state", "event", "said"], rows)
}

/// Whether anything was promised.
pub fn has_ledger(story: &ExportStory) -> bool {
    story.events().any(|ix| LedgerGroup::of(story.snapshot, ix).is_some())
}

/// What was promised: by whom, the first and the present date, and the outcome, in the order of the Ledger.
pub fn ledger(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let all = promises::ledger(story.dossier, story.snapshot, story.events());
    let rows = all.into_iter().map(|LedgerEntry { event: ix, row, .. }| {
        let (event, state) = story.event(ix);
        let report = |at: Option<u32>| at.map(|at| &event.reports[at as usize]);
        let source = |at: Option<u32>| report(at).and_then(|report| report.source);
        let mut promised: TextRun = vec![text(promises::promised_by(story.dossier, row))];
        cites.cite(source(Some(row.by_report)), &mut promised);
        let first = report(row.first).and_then(|report| report.date.as_ref());
        let mut first: TextRun = vec![text(first.map_or_else(|| "no date".to_owned(), EdtfDate::display))];
        cites.cite(source(row.first), &mut first);
        let mut now: TextRun = vec![when(story, ix)];
        cites.cite(source(state.date_cited), &mut now);
        let slip = text(state.slip.map_or_else(|| "none".to_owned(), |slip| slip.to_string()));
        let outcome = PageInline::Status(row.outcome.word());
        vec![vec![jump(story, ix)], promised, first, now, vec![slip], vec![outcome]]
    });
    sink.table(&["what", "promised by", "first for", "now for", "slip", "came to"], rows)
}

/// Each event with everything known about it.
pub fn statements(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    for ix in story.events() {
        let (event, state) = story.event(ix);
        sink.record(&event.id, &event.title)?;
        sink.paragraph(facts(story, ix))?;
        if let Some(summary) = story.summary(ix.into()) {
            sink.paragraph(vec![text(summary)])?;
        }
        let steps: HashMap<u32, ScheduleStep> =
            state.schedule.iter().map(|promise| (promise.report, promise.step)).collect();
        sink.list(state.known.iter().map(|&n| statement(story, ix, (n, steps.get(&n).copied()), cites)))?;
        contests(story, ix, cites, sink)?;
    }
    Ok(())
}

/// State, date, kind, who, where.
fn facts(story: &ExportStory, ix: EventIx) -> TextRun {
    let (event, _) = story.event(ix);
    let mut line =
        vec![status(story.snapshot[ix].status), text(", "), when(story, ix), text(format!(", {}", event.kind))];
    if !event.places.is_empty() {
        line.push(text(format!(", {}", story.spots(&event.places))));
    }
    line.extend(remarks(story, ix).into_iter().map(|remark| text(format!("; {remark}"))));
    let names =
        |actors: Vec<ActorIx>| actors.into_iter().map(|actor| story.label(actor)).collect::<Vec<_>>().join(", ");
    for (word, actors) in [
        ("With", story.participants(ix)),
        ("Announced; no report says that they were present:", story.snapshot.announced_actors(story.dossier, ix)),
    ] {
        if !actors.is_empty() {
            line.push(text(format!(". {word} {}", names(actors))));
        }
    }
    line.push(text("."));
    line
}

/// A report, and its effect on the schedule.
fn statement(
    story: &ExportStory,
    ix: EventIx,
    (n, step): (u32, Option<ScheduleStep>),
    cites: &mut PageNotes,
) -> TextRun {
    let (event, _) = story.event(ix);
    let report = &event.reports[n as usize];
    let mut line = TextRun::new();
    if story.dossier.known(report.source).is_some() {
        line.push(text(format!("{}: ", wording::known_day(story.dossier, report.source))));
    }
    if let Some(status) = report.status {
        line.push(PageInline::Status(status.word()));
    }
    if let Some(date) = &report.date {
        let word = if report.status == Some(ReportStatus::Happened) { ", " } else { ", for " };
        line.push(text(format!("{}{}", if report.status.is_some() { word } else { "date " }, date.display())));
    }
    match step {
        Some(ScheduleStep::Slipped(slip)) => line.push(text(format!(", {slip} later than before"))),
        Some(ScheduleStep::BroughtForward) => line.push(text(", brought forward")),
        Some(ScheduleStep::Narrowed) => line.push(text(", more precise than before")),
        Some(ScheduleStep::Cleared) => line.push(text(", without a new date")),
        Some(ScheduleStep::First | ScheduleStep::Restated) | None => {}
    }
    if let Some(by) = report.by {
        line.push(text(format!(", said by {}", story.label(by))));
    }
    if !report.values.is_empty() {
        let values: Vec<String> = values(story.dossier, report).collect();
        line.push(text(format!("; {}", values.join(", "))));
    }
    if let Some(quote) = &report.quote {
        line.extend([text(" "), PageInline::Quote(quote.clone())]);
    }
    if let Some(note) = &report.note {
        line.push(text(format!(" ({note})")));
    }
    cites.cite(report.source, &mut line);
    line
}

/// Each value on which the sources differ, with its sources.
fn contests(story: &ExportStory, ix: EventIx, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let (event, state) = story.event(ix);
    sink.list(state.contested.iter().map(|contest| {
        let mut line = vec![PageInline::Strong("contested".to_owned()), text(format!(" {}: ", contest.field))];
        for (n, side) in contest.sides.iter().enumerate() {
            line.push(text(format!("{}{}", if n == 0 { "" } else { " or " }, side.value)));
            cites.cite(side.reports.iter().filter_map(|n| event.reports[*n as usize].source), &mut line);
        }
        line
    }))
}
