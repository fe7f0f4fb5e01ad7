//! Text on its way to the screen: made safe, measured, cut, wrapped, put in visual order; and text as it is
//! compared, in [`fold`]. Knows nothing of stories.
//!
//! The order of the steps matters: [`safe`] first, then [`cut`] or [`wrap`] (both in logical order), [`visual`] last,
//! on each line by itself. Text in visual order is for display only: search, copies and exports use the text as it was
//! written.

mod address;
mod bidi;
mod device;
pub mod fold;
mod inflection;
mod reason;
pub mod spark;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use textwrap::core::{Fragment, Word};
use textwrap::{WordSeparator, wrap_algorithms::wrap_first_fit};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

pub use address::{kept_address, passwords_in, web_address, without_password};
pub use bidi::{isolated, paragraph_is_rtl, visual, visual_cells};
pub use device::is_device_name;
pub use inflection::{FEWEST_BENT, inflects, stem};
pub use reason::{NO_FILE, reason};

/// Whether a character can steer a terminal or turn text around: C0, DEL, C1, the bidi embeddings, overrides and
/// isolates (U+202A–202E, U+2066–2069), line and paragraph separators.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// The text with every unsafe character in a visible form: `␛` for ESC, `<U+202E>` for the others above C0.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('\u{2421}'),
            c if is_unsafe(c) => {
                use std::fmt::Write as _;
                let _ = write!(out, "<U+{:04X}>", c as u32);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text in ASCII alone, as one would type it: `-` for a dash, `>=` for `≥`, Latin letters for others.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if c.is_ascii() => out.push(c),
            '·' | '–' | '—' | '−' | '─' | '━' => out.push('-'),
            '≠' => out.push_str("/="),
            '✦' => out.push('+'),
            '…' => out.push_str("..."),
            c if c.is_whitespace() => out.push(' '),
            c => out.push_str(deunicode::deunicode_char(c).unwrap_or("?")),
        }
    }
    out
}

/// Columns that the text takes on a terminal: grapheme by grapheme, as ratatui puts it into cells.
///
/// [`visual`] can make Arabic text narrower (lam and alef join into one cell), so what is set flush right is measured
/// after it.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// The blanks that fill a column of a table behind a text.
#[must_use]
pub fn fill(text: &str, columns: usize) -> &'static str {
    blanks(columns.saturating_sub(width(text)))
}

/// So many blanks, but no more than a wide terminal has columns.
#[must_use]
pub fn blanks(count: usize) -> &'static str {
    const BLANKS: &str = match std::str::from_utf8(&[b' '; 512]) {
        Ok(blanks) => blanks,
        Err(_) => "",
    };
    &BLANKS[..count.min(BLANKS.len())]
}

/// Whether the text takes at most so many columns. Looks no further than it has to, however long the text is.
#[must_use]
pub fn fits(text: &str, columns: usize) -> bool {
    fitting(text, columns) == text.len()
}

/// The beginning of a text that is longer than `columns` and what [`cut`] and marks look at behind them; all of it where
/// it is shorter. What is drawn in a row of cells is made of this, so that a name of a megabyte costs no more than one
/// of a line.
#[must_use]
pub fn head(text: &str, columns: usize) -> &str {
    /// Bytes behind the cut that may belong to a word, a number or a date.
    const BEHIND: usize = 256;
    if text.len() <= columns + BEHIND {
        return text;
    }
    let end = (fitting(text, columns) + BEHIND).min(text.len());
    let end = (end..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    // never within a grapheme, which would be another one then
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    let end =
        if cursor.is_boundary(text, 0) == Ok(true) { Some(end) } else { cursor.next_boundary(text, 0).ok().flatten() };
    &text[..end.unwrap_or(text.len())]
}

/// The text with no more than 30 marks on a letter: what UAX #15 (13, stream-safe text) allows. A cell holds a letter,
/// not a page of accents.
#[must_use]
pub fn stream_safe(text: &str) -> Cow<'_, str> {
    const MOST: usize = 32;
    if text.is_ascii() || text.graphemes(true).all(|grapheme| grapheme.chars().nth(MOST).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.graphemes(true).flat_map(|grapheme| grapheme.chars().take(MOST)).collect())
}

/// The text cut to `columns`, at a letter, with `…` (or `~` in ASCII) for what is gone.
///
/// Never cut within a grapheme. A number is not cut, nor a date (`3 Sep 2025`): it goes as a whole.
#[must_use]
pub fn cut<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(width(ellipsis)) else {
        return Cow::Borrowed(&text[..fitting(text, columns)]);
    };
    let end = before_date(text, before_figure(text, before_number(text, fitting(text, room))));
    // A name that begins with a figure is better cut than gone; a number is not.
    let named = text.split_whitespace().next().is_some_and(|word| word.contains(char::is_alphabetic));
    let end = if end == 0 && named { fitting(text, room) } else { end };
    let kept = text[..end].trim_end().trim_end_matches([',', ';', ':', '-', '–', '(', '/']).trim_end();
    // a mark that is written before its letter makes one grapheme with it
    let whole = text.grapheme_indices(true).map(|(at, _)| at).take_while(|&at| at <= kept.len()).last().unwrap_or(0);
    Cow::Owned(format!("{}{ellipsis}", &text[..whole]))
}

