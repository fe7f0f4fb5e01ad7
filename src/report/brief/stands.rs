//! The section on the present state: corridors that are open or closed, and the most reported events.

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::dossier::{CorridorIx, CorridorStatus, EdtfDate, EventIx, ReportStatus};
use crate::report::wording;
use crate::story::CurrentStatus;

use super::{BriefDraft, BriefDrafts, BriefWriter, ranked};

/// Events of the page.
const EVENTS: usize = 7;
/// Corridors of the page; no more than are never left out.
const CORRIDORS: usize = 2;

pub(super) fn stands(writer: &BriefWriter) -> BriefDrafts {
    let came = |state: CurrentStatus| {
        let off = matches!(state, CurrentStatus::Said(ReportStatus::Cancelled | ReportStatus::Denied));
        off || matches!(state, CurrentStatus::Said(status) if status.is_outcome())
    };
    let mut events: Vec<EventIx> = writer.visible().filter(|&ix| came(writer.snapshot[ix].status)).collect();
    events.sort_by_key(|&ix| (Reverse(writer.snapshot[ix].origins), Reverse(writer.snapshot[ix].known.len()), ix));
    let of_events = events.len();
    let corridors = corridors(writer);
    let date = |draft: &BriefDraft| {
        let date = draft.event.and_then(|ix| writer.snapshot[ix].date.as_ref());
        draft.event.map(|ix| (date.and_then(EdtfDate::earliest).unwrap_or(NaiveDate::MAX), ix))
    };
    // The command lists events only, so corridors are not part of the count.
    let total = corridors.len() + of_events;
    let sourced = events.into_iter().map(|ix| writer.stands(ix)).filter(|draft| writer.tells(draft));
    let mut all = ranked(corridors.into_iter().chain(sourced.take(writer.most(EVENTS))));
    // Corridors first, then what happened, by date.
    all.sort_by_key(date);
    let query = "status:happened,partly,cancelled,denied".to_owned();
    let (command, empty) = (writer.list(&query), "Nothing is known to have happened.");
    BriefDrafts { heading: "What stands".to_owned(), all, fewest: 2, total, query: Some(query), command, empty }
}

/// The corridors that are closed or restricted, then the open ones.
fn corridors(writer: &BriefWriter) -> Vec<BriefDraft> {
    use CorridorStatus::{Closed, Open, Restricted};
    let (dossier, snapshot) = (writer.dossier, writer.snapshot);
    let mut all: Vec<(CorridorStatus, CorridorIx)> = (0u32..)
        .map(CorridorIx)
        .take(dossier.corridors.len())
        .filter(|&ix| snapshot[ix].visible)
        .filter_map(|ix| Some((snapshot[ix].status?, ix)))
        .filter(|(status, _)| matches!(status, Closed | Restricted | Open))
        .collect();
    // The most recently reported first.
    let newest = |ix: CorridorIx| {
        let report = snapshot[ix].newest.map(|r| &dossier[ix].reports[r as usize]);
        report.and_then(|r| dossier.known(r.source))
    };
    all.sort_by_key(|&(status, ix)| (status, Reverse(newest(ix)), ix));
    let told = all.into_iter().map(|(status, ix)| corridor(writer, ix, status));
    told.filter(|draft| writer.tells(draft)).take(CORRIDORS).collect()
}

/// `Khyber road, between Peshawar and Torkham: closed since 11 Oct 2025, still closed`: each part with its own source.
fn corridor(writer: &BriefWriter, ix: CorridorIx, status: CorridorStatus) -> BriefDraft {
    let (corridor, state) = (&writer.dossier[ix], &writer.snapshot[ix]);
    let mut lead = corridor.name.clone();
    if let Some(leg) = state.weakest.filter(|_| status != CorridorStatus::Open).map(|n| &corridor.legs[n as usize]) {
        let (from, to) = (writer.dossier.spot_name(leg.from), writer.dossier.spot_name(leg.to));
        let _ = write!(lead, ", between {from} and {to}");
    }
    let mut began = status.word().to_owned();
    let told = state.since.map(|since| since.told(corridor));
    if let Some(since) = state.since.filter(|since| since.begun && since.told(corridor).date.is_some()) {
        let _ = write!(began, " {}", wording::standing_since(writer.dossier, corridor, since));
    }
    let source = told.and_then(|report| report.source);
    let mut parts = vec![(format!("{lead}: "), Vec::new()), (began, source.into_iter().collect())];
    let newest = state.newest.filter(|&newest| state.since.is_none_or(|since| since.report != newest));
    if let Some(newest) = newest.and_then(|newest| corridor.reports[newest as usize].source) {
        parts.push((format!(", still {}", status.word()), vec![newest]));
    }
    BriefDraft { parts, about: Some(ix.into()), event: None, rank: 0 }
}
