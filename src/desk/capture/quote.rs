//! Quotes: shortened to the maximum length, and checked against the text they come from.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::fold;

/// The maximum number of characters in a quote.
pub const QUOTE_LIMIT: usize = 300;

/// Marks an omission.
const CUT: &str = "[...]";

/// Part of a text as a quote of at most [`QUOTE_LIMIT`] characters, in one line; omissions are marked by `[...]`.
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

/// Whether a quote occurs in a text: its parts between `[...]` word by word, in order. Ignores case, accents, white
/// space and punctuation. A quote without a word occurs nowhere.
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
