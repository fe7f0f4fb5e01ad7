//! Looks up, from an article or record, the statements that rest on it or are about it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hashbrown::HashMap;

use super::Snapshot;
use super::coverage::CoverageDays;
use super::links;
use crate::dossier::{ArticleIx, Dossier, EventIx, FigureIx, FigureSubject, Kind, Rec};

/// Reverse lookups of a dossier, whatever is known of it: a snapshot keeps them when it moves to another day or is cloned, and
/// leaves out what it does not know. They are built once, because a card asks for them on every frame.
#[derive(Clone, Debug, Default)]
pub(super) struct StepBack(Arc<LastingLookups>);

#[derive(Debug, Default)]
struct LastingLookups {
    /// The records that each article says something about, sorted.
    said: OnceLock<Vec<(ArticleIx, u8, Rec)>>,
    /// Figures by the record they are about, sorted.
    about: OnceLock<Vec<(Rec, FigureIx)>>,
    /// The events that name each record, itself or in a report, sorted.
    naming: OnceLock<Vec<(Rec, EventIx)>>,
    /// The articles about a record; filled in on demand.
    coverage: Mutex<HashMap<Rec, Arc<CoverageDays>>>,
}

impl PartialEq for StepBack {
    /// Always equal: the lookups follow from the dossier.
    fn eq(&self, _: &StepBack) -> bool {
        true
    }
}

/// The kinds of record that an article can say something about, in display order.
const SAID: [Kind; 6] = [Kind::Event, Kind::Corridor, Kind::Actor, Kind::Port, Kind::Place, Kind::Figure];

impl Snapshot {
    /// The known figures about a record, in the order of the dossier.
    #[must_use]
    pub fn figures_about(&self, dossier: &Dossier, rec: Rec) -> Vec<FigureIx> {
        let about = of_record(figures_by_record(dossier, &self.backwards), rec);
        about.filter(|ix| self.figures[ix.ix()]).collect()
    }

    /// The visible records that an article says something about, by kind and then in dossier order.
    #[must_use]
    pub fn said_in(&self, dossier: &Dossier, article: ArticleIx) -> Vec<Rec> {
        let said = self.backwards.0.said.get_or_init(|| all_said(dossier));
        let from = said.partition_point(|(other, ..)| *other < article);
        let said = said[from..].iter().take_while(|(other, ..)| *other == article).map(|&(_, _, rec)| rec);
        said.filter(|&rec| self.is_visible(dossier, rec)).collect()
    }

    /// The articles about a record.
    pub(super) fn coverage_days(&self, dossier: &Dossier, rec: Rec) -> Arc<CoverageDays> {
        let lookups = &self.backwards.0;
        let mut found = lookups.coverage.lock().unwrap_or_else(PoisonError::into_inner);
        let days = found.entry(rec).or_insert_with(|| {
            let naming = lookups.naming.get_or_init(|| naming_events(dossier));
            let figures = of_record(figures_by_record(dossier, &self.backwards), rec);
            Arc::new(CoverageDays::of(dossier, rec, of_record(naming, rec), figures))
        });
        Arc::clone(days)
    }
}

/// What a sorted list has for a record.
fn of_record<T: Copy>(list: &[(Rec, T)], rec: Rec) -> impl Iterator<Item = T> {
    let from = list.partition_point(|(other, _)| *other < rec);
    list[from..].iter().take_while(move |(other, _)| *other == rec).map(|&(_, item)| item)
}

/// The events that name each record, whatever is known of them.
fn naming_events(dossier: &Dossier) -> Vec<(Rec, EventIx)> {
    let events = (0_u32..).map(EventIx).zip(&dossier.events);
    let mut naming: Vec<(Rec, EventIx)> =
        events.flat_map(|(ix, event)| links::named(event, event.reports.iter()).map(move |rec| (rec, ix))).collect();
    naming.sort_unstable();
    naming.dedup();
    naming
}

/// All figures that are about a record, known or not.
fn figures_by_record<'s>(dossier: &Dossier, lookups: &'s StepBack) -> &'s [(Rec, FigureIx)] {
    lookups.0.about.get_or_init(|| {
        let figures = (0_u32..).map(FigureIx).zip(&dossier.figures);
        let about = figures
            .filter_map(|(ix, figure)| if let FigureSubject::Rec(rec) = figure.about { Some((rec, ix)) } else { None });
        let mut about: Vec<(Rec, FigureIx)> = about.collect();
        about.sort_unstable();
        about
    })
}

/// What articles say something about, known and visible or not.
fn all_said(dossier: &Dossier) -> Vec<(ArticleIx, u8, Rec)> {
    let mut said: Vec<(ArticleIx, u8, Rec)> = Vec::new();
    for (order, kind) in (0_u8..).zip(SAID) {
        for rec in dossier.all(kind) {
            let mut by = |source: Option<ArticleIx>| said.extend(source.map(|source| (source, order, rec)));
            match rec {
                Rec::Event(ix) => dossier[ix].reports.iter().for_each(|r| by(r.source)),
                Rec::Actor(ix) => {
                    let actor = &dossier[ix];
                    actor.sources.iter().for_each(|&source| by(Some(source)));
                    actor.offices.iter().flat_map(|o| [o.source, o.end_source]).for_each(&mut by);
                    actor.positions.iter().for_each(|p| by(p.source));
                }
                Rec::Port(ix) => dossier[ix].sources.iter().for_each(|&source| by(Some(source))),
                Rec::Place(ix) => dossier[ix].sources.iter().for_each(|&source| by(Some(source))),
                Rec::Corridor(ix) => {
                    dossier[ix].sources.iter().for_each(|&source| by(Some(source)));
                    dossier[ix].reports.iter().for_each(|r| by(r.source));
                }
                Rec::Figure(ix) => by(Some(dossier[ix].source)),
                Rec::Article(_) => {}
            }
        }
    }
    said.sort_unstable();
    said.dedup();
    said.shrink_to_fit();
    said
}
