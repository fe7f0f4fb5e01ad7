//! The number of days by which a date moved, as bounds.

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeTuple as _, Serializer};

/// A range of days: a date known to the month slips by a range. Serialized as `[min, max]`, with `null` for a maximum
/// that is [`SlipDays::UNBOUNDED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlipDays(pub i64, pub i64);

impl SlipDays {
    /// The maximum if the new date has no end, or the old one no start.
    pub const UNBOUNDED: i64 = i64::MAX;

    /// From one span of days to another.
    pub(super) fn between(from: SlipSpan, to: SlipSpan) -> SlipDays {
        let days = |to: Option<NaiveDate>, from: Option<NaiveDate>, otherwise: i64| match (to, from) {
            (Some(to), Some(from)) => (to - from).num_days().max(0),
            _ => otherwise,
        };
        SlipDays(days(to.0, from.1, 0), days(to.1, from.0, SlipDays::UNBOUNDED))
    }

    /// The upper bound; `None` if there is none.
    #[must_use]
    pub fn at_most(self) -> Option<i64> {
        (self.1 != SlipDays::UNBOUNDED).then_some(self.1)
    }
}

impl std::fmt::Display for SlipDays {
    /// `95 days`, `88–95 days`, `at least 63 days`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match *self {
            SlipDays(min, SlipDays::UNBOUNDED) => format!("at least {min} day{}", plural(min)),
            SlipDays(min, max) if min == max => format!("{min} day{}", plural(min)),
            SlipDays(min, max) => format!("{min}–{max} days"),
        };
        f.pad(&text)
    }
}

fn plural(n: i64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

impl Serialize for SlipDays {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut pair = s.serialize_tuple(2)?;
        pair.serialize_element(&self.0)?;
        pair.serialize_element(&self.at_most())?;
        pair.end()
    }
}

/// First and last day; `None` if open or unknown.
pub(super) type SlipSpan = (Option<NaiveDate>, Option<NaiveDate>);

/// Whether `new` starts after `old` ends.
pub(super) fn is_after(new: SlipSpan, old: SlipSpan) -> bool {
    matches!((new.0, old.1), (Some(start), Some(end)) if start > end)
}

/// Whether `new` lies within `old` and is shorter.
pub(super) fn is_narrower(new: SlipSpan, old: SlipSpan) -> bool {
    let starts_in = match (new.0, old.0) {
        (Some(new), Some(old)) => new >= old,
        (None, Some(_)) => false,
        (_, None) => true,
    };
    let ends_in = match (new.1, old.1) {
        (Some(new), Some(old)) => new <= old,
        (None, Some(_)) => false,
        (_, None) => true,
    };
    new != old && starts_in && ends_in
}
