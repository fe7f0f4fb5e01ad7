//! What a thread does beside the screen: it searches a large dossier before its words are looked up, and looks these up.

use std::fmt;
use std::sync::Arc;

use super::article_index::{ArticleIndex, Asked};
use super::{Index, View};
use crate::dossier::Dossier;
use crate::story::Snapshot;

/// A dossier as of a day, shared with a thread.
#[derive(Clone)]
pub struct Corpus {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// What is known of it on the day.
    pub snapshot: Arc<Snapshot>,
    /// What is looked up of it.
    pub index: Arc<Index>,
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Corpus of {} articles", self.articles().len())
    }
}

impl PartialEq for Corpus {
    /// The same, not an equal one.
    fn eq(&self, other: &Corpus) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }
}

impl Eq for Corpus {}

impl Corpus {
    fn view(&self) -> View<'_> {
        View::new(&self.dossier, &self.snapshot, &self.index)
    }

    /// The index of the articles.
    #[must_use]
    pub fn articles(&self) -> &Arc<ArticleIndex> {
        self.index.articles(&self.view())
    }

    /// Looks all up: the texts of other records, the words of articles, and the values that completion offers.
    /// `progress` is told how much of how much is done.
    pub fn look_up(&self, progress: &(dyn Fn(usize, usize) + Sync)) {
        self.index.look_up_texts(&self.view());
        self.articles().look_up(&self.dossier.articles, progress);
        self.index.look_up_values(&self.view());
    }
}

/// What is asked of a thread, since it takes too long for a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Its number; an answer to another than the last is of no use.
    pub turn: u64,
    /// Where to look.
    pub corpus: Corpus,
    /// For what.
    pub asked: Vec<Asked>,
}

impl Search {
    /// Finds what is asked, and keeps it in the index; gives up when it is told to stop, but not while it looks up the
    /// texts of other records than articles, which are needed anyway.
    pub fn run(&self, stop: &(dyn Fn() -> bool + Sync)) {
        self.corpus.index.look_up_texts(&self.corpus.view());
        let articles = self.corpus.articles();
        self.asked.iter().for_each(|asked| articles.find(&self.corpus.dossier.articles, asked, stop));
    }
}
