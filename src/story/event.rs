//! Where an event stands: status, date, slip.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::known::{Known, Tally};
use super::origin::Origins;
use super::slip::{Span, is_after};
use super::{EventState, SlipDays, State, Step, contest, schedule};
use crate::dossier::{Edtf, Event, Report, ReportStatus};

/// An event on a day. `figures`: those about it.
pub(super) fn state(day: NaiveDate, event: &Event, origins: &mut Origins, figures: Tally) -> EventState {
    let reports = &event.reports;
    let Known { order: known, tally } = Known::of(origins.dossier, day, reports.iter().map(|r| (r.source, r.at)));
    concluded(day, reports, known, tally.and(figures), origins)
}

/// What follows on a day from these reports, in the order in which they became known.
pub(super) fn concluded(
    day: NaiveDate,
    reports: &[Report],
    known: Vec<u32>,
    tally: Tally,
    origins: &mut Origins,
) -> EventState {
    let happened = contest::happened_dates(reports, &known);
    let actual = actual(&happened, reports, &known, origins);
    let mut state = EventState {
        visible: tally.is_visible(),
        complete: tally.is_complete(),
        schedule: schedule::promises(reports, &known),
        contested: contest::contested(&happened, reports, &known, origins),
        origins: origins.count(known.iter().map(|&report| reports[report as usize].source)),
        newest: tally.newest,
        ..EventState::default()
    };
    let date_of = |report: u32| reports[report as usize].date.as_ref();
    state.date_report = actual.or(state.current_promise().map(|promise| promise.report));
    state.date = state.date_report.and_then(date_of).cloned();
    state.actual = actual.and_then(date_of).cloned();
    if let Some((report, said)) = decisive(reports, &known) {
        let past = state.date.as_ref().and_then(Edtf::latest).is_some_and(|last| last < day);
        state.status = if said.is_forecast() && past { State::Overdue } else { State::Said(said) };
        state.status_report = Some(report);
    }
    let first = state.first_promise().and_then(|promise| date_of(promise.report)).map(Edtf::span);
    let promised = state.current_promise().and_then(|promise| date_of(promise.report)).map(Edtf::span);
    let came = state.actual.as_ref().map(Edtf::span);
    let overdue = state.status == State::Overdue;
    state.late = matches!((first, came), (Some(first), Some(came)) if is_after(came, first));
    state.slipped = overdue || state.late || state.schedule.iter().any(|p| matches!(p.step, Step::Slipped(_)));
    if state.slipped {
        let today: Option<Span> = overdue.then_some((Some(day), Some(day)));
        state.slip = first.zip(came.or(today).or(promised)).map(|(from, to)| SlipDays::between(from, to));
    }
    state.known = known;
    state
}

/// The report that decides the status: the newest that has one, but once it happened, the newest that looks back.
fn decisive(reports: &[Report], known: &[u32]) -> Option<(u32, ReportStatus)> {
    let happened = known.iter().any(|&ix| reports[ix as usize].status == Some(ReportStatus::Happened));
    let said = known.iter().rev().filter_map(|&ix| Some((ix, reports[ix as usize].status?)));
    said.into_iter().find(|(_, status)| !happened || !status.is_forecast())
}

/// The report that gives the actual date: of the days that `happened` reports give, those that the most origins give;
/// among equals the most precise, then the newest; as its newest report wrote them.
fn actual(happened: &[Vec<usize>], reports: &[Report], known: &[u32], origins: &mut Origins) -> Option<u32> {
    let mut merit = |group: &Vec<usize>| {
        let newest = group.last().copied();
        let days = newest.and_then(|rank| reports[known[rank] as usize].date.as_ref()?.span_days());
        let sources = group.iter().map(|&rank| reports[known[rank] as usize].source);
        (origins.count(sources), Reverse(days.unwrap_or(i64::MAX)), newest)
    };
    let best = match happened {
        [only] => only,
        _ => happened.iter().max_by_key(|group| merit(group))?,
    };
    best.last().map(|&rank| known[rank])
}
