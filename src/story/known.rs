//! Which statements are known on a day, in what order, and what that makes visible.

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::{ArticleIx, Dossier, FigureSubject, Rec, SourcePlace};

/// The day on which a statement with this source became known, if that is no later than `day`: `Some(None)` if it
/// was always known, `None` if it is not known yet.
#[allow(clippy::option_option)] // three answers: not yet, always, since a day; only in this module and its callers
pub(super) fn by(dossier: &Dossier, source: Option<ArticleIx>, day: NaiveDate) -> Option<Option<NaiveDate>> {
    let known = dossier.known(source);
    known.is_none_or(|since| since <= day).then_some(known)
}

/// The known statements out of several.
pub(super) struct KnownDays {
    /// Their positions, in the order in which they became known, then by their place in the dossier.
    pub order: Vec<u32>,
    /// The number of statements, known or not.
    pub tally: KnownTally,
}

impl KnownDays {
    /// Selects the known ones of statements that are given in order, each with its source and place.
    pub fn of(
        dossier: &Dossier,
        day: NaiveDate,
        statements: impl Iterator<Item = (Option<ArticleIx>, SourcePlace)>,
    ) -> KnownDays {
        let mut tally = KnownTally::default();
        let mut known: Vec<(Option<NaiveDate>, SourcePlace, u32)> = Vec::with_capacity(statements.size_hint().0);
        for (position, (source, at)) in (0u32..).zip(statements) {
            let since = by(dossier, source, day);
            tally.count(since);
            if let Some(since) = since {
                known.push((since, at, position));
            }
        }
        known.sort_unstable();
        KnownDays { order: known.into_iter().map(|(.., position)| position).collect(), tally }
    }
}

/// The number of statements about a record, and of those that are known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnownTally {
    total: u32,
    known: u32,
    /// The day of the newest known statement, if it has one.
    pub newest: Option<NaiveDate>,
}

impl KnownTally {
    #[allow(clippy::option_option)] // see [`by`]
    fn count(&mut self, since: Option<Option<NaiveDate>>) {
        self.total += 1;
        if let Some(since) = since {
            self.known += 1;
            self.newest = self.newest.max(since);
        }
    }

    /// The sum for two kinds of statement about one record.
    pub fn and(self, other: KnownTally) -> KnownTally {
        KnownTally {
            total: self.total + other.total,
            known: self.known + other.known,
            newest: self.newest.max(other.newest),
        }
    }

    /// Whether one is known, or there is none.
    pub fn is_visible(self) -> bool {
        self.total == 0 || self.known > 0
    }

    /// Whether all are known.
    pub fn is_complete(self) -> bool {
        self.known == self.total
    }
}

/// The number of figures about each record, and of those that are known.
pub(super) struct FigureTally(HashMap<Rec, KnownTally>);

impl FigureTally {
    pub fn of(dossier: &Dossier, day: NaiveDate) -> FigureTally {
        let mut tallies: HashMap<Rec, KnownTally> = HashMap::new();
        for figure in &dossier.figures {
            if let FigureSubject::Rec(rec) = figure.about {
                tallies.entry(rec).or_default().count(by(dossier, Some(figure.source), day));
            }
        }
        FigureTally(tallies)
    }

    pub fn of_record(&self, rec: impl Into<Rec>) -> KnownTally {
        self.0.get(&rec.into()).copied().unwrap_or_default()
    }
}

/// The days on which something became known, each once, in order: the steps of the as-of date.
#[must_use]
pub fn publication_days(dossier: &Dossier) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = dossier.articles.iter().filter_map(|(ix, _)| dossier.known(Some(ix))).collect();
    days.sort_unstable();
    days.dedup();
    days
}
