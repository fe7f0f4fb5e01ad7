//! `GeoJSON` (RFC 7946): ports, places, corridors and their legs, events where they take place.

use std::io;

use ::geojson::feature::Id;
use ::geojson::{Feature, FeatureCollection, GeometryValue, JsonObject, Position};
use serde_json::{Value, json};

use crate::dossier::{Coordinates, CorridorIx, CorridorStatus, EdtfDate, EventIx, Kind, Rec, RecordSpot};

use crate::geo::narrowest;

use super::clean;
use super::{ExportLosses, ExportStory};

/// Writes the rows that have coordinates, longitude first. A line across the 180th meridian is cut there.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    let mut features = Vec::new();
    for &rec in story.rows.iter().filter(|rec| story.is_visible(**rec)) {
        match rec {
            Rec::Port(_) | Rec::Place(_) => features.extend(point(story, rec, &mut losses)),
            Rec::Corridor(ix) => corridor(story, ix, &mut features, &mut losses),
            Rec::Event(ix) => features.extend(event(story, ix, &mut losses)),
            Rec::Actor(_) | Rec::Article(_) | Rec::Figure(_) => {}
        }
    }
    story.leave_out(&[Kind::Actor, Kind::Article, Kind::Figure], &mut losses);
    let mut foreign = JsonObject::new();
    foreign.insert("title".into(), json!(story.dossier.story.title));
    foreign.insert("as_of".into(), json!(story.snapshot.day));
    let bbox = bbox(&features);
    let collection = FeatureCollection { bbox, features, foreign_members: Some(foreign) };
    writeln!(out, "{}", clean::json(&collection, true)?)?;
    Ok(losses)
}

fn feature(id: String, value: GeometryValue, properties: Value) -> Feature {
    let Value::Object(mut properties) = properties else { unreachable!("written as an object") };
    properties.retain(|_, value| !value.is_null());
    Feature {
        bbox: None,
        geometry: Some(value.into()),
        id: Some(Id::String(id)),
        properties: Some(properties),
        foreign_members: None,
    }
}

fn coordinates(story: &ExportStory, spot: RecordSpot) -> Option<Coordinates> {
    match spot {
        RecordSpot::Port(ix) => story.dossier[ix].coordinates,
        RecordSpot::Place(ix) => story.dossier[ix].coordinates,
    }
}

fn position(at: Coordinates) -> Position {
    vec![at.longitude, at.latitude].into()
}

fn point(story: &ExportStory, rec: Rec, losses: &mut ExportLosses) -> Option<Feature> {
    let (spot, properties) = match rec {
        Rec::Port(ix) => {
            let port = &story.dossier[ix];
            let properties = json!({
                "type": "port", "name": port.name, "country": port.country, "locode": port.locode,
                "operator": port.operator, "aliases": port.aliases, "summary": story.summary(rec),
            });
            (RecordSpot::Port(ix), properties)
        }
        Rec::Place(ix) => {
            let place = &story.dossier[ix];
            let properties = json!({
                "type": "place", "name": place.name, "country": place.country, "kind": place.kind,
                "aliases": place.aliases,
            });
            (RecordSpot::Place(ix), properties)
        }
        _ => return None,
    };
    let Some(at) = coordinates(story, spot) else {
        losses.add(format!("{} without coordinates, left out", rec.kind()), 1);
        return None;
    };
    Some(feature(story.id(rec).to_owned(), GeometryValue::Point { coordinates: position(at) }, properties))
}

/// One feature for the whole corridor, then one for each leg, because programs style by feature and legs differ in
/// status.
fn corridor(story: &ExportStory, ix: CorridorIx, features: &mut Vec<Feature>, losses: &mut ExportLosses) {
    let (corridor, state) = (&story.dossier[ix], &story.snapshot[ix]);
    let mut whole = Vec::new();
    let mut legs = Vec::new();
    for (n, leg) in corridor.legs.iter().enumerate() {
        let (Some(from), Some(to)) = (coordinates(story, leg.from), coordinates(story, leg.to)) else {
            losses.add("legs with an end without coordinates, left out", 1);
            continue;
        };
        let lines = lines(from, to);
        whole.extend(lines.iter().cloned());
        let known = state.legs.get(n);
        let report = |report: Option<u32>| report.map(|n| &corridor.reports[n as usize]);
        let properties = json!({
            "type": "leg", "corridor": corridor.id, "leg": n + 1, "name": format!("{}: {} to {}", corridor.name,
                story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to)),
            "from": story.id(leg.from), "to": story.id(leg.to), "mode": leg.mode, "length_km": leg.length_km,
            "status": word(known.and_then(|known| known.status)),
            "since": known.and_then(|known| known.since?.date(story.dossier, corridor)),
            "since_source": known.and_then(|known| known.since?.told(corridor).source).map(|ix| story.id(ix)),
            "source": report(known.and_then(|known| known.newest)).and_then(|report| report.source).map(|ix| story.id(ix)),
        });
        legs.push(feature(format!("{}/{}", corridor.id, n + 1), line(lines), properties));
    }
    if whole.is_empty() {
        losses.add("corridors without coordinates, left out", 1);
        return;
    }
    losses.add("statements on corridors but for the newest of each leg, left out", {
        let shown: hashbrown::HashSet<u32> = state.legs.iter().filter_map(|leg| leg.newest).collect();
        state.known.iter().filter(|n| !shown.contains(*n)).count()
    });
    let weakest = state.weakest.and_then(|n| corridor.legs.get(n as usize));
    let properties = json!({
        "type": "corridor", "name": corridor.name, "aliases": corridor.aliases, "status": word(state.status),
        "weakest": weakest.map(|leg| [story.id(leg.from), story.id(leg.to)]),
        "branch_of": corridor.branch_of.filter(|ix| story.is_visible(*ix)).map(|ix| story.id(ix)),
        "summary": story.summary(ix.into()),
        "sources": story.sources(ix.into()).into_iter().map(|ix| story.id(ix)).collect::<Vec<_>>(),
    });
    let value = GeometryValue::MultiLineString { coordinates: whole };
    features.push(feature(corridor.id.clone(), value, properties));
    features.append(&mut legs);
}

