//! Answers without an index: every text is folded and searched. Used for the seconds until the index is built.

use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::memmem::Finder;
use regex::Regex;
use std::hash::BuildHasher as _;

use super::bits::BitSet;
use super::fields::fields;
use super::order::ArticleOrder;
use super::reader::{SHORT, end_of_piece, key};
use super::search::matches;
use crate::dossier::ArticleStore;
use crate::text::fold;

/// The cache is emptied when it holds this many tokens.
const PIECES: usize = 1 << 18;

/// The articles whose folded words contain this text, see [`super::ArticleIndex::needle`].
/// The result is of no use once the search was told to stop.
pub(super) fn needle(
    articles: &ArticleStore,
    order: &ArticleOrder,
    needle: &str,
    stop: &(dyn Fn() -> bool + Sync),
) -> BitSet {
    let mut bits = BitSet::all(order.len());
    if needle.trim_matches(' ').is_empty() {
        return bits;
    }
    let finder = Finder::new(needle);
    bits.keep(|| {
        let folder = std::cell::RefCell::new(FoldScanner::default());
        let finder = &finder;
        move |position| {
            if stop() {
                return false;
            }
            let mut folder = folder.borrow_mut();
            folder.text.clear();
            fields(&articles.get(order.article(position)), |field| folder.push_field(field));
            finder.find(folder.text.as_bytes()).is_some()
        }
    });
    bits
}

/// The articles of which a field matches, as written or with its letters folded.
pub(super) fn regex(
    articles: &ArticleStore,
    order: &ArticleOrder,
    regex: &Regex,
    stop: &(dyn Fn() -> bool + Sync),
) -> BitSet {
    let mut bits = BitSet::all(order.len());
    bits.keep(|| {
        let regex = regex.clone();
        move |position| !stop() && matches(&articles.get(order.article(position)), &regex)
    });
    bits
}

/// Folds text, each distinct token between two spaces only once.
#[derive(Default)]
struct FoldScanner {
    /// The fields as [`fold::push_field`] folds them.
    text: String,
    hasher: DefaultHashBuilder,
    pieces: HashTable<ScanPart>,
    /// The words of cached tokens, one after another.
    folded: String,
}

struct ScanPart {
    key: [u64; 2],
    len: u8,
    /// The position of its words in [`FoldScanner::folded`].
    start: u32,
    end: u32,
}

impl FoldScanner {
    fn push_field(&mut self, field: &str) {
        let before = self.text.len();
        let mut at = 0;
        while at < field.len() {
            let end = end_of_piece(field.as_bytes(), at);
            if end > at + SHORT || field.as_bytes()[at..end].iter().any(u8::is_ascii_digit) {
                // Long tokens are few, and there can be as many numbers as articles.
                self.text.push_str(&fold::words(&field[at..end]));
            } else if end > at {
                let key = key(field.as_bytes(), &(at..end));
                let hash = self.hasher.hash_one(key);
                let is_it = |piece: &ScanPart| piece.key == key && usize::from(piece.len) == end - at;
                let known = self.pieces.find(hash, is_it).map(|piece| piece.start as usize..piece.end as usize);
                let known = known.unwrap_or_else(|| self.learn(hash, key, &field[at..end]));
                self.text.push_str(&self.folded[known]);
            }
            at = end + 1;
        }
        if self.text.len() > before {
            self.text.push_str(" \n");
        }
    }

    fn learn(&mut self, hash: u64, key: [u64; 2], piece: &str) -> std::ops::Range<usize> {
        if self.pieces.len() >= PIECES {
            self.pieces.clear();
            self.folded.clear();
        }
        let start = self.folded.len();
        self.folded.push_str(&fold::words(piece));
        let range = start..self.folded.len();
        let position = |at: usize| u32::try_from(at).expect("a quarter of a million short pieces");
        let len = u8::try_from(piece.len()).expect("at most 16");
        let new = ScanPart { key, len, start: position(range.start), end: position(range.end) };
        self.pieces.insert_unique(hash, new, |piece| self.hasher.hash_one(piece.key));
        range
    }
}
