//! Edits JSON: new members go after the last one, in the same layout.

use super::outline::{OutlineEntry, SHORT, is_short, list, record, report_of};
use super::splice::{TextSplices, indent, newline};
use super::write_out::{self, TextLayout};
use super::{Edit, EditError, EditFields, EditList, RootTable};
use crate::dossier::Kind;
use crate::dossier::load::node::{LoadNode, NodeEntry, NodeTable, NodeValue};

/// The splices for a JSON text.
pub(super) fn splices(text: &str, root: &RootTable<'_>, edit: &Edit) -> Result<TextSplices, EditError> {
    let mut splices = TextSplices::default();
    match edit {
        Edit::Record(kind, fields) => {
            let braces = text.find('{').unwrap_or(0)..text.trim_end().len();
            add_object(text, root, braces.start, kind.word(), fields, &mut splices)?;
        }
        Edit::Append(..) => return Err(EditError::new("imported records are added to a TOML file, which this is not")),
        Edit::Statement(id, list, fields) => {
            let found = record(root, id)?;
            if *list == EditList::Reports && is_short(&found) {
                return short_form(text, &found, fields);
            }
            add_object(text, found.table, found.span.start, list.key(), fields, &mut splices)?;
        }
        Edit::Word(id, words, word) => {
            let found = record(root, id)?;
            match found.table.get(words.key()) {
                Some(entry) => append(text, entry, |_| write_out::text(word), &mut splices)?,
                None => {
                    add_member(text, &found, words.key(), &write_out::texts(std::slice::from_ref(word)), &mut splices);
                }
            }
        }
        Edit::Note { id, source, note } => {
            let found = record(root, id)?;
            let (table, span) = report_of(&found, source)?;
            match table.get("note").map(|entry| &entry.node) {
                Some(LoadNode { span, value: NodeValue::Text(before) }) => {
                    let quoted = write_out::text(note);
                    let gap = if before.is_empty() { "" } else { " " };
                    splices.insert(span.end - 1, format!("{gap}{}", &quoted[1..quoted.len() - 1]));
                }
                Some(_) => return Err(EditError::new("`note` is not text")),
                None => {
                    let report = OutlineEntry { kind: found.kind, span, table };
                    add_member(text, &report, "note", &write_out::text(note), &mut splices);
                }
            }
        }
    }
    Ok(splices)
}

/// Replaces an event's short form by reports: its content becomes the first of them, the new one follows.
fn short_form(text: &str, found: &OutlineEntry<'_>, fields: &EditFields) -> Result<TextSplices, EditError> {
    let table = found.table;
    if table.get("reports").is_some() {
        return Err(EditError::new("the event is in the short form and has `reports` too; take that out first"));
    }
    let sources = match table.get("sources") {
        Some(entry) => list(entry)?,
        None => &[],
    };
    if sources.is_empty() {
        return Err(EditError::new(
            "the event names no source in its short form; give it `sources` first, since every report needs one",
        ));
    }
    let outer = layout(text, table, found.span.start);
    let inner = within(&outer, 2);
    let value = |key: &str| table.get(key).map(|entry| (key.to_owned(), text[entry.node.span.clone()].to_owned()));
    let mut reports: Vec<String> = Vec::new();
    for source in sources {
        let mut pairs = vec![("source".to_owned(), text[source.span.clone()].to_owned())];
        pairs.extend(["status", "date"].into_iter().filter_map(value));
        reports.push(write_out::members(&pairs, &inner));
    }
    reports.push(write_out::object(fields, &inner));
    let reports = format!("[{}{}{}]", outer.gap(2), reports.join(&outer.next(2)), outer.gap(1));
    let mut splices = TextSplices::default();
    let mut placed = false;
    for (at, entry) in table.entries.iter().enumerate() {
        if !SHORT.contains(&&*entry.key) {
            continue;
        }
        if placed {
            // Removed together with the preceding comma.
            splices.remove(table.entries[at - 1].node.span.end..entry.node.span.end);
        } else {
            placed = true;
            splices.remove(entry.key_span.start..entry.node.span.end);
            splices.insert(entry.node.span.end, format!("{}:{}{reports}", write_out::text("reports"), outer.colon));
        }
    }
    Ok(splices)
}

