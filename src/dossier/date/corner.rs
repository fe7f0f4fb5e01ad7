//! Where the parser and the standard part: dates that it refuses, and texts that it takes although they are not dates.

use chrono::NaiveDate;
use edtf_core::{Bound, Edtf as Parsed};

use super::{DateError, DayBounds};

/// What the parser refuses: `../..`, a year before 0 with a time (`-0043-03-15T12:00:00`) or with unspecified digits
/// (`-004X`).
pub(super) fn refused(text: &str) -> Option<Result<DayBounds, DateError>> {
    if text == "../.." {
        return Some(Ok((None, None)));
    }
    let positive = text.strip_prefix('-')?;
    if let Some((date, time)) = positive.split_once('T') {
        let day = |text: &str| super::bounds(text).ok().filter(|(first, last)| first.is_some() && first == last);
        let whole = date.len() == "YYYY-MM-DD".len();
        let days = day(&text[..=date.len()]).filter(|_| whole)?;
        // A time is right or wrong whatever its day.
        let time = super::any(&format!("2000-01-01T{time}"));
        let shift = |error: DateError| DateError { offset: error.offset + "-".len(), ..error };
        return Some(time.map(|_| days).map_err(shift));
    }
    let year = positive.get(..4)?;
    if positive.len() == 4 && year.ends_with('X') {
        let Bound::Date(first) = Parsed::parse(year).ok()?.bounds().earliest else { return None };
        let Bound::Date(last) = Parsed::parse(year).ok()?.bounds().latest else { return None };
        let of = |year: i64, month, day| NaiveDate::from_ymd_opt(i32::try_from(-year).ok()?, month, day);
        return Some(Ok((of(last.year, 1, 1), of(first.year, 12, 31))));
    }
    None
}

/// What the parser takes and the standard does not, and where: a 60th second that is not a leap second, a zone west of
/// -12:00, a year with `Y` within an interval.
pub(super) fn taken(text: &str) -> Option<DateError> {
    let error = |offset, message: &str| Some(DateError { message: message.to_owned(), offset });
    if text.contains('/')
        && let Some(at) = text.find('Y')
    {
        return error(at, "a year with `Y` stands alone, not in an interval");
    }
    let at = text.find('T')? + 1;
    let number = |from: usize| text.get(at + from..at + from + 2)?.parse::<i32>().ok();
    let (hour, minute, second) = (number(0)?, number(3)?, number(6)?);
    let zone = &text[at + 8..];
    let east = match zone.as_bytes().first() {
        Some(b'+') => Some(1),
        Some(b'-') => Some(-1),
        Some(b'Z') => Some(0),
        _ => None,
    };
    let shift = number(9).unwrap_or(0) * 60 + number(12).unwrap_or(0);
    if east == Some(-1) && shift > 12 * 60 {
        return error(at + 8, "no zone is more than 12 hours behind");
    }
    // A leap second is the last of a day in UTC; without a zone, of one of the quarters in which zones differ from it.
    let is_leap = match east {
        Some(east) => (hour * 60 + minute - east * shift).rem_euclid(24 * 60) == 24 * 60 - 1,
        None => minute % 15 == 14,
    };
    if second == 60 && !is_leap {
        return error(at + 6, "a 60th second is a leap second: the last of a day in UTC");
    }
    None
}

/// A negative date with a time, without the time: what is shown of it.
pub(super) fn without_time(text: &str) -> &str {
    if text.starts_with('-') { text.split_once('T').map_or(text, |(date, _)| date) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::EdtfDate;

    fn reads(text: &str) -> (String, String) {
        let date = EdtfDate::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let day = |day: Option<chrono::NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
        (day(date.earliest()), day(date.latest()))
    }

    #[test]
    fn dates_that_the_parser_refuses_are_read() {
        let days = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(reads("../.."), days("-", "-"));
        assert_eq!(reads("-0043-03-15T12:00:00"), days("-0043-03-15", "-0043-03-15"));
        assert_eq!(reads("-0043-03-15T12:00:00Z"), days("-0043-03-15", "-0043-03-15"));
        assert_eq!(reads("-004X"), days("-0049-01-01", "-0040-12-31"));
        assert_eq!(reads("-00XX"), days("-0099-01-01", "0000-12-31"));
        assert_eq!(reads("-0043-XX"), days("-0043-01-01", "-0043-12-31"));
        assert_eq!(
            EdtfDate::parse("-0043-03-15T12:00:00").unwrap().display(),
            EdtfDate::parse("-0043-03-15").unwrap().display()
        );
        assert_eq!(EdtfDate::parse("../..").unwrap().display(), "at any time");
    }

    #[test]
    fn what_is_no_date_is_refused_at_its_place() {
        for (text, offset) in [
            ("2025-09-02T01:01:60", 17),
            ("2025-09-02T01:01:60Z", 17),
            ("2025-09-02T23:59:60+05:00", 17),
            ("2025-09-02T10:00:00-14:00", 19),
            ("2025-09-02T10:00:00-12:30", 19),
            ("Y17000/Y18000", 0),
            ("../Y-17000", 3),
            ("-0043-03-15T25:00:00", 12),
            ("-0043-03T12:00:00", 0),
        ] {
            let error = EdtfDate::parse(text).expect_err(text);
            assert_eq!(error.offset, offset, "{text}: {error}");
        }
        for text in [
            "2016-12-31T23:59:60Z",
            "2017-01-01T05:29:60+05:30",
            "2016-12-31T23:59:60",
            "2025-09-02T10:00:00-12:00",
            "2025-09-02T10:00:00+14:00",
            "Y17000",
        ] {
            assert!(EdtfDate::parse(text).is_ok(), "{text}");
        }
    }
}
