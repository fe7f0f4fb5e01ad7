//! Small stories in which one thing changes.

use proptest::prelude::*;

use super::{ChangeKind, GainedFacts, Newness, SeenBaseline, StoryChange, by_record, changes, gone, marks};
use crate::dossier::{Dossier, FigureSubject, PortIx, Rec};
use crate::story::tests::build::{StoryBuilder, day};
use crate::story::{Snapshot, Statement};

/// Kind, from and to of each change, with what is contested.
fn told(changes: &[StoryChange]) -> Vec<String> {
    let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    let one = |c: &StoryChange| {
        let field = c.field.as_ref().map(|field| format!(" {field}")).unwrap_or_default();
        format!("{}{field}: {} > {}", c.kind.word(), text(&c.from), text(&c.to))
    };
    changes.iter().map(one).collect()
}

fn between(dossier: &Dossier, from: &str, to: &str) -> Vec<StoryChange> {
    let (before, after) = (Snapshot::of(dossier, day(from)), Snapshot::of(dossier, day(to)));
    changes((dossier, &before), (dossier, &after))
}

/// What reports change from the first of 2025 to the end of it.
fn of_reports(reports: &[&str]) -> Vec<String> {
    let mut b = StoryBuilder::default();
    b.event(reports);
    told(&between(&b.dossier, "2025-01-01", "2025-12-31"))
}

#[test]
fn one_report_that_moves_the_date_and_changes_the_status_gives_one_change_of_each_kind() {
    let told = of_reports(&["2025-01-01 expected 2026-02", "2025-03-01 confirmed 2026-05-03"]);
    assert_eq!(told, ["status: expected > confirmed", "date: Feb 2026 > 3 May 2026"]);
}

#[test]
fn a_mere_repeat_is_a_further_source() {
    let told = of_reports(&["2025-01-01 expected 2026-02 papers=3", "2025-03-01 expected 2026-02 papers=3"]);
    assert_eq!(told, ["source: - > -"]);
}

#[test]
fn a_new_event_is_told_once_and_what_is_said_of_it_after_that_by_what_it_changes() {
    let told = of_reports(&["2025-03-01 expected 2026-02", "2025-03-02 expected 2026-02", "2025-03-03 postponed"]);
    assert_eq!(told, ["new: - > -", "source: - > -", "status: expected > postponed", "date: Feb 2026 > -"]);
}

#[test]
fn what_happens_when_it_was_to_gives_the_status_alone() {
    assert_eq!(
        of_reports(&["2025-01-01 expected 2025-06", "2025-06-05 happened 2025-06-04"]),
        ["status: expected > happened"]
    );
    assert_eq!(
        of_reports(&["2025-01-01 expected 2025-06", "2025-08-05 happened 2025-08-04"]),
        ["status: overdue > happened", "date: Jun 2025 > 4 Aug 2025"]
    );
}

#[test]
fn a_date_that_moved_twice_is_told_twice() {
    let told = of_reports(&["2025-01-01 expected 2026", "2025-02-01 expected 2027", "2025-03-01 expected 2028"]);
    assert_eq!(told, ["date: 2026 > 2027", "date: 2027 > 2028"]);
}

#[test]
fn values_are_given_then_contested_and_a_repeated_value_is_neither() {
    let told = of_reports(&[
        "2025-01-01 happened 2024-12-31",
        "2025-02-01 happened papers=37",
        "2025-02-02 papers=37.0",
        "2025-02-03 papers=30",
        "2025-02-04 papers=27",
        "2025-02-05 papers=30",
    ]);
    assert_eq!(
        told,
        [
            "values: - > papers 37",
            "source: - > -",
            "contested papers: 37 > 30",
            "contested papers: 37, 30 > 27",
            "source: - > -"
        ]
    );
}

#[test]
fn what_happened_and_was_cancelled_is_contested_and_changes_the_status() {
    let told = of_reports(&["2025-01-01 happened 2024-12-31", "2025-02-01 denied"]);
    assert_eq!(told, ["status: happened > denied", "contested status: happened > denied"]);
}

