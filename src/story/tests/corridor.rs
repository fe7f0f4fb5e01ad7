//! Corridors and their weakest leg.

use super::build::*;
use crate::dossier::CorridorStatus::{self, Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
use crate::story::{CorridorLength, CorridorState, StatusSince};

fn corridor(legs: usize, reports: &[&str], as_of: &str) -> CorridorState {
    let mut b = StoryBuilder::default();
    let ix = b.corridor(legs, reports);
    b.as_of(as_of)[ix].clone()
}

fn legs(state: &CorridorState) -> Vec<Option<CorridorStatus>> {
    state.legs.iter().map(|leg| leg.status).collect()
}

fn since(report: u32, begun: bool) -> StatusSince {
    StatusSince { report, begun }
}

#[test]
fn each_leg_stands_as_the_newest_report_on_it_or_on_the_whole_says() {
    let reports = ["2025-01-01 whole open", "2025-02-01 1 closed", "2025-03-01 0 restricted", "2025-04-01 whole open"];
    assert_eq!(legs(&corridor(2, &reports, "2025-01-15")), [Some(Open), Some(Open)]);
    assert_eq!(legs(&corridor(2, &reports, "2025-03-15")), [Some(Restricted), Some(Closed)]);
    assert_eq!(legs(&corridor(2, &reports, "2025-04-15")), [Some(Open), Some(Open)]);
}

#[test]
fn the_corridor_is_as_open_as_its_weakest_leg() {
    let order = [Closed, Proposed, Agreed, Building, Idle, Restricted, Open];
    for pair in order.windows(2) {
        let reports = [format!("2025-01-01 0 {}", pair[1]), format!("2025-01-02 1 {}", pair[0])];
        let state = corridor(2, &[&reports[0], &reports[1]], "2025-02-01");
        assert_eq!((state.status, state.weakest), (Some(pair[0]), Some(1)));
    }
    let reports = ["2025-01-01 whole open", "2025-02-01 1 closed", "2025-03-01 2 closed"];
    assert_eq!(corridor(3, &reports, "2025-04-01").weakest, Some(1), "the first of those that are as bad");
}

#[test]
fn a_status_counts_since_its_run_began() {
    let reports = [
        "2025-01-01 0 closed",
        "2025-02-01 0 open",
        "2025-03-01 0 closed",
        "2025-04-01 whole closed",
        "2025-05-01 0 closed",
        "2025-06-01 0",
    ];
    let state = corridor(1, &reports, "2025-07-01");
    assert_eq!((state.legs[0].since, state.legs[0].newest), (Some(since(2, true)), Some(4)));
    assert_eq!((state.since, state.newest, state.status), (Some(since(2, true)), Some(4), Some(Closed)));
    assert_eq!(corridor(1, &reports, "2025-02-15").legs[0].since, Some(since(1, true)), "it was closed before");
}

#[test]
fn a_leg_of_which_nothing_is_known_makes_the_corridor_unknown() {
    let reports = ["2025-01-01 0 closed", "2025-02-01 2 open"];
    let state = corridor(3, &reports, "2025-03-01");
    assert_eq!(legs(&state), [Some(Closed), None, Some(Open)]);
    assert_eq!((state.status, state.weakest, state.since), (None, Some(1), None));
    assert_eq!(corridor(2, &[], "2025-03-01").status, None);
}

#[test]
fn a_corridor_without_legs_stands_as_its_newest_report_says() {
    let reports = ["2025-01-01 whole agreed", "2025-02-01 whole building", "2025-03-01 whole building"];
    let state = corridor(0, &reports, "2025-04-01");
    assert_eq!((state.status, state.weakest), (Some(Building), None));
    assert_eq!((state.since, state.newest), (Some(since(1, true)), Some(2)));
    assert_eq!(
        corridor(0, &["2025-01-01 whole open"], "2025-04-01").since,
        Some(since(0, false)),
        "nobody says that it was opened"
    );
    assert_eq!(corridor(0, &[], "2025-04-01").status, None);
}

#[test]
fn the_newest_is_what_became_known_last_wherever_it_stands() {
    let reports = ["2025-03-01 0 open", "2025-01-01 0 closed", "always 0 proposed"];
    let state = corridor(1, &reports, "2025-04-01");
    assert_eq!((state.known, state.status), (vec![2, 1, 0], Some(Open)));
}

#[test]
fn a_day_counts_as_closed_where_what_was_known_then_says_closed() {
    let reports = ["2025-02-01 whole open", "2025-03-01 0 closed", "2025-03-11 0 restricted", "2025-06-01 1 closed"];
    let closed = |day| {
        let state = corridor(2, &reports, day);
        (state.days_closed, state.legs[0].days_closed, state.legs[1].days_closed)
    };
    assert_eq!(closed("2025-02-28"), (0, 0, 0));
    assert_eq!(closed("2025-03-01"), (1, 1, 0), "the day itself counts");
    assert_eq!(closed("2025-03-10"), (10, 10, 0));
    assert_eq!(closed("2025-03-20"), (10, 10, 0));
    assert_eq!(closed("2025-06-30"), (40, 10, 30));
    assert_eq!(closed("2026-01-02"), (2, 0, 2), "each calendar year anew");
}

#[test]
fn closed_is_what_was_known_not_what_was_found_out_later() {
    // Closed since January, but nobody in the dossier said so before March.
    let reports = ["2025-01-01 whole open", "2025-03 whole closed"];
    assert_eq!(corridor(1, &reports, "2025-03-30").days_closed, 0, "a month is known on its last day");
    assert_eq!(corridor(1, &reports, "2025-04-02").days_closed, 3);
    assert_eq!(corridor(1, &["always whole closed"], "2025-01-31").days_closed, 31);
    assert_eq!(corridor(2, &["2025-01-01 0 closed"], "2025-01-31").days_closed, 0, "the other leg is unknown");
    assert_eq!(corridor(0, &["2025-01-11 whole closed"], "2025-01-31").days_closed, 21, "without legs, the whole");
}

#[test]
fn days_after_the_author_stopped_looking_are_not_counted_as_closed() {
    let mut b = StoryBuilder::default();
    let ix = b.corridor(1, &["2025-03-01 0 closed"]);
    b.dossier.story.researched = Some(date("2025-03-10"));
    let closed = |as_of: &str| {
        let snapshot = b.as_of(as_of);
        let state = &snapshot[ix];
        (state.days_closed, state.legs[0].days_closed, snapshot.days_looked_at(&b.dossier))
    };
    assert_eq!(closed("2025-03-05"), (5, 5, 64));
    assert_eq!(closed("2025-03-10"), (10, 10, 69));
    assert_eq!(closed("2025-11-30"), (10, 10, 69), "what came later is unknown");
    assert_eq!(closed("2026-01-31"), (0, 0, 0), "nobody looked in that year");
}

#[test]
fn a_length_is_a_total_only_where_every_leg_has_one() {
    let mut b = StoryBuilder::default();
    let ix = b.corridor(3, &[]);
    let length = |b: &StoryBuilder| CorridorLength::of(&b.dossier[ix]);
    assert_eq!((length(&b).total(), length(&b).unknown), (None, 3));
    b.dossier.corridors[ix.ix()].legs[0].length_km = Some(115.0);
    b.dossier.corridors[ix.ix()].legs[2].length_km = Some(96.5);
    assert_eq!((length(&b).total(), length(&b).km, length(&b).unknown), (None, 211.5, 1));
    b.dossier.corridors[ix.ix()].legs[1].length_km = Some(1.0);
    assert_eq!(length(&b).total(), Some(212.5));
}