fn word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or("unknown", CorridorStatus::word)
}

/// The line between two places; two lines if it crosses the 180th meridian (RFC 7946, 3.1.9).
fn lines(from: Coordinates, to: Coordinates) -> Vec<Vec<Position>> {
    let east = to.longitude - from.longitude;
    if east.abs() <= 180.0 {
        return vec![vec![position(from), position(to)]];
    }
    let edge = if from.longitude > 0.0 { 180.0 } else { -180.0 };
    let whole = 360.0 - east.abs();
    let part = if whole == 0.0 { 0.0 } else { (edge - from.longitude).abs() / whole };
    let latitude = from.latitude + (to.latitude - from.latitude) * part;
    vec![
        vec![position(from), position(Coordinates { latitude, longitude: edge })],
        vec![position(Coordinates { latitude, longitude: -edge }), position(to)],
    ]
}

fn line(mut lines: Vec<Vec<Position>>) -> GeometryValue {
    if lines.len() == 1 {
        GeometryValue::LineString { coordinates: lines.remove(0) }
    } else {
        GeometryValue::MultiLineString { coordinates: lines }
    }
}

fn event(story: &ExportStory, ix: EventIx, losses: &mut ExportLosses) -> Option<Feature> {
    let (event, state) = story.event(ix);
    let mut spots: Vec<Position> =
        event.places.iter().filter_map(|spot| coordinates(story, *spot)).map(position).collect();
    let value = match spots.len() {
        0 => {
            losses.add("events without a place that has coordinates, left out", 1);
            return None;
        }
        1 => GeometryValue::Point { coordinates: spots.remove(0) },
        _ => GeometryValue::MultiPoint { coordinates: spots },
    };
    losses.add("disagreements between sources, left out", state.contested.len());
    let date = state.date.as_ref();
    let ids = |all: Vec<Rec>| {
        all.into_iter().filter(|rec| story.is_visible(*rec)).map(|rec| story.id(rec)).collect::<Vec<_>>()
    };
    let properties = json!({
        "type": "event", "title": event.title, "name": event.title, "kind": event.kind, "status": state.status,
        "date": date, "earliest": date.and_then(EdtfDate::earliest), "latest": date.and_then(EdtfDate::latest),
        "slip_days": state.slip, "ledger": state.ledger.map(|row| row.outcome), "tags": event.tags, "summary": story.summary(ix.into()),
        "actors": story.participants(ix).into_iter().map(|ix| story.id(ix)).collect::<Vec<_>>(),
        "places": event.places.iter().map(|spot| story.id(*spot)).collect::<Vec<_>>(),
        "ports": ids(event.ports.iter().map(|ix| (*ix).into()).collect()),
        "corridors": ids(event.corridors.iter().map(|ix| (*ix).into()).collect()),
        "sources": story.sources_of_reports(ix).into_iter().map(|ix| story.id(ix)).collect::<Vec<_>>(),
    });
    Some(feature(event.id.clone(), value, properties))
}

/// West, south, east, north of all features (RFC 7946, 5.2). Where the narrowest box lies across the 180th meridian, its
/// west is the greater number.
fn bbox(features: &[Feature]) -> Option<Vec<f64>> {
    let (mut stretches, mut latitudes) = (Vec::new(), Vec::new());
    for geometry in features.iter().filter_map(|feature| feature.geometry.as_ref()) {
        let mut add = |line: &[Position]| {
            latitudes.extend(line.iter().map(|position| position[1]));
            let ends = line.iter().map(|position| position[0]);
            let bounds = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
            stretches.push(bounds);
        };
        match &geometry.value {
            GeometryValue::Point { coordinates } => add(std::slice::from_ref(coordinates)),
            GeometryValue::MultiPoint { coordinates } => {
                coordinates.iter().for_each(|point| add(std::slice::from_ref(point)));
            }
            GeometryValue::LineString { coordinates } => add(coordinates),
            GeometryValue::MultiLineString { coordinates } => coordinates.iter().for_each(|line| add(line)),
            _ => {}
        }
    }
    let (west, east) = narrowest(stretches)?;
    let south = latitudes.iter().copied().fold(f64::INFINITY, f64::min);
    let north = latitudes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(vec![west, south, east, north])
}
