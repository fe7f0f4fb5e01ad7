//! Reads the ports and places of a file.

use std::ops::Range;

use super::fields::Fields;
use crate::dossier::record::{Coordinates, Place, PlaceKind, Port};

/// Reads `[[ports]]`.
pub(super) fn read_ports(root: &Fields<'_, '_>, ports: &mut Vec<Port>) {
    ports.extend(root.tables("ports", "a port").map(port));
}

/// Reads `[[places]]`.
pub(super) fn read_places(root: &Fields<'_, '_>, places: &mut Vec<Place>) {
    places.extend(root.tables("places", "a place").map(place));
}

fn port(f: Fields<'_, '_>) -> Port {
    let port = Port {
        id: f.id(),
        name: f.need_text("name"),
        country: f.country().unwrap_or_default(),
        coordinates: coordinates(&f),
        locode: f.locode(),
        operator: f.text("operator"),
        aliases: f.texts("aliases"),
        summary: f.text("summary"),
        sources: f.many("sources"),
        at: f.at(),
    };
    f.need("country");
    f.done();
    port
}

fn place(f: Fields<'_, '_>) -> Place {
    let place = Place {
        id: f.id(),
        name: f.need_text("name"),
        country: f.country(),
        coordinates: coordinates(&f),
        aliases: f.texts("aliases"),
        kind: f.word("kind", PlaceKind::ALL, PlaceKind::word),
        sources: f.many("sources"),
        at: f.at(),
    };
    f.done();
    place
}

/// Both coordinates, or none.
fn coordinates(f: &Fields<'_, '_>) -> Option<Coordinates> {
    let degrees = |key, limit: f64| {
        let (degrees, span): (f64, Range<usize>) = f.number(key)?;
        if degrees.abs() > limit {
            f.error(&span, || format!("`{key}` is between -{limit} and {limit} degrees, not {degrees}"));
        }
        Some(degrees)
    };
    let (latitude, longitude) = (degrees("latitude", 90.0), degrees("longitude", 180.0));
    for (given, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
        if let Some(entry) = f.entry(given)
            && !f.has(other)
        {
            f.error(&entry.key_span, || format!("`{given}` needs `{other}` beside it"));
        }
    }
    Some(Coordinates { latitude: latitude?, longitude: longitude? })
}
