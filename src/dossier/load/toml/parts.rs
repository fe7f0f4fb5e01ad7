//! A large TOML file, parsed in parts by all processors.
//!
//! It is cut before lines such as `[[events]]`, which begin a record whatever stood before them, unless they lie within
//! a text or a list; in that case the part before them is not well-formed. Only what is plainly valid is accepted here:
//! if a part has any fault, or the parts are not all lists of records, the result is nothing and the file is parsed as
//! a whole. What is said about a bad file therefore does not depend on its size.

use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::memmem;
use toml::de::DeTable;

use super::super::fault::LoadFaults;
use super::super::node::{NodeEntry, NodeTable, NodeValue};
use super::super::together;
use super::{TomlConverter, may_have_long_keys, unfit};

/// The root table of a file cut into parts of at least this many bytes; `None` if it has to be parsed as a whole, as a
/// file of more than `most` tokens.
pub(super) fn parse(file: usize, text: &str, size: usize, most: usize) -> Option<NodeTable<'_>> {
    let parts: Vec<(usize, &str)> = cut(text, size);
    let tokens = AtomicUsize::new(0);
    let few = |part: &str| {
        // No token is without a byte.
        text.len() <= most || {
            let count = toml_parser::Source::new(part).lex().count();
            tokens.fetch_add(count, Ordering::Relaxed) + count <= most
        }
    };
    let tables = together::map(&parts, |_, share| {
        let read = |&(base, part): &(usize, _)| few(part).then(|| table(file, base, part)).flatten();
        share.iter().map(read).collect::<Option<Vec<_>>>()
    })?;
    let mut tables = tables.into_iter().flatten();
    let mut root = tables.next()?;
    for table in tables {
        for entry in table.entries {
            add(&mut root, entry, text)?;
        }
    }
    Some(root)
}

/// The parts, and where each begins.
fn cut(text: &str, size: usize) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let mut start = 0;
    for before in memmem::find_iter(bytes, b"\n[[") {
        let begin = before + 1;
        if begin - start >= size && begins_record(&bytes[begin + 2..]) {
            parts.push((start, &text[start..begin]));
            start = begin;
        }
    }
    parts.push((start, &text[start..]));
    parts
}

/// Whether what stands behind `[[` is one plain key and `]]`.
fn begins_record(bytes: &[u8]) -> bool {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    length > 0 && bytes[length..].starts_with(b"]]")
}

/// The table of a part in which nothing is wrong.
fn table(file: usize, base: usize, text: &str) -> Option<NodeTable<'_>> {
    if may_have_long_keys(text) && unfit(text).is_some() {
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return None;
    }
    let mut faults = LoadFaults::default();
    let mut convert = TomlConverter { file, text, base, faults: &mut faults, broken: Vec::new(), headers: Vec::new() };
    let table = convert.table(root.into_inner(), 0);
    (!faults.any_error()).then_some(table)
}

/// Adds what a later part has under a key of the root. Lists of tables with headers continue from part to part; nothing
/// else may be there already.
fn add<'a>(root: &mut NodeTable<'a>, entry: NodeEntry<'a>, text: &str) -> Option<()> {
    let Some(first) = root.entries.iter_mut().find(|first| first.key == entry.key) else {
        root.entries.push(entry);
        return Some(());
    };
    if !(has_headers(first, text) && has_headers(&entry, text)) {
        return None;
    }
    let (NodeValue::List(list), NodeValue::List(more)) = (&mut first.node.value, entry.node.value) else { return None };
    list.extend(more);
    Some(())
}

/// Whether the key stands in double brackets.
fn has_headers(entry: &NodeEntry<'_>, text: &str) -> bool {
    text[..entry.key_span.start].trim_end_matches([' ', '\t']).ends_with("[[")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The result of the whole, if nothing is wrong with it.
    fn whole(text: &str) -> Option<String> {
        table(0, 0, text).map(|table| shown(&table))
    }

    fn in_parts(text: &str, size: usize) -> Option<String> {
        parse(0, text, size, usize::MAX).map(|table| shown(&table))
    }

    /// The place of a list of tables is that of its first header in the part it begins in.
    fn shown(table: &NodeTable<'_>) -> String {
        let list = |entry: &NodeEntry<'_>| match &entry.node.value {
            NodeValue::List(list) => format!("{list:?}"),
            _ => format!("{:?}", entry.node),
        };
        let entries = table.entries.iter().map(|entry| format!("{} {:?} {}", entry.key, entry.key_span, list(entry)));
        entries.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_built_in_story_in_parts_is_the_same_as_in_one() {
        let mut cuts = 0;
        for file in crate::assets::STORY {
            let text = file.text;
            for size in [1, 700, 20_000] {
                cuts += cut(text, size).len() - 1;
                let parted = in_parts(text, size);
                assert!(parted.is_some(), "{} in parts of {size}", file.name);
                assert_eq!(parted, whole(text), "{} in parts of {size}", file.name);
            }
        }
        assert!(cuts > 500, "{cuts}");
    }

    #[test]
    fn a_file_of_too_many_tokens_is_left_to_the_whole_which_refuses_it() {
        let text = "[[a]]\nb = \"some words\"\n".repeat(100);
        let tokens = toml_parser::Source::new(&text).lex().count();
        assert!(tokens < text.len() && parse(0, &text, 100, tokens + 100).is_some());
        assert!(parse(0, &text, 100, tokens / 2).is_none());
    }

    #[test]
    fn what_cannot_be_cut_is_left_to_the_whole() {
        let traps = [
            "format = 1\n[[events]]\nid = \"\"\"a\n[[events]]\nb\"\"\"\n",
            "format = 1\n[[events]]\nid = '''a\n[[events]]\nid = 1\n'''\n",
            "x = [\n[[a]]\n]\n",
            "x = [[\n[[a]]\n]]\n[[b]]\n",
            "[[events]]\nid = 1\n[[actors]]\nid = 2\n[[events.reports]]\nsource = 3\n",
            "events = [{ id = 1 }]\n[[events]]\nid = 2\n",
            "[events]\nid = 1\n[[events]]\nid = 2\n",
            "[[events]]\nid = 1\n[[actors]]\nid = 3\n[events]\nid = 2\n",
            "[events.a]\nid = 1\n[[actors]]\nid = 3\n[events]\nid = 2\n",
            "[[events]]\nid = 1\n[[events]]\nid = 2\nid = 3\n",
            "[[events]]\nid = 1\n[story]\na = 1\n[[events]]\nid = 2\n[story]\nb = 1\n",
            "[[events]]\nid = 1 # \"\"\"\n[[events]]\nid = 2 # \"\"\"\n",
            "a = 1e999\n[[events]]\nid = 1\n[[events]]\nid = inf\n",
            "[[events]]\r\nid = 1\r\n[[events]]\r\nid = 2\r\n[[ events ]]\r\nid = 3\r\n[[\"events\"]]\r\nid = 4\r\n",
        ];
        let mut taken = 0;
        for text in traps {
            if let Some(parted) = in_parts(text, 1) {
                assert_eq!(Some(parted), whole(text), "{text}");
                taken += 1;
            }
        }
        assert_eq!(taken, 2, "of these the texts that can be cut");
    }
}
