//! The state of an actor on a day: offices held, positions taken, and the title of a person.

use chrono::NaiveDate;

use super::known::{self, KnownDays, KnownTally};
use super::{ActorState, Snapshot};
use crate::dossier::{Actor, ActorIx, Dossier, EdtfDate, EventIx, Office};

/// The state of an actor. `figures` are those about it.
pub(super) fn actor(dossier: &Dossier, day: NaiveDate, actor: &Actor, figures: KnownTally) -> ActorState {
    let offices = KnownDays::of(dossier, day, actor.offices.iter().map(|o| (o.source, o.at)));
    let positions = KnownDays::of(dossier, day, actor.positions.iter().map(|p| (p.source, p.at)));
    let tally = figures.and(offices.tally).and(positions.tally);
    let ends_known = actor.offices.iter().all(|office| is_end_known(dossier, day, office));
    ActorState {
        visible: tally.is_visible(),
        complete: tally.is_complete() && ends_known,
        offices: offices.order,
        positions: positions.order,
        events: Vec::new(),
    }
}

/// Whether the end of an office is known, if another article gives it.
fn is_end_known(dossier: &Dossier, day: NaiveDate, office: &Office) -> bool {
    known::by(dossier, office.end_source, day).is_some()
}

impl Snapshot {
    /// The office of an actor on a day, by what is known as of the snapshot's day: the one whose `from`..`to` contains
    /// the day (of several, the one that began last), otherwise the one seen nearest to it (of two equals, the
    /// earlier), otherwise an office without any date.
    #[must_use]
    pub fn office_on<'d>(&self, dossier: &'d Dossier, actor: ActorIx, day: NaiveDate) -> Option<&'d Office> {
        let offices = &dossier[actor].offices;
        let known = || self[actor].offices.iter().map(|&ix| &offices[ix as usize]);
        let held = known().filter(|office| self.is_held(dossier, office, day));
        let seen = known().filter_map(|office| Some((days_from(office.seen.as_ref()?, day), office)));
        held.max_by_key(|office| office.from.as_ref().and_then(|from| from.span().0))
            .or_else(|| seen.min_by_key(|(days, office)| (*days, first_day(office))).map(|(_, office)| office))
            .or_else(|| known().find(|o| o.from.is_none() && self.office_end(dossier, o).is_none() && o.seen.is_none()))
    }

    /// The office of an actor on the day of an event: the first day of its date, the last day if it has no first,
    /// or the as-of day if it has no date.
    #[must_use]
    pub fn office_at<'d>(&self, dossier: &'d Dossier, actor: ActorIx, event: EventIx) -> Option<&'d Office> {
        self.office_on(dossier, actor, self.event_day(event))
    }

    /// The day of an event for which titles are looked up, see [`Snapshot::office_at`].
    #[must_use]
    pub fn event_day(&self, event: EventIx) -> NaiveDate {
        let span = self[event].date.as_ref().map(EdtfDate::span);
        span.and_then(|(first, last)| first.or(last)).unwrap_or(self.day)
    }

    /// The end of an office as far as it is known: `None` until the article that gives it is known.
    #[must_use]
    pub fn office_end<'d>(&self, dossier: &Dossier, office: &'d Office) -> Option<&'d EdtfDate> {
        office.to.as_ref().filter(|_| is_end_known(dossier, self.day, office))
    }

    /// Whether `from`..`to` contains the day. `../X` as a start counts from X.
    fn is_held(&self, dossier: &Dossier, office: &Office, day: NaiveDate) -> bool {
        let to = self.office_end(dossier, office);
        let starts = office.from.as_ref().and_then(|from| from.span().0);
        let dated = office.from.is_some() || to.is_some();
        dated && starts.is_none_or(|first| first <= day) && to.and_then(EdtfDate::latest).is_none_or(|last| day <= last)
    }
}

/// The distance of a day from a date in days; 0 if it lies within.
fn days_from(date: &EdtfDate, day: NaiveDate) -> i64 {
    let before = date.earliest().map_or(0, |first| (first - day).num_days());
    let after = date.latest().map_or(0, |last| (day - last).num_days());
    before.max(after).max(0)
}

fn first_day(office: &Office) -> Option<NaiveDate> {
    office.seen.as_ref().and_then(EdtfDate::earliest)
}
