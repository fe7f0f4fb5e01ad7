//! The schedule: the promised dates in order, and how each differs from the previous one.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::slip::{SlipSpan, is_after, is_narrower};
use super::{EventState, ScheduleStep, ScheduledDate, SlipDays};
use crate::dossier::{EdtfDate, Report, ReportStatus};

/// The dates of the expected, confirmed and postponed reports among the known ones, in order. Each date is compared
/// with the last one given, even across a postponement without a date.
pub(super) fn promises(reports: &[Report], known: &[u32]) -> Vec<ScheduledDate> {
    let mut schedule = Vec::new();
    let mut before: Option<SlipSpan> = None;
    for &report in known {
        let said = &reports[report as usize];
        let step = match (said.status, &said.date) {
            (Some(status), Some(date)) if status.is_forecast() => {
                let span = date.span();
                before.replace(span).map_or(ScheduleStep::First, |before| step(before, span))
            }
            (Some(ReportStatus::Postponed), None) => ScheduleStep::Cleared,
            _ => continue,
        };
        schedule.push(ScheduledDate { report, step });
    }
    schedule
}

fn step(old: SlipSpan, new: SlipSpan) -> ScheduleStep {
    if is_after(new, old) {
        ScheduleStep::Slipped(SlipDays::between(old, new))
    } else if is_after(old, new) {
        ScheduleStep::BroughtForward
    } else if is_narrower(new, old) {
        ScheduleStep::Narrowed
    } else {
        ScheduleStep::Restated
    }
}

impl EventState {
    /// The day at which it stands in time, as every list has it: while it is still to come, the last day that its date can mean,
    /// else the first. [`NaiveDate::MAX`] without a date.
    #[must_use]
    pub fn stands_at(&self) -> NaiveDate {
        let Some(date) = &self.date else { return NaiveDate::MAX };
        let (first, last) = (date.earliest(), date.latest());
        let day = if self.status.is_open() { last.or(first) } else { first.or(last) };
        day.unwrap_or(NaiveDate::MAX)
    }

    /// Its place in time among events, as every list has them: where it stands, then its date or deadline.
    #[must_use]
    pub fn place_in_time(&self) -> (NaiveDate, bool, Option<Cow<'_, EdtfDate>>) {
        (self.stands_at(), self.date.is_none(), self.date.as_ref().map(EdtfDate::deadline))
    }

    /// The first announced date.
    #[must_use]
    pub fn first_promise(&self) -> Option<&ScheduledDate> {
        self.schedule.iter().find(|promise| promise.step != ScheduleStep::Cleared)
    }

    /// The newest announced date; `None` if a postponement without a date came after it.
    #[must_use]
    pub fn current_promise(&self) -> Option<&ScheduledDate> {
        self.schedule.last().filter(|promise| promise.step != ScheduleStep::Cleared)
    }
}

impl ScheduledDate {
    /// The date it gives; `None` for a postponement without one.
    #[must_use]
    pub fn date<'d>(&self, reports: &'d [Report]) -> Option<&'d EdtfDate> {
        reports[self.report as usize].date.as_ref()
    }
}
