//! Precomputed answers for fragments of one to three letters that occur in so many words that uniting their posting
//! lists would be slow.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::postings::PostingLists;
use super::vocabulary::WordVocabulary;

/// The articles for each costly fragment.
#[derive(Debug, Default)]
pub(super) struct GramIndex {
    all: HashMap<Box<str>, Box<[u64]>>,
}

/// The longest fragment, in letters.
const LETTERS: usize = 3;
/// One rare word in this many is sampled.
const SAMPLE: u32 = 16;

impl GramIndex {
    /// Builds the table over `len` bits.
    pub(super) fn new(vocabulary: &WordVocabulary, postings: &PostingLists, len: usize) -> GramIndex {
        // About one millisecond for a million articles.
        let costly = 2 * len.max(1 << 16);
        let mut costs: HashMap<[char; LETTERS], usize> = HashMap::new();
        let mut letters = Vec::new();
        let mut of_word: Vec<[char; LETTERS]> = Vec::new();
        for (word, text) in vocabulary.iter() {
            // Rare words are sampled: there can be as many of them as articles.
            let each = if !postings.is_rare(word) {
                1
            } else if word % SAMPLE == 0 {
                SAMPLE as usize
            } else {
                continue;
            };
            letters.clear();
            letters.extend(text.chars());
            of_word.clear();
            for size in 1..=LETTERS.min(letters.len()) {
                of_word.extend(letters.windows(size).map(|piece| {
                    let mut gram = ['\0'; LETTERS];
                    gram[..size].copy_from_slice(piece);
                    gram
                }));
            }
            of_word.sort_unstable();
            of_word.dedup();
            // Visiting a word takes a few nanoseconds even if few articles have it.
            let cost = each * (8 + postings.cost_of(std::slice::from_ref(&(word..word + 1))));
            of_word.iter().for_each(|gram| *costs.entry(*gram).or_default() += cost);
        }
        costs.retain(|_, cost| *cost > costly);
        let all = costs.into_iter().collect::<Vec<_>>().into_par_iter().map(|(gram, _)| {
            let piece: String = gram.into_iter().take_while(|&letter| letter != '\0').collect();
            let mut bits = vec![0; len.div_ceil(64)];
            postings.union(&vocabulary.infix(&piece, false), &mut bits);
            (piece.into_boxed_str(), bits.into_boxed_slice())
        });
        GramIndex { all: all.collect::<Vec<_>>().into_iter().collect() }
    }

    /// The articles that have a word with this fragment in it, if they were precomputed.
    pub(super) fn get(&self, piece: &str) -> Option<&[u64]> {
        self.all.get(piece).map(|bits| &**bits)
    }

    /// The memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.all.values().map(|bits| bits.len() * 8).sum()
    }
}
