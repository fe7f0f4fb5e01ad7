//! What a thread does beside the screen: it searches articles before their words are looked up, and looks these up.

use std::fmt;
use std::sync::Arc;

use super::article_index::{ArticleIndex, Asked};
use super::{Index, View};
use crate::dossier::Dossier;
use crate::story::Snapshot;

/// The articles of a dossier, and their index; shared with a thread.
#[derive(Clone)]
pub struct Corpus {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// Its articles.
    pub index: Arc<ArticleIndex>,
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Corpus of {} articles", self.index.len())
    }
}

impl PartialEq for Corpus {
    /// The same, not an equal one.
    fn eq(&self, other: &Corpus) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }
}

impl Eq for Corpus {}

/// What is looked up by a thread of its own, for as long as the dossier and the day are these.
#[derive(Clone)]
pub struct Lookup {
    /// Of these articles the words are looked up.
    pub corpus: Corpus,
    /// What is known on the day.
    pub snapshot: Arc<Snapshot>,
    /// Of these records the values are looked up, which completion offers.
    pub index: Arc<Index>,
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.corpus.fmt(f)
    }
}

impl PartialEq for Lookup {
    /// The same, not an equal one.
    fn eq(&self, other: &Lookup) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }
}

impl Eq for Lookup {}

impl Lookup {
    /// Looks all up; `progress` is told how much of how much is done.
    pub fn run(&self, progress: &(dyn Fn(usize, usize) + Sync)) {
        let dossier = &self.corpus.dossier;
        self.corpus.index.look_up(&dossier.articles, progress);
        self.index.look_up_values(&View::new(dossier, &self.snapshot, &self.index));
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
    /// Finds what is asked, and keeps it in the index; gives up when it is told to stop.
    pub fn run(&self, stop: &(dyn Fn() -> bool + Sync)) {
        self.asked.iter().for_each(|asked| self.corpus.index.find(&self.corpus.dossier.articles, asked, stop));
    }
}
