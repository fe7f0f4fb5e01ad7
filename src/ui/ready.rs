//! What a thread makes ready beside the screen: a dossier with what follows from it, and what somebody has seen of it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::dossier::problem::Problem;
use crate::dossier::{ArticleStore, Dossier};
use crate::query::{ArticleIndex, QueryIndex, QueryView};
use crate::story::change::{GainedFacts, SeenBaseline};
use crate::story::lines::MapLines;
use crate::story::{PublicationDays, Snapshot};

/// A dossier with all that the screens need of it, worked out beside them.
pub struct ReadyDossier {
    /// What the files say.
    pub dossier: Arc<Dossier>,
    /// What is known of it on the day.
    pub snapshot: Snapshot,
    /// What makes the filter fast.
    pub index: QueryIndex,
    /// On which days how much was published.
    pub publications: PublicationDays,
    /// The lines of the map.
    pub ways: MapLines,
    /// What was wrong in the files.
    pub problems: Vec<Problem>,
    /// It is a part of what is being read.
    pub partial: bool,
}

impl fmt::Debug for ReadyDossier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("day", &self.snapshot.day).field("partial", &self.partial).finish_non_exhaustive()
    }
}

impl ReadyDossier {
    /// Works out all that the screens need of a dossier as of a day, with what was wrong in it.
    #[must_use]
    pub fn of(dossier: Arc<Dossier>, day: NaiveDate, problems: Vec<Problem>) -> ReadyDossier {
        ReadyDossier::with(dossier, day, problems, ArticleIndex::at_once)
    }

    fn with(
        dossier: Arc<Dossier>,
        day: NaiveDate,
        problems: Vec<Problem>,
        index: fn(&ArticleStore) -> ArticleIndex,
    ) -> ReadyDossier {
        // The order of the articles needs nothing of what is known on the day.
        let all = QueryIndex::new();
        let ((), (snapshot, publications, ways)) = rayon::join(
            || all.put_articles(index(&dossier.articles)),
            || {
                let snapshot = Snapshot::of(&dossier, day);
                all.arrange(&QueryView::new(&dossier, &snapshot, &all));
                (snapshot, PublicationDays::of(&dossier), MapLines::of(&dossier))
            },
        );
        ReadyDossier { dossier, snapshot, index: all, publications, ways, problems, partial: false }
    }

    /// The same of what was read so far.
    #[must_use]
    pub fn so_far(dossier: Arc<Dossier>, day: NaiveDate) -> ReadyDossier {
        // Another follows soon: its words are not worth the time.
        ReadyDossier { partial: true, ..ReadyDossier::with(dossier, day, Vec::new(), ArticleIndex::new) }
    }
}

/// What somebody has seen of a dossier, and what it has beyond that.
#[derive(Debug)]
pub struct LastVisit {
    /// What was seen.
    pub baseline: SeenBaseline,
    /// What the dossier has beyond it, on whatever day.
    pub gained: GainedFacts,
    /// Whether this is the first visit: then all counts as seen.
    pub first_visit: bool,
}

impl LastVisit {
    /// Of what this person has seen before; `None`: nothing. `today` is the calendar day.
    #[must_use]
    pub fn of(dossier: &Dossier, seen: Option<SeenBaseline>, today: NaiveDate) -> LastVisit {
        let first_visit = seen.is_none();
        let baseline = seen.unwrap_or_else(|| SeenBaseline::of(dossier, &Snapshot::of(dossier, today)));
        let gained = GainedFacts::since(dossier, &baseline);
        LastVisit { baseline, gained, first_visit }
    }
}

/// What a thread works at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyWork {
    /// It reads: bytes, and articles so far.
    Reading {
        /// Articles so far.
        articles: usize,
    },
    /// It looks up the words of articles.
    Indexing,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyProgress {
    /// At what.
    pub work: ReadyWork,
    /// So much is done; bytes of files, or articles.
    pub done: u64,
    /// Of so much.
    pub of: u64,
    /// About so many seconds are left; `None`: nobody knows yet.
    pub left: Option<u64>,
}
