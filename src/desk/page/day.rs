//! Parses days as pages write them: in time stamps, in text, and in addresses.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::Datelike as _;
use regex::{Captures, Regex};

use crate::dossier::EdtfDate;
use crate::dossier::date::month::month_on_page;
use crate::dossier::date::order::DateOrder;
use crate::dossier::date::when::western;

/// The maximum numbers of words before a date that stands alone, `Published on Thursday`, and of letters behind it, `Uhr`.
const BEFORE: usize = 3;
const BEHIND: usize = 4;
/// The number of dates of each form that are compared to see whether a text has only one.
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
              ([\p{L}\p{M}]{2,16})[.,]?(?:\s+del?\s+|[\s,/-]+)(\d{4})\b",
            |found, _| date(&found[3], &found[2], Some(&found[1])),
        ),
        (r"\b([\p{L}\p{M}]{3,16})[.,]?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})\b", |found, _| {
            date(&found[3], &found[1], Some(&found[2]))
        }),
        (
            r"(?x)\b(\d{4})(?:\s+жыл\p{L}*|[.,]?)\s+
              (?:(\d{1,2})\s+([\p{L}\p{M}]{3,16})|([\p{L}\p{M}]{3,16})\.?\s+(\d{1,2})\b)",
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
            in_digits(&found[1], &found[3], &found[5], order).filter(|_| found[2] == found[4])
        }),
    ])
});

/// Two digits of a year, which are read only where nothing but a date is expected.
static IN_SHORT: LazyLock<Vec<(Regex, DayReading)>> = LazyLock::new(|| {
    forms(&[(r"(?:^|[^\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?:[^\d.]|$)", |found, _| {
        in_digits(&found[1], &found[2], &format!("20{}", &found[3]), Some(DateOrder::DayFirst))
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
        (r"[/_-](\d{2})-(\d{2})-(20[0-4]\d)(?:\D|$)", |found, _| {
            in_digits(&found[1], &found[2], &found[3], Some(DateOrder::DayFirst))
        }),
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
    let whole = stamp.get(..10).filter(|day| EdtfDate::parse(day).is_ok_and(|date| date.span_days() == Some(1)));
    let read = EdtfDate::parse(whole.unwrap_or(stamp)).ok().filter(|date| date.earliest().is_some());
    read.filter(is_likely).or_else(|| first_of(&IN_STAMPS, stamp)).or_else(|| spotted(stamp, order))
}

/// The first complete date in a text: `5 March 2026`, `March 5, 2026`, `05.03.2026`, `2026-03-05`, `5 марта 2026`,
/// `2026 жылғы 5 наурыз`, `۵ مارچ ۲۰۲۶`. Ambiguous dates (05/03/2026) are uncertain, and skipped without an order.
pub(super) fn spotted(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    earliest(&IN_WORDS, &western(text), order)
}

/// The same, where nothing but a date is expected: `05.03.26` too.
pub(super) fn expected(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    spotted(text, order).or_else(|| earliest(&IN_SHORT, &western(text), order))
}

/// The date in a text of nothing else but a label or weekday before it and the hour behind it.
pub(super) fn alone(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let text = western(text);
    let forms = IN_WORDS.iter().chain(IN_SHORT.iter());
    let (place, date) =
        forms.filter_map(|form| dates(form, &text, order).next()).min_by_key(|(place, _)| place.start)?;
    let (before, behind) = (&text[..place.start], &text[place.end..]);
    let words = before.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let letters = behind.chars().filter(|c| c.is_alphabetic()).count();
    (words <= BEFORE && letters <= BEHIND && earliest(&IN_WORDS, behind, order).is_none()).then_some(date)
}

/// The complete date in a text, if all of its dates are this one.
pub(super) fn only(text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let text = western(text);
    let forms = IN_WORDS.iter();
    let mut found: Vec<_> = forms.flat_map(|form| dates(form, &text, order).take(COMPARED)).collect();
    found.sort_unstable_by_key(|(place, _)| place.start);
    // Where two forms match one text, the first by its place is meant.
    let mut end = 0;
    found.retain(|(place, _)| {
        let is_apart = place.start >= end;
        end = if is_apart { place.end } else { end };
        is_apart
    });
    let mut dates = found.into_iter().map(|(_, date)| date);
    let first = dates.next()?;
    dates.all(|date| date == first).then_some(first)
}

/// All dates of a form, each with its place.
fn dates<'t>(
    (form, reading): &'t (Regex, DayReading),
    text: &'t str,
    order: Option<DateOrder>,
) -> impl Iterator<Item = (Range<usize>, EdtfDate)> + 't {
    let read = move |found: Captures| Some((found.get(0)?.range(), reading(&found, order).filter(is_likely)?));
    form.captures_iter(text).filter_map(read)
}

/// The first date by its place.
fn earliest(forms: &[(Regex, DayReading)], text: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let found = forms.iter().filter_map(|form| dates(form, text, order).next());
    found.min_by_key(|(place, _)| place.start).map(|(_, date)| date)
}

/// Which of two numbers is the day, if one date of a text decides it and none contradicts.
pub(super) fn order_in(text: &str) -> Option<DateOrder> {
    static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b").ok());
    let all = NUMBERS.as_ref()?.captures_iter(text);
    DateOrder::of_all(all.filter_map(|found| Some((found[1].parse().ok()?, found[2].parse().ok()?))))
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

/// The same day, marked with `~`: the uncertain ones of this module are [`EdtfDate::is_approximate`].
pub(super) fn uncertain(date: &EdtfDate) -> Option<EdtfDate> {
    EdtfDate::parse(&format!("{}~", date.as_str().trim_end_matches('~'))).ok()
}

/// A date of two numbers and a year; uncertain if nothing but the given order says which number is the day.
fn in_digits(first: &str, second: &str, year: &str, order: Option<DateOrder>) -> Option<EdtfDate> {
    let (first, second) = (first.parse().ok()?, second.parse().ok()?);
    let only = DateOrder::of(first, second).or((first == second).then_some(DateOrder::DayFirst));
    let (day, month) = only.or(order)?.day_and_month(first, second);
    let date = date(year, &month.to_string(), Some(&day.to_string()))?;
    if only.is_some() { Some(date) } else { uncertain(&date) }
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
