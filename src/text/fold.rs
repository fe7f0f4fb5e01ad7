//! Text as it is compared: split into words, without case, accents or letter variants.
//!
//! A word is a run of letters, digits and the marks on them; everything else separates words, including hyphens and
//! full stops. An apostrophe joins (`o'zbek`, `oʻzbek` and `ozbek` are one word), but it separates before a possessive
//! `s` and after a single `l` or `d` (`Pakistan's`, `l'Iran`). A character of a script that is written without spaces
//! (Han, kana, Thai, Lao, Burmese, Khmer) is a word of its own. Scripts are not turned into one another: an alias in
//! the dossier does that.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// Appends the words of one field, each preceded by a space, followed by ` \n`, which no needle contains: a phrase does
/// not extend from one field into the next.
pub fn push_field(out: &mut String, text: &str) {
    let before = out.len();
    push_words(out, text);
    if out.len() > before {
        out.push_str(" \n");
    }
}

/// The words of a text, each preceded by a space: ` president tokayev visits`. Searched in the output of
/// [`push_field`], it starts at a word and may end within one; with a final space it ends with one.
#[must_use]
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_words(&mut out, text);
    out
}

/// The folded words of a text, without spaces, with the bytes that each comes from.
#[must_use]
pub fn word_spans(text: &str) -> Vec<(Range<usize>, String)> {
    let mut spans: Vec<(Range<usize>, String)> = Vec::new();
    scan(text, |at, step| match step {
        FoldStep::Begin => spans.push((at.clone(), String::new())),
        FoldStep::Letter(c) => {
            if let Some((span, word)) = spans.last_mut() {
                span.end = at.end;
                word.push(c);
            }
        }
    });
    spans
}

/// The text with each letter folded and everything else unchanged. ASCII is only lowercased.
#[must_use]
pub fn letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_dropped(c) {
            continue;
        }
        if c.is_ascii() { out.push(c.to_ascii_lowercase()) } else { fold_char(c, |c| out.push(c)) }
    }
    Cow::Owned(out)
}

enum FoldStep {
    /// A word begins.
    Begin,
    /// The next letter of the word.
    Letter(char),
}

fn push_words(out: &mut String, text: &str) {
    if text.is_ascii() {
        return push_ascii(out, text.as_bytes());
    }
    scan(text, |_, step| out.push(if let FoldStep::Letter(c) = step { c } else { ' ' }));
}

/// [`scan`] for ASCII, which is most text: one byte in, at most two out.
fn push_ascii(out: &mut String, text: &[u8]) {
    let mut within = false;
    for (at, &b) in text.iter().enumerate() {
        if b.is_ascii_alphanumeric() {
            if !within {
                out.push(' ');
                within = true;
            }
            out.push(b.to_ascii_lowercase() as char);
        } else if b == b'\'' {
            let letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
            let possessive = matches!(text.get(at + 1), Some(b's' | b'S')) && !letter(Some(at + 2));
            let elided = at.checked_sub(1).is_some_and(|p| matches!(text[p], b'l' | b'L' | b'd' | b'D'))
                && !letter(at.checked_sub(2));
            within &= !possessive && !elided;
        } else {
            within = false;
        }
    }
}

fn scan(text: &str, mut step: impl FnMut(&Range<usize>, FoldStep)) {
    let mut within = false;
    for (start, c) in text.char_indices() {
        let at = start..start + c.len_utf8();
        if matches!(c, '\'' | '’') {
            let mut after = text[at.end..].chars();
            let mut before = text[..start].chars().rev();
            let possessive =
                matches!(after.next(), Some('s' | 'S')) && !after.next().is_some_and(char::is_alphanumeric);
            let elided = matches!(before.next(), Some('l' | 'L' | 'd' | 'D'))
                && !before.next().is_some_and(char::is_alphanumeric);
            within &= !possessive && !elided;
        } else if is_dropped(c) {
        } else if is_word(c) {
            let mut fold = |c: char| {
                if is_word(c) {
                    let alone = stands_alone(c);
                    if !within || alone {
                        step(&at, FoldStep::Begin);
                    }
                    step(&at, FoldStep::Letter(c));
                    within = !alone;
                } else {
                    within = false;
                }
            };
            if c.is_ascii() {
                fold(c.to_ascii_lowercase());
            } else {
                fold_char(c, &mut fold);
            }
        } else {
            within = false;
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || !c.is_ascii() && has_letters(c)
}

/// Whether compatibility decomposition turns it into letters or digits: `№`, `㎞`.
fn has_letters(c: char) -> bool {
    let mut letters = false;
    decompose_compatible(c, |d| letters |= d.is_alphanumeric());
    letters
}

/// Whether it is dropped: accents and harakat, tatweel, joiners, direction marks, modifier apostrophes.
fn is_dropped(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => false,
        '\u{ad}' // soft hyphen
        | '\u{2018}' | '\u{201b}' // single quotation marks, as they stand in oʻ and gʻ
        | '\u{2b0}'..='\u{2ff}' // modifier letters: ʻ ʼ ʹ
        | '\u{640}' // tatweel
        | '\u{674}' // high hamza
        | '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}' // joiners and direction marks
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidi controls
        | '\u{fe00}'..='\u{fe0f}' => true, // variation selectors
        c => canonical_combining_class(c) != 0,
    }
}

fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Compatibility decomposition, marks dropped, lower case, variants to one letter.
fn fold_char(c: char, mut out: impl FnMut(char)) {
    decompose_compatible(c, |d| {
        if d.is_ascii() {
            return out(d.to_ascii_lowercase());
        }
        if is_dropped(d) {
            return;
        }
        for lower in d.to_lowercase() {
            // Lower case can bring marks of its own.
            if !is_dropped(lower) {
                match variant(lower) {
                    "" => out(lower),
                    letters => letters.chars().for_each(&mut out),
                }
            }
        }
    });
}

/// The letters that stand for a lowercase, decomposed letter; empty: the letter itself. What decomposition handles
/// (й, ё, ў, ş, ğ, ç, أ, ئ, ؤ) is not listed.
fn variant(c: char) -> &'static str {
    match c {
        // Latin
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ŋ' => "n",
        'ı' => "i",
        'ə' => "e",
        // Cyrillic: Kazakh, Kyrgyz, Tajik, Uzbek and Ukrainian letters under the Russian ones that are typed for them
        'ә' => "а",
        'ғ' | 'ґ' => "г",
        'қ' => "к",
        'ң' => "н",
        'ө' => "о",
        'ұ' | 'ү' => "у",
        'һ' | 'ҳ' => "х",
        'і' => "и",
        'є' => "е",
        'ҷ' => "ч",
        // Arabic: Arabic, Persian, Pashto and Kazakh letters under the Urdu ones
        'ٱ' => "ا",
        'ي' | 'ى' | 'ې' | 'ۍ' => "ی",
        'ك' | 'ڪ' => "ک",
        'ة' | 'ه' | 'ھ' | 'ە' | 'ۃ' => "ہ",
        'ګ' => "گ",
        'ټ' => "ٹ",
        'ډ' => "ڈ",
        'ړ' => "ڑ",
        'ڼ' => "ن",
        // Greek
        'ς' => "σ",
        // Arabic and Persian digits
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        _ => "",
    }
}

#[cfg(test)]
mod tests;
