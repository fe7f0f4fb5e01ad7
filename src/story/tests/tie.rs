//! Ties of one actor to others, as far as they are known.

use super::build::*;
use crate::dossier::{ActorIx, EventIx, EventKind};
use crate::story::Snapshot;

/// Two actors who meet on a day, by a report of the next one.
fn met(b: &mut StoryBuilder, actors: &[ActorIx], kind: EventKind, day: &str) -> EventIx {
    let event = b.event(&[&format!("{day} happened {day}")]);
    let record = &mut b.dossier.events[event.ix()];
    record.kind = kind;
    record.actors = actors.to_vec();
    event
}

/// `BOND other on count`, in order.
fn ties(b: &StoryBuilder, snapshot: &Snapshot, actor: ActorIx) -> Vec<String> {
    let tie = |t: &crate::story::ActorTie| format!("{} {} {} {}", t.bond.word(), t.other.0, t.on, t.count());
    snapshot.ties(&b.dossier, actor).iter().map(tie).collect()
}

#[test]
fn meetings_and_agreements_that_happened_tie_those_who_took_part() {
    let mut b = StoryBuilder::default();
    let (a, c, d) = (b.actor(), b.actor(), b.actor());
    met(&mut b, &[a, c], EventKind::Visit, "2025-02-01");
    met(&mut b, &[a, c, d], EventKind::Meeting, "2025-03-01");
    met(&mut b, &[a, d], EventKind::Agreement, "2025-03-02");
    met(&mut b, &[a, d], EventKind::Statement, "2025-03-03");
    let planned = b.event(&["2025-01-01 expected 2026"]);
    b.dossier.events[planned.ix()].actors = vec![a, d];
    let now = b.as_of("2025-04-01");
    assert_eq!(ties(&b, &now, a), ["met 1  2", "met 2  1", "signed 2  1"]);
    assert_eq!(ties(&b, &now, d), ["met 0  1", "met 1  1", "signed 0  1"], "from the other side");
    let tie = &now.ties(&b.dossier, a)[0];
    assert_eq!((tie.first.clone(), tie.last.clone()), (Some(date("2025-02-01")), Some(date("2025-03-01"))));
}

#[test]
fn who_was_only_announced_took_no_part() {
    let mut b = StoryBuilder::default();
    let (a, came, stayed) = (b.actor(), b.actor(), b.actor());
    let event = b.event(&["2025-01-01 expected 2025-03", "2025-03-02 happened 2025-03-01"]);
    let record = &mut b.dossier.events[event.ix()];
    record.actors = vec![a];
    record.reports[0].actors = vec![stayed];
    record.reports[1].actors = vec![came];
    let now = b.as_of("2025-04-01");
    assert_eq!(now.event_actors(&b.dossier, event), [a, came]);
    assert_eq!(now.announced_actors(&b.dossier, event), [stayed]);
    assert_eq!(ties(&b, &now, a), ["met 1  1"]);
    assert_eq!(ties(&b, &now, stayed), [""; 0]);
}

#[test]
fn who_was_announced_by_the_record_and_a_forecast_met_nobody_where_reports_say_who_came() {
    let mut b = StoryBuilder::default();
    let (host, absent, came) = (b.actor(), b.actor(), b.actor());
    let event = b.event(&["2025-01-01 expected 2025-03", "2025-03-02 happened 2025-03-01", "2025-03-03 happened"]);
    let record = &mut b.dossier.events[event.ix()];
    record.actors = vec![host, absent, came];
    record.reports[0].actors = vec![absent, came];
    record.reports[1].actors = vec![came];
    let before = b.as_of("2025-02-01");
    assert_eq!(before.event_actors(&b.dossier, event), [host, absent, came], "until then all are announced");
    assert_eq!(before.announced_actors(&b.dossier, event), []);
    let now = b.as_of("2025-04-01");
    assert_eq!(now.event_actors(&b.dossier, event), [host, came]);
    assert_eq!(now.announced_actors(&b.dossier, event), [absent]);
    assert_eq!(ties(&b, &now, absent), [""; 0]);
    assert_eq!(ties(&b, &now, host), ["met 2  1"]);
    // Where no report says who came, the record does.
    b.dossier.events[event.ix()].reports[1].actors.clear();
    assert_eq!(b.as_of("2025-04-01").event_actors(&b.dossier, event), [host, absent, came]);
}

