//! A time axis in cells: which column a day has, and where the ticks stand.

use chrono::{Datelike, Days, Months, NaiveDate};

/// The scales of the axis in days per cell, from near to far.
pub const ZOOMS: [u64; 11] = [1, 2, 4, 7, 14, 30, 61, 91, 182, 365, 730];

/// A stretch of time on a row of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeAxis {
    /// The first day of the first cell.
    pub left: NaiveDate,
    /// The number of days that one cell stands for.
    pub days: u64,
    /// The number of cells.
    pub width: u16,
}

/// Where a day lies on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisSpot {
    /// Before the first cell.
    Before,
    /// In this cell.
    At(u16),
    /// Behind the last cell.
    After,
}

impl TimeAxis {
    /// An axis of `width` cells with this day at the given share of its width.
    #[must_use]
    pub fn around(day: NaiveDate, days: u64, width: u16, share: f64) -> TimeAxis {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a width of cells
        let before = (f64::from(width) * share.clamp(0.0, 1.0)) as u64 * days;
        TimeAxis { left: day.checked_sub_days(Days::new(before)).unwrap_or(NaiveDate::MIN), days, width }
    }

    /// The cell of a day.
    #[must_use]
    pub fn spot(&self, day: NaiveDate) -> AxisSpot {
        let Ok(from_left) = u64::try_from((day - self.left).num_days()) else { return AxisSpot::Before };
        match u16::try_from(from_left / self.days.max(1)) {
            Ok(cell) if cell < self.width => AxisSpot::At(cell),
            _ => AxisSpot::After,
        }
    }

    /// The axis moved by cells, to the right where positive.
    #[must_use]
    pub fn moved(self, cells: i64) -> TimeAxis {
        let days = Days::new(cells.unsigned_abs() * self.days);
        let left = if cells < 0 { self.left.checked_sub_days(days) } else { self.left.checked_add_days(days) };
        TimeAxis { left: left.unwrap_or(self.left), ..self }
    }

    /// The cells and labels of the ticks: days, months, quarters or years, as far apart as the labels need.
    #[must_use]
    pub fn ticks(&self) -> Vec<(u16, String)> {
        let room = 8 * self.days;
        let months = match room {
            ..=31 => 1,
            32..=91 => 3,
            92..=182 => 6,
            183..=365 => 12,
            366..=1826 => 60,
            _ => 120,
        };
        let by_days = self.days == 1;
        let first_month = NaiveDate::from_ymd_opt(self.left.year(), 1, 1).unwrap_or(self.left);
        let mut day = first_month;
        let mut ticks = Vec::new();
        for _ in 0..2000 {
            match self.spot(day) {
                AxisSpot::After => break,
                AxisSpot::At(cell) => ticks.push((cell, tick_words(day, by_days))),
                AxisSpot::Before => {}
            }
            let next = if by_days { next_tick_by_days(day) } else { day.checked_add_months(Months::new(months)) };
            match next {
                Some(next) => day = next,
                None => break,
            }
        }
        ticks
    }
}

/// The 1st, 11th and 21st of each month.
fn next_tick_by_days(day: NaiveDate) -> Option<NaiveDate> {
    match day.day() {
        1 => day.with_day(11),
        11 => day.with_day(21),
        _ => day.with_day(1)?.checked_add_months(Months::new(1)),
    }
}

fn tick_words(day: NaiveDate, by_days: bool) -> String {
    if day.month() == 1 && day.day() == 1 {
        day.year().to_string()
    } else if by_days && day.day() != 1 {
        day.day().to_string()
    } else {
        crate::dossier::date::month_name(day.month()).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_day_has_the_cell_that_its_distance_from_the_left_gives() {
        let axis = TimeAxis { left: day("2025-01-01"), days: 7, width: 10 };
        assert_eq!(axis.spot(day("2025-01-07")), AxisSpot::At(0));
        assert_eq!(axis.spot(day("2025-01-08")), AxisSpot::At(1));
        assert_eq!(axis.spot(day("2024-12-31")), AxisSpot::Before);
        assert_eq!(axis.spot(day("2025-03-12")), AxisSpot::After);
    }

    #[test]
    fn ticks_are_never_closer_than_their_words() {
        for days in ZOOMS {
            let ticks = TimeAxis { left: day("2024-05-17"), days, width: 120 }.ticks();
            assert!(ticks.len() > 1, "{days} days a cell");
            for pair in ticks.windows(2) {
                assert!(usize::from(pair[1].0 - pair[0].0) > pair[0].1.len(), "{days} days a cell: {pair:?}");
            }
        }
    }

    #[test]
    fn an_axis_around_a_day_has_it_at_the_share_asked_for() {
        let axis = TimeAxis::around(day("2026-11-24"), 14, 60, 0.5);
        assert_eq!(axis.spot(day("2026-11-24")), AxisSpot::At(30));
        assert_eq!(axis.moved(-10).spot(day("2026-11-24")), AxisSpot::At(40));
    }
}
