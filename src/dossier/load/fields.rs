//! Reading one table: each key is asked for by name and type, what is left over is unknown.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use super::context::{LoadContext, LoadLink, NamedRecord, nearest_or_all};
use super::fault::{FaultPlace, quoted};
use super::node::{LoadNode, NodeEntry, NodeTable, NodeValue};
use crate::dossier::EdtfDate;
use crate::dossier::record::{Rec, SourcePlace};

/// A table that is being read. [`TableFields::done`] has to be called at the end.
pub(super) struct TableFields<'c, 't> {
    pub cx: &'c LoadContext<'c>,
    pub file: usize,
    pub span: Range<usize>,
    /// What the table is, with its article: `an event`.
    what: &'static str,
    table: &'t NodeTable<'t>,
    /// The keys that were asked for, there or not.
    asked: RefCell<Vec<&'static str>>,
    /// Which of the first entries were, as bits: looking up each of them by its name again would be the most of the work.
    met: Cell<u128>,
}

/// The bit of an entry, of those that have one.
fn bit(at: usize) -> u128 {
    u32::try_from(at).ok().and_then(|at| 1_u128.checked_shl(at)).unwrap_or(0)
}

impl<'c, 't> TableFields<'c, 't> {
    pub fn new(
        cx: &'c LoadContext<'c>,
        file: usize,
        what: &'static str,
        span: &Range<usize>,
        table: &'t NodeTable<'t>,
    ) -> TableFields<'c, 't> {
        TableFields { cx, file, span: span.clone(), what, table, asked: RefCell::default(), met: Cell::default() }
    }

    /// Where the table stands, as the dossier keeps it.
    pub fn at(&self) -> SourcePlace {
        self.at_offset(self.span.start)
    }

    /// A place in the table's file, as the dossier keeps it.
    pub fn at_offset(&self, offset: usize) -> SourcePlace {
        SourcePlace { file: u32::try_from(self.file).unwrap_or(u32::MAX), offset: offset as u64 }
    }

    /// A place in the table's file.
    pub fn place(&self, span: &Range<usize>) -> FaultPlace {
        FaultPlace::new(self.file, span.clone())
    }

    /// The table's own place: its header, or its opening brace.
    pub fn head(&self) -> FaultPlace {
        let end = if self.is_header() { self.span.end } else { self.span.start + 1 };
        FaultPlace::new(self.file, self.span.start..end)
    }

    fn is_header(&self) -> bool {
        self.table.entries.first().is_none_or(|entry| entry.key_span.start >= self.span.end)
    }

    pub fn error(&self, span: &Range<usize>, message: impl FnOnce() -> String) {
        self.cx.error(self.place(span), message);
    }

    pub fn warn(&self, span: &Range<usize>, message: impl FnOnce() -> String) {
        self.cx.warn(self.place(span), message);
    }

    /// Key and value, if the key is there. It counts as known from now on.
    pub fn entry(&self, key: &'static str) -> Option<&'t NodeEntry<'t>> {
        self.asked.borrow_mut().push(key);
        let at = self.table.entries.iter().position(|entry| entry.key == key)?;
        self.met.set(self.met.get() | bit(at));
        Some(&self.table.entries[at])
    }

    /// Whether a key is there.
    pub fn has(&self, key: &'static str) -> bool {
        self.table.get(key).is_some()
    }

    /// Notes every key that was not asked for.
    pub fn done(self) {
        let is_met =
            |at: usize, entry: &NodeEntry| self.met.get() & bit(at) != 0 || self.asked.borrow().contains(&&*entry.key);
        for (_, entry) in self.table.entries.iter().enumerate().filter(|(at, entry)| !is_met(*at, entry)) {
            self.error(&entry.key_span, || {
                let mut asked: Vec<&str> = Vec::new();
                for &key in &*self.asked.borrow() {
                    if !asked.contains(&key) {
                        asked.push(key);
                    }
                }
                let known = nearest_or_all(&entry.key, asked.iter().copied());
                format!("unknown key {} in {}{known}", quoted(&entry.key), self.what)
            });
        }
    }

    /// Says that a required key is missing, unless a syntax error may have swallowed it.
    pub fn missing(&self, key: &str) {
        if !self.is_torn() {
            self.cx.error(self.head(), || format!("{} needs `{key}`", self.what));
        }
    }

