//! The facts of a dossier, each with a name that is the same in every run and on every machine.
//!
//! A name consists of the record's id, the kind of statement, the source's id and a fingerprint of what is claimed.
//! Speakers, quotes and notes are not part of it, so that correcting a quote is not news. If a source
//! claims the same thing of a record twice, the name of the second ends in `~2`.

use std::fmt::Write as _;
use std::hash::Hasher as _;

use fnv::FnvHasher;
use hashbrown::{HashMap, HashSet};

use crate::dossier::{
    ActorIx, ArticleIx, CorridorIx, CorridorReport, Dossier, EventIx, Figure, FigureAmount, FigureIx, FigureSubject,
    Kind, Office, Position, Rec, Report, SourcePlace,
};
use crate::story::{Snapshot, Statement};

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FactKind {
    /// Position in an event's reports.
    Report(u32),
    /// Position in a corridor's reports.
    OnCorridor(u32),
    /// Position in an actor's offices.
    Office(u32),
    /// The end of an office that is given by another article; position in an actor's offices.
    OfficeEnd(u32),
    /// Position in an actor's positions.
    Position(u32),
    /// A figure.
    Figure(FigureIx),
    /// An article among the `sources` of a record that nothing else cites.
    Cited,
    /// A record without any statement.
    Record,
    /// An article.
    Article,
}

/// One fact.
#[derive(Clone, Copy, Debug)]
pub(super) struct StatedFact {
    /// The record that the fact is shown under: what it is about, or the figure itself if it is about the story.
    pub rec: Rec,
    /// Its kind.
    pub what: FactKind,
    /// Who said it.
    pub source: Option<ArticleIx>,
    /// The article.
    pub at: SourcePlace,
}

impl StatedFact {
    /// The statement, if it is one.
    pub fn statement(self) -> Option<Statement> {
        match (self.what, self.rec) {
            (FactKind::Report(k), Rec::Event(ix)) => Some(Statement::Report(ix, k)),
            (FactKind::OnCorridor(k), Rec::Corridor(ix)) => Some(Statement::OnCorridor(ix, k)),
            (FactKind::Office(k) | FactKind::OfficeEnd(k), Rec::Actor(ix)) => Some(Statement::Office(ix, k)),
            (FactKind::Position(k), Rec::Actor(ix)) => Some(Statement::Position(ix, k)),
            (FactKind::Figure(ix), _) => Some(Statement::Figure(ix)),
            _ => None,
        }
    }
}

