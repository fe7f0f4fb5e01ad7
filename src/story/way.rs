//! The positions of ports and places, and the distances between them and along a corridor.
//!
//! All distances are great circles: real roads, railways and sea routes are longer.

use crate::dossier::{Corridor, Dossier, Leg, RecordSpot};
use crate::geo::{EarthDistance, LatLon, distance};

/// The coordinates of a port or place, if the dossier gives them.
#[must_use]
pub fn position(dossier: &Dossier, spot: RecordSpot) -> Option<LatLon> {
    let at = match spot {
        RecordSpot::Port(ix) => dossier[ix].coordinates,
        RecordSpot::Place(ix) => dossier[ix].coordinates,
    };
    at.map(|at| LatLon::new(at.latitude, at.longitude))
}

/// The great-circle distance between two ports or places; `None` if one of them has no coordinates.
#[must_use]
pub fn straight(dossier: &Dossier, from: RecordSpot, to: RecordSpot) -> Option<EarthDistance> {
    Some(distance(position(dossier, from)?, position(dossier, to)?))
}

/// A lower bound of the distance along several legs: the sum of their great circles.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct LegPath {
    /// The sum of the great circles.
    pub distance: EarthDistance,
    /// The number of legs that have one.
    pub known: usize,
    /// The number of legs without coordinates.
    pub unknown: usize,
}

/// A lower bound of the distance along these legs.
#[must_use]
pub fn along(dossier: &Dossier, legs: &[Leg]) -> LegPath {
    legs.iter().fold(LegPath::default(), |sum, leg| match straight(dossier, leg.from, leg.to) {
        Some(way) => LegPath { distance: EarthDistance { km: sum.distance.km + way.km }, known: sum.known + 1, ..sum },
        None => LegPath { unknown: sum.unknown + 1, ..sum },
    })
}

/// The legs of a corridor between two of its stops, in file order; `None` if it does not pass
/// both, or they are the same.
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