#[test]
fn a_day_that_passes_without_news_is_told_with_the_source_of_the_date() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-01-01 expected 2025-06"]);
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    assert_eq!(told(&changes), ["overdue: expected > Jun 2025"]);
    assert_eq!(changes[0].known, Some(day("2025-07-01")));
    assert_eq!(changes[0].source, b.dossier[event].reports[0].source);
    assert_eq!(changes[0].newness, Newness::Published);
    assert_eq!(between(&b.dossier, "2025-07-01", "2025-12-31"), []);
}

#[test]
fn a_leg_that_closes_is_told_once_and_so_is_the_whole_corridor() {
    let mut b = StoryBuilder::default();
    b.corridor(2, &["2025-01-01 whole open", "2025-02-01 1 closed", "2025-02-02 1 closed", "2025-03-01 whole open"]);
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    assert_eq!(told(&changes), ["corridor: open > closed", "source: - > -", "corridor: closed > open"]);
}

#[test]
fn offices_positions_and_figures_are_told_and_their_repeats_are_further_sources() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    b.office(actor, "Minister 2025-01-01 from=2024");
    b.office(actor, "Envoy 2025-02-01 from=2025-02 to=2025-11 end=2025-11-05");
    b.office(actor, "Minister 2025-03-01 seen=2025-02");
    b.position(actor, "Karachi", "2025-04-01");
    b.position(actor, "Karachi", "2025-04-02");
    b.position(actor, "Gwadar", "2025-04-03");
    let about = FigureSubject::Rec(Rec::Actor(actor));
    b.figure(about, "trade 5 USD 2025-05-01 2024");
    b.figure(about, "trade 5.0 USD 2025-05-02 2024");
    b.figure(about, "trade 6 USD 2025-05-03 2024");
    b.figure(about, "trade 6 USD 2025-05-04 2023");
    assert_eq!(
        told(&between(&b.dossier, "2025-01-01", "2025-12-31")),
        [
            "office: - > Envoy",
            "source: - > Minister",
            "position: - > Karachi",
            "source: - > Karachi",
            "position: Karachi > Gwadar",
            "figure: - > -",
            "source: - > -",
            "contested trade: 5 > 6",
            "figure: - > -",
            "office-end: Envoy > Nov 2025"
        ]
    );
}

#[test]
fn an_actor_of_whom_something_becomes_known_for_the_first_time_is_new() {
    let mut b = StoryBuilder::default();
    let actor = b.actor();
    b.office(actor, "Minister 2025-02-01");
    b.position(actor, "Karachi", "2025-02-01");
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    assert_eq!(told(&changes), ["new: - > -", "position: - > Karachi"]);
    assert_eq!(changes[0].statement, Some(Statement::Office(actor, 0)));
}

#[test]
fn an_article_is_told_by_what_it_says_or_by_itself() {
    let mut b = StoryBuilder::default();
    b.event(&["2025-02-01 expected"]);
    let alone = b.article("2025-02-02");
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    assert_eq!(told(&changes), ["new: - > -", "article: - > -"]);
    assert_eq!(changes[1].rec, Rec::Article(alone));
}

#[test]
fn a_source_of_a_port_is_a_further_source_once_the_port_is_seen() {
    let mut b = StoryBuilder::default();
    let port = b.port();
    let (early, late) = (b.article("2025-02-01"), b.article("2025-09-01"));
    b.dossier.ports[0].sources = vec![early, late];
    b.figure(FigureSubject::Rec(Rec::Port(port)), "depth 14 m 2025-06-01");
    assert_eq!(told(&between(&b.dossier, "2025-01-01", "2025-05-01")), ["article: - > -"], "the port is not known yet");
    let later = between(&b.dossier, "2025-06-01", "2025-12-01");
    assert_eq!(told(&later), ["source: - > -"]);
    assert_eq!((later[0].rec, later[0].source), (Rec::Port(PortIx(0)), Some(late)));
}

