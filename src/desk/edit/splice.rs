//! Changes to a text: bytes that come in, and bytes that go, by their places.

use std::ops::Range;

/// Changes, applied together. Their ranges do not overlap.
#[derive(Debug, Default)]
pub(super) struct TextSplices(Vec<(Range<usize>, String)>);

impl TextSplices {
    /// Text that comes in.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    /// Bytes that go.
    pub fn remove(&mut self, range: Range<usize>) {
        self.0.push((range, String::new()));
    }

    /// The text with all changes.
    pub fn apply(mut self, text: &str) -> String {
        // What comes in where something else ends comes in behind it.
        self.0.sort_by_key(|(range, _)| (range.end, range.start));
        let mut out = String::with_capacity(text.len() + self.0.iter().map(|(_, new)| new.len()).sum::<usize>());
        let mut from = 0;
        for (range, new) in &self.0 {
            out.push_str(&text[from..range.start.max(from)]);
            out.push_str(new);
            from = range.end.max(from);
        }
        out.push_str(&text[from..]);
        out
    }
}

/// The first byte of the line that holds this one.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |newline| newline + 1)
}

/// The first byte of the next line; the end of the text in its last line.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |newline| at + newline + 1)
}

/// The blanks before a byte, where nothing else stands before it in its line.
pub(super) fn indent(text: &str, at: usize) -> Option<&str> {
    let start = line_start(text, at);
    let start = if start == 0 && text.starts_with('\u{feff}') { 3 } else { start };
    let before = text.get(start..at)?;
    before.bytes().all(|b| matches!(b, b' ' | b'\t')).then_some(before)
}

/// How lines end around this byte: as the one before it does, else as the one behind.
pub(super) fn newline(text: &str, at: usize) -> &'static str {
    let bytes = text.as_bytes();
    let before = memchr::memrchr(b'\n', &bytes[..at]);
    match before.or_else(|| memchr::memchr(b'\n', &bytes[at..]).map(|newline| at + newline)) {
        Some(newline) if newline > 0 && bytes[newline - 1] == b'\r' => "\r\n",
        _ => "\n",
    }
}
