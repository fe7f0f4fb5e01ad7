//! What is due, overdue, contested, and not known.

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{Edtf, EventIx};
use crate::story::State;
use crate::wording;

use super::{Section, Sentence, Writer, first};

/// How far ahead the page looks, in days.
const AHEAD: i64 = 90;

/// Values of one contested field.
const SIDES: usize = 5;

/// What is overdue, the newest first, and what is due in the days ahead, the next first.
pub(super) fn due(writer: &mut Writer) -> Section {
    let snapshot = writer.snapshot;
    let last = |ix: EventIx| snapshot[ix].date.as_ref().and_then(Edtf::latest).unwrap_or(NaiveDate::MAX);
    let mut overdue: Vec<EventIx> = writer.visible().filter(|&ix| snapshot[ix].status == State::Overdue).collect();
    overdue.sort_by_key(|&ix| (Reverse(last(ix)), ix));
    let ahead = |ix: &EventIx| (last(*ix) - snapshot.day).num_days() <= AHEAD;
    let mut coming: Vec<EventIx> = writer
        .visible()
        .filter(|&ix| snapshot[ix].status.is_open() && snapshot[ix].status != State::Overdue)
        .filter(|ix| snapshot[*ix].date.is_some() && ahead(ix))
        .collect();
    coming.sort_by_key(|&ix| (last(ix), ix));
    let (overdue, more) = first(overdue, 6, "karwan list events is:overdue");
    coming.truncate(5);
    let mut sentences: Vec<Sentence> = coming.into_iter().map(|ix| promise(writer, ix)).collect();
    sentences.extend(overdue.into_iter().map(|ix| promise(writer, ix)));
    Section {
        heading: format!("Due within {AHEAD} days, or overdue"),
        sentences,
        more,
        empty: "Nothing is due or overdue.",
    }
}

/// `Access to Gwadar: overdue since 1 Dec 2025, was due Nov 2025, 359 to 388 days so far; quiet for 447 days.`
fn promise(writer: &mut Writer, ix: EventIx) -> Sentence {
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
    writer.draws(ix);
    writer.say(words, sources)
}

/// What sources do not agree on, the most reported first: each value with the sources that give it.
pub(super) fn contested(writer: &mut Writer) -> Section {
    let snapshot = writer.snapshot;
    let mut all: Vec<(EventIx, usize)> =
        writer.visible().flat_map(|ix| (0..snapshot[ix].contested.len()).map(move |n| (ix, n))).collect();
    let weight =
        |&(ix, n): &(EventIx, usize)| snapshot[ix].contested[n].sides.iter().map(|side| side.origins).sum::<usize>();
    all.sort_by_key(|at| (Reverse(weight(at)), *at));
    let (all, more) = first(all, 5, "karwan list events is:contested");
    let sentences = all.into_iter().map(|(ix, n)| contest(writer, ix, n)).collect();
    Section { heading: "Contested".to_owned(), sentences, more, empty: "Nothing is contested." }
}

/// `Tokayev visits Islamabad: documents, 37 (6 origins) [1], 30 (3 origins) [2].` One source for a value.
pub(super) fn contest(writer: &mut Writer, ix: EventIx, n: usize) -> Sentence {
    let contest = &writer.snapshot[ix].contested[n];
    let field = wording::slug(&contest.field.replace('_', " "));
    let expected = if contest.forecast { " as expected" } else { "" };
    let mut lead = format!("{}: {field}{expected}, ", writer.dossier[ix].title);
    let mut parts = Vec::new();
    let left = contest.sides.len().saturating_sub(SIDES);
    for (at, side) in contest.sides.iter().take(SIDES).enumerate() {
        let origins = wording::count(side.origins, "origin", "origins");
        let numbers = writer.cite(side.reports.first().map(|&r| writer.source(ix, Some(r))));
        let value = side.value.parse().map_or_else(|_| side.value.clone(), wording::number);
        let words = format!("{}{value} ({origins})", std::mem::take(&mut lead));
        parts.push((if at == 0 { words } else { format!(", {words}") }, numbers));
    }
    if let Some((words, _)) = parts.first_mut().filter(|_| left > 0) {
        // The sentence ends in a source, so what is left out is said where the values begin.
        let at = words.find(&format!(": {field}")).map_or(0, |at| at + 2 + field.len());
        words.insert_str(at, &format!(" ({} values)", contest.sides.len()));
    }
    Sentence { parts }
}

/// What was promised and has no date.
pub(super) fn not_known(writer: &mut Writer) -> Section {
    let snapshot = writer.snapshot;
    let mut all: Vec<EventIx> =
        writer.visible().filter(|&ix| snapshot[ix].status.is_open() && snapshot[ix].date.is_none()).collect();
    all.sort_by_key(|&ix| (Reverse(snapshot[ix].origins), ix));
    let (all, more) = first(all, 5, "karwan list events \"is:open is:undated\"");
    let sentences = all.into_iter().map(|ix| undated(writer, ix)).collect();
    Section { heading: "Not known: when".to_owned(), sentences, more, empty: "Of all that is to come a date is known." }
}

/// `Torkham reopens for trade: postponed without a date, last heard of 400 days ago.`
fn undated(writer: &mut Writer, ix: EventIx) -> Sentence {
    let state = &writer.snapshot[ix];
    let mut words = format!("{}: {}, no date", writer.dossier[ix].title, state.status.word());
    if let Some(quiet) = writer.snapshot.quiet_days(ix).filter(|&days| days >= 60) {
        let _ = write!(words, "; nothing heard for {quiet} days");
    }
    let sources = [writer.source(ix, state.status_report)];
    writer.say(words, sources)
}
