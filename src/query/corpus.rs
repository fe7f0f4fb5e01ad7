//! Work that a thread does beside the screen: searching a large dossier before its index is built, and building the
//! index.

use std::fmt;
use std::sync::Arc;

use super::article_index::{ArticleIndex, IndexRequest};
use super::{QueryIndex, QueryTerm, QueryView};
use crate::dossier::Dossier;
use crate::story::Snapshot;

/// A dossier as of a day, shared with a thread.
#[derive(Clone)]
pub struct IndexedCorpus {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// What is known of it on the day.
    pub snapshot: Arc<Snapshot>,
    /// Its index.
    pub index: Arc<QueryIndex>,
}

impl fmt::Debug for IndexedCorpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Corpus of {} articles", self.articles().len())
    }
}

impl PartialEq for IndexedCorpus {
    /// Whether both are the same dossier, by identity.
    fn eq(&self, other: &IndexedCorpus) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }
}

impl Eq for IndexedCorpus {}

impl IndexedCorpus {
    /// What is asked of a query.
    #[must_use]
    pub fn view(&self) -> QueryView<'_> {
        QueryView::new(&self.dossier, &self.snapshot, &self.index)
    }

    /// The index of the articles.
    #[must_use]
    pub fn articles(&self) -> &Arc<ArticleIndex> {
        self.index.articles(&self.view())
    }

    /// Builds everything: the texts and values of other records, and the words of articles.
    /// `progress` is called with how much of how much is done.
    pub fn build(&self, progress: &(dyn Fn(usize, usize) + Sync)) {
        self.index.build_texts(&self.view());
        self.articles().build_words(&self.dossier.articles, progress);
    }
}

/// What takes longer than a frame to look up, for a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleSearch {
    /// Its number; answers to any but the last are discarded.
    pub turn: u64,
    /// Where to look.
    pub corpus: IndexedCorpus,
    /// For what in the articles; `None` if only columns are needed.
    pub asked: Option<Vec<IndexRequest>>,
    /// Whether the values of other records are needed with their texts.
    pub values: bool,
    /// The terms by which rows are to be counted.
    pub counted: Vec<&'static QueryTerm>,
}

impl ArticleSearch {
    /// Computes the answers and caches them in the index. It stops when told to, except while it reads records other than
    /// articles, which is needed anyway.
    pub fn run(&self, stop: &(dyn Fn() -> bool + Sync)) {
        let (corpus, view) = (&self.corpus, self.corpus.view());
        self.counted.iter().for_each(|term| corpus.index.build_column(&view, term));
        if let Some(asked) = &self.asked {
            if self.values {
                corpus.index.build_texts(&view);
            } else {
                corpus.index.build_words(&view);
            }
            asked.iter().for_each(|asked| corpus.articles().find(&corpus.dossier.articles, asked, stop));
        }
    }
}
