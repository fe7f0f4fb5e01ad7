//! What came of a promise, by whom and for when it was made, which report is named first, and for how long it is quiet.

use super::build::*;
use crate::dossier::{ArticleIx, Certainty, EdtfDate, EventKind};
use crate::story::{CurrentStatus, EventState, PromiseOutcome, PromisedBy};

fn outcome(reports: &[&str], as_of: &str) -> Option<PromiseOutcome> {
    known_of(reports, as_of).ledger.map(|row| row.outcome)
}

/// The positions of the reports that are named first for the status and for the date.
fn cited(state: &EventState) -> (Option<u32>, Option<u32>) {
    (state.status_cited, state.date_cited)
}

#[test]
fn what_was_never_promised_is_not_in_the_ledger() {
    assert_eq!(outcome(&["2025-09-01 happened 2025-08"], "2026-01-01"), None);
    assert_eq!(outcome(&["2025-09-01 2025-08 documents=3"], "2026-01-01"), None);
    assert_eq!(outcome(&["2025-09-01 expected 2025-11"], "2025-08-31"), None, "not known yet");
}

#[test]
fn what_did_not_come_about_is_overdue_due_undated_or_as_its_status_says() {
    use PromiseOutcome::{Cancelled, Denied, Due, Overdue, Postponed, Undated};
    for (report, then) in [
        ("2025-09-01 expected 2025-11", Due),
        ("2025-09-01 confirmed 2025-11/..", Due),
        ("2025-09-01 expected", Undated),
        ("2025-09-01 expected 2025-09-20", Overdue),
        ("2025-09-01 postponed", Postponed),
        ("2025-09-01 postponed 2026", Postponed),
        ("2025-09-01 postponed 2025-09-20", Overdue),
    ] {
        assert_eq!(outcome(&[report], "2025-10-01"), Some(then), "{report}");
    }
    assert_eq!(outcome(&["2025-09-01 expected 2025-11", "2025-10-01 cancelled"], "2026-01-01"), Some(Cancelled));
    assert_eq!(outcome(&["2025-09-01 expected 2025-11", "2025-10-01 denied"], "2026-01-01"), Some(Denied));
}

#[test]
fn what_came_about_is_late_early_or_kept_by_the_first_promised_date_alone() {
    use PromiseOutcome::{Early, Kept, Late};
    for (first, actual, then) in [
        ("expected 2025-11", "happened 2025-12-01", Late),
        ("expected 2025-11", "happened 2025-11", Kept),
        ("expected 2025-11", "happened 2025", Kept),
        ("expected 2025-11", "happened 2025-10-31", Early),
        ("expected ../2025-11-07", "happened 2025-11-06", Early),
        ("expected ../2025-11", "happened 2025-11-30", Kept),
        ("expected ../2025-11-07", "happened 2025-11-08", Late),
        ("expected", "happened 2025-11-08", Kept),
        ("expected 2025-11", "happened", Kept),
    ] {
        let reports = [format!("2025-09-01 {first}"), format!("2026-01-01 {actual}")];
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        assert_eq!(outcome(&reports, "2026-02-01"), Some(then), "{first}, {actual}");
    }
    // A date that moved in between changes nothing: what was promised first counts.
    let moved = ["2025-09-01 expected 2025-11", "2025-10-01 expected 2026-02", "2026-02-05 happened 2026-02-04"];
    assert_eq!(outcome(&moved, "2026-03-01"), Some(Late));
    let forward = ["2025-09-01 expected 2026-02", "2025-10-01 expected 2025-11", "2026-02-05 happened 2026-02-04"];
    assert_eq!(outcome(&forward, "2026-03-01"), Some(Kept));
}