/// The fingerprint of a text: 64-bit FNV-1a.
#[must_use]
pub fn fingerprint(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The fact that a record exists: a baseline that contains it has seen the record.
pub(super) fn record_key(id: &str) -> String {
    format!("{id}/record")
}

/// The name of an article as a fact.
pub(super) fn article_key(id: &str) -> String {
    format!("{id}/article")
}

/// The kinds of record that have facts.
pub(super) const RECORDS: [Kind; 5] = [Kind::Event, Kind::Corridor, Kind::Actor, Kind::Port, Kind::Place];

/// Visits every fact with its name, articles last.
pub(super) fn each(dossier: &Dossier, mut visit: impl FnMut(StatedFact, &str)) {
    let mut figures: HashMap<Rec, Vec<FigureIx>> = HashMap::new();
    for (ix, figure) in (0u32..).map(FigureIx).zip(&dossier.figures) {
        if let FigureSubject::Rec(rec) = figure.about {
            figures.entry(rec).or_default().push(ix);
        }
    }
    let mut names = FactNames { dossier, given: HashMap::new(), key: String::new() };
    for kind in RECORDS {
        for rec in dossier.all(kind) {
            let facts = of_record(dossier, rec, figures.get(&rec).map_or(&[], Vec::as_slice));
            for fact in facts {
                let key = names.name(dossier.id(rec), fact);
                visit(fact, key);
            }
        }
    }
    for (ix, figure) in (0u32..).map(FigureIx).zip(&dossier.figures) {
        if figure.about == FigureSubject::Story {
            let fact =
                StatedFact { rec: ix.into(), what: FactKind::Figure(ix), source: Some(figure.source), at: figure.at };
            visit(fact, names.name("-story", fact));
        }
    }
    for (ix, article) in dossier.articles.iter() {
        let fact = StatedFact { rec: ix.into(), what: FactKind::Article, source: Some(ix), at: article.at };
        names.key.clear();
        names.key.push_str(&article_key(article.id));
        visit(fact, &names.key);
    }
}

/// The articles behind the facts about a visible record.
pub(super) fn sources(dossier: &Dossier, snapshot: &Snapshot) -> HashSet<ArticleIx> {
    let mut sources: HashSet<ArticleIx> = dossier.figures.iter().map(|figure| figure.source).collect();
    for kind in RECORDS {
        let visible = dossier.all(kind).filter(|&rec| snapshot.is_visible(dossier, rec));
        sources.extend(visible.flat_map(|rec| of_record(dossier, rec, &[])).filter_map(|fact| fact.source));
    }
    sources
}

/// The facts about one record, in the order of the files.
fn of_record(dossier: &Dossier, rec: Rec, figures: &[FigureIx]) -> Vec<StatedFact> {
    let fact = |what, source, at| StatedFact { rec, what, source, at };
    let mut facts: Vec<StatedFact> = Vec::new();
    let mut cited: &[ArticleIx] = &[];
    match rec {
        Rec::Event(ix) => {
            let reports = (0u32..).zip(&dossier[ix].reports);
            facts.extend(reports.map(|(k, r)| fact(FactKind::Report(k), r.source, r.at)));
        }
        Rec::Corridor(ix) => {
            let reports = (0u32..).zip(&dossier[ix].reports);
            facts.extend(reports.map(|(k, r)| fact(FactKind::OnCorridor(k), r.source, r.at)));
            cited = &dossier[ix].sources;
        }
        Rec::Actor(ix) => {
            for (k, office) in (0u32..).zip(&dossier[ix].offices) {
                facts.push(fact(FactKind::Office(k), office.source, office.at));
                if office.end_source.is_some() && office.to.is_some() {
                    facts.push(fact(FactKind::OfficeEnd(k), office.end_source, office.at));
                }
            }
            let positions = (0u32..).zip(&dossier[ix].positions);
            facts.extend(positions.map(|(k, p)| fact(FactKind::Position(k), p.source, p.at)));
            cited = &dossier[ix].sources;
        }
        Rec::Port(ix) => cited = &dossier[ix].sources,
        Rec::Place(ix) => cited = &dossier[ix].sources,
        Rec::Article(_) | Rec::Figure(_) => {}
    }
    facts.extend(figures.iter().map(|&ix| fact(FactKind::Figure(ix), Some(dossier[ix].source), dossier[ix].at)));
    // A record without statements is itself a fact.
    if facts.is_empty() {
        facts.push(fact(FactKind::Record, None, dossier.at(rec)));
    }
    if !cited.is_empty() {
        let said: HashSet<ArticleIx> = facts.iter().filter_map(|f| f.source).collect();
        let rest = cited.iter().filter(|source| !said.contains(*source));
        facts.extend(rest.map(|&source| fact(FactKind::Cited, Some(source), dossier.at(rec))));
    }
    facts
}

/// Gives out names, and numbers those that occur again.
struct FactNames<'d> {
    dossier: &'d Dossier,
    given: HashMap<u64, u32>,
    key: String,
}

impl FactNames<'_> {
    fn name(&mut self, record: &str, fact: StatedFact) -> &str {
        let dossier = self.dossier;
        if fact.what == FactKind::Record {
            self.key = record_key(record);
            return &self.key;
        }
        let source = fact.source.map_or("-", |ix| dossier.articles.get(ix).id);
        let (sort, content) = match (fact.what, fact.rec) {
            (FactKind::Report(k), Rec::Event(ix)) => ("report", report(dossier, ix, k)),
            (FactKind::OnCorridor(k), Rec::Corridor(ix)) => ("report", on_corridor(dossier, ix, k)),
            (FactKind::Office(k), Rec::Actor(ix)) => ("office", office(dossier, ix, k, false)),
            (FactKind::OfficeEnd(k), Rec::Actor(ix)) => ("office-end", office(dossier, ix, k, true)),
            (FactKind::Position(k), Rec::Actor(ix)) => ("position", position(dossier, ix, k)),
            (FactKind::Figure(ix), _) => ("figure", figure(&dossier[ix])),
            _ => ("cited", 0),
        };
        self.key.clear();
        let _ = write!(self.key, "{record}/{sort}/{source}/{content:016x}");
        let times = self.given.entry(fingerprint(&self.key)).or_insert(0);
        *times += 1;
        if *times > 1 {
            let _ = write!(self.key, "~{times}");
        }
        &self.key
    }
}

