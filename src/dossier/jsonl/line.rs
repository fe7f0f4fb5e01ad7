//! One article as a line of JSON, parsed without copying what needs no unescaping.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::dossier::articles::{ArticleBlock, BlockRecord};
use crate::dossier::load::is_language;
use crate::dossier::record::ArticleKind;

/// The keys of an article. `text_file` is missing: the loader reads that file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLine<'a> {
    #[serde(borrow)]
    id: JsonText<'a>,
    #[serde(borrow)]
    title: JsonText<'a>,
    #[serde(borrow)]
    outlet: JsonText<'a>,
    #[serde(borrow, default)]
    url: LineFields<'a>,
    #[serde(borrow, default)]
    published: LineFields<'a>,
    #[serde(borrow, default)]
    retrieved: LineFields<'a>,
    #[serde(borrow, default)]
    language: LineFields<'a>,
    #[serde(borrow, default)]
    kind: LineFields<'a>,
    #[serde(default)]
    based_on: Vec<String>,
    #[serde(borrow, default)]
    archived: LineFields<'a>,
    #[serde(borrow, default)]
    relays: LineFields<'a>,
    #[serde(borrow, default)]
    summary: LineFields<'a>,
    #[serde(borrow, default)]
    text: LineFields<'a>,
    #[serde(default)]
    tags: Vec<String>,
}

/// A string that borrows from the line unless it contains escapes.
struct JsonText<'a>(Cow<'a, str>);

/// The same, optional. (`Option<Cow<str>>` never borrows in serde.)
#[derive(Default)]
struct LineFields<'a>(Option<JsonText<'a>>);

impl LineFields<'_> {
    fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl Deref for JsonText<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonText<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        from.deserialize_str(Borrow).map(JsonText)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LineFields<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        JsonText::deserialize(from).map(|text| LineFields(Some(text)))
    }
}

/// Adds the article of a line to the block; returns the ids that it is based on. `None` if anything about it is
/// unusual; then nothing is added.
pub(super) fn read(line: &str, offset: u64, block: &mut ArticleBlock) -> Option<Vec<String>> {
    let line: JsonLine<'_> = serde_json::from_str(line).ok()?;
    let kind = match line.kind.get() {
        Some(word) => Some(ArticleKind::from_word(word)?),
        None => None,
    };
    let named = [&*line.title, &*line.outlet].iter().all(|text| !text.trim().is_empty());
    if !is_id(&line.id) || !named || !line.language.get().is_none_or(is_language) {
        return None;
    }
    let record = BlockRecord {
        id: &line.id,
        title: &line.title,
        outlet: &line.outlet,
        url: line.url.get(),
        language: line.language.get(),
        kind,
        archived: line.archived.get(),
        relays: line.relays.get(),
        summary: line.summary.get(),
        text: line.text.get(),
        tags: &line.tags,
        offset,
        ..BlockRecord::default()
    };
    block.push(&record, line.published.get(), line.retrieved.get()).ok()?;
    Some(line.based_on)
}

/// Whether this can be an id: lower-case ASCII letters, digits and single hyphens, 1 to 80 characters, a letter or
/// digit first.
fn is_id(id: &str) -> bool {
    let good = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    let bytes = id.as_bytes();
    matches!(bytes.len(), 1..=80) && bytes.iter().all(good) && bytes[0] != b'-' && !id.contains("--")
}
