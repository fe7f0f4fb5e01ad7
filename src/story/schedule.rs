//! What was promised for when: the dates of the forecasts in order, and how each stands to the one before.

use super::slip::{Span, is_after, is_narrower};
use super::{EventState, Promise, SlipDays, Step};
use crate::dossier::{Edtf, Report, ReportStatus};

/// The dates of the expected, confirmed and postponed reports among the known ones, in their order. Dates are compared
/// with the last one given, across a postponement without a date.
pub(super) fn promises(reports: &[Report], known: &[u32]) -> Vec<Promise> {
    let mut schedule = Vec::new();
    let mut before: Option<Span> = None;
    for &report in known {
        let said = &reports[report as usize];
        let step = match (said.status, &said.date) {
            (Some(status), Some(date)) if status.is_forecast() => {
                let span = date.span();
                before.replace(span).map_or(Step::First, |before| step(before, span))
            }
            (Some(ReportStatus::Postponed), None) => Step::Cleared,
            _ => continue,
        };
        schedule.push(Promise { report, step });
    }
    schedule
}

fn step(old: Span, new: Span) -> Step {
    if is_after(new, old) {
        Step::Slipped(SlipDays::between(old, new))
    } else if is_after(old, new) {
        Step::BroughtForward
    } else if is_narrower(new, old) {
        Step::Narrowed
    } else {
        Step::Restated
    }
}

impl EventState {
    /// The first date that was given out.
    #[must_use]
    pub fn first_promise(&self) -> Option<&Promise> {
        self.schedule.iter().find(|promise| promise.step != Step::Cleared)
    }

    /// The newest date that was given out; `None` where a postponement without a date came after it.
    #[must_use]
    pub fn current_promise(&self) -> Option<&Promise> {
        self.schedule.last().filter(|promise| promise.step != Step::Cleared)
    }
}

impl Promise {
    /// The date that it gives; `None` for a postponement without one.
    #[must_use]
    pub fn date<'d>(&self, reports: &'d [Report]) -> Option<&'d Edtf> {
        reports[self.report as usize].date.as_ref()
    }
}