/// The fingerprint of several parts, separated so that no two sequences of parts collide.
#[derive(Default)]
struct FactParts(FnvHasher);

impl FactParts {
    fn part(mut self, text: &str) -> FactParts {
        self.0.write(text.as_bytes());
        self.0.write(&[0xff]);
        self
    }

    fn date(self, date: Option<&crate::dossier::EdtfDate>) -> FactParts {
        self.part(date.map_or("", crate::dossier::EdtfDate::as_str))
    }

    fn done(self) -> u64 {
        self.0.finish()
    }
}

fn report(dossier: &Dossier, ix: EventIx, k: u32) -> u64 {
    let report: &Report = &dossier[ix].reports[k as usize];
    report_dated(report, report.date.as_ref().map_or("", crate::dossier::EdtfDate::as_str))
}

/// The print of a report as if it gave another date; `""`: none.
fn report_dated(report: &Report, date: &str) -> u64 {
    let mut values: Vec<String> = report.values.iter().map(|(key, value)| format!("{key}\u{ff}{value}")).collect();
    values.sort();
    let claims = report.status.is_some() || !date.is_empty() || !values.is_empty();
    let mut parts = FactParts::default().part(report.status.map_or("", |s| s.word())).part(date);
    for value in &values {
        parts = parts.part(value);
    }
    // A statement that claims nothing but its words is told apart by them.
    if claims { parts.done() } else { parts.part(report.quote.as_deref().unwrap_or_default()).done() }
}

/// The name that the fact with this name would have if its report gave another date.
pub(super) fn renamed(key: &str, report: &Report, date: &str) -> Option<String> {
    Some(format!("{}/{:016x}", key.rsplit_once('/')?.0, report_dated(report, date)))
}

fn on_corridor(dossier: &Dossier, ix: CorridorIx, k: u32) -> u64 {
    let corridor = &dossier[ix];
    let report: &CorridorReport = &corridor.reports[k as usize];
    let leg = report.leg.and_then(|leg| corridor.legs.get(leg as usize));
    let ends = leg.map(|leg| [leg.from, leg.to].map(|spot| dossier.id(spot.into())));
    let [from, to] = ends.unwrap_or_default();
    let parts = FactParts::default().part(from).part(to).part(report.status.map_or("", |s| s.word()));
    let parts = parts.date(report.date.as_ref());
    if report.status.is_some() || report.date.is_some() {
        return parts.done();
    }
    parts.part(report.quote.as_deref().unwrap_or_default()).done()
}

fn office(dossier: &Dossier, ix: ActorIx, k: u32, end: bool) -> u64 {
    let office: &Office = &dossier[ix].offices[k as usize];
    let organisation = office.organisation.map_or("", |ix| dossier.id(ix.into()));
    let parts = FactParts::default().part(&office.title).part(organisation);
    let parts = parts.date(office.from.as_ref()).date(office.seen.as_ref());
    // The end belongs to the article that gives it.
    let to = office.to.as_ref().filter(|_| end || office.end_source.is_none());
    parts.date(to).done()
}

fn position(dossier: &Dossier, ix: ActorIx, k: u32) -> u64 {
    let position: &Position = &dossier[ix].positions[k as usize];
    FactParts::default().part(&position.issue).part(&position.stance).done()
}

fn figure(figure: &Figure) -> u64 {
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let (min, max) = match figure.amount {
        FigureAmount::Exactly(n) => (number(Some(n)), "=".to_owned()),
        FigureAmount::Range { min, max } => (number(min), number(max)),
    };
    let parts = FactParts::default().part(&figure.metric).part(figure.kind.map_or("", |k| k.word())).part(&figure.unit);
    parts.part(&min).part(&max).date(figure.period.as_ref()).done()
}
