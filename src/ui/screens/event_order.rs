//! The orders in which a list of events is sorted.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::dossier::EventIx;
use crate::report::promises::promised_by_short;

use super::ScreenContext;

/// By what events are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum EventOrder {
    /// The current date, the earliest first.
    #[default]
    Date,
    /// The day of the newest report, the newest first.
    Heard,
    /// The slip, the greatest first.
    Slip,
    /// The number of reports, the most first.
    Reports,
    /// The title.
    Title,
    /// Who promised it.
    By,
}

impl EventOrder {
    /// Those of the Timeline.
    pub(super) const OF_TIMELINE: &[EventOrder] =
        &[EventOrder::Date, EventOrder::Heard, EventOrder::Slip, EventOrder::Reports, EventOrder::Title];
    /// Those of the Ledger.
    pub(super) const OF_LEDGER: &[EventOrder] =
        &[EventOrder::Date, EventOrder::Heard, EventOrder::Slip, EventOrder::By, EventOrder::Title];

    /// What stands in the head of the list.
    pub(super) fn words(self) -> &'static str {
        match self {
            EventOrder::Date => "by date",
            EventOrder::Heard => "last heard first",
            EventOrder::Slip => "by slip",
            EventOrder::Reports => "most reported first",
            EventOrder::Title => "by title",
            EventOrder::By => "by promiser",
        }
    }

    /// Sorts events that are in the order of their dates.
    pub(super) fn sort<T>(self, cx: &ScreenContext<'_>, rows: &mut [T], event: impl Fn(&T) -> EventIx) {
        match self {
            EventOrder::Date => {}
            EventOrder::Heard => rows.sort_by_key(|row| {
                let source = cx.snapshot.last_heard(cx.dossier, event(row));
                Reverse(source.and_then(|source| cx.dossier.known(Some(source))).unwrap_or(NaiveDate::MIN))
            }),
            EventOrder::Slip => {
                rows.sort_by_key(|row| Reverse(cx.snapshot[event(row)].slip.map_or(-1, |slip| slip.1)));
            }
            EventOrder::Reports => rows.sort_by_key(|row| Reverse(cx.snapshot[event(row)].known.len())),
            EventOrder::Title => rows.sort_by_cached_key(|row| cx.dossier[event(row)].title.to_lowercase()),
            EventOrder::By => rows.sort_by_cached_key(|row| {
                let by = cx.snapshot[event(row)].ledger.map(|row| promised_by_short(cx.dossier, row, usize::MAX));
                (by.is_none(), by.map(|by| by.to_lowercase()))
            }),
        }
    }
}
