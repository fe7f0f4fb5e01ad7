//! Numbers with their units: money, measures, shares, and things that are counted.

use std::ops::Range;

use super::function_words::is_function_word;
use super::{FoldedWord, MarkedThing, TextMark};

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextAmount {
    /// Its value, multiplied by a following `million` or `тыс.`.
    pub value: f64,
    /// Its unit, as written: `USD`, `%`, `MoUs`, `tons`.
    pub unit: String,
    /// Whether it is exact or a bound.
    pub bound: AmountBound,
}

/// How a text bounds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountBound {
    /// It is the number.
    Exactly,
    /// `about`, `around`, `roughly`.
    About,
    /// `more than`, `over`.
    AtLeast,
    /// `up to`, `less than`.
    AtMost,
}

impl AmountBound {
    /// The word for it; empty for an exact number.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AmountBound::Exactly => "",
            AmountBound::About => "about",
            AmountBound::AtLeast => "more than",
            AmountBound::AtMost => "up to",
        }
    }
}

impl std::fmt::Display for TextAmount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let gap = if self.bound == AmountBound::Exactly { "" } else { " " };
        write!(f, "{}{gap}{} {}", self.bound.word(), self.value, self.unit)
    }
}

/// Multipliers. Folded.
const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("тыс", 1e3),
    ("тысяч", 1e3),
    ("тысячи", 1e3),
    ("мын", 1e3),
    ("ہزار", 1e3),
    ("lakh", 1e5),
    ("لاکھ", 1e5),
    ("لاکہ", 1e5),
    ("million", 1e6),
    ("mln", 1e6),
    ("mn", 1e6),
    ("млн", 1e6),
    ("миллион", 1e6),
    ("миллиона", 1e6),
    ("миллионов", 1e6),
    ("ملین", 1e6),
    ("crore", 1e7),
    ("کروڑ", 1e7),
    ("billion", 1e9),
    ("bn", 1e9),
    ("bln", 1e9),
    ("млрд", 1e9),
    ("миллиард", 1e9),
    ("миллиарда", 1e9),
    ("миллиардов", 1e9),
    ("ارب", 1e9),
    ("trillion", 1e12),
    ("трлн", 1e12),
];

/// Money and measures, folded, with the unit to write. Next to one of these words a number is an amount.
const UNITS: &[(&str, &str)] = &[
    ("dollars dollar usd доллар доллара долларов долл ڈالر", "USD"),
    ("euros euro eur евро یورو", "EUR"),
    ("rupees rupee rs pkr рупии рупий روپے روپیے", "PKR"),
    ("tenge kzt тенге теңге", "KZT"),
    ("rubles roubles rub рублей руб", "RUB"),
    ("yuan rmb cny юаней", "CNY"),
    ("percent pc процент процента процентов пайыз فیصد", "%"),
    ("km kms kilometre kilometres kilometer kilometers км километр километра километров шақырым کلومیٹر", "km"),
    ("metre metres meter meters метр метра метров میٹر", "m"),
    ("miles mile", "miles"),
    ("tonne tonnes ton tons mt тонн тонна тонны ٹن", "t"),
    ("teu teus", "TEU"),
    ("mw мвт میگاواٹ", "MW"),
    ("megawatt megawatts", "MW"),
    ("hectares hectare га гектаров", "ha"),
    ("acres acre", "acres"),
    ("barrels barrel bpd", "barrels"),
];

/// Currency signs before a number, with what must not precede them.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("US $", "USD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₸", "KZT"),
    ("₽", "RUB"),
    ("₨", "PKR"),
    ("¥", "CNY"),
];

/// Words before a number that make it a bound: the last word of each phrase, and the previous word if needed.
const BOUNDS: &[(&str, &str, AmountBound)] = &[
    ("than", "more", AmountBound::AtLeast),
    ("than", "less", AmountBound::AtMost),
    ("least", "at", AmountBound::AtLeast),
    ("to", "up", AmountBound::AtMost),
    ("over", "", AmountBound::AtLeast),
    ("exceeding", "", AmountBound::AtLeast),
    ("about", "", AmountBound::About),
    ("around", "", AmountBound::About),
    ("roughly", "", AmountBound::About),
    ("approximately", "", AmountBound::About),
    ("nearly", "", AmountBound::About),
    ("almost", "", AmountBound::About),
    ("более", "", AmountBound::AtLeast),
    ("свыше", "", AmountBound::AtLeast),
    ("до", "", AmountBound::AtMost),
    ("около", "", AmountBound::About),
    ("почти", "", AmountBound::About),
    ("تقریبا", "", AmountBound::About),
];

