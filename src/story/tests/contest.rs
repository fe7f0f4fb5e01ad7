//! What the sources do not agree on.

use super::build::*;
use crate::dossier::ArticleIx;

/// `field forecast: value (reports; origins), ...` of each contest.
fn contested(reports: &[&str]) -> Vec<String> {
    let contested = known_of(reports, "2030-01-01").contested;
    let side = |side: &crate::story::StorySide| format!("{} {:?} {}", side.value, side.reports, side.origins);
    contested
        .iter()
        .map(|c| {
            let sides: Vec<String> = c.sides.iter().map(side).collect();
            format!("{}{}: {}", c.field, if c.forecast { " forecast" } else { "" }, sides.join(", "))
        })
        .collect()
}

#[test]
fn the_date_is_contested_where_two_happened_reports_give_spans_that_do_not_overlap() {
    let reports = ["2026-02-04 happened 2026-02-03", "2026-02-05 happened 2026-02-04", "2026-02-06 happened 2026-02"];
    assert_eq!(contested(&reports), ["date: 3 Feb 2026 [0] 1, 4 Feb 2026 [1] 1, Feb 2026 [2] 1"]);
    assert!(contested(&["2026-02-04 happened 2026-02-03", "2026-02-06 happened 2026-02"]).is_empty());
    assert!(contested(&["2026-02-04 happened 2026-02-03", "2026-02-06 happened 2026-02-03~"]).is_empty());
    assert!(contested(&["2026-02-04 happened 2026-02-03/..", "2026-02-06 happened 2026-05"]).is_empty());
    assert_eq!(contested(&["2026-02-04 happened 2026-06/..", "2026-02-06 happened ../2026-05"]).len(), 1);
}

#[test]
fn forecasts_do_not_contest_the_date() {
    assert!(contested(&["2025-02-04 expected 2025-11", "2026-02-06 happened 2026-02-03"]).is_empty());
    assert!(contested(&["2025-02-04 expected 2025-11", "2025-02-06 confirmed 2026-02-03"]).is_empty());
}

#[test]
fn the_status_is_contested_where_it_happened_and_was_cancelled_or_denied() {
    let reports = ["2026-02-04 denied", "2026-02-05 happened", "2026-02-06 denied", "2026-02-07 expected 2027"];
    assert_eq!(contested(&reports), ["status: denied [0, 2] 2, happened [1] 1"]);
    assert_eq!(contested(&["2026-02-04 cancelled", "2026-02-05 happened"]).len(), 1);
    assert!(contested(&["2026-02-04 cancelled", "2026-02-05 denied"]).is_empty());
    assert!(contested(&["2026-02-04 postponed", "2026-02-05 happened"]).is_empty());
}

#[test]
fn a_value_is_contested_where_reports_give_different_ones() {
    let reports = [
        "2026-02-04 happened leader=Nurtleu documents=37",
        "2026-02-05 happened documents=30 open=yes",
        "2026-02-06 happened documents=37 open=no",
        "2026-02-07 happened leader=Nurtleu",
    ];
    assert_eq!(contested(&reports), ["documents: 37 [0, 2] 2, 30 [1] 1", "open: yes [1] 1, no [2] 1"]);
}

#[test]
fn forecasts_and_outcomes_are_compared_apart() {
    assert!(contested(&["2026-02-04 expected documents=40", "2026-02-05 happened documents=37"]).is_empty());
    let reports = [
        "2026-02-01 expected documents=40",
        "2026-02-02 postponed documents=41",
        "2026-02-05 happened documents=37",
        "2026-02-06 documents=30",
        "2026-02-07 happened documents=37",
    ];
    let expected = ["documents forecast: 40 [0] 1, 41 [1] 1", "documents: 37 [2, 4] 2, 30 [3] 1"];
    assert_eq!(contested(&reports), expected, "a report without a status is an outcome");
    assert_eq!(contested(&["2026-02-05 denied documents=37", "2026-02-06 cancelled documents=30"]).len(), 1);
}

#[test]
fn thirty_seven_equals_thirty_seven_point_zero() {
    assert!(contested(&["2026-02-04 documents=37", "2026-02-05 documents=37.0"]).is_empty());
    assert!(contested(&["2026-02-04 documents=-0.0", "2026-02-05 documents=0"]).is_empty());
    assert!(contested(&["2026-02-04 documents=nan", "2026-02-05 documents=nan"]).is_empty());
}

#[test]
fn only_known_reports_contest() {
    let reports = ["2026-02-04 documents=37", "2026-02-09 documents=30"];
    assert!(known_of(&reports, "2026-02-08").contested.is_empty());
    assert_eq!(known_of(&reports, "2026-02-09").contested.len(), 1);
}

#[test]
fn values_stand_in_the_order_in_which_they_became_known() {
    let reports = ["2026-02-09 documents=37", "2026-02-04 documents=30", "2026-02-05 documents=19"];
    assert_eq!(contested(&reports), ["documents: 30 [1] 1, 19 [2] 1, 37 [0] 1"]);
}

#[test]
fn each_value_counts_the_origins_that_give_it() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2026-02-04 documents=37", "2026-02-05 documents=30"]);
    b.relaying("2026-02-06", &[ArticleIx(0)], None);
    b.report(event, "@2 documents=37");
    let origins: Vec<usize> = b.as_of("2026-03-01")[event].contested[0].sides.iter().map(|side| side.origins).collect();
    assert_eq!(origins, [1, 1]);
}
