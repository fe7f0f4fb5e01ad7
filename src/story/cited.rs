//! From an article or record back to the statements that rest on it or are about it.

use crate::dossier::{About, ArticleIx, Dossier, FigureIx, Kind, Rec};

use super::Snapshot;

impl Snapshot {
    /// The known figures about a record, in the order of the dossier.
    #[must_use]
    pub fn figures_about(&self, dossier: &Dossier, rec: Rec) -> Vec<FigureIx> {
        let about = |f: &FigureIx| dossier[*f].about == About::Rec(rec);
        (0..dossier.figures.len())
            .filter(|&n| self.figures[n])
            .map(|n| FigureIx(u32::try_from(n).unwrap_or(u32::MAX)))
            .filter(about)
            .collect()
    }

    /// The visible records of which an article says something, in the order of kinds and of the dossier.
    #[must_use]
    pub fn said_in(&self, dossier: &Dossier, article: ArticleIx) -> Vec<Rec> {
        let here = Some(article);
        let speaks_of = |rec: &Rec| match *rec {
            Rec::Event(ix) => dossier[ix].reports.iter().any(|r| r.source == here),
            Rec::Actor(ix) => {
                let actor = &dossier[ix];
                actor.sources.contains(&article)
                    || actor.offices.iter().any(|o| o.source == here || o.end_source == here)
                    || actor.positions.iter().any(|p| p.source == here)
            }
            Rec::Port(ix) => dossier[ix].sources.contains(&article),
            Rec::Place(ix) => dossier[ix].sources.contains(&article),
            Rec::Corridor(ix) => {
                dossier[ix].sources.contains(&article) || dossier[ix].reports.iter().any(|r| r.source == here)
            }
            Rec::Figure(ix) => dossier[ix].source == article,
            Rec::Article(_) => false,
        };
        let kinds = [Kind::Event, Kind::Corridor, Kind::Actor, Kind::Port, Kind::Place, Kind::Figure];
        kinds
            .into_iter()
            .flat_map(|kind| dossier.all(kind))
            .filter(|rec| self.is_visible(dossier, *rec) && speaks_of(rec))
            .collect()
    }
}
