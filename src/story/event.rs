//! The state of an event: status, date, slip.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::contest::DateGroup;
use super::known::{FigureTally, KnownDays, KnownTally};
use super::origin::OriginTable;
use super::slip::{SlipSpan, is_after};
use super::{CurrentStatus, EventState, ScheduleStep, SlipDays, cited, contest, ledger, schedule};
use crate::dossier::{Dossier, EdtfDate, Event, EventIx, EventKind, Report, ReportStatus};

/// From so many events on, all processors share them.
const MANY: usize = 400;

/// The states of some events, in their order.
pub(super) fn states(day: NaiveDate, dossier: &Dossier, events: &[EventIx], about: &FigureTally) -> Vec<EventState> {
    let of = |events: &[EventIx]| -> Vec<EventState> {
        let mut origins = OriginTable::new(dossier, day);
        events.iter().map(|&ix| state(day, &dossier[ix], &mut origins, about.of_record(ix))).collect()
    };
    if events.len() < MANY {
        return of(events);
    }
    let share = events.len().div_ceil(rayon::current_num_threads());
    events.par_chunks(share).flat_map_iter(of).collect()
}

/// The state of an event. `figures` are those about it.
fn state(day: NaiveDate, event: &Event, origins: &mut OriginTable, figures: KnownTally) -> EventState {
    let reports = &event.reports;
    let KnownDays { order: known, tally } =
        KnownDays::of(origins.dossier, day, reports.iter().map(|r| (r.source, r.at)));
    concluded(day, event.kind, reports, known, tally.and(figures), origins)
}

/// What follows from these reports on a day; they are in the order in which they became known.
pub(super) fn concluded(
    day: NaiveDate,
    kind: EventKind,
    reports: &[Report],
    known: Vec<u32>,
    tally: KnownTally,
    origins: &mut OriginTable,
) -> EventState {
    let actual = actual(reports, &known, origins);
    let mut state = EventState {
        visible: tally.is_visible(),
        complete: tally.is_complete(),
        schedule: schedule::promises(reports, &known),
        contested: contest::contested(reports, &known, origins),
        origins: origins.count(known.iter().map(|&report| reports[report as usize].source)),
        newest: tally.newest,
        ..EventState::default()
    };
    let date_of = |report: u32| reports[report as usize].date.as_ref();
    state.date_report = actual.or(state.current_promise().map(|promise| promise.report));
    state.date = state.date_report.and_then(date_of).cloned();
    state.actual = actual.and_then(date_of).cloned();
    if let Some((report, said)) = decisive(reports, &known) {
        let past = state.date.as_ref().and_then(EdtfDate::latest).is_some_and(|last| last < day);
        state.status = match said {
            said if !said.is_forecast() || !past => CurrentStatus::Said(said),
            _ if kind == EventKind::Expiry => CurrentStatus::Passed,
            _ => CurrentStatus::Overdue,
        };
        state.status_report = Some(report);
    }
    cite(&mut state, reports, &known, origins);
    // What ends by itself was not promised by anybody.
    state.ledger = ledger::row(reports, &known, &state).filter(|_| kind != EventKind::Expiry);
    slip(&mut state, day, reports);
    state.known = known;
    state
}

/// The report that decides the status: the newest one with a status; once the event took place, the newest one that
/// looks back.
fn decisive(reports: &[Report], known: &[u32]) -> Option<(u32, ReportStatus)> {
    let came = known.iter().any(|&ix| reports[ix as usize].status.is_some_and(ReportStatus::is_outcome));
    let said = known.iter().rev().filter_map(|&ix| Some((ix, reports[ix as usize].status?)));
    said.into_iter().find(|(_, status)| !came || !status.is_forecast())
}

/// The report that gives the actual date. Of the dates that outcome reports give, the one with the most origins wins;
/// then the most precise, then the newest, as written in its newest report.
fn actual(reports: &[Report], known: &[u32], origins: &mut OriginTable) -> Option<u32> {
    let came = contest::dates(reports, known, ReportStatus::is_outcome);
    let mut merit = |group: &DateGroup| {
        let days = reports[known[group.newest] as usize].date.as_ref().and_then(EdtfDate::span_days);
        let sources = group.members.iter().map(|&rank| reports[known[rank] as usize].source);
        (origins.count(sources), Reverse(days.unwrap_or(i64::MAX)), group.newest)
    };
    let best = match came.as_slice() {
        [only] => only,
        all => all.iter().max_by_key(|group| merit(group))?,
    };
    Some(known[best.newest])
}

/// The reports that are named first for the status and for the date.
fn cite(state: &mut EventState, reports: &[Report], known: &[u32], origins: &OriginTable) {
    let day = state.date.as_ref().map(EdtfDate::span);
    let status = |report: u32| reports[report as usize].status;
    if let Some(said) = state.status_report.and_then(status) {
        // After a postponement that cleared the date, a forecast with a date says something else.
        let cleared = said.is_forecast() && day.is_none();
        let says = |report: u32| status(report) == Some(said) && !(cleared && reports[report as usize].date.is_some());
        let say = known.iter().copied().filter(|&report| says(report));
        state.status_cited = cited::first(origins.dossier, reports, say, day);
    }
    let Some(date) = &state.date else { return };
    // An actual date rests on outcome reports, any other date on forecasts.
    let outcome = state.actual.is_some();
    let counts = |said: ReportStatus| if outcome { said.is_outcome() } else { said.is_forecast() };
    let gives = |report: u32| {
        let report = &reports[report as usize];
        report.status.is_some_and(counts) && report.date.as_ref().is_some_and(|given| given.same_days(date))
    };
    let give = known.iter().copied().filter(|&report| gives(report));
    let same = state.status_cited.filter(|&report| gives(report));
    state.date_cited = same.or_else(|| cited::first(origins.dossier, reports, give, day));
}

/// Whether the date slipped, and by how many days.
fn slip(state: &mut EventState, day: NaiveDate, reports: &[Report]) {
    let span_of = |report: u32| reports[report as usize].date.as_ref().map(EdtfDate::span);
    let first = state.first_promise().and_then(|promise| span_of(promise.report));
    state.promised = first;
    let promised = state.current_promise().and_then(|promise| span_of(promise.report));
    let came = state.actual.as_ref().map(EdtfDate::span);
    let overdue = state.status == CurrentStatus::Overdue;
    let late = first.zip(came).is_some_and(|(first, came)| is_after(came, first));
    state.slipped = overdue || late || state.schedule.iter().any(|p| matches!(p.step, ScheduleStep::Slipped(_)));
    if overdue {
        slip_until(state, day);
    } else if state.slipped {
        state.slip = first.zip(came.or(promised)).map(|(from, to)| SlipDays::between(from, to));
    }
}

/// The slip of an overdue event, which grows from day to day.
pub(super) fn slip_until(state: &mut EventState, day: NaiveDate) {
    let today: SlipSpan = (Some(day), Some(day));
    state.slip = state.promised.map(|promised| SlipDays::between(promised, today));
}
