//! A literal screen for each view: what a person sees, to be read in review.

use crate::common::screen;

use karwan::story::Snapshot;
use karwan::story::change::SeenBaseline;
use karwan::ui::message::Message;
use screen::Karwan;

fn literal(name: &str, columns: u16, rows: u16, keys: &str) {
    let mut karwan = Karwan::new(columns, rows);
    karwan.press(keys);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, description => keys }, {
        insta::assert_snapshot!(name, karwan.screen());
    });
}

#[test]
fn overview() {
    literal("overview-120x40", 120, 40, "1");
    literal("overview-80x24", 80, 24, "1");
    literal("overview-actors-80x24", 80, 24, "1 Tab j");
}

#[test]
fn overview_after_a_while() {
    for (name, columns, rows, keys) in [
        ("since-120x40", 120, 40, "Tab Tab Tab j"),
        ("since-80x24", 80, 24, "Tab Tab Tab"),
        ("since-card-120x40", 120, 40, "n n"),
    ] {
        let story = screen::story();
        let seen = SeenBaseline::of(&story, &Snapshot::of(&story, "2026-04-20".parse().expect("a day")));
        let mut karwan = Karwan::with(story, columns, rows);
        karwan.model.update(Message::Seen(Some(seen)));
        karwan.press(keys);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, description => keys }, {
            insta::assert_snapshot!(name, karwan.screen());
        });
    }
}

#[test]
fn timeline() {
    literal("timeline-120x40", 120, 40, "2 k k");
    literal("timeline-by-port-120x40", 120, 40, "2 L L - j");
    literal("timeline-80x24", 80, 24, "2");
}

#[test]
fn ledger() {
    literal("ledger-120x40", 120, 40, "3 j j j");
    literal("ledger-80x24", 80, 24, "3");
}

#[test]
fn actors() {
    literal("actors-120x40", 120, 40, "4 Tab j");
    literal("actors-80x24", 80, 24, "4");
}

#[test]
fn ports() {
    literal("ports-120x40", 120, 40, "5 j l");
    literal("ports-corridors-80x24", 80, 24, "5 Tab j");
}

#[test]
fn articles() {
    literal("articles-120x40", 120, 40, "7 j");
    literal("articles-80x24", 80, 24, "7 j");
}

#[test]
fn a_card_that_was_entered() {
    literal("card-event-120x40", 120, 40, "Enter");
    literal("card-actor-80x24", 80, 24, "4 j j Enter");
}

#[test]
fn help() {
    literal("help-80x24", 80, 24, "3 ?");
}

#[test]
fn as_of_an_earlier_day_with_a_filter() {
    literal("as-of-filtered-120x40", 120, 40, "/ 'port:gwadar Enter [ [ [ [ [ [");
}