/// Amounts recognized by a sign, a multiplier or a unit. Marks their words as used.
pub(super) fn measured(text: &str, words: &[FoldedWord], taken: &mut [bool]) -> Vec<TextMark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((end, value)) = number(text, words, at).filter(|_| !taken[at]) else {
            at += 1;
            continue;
        };
        let (sign, start) = sign(text, words[at].0.start);
        let (behind, scale) = scale(text, words, end);
        let (stop, unit) = unit(text, words, behind);
        if sign.is_none() && unit.is_none() && scale.is_none() {
            // The rest of a grouped number is not an amount either: `000` of `10,000`.
            if end > at + 1 && !is_dotted_date(text, words, at, end) {
                let counted = noun(text, words, end, false).unwrap_or_default();
                let span = start..words[end - 1].0.end;
                if !counted.is_empty() && !taken[at..=end].contains(&true) {
                    taken[at..=end].fill(true);
                    marks.push(mark(span.start..words[end].0.end, value, counted, bound(words, span.start)));
                }
            }
            at = end;
            continue;
        }
        let value = value * scale.unwrap_or(1.0);
        let last = if unit.is_some() { stop } else { behind };
        let name = sign.map(str::to_owned).or(unit.map(str::to_owned)).or_else(|| noun(text, words, last, false));
        let stop = if sign.is_none() && unit.is_none() && name.is_some() { last + 1 } else { last };
        if taken[at..stop].contains(&true) {
            at = end;
            continue;
        }
        taken[at..stop].fill(true);
        let end = percent_end(text, words[stop - 1].0.end);
        marks.push(mark(start..end, value, name.unwrap_or_default(), bound(words, start)));
        at = stop;
    }
    marks
}

/// Counted things: `37 MoUs`, `twelve countries`. Skips words that are already used.
pub(super) fn counted(text: &str, words: &[FoldedWord], taken: &[bool]) -> Vec<TextMark> {
    let mut marks = Vec::new();
    for at in 0..words.len() {
        if taken[at] || taken.get(at + 1).is_none_or(|&taken| taken) {
            continue;
        }
        let spelled = spelled(&words[at].1);
        let Some(value) = spelled.or_else(|| number(text, words, at).filter(|&(end, _)| end == at + 1).map(|(_, n)| n))
        else {
            continue;
        };
        // A number in words, or one joined to its unit, counts only a plural.
        let Some(noun) = noun(text, words, at + 1, spelled.is_some()) else { continue };
        marks.push(mark(words[at].0.start..words[at + 1].0.end, value, noun, bound(words, words[at].0.start)));
    }
    marks
}

fn mark(span: Range<usize>, value: f64, unit: String, bound: AmountBound) -> TextMark {
    TextMark { span, thing: MarkedThing::Amount(TextAmount { value, unit, bound }) }
}

