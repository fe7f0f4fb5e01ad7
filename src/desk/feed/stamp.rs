//! Parses time stamps of feeds: RFC 3339, RFC 2822, and the many variants that nearly conform.

use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::dossier::date::month::month_in_stamp;

/// Longer texts are not time stamps.
const LONGEST: usize = 80;

/// Time zone names with their offset from UTC in minutes.
const ZONES: &[(&str, i32)] = &[
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("MET", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("PKT", 300),
    ("UZT", 300),
    ("IST", 330),
    ("ALMT", 360),
    ("HKT", 480),
    ("SGT", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("HST", -600),
];

/// The moment that a text denotes; a date alone means midnight UTC, and a time without a zone is in UTC. `None` if it
/// is unclear: never today's date.
#[must_use]
pub fn stamp(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let exact = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    let moment = exact.map(|moment| moment.to_utc()).ok().or_else(|| by_pieces(text))?;
    (1900..=2200).contains(&moment.year()).then_some(moment)
}

/// Whether a word is the name of a time zone, in capitals: `CST`.
pub(crate) fn is_zone(word: &str) -> bool {
    ZONES.iter().any(|(name, _)| *name == word)
}

/// Whether a text tells a time of day in UTC, or in no zone at all: the day may be another one where it was written.
pub(crate) fn is_universal(text: &str) -> bool {
    let text = text.trim();
    text.len() <= LONGEST
        && pieces(&part_at_t(text)).is_some_and(|found| found.time.is_some() && found.zone.is_none_or(|zone| zone == 0))
}

/// The pieces of a time stamp.
#[derive(Default)]
struct StampPieces<'t> {
    /// The time of day, and the days that it is over.
    time: Option<(NaiveTime, u64)>,
    /// The offset from UTC in minutes.
    zone: Option<i32>,
    /// What is left, which is the date.
    day: Vec<&'t str>,
}

/// Takes a text apart, in any order: a time, a zone, a date. `None` if a time or zone is none.
fn pieces(spaced: &str) -> Option<StampPieces<'_>> {
    let StampPieces { mut time, zone: mut offset, mut day } = StampPieces::default();
    for piece in spaced.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).filter(|p| !p.is_empty()) {
        if piece.contains(':') && time.is_none() && piece.starts_with(|c: char| c.is_ascii_digit()) {
            let clock = piece.find(['+', '-', 'Z', 'z']).unwrap_or(piece.len());
            time = Some(clock_time(&piece[..clock])?);
            if clock < piece.len() {
                offset = Some(zone(&piece[clock..])?);
            }
        } else if let Some(found) = zone(piece).filter(|_| time.is_some()) {
            offset = Some(found);
        } else if time.is_some() && piece.eq_ignore_ascii_case("pm") {
            time =
                time.map(|(at, over)| if at < noon() { (at + chrono::TimeDelta::hours(12), over) } else { (at, over) });
        } else if time.is_some() && piece.eq_ignore_ascii_case("am") {
            time = time
                .map(|(at, over)| if at >= noon() { (at - chrono::TimeDelta::hours(12), over) } else { (at, over) });
        } else {
            day.push(piece);
        }
    }
    Some(StampPieces { time, zone: offset, day })
}

/// The moment that the pieces of a text denote.
fn by_pieces(text: &str) -> Option<DateTime<Utc>> {
    let spaced = part_at_t(text);
    let StampPieces { time, zone, day } = pieces(&spaced)?;
    let (time, over) = time.unwrap_or_default();
    let day = calendar_day(&day)?.checked_add_days(Days::new(over))?;
    let local: NaiveDateTime = day.and_time(time);
    let zone = FixedOffset::east_opt(zone.unwrap_or_default() * 60)?;
    local.and_local_timezone(zone).single().map(|moment| moment.to_utc())
}

fn noon() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()
}

