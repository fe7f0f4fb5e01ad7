//! Dates as people type them, as the EDTF that will be written: `next tuesday`, `nov 2025`, `second week of september`.
//!
//! What leaves the year out means the one that is nearest to today. The answer is shown before it is saved, so that
//! a reading that was not meant is seen.

mod clean;
mod parts;
mod portion;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::month::month_named;
use super::{DateError, EdtfDate};
pub(crate) use clean::{western, without_clock};
pub(crate) use parts::whole_year;
use parts::{DateParts, digits_of_year, short_year, weekday};
use portion::{part_of, season};

/// What can be typed, for a hint beside a field.
pub const EXAMPLES: &str =
    "3 feb 2026, nov 2025, next tuesday, 8-14 sep, second week of march, spring 2026, by june 2027";

/// The most bytes of a date: longer texts are not looked at.
const LONGEST: usize = 160;

/// Reads a date as somebody types it on a day, as a sheet holds it, or as [`EdtfDate::display`] prints it.
///
/// # Errors
/// One line that names the text and says what was not understood; the place is 0 where all of it is meant.
pub fn when(text: &str, today: NaiveDate) -> Result<EdtfDate, DateError> {
    let typed = text.trim();
    let whole = |message: String| DateError { message, offset: 0 };
    if typed.is_empty() {
        return Err(whole("no date".to_owned()));
    }
    if typed.len() > LONGEST {
        return Err(whole("no date is that long".to_owned()));
    }
    // EDTF itself is never read as anything else.
    let fault = match EdtfDate::parse(typed) {
        Ok(date) => return Ok(date),
        Err(fault) => fault,
    };
    let words = year_named(clean::normal(typed, today), today);
    let read = phrase(&words, today).and_then(|edtf| {
        EdtfDate::parse(&edtf).map_err(|error| format!("`{typed}` would be `{edtf}`: {}", error.message))
    });
    read.map_err(|message| {
        // What is written as EDTF has the mistake that its parser names.
        if is_like_edtf(typed) {
            DateError { message: format!("`{typed}` is not a date: {}", fault.message), offset: fault.offset }
        } else {
            whole(message)
        }
    })
}

/// The last day that a date can mean, as somebody types it: for questions such as "as of which day".
///
/// # Errors
/// As [`when`], and where the date has no last day.
pub fn last_day(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let date = when(text, today)?;
    let message = || format!("`{}` has no last day", text.trim());
    date.latest().ok_or_else(|| DateError { message: message(), offset: 0 })
}

/// Whether a text is written in the letters of EDTF, beginning with a year in digits or an open end.
fn is_like_edtf(text: &str) -> bool {
    let year = text.trim_start_matches(['-', 'Y', '.', '/']);
    year.len() >= 4
        && year.bytes().take(4).all(|b| b.is_ascii_digit() || b == b'X')
        && text.bytes().all(|b| b.is_ascii_digit() || b"XYTZ~?%/.:+-".contains(&b))
}

/// `november next year` with the number of the year.
fn year_named(text: String, today: NaiveDate) -> String {
    let named = [(" this year", 0), (" next year", 1), (" last year", -1)];
    match named.iter().find_map(|&(words, step)| Some((text.strip_suffix(words)?, today.year() + step))) {
        Some((before, year)) => format!("{before} {year:04}"),
        None => text,
    }
}

/// The rest of a text behind one of these words.
fn behind<'t>(text: &'t str, starts: &[&str]) -> Option<&'t str> {
    starts.iter().find_map(|start| text.strip_prefix(start)?.strip_prefix(' '))
}

