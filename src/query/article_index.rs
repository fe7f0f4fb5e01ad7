//! Finds articles among a million within a keystroke: sets of articles by word, phrase, expression, value and day.
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
//! An [`ArticleIndex`] numbers the articles in display order and answers with [`Bits`] over that order. Made with
//! [`ArticleIndex::new`] it answers at once, by reading all text; [`ArticleIndex::with_words`] makes of it one that does
//! not have to. Both give the same answers. What the parts cost, and what was tried instead, is in
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

pub use bits::Bits;
pub use facets::Facet;
pub use fields::fields;
pub(in crate::query) use pattern::pieces;

use super::told;
use crate::dossier::{ArticleIx, Articles};
use facets::{Numbers, Values};
use order::Order;
use words::Words;

/// Answers that are kept, so that deleting what was typed costs nothing.
const KEPT: usize = 64;

/// Finds articles. Belongs to one store as it was when the index was made.
#[derive(Debug, Default)]
pub struct ArticleIndex {
    columns: Arc<Columns>,
    /// Set when they are known: from then on nothing is read.
    words: OnceLock<Arc<Words>>,
    kept: Mutex<Vec<(Asked, Arc<Bits>)>>,
}

/// What is there from the start.
#[derive(Debug, Default)]
struct Columns {
    order: Order,
    /// By [`Facet`].
    values: [Values; Facet::ALL.len()],
}

/// A question whose answer takes long enough to be kept.
#[derive(Clone, Debug)]
pub enum Asked {
    /// See [`ArticleIndex::needle`].
    Needle(String),
    /// See [`ArticleIndex::regex`].
    Regex(Regex),
}

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        match (self, other) {
            (Asked::Needle(a), Asked::Needle(b)) => a == b,
            (Asked::Regex(a), Asked::Regex(b)) => a.as_str() == b.as_str(),
            _ => false,
        }
    }
}

impl Eq for Asked {}

/// Of so few articles the words are looked up in no time.
const FEW: usize = 20_000;

/// Of so few articles all text is read within a frame.
const AT_ONCE: usize = 2_000;

impl ArticleIndex {
    /// Puts the articles in order; words are sought by reading all text.
    #[must_use]
    pub fn new(articles: &Articles) -> ArticleIndex {
        let (order, numbers) = Order::of(articles, |ix| Numbers::of(articles, ix));
        let of = |&facet: &Facet| Values::of(articles, &order, &numbers, facet);
        let values: Vec<Values> = Facet::ALL.par_iter().map(of).collect();
        let values = values.try_into().unwrap_or_default(); // there are as many as facets
        ArticleIndex { columns: Arc::new(Columns { order, values }), ..ArticleIndex::default() }
    }

    /// The same index with all words looked up. This takes seconds for a million articles and is for a thread of its
    /// own; `progress` is told how much of how much is done, from several threads.
    #[must_use]
    pub fn with_words(&self, articles: &Articles, progress: &(dyn Fn(usize, usize) + Sync)) -> ArticleIndex {
        let words = Words::of(articles, &self.columns.order, progress);
        let words = OnceLock::from(Arc::new(words));
        ArticleIndex { columns: Arc::clone(&self.columns), words, kept: Mutex::default() }
    }

    /// Looks all words up, while others use this index; see [`ArticleIndex::with_words`].
    pub fn look_up(&self, articles: &Articles, progress: &(dyn Fn(usize, usize) + Sync)) {
        if self.words.get().is_none() {
            let _span = tracing::debug_span!("index of words", articles = self.len()).entered();
            let words = Words::of(articles, &self.columns.order, progress);
            let _ = self.words.set(Arc::new(words)); // another was as fast
        }
    }

    /// Whether the answer takes no time to speak of: it is looked up, is kept, or there is little to read.
    #[must_use]
    pub fn answers_at_once(&self, asked: &Asked) -> bool {
        let kept = || self.kept.lock().is_ok_and(|kept| kept.iter().any(|(other, _)| other == asked));
        self.has_words() || self.len() <= AT_ONCE || kept()
    }

    /// Finds the answer and keeps it, unless it is told meanwhile to stop.
    pub fn find(&self, articles: &Articles, asked: &Asked, stop: &(dyn Fn() -> bool + Sync)) {
        if self.answers_at_once(asked) || stop() {
            return;
        }
        let found = match asked {
            Asked::Needle(needle) => scan::needle(articles, &self.columns.order, needle, stop),
            Asked::Regex(regex) => scan::regex(articles, &self.columns.order, regex, stop),
        };
        if !stop() {
            self.kept(asked.clone(), || found);
        }
    }

    /// The same index without the answers that it has kept.
    #[must_use]
    pub fn forgetful(&self) -> ArticleIndex {
        ArticleIndex { columns: Arc::clone(&self.columns), words: self.words.clone(), kept: Mutex::default() }
    }

    /// [`ArticleIndex::new`] and [`ArticleIndex::with_words`] in one.
    #[must_use]
    pub fn build(articles: &Articles, progress: &(dyn Fn(usize, usize) + Sync)) -> ArticleIndex {
        ArticleIndex::new(articles).with_words(articles, progress)
    }

