//! Splices: insertions into and deletions from a text, by byte position.

use std::ops::Range;

/// Changes that are applied together. Their ranges do not overlap.
#[derive(Debug, Default)]
pub(super) struct TextSplices(Vec<(Range<usize>, String)>);

impl TextSplices {
    /// Inserted text.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    /// Deleted bytes.
    pub fn remove(&mut self, range: Range<usize>) {
        self.0.push((range, String::new()));
    }

    /// The text with all changes applied.
    pub fn apply(mut self, text: &str) -> String {
        // An insertion at the end of another one goes after it.
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

/// The first byte of the line that contains this one.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |newline| newline + 1)
}

/// The first byte of the next line; the end of the text in its last line.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |newline| at + newline + 1)
}

/// The white space before a byte, if nothing else precedes it in its line.
pub(super) fn indent(text: &str, at: usize) -> Option<&str> {
    let start = line_start(text, at);
    let start = if start == 0 && text.starts_with('\u{feff}') { 3 } else { start };
    let before = text.get(start..at)?;
    before.bytes().all(|b| matches!(b, b' ' | b'\t')).then_some(before)
}

/// The line end used around this byte: that of the previous line, otherwise that of the next.
pub(super) fn newline(text: &str, at: usize) -> &'static str {
    let bytes = text.as_bytes();
    let before = memchr::memrchr(b'\n', &bytes[..at]);
    match before.or_else(|| memchr::memchr(b'\n', &bytes[at..]).map(|newline| at + newline)) {
        Some(newline) if newline > 0 && bytes[newline - 1] == b'\r' => "\r\n",
        _ => "\n",
    }
}
