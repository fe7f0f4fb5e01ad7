//! The headlines of the frozen story, as of the days on which they could be read.

use crate::common::frozen::story;

use chrono::NaiveDate;
use karwan::dossier::CorridorStatus::{Closed, Open, Restricted};
use karwan::dossier::{ActorIx, CorridorIx, Dossier, EdtfDate, EventIx, Rec, ReportStatus};
use karwan::story::{ContestedField, CurrentStatus, EventState, ScheduleStep, SlipDays, Snapshot};

fn as_of(dossier: &Dossier, day: &str) -> Snapshot {
    Snapshot::of(dossier, day.parse().expect("a day"))
}

fn event(dossier: &Dossier, id: &str) -> EventIx {
    match dossier.find(id) {
        Some(Rec::Event(ix)) => ix,
        other => panic!("{id}: {other:?}"),
    }
}

fn actor(dossier: &Dossier, id: &str) -> ActorIx {
    match dossier.find(id) {
        Some(Rec::Actor(ix)) => ix,
        other => panic!("{id}: {other:?}"),
    }
}

fn shown(date: Option<&EdtfDate>) -> String {
    date.map(EdtfDate::display).unwrap_or_default()
}

fn contest<'s>(state: &'s EventState, field: &str, forecast: bool) -> Option<&'s ContestedField> {
    state.contested.iter().find(|contest| contest.field == field && contest.forecast == forecast)
}

fn values(contest: Option<&ContestedField>) -> Vec<&str> {
    contest.into_iter().flat_map(|contest| &contest.sides).map(|side| side.value.as_str()).collect()
}

#[test]
fn early_in_september_2025_the_visit_is_expected_for_november_and_nothing_later_is_known() {
    let dossier = story();
    let visit = event(&dossier, "tokayev-visit");
    let snapshot = as_of(&dossier, "2025-09-05");
    let state = &snapshot[visit];
    assert_eq!((state.status, state.slip, state.slipped), (CurrentStatus::Said(ReportStatus::Expected), None, false));
    assert_eq!(shown(state.date.as_ref()), "Nov 2025");
    let promised = state.schedule.iter().map(|promise| shown(promise.date(&dossier[visit].reports)));
    let mut promised: Vec<String> = promised.collect();
    promised.dedup();
    assert_eq!(promised, ["1–7 Nov 2025", "Nov 2025"], "the first week first, then only the month");
    assert!(!state.complete && state.contested.is_empty() && state.actual.is_none());
    let latest: Option<NaiveDate> =
        state.known.iter().filter_map(|&report| dossier.known(dossier[visit].reports[report as usize].source)).max();
    assert!(latest <= "2025-09-05".parse().ok());
}

#[test]
fn on_the_first_of_december_2025_the_visit_is_overdue() {
    let dossier = story();
    let state = &as_of(&dossier, "2025-12-01")[event(&dossier, "tokayev-visit")];
    assert_eq!((state.status, state.slip), (CurrentStatus::Overdue, Some(SlipDays(24, 30))));
    assert_eq!(shown(state.date.as_ref()), "Nov 2025");
}

#[test]
fn late_in_january_2026_the_visit_has_slipped_to_february() {
    let dossier = story();
    let state = &as_of(&dossier, "2026-01-25")[event(&dossier, "tokayev-visit")];
    assert_eq!((state.status, state.slip), (CurrentStatus::Said(ReportStatus::Expected), Some(SlipDays(86, 119))));
    assert_eq!(shown(state.date.as_ref()), "Feb 2026");
    assert_eq!(state.current_promise().map(|promise| promise.step), Some(ScheduleStep::Slipped(SlipDays(63, 119))));
}

#[test]
fn today_the_visit_has_happened_three_months_late_and_its_documents_are_contested() {
    let dossier = story();
    let visit = event(&dossier, "tokayev-visit");
    let snapshot = as_of(&dossier, "2026-11-24");
    let state = &snapshot[visit];
    assert_eq!((state.status, state.slip), (CurrentStatus::Said(ReportStatus::Happened), Some(SlipDays(88, 95))));
    assert_eq!(shown(state.actual.as_ref()), "3–4 Feb 2026");
    assert_eq!(shown(state.first_promise().and_then(|promise| promise.date(&dossier[visit].reports))), "1–7 Nov 2025");
    assert!(state.ledger.is_some_and(|row| row.outcome.word() == "late") && state.slipped && state.complete);
    assert_eq!((state.known.len(), state.origins), (37, 33));
    assert_eq!(values(contest(state, "documents", false)), ["37", "30", "27", "19", "20"]);
    assert!(contest(state, "documents", true).is_none() && contest(state, "date", false).is_none());
}