    /// As much as takes no time to speak of: the words of few articles are looked up, of many they are left.
    #[must_use]
    pub fn at_once(articles: &Articles) -> ArticleIndex {
        let index = ArticleIndex::new(articles);
        if index.len() <= FEW {
            index.look_up(articles, &|_, _| ());
        }
        index
    }

    /// Whether words are looked up rather than read.
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

    /// The article at a position of the display order: newest first, see [`Articles::newest_first`].
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
    pub fn all(&self) -> Bits {
        Bits::all(self.len())
    }

    /// None.
    #[must_use]
    pub fn none(&self) -> Bits {
        Bits::none(self.len())
    }

    /// These articles.
    #[must_use]
    pub fn of(&self, articles: impl IntoIterator<Item = ArticleIx>) -> Bits {
        Bits::of(self.len(), articles.into_iter().map(|ix| self.position(ix)))
    }

    /// The articles whose words have this somewhere. Each field of an article ([`fields`]) is taken as its folded
    /// words, each after a space, and a space at the end: so ` kara` is a word that begins with it, ` karachi ` that
    /// word, `stan` any word that has it, `stan ` any that ends with it, ` bandar abb` two words side by side.
    #[must_use]
    pub fn needle(&self, articles: &Articles, needle: &str) -> Arc<Bits> {
        self.kept(Asked::Needle(needle.to_owned()), || match self.words.get() {
            Some(words) => {
                told::answered_by(told::INDEX);
                search::needle(words, self.len(), needle)
            }
            None => {
                told::answered_by(told::SCAN);
                scan::needle(articles, &self.columns.order, needle, &|| false)
            }
        })
    }

    /// The articles that have a word that begins with this folded text.
    #[must_use]
    pub fn word(&self, articles: &Articles, prefix: &str) -> Arc<Bits> {
        self.needle(articles, &format!(" {prefix}"))
    }

    /// The articles that have a word with this folded text in it.
    #[must_use]
    pub fn infix(&self, articles: &Articles, piece: &str) -> Arc<Bits> {
        self.needle(articles, piece)
    }

    /// The articles in which these folded words stand side by side in one field.
    #[must_use]
    pub fn phrase(&self, articles: &Articles, words: &[&str]) -> Arc<Bits> {
        self.needle(articles, &format!(" {} ", words.join(" ")))
    }

    /// The articles of which a field matches, as written or with its letters folded. The expression has to be compiled
    /// without regard to case.
    #[must_use]
    pub fn regex(&self, articles: &Articles, regex: &Regex) -> Arc<Bits> {
        self.kept(Asked::Regex(regex.clone()), || match self.words.get() {
            Some(words) => {
                told::answered_by(told::INDEX);
                search::regex(words, articles, &self.columns.order, regex)
            }
            None => {
                told::answered_by(told::SCAN);
                scan::regex(articles, &self.columns.order, regex, &|| false)
            }
        })
    }

    /// The values that articles have, in byte order; the position is the number of a value.
    #[must_use]
    pub fn values(&self, facet: Facet) -> &[Box<str>] {
        &self.columns.values[facet as usize].names
    }

    /// The articles that have a value for which this holds.
    #[must_use]
    pub fn with_value(&self, facet: Facet, holds: impl Fn(&str) -> bool) -> Bits {
        let values = &self.columns.values[facet as usize];
        let mut bits = self.none();
        let sought: Vec<_> =
            (0_u32..).zip(&values.names).filter(|(_, name)| holds(name)).map(|(at, _)| at..at + 1).collect();
        values.postings.union(&sought, bits.words_mut());
        bits
    }

    /// The articles of an outlet.
    #[must_use]
    pub fn outlet(&self, outlet: &str) -> Bits {
        self.with_value(Facet::Outlet, |name| name == outlet)
    }

    /// The articles in a language.
    #[must_use]
    pub fn language(&self, language: &str) -> Bits {
        self.with_value(Facet::Language, |name| name == language)
    }

    /// For each of [`ArticleIndex::values`], how many of these articles have it.
    #[must_use]
    pub fn counts(&self, facet: Facet, within: &Bits) -> Vec<u32> {
        let values = &self.columns.values[facet as usize];
        values.postings.counts(u32::try_from(values.names.len()).unwrap_or(u32::MAX), within.words())
    }

    /// The articles whose `published` can mean a day from `first` to `last`, both included; `None`: without end.
    /// Articles whose date has neither a first nor a last day are in no range.
    #[must_use]
    pub fn dated(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Bits {
        self.columns.order.dated(first, last)
    }

    /// The articles that are known from a day of this range on. What is always known is known before any day.
    #[must_use]
    pub fn known(&self, range: impl RangeBounds<NaiveDate>) -> Bits {
        self.columns.order.known(range)
    }

    /// Bytes that each part takes, for `docs/PERFORMANCE.md`.
    #[must_use]
    pub fn bytes(&self) -> Vec<(&'static str, usize)> {
        self.words.get().iter().flat_map(|words| words.bytes()).collect()
    }

    fn kept(&self, asked: Asked, find: impl FnOnce() -> Bits) -> Arc<Bits> {
        if let Ok(mut kept) = self.kept.lock()
            && let Some(at) = kept.iter().position(|(other, _)| *other == asked)
        {
            let found = kept.remove(at);
            let bits = Arc::clone(&found.1);
            told::answered_by(told::KEPT);
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
