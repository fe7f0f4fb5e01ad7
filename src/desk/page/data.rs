//! What a page says of its article in JSON-LD, by the words of schema.org.

use serde_json::Value;

/// How deep a tree of data is looked through.
const DEEPEST: usize = 12;

/// The first of each that an article has.
#[derive(Clone, Debug, Default)]
pub(super) struct Data {
    pub headline: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
}

impl Data {
    /// Takes in one block; one that is not JSON says nothing.
    pub fn read(&mut self, text: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            self.look(&value, 0);
        }
    }

    fn look(&mut self, value: &Value, depth: usize) {
        match value {
            _ if depth > DEEPEST => {}
            Value::Array(all) => all.iter().for_each(|value| self.look(value, depth + 1)),
            Value::Object(map) => {
                if is_article(&map.get("@type").cloned().unwrap_or_default()) {
                    let text = |key: &str| map.get(key).and_then(words);
                    take(&mut self.headline, text("headline").or_else(|| text("name")));
                    take(&mut self.publisher, text("publisher"));
                    take(&mut self.published, text("datePublished"));
                    take(&mut self.language, text("inLanguage"));
                    take(&mut self.body, text("articleBody"));
                } else {
                    map.values().for_each(|value| self.look(value, depth + 1));
                }
            }
            _ => {}
        }
    }
}

fn take(field: &mut Option<String>, found: Option<String>) {
    if field.is_none() {
        *field = found;
    }
}

/// `NewsArticle`, `Article`, `BlogPosting` and their like, alone or among others.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// A text, or the name of a thing.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(all) => all.first().and_then(words),
        Value::Object(map) => {
            map.get("name").or_else(|| map.get("alternateName")).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}
