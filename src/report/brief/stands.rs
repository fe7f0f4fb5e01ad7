//! What stands: the corridors that are open or shut, and what the most origins tell of.

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::dossier::{CorridorIx, CorridorStatus, Edtf, EventIx, ReportStatus};
use crate::story::{SlipDays, State};

use super::{Draft, Drafts, Writer, ranked, say};

/// Events of the page.
const EVENTS: usize = 7;
/// Corridors of the page; no more than are never left out.
const CORRIDORS: usize = 2;

pub(super) fn stands(writer: &Writer) -> Drafts {
    let came = |state: State| {
        use ReportStatus::{Cancelled, Denied, Happened};
        matches!(state, State::Said(Happened | Cancelled | Denied))
    };
    let mut events: Vec<EventIx> = writer.visible().filter(|&ix| came(writer.snapshot[ix].status)).collect();
    events.sort_by_key(|&ix| (Reverse(writer.snapshot[ix].origins), Reverse(writer.snapshot[ix].known.len()), ix));
    let of_events = events.len();
    let corridors = corridors(writer);
    let total = corridors.len() + of_events;
    let date = |draft: &Draft| {
        let date = draft.event.and_then(|ix| writer.snapshot[ix].date.as_ref());
        draft.event.map(|ix| (date.and_then(Edtf::earliest).unwrap_or(NaiveDate::MAX), ix))
    };
    let sourced = events.into_iter().map(|ix| event(writer, ix)).filter(Draft::is_sourced).take(EVENTS);
    let mut all = ranked(corridors.into_iter().chain(sourced));
    // Corridors first, then what happened in the order of its days.
    all.sort_by_key(date);
    let command = "karwan list events status:happened,cancelled,denied";
    Drafts {
        heading: "What stands".to_owned(),
        all,
        fewest: 5,
        total,
        command,
        empty: "Nothing is known to have happened.",
    }
}

/// `President Tokayev visits Islamabad: happened 3–4 Feb 2026, 88 to 95 days after the first date.`
pub(super) fn event(writer: &Writer, ix: EventIx) -> Draft {
    let state = &writer.snapshot[ix];
    let mut words = format!("{}: {}", writer.dossier[ix].title, state.status.word());
    if let Some(date) = &state.date {
        words.push(' ');
        words.push_str(&date.display());
    }
    if let Some(slip) = state.slip.filter(|&SlipDays(_, max)| max > 0 && state.slipped) {
        let _ = write!(words, ", {slip} after the first date");
    }
    let sources = [writer.source(ix, state.status_report), writer.source(ix, state.date_report)];
    say(words, sources, Some(ix))
}

/// The corridors that are shut or restricted, then those that are open: what a lorry meets today.
fn corridors(writer: &Writer) -> Vec<Draft> {
    use CorridorStatus::{Closed, Open, Restricted};
    let (dossier, snapshot) = (writer.dossier, writer.snapshot);
    let mut all: Vec<(CorridorStatus, CorridorIx)> = (0u32..)
        .map(CorridorIx)
        .take(dossier.corridors.len())
        .filter(|&ix| snapshot[ix].visible)
        .filter_map(|ix| Some((snapshot[ix].status?, ix)))
        .filter(|(status, _)| matches!(status, Closed | Restricted | Open))
        .collect();
    // What was told of last comes first.
    let newest = |ix: CorridorIx| {
        let report = snapshot[ix].newest.map(|r| &dossier[ix].reports[r as usize]);
        report.and_then(|r| dossier.known(r.source))
    };
    all.sort_by_key(|&(status, ix)| (status, Reverse(newest(ix)), ix));
    let told = all.into_iter().map(|(status, ix)| corridor(writer, ix, status));
    told.filter(Draft::is_sourced).take(CORRIDORS).collect()
}

/// `Khyber road: closed since 11 Oct 2025, between Peshawar and Torkham.`
fn corridor(writer: &Writer, ix: CorridorIx, status: CorridorStatus) -> Draft {
    let (corridor, state) = (&writer.dossier[ix], &writer.snapshot[ix]);
    let report = |at: Option<u32>| at.map(|r| &corridor.reports[r as usize]);
    let mut words = format!("{}: {}", corridor.name, status.word());
    if let Some(since) = report(state.since).and_then(|r| r.date.as_ref()) {
        let _ = write!(words, " since {}", since.display());
    }
    if let Some(leg) = state.weakest.filter(|_| status != CorridorStatus::Open).map(|n| &corridor.legs[n as usize]) {
        let (from, to) = (writer.dossier.spot_name(leg.from), writer.dossier.spot_name(leg.to));
        let _ = write!(words, ", between {from} and {to}");
    }
    let sources = [report(state.since), report(state.newest)].map(|r| r.and_then(|r| r.source));
    say(words, sources, None)
}