#[test]
fn stances_agree_differ_and_move_by_choice_alone_in_whatever_order() {
    let mut b = StoryBuilder::default();
    let (a, c) = (b.actor(), b.actor());
    b.position(a, "Gwadar and Karachi", "2025-05-01");
    b.position(c, "Karachi and Gwadar", "2025-05-02");
    assert_eq!(ties(&b, &b.as_of("2025-06-01"), a), ["agrees 1 terminal-site 2"]);
    b.position(a, "Karachi and Gwadar", "2025-06-01");
    for (n, day) in ["2025-05-01", "2025-06-01"].into_iter().enumerate() {
        b.dossier.actors[a.ix()].positions[n].date = Some(date(day));
    }
    let steps = |b: &StoryBuilder| b.as_of("2025-07-01").stance_steps(&b.dossier, a, "terminal-site").len();
    assert_eq!(steps(&b), 1, "the same choice is not a move");
    b.dossier.actors[a.ix()].positions[1].choice = vec!["karachi".to_owned()];
    assert_eq!(steps(&b), 2);
    assert_eq!(ties(&b, &b.as_of("2025-07-01"), a), ["differs 1 terminal-site 2"]);
    // Words alone are never compared.
    b.dossier.actors[a.ix()].positions.iter_mut().for_each(|position| position.choice.clear());
    assert_eq!((steps(&b), ties(&b, &b.as_of("2025-07-01"), a).len()), (0, 0));
}

#[test]
fn no_tie_is_known_before_what_it_rests_on() {
    let mut b = StoryBuilder::default();
    let (a, c) = (b.actor(), b.actor());
    met(&mut b, &[a, c], EventKind::Meeting, "2025-03-01");
    b.position(a, "Karachi", "2025-05-01");
    b.position(c, "karachi", "2025-06-01");
    for actor in [a, c] {
        b.office(actor, "Minister 2025-07-01 from=2020");
        let organisation = ActorIx(2);
        b.dossier.actors[actor.ix()].offices[0].organisation = Some(organisation);
    }
    b.actor();
    // Nothing is said about an actor who has statements before the first of them is known.
    assert_eq!(ties(&b, &b.as_of("2025-04-01"), a), [""; 0]);
    assert_eq!(ties(&b, &b.as_of("2025-06-15"), a), ["met 1  1", "agrees 1 terminal-site 2"]);
    let later = ["met 1  1", "office 1 Minister 2", "office 2 Minister 1", "agrees 1 terminal-site 2"];
    assert_eq!(ties(&b, &b.as_of("2025-08-01"), a), later);
}

#[test]
fn who_stands_for_the_same_agrees_by_the_newest_stance_and_else_differs() {
    let mut b = StoryBuilder::default();
    let (a, c, silent) = (b.actor(), b.actor(), b.actor());
    for (actor, stance, day) in [(a, "Gwadar", "2024"), (a, "Karachi", "2025"), (c, "Gwadar", "2024")] {
        b.position(actor, stance, "2025-12-31");
        b.dossier.actors[actor.ix()].positions.last_mut().unwrap().date = Some(date(day));
    }
    let now = b.as_of("2026-01-01");
    assert_eq!(ties(&b, &now, a), ["differs 1 terminal-site 2"]);
    assert_eq!(ties(&b, &now, silent), [""; 0]);
    assert_eq!(now.stances(&b.dossier, a, "terminal-site"), [0, 1], "how it moved");
    assert_eq!(now.stances(&b.dossier, a, "route"), [0; 0]);
}

#[test]
fn two_of_one_organisation_are_tied_by_it_and_two_of_one_office_by_the_office() {
    let mut b = StoryBuilder::default();
    let (a, c, d, ministry) = (b.actor(), b.actor(), b.actor(), b.actor());
    for (actor, text) in [
        (a, "Minister 2025-01-01 from=2023 to=2025"),
        (c, "Minister 2025-01-01 from=2025"),
        (d, "Clerk 2025-01-01 seen=2024"),
    ] {
        b.office(actor, text);
        b.dossier.actors[actor.ix()].offices[0].organisation = Some(ministry);
    }
    let now = b.as_of("2026-01-01");
    assert_eq!(ties(&b, &now, a), ["office 1 Minister 2", "office 3 Minister 1", "office 2 Somebody 2"]);
    let names: Vec<u32> = now.ties(&b.dossier, ministry).iter().map(|t| t.other.0).collect();
    assert_eq!(names, [0, 1, 2], "from the ministry: the newest first");
}
