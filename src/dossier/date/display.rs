//! Dates as people write them: `8–14 Sep 2025`, `c. Nov 2025`, `by 4 Feb 2027`.

use std::fmt::Write as _;

use edtf_core::{Date, DateField, Edtf as Parsed, IntervalEndpoint, Precision, YearKind};

use super::month_name;

/// The date in full. A text that is not a date stands as it is.
pub(super) fn with_year(text: &str) -> String {
    let text = super::corner::without_time(text);
    if text == "../.." {
        return "at any time".to_owned();
    }
    match Parsed::parse(text) {
        Ok(Parsed::Date(d)) => full(&d),
        Ok(Parsed::DateTime(dt)) => full(&dt.date),
        Ok(Parsed::Interval(i)) => interval(&i.start, &i.end),
        Ok(Parsed::Set(_)) | Err(_) => text.to_owned(),
    }
}

/// The date without its year, where it has one year, at the end, and something before it.
pub(super) fn without_year(text: &str) -> Option<String> {
    match Parsed::parse(text).ok()? {
        Parsed::Date(d) => in_year(&d),
        Parsed::DateTime(dt) => in_year(&dt.date),
        Parsed::Interval(i) => match (i.start, i.end) {
            (IntervalEndpoint::Date(a), IntervalEndpoint::Date(b)) if same_words(&a, &b) => in_year(&a),
            (IntervalEndpoint::Date(a), IntervalEndpoint::Date(b)) => {
                share_year(&a, &b).then(|| qualified(&b, &short_span(&a, &b)))
            }
            _ => None,
        },
        Parsed::Set(_) => None,
    }
}

fn interval(start: &IntervalEndpoint, end: &IntervalEndpoint) -> String {
    use IntervalEndpoint::{Date as At, Open, Unknown};
    match (start, end) {
        (Open, At(d)) => format!("by {}", full(d)),
        (At(d), Open) => format!("from {}", full(d)),
        (Unknown, At(d)) => format!("until {}, start unknown", full(d)),
        (At(d), Unknown) => format!("from {}, end unknown", full(d)),
        (At(a), At(b)) => span(a, b),
        _ => "at any time".to_owned(),
    }
}

/// Two dates, with what they share said once: `8–14 Sep 2025`, `29 Oct–3 Nov 2025`, `Jan 2024–Mar 2025`.
fn span(a: &Date, b: &Date) -> String {
    if same_words(a, b) {
        full(a)
    } else if share_year(a, b) {
        qualified(b, &format!("{} {}", short_span(a, b), year(b)))
    } else {
        format!("{}–{}", full(a), full(b))
    }
}

/// Without year and qualifiers: `8–14 Sep`, `29 Oct–3 Nov`, `spring–summer`.
fn short_span(a: &Date, b: &Date) -> String {
    match (day(a), day(b)) {
        (Some(first), Some(_)) if month(a) == month(b) => format!("{first}–{}", words(b)),
        _ => format!("{}–{}", words(a), words(b)),
    }
}

/// Whether both lie in one year that needs to be said only once. If only one of them is approximate or uncertain, each
/// is written in full: a leading `c.` would apply to both.
fn share_year(a: &Date, b: &Date) -> bool {
    let plain = |d: &Date| d.precision() != Precision::Year && !d.has_unspecified() && month(d) != Some(24);
    plain(a)
        && plain(b)
        && a.year.value() == b.year.value()
        && a.is_approximate() == b.is_approximate()
        && a.is_uncertain() == b.is_uncertain()
}

fn same_words(a: &Date, b: &Date) -> bool {
    full(a) == full(b)
}

fn full(d: &Date) -> String {
    let year = year(d);
    let text = match (d.month, d.day) {
        (None, _) => year,
        (Some(m), Some(_)) if m.value().is_none() => format!("a day of {year}"),
        (Some(m), None) if m.value().is_none() => format!("a month of {year}"),
        // December to February: the winter of two years.
        _ if month(d) == Some(24) => match d.year.value() {
            Some(y) => format!("winter {year}/{:02}", (y + 1).rem_euclid(100)),
            None => format!("winter {year}"),
        },
        _ => format!("{} {year}", words(d)),
    };
    qualified(d, &text)
}

fn in_year(d: &Date) -> Option<String> {
    let has_words = month(d).is_some_and(|m| m != 24) && !d.year.has_unspecified();
    has_words.then(|| qualified(d, &words(d)))
}

fn qualified(d: &Date, text: &str) -> String {
    let about = if d.is_approximate() { "c. " } else { "" };
    let maybe = if d.is_uncertain() { "?" } else { "" };
    format!("{about}{text}{maybe}")
}

/// Month and day: `Sep`, `3 Sep`, `spring`, `a day of Sep`.
fn words(d: &Date) -> String {
    let name = match month(d) {
        Some(21) => "spring",
        Some(22) => "summer",
        Some(23) => "autumn",
        Some(24) => "winter",
        other => month_name(other.unwrap_or(0).into()),
    };
    match (d.day, day(d)) {
        (None, _) => name.to_owned(),
        (Some(_), Some(day)) => format!("{day} {name}"),
        (Some(_), None) => format!("a day of {name}"),
    }
}

fn month(d: &Date) -> Option<u8> {
    d.month.and_then(DateField::value)
}

fn day(d: &Date) -> Option<u8> {
    d.day.and_then(DateField::value)
}

/// `2025`, `2020s` for `202X`, `20XX` as it stands.
fn year(d: &Date) -> String {
    match d.year.kind {
        YearKind::Standard { negative, digits } => {
            let mut out = String::new();
            if negative {
                out.push('-');
            }
            let decade = digits[3].is_none() && digits[2].is_some();
            for digit in digits {
                match digit {
                    Some(digit) => {
                        let _ = write!(out, "{digit}");
                    }
                    None if decade => out.push_str("0s"),
                    None => out.push('X'),
                }
            }
            out
        }
        YearKind::Big { value } => value.to_string(),
        YearKind::Exponential { significand, exponent } => format!("{significand}e{exponent}"),
    }
}
