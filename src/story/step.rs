//! A snapshot moves from day to day: only what changes in between is computed again.
//!
//! What is concluded of an event changes on few days: when a report on it, a figure about it or an article that its sources go
//! back to becomes known, and on the day after a date that a report gives. [`ChangeCalendar`] has these days for all events,
//! in order; between two days lie the events to look at. All other records are few and are looked at on every move.

use std::ops::Range;

use chrono::NaiveDate;
use hashbrown::HashSet;

use super::{CurrentStatus, Snapshot, event, known, links};
use crate::dossier::{ArticleIx, Dossier, EdtfDate, Event, EventIx, FigureSubject, Rec};

/// On which days what is concluded of an event may change, in the order of days. It follows from the dossier alone.
#[derive(Clone, Debug, Default)]
pub struct ChangeCalendar {
    days: Vec<(NaiveDate, EventIx)>,
}

impl ChangeCalendar {
    /// The days of all events of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> ChangeCalendar {
        let mut days: Vec<(NaiveDate, EventIx)> = Vec::new();
        for (ix, event) in (0_u32..).map(EventIx).zip(&dossier.events) {
            let from = days.len();
            days.extend(days_of(dossier, event).into_iter().map(|day| (day, ix)));
            days[from..].sort_unstable();
        }
        for figure in &dossier.figures {
            if let (FigureSubject::Rec(Rec::Event(ix)), Some(day)) = (figure.about, dossier.known(Some(figure.source)))
            {
                days.push((day, ix));
            }
        }
        days.sort_unstable();
        days.dedup();
        days.shrink_to_fit();
        ChangeCalendar { days }
    }

    /// The events of which something may change from one day to another, whichever is later; each once, in order.
    fn between(&self, one: NaiveDate, other: NaiveDate) -> Vec<EventIx> {
        let (earlier, later) = (one.min(other), one.max(other));
        let passed = |day: NaiveDate| self.days.partition_point(|&(d, _)| d <= day);
        let range: Range<usize> = passed(earlier)..passed(later);
        let mut events: Vec<EventIx> = self.days[range].iter().map(|&(_, ix)| ix).collect();
        events.sort_unstable();
        events.dedup();
        events
    }
}

/// The days on which something of an event may change, without its figures.
fn days_of(dossier: &Dossier, event: &Event) -> HashSet<NaiveDate> {
    let dates = event.reports.iter().filter_map(|report| report.date.as_ref().and_then(EdtfDate::latest));
    let mut days: HashSet<NaiveDate> = dates.filter_map(|last| last.succ_opt()).collect();
    let mut to_visit: Vec<ArticleIx> = event.reports.iter().filter_map(|report| report.source).collect();
    let mut met: HashSet<ArticleIx> = HashSet::new();
    while let Some(ix) = to_visit.pop() {
        if met.insert(ix) {
            days.extend(dossier.known(Some(ix)));
            to_visit.extend(dossier.articles.get(ix).based_on);
        }
    }
    days
}

impl Snapshot {
    /// Moves to another day, as [`Snapshot::of`] would have it. The calendar belongs to the dossier. Returns the events that
    /// were computed again, in order; `None`: all were, because too much lies between.
    pub fn move_to(&mut self, dossier: &Dossier, calendar: &ChangeCalendar, day: NaiveDate) -> Option<Vec<EventIx>> {
        let changed = calendar.between(self.day, day);
        if changed.len() > dossier.events.len() / 4 {
            let backwards = std::mem::take(&mut self.backwards);
            *self = Snapshot { backwards, ..Snapshot::of(dossier, day) };
            return None;
        }
        let _span = tracing::debug_span!("snapshot moves", %day, events = changed.len()).entered();
        let about = known::FigureTally::of(dossier, day);
        let mut others = Snapshot::without_events(dossier, day, &about);
        others.backwards = std::mem::take(&mut self.backwards);
        others.take_links(self);
        let mut events = std::mem::take(&mut self.events);
        *self = others;
        let states = event::states(day, dossier, &changed, &about);
        for (&ix, state) in changed.iter().zip(states) {
            let record = &dossier[ix];
            let before = std::mem::replace(&mut events[ix.ix()], state);
            let after = &events[ix.ix()];
            if before.visible {
                links::unlink(self, ix, record, &before.known);
            }
            if after.visible {
                links::link(self, ix, record, &after.known);
            }
        }
        for state in events.iter_mut().filter(|state| state.status == CurrentStatus::Overdue) {
            event::slip_until(state, day);
        }
        self.events = events;
        Some(changed)
    }

    /// Takes over which events belong to which records.
    fn take_links(&mut self, before: &mut Snapshot) {
        let events = self.tied().zip(before.tied());
        events.for_each(|(events, kept)| *events = std::mem::take(kept));
        self.dependents = std::mem::take(&mut before.dependents);
    }

    /// The events of each record that has some.
    fn tied(&mut self) -> impl Iterator<Item = &mut Vec<EventIx>> {
        let actors = self.actors.iter_mut().map(|state| &mut state.events);
        let spots = self.ports.iter_mut().chain(&mut self.places).map(|state| &mut state.events);
        let corridors = self.corridors.iter_mut().map(|state| &mut state.events);
        actors.chain(spots).chain(corridors)
    }
}
