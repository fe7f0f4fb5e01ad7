//! `FollowTheMoney` entities and `TimelineJS` slides, checked against what their readers accept.

use std::collections::HashSet;

use karwan::dossier::Rec;
use karwan::report::export::ExportOptions;
use serde_json::{Value, json};

use crate::common::frozen;
use crate::common::story::{day, export, export_with, hostile};

/// The properties that we write, by schema of the `FollowTheMoney` model 4.
const MODEL: &[(&str, &[&str])] = &[
    ("Person", &["name", "alias", "country", "wikidataId", "summary", "position", "sourceUrl", "proof"]),
    ("Organization", &["name", "alias", "country", "wikidataId", "summary", "sourceUrl", "proof"]),
    ("PublicBody", &["name", "alias", "country", "wikidataId", "summary", "sourceUrl", "proof"]),
    ("Position", &["name", "organization", "country"]),
    ("Occupancy", &["holder", "post", "startDate", "endDate", "date", "sourceUrl", "proof"]),
    (
        "Event",
        &[
            "name",
            "summary",
            "description",
            "date",
            "startDate",
            "endDate",
            "keywords",
            "involved",
            "location",
            "addressEntity",
            "sourceUrl",
            "proof",
        ],
    ),
    (
        "Address",
        &["name", "full", "alias", "country", "latitude", "longitude", "keywords", "summary", "sourceUrl", "proof"],
    ),
    (
        "Article",
        &["title", "name", "publisher", "sourceUrl", "publishedAt", "retrievedAt", "language", "keywords", "summary"],
    ),
];

fn entities(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn entities_have_the_properties_of_their_schema_and_no_reference_leads_nowhere() {
    for (dossier, known) in
        [(hostile(), "2025-12-01"), (frozen::story(), "2025-09-05"), (frozen::story(), "2026-11-23")]
    {
        let all = entities(&export("ftm", &dossier, day(known)).0);
        let ids: HashSet<&str> = all.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len(), "each id once");
        for entity in &all {
            let schema = entity["schema"].as_str().unwrap();
            let (_, allowed) = MODEL.iter().find(|(name, _)| *name == schema).expect("a schema of the model");
            for (property, values) in entity["properties"].as_object().unwrap() {
                assert!(allowed.contains(&property.as_str()), "{schema} has no {property}");
                for value in values.as_array().expect("a list") {
                    let value = value.as_str().expect("text");
                    assert!(!value.is_empty());
                    if ["proof", "involved", "holder", "post", "organization", "addressEntity"]
                        .contains(&property.as_str())
                    {
                        assert!(ids.contains(value), "{schema}.{property} refers to `{value}`");
                    }
                }
            }
        }
    }
}

#[test]
fn an_event_brings_the_records_that_it_refers_to() {
    let visit_only = |rec: Rec| matches!(rec, Rec::Event(ix) if ix.ix() == 0);
    let (text, losses) = export_with("ftm", &hostile(), day("2025-10-31"), ExportOptions::default(), visit_only);
    let all = entities(&text);
    let schemas: Vec<&str> = all.iter().map(|entity| entity["schema"].as_str().unwrap()).collect();
    for schema in ["Event", "Person", "Organization", "Position", "Occupancy", "Address", "Article"] {
        assert!(schemas.contains(&schema), "{schemas:?}");
    }
    let occupancy = all.iter().find(|entity| entity["schema"] == "Occupancy").unwrap();
    assert_eq!(occupancy["properties"]["startDate"], json!(["2023-04"]));
    assert_eq!(occupancy["properties"].get("endDate"), None, "the end is not known yet");
    assert_eq!(losses.count("positions on issues, left out"), 1);
}

#[test]
fn slides_have_the_precision_of_their_dates() {
    let (text, losses) = export("timelinejs", &hostile(), day("2025-10-31"));
    let timeline: Value = serde_json::from_str(&text).unwrap();
    let slide = |id: &str| {
        let events = timeline["events"].as_array().unwrap();
        events.iter().find(|event| event["unique_id"] == id).unwrap_or_else(|| panic!("no slide `{id}`")).clone()
    };
    assert_eq!(slide("visit")["start_date"], json!({ "year": 2025, "month": 11 }));
    assert_eq!(slide("visit").get("end_date"), None);
    assert_eq!(slide("deadline")["start_date"], json!({ "year": 2027, "month": 2, "day": 4 }));
    assert_eq!(slide("deadline")["display_date"], "by 4 Feb 2027");
    assert_eq!(slide("season")["end_date"], json!({ "year": 2026, "month": 5, "day": 31 }));
    assert_eq!(losses.count("events without a date, left out"), 1);
    assert_eq!(losses.count("open starts or ends, shown in words only"), 2);
    let (text, _) = export("timelinejs", &hostile(), day("2025-09-05"));
    let timeline: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(timeline["events"][0]["end_date"], json!({ "year": 2025, "month": 9, "day": 14 }));
}

#[test]
fn slides_hold_only_our_own_markup() {
    for (dossier, known) in [(hostile(), "2025-12-01"), (frozen::story(), "2026-11-23")] {
        let timeline: Value = serde_json::from_str(&export("timelinejs", &dossier, day(known)).0).unwrap();
        let slides = timeline["events"].as_array().unwrap().iter().chain([&timeline["title"]]);
        for text in
            slides.flat_map(|slide| [&slide["text"]["headline"], &slide["text"]["text"], &slide["display_date"]])
        {
            let html = text.as_str().unwrap_or_default();
            let document = roxmltree::Document::parse(&format!("<x>{html}</x>"))
                .map(|_| ())
                .map_err(|error| format!("{error}: {html}"));
            document.unwrap();
            let whole = format!("<x>{html}</x>");
            for node in roxmltree::Document::parse(&whole).unwrap().descendants().filter(roxmltree::Node::is_element) {
                assert!(["x", "p", "ul", "li", "a"].contains(&node.tag_name().name()), "{html}");
                assert!(node.attribute("href").is_none_or(|link| link.starts_with("http")), "{html}");
            }
        }
    }
}
