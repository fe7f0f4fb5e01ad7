//! Schedules and slips.

use super::build::*;
use crate::story::{CurrentStatus, ScheduleStep, SlipDays};

fn steps(reports: &[&str]) -> Vec<ScheduleStep> {
    known_of(reports, "2030-01-01").schedule.iter().map(|promise| promise.step).collect()
}

fn step(old: &str, new: &str) -> ScheduleStep {
    steps(&[&format!("2020-01-01 expected {old}"), &format!("2020-01-02 confirmed {new}")])[1]
}

fn slip(reports: &[&str], as_of: &str) -> Option<(i64, i64)> {
    known_of(reports, as_of).slip.map(|SlipDays(min, max)| (min, max))
}

#[test]
fn the_schedule_holds_the_dated_forecasts_in_order() {
    let reports = [
        "2025-09-01 expected 2025-11",
        "2025-09-02 expected",
        "2025-09-03 documents=3 2025-12",
        "2025-09-04 happened 2025-09-04",
        "2025-09-06 postponed 2026-02",
        "2025-09-05 confirmed 2025-11-04",
        "2025-09-07 postponed",
        "2025-09-08 cancelled 2026",
    ];
    let state = known_of(&reports, "2025-10-01");
    let schedule: Vec<(u32, Option<&str>)> = state
        .schedule
        .iter()
        .map(|promise| (promise.report, reports[promise.report as usize].split(' ').nth(2)))
        .collect();
    assert_eq!(schedule, [(0, Some("2025-11")), (5, Some("2025-11-04")), (4, Some("2026-02")), (6, None)]);
    assert_eq!(state.first_promise().map(|promise| promise.report), Some(0));
}

#[test]
fn a_date_slips_when_the_new_span_starts_after_the_old_one_ends() {
    assert_eq!(step("2025-11", "2026-02"), ScheduleStep::Slipped(SlipDays(63, 119)));
    assert_eq!(step("2025-11-01", "2025-11-02"), ScheduleStep::Slipped(SlipDays(1, 1)));
    assert_eq!(step("2025-11", "2026-02/.."), ScheduleStep::Slipped(SlipDays(63, SlipDays::UNBOUNDED)));
}

#[test]
fn a_date_is_brought_forward_when_the_new_span_ends_before_the_old_one_starts() {
    assert_eq!(step("2026-02", "2025-11"), ScheduleStep::BroughtForward);
    assert_eq!(step("2025-11-02", "2025-11-01"), ScheduleStep::BroughtForward);
}

#[test]
fn a_date_is_narrowed_when_it_lies_within_the_old_one_and_restated_otherwise() {
    assert_eq!(step("2025-11", "2025-11-04"), ScheduleStep::Narrowed);
    assert_eq!(step("2025-11/..", "2025-12"), ScheduleStep::Narrowed);
    assert_eq!(step("2025-11-04", "2025-11"), ScheduleStep::Restated);
    assert_eq!(step("2025-11", "2025-11~"), ScheduleStep::Restated);
    assert_eq!(step("2025-11", "2025-11-20/2025-12-10"), ScheduleStep::Restated);
    assert_eq!(step("2025-11", "2025-10-20/2025-11-20"), ScheduleStep::Restated);
    assert_eq!(step("2025-11", "2025-11/.."), ScheduleStep::Restated);
    assert_eq!(step("2025-11-01", "2025-11-01/2025-11-05"), ScheduleStep::Restated, "they share a day");
    assert_eq!(step("2025-11-05", "2025-11-01/2025-11-05"), ScheduleStep::Restated, "they share a day");
}

#[test]
fn a_deadline_is_compared_as_its_day_throughout() {
    assert_eq!(step("../2025-11-07", "../2025-11-09"), ScheduleStep::Slipped(SlipDays(2, 2)));
    assert_eq!(step("../2025-11-07", "2025-11-01"), ScheduleStep::BroughtForward);
    assert_eq!(step("../2025-11", "2025-11"), ScheduleStep::Restated);
    assert_eq!(step("2025-11", "../2025-11-20"), ScheduleStep::Narrowed);
    let reports = ["2025-01-01 expected ../2025-06-30", "2025-02-01 happened 2025-07-10"];
    assert_eq!(slip(&reports, "2025-08-01"), Some((10, 10)));
    let reports = ["2025-01-01 expected 2025-06", "2025-08-01 happened ../2025-07-10"];
    assert_eq!(slip(&reports, "2025-08-01"), Some((10, 39)));
}