fn phrase(text: &str, today: NaiveDate) -> Result<String, String> {
    if let Some(edtf) = within_count(text, today) {
        return Ok(edtf);
    }
    // As they are printed.
    if text == "at any time" {
        return Ok("../..".to_owned());
    }
    if let Some(start) = text.strip_suffix(" end unknown").and_then(|rest| rest.strip_prefix("from ")) {
        return Ok(format!("{}/", first_of(&phrase(start, today)?)));
    }
    if let Some(end) = text.strip_suffix(" start unknown").and_then(|rest| rest.strip_prefix("until ")) {
        return Ok(format!("/{}", last_of(&phrase(end, today)?)));
    }
    // The middle of a year as a deadline is the end of June.
    if let Some(year) = behind(text, &["by mid"]).or_else(|| text.strip_prefix("by mid-")).and_then(digits_of_year) {
        return Ok(format!("../{year:04}-06~"));
    }
    if let Some(rest) = behind(text, &["by", "until", "till", "up to", "no later than", "not later than"]) {
        if let Some(wanted) = weekday(rest) {
            // What is to be done by Friday lies ahead, even on a Saturday.
            let ahead = (7 + wanted.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
            return Ok(format!("../{}", day(today + Days::new(ahead.into()))));
        }
        return Ok(format!("../{}", last_of(&phrase(rest, today)?)));
    }
    // Where the first of two ends has its own year, what is said of an end is said of it alone.
    let ends = parted(text, false);
    let has_year = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4);
    if let Some((a, b)) = ends.filter(|(a, _)| has_year(a))
        && (is_qualified(a) || is_qualified(b))
    {
        return Ok(format!("{}/{}", first_of(&phrase(a, today)?), last_of(&phrase(b, today)?)));
    }
    if let Some(rest) = behind(text, ABOUT) {
        return Ok(each(&phrase(rest, today)?, '~'));
    }
    if let Some(rest) = behind(text, MAYBE) {
        return Ok(each(&phrase(rest, today)?, '?'));
    }
    for mark in ['?', '~', '%'] {
        if let Some(rest) = text.strip_suffix(mark) {
            return Ok(each(&phrase(rest.trim_end(), today)?, mark));
        }
    }
    if let Some(parted) = parts::without_hyphens(text, today) {
        return phrase(&parted, today);
    }
    let from = behind(text, &["from", "between"]);
    if let Some((a, b)) = parted(from.unwrap_or(text), from.is_some()) {
        return range(a, b, today);
    }
    if let Some(rest) = from.or_else(|| behind(text, &["since", "after"])) {
        return Ok(format!("{}/..", first_of(&phrase(rest, today)?)));
    }
    point(text, today)
}

const ABOUT: &[&str] = &["about", "around", "circa", "ca.", "ca", "c.", "approximately", "approx."];
const MAYBE: &[&str] = &["maybe", "perhaps", "possibly", "probably"];

/// Whether a date is said to be approximate or uncertain.
fn is_qualified(text: &str) -> bool {
    text.ends_with(['?', '~', '%']) || behind(text, ABOUT).or_else(|| behind(text, MAYBE)).is_some()
}

/// A qualifier behind each end of a date that can have one; one that is both uncertain and approximate has `%`.
fn each(edtf: &str, mark: char) -> String {
    let ends: Vec<String> = edtf
        .split('/')
        .map(|end| {
            if matches!(end, ".." | "") {
                end.to_owned()
            } else {
                let bare = end.trim_end_matches(['~', '?', '%']);
                let both =
                    !matches!(&end[bare.len()..], "" | "~" | "?") || end.ends_with(['~', '?']) && !end.ends_with(mark);
                format!("{bare}{}", if both { '%' } else { mark })
            }
        })
        .collect();
    ends.join("/")
}

/// `within a year`, `in the next two years`: up to that day.
fn within_count(text: &str, today: NaiveDate) -> Option<String> {
    let text = text.strip_prefix("in the ").or_else(|| text.strip_prefix("over the ")).unwrap_or(text);
    let rest = behind(text, &["within the next", "within", "next"])?;
    let (n, unit) = rest.split_once(' ')?;
    let (n, months) = (number(n)?, |n: u64| Months::new(u32::try_from(n).unwrap_or(u32::MAX)));
    let last = match unit.trim_end_matches('s') {
        "day" => today.checked_add_days(Days::new(n)),
        "week" => today.checked_add_days(Days::new(7 * n)),
        "month" => today.checked_add_months(months(n)),
        "year" => today.checked_add_months(months(12 * n)),
        _ => None,
    };
    last.map(|last| format!("../{}", day(last)))
}

