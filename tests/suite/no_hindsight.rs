//! As of a day, nothing that became known later appears anywhere: over every day of the built-in story.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use karwan::dossier::{
    ActorIx, Article, ArticleFields, ArticleIx, CorridorStatus, Dossier, EdtfDate, FigureAmount, FigureIx,
    FigureSubject, Rec, ReportStatus, ReportValue,
};
use karwan::story::{Snapshot, publication_days};

fn story() -> Arc<Dossier> {
    karwan::dossier::load::built_in().dossier.expect("the built-in story opens")
}

/// The statements of each record that a reduced dossier keeps, by their old positions.
struct Kept {
    reports: Vec<Vec<u32>>,
    offices: Vec<Vec<u32>>,
    positions: Vec<Vec<u32>>,
    corridor_reports: Vec<Vec<u32>>,
    figures: Vec<u32>,
}

/// The dossier as it would have been written on `day`: without the statements and articles that became known later.
/// All records stay, so that their names hold. A record of which nothing is known yet keeps one statement, emptied, of
/// an article that is still to come: without any it would be one of which nothing was ever said.
fn reduced(full: &Dossier, day: NaiveDate) -> (Dossier, Kept) {
    let is_known = |source: Option<ArticleIx>| full.known(source).is_none_or(|known| known <= day);
    let mut dossier = Dossier::default();
    // Until when the author looked is not said by a source.
    dossier.story.researched.clone_from(&full.story.researched);
    for (ix, article) in full.articles.iter() {
        let mut fields = fields_of(&article);
        if !is_known(Some(ix)) {
            fields = ArticleFields { published: fields.published, retrieved: fields.retrieved, ..Default::default() };
        }
        dossier.articles.push(fields);
    }
    let figures_known = |rec: Rec| {
        full.figures.iter().any(|figure| figure.about == FigureSubject::Rec(rec) && is_known(Some(figure.source)))
    };
    let keep = |sources: Vec<Option<ArticleIx>>| -> Vec<u32> {
        (0u32..).zip(sources).filter(|(_, source)| is_known(*source)).map(|(position, _)| position).collect()
    };
    let mut kept = Kept {
        reports: full.events.iter().map(|e| keep(e.reports.iter().map(|r| r.source).collect())).collect(),
        offices: full.actors.iter().map(|a| keep(a.offices.iter().map(|o| o.source).collect())).collect(),
        positions: full.actors.iter().map(|a| keep(a.positions.iter().map(|p| p.source).collect())).collect(),
        corridor_reports: full.corridors.iter().map(|c| keep(c.reports.iter().map(|r| r.source).collect())).collect(),
        figures: keep(full.figures.iter().map(|f| Some(f.source)).collect()),
    };
    for (ix, event) in full.events.iter().enumerate() {
        let mut event = event.clone();
        let stub = event.reports.first().cloned();
        select(&mut event.reports, &kept.reports[ix]);
        if event.reports.is_empty() && !figures_known(Rec::new(karwan::dossier::Kind::Event, ix)) {
            event
                .reports
                .extend(stub.map(|stub| karwan::dossier::Report { source: stub.source, ..Default::default() }));
        }
        dossier.events.push(event);
    }
    for (ix, actor) in full.actors.iter().enumerate() {
        let mut actor = actor.clone();
        let (office, position) = (actor.offices.first().cloned(), actor.positions.first().cloned());
        select(&mut actor.offices, &kept.offices[ix]);
        select(&mut actor.positions, &kept.positions[ix]);
        for office in &mut actor.offices {
            if !is_known(office.end_source) {
                (office.to, office.end_source) = (None, None);
            }
        }
        let nothing = actor.offices.is_empty() && actor.positions.is_empty();
        if nothing && !figures_known(Rec::new(karwan::dossier::Kind::Actor, ix)) {
            actor.offices.extend(office);
            actor.positions.extend(position);
        }
        dossier.actors.push(actor);
    }
    for (ix, corridor) in full.corridors.iter().enumerate() {
        let mut corridor = corridor.clone();
        let stub = corridor.reports.first().cloned();
        select(&mut corridor.reports, &kept.corridor_reports[ix]);
        if corridor.reports.is_empty() && !figures_known(Rec::new(karwan::dossier::Kind::Corridor, ix)) {
            corridor.reports.extend(stub);
        }
        dossier.corridors.push(corridor);
    }
    dossier.ports.clone_from(&full.ports);
    dossier.places.clone_from(&full.places);
    // A record of which only later figures speak keeps one of them.
    let mut spoken_of = HashSet::new();
    let lasting = (0u32..).zip(&full.figures).filter(|(_, figure)| match figure.about {
        FigureSubject::Rec(rec) => !figures_known(rec) && spoken_of.insert(rec),
        FigureSubject::Story => false,
    });
    let lasting: Vec<u32> = lasting.map(|(ix, _)| ix).collect();
    kept.figures.extend(lasting);
    kept.figures.sort_unstable();
    dossier.figures.clone_from(&full.figures);
    select(&mut dossier.figures, &kept.figures);
    (dossier, kept)
}

