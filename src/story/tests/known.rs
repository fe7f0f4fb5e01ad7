//! Only statements that are known count, in the order in which they became known.

use super::build::*;
use crate::dossier::{FigureSubject, Rec, SourcePlace};
use crate::story::publication_days;

#[test]
fn only_statements_that_are_known_by_the_day_count() {
    let reports = ["2025-09-03 expected 2025-11", "2026-02-04 happened 2026-02-03"];
    assert!(known_of(&reports, "2025-09-02").known.is_empty());
    assert_eq!(known_of(&reports, "2025-09-03").known, [0]);
    assert_eq!(known_of(&reports, "2026-02-03").known, [0]);
    assert_eq!(known_of(&reports, "2026-02-04").known, [0, 1]);
}

#[test]
fn a_page_that_is_dated_to_a_month_is_known_when_the_month_ends() {
    let reports = ["2026-02 expected"];
    assert!(known_of(&reports, "2026-02-27").known.is_empty());
    assert_eq!(known_of(&reports, "2026-02-28").known, [0]);
}

#[test]
fn statements_stand_in_the_order_in_which_they_became_known_and_those_without_a_day_come_first() {
    let reports = ["2025-12-01", "2025-09-01", "always", "2025-09-01", "none"];
    assert_eq!(known_of(&reports, "2026-01-01").known, [2, 4, 1, 3, 0]);
}

#[test]
fn within_a_day_statements_stand_in_the_order_of_their_places() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-01", "2025-09-01", "2025-09-01"]);
    let place = |file, offset| SourcePlace { file, offset };
    let reports = &mut b.dossier.events[event.ix()].reports;
    (reports[0].at, reports[1].at, reports[2].at) = (place(1, 5), place(0, 900), place(1, 4));
    assert_eq!(b.as_of("2025-09-01")[event].known, [1, 2, 0]);
}

#[test]
fn a_record_is_visible_once_a_statement_about_it_is_known_and_complete_once_all_are() {
    let shown = |as_of: &str| {
        let state = known_of(&["2025-09-01 expected", "2025-10-01 denied"], as_of);
        (state.visible, state.complete)
    };
    assert_eq!(shown("2025-08-31"), (false, false));
    assert_eq!(shown("2025-09-01"), (true, false));
    assert_eq!(shown("2025-10-01"), (true, true));
}

#[test]
fn a_record_without_statements_is_visible_from_the_start() {
    let mut b = StoryBuilder::default();
    let (event, actor, port, place) = (b.event(&[]), b.actor(), b.port(), b.place());
    let corridor = b.corridor(1, &[]);
    let then = b.as_of("1990-01-01");
    assert!(then[event].visible && then[actor].visible && then[port].visible && then[place].visible);
    assert!(then[corridor].visible && then[corridor].complete && then[event].complete);
}

#[test]
fn figures_make_their_record_visible_and_its_own_sources_do_not() {
    let mut b = StoryBuilder::default();
    let (event, actor, port, place) = (b.event(&["2025-12-01"]), b.actor(), b.port(), b.place());
    b.position(actor, "Karachi", "2025-12-01");
    let corridor = b.corridor(0, &["2025-12-01 whole"]);
    let early = b.article("2025-01-01");
    b.dossier.actors[actor.ix()].sources.push(early);
    b.dossier.ports[port.ix()].sources.push(early);
    b.figure(FigureSubject::Rec(port.into()), "draught 14 m 2025-12-01");
    let records: [Rec; 5] = [event.into(), actor.into(), port.into(), place.into(), corridor.into()];
    let visible = |b: &StoryBuilder| records.map(|rec| b.as_of("2025-06-01").is_visible(&b.dossier, rec));
    assert_eq!(visible(&b), [false, false, false, true, false]);
    for rec in records {
        b.figure(FigureSubject::Rec(rec), "metric 1 t 2025-06-01");
    }
    assert_eq!(visible(&b), [true; 5]);
    assert!(!b.as_of("2025-06-01")[port].complete && b.as_of("2025-12-01")[port].complete);
}

#[test]
fn articles_and_figures_are_visible_when_they_are_published() {
    let mut b = StoryBuilder::default();
    let figure = b.figure(FigureSubject::Story, "draught 14 m 2025-06-01");
    let article = b.dossier.figures[0].source;
    for rec in [Rec::Figure(figure), Rec::Article(article)] {
        assert!(!b.as_of("2025-05-31").is_visible(&b.dossier, rec));
        assert!(b.as_of("2025-06-01").is_visible(&b.dossier, rec));
    }
}

#[test]
fn an_event_is_quiet_since_its_newest_known_report() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-09-01", "2025-09-10", "always", "2026-01-01"]);
    let quiet = |b: &StoryBuilder, as_of: &str| b.as_of(as_of).quiet(&b.dossier, event).map(|quiet| quiet.days);
    assert_eq!(quiet(&b, "2025-09-30"), Some(20));
    assert_eq!(quiet(&b, "2025-08-30"), None);
    b.figure(FigureSubject::Rec(event.into()), "documents 37 papers 2025-09-25");
    assert_eq!(quiet(&b, "2025-09-30"), Some(20), "a figure is not a report");
}

#[test]
fn publication_days_are_the_days_on_which_something_became_known() {
    let mut b = StoryBuilder::default();
    for published in ["2025-09-03", "always", "2025-02", "2025-09-03", "2024-01-01"] {
        b.article(published);
    }
    assert_eq!(publication_days(&b.dossier), ["2024-01-01", "2025-02-28", "2025-09-03"].map(day));
}
