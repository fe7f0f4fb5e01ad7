//! Edits TOML: inserts whole lines after what they belong to.

use std::fmt::Write as _;

use super::outline::{OutlineEntry, SHORT, end, is_short, list, record, report_of, table_end, text_of};
use super::splice::{TextSplices, indent, line_end, line_start, newline};
use super::{Edit, EditError, EditFields, EditList, EditValue, RootTable, write_out};
use crate::dossier::Kind;
use crate::dossier::load::node::{LoadNode, NodeEntry, NodeTable, NodeValue};

/// The splices for a TOML text.
pub(super) fn splices(text: &str, root: &RootTable<'_>, edit: &Edit) -> Result<TextSplices, EditError> {
    let mut splices = TextSplices::default();
    match edit {
        Edit::Record(kind, fields) => add_record(text, root, *kind, fields, &mut splices)?,
        Edit::Append(new, _) => {
            let newline = newline(text, text.len());
            let end = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
            let gap = if text.is_empty() { "" } else { newline };
            splices.insert(text.len(), format!("{end}{gap}{}", new.replace('\n', newline)));
        }
        Edit::Statement(id, list, fields) => add_statement(text, root, id, *list, fields, &mut splices)?,
        Edit::Word(id, words, word) => {
            let found = record(root, id)?;
            match found.table.get(words.key()) {
                Some(entry) => append(text, entry, &write_out::text(word), &mut splices)?,
                None => {
                    add_key(text, &found, words.key(), &write_out::texts(std::slice::from_ref(word)), &mut splices)?;
                }
            }
        }
        Edit::Note { id, source, note } => {
            let found = record(root, id)?;
            let (table, span) = report_of(&found, source)?;
            match table.get("note") {
                Some(entry) => lengthen(text, entry, note, &mut splices)?,
                None => {
                    let report = OutlineEntry { kind: found.kind, span, table };
                    add_key(text, &report, "note", &write_out::text(note), &mut splices)?;
                }
            }
        }
    }
    Ok(splices)
}

/// Whether a list or table is written with headers, `[[events]]`, rather than after an equals sign.
fn has_header(text: &str, entry: &NodeEntry<'_>) -> bool {
    let bracket =
        |node: &LoadNode<'_>| matches!(node.value, NodeValue::Table(_)) && text[node.span.start..].starts_with('[');
    match &entry.node.value {
        NodeValue::List(list) => list.first().is_some_and(bracket),
        _ => bracket(&entry.node),
    }
}

/// The layout of a kind of table in this file.
struct TomlStyle {
    header: String,
    keys: String,
    /// A blank line before each.
    apart: bool,
}

/// The layout of an existing table.
fn style_of(text: &str, node: &LoadNode<'_>) -> Option<TomlStyle> {
    let NodeValue::Table(table) = &node.value else { return None };
    let header = indent(text, node.span.start)?.to_owned();
    let keys = table.entries.first().and_then(|entry| indent(text, entry.key_span.start));
    // Comments directly above a header belong to it.
    let mut above = line_start(text, node.span.start);
    let mut apart = true;
    while above > 0 {
        let start = line_start(text, above - 1);
        let line = text[start..above].trim();
        if !line.starts_with('#') {
            apart = line.is_empty();
            break;
        }
        above = start;
    }
    Some(TomlStyle { keys: keys.unwrap_or(&header).to_owned(), header, apart })
}

/// The last table of a list written with headers.
fn last_header<'n, 't>(text: &str, table: &'n NodeTable<'t>, key: &str) -> Option<&'n LoadNode<'t>> {
    let entry = table.get(key).filter(|entry| has_header(text, entry))?;
    list(entry).ok()?.last()
}

/// The table behind which a new record comes: of those with a smaller id the one with the greatest, so that records
/// added on two branches of a version control stand apart and merge. Otherwise, and without an id, the last.
fn neighbour<'n, 't>(text: &str, root: &'n NodeTable<'t>, key: &str, fields: &EditFields) -> Option<&'n LoadNode<'t>> {
    let new = fields.iter().find_map(|(key, datum)| match datum {
        EditValue::Text(id) if *key == "id" => Some(id.as_str()),
        _ => None,
    });
    let entry = root.get(key).filter(|entry| has_header(text, entry))?;
    let smaller = list(entry).ok()?.iter().filter_map(|node| {
        let NodeValue::Table(table) = &node.value else { return None };
        Some((text_of(table, "id").filter(|id| Some(*id) < new)?, node))
    });
    smaller.max_by_key(|(id, _)| *id).map(|(_, node)| node).or_else(|| last_header(text, root, key))
}

/// The lines of a table with a header.
fn block(name: &str, fields: &EditFields, style: &TomlStyle, newline: &str) -> String {
    let mut out = format!("{}[[{name}]]{newline}", style.header);
    for (key, datum) in write_out::kept(fields) {
        let _ = write!(out, "{}{key} = {}{newline}", style.keys, write_out::toml_lines(&datum, newline));
    }
    out
}

/// The lines of a table without its header.
pub(super) fn plain(name: &str, fields: &EditFields) -> String {
    block(name, fields, &TomlStyle { header: String::new(), keys: String::new(), apart: false }, "\n")
}

/// Where lines can be inserted after a value that ends at `end`: after its line and the comments that follow it
/// without a blank line, unless a header follows these comments, which then belong to it.
fn behind(text: &str, end: usize) -> usize {
    let own = line_end(text, end);
    let mut at = own;
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next].trim();
        if line.is_empty() {
            return at;
        }
        if !line.starts_with('#') {
            return own;
        }
        at = next;
    }
    at
}

