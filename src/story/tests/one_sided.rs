//! Whose word an event rests on, and where a rewrite says more than its origin.

use super::build::*;
use crate::dossier::EventIx;
use crate::story::RewriteSurplus;

/// Actors: 0 and 1 of Kazakhstan, 2 of Pakistan, 3 of no country. The event involves 0 and 2.
fn build(reports: &[(&str, Option<usize>)]) -> (StoryBuilder, EventIx) {
    let mut b = StoryBuilder::default();
    let actors = [Some("KZ"), Some("kz"), Some("PK"), None].map(|country| {
        let ix = b.actor();
        b.dossier.actors[ix.ix()].country = country.map(str::to_owned);
        ix
    });
    let texts: Vec<&str> = reports.iter().map(|(text, _)| *text).collect();
    let event = b.event(&texts);
    b.dossier.events[event.ix()].actors = vec![actors[0], actors[2]];
    for (report, (_, by)) in b.dossier.events[event.ix()].reports.iter_mut().zip(reports) {
        report.by = by.map(|n| actors[n]);
    }
    (b, event)
}

fn side(reports: &[(&str, Option<usize>)], as_of: &str) -> Option<String> {
    let (b, event) = build(reports);
    b.as_of(as_of).one_side(&b.dossier, event).map(str::to_owned)
}

#[test]
fn an_event_rests_on_one_side_where_all_who_speak_are_of_one_country_and_another_takes_part() {
    let one = [("2025-08-01 expected 2025-11", Some(0)), ("2025-09-01 confirmed 2025-11", Some(1))];
    assert_eq!(side(&one, "2026-01-01").as_deref(), Some("KZ"));
    let both = [one[0], ("2025-10-01 confirmed 2025-11", Some(2))];
    assert_eq!(side(&both, "2026-01-01"), None);
    assert_eq!(side(&both, "2025-09-30").as_deref(), Some("KZ"), "before the other side had spoken");
    assert_eq!(side(&[one[0], ("2025-10-01 expected", Some(3))], "2026-01-01"), None, "a bank is a side of its own");
}

#[test]
fn what_names_nobody_is_nobodys_word_and_an_outlet_that_saw_the_outcome_is_another() {
    assert_eq!(side(&[("2025-08-01 expected 2025-11", None)], "2026-01-01"), None);
    let relayed = [("2025-08-01 expected 2025-11", Some(0)), ("2025-08-02 expected 2025-11", None)];
    assert_eq!(side(&relayed, "2026-01-01").as_deref(), Some("KZ"));
    let seen = [relayed[0], ("2025-11-02 happened 2025-11-01", None)];
    assert_eq!(side(&seen, "2026-01-01"), None);
}

#[test]
fn an_event_of_one_country_alone_has_no_other_side() {
    let (mut b, event) = build(&[("2025-08-01 expected 2025-11", Some(0))]);
    b.dossier.events[event.ix()].actors.pop();
    assert_eq!(b.as_of("2026-01-01").one_side(&b.dossier, event), None);
}

fn surplus(b: &StoryBuilder, event: EventIx, as_of: &str) -> Vec<String> {
    let all = b.as_of(as_of).surplus(&b.dossier, event);
    all.into_iter().map(|RewriteSurplus { report, field, value }| format!("{report} {field} {value}")).collect()
}

#[test]
fn a_rewrite_says_more_where_none_of_the_articles_behind_it_gives_the_value() {
    let mut b = StoryBuilder::default();
    let origin = b.article("2025-09-01");
    let between = b.relaying("2025-09-02", &[origin], None);
    let last = b.relaying("2025-09-03", &[between], None);
    let event = b.event(&["@0 expected 2025-11 documents=37"]);
    b.report(event, &format!("@{} confirmed 2025-11 documents=37.0", last.0));
    b.report(event, &format!("@{} 2025-11-03 members=13", last.0));
    assert_eq!(surplus(&b, event, "2026-01-01"), ["1 status confirmed", "2 date 3 Nov 2025", "2 members 13"]);
    assert_eq!(surplus(&b, event, "2025-09-02"), [""; 0], "the rewrite is not known yet");
    b.report(event, &format!("@{} 2025", between.0));
    assert_eq!(surplus(&b, event, "2026-01-01").len(), 3, "a year says no more than a month in it");
}

#[test]
fn nothing_is_said_of_a_rewrite_whose_origin_is_silent_unknown_or_outside() {
    let mut b = StoryBuilder::default();
    let silent = b.article("2025-09-01");
    let outside = b.relaying("2025-09-01", &[], Some("TASS"));
    let later = b.article("2025-12-01");
    let event = b.event(&["@1 expected 2025-11", "@2 expected 2025-11"]);
    for origin in [silent, outside, later] {
        let rewrite = b.relaying("2025-09-05", &[origin], None);
        b.report(event, &format!("@{} happened 2025-09-04", rewrite.0));
    }
    assert_eq!(surplus(&b, event, "2025-11-30"), [""; 0]);
    assert_eq!(surplus(&b, event, "2025-12-01"), ["4 status happened", "4 date 4 Sep 2025"]);
}
