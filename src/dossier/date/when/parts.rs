//! The parts of a date that are named: day, month and year, in any order.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::month::month_named;

/// What is known of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DateParts {
    pub year: Option<i32>,
    pub month: Option<u32>,
    pub day: Option<u32>,
}

impl DateParts {
    /// Reads day, month by name and year; a weekday is passed over.
    pub fn read(text: &str, today: NaiveDate) -> Result<DateParts, String> {
        if let Some(parts) = in_numbers(text, today) {
            return parts;
        }
        let mut parts = DateParts::default();
        let mut any = false;
        for word in text.split(' ') {
            any |= !matches!(word, "of" | "the" | "on" | "in");
            if matches!(word, "of" | "the" | "on" | "in") || weekday(word).is_some() {
                continue;
            }
            let twice = |what: &str| Err(format!("two {what} in `{text}`"));
            if let Some(month) = month_named(word) {
                if parts.month.replace(month).is_some() {
                    return twice("months");
                }
                continue;
            }
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
            match (digits.len(), digits.parse::<u32>()) {
                (4, Ok(year)) if digits == word => {
                    if parts.year.replace(year.cast_signed()).is_some() {
                        return twice("years");
                    }
                }
                (1..=2, Ok(day @ 1..=31)) => {
                    if parts.day.replace(day).is_some() {
                        return twice("days");
                    }
                }
                _ => {
                    let word = if word.is_empty() { text } else { word };
                    return Err(format!("`{word}` is not understood; like: {}", super::EXAMPLES));
                }
            }
        }
        if any { Ok(parts) } else { Err(format!("`{text}` is not a date; like: {}", super::EXAMPLES)) }
    }

    /// The year that is nearest to today, where none is named; of a 29th of February, the next that has one.
    pub fn with_year(mut self, today: NaiveDate) -> DateParts {
        if self == (DateParts { year: None, month: Some(2), day: Some(29) }) {
            let leap = |year: &i32| NaiveDate::from_ymd_opt(*year, 2, 29).is_some_and(|day| day >= today);
            self.year = (today.year()..=today.year() + 8).find(leap);
        }
        if self.year.is_none()
            && let Some(month) = self.month
        {
            // The 29th of February is not in every year: its month decides.
            let in_year = |year: i32| {
                let middle = NaiveDate::from_ymd_opt(year, month, self.day.unwrap_or(15).min(28))?;
                Some(((middle - today).num_days().abs(), year))
            };
            let years = (today.year() - 1)..=(today.year() + 1);
            // Of two that are as near the later one is meant.
            self.year = years.rev().filter_map(in_year).min_by_key(|&(distance, _)| distance).map(|(_, year)| year);
        }
        self
    }

    /// Both ends of a range: what one leaves out is that of the other.
    pub fn joined(mut a: DateParts, mut b: DateParts, today: NaiveDate) -> (DateParts, DateParts) {
        if a.day.is_some() {
            a.month = a.month.or(b.month);
        }
        if b.day.is_some() {
            b.month = b.month.or(a.month);
        }
        if b.year.is_none() {
            b.year = a.year;
            // Without any year the first end decides.
            if b.year.is_none() {
                a = a.with_year(today);
                b.year = a.year.map(|year| year + i32::from((b.month, b.day) < (a.month, a.day) && b.month != a.month));
            }
        }
        if a.year.is_none() {
            let turns = a.month.is_some() && b.month.is_some() && a.month > b.month;
            a.year = b.year.map(|year| year - i32::from(turns));
        }
        (a, b)
    }

    /// As EDTF.
    pub fn edtf(self) -> Result<String, String> {
        match self {
            DateParts { year: Some(year), month: None, day: None } => Ok(format!("{year:04}")),
            DateParts { year: Some(year), month: Some(month), day: None } => Ok(format!("{year:04}-{month:02}")),
            DateParts { year: Some(year), month: Some(month), day: Some(day) } => {
                Ok(format!("{year:04}-{month:02}-{day:02}"))
            }
            DateParts { day: Some(day), month: None, .. } => Err(format!("which month has the {day}?")),
            _ => Err(format!("no date; like: {}", super::EXAMPLES)),
        }
    }
}

/// A year in four digits.
pub(super) fn digits_of_year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|_| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
}

/// The year that two digits are short for: at most 20 years ahead.
pub(super) fn short_year(digits: &str, today: NaiveDate) -> Option<i32> {
    if digits.len() != 2 {
        return None;
    }
    let century = today.year() - today.year().rem_euclid(100);
    let year = century + digits.parse::<u8>().ok().map(i32::from)?;
    Some(if year > today.year() + 20 { year - 100 } else { year })
}

/// The year of four digits, or that two are short for.
pub(crate) fn whole_year(text: &str, today: NaiveDate) -> Option<i32> {
    digits_of_year(text).or_else(|| short_year(text, today))
}

/// A date whose parts hyphens join, as sheets and browsers write it, with blanks and its whole year: `Sep-25`, `Sep-2025`,
/// `3-Sep`, `3-Sep-25`, `Nov-Dec 25`. `None` for any other text: there a hyphen parts two dates.
pub(super) fn without_hyphens(text: &str, today: NaiveDate) -> Option<String> {
    let year = |text: &str| whole_year(text, today);
    let is_day = |text: &str| text.len() <= 2 && text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    match first.split('-').collect::<Vec<_>>()[..] {
        [name, digits] if rest.is_empty() && month_named(name).is_some() => Some(format!("{name} {}", year(digits)?)),
        [day, name] if is_day(day) && month_named(name).is_some() => {
            Some(format!("{day} {name} {rest}").trim_end().to_owned())
        }
        [day, name, digits] if rest.is_empty() && is_day(day) && month_named(name).is_some() => {
            Some(format!("{day} {name} {}", year(digits)?))
        }
        _ => None,
    }
}

/// Three numbers with one sign between them: `2026/02/03`; `03.02.2026`, day first; `13/02/2026`, where only one of them
/// can be the day.
fn in_numbers(text: &str, today: NaiveDate) -> Option<Result<DateParts, String>> {
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [a, b, c] = parts[..] else { return None };
    let numbers = [a.parse::<u32>().ok()?, b.parse().ok()?, c.parse().ok()?];
    let parts = |year: i32, month, day| Ok(DateParts { year: Some(year), month: Some(month), day: Some(day) });
    let ([first, second, third], short) = (numbers, a.len() <= 2 && b.len() <= 2);
    Some(match (digits_of_year(a), whole_year(c, today)) {
        (Some(year), _) if b.len() <= 2 && c.len() <= 2 => parts(year, second, third),
        (_, Some(year)) if short && (sign == '.' || first > 12 || first == second) => parts(year, second, first),
        (_, Some(year)) if short && second > 12 => parts(year, first, second),
        (_, Some(_)) if short => Err(format!("in `{text}`, is {a} or {b} the day? say the month by its name")),
        _ => return None,
    })
}

/// A day of the week by its English name, or by three letters or more of it.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches('.');
    let found = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    Weekday::try_from(u8::try_from(found).ok()?).ok()
}
