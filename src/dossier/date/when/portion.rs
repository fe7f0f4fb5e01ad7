//! Parts of months and years, seasons and quarters: `second week of september 2025`, `mid-2026`, `q3 2026`.

use chrono::{Datelike as _, Months, NaiveDate};

use super::parts::{DateParts, digits_of_year};
use super::{days, each, relative};

/// `second week of september 2025`, `first half of 2026`, `early november`, `end of march`, `third quarter of 2026`.
pub(super) fn part_of(text: &str, today: NaiveDate) -> Option<String> {
    let hyphen = text.split_once('-').filter(|(first, _)| matches!(*first, "early" | "mid" | "late"));
    let (first, rest) = hyphen.or_else(|| text.split_once(' '))?;
    let about = match first.trim_end_matches('-') {
        "early" => Some((1, 10)),
        "mid" | "middle" => Some((11, 20)),
        "late" => Some((21, 31)),
        "beginning" | "start" => Some((1, 10)),
        "end" => Some((21, 31)),
        _ => None,
    };
    if let Some((from, to)) = about {
        let whole = rest.strip_prefix("of ").unwrap_or(rest);
        if let Some(year) = digits_of_year(whole).or_else(|| matches!(whole, "year" | "the year").then(|| today.year()))
        {
            return Some(part_of_year(first.trim_end_matches('-'), year));
        }
        let month = whole_month(whole, today)?;
        return Some(each(&within(month, from, to)?, '~'));
    }
    let nth = match first {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        "fourth" | "4th" => 4,
        "fifth" | "5th" => 5,
        "last" => 0,
        _ => return None,
    };
    let (unit, whole) = rest.split_once(" of ").or_else(|| rest.split_once(" in ")).or_else(|| rest.split_once(' '))?;
    let year = DateParts::read(whole, today).ok().filter(|p| p.month.is_none() && p.day.is_none()).and_then(|p| p.year);
    match (unit, year) {
        ("week", None) => {
            let month = whole_month(whole, today)?;
            let last = last_day(month)?;
            let from = if nth == 0 { last - 6 } else { 7 * (nth - 1) + 1 };
            (from <= last).then(|| within(month, from, from + 6)).flatten()
        }
        ("half", None) => {
            let month = whole_month(whole, today)?;
            if nth == 1 {
                within(month, 1, 15)
            } else {
                (nth == 2 || nth == 0).then(|| within(month, 16, 31)).flatten()
            }
        }
        ("half", Some(year)) => match nth {
            1 => Some(format!("{year:04}-01/{year:04}-06")),
            2 | 0 => Some(format!("{year:04}-07/{year:04}-12")),
            _ => None,
        },
        ("quarter", Some(year)) => quarter(if nth == 0 { 4 } else { nth }, year),
        _ => None,
    }
}

/// `early 2026`, `mid-2026`, `end of 2026`: roughly which months.
fn part_of_year(part: &str, year: i32) -> String {
    match part {
        "early" => format!("{year:04}-01~/{year:04}-03~"),
        "mid" | "middle" => format!("{year:04}-06~/{year:04}-07~"),
        "late" => format!("{year:04}-10~/{year:04}-12~"),
        "beginning" | "start" => format!("{year:04}-01~"),
        _ => format!("{year:04}-12~"),
    }
}

fn quarter(nth: u32, year: i32) -> Option<String> {
    (1..=4).contains(&nth).then(|| format!("{year:04}-{:02}/{year:04}-{:02}", 3 * nth - 2, 3 * nth))
}

/// The first day of a month that is named, with its year or without.
fn whole_month(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = match text {
        "this month" | "next month" | "last month" => {
            return NaiveDate::parse_from_str(&format!("{}-01", relative(text, today)?), "%Y-%m-%d").ok();
        }
        text => text,
    };
    let parts = DateParts::read(text, today).ok().filter(|p| p.month.is_some() && p.day.is_none())?.with_year(today);
    NaiveDate::from_ymd_opt(parts.year?, parts.month?, 1)
}

fn last_day(month: NaiveDate) -> Option<u32> {
    Some(month.checked_add_months(Months::new(1))?.pred_opt()?.day())
}

/// Days of a month, as far as it has them.
fn within(month: NaiveDate, from: u32, to: u32) -> Option<String> {
    Some(days(month.with_day(from)?, month.with_day(to.min(last_day(month)?))?))
}

/// `spring 2026`, `q3 2026`.
pub(super) fn season(text: &str, today: NaiveDate) -> Option<String> {
    let (name, year) = match text.split_once(' ') {
        Some((name, year)) => (name, Some(season_year(name, year.strip_prefix("of ").unwrap_or(year))?)),
        None => (text, None),
    };
    let nearest = |middle_month: u32| {
        let parts = DateParts { month: Some(middle_month), ..DateParts::default() };
        year.or_else(|| parts.with_year(today).year)
    };
    let (code, middle) = match name {
        "spring" => (21, 4),
        "summer" => (22, 7),
        "autumn" | "fall" => (23, 10),
        "winter" => (24, 1),
        _ => {
            let nth = name.strip_prefix('q')?.parse().ok().filter(|nth| (1..=4).contains(nth))?;
            return quarter(nth, nearest((3 * nth).checked_sub(1)?)?);
        }
    };
    // A winter is that of the year in which it begins.
    let year = nearest(middle)? - i32::from(name == "winter" && year.is_none());
    Some(format!("{year:04}-{code}"))
}

/// The year of a season; of a winter also both of its years, `2025/26`.
fn season_year(name: &str, text: &str) -> Option<i32> {
    let Some((first, next)) = text.split_once('/').filter(|_| name == "winter") else { return digits_of_year(text) };
    let first = digits_of_year(first)?;
    (next.len() == 2 && next.parse() == Ok((first + 1).rem_euclid(100))).then_some(first)
}
