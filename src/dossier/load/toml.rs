//! TOML into a tree: all syntax errors at once, bounded recursion, a bounded number of errors.

mod parts;

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::HashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::decoder::Encoding;
use toml_parser::lexer::TokenKind;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Span};

use super::fault::{FaultPlace, KEPT, LoadFaults};
use super::node::{DEPTH, LoadNode, NodeEntry, NodeTable, NodeValue, inexact};
use crate::dossier::problem::Severity;

/// The maximum number of parts in a dotted key. The format needs three.
const KEY_PARTS: usize = 16;
/// The maximum number of tokens in a file: the parser needs about 60 bytes of memory for each.
const TOKENS: usize = 24 << 20;
/// Up to this size a file cannot contain enough errors to matter.
const SMALL: usize = 1 << 20;
/// The size of the parts of a larger file, in bytes.
const PART: usize = SMALL / 2;

/// The root table of a file. `None` if so much is wrong that reading it further would not help.
pub(super) fn parse<'a>(file: usize, text: &'a str, faults: &mut LoadFaults) -> Option<NodeTable<'a>> {
    if text.len() > SMALL
        && let Some(table) = parts::parse(file, text, PART, TOKENS)
    {
        return Some(table);
    }
    let fail = |faults: &mut LoadFaults, span, message: &str| {
        faults.add(Severity::Error, FaultPlace::new(file, span), || message.to_owned());
        None
    };
    if may_have_long_keys(text) || text.len() > SMALL {
        match unfit(text) {
            Some(UnfitToml::LongKey(span)) => {
                return fail(faults, span, "a key with more than 16 parts; three are as many as a dossier needs");
            }
            Some(UnfitToml::ManyTokens(span)) => {
                return fail(
                    faults,
                    span,
                    "the file is too long for TOML; keep large sets of articles in `.jsonl`, and other records in several files",
                );
            }
            None => {}
        }
    }
    if text.len() > SMALL && flooded(file, text, faults) {
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut broken: Vec<Range<usize>> = Vec::with_capacity(errors.len());
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        faults.add(Severity::Error, FaultPlace::new(file, span.clone()), || message(error.message(), &span));
        broken.push(span);
    }
    broken.sort_by_key(|span| (span.start, span.end));
    let mut convert = TomlConverter { file, text, base: 0, faults, broken, headers: Vec::new() };
    let mut table = convert.table(root.into_inner(), 0);
    if !convert.broken.is_empty() {
        convert.mark_torn(&mut table);
    }
    Some(table)
}

/// The parser's message, except for a missing value, for which it suggests quotes around nothing.
fn message(message: &str, span: &Range<usize>) -> String {
    if span.is_empty() && message.contains("must be quoted") { "missing value" } else { message }.to_owned()
}

/// Whether any line has enough dots for a key that is too long. Most files do not and need no closer look.
fn may_have_long_keys(text: &str) -> bool {
    let mut dots = 0;
    memchr::memchr2_iter(b'.', b'\n', text.as_bytes()).any(|at| {
        dots = if text.as_bytes()[at] == b'.' { dots + 1 } else { 0 };
        dots > KEY_PARTS
    })
}

enum UnfitToml {
    LongKey(Range<usize>),
    ManyTokens(Range<usize>),
}

/// Why the file must not reach the parser. The parser limits keys to 80 parts without giving a position; and 80 nested
/// tables with such keys are 6400 levels, which are dropped recursively.
fn unfit(text: &str) -> Option<UnfitToml> {
    let (mut dots, mut first) = (0, 0);
    for (count, token) in toml_parser::Source::new(text).lex().enumerate() {
        let span = token.span();
        match token.kind() {
            TokenKind::Dot => {
                if dots == 0 {
                    first = span.start();
                }
                dots += 1;
                if dots > KEY_PARTS {
                    return Some(UnfitToml::LongKey(first..span.end()));
                }
            }
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString | TokenKind::Whitespace => {}
            _ => dots = 0,
        }
        if count > TOKENS {
            return Some(UnfitToml::ManyTokens(span.start()..span.end()));
        }
    }
    None
}