/// Inserts lines. If the text does not end in a newline, it still does not afterwards.
fn insert_lines(text: &str, at: usize, lines: &str, apart: bool, splices: &mut TextSplices) {
    let newline = newline(text, at);
    let blank = if apart { newline } else { "" };
    let rest = &text[at..];
    if at == text.len() && !text.is_empty() && !text.ends_with('\n') {
        splices.insert(at, format!("{newline}{blank}{}", lines.trim_end_matches(['\r', '\n'])));
    } else {
        let next_is_blank = rest.is_empty() || rest.lines().next().is_some_and(|line| line.trim().is_empty());
        splices.insert(at, format!("{blank}{lines}{}", if next_is_blank { "" } else { blank }));
    }
}

fn add_record(
    text: &str,
    root: &RootTable<'_>,
    kind: Kind,
    fields: &EditFields,
    splices: &mut TextSplices,
) -> Result<(), EditError> {
    let entry = root.get(kind.word());
    if let Some(entry) = entry.filter(|entry| !has_header(text, entry)) {
        return append(text, entry, &write_out::inline(fields), splices);
    }
    let last = neighbour(text, root, kind.word(), fields);
    let style = last.and_then(|node| style_of(text, node));
    let style = style.unwrap_or(TomlStyle { header: String::new(), keys: String::new(), apart: true });
    let at = last.map_or(text.len(), |node| behind(text, end(node)));
    let lines = block(kind.word(), fields, &style, newline(text, at));
    insert_lines(text, at, &lines, style.apart, splices);
    Ok(())
}

fn add_statement(
    text: &str,
    root: &RootTable<'_>,
    id: &str,
    sort: EditList,
    fields: &EditFields,
    splices: &mut TextSplices,
) -> Result<(), EditError> {
    let found = record(root, id)?;
    let entry = found.table.get(sort.key());
    if let Some(entry) = entry.filter(|entry| !has_header(text, entry)) {
        let empty = list(entry)?.is_empty();
        if !(empty && sort == EditList::Reports && is_short(&found)) {
            return append(text, entry, &write_out::inline(fields), splices);
        }
        return Err(EditError::new(
            "the event is in the short form and has an empty `reports`; take that line out first",
        ));
    }
    let short = sort == EditList::Reports && is_short(&found);
    if !text[found.span.start..].starts_with('[') {
        if short {
            return Err(EditError::new(
                "the event is in the short form on one line; turn it into `[[events]]` with `[[events.reports]]` first",
            ));
        }
        return add_key(text, &found, sort.key(), &format!("[{}]", write_out::inline(fields)), splices);
    }
    // The layout is that of the record's own statements, otherwise of any in the file, otherwise of the format's
    // documentation.
    let own = last_header(text, found.table, sort.key());
    let any = || root.tables(found.kind.word()).filter_map(|(_, table)| last_header(text, table, sort.key())).last();
    let style = own.or_else(any).and_then(|node| style_of(text, node));
    let style = style.unwrap_or(TomlStyle { header: "  ".to_owned(), keys: "  ".to_owned(), apart: true });
    let last = own.map_or_else(|| table_end(found.table, &found.span), end);
    let at = behind(text, last);
    let newline = newline(text, at);
    let name = format!("{}.{}", found.kind.word(), sort.key());
    let mut lines = String::new();
    if short {
        for report in short_form(text, &found, splices)? {
            let _ = write!(lines, "{}[[{name}]]{newline}", style.header);
            for line in report {
                let _ = write!(lines, "{}{line}{newline}", style.keys);
            }
            if style.apart {
                lines.push_str(newline);
            }
        }
    }
    lines.push_str(&block(&name, fields, &style, newline));
    insert_lines(text, at, &lines, style.apart, splices);
    Ok(())
}

