//! Reads the JSON-LD of a page, in the vocabulary of schema.org.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::one_line;

/// The maximum depth of a tree of data.
const DEEPEST: usize = 12;

/// The maximum number of stamps that may be of something else.
const OTHERS: usize = 16;

/// The first value of each field of an article; the day may also be that of a web page.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkedData {
    pub headline: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
    /// Values of a page that is not an article.
    pub page_published: Option<String>,
    /// Stamps of publication of other things, then of making and changing anything.
    pub others: Vec<String>,
    /// Names of things that others refer to by `@id`.
    names: BTreeMap<String, String>,
}

impl LinkedData {
    /// Adds one block; a block that is not JSON is ignored.
    pub fn read(&mut self, text: &str) {
        // Some blocks are wrapped in comments for old browsers, and some break lines within strings.
        let text = text.trim().trim_start_matches("//").trim_start();
        let text = text.trim_start_matches("<![CDATA[").trim_start_matches("<!--").trim_start_matches("//");
        let text = text.trim_end().trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//");
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = text.trim().trim_end_matches(';').trim_end_matches("]]>").trim_end();
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            self.note_names(&value, 0);
            self.visit(&value, 0);
        }
    }

    fn note_names(&mut self, value: &Value, depth: usize) {
        match value {
            _ if depth > DEEPEST => {}
            Value::Array(all) => all.iter().for_each(|value| self.note_names(value, depth + 1)),
            Value::Object(map) => {
                if let (Some(id), Some(name)) = (map.get("@id").and_then(Value::as_str), named(map)) {
                    self.names.insert(id.to_owned(), name);
                }
                map.values().for_each(|value| self.note_names(value, depth + 1));
            }
            _ => {}
        }
    }

    fn visit(&mut self, value: &Value, depth: usize) {
        match value {
            _ if depth > DEEPEST => {}
            Value::Array(all) => all.iter().for_each(|value| self.visit(value, depth + 1)),
            Value::Object(map) => match kind_of(map.get("@type")) {
                DataKind::Article => {
                    self.add_article(map);
                    self.note_others(map);
                }
                kind => {
                    self.note_others(map);
                    if kind == DataKind::Page {
                        set_if_empty(&mut self.page_published, map.get("datePublished").and_then(words));
                    }
                    map.values().for_each(|value| self.visit(value, depth + 1));
                }
            },
            _ => {}
        }
    }

    /// Stamps that may be of another thing or of a change. Reviews and comments have their own days.
    fn note_others(&mut self, map: &Map<String, Value>) {
        let kind = map.get("@type").and_then(words).unwrap_or_default();
        if self.others.len() < OTHERS && !["Review", "Comment", "Event"].iter().any(|other| kind.contains(other)) {
            let keys = ["datePublished", "dateCreated", "uploadDate", "dateModified"];
            self.others.extend(keys.iter().filter_map(|key| map.get(*key).and_then(words)));
        }
    }

    fn add_article(&mut self, map: &Map<String, Value>) {
        let text = |key: &str| map.get(key).and_then(words);
        let who = |key: &str| {
            let id = map.get(key).and_then(|value| value.get("@id")).and_then(Value::as_str);
            text(key).or_else(|| self.names.get(id?).cloned())
        };
        let (publisher, author) = (who("publisher"), who("author"));
        set_if_empty(&mut self.headline, text("headline").or_else(|| text("name")));
        set_if_empty(&mut self.publisher, publisher);
        set_if_empty(&mut self.author, author);
        set_if_empty(&mut self.published, text("datePublished"));
        set_if_empty(&mut self.language, text("inLanguage"));
        set_if_empty(&mut self.body, text("articleBody"));
    }
}

fn set_if_empty(field: &mut Option<String>, found: Option<String>) {
    if field.is_none() {
        *field = found;
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DataKind {
    Other,
    Page,
    Article,
}

/// Whether the type is `NewsArticle`, `Article`, `BlogPosting`, `WebPage` or similar, alone or among others.
fn kind_of(kind: Option<&Value>) -> DataKind {
    match kind {
        Some(Value::String(kind)) if kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report" => {
            DataKind::Article
        }
        Some(Value::String(kind)) if kind.ends_with("Page") => DataKind::Page,
        Some(Value::Array(kinds)) => kinds.iter().map(|kind| kind_of(Some(kind))).max().unwrap_or(DataKind::Other),
        _ => DataKind::Other,
    }
}

/// A text, or the name of a thing.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(all) => all.first().and_then(words),
        Value::Object(map) => named(map),
        _ => None,
    }
}

fn named(map: &Map<String, Value>) -> Option<String> {
    let name = map.get("name").or_else(|| map.get("alternateName")).and_then(Value::as_str);
    name.map(one_line).filter(|name| !name.is_empty())
}
