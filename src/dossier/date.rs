//! Dates with the precision they were given: EDTF, levels 0 and 1 (ISO 8601-2:2019, Annex A).

mod corner;
mod display;
pub(crate) mod month;
pub mod order;
pub mod when;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::io;

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, Edtf as Parsed};

pub use month::month_name;

/// A date as somebody gave it. The text is kept exactly; `earliest` and `latest` are the first and last day that it
/// can mean (`~` and `?` do not widen them).
///
/// Dates are ordered by their first day (an open or unknown start comes first), then by their last day (an open end
/// comes last), then by their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EdtfDate {
    text: Box<str>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

/// Why a text is not a date.
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

impl EdtfDate {
    /// Reads an EDTF date of level 0 or 1.
    ///
    /// # Errors
    /// If the text is no such date, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<EdtfDate, DateError> {
        let (earliest, latest) = bounds(text)?;
        Ok(EdtfDate { text: text.into(), earliest, latest })
    }

    /// One day. (EDTF has no text for a day outside the years 0 to 9999; such a text does not parse.)
    #[must_use]
    pub fn day(day: NaiveDate) -> EdtfDate {
        EdtfDate { text: day.format("%Y-%m-%d").to_string().into(), earliest: Some(day), latest: Some(day) }
    }

    /// The text exactly as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it can mean; `None` if it has no start or the start is unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<NaiveDate> {
        self.earliest
    }

    /// The last day that it can mean; `None` if it has no end or the end is unknown.
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
    pub fn deadline(&self) -> Cow<'_, EdtfDate> {
        let deadline = self.text.strip_prefix("../").and_then(|x| EdtfDate::parse(x).ok());
        deadline.map_or(Cow::Borrowed(self), Cow::Owned)
    }

    /// The first and last day as schedules compare them: of a deadline `../X` those of X, else
    /// [`EdtfDate::earliest`] and [`EdtfDate::latest`].
    #[must_use]
    pub fn span(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        self.text.strip_prefix("../").and_then(|x| bounds(x).ok()).unwrap_or((self.earliest, self.latest))
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

    /// Whether it is one day, neither approximate nor uncertain.
    #[must_use]
    pub fn is_exact_day(&self) -> bool {
        self.span_days() == Some(1) && !self.is_approximate() && !self.is_uncertain()
    }

    /// Days from the first to the last that it can mean, both counted; `None` if an end is open or unknown.
    #[must_use]
    pub fn span_days(&self) -> Option<i64> {
        Some((self.latest? - self.earliest?).num_days() + 1)
    }

    /// Whether some day can be meant by both. An open end reaches on for ever.
    #[must_use]
    pub fn overlaps(&self, other: &EdtfDate) -> bool {
        let starts_by = |a: &EdtfDate, b: &EdtfDate| match (a.earliest, b.latest) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        starts_by(self, other) && starts_by(other, self)
    }

    /// Whether both mean the same days.
    #[must_use]
    pub fn same_days(&self, other: &EdtfDate) -> bool {
        self.earliest == other.earliest && self.latest == other.latest
    }

    /// For people: `3 Sep 2025`, `Nov 2025`, `8–14 Sep 2025`, `c. Nov 2025`, `spring 2025`, `by 4 Feb 2027`.
    #[must_use]
    pub fn display(&self) -> String {
        display::with_year(&self.text)
    }

    /// [`EdtfDate::display`] without the year, where the year stands only at its end and all of it lies in that calendar
    /// year: `3 Sep`, `c. Nov`, `8–14 Sep`, `by 31 Dec`. `None` otherwise, and for a year itself.
    #[must_use]
    pub fn display_in_year(&self) -> Option<String> {
        if self.is_deadline() {
            return self.deadline().display_in_year().map(|day| format!("by {day}"));
        }
        let (first, last) = (self.earliest?, self.latest?);
        if first.year() == last.year() { display::without_year(&self.text) } else { None }
    }

    /// Beside a day: [`EdtfDate::display_in_year`] if all of it lies in the year of that day, else [`EdtfDate::display`].
    #[must_use]
    pub fn display_beside(&self, day: NaiveDate) -> String {
        let in_year = self.latest.filter(|last| last.year() == day.year()).and_then(|_| self.display_in_year());
        in_year.unwrap_or_else(|| self.display())
    }
}

impl PartialOrd for EdtfDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EdtfDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let last = |d: &EdtfDate| d.latest.unwrap_or(NaiveDate::MAX);
        self.earliest.cmp(&other.earliest).then(last(self).cmp(&last(other))).then(self.text.cmp(&other.text))
    }
}

impl std::fmt::Display for EdtfDate {
    /// The display for people, see [`EdtfDate::display`].
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.display())
    }
}

/// Its text alone, which is read again.
impl BorshSerialize for EdtfDate {
    fn serialize<W: io::Write>(&self, out: &mut W) -> io::Result<()> {
        BorshSerialize::serialize(&*self.text, out)
    }
}

