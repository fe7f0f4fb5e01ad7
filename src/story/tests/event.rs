//! Status and date of an event.

use super::build::*;
use crate::dossier::ReportStatus::{Cancelled, Confirmed, Denied, Expected, Happened, Postponed};
use crate::story::{CurrentStatus, EventState, ScheduleStep};

fn status(reports: &[&str], as_of: &str) -> CurrentStatus {
    known_of(reports, as_of).status
}

fn shown(state: &EventState) -> Option<&str> {
    state.date.as_ref().map(crate::dossier::EdtfDate::as_str)
}

#[test]
fn the_status_is_that_of_the_newest_report_that_has_one() {
    let reports = ["2025-09-01 expected 2026", "2025-09-02 confirmed 2026", "2025-09-03 documents=3"];
    assert_eq!(status(&reports, "2025-09-01"), CurrentStatus::Said(Expected));
    assert_eq!(status(&reports, "2025-09-03"), CurrentStatus::Said(Confirmed));
    assert_eq!(known_of(&reports, "2025-09-03").status_report, Some(1));
}

#[test]
fn a_late_forecast_does_not_undo_what_happened() {
    let reports = ["2025-09-01 happened 2025-08", "2025-10-01 expected 2025-12", "2025-10-02 postponed"];
    assert_eq!(status(&reports, "2026-02-01"), CurrentStatus::Said(Happened));
    assert_eq!(shown(&known_of(&reports, "2026-02-01")), Some("2025-08"));
}

#[test]
fn once_it_happened_the_newest_of_happened_cancelled_and_denied_decides() {
    let reports = ["2025-09-01 happened", "2025-10-01 denied", "2025-10-02 expected 2027", "2025-11-01 happened"];
    assert_eq!(status(&reports, "2025-10-15"), CurrentStatus::Said(Denied));
    assert_eq!(status(&reports, "2025-11-15"), CurrentStatus::Said(Happened));
}

#[test]
fn what_was_cancelled_or_denied_can_be_expected_again() {
    let reports = ["2025-09-01 cancelled", "2025-10-01 expected 2027", "2025-11-01 denied"];
    assert_eq!(status(&reports, "2025-09-15"), CurrentStatus::Said(Cancelled));
    assert_eq!(status(&reports, "2025-10-15"), CurrentStatus::Said(Expected));
    assert_eq!(status(&reports, "2025-11-15"), CurrentStatus::Said(Denied));
}

#[test]
fn a_forecast_whose_last_day_lies_before_the_day_is_overdue() {
    for said in ["expected", "confirmed", "postponed"] {
        let reports = [format!("2025-09-01 {said} 2025-11")];
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        assert_ne!(status(&reports, "2025-11-30"), CurrentStatus::Overdue);
        assert_eq!(status(&reports, "2025-12-01"), CurrentStatus::Overdue, "{said}");
    }
    assert_eq!(status(&["2025-09-01 expected ../2025-11-07"], "2025-11-08"), CurrentStatus::Overdue);
    assert_eq!(status(&["2025-09-01 expected 2025-11/.."], "2030-01-01"), CurrentStatus::Said(Expected));
    assert_eq!(status(&["2025-09-01 denied 2025-11"], "2030-01-01"), CurrentStatus::Said(Denied));
}

#[test]
fn overdue_goes_by_the_current_date_not_by_that_of_the_newest_report() {
    let reports = ["2025-09-01 expected 2025-11", "2025-09-02 expected 2026-02", "2025-12-01 confirmed"];
    assert_eq!(status(&reports, "2025-12-15"), CurrentStatus::Said(Confirmed));
    assert_eq!(status(&reports, "2026-03-01"), CurrentStatus::Overdue);
}

#[test]
fn a_postponement_without_a_date_clears_the_date_and_nothing_is_overdue_then() {
    let reports = ["2025-09-01 expected 2025-11", "2025-10-15 postponed", "2026-01-10 expected 2026-02"];
    let cleared = known_of(&reports, "2025-12-15");
    assert_eq!((cleared.status, shown(&cleared)), (CurrentStatus::Said(Postponed), None));
    assert_eq!(cleared.schedule.last().map(|promise| promise.step), Some(ScheduleStep::Cleared));
    assert_eq!((cleared.slip, cleared.current_promise()), (None, None));
    let again = known_of(&reports, "2026-01-15");
    assert_eq!((again.status, shown(&again)), (CurrentStatus::Said(Expected), Some("2026-02")));
}

