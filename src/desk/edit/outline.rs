//! Navigates the tree of a file: finds the record with an id, and where a value ends.

use std::ops::Range;

use super::{EditError, RootTable};
use crate::dossier::Kind;
use crate::dossier::load::node::{LoadNode, NodeEntry, NodeTable, NodeValue};

/// A record in a file.
pub(super) struct OutlineEntry<'n> {
    pub kind: Kind,
    /// Its header or braces.
    pub span: Range<usize>,
    pub table: &'n NodeTable<'n>,
}

/// The record with this id.
pub(super) fn record<'n>(root: &'n RootTable<'n>, id: &str) -> Result<OutlineEntry<'n>, EditError> {
    for &kind in Kind::ALL {
        for (span, table) in root.tables(kind.word()) {
            if text_of(table, "id") == Some(id) {
                return Ok(OutlineEntry { kind, span: span.clone(), table });
            }
        }
    }
    Err(EditError(format!("`{id}` does not stand in this file any more")))
}

/// The text of a key.
pub(super) fn text_of<'n>(table: &'n NodeTable<'_>, key: &str) -> Option<&'n str> {
    match &table.get(key)?.node.value {
        NodeValue::Text(text) => Some(text),
        _ => None,
    }
}

/// The values of a list.
pub(super) fn list<'n, 't>(entry: &'n NodeEntry<'t>) -> Result<&'n [LoadNode<'t>], EditError> {
    match &entry.node.value {
        NodeValue::List(list) => Ok(list),
        value => Err(EditError(format!("`{}` is not a list, but {}", entry.key, value.sort()))),
    }
}

/// The end of a value with everything that belongs to it: a table with a header extends to its last value.
pub(super) fn end(node: &LoadNode<'_>) -> usize {
    match &node.value {
        NodeValue::Table(table) => table_end(table, &node.span),
        NodeValue::List(list) => list.iter().map(end).fold(node.span.end, usize::max),
        _ => node.span.end,
    }
}

/// The end of a table whose header or braces are `span`.
pub(super) fn table_end(table: &NodeTable<'_>, span: &Range<usize>) -> usize {
    table.entries.iter().map(|entry| end(&entry.node)).fold(span.end, usize::max)
}

/// The newest report with a source.
pub(super) fn report_of<'n>(
    found: &OutlineEntry<'n>,
    source: &str,
) -> Result<(&'n NodeTable<'n>, Range<usize>), EditError> {
    let of_source = |(_, table): &(&Range<usize>, &NodeTable<'_>)| text_of(table, "source") == Some(source);
    match found.table.tables("reports").filter(of_source).last() {
        Some((span, table)) => Ok((table, span.clone())),
        None if found.kind == Kind::Event && found.table.get("sources").is_some() => {
            Err(EditError::new("the event is in the short form, whose reports take no note; add a report with a note"))
        }
        None => Err(EditError(format!("no report of `{source}` stands here"))),
    }
}

/// The keys of an event's short form.
pub(super) const SHORT: [&str; 3] = ["sources", "status", "date"];

/// Whether an event is in the short form.
pub(super) fn is_short(found: &OutlineEntry<'_>) -> bool {
    let given = |key: &&str| match found.table.get(key).map(|entry| &entry.node.value) {
        Some(NodeValue::List(list)) => !list.is_empty(),
        other => other.is_some(),
    };
    found.kind == Kind::Event && SHORT.iter().any(given)
}