#[test]
fn promised_by_is_the_speaker_of_the_first_date_else_of_the_first_forecast_else_the_outlet() {
    let mut b = StoryBuilder::default();
    let (one, other) = (b.actor(), b.actor());
    let event = b.event(&["2025-09-01 expected", "2025-09-02 expected 2025-11", "2025-09-03 confirmed 2026-02"]);
    let row = |b: &StoryBuilder| b.as_of("2025-10-01")[event].ledger.expect("a promise");
    assert_eq!((row(&b).by, row(&b).by_report), (PromisedBy::Outlet(ArticleIx(1)), 1), "of the first date");
    assert_eq!(row(&b).first, Some(1));
    b.dossier.events[0].reports[2].by = Some(other);
    assert_eq!((row(&b).by, row(&b).by_report), (PromisedBy::Speaker(other), 2));
    b.dossier.events[0].reports[0].by = Some(one);
    assert_eq!((row(&b).by, row(&b).by_report), (PromisedBy::Speaker(one), 0), "the first forecast that names one");
    b.dossier.events[0].reports[1].by = Some(other);
    assert_eq!((row(&b).by, row(&b).by_report), (PromisedBy::Speaker(other), 1), "that of the first date goes before");
    let unsourced = known_of(&["none expected 2030"], "2026-01-01").ledger.expect("a promise");
    assert_eq!(unsourced.by, PromisedBy::Nobody);
}

#[test]
fn an_origin_is_named_before_an_echo_and_a_dated_report_before_one_without() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-01 expected"]);
    b.relaying("2025-09-02", &[ArticleIx(0)], None);
    b.report(event, "@1 expected 2025-11");
    b.report(event, "2025-09-05 expected 2025-11");
    b.report(event, "2025-09-06 expected");
    assert_eq!(cited(&b.as_of("2025-10-01")[event]), (Some(2), Some(2)));
    // While only the echo gives a date, the origin is named for the status and the echo for the date.
    assert_eq!(cited(&b.as_of("2025-09-02")[event]), (Some(0), Some(1)));
}

#[test]
fn the_nearest_to_the_day_is_named_before_a_later_commentary_and_then_the_oldest() {
    let reports = [
        "2025-09-01 expected 2025-11",
        "2025-12-20 happened 2025-11-04",
        "2025-11-05 happened 2025-11-04",
        "2025-11-05 happened 2025-11-04",
    ];
    assert_eq!(cited(&known_of(&reports, "2026-01-01")), (Some(2), Some(2)));
    // What is overdue is named by those who expected it.
    assert_eq!(
        cited(&known_of(&["2025-09-03 expected 2025-11", "2026-02-01 expected"], "2026-03-01")),
        (Some(0), Some(0))
    );
    // A report of another date does not stand for the date that is shown.
    let dates = ["2026-02-04 happened 2026-02-03", "2026-02-10 happened 2026-02-04", "2026-02-11 happened 2026-02-04"];
    assert_eq!(cited(&known_of(&dates, "2026-03-01")), (Some(0), Some(1)));
}

#[test]
fn where_the_date_was_cleared_no_forecast_with_a_date_is_named() {
    let reports = ["2025-09-01 postponed 2025-11", "2025-10-15 postponed"];
    assert_eq!(cited(&known_of(&reports, "2025-12-01")), (Some(1), None));
}

#[test]
fn an_open_end_is_no_other_date_than_a_newer_one_that_closes_it() {
    let shown = |reports: &[&str]| {
        let state = known_of(reports, "2026-12-01");
        (state.actual.as_ref().map(|date| EdtfDate::as_str(date).to_owned()), state.contested.len())
    };
    let open = "2026-04-14 happened 2026-04-13/..";
    let other = ["2026-04-15 happened 2026-04-14", "2026-04-16 happened 2026-04-14"];
    let closed = "2026-05-02 happened 2026-04-13/2026-05-01";
    let further = "2026-04-18 happened 2026-04-13/..";
    // Two against three for the closed one: all that gave the open end count for it.
    let (date, _) = shown(&[open, other[0], other[1], further, closed]);
    assert_eq!(date.as_deref(), Some("2026-04-13/2026-05-01"));
    // An end that was given before is not closed by hindsight: each counts for itself, the newest goes first.
    let (date, contested) = shown(&["2026-04-10 happened 2026-04-13/2026-05-01", open]);
    assert_eq!((date.as_deref(), contested), (Some("2026-04-13/2026-05-01"), 0), "among equals the most precise");
    // It takes the open ones with it although one of them is newer than the end.
    let (date, _) = shown(&[open, closed, "2026-06-01 happened 2026-04-13/..", other[0], other[1]]);
    assert_eq!(date.as_deref(), Some("2026-04-13/2026-05-01"));
}