#[test]
fn without_any_status_it_is_unknown() {
    assert_eq!(status(&["2025-09-01 2025-11 documents=3"], "2026-01-01"), CurrentStatus::Unknown);
    assert_eq!(status(&["2025-09-01 expected"], "2025-01-01"), CurrentStatus::Unknown);
    assert_eq!(known_of(&["2025-09-01 documents=3"], "2026-01-01").status_report, None);
}

#[test]
fn a_short_form_without_sources_is_one_report_that_is_always_known_and_has_no_origin() {
    let state = known_of(&["none happened 2020"], "1990-01-01");
    assert_eq!((state.status, state.known.len(), state.origins), (CurrentStatus::Said(Happened), 1, 0));
    assert!(state.visible && state.complete && !state.is_single_origin());
    assert_eq!(state.newest, None);
}

#[test]
fn before_it_happened_the_date_is_the_newest_of_the_schedule() {
    let reports = ["2025-09-01 expected 2025-11", "2025-09-05 confirmed 2025-11-04", "2025-09-06 expected"];
    let state = known_of(&reports, "2025-09-10");
    assert_eq!((shown(&state), state.date_report, &state.actual), (Some("2025-11-04"), Some(1), &None));
    let undated = ["2025-09-01 expected 2025-11", "2025-12-01 happened"];
    assert_eq!(shown(&known_of(&undated, "2025-12-01")), Some("2025-11"));
}

#[test]
fn the_actual_date_is_the_one_that_the_most_origins_give() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2026-02-04 happened 2026-02-03", "2026-02-05 happened 2026-02-04"]);
    b.relaying("2026-02-05", &[crate::dossier::ArticleIx(0)], None);
    b.report(event, "@2 happened 2026-02-03");
    b.report(event, "2026-02-06 happened 2026-02-04");
    let state = &b.as_of("2026-03-01")[event];
    assert_eq!(
        state.actual.as_ref().map(crate::dossier::EdtfDate::as_str),
        Some("2026-02-04"),
        "two origins against one"
    );
    assert_eq!(state.date, state.actual);
    let before = &b.as_of("2026-02-05")[event];
    assert_eq!(before.date_report, Some(2), "one each, equally precise: the newest, for all that it only relays");
}

#[test]
fn many_reports_of_one_origin_do_not_outweigh_a_newer_one() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2026-02-04 happened 2026-02-03"]);
    b.relaying("2026-02-05", &[crate::dossier::ArticleIx(0)], None);
    b.report(event, "@1 happened 2026-02-03");
    b.report(event, "2026-02-06 happened 2026-02-04");
    assert_eq!(b.as_of("2026-03-01")[event].date_report, Some(2));
}

#[test]
fn among_dates_that_as_many_origins_give_the_most_precise_counts_then_the_newest() {
    let reports =
        ["2026-02-04 happened 2026-02-03/2026-02-04", "2026-02-05 happened 2026-02", "2026-02-06 happened 2026"];
    assert_eq!(shown(&known_of(&reports, "2026-03-01")), Some("2026-02-03/2026-02-04"));
    let open = ["2026-02-04 happened 2026", "2026-02-05 happened 2026-02/.."];
    assert_eq!(shown(&known_of(&open, "2026-03-01")), Some("2026"), "an open end is the least precise");
    let equal = ["2026-02-04 happened 2026-02-03", "2026-02-05 happened 2026-02-02", "2026-02-04 happened 2026-02-01"];
    assert_eq!(shown(&known_of(&equal, "2026-03-01")), Some("2026-02-02"));
}

#[test]
fn dates_that_mean_the_same_days_are_one_shown_as_the_newest_wrote_it() {
    let reports = [
        "2026-02-04 happened 2026-02-03",
        "2026-02-05 happened 2026-02-02",
        "2026-02-07 happened 2026-02-03~",
        "2026-02-06 happened 2026-02-03?",
    ];
    let state = known_of(&reports, "2026-03-01");
    assert_eq!((shown(&state), state.date_report), (Some("2026-02-03~"), Some(2)));
}
