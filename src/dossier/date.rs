//! Dates with the precision they were given: EDTF, levels 0 and 1 (ISO 8601-2:2019, Annex A).

use std::cmp::Ordering;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, Date, DateField, Edtf as Parsed, IntervalEndpoint, Precision};

/// A date as somebody gave it. The text is kept exactly; `earliest` and `latest` are the first and last day that it
/// can mean (`~` and `?` do not widen them).
///
/// Dates are ordered by their first day (an open or unknown start comes first), then by their last day (an open end
/// comes last), then by their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: Box<str>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, in lower case.
    pub message: String,
    /// Byte offset in the text.
    pub offset: usize,
}

impl std::fmt::Display for DateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl Edtf {
    /// Reads an EDTF date of level 0 or 1.
    ///
    /// # Errors
    /// Where the text is no such date, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Edtf, DateError> {
        let parsed = Parsed::parse(text).map_err(|e| DateError { message: e.message.to_owned(), offset: e.offset })?;
        if parsed.level() > 1 {
            return Err(DateError { message: "this is EDTF level 2; levels 0 and 1 are read".to_owned(), offset: 0 });
        }
        let bounds = parsed.bounds();
        let (earliest, latest) = (day_of(bounds.earliest), day_of(bounds.latest));
        if let (Some(first), Some(last)) = (earliest, latest)
            && first > last
        {
            return Err(DateError { message: "the interval ends before it starts".to_owned(), offset: 0 });
        }
        Ok(Edtf { text: text.into(), earliest, latest })
    }

    /// One day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Edtf {
        Edtf { text: day.format("%Y-%m-%d").to_string().into(), earliest: Some(day), latest: Some(day) }
    }

    /// The text exactly as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it can mean; `None` where it has no start or the start is unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<NaiveDate> {
        self.earliest
    }

    /// The last day that it can mean; `None` where it has no end or the end is unknown.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        self.latest
    }

    /// Whether this is a deadline, `../X`: at some time up to X.
    #[must_use]
    pub fn is_deadline(&self) -> bool {
        self.text.starts_with("../") && self.latest.is_some()
    }

    /// A deadline `../X` as X; any other date as it is.
    #[must_use]
    pub fn deadline(&self) -> Edtf {
        self.text.strip_prefix("../").and_then(|x| Edtf::parse(x).ok()).unwrap_or_else(|| self.clone())
    }

    /// Whether `~` or `%` stands anywhere in it.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.text.contains(['~', '%'])
    }

    /// Whether `?` or `%` stands anywhere in it.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.text.contains(['?', '%'])
    }

    /// Days from the first to the last that it can mean, both counted; `None` where an end is open or unknown.
    #[must_use]
    pub fn span_days(&self) -> Option<i64> {
        Some((self.latest? - self.earliest?).num_days() + 1)
    }

    /// Whether some day can be meant by both. An open end reaches on for ever.
    #[must_use]
    pub fn overlaps(&self, other: &Edtf) -> bool {
        let starts_by = |a: &Edtf, b: &Edtf| match (a.earliest, b.latest) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        starts_by(self, other) && starts_by(other, self)
    }

    /// Whether both mean the same days.
    #[must_use]
    pub fn same_days(&self, other: &Edtf) -> bool {
        self.earliest == other.earliest && self.latest == other.latest
    }

    /// For people: `3 Sep 2025`, `Nov 2025`, `8–14 Sep 2025`, `c. Nov 2025`, `spring 2025`, `by 4 Feb 2027`.
    #[must_use]
    pub fn display(&self) -> String {
        match Parsed::parse(&self.text) {
            Ok(parsed) => display(&parsed),
            Err(_) => self.text.to_string(),
        }
    }

    /// [`Edtf::display`] without the year, where all of it lies within one calendar year and it is no year itself:
    /// `3 Sep`, `Nov`, `8–14 Sep`. `None` otherwise.
    #[must_use]
    pub fn display_in_year(&self) -> Option<String> {
        let (first, last) = (self.earliest?, self.latest?);
        if first.year() != last.year() {
            return None;
        }
        let full = self.display();
        let year = format!(" {}", first.year());
        let short = full.strip_suffix('?').unwrap_or(&full).strip_suffix(&year)?;
        Some(if full.ends_with('?') { format!("{short}?") } else { short.to_owned() })
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let last = |d: &Edtf| d.latest.unwrap_or(NaiveDate::MAX);
        self.earliest.cmp(&other.earliest).then(last(self).cmp(&last(other))).then(self.text.cmp(&other.text))
    }
}

impl std::fmt::Display for Edtf {
    /// The display for people, see [`Edtf::display`].
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.display())
    }
}

impl serde::Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

