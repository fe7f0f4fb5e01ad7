//! The timeline of the brief: one row per event, drawn with lines and marks in black, so that any printer can print it.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::dossier::{EdtfDate, EventIx, ReportStatus};
use crate::report::export::clean::markup;
use crate::story::CurrentStatus;
use crate::text;

use super::BriefDocument;

/// In pixels: the total width, the column of names, a row.
const WIDTH: f64 = 720.0;
const NAMES: f64 = 250.0;
const ROW: f64 = 16.0;
/// The maximum number of events in the picture.
const MOST: usize = 16;

/// The picture; empty if no event of the page has a date.
pub(super) fn svg(brief: &BriefDocument<'_>) -> String {
    let dated = |ix: &EventIx| !days(brief, *ix).is_empty();
    let mut events: Vec<EventIx> = brief.events.iter().copied().filter(dated).take(MOST).collect();
    events.sort_by_key(|&ix| (days(brief, ix).into_iter().min(), ix));
    let day = brief.snapshot.day;
    let all: Vec<NaiveDate> = events.iter().flat_map(|&ix| days(brief, ix)).chain([day]).collect();
    let (Some(&first), Some(&last), false) = (all.iter().min(), all.iter().max(), events.is_empty()) else {
        return String::new();
    };
    // Maps days to pixels; if all dates fall on one day, it is centred.
    #[allow(clippy::cast_precision_loss)] // days of a calendar are far from 2^52
    let scale = |d: NaiveDate| {
        let span = (last - first).num_days().max(1) as f64;
        NAMES + 10.0 + (d - first).num_days() as f64 / span * (WIDTH - NAMES - 20.0)
    };
    #[allow(clippy::cast_precision_loss)] // at most MOST rows
    let row = |n: usize| 20.0 + ROW * n as f64;
    let height = row(events.len()) + 4.0;
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"timeline\" fill=\"none\" \
         stroke=\"#1b1b1b\" font-size=\"11\" font-family=\"system-ui, sans-serif\">\n"
    );
    let now = scale(day);
    ticks(&mut out, (first, last), now, &scale, height);
    let _ = writeln!(out, "<path d=\"M{now:.1} 14V{height:.1}\" stroke-dasharray=\"2 2\" stroke=\"#0b5394\"/>");
    let _ = writeln!(
        out,
        "<text x=\"{now:.1}\" y=\"10\" text-anchor=\"middle\" fill=\"#0b5394\" stroke=\"none\">as of</text>"
    );
    for (n, &ix) in events.iter().enumerate() {
        event(&mut out, brief, ix, row(n) + ROW / 2.0, &scale);
    }
    out.push_str("</svg>\n");
    out
}

/// The year lines; a year has no label if it would run into the label of `now`.
fn ticks(
    out: &mut String,
    (first, last): (NaiveDate, NaiveDate),
    now: f64,
    scale: &dyn Fn(NaiveDate) -> f64,
    height: f64,
) {
    let years = last.year() - first.year();
    let step = (years / 8 + 1).max(1);
    for year in (first.year() + 1..=last.year()).filter(|year| year % step == 0) {
        let Some(day) = NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
        let x = scale(day);
        let _ = writeln!(out, "<path d=\"M{x:.1} 14V{height:.1}\" stroke=\"#ddd\"/>");
        if (x - now).abs() < 32.0 {
            continue;
        }
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"10\" text-anchor=\"middle\" fill=\"#5c5c5c\" stroke=\"none\">{year}</text>"
        );
    }
}

/// Name, abandoned dates as rings, the line from the first to the last date, and the mark of the state.
fn event(out: &mut String, brief: &BriefDocument<'_>, ix: EventIx, y: f64, scale: &dyn Fn(NaiveDate) -> f64) {
    let (event, state) = (&brief.dossier[ix], &brief.snapshot[ix]);
    let name = text::cut(&event.title, 40, "…");
    let _ =
        writeln!(out, "<text x=\"0\" y=\"{:.1}\" fill=\"#1b1b1b\" stroke=\"none\">{}</text>", y + 4.0, markup(&name));
    let promised: Vec<NaiveDate> =
        state.schedule.iter().filter_map(|p| p.date(&event.reports)).filter_map(middle).collect();
    let current = state.date.as_ref().and_then(middle);
    let end = if state.status == CurrentStatus::Overdue { Some(brief.snapshot.day) } else { current };
    if let (Some(&from), Some(to)) = (promised.first(), end.or(promised.last().copied())) {
        let dash = if state.status == CurrentStatus::Overdue { " stroke-dasharray=\"3 2\"" } else { "" };
        let _ = writeln!(out, "<path d=\"M{:.1} {y:.1}H{:.1}\"{dash}/>", scale(from), scale(to));
    }
    for day in promised {
        let _ = writeln!(out, "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"#fff\"/>", scale(day));
    }
    let Some(day) = end else { return };
    let x = scale(day);
    match state.status {
        CurrentStatus::Said(ReportStatus::Happened) => {
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#1b1b1b\"/>");
        }
        CurrentStatus::Overdue | CurrentStatus::Said(ReportStatus::Cancelled | ReportStatus::Denied) => {
            let (a, b) = (x - 3.5, y - 3.5);
            let _ = writeln!(out, "<path d=\"M{a:.1} {b:.1}l7 7m0 -7l-7 7\" stroke=\"#a1260d\" stroke-width=\"2\"/>");
        }
        _ => {
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#fff\"/>");
        }
    }
}

/// The days at which an event has a mark.
fn days(brief: &BriefDocument<'_>, ix: EventIx) -> Vec<NaiveDate> {
    let (event, state) = (&brief.dossier[ix], &brief.snapshot[ix]);
    let promised = state.schedule.iter().filter_map(|p| p.date(&event.reports)).filter_map(middle);
    promised.chain(state.date.as_ref().and_then(middle)).collect()
}

/// The position of a date: its middle, or the known day of a deadline or an open end.
fn middle(date: &EdtfDate) -> Option<NaiveDate> {
    match date.deadline().span() {
        (Some(first), Some(last)) => {
            first.checked_add_days(chrono::Days::new((last - first).num_days().unsigned_abs() / 2))
        }
        (first, last) => first.or(last),
    }
}
