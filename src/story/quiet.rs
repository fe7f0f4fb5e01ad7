//! How long no source has said anything about an event.

use chrono::{Datelike, NaiveDate};

use super::{SlipDays, Snapshot};
use crate::dossier::{ArticleIx, Dossier, EdtfDate, EventIx};

/// The day until which silence says something: `day`, or the day on which the dossier's author last looked, whichever
/// is earlier. What was said after that is unknown.
pub(super) fn looked_until(dossier: &Dossier, day: NaiveDate) -> NaiveDate {
    let researched = dossier.story.researched.as_ref().and_then(EdtfDate::latest);
    researched.map_or(day, |researched| researched.min(day))
}

/// Days of silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietDays {
    /// The lower bound.
    pub days: i64,
    /// Whether the day of the newest source is approximate, so that the silence may be longer.
    pub at_least: bool,
}

impl QuietDays {
    /// Those from the last day that a date can mean to a later day. `date` is `None` where nothing says more exactly when it was.
    #[must_use]
    pub fn between(last: NaiveDate, date: Option<&EdtfDate>, until: NaiveDate) -> QuietDays {
        let at_least = !date.is_some_and(EdtfDate::is_exact_day);
        QuietDays { days: (until - last).num_days().max(0), at_least }
    }

    /// The number of days from which a silence is mentioned.
    const LONG: i64 = 60;

    /// Whether it is long enough to be mentioned.
    #[must_use]
    pub fn is_long(self) -> bool {
        self.days >= QuietDays::LONG
    }
}

impl std::fmt::Display for QuietDays {
    /// `447 days`, `at least 333 days`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let max = if self.at_least { SlipDays::UNBOUNDED } else { self.days };
        SlipDays(self.days, max).fmt(f)
    }
}

impl Snapshot {
    /// The source of the newest known report of an event. `None` if that has no source.
    #[must_use]
    pub fn last_heard(&self, dossier: &Dossier, event: EventIx) -> Option<ArticleIx> {
        dossier[event].reports[*self[event].known.last()? as usize].source
    }

    /// The days of the as-of day's calendar year, up to and with that day, on which the dossier's author looked. 0 where
    /// the author stopped looking before that year.
    #[must_use]
    pub fn days_looked_at(&self, dossier: &Dossier) -> u32 {
        let until = looked_until(dossier, self.day);
        if until.year() == self.day.year() { until.ordinal() } else { 0 }
    }

    /// The day to which silence is counted, where that is before the as-of day: the dossier's author looked no longer.
    #[must_use]
    pub fn silence_ends(&self, dossier: &Dossier) -> Option<NaiveDate> {
        Some(looked_until(dossier, self.day)).filter(|&until| until < self.day)
    }

    /// Days from the latest day that the source of the newest known report can mean, to the as-of day
    /// or to the day on which the dossier's author last looked, whichever is earlier. `None` if no source has a day.
    #[must_use]
    pub fn quiet(&self, dossier: &Dossier, event: EventIx) -> Option<QuietDays> {
        let source = self.last_heard(dossier, event)?;
        let since = dossier.known(Some(source))?;
        let published = dossier.articles.get(source).published_date();
        Some(QuietDays::between(since, published.as_ref(), looked_until(dossier, self.day)))
    }
}
