//! Words, and what stands behind a key, read from text. What they mean in a dossier is [`super::probe`].

use std::ops::Range;

use chrono::{Days, NaiveDate};

use crate::dossier::date::when::when;
use crate::dossier::{EdtfDate, Kind};
use crate::story::SlipDays;

use super::near;
use super::term::{QueryTerm, TermValues};
use crate::text::fold;

/// A bare word or phrase.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryWords {
    /// As it was written, without quotation marks and escapes.
    pub text: String,
    /// Whether it stood in quotation marks.
    pub quoted: bool,
    /// What is looked for.
    pub needle: SearchNeedle,
}

/// A value as it was given.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryValue {
    /// Without quotation marks and escapes.
    pub text: String,
    /// Whether it stood in quotation marks.
    pub quoted: bool,
    /// What it means.
    pub means: ValueMeaning,
}

/// What a value means, as far as no dossier is needed for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ValueMeaning {
    /// `*`: any value at all.
    Any,
    /// A word of a closed vocabulary.
    Word(&'static str),
    /// A name, an id, or words of one.
    Name(SearchNeedle),
    /// First and last day; `None`: without end.
    Days(DaySpan),
    /// Whole days of a slip.
    Slip(SlipDays),
}

/// First and last day, both meant; `None`: without end.
pub type DaySpan = (Option<NaiveDate>, Option<NaiveDate>);

/// Folded words to be found in what [`fold::push_field`] wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SearchNeedle(String);

impl SearchNeedle {
    /// A bare word: begins at a word, or anywhere with a `*` in front. `None` if there is no letter or digit.
    pub fn bare(text: &str) -> Option<SearchNeedle> {
        let (anywhere, text) = match text.trim_start_matches('*') {
            rest if rest.len() < text.len() => (true, rest),
            rest => (false, rest),
        };
        let words = fold::words(text);
        match words.strip_prefix(' ') {
            None => None,
            Some(rest) if anywhere => Some(SearchNeedle(rest.to_owned())),
            Some(_) => Some(SearchNeedle(words)),
        }
    }

    /// What stood in quotation marks: whole words.
    pub fn phrase(text: &str) -> Option<SearchNeedle> {
        let mut words = fold::words(text);
        if words.is_empty() {
            return None;
        }
        words.push(' ');
        Some(SearchNeedle(words))
    }

