//! Dates of articles, each text stored once with the days that it can mean: a million articles share some thousands.

use chrono::{Datelike as _, NaiveDate};

use super::names::NameTable;
use crate::dossier::date::{DateError, EdtfDate};

/// Distinct date texts, numbered from 1; 0 is not a date.
#[derive(Clone, Debug, Default)]
pub(super) struct DateTable {
    texts: NameTable,
    bounds: Vec<(Option<NaiveDate>, Option<NaiveDate>)>,
}

impl DateTable {
    /// The number of a parsed date.
    pub(super) fn number(&mut self, date: &EdtfDate) -> u32 {
        self.add(date.as_str(), (date.earliest(), date.latest()))
    }

    /// The number of this date.
    ///
    /// # Errors
    /// If the text is not a date.
    pub(super) fn parse(&mut self, text: &str) -> Result<u32, DateError> {
        if let Some(at) = self.texts.find(text) {
            return Ok(at + 1);
        }
        let bounds = match parse_day(text) {
            Some(day) => (Some(day), Some(day)),
            None => EdtfDate::parse(text).map(|date| (date.earliest(), date.latest()))?,
        };
        Ok(self.add(text, bounds))
    }

    fn add(&mut self, text: &str, bounds: (Option<NaiveDate>, Option<NaiveDate>)) -> u32 {
        let at = self.texts.number(text);
        if at as usize == self.bounds.len() {
            self.bounds.push(bounds);
        }
        at + 1
    }

    /// The text of a date, as written.
    pub(super) fn text(&self, number: u32) -> Option<&str> {
        number.checked_sub(1).map(|at| self.texts.get(at))
    }

    /// The first and last day that it can mean.
    pub(super) fn bounds(&self, number: u32) -> (Option<NaiveDate>, Option<NaiveDate>) {
        number.checked_sub(1).map_or((None, None), |at| self.bounds[at as usize])
    }

    /// Greater than every [`DateTable::age`].
    pub(super) const BEHIND: u64 = 1 << 62;

    /// A number that is smaller for newer dates: by the last day, or the first if there is no last, then by the first; the
    /// greatest for no date, and for a date with neither.
    pub(super) fn age(&self, number: u32) -> u64 {
        let (earliest, latest) = self.bounds(number);
        // 31 bits for each, 0 for no day: no day that a date can mean is 2^30 days from the common era.
        let up = |day: Option<NaiveDate>| {
            day.map_or(0, |day| u64::from((day.num_days_from_ce() + (1 << 30)).cast_unsigned()))
        };
        DateTable::BEHIND - 1 - (up(latest.or(earliest)) << 31 | up(earliest))
    }

    /// Merges the dates of another table; returns the new number of each of its numbers.
    pub(super) fn adopt(&mut self, other: &DateTable) -> Vec<u32> {
        let numbers = other.texts.iter().zip(&other.bounds).map(|(text, &bounds)| self.add(text, bounds));
        std::iter::once(0).chain(numbers).collect()
    }
}

/// `YYYY-MM-DD` as a day, the one form that nearly all articles have; anything else is left to [`EdtfDate::parse`].
pub(crate) fn parse_day(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let digits =
        |digits: &[u8]| digits.iter().try_fold(0, |n, &d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')));
    let year = i32::try_from(digits(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(&[m1, m2])?, digits(&[d1, d2])?)
}
