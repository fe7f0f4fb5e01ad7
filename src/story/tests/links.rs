//! How records hang together: nothing that is not visible is offered.

use super::build::*;
use crate::dossier::{FigureSubject, RecordSpot};
use crate::story::SlipDays;

#[test]
fn actors_of_an_event_are_those_of_the_record_and_of_known_reports_each_once() {
    let mut b = StoryBuilder::default();
    let (host, guest, late, unseen) = (b.actor(), b.actor(), b.actor(), b.actor());
    b.position(unseen, "Karachi", "2027-01-01");
    let event = b.event(&["2025-09-01 expected", "2025-10-01 happened"]);
    let record = &mut b.dossier.events[event.ix()];
    record.actors = vec![guest, unseen];
    record.reports[0].actors = vec![host, guest];
    record.reports[1].actors = vec![late];
    assert_eq!(b.as_of("2025-09-15").event_actors(&b.dossier, event), [guest, host]);
    assert_eq!(b.as_of("2025-10-15").event_actors(&b.dossier, event), [late], "the others were announced");
    assert_eq!(b.as_of("2025-10-15").announced_actors(&b.dossier, event), [guest, host]);
    assert_eq!(b.as_of("2027-10-15").event_actors(&b.dossier, event), [unseen, late]);
}

#[test]
fn an_actor_has_the_visible_events_in_which_it_takes_part_or_of_which_it_speaks() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    let [named, reported, spoke, unseen, other] = [(); 5].map(|()| b.event(&["2025-09-01 expected"]));
    b.dossier.events[named.ix()].actors = vec![actor];
    b.dossier.events[reported.ix()].reports[0].actors = vec![actor];
    b.dossier.events[reported.ix()].reports[0].by = Some(actor);
    b.dossier.events[spoke.ix()].reports[0].by = Some(actor);
    b.dossier.events[unseen.ix()].actors = vec![actor];
    let later = b.article("2026-01-01");
    b.dossier.events[unseen.ix()].reports[0].source = Some(later);
    b.report(other, "2026-01-01 happened");
    b.dossier.events[other.ix()].reports[1].by = Some(actor);
    assert_eq!(b.as_of("2025-09-01")[actor].events, [named, reported, spoke]);
    assert_eq!(b.as_of("2026-01-01")[actor].events, [named, reported, spoke, unseen, other]);
}

#[test]
fn ports_places_and_corridors_have_the_visible_events_that_name_them() {
    let mut b = StoryBuilder::default();
    let (port, place, corridor) = (b.port(), b.place(), b.corridor(1, &[]));
    let (first, second, third) = (b.event(&["2025-09-01"]), b.event(&["2025-09-01"]), b.event(&["2025-10-01"]));
    b.dossier.events[first.ix()].ports = vec![port];
    b.dossier.events[first.ix()].places = vec![RecordSpot::Port(port)];
    b.dossier.events[second.ix()].places = vec![RecordSpot::Place(place), RecordSpot::Port(port)];
    b.dossier.events[third.ix()].places = vec![RecordSpot::Place(place)];
    b.dossier.events[third.ix()].corridors = vec![corridor];
    let then = b.as_of("2025-09-15");
    assert_eq!((&then[port].events[..], &then[place].events[..]), (&[first, second][..], &[second][..]));
    assert_eq!(then[corridor].events, []);
    let later = b.as_of("2025-10-15");
    assert_eq!((&later[place].events[..], &later[corridor].events[..]), (&[second, third][..], &[third][..]));
}

#[test]
fn links_to_records_that_are_not_visible_are_not_offered() {
    let mut b = StoryBuilder::default();
    let (port, place, corridor) = (b.port(), b.place(), b.corridor(1, &["2026-01-01 whole open"]));
    b.figure(FigureSubject::Rec(port.into()), "draught 14 m 2026-01-01");
    b.figure(FigureSubject::Rec(place.into()), "lorries 900 units 2026-01-01");
    let event = b.event(&["2025-09-01"]);
    let record = &mut b.dossier.events[event.ix()];
    record.ports = vec![port];
    record.places = vec![RecordSpot::Place(place), RecordSpot::Port(port)];
    record.corridors = vec![corridor];
    let then = b.as_of("2025-09-15");
    assert_eq!(then.event_ports(&b.dossier, event), []);
    assert_eq!(then.event_places(&b.dossier, event), []);
    assert_eq!(then.event_corridors(&b.dossier, event), []);
    let later = b.as_of("2026-01-15");
    assert_eq!(later.event_ports(&b.dossier, event), [port]);
    assert_eq!(later.event_places(&b.dossier, event), [place]);
    assert_eq!(later.event_corridors(&b.dossier, event), [corridor]);
}

#[test]
fn what_has_to_happen_first_and_what_waits_are_offered_where_visible() {
    let mut b = StoryBuilder::default();
    let (first, second, third) = (b.event(&["2025-09-01"]), b.event(&["2025-09-01"]), b.event(&["2026-01-01"]));
    b.dossier.events[second.ix()].depends_on = vec![first, third];
    b.dossier.events[third.ix()].depends_on = vec![first];
    let then = b.as_of("2025-09-15");
    assert_eq!((then.depends_on(&b.dossier, second), then.dependents(first)), (vec![first], vec![second]));
    let later = b.as_of("2026-01-15");
    assert_eq!(
        (later.depends_on(&b.dossier, second), later.dependents(first)),
        (vec![first, third], vec![second, third])
    );
    assert_eq!(later.dependents(second), []);
}

#[test]
fn a_slip_of_what_has_to_happen_first_is_an_assumed_slip() {
    let mut b = StoryBuilder::default();
    let first = b.event(&["2025-01-01 expected 2025-03", "2025-02-01 expected 2025-05"]);
    let second = b.event(&["2025-01-01 expected 2026"]);
    let third = b.event(&["2025-01-01 expected 2027", "2025-06-01 happened 2025-05-30"]);
    b.dossier.events[second.ix()].depends_on = vec![first];
    b.dossier.events[third.ix()].depends_on = vec![second];
    let then = b.as_of("2025-02-15");
    assert_eq!(then.assumed_slips(&b.dossier, second), [(first, SlipDays(31, 91))]);
    assert_eq!(then.assumed_slips(&b.dossier, third), [(first, SlipDays(31, 91))], "through the one between");
    assert_eq!(b.as_of("2025-06-15").assumed_slips(&b.dossier, third), [], "it happened");
    assert_eq!(b.as_of("2025-01-15").assumed_slips(&b.dossier, second), []);
}
