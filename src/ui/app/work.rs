//! Background work: reading a large dossier, and searching it until the index of words is ready.

use crate::query::{ArticleSearch, IndexedCorpus};
use crate::ui::effect::Effect;
use crate::ui::lookup::{LookupRequest, PendingLookups};
use crate::ui::ready::{ReadyProgress, ReadyWork};

/// From this number of articles on, the index of words is built without being asked for.
const WORTH_AN_INDEX: usize = 2_000;

/// Why the dossier is read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReloadState {
    /// A file changed.
    #[default]
    Watched,
    /// The user asked for it: files that no longer exist are dropped.
    Asked,
}

/// The state of background work.
#[derive(Debug, Default)]
pub(super) struct BackgroundWork {
    /// Only part of the dossier that is being read is shown.
    pub partial: bool,
    /// The progress of the thread that reads or indexes.
    pub progress: Option<ReadyProgress>,
    /// The rows belong to an earlier filter until the search has finished.
    pub searching: bool,
    /// What a thread must look up, beside the texts.
    pub lookup: LookupRequest,
    /// Why the dossier is read again.
    pub reload: ReloadState,
    /// The number of the latest search.
    turn: u64,
}

impl BackgroundWork {
    /// Starts with a large dossier of which nothing has been read yet.
    pub fn start_reading(&mut self) {
        self.partial = true;
        self.progress = Some(ReadyProgress { work: ReadyWork::Reading { articles: 0 }, done: 0, of: 0, left: None });
    }

    /// Updates the progress.
    pub fn apply_progress(&mut self, progress: ReadyProgress) {
        let done = progress.done >= progress.of && progress.work == ReadyWork::Indexing;
        self.progress = Some(progress).filter(|_| !done);
    }

    /// Requests a lookup, replacing any earlier request.
    pub fn search(&mut self, corpus: impl FnOnce() -> IndexedCorpus) -> Option<Effect> {
        let PendingLookups { asked, values, counted } = self.lookup.take()?;
        self.turn += 1;
        Some(Effect::Search(ArticleSearch { turn: self.turn, corpus: corpus(), asked, values, counted }))
    }

    /// Whether this is the latest search.
    pub fn is_newest(&self, turn: u64) -> bool {
        turn == self.turn
    }

    /// Requests the index of words if there are many articles, and the texts if there are many other records.
    pub fn index_words(&self, corpus: IndexedCorpus, has_texts: bool) -> Vec<Effect> {
        let articles = corpus.articles();
        let has_words = articles.has_words() || articles.len() <= WORTH_AN_INDEX;
        if self.partial || (has_words && has_texts) { Vec::new() } else { vec![Effect::Index(corpus)] }
    }
}
