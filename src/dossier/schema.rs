//! The JSON Schema of a dossier's files, made from the types of the records.
//!
//! The types say what a field is; here stands what a file says otherwise than they do: ids instead of positions, the
//! short form of an event, the text of an article in a file of its own. Nothing may be null, and no key is unknown.
//! What is made here stands in `assets/init/schema.json`, which is in the program: it has no need to make it.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::record::{
    Actor, Corridor, Event, FeedSource, Figure, Kind, Place, Port, ReportStatus, SlugLabel, StoryRecord,
};
use super::{ArticleFields, ArticleIx, EdtfDate};

/// What an id and a slug look like.
const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The schema (draft 7, which the editors read) as indented JSON, with a line end.
///
/// # Panics
/// Never: a tree of JSON can be written.
#[must_use]
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft07().into_generator();
    let mut lists: Vec<(&str, Json)> = Vec::new();
    for &kind in Kind::ALL {
        let record = match kind {
            Kind::Event => with(of::<Event>(&mut generator), &of::<ShortForm>(&mut generator)),
            Kind::Actor => of::<Actor>(&mut generator),
            Kind::Port => of::<Port>(&mut generator),
            Kind::Place => of::<Place>(&mut generator),
            Kind::Corridor => of::<Corridor>(&mut generator),
            Kind::Article => with(of::<ArticleFields>(&mut generator), &of::<TextFile>(&mut generator)),
            Kind::Figure => {
                let mut figure = of::<Figure>(&mut generator);
                figure["anyOf"] = ["value", "min", "max"].map(|key| json!({ "required": [key] })).into();
                figure
            }
        };
        lists.push((kind.word(), record));
    }
    let mut properties = Map::new();
    properties.insert("format".to_owned(), json!({ "const": 1, "description": "The version of the format." }));
    properties.insert("story".to_owned(), of::<StoryRecord>(&mut generator));
    lists.push(("feeds", of::<FeedSource>(&mut generator)));
    lists.push(("labels", of::<SlugLabel>(&mut generator)));
    for (name, record) in lists {
        properties.insert(name.to_owned(), json!({ "type": "array", "items": record }));
    }
    let mut root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "karwan dossier",
        "description": "A file of a dossier, format 1. docs/format.md is the contract.",
        "type": "object",
        "properties": properties,
    });
    root["definitions"] = Json::Object(generator.take_definitions(true));
    as_in_files(&mut root);
    let mut text = serde_json::to_string_pretty(&root).expect("a tree of JSON is written");
    text.push('\n');
    text
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Json {
    T::json_schema(generator).to_value()
}

/// A type with the properties of another.
fn with(mut schema: Json, other: &Json) -> Json {
    if let (Some(all), Json::Object(more)) = (schema["properties"].as_object_mut(), other["properties"].clone()) {
        all.extend(more);
    }
    schema
}

/// What types cannot say: nothing is null, a list may be left out, no key is unknown.
fn as_in_files(schema: &mut Json) {
    match schema {
        Json::Array(all) => all.iter_mut().for_each(as_in_files),
        Json::Object(map) => {
            if let Some(Json::Array(types)) = map.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Json::Array(words)) = map.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Json::Array(any)) = map.get_mut("anyOf") {
                any.retain(|one| one["type"] != "null");
                if let [Json::Object(only)] = any.as_slice() {
                    let only = only.clone();
                    map.remove("anyOf");
                    map.extend(only);
                }
            }
            for key in ["format", "default"] {
                // `double` and the like say nothing to an editor; a dossier's own `format` is an object.
                if map.get(key).is_some_and(|value| !value.is_object()) {
                    map.remove(key);
                }
            }
            map.values_mut().for_each(as_in_files);
            let Some(Json::Object(properties)) = map.get("properties") else { return };
            let is_list = |name: &Json| {
                name.as_str().and_then(|name| properties.get(name)).is_some_and(|of| of["type"] == "array")
            };
            let required = map.get("required").and_then(Json::as_array);
            let required: Vec<Json> = required.into_iter().flatten().filter(|name| !is_list(name)).cloned().collect();
            map.remove("required");
            if !required.is_empty() {
                map.insert("required".to_owned(), Json::Array(required));
            }
            map.insert("additionalProperties".to_owned(), Json::Bool(false));
        }
        _ => {}
    }
}

/// One of these words.
pub(super) fn words(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": words })
}

/// The id of a record.
pub(super) fn id() -> Schema {
    json_schema!({ "type": "string", "pattern": SLUG, "maxLength": 80 })
}

/// An id, or a word that lines records up against one another.
pub(super) fn slug(_: &mut SchemaGenerator) -> Schema {
    id()
}

/// Slugs without order, each once.
pub(super) fn slugs(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": id(), "uniqueItems": true })
}

/// The short form of an event, instead of its reports.
#[derive(JsonSchema)]
#[allow(dead_code)] // only its schema is used
struct ShortForm {
    /// Short form: when it is to happen, or happened.
    date: Option<EdtfDate>,
    /// Short form: what the sources say of it.
    status: Option<ReportStatus>,
    /// Short form: the articles that say so.
    sources: Vec<ArticleIx>,
}

/// The text of an article in a file of its own.
#[derive(JsonSchema)]
#[allow(dead_code)] // only its schema is used
struct TextFile {
    /// The file that holds the text, instead of `text`; from the folder of the dossier's file.
    text_file: Option<String>,
}

/// The amount of a figure: `value`, or `min` and `max`.
#[derive(JsonSchema)]
#[allow(dead_code)] // only its schema is used
pub(super) struct SchemaAmount {
    /// The number.
    value: Option<f64>,
    /// At least.
    min: Option<f64>,
    /// At most.
    max: Option<f64>,
}

/// What sources may differ on, by name.
pub(super) struct SchemaValues;

impl JsonSchema for SchemaValues {
    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": { "type": ["number", "string", "boolean"] } })
    }

    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for EdtfDate {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "A date: EDTF, levels 0 and 1, such as 2025, 2025-11~ or ../2027-02-04." })
    }
}
