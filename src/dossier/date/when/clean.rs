//! What a typed date is without what says nothing: other digits and dashes, the hour of a day, words for "year".

use std::borrow::Cow;

use chrono::NaiveDate;

use super::parts::short_year;

/// A text with the digits of Arabic, Persian and Urdu as 0 to 9.
pub(crate) fn western(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let digit = |c: char, zero: char| char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10);
    text.chars().map(|c| digit(c, '۰').or_else(|| digit(c, '٠')).unwrap_or(c)).collect::<String>().into()
}

/// Lower case, single blanks, no commas, no hour and no word for "year"; a dash, which always parts two dates, between
/// blanks; `'25` as the year that it is short for.
pub(super) fn normal(text: &str, today: NaiveDate) -> String {
    let text = western(without_clock(text.trim())).to_lowercase();
    let text = text.replace(['–', '—'], " - ").replace(['−', '‑'], "-").replace(',', " ").replace('’', "'");
    let mut parts = text.split('\'');
    let mut long = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        match short_year(&part[..digits], today) {
            Some(year) => long.extend([" ", &year.to_string(), &part[digits..]]),
            None => long.extend([" ", part]),
        }
    }
    let says = |word: &&str| {
        !matches!(word.trim_end_matches('.'), "г" | "год" | "года" | "году" | "жыл" | "жылы" | "жылғы" | "жылдың")
    };
    long.split_whitespace().filter(says).collect::<Vec<_>>().join(" ")
}

/// A date without the hour behind it: `2025-09-03 10:30`, `3/9/2025 10:30:00 PM`, `2025-09-03T10:30`.
pub(crate) fn without_clock(text: &str) -> &str {
    if let Some((day, _)) = text.split_once('T').filter(|(day, clock)| day.len() == 10 && is_clock(clock)) {
        return day;
    }
    let half = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m.");
    let rest = text.rsplit_once(' ').filter(|(_, word)| half(word)).map_or(text, |(rest, _)| rest);
    match rest.trim_end().rsplit_once(' ') {
        Some((day, clock)) if is_clock(clock) => day.trim_end(),
        _ => text,
    }
}

/// `10:30`, `10:30:15.5`, with or without a zone.
fn is_clock(text: &str) -> bool {
    let clock = &text[..text.find(['Z', '+', '-']).unwrap_or(text.len())];
    let mut parts = clock.split(':').map(|part| part.parse::<f32>().ok());
    let mut fits = |most: f32| parts.next().flatten().is_some_and(|n| (0.0..most).contains(&n));
    let (hour, minute) = (fits(24.0), fits(60.0));
    hour && minute && parts.next().is_none_or(|second| second.is_some_and(|n| (0.0..60.0).contains(&n)))
}
