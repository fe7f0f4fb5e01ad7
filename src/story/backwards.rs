//! Looks up, from an article or record, the statements that rest on it or are about it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::{ArticleIx, Dossier, FigureIx, FigureSubject, Kind, Rec};

use super::Snapshot;

/// Reverse lookups of one snapshot, built once because a card asks for them on every frame.
#[derive(Debug, Default)]
pub(super) struct StepBack {
    /// The visible records that each article says something about, sorted.
    said: OnceLock<Vec<(ArticleIx, u8, Rec)>>,
    /// Known figures by the record they are about, sorted.
    about: OnceLock<Vec<(Rec, FigureIx)>>,
    /// The articles about a record; filled in on demand.
    papers: Mutex<HashMap<Rec, Arc<KnownArticles>>>,
}

/// The articles about a record.
#[derive(Debug)]
pub(super) struct KnownArticles {
    /// The days on which they became known, in order.
    pub(super) days: Vec<NaiveDate>,
    /// Their number, including those without a day.
    pub(super) total: usize,
}

impl Clone for StepBack {
    /// Starts empty: the clone is filled in again on demand.
    fn clone(&self) -> StepBack {
        StepBack::default()
    }
}

impl PartialEq for StepBack {
    /// Always equal: the lookups follow from the rest of the snapshot.
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
        let about = self.backwards.about.get_or_init(|| {
            let known = (0_u32..).map(FigureIx).zip(&dossier.figures).filter(|(ix, _)| self.figures[ix.ix()]);
            let mut about: Vec<(Rec, FigureIx)> = known
                .filter_map(
                    |(ix, figure)| if let FigureSubject::Rec(rec) = figure.about { Some((rec, ix)) } else { None },
                )
                .collect();
            about.sort_unstable();
            about
        });
        let from = about.partition_point(|(other, _)| *other < rec);
        about[from..].iter().take_while(|(other, _)| *other == rec).map(|&(_, ix)| ix).collect()
    }

    /// The visible records that an article says something about, by kind and then in dossier order.
    #[must_use]
    pub fn said_in(&self, dossier: &Dossier, article: ArticleIx) -> Vec<Rec> {
        let said = self.backwards.said.get_or_init(|| self.all_said(dossier));
        let from = said.partition_point(|(other, ..)| *other < article);
        said[from..].iter().take_while(|(other, ..)| *other == article).map(|&(_, _, rec)| rec).collect()
    }

    /// The articles about a record.
    pub(super) fn papers(&self, dossier: &Dossier, rec: Rec) -> Arc<KnownArticles> {
        let mut found = self.backwards.papers.lock().unwrap_or_else(PoisonError::into_inner);
        let papers = found.entry(rec).or_insert_with(|| {
            let articles = self.spoken_of_in(dossier, rec);
            let mut days: Vec<NaiveDate> = articles.iter().filter_map(|&ix| dossier.known(Some(ix))).collect();
            days.sort_unstable();
            Arc::new(KnownArticles { days, total: articles.len() })
        });
        Arc::clone(papers)
    }

    fn all_said(&self, dossier: &Dossier) -> Vec<(ArticleIx, u8, Rec)> {
        let mut said: Vec<(ArticleIx, u8, Rec)> = Vec::new();
        for (order, kind) in (0_u8..).zip(SAID) {
            for rec in dossier.all(kind).filter(|&rec| self.is_visible(dossier, rec)) {
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
}