#[test]
fn what_the_files_gained_is_told_apart_from_what_was_published() {
    let mut before = StoryBuilder::default();
    before.event(&["2025-01-01 expected 2026", "2025-03-01 expected 2027"]);
    let mut after = StoryBuilder::default();
    after.event(&["2025-01-01 expected 2026", "2025-03-01 expected 2027"]);
    after.report(crate::dossier::EventIx(0), "2025-02-01 expected 2026-05");
    after.report(crate::dossier::EventIx(0), "2025-08-01 expected 2028");
    let (older, newer) = (before.as_of("2025-06-01"), after.as_of("2025-09-01"));
    let changes = changes((&before.dossier, &older), (&after.dossier, &newer));
    assert_eq!(told(&changes), ["date: 2026 > May 2026", "date: 2027 > 2028"]);
    assert_eq!([changes[0].newness, changes[1].newness], [Newness::Added, Newness::Published]);
}

#[test]
fn a_date_that_was_edited_in_the_files_is_told_as_changed() {
    for (was, is, told_as) in [
        ("2025-06-18", "2025-06-21", "edited: 18 Jun 2025 > 21 Jun 2025"),
        ("2025-06", "2025-06-21", "edited: Jun 2025 > 21 Jun 2025"),
        ("2025", "2026-11~", "edited: 2025 > c. Nov 2026"),
        ("../2025-12-31", "../2026-03-31", "edited: by 31 Dec 2025 > by 31 Mar 2026"),
    ] {
        let files = |date: &str| {
            let mut b = StoryBuilder::default();
            b.event(&["2025-01-01 expected 2024-12-01", &format!("2025-02-01 expected {date}")]);
            b
        };
        let (before, after) = (files(was), files(is));
        let (older, newer) = (before.as_of("2025-03-01"), after.as_of("2025-03-01"));
        let (older, newer) = ((&before.dossier, &older), (&after.dossier, &newer));
        assert_eq!(told(&changes(older, newer)), [told_as]);
        assert_eq!(gone(older, newer), 0, "what was edited is not gone");
    }
}

#[test]
fn a_second_date_of_a_source_is_no_edit() {
    let mut before = StoryBuilder::default();
    before.event(&["2025-01-01 expected 2025-06-18"]);
    let mut after = StoryBuilder::default();
    after.event(&["2025-01-01 expected 2025-06-18", "@0 expected 2025-06-21"]);
    let (older, newer) = (before.as_of("2025-03-01"), after.as_of("2025-03-01"));
    let told = told(&changes((&before.dossier, &older), (&after.dossier, &newer)));
    assert_eq!(told, ["date: 18 Jun 2025 > 21 Jun 2025"]);
}

#[test]
fn a_report_that_turns_up_in_front_of_all_others_is_a_further_source() {
    let mut before = StoryBuilder::default();
    before.event(&["2025-03-01 expected 2027"]);
    let mut after = StoryBuilder::default();
    after.event(&["2025-03-01 expected 2027", "2025-02-01 expected 2026"]);
    let (older, newer) = (before.as_of("2025-06-01"), after.as_of("2025-06-01"));
    assert_eq!(told(&changes((&before.dossier, &older), (&after.dossier, &newer))), ["source: - > -"]);
}

#[test]
fn what_is_no_more_contested_is_settled() {
    let mut before = StoryBuilder::default();
    before.event(&["2025-01-01 happened papers=37", "2025-01-02 happened papers=30"]);
    let mut after = StoryBuilder::default();
    after.event(&["2025-01-01 happened papers=37"]);
    let (older, newer) = (before.as_of("2025-06-01"), after.as_of("2025-06-02"));
    assert_eq!(told(&changes((&before.dossier, &older), (&after.dossier, &newer))), ["settled papers: - > 37"]);
    let earlier = after.as_of("2025-05-01");
    assert_eq!(changes((&before.dossier, &older), (&after.dossier, &earlier)), [], "as of an earlier day");
}