    /// Says that a value is of the wrong type.
    pub fn mismatch(&self, key: &str, node: &LoadNode<'_>, expected: &str) {
        match &node.value {
            NodeValue::Broken => {}
            NodeValue::Null => {
                self.error(&node.span, || format!("`{key}` is null; leave the key out where nothing is known"));
            }
            value => self.error(&node.span, || format!("`{key}` has to be {expected}, not {}", value.sort())),
        }
    }

    /// A text with its place.
    pub fn spanned_text(&self, key: &'static str) -> Option<(&'t str, Range<usize>)> {
        let node = &self.entry(key)?.node;
        if let NodeValue::Text(text) = &node.value {
            return Some((text, node.span.clone()));
        }
        self.mismatch(key, node, "a text");
        None
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        self.spanned_text(key).map(|(text, _)| text.to_owned())
    }

    /// A text that has to be there and not blank. Where it is not, an error is noted and the text is empty.
    pub fn need_text(&self, key: &'static str) -> String {
        let Some((text, span)) = self.spanned_text(key) else {
            self.need(key);
            return String::new();
        };
        if text.trim().is_empty() {
            self.error(&span, || format!("`{key}` is empty"));
        }
        text.to_owned()
    }

    /// Notes an error where a key is missing.
    pub fn need(&self, key: &'static str) {
        if !self.has(key) {
            self.missing(key);
        }
    }

    /// Whether a syntax error lies in the table, so that keys may have been lost.
    pub fn is_torn(&self) -> bool {
        self.table.torn
    }

    /// Warns that a statement names no source.
    pub fn warn_unsourced(&self) {
        if !self.has("source") && !self.is_torn() {
            self.cx.warn(self.head(), || format!("{} without a `source`", self.what));
        }
    }

    /// A number with its place.
    pub fn number(&self, key: &'static str) -> Option<(f64, Range<usize>)> {
        let node = &self.entry(key)?.node;
        match node.value {
            NodeValue::Number(number) if number.is_finite() => return Some((number, node.span.clone())),
            NodeValue::Number(number) => {
                self.error(&node.span, || format!("`{key}` has to be a number, not `{number}`"));
            }
            _ => self.mismatch(key, node, "a number"),
        }
        None
    }

    /// A date, quoted or not.
    pub fn date(&self, key: &'static str) -> Option<EdtfDate> {
        let node = &self.entry(key)?.node;
        match &node.value {
            NodeValue::Text(text) => match EdtfDate::parse(text) {
                Ok(date) => return Some(date),
                Err(error) => {
                    let span = self.within(&node.span, text, error.offset);
                    self.error(&span, || format!("{} is not an EDTF date: {}", quoted(text), error.message));
                }
            },
            // The day as written, whatever the zone.
            NodeValue::Date(text) => {
                match EdtfDate::parse(text).or_else(|_| EdtfDate::parse(text.get(..10).unwrap_or(text))) {
                    Ok(date) => return Some(date),
                    Err(_) => {
                        self.error(&node.span, || format!("`{key}` has to be a date with a day, not {}", quoted(text)));
                    }
                }
            }
            _ => self.mismatch(key, node, "a date"),
        }
        None
    }

    /// The place of a byte offset within the text of a string: from there to its end. The whole string where escapes
    /// make the two differ.
    pub fn within(&self, span: &Range<usize>, text: &str, offset: usize) -> Range<usize> {
        let raw = self.cx.known.texts[self.file].get(span.clone()).unwrap_or_default();
        let delimiters = raw.bytes().take_while(|b| matches!(b, b'"' | b'\'')).count();
        let (start, end) = (span.start + delimiters, span.end - delimiters.min(raw.len()));
        let verbatim = raw.get(delimiters..delimiters + text.len()) == Some(text);
        if !verbatim || text.is_empty() {
            return span.clone();
        }
        let at = start + offset.min(text.len());
        at..end.max(at + 1)
    }

