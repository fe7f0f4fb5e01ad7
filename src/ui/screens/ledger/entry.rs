//! What stands in the ledger: every visible event that somebody said would happen, in groups by what came of it.

use chrono::NaiveDate;

use crate::dossier::{ActorIx, Edtf, EventIx, Kind, Rec, ReportStatus};
use crate::story::{EventState, State, Step};
use crate::ui::screens::Ctx;

/// What came of a promise, in the order of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Overdue,
    Due7,
    Due30,
    Due90,
    Later,
    Undated,
    Late,
    Kept,
    Off,
}

impl Group {
    pub(super) const ALL: &[Group] = &[
        Group::Overdue,
        Group::Due7,
        Group::Due30,
        Group::Due90,
        Group::Later,
        Group::Undated,
        Group::Late,
        Group::Kept,
        Group::Off,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Group::Overdue => "Overdue",
            Group::Due7 => "Due within 7 days",
            Group::Due30 => "Due within 30 days",
            Group::Due90 => "Due within 90 days",
            Group::Later => "Due later",
            Group::Undated => "Promised without a date",
            Group::Late => "Happened late",
            Group::Kept => "Happened as promised",
            Group::Off => "Cancelled or denied",
        }
    }

    fn of(state: &EventState, day: NaiveDate) -> Group {
        match state.status {
            State::Overdue => Group::Overdue,
            State::Said(ReportStatus::Happened) if state.slipped => Group::Late,
            State::Said(ReportStatus::Happened) | State::Unknown => Group::Kept,
            State::Said(ReportStatus::Cancelled | ReportStatus::Denied) => Group::Off,
            State::Said(_) => match state.date.as_ref().map(|d| d.latest().map(|l| (l - day).num_days())) {
                None => Group::Undated,
                Some(Some(..=7)) => Group::Due7,
                Some(Some(..=30)) => Group::Due30,
                Some(Some(..=90)) => Group::Due90,
                Some(_) => Group::Later,
            },
        }
    }
}

/// One promise.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) event: EventIx,
    pub(super) group: Group,
    /// The first date that was given out.
    pub(super) first: Option<Edtf>,
    /// Who gave it.
    pub(super) by: Option<ActorIx>,
}

impl Entry {
    /// The first and last days of all its dates.
    pub(super) fn days(&self, cx: &Ctx<'_>) -> Vec<NaiveDate> {
        let now = cx.snapshot[self.event].date.as_ref();
        self.first.iter().chain(now).flat_map(|d| [d.earliest(), d.latest()]).flatten().collect()
    }

    /// Kept, late, overdue …
    pub(super) fn word(&self, state: &EventState) -> &'static str {
        match self.group {
            Group::Late => "late",
            Group::Kept if state.status == State::Said(ReportStatus::Happened) => "kept",
            _ => state.status.word(),
        }
    }
}

/// Every visible event that was forecast, in the order of groups and, within one, of dates.
pub(super) fn entries(cx: &Ctx<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = cx
        .shown
        .of(Kind::Event)
        .iter()
        .filter_map(|r| if let Rec::Event(ix) = r { entry(cx, ix) } else { None })
        .collect();
    // By the last day that is meant: what was due first comes first, what never ends comes last.
    let due = |e: &Entry| {
        let date = cx.snapshot[e.event].date.as_ref().or(e.first.as_ref());
        date.map_or(NaiveDate::MAX, |d| d.latest().unwrap_or(NaiveDate::MAX))
    };
    entries.sort_by_key(|e| (e.group, due(e), e.event));
    entries
}

/// The first report by which an event was to be expected, as a position among its reports.
fn first_forecast(cx: &Ctx<'_>, ix: EventIx) -> Option<u32> {
    let forecast = |&r: &u32| cx.dossier[ix].reports[r as usize].status.is_some_and(ReportStatus::is_forecast);
    cx.snapshot[ix].known.iter().copied().find(forecast)
}

/// Whether an event is in the ledger.
pub(super) fn is_expected(cx: &Ctx<'_>, ix: EventIx) -> bool {
    first_forecast(cx, ix).is_some()
}

fn entry(cx: &Ctx<'_>, ix: EventIx) -> Option<Entry> {
    let (event, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let first_forecast = first_forecast(cx, ix)?;
    let dated = state.schedule.iter().find(|p| p.step != Step::Cleared).map(|p| p.report);
    let report = &event.reports[dated.unwrap_or(first_forecast) as usize];
    Some(Entry { event: ix, group: Group::of(state, cx.snapshot.day), first: report.date.clone(), by: report.by })
}
