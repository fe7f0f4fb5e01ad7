//! Where ports and places lie, and how far it is between them and along a corridor.
//!
//! These are great circles: no road, railway or ship is shorter, and most are longer.

use crate::dossier::{Corridor, Dossier, Leg, Spot};
use crate::geo::{Distance, LatLon, distance};

/// Where a port or place lies, if the dossier says so.
#[must_use]
pub fn position(dossier: &Dossier, spot: Spot) -> Option<LatLon> {
    let at = match spot {
        Spot::Port(ix) => dossier[ix].coordinates,
        Spot::Place(ix) => dossier[ix].coordinates,
    };
    at.map(|at| LatLon::new(at.latitude, at.longitude))
}

/// The great circle between two ports or places; `None` where one of them has no coordinates.
#[must_use]
pub fn straight(dossier: &Dossier, from: Spot, to: Spot) -> Option<Distance> {
    Some(distance(position(dossier, from)?, position(dossier, to)?))
}

/// How far it is at least along some legs: the great circles of all of them, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Along {
    /// The sum of the great circles.
    pub distance: Distance,
    /// Legs that have one.
    pub known: usize,
    /// Legs without, for want of coordinates.
    pub unknown: usize,
}

/// How far it is at least along these legs.
#[must_use]
pub fn along(dossier: &Dossier, legs: &[Leg]) -> Along {
    legs.iter().fold(Along::default(), |sum, leg| match straight(dossier, leg.from, leg.to) {
        Some(way) => Along { distance: Distance { km: sum.distance.km + way.km }, known: sum.known + 1, ..sum },
        None => Along { unknown: sum.unknown + 1, ..sum },
    })
}

/// The legs of a corridor from one of its stops to another, in the order of the file; `None` where it does not touch
/// both, or they are one.
#[must_use]
pub fn between(corridor: &Corridor, one: Spot, other: Spot) -> Option<&[Leg]> {
    let stop = |spot: Spot| {
        let first = corridor.legs.first().is_some_and(|leg| leg.from == spot).then_some(0);
        first.or_else(|| corridor.legs.iter().position(|leg| leg.to == spot).map(|leg| leg + 1))
    };
    let (one, other) = (stop(one)?, stop(other)?);
    let (start, end) = (one.min(other), one.max(other));
    let is_joined = |legs: &[Leg]| legs.windows(2).all(|pair| pair[0].to == pair[1].from);
    (start < end).then(|| &corridor.legs[start..end]).filter(|legs| is_joined(legs))
}
