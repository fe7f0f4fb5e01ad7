//! Text on its way to the screen: made safe, measured, cut. Knows nothing of stories.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

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

/// Columns that the text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to `columns`, at a word where that loses less than half, with `…` (or `~` in ASCII) for what is gone.
/// Never cut within a grapheme. A number is not cut: it goes as a whole.
#[must_use]
pub fn cut<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(width(ellipsis));
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let (mut used, mut end) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        let w = width(grapheme);
        if used + w > room {
            break;
        }
        used += w;
        end = at + grapheme.len();
    }
    let kept = &text[..end];
    let within_word = !text[end..].starts_with(char::is_whitespace);
    let kept = match kept.rfind(char::is_whitespace) {
        Some(space) if within_word => {
            let number = kept[space..].trim_start().starts_with(|c: char| c.is_numeric());
            if number || width(&kept[..space]) * 2 > columns { &kept[..space] } else { kept }
        }
        _ => kept,
    };
    let kept = kept.trim_end().trim_end_matches([',', ';', ':', '-', '–', '(']).trim_end();
    Cow::Owned(format!("{kept}{ellipsis}"))
}

/// Lines of at most `columns`, broken at words.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    if columns == 0 {
        return Vec::new();
    }
    textwrap::wrap(text, textwrap::Options::new(columns)).into_iter().map(Cow::into_owned).collect()
}
