//! A snapshot that moves from day to day is that of the day, and so are the rows that are shown of it.

use crate::common::frozen;

use chrono::{Days, NaiveDate};
use karwan::dossier::{Dossier, Kind};
use karwan::query::{Query, QueryIndex, QueryView, shown};
use karwan::story::{ChangeCalendar, Snapshot, publication_days};
use proptest::prelude::*;

/// The days on which something changes, each with the one before and the one after, and some in between.
fn days(dossier: &Dossier) -> Vec<NaiveDate> {
    let published = publication_days(dossier);
    let mut days: Vec<NaiveDate> = published
        .iter()
        .flat_map(|&day| [day.checked_sub_days(Days::new(1)), Some(day), day.checked_add_days(Days::new(40))])
        .flatten()
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Moves from day to day and compares each with a snapshot and rows made anew.
fn assert_moves(dossier: &Dossier, days: impl IntoIterator<Item = NaiveDate>) {
    let calendar = ChangeCalendar::of(dossier);
    let mut moving: Option<(Snapshot, QueryIndex)> = None;
    for day in days {
        let anew = Snapshot::of(dossier, day);
        let (mut snapshot, mut index) = moving.take().unwrap_or_else(|| (anew.clone(), QueryIndex::new()));
        if snapshot.day != day {
            let changed = snapshot.move_to(dossier, &calendar, day);
            index = index.moved(dossier, &snapshot, changed.as_deref());
        }
        assert!(snapshot == anew, "another snapshot on {day}");
        let (fresh, all) = (QueryIndex::new(), Query::default());
        let moved = shown(&all, &QueryView::new(dossier, &snapshot, &index));
        let right = shown(&all, &QueryView::new(dossier, &anew, &fresh));
        for &kind in Kind::ALL {
            assert!(moved.of(kind) == right.of(kind), "other rows of {kind} on {day}");
            assert_eq!(moved.of(kind).total(), right.of(kind).total(), "{kind} on {day}");
        }
        moving = Some((snapshot, index));
    }
}

#[test]
fn every_day_of_a_story_is_reached_by_steps_forward_and_back() {
    let dossier = frozen::story();
    let days = days(&dossier);
    assert_moves(&dossier, days.iter().copied().chain(days.iter().rev().copied()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_day_is_reached_by_leaps(leaps in proptest::collection::vec(0_usize..10_000, 12)) {
        let dossier = frozen::story();
        let days = days(&dossier);
        assert_moves(&dossier, leaps.into_iter().map(|leap| days[leap % days.len()]));
    }
}
