//! A corridor on a day: how each leg stands, the weakest, on how many days it was closed, and how long it is.

use chrono::{Datelike, NaiveDate};

use super::known::{KnownDays, KnownTally};
use super::{CorridorState, LegState};
use crate::dossier::{Corridor, CorridorStatus, Dossier};

/// A corridor on a day. `figures`: those about it.
pub(super) fn state(dossier: &Dossier, day: NaiveDate, corridor: &Corridor, figures: KnownTally) -> CorridorState {
    let KnownDays { order: known, tally } =
        KnownDays::of(dossier, day, corridor.reports.iter().map(|r| (r.source, r.at)));
    let tally = tally.and(figures);
    let mut legs = vec![LegState::default(); corridor.legs.len()];
    let mut whole = LegState::default();
    let mut year = ClosureYear::of(day);
    let mut days_closed = 0;
    for &report in &known {
        let statement = &corridor.reports[report as usize];
        if let Some(since) = dossier.known(statement.source) {
            days_closed += year.pass(since, &mut legs, &whole);
        }
        match statement.leg {
            Some(leg) => legs.get_mut(leg as usize).into_iter().for_each(|leg| hear(leg, corridor, report)),
            None => legs.iter_mut().for_each(|leg| hear(leg, corridor, report)),
        }
        hear(&mut whole, corridor, report);
    }
    days_closed += day.succ_opt().map_or(0, |end| year.pass(end, &mut legs, &whole));
    let (weakest, decides) = weakest(&legs).map_or((None, &whole), |ix| (Some(ix), &legs[ix as usize]));
    CorridorState {
        visible: tally.is_visible(),
        complete: tally.is_complete(),
        status: decides.status,
        weakest,
        since: decides.since,
        newest: decides.newest,
        days_closed,
        legs,
        known,
        events: Vec::new(),
    }
}

/// The first leg that is as bad as the whole. One of which nothing is known makes the whole unknown: `None` is the
/// least.
fn weakest(legs: &[LegState]) -> Option<u32> {
    (0u32..).zip(legs).min_by_key(|(_, leg)| leg.status).map(|(ix, _)| ix)
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

/// The calendar year of a day, as far as it was gone through.
struct ClosureYear {
    /// The first day that was not counted yet.
    next: NaiveDate,
}

impl ClosureYear {
    fn of(day: NaiveDate) -> ClosureYear {
        ClosureYear { next: NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day) }
    }

    /// Goes on to `end`, which is not counted: on all days before it the legs stood as they stand now. Gives the days
    /// on which the whole was closed by that.
    fn pass(&mut self, end: NaiveDate, legs: &mut [LegState], whole: &LegState) -> u32 {
        let days = u32::try_from((end - self.next).num_days()).unwrap_or(0);
        self.next = self.next.max(end);
        let is_closed = |leg: &LegState| leg.status == Some(CorridorStatus::Closed);
        legs.iter_mut().filter(|leg| is_closed(leg)).for_each(|leg| leg.days_closed += days);
        let decides = weakest(legs).map_or(whole, |ix| &legs[ix as usize]);
        if is_closed(decides) { days } else { 0 }
    }
}

/// The length of a corridor as far as its legs give one.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct CorridorLength {
    /// Kilometres of the legs that have a length.
    pub km: f64,
    /// Legs that have one.
    pub known: usize,
    /// Legs that have none.
    pub unknown: usize,
}

impl CorridorLength {
    /// That of a corridor.
    #[must_use]
    pub fn of(corridor: &Corridor) -> CorridorLength {
        let known: Vec<f64> = corridor.legs.iter().filter_map(|leg| leg.length_km).collect();
        // The sum of nothing is minus zero.
        CorridorLength {
            km: known.iter().sum::<f64>() + 0.0,
            known: known.len(),
            unknown: corridor.legs.len() - known.len(),
        }
    }

    /// Kilometres in all: only where there are legs and each of them has a length.
    #[must_use]
    pub fn total(self) -> Option<f64> {
        (self.unknown == 0 && self.known > 0).then_some(self.km)
    }
}