    /// A word of a closed vocabulary.
    pub fn word<T: Copy>(&self, key: &'static str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let (text, span) = self.spanned_text(key)?;
        let found = all.iter().copied().find(|&value| word(value) == text);
        if found.is_none() {
            let known = || nearest_or_all(text, all.iter().map(|&value| word(value)));
            self.error(&span, || format!("unknown {key} {}{}", quoted(text), known()));
        }
        found
    }

    /// A word that has to be there; the vocabulary's first where it is not.
    pub fn need_word<T: Copy>(&self, key: &'static str, all: &[T], word: fn(T) -> &'static str) -> T {
        let found = self.word(key, all, word);
        self.need(key);
        found.unwrap_or(all[0])
    }

    /// The values of a list.
    pub fn list(&self, key: &'static str, expected: &str) -> &'t [LoadNode<'t>] {
        let Some(entry) = self.entry(key) else { return &[] };
        if let NodeValue::List(list) = &entry.node.value {
            return list;
        }
        self.mismatch(key, &entry.node, expected);
        &[]
    }

    /// A list of texts with their places.
    pub fn spanned_texts(&self, key: &'static str) -> Vec<(&'t str, Range<usize>)> {
        let mut texts = Vec::new();
        for node in self.list(key, "a list of texts, like `[\"…\"]`") {
            match &node.value {
                NodeValue::Text(text) => texts.push((&**text, node.span.clone())),
                _ => self.mismatch(key, node, "a list of texts"),
            }
        }
        texts
    }

    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.spanned_texts(key).into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    /// The record with this id, if it is of the wanted sort.
    pub fn resolve<T: NamedRecord>(&self, id: &str, span: &Range<usize>) -> Option<T> {
        self.cx.resolve(id, T::WANT, self.place(span)).and_then(T::of)
    }

    /// The record that a key names.
    pub fn one<T: NamedRecord>(&self, key: &'static str) -> Option<T> {
        let (id, span) = self.spanned_text(key)?;
        self.resolve(id, &span)
    }

    /// The records that a key lists.
    pub fn many<T: NamedRecord>(&self, key: &'static str) -> Vec<T> {
        self.spanned_texts(key).into_iter().filter_map(|(id, span)| self.resolve(id, &span)).collect()
    }

    /// The records that a key lists; that `from` names them there must not go in a circle.
    pub fn links<T: NamedRecord + Into<Rec> + Copy>(&self, key: &'static str, from: Rec) -> Vec<T> {
        let names = self.spanned_texts(key).into_iter();
        names.filter_map(|(id, span)| self.link(from, self.resolve(id, &span), span)).collect()
    }

    fn link<T: Into<Rec> + Copy>(&self, from: Rec, to: Option<T>, span: Range<usize>) -> Option<T> {
        let link = LoadLink { from, to: to?.into(), place: FaultPlace::new(self.file, span) };
        self.cx.links.borrow_mut().push(link);
        to
    }

    /// The record that a key names; that `from` names it must not go in a circle.
    pub fn link_to<T: NamedRecord + Into<Rec> + Copy>(&self, key: &'static str, from: Rec) -> Option<T> {
        let (id, span) = self.spanned_text(key)?;
        self.link(from, self.resolve(id, &span), span)
    }

    /// The values of a list that has at least so many.
    pub fn long_list(&self, key: &'static str, least: usize) -> Option<&'t [LoadNode<'t>]> {
        match &self.entry(key)?.node.value {
            NodeValue::List(list) if list.len() >= least => Some(list),
            _ => None,
        }
    }

    /// The tables that a key lists: `[[key]]`. Ends early where too much is wrong with the file.
    pub fn tables(&self, key: &'static str, what: &'static str) -> impl Iterator<Item = TableFields<'c, 't>> {
        let list = self.list(key, &format!("a list of tables, `[[{}{key}]]` in TOML", self.parent()));
        list.iter().take_while(|_| !self.cx.faults.borrow().is_full(self.file)).filter_map(move |node| {
            if let NodeValue::Table(table) = &node.value {
                return Some(TableFields::new(self.cx, self.file, what, &node.span, table));
            }
            self.mismatch(key, node, "a list of tables");
            None
        })
    }

    fn parent(&self) -> String {
        match self.what.rsplit(' ').next() {
            Some("file") | None => String::new(),
            Some(word) => format!("{word}s."),
        }
    }
}
