//! What threads prepare beside the screen: a dossier with everything that follows from it, and what a person has seen
//! of it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::dossier::problem::Problem;
use crate::dossier::{ArticleStore, Dossier};
use crate::query::{ArticleIndex, QueryIndex, QueryView};
use crate::story::change::{GainedFacts, SeenBaseline};
use crate::story::lines::MapLines;
use crate::story::{ChangeCalendar, PublicationDays, Snapshot};
use crate::ui::palette::PaletteRecords;

/// A dossier with everything that the screens need, prepared by a thread.
pub struct ReadyDossier {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// What is known of it on the day.
    pub snapshot: Snapshot,
    /// The index for queries.
    pub index: QueryIndex,
    /// How much was published on which days.
    pub publications: PublicationDays,
    /// On which days what changes.
    pub calendar: ChangeCalendar,
    /// The lines of the map.
    pub ways: MapLines,
    /// The problems in the files.
    pub problems: Vec<Problem>,
    /// What the palette finds.
    pub records: PaletteRecords,
    /// Whether it is only the part that has been read so far.
    pub partial: bool,
}

impl fmt::Debug for ReadyDossier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("day", &self.snapshot.day).field("partial", &self.partial).finish_non_exhaustive()
    }
}

impl ReadyDossier {
    /// Prepares a dossier as of a day, with the problems in its files.
    #[must_use]
    pub fn of(dossier: Arc<Dossier>, day: NaiveDate, problems: Vec<Problem>) -> ReadyDossier {
        ReadyDossier::with(dossier, day, problems, |articles| {
            let index = ArticleIndex::at_once(articles);
            index.make_values(articles);
            index
        })
    }

    fn with(
        dossier: Arc<Dossier>,
        day: NaiveDate,
        problems: Vec<Problem>,
        index: fn(&ArticleStore) -> ArticleIndex,
    ) -> ReadyDossier {
        // The order of the articles does not depend on the day.
        let all = QueryIndex::new();
        let ((), (snapshot, publications, calendar, ways)) = rayon::join(
            || all.put_articles(index(&dossier.articles)),
            || {
                let snapshot = Snapshot::of(&dossier, day);
                all.arrange(&QueryView::new(&dossier, &snapshot, &all));
                (snapshot, PublicationDays::of(&dossier), ChangeCalendar::of(&dossier), MapLines::of(&dossier))
            },
        );
        let records = PaletteRecords::of(&dossier);
        ReadyDossier { dossier, snapshot, index: all, publications, calendar, ways, records, problems, partial: false }
    }

    /// Prepares the part that has been read so far.
    #[must_use]
    pub fn so_far(dossier: Arc<Dossier>, day: NaiveDate) -> ReadyDossier {
        // It is replaced soon, so building the index of words is not worth the time.
        ReadyDossier { partial: true, ..ReadyDossier::with(dossier, day, Vec::new(), ArticleIndex::new) }
    }
}

/// What a person has seen of a dossier, and what is new in it.
#[derive(Debug)]
pub struct LastVisit {
    /// What was seen.
    pub baseline: SeenBaseline,
    /// The facts that are not in the baseline, for any day.
    pub gained: GainedFacts,
    /// Whether this is the first visit, on which everything counts as seen.
    pub first_visit: bool,
}

impl LastVisit {
    /// From what this person has seen before; `None` if nothing. `today` is the calendar day.
    #[must_use]
    pub fn of(dossier: &Dossier, seen: Option<SeenBaseline>, today: NaiveDate) -> LastVisit {
        let first_visit = seen.is_none();
        let baseline = seen.unwrap_or_else(|| SeenBaseline::of(dossier, &Snapshot::of(dossier, today)));
        let gained = GainedFacts::since(dossier, &baseline);
        LastVisit { baseline, gained, first_visit }
    }
}

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyWork {
    /// Reading: bytes, and articles so far.
    Reading {
        /// Articles so far.
        articles: usize,
    },
    /// Building the index of words.
    Indexing,
}

/// The progress of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadyProgress {
    /// What it is doing.
    pub work: ReadyWork,
    /// How much is done, in bytes of files or in articles.
    pub done: u64,
    /// The total.
    pub of: u64,
    /// The estimated seconds left; `None` while there is no estimate.
    pub left: Option<u64>,
}
