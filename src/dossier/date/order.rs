//! Decides which number of `05/03/2026` is the day.

/// Which number of `05/03/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 5 March.
    DayFirst,
    /// 3 May.
    MonthFirst,
}

impl DateOrder {
    /// The only order in which two numbers are a day and a month; `None` if both orders are possible, or neither.
    #[must_use]
    pub fn of(first: u32, second: u32) -> Option<DateOrder> {
        match (first, second) {
            (13..=31, 1..=12) => Some(DateOrder::DayFirst),
            (1..=12, 13..=31) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// The order of many dates, by their first two numbers: that of those that have only one, if they agree.
    #[must_use]
    pub fn of_all(dates: impl IntoIterator<Item = (u32, u32)>) -> Option<DateOrder> {
        let mut orders = dates.into_iter().filter_map(|(first, second)| DateOrder::of(first, second));
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    /// The order that is usual where a language is written, by its BCP 47 tag; `None` for English of no country, which is
    /// written in both.
    #[must_use]
    pub fn usual_in(language: &str) -> Option<DateOrder> {
        let tag = language.to_ascii_lowercase();
        match tag.split_once('-').unwrap_or((&tag, "")) {
            ("en", "us") => Some(DateOrder::MonthFirst),
            ("en", "") => None,
            _ => Some(DateOrder::DayFirst),
        }
    }

    /// The day and the month of two numbers in this order.
    #[must_use]
    pub fn day_and_month(self, first: u32, second: u32) -> (u32, u32) {
        match self {
            DateOrder::DayFirst => (first, second),
            DateOrder::MonthFirst => (second, first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DateOrder::{DayFirst, MonthFirst};
    use super::*;

    #[test]
    fn what_can_be_read_in_one_way_only_decides() {
        for (dates, order) in [
            (&[(5, 3)][..], None),
            (&[(13, 3)], Some(DayFirst)),
            (&[(5, 3), (3, 13), (40, 40)], Some(MonthFirst)),
            (&[(13, 3), (3, 13)], None),
            (&[], None),
        ] {
            assert_eq!(DateOrder::of_all(dates.iter().copied()), order, "{dates:?}");
        }
        assert_eq!((DayFirst.day_and_month(5, 3), MonthFirst.day_and_month(5, 3)), ((5, 3), (3, 5)));
        let languages = ["fr", "en-GB", "en-US", "en"];
        assert_eq!(languages.map(DateOrder::usual_in), [Some(DayFirst), Some(DayFirst), Some(MonthFirst), None]);
    }
}
