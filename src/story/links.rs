//! How records are connected on a day. Records that are not visible are left out.

use hashbrown::HashSet;

use super::{SlipDays, Snapshot};
use crate::dossier::{
    ActorIx, CorridorIx, Dossier, Event, EventIx, PlaceIx, PortIx, Rec, RecordSpot, Report, ReportStatus,
};

/// Lists a visible event at every record that it names, by the reports that are known.
pub(super) fn link(snapshot: &mut Snapshot, ix: EventIx, event: &Event, known: &[u32]) {
    each_list(snapshot, event, known, |events| match events.last() {
        Some(&last) if last >= ix => {
            if let Err(at) = events.binary_search(&ix) {
                events.insert(at, ix);
            }
        }
        _ => events.push(ix),
    });
}

/// Removes an event from every record that it names, by the reports that were known.
pub(super) fn unlink(snapshot: &mut Snapshot, ix: EventIx, event: &Event, known: &[u32]) {
    each_list(snapshot, event, known, |events| {
        if let Ok(at) = events.binary_search(&ix) {
            events.remove(at);
        }
    });
}

/// Calls `change` with the events of each record that an event names; of some more than once.
fn each_list(snapshot: &mut Snapshot, event: &Event, known: &[u32], mut change: impl FnMut(&mut Vec<EventIx>)) {
    for rec in named(event, known.iter().map(|&report| &event.reports[report as usize])) {
        match rec {
            Rec::Actor(ix) => change(&mut snapshot.actors[ix.ix()].events),
            Rec::Port(ix) => change(&mut snapshot.ports[ix.ix()].events),
            Rec::Place(ix) => change(&mut snapshot.places[ix.ix()].events),
            Rec::Corridor(ix) => change(&mut snapshot.corridors[ix.ix()].events),
            Rec::Event(_) | Rec::Article(_) | Rec::Figure(_) => {}
        }
    }
}

/// The records that an event names, itself or in these reports; some more than once.
pub(super) fn named<'e>(event: &'e Event, reports: impl Iterator<Item = &'e Report>) -> impl Iterator<Item = Rec> {
    let reported = reports.flat_map(|report| report.actors.iter().chain(&report.by));
    let actors = event.actors.iter().chain(reported).map(|&actor| Rec::Actor(actor));
    let ports = event.ports.iter().map(|&port| Rec::Port(port));
    let places = event.places.iter().map(|&spot| match spot {
        RecordSpot::Port(port) => Rec::Port(port),
        RecordSpot::Place(place) => Rec::Place(place),
    });
    let corridors = event.corridors.iter().map(|&corridor| Rec::Corridor(corridor));
    actors.chain(ports).chain(places).chain(corridors)
}

/// What must happen first, and what depends on it; sorted.
pub(super) fn dependents(dossier: &Dossier) -> Vec<(EventIx, EventIx)> {
    let events = (0u32..).map(EventIx).zip(&dossier.events);
    let mut pairs: Vec<_> = events.flat_map(|(ix, e)| e.depends_on.iter().map(move |&first| (first, ix))).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// Each visible record once, in order of first appearance.
fn distinct<T: Copy + Eq + std::hash::Hash>(all: impl Iterator<Item = T>, keep: impl Fn(T) -> bool) -> Vec<T> {
    let mut met = HashSet::new();
    all.filter(|&one| keep(one) && met.insert(one)).collect()
}

impl Snapshot {
    /// The visible actors of an event, those of the record first. Until it took place, these are the participants named
    /// by the record or by a known report. After that, they are those who came according to the reports that say it
    /// took place; if such a report names somebody, an actor of the record that only forecasts name did not come.
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

    /// The visible actors whom the record or a known report names for an event that took place, although no report says
    /// that they came. Empty until it took place.
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

    /// The actors that known reports with such a status name.
    fn named_by(&self, dossier: &Dossier, event: EventIx, wanted: fn(ReportStatus) -> bool) -> Vec<ActorIx> {
        let reports = self.reports(dossier, event).filter(|report| report.status.is_some_and(wanted));
        reports.flat_map(|report| report.actors.iter().copied()).collect()
    }

    /// The visible ports of an event, including ports among its places.
    #[must_use]
    pub fn event_ports(&self, dossier: &Dossier, event: EventIx) -> Vec<PortIx> {
        let places = dossier[event].places.iter().filter_map(|spot| match spot {
            RecordSpot::Port(port) => Some(port),
            RecordSpot::Place(_) => None,
        });
        distinct(dossier[event].ports.iter().chain(places).copied(), |ix| self[ix].visible)
    }

    /// The visible places of an event, without ports.
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

    /// The visible events that must happen before this one.
    #[must_use]
    pub fn depends_on(&self, dossier: &Dossier, event: EventIx) -> Vec<EventIx> {
        distinct(dossier[event].depends_on.iter().copied(), |ix| self[ix].visible)
    }

    /// The visible events that depend on this one.
    #[must_use]
    pub fn dependents(&self, event: EventIx) -> Vec<EventIx> {
        let from = self.dependents.partition_point(|&(first, _)| first < event);
        let waiting = self.dependents[from..].iter().take_while(|&&(first, _)| first == event);
        waiting.map(|&(_, waits)| waits).filter(|&waits| self[waits].visible).collect()
    }

    /// The slips that a pending event may inherit: the visible events that must happen before it, directly or
    /// indirectly, and that slipped, with their slip. A slip there is only an assumed slip here.
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
