//! `GeoJSON`, checked against the rules of RFC 7946 by a JSON Schema validator.

use serde_json::{Value, json};

use crate::common::frozen;
use crate::common::story::{HOSTILE, day, export, hostile};

/// RFC 7946 as far as we write it, from its text.
fn schema() -> Value {
    let position = json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": false, "prefixItems": [
        { "type": "number", "minimum": -180, "maximum": 180 }, { "type": "number", "minimum": -90, "maximum": 90 } ] });
    let line = json!({ "type": "array", "minItems": 2, "items": position });
    let geometry = |name: &str, coordinates: Value| {
        json!({ "type": "object", "required": ["type", "coordinates"], "additionalProperties": false,
            "properties": { "type": { "const": name }, "coordinates": coordinates } })
    };
    json!({
        "type": "object", "required": ["type", "features"],
        "properties": {
            "type": { "const": "FeatureCollection" },
            "bbox": { "type": "array", "minItems": 4, "maxItems": 4, "items": { "type": "number" } },
            "features": { "type": "array", "items": {
                "type": "object", "required": ["type", "geometry", "properties", "id"],
                "additionalProperties": false,
                "properties": {
                    "type": { "const": "Feature" }, "id": { "type": "string" }, "properties": { "type": "object" },
                    "geometry": { "oneOf": [
                        geometry("Point", position.clone()),
                        geometry("MultiPoint", json!({ "type": "array", "items": position })),
                        geometry("LineString", line.clone()),
                        geometry("MultiLineString", json!({ "type": "array", "items": line })),
                    ] } } } } } })
}

fn read(text: &str) -> Value {
    let document: Value = serde_json::from_str(text).expect("JSON");
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    document
}

fn find<'d>(document: &'d Value, id: &str) -> &'d Value {
    let features = document["features"].as_array().expect("features");
    features.iter().find(|feature| feature["id"] == id).unwrap_or_else(|| panic!("no feature `{id}`"))
}

#[test]
fn ports_and_places_are_points_with_the_longitude_first() {
    let (text, losses) = export("geojson", &hostile(), day("2025-10-31"));
    let document = read(&text);
    let gwadar = find(&document, "gwadar");
    assert_eq!(gwadar["geometry"], json!({ "type": "Point", "coordinates": [62.33, 25.11] }));
    assert_eq!(gwadar["properties"]["name"], format!("Gwadar {HOSTILE}"));
    assert_eq!(gwadar["properties"]["locode"], "PKGWD");
    assert_eq!(losses.count("places without coordinates, left out"), 1);
    assert_eq!(document["bbox"], json!([62.33, -34.5, -175.0, 25.11]));
}

#[test]
fn a_corridor_is_a_line_and_each_leg_another_with_its_status() {
    let (text, losses) = export("geojson", &hostile(), day("2025-09-15"));
    let document = read(&text);
    let road = find(&document, "road");
    assert_eq!(road["geometry"]["type"], "MultiLineString");
    assert_eq!(road["properties"]["status"], "unknown");
    let leg = find(&document, "road/1");
    assert_eq!(leg["geometry"], json!({ "type": "LineString", "coordinates": [[62.33, 25.11], [175.0, -34.5]] }));
    assert_eq!(leg["properties"]["status"], "building");
    assert_eq!(leg["properties"]["since"], "2025-08");
    assert_eq!(leg["properties"]["length_km"], 115.5);
    assert_eq!(losses.count("legs with an end without coordinates, left out"), 1);
    let (text, _) = export("geojson", &hostile(), day("2025-10-15"));
    assert_eq!(find(&read(&text), "road")["properties"]["status"], "open");
}

#[test]
fn a_leg_over_the_180th_meridian_is_cut_there() {
    let (text, _) = export("geojson", &hostile(), day("2025-10-31"));
    let document = read(&text);
    let geometry = &find(&document, "road/2")["geometry"];
    let cut = -34.5 + 44.5 / 2.0;
    assert_eq!(
        *geometry,
        json!({ "type": "MultiLineString", "coordinates": [
        [[175.0, -34.5], [180.0, cut]], [[-180.0, cut], [-175.0, 10.0]] ] })
    );
}

#[test]
fn events_stand_at_their_places() {
    let (text, losses) = export("geojson", &hostile(), day("2025-10-31"));
    let document = read(&text);
    let visit = find(&document, "visit");
    assert_eq!(visit["geometry"]["coordinates"], json!([175.0, -34.5]));
    assert_eq!(visit["properties"]["status"], "expected");
    assert_eq!(visit["properties"]["date"], "2025-11");
    assert_eq!(visit["properties"]["slip_days"], json!([48, 83]));
    assert_eq!(find(&document, "off")["geometry"]["type"], "MultiPoint");
    assert_eq!(losses.count("events without a place that has coordinates, left out"), 4);
}

#[test]
fn the_frozen_story_is_valid() {
    let (text, _) = export("geojson", &frozen::story(), day("2026-11-23"));
    let document = read(&text);
    let bbox: Vec<f64> = document["bbox"].as_array().unwrap().iter().map(|side| side.as_f64().unwrap()).collect();
    assert!(bbox[0] > 20.0 && bbox[1] > 15.0 && bbox[2] < 130.0 && bbox[3] < 60.0, "{bbox:?}");
    let names = document["features"].as_array().unwrap().iter().map(|feature| &feature["id"]);
    let names: std::collections::HashSet<String> = names.map(ToString::to_string).collect();
    assert_eq!(names.len(), document["features"].as_array().unwrap().len(), "each id once");
}