fn first_of(edtf: &str) -> &str {
    edtf.split('/').next().unwrap_or(edtf)
}

fn last_of(edtf: &str) -> &str {
    edtf.rsplit('/').next().unwrap_or(edtf)
}

/// The two ends of a range: `8-14 sep`, `28 sep - 3 oct`, `sep to nov`, `2025-2027`, `between 3 and 5 may`.
fn parted(text: &str, and: bool) -> Option<(&str, &str)> {
    let words = [" to ", " until ", " till ", " through ", " - "];
    let found =
        words.iter().find_map(|word| text.split_once(word)).or_else(|| text.split_once(" and ").filter(|_| and));
    found.or_else(|| {
        // A hyphen alone parts days, years, and months by name; not the parts of a date in digits.
        let (a, b) = text.split_once('-').filter(|(_, b)| !b.contains('-'))?;
        if digits_of_year(a).is_some() && digits_of_year(b).is_some() {
            return Some((a, b));
        }
        let short =
            |text: &str| text.split(' ').next_back().is_some_and(|word| word.len() <= 2 || month_named(word).is_some());
        let starts = b.split(' ').next().is_some_and(|word| word.len() <= 4 || month_named(word).is_some());
        (short(a) && starts && !a.is_empty() && !b.is_empty()).then_some((a.trim_end(), b.trim_start()))
    })
}

fn range(a: &str, b: &str, today: NaiveDate) -> Result<String, String> {
    // `Nov-Dec 25`: behind two months stands a year.
    if let Some((name, digits)) = b.split_once(' ')
        && let Some(year) = short_year(digits, today)
        && month_named(a).is_some()
        && month_named(name).is_some()
    {
        return range(a, &format!("{name} {year:04}"), today);
    }
    if let (Ok(first), Ok(last)) = (DateParts::read(a, today), DateParts::read(b, today)) {
        let (first, last) = DateParts::joined(first, last, today);
        let (from, to) = (first.edtf()?, last.edtf()?);
        return Ok(if from == to { from } else { format!("{from}/{to}") });
    }
    // `spring to summer 2026`: both are of the year that is named.
    let named = b.rsplit_once(' ').filter(|(_, year)| digits_of_year(year).is_some());
    let named = named.filter(|_| !a.bytes().any(|b| b.is_ascii_digit()));
    let first = named.and_then(|(_, year)| point(&format!("{a} {year}"), today).ok());
    let (from, to) = (first.map_or_else(|| point(a, today), Ok)?, point(b, today)?);
    Ok(format!("{}/{}", first_of(&from), last_of(&to)))
}

fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

fn days(first: NaiveDate, last: NaiveDate) -> String {
    format!("{}/{}", day(first), day(last))
}

/// One day, month, season, week or year.
fn point(text: &str, today: NaiveDate) -> Result<String, String> {
    if EdtfDate::parse(text).is_ok() {
        return Ok(text.to_owned());
    }
    let text = behind(text, &["on", "in the", "the", "in"]).filter(|rest| !counted(rest)).unwrap_or(text);
    let found = named(text, today)
        .or_else(|| relative(text, today))
        .or_else(|| part_of(text, today))
        .or_else(|| season(text, today));
    match found.or_else(|| unspecified(text, today)) {
        Some(edtf) => Ok(edtf),
        None => DateParts::read(text, today)?.with_year(today).edtf(),
    }
}

/// `a day of nov 2025`, `a month of 2025`.
fn unspecified(text: &str, today: NaiveDate) -> Option<String> {
    let (unit, of) = text.strip_prefix("a ")?.split_once(" of ")?;
    let parts = DateParts::read(of, today).ok().filter(|parts| parts.day.is_none())?;
    match (unit, parts.year?, parts.month) {
        ("day", year, Some(month)) => Some(format!("{year:04}-{month:02}-XX")),
        ("day", year, None) => Some(format!("{year:04}-XX-XX")),
        ("month", year, None) => Some(format!("{year:04}-XX")),
        _ => None,
    }
}

