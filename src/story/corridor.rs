//! A corridor on a day: how each leg stands, and the weakest.

use chrono::NaiveDate;

use super::known::{Known, Tally};
use super::{CorridorState, LegState};
use crate::dossier::{Corridor, Dossier};

/// A corridor on a day. `figures`: those about it.
pub(super) fn state(dossier: &Dossier, day: NaiveDate, corridor: &Corridor, figures: Tally) -> CorridorState {
    let Known { order: known, tally } = Known::of(dossier, day, corridor.reports.iter().map(|r| (r.source, r.at)));
    let tally = tally.and(figures);
    let mut legs = vec![LegState::default(); corridor.legs.len()];
    let mut whole = LegState::default();
    for &report in &known {
        match corridor.reports[report as usize].leg {
            Some(leg) => legs.get_mut(leg as usize).into_iter().for_each(|leg| hear(leg, corridor, report)),
            None => legs.iter_mut().for_each(|leg| hear(leg, corridor, report)),
        }
        hear(&mut whole, corridor, report);
    }
    // A leg of which nothing is known makes the whole unknown: `None` is the least.
    let weakest = (0u32..).zip(&legs).min_by_key(|(_, leg)| leg.status);
    let (weakest, decides) = weakest.map_or((None, &whole), |(ix, leg)| (Some(ix), leg));
    CorridorState {
        visible: tally.is_visible(),
        complete: tally.is_complete(),
        status: decides.status,
        weakest,
        since: decides.since,
        newest: decides.newest,
        legs,
        known,
        events: Vec::new(),
    }
}

/// A report on the leg or on the whole. One without a status changes nothing; the same status again goes on with the
/// run.
fn hear(leg: &mut LegState, corridor: &Corridor, report: u32) {
    let Some(status) = corridor.reports[report as usize].status else { return };
    if leg.status != Some(status) {
        leg.status = Some(status);
        leg.since = Some(report);
    }
    leg.newest = Some(report);
}