/// How many bytes of the text fit into `room` columns, in whole graphemes.
fn fitting(text: &str, room: usize) -> usize {
    match text.as_bytes().get(..=room) {
        Some(start) if start.is_ascii() => return room,
        None if text.is_ascii() => return text.len(),
        _ => {}
    }
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > room {
            return at;
        }
    }
    text.len()
}

/// `end`, or the start of the number that contains it; signs and units attached to a number belong to it.
fn before_number(text: &str, end: usize) -> usize {
    let joins = |c: char| matches!(c, '.' | ',' | ':' | '/' | '-' | '–' | '−' | '+' | '~' | '$' | '€' | '£');
    let mut before = text[..end].chars().rev();
    let mut after = text[end..].chars();
    let (Some(last), Some(next)) = (before.next(), after.next()) else { return end };
    let within = if last.is_numeric() {
        next.is_alphanumeric() || matches!(next, '%' | '°') || joins(next) && after.next().is_some_and(char::is_numeric)
    } else {
        joins(last) && next.is_numeric()
    };
    if within { text[..end].trim_end_matches(|c: char| c.is_numeric() || joins(c)).len() } else { end }
}

/// `end`, or the start of the word that contains it, if that word contains a figure or is a month.
fn before_figure(text: &str, end: usize) -> usize {
    if text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    let kept = &text[..end];
    let start = kept
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + kept[space..].chars().next().map_or(0, char::len_utf8));
    let word = &kept[start..];
    // Addresses contain figures too, and are better cut than dropped.
    let number = word.is_ascii() && word.len() <= 16 && word.contains(|c: char| c.is_ascii_digit());
    let whole = text[start..].split_whitespace().next().unwrap_or_default();
    if number || is_month(whole) { start } else { end }
}

/// `end`, or the start of the date whose words it separates.
fn before_date(text: &str, mut end: usize) -> usize {
    loop {
        let kept = text[..end].trim_end();
        let start = kept.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        // the space can be a wide one: step to the next character
        let start = (start..=kept.len()).find(|&at| kept.is_char_boundary(at)).unwrap_or(kept.len());
        let next = text[end..].split_whitespace().next().unwrap_or_default();
        if start == kept.len() || !parts_date(&kept[start..], next) {
            return end;
        }
        end = start;
    }
}

/// Whether two neighbouring words belong to one date.
fn parts_date(left: &str, right: &str) -> bool {
    let plain = |word: &'_ str| -> String { word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned() };
    let (left, right) = (plain(left), plain(right));
    let number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '–' | '-' | '/'))
    };
    (number(&left) || left == "c") && is_month(&right) || is_month(&left) && number(&right)
}

/// Whether a word names a month or a season, as dates are shown here.
fn is_month(word: &str) -> bool {
    // `Sep–Nov`: the first month is enough.
    let first = word.split(['–', '-']).next().unwrap_or_default();
    first.starts_with(char::is_uppercase) && first.parse::<chrono::Month>().is_ok()
        || ["spring", "summer", "autumn", "winter"].contains(&first)
}

/// A part of a line that is not broken, with the white space that follows it.
#[derive(Debug)]
struct WrapFragment {
    /// Bytes, white space included.
    end: usize,
    /// Columns without the white space.
    width: usize,
    /// Columns of the white space.
    space: usize,
}

#[allow(clippy::cast_precision_loss)] // columns of a terminal
impl Fragment for WrapFragment {
    fn width(&self) -> f64 {
        self.width as f64
    }
    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Lines of at most `columns`, in logical order, broken at words; between the characters of a script that puts no
/// spaces; within a word only where it is longer than a line, and then between graphemes. A grapheme that is wider
/// than `columns` has a line by itself.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    if columns == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let pieces = pieces(line, columns);
        let mut start = 0;
        #[allow(clippy::cast_precision_loss)]
        for run in wrap_first_fit(&pieces, &[columns as f64]) {
            let end = run.last().map_or(start, |piece| piece.end);
            lines.push(line[start..end].trim_end().to_owned());
            start = end;
        }
    }
    lines
}

/// A line split into pieces of at most `columns`.
fn pieces(line: &str, columns: usize) -> Vec<WrapFragment> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for Word { word, whitespace, .. } in WordSeparator::AsciiSpace.find_words(line) {
        let mut piece = WrapFragment { end, width: 0, space: 0 };
        let mut last = "";
        for grapheme in word.graphemes(true) {
            let more = grapheme.width();
            if piece.width > 0 && (piece.width + more > columns || breaks_between(last, grapheme)) {
                pieces.push(std::mem::replace(&mut piece, WrapFragment { end, width: 0, space: 0 }));
            }
            end += grapheme.len();
            piece.end = end;
            piece.width += more;
            last = grapheme;
        }
        end += whitespace.len();
        pieces.push(WrapFragment { end, space: whitespace.len(), ..piece });
    }
    pieces
}

/// Whether a line can be broken between two graphemes of a word: where one of them is an ideograph, kana or another
/// wide character, but neither before what closes nor after what opens.
fn breaks_between(left: &str, right: &str) -> bool {
    const CLOSING: &str = "、。，．・：；？！）］｝」』】〉》〕ー々…,.:;?!)]}»”’";
    const OPENING: &str = "（［｛「『【〈《〔([{«“‘";
    (left.width() == 2 || right.width() == 2) && !CLOSING.contains(right) && !OPENING.contains(left)
}
