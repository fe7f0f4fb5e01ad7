//! The ledger: what was promised, for when, by whom, and what came of it. All of these conclusions are drawn here.
//!
//! Screens, query terms, JSON, exports, brief and card read [`EventState::ledger`]; none of them computes its own.

use super::slip::{SlipSpan, is_after};
use super::{CurrentStatus, EventState, ScheduleStep, SlipDays, Snapshot};
use crate::dossier::{ActorIx, ArticleIx, EdtfDate, EventIx, Report, ReportStatus};

/// What came of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PromiseOutcome {
    /// The last day of its current date has passed.
    Overdue,
    /// It has a date that has not passed.
    Due,
    /// It was postponed, without a date or to one that has not passed.
    Postponed,
    /// It is expected or confirmed, without a date.
    Undated,
    /// It took place in part.
    Partly,
    /// It took place after the first promised date ended.
    Late,
    /// It took place before the first promised date began.
    Early,
    /// It took place within the first promised date, or no date was promised.
    Kept,
    /// It was cancelled.
    Cancelled,
    /// A source says that it is not or was not so.
    Denied,
}

impl PromiseOutcome {
    /// All outcomes, in the order of the ledger.
    pub const ALL: &[PromiseOutcome] = &[
        PromiseOutcome::Overdue,
        PromiseOutcome::Due,
        PromiseOutcome::Postponed,
        PromiseOutcome::Undated,
        PromiseOutcome::Partly,
        PromiseOutcome::Late,
        PromiseOutcome::Early,
        PromiseOutcome::Kept,
        PromiseOutcome::Cancelled,
        PromiseOutcome::Denied,
    ];

    /// The word for files, tables and queries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PromiseOutcome::Overdue => "overdue",
            PromiseOutcome::Due => "due",
            PromiseOutcome::Postponed => "postponed",
            PromiseOutcome::Undated => "undated",
            PromiseOutcome::Partly => "partly",
            PromiseOutcome::Late => "late",
            PromiseOutcome::Early => "early",
            PromiseOutcome::Kept => "kept",
            PromiseOutcome::Cancelled => "cancelled",
            PromiseOutcome::Denied => "denied",
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            PromiseOutcome::Overdue => "promised, and the last day of its date has passed",
            PromiseOutcome::Due => "promised, with a date that has not passed",
            PromiseOutcome::Postponed => "promised and put off: without a date, or to one that has not passed",
            PromiseOutcome::Undated => "promised without a date",
            PromiseOutcome::Partly => "promised, and came about in part",
            PromiseOutcome::Late => "came about after the first promised date ended",
            PromiseOutcome::Early => "came about before the first promised date began",
            PromiseOutcome::Kept => "came about within the first promised date, or no date was promised",
            PromiseOutcome::Cancelled => "promised and called off",
            PromiseOutcome::Denied => "promised and denied",
        }
    }
}

impl serde::Serialize for PromiseOutcome {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

/// Who promised something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromisedBy {
    /// The speaker that a report names.
    Speaker(ActorIx),
    /// No speaker is named: the outlet of the article, which is marked as an outlet.
    Outlet(ArticleIx),
    /// No speaker is named and there is no article.
    Nobody,
}

/// One event of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// What came of it.
    pub outcome: PromiseOutcome,
    /// Position in [`crate::dossier::Event::reports`] of the first report that gives the first date; `None` if no
    /// date was promised.
    pub first: Option<u32>,
    /// Who promised it: the speaker of the first report that gives the first date; where that names none, of the first
    /// forecast that names one; else the outlet of that first report.
    pub by: PromisedBy,
    /// Position in [`crate::dossier::Event::reports`] of the report that says who promised it.
    pub by_report: u32,
}

impl LedgerRow {
    /// The first date that was promised.
    #[must_use]
    pub fn first_date(self, reports: &[Report]) -> Option<&EdtfDate> {
        self.first.and_then(|report| reports[report as usize].date.as_ref())
    }
}

impl Snapshot {
    /// In how many days the current date of a promise that is due or postponed ends: [`SlipDays::UNBOUNDED`] where it
    /// has no end. `None` if it has no date, or is not still to come.
    #[must_use]
    pub fn due_days(&self, event: EventIx) -> Option<i64> {
        let state = &self[event];
        let outcome = state.ledger?.outcome;
        let date =
            state.date.as_ref().filter(|_| matches!(outcome, PromiseOutcome::Due | PromiseOutcome::Postponed))?;
        Some(date.latest().map_or(SlipDays::UNBOUNDED, |last| (last - self.day).num_days()))
    }
}

/// The row of an event whose status, schedule and dates are already computed; `None` if no known report looks ahead.
pub(super) fn row(reports: &[Report], known: &[u32], state: &EventState) -> Option<LedgerRow> {
    let forecast = |&&report: &&u32| reports[report as usize].status.is_some_and(ReportStatus::is_forecast);
    let forecasts = || known.iter().filter(forecast).copied();
    let first_forecast = forecasts().next()?;
    let first =
        state.schedule.iter().find(|promise| promise.step != ScheduleStep::Cleared).map(|promise| promise.report);
    let named = |report: u32| reports[report as usize].by.map(|by| (PromisedBy::Speaker(by), report));
    let promise = first.unwrap_or(first_forecast);
    let outlet = || reports[promise as usize].source.map_or(PromisedBy::Nobody, PromisedBy::Outlet);
    let (by, by_report) = named(promise).or_else(|| forecasts().find_map(named)).unwrap_or_else(|| (outlet(), promise));
    let first_span = first.and_then(|report| reports[report as usize].date.as_ref()).map(EdtfDate::span);
    Some(LedgerRow { outcome: outcome(state, first_span)?, first, by, by_report })
}

/// The outcome of an event that was first promised for this span.
fn outcome(state: &EventState, first: Option<SlipSpan>) -> Option<PromiseOutcome> {
    Some(match state.status {
        CurrentStatus::Said(ReportStatus::Partly) => PromiseOutcome::Partly,
        CurrentStatus::Said(ReportStatus::Happened) => match (first, state.actual.as_ref().map(EdtfDate::span)) {
            (Some(first), Some(actual)) if is_after(actual, first) => PromiseOutcome::Late,
            (Some(first), Some(actual)) if is_after(first, actual) => PromiseOutcome::Early,
            _ => PromiseOutcome::Kept,
        },
        CurrentStatus::Said(ReportStatus::Cancelled) => PromiseOutcome::Cancelled,
        CurrentStatus::Said(ReportStatus::Denied) => PromiseOutcome::Denied,
        CurrentStatus::Said(ReportStatus::Postponed) => PromiseOutcome::Postponed,
        CurrentStatus::Said(_) if state.date.is_some() => PromiseOutcome::Due,
        CurrentStatus::Said(_) => PromiseOutcome::Undated,
        CurrentStatus::Overdue => PromiseOutcome::Overdue,
        CurrentStatus::Passed | CurrentStatus::Unknown => return None,
    })
}
