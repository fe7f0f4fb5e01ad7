//! A large dossier: shown while it is read, and searched by a thread until its words are looked up.

use std::sync::Arc;

use crate::effect::Effect;
use crate::query::{Asked, Corpus, Lookup, Query, Search};
use crate::ready::{Progress, Ready, Work};

use super::Model;

/// Of so many articles the words are looked up without being asked for.
const WORTH_AN_INDEX: usize = 2_000;

/// So many answers are kept for one query; a longer one is waited for.
const MOST: usize = 32;

/// What is done beside the screen.
#[derive(Debug, Default)]
pub(super) struct Large {
    /// What is shown is a part of what is being read.
    pub partial: bool,
    /// How far the thread is that reads or indexes.
    pub progress: Option<Progress>,
    /// The rows are those of an earlier filter, until what is asked is found.
    pub searching: bool,
    /// What a thread has to find before the filter is answered.
    wanted: Vec<Asked>,
    /// The number of the last search.
    turn: u64,
}

impl Model {
    /// The program shows what is read so far of a large dossier: nothing yet.
    #[must_use]
    pub fn while_reading(mut self) -> Model {
        self.large.partial = true;
        self.large.progress = Some(Progress { work: Work::Reading { articles: 0 }, done: 0, of: 0, left: None });
        self
    }

    pub(super) fn corpus(&self) -> Corpus {
        Corpus { dossier: Arc::clone(&self.dossier), index: Arc::clone(self.index.articles(&self.view())) }
    }

    /// Whether a query is answered within a frame. If not, a thread is asked, and [`Model::searched`] hears of it.
    pub(super) fn is_answered(&mut self, query: &Query) -> bool {
        let index = Arc::clone(self.index.articles(&self.view()));
        let mut asked = query.asks_of_articles();
        asked.retain(|asked| !index.answers_at_once(asked));
        if asked.is_empty() || asked.len() > MOST {
            return true;
        }
        self.large.wanted.extend(asked);
        false
    }

    /// What a thread has to find, as one request; what is being found for an earlier one is found again no more.
    pub(super) fn send_search(&mut self) -> Option<Effect> {
        if self.large.wanted.is_empty() {
            return None;
        }
        self.large.turn += 1;
        let asked = std::mem::take(&mut self.large.wanted);
        Some(Effect::Search(Search { turn: self.large.turn, corpus: self.corpus(), asked }))
    }

    /// A thread has found what was asked.
    pub(super) fn searched(&mut self, turn: u64) {
        if turn == self.large.turn {
            self.narrow();
            self.renew_mode();
        }
    }

    /// A thread is so far.
    pub(super) fn hear(&mut self, progress: Progress) {
        let done = progress.done >= progress.of && progress.work == Work::Indexing;
        self.large.progress = Some(progress).filter(|_| !done);
    }

    /// A dossier, or what was read of it so far, is ready to be shown.
    pub(super) fn open(&mut self, ready: Ready) -> Vec<Effect> {
        if ready.partial && !self.large.partial {
            return Vec::new(); // the dossier that is shown is whole
        }
        let (first, partial) = (self.large.partial, ready.partial);
        self.large.partial = partial;
        if !partial {
            self.large.progress = None;
        }
        self.put(ready, first);
        self.index_words()
    }

    /// Has the words of many articles looked up.
    pub(super) fn index_words(&mut self) -> Vec<Effect> {
        let corpus = self.corpus();
        if self.large.partial || corpus.index.has_words() || corpus.index.len() <= WORTH_AN_INDEX {
            return Vec::new();
        }
        vec![Effect::Index(Lookup { corpus, snapshot: Arc::clone(&self.snapshot), index: Arc::clone(&self.index) })]
    }
}
