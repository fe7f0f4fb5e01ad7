//! Dates as people type them, as the EDTF that will be written: `next tuesday`, `nov 2025`, `second week of september`.
//!
//! What leaves the year out means the one that is nearest to today. The answer is shown before it is saved, so that
//! a reading that was not meant is seen.

mod parts;

use std::borrow::Cow;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::dossier::EdtfDate;
pub(crate) use parts::month;
use parts::{DateParts, weekday};

/// What can be typed, for a hint beside a field.
pub const EXAMPLES: &str =
    "3 feb 2026, nov 2025, next tuesday, 8-14 sep, second week of march, spring 2026, by june 2027";

/// Reads a date as somebody types it on a day.
///
/// # Errors
/// One line that says what was not understood.
pub fn when(text: &str, today: NaiveDate) -> Result<EdtfDate, String> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err("no date".to_owned());
    }
    // EDTF itself is never read as anything else.
    if let Ok(date) = EdtfDate::parse(typed) {
        return Ok(date);
    }
    let words = year_named(normal(typed, today), today);
    let edtf = phrase(&words, today)?;
    EdtfDate::parse(&edtf).map_err(|error| format!("`{typed}` would be `{edtf}`: {}", error.message))
}

/// A text with the digits of Arabic, Persian and Urdu as 0 to 9.
pub(crate) fn western(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let digit = |c: char, zero: char| char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10);
    text.chars().map(|c| digit(c, '۰').or_else(|| digit(c, '٠')).unwrap_or(c)).collect::<String>().into()
}

/// Lower case, single blanks, plain hyphens, no commas; `'25` as the year that it is short for.
fn normal(text: &str, today: NaiveDate) -> String {
    let text = western(text).to_lowercase().replace(['–', '—', '−'], "-").replace(',', " ").replace('’', "'");
    let mut parts = text.split('\'');
    let mut long = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        match parts::short_year(&part[..digits], today) {
            Some(year) => long.extend([" ", &year.to_string(), &part[digits..]]),
            None => long.extend([" ", part]),
        }
    }
    long.split_whitespace().collect::<Vec<_>>().join(" ")
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
    // The middle of a year as a deadline is the end of June.
    if let Some(year) = behind(text, &["by mid"]).or_else(|| text.strip_prefix("by mid-")).and_then(year) {
        return Ok(format!("../{year:04}-06~"));
    }
    if let Some(rest) = behind(text, &["by", "until", "till", "up to", "no later than", "not later than"]) {
        if let Some(wanted) = weekday(rest) {
            // What is to be done by Friday lies ahead, even on a Saturday.
            let ahead = (7 + wanted.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
            return Ok(format!("../{}", day(today + Days::new(ahead.into()))));
        }
        return Ok(format!("../{}", last_of(&point(rest, today)?)));
    }
    if let Some(rest) = behind(text, &["about", "around", "circa", "ca.", "ca", "c.", "approximately", "approx."]) {
        return Ok(each(&phrase(rest, today)?, '~'));
    }
    if let Some(rest) = behind(text, &["maybe", "perhaps", "possibly", "probably"]) {
        return Ok(each(&phrase(rest, today)?, '?'));
    }
    if let Some(rest) = text.strip_suffix('?') {
        return Ok(each(&phrase(rest.trim_end(), today)?, '?'));
    }
    if let Some(rest) = text.strip_suffix('~') {
        return Ok(each(&phrase(rest.trim_end(), today)?, '~'));
    }
    if let Some(parted) = parts::without_hyphens(text, today) {
        return phrase(&parted, today);
    }
    let from = behind(text, &["from", "between"]);
    if let Some((a, b)) = parted(from.unwrap_or(text), from.is_some()) {
        return range(a, b, today);
    }
    if let Some(rest) = from.or_else(|| behind(text, &["since", "after"])) {
        return Ok(format!("{}/..", first_of(&point(rest, today)?)));
    }
    point(text, today)
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

/// A year in four digits.
fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|_| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
}

fn first_of(edtf: &str) -> &str {
    edtf.split('/').next().unwrap_or(edtf)
}

fn last_of(edtf: &str) -> &str {
    edtf.rsplit('/').next().unwrap_or(edtf)
}

/// The two ends of a range: `8-14 sep`, `28 sep - 3 oct`, `sep to nov`, `between 3 and 5 may`.
fn parted(text: &str, and: bool) -> Option<(&str, &str)> {
    let words = [" to ", " until ", " till ", " through ", " - "];
    let found =
        words.iter().find_map(|word| text.split_once(word)).or_else(|| text.split_once(" and ").filter(|_| and));
    found.or_else(|| {
        // A hyphen alone parts days, and months by name; not the parts of a date in digits.
        let (a, b) = text.split_once('-').filter(|(_, b)| !b.contains('-'))?;
        let short =
            |text: &str| text.split(' ').next_back().is_some_and(|word| word.len() <= 2 || month(word).is_some());
        let starts = b.split(' ').next().is_some_and(|word| word.len() <= 4 || month(word).is_some());
        (short(a) && starts && !a.is_empty() && !b.is_empty()).then_some((a.trim_end(), b.trim_start()))
    })
}

fn range(a: &str, b: &str, today: NaiveDate) -> Result<String, String> {
    if let (Ok(first), Ok(last)) = (DateParts::read(a), DateParts::read(b)) {
        let (first, last) = DateParts::joined(first, last, today);
        let (from, to) = (first.edtf()?, last.edtf()?);
        return Ok(if from == to { from } else { format!("{from}/{to}") });
    }
    let (from, to) = (point(a, today)?, point(b, today)?);
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
    match found {
        Some(edtf) => Ok(edtf),
        None => DateParts::read(text)?.with_year(today).edtf(),
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

/// `second week of september 2025`, `first half of 2026`, `early november`, `end of march`, `third quarter of 2026`.
fn part_of(text: &str, today: NaiveDate) -> Option<String> {
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
        if let Some(year) = year(whole).or_else(|| matches!(whole, "year" | "the year").then(|| today.year())) {
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
    let year = DateParts::read(whole).ok().filter(|p| p.month.is_none() && p.day.is_none()).and_then(|p| p.year);
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
    let parts = DateParts::read(text).ok().filter(|p| p.month.is_some() && p.day.is_none())?.with_year(today);
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
fn season(text: &str, today: NaiveDate) -> Option<String> {
    let (name, year) = match text.split_once(' ') {
        Some((name, year)) => (name, Some(year.strip_prefix("of ").unwrap_or(year).parse::<i32>().ok()?)),
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
            let nth = name.strip_prefix('q')?.parse().ok()?;
            return quarter(nth, nearest((3 * nth).checked_sub(1)?)?);
        }
    };
    // A winter is that of the year in which it begins.
    let year = nearest(middle)? - i32::from(name == "winter" && year.is_none());
    Some(format!("{year:04}-{code}"))
}