    /// The bytes to look for.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a value for a term; `yesterday` and the like count from the day.
///
/// # Errors
/// What is wrong, and where in the value (bytes).
pub(super) fn read(
    term: &QueryTerm,
    text: &str,
    quoted: bool,
    today: NaiveDate,
) -> Result<ValueMeaning, (Range<usize>, String)> {
    let whole = 0..text.len();
    if text == "*" && !quoted {
        return Ok(ValueMeaning::Any);
    }
    match term.values {
        TermValues::Words(words) => {
            let words = words();
            let lower = text.to_lowercase();
            if let Some((word, _)) = words.iter().find(|(word, _)| *word == lower || plural_of(word, &lower)) {
                Ok(ValueMeaning::Word(word))
            } else {
                let known = words.iter().map(|(word, _)| *word);
                Err((whole, near::unknown(&format!("`{}:`", term.key), text, &lower, known)))
            }
        }
        TermValues::Names(_) | TermValues::Held(_) | TermValues::Text => {
            let needle = if quoted { SearchNeedle::phrase(text) } else { SearchNeedle::bare(text) };
            needle
                .map(ValueMeaning::Name)
                .ok_or_else(|| (whole, format!("no letter or digit in `{}`", near::shown(text))))
        }
        TermValues::Dates => read_dates(text, today).map(ValueMeaning::Days),
        TermValues::Days => read_slip(text).map(ValueMeaning::Slip).map_err(|message| (whole, message)),
    }
}

/// `events` for `event`: the command line says it so.
fn plural_of(word: &str, text: &str) -> bool {
    text.strip_suffix('s') == Some(word) && Kind::ALL.iter().any(|kind| kind.singular() == word)
}

/// `2025-09`, `2025-09..2025-11`, `2025-09..`, `..2025-11`, `>2025-09`, `>=`, `<`, `<=`; every date as in the forms.
fn read_dates(text: &str, today: NaiveDate) -> Result<DaySpan, (Range<usize>, String)> {
    let end = |date: &EdtfDate, day: Option<NaiveDate>, at: usize| {
        day.ok_or_else(|| (at..text.len(), format!("`{}` has no such end", date.as_str())))
    };
    for (sign, after, with) in [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)] {
        let Some(rest) = text.strip_prefix(sign) else { continue };
        let at = sign.len();
        let date = read_date(rest, at, today)?;
        return Ok(match (after, with) {
            (true, true) => (Some(end(&date, date.earliest(), at)?), None),
            (true, false) => (end(&date, date.latest(), at)?.checked_add_days(Days::new(1)), None),
            (false, true) => (None, Some(end(&date, date.latest(), at)?)),
            (false, false) => (None, end(&date, date.earliest(), at)?.checked_sub_days(Days::new(1))),
        });
    }
    let range = if text.contains('/') { None } else { text.split_once("..") };
    let Some((from, to)) = range else {
        let date = read_date(text, 0, today)?;
        return Ok((date.earliest(), date.latest()));
    };
    let part = |text: &str, at: usize| if text.is_empty() { Ok(None) } else { read_date(text, at, today).map(Some) };
    let (first, last) = (part(from, 0)?, part(to, from.len() + 2)?);
    let span = (first.as_ref().and_then(EdtfDate::earliest), last.as_ref().and_then(EdtfDate::latest));
    match span {
        (Some(a), Some(b)) if a > b => Err((0..text.len(), "the range ends before it starts".to_owned())),
        (None, None) => Err((0..text.len(), "a range needs a date on one side of `..`".to_owned())),
        span => Ok(span),
    }
}

fn read_date(text: &str, at: usize, today: NaiveDate) -> Result<EdtfDate, (Range<usize>, String)> {
    if text.is_empty() {
        return Err((0..at, "no date yet; expected one like `2025-09`".to_owned()));
    }
    when(text, today).map_err(|e| {
        let from = at + floor_boundary(text, e.offset.min(text.len().saturating_sub(1)));
        (from..at + text.len(), e.message)
    })
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `30`, `>30`, `>=30`, `<30`, `<=30`, `10..40`, `10..`, `..40`.
fn read_slip(text: &str) -> Result<SlipDays, String> {
    let number = |text: &str| -> Result<i64, String> {
        let text = text.strip_suffix('d').unwrap_or(text);
        let short = text.len() <= 9 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        short
            .then(|| text.parse().ok())
            .flatten()
            .ok_or_else(|| format!("`{}` is not a number of days; expected one like `30`", near::shown(text)))
    };
    Ok(if let Some(rest) = text.strip_prefix(">=") {
        SlipDays(number(rest)?, i64::MAX)
    } else if let Some(rest) = text.strip_prefix("<=") {
        SlipDays(0, number(rest)?)
    } else if let Some(rest) = text.strip_prefix('>') {
        SlipDays(number(rest)? + 1, i64::MAX)
    } else if let Some(rest) = text.strip_prefix('<') {
        match number(rest)? {
            0 => SlipDays(0, -1), // no slip is that short
            n => SlipDays(0, n - 1),
        }
    } else if let Some((from, to)) = text.split_once("..") {
        let part = |text: &str, open: i64| if text.is_empty() { Ok(open) } else { number(text) };
        let range = SlipDays(part(from, 0)?, part(to, i64::MAX)?);
        if range.0 > range.1 {
            return Err("the range ends before it starts".to_owned());
        }
        if from.is_empty() && to.is_empty() {
            return Err("a range needs a number on one side of `..`".to_owned());
        }
        range
    } else {
        SlipDays(number(text)?, number(text)?)
    })
}
