//! Reads the ports and places of a file.

use std::ops::Range;

use super::fields::TableFields;
use crate::dossier::record::{Coordinates, Place, PlaceIx, PlaceKind, Port, PortIx};
use crate::dossier::{FieldValue, WrittenKey};

type PortKey = WrittenKey<PortIx>;

/// The keys of a port that are shown as they stand.
pub(crate) const PORT_KEYS: &[PortKey] = &[
    PortKey::text("id", |d, ix| FieldValue::text(d[ix].id.as_str())),
    PortKey::text("name", |d, ix| FieldValue::text(d[ix].name.as_str())),
    PortKey::text("country", |d, ix| FieldValue::text(d[ix].country.as_str())),
    PortKey::number("latitude", |d, ix| FieldValue::number(d[ix].coordinates.map(|at| at.latitude))),
    PortKey::number("longitude", |d, ix| FieldValue::number(d[ix].coordinates.map(|at| at.longitude))),
    PortKey::text("locode", |d, ix| FieldValue::text(d[ix].locode.as_deref())),
    PortKey::text("operator", |d, ix| FieldValue::text(d[ix].operator.as_deref())).on_card("Run by"),
    PortKey::list("aliases", |d, ix| FieldValue::texts(&d[ix].aliases)),
    PortKey::list("sources", |d, ix| FieldValue::many(&d[ix].sources)),
    PortKey::text("summary", |d, ix| FieldValue::text(d[ix].summary.as_deref())).in_hindsight(),
];

type PlaceKey = WrittenKey<PlaceIx>;

/// The keys of a place that are shown as they stand.
pub(crate) const PLACE_KEYS: &[PlaceKey] = &[
    PlaceKey::text("id", |d, ix| FieldValue::text(d[ix].id.as_str())),
    PlaceKey::text("name", |d, ix| FieldValue::text(d[ix].name.as_str())),
    PlaceKey::text("country", |d, ix| FieldValue::text(d[ix].country.as_deref())),
    PlaceKey::number("latitude", |d, ix| FieldValue::number(d[ix].coordinates.map(|at| at.latitude))),
    PlaceKey::number("longitude", |d, ix| FieldValue::number(d[ix].coordinates.map(|at| at.longitude))),
    PlaceKey::text("kind", |d, ix| FieldValue::text(d[ix].kind.map(PlaceKind::word))),
    PlaceKey::list("aliases", |d, ix| FieldValue::texts(&d[ix].aliases)),
    PlaceKey::list("sources", |d, ix| FieldValue::many(&d[ix].sources)),
];

/// Reads `[[ports]]`.
pub(super) fn read_ports(root: &TableFields<'_, '_>, ports: &mut Vec<Port>) {
    ports.extend(root.tables("ports", "a port").map(port));
}

/// Reads `[[places]]`.
pub(super) fn read_places(root: &TableFields<'_, '_>, places: &mut Vec<Place>) {
    places.extend(root.tables("places", "a place").map(place));
}

fn port(f: TableFields<'_, '_>) -> Port {
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

fn place(f: TableFields<'_, '_>) -> Place {
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
fn coordinates(f: &TableFields<'_, '_>) -> Option<Coordinates> {
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
