//! What is said of a port and of an actor.

use super::build::*;
use crate::dossier::EventIx;
use crate::story::{ReportWording, SaidOnEvent};

fn said(event: EventIx, wordings: &[(u32, usize)]) -> SaidOnEvent {
    let wordings = wordings.iter().map(|&(report, more)| ReportWording { report, more }).collect();
    SaidOnEvent { event, wordings }
}

#[test]
fn of_a_port_is_said_what_names_it_and_all_about_an_event_whose_title_does() {
    let mut b = StoryBuilder::default();
    let port = b.port();
    let talks = b.event(&["2025-09-02 happened themes=logistics", "2025-09-03 happened"]);
    let railway = b.event(&["2025-04-29 expected end=Gwadar", "2025-08-15 expected end=Karachi"]);
    let elsewhere = b.event(&["2025-09-02 happened site=Gwadar"]);
    b.dossier.events[talks.ix()].title = "Talks on GWADAR".to_owned();
    b.dossier.events[talks.ix()].ports = vec![port];
    b.dossier.events[railway.ix()].ports = vec![port];
    b.dossier.events[railway.ix()].reports[1].quote = Some("not to Gwadarabad".to_owned());
    assert_eq!(
        b.as_of("2025-10-01").said_of_port(&b.dossier, port),
        [said(railway, &[(0, 0)]), said(talks, &[(0, 0)])],
        "{elsewhere:?} is not an event of the port"
    );
    b.dossier.events[railway.ix()].reports[1].quote = Some("perhaps to Gawadar".to_owned());
    b.dossier.ports[port.ix()].aliases = vec!["Gawadar".to_owned()];
    let then = b.as_of("2025-10-01");
    assert_eq!(then.said_of_port(&b.dossier, port), [said(railway, &[(0, 0), (1, 0)]), said(talks, &[(0, 0)])]);
    assert_eq!(b.as_of("2025-05-01").said_of_port(&b.dossier, port), [said(railway, &[(0, 0)])], "not yet");
    b.dossier.events[railway.ix()].reports[1].quote = Some("возможно, до Гвадара".to_owned());
    assert_eq!(b.as_of("2025-10-01").said_of_port(&b.dossier, port)[0], said(railway, &[(0, 0)]), "no such spelling");
    b.dossier.ports[port.ix()].aliases = vec!["Гвадар".to_owned()];
    let then = b.as_of("2025-10-01");
    assert_eq!(then.said_of_port(&b.dossier, port)[0], said(railway, &[(0, 0), (1, 0)]), "a name with an ending");
}

#[test]
fn of_a_port_the_event_comes_first_on_which_it_is_quoted_most_then_named_most_then_the_newest() {
    let mut b = StoryBuilder::default();
    let port = b.port();
    let titled = b.event(&["2025-09-05 expected cost=1", "2025-09-06 expected cost=2", "2025-09-07 expected cost=3"]);
    let older = b.event(&["2025-09-01 expected site=Gwadar"]);
    let newer = b.event(&["2025-09-02 expected site=Gwadar"]);
    let repeated = b.event(&["2025-09-03 expected end=Gwadar years=1", "2025-09-04 expected end=Gwadar years=2"]);
    let named = b.event(&["2025-08-01 expected end=Gwadar", "2025-08-02 expected end=Gwadar-or-Karachi"]);
    let quoted = b.event(&["2025-07-01 expected site=elsewhere"]);
    let events = [titled, older, newer, repeated, named, quoted];
    for event in events {
        b.dossier.events[event.ix()].ports = vec![port];
    }
    b.dossier.events[titled.ix()].title = "The road from Gwadar".to_owned();
    b.dossier.events[quoted.ix()].reports[0].quote = Some("a terminal at Gwadar".to_owned());
    let said = b.as_of("2025-10-01").said_of_port(&b.dossier, port);
    let order: Vec<EventIx> = said.iter().map(|on| on.event).collect();
    assert_eq!(order, [quoted, named, repeated, newer, older, titled]);
}

#[test]
fn reports_that_say_the_same_are_one_wording() {
    let mut b = StoryBuilder::default();
    let (port, envoy) = (b.port(), b.actor());
    let reports =
        ["2025-09-04 expected site=Gwadar", "2025-09-03 expected site=Gwadar", "2025-09-05 expected site=Gwadar"];
    let event = b.event(&reports);
    b.dossier.events[event.ix()].ports = vec![port];
    b.dossier.events[event.ix()].reports[2].by = Some(envoy);
    assert_eq!(b.as_of("2025-10-01").said_of_port(&b.dossier, port), [said(event, &[(1, 1), (2, 0)])]);
}

#[test]
fn of_an_actor_is_said_what_it_says_and_what_values_name_it() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    let event = b.event(&[
        "2025-09-02 expected leader=minister",
        "2025-09-03 expected leader=Somebody",
        "2025-09-04 expected members=13",
        "2025-09-05 expected",
    ]);
    b.dossier.events[event.ix()].actors = vec![actor];
    b.dossier.events[event.ix()].reports[2].by = Some(actor);
    b.dossier.events[event.ix()].reports[3].by = Some(actor);
    assert_eq!(
        b.as_of("2025-10-01").said_of_actor(&b.dossier, actor),
        [said(event, &[(1, 0), (2, 0)])],
        "a report without values and words says nothing more"
    );
}

#[test]
fn stances_for_an_option_stand_the_newest_first() {
    let mut b = StoryBuilder::default();
    let (one, other) = (b.actor(), b.actor());
    b.position(one, "Gwadar", "2025-09-03");
    b.position(one, "Karachi", "2025-09-04");
    b.position(other, "Karachi and Gwadar", "2025-09-05");
    b.position(other, "Gwadar", "2025-12-05");
    for (actor, p, on) in [(one, 0, "2025-09-03"), (other, 0, "2025-09-05"), (other, 1, "2025-12-05")] {
        b.dossier.actors[actor.ix()].positions[p].date = Some(date(on));
    }
    assert_eq!(b.as_of("2025-10-01").stances_for(&b.dossier, "gwadar"), [(other, 0), (one, 0)]);
}