#[test]
fn records_and_statements_are_found_again_wherever_they_stand() {
    let mut before = StoryBuilder::default();
    before.event(&["2025-01-01 expected 2026", "2025-01-02 expected 2027 papers=3"]);
    let actor = before.actor();
    before.position(actor, "Karachi", "2025-01-03");
    let mut after = StoryBuilder::default();
    for published in ["2025-01-01", "2025-01-02"] {
        after.article(published);
    }
    let position = after.article("2025-01-03");
    after.actor();
    after.event(&["@1 expected 2027 papers=3", "@0 expected 2026"]);
    after.position(actor, "Karachi", "2025-01-04");
    after.dossier.actors[0].positions[0].source = Some(position);
    let (older, newer) = (before.as_of("2025-01-03"), after.as_of("2025-01-03"));
    assert_eq!(changes((&before.dossier, &older), (&after.dossier, &newer)), []);
}

#[test]
fn a_corrected_quote_is_no_news_and_the_same_words_twice_are_two_facts() {
    let mut b = StoryBuilder::default();
    let event = b.event(&["2025-02-01 expected 2026", "@0 expected 2026"]);
    let keys: Vec<String> =
        between(&b.dossier, "2025-01-01", "2025-12-31").into_iter().map(|change| change.key).collect();
    assert_eq!(keys.len(), 2);
    assert!(keys[0].starts_with("event-0/report/article-0/") && keys[1].contains("~2/"), "{keys:?}");
    b.dossier.events[event.ix()].reports[0].quote = Some("likely".to_owned());
    let again: Vec<String> =
        between(&b.dossier, "2025-01-01", "2025-12-31").into_iter().map(|change| change.key).collect();
    assert_eq!(keys, again);
}

#[test]
fn a_key_is_the_same_in_every_run_and_on_every_machine() {
    let mut b = StoryBuilder::default();
    b.event(&["2025-02-01 expected 2026-11 papers=37"]);
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    assert_eq!(changes[0].key, "event-0/report/article-0/694a8ade31dedd7a/new");
}

#[test]
fn marked_changes_stay_seen_while_the_others_of_the_same_report_do_not() {
    let mut b = StoryBuilder::default();
    b.event(&["2025-02-01 expected 2026", "2025-03-01 confirmed 2027"]);
    let (start, now) = (b.as_of("2025-01-01"), b.as_of("2025-12-31"));
    let mut baseline = SeenBaseline::of(&b.dossier, &start);
    let unseen = |baseline: &SeenBaseline| GainedFacts::since(&b.dossier, baseline).changes(&b.dossier, &now, baseline);
    for left in [["status", "date"].as_slice(), &["date"], &[]] {
        let all = unseen(&baseline);
        for key in marks(&b.dossier, &[&all[0]], &all) {
            baseline.add(&key);
        }
        let words: Vec<&str> = unseen(&baseline).iter().map(|change| change.kind.word()).collect();
        assert_eq!(words, left);
    }
    let facts = GainedFacts::since(&b.dossier, &baseline).facts.len();
    assert_eq!(facts, 2, "the two articles, of which each is told by what it says");
}

#[test]
fn changes_stand_by_record_the_newest_first() {
    let mut b = StoryBuilder::default();
    b.event(&["2025-02-01 expected", "2025-05-01 expected 2026"]);
    b.event(&["2025-04-01 expected"]);
    let changes = between(&b.dossier, "2025-01-01", "2025-12-31");
    let groups: Vec<(usize, Vec<usize>)> = by_record(&changes).into_iter().map(|(rec, of)| (rec.ix(), of)).collect();
    assert_eq!(groups, [(0, vec![2, 0]), (1, vec![1])]);
}

/// A report on one of three events, by an article of its own.
fn report() -> impl Strategy<Value = (usize, String)> {
    let days = prop::sample::select(vec!["2025-01-05", "2025-02", "2025-02-10", "2025-03-01", "2025-03-31", "none"]);
    let status = prop::sample::select(vec!["", " expected", " confirmed", " happened", " postponed", " denied"]);
    let date = prop::sample::select(vec!["", " 2025-01", " 2025-02-14", " 2025-03", " 2026", " ../2026-05"]);
    let value = prop::sample::select(vec!["", " papers=37", " papers=30", " leader=X"]);
    (0..3usize, days, status, date, value)
        .prop_map(|(event, day, status, date, value)| (event, format!("{day}{status}{date}{value}")))
}