/// A number in digits: the next word, and its value. Groups of three digits are thousands.
fn number(text: &str, words: &[FoldedWord], at: usize) -> Option<(usize, f64)> {
    let digits = |at: usize| words.get(at).map(|(_, word)| word.as_str()).filter(|word| is_digits(word));
    let mut written = digits(at)?.to_owned();
    if written.len() > 15 {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = digits(end) {
        let gap = &text[words[end - 1].0.end..words[end].0.start];
        let thousands = next.len() == 3 && (written.len() <= 3 || end > at + 1);
        match gap {
            "," | "\u{a0}" | "\u{202f}" | "'" | "’" if thousands => written.push_str(next),
            // In Russian, a space separates thousands.
            " " if thousands
                && next.len() == 3
                && end == at + 1
                && written.len() <= 3
                && !written.starts_with('0')
                && text.len() > 1
                && is_spaced(text, &words[at].0) =>
            {
                written.push_str(next);
            }
            "." | "," if !written.contains('.') => {
                written.push('.');
                written.push_str(next);
            }
            _ => break,
        }
        if written.len() > 24 {
            break;
        }
        end += 1;
    }
    written.parse().ok().map(|value| (end, value))
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text around a number is Cyrillic, where spaces separate thousands.
fn is_spaced(text: &str, span: &Range<usize>) -> bool {
    text[..span.start].chars().rev().take(24).any(|c| matches!(c, '\u{400}'..='\u{52f}'))
        || text[span.end..].chars().take(24).any(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// `03.09.2025`
fn is_dotted_date(text: &str, words: &[FoldedWord], at: usize, end: usize) -> bool {
    let dot = |n: usize| words.get(n + 1).is_some_and(|next| &text[words[n].0.end..next.0.start] == ".");
    end <= at + 3 && dot(at) && words.get(at + 2).is_some_and(|(_, word)| word.len() == 4) && words[at].1.len() <= 2
}

/// The currency sign before a number, and where it begins.
fn sign(text: &str, start: usize) -> (Option<&'static str>, usize) {
    let before = &text[..start];
    for gap in ["", " ", "\u{a0}"] {
        let Some(before) = before.strip_suffix(gap) else { continue };
        if let Some((sign, unit)) = SIGNS.iter().find(|(sign, _)| before.ends_with(sign)) {
            return (Some(unit), before.len() - sign.len());
        }
    }
    for (word, unit) in [("USD", "USD"), ("Rs", "PKR"), ("Rs.", "PKR"), ("PKR", "PKR"), ("EUR", "EUR"), ("KZT", "KZT")]
    {
        let trimmed = before.trim_end_matches([' ', '\u{a0}']);
        if let Some(rest) = trimmed.strip_suffix(word).filter(|rest| !rest.ends_with(char::is_alphanumeric)) {
            return (Some(unit), rest.len());
        }
    }
    (None, start)
}

/// Whether two words are on one line without punctuation between them.
fn near(text: &str, words: &[FoldedWord], at: usize) -> bool {
    at > 0 && at < words.len() && {
        let gap = &text[words[at - 1].0.end.min(words[at].0.start)..words[at].0.start];
        gap.len() <= 4 && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '‑' | '.' | '$'))
    }
}

fn scale(text: &str, words: &[FoldedWord], at: usize) -> (usize, Option<f64>) {
    if !near(text, words, at) {
        return (at, None);
    }
    match SCALES.iter().find(|(word, _)| *word == words[at].1) {
        Some(&(_, scale)) => (at + 1, Some(scale)),
        None => (at, None),
    }
}

fn unit(text: &str, words: &[FoldedWord], at: usize) -> (usize, Option<&'static str>) {
    if at > 0 && text[words[at - 1].0.end..].trim_start_matches([' ', '\u{a0}']).starts_with(['%', '٪']) {
        return (at, Some("%"));
    }
    if !near(text, words, at) {
        return (at, None);
    }
    // `per cent` in two words
    if words[at].1 == "per" && words.get(at + 1).is_some_and(|(_, word)| word == "cent") {
        return (at + 2, Some("%"));
    }
    let at = if words[at].1 == "us" && near(text, words, at + 1) { at + 1 } else { at };
    let found = UNITS.iter().find(|(names, _)| names.split(' ').any(|name| name == words[at].1));
    found.map_or((at, None), |(_, unit)| (at + 1, Some(unit)))
}

/// Skips a following per cent sign.
fn percent_end(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    trimmed
        .chars()
        .next()
        .filter(|c| matches!(c, '%' | '٪'))
        .map_or(end, |c| end + (rest.len() - trimmed.len()) + c.len_utf8())
}

/// The counted word, as written. `plural`: only if it looks like a plural.
fn noun(text: &str, words: &[FoldedWord], at: usize, plural: bool) -> Option<String> {
    const OF_TIME: [&str; 4] = ["pm", "am", "года", "году"];
    if !near(text, words, at) {
        return None;
    }
    let (span, folded) = &words[at];
    let written = &text[span.clone()];
    let letters = written.chars().all(char::is_alphabetic) && written.chars().count() > 1;
    let several = !plural || folded.ends_with('s') || folded.ends_with("ies") || !folded.is_ascii();
    let counts = !is_function_word(folded) && !OF_TIME.contains(&folded.as_str());
    (letters && several && counts).then(|| written.to_owned())
}

/// Small numbers in words.
fn spelled(word: &str) -> Option<f64> {
    const WORDS: [&str; 11] =
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let at = WORDS.iter().position(|&name| name == word)?;
    Some(f64::from(u32::try_from(at + 2).ok()?))
}

/// How the words before the amount at this byte bound it.
fn bound(words: &[FoldedWord], start: usize) -> AmountBound {
    let at = words.partition_point(|(span, _)| span.start < start);
    let word = |back: usize| at.checked_sub(back).map_or("", |at| words[at].1.as_str());
    BOUNDS
        .iter()
        .find(|(last, before, _)| *last == word(1) && (before.is_empty() || *before == word(2)))
        .map_or(AmountBound::Exactly, |&(.., bound)| bound)
}
