//! Every kind of record, small, as its JSON.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::dossier::load::load_texts;
use crate::dossier::{Dossier, Kind};
use crate::story::Snapshot;

const STORY: &str = r#"
format = 1
[story]
title = "A story"

[[articles]]
id = "first"
title = "First"
outlet = "Dawn"
published = "2025-08-09"

[[articles]]
id = "second"
title = "Second"
outlet = "TASS"
published = "2025-12"
based_on = ["first"]

[[articles]]
id = "third"
title = "Third"
outlet = "Dawn"
published = "2026-02-05"

[[events]]
id = "visit"
title = "A visit"
kind = "visit"
summary = "Late."
actors = ["minister"]
ports = ["harbour"]
places = ["town"]
  [[events.reports]]
  source = "first"
  status = "expected"
  date = "2025-11"
  by = "minister"
  values = { documents = 37, official = true }
  [[events.reports]]
  source = "second"
  values = { documents = 30 }
  [[events.reports]]
  source = "third"
  status = "happened"
  date = "2026-02-03"
  values = { documents = 20 }

[[actors]]
id = "minister"
name = "A Minister"
kind = "person"
summary = "In office until 2026."
  [[actors.offices]]
  title = "Minister"
  from = "2025"
  to = "2026-01"
  source = "first"
  end_source = "third"
  [[actors.positions]]
  issue = "site"
  stance = "Harbour"
  source = "second"

[[ports]]
id = "harbour"
name = "Harbour"
country = "PK"
latitude = 25.11
longitude = 62.33

[[places]]
id = "town"
name = "Town"
kind = "city"

[[corridors]]
id = "road"
name = "Road"
  [[corridors.legs]]
  from = "town"
  to = "harbour"
  mode = "road"
  length_km = 115.5
  [[corridors.reports]]
  source = "first"
  status = "open"
  date = "2025-07"
  [[corridors.reports]]
  source = "third"
  leg = ["town", "harbour"]
  status = "closed"

[[figures]]
about = "harbour"
metric = "draught"
kind = "level"
value = 14.5
unit = "m"
period = "2024"
source = "first"
[[figures]]
about = "harbour"
metric = "draught"
kind = "level"
min = 12
unit = "m"
period = "2024"
source = "third"
"#;

fn dossier() -> std::sync::Arc<Dossier> {
    let loaded = load_texts(&[("story.toml".into(), STORY.to_owned())]);
    loaded.dossier.unwrap_or_else(|| panic!("{:#?}", loaded.problems))
}

fn json_of(dossier: &Dossier, id: &str, day: &str) -> Value {
    let snapshot = Snapshot::of(dossier, day.parse::<NaiveDate>().unwrap());
    let records = FieldRecords::new(dossier, &snapshot);
    serde_json::from_str(&to_string(&records.record(dossier.find(id).unwrap()))).unwrap()
}

#[test]
fn an_event_has_the_fields_of_the_format_in_their_order() {
    let dossier = dossier();
    let snapshot = Snapshot::of(&dossier, "2026-03-01".parse().unwrap());
    let text = to_string(&FieldRecords::new(&dossier, &snapshot).record(dossier.find("visit").unwrap()));
    let mut from = 0;
    for field in [
        "id",
        "title",
        "kind",
        "status",
        "date",
        "earliest",
        "latest",
        "slip_days",
        "actors",
        "ports",
        "corridors",
        "sources",
        "reports",
        "origins",
        "contested",
    ] {
        let at = text[from..].find(&format!("\"{field}\":")).unwrap_or_else(|| panic!("{field} in {text}"));
        from += at;
    }
}

#[test]
fn an_event_as_it_was_known_on_two_days() {
    let dossier = dossier();
    let late = json_of(&dossier, "visit", "2026-03-01");
    assert_eq!(late["status"], "happened");
    assert_eq!(
        (&late["date"], &late["earliest"], &late["latest"]),
        (&json!("2026-02-03"), &json!("2026-02-03"), &json!("2026-02-03"))
    );
    assert_eq!(late["slip_days"], json!([65, 94]));
    assert_eq!(late["sources"], json!(["first", "second", "third"]));
    assert_eq!((&late["reports"], &late["origins"]), (&json!(3), &json!(2)));
    assert_eq!(late["contested"][0]["field"], "documents");
    assert_eq!(late["summary"], "Late.");
    assert_eq!(late["statements"][0]["values"], json!({ "documents": 37, "official": true }));

    let early = json_of(&dossier, "visit", "2025-09-01");
    assert_eq!(early["status"], "expected");
    assert_eq!(
        (&early["date"], &early["earliest"], &early["latest"]),
        (&json!("2025-11"), &json!("2025-11-01"), &json!("2025-11-30"))
    );
    assert_eq!((&early["slip_days"], &early["summary"], &early["contested"]), (&json!(null), &json!(null), &json!([])));
    assert_eq!(
        early["schedule"],
        json!([{
            "date": "2025-11", "step": "first", "slip_days": null,
            "source": "first", "by": "minister", "known": "2025-08-09",
        }])
    );
}