/// The splices for JSON Lines: one more article, on its own line.
pub(super) fn line(text: &str, root: &RootTable<'_>, edit: &Edit) -> Result<TextSplices, EditError> {
    let mut splices = TextSplices::default();
    match edit {
        Edit::Record(Kind::Article, fields) => {
            let layout = TextLayout { lines: None, unit: String::new(), colon: " " };
            let object = write_out::object(fields, &layout);
            let newline = newline(text, text.len());
            let line = if text.is_empty() || text == "\u{feff}" || text.ends_with('\n') {
                format!("{object}{newline}")
            } else {
                format!("{newline}{object}")
            };
            splices.insert(text.len(), line);
            Ok(splices)
        }
        Edit::Record(..) => Err(EditError::new("a `.jsonl` file holds articles alone; choose another file")),
        // A line is an object on one line, so no layout of lists is needed.
        _ => self::splices(text, root, edit),
    }
}

/// The white space after a colon: one space, unless the existing member has none.
fn colon(text: &str, entry: Option<&NodeEntry<'_>>) -> &'static str {
    let tight = entry.is_some_and(|entry| {
        text[entry.key_span.end..entry.node.span.start].trim_start().strip_prefix(':') == Some("")
    });
    if tight { "" } else { " " }
}

/// The layout of an object whose brace is at `brace`.
fn layout(text: &str, table: &NodeTable<'_>, brace: usize) -> TextLayout {
    let first = table.entries.first();
    let colon = colon(text, first);
    let members = first.and_then(|entry| indent(text, entry.key_span.start));
    let Some(members) = members else { return TextLayout { lines: None, unit: String::new(), colon } };
    let start = super::splice::line_start(text, brace);
    let own: String = text[start..brace].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let unit = members.strip_prefix(own.as_str()).filter(|unit| !unit.is_empty()).unwrap_or("  ").to_owned();
    TextLayout { lines: Some((newline(text, brace), own)), unit, colon }
}

/// The layout `depth` levels further in.
fn within(layout: &TextLayout, depth: usize) -> TextLayout {
    let deeper =
        |(newline, indent): &(&'static str, String)| (*newline, format!("{indent}{}", layout.unit.repeat(depth)));
    TextLayout { lines: layout.lines.as_ref().map(deeper), ..layout.clone() }
}

/// Adds an object to the list under a key of a table, creating the list if necessary.
fn add_object(
    text: &str,
    table: &NodeTable<'_>,
    brace: usize,
    key: &str,
    fields: &EditFields,
    splices: &mut TextSplices,
) -> Result<(), EditError> {
    let outer = layout(text, table, brace);
    if let Some(entry) = table.get(key) {
        let inner = within(&outer, 2);
        return append(text, entry, |sibling| write_out::object(fields, sibling.unwrap_or(&inner)), splices);
    }
    let object = write_out::object(fields, &within(&outer, 2));
    let value = format!("[{}{object}{}]", outer.gap(2), outer.gap(1));
    push_member(text, table, brace, key, &value, splices);
    Ok(())
}

fn add_member(text: &str, found: &OutlineEntry<'_>, key: &str, value: &str, splices: &mut TextSplices) {
    push_member(text, found.table, found.span.start, key, value, splices);
}

fn push_member(text: &str, table: &NodeTable<'_>, brace: usize, key: &str, value: &str, splices: &mut TextSplices) {
    let layout = layout(text, table, brace);
    let member = format!("{}:{}{value}", write_out::text(key), layout.colon);
    match table.entries.last() {
        Some(last) => splices.insert(last.node.span.end, format!("{}{member}", layout.next(1))),
        None => splices.insert(brace + 1, member),
    }
}

/// Adds a value to a list in the layout of the previous one. `new` receives the layout of its sibling.
fn append(
    text: &str,
    entry: &NodeEntry<'_>,
    new: impl Fn(Option<&TextLayout>) -> String,
    splices: &mut TextSplices,
) -> Result<(), EditError> {
    let Some(last) = list(entry)?.last() else {
        let value = new(None);
        let start = super::splice::line_start(text, entry.key_span.start);
        // In an empty list, a value of several lines gets its own lines.
        let wrapped = if value.contains('\n') {
            let newline = newline(text, start);
            let key_indent: String = text[start..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            let value_indent: String =
                value.rsplit('\n').next().unwrap_or_default().chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            format!("{newline}{value_indent}{value}{newline}{key_indent}")
        } else {
            value
        };
        splices.insert(entry.node.span.start + 1, wrapped);
        return Ok(());
    };
    let sibling = match &last.value {
        NodeValue::Table(table) => Some(layout(text, table, last.span.start)),
        _ => None,
    };
    let value = new(sibling.as_ref());
    let gap = match indent(text, last.span.start) {
        Some(indent) => format!("{}{indent}", newline(text, last.span.start)),
        None => if text[..last.span.start].ends_with(',') { "" } else { " " }.to_owned(),
    };
    splices.insert(last.span.end, format!(",{gap}{value}"));
    Ok(())
}
