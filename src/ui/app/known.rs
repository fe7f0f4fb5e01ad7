//! What is known: the dossier, and what follows from it on the as-of day.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::desk::capture::CaptureIndex;
use crate::dossier::problem::Problem;
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{IndexedCorpus, QueryIndex, QueryView};
use crate::story::change::unseen::UnseenList;
use crate::story::lines::MapLines;
use crate::story::{ChangeCalendar, PublicationDays, Snapshot};
use crate::ui::palette::PaletteRecords;
use crate::ui::ready::ReadyDossier;

/// The dossier and the day, with everything computed from both.
pub(super) struct KnownStory {
    pub dossier: Arc<Dossier>,
    /// As of the day.
    pub snapshot: Arc<Snapshot>,
    /// The index for queries, new with each snapshot.
    pub index: Arc<QueryIndex>,
    /// Days on which something became known, for stepping.
    pub publications: PublicationDays,
    /// On which days what changes, for stepping; computed once for a dossier.
    calendar: OnceCell<ChangeCalendar>,
    /// The lines of the map, which depend on the dossier alone.
    pub ways: MapLines,
    /// The names that the palette finds, built once per dossier.
    pub records: OnceCell<PaletteRecords>,
    /// The index of texts, built once per dossier.
    pub capture: OnceCell<CaptureIndex>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The as-of day, if it is not today.
    pub as_of: Option<NaiveDate>,
}

impl KnownStory {
    pub fn new(dossier: Arc<Dossier>, today: NaiveDate, as_of: Option<NaiveDate>) -> KnownStory {
        KnownStory {
            snapshot: Arc::new(Snapshot::of(&dossier, as_of.unwrap_or(today))),
            index: Arc::new(QueryIndex::new()),
            publications: PublicationDays::of(&dossier),
            calendar: OnceCell::new(),
            ways: MapLines::of(&dossier),
            records: OnceCell::new(),
            capture: OnceCell::new(),
            dossier,
            today,
            as_of,
        }
    }

    /// The as-of day.
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or(self.today)
    }

    /// What a query runs on.
    pub fn view<'a>(&'a self, news: Option<&'a UnseenList>) -> QueryView<'a> {
        let view = QueryView::new(&self.dossier, &self.snapshot, &self.index);
        match news {
            Some(news) => view.with_news(news),
            None => view,
        }
    }

    /// Computes what is known on the day; the article index stays the same.
    pub fn apply_day(&mut self) {
        let calendar = self.calendar.get_or_init(|| ChangeCalendar::of(&self.dossier));
        let day = self.day();
        let changed = Arc::make_mut(&mut self.snapshot).move_to(&self.dossier, calendar, day);
        self.index = Arc::new(self.index.moved(&self.dossier, &self.snapshot, changed.as_deref()));
    }

    /// Replaces the dossier. Returns the previous one with its snapshot.
    pub fn replace(&mut self, ready: ReadyDossier) -> (Arc<Dossier>, Arc<Snapshot>) {
        let old = std::mem::replace(&mut self.dossier, ready.dossier);
        let known = std::mem::replace(&mut self.snapshot, Arc::new(ready.snapshot));
        self.publications = ready.publications;
        self.calendar = OnceCell::from(ready.calendar);
        self.ways = ready.ways;
        self.index = Arc::new(ready.index);
        self.records = OnceCell::from(ready.records);
        self.capture = OnceCell::new();
        if self.snapshot.day != self.day() {
            self.apply_day();
        }
        (old, known)
    }

    /// The files of the dossier that are not among those that there are.
    pub fn gone_files(&self, there: &[PathBuf]) -> Vec<Problem> {
        let gone = self.dossier.files.iter().filter(|file| !there.contains(&file.path));
        gone.map(|file| Problem::of_gone(&file.path)).collect()
    }

    /// The files of the previous dossier that are missing from the new one, if records are missing with them.
    pub fn lost_files(&self, other: &Dossier) -> Vec<Problem> {
        let there: Vec<PathBuf> = other.files.iter().map(|file| file.path.clone()).collect();
        let mut gone = self.gone_files(&there);
        let is_there = |rec| other.find(self.dossier.id(rec)).is_some();
        // If none of the files is left, it is a different dossier.
        let another = gone.len() == self.dossier.files.len();
        if another || !gone.is_empty() && Kind::ALL.iter().all(|&kind| self.dossier.all(kind).all(is_there)) {
            gone.clear();
        }
        gone
    }

    /// Whether a record is known on the day.
    pub fn is_visible(&self, rec: Rec) -> bool {
        self.snapshot.is_visible(&self.dossier, rec)
    }

    /// The last day before the as-of day on which something was published.
    pub fn earlier_day(&self) -> Option<NaiveDate> {
        self.publications.step_before(self.snapshot.day)
    }

    /// The first such day after the as-of day and before today.
    pub fn later_day(&self) -> Option<NaiveDate> {
        self.publications.step_after(self.snapshot.day).filter(|&day| day < self.today)
    }

    /// What a search thread works on.
    pub fn corpus(&self) -> IndexedCorpus {
        let (dossier, snapshot) = (Arc::clone(&self.dossier), Arc::clone(&self.snapshot));
        IndexedCorpus { dossier, snapshot, index: Arc::clone(&self.index) }
    }
}
