//! Quotes: cut to what a report may hold, and checked against the text that they are of.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::query::fold;

/// The most characters of a quote.
pub const QUOTE_LIMIT: usize = 300;

/// What stands where something was cut out.
const CUT: &str = "[...]";

/// A stretch of text as a quote of at most [`QUOTE_LIMIT`] characters, in one line; what is cut is shown as `[...]`.
#[must_use]
pub fn cut_quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTE_LIMIT {
        return line;
    }
    let room = QUOTE_LIMIT - CUT.chars().count() - 1;
    let mut end = 0;
    let mut used = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        used += grapheme.chars().count();
        if used > room {
            break;
        }
        end = at + grapheme.len();
    }
    let word = line[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
    format!("{} {CUT}", line[..word].trim_end())
}

/// Whether a quote stands in a text: each part between its `[...]` word by word, in order. Case, accents, white space and
/// punctuation are not looked at; a quote without a word stands nowhere.
#[must_use]
pub fn stands_in(quote: &str, text: &str) -> bool {
    let whole = format!("{} ", fold::words(text));
    let mut rest = whole.as_str();
    let mut any = false;
    for part in quote.replace("[…]", CUT).split(CUT) {
        let words = fold::words(part);
        if words.is_empty() {
            continue;
        }
        any = true;
        match rest.find(&format!("{words} ")) {
            Some(at) => rest = &rest[at + words.len()..],
            None => return false,
        }
    }
    any
}
