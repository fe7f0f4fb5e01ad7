//! A large dossier: shown while it is read, and searched by a thread until its words are looked up.

use std::sync::Arc;

use crate::query::{self, Asked, Corpus, Query, Search};
use crate::ui::effect::Effect;
use crate::ui::ready::{Progress, Ready, Work};

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
    /// What a thread has to find before the filter is answered, beside the texts; `None` where it is answered.
    wanted: Option<Vec<Asked>>,
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

    fn corpus(&self) -> Corpus {
        let (dossier, snapshot) = (Arc::clone(&self.dossier), Arc::clone(&self.snapshot));
        Corpus { dossier, snapshot, index: Arc::clone(&self.index) }
    }

    /// Whether a query is answered within a frame. If not, a thread is asked, and [`Model::searched`] hears of it.
    pub(super) fn is_answered(&mut self, query: &Query) -> bool {
        let Some(asked) = query::to_be_found(query, &self.view()).filter(|asked| asked.len() <= MOST) else {
            return true;
        };
        self.large.wanted.get_or_insert_default().extend(asked);
        false
    }

    /// What a thread has to find, as one request; what is being found for an earlier one is found again no more.
    pub(super) fn send_search(&mut self) -> Option<Effect> {
        let asked = self.large.wanted.take()?;
        self.large.turn += 1;
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

    /// Has the words of many articles looked up, and the texts of many other records.
    pub(super) fn index_words(&mut self) -> Vec<Effect> {
        let corpus = self.corpus();
        let articles = corpus.articles();
        let has_words = articles.has_words() || articles.len() <= WORTH_AN_INDEX;
        if self.large.partial || (has_words && self.index.has_texts(&self.view())) {
            return Vec::new();
        }
        vec![Effect::Index(corpus)]
    }
}