/// Replaces the `T` between date and time by a space, and expands compact forms (`20250903T101500Z`).
fn part_at_t(text: &str) -> String {
    let Some(at) = text.find(['T', 't']).filter(|&at| at > 0) else { return text.to_owned() };
    let (day, rest) = (&text[..at], &text[at + 1..]);
    let parts = day.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit());
    if !parts {
        return text.to_owned();
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, rest.get(digits..)) {
        (6, Some(zone)) => format!("{day} {}:{}:{}{zone}", &rest[..2], &rest[2..4], &rest[4..6]),
        (4, Some(zone)) => format!("{day} {}:{}{zone}", &rest[..2], &rest[2..4]),
        _ => format!("{day} {rest}"),
    }
}

/// `10:15`, `10:15:30.5`; `24:00` is the start of the next day, a leap second the last second of its minute.
fn clock_time(text: &str) -> Option<(NaiveTime, u64)> {
    let mut parts = text.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: u32 = parts.next().map_or(Some(0), |text| text.split(['.', ',']).next()?.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    let over = u64::from(hour == 24 && minute == 0);
    NaiveTime::from_hms_opt(if over == 1 { 0 } else { hour }, minute, second.min(59)).map(|time| (time, over))
}

/// The offset from UTC in minutes: `+0500`, `+05:00`, `+5`, `GMT+5`, `EST`.
fn zone(text: &str) -> Option<i32> {
    if let Some(&(_, minutes)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(minutes);
    }
    let shift = ["GMT", "UTC"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    let (sign, rest) = match shift.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, shift.strip_prefix('-')?),
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    (minutes <= 14 * 60).then_some(sign * minutes)
}

/// The remaining date: `2025-09-03`, `3 Sep 2025`, `September 3 2025`, `03.09.2025`, `20250903`, `2025-246`. If day and
/// month are ambiguous (`03/09/2025`), none.
fn calendar_day(pieces: &[&str]) -> Option<NaiveDate> {
    let text = pieces.join("-");
    let mut parts: Vec<&str> = text.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    parts.retain(|part| part.starts_with(|c: char| c.is_ascii_digit()) || month_in_stamp(part).is_some());
    if let [whole] = parts[..]
        && whole.len() == 8
    {
        return NaiveDate::parse_from_str(whole, "%Y%m%d").ok();
    }
    if let Some(at) = parts.iter().position(|part| month_in_stamp(part).is_some()) {
        let named = month_in_stamp(parts.remove(at))?;
        let numbers: Vec<i32> = parts.iter().filter_map(|part| number(part)).collect();
        let (day, year) = match (numbers[..].first(), numbers.get(1)) {
            (Some(&year), Some(&day)) if year > 31 => (day, year),
            (Some(&day), Some(&year)) => (
                day,
                if year < 70 {
                    year + 2000
                } else if year < 100 {
                    year + 1900
                } else {
                    year
                },
            ),
            (Some(&year), None) => (1, year),
            _ => return None,
        };
        return NaiveDate::from_ymd_opt(year, named, u32::try_from(day).ok()?);
    }
    let numbers: Vec<i32> = parts.iter().filter_map(|part| number(part)).collect();
    let small = |n: i32| u32::try_from(n).ok();
    match numbers[..] {
        [year, month, day, ..] if year > 999 => NaiveDate::from_ymd_opt(year, small(month)?, small(day)?),
        [day, month, year, ..] if year > 999 && text.contains('.') => {
            NaiveDate::from_ymd_opt(year, small(month)?, small(day)?)
        }
        [a, b, year, ..] if year > 999 && a > 12 => NaiveDate::from_ymd_opt(year, small(b)?, small(a)?),
        [a, b, year, ..] if year > 999 && b > 12 => NaiveDate::from_ymd_opt(year, small(a)?, small(b)?),
        [year, day] if year > 999 && parts[1].len() == 3 => NaiveDate::from_yo_opt(year, small(day)?),
        [year, month] if year > 999 => NaiveDate::from_ymd_opt(year, small(month)?, 1),
        [year] if year > 999 => NaiveDate::from_ymd_opt(year, 1, 1),
        _ => None,
    }
}

/// A number, also with an ordinal suffix: `3rd`.
fn number(text: &str) -> Option<i32> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
    digits.parse().ok()
}