/// Whether the file has more syntax errors than are shown. They are recorded then: the parser that builds the tables
/// would keep them all, and a file of brackets has one per byte.
fn flooded(file: usize, text: &str, faults: &mut LoadFaults) -> bool {
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut errors = Vec::new();
    let mut count = 0_usize;
    let mut decode = TomlDecoder(source);
    parse_document(&tokens, &mut RecursionGuard::new(&mut decode, 80), &mut |error: ParseError| {
        count += 1;
        if count <= KEPT {
            errors.push(error);
        }
    });
    if count <= KEPT {
        return false;
    }
    for error in &errors {
        let span = error.unexpected().map_or(0..0, |span| span.start()..span.end());
        faults.add(Severity::Error, FaultPlace::new(file, span), || error.description().to_owned());
    }
    for _ in errors.len()..count {
        faults.add(Severity::Error, FaultPlace::file(file), String::new);
    }
    true
}

/// Reads each key and value for its errors alone.
struct TomlDecoder<'a>(toml_parser::Source<'a>);

impl EventReceiver for TomlDecoder<'_> {
    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        if let Some(text) = self.0.input().get(span.start()..span.end()) {
            let _ = Raw::new_unchecked(text, encoding, span).decode_scalar(&mut Cow::Borrowed(""), errors);
        }
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        if let Some(text) = self.0.input().get(span.start()..span.end()) {
            Raw::new_unchecked(text, encoding, span).decode_key(&mut Cow::Borrowed(""), errors);
        }
    }
}

struct TomlConverter<'a, 'f> {
    file: usize,
    text: &'a str,
    /// Where the text begins in the file.
    base: usize,
    faults: &'f mut LoadFaults,
    /// Where syntax errors are, in order.
    broken: Vec<Range<usize>>,
    /// Where tables start that have a header of their own.
    headers: Vec<usize>,
}