#[test]
fn the_september_delegation_was_announced_under_one_minister_and_came_under_another() {
    let dossier = story();
    let delegation = event(&dossier, "september-delegation");
    let before = as_of(&dossier, "2025-09-03");
    let state = &before[delegation];
    assert_eq!(state.status, CurrentStatus::Said(ReportStatus::Expected));
    assert_eq!(shown(state.date.as_ref()), "8–14 Sep 2025");
    assert!(state.contested.is_empty());

    let after = as_of(&dossier, "2025-09-10");
    let state = &after[delegation];
    assert_eq!(state.status, CurrentStatus::Said(ReportStatus::Happened));
    assert_eq!((shown(state.actual.as_ref()).as_str(), state.slip), ("8–9 Sep 2025", None));
    let leaders = values(contest(state, "leader", true));
    assert_eq!(leaders, ["Minister of Communications", "Murat Nurtleu"], "forecasts disagree, outcomes do not");
    assert!(contest(state, "leader", false).is_none());
    let came = after.event_actors(&dossier, delegation);
    for id in ["murat-nurtleu", "nurlan-sauranbayev", "arman-shakkaliyev"] {
        assert!(came.contains(&actor(&dossier, id)), "{id}");
    }
    let today = as_of(&dossier, "2026-11-24");
    let nurtleu = actor(&dossier, "murat-nurtleu");
    let title =
        |office: Option<&karwan::dossier::Office>| office.map(|office| office.title.clone()).unwrap_or_default();
    let then = title(today.office_at(&dossier, nurtleu, delegation));
    assert!(then.contains("Minister of Foreign Affairs"), "{then}");
    assert!(title(today.office_on(&dossier, nurtleu, today.day)).contains("Assistant"), "his office of today");
}

#[test]
fn the_agreement_that_was_to_be_signed_in_november_is_overdue_until_today() {
    let dossier = story();
    let snapshot = as_of(&dossier, "2026-11-24");
    let access = event(&dossier, "gwadar-access");
    assert_eq!(snapshot[access].status, CurrentStatus::Overdue);
    let first: Vec<EventIx> = snapshot.depends_on(&dossier, access);
    assert_eq!(first, [event(&dossier, "september-delegation"), event(&dossier, "tokayev-visit")]);
    assert!(snapshot.dependents(first[1]).contains(&access));
    assert_eq!(snapshot.assumed_slips(&dossier, access), [(first[1], SlipDays(88, 95))]);
}

#[test]
fn the_road_through_kabul_is_as_open_as_torkham() {
    let dossier = story();
    let Some(Rec::Corridor(road)) = dossier.find("trans-afghan-road") else { panic!("no road") };
    let is_torkham_to_kabul = |leg: u32| {
        let leg = &dossier[road].legs[leg as usize];
        dossier.spot_name(leg.from) == "Torkham" && dossier.spot_name(leg.to) == "Kabul"
    };
    let stands = |day: &str| {
        let state = as_of(&dossier, day)[road].clone();
        let since = state.since.and_then(|since| since.told(&dossier[road]).date.clone());
        (state.status, state.weakest.is_some_and(is_torkham_to_kabul), shown(since.as_ref()))
    };
    assert_eq!(stands("2025-09-05"), (Some(Open), false, "May 2021".to_owned()));
    assert_eq!(stands("2025-10-31"), (Some(Closed), true, "c. 12 Oct 2025".to_owned()));
    assert_eq!(stands("2025-12-05"), (Some(Restricted), true, "1 Dec 2025".to_owned()));
    assert_eq!(stands("2026-11-24").0, Some(Closed));
    let today = as_of(&dossier, "2026-11-24");
    let open = today[road].legs.iter().filter(|leg| leg.status == Some(Open)).count();
    assert_eq!(open, dossier[road].legs.len() - 1, "all legs but that one");
}

#[test]
fn no_corridor_of_the_story_is_unknown_today() {
    let dossier = story();
    let today = as_of(&dossier, "2026-11-24");
    for ix in (0u32..).map(CorridorIx).take(dossier.corridors.len()) {
        assert!(today[ix].status.is_some(), "{}", dossier[ix].id);
    }
}
