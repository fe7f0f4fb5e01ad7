//! One tree for TOML and JSON: values with their byte positions.

use std::borrow::Cow;
use std::ops::Range;

/// The maximum nesting of values. The format needs seven levels.
pub(crate) const DEPTH: usize = 16;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct LoadNode<'a> {
    pub span: Range<usize>,
    pub value: NodeValue<'a>,
}

/// What a file can hold.
#[derive(Debug)]
pub(crate) enum NodeValue<'a> {
    Text(Cow<'a, str>),
    /// Not always finite: TOML has `inf` and `nan`.
    Number(f64),
    Bool(bool),
    /// A TOML date or date with time, as written.
    Date(&'a str),
    /// JSON only.
    Null,
    List(Vec<LoadNode<'a>>),
    Table(NodeTable<'a>),
    /// What cannot be read; that has been said already.
    Broken,
}

/// Keys and values, in the order of the file, each key once.
#[derive(Debug, Default)]
pub(crate) struct NodeTable<'a> {
    pub entries: Vec<NodeEntry<'a>>,
    /// Whether a syntax error lies in it, so that keys may have been lost.
    pub torn: bool,
}

/// A key with its value.
#[derive(Debug)]
pub(crate) struct NodeEntry<'a> {
    pub key: Cow<'a, str>,
    pub key_span: Range<usize>,
    pub node: LoadNode<'a>,
}

impl<'a> NodeTable<'a> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&NodeEntry<'a>> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The tables in the list under `key`, with their places; other values in it are passed over.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = (&Range<usize>, &NodeTable<'a>)> {
        let list = match self.get(key).map(|entry| &entry.node.value) {
            Some(NodeValue::List(list)) => list.as_slice(),
            _ => &[],
        };
        list.iter().filter_map(|node| match &node.value {
            NodeValue::Table(table) => Some((&node.span, table)),
            _ => None,
        })
    }
}

/// Why a whole number, given as a text, cannot be kept exactly; `None` if it can, and for what is not a whole number.
pub(crate) fn inexact(text: &str) -> Option<&'static str> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
        return None;
    }
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // whether it is lost is what is asked
    let is_kept = |number: i128| number as f64 as i128 == number;
    let number = text.replace('_', "").parse::<i128>().ok();
    (!number.is_some_and(is_kept))
        .then_some("a whole number above 2^53 that cannot be kept exactly; give it in a larger unit, or as a text")
}

impl NodeValue<'_> {
    /// The sort of value, with its article: `a text`.
    pub fn sort(&self) -> &'static str {
        match self {
            NodeValue::Text(_) => "a text",
            NodeValue::Number(_) => "a number",
            NodeValue::Bool(_) => "a boolean",
            NodeValue::Date(_) => "a date",
            NodeValue::Null => "null",
            NodeValue::List(_) => "a list",
            NodeValue::Table(_) => "a table",
            NodeValue::Broken => "unreadable",
        }
    }
}