#[test]
fn the_date_after_a_cleared_one_is_compared_with_the_last_that_was_given() {
    let reports = ["2025-01-01 expected 2025-11", "2025-02-01 postponed", "2025-03-01 expected 2026-02"];
    assert_eq!(steps(&reports), [ScheduleStep::First, ScheduleStep::Cleared, ScheduleStep::Slipped(SlipDays(63, 119))]);
    let reports = ["2025-01-01 postponed", "2025-03-01 expected 2026-02"];
    assert_eq!(steps(&reports), [ScheduleStep::Cleared, ScheduleStep::First]);
}

#[test]
fn slip_days_run_from_the_first_date_to_the_actual_one() {
    let reports = [
        "2025-09-01 expected 2025-11-01/2025-11-07",
        "2025-12-10 expected 2026-01",
        "2026-02-04 happened 2026-02-03/2026-02-04",
    ];
    assert_eq!(slip(&reports, "2026-06-01"), Some((88, 95)));
    let state = known_of(&reports, "2026-06-01");
    assert!(state.slipped && is_late(&state));
}

#[test]
fn slip_days_run_to_the_day_itself_while_overdue() {
    let reports = ["2025-09-01 expected 2025-11-01/2025-11-07"];
    assert_eq!(slip(&reports, "2025-11-07"), None);
    assert_eq!(slip(&reports, "2025-11-08"), Some((1, 7)));
    assert_eq!(slip(&reports, "2025-12-01"), Some((24, 30)));
    let again = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2025-12", "2026-01-20 documents=3"];
    assert_eq!(slip(&again, "2026-01-30"), Some((61, 90)), "from the first date, not from the current one");
}

#[test]
fn slip_days_run_to_the_current_date_of_a_schedule_that_slipped() {
    let reports = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2026-02"];
    assert_eq!(slip(&reports, "2025-09-15"), None);
    assert_eq!(slip(&reports, "2025-10-15"), Some((63, 119)));
    let state = known_of(&reports, "2025-10-15");
    assert!(state.slipped && !is_late(&state));
}

#[test]
fn slip_days_are_null_where_nothing_slipped() {
    assert_eq!(slip(&["2025-09-01 expected 2025-11", "2025-11-05 happened 2025-11-04"], "2026-01-01"), None);
    assert_eq!(slip(&["2025-09-01 expected 2025-11", "2025-10-05 happened 2025-10-04"], "2026-01-01"), None);
    assert_eq!(slip(&["2025-09-01 expected 2025-11", "2025-10-01 expected 2025-11-20/2025-12-10"], "2025-10-15"), None);
    assert_eq!(slip(&["2025-09-01 happened 2025-11"], "2026-01-01"), None);
    assert_eq!(slip(&["2025-09-01 expected"], "2026-01-01"), None);
}

#[test]
fn slip_days_are_null_where_there_is_no_date_to_run_to() {
    let cleared = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2026-02", "2025-10-05 postponed"];
    let state = known_of(&cleared, "2026-06-01");
    assert_eq!(state.slip, None);
    assert!(state.slipped, "that it slipped stays true");
}

#[test]
fn slip_days_are_not_below_zero_where_it_slipped_and_came_in_time_after_all() {
    let reports = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2025-12", "2025-11-11 happened 2025-11-10"];
    assert_eq!(slip(&reports, "2026-01-01"), Some((0, 9)));
    assert!(!is_late(&known_of(&reports, "2026-01-01")));
}

#[test]
fn what_was_called_off_keeps_the_slip_of_its_schedule() {
    let reports = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2025-12-05", "2025-12-01 cancelled"];
    assert_eq!(slip(&reports, "2026-01-01"), Some((5, 34)));
    assert_ne!(known_of(&reports, "2026-01-01").status, CurrentStatus::Overdue);
}

#[test]
fn slip_days_are_shown_in_words_and_written_as_a_pair() {
    assert_eq!(SlipDays(88, 95).to_string(), "88–95 days");
    assert_eq!(SlipDays(1, 1).to_string(), "1 day");
    assert_eq!(SlipDays(63, SlipDays::UNBOUNDED).to_string(), "at least 63 days");
    assert_eq!(serde_json::to_string(&SlipDays(88, 95)).unwrap(), "[88,95]");
    assert_eq!(serde_json::to_string(&SlipDays(63, SlipDays::UNBOUNDED)).unwrap(), "[63,null]");
}

fn is_late(state: &crate::story::EventState) -> bool {
    state.ledger.is_some_and(|row| row.outcome == crate::story::PromiseOutcome::Late)
}