impl<'a> TomlConverter<'a, '_> {
    fn table(&mut self, table: DeTable<'a>, depth: usize) -> NodeTable<'a> {
        let mut entries: Vec<NodeEntry<'a>> = table
            .into_iter()
            .map(|(key, value)| NodeEntry {
                key_span: self.in_file(key.span()),
                key: key.into_inner(),
                node: self.node(value, depth + 1),
            })
            .collect();
        // The parser sorts by key; the dossier keeps the order of the file.
        entries.sort_by_key(|entry| entry.key_span.start);
        NodeTable { entries, torn: false }
    }

    fn node(&mut self, value: Spanned<DeValue<'a>>, depth: usize) -> LoadNode<'a> {
        let span = value.span();
        let value = match value.into_inner() {
            DeValue::Table(_) | DeValue::Array(_) if depth > DEPTH => {
                self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), too_deep);
                NodeValue::Broken
            }
            DeValue::Table(table) => {
                if self.text[span.start..].starts_with('[') {
                    self.headers.push(span.start);
                }
                NodeValue::Table(self.table(table, depth))
            }
            DeValue::Array(array) => {
                NodeValue::List(array.into_iter().map(|value| self.node(value, depth + 1)).collect())
            }
            _ if self.is_broken(&span) => NodeValue::Broken,
            DeValue::String(text) => NodeValue::Text(text),
            DeValue::Boolean(yes) => NodeValue::Bool(yes),
            DeValue::Datetime(_) => NodeValue::Date(&self.text[span.clone()]),
            DeValue::Float(number) => self.number(number.as_str().parse().ok(), &span),
            DeValue::Integer(number) => {
                let whole = i128::from_str_radix(number.as_str(), number.radix()).ok();
                self.whole(whole, &span)
            }
        };
        LoadNode { span: self.in_file(span), value }
    }

    fn in_file(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    /// A whole number, which a double has to hold exactly.
    fn whole(&mut self, number: Option<i128>, span: &Range<usize>) -> NodeValue<'a> {
        if let Some(why) = number.and_then(|number| inexact(&number.to_string())) {
            self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), || why.to_owned());
            return NodeValue::Broken;
        }
        #[allow(clippy::cast_precision_loss)] // nothing is lost: that was looked at
        self.number(number.map(|number| number as f64), span)
    }

    fn number(&mut self, number: Option<f64>, span: &Range<usize>) -> NodeValue<'a> {
        let written_out = |number: &f64| number.is_finite() || self.text[span.clone()].contains(['n', 'N']);
        if let Some(number) = number.filter(written_out) {
            return NodeValue::Number(number);
        }
        self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), || "number out of range".to_owned());
        NodeValue::Broken
    }

    /// Whether a syntax error touches this value, so that it says nothing reliable. A value that was made up for a
    /// missing one has no length.
    fn is_broken(&mut self, span: &Range<usize>) -> bool {
        if span.is_empty() && self.broken.is_empty() {
            self.faults.add(Severity::Error, FaultPlace::new(self.file, span.clone()), || "missing value".to_owned());
        }
        let from = self.broken.partition_point(|error| error.end < span.start);
        span.is_empty() || self.broken[from..].iter().take_while(|e| e.start <= span.end).any(|e| e.end >= span.start)
    }

    /// Marks the tables in which syntax errors lie: inline ones around an error, and for each error the last one with
    /// a header before it.
    fn mark_torn(&mut self, root: &mut NodeTable<'a>) {
        self.headers.sort_unstable();
        // Keys that end up in the root behind an error belong to a table whose header the parser could not use.
        let first = self.broken.first().map_or(0, |error| error.start);
        root.entries.retain(|entry| entry.key_span.start < first || self.has_header(entry));
        let mut torn = HashSet::new();
        let (mut line, mut at) = (0, 0);
        for error in &self.broken {
            let end = error.start.min(self.text.len());
            line = memchr::memrchr(b'\n', &self.text.as_bytes()[at..end]).map_or(line, |newline| at + newline + 1);
            at = end;
            root.torn |= self.is_header(line);
            match self.headers.partition_point(|&start| start <= error.start) {
                0 => root.torn = true,
                n => drop(torn.insert(self.headers[n - 1])),
            }
        }
        for entry in &mut root.entries {
            self.mark_node(&mut entry.node, &torn);
        }
    }

    fn mark_node(&self, node: &mut LoadNode<'a>, torn: &HashSet<usize>) {
        match &mut node.value {
            NodeValue::Table(table) => {
                table.torn = torn.contains(&node.span.start) || self.holds_error(&node.span);
                table.entries.iter_mut().for_each(|entry| self.mark_node(&mut entry.node, torn));
            }
            NodeValue::List(list) => list.iter_mut().for_each(|node| self.mark_node(node, torn)),
            _ => {}
        }
    }

    /// Whether the line that starts here opens a table, so that a whole record may have been lost.
    fn is_header(&self, line: usize) -> bool {
        self.text[line..].trim_start_matches([' ', '\t']).starts_with('[')
    }

    /// Whether a key of the root is that of a header: nothing but brackets stands before it.
    fn has_header(&self, entry: &NodeEntry<'a>) -> bool {
        self.text[..entry.key_span.start].trim_end_matches([' ', '\t']).ends_with('[')
    }

    fn holds_error(&self, span: &Range<usize>) -> bool {
        let next = self.broken.partition_point(|error| error.start < span.start);
        self.broken.get(next).is_some_and(|error| error.start <= span.end)
    }
}

/// What to say of values that stand too deep.
pub(super) fn too_deep() -> String {
    format!("nested more than {DEPTH} deep; a dossier needs seven levels")
}