/// `3 Sep 2025`
#[must_use]
pub fn display_day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// `Sep`, for a month from 1 to 12.
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    month.checked_sub(1).and_then(|m| NAMES.get(m as usize)).copied().unwrap_or("?")
}

/// A bound as a day that chrono can hold; open and unknown ends have none, years beyond chrono's are clamped.
fn day_of(bound: Bound) -> Option<NaiveDate> {
    let Bound::Date(d) = bound else { return None };
    let far = if d.year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    let year = i32::try_from(d.year).ok();
    Some(year.and_then(|y| NaiveDate::from_ymd_opt(y, d.month.into(), d.day.into())).unwrap_or(far))
}

fn display(parsed: &Parsed) -> String {
    match parsed {
        Parsed::Date(d) => display_date(d),
        Parsed::DateTime(dt) => display_date(&dt.date),
        Parsed::Interval(i) => display_interval(&i.start, &i.end),
        Parsed::Set(_) => String::new(), // level 2, never parsed into an `Edtf`
    }
}

fn display_interval(start: &IntervalEndpoint, end: &IntervalEndpoint) -> String {
    use IntervalEndpoint::{Date as At, Open, Unknown};
    match (start, end) {
        (Open, At(d)) => format!("by {}", display_date(d)),
        (At(d), Open) => format!("from {}", display_date(d)),
        (Unknown, At(d)) => format!("until {}, start unknown", display_date(d)),
        (At(d), Unknown) => format!("from {}, end unknown", display_date(d)),
        (At(a), At(b)) => display_span(a, b),
        _ => "at any time".to_owned(),
    }
}

/// Two dates, what they share said once: `8–14 Sep 2025`, `29 Oct–3 Nov 2025`, `Jan 2024–Mar 2025`.
fn display_span(a: &Date, b: &Date) -> String {
    let plain = |d: &Date| !d.is_approximate() && !d.is_uncertain() && !d.has_unspecified();
    let (full_a, full_b) = (display_date(a), display_date(b));
    let alike =
        a.is_approximate() == b.is_approximate() && plain(a) == plain(b) && !a.is_uncertain() && !b.is_uncertain();
    let same_year = a.year.value().is_some() && a.year.value() == b.year.value();
    if !alike || !same_year || a.precision() == Precision::Year || a.precision() != b.precision() {
        return format!("{full_a}–{full_b}");
    }
    let full_b = full_b.strip_prefix("c. ").unwrap_or(&full_b);
    let shared = match (a.month.and_then(DateField::value), b.month.and_then(DateField::value)) {
        (Some(m), Some(n)) if m == n && a.precision() == Precision::Day => 2,
        _ => 1,
    };
    let mut words: Vec<&str> = full_a.split(' ').collect();
    words.truncate(words.len().saturating_sub(shared));
    if words.is_empty() { full_b.to_owned() } else { format!("{}–{full_b}", words.join(" ")) }
}

fn display_date(d: &Date) -> String {
    let mut out = String::new();
    if d.is_approximate() {
        out.push_str("c. ");
    }
    out.push_str(&display_plain(d));
    if d.is_uncertain() {
        out.push('?');
    }
    out
}

fn display_plain(d: &Date) -> String {
    let year = display_year(d);
    let Some(month) = d.month else { return year };
    let Some(number) = month.value() else { return format!("a month of {year}") };
    let month = match number {
        1..=12 => month_name(number.into()).to_owned(),
        21 => "spring".to_owned(),
        22 => "summer".to_owned(),
        23 => "autumn".to_owned(),
        24 => {
            // December to February: the winter of two years.
            return match d.year.value() {
                Some(y) => format!("winter {y}/{:02}", (y + 1).rem_euclid(100)),
                None => format!("winter {year}"),
            };
        }
        _ => number.to_string(),
    };
    match d.day {
        None => format!("{month} {year}"),
        Some(day) => match day.value() {
            Some(day) => format!("{day} {month} {year}"),
            None => format!("a day of {month} {year}"),
        },
    }
}

/// `2025`, `2020s` for `202X`, `20XX` as it stands.
fn display_year(d: &Date) -> String {
    use edtf_core::YearKind;
    match d.year.kind {
        YearKind::Standard { negative, digits } => {
            let mut out = String::new();
            if negative {
                out.push('-');
            }
            if digits[3].is_none() && digits[..3].iter().all(Option::is_some) {
                for digit in &digits[..3] {
                    let _ = write!(out, "{}", digit.unwrap_or(0));
                }
                out.push_str("0s");
                return out;
            }
            for digit in digits {
                match digit {
                    Some(digit) => {
                        let _ = write!(out, "{digit}");
                    }
                    None => out.push('X'),
                }
            }
            out
        }
        YearKind::Big { value } => value.to_string(),
        YearKind::Exponential { significand, exponent } => format!("{significand}e{exponent}"),
    }
}
