//! Identifies statements by the record that holds them and their position in it.

use crate::dossier::{ActorIx, ArticleIx, CorridorIx, Dossier, EdtfDate, EventIx, FigureIx, FigureSubject, Rec};

/// A sourced statement: the record that holds it in the dossier, and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statement {
    /// Position in an event's reports.
    Report(EventIx, u32),
    /// Position in a corridor's reports.
    OnCorridor(CorridorIx, u32),
    /// Position in an actor's offices.
    Office(ActorIx, u32),
    /// Position in an actor's positions.
    Position(ActorIx, u32),
    /// A figure.
    Figure(FigureIx),
}

impl Statement {
    /// The record that it is about; `None` for a figure about the story.
    #[must_use]
    pub fn about(self, dossier: &Dossier) -> Option<Rec> {
        match self {
            Statement::Report(ix, _) => Some(ix.into()),
            Statement::OnCorridor(ix, _) => Some(ix.into()),
            Statement::Office(ix, _) | Statement::Position(ix, _) => Some(ix.into()),
            Statement::Figure(ix) => match dossier[ix].about {
                FigureSubject::Story => None,
                FigureSubject::Rec(rec) => Some(rec),
            },
        }
    }

    /// The article it comes from, and for an office the one that gives the end.
    #[must_use]
    pub fn sources(self, dossier: &Dossier) -> [Option<ArticleIx>; 2] {
        match self {
            Statement::Report(ix, k) => [dossier[ix].reports[k as usize].source, None],
            Statement::OnCorridor(ix, k) => [dossier[ix].reports[k as usize].source, None],
            Statement::Office(ix, k) => {
                let office = &dossier[ix].offices[k as usize];
                [office.source, office.end_source]
            }
            Statement::Position(ix, k) => [dossier[ix].positions[k as usize].source, None],
            Statement::Figure(ix) => [Some(dossier[ix].source), None],
        }
    }

    /// Who said it. A stance is said by the actor who takes it.
    #[must_use]
    pub fn by(self, dossier: &Dossier) -> Option<ActorIx> {
        match self {
            Statement::Report(ix, k) => dossier[ix].reports[k as usize].by,
            Statement::OnCorridor(ix, k) => dossier[ix].reports[k as usize].by,
            Statement::Office(..) => None,
            Statement::Position(ix, _) => Some(ix),
            Statement::Figure(ix) => dossier[ix].by,
        }
    }

    /// The date that it gives for a stance, the state of a corridor or a figure. (The date in a report on an event and
    /// the days of an office are not looked up one by one.)
    #[must_use]
    pub fn date(self, dossier: &Dossier) -> Option<&EdtfDate> {
        match self {
            Statement::Report(..) | Statement::Office(..) => None,
            Statement::OnCorridor(ix, k) => dossier[ix].reports[k as usize].date.as_ref(),
            Statement::Position(ix, k) => dossier[ix].positions[k as usize].date.as_ref(),
            Statement::Figure(ix) => dossier[ix].period.as_ref(),
        }
    }
}
