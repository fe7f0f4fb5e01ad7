//! Articles a week, up to the as-of day.

use super::build::*;
use crate::dossier::FigureSubject;
use crate::story::{PublicationDays, WeeklyCoverage};

#[test]
fn weeks_end_on_the_day_and_hold_each_article_once() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    let first = b.event(&["2025-09-01 expected", "2025-09-07 expected", "2025-09-08 expected"]);
    // The second event is told by an article that tells the first.
    let second = b.event(&["@1 expected", "2025-09-14 expected"]);
    for event in [first, second] {
        b.dossier.events[event.ix()].actors = vec![actor];
    }
    let coverage = b.as_of("2025-09-14").coverage(&b.dossier, actor.into(), 2);
    assert_eq!((coverage.weeks.clone(), coverage.total), (vec![2, 2], 4));
    assert_eq!((coverage.first, coverage.last), (day("2025-09-01"), day("2025-09-14")));
    assert_eq!(coverage.peak(), Some((day("2025-09-14"), 2)), "of equals the newest");
    let before = b.as_of("2025-09-13").coverage(&b.dossier, actor.into(), 2);
    assert_eq!((before.weeks, before.total), (vec![1, 2], 3), "nothing of the next day");
}

#[test]
fn offices_stances_and_figures_count_and_what_has_no_day_is_in_the_total_alone() {
    let mut b = StoryBuilder::default();
    let (actor, port) = (b.actor(), b.port());
    b.office(actor, "Minister 2025-09-10");
    b.position(actor, "Karachi", "always");
    b.figure(FigureSubject::Rec(port.into()), "draught 14 m 2025-09-11");
    let now = b.as_of("2025-09-14");
    let (of_actor, of_port) = (now.coverage(&b.dossier, actor.into(), 1), now.coverage(&b.dossier, port.into(), 1));
    assert_eq!((of_actor.weeks, of_actor.total), (vec![1], 2));
    assert_eq!((of_port.weeks, of_port.total), (vec![1], 1));
}

#[test]
fn what_has_no_day_of_its_own_stands_in_no_week() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    let event = b.event(&["2025-09-14 expected", "2024/2025-09-14 expected"]);
    b.dossier.events[event.ix()].actors = vec![actor];
    let coverage = b.as_of("2025-09-14").coverage(&b.dossier, actor.into(), 2);
    assert_eq!((coverage.weeks, coverage.total), (vec![0, 1], 2));
}

#[test]
fn of_the_story_all_articles_count() {
    let mut b = StoryBuilder::default();
    for day in ["2025-09-01", "2025-09-07", "2025-09-08", "always"] {
        b.article(day);
    }
    let coverage = WeeklyCoverage::of_story(&PublicationDays::of(&b.dossier), day("2025-09-07"), 3);
    assert_eq!((coverage.weeks.clone(), coverage.total, coverage.within()), (vec![0, 0, 2], 3, 2));
    assert_eq!(coverage.gathered(2), [0, 2]);
    assert_eq!(WeeklyCoverage::of_story(&PublicationDays::default(), day("2025-09-07"), 2).peak(), None);
}
