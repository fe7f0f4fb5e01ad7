//! What is known: the dossier, and what follows from it as of the day that is looked at.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::desk::capture::CaptureIndex;
use crate::dossier::problem::Problem;
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{IndexedCorpus, QueryIndex, QueryView};
use crate::story::change::unseen::UnseenList;
use crate::story::lines::MapLines;
use crate::story::{PublicationDays, Snapshot};
use crate::ui::palette::PaletteRecords;
use crate::ui::ready::ReadyDossier;

/// The dossier and the day, with what is worked out from both.
pub(super) struct KnownStory {
    pub dossier: Arc<Dossier>,
    /// As of the day.
    pub snapshot: Arc<Snapshot>,
    /// What makes the filter fast; new with each snapshot.
    pub index: Arc<QueryIndex>,
    /// Days on which something became known, for stepping.
    pub publications: PublicationDays,
    /// The lines of the map; they follow from the dossier.
    pub ways: MapLines,
    /// What the palette finds, made once for a snapshot.
    pub records: OnceCell<PaletteRecords>,
    /// What texts are searched for, made once for a dossier.
    pub capture: OnceCell<CaptureIndex>,
    /// The calendar day of the user.
    pub today: NaiveDate,
    /// The day that is looked at instead.
    pub as_of: Option<NaiveDate>,
}

impl KnownStory {
    pub fn new(dossier: Arc<Dossier>, today: NaiveDate, as_of: Option<NaiveDate>) -> KnownStory {
        KnownStory {
            snapshot: Arc::new(Snapshot::of(&dossier, as_of.unwrap_or(today))),
            index: Arc::new(QueryIndex::new()),
            publications: PublicationDays::of(&dossier),
            ways: MapLines::of(&dossier),
            records: OnceCell::new(),
            capture: OnceCell::new(),
            dossier,
            today,
            as_of,
        }
    }

    /// The day that is to be looked at.
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or(self.today)
    }

    /// What a query is asked about.
    pub fn view<'a>(&'a self, news: Option<&'a UnseenList>) -> QueryView<'a> {
        let view = QueryView::new(&self.dossier, &self.snapshot, &self.index);
        match news {
            Some(news) => view.with_news(news),
            None => view,
        }
    }

    /// Works out what is known on the day; the articles are the same on every day.
    pub fn apply_day(&mut self) {
        let articles = Arc::clone(self.index.articles(&self.view(None)));
        self.snapshot = Arc::new(Snapshot::of(&self.dossier, self.day()));
        self.index = Arc::new(QueryIndex::with_articles(articles));
        self.records = OnceCell::new();
    }

    /// Takes another dossier over. Returns the one before, with what was known of it.
    pub fn replace(&mut self, ready: ReadyDossier) -> (Arc<Dossier>, Arc<Snapshot>) {
        let old = std::mem::replace(&mut self.dossier, ready.dossier);
        let known = std::mem::replace(&mut self.snapshot, Arc::new(ready.snapshot));
        self.publications = ready.publications;
        self.ways = ready.ways;
        self.index = Arc::new(ready.index);
        self.records = OnceCell::new();
        self.capture = OnceCell::new();
        if self.snapshot.day != self.day() {
            self.apply_day();
        }
        (old, known)
    }

    /// The files of the story that are not among those of another reading of it, where records went with them.
    pub fn lost_files(&self, other: &Dossier) -> Vec<Problem> {
        let gone = self.dossier.files.iter().filter(|file| other.files.iter().all(|kept| kept.path != file.path));
        let mut gone: Vec<Problem> = gone.map(|file| Problem::of_file(&file.path, "is no longer there")).collect();
        let is_there = |rec| other.find(self.dossier.id(rec)).is_some();
        // Where none of them is left it is another dossier.
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

    /// The last day of publication before the one that is shown.
    pub fn earlier_day(&self) -> Option<NaiveDate> {
        let day = self.snapshot.day;
        let days = self.publications.days();
        let newest = self.publications.count_until(day);
        // From today the first step goes to the newest publication; from a publication to the one before.
        let on_one = newest > 0 && days[newest - 1].0 == day;
        newest.checked_sub(if on_one { 2 } else { 1 }).map(|at| days[at].0)
    }

    /// The first day of publication after the one that is shown, before today.
    pub fn later_day(&self) -> Option<NaiveDate> {
        let next = self.publications.count_until(self.snapshot.day);
        self.publications.days().get(next).map(|&(day, _)| day).filter(|&day| day < self.today)
    }

    /// What a thread searches.
    pub fn corpus(&self) -> IndexedCorpus {
        let (dossier, snapshot) = (Arc::clone(&self.dossier), Arc::clone(&self.snapshot));
        IndexedCorpus { dossier, snapshot, index: Arc::clone(&self.index) }
    }
}
