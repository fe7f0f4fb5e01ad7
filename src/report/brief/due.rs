//! What is due, overdue, contested, and not known.

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::date::display_day;
use crate::dossier::{Edtf, EventIx};
use crate::report::wording;
use crate::story::State;

use super::{Draft, Drafts, MOST, Writer, ranked, say};

/// How far ahead the page looks, in days.
const AHEAD: i64 = 90;

/// Values of one contested field.
const SIDES: usize = 3;

/// The last day that the current date can mean.
fn last(writer: &Writer, ix: EventIx) -> NaiveDate {
    writer.snapshot[ix].date.as_ref().and_then(Edtf::latest).unwrap_or(NaiveDate::MAX)
}

/// The sentences about the first of these events that have a source, and how many events there are.
fn told(events: Vec<EventIx>, tell: impl Fn(EventIx) -> Draft) -> (Vec<Draft>, usize) {
    let total = events.len();
    (ranked(events.into_iter().map(tell).filter(Draft::is_sourced).take(MOST)), total)
}

/// What is due in the days ahead, the next first.
pub(super) fn due(writer: &Writer) -> Drafts {
    let snapshot = writer.snapshot;
    let ahead = |ix: EventIx| (last(writer, ix) - snapshot.day).num_days() <= AHEAD;
    let mut coming: Vec<EventIx> = writer
        .visible()
        .filter(|&ix| snapshot[ix].status.is_open() && snapshot[ix].status != State::Overdue)
        .filter(|&ix| snapshot[ix].date.is_some() && ahead(ix))
        .collect();
    coming.sort_by_key(|&ix| (last(writer, ix), ix));
    let (all, total) = told(coming, |ix| promise(writer, ix));
    Drafts { heading: format!("Due within {AHEAD} days"), all, fewest: 2, total, command: "", empty: "Nothing is due." }
}

/// What is overdue, the newest first.
pub(super) fn overdue(writer: &Writer) -> Drafts {
    let mut overdue: Vec<EventIx> =
        writer.visible().filter(|&ix| writer.snapshot[ix].status == State::Overdue).collect();
    overdue.sort_by_key(|&ix| (Reverse(last(writer, ix)), ix));
    let (all, total) = told(overdue, |ix| promise(writer, ix));
    let command = "karwan list events is:overdue";
    Drafts { heading: "Overdue".to_owned(), all, fewest: 3, total, command, empty: "Nothing is overdue." }
}

/// `Access to Gwadar: overdue since 1 Dec 2025, was due Nov 2025, 359 to 388 days so far; quiet for 447 days.`
fn promise(writer: &Writer, ix: EventIx) -> Draft {
    let state = &writer.snapshot[ix];
    let date = state.date.as_ref().map(Edtf::display).unwrap_or_default();
    let mut words = format!("{}: ", writer.dossier[ix].title);
    if state.status == State::Overdue {
        let since = state.date.as_ref().and_then(Edtf::latest).and_then(|last| last.succ_opt());
        let _ = write!(words, "overdue since {}, was due {date}", since.map(display_day).unwrap_or_default());
        if let Some(quiet) = writer.snapshot.quiet_days(ix).filter(|&days| days >= 60) {
            let _ = write!(words, "; nothing heard for {quiet} days");
        }
    } else {
        let _ = write!(words, "{} {date}", state.status.word());
    }
    if let Some(by) = writer.report(ix, state.date_report).and_then(|report| report.by) {
        let _ = write!(words, ", said by {}", writer.dossier[by].name);
    }
    let sources = [writer.source(ix, state.date_report)];
    say(words, sources, Some(ix))
}

/// What sources do not agree on, the most reported first, another event each: each value with the sources that give it.
pub(super) fn contested(writer: &Writer) -> Drafts {
    let snapshot = writer.snapshot;
    let mut all: Vec<(EventIx, usize)> =
        writer.visible().flat_map(|ix| (0..snapshot[ix].contested.len()).map(move |n| (ix, n))).collect();
    let weight =
        |&(ix, n): &(EventIx, usize)| snapshot[ix].contested[n].sides.iter().map(|side| side.origins).sum::<usize>();
    all.sort_by_key(|at| (Reverse(weight(at)), *at));
    // One of each event before a second one of any.
    let mut times: HashMap<EventIx, usize> = HashMap::new();
    let mut nth = |ix: EventIx| {
        let times = times.entry(ix).or_insert(0);
        *times += 1;
        *times
    };
    let mut all: Vec<(usize, (EventIx, usize))> = all.into_iter().map(|at| (nth(at.0), at)).collect();
    all.sort_by_key(|&(nth, _)| nth);
    let total = all.len();
    let sentences = all.into_iter().map(|(_, (ix, n))| contest(writer, ix, n)).filter(Draft::is_sourced).take(MOST);
    let (all, command) = (ranked(sentences), "karwan list events is:contested");
    Drafts { heading: "Contested".to_owned(), all, fewest: 2, total, command, empty: "Nothing is contested." }
}

/// `Tokayev visits Islamabad: documents, 37 (6 origins) [1], 30 (3 origins) [2].` One source for a value.
pub(super) fn contest(writer: &Writer, ix: EventIx, n: usize) -> Draft {
    let contest = &writer.snapshot[ix].contested[n];
    let field = wording::slug(writer.dossier, &contest.field);
    let expected = if contest.forecast { " as expected" } else { "" };
    let mut lead = format!("{}: {field}{expected}, ", writer.dossier[ix].title);
    let mut parts = Vec::new();
    let left = contest.sides.len().saturating_sub(SIDES);
    for (at, side) in contest.sides.iter().take(SIDES).enumerate() {
        let origins = wording::count(side.origins, "origin", "origins");
        let cited = side.reports.iter().find_map(|&r| writer.source(ix, Some(r)));
        let value = side.value.parse().map_or_else(|_| side.value.clone(), wording::number);
        let words = format!("{}{value} ({origins})", std::mem::take(&mut lead));
        parts.push((if at == 0 { words } else { format!(", {words}") }, cited.into_iter().collect()));
    }
    if let Some((words, _)) = parts.first_mut().filter(|_| left > 0) {
        // The sentence ends in a source, so what is left out is said where the values begin.
        let at = words.find(&format!(": {field}")).map_or(0, |at| at + 2 + field.len());
        words.insert_str(at, &format!(" ({} values)", contest.sides.len()));
    }
    Draft { parts, event: Some(ix), rank: 0 }
}

/// What was promised and has no date.
pub(super) fn not_known(writer: &Writer) -> Drafts {
    let snapshot = writer.snapshot;
    let mut all: Vec<EventIx> =
        writer.visible().filter(|&ix| snapshot[ix].status.is_open() && snapshot[ix].date.is_none()).collect();
    all.sort_by_key(|&ix| (Reverse(snapshot[ix].origins), ix));
    let (all, total) = told(all, |ix| undated(writer, ix));
    let (heading, command) = ("Not known: when".to_owned(), "karwan list events \"is:open is:undated\"");
    Drafts { heading, all, fewest: 2, total, command, empty: "Of all that is to come a date is known." }
}

/// `Torkham reopens for trade: postponed without a date, last heard of 400 days ago.`
fn undated(writer: &Writer, ix: EventIx) -> Draft {
    let state = &writer.snapshot[ix];
    let mut words = format!("{}: {}, no date", writer.dossier[ix].title, state.status.word());
    if let Some(quiet) = writer.snapshot.quiet_days(ix).filter(|&days| days >= 60) {
        let _ = write!(words, "; nothing heard for {quiet} days");
    }
    let sources = [writer.source(ix, state.status_report)];
    say(words, sources, None)
}
