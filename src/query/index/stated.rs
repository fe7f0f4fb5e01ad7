//! What stands in which article, whatever is known of it: the same on every day.

use crate::dossier::{ActorIx, ArticleIx, CorridorIx, Dossier, EventIx, Kind, Rec};
use crate::query::case::{LINKED, Statement};
use crate::story::Snapshot;

/// A statement in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StatedIn {
    pub article: ArticleIx,
    /// What the article is linked to by it.
    pub about: Option<Rec>,
    pub statement: Statement,
}

impl StatedIn {
    /// All of a dossier, by article and by what they are about.
    pub fn all(dossier: &Dossier) -> Vec<StatedIn> {
        let mut all = Vec::new();
        let mut add = |statement: Statement| {
            let about = statement.about(dossier).filter(|about| LINKED.contains(&about.kind()));
            let sources = statement.sources(dossier).into_iter().flatten();
            all.extend(sources.map(|article| StatedIn { article, about, statement }));
        };
        let each = |count: usize| 0..u32::try_from(count).unwrap_or(u32::MAX);
        for (ix, event) in (0_u32..).map(EventIx).zip(&dossier.events) {
            each(event.reports.len()).for_each(|k| add(Statement::Report(ix, k)));
        }
        for (ix, corridor) in (0_u32..).map(CorridorIx).zip(&dossier.corridors) {
            each(corridor.reports.len()).for_each(|k| add(Statement::OnCorridor(ix, k)));
        }
        for (ix, actor) in (0_u32..).map(ActorIx).zip(&dossier.actors) {
            each(actor.offices.len()).for_each(|k| add(Statement::Office(ix, k)));
            each(actor.positions.len()).for_each(|k| add(Statement::Position(ix, k)));
        }
        for rec in dossier.all(Kind::Figure) {
            if let Rec::Figure(ix) = rec {
                add(Statement::Figure(ix));
            }
        }
        all.sort_unstable();
        all.dedup();
        all.shrink_to_fit();
        all
    }

    /// Whether the statement is known, where the article is. What rests on one article is known with it; the end of an office
    /// may stand in an article that is known before the office is.
    pub fn is_known(&self, snapshot: &Snapshot) -> bool {
        match self.statement {
            Statement::Office(ix, k) => snapshot[ix].offices.contains(&k),
            _ => true,
        }
    }
}
