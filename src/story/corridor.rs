//! The state of a corridor on a day: its legs, the weakest of them, the days on which it was closed, and its length.

use chrono::{Datelike, NaiveDate};

use super::known::{KnownDays, KnownTally};
use super::quiet::looked_until;
use super::{CorridorState, LegState, StatusSince};
use crate::dossier::{Corridor, CorridorReport, CorridorStatus, Dossier, EdtfDate};

/// The state of a corridor. `figures` are those about it.
pub(super) fn state(dossier: &Dossier, day: NaiveDate, corridor: &Corridor, figures: KnownTally) -> CorridorState {
    let KnownDays { order: known, tally } =
        KnownDays::of(dossier, day, corridor.reports.iter().map(|r| (r.source, r.at)));
    let tally = tally.and(figures);
    let mut legs = vec![LegState::default(); corridor.legs.len()];
    let mut whole = LegState::default();
    let mut year = ClosureYear::of(day, looked_until(dossier, day));
    let mut days_closed = 0;
    for &report in &known {
        let statement = &corridor.reports[report as usize];
        if let Some(since) = dossier.known(statement.source) {
            days_closed += year.pass(since, &mut legs, &whole);
        }
        match statement.leg {
            Some(leg) => legs.get_mut(leg as usize).into_iter().for_each(|leg| apply_report(leg, corridor, report)),
            None => legs.iter_mut().for_each(|leg| apply_report(leg, corridor, report)),
        }
        apply_report(&mut whole, corridor, report);
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

/// The worst of the legs, the first of several. A leg of unknown status makes the whole unknown: `None` sorts
/// lowest.
fn weakest(legs: &[LegState]) -> Option<u32> {
    (0u32..).zip(legs).min_by_key(|(_, leg)| leg.status).map(|(ix, _)| ix)
}

/// Applies a report on the leg or on the whole. A report without a status changes nothing; one that repeats the status
/// extends the run.
fn apply_report(leg: &mut LegState, corridor: &Corridor, report: u32) {
    let Some(status) = corridor.reports[report as usize].status else { return };
    if leg.status != Some(status) {
        let begun = status != CorridorStatus::Open || leg.status.is_some();
        leg.status = Some(status);
        leg.since = Some(StatusSince { report, begun });
    }
    leg.newest = Some(report);
}

impl StatusSince {
    /// The report.
    #[must_use]
    pub fn told(self, corridor: &Corridor) -> &CorridorReport {
        &corridor.reports[self.report as usize]
    }

    /// When the status began: the date of the report; `../X`, at some time up to X, where the way was open when somebody first
    /// wrote of it, and where the report gives no date and can have been published no later than X.
    #[must_use]
    pub fn date(self, dossier: &Dossier, corridor: &Corridor) -> Option<EdtfDate> {
        let report = self.told(corridor);
        match &report.date {
            Some(date) if self.begun || date.is_deadline() => Some(date.clone()),
            // As rough as it is written, unless it is an interval, which has an end.
            Some(date) => EdtfDate::parse(&format!("../{}", date.as_str())).ok().or_else(|| up_to(date.latest()?)),
            None => up_to(dossier.known(report.source)?),
        }
    }
}

fn up_to(day: NaiveDate) -> Option<EdtfDate> {
    EdtfDate::parse(&format!("../{day}")).ok()
}

/// Counts closed days within the calendar year of a day.
struct ClosureYear {
    /// The first day that has not been counted yet.
    next: NaiveDate,
    /// The last day that is counted.
    last: NaiveDate,
}

impl ClosureYear {
    fn of(day: NaiveDate, last: NaiveDate) -> ClosureYear {
        ClosureYear { next: NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day), last }
    }

    /// Advances to `end`, exclusive: until then the legs keep their present status. Returns the number of days
    /// on which the whole corridor was closed.
    fn pass(&mut self, end: NaiveDate, legs: &mut [LegState], whole: &LegState) -> u32 {
        let end = end.min(self.last.succ_opt().unwrap_or(end));
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
        // The sum of an empty iterator is negative zero.
        CorridorLength {
            km: known.iter().sum::<f64>() + 0.0,
            known: known.len(),
            unknown: corridor.legs.len() - known.len(),
        }
    }

    /// The total in kilometres; only if there are legs and each of them has a length.
    #[must_use]
    pub fn total(self) -> Option<f64> {
        (self.unknown == 0 && self.known > 0).then_some(self.km)
    }
}
