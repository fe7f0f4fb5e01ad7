//! What changed in the frozen story between days, checked against its files by hand.

use crate::common::frozen::story;

use std::collections::HashSet;

use chrono::NaiveDate;
use karwan::dossier::{ActorIx, CorridorIx, Dossier, EventIx, FigureIx, Kind, Rec};
use karwan::report::wording::{self, citation};
use karwan::story::change::{ChangeKind, Newness, StoryChange, changes};
use karwan::story::{Snapshot, Statement};

fn as_of(dossier: &Dossier, day: &str) -> Snapshot {
    Snapshot::of(dossier, day.parse().expect("a day"))
}

fn between(dossier: &Dossier, from: &str, to: &str) -> Vec<StoryChange> {
    changes((dossier, &as_of(dossier, from)), (dossier, &as_of(dossier, to)))
}

/// The changes of one record: `1 Dec 2025 · what changed · where it stands`.
fn of(dossier: &Dossier, changes: &[StoryChange], id: &str) -> Vec<String> {
    let rec = dossier.find(id).unwrap_or_else(|| panic!("no record `{id}`"));
    let line = |change: &StoryChange| {
        let known = change.known.map_or_else(|| "always".to_owned(), |day| day.to_string());
        let words = wording::change::change(dossier, change);
        format!("{known} · {words} · {}", citation(dossier, change.source))
    };
    changes.iter().filter(|change| change.rec == rec).map(line).collect()
}

/// Fails unless each line is among those of the record.
#[track_caller]
fn has(dossier: &Dossier, changes: &[StoryChange], id: &str, wanted: &[&str]) {
    let lines = of(dossier, changes, id);
    for line in wanted {
        let times = lines.iter().filter(|found| found == line).count();
        assert_eq!(times, 1, "`{line}` of `{id}`:\n{}", lines.join("\n"));
    }
}

#[test]
fn between_september_and_december_2025_the_delegation_came_and_the_visit_became_overdue() {
    let dossier = story();
    let changes = between(&dossier, "2025-09-05", "2025-12-01");
    has(
        &dossier,
        &changes,
        "september-delegation",
        &[
            "2025-09-07 · confirmed 8–9 Sep 2025, was expected, Ministry of Foreign Affairs of Pakistan · The Truth \
             International, c. 7 Sep 2025",
            "2025-09-07 · date now 8–9 Sep 2025; was 8–14 Sep 2025, Ministry of Foreign Affairs of Pakistan · The \
             Truth International, c. 7 Sep 2025",
            "2025-09-07 · leader contested: Murat Nurtleu, others Minister of Communications, Ministry of Foreign Affairs \
             of Pakistan · The Truth International, c. 7 Sep 2025",
            "2025-09-08 · happened 8–9 Sep 2025, was confirmed · Dawn News, 8 Sep 2025",
            "2025-09-09 · further source: happened, 8–9 Sep 2025 · UrduPoint, 9 Sep 2025",
        ],
    );
    has(
        &dossier,
        &changes,
        "tokayev-visit",
        &[
            "2025-12-01 · overdue: expected for Nov 2025, Yerzhan Kistafin · Global Diplomacy Lens, c. 10 Sep–31 Oct 2025",
        ],
    );
    assert!(of(&dossier, &changes, "tokayev-visit").iter().all(|line| !line.contains("date moved")));
    has(
        &dossier,
        &changes,
        "trans-afghan-road",
        &[
            "2025-10-16 · Torkham–Kabul: closed, was open · Geo News, 16 Oct 2025",
            "2025-10-27 · further source: Torkham–Kabul: closed · IANS, 27 Oct 2025",
        ],
    );
    has(
        &dossier,
        &changes,
        "murat-nurtleu",
        &[
            "2025-09-26 · office: Assistant to the President for international investment and trade, from 26 Sep 2025 · RTVI, \
           26 Sep 2025",
        ],
    );
    has(&dossier, &changes, "nurtleu-replaced", &["2025-09-26 · new event: happened, 26 Sep 2025 · RTVI, 26 Sep 2025"]);
    let overdue = changes.iter().filter(|change| change.kind == ChangeKind::Overdue).count();
    let now = as_of(&dossier, "2025-12-01");
    let then = as_of(&dossier, "2025-09-05");
    let is_overdue = |snapshot: &Snapshot| -> HashSet<usize> {
        let events = snapshot.events.iter().enumerate();
        events.filter(|(_, state)| state.status == karwan::story::CurrentStatus::Overdue).map(|(ix, _)| ix).collect()
    };
    assert_eq!(overdue, is_overdue(&now).difference(&is_overdue(&then)).count());
}