#[test]
fn the_end_of_an_office_is_not_known_before_its_source() {
    let dossier = dossier();
    let early = json_of(&dossier, "minister", "2025-09-01");
    assert_eq!((&early["title"], &early["summary"]), (&json!("Minister"), &json!(null)));
    assert_eq!((&early["offices"][0]["to"], &early["offices"][0]["end_source"]), (&json!(null), &json!(null)));
    assert_eq!(early["positions"], json!([]));
    let late = json_of(&dossier, "minister", "2026-03-01");
    assert_eq!((&late["title"], &late["summary"]), (&json!(null), &json!("In office until 2026.")));
    assert_eq!((&late["offices"][0]["to"], &late["offices"][0]["end_source"]), (&json!("2026-01"), &json!("third")));
    assert_eq!(late["positions"][0]["stance"], "Harbour");
    assert_eq!(late["events"], json!(["visit"]));
}

#[test]
fn a_corridor_says_which_leg_is_the_weakest_and_since_when() {
    let dossier = dossier();
    let early = json_of(&dossier, "road", "2025-09-01");
    assert_eq!((&early["status"], &early["legs"][0]["since"]), (&json!("open"), &json!("../2025-07")));
    let late = json_of(&dossier, "road", "2026-03-01");
    assert_eq!((&late["status"], &late["weakest_leg"]), (&json!("closed"), &json!(["town", "harbour"])));
    assert_eq!(
        late["legs"][0],
        json!({
            "from": "town", "to": "harbour", "mode": "road", "length_km": 115.5, "status": "closed",
            "since": "../2026-02-05", "since_source": "third", "source": "third",
            // From 5 February to 1 March; a town without coordinates is no distance away.
            "days_closed": 25, "great_circle_km": null,
        })
    );
}

#[test]
fn figures_are_contested_by_those_that_say_otherwise() {
    let dossier = dossier();
    let early = json_of(&dossier, "draught@first", "2025-09-01");
    assert_eq!((&early["value"], &early["contested"]), (&json!(14.5), &json!(false)));
    let late = json_of(&dossier, "draught@third", "2026-03-01");
    assert_eq!((&late["value"], &late["min"], &late["max"]), (&json!(null), &json!(12), &json!(null)));
    assert_eq!(late["contested_by"], json!(["draught@first"]));
    let port = json_of(&dossier, "harbour", "2025-09-01");
    assert_eq!((&port["figures"], &port["latitude"]), (&json!(["draught@first"]), &json!(25.11)));
}

#[test]
fn an_article_has_its_dates_and_what_it_relays() {
    let article = json_of(&dossier(), "second", "2026-03-01");
    assert_eq!(
        (&article["published"], &article["earliest"], &article["latest"], &article["known"]),
        (&json!("2025-12"), &json!("2025-12-01"), &json!("2025-12-31"), &json!("2025-12-31"))
    );
    assert_eq!(article["based_on"], json!(["first"]));
    assert_eq!(json_of(&dossier(), "town", "2026-03-01")["kind"], "city");
}

#[test]
fn lists_are_one_object_a_line() {
    let dossier = dossier();
    let snapshot = Snapshot::of(&dossier, "2026-03-01".parse().unwrap());
    let records = FieldRecords::new(&dossier, &snapshot);
    let recs: Vec<Rec> = dossier.all(Kind::Article).collect();
    let (mut array, mut lines) = (Vec::new(), Vec::new());
    records.write_array(&mut array, &recs).unwrap();
    records.write_lines(&mut lines, &recs).unwrap();
    let array: Vec<Value> = serde_json::from_slice(&array).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array.len(), 3);
    assert_eq!(array, lines);
    let mut none = Vec::new();
    records.write_array(&mut none, &[]).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&none).unwrap(), json!([]));
}
