//! Parses days as pages write them: in time stamps, in text, and in addresses.

use std::sync::LazyLock;

use chrono::Datelike as _;
use regex::{Captures, Regex};

use crate::desk::import::dates::DateOrder;
use crate::dossier::EdtfDate;
use crate::dossier::date::month::month_on_page;
use crate::dossier::date::when::western;

/// The number of dates that are compared to see whether a text has only one.
const COMPARED: usize = 30;

/// How a date of some form is assembled from its parts.
type DayReading = fn(&Captures, Option<DateOrder>) -> Option<EdtfDate>;

/// The forms of a complete date in text.
static IN_WORDS: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[
        (r"\b(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?:T|\b)", |found, _| {
            date(&found[1], &found[3], Some(&found[5])).filter(|_| found[2] == found[4])
        }),
        (
            r"(?x)\b(\d{1,2})(?:st|nd|rd|th|er|º|°)?(?:\s+(?:of|de|d'|di)\s+|[\s.,/-]+)
              ([\p{L}\p{M}]{2,12})[.,]?(?:\s+del?\s+|[\s,/-]+)(\d{4})\b",
            |found, _| date(&found[3], &found[2], Some(&found[1])),
        ),
        (r"\b([\p{L}\p{M}]{3,12})[.,]?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})\b", |found, _| {
            date(&found[3], &found[1], Some(&found[2]))
        }),
        (
            r"(?x)\b(\d{4})(?:\s+жыл\p{L}*|[.,]?)\s+
              (?:(\d{1,2})\s+([\p{L}\p{M}]{3,12})|([\p{L}\p{M}]{3,12})\.?\s+(\d{1,2})\b)",
            |found, _| match (found.get(2), found.get(3)) {
                (Some(day), Some(month)) => date(&found[1], month.as_str(), Some(day.as_str())),
                _ => date(&found[1], &found[4], Some(&found[5])),
            },
        ),
        (r"(?:^|\D)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]", |found, _| {
            date(&found[1], &found[2], Some(&found[3]))
        }),
        (r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b", |found, _| date(&found[3], &found[2], Some(&found[1]))),
        (r"\b(\d{1,2})([/-])(\d{1,2})([/-])(\d{4})\b", |found, order| {
            if found[2] != found[4] {
                return None;
            }
            let (first, second) = (found[1].parse::<u32>().ok()?, found[3].parse::<u32>().ok()?);
            match (first > 12, second > 12, order) {
                (false, true, _) | (false, false, Some(DateOrder::MonthFirst)) => {
                    date(&found[5], &found[1], Some(&found[3]))
                }
                (false, false, None) if first != second => None,
                _ => date(&found[5], &found[3], Some(&found[1])),
            }
        }),
    ])
});

/// Two digits of a year, which are read only where nothing but a date is expected.
static IN_SHORT: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[(r"(?:^|[^\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?:[^\d.]|$)", |found, _| {
        date(&format!("20{}", &found[3]), &found[2], Some(&found[1]))
    })])
});

/// The forms at the start of a time stamp, beyond EDTF.
static IN_STAMPS: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[
        (r"^(\d{4})(\d{2})(\d{2})(?:\D|\d{6}|$)", |found, _| date(&found[1], &found[2], Some(&found[3]))),
        (r"^(\d{2})-(\d{2})-(\d{4})T", |found, _| date(&found[3], &found[2], Some(&found[1]))),
    ])
});

/// The forms in an address.
static IN_ADDRESSES: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[
        (r"/(\d{4})([/_-])(\d{1,2}|[a-z]{3})([/_-])(\d{1,2})(?:\D|$)", |found, _| {
            date(&found[1], &found[3], Some(&found[5])).filter(|_| found[2] == found[4])
        }),
        (r"[/_-](20[0-4]\d)(\d{2})(\d{2})(?:\D|$)", |found, _| date(&found[1], &found[2], Some(&found[3]))),
        (r"/(20[0-4]\d)/(\d{2})(\d{2})(?:\D|$)", |found, _| date(&found[1], &found[2], Some(&found[3]))),
        (r"[/_-](20[0-4]\d)-(\d{2})-(\d{2})(?:\D|$)", |found, _| date(&found[1], &found[2], Some(&found[3]))),
        (r"[/_-](\d{2})-(\d{2})-(20[0-4]\d)(?:\D|$)", |found, _| date(&found[3], &found[2], Some(&found[1]))),
    ])
});

