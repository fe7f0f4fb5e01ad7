//! Searches a million articles within a keystroke: sets of articles by word, phrase, expression, value and day.
//!
//! ```text
//!            fold            sort                        unite
//! articles ───────▶ words ───────▶ vocabulary ── range ───────▶ Bits ── and, or, not ──▶ count, row k
//!                     │            postings: block × word → articles ▲
//!                     │            tree: unions made in advance ─────┤ a prefix
//!                     │            grams: the same for `*ab` ────────┤ a piece of a word
//!                     └─ in order ▶ sequences ──── a phrase ─────────┤
//!                                   the text ───── an expression ────┘
//! ```
//!
//! An [`ArticleIndex`] numbers the articles in display order and answers with [`BitSet`] over that order. Made with
//! [`ArticleIndex::new`], it answers at once by reading all text; [`ArticleIndex::with_words`] adds the word index,
//! which makes reading unnecessary. Both give the same answers. The cost of each part, and what else was tried, is in
//! `docs/PERFORMANCE.md`.

mod bits;
mod facets;
mod fields;
mod grams;
mod order;
mod pattern;
mod postings;
mod ranks;
mod reader;
mod scan;
mod search;
mod sequences;
mod tree;
mod vocabulary;
mod words;

use std::ops::RangeBounds;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::NaiveDate;
use rayon::prelude::*;
use regex::Regex;

pub use bits::BitSet;
pub use facets::ArticleFacet;
pub use fields::fields;
pub(in crate::query) use pattern::pieces;

use super::spans;
use super::value::DaySpan;
use crate::dossier::{ArticleIx, ArticleStore};
use facets::FacetValues;
use order::ArticleOrder;
use words::WordIndex;

/// The number of cached answers: deleting what was typed then costs nothing.
const KEPT: usize = 64;

/// Searches articles. It belongs to one article store in the state it had when the index was made.
#[derive(Debug, Default)]
pub struct ArticleIndex {
    columns: Arc<ArticleColumns>,
    /// The word index, once it is built: from then on no text is read.
    words: OnceLock<Arc<WordIndex>>,
    /// Whether the word index is built when something is asked for.
    on_demand: bool,
    kept: Mutex<Vec<(IndexRequest, Arc<BitSet>)>>,
}

/// The parts that are there from the start.
#[derive(Debug, Default)]
struct ArticleColumns {
    order: ArticleOrder,
    /// By [`ArticleFacet`]; each is made when it is asked for, if it is not there.
    values: [OnceLock<FacetValues>; ArticleFacet::ALL.len()],
}

impl ArticleColumns {
    fn values(&self, articles: &ArticleStore, facet: ArticleFacet) -> &FacetValues {
        self.values[facet as usize].get_or_init(|| FacetValues::of(articles, &self.order, facet))
    }
}

/// A question whose answer is slow enough to be cached.
#[derive(Clone, Debug)]
pub enum IndexRequest {
    /// See [`ArticleIndex::needle`].
    Needle(String),
    /// See [`ArticleIndex::regex`].
    Regex(Regex),
}

impl PartialEq for IndexRequest {
    fn eq(&self, other: &IndexRequest) -> bool {
        match (self, other) {
            (IndexRequest::Needle(a), IndexRequest::Needle(b)) => a == b,
            (IndexRequest::Regex(a), IndexRequest::Regex(b)) => a.as_str() == b.as_str(),
            _ => false,
        }
    }
}

impl Eq for IndexRequest {}

/// Below this many articles, building the word index takes about a millisecond.
const FEW: usize = 20_000;

/// Below this many articles, reading all text fits into a frame, and waking other threads takes longer than the work that
/// they would share.
const AT_ONCE: usize = 2_000;

impl ArticleIndex {
    /// Sorts the articles, and looks up which have each value. Words are searched by reading all text.
    #[must_use]
    pub fn new(articles: &ArticleStore) -> ArticleIndex {
        let index = ArticleIndex::sorted(articles);
        index.make_values(articles);
        index
    }

    /// Sorts the articles. Which have a value is looked up when that is asked for.
    fn sorted(articles: &ArticleStore) -> ArticleIndex {
        let columns = ArticleColumns { order: ArticleOrder::of(articles), ..ArticleColumns::default() };
        ArticleIndex { columns: Arc::new(columns), ..ArticleIndex::default() }
    }

    /// Looks up which articles have each value, if that is not known: no key has to wait for it then.
    pub fn make_values(&self, articles: &ArticleStore) {
        let make = |&facet: &ArticleFacet| {
            self.columns.values(articles, facet);
        };
        if articles.len() < AT_ONCE {
            ArticleFacet::ALL.iter().for_each(make);
        } else {
            ArticleFacet::ALL.par_iter().for_each(make);
        }
    }

