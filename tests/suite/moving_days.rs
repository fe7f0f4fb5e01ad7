//! A snapshot that moves from day to day is that of the day, and so are the rows that are shown of it.

use std::collections::HashSet;

use crate::common::frozen;

use chrono::{Datelike as _, Days, NaiveDate};
use karwan::dossier::{ArticleIx, Dossier, Kind, Rec};
use karwan::query::{FieldCount, Query, QueryIndex, QueryView, counts, fields, parse, shown};
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

/// The articles that known statements about a record rest on.
fn articles_about(dossier: &Dossier, snapshot: &Snapshot, rec: Rec) -> HashSet<ArticleIx> {
    let mut found: HashSet<ArticleIx> = HashSet::new();
    let events = match rec {
        Rec::Actor(ix) => {
            let (actor, state) = (&dossier[ix], &snapshot[ix]);
            found.extend(state.offices.iter().filter_map(|&at| actor.offices[at as usize].source));
            found.extend(state.positions.iter().filter_map(|&at| actor.positions[at as usize].source));
            state.events.clone()
        }
        Rec::Corridor(ix) => {
            let reports = &dossier[ix].reports;
            found.extend(snapshot[ix].known.iter().filter_map(|&at| reports[at as usize].source));
            snapshot[ix].events.clone()
        }
        Rec::Port(ix) => snapshot[ix].events.clone(),
        Rec::Place(ix) => snapshot[ix].events.clone(),
        Rec::Event(ix) => vec![ix],
        Rec::Article(_) | Rec::Figure(_) => Vec::new(),
    };
    for event in events {
        let reports = &dossier[event].reports;
        found.extend(snapshot[event].known.iter().filter_map(|&at| reports[at as usize].source));
    }
    found.extend(snapshot.figures_about(dossier, rec).into_iter().map(|ix| dossier[ix].source));
    found
}

/// Counts the articles about some records, others on each day, and compares that with their coverage.
fn assert_coverage(dossier: &Dossier, snapshot: &Snapshot) {
    const WEEKS: usize = 100;
    let turn = usize::try_from(snapshot.day.num_days_from_ce()).unwrap() % 13;
    let kinds = [Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor];
    for rec in kinds.iter().flat_map(|&kind| dossier.all(kind)).filter(|rec| rec.ix() % 13 == turn) {
        let articles = articles_about(dossier, snapshot, rec);
        let coverage = snapshot.coverage(dossier, rec, WEEKS);
        let mut weeks = [0; WEEKS];
        for day in articles.iter().filter_map(|&ix| dossier.articles.dated_on(ix)) {
            let back = usize::try_from((snapshot.day - day).num_days() / 7).unwrap();
            if back < WEEKS {
                weeks[WEEKS - 1 - back] += 1;
            }
        }
        assert_eq!((coverage.total, &coverage.weeks[..]), (articles.len(), &weeks[..]), "{rec:?} on {}", snapshot.day);
    }
}

/// Queries whose answers change from day to day: by texts, names, values of records and of statements.
const ASKED: [&str; 10] = [
    "gwadar",
    "announce -visit",
    "by:* is:open",
    "is:one-sided",
    "outlet:dawn",
    "slip:>30",
    "due:<100",
    "source:a*",
    "-lang:en",
    "actor:tokayev status:overdue",
];

/// Compares what is found and counted through an index that moved with what one made anew finds; on each day something else.
fn assert_answers(moved: &QueryView, right: &QueryView) {
    let turn = usize::try_from(moved.snapshot.day.num_days_from_ce()).unwrap();
    let asked = parse(ASKED[turn % ASKED.len()], moved.snapshot.day).query;
    let (found, sought) = (shown(&asked, moved), shown(&asked, right));
    for &kind in Kind::ALL {
        assert!(found.of(kind) == sought.of(kind), "other {kind} with `{asked}` on {}", moved.snapshot.day);
        for term in fields().skip(turn % 3).step_by(3) {
            let all =
                |view: &QueryView, rows| -> Vec<FieldCount> { counts(view, &asked, rows, term).iter(view).collect() };
            let (found, right) = (all(moved, found.of(kind)), all(right, sought.of(kind)));
            assert_eq!(found, right, "{kind} by {term:?} with `{asked}` on {}", moved.snapshot.day);
        }
    }
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
        assert_coverage(dossier, &snapshot);
        let (fresh, all) = (QueryIndex::new(), Query::default());
        let moved = shown(&all, &QueryView::new(dossier, &snapshot, &index));
        let right = shown(&all, &QueryView::new(dossier, &anew, &fresh));
        for &kind in Kind::ALL {
            assert!(moved.of(kind) == right.of(kind), "other rows of {kind} on {day}");
            assert_eq!(moved.of(kind).total(), right.of(kind).total(), "{kind} on {day}");
        }
        // Between most days nothing is asked, so that what was made lies further back.
        if day.num_days_from_ce() % 8 < 2 {
            let view = |snapshot, index| QueryView::new(dossier, snapshot, index);
            assert_answers(&view(&snapshot, &index), &view(&anew, &fresh));
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
