//! The title of a person on a day.

use super::build::*;
use crate::dossier::ActorIx;

/// The title on a day, as of long after.
fn title(offices: &[&str], on: &str) -> Option<String> {
    title_as_of(offices, on, "2030-01-01")
}

fn title_as_of(offices: &[&str], on: &str, as_of: &str) -> Option<String> {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    for office in offices {
        b.office(actor, office);
    }
    b.as_of(as_of).office_on(&b.dossier, actor, day(on)).map(|office| office.title.clone())
}

#[test]
fn it_is_the_office_whose_span_contains_the_day() {
    let offices = ["deputy 2025-01-01 from=2020 to=2023-03", "minister 2025-01-01 from=2023-04 to=2025-09-26"];
    assert_eq!(title(&offices, "2023-03-31").as_deref(), Some("deputy"));
    assert_eq!(title(&offices, "2023-04-01").as_deref(), Some("minister"));
    assert_eq!(title(&offices, "2025-09-26").as_deref(), Some("minister"));
    assert_eq!(title(&offices, "2025-09-27"), None);
    assert_eq!(title(&offices, "2019-12-31"), None);
    assert_eq!(title(&["minister 2025-01-01 from=2023-04"], "2029-01-01").as_deref(), Some("minister"));
    assert_eq!(title(&["minister 2025-01-01 to=2023-04"], "1999-01-01").as_deref(), Some("minister"));
}

#[test]
fn an_open_start_counts_from_the_date_given() {
    let offices = ["minister 2025-01-01 from=../2025-01-10"];
    assert_eq!(title(&offices, "2025-01-09"), None);
    assert_eq!(title(&offices, "2025-01-10").as_deref(), Some("minister"));
    let offices = ["minister 2025-01-01 from=../2025-01-10", "deputy 2025-01-01 from=2024"];
    assert_eq!(title(&offices, "2025-02-01").as_deref(), Some("minister"), "it began last");
}

#[test]
fn of_two_offices_that_contain_the_day_the_one_that_began_last_counts() {
    let offices = ["minister 2025-01-01 from=2024-05", "deputy 2025-01-01 from=2020", "envoy 2025-01-01 to=2027"];
    assert_eq!(title(&offices, "2025-01-01").as_deref(), Some("minister"));
    assert_eq!(title(&offices, "2021-01-01").as_deref(), Some("deputy"));
}

#[test]
fn else_it_is_the_one_that_was_seen_nearest_and_the_earlier_of_two_equals() {
    let offices = ["minister 2025-01-01 seen=2025-09-20", "deputy 2025-01-01 seen=2025-09-10"];
    assert_eq!(title(&offices, "2025-09-16").as_deref(), Some("minister"));
    assert_eq!(title(&offices, "2025-09-15").as_deref(), Some("deputy"), "five days from both");
    assert_eq!(title(&offices, "2010-01-01").as_deref(), Some("deputy"));
    let held = ["minister 2025-01-01 seen=2025-09-20", "envoy 2025-01-01 from=2025-09-01 to=2025-09-20"];
    assert_eq!(
        title(&held, "2025-09-20").as_deref(),
        Some("envoy"),
        "what contains the day comes before what was seen"
    );
    let month = ["minister 2025-01-01 seen=2025-09", "deputy 2025-01-01 seen=2025-10-02"];
    assert_eq!(title(&month, "2025-09-30").as_deref(), Some("minister"), "within the month");
}

#[test]
fn an_office_without_dates_counts_where_there_is_nothing_else() {
    assert_eq!(title(&["envoy 2025-01-01"], "2025-01-01").as_deref(), Some("envoy"));
    assert_eq!(
        title(&["envoy 2025-01-01", "minister 2025-01-01 seen=2020"], "2025-01-01").as_deref(),
        Some("minister")
    );
}

#[test]
fn only_known_offices_count_and_an_end_only_once_it_is_known() {
    let offices = ["minister 2023-05-01 from=2023-04 to=2025-09-26 end=2025-09-27", "envoy 2025-11-01 from=2025-10"];
    assert_eq!(title_as_of(&offices, "2025-10-05", "2025-09-26").as_deref(), Some("minister"));
    assert_eq!(title_as_of(&offices, "2025-10-05", "2025-09-27"), None);
    assert_eq!(title_as_of(&offices, "2025-10-05", "2025-11-01").as_deref(), Some("envoy"));
    assert_eq!(title_as_of(&offices, "2025-01-01", "2023-04-30"), None);
}

#[test]
fn an_actor_is_complete_once_the_ends_of_its_offices_are_known_too() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    b.office(actor, "minister 2023-05-01 from=2023-04 to=2025-09-26 end=2025-09-27");
    let state = |as_of: &str| (b.as_of(as_of)[actor].visible, b.as_of(as_of)[actor].complete);
    assert_eq!(state("2023-04-30"), (false, false));
    assert_eq!(state("2025-09-26"), (true, false));
    assert_eq!(state("2025-09-27"), (true, true));
    let office = &b.dossier[actor].offices[0];
    assert_eq!(b.as_of("2025-09-26").office_end(&b.dossier, office), None);
    assert_eq!(b.as_of("2025-09-27").office_end(&b.dossier, office), Some(&date("2025-09-26")));
}

#[test]
fn offices_and_positions_stand_in_the_order_in_which_they_became_known() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    b.office(actor, "minister 2025-05-01");
    b.office(actor, "deputy 2024-05-01");
    b.position(actor, "Karachi", "2025-03-01");
    b.position(actor, "Gwadar", "2025-02-01");
    b.position(actor, "Qasim", "2026-02-01");
    let state = &b.as_of("2025-06-01")[actor];
    assert_eq!((&state.offices[..], &state.positions[..]), (&[1, 0][..], &[1, 0][..]));
}

#[test]
fn the_title_at_an_event_is_that_of_the_first_day_of_its_date() {
    let mut b = StoryBuilder::default();
    let actor: ActorIx = b.actor();
    b.office(actor, "deputy 2020-01-01 from=2020 to=2025-09-09");
    b.office(actor, "minister 2020-01-01 from=2025-09-10");
    let event = b.event(&["2025-09-01 expected 2025-09-08/2025-09-14"]);
    let undated = b.event(&["2025-09-01 expected"]);
    let deadline = b.event(&["2025-09-01 expected ../2025-09-12"]);
    let snapshot = b.as_of("2025-09-20");
    let title = |event| snapshot.office_at(&b.dossier, actor, event).map(|office| office.title.as_str());
    assert_eq!([title(event), title(undated), title(deadline)], [Some("deputy"), Some("minister"), Some("minister")]);
}