    /// The same index with the word index. Building it takes seconds for a million articles and belongs on a thread of
    /// its own; `progress` is called with how much of how much is done, from several threads.
    #[must_use]
    pub fn with_words(&self, articles: &ArticleStore, progress: &(dyn Fn(usize, usize) + Sync)) -> ArticleIndex {
        let words = WordIndex::of(articles, &self.columns.order, progress);
        let words = OnceLock::from(Arc::new(words));
        ArticleIndex { columns: Arc::clone(&self.columns), words, ..ArticleIndex::default() }
    }

    /// Builds the word index while others use this one; see [`ArticleIndex::with_words`].
    pub fn build_words(&self, articles: &ArticleStore, progress: &(dyn Fn(usize, usize) + Sync)) {
        if self.words.get().is_none() {
            let _span = tracing::debug_span!("index of words", articles = self.len()).entered();
            let words = WordIndex::of(articles, &self.columns.order, progress);
            let _ = self.words.set(Arc::new(words)); // another was as fast
        }
    }

    /// Whether the answer is immediate: it is indexed or cached, or there is little to read.
    #[must_use]
    pub fn answers_at_once(&self, asked: &IndexRequest) -> bool {
        let kept = || self.kept.lock().is_ok_and(|kept| kept.iter().any(|(other, _)| other == asked));
        self.has_words() || self.len() <= AT_ONCE || kept()
    }

    /// Computes the answer and caches it, unless it is told to stop first.
    pub fn find(&self, articles: &ArticleStore, asked: &IndexRequest, stop: &(dyn Fn() -> bool + Sync)) {
        if self.answers_at_once(asked) || stop() {
            return;
        }
        let found = match asked {
            IndexRequest::Needle(needle) => scan::needle(articles, &self.columns.order, needle, stop),
            IndexRequest::Regex(regex) => scan::regex(articles, &self.columns.order, regex, stop),
        };
        if !stop() {
            self.kept(asked.clone(), || found);
        }
    }

    /// The same index with an empty cache.
    #[must_use]
    pub fn forgetful(&self) -> ArticleIndex {
        ArticleIndex {
            columns: Arc::clone(&self.columns),
            words: self.words.clone(),
            on_demand: self.on_demand,
            kept: Mutex::default(),
        }
    }

    /// [`ArticleIndex::new`] and [`ArticleIndex::with_words`] in one.
    #[must_use]
    pub fn build(articles: &ArticleStore, progress: &(dyn Fn(usize, usize) + Sync)) -> ArticleIndex {
        ArticleIndex::new(articles).with_words(articles, progress)
    }

    /// Builds as much as is immediate: the word index for few articles, not for many. For very few it waits until it is asked
    /// for, so that a small story opens at once. Which articles have a value is looked up when that is asked for.
    #[must_use]
    pub fn at_once(articles: &ArticleStore) -> ArticleIndex {
        let index = ArticleIndex::sorted(articles);
        if index.len() < AT_ONCE {
            return ArticleIndex { on_demand: true, ..index };
        }
        if index.len() <= FEW {
            index.build_words(articles, &|_, _| ());
        }
        index
    }

    /// The word index, if there is one.
    fn words(&self, articles: &ArticleStore) -> Option<&WordIndex> {
        if self.on_demand {
            self.build_words(articles, &|_, _| ());
        }
        self.words.get().map(|words| &**words)
    }