static MONTH_IN_ADDRESS: LazyLock<Vec<(Regex, DayReading)>> =
    LazyLock::new(|| forms(&[(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])/", |found, _| date(&found[1], &found[2], None))]));

/// An invalid pattern is left out, and fails its test.
fn forms(forms: &[(&str, DayReading)]) -> Vec<(Regex, DayReading)> {
    forms.iter().filter_map(|&(form, reading)| Some((Regex::new(form).ok()?, reading))).collect()
}

/// The day of a time stamp as written: `2026-03-05T23:10:00+05:00`, `20260305`, `Thu, 05 Mar 2026 10:00:00 GMT`, `March
/// 5, 2026`. The days that stand for no date at all, 1 January of 1970 and of the year 1, are rejected.
pub(super) fn stamped(stamp: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let stamp = stamp.trim();
    let whole = stamp.get(..10).filter(|day| EdtfDate::parse(day).is_ok_and(|date| date.earliest() == date.latest()));
    let read = EdtfDate::parse(whole.unwrap_or(stamp)).ok().filter(|date| date.earliest().is_some());
    read.filter(is_likely).or_else(|| first_of(&IN_STAMPS, stamp)).or_else(|| spotted(stamp, order))
}

/// Whether a time stamp tells the time in UTC, or in no zone at all: its day may be another one where it was written.
pub(super) fn is_universal(stamp: &str) -> bool {
    let stamp = stamp.trim();
    let zone = stamp.char_indices().rev().take(6).find(|(_, c)| matches!(c, '+' | '-')).map(|(at, _)| &stamp[at + 1..]);
    stamp.contains(':') && zone.is_none_or(|zone| zone.chars().all(|c| matches!(c, '0' | ':')))
}

/// The first complete date in a text: `5 March 2026`, `March 5, 2026`, `05.03.2026`, `2026-03-05`, `5 марта 2026`,
/// `2026 жылғы 5 наурыз`, `۵ مارچ ۲۰۲۶`. Without an order, ambiguous dates (05/03/2026) are skipped.
pub(super) fn spotted(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    earliest(&IN_WORDS, &western(text), order).map(|(_, date)| date)
}

/// The same, where nothing but a date is expected: `05.03.26` too.
pub(super) fn expected(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    spotted(text, order).or_else(|| earliest(&IN_SHORT, &western(text), order).map(|(_, date)| date))
}

/// The complete date in a text, if all of its dates, or the first [`COMPARED`], are this one.
pub(super) fn only(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let text = western(text);
    let (end, first) = earliest(&IN_WORDS, &text, order)?;
    let mut rest = &text[end..];
    for _ in 1..COMPARED {
        let Some((end, other)) = earliest(&IN_WORDS, rest, order) else { break };
        if other.as_str() != first.as_str() {
            return None;
        }
        rest = &rest[end..];
    }
    Some(first)
}

/// The first date by its place, and where it ends.
fn earliest(forms: &[(Regex, DayReading)], text: &str, order: Option<DateOrder>) -> Option<(usize, EdtfDate)> {
    let found = forms.iter().filter_map(|(form, reading)| {
        let mut all = form.captures_iter(text);
        all.find_map(|found| {
            let whole = found.get(0)?;
            Some((whole.start(), whole.end(), reading(&found, order).filter(is_likely)?))
        })
    });
    found.min_by_key(|(start, ..)| *start).map(|(_, end, date)| (end, date))
}

/// Which of two numbers is the day, if one date of a text decides it and none contradicts.
pub(super) fn order_in(text: &str) -> Option<DateOrder> {
    static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b").ok());
    let (mut day_first, mut month_first) = (false, false);
    for found in NUMBERS.as_ref()?.captures_iter(text) {
        match (found[1].parse::<u32>(), found[2].parse::<u32>()) {
            (Ok(13..=31), Ok(1..=12)) => day_first = true,
            (Ok(1..=12), Ok(13..=31)) => month_first = true,
            _ => {}
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// The day in an address, `/2026/03/05/`, `/2026-03-05-`, `/20260305`, `/2026/mar/05/`.
pub(super) fn in_address(address: &str) -> Option<EdtfDate> {
    first_of(&IN_ADDRESSES, address.split(['?', '#']).next().unwrap_or(address))
}

/// The month in an address, `/2026/03/`.
pub(super) fn month_in_address(address: &str) -> Option<EdtfDate> {
    first_of(&MONTH_IN_ADDRESS, address.split(['?', '#']).next().unwrap_or(address))
}

/// By the first pattern that matches.
fn first_of(forms: &[(Regex, DayReading)], text: &str) -> Option<EdtfDate> {
    forms.iter().find_map(|(form, reading)| reading(&form.captures(text)?, None).filter(is_likely))
}

/// The same day, marked as uncertain.
pub(super) fn uncertain(date: &EdtfDate) -> Option<EdtfDate> {
    EdtfDate::parse(&format!("{}~", date.as_str().trim_end_matches('~'))).ok()
}

/// A date of a year, a month in digits or by name, and a day.
fn date(year: &str, month_word: &str, day: Option<&str>) -> Option<EdtfDate> {
    let month = month_word.parse().ok().or_else(|| month_on_page(month_word))?;
    let day = day.map_or_else(String::new, |day| format!("-{day:0>2}"));
    EdtfDate::parse(&format!("{year}-{month:02}{day}")).ok()
}

/// A day on which a page may have been published.
fn is_likely(date: &EdtfDate) -> bool {
    let first = date.earliest();
    let empty = matches!(date.as_str().trim_end_matches('~'), "1970-01-01" | "1969-12-31" | "1970");
    !empty && first.is_some_and(|first| (1600..2200).contains(&first.year()))
}
