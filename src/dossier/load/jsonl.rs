//! JSON Lines into a tree: each line one article, blank lines passed over.

use super::fault::{FaultPlace, LoadFaults};
use super::json::parse_value;
use super::node::{LoadNode, NodeEntry, NodeTable, NodeValue};
use crate::dossier::problem::Severity;

/// The articles of a file, in the shape that a TOML file has. What is wrong with one line leaves the others alone.
pub(super) fn parse<'a>(file: usize, text: &'a str, faults: &mut LoadFaults) -> NodeTable<'a> {
    let mut articles = Vec::new();
    let mut torn = false;
    let mut start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while start < text.len() && !faults.is_full(file) {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        if !text[start..end].trim_ascii().is_empty() {
            match parse_value(file, text, start..end, faults) {
                Some(node) if matches!(node.value, NodeValue::Table(_)) => articles.push(node),
                Some(node) => {
                    torn = true;
                    let sort = node.value.sort();
                    faults.add(Severity::Error, FaultPlace::new(file, node.span), || {
                        format!("each line is an article, an object like `{{\"id\": …}}`; this is {sort}")
                    });
                }
                None => torn = true,
            }
        }
        start = end + 1;
    }
    torn |= start < text.len();
    let node = LoadNode { span: 0..text.len(), value: NodeValue::List(articles) };
    NodeTable { entries: vec![NodeEntry { key: "articles".into(), key_span: 0..0, node }], torn }
}