/// Removes the short form of an event and returns its reports as lines without indentation. The first contains
/// the lines as they were, with their comments.
fn short_form(text: &str, found: &OutlineEntry<'_>, splices: &mut TextSplices) -> Result<Vec<Vec<String>>, EditError> {
    let sources = match found.table.get("sources") {
        Some(entry) => list(entry)?,
        None => &[],
    };
    if sources.is_empty() {
        return Err(EditError::new(
            "the event names no source in its short form; give it `sources` first, since every report needs one",
        ));
    }
    let mut reports: Vec<Vec<String>> =
        sources.iter().map(|source| vec![format!("source = {}", &text[source.span.clone()])]).collect();
    for key in SHORT {
        let Some(entry) = found.table.get(key) else { continue };
        let (start, stop) = (line_start(text, entry.key_span.start), line_end(text, entry.node.span.end));
        let value = &text[entry.node.span.clone()];
        let dotted = indent(text, entry.key_span.start).is_none();
        let comment = text[entry.node.span.end..stop].trim();
        if dotted || (key == "sources" && value.lines().any(|line| line.contains('#'))) {
            return Err(EditError(format!(
                "the short form of the event cannot be turned into reports without losing what stands in its `{key}`; \
                 write `[[events.reports]]` in its place first"
            )));
        }
        splices.remove(start..stop);
        let comment = if comment.is_empty() { String::new() } else { format!("  {comment}") };
        if key == "sources" {
            reports[0][0].push_str(&comment);
            continue;
        }
        for (n, report) in reports.iter_mut().enumerate() {
            let line = text[start..stop].trim();
            report.push(if n == 0 { line.to_owned() } else { format!("{key} = {value}") });
        }
    }
    Ok(reports)
}

/// Adds a value to a list in brackets.
fn append(text: &str, entry: &NodeEntry<'_>, new: &str, splices: &mut TextSplices) -> Result<(), EditError> {
    let values = list(entry)?;
    let Some(last) = values.last() else {
        // After the bracket, whatever comments it contains.
        splices.insert(entry.node.span.start + 1, new);
        return Ok(());
    };
    let at = end(last);
    let Some(indent) = indent(text, last.span.start) else {
        splices.insert(at, format!(", {new}"));
        return Ok(());
    };
    let newline = newline(text, at);
    let stop = line_end(text, at);
    let behind = text[at..stop].trim_start();
    if behind.starts_with(']') || stop > entry.node.span.end {
        splices.insert(at, format!(",{newline}{indent}{new}"));
        return Ok(());
    }
    // A comma may follow the last value, here or on a later line; a comment on the line stays with its value.
    let comma = |line: &str| line.split('#').next().is_some_and(|code| code.contains(','));
    if behind.starts_with(',') {
        splices.insert(stop, format!("{indent}{new},{newline}"));
    } else if text[at..entry.node.span.end - 1].lines().any(comma) {
        splices.insert(at, format!(", {new}"));
    } else {
        splices.insert(at, ",");
        splices.insert(stop, format!("{indent}{new}{newline}"));
    }
    Ok(())
}

/// Adds a key to a table: a line after the existing ones, or a pair within its braces.
fn add_key(
    text: &str,
    found: &OutlineEntry<'_>,
    key: &str,
    value: &str,
    splices: &mut TextSplices,
) -> Result<(), EditError> {
    let own: Vec<&NodeEntry<'_>> = found.table.entries.iter().filter(|entry| !has_header(text, entry)).collect();
    let Some(last) = own.iter().max_by_key(|entry| end(&entry.node)) else {
        return Err(EditError(format!("no place for `{key}` was found")));
    };
    let at = end(&last.node);
    if !text[found.span.start..].starts_with('[') {
        splices.insert(at, format!(", {key} = {value}"));
        return Ok(());
    }
    let indent = indent(text, last.key_span.start).or_else(|| indent(text, found.span.start)).unwrap_or_default();
    insert_lines(text, line_end(text, at), &format!("{indent}{key} = {value}{}", newline(text, at)), false, splices);
    Ok(())
}

/// Continues after the end of a string.
fn lengthen(text: &str, entry: &NodeEntry<'_>, more: &str, splices: &mut TextSplices) -> Result<(), EditError> {
    let raw = &text[entry.node.span.clone()];
    let quoted = write_out::text(more);
    let escaped = &quoted[1..quoted.len() - 1];
    let (quotes, literal) = [("\"\"\"", false), ("'''", true), ("\"", false), ("'", true)]
        .into_iter()
        .find(|(quotes, _)| raw.len() >= 2 * quotes.len() && raw.starts_with(quotes) && raw.ends_with(quotes))
        .ok_or_else(|| EditError(format!("`{}` is not text", entry.key)))?;
    if literal && more.contains(|c: char| c == '\'' || c.is_control()) {
        return Err(EditError(format!(
            "the text of `{}` stands in single quotes, where this cannot be written; put it in double quotes first",
            entry.key
        )));
    }
    let gap = if text_is_blank(entry) { "" } else { " " };
    splices.insert(entry.node.span.end - quotes.len(), format!("{gap}{}", if literal { more } else { escaped }));
    Ok(())
}

fn text_is_blank(entry: &NodeEntry<'_>) -> bool {
    matches!(&entry.node.value, NodeValue::Text(text) if text.ends_with(char::is_whitespace) || text.is_empty())
}