impl BorshDeserialize for EdtfDate {
    fn deserialize_reader<R: io::Read>(from: &mut R) -> io::Result<EdtfDate> {
        let text = String::deserialize_reader(from)?;
        let (earliest, latest) = bounds(&text).map_err(|error| io::Error::other(error.message))?;
        Ok(EdtfDate { text: text.into(), earliest, latest })
    }
}

impl serde::Serialize for EdtfDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

/// `3 Sep 2025`
#[must_use]
pub fn display_day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// First and last day; `None` if open or unknown.
type DayBounds = (Option<NaiveDate>, Option<NaiveDate>);

/// Parses a text without storing it.
fn bounds(text: &str) -> Result<DayBounds, DateError> {
    match common(text) {
        Some(bounds) => Ok(bounds),
        None => any(text),
    }
}

/// The forms that nearly all dates of a dossier have, read without allocating: a year, month or day that exists, with
/// one qualifier or none, and intervals of these with `..` for an open end. `None`: [`any`] has to look.
fn common(text: &str) -> Option<DayBounds> {
    let Some((start, end)) = text.split_once('/') else {
        let (first, last) = calendar(text)?;
        return Some((Some(first), Some(last)));
    };
    match (start, end) {
        ("..", end) => Some((None, Some(calendar(end)?.1))),
        (start, "..") => Some((Some(calendar(start)?.0), None)),
        _ => {
            let (first, last) = (calendar(start)?.0, calendar(end)?.1);
            (first <= last).then_some((Some(first), Some(last)))
        }
    }
}

/// The days of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with one qualifier or none behind.
fn calendar(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.as_bytes();
    let digits = match text {
        [rest @ .., b'~' | b'?' | b'%'] => rest,
        _ => text,
    };
    let number = |from: usize, to: usize| {
        digits[from..to].iter().try_fold(0, |n: u32, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
    };
    let hyphen = |at: usize| digits[at] == b'-';
    match digits.len() {
        4 => {
            let year = i32::try_from(number(0, 4)?).ok()?;
            Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
        }
        7 if hyphen(4) => {
            let first = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, 1)?;
            Some((first, first + chrono::Months::new(1) - chrono::Days::new(1)))
        }
        10 if hyphen(4) && hyphen(7) => {
            let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
            Some((day, day))
        }
        _ => None,
    }
}

/// Parses any form of levels 0 and 1.
fn any(text: &str) -> Result<DayBounds, DateError> {
    if let Some(read) = corner::refused(text) {
        return read;
    }
    let parsed = Parsed::parse(text).map_err(|e| DateError { message: reworded(e.message), offset: e.offset })?;
    if let Some(offset) = beyond_level_1(text, &parsed) {
        return Err(DateError { message: "this is EDTF level 2; levels 0 and 1 are read".to_owned(), offset });
    }
    if let Some(error) = corner::taken(text) {
        return Err(error);
    }
    let bounds = parsed.bounds();
    Ok((day_of(bounds.earliest), day_of(bounds.latest)))
}

/// Rewords the message of the parser, which knows level 2, for readers who may not use it.
fn reworded(message: &str) -> String {
    match message {
        "month must be 01-12 or a sub-year code 21-41" => "month must be 01 to 12, or a season 21 to 24".to_owned(),
        "sub-year groupings cannot carry a day" => "a season has no days".to_owned(),
        "time must be hh:mm:ss" => "time must be `hh:mm:ss`".to_owned(),
        "empty input" => "empty date".to_owned(),
        other => other.to_owned(),
    }
}

/// Where a date leaves level 1, if it does. A qualifier before a component, or after one that is not the last, belongs
/// to level 2 even if it changes nothing (`2025~-11~`).
fn beyond_level_1(text: &str, parsed: &Parsed) -> Option<usize> {
    let mut start = 0;
    for part in text.split('/') {
        let inner = &part[..part.len().saturating_sub(1)];
        if let Some(at) = inner.find(['~', '?', '%']) {
            return Some(start + at);
        }
        start += part.len() + 1;
    }
    if parsed.level() <= 1 {
        return None;
    }
    let season = || {
        let plain = text.trim_end_matches(['~', '?', '%']);
        plain.rfind('-').map(|at| at + 1)
    };
    text.find(['{', '[', 'E', 'S', 'X']).or_else(|| text.find("..")).or_else(season)
}

/// A bound as a day that chrono can hold; open and unknown ends have none, years beyond chrono's are clamped.
fn day_of(bound: Bound) -> Option<NaiveDate> {
    let Bound::Date(d) = bound else { return None };
    let far = if d.year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    let year = i32::try_from(d.year).ok();
    Some(year.and_then(|y| NaiveDate::from_ymd_opt(y, d.month.into(), d.day.into())).unwrap_or(far))
}