#[test]
fn until_today_the_visit_moved_to_february_and_happened_and_its_documents_are_contested() {
    let dossier = story();
    let changes = between(&dossier, "2025-09-05", "2026-11-24");
    has(
        &dossier,
        &changes,
        "tokayev-visit",
        &[
            "2026-01-24 · date now Feb 2026; was Nov 2025 · DNA News, 24 Jan 2026",
            "2026-01-30 · date now 3–4 Feb 2026; was Feb 2026 · Pak Gazette, c. 30 Jan 2026",
            "2026-02-02 · confirmed 3–4 Feb 2026, was expected, Ministry of Foreign Affairs of Pakistan · Hum English, c. \
             2 Feb 2026",
            "2026-02-03 · happened 3–4 Feb 2026, was confirmed · Arab News Pakistan, 3 Feb 2026",
            "2026-02-04 · documents 37 · Arab News Pakistan, 4 Feb 2026",
            "2026-02-04 · documents contested: 30, others 37 · Suno News, c. 4 Feb 2026",
            "2026-02-04 · documents contested: 27, others 37, 30 · Caliber.Az (citing Dawn), c. 4 Feb 2026",
        ],
    );
    has(
        &dossier,
        &changes,
        "trade-1bn",
        &["2026-02-04 · date now by 4 Feb 2027; was 2024–2025, Shehbaz Sharif · PTI via NewsDrum, 4 Feb 2026"],
    );
    assert!(
        of(&dossier, &changes, "gwadar-access").iter().any(|line| line.contains("overdue: expected for Nov 2025")),
        "what was to be signed in November is overdue still"
    );
    assert!(changes.iter().all(|change| change.newness == Newness::Published), "only days lie between");
}

/// All statements of the dossier, with the days from which they are known.
fn statements(dossier: &Dossier) -> Vec<(Statement, Option<NaiveDate>)> {
    let each = |kind: Kind| (0u32..).take(dossier.count(kind));
    let mut all: Vec<Statement> = Vec::new();
    for ix in each(Kind::Event).map(EventIx) {
        all.extend((0u32..).take(dossier[ix].reports.len()).map(|k| Statement::Report(ix, k)));
    }
    for ix in each(Kind::Corridor).map(CorridorIx) {
        all.extend((0u32..).take(dossier[ix].reports.len()).map(|k| Statement::OnCorridor(ix, k)));
    }
    for ix in each(Kind::Actor).map(ActorIx) {
        all.extend((0u32..).take(dossier[ix].offices.len()).map(|k| Statement::Office(ix, k)));
        all.extend((0u32..).take(dossier[ix].positions.len()).map(|k| Statement::Position(ix, k)));
    }
    all.extend(each(Kind::Figure).map(|ix| Statement::Figure(FigureIx(ix))));
    all.into_iter().map(|statement| (statement, dossier.known(statement.sources(dossier)[0]))).collect()
}

#[test]
fn every_statement_that_became_known_is_told_once_with_its_source_and_every_article_appears() {
    let dossier = story();
    for (from, to) in [("2025-09-05", "2025-12-01"), ("2025-12-01", "2026-11-24"), ("2025-09-05", "2026-11-24")] {
        let changes = between(&dossier, from, to);
        let (from, to): (NaiveDate, NaiveDate) = (from.parse().unwrap(), to.parse().unwrap());
        let within = |known: Option<NaiveDate>| known.is_some_and(|known| known > from && known <= to);
        for (statement, known) in statements(&dossier) {
            let told: Vec<&StoryChange> = changes
                .iter()
                .filter(|c| c.statement == Some(statement))
                .filter(|c| !matches!(c.kind, ChangeKind::Overdue | ChangeKind::OfficeEnd))
                .collect();
            assert_eq!(within(known), !told.is_empty(), "{statement:?}");
            let about = statement.about(&dossier);
            assert!(told.iter().all(|change| about.is_none_or(|rec| rec == change.rec) && change.known == known));
            let alone = |kind| matches!(kind, ChangeKind::Source | ChangeKind::NewRecord);
            assert!(told.len() == 1 || told.iter().all(|change| !alone(change.kind)), "{told:#?}");
        }
        let keys: HashSet<&str> = changes.iter().map(|change| change.key.as_str()).collect();
        assert_eq!(keys.len(), changes.len(), "nothing twice");
        let cited: HashSet<_> = changes.iter().filter_map(|change| change.source).collect();
        for (ix, _) in dossier.articles.iter().filter(|(ix, _)| within(dossier.known(Some(*ix)))) {
            assert!(cited.contains(&ix), "`{}` is nowhere", dossier.id(Rec::Article(ix)));
        }
        assert!(changes.iter().all(|change| change.source.is_some()), "each has its source");
    }
}

#[test]
fn day_by_day_the_story_is_told_as_in_one_go() {
    let dossier = story();
    let days: Vec<NaiveDate> = karwan::story::publication_days(&dossier)
        .into_iter()
        .filter(|day| day.to_string().as_str() >= "2025-09")
        .collect();
    let snapshots: Vec<Snapshot> = days.iter().map(|&day| Snapshot::of(&dossier, day)).collect();
    let keys = |a: &Snapshot, b: &Snapshot| -> Vec<String> {
        let told = changes((&dossier, a), (&dossier, b));
        told.into_iter().filter(|c| c.kind != ChangeKind::Overdue).map(|c| c.key).collect()
    };
    let mut steps: Vec<String> = snapshots.windows(2).flat_map(|pair| keys(&pair[0], &pair[1])).collect();
    let mut at_once = keys(&snapshots[0], &snapshots[snapshots.len() - 1]);
    steps.sort();
    at_once.sort();
    assert_eq!(steps, at_once);
}
