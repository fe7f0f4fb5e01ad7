//! How long it takes to work out what is known on a day: of the built-in story, and of 50,000 events with three reports
//! each.

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use karwan::dossier::{
    Actor, ActorIx, ArticleFields, Dossier, EdtfDate, Event, EventKind, Port, PortIx, Report, ReportStatus,
    ReportValue, SourcePlace,
};
use karwan::story::Snapshot;

fn large() -> Dossier {
    let mut dossier = Dossier::default();
    let start = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
    let at = |offset: u32| SourcePlace { file: 0, offset: offset.into() };
    for ix in 0..500 {
        dossier.actors.push(Actor {
            id: format!("actor-{ix}"),
            name: format!("Actor {ix}"),
            at: at(ix),
            ..Actor::default()
        });
        dossier.ports.push(Port {
            id: format!("port-{ix}"),
            name: format!("Port {ix}"),
            country: "PK".to_owned(),
            at: at(ix),
            ..Port::default()
        });
    }
    for ix in 0..50_000_u32 {
        let mut reports = Vec::new();
        for n in 0..3_u32 {
            let day = start + Days::new((ix * 7 % 2000 + n * 90).into());
            let before = reports.last().and_then(|report: &Report| report.source);
            let source = dossier.articles.push(ArticleFields {
                id: format!("article-{ix}-{n}"),
                title: "A headline of the usual length, as it was printed".to_owned(),
                outlet: "The Paper".to_owned(),
                published: Some(EdtfDate::day(day)),
                based_on: before.filter(|_| ix % 3 == 0).into_iter().collect(),
                relays: (ix % 10 == 0).then(|| "TASS".to_owned()),
                at: at(ix * 10 + n),
                ..ArticleFields::default()
            });
            reports.push(Report {
                source: Some(source),
                status: Some(if n == 2 { ReportStatus::Happened } else { ReportStatus::Expected }),
                date: Some(EdtfDate::day(day + Days::new(60))),
                by: Some(ActorIx((ix + n) % 500)),
                values: vec![("documents".to_owned(), ReportValue::Number((ix % 5 + n).into()))],
                at: at(ix * 10 + n),
                ..Report::default()
            });
        }
        dossier.events.push(Event {
            id: format!("event-{ix}"),
            title: format!("Event {ix}"),
            kind: EventKind::Visit,
            actors: vec![ActorIx(ix % 500), ActorIx((ix + 7) % 500)],
            ports: vec![PortIx(ix % 500)],
            reports,
            at: at(ix * 10),
            ..Event::default()
        });
    }
    dossier
}

fn snapshot(c: &mut Criterion) {
    let dossier = large();
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    c.bench_function("snapshot of 50,000 events", |b| b.iter(|| Snapshot::of(&dossier, day)));
    let built_in = karwan::dossier::load::built_in().dossier.expect("the built-in story opens");
    c.bench_function("snapshot of the built-in story", |b| b.iter(|| Snapshot::of(&built_in, day)));
    let parse = ["2025", "2025-11", "2025-09-02", "2025-11~", "2025-09-08/2025-09-14", "../2027-02-04"];
    c.bench_function("six dates", |b| b.iter(|| parse.map(|text| EdtfDate::parse(text).expect(text))));
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = snapshot }
criterion_main!(benches);