fn fields_of(article: &Article<'_>) -> ArticleFields {
    let date = |text: Option<&str>| text.map(|text| EdtfDate::parse(text).expect("it was read before"));
    ArticleFields {
        id: article.id.to_owned(),
        published: date(article.published),
        retrieved: date(article.retrieved),
        based_on: article.based_on.to_vec(),
        relays: article.relays.map(str::to_owned),
        at: article.at,
        ..ArticleFields::default()
    }
}

fn select<T: Clone>(all: &mut Vec<T>, kept: &[u32]) {
    *all = kept.iter().map(|&ix| all[ix as usize].clone()).collect();
}

/// The snapshot of the full dossier in the positions of the reduced one. Panics where it refers to anything that the
/// reduced one does not have.
fn in_reduced_positions(mut snapshot: Snapshot, kept: &Kept) -> Snapshot {
    fn to(kept: &[u32]) -> impl Fn(&mut u32) {
        |position| *position = u32::try_from(kept.binary_search(position).expect("a known statement")).unwrap()
    }
    for (state, kept) in snapshot.events.iter_mut().zip(&kept.reports) {
        let to = to(kept);
        state.known.iter_mut().for_each(&to);
        state.status_report.iter_mut().for_each(&to);
        state.date_report.iter_mut().for_each(&to);
        state.status_cited.iter_mut().chain(&mut state.date_cited).for_each(&to);
        let ledger = state.ledger.iter_mut();
        ledger.flat_map(|row| row.first.iter_mut().chain(std::iter::once(&mut row.by_report))).for_each(&to);
        state.schedule.iter_mut().for_each(|promise| to(&mut promise.report));
        let sides = state.contested.iter_mut().flat_map(|contest| &mut contest.sides);
        sides.flat_map(|side| &mut side.reports).for_each(&to);
    }
    for (ix, state) in snapshot.actors.iter_mut().enumerate() {
        state.offices.iter_mut().for_each(to(&kept.offices[ix]));
        state.positions.iter_mut().for_each(to(&kept.positions[ix]));
    }
    for (state, kept) in snapshot.corridors.iter_mut().zip(&kept.corridor_reports) {
        let to = to(kept);
        state.known.iter_mut().for_each(&to);
        let since = state.legs.iter_mut().filter_map(|leg| leg.since.as_mut()).chain(&mut state.since);
        since.map(|since| &mut since.report).for_each(&to);
        state.legs.iter_mut().filter_map(|leg| leg.newest.as_mut()).chain(&mut state.newest).for_each(&to);
    }
    let to = to(&kept.figures);
    select(&mut snapshot.figures, &kept.figures);
    select(&mut snapshot.figure_rivals, &kept.figures);
    snapshot.figure_rivals.iter_mut().flatten().for_each(|FigureIx(ix)| to(ix));
    snapshot
}

/// `complete` tells that more was said later. It hides a summary and shows nothing, so here it does not count.
fn forget_complete(snapshot: &mut Snapshot) {
    snapshot.events.iter_mut().for_each(|state| state.complete = true);
    snapshot.actors.iter_mut().for_each(|state| state.complete = true);
    snapshot.corridors.iter_mut().for_each(|state| state.complete = true);
    snapshot.ports.iter_mut().chain(&mut snapshot.places).for_each(|state| state.complete = true);
}

/// Every day from the first to the last, with the last publication day up to it.
fn days(dossier: &Dossier) -> Vec<(NaiveDate, Vec<NaiveDate>)> {
    let publications = publication_days(dossier);
    let last = publications.last().copied().expect("a day");
    let until = publications.iter().skip(1).copied().chain(std::iter::once(last + chrono::Days::new(1)));
    let spans = publications.iter().zip(until);
    spans.map(|(&from, until)| (from, from.iter_days().take_while(|day| *day < until).collect())).collect()
}

#[test]
fn a_snapshot_is_that_of_the_dossier_as_it_was_on_the_day() {
    let full = story();
    let mut count = 0;
    for (published, days) in days(&full) {
        let (then, kept) = reduced(&full, published);
        for day in days {
            let mut now = in_reduced_positions(Snapshot::of(&full, day), &kept);
            let mut then = Snapshot::of(&then, day);
            forget_complete(&mut now);
            forget_complete(&mut then);
            assert!(now == then, "as of {day}: {}", first_difference(&now, &then));
            count += 1;
        }
    }
    assert!(count > 5000, "{count} days");
}

fn first_difference(now: &Snapshot, then: &Snapshot) -> String {
    let (now, then) = (format!("{now:#?}"), format!("{then:#?}"));
    let mut lines = now.lines().zip(then.lines()).enumerate();
    let found = lines.find(|(_, (a, b))| a != b);
    found.map_or_else(|| "in length".to_owned(), |(line, (a, b))| format!("line {line}: `{a}` instead of `{b}`"))
}

