//! Where ports and places lie, and how far it is between them and along a corridor.
//!
//! These are great circles: no road, railway or ship is shorter, and most are longer.

use crate::dossier::{Corridor, Dossier, Leg, RecordSpot};
use crate::geo::{LatLon, SeaDistance, distance};

/// Where a port or place lies, if the dossier says so.
#[must_use]
pub fn position(dossier: &Dossier, spot: RecordSpot) -> Option<LatLon> {
    let at = match spot {
        RecordSpot::Port(ix) => dossier[ix].coordinates,
        RecordSpot::Place(ix) => dossier[ix].coordinates,
    };
    at.map(|at| LatLon::new(at.latitude, at.longitude))
}

/// The great circle between two ports or places; `None` if one of them has no coordinates.
#[must_use]
pub fn straight(dossier: &Dossier, from: RecordSpot, to: RecordSpot) -> Option<SeaDistance> {
    Some(distance(position(dossier, from)?, position(dossier, to)?))
}

/// How far it is at least along some legs: the great circles of all of them, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct LegPath {
    /// The sum of the great circles.
    pub distance: SeaDistance,
    /// Legs that have one.
    pub known: usize,
    /// Legs without, for want of coordinates.
    pub unknown: usize,
}

/// How far it is at least along these legs.
#[must_use]
pub fn along(dossier: &Dossier, legs: &[Leg]) -> LegPath {
    legs.iter().fold(LegPath::default(), |sum, leg| match straight(dossier, leg.from, leg.to) {
        Some(way) => LegPath { distance: SeaDistance { km: sum.distance.km + way.km }, known: sum.known + 1, ..sum },
        None => LegPath { unknown: sum.unknown + 1, ..sum },
    })
}

/// The legs of a corridor from one of its stops to another, in the order of the file; `None` if it does not touch
/// both, or they are one.
#[must_use]
pub fn between(corridor: &Corridor, one: RecordSpot, other: RecordSpot) -> Option<&[Leg]> {
    let stop = |spot: RecordSpot| {
        let first = corridor.legs.first().is_some_and(|leg| leg.from == spot).then_some(0);
        first.or_else(|| corridor.legs.iter().position(|leg| leg.to == spot).map(|leg| leg + 1))
    };
    let (one, other) = (stop(one)?, stop(other)?);
    let (start, end) = (one.min(other), one.max(other));
    let is_joined = |legs: &[Leg]| legs.windows(2).all(|pair| pair[0].to == pair[1].from);
    (start < end).then(|| &corridor.legs[start..end]).filter(|legs| is_joined(legs))
}