    /// Whether words are looked up in the index rather than by reading.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.words.get().is_some()
    }

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The article at a position of the display order: newest first, see [`ArticleStore::newest_first`].
    #[must_use]
    pub fn article(&self, position: u32) -> ArticleIx {
        self.columns.order.article(position)
    }

    /// The position of an article in the display order.
    #[must_use]
    pub fn position(&self, ix: ArticleIx) -> u32 {
        self.columns.order.position(ix)
    }

    /// All articles.
    #[must_use]
    pub fn all(&self) -> BitSet {
        BitSet::all(self.len())
    }

    /// The empty set.
    #[must_use]
    pub fn none(&self) -> BitSet {
        BitSet::none(self.len())
    }

    /// The set of these articles.
    #[must_use]
    pub fn of(&self, articles: impl IntoIterator<Item = ArticleIx>) -> BitSet {
        BitSet::of(self.len(), articles.into_iter().map(|ix| self.position(ix)))
    }

    /// The articles whose words contain this text. Each field of an article ([`fields`]) is represented by its folded
    /// words, each preceded by a space, with a final space: ` kara` is a word prefix, ` karachi ` a whole word, `stan`
    /// any word that contains it, `stan ` any word that ends with it, ` bandar abb` two words side by side.
    #[must_use]
    pub fn needle(&self, articles: &ArticleStore, needle: &str) -> Arc<BitSet> {
        self.kept(IndexRequest::Needle(needle.to_owned()), || match self.words(articles) {
            Some(words) => {
                spans::answered_by(spans::INDEX);
                search::needle(words, self.len(), needle)
            }
            None => {
                spans::answered_by(spans::SCAN);
                scan::needle(articles, &self.columns.order, needle, &|| false)
            }
        })
    }

    /// The articles that have a word that begins with this folded text.
    #[must_use]
    pub fn word(&self, articles: &ArticleStore, prefix: &str) -> Arc<BitSet> {
        self.needle(articles, &format!(" {prefix}"))
    }

    /// The articles that have a word that contains this folded text.
    #[must_use]
    pub fn infix(&self, articles: &ArticleStore, piece: &str) -> Arc<BitSet> {
        self.needle(articles, piece)
    }

    /// The articles in which these folded words stand side by side in one field.
    #[must_use]
    pub fn phrase(&self, articles: &ArticleStore, words: &[&str]) -> Arc<BitSet> {
        self.needle(articles, &format!(" {} ", words.join(" ")))
    }

    /// The articles of which a field matches, as written or with its letters folded. The expression must be compiled as
    /// case-insensitive.
    #[must_use]
    pub fn regex(&self, articles: &ArticleStore, regex: &Regex) -> Arc<BitSet> {
        self.kept(IndexRequest::Regex(regex.clone()), || match self.words(articles) {
            Some(words) => {
                spans::answered_by(spans::INDEX);
                search::regex(words, articles, &self.columns.order, regex)
            }
            None => {
                spans::answered_by(spans::SCAN);
                scan::regex(articles, &self.columns.order, regex, &|| false)
            }
        })
    }

    /// The values that articles have, in byte order; the position is the number of a value.
    #[must_use]
    pub fn values(&self, articles: &ArticleStore, facet: ArticleFacet) -> &[Box<str>] {
        &self.columns.values(articles, facet).names
    }

    /// The articles that have a value for which the test holds.
    #[must_use]
    pub fn with_value(&self, articles: &ArticleStore, facet: ArticleFacet, holds: impl Fn(&str) -> bool) -> BitSet {
        let values = self.columns.values(articles, facet);
        let mut bits = self.none();
        let sought: Vec<_> =
            (0_u32..).zip(&values.names).filter(|(_, name)| holds(name)).map(|(at, _)| at..at + 1).collect();
        values.postings.union(&sought, bits.words_mut());
        bits
    }

    /// The articles of an outlet.
    #[must_use]
    pub fn outlet(&self, articles: &ArticleStore, outlet: &str) -> BitSet {
        self.with_value(articles, ArticleFacet::Outlet, |name| name == outlet)
    }

    /// The articles in a language.
    #[must_use]
    pub fn language(&self, articles: &ArticleStore, language: &str) -> BitSet {
        self.with_value(articles, ArticleFacet::Language, |name| name == language)
    }

    /// For each of [`ArticleIndex::values`], how many of these articles have it.
    #[must_use]
    pub fn counts(&self, articles: &ArticleStore, facet: ArticleFacet, within: &BitSet) -> Vec<u32> {
        let values = self.columns.values(articles, facet);
        values.postings.counts(u32::try_from(values.names.len()).unwrap_or(u32::MAX), within.words())
    }

    /// The articles whose `published` can mean a day from `first` to `last`, both included; `None`: without end.
    /// Articles whose date has neither a first nor a last day are in no range.
    #[must_use]
    pub fn dated(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> BitSet {
        self.columns.order.dated(first, last)
    }

    /// The articles that became known on a day of this range. What is always known counts as known before any day.
    #[must_use]
    pub fn known(&self, range: impl RangeBounds<NaiveDate>) -> BitSet {
        self.columns.order.known(range)
    }

    /// The spans of days that the `published` of these articles can mean, and how many have each; undated ones left out.
    #[must_use]
    pub fn published_spans(&self, within: &BitSet) -> Vec<(DaySpan, u32)> {
        self.columns.order.published_spans(within)
    }

    /// The days on which these articles became known, each as a span, and how many did on it.
    #[must_use]
    pub fn known_spans(&self, within: &BitSet) -> Vec<(DaySpan, u32)> {
        self.columns.order.known_spans(within)
    }

    /// The memory of each part in bytes, for `docs/PERFORMANCE.md`.
    #[must_use]
    pub fn bytes(&self) -> Vec<(&'static str, usize)> {
        self.words.get().iter().flat_map(|words| words.bytes()).collect()
    }

    fn kept(&self, asked: IndexRequest, find: impl FnOnce() -> BitSet) -> Arc<BitSet> {
        if let Ok(mut kept) = self.kept.lock()
            && let Some(at) = kept.iter().position(|(other, _)| *other == asked)
        {
            let found = kept.remove(at);
            let bits = Arc::clone(&found.1);
            spans::answered_by(spans::KEPT);
            kept.push(found);
            return bits;
        }
        let bits = Arc::new(find());
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() >= KEPT {
                kept.remove(0);
            }
            kept.push((asked, Arc::clone(&bits)));
        }
        bits
    }
}

#[cfg(test)]
mod tests;
