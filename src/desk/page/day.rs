//! Finds the day on which a page was published: in a time stamp, in text near its headline, or in its address.

use std::sync::LazyLock;

use chrono::Datelike as _;
use regex::{Captures, Regex};

use crate::dossier::EdtfDate;
use crate::dossier::date::month::month_named;
use crate::dossier::date::when::western;

/// How a date of some form is assembled from its parts.
type DayReading = fn(&Captures) -> Option<EdtfDate>;

/// The forms of a complete date in text.
static IN_WORDS: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[
        (r"\b(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?:T|\b)", |found| {
            date(&found[1], &found[3], Some(&found[5])).filter(|_| found[2] == found[4])
        }),
        (r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of\s+|[\s.,-]+)(\p{L}{3,10})[.,]?[\s,-]+(\d{4})\b", |found| {
            date(&found[3], &found[2], Some(&found[1]))
        }),
        (r"\b(\p{L}{3,10})[.,]?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})\b", |found| {
            date(&found[3], &found[1], Some(&found[2]))
        }),
        (r"\b(\d{4})\s+жыл\p{L}*\s+(\d{1,2})\s+(\p{L}{3,10})", |found| date(&found[1], &found[3], Some(&found[2]))),
        (r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", |found| date(&found[3], &found[2], Some(&found[1]))),
        (r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", |found| {
            let (first, second) = (found[1].parse::<u32>().ok()?, found[2].parse::<u32>().ok()?);
            match (first > 12, second > 12) {
                (false, true) => date(&found[3], &found[1], Some(&found[2])),
                (false, false) if first != second => None,
                _ => date(&found[3], &found[2], Some(&found[1])),
            }
        }),
    ])
});

/// The forms at the start of a time stamp, beyond EDTF.
static IN_STAMPS: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[(r"^(\d{4})(\d{2})(\d{2})(?:\D|\d{6}|$)", |found| date(&found[1], &found[2], Some(&found[3])))])
});

/// The forms in an address, complete dates first.
static IN_ADDRESSES: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[
        (r"/(\d{4})([/-])(\d{2}|[a-z]{3})([/-])(\d{1,2})(?:\D|$)", |found| {
            date(&found[1], &found[3], Some(&found[5])).filter(|_| found[2] == found[4])
        }),
        (r"[/-](20[0-4]\d)(\d{2})(\d{2})(?:\D|$)", |found| date(&found[1], &found[2], Some(&found[3]))),
        (r"/(\d{4})[/-](\d{2})/", |found| date(&found[1], &found[2], None)),
    ])
});

/// An invalid pattern is left out, and fails its test.
fn forms(forms: &[(&str, DayReading)]) -> Vec<(Regex, DayReading)> {
    forms.iter().filter_map(|&(form, reading)| Some((Regex::new(form).ok()?, reading))).collect()
}

/// The day of a time stamp as written: `2026-03-05T23:10:00+05:00`, `20260305`, `Thu, 05 Mar 2026 10:00:00 GMT`, `March
/// 5, 2026`. The days that stand for no date at all, 1 January of 1970 and of the year 1, are rejected.
pub(super) fn stamped(stamp: &str) -> Option<EdtfDate> {
    let stamp = stamp.trim();
    let whole = stamp.get(..10).filter(|day| EdtfDate::parse(day).is_ok_and(|date| date.earliest() == date.latest()));
    let read = EdtfDate::parse(whole.unwrap_or(stamp)).ok().filter(|date| date.earliest().is_some());
    read.filter(is_likely).or_else(|| first_of(&IN_STAMPS, stamp)).or_else(|| spotted(stamp))
}

/// The first complete date in a text: `5 March 2026`, `March 5, 2026`, `05.03.2026`, `2026-03-05`, `5 марта 2026`,
/// `2026 жылғы 5 наурыз`, `۵ مارچ ۲۰۲۶`. Ambiguous dates (05/03/2026) are skipped.
pub(super) fn spotted(text: &str) -> Option<EdtfDate> {
    let text = western(text);
    let found = IN_WORDS.iter().filter_map(|(form, reading)| {
        let mut all = form.captures_iter(&text);
        all.find_map(|found| Some((found.get(0)?.start(), reading(&found).filter(is_likely)?)))
    });
    found.min_by_key(|(at, _)| *at).map(|(_, date)| date)
}

/// The day in an address, `/2026/03/05/`, `/2026-03-05-`, `/20260305`, `/2026/mar/05/`; the month if there is no day.
pub(super) fn in_address(address: &str) -> Option<EdtfDate> {
    first_of(&IN_ADDRESSES, address.split(['?', '#']).next().unwrap_or(address))
}

/// By the first pattern that matches.
fn first_of(forms: &[(Regex, DayReading)], text: &str) -> Option<EdtfDate> {
    forms.iter().find_map(|(form, reading)| reading(&form.captures(text)?).filter(is_likely))
}

/// The same day, marked as uncertain.
pub(super) fn uncertain(date: &EdtfDate) -> Option<EdtfDate> {
    EdtfDate::parse(&format!("{}~", date.as_str())).ok()
}

/// A date of a year, a month in digits or by name, and a day.
fn date(year: &str, month_word: &str, day: Option<&str>) -> Option<EdtfDate> {
    let month = month_word.parse().ok().or_else(|| month_named(&month_word.to_lowercase()))?;
    let day = day.map_or_else(String::new, |day| format!("-{day:0>2}"));
    EdtfDate::parse(&format!("{year}-{month:02}{day}")).ok()
}

/// A day on which a page may have been published.
fn is_likely(date: &EdtfDate) -> bool {
    let first = date.earliest();
    let empty = matches!(date.as_str().trim_end_matches('~'), "1970-01-01" | "1969-12-31" | "1970");
    !empty && first.is_some_and(|first| (1600..2200).contains(&first.year()))
}