/// The dossier with everything that becomes known after `day` turned into its opposite.
fn falsified(full: &Dossier, day: NaiveDate) -> Dossier {
    let is_known = |source: Option<ArticleIx>| full.known(source).is_none_or(|known| known <= day);
    let mut dossier = Dossier::default();
    // Until when the author looked is not said by a source.
    dossier.story.researched.clone_from(&full.story.researched);
    for (ix, article) in full.articles.iter() {
        let mut fields = fields_of(&article);
        if !is_known(Some(ix)) {
            fields.published = Some(EdtfDate::day(day + chrono::Days::new(1)));
            fields.relays = Some("nobody".to_owned());
            fields.based_on = vec![ArticleIx(0)];
        }
        dossier.articles.push(fields);
    }
    let wrong_day = || Some(EdtfDate::parse("1999-09-09").expect("a date"));
    let wrong_actors = [ActorIx(0), ActorIx(1)];
    dossier.events.clone_from(&full.events);
    for report in dossier.events.iter_mut().flat_map(|event| &mut event.reports) {
        if !is_known(report.source) {
            let happened = report.status == Some(ReportStatus::Happened);
            report.status = Some(if happened { ReportStatus::Denied } else { ReportStatus::Happened });
            report.date = wrong_day();
            report.actors = wrong_actors.to_vec();
            report.by = Some(wrong_actors[0]);
            report.values = vec![("documents".to_owned(), ReportValue::Number(99.0))];
            report.at = karwan::dossier::SourcePlace::default();
        }
    }
    dossier.actors.clone_from(&full.actors);
    for actor in &mut dossier.actors {
        for office in &mut actor.offices {
            if !is_known(office.source) {
                (office.from, office.to, office.seen) = (wrong_day(), None, None);
            }
            if !is_known(office.end_source) {
                office.to = wrong_day();
            }
        }
        for stance in actor.positions.iter_mut().filter(|stance| !is_known(stance.source)) {
            "nowhere".clone_into(&mut stance.stance);
        }
    }
    dossier.corridors.clone_from(&full.corridors);
    for corridor in &mut dossier.corridors {
        for report in corridor.reports.iter_mut().filter(|report| !is_known(report.source)) {
            (report.status, report.leg) = (Some(CorridorStatus::Closed), None);
        }
    }
    dossier.ports.clone_from(&full.ports);
    dossier.places.clone_from(&full.places);
    dossier.figures.clone_from(&full.figures);
    for figure in dossier.figures.iter_mut().filter(|figure| !is_known(Some(figure.source))) {
        figure.amount = FigureAmount::Exactly(-1.0);
        figure.period = None;
    }
    dossier
}

#[test]
fn what_is_said_later_does_not_change_what_is_known_now() {
    let full = story();
    for day in publication_days(&full) {
        let false_later = falsified(&full, day);
        let (now, then) = (Snapshot::of(&full, day), Snapshot::of(&false_later, day));
        assert!(now == then, "as of {day}: {}", first_difference(&now, &then));
        for actor in (0u32..).map(ActorIx).take(full.actors.len()) {
            let title = |snapshot: &Snapshot, dossier: &Dossier| {
                snapshot.office_on(dossier, actor, day).map(|office| office.title.clone())
            };
            assert_eq!(title(&now, &full), title(&then, &false_later), "{actor:?} as of {day}");
        }
    }
}

#[test]
fn ties_charts_and_coverage_know_nothing_of_what_is_said_later() {
    let full = story();
    let mut told = (0, 0, 0);
    for day in publication_days(&full).into_iter().rev().step_by(15) {
        let false_later = falsified(&full, day);
        let (now, then) = (Snapshot::of(&full, day), Snapshot::of(&false_later, day));
        for actor in (0u32..).map(ActorIx).take(full.actors.len()) {
            let ties = now.ties(&full, actor);
            assert_eq!(ties, then.ties(&false_later, actor), "{actor:?} as of {day}");
            let coverage = now.coverage(&full, actor.into(), 52);
            assert_eq!(coverage, then.coverage(&false_later, actor.into(), 52), "{actor:?} as of {day}");
            told = (told.0 + ties.len(), told.1 + coverage.total, told.2);
        }
        let drawn = |snapshot: &Snapshot, dossier: &Dossier| -> Vec<String> {
            let charts = snapshot.charts(dossier, |_| true);
            charts.iter().map(|c| format!("{c:?} {:?} {:?}", c.joined(dossier), c.bars(dossier))).collect()
        };
        let charts = drawn(&now, &full);
        assert_eq!(charts, drawn(&then, &false_later), "as of {day}");
        told.2 += charts.len();
    }
    assert!(told.0 > 1000 && told.1 > 1000 && told.2 > 1000, "{told:?}");
}
