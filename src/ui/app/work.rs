//! What threads do beside the screen: reading a large dossier, searching it until its words are looked up.

use crate::query::{ArticleSearch, IndexedCorpus};
use crate::ui::effect::Effect;
use crate::ui::lookup::LookupRequest;
use crate::ui::ready::{ReadyProgress, ReadyWork};

/// From this many articles on, their words are looked up without being asked for.
const WORTH_AN_INDEX: usize = 2_000;

/// Why the dossier is read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReloadState {
    /// A file changed.
    #[default]
    Watched,
    /// The user asked for it: what is no longer there is left out.
    Asked,
}

/// What is done beside the screen.
#[derive(Debug, Default)]
pub(super) struct BackgroundWork {
    /// What is shown is a part of what is being read.
    pub partial: bool,
    /// How far the thread is that reads or indexes.
    pub progress: Option<ReadyProgress>,
    /// The rows are those of an earlier filter, until what is asked is found.
    pub searching: bool,
    /// What a thread has to find, beside the texts.
    pub lookup: LookupRequest,
    /// Why the dossier is read again.
    pub reload: ReloadState,
    /// The number of the last search.
    turn: u64,
}

impl BackgroundWork {
    /// A large dossier is being read; nothing is there yet.
    pub fn start_reading(&mut self) {
        self.partial = true;
        self.progress = Some(ReadyProgress { work: ReadyWork::Reading { articles: 0 }, done: 0, of: 0, left: None });
    }

    /// A thread is so far.
    pub fn apply_progress(&mut self, progress: ReadyProgress) {
        let done = progress.done >= progress.of && progress.work == ReadyWork::Indexing;
        self.progress = Some(progress).filter(|_| !done);
    }

    /// What a thread has to find, as one request; what was found for an earlier one is looked up no more.
    pub fn search(&mut self, corpus: impl FnOnce() -> IndexedCorpus) -> Option<Effect> {
        let asked = self.lookup.take()?;
        self.turn += 1;
        Some(Effect::Search(ArticleSearch { turn: self.turn, corpus: corpus(), asked }))
    }

    /// Whether this is the search that was asked for last.
    pub fn is_newest(&self, turn: u64) -> bool {
        turn == self.turn
    }

    /// Asks for the words of many articles to be looked up, and the texts of many other records.
    pub fn index_words(&self, corpus: IndexedCorpus, has_texts: bool) -> Vec<Effect> {
        let articles = corpus.articles();
        let has_words = articles.has_words() || articles.len() <= WORTH_AN_INDEX;
        if self.partial || (has_words && has_texts) { Vec::new() } else { vec![Effect::Index(corpus)] }
    }
}
