//! How records hang together on a day. Nothing that is not visible is offered.

use hashbrown::HashSet;

use super::{SlipDays, Snapshot};
use crate::dossier::{ActorIx, CorridorIx, Dossier, Event, EventIx, PlaceIx, PortIx, RecordSpot, Report, ReportStatus};

/// Enters a visible event at everything that it names. Events have to come in their order.
pub(super) fn tie(snapshot: &mut Snapshot, ix: EventIx, event: &Event, known: &[u32]) {
    let said = known.iter().map(|&report| &event.reports[report as usize]);
    for &actor in event.actors.iter().chain(said.flat_map(|report| report.actors.iter().chain(&report.by))) {
        enter(&mut snapshot.actors[actor.ix()].events, ix);
    }
    for &port in &event.ports {
        enter(&mut snapshot.ports[port.ix()].events, ix);
    }
    for &spot in &event.places {
        match spot {
            RecordSpot::Port(port) => enter(&mut snapshot.ports[port.ix()].events, ix),
            RecordSpot::Place(place) => enter(&mut snapshot.places[place.ix()].events, ix),
        }
    }
    for &corridor in &event.corridors {
        enter(&mut snapshot.corridors[corridor.ix()].events, ix);
    }
}

/// What has to happen first, and what waits for it; sorted.
pub(super) fn dependents(dossier: &Dossier) -> Vec<(EventIx, EventIx)> {
    let events = (0u32..).map(EventIx).zip(&dossier.events);
    let mut pairs: Vec<_> = events.flat_map(|(ix, e)| e.depends_on.iter().map(move |&first| (first, ix))).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// Events come in their order, so a double can only be the last.
fn enter(events: &mut Vec<EventIx>, event: EventIx) {
    if events.last() != Some(&event) {
        events.push(event);
    }
}

/// Each once, in the order of the first time, and only what is kept.
fn distinct<T: Copy + Eq + std::hash::Hash>(all: impl Iterator<Item = T>, keep: impl Fn(T) -> bool) -> Vec<T> {
    let mut met = HashSet::new();
    all.filter(|&one| keep(one) && met.insert(one)).collect()
}

impl Snapshot {
    /// The visible actors of an event, those of the record first. Until it came about: who takes part, by the record or by
    /// a known report. Once it did: who came, by the reports that say that it came about; where these name somebody, an
    /// actor of the record whom only forecasts name did not come.
    #[must_use]
    pub fn event_actors(&self, dossier: &Dossier, event: EventIx) -> Vec<ActorIx> {
        let record = &dossier[event];
        if !self[event].came_about() {
            let reported = self.reports(dossier, event).flat_map(|report| &report.actors);
            return distinct(record.actors.iter().chain(reported).copied(), |ix| self[ix].visible);
        }
        let came = self.named_by(dossier, event, ReportStatus::is_outcome);
        let announced = self.named_by(dossier, event, ReportStatus::is_forecast);
        let absent = |actor: &ActorIx| !came.is_empty() && announced.contains(actor) && !came.contains(actor);
        let of_record = record.actors.iter().copied().filter(|actor| !absent(actor));
        distinct(of_record.chain(came.iter().copied()), |ix| self[ix].visible)
    }

    /// The visible actors whom the record or a known report names for an event that came about, and of whom no report says
    /// that they came. None until it came about.
    #[must_use]
    pub fn announced_actors(&self, dossier: &Dossier, event: EventIx) -> Vec<ActorIx> {
        if !self[event].came_about() {
            return Vec::new();
        }
        let came = self.event_actors(dossier, event);
        let reported = self.reports(dossier, event).flat_map(|report| &report.actors);
        let named = dossier[event].actors.iter().chain(reported).copied();
        distinct(named, |ix| self[ix].visible && !came.contains(&ix))
    }

    /// The known reports on an event, in the order in which they became known.
    fn reports<'d>(&self, dossier: &'d Dossier, event: EventIx) -> impl Iterator<Item = &'d Report> {
        let reports = &dossier[event].reports;
        self[event].known.iter().map(|&report| &reports[report as usize])
    }

    /// Whom the known reports with such a status name.
    fn named_by(&self, dossier: &Dossier, event: EventIx, wanted: fn(ReportStatus) -> bool) -> Vec<ActorIx> {
        let reports = self.reports(dossier, event).filter(|report| report.status.is_some_and(wanted));
        reports.flat_map(|report| report.actors.iter().copied()).collect()
    }

    /// The visible ports of an event, those among its places too.
    #[must_use]
    pub fn event_ports(&self, dossier: &Dossier, event: EventIx) -> Vec<PortIx> {
        let places = dossier[event].places.iter().filter_map(|spot| match spot {
            RecordSpot::Port(port) => Some(port),
            RecordSpot::Place(_) => None,
        });
        distinct(dossier[event].ports.iter().chain(places).copied(), |ix| self[ix].visible)
    }

    /// The visible places of an event, ports left out.
    #[must_use]
    pub fn event_places(&self, dossier: &Dossier, event: EventIx) -> Vec<PlaceIx> {
        let places = dossier[event].places.iter().filter_map(|spot| match spot {
            RecordSpot::Place(place) => Some(*place),
            RecordSpot::Port(_) => None,
        });
        distinct(places, |ix| self[ix].visible)
    }

    /// The visible corridors of an event.
    #[must_use]
    pub fn event_corridors(&self, dossier: &Dossier, event: EventIx) -> Vec<CorridorIx> {
        distinct(dossier[event].corridors.iter().copied(), |ix| self[ix].visible)
    }

    /// The visible events that have to happen before this one.
    #[must_use]
    pub fn depends_on(&self, dossier: &Dossier, event: EventIx) -> Vec<EventIx> {
        distinct(dossier[event].depends_on.iter().copied(), |ix| self[ix].visible)
    }

    /// The visible events that wait for this one.
    #[must_use]
    pub fn dependents(&self, event: EventIx) -> Vec<EventIx> {
        let from = self.dependents.partition_point(|&(first, _)| first < event);
        let waiting = self.dependents[from..].iter().take_while(|&&(first, _)| first == event);
        waiting.map(|&(_, waits)| waits).filter(|&waits| self[waits].visible).collect()
    }

    /// What an event that is still to come may slip by because of others: the visible events, direct or further on,
    /// that have to happen first and that slipped, with their slip. A slip there is an assumed slip here.
    #[must_use]
    pub fn assumed_slips(&self, dossier: &Dossier, event: EventIx) -> Vec<(EventIx, SlipDays)> {
        if !self[event].status.is_open() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut met: HashSet<EventIx> = HashSet::from_iter([event]);
        let mut to_visit = self.depends_on(dossier, event);
        while let Some(ix) = to_visit.pop() {
            if met.insert(ix) {
                found.extend(self[ix].slip.map(|slip| (ix, slip)));
                to_visit.extend(self.depends_on(dossier, ix));
            }
        }
        found.sort_by_key(|&(ix, _)| ix);
        found
    }
}
