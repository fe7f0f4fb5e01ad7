//! A port or place as JSON.

use serde::Serialize;

use super::Records;
use crate::dossier::{Coordinates, PlaceIx, PlaceKind, PortIx, Rec};
use crate::story::SpotState;

/// A port or place. What only the other has is left out.
#[derive(Debug, Serialize)]
pub struct Spot<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(flatten)]
    place: Option<PlaceOnly>,
    country: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    #[serde(flatten)]
    port: Option<PortOnly<'a>>,
    aliases: &'a [String],
    sources: Vec<&'a str>,
    events: Vec<&'a str>,
    figures: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct PortOnly<'a> {
    locode: Option<&'a str>,
    operator: Option<&'a str>,
    summary: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceOnly {
    kind: Option<PlaceKind>,
}

pub(super) fn port<'a>(facts: &'a Records<'a>, ix: PortIx) -> Spot<'a> {
    let (port, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let only = PortOnly {
        locode: port.locode.as_deref(),
        operator: port.operator.as_deref(),
        summary: port.summary.as_deref().filter(|_| state.complete),
    };
    Spot {
        id: &port.id,
        name: &port.name,
        place: None,
        country: Some(&port.country),
        port: Some(only),
        aliases: &port.aliases,
        sources: facts.ids(&port.sources),
        ..spot(facts, ix.into(), port.coordinates, state)
    }
}

pub(super) fn place<'a>(facts: &'a Records<'a>, ix: PlaceIx) -> Spot<'a> {
    let (place, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    Spot {
        id: &place.id,
        name: &place.name,
        place: Some(PlaceOnly { kind: place.kind }),
        country: place.country.as_deref(),
        port: None,
        aliases: &place.aliases,
        sources: facts.ids(&place.sources),
        ..spot(facts, ix.into(), place.coordinates, state)
    }
}

/// What both have.
fn spot<'a>(facts: &'a Records<'a>, rec: Rec, coordinates: Option<Coordinates>, state: &SpotState) -> Spot<'a> {
    Spot {
        id: "",
        name: "",
        place: None,
        country: None,
        latitude: coordinates.map(|c| c.latitude),
        longitude: coordinates.map(|c| c.longitude),
        port: None,
        aliases: &[],
        sources: Vec::new(),
        events: facts.ids(&state.events),
        figures: facts.figures(rec),
    }
}