#[test]
fn days_from_a_rough_date_are_at_least_so_many() {
    let quiet = |published: &str, as_of: &str| {
        let mut b = StoryBuilder::default();
        let event = b.event(&[&format!("{published} expected 2027")]);
        b.as_of(as_of).quiet(&b.dossier, event).map(|quiet| quiet.to_string())
    };
    assert_eq!(quiet("2025-09-03", "2025-09-04").as_deref(), Some("1 day"));
    assert_eq!(quiet("2025-09", "2026-08-29").as_deref(), Some("at least 333 days"));
    assert_eq!(quiet("2025-09-03~", "2025-10-03").as_deref(), Some("at least 30 days"));
    assert_eq!(quiet("always", "2025-10-03"), None);
}

#[test]
fn silence_after_the_author_stopped_looking_is_not_counted() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-03 expected 2027"]);
    let quiet = |b: &StoryBuilder, as_of: &str| b.as_of(as_of).quiet(&b.dossier, event).map(|quiet| quiet.days);
    b.dossier.story.researched = Some(date("2025-10-03"));
    assert_eq!((quiet(&b, "2025-09-13"), quiet(&b, "2026-09-13")), (Some(10), Some(30)));
    b.dossier.story.researched = Some(date("2025-08"));
    assert_eq!(quiet(&b, "2026-09-13"), Some(0), "it was published after that");
}

#[test]
fn what_came_about_in_part_is_partly_whenever_it_came() {
    let reports = ["2025-09-01 expected 2025-11", "2026-01-02 partly 2026-01-01"];
    let state = known_of(&reports, "2026-02-01");
    assert_eq!((state.ledger.map(|row| row.outcome), state.slip.is_some()), (Some(PromiseOutcome::Partly), true));
    assert_eq!(state.actual, Some(date("2026-01-01")), "it has an actual date");
    // A late forecast does not undo it, a report of the whole does.
    let then = ["2025-09-01 expected 2025-11", "2025-11-02 partly 2025-11-01", "2025-12-01 expected 2026"];
    assert_eq!(outcome(&then, "2026-02-01"), Some(PromiseOutcome::Partly));
    let whole = [then[0], then[1], "2025-12-01 happened 2025-11-30"];
    assert_eq!(outcome(&whole, "2026-02-01"), Some(PromiseOutcome::Kept));
}

#[test]
fn what_ends_by_itself_has_passed_and_was_promised_by_nobody() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-01 confirmed 2025-11"]);
    b.dossier.events[event.ix()].kind = EventKind::Expiry;
    let state = |b: &StoryBuilder, as_of: &str| b.as_of(as_of)[event].clone();
    assert_eq!(state(&b, "2025-11-30").status.word(), "confirmed");
    let passed = state(&b, "2025-12-01");
    assert_eq!((passed.status, passed.ledger, passed.slipped), (CurrentStatus::Passed, None, false));
    assert_eq!(passed.status_cited, Some(0), "with the words of the one who gave the day");
}

#[test]
fn an_echo_that_is_surer_than_every_origin_behind_it_hardened_it() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-01 expected", "2025-09-01 expected"]);
    b.relaying("2025-09-02", &[ArticleIx(0), ArticleIx(1)], None);
    b.report(event, "@2 expected");
    b.relaying("2025-09-03", &[ArticleIx(0)], Some("TASS"));
    b.report(event, "@3 expected");
    let sure = |b: &mut StoryBuilder, certainties: [Option<Certainty>; 4]| {
        for (report, certainty) in b.dossier.events[event.ix()].reports.iter_mut().zip(certainties) {
            report.certainty = certainty;
        }
        b.as_of("2025-10-01")
            .hardened(&b.dossier, event)
            .iter()
            .map(|echo| (echo.report, echo.origin))
            .collect::<Vec<_>>()
    };
    use Certainty::{Agreed, Expected, Likely};
    assert_eq!(sure(&mut b, [Some(Likely), Some(Expected), Some(Agreed), Some(Agreed)]), [(2, 1)]);
    assert_eq!(sure(&mut b, [Some(Likely), Some(Agreed), Some(Agreed), None]), []);
    assert_eq!(sure(&mut b, [None, None, Some(Agreed), None]), [], "no origin says how sure it is");
}