fn story(reports: &[(usize, String)]) -> StoryBuilder {
    let mut b = StoryBuilder::default();
    for n in 0..3 {
        let own: Vec<&str> = reports.iter().filter(|(event, _)| *event == n).map(|(_, text)| text.as_str()).collect();
        b.event(&own);
    }
    b
}

/// The keys of what is told from one day to another by a day in between, and straight.
fn both_ways(reports: &[(usize, String)], first: u64, second: u64) -> (Vec<String>, Vec<String>) {
    let b = story(reports);
    let at = |days| Snapshot::of(&b.dossier, day("2025-01-01") + chrono::Days::new(days));
    let (start, middle, end) = (at(first), at(first + second / 2), at(first + second));
    let keys = |from: &Snapshot, to: &Snapshot| -> Vec<String> {
        changes((&b.dossier, from), (&b.dossier, to)).into_iter().map(|change| change.key).collect()
    };
    let mut by_the_way = [keys(&start, &middle), keys(&middle, &end)].concat();
    let mut direct = keys(&start, &end);
    // What was overdue in between and is no more is not told afterwards.
    by_the_way.retain(|key| !key.contains("/overdue/") || direct.contains(key));
    by_the_way.sort();
    direct.sort();
    (by_the_way, direct)
}

#[test]
fn what_was_denied_and_is_expected_again_after_its_day_is_overdue_from_then() {
    let reports = ["2025-02 expected", "2025-02-10 denied", "2025-01-05 expected 2025-01"];
    let (by_the_way, direct) = both_ways(&reports.map(|text| (2, text.to_owned())), 20, 40);
    assert!(direct.iter().any(|key| key.contains("/overdue/")), "{direct:?}");
    assert_eq!(by_the_way, direct);
}

proptest! {
    #[test]
    fn between_a_snapshot_and_itself_nothing_changes(reports in prop::collection::vec(report(), 0..12), at in 0..120u64) {
        let b = story(&reports);
        let now = Snapshot::of(&b.dossier, day("2025-01-01") + chrono::Days::new(at));
        prop_assert_eq!(changes((&b.dossier, &now), (&b.dossier, &now)), []);
    }

    #[test]
    fn the_way_by_another_day_tells_the_same(
        reports in prop::collection::vec(report(), 0..12), first in 0..60u64, second in 0..60u64,
    ) {
        let (by_the_way, direct) = both_ways(&reports, first, second);
        prop_assert_eq!(by_the_way, direct);
    }

    #[test]
    fn each_statement_that_became_known_is_told_in_one_place_and_not_twice(
        reports in prop::collection::vec(report(), 0..12), first in 0..60u64, second in 0..60u64,
    ) {
        let b = story(&reports);
        let at = |days| Snapshot::of(&b.dossier, day("2025-01-01") + chrono::Days::new(days));
        let (start, end) = (at(first), at(first + second));
        let changes = changes((&b.dossier, &start), (&b.dossier, &end));
        let mut keys: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), changes.len());
        for (ix, event) in (0u32..).map(crate::dossier::EventIx).zip(&b.dossier.events) {
            for (k, report) in (0u32..).zip(&event.reports) {
                let of: Vec<&StoryChange> = changes
                    .iter()
                    .filter(|change| change.statement == Some(Statement::Report(ix, k)))
                    .filter(|change| change.kind != ChangeKind::Overdue)
                    .collect();
                let gained = end.is_known(&b.dossier, report.source) && !start.is_known(&b.dossier, report.source);
                prop_assert_eq!(gained, !of.is_empty());
                prop_assert!(of.iter().all(|change| change.rec == Rec::Event(ix) && change.source == report.source));
                let alone = of.iter().any(|c| matches!(c.kind, ChangeKind::Source | ChangeKind::NewRecord));
                prop_assert!(!alone || of.len() == 1);
            }
        }
    }
}
