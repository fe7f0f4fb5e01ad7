//! Reports and the origins that they go back to.

use super::build::*;
use crate::dossier::ArticleIx;
use crate::story::ReportOrigin;

fn a(ix: u32) -> ArticleIx {
    ArticleIx(ix)
}

/// How many origins the reports of all articles go back to.
fn origins(b: &mut StoryBuilder, as_of: &str) -> usize {
    let event = b.event(&[]);
    for article in 0..b.dossier.articles.len() {
        b.report(event, &format!("@{article} happened"));
    }
    let snapshot = b.as_of(as_of);
    assert_eq!(snapshot.event_origins(&b.dossier, event).len(), snapshot[event].origins);
    snapshot[event].origins
}

#[test]
fn an_article_that_relays_nothing_is_an_origin() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2026-01-01 happened", "2026-01-02 happened", "@0 documents=3"]);
    let snapshot = b.as_of("2026-02-01");
    assert_eq!((snapshot[event].known.len(), snapshot[event].origins), (3, 2), "three reports, two articles");
    assert_eq!(snapshot.article_origins(&b.dossier, a(0)), [ReportOrigin::Article(a(0))]);
    assert!(b.as_of("2026-01-01")[event].is_single_origin());
}

#[test]
fn articles_go_back_along_based_on_to_where_it_ends() {
    let mut b = StoryBuilder::default();
    b.article("2026-01-01");
    b.relaying("2026-01-02", &[a(0)], None);
    b.relaying("2026-01-03", &[a(1)], None);
    assert_eq!(origins(&mut b, "2026-02-01"), 1);
    b.article("2026-01-04");
    b.relaying("2026-01-05", &[a(2), a(3)], None);
    assert_eq!(b.as_of("2026-02-01").article_origins(&b.dossier, a(4)), [a(0), a(3)].map(ReportOrigin::Article));
}

#[test]
fn all_that_relay_the_same_outside_name_count_as_one() {
    let mut b = StoryBuilder::default();
    for name in ["TASS", " tass ", "Tass", "ТАСС", "тасс", "Straße", "STRASSE"] {
        b.relaying("2026-01-01", &[], Some(name));
    }
    assert_eq!(origins(&mut b, "2026-02-01"), 3);
    let snapshot = b.as_of("2026-02-01");
    assert_eq!(snapshot.article_origins(&b.dossier, a(1)), [ReportOrigin::Outside("tass")]);
}

#[test]
fn an_article_with_both_goes_back_to_all_of_them() {
    let mut b = StoryBuilder::default();
    b.article("2026-01-01");
    b.relaying("2026-01-02", &[a(0)], Some("Dawn"));
    assert_eq!(origins(&mut b, "2026-02-01"), 2);
    let found = b.as_of("2026-02-01").article_origins(&b.dossier, a(1));
    assert_eq!(found, [ReportOrigin::Outside("Dawn"), ReportOrigin::Article(a(0))]);
}

#[test]
fn a_report_without_a_source_has_no_origin() {
    assert_eq!(known_of(&["none happened", "2026-01-01 happened"], "2026-02-01").origins, 1);
}

#[test]
fn what_an_article_relays_is_not_known_before_the_article() {
    let mut b = StoryBuilder::default();
    b.relaying("2026-01-31", &[], Some("TASS")); // known on the last day of January
    b.relaying("2026-01-02", &[a(0)], None);
    b.relaying("2026-01-03", &[], Some("TASS"));
    let event = b.event(&["@1 happened", "@2 happened"]);
    assert_eq!(b.as_of("2026-01-15")[event].origins, 2);
    assert_eq!(b.as_of("2026-01-31")[event].origins, 1);
}

#[test]
fn a_long_chain_and_a_circle_do_not_overwhelm() {
    let mut b = StoryBuilder::default();
    b.article("2026-01-01");
    for ix in 0..100_000 {
        b.relaying("2026-01-01", &[a(ix)], None);
    }
    let event = b.event(&["@100000 happened"]);
    assert_eq!(b.as_of("2026-02-01")[event].origins, 1);
    b.dossier.articles.set_based_on(a(0), vec![a(100_000)]);
    assert_eq!(b.as_of("2026-02-01")[event].origins, 0);
}
