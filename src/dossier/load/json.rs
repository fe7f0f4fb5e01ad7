//! JSON into a tree: byte positions through raw values, duplicate keys reported, bounded recursion.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashMap;
use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::{FaultPlace, LoadFaults, quoted};
use super::node::{DEPTH, LoadNode, NodeEntry, NodeTable, NodeValue, inexact};
use super::toml::too_deep;
use crate::dossier::problem::Severity;

/// The value of a whole file. `None` after a syntax error: JSON gives no second one.
pub(super) fn parse<'a>(file: usize, text: &'a str, faults: &mut LoadFaults) -> Option<LoadNode<'a>> {
    // A byte order mark is not JSON, but some editors write it.
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    parse_value(file, text, start..text.len(), faults)
}

/// The value that fills `span` of the file.
pub(super) fn parse_value<'a>(
    file: usize,
    text: &'a str,
    span: Range<usize>,
    faults: &mut LoadFaults,
) -> Option<LoadNode<'a>> {
    let start = span.start;
    match serde_json::from_str::<&RawValue>(&text[span]) {
        Ok(raw) => Some(JsonConverter { file, text, faults }.node(raw, 0)),
        Err(error) => {
            report(file, text, start, &error, faults);
            None
        }
    }
}

/// Notes a syntax error of a text that begins at `start`.
fn report(file: usize, text: &str, start: usize, error: &serde_json::Error, faults: &mut LoadFaults) {
    let mut line = start;
    for _ in 1..error.line() {
        line += memchr::memchr(b'\n', &text.as_bytes()[line..]).map_or(0, |at| at + 1);
    }
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message).to_lowercase();
    // The column is that of the last byte that was taken, and this one is not.
    let ahead = usize::from(message.starts_with("control character"));
    let at = (line + (error.column() + ahead).saturating_sub(1)).min(text.len());
    faults.add(Severity::Error, FaultPlace::new(file, at..at + 1), || message);
}

/// The number of keys of an object up to which a linear search for duplicates is fastest.
const LARGE: usize = 32;

struct JsonConverter<'a, 'f> {
    file: usize,
    text: &'a str,
    faults: &'f mut LoadFaults,
}

impl<'a> JsonConverter<'a, '_> {
    /// Where a raw value stands: it borrows from the text.
    fn span(&self, raw: &RawValue) -> Range<usize> {
        let start = raw.get().as_ptr().addr() - self.text.as_ptr().addr();
        start..start + raw.get().len()
    }

    fn node(&mut self, raw: &'a RawValue, depth: usize) -> LoadNode<'a> {
        let span = self.span(raw);
        let value = match raw.get().as_bytes().first() {
            Some(b'{' | b'[') if depth > DEPTH => {
                self.faults.add(Severity::Error, FaultPlace::new(self.file, span.start..span.start + 1), too_deep);
                NodeValue::Broken
            }
            Some(b'{') => self.table(raw, depth),
            Some(b'[') => match serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
                Ok(list) => NodeValue::List(list.into_iter().map(|raw| self.node(raw, depth + 1)).collect()),
                Err(error) => self.broken(&span, &error),
            },
            Some(b'"') => match self.string(raw, &span) {
                Some(text) => NodeValue::Text(text),
                None => NodeValue::Broken,
            },
            Some(b't') => NodeValue::Bool(true),
            Some(b'f') => NodeValue::Bool(false),
            Some(b'n') => NodeValue::Null,
            _ => match (raw.get().parse::<f64>(), inexact(raw.get())) {
                (Ok(number), None) if number.is_finite() => NodeValue::Number(number),
                (Ok(number), Some(why)) if number.is_finite() => {
                    self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), || why.to_owned());
                    NodeValue::Broken
                }
                _ => {
                    self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), || {
                        "number out of range".to_owned()
                    });
                    NodeValue::Broken
                }
            },
        };
        LoadNode { span, value }
    }

    fn table(&mut self, raw: &'a RawValue, depth: usize) -> NodeValue<'a> {
        let span = self.span(raw);
        let pairs = match serde_json::Deserializer::from_str(raw.get()).deserialize_map(JsonPairs) {
            Ok(pairs) => pairs,
            Err(error) => return self.broken(&span, &error),
        };
        let mut entries: Vec<NodeEntry<'a>> = Vec::with_capacity(pairs.len());
        // A hostile object can have very many keys: from some size on, earlier keys are not searched.
        let mut index: HashMap<Cow<'a, str>, usize> = HashMap::new();
        let mut torn = false;
        for (key, value) in pairs {
            let key_span = self.span(key);
            let Some(key) = self.string(key, &key_span) else {
                torn = true;
                continue;
            };
            let first = match entries.len() {
                0..LARGE => entries.iter().position(|entry| entry.key == key),
                _ => index.get(&key).copied(),
            };
            if let Some(first) = first {
                let first = FaultPlace::new(self.file, entries[first].key_span.clone());
                self.faults.add_second(Severity::Error, FaultPlace::new(self.file, key_span), Some(first), || {
                    format!("duplicate key {}", quoted(&key))
                });
                continue;
            }
            let node = self.node(value, depth + 1);
            entries.push(NodeEntry { key, key_span, node });
            match entries.len() {
                0..LARGE => {}
                LARGE => index.extend(entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at))),
                len => drop(index.insert(entries[len - 1].key.clone(), len - 1)),
            }
        }
        NodeValue::Table(NodeTable { entries, torn })
    }

    /// The text of a string; what is wrong with it is noted.
    fn string(&mut self, raw: &'a RawValue, span: &Range<usize>) -> Option<Cow<'a, str>> {
        let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        match serde_json::from_str::<String>(raw.get()) {
            Ok(text) => Some(Cow::Owned(text)),
            Err(error) => {
                self.broken(span, &error);
                None
            }
        }
    }

    fn broken(&mut self, span: &Range<usize>, error: &serde_json::Error) -> NodeValue<'a> {
        report(self.file, self.text, span.start, error, self.faults);
        NodeValue::Broken
    }
}

/// Keys and values of an object as they stand, duplicates too.
struct JsonPairs;

impl<'de> Visitor<'de> for JsonPairs {
    type Value = Vec<(&'de RawValue, &'de RawValue)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}