/// Whether this is a count of days or weeks, as in `in 3 days`.
fn counted(text: &str) -> bool {
    ["day", "week", "month", "year"].iter().any(|unit| text.ends_with(unit) || text.ends_with(&format!("{unit}s")))
        && (number(text.split(' ').next().unwrap_or_default())).is_some()
}

fn named(text: &str, today: NaiveDate) -> Option<String> {
    match text {
        "today" | "now" => Some(day(today)),
        "yesterday" => today.pred_opt().map(day),
        "tomorrow" => today.succ_opt().map(day),
        _ => {
            // `7d`, `2w`: so long ago
            let back = |unit: char, days: u64| number(text.strip_suffix(unit)?).map(|n| n * days);
            if text.starts_with(|c: char| c.is_ascii_digit())
                && let Some(days) = back('d', 1).or_else(|| back('w', 7))
            {
                return today.checked_sub_days(Days::new(days)).map(day);
            }
            // `2020s`
            let decade = text.strip_suffix("0s").filter(|d| d.len() == 3 && d.bytes().all(|b| b.is_ascii_digit()))?;
            Some(format!("{decade}X"))
        }
    }
}

fn number(word: &str) -> Option<u64> {
    const WORDS: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let named = WORDS.iter().position(|&name| name == word).and_then(|n| u64::try_from(n).ok());
    named.or_else(|| matches!(word, "a" | "an").then_some(1)).or_else(|| word.parse().ok().filter(|&n| n < 10_000))
}

/// `next tuesday`, `last week`, `this month`, `in 3 days`, `2 weeks ago`.
fn relative(text: &str, today: NaiveDate) -> Option<String> {
    let ago = text.strip_suffix(" ago");
    if let Some(count) = ago.or_else(|| text.strip_prefix("in ")) {
        let (n, unit) = count.split_once(' ')?;
        let n = number(n)?;
        let months = |n: u64| Months::new(u32::try_from(n).unwrap_or(u32::MAX));
        let shift = |by: u64| {
            if ago.is_some() { today.checked_sub_days(Days::new(by)) } else { today.checked_add_days(Days::new(by)) }
        };
        let shift_months = |by: u64| {
            if ago.is_some() { today.checked_sub_months(months(by)) } else { today.checked_add_months(months(by)) }
        };
        return match unit.trim_end_matches('s') {
            "day" => shift(n).map(day),
            "week" => shift(n * 7).map(day),
            "month" => shift_months(n).map(|d| d.format("%Y-%m").to_string()),
            "year" => shift_months(n * 12).map(|d| d.format("%Y").to_string()),
            _ => None,
        };
    }
    let (which, what) = match text.split_once(' ') {
        Some((which @ ("next" | "last" | "this" | "past" | "coming"), what)) => (which, what),
        Some(_) => return None,
        None => ("this", text),
    };
    let step: i64 = match which {
        "next" | "coming" => 1,
        "last" | "past" => -1,
        _ => 0,
    };
    if let Some(wanted) = weekday(what) {
        return named_day(wanted, step, today).map(day);
    }
    if text == what {
        return None;
    }
    match what {
        "week" => {
            let monday = today.week(Weekday::Mon).first_day() + chrono::TimeDelta::days(7 * step);
            Some(days(monday, monday + chrono::TimeDelta::days(6)))
        }
        "month" => shifted(today, step).map(|d| d.format("%Y-%m").to_string()),
        "year" => Some(format!("{:04}", i64::from(today.year()) + step)),
        _ => None,
    }
}

fn shifted(today: NaiveDate, months: i64) -> Option<NaiveDate> {
    let by = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { today.checked_sub_months(by) } else { today.checked_add_months(by) }
}

/// The first such day after today, the last one before it, or the one in this week, Monday to Sunday.
fn named_day(wanted: Weekday, step: i64, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = u64::from((7 + wanted.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7);
    match step {
        1 => today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead })),
        -1 => today.checked_sub_days(Days::new(7 - ahead)),
        _ => today.week(Weekday::Mon).first_day().checked_add_days(Days::new(wanted.num_days_from_monday().into())),
    }
}
