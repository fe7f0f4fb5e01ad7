//! Which articles have a word: the articles in blocks of 65,536, the words of a block side by side in word order.
//!
//! So the articles of a *range* of words, which is what a prefix means, lie in one piece of memory for each block, two
//! bytes an article, and are united by one pass over it into 8 KB that stay in the first cache. A word that more than
//! one in sixteen articles of a block have is a bitmap there. A word of few articles has a list for all blocks.

use std::ops::Range;
use std::sync::Arc;

use super::ranks::{RARE, Ranks};
use super::sequences::FIELD_END;
use crate::dossier::memory;

/// Articles in a block.
pub(super) const BLOCK: usize = 1 << 16;
/// Words of 64 bits for a block.
const WORDS: usize = BLOCK / 64;
/// So many articles of a block take as much room as a list as they do as a bitmap.
const DENSE: usize = BLOCK / 16;
/// A word of fewer articles is rare.
pub(super) const FEW: u32 = 64;
/// Positions in lists that are worth a second thread.
const WORTH_A_THREAD: usize = 400_000;
/// What it costs to add a bitmap of a block, in positions of a list.
const BITMAP_COST: usize = 400;

/// Articles by word.
#[derive(Debug, Default)]
pub(super) struct Postings {
    words: Arc<Ranks>,
    blocks: Vec<Block>,
    rare_starts: Vec<u32>,
    rare: Vec<u32>,
}

/// A block of articles.
#[derive(Debug)]
pub(super) struct Block {
    /// By frequent word: where its list starts; and the end.
    starts: Vec<u32>,
    list: Vec<u16>,
    /// Frequent words with a bitmap, in order; their lists are empty.
    dense: Vec<(u32, Box<[u64; WORDS]>)>,
    /// Rare words with their articles, in the order of the articles.
    rare: Vec<(u32, u32)>,
}

/// What is to be known of all words before the first block can be made.
#[derive(Debug)]
pub(super) struct Plan {
    words: Arc<Ranks>,
    frequent: u32,
    rare: u32,
}

/// Rare words that an article has, about; more cost room that is not used.
const RARE_WORDS: usize = 8;

impl Plan {
    /// Of `all` words.
    pub(super) fn new(words: Arc<Ranks>, all: u32) -> Plan {
        let frequent = words.frequent_before(all);
        Plan { words, frequent, rare: all - frequent }
    }

    /// A block, from the words of each of its articles as [`Ranks::code`] calls them; a word may come more than once,
    /// and ends of fields are passed over. `first` is the first article.
    pub(super) fn block<'a>(&self, first: u32, articles: impl Iterator<Item = &'a [u32]> + Clone) -> Block {
        let mut counts = vec![0_u32; self.frequent as usize + 1];
        // By frequent word, where it was last seen: the article, from 1.
        let mut seen = vec![0_u32; self.frequent as usize];
        let mut rare: Vec<(u32, u32)> = memory::for_now(articles.clone().count() * RARE_WORDS);
        for (article, words) in (1_u32..).zip(articles.clone()) {
            let before = rare.len();
            for &word in words {
                if word & RARE == 0 {
                    let count = &mut counts[word as usize];
                    let seen = &mut seen[word as usize];
                    *count += u32::from(*seen != article);
                    *seen = article;
                } else if word != FIELD_END {
                    rare.push((word & !RARE, first + article - 1));
                }
            }
            let new = distinct(&mut rare[before..]);
            rare.truncate(before + new);
        }
        let mut dense: Vec<(u32, Box<[u64; WORDS]>)> = Vec::new();
        // From here on, where the next article of the word goes; with the highest bit, to which bitmap.
        const TO_BITMAP: u32 = 1 << 31;
        let mut starts = Vec::with_capacity(counts.len());
        let mut end = 0;
        for (word, count) in (0_u32..).zip(&mut counts) {
            starts.push(end);
            let articles = *count;
            if articles as usize > DENSE {
                *count = TO_BITMAP | u32::try_from(dense.len()).expect("at most as many as words");
                dense.push((word, Box::new([0; WORDS])));
            } else {
                *count = end;
                end += articles;
            }
        }
        let mut list = vec![0_u16; end as usize];
        seen.fill(0);
        for (article, words) in (1_u32..).zip(articles) {
            for &word in words.iter().filter(|&&word| word & RARE == 0) {
                let at = word as usize;
                if seen[at] == article {
                    continue;
                }
                seen[at] = article;
                let position = article as usize - 1;
                if counts[at] & TO_BITMAP != 0 {
                    dense[(counts[at] & !TO_BITMAP) as usize].1[position / 64] |= 1 << (position % 64);
                } else {
                    list[counts[at] as usize] = u16::try_from(position).expect("a block has 65,536 articles");
                    counts[at] += 1;
                }
            }
        }
        Block { starts, list, dense, rare }
    }

    /// All blocks, in order.
    pub(super) fn finish(self, mut blocks: Vec<Block>) -> Postings {
        let mut rare_starts = vec![0_u32; self.rare as usize + 1];
        for &(word, _) in blocks.iter().flat_map(|block| &block.rare) {
            rare_starts[word as usize + 1] += 1;
        }
        for at in 1..rare_starts.len() {
            rare_starts[at] += rare_starts[at - 1];
        }
        let mut next = rare_starts.clone();
        let mut rare = vec![0; rare_starts.last().map_or(0, |&end| end as usize)];
        for block in &mut blocks {
            for (word, article) in std::mem::take(&mut block.rare) {
                rare[next[word as usize] as usize] = article;
                next[word as usize] += 1;
            }
        }
        Postings { words: self.words, blocks, rare_starts, rare }
    }
}

/// Sorts, and puts each once to the front: how many there are.
fn distinct(entries: &mut [(u32, u32)]) -> usize {
    entries.sort_unstable();
    let mut end = 0;
    for at in 0..entries.len() {
        if end == 0 || entries[at] != entries[end - 1] {
            entries[end] = entries[at];
            end += 1;
        }
    }
    end
}

impl Postings {
    /// Of the values of all articles, and by article where they end. Values are below `distinct`.
    pub(super) fn of_values(values: &[u32], ends: &[u32], distinct: usize) -> Postings {
        let mut counts = vec![0; distinct];
        // A value that an article has twice counts twice: this only decides what is frequent.
        values.iter().for_each(|&value| counts[value as usize] += 1);
        let words = Arc::new(Ranks::of_counts(&counts, FEW, usize::MAX));
        let mut codes: Vec<u32> = memory::for_now(values.len());
        codes.extend(values.iter().map(|&value| words.code(value)));
        let start = |at: usize| at.checked_sub(1).map_or(0, |before| ends[before] as usize);
        let plan = Plan::new(words, u32::try_from(distinct).expect("fewer values than 2^32"));
        let blocks = (0..).step_by(BLOCK).take(ends.len().div_ceil(BLOCK)).map(|first| {
            let articles = first as usize..ends.len().min(first as usize + BLOCK);
            plan.block(first, articles.map(|at| &codes[start(at)..ends[at] as usize]))
        });
        let blocks = blocks.collect();
        plan.finish(blocks)
    }

    /// Sets the bits of all articles that have a word of one of the ranges. These are in order and apart.
    pub(super) fn union(&self, ranges: &[Range<u32>], bits: &mut [u64]) {
        let frequent: Vec<Range<u32>> =
            ranges.iter().map(|range| self.words.frequent_in(range)).filter(|range| !range.is_empty()).collect();
        if self.cost_of(ranges) > WORTH_A_THREAD && self.blocks.len() > 1 {
            let middle = self.blocks.len() / 2;
            let (left, right) = bits.split_at_mut(middle * WORDS);
            let (first, second) = self.blocks.split_at(middle);
            let unite = |blocks: &[Block], bits: &mut [u64]| {
                blocks.iter().zip(bits.chunks_mut(WORDS)).for_each(|(block, bits)| block.union(&frequent, bits));
            };
            rayon::join(|| unite(first, left), || unite(second, right));
        } else {
            self.blocks.iter().zip(bits.chunks_mut(WORDS)).for_each(|(block, bits)| block.union(&frequent, bits));
        }
        for range in ranges {
            for &article in self.rare_of(range) {
                bits[article as usize / 64] |= 1 << (article % 64);
            }
        }
    }

    /// Whether only few articles have this word.
    pub(super) fn is_rare(&self, word: u32) -> bool {
        self.words.code(word) & RARE != 0
    }

    fn rare_of(&self, range: &Range<u32>) -> &[u32] {
        let rare = self.words.rare_in(range);
        &self.rare[self.rare_starts[rare.start as usize] as usize..self.rare_starts[rare.end as usize] as usize]
    }

    /// About how long [`Postings::union`] takes, in half nanoseconds.
    pub(super) fn cost_of(&self, ranges: &[Range<u32>]) -> usize {
        let mut cost = 0;
        for range in ranges {
            let frequent = self.words.frequent_in(range);
            if !frequent.is_empty() {
                cost += self.blocks.iter().map(|block| block.cost(&frequent)).sum::<usize>();
            }
            cost += 4 * self.rare_of(range).len();
        }
        cost
    }

    /// For each word below `words`: how many of these articles have it.
    pub(super) fn counts(&self, words: u32, within: &[u64]) -> Vec<u32> {
        let is_in = |article: usize| u32::try_from(within[article / 64] >> (article % 64) & 1).unwrap_or(0);
        let mut counts = vec![0; words as usize];
        for word in 0..words {
            let frequent = self.words.frequent_in(&(word..word + 1));
            let count: u32 = if frequent.is_empty() {
                self.rare_of(&(word..word + 1)).iter().map(|&article| is_in(article as usize)).sum()
            } else {
                let blocks = self.blocks.iter().zip(within.chunks(WORDS));
                blocks.map(|(block, within)| block.count(frequent.start, within)).sum()
            };
            counts[word as usize] = count;
        }
        counts
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let block = |b: &Block| b.starts.len() * 4 + b.list.len() * 2 + b.dense.len() * (WORDS * 8 + 16);
        self.blocks.iter().map(block).sum::<usize>() + (self.rare.len() + self.rare_starts.len()) * 4
    }
}

impl Block {
    fn list_of(&self, words: &Range<u32>) -> &[u16] {
        &self.list[self.starts[words.start as usize] as usize..self.starts[words.end as usize] as usize]
    }

    fn dense_of(&self, words: &Range<u32>) -> &[(u32, Box<[u64; WORDS]>)] {
        let first = self.dense.partition_point(|(word, _)| *word < words.start);
        let rest = &self.dense[first..];
        &rest[..rest.partition_point(|(word, _)| *word < words.end)]
    }

    fn union(&self, ranges: &[Range<u32>], bits: &mut [u64]) {
        for words in ranges {
            for (_, dense) in self.dense_of(words) {
                bits.iter_mut().zip(dense.iter()).for_each(|(bits, dense)| *bits |= dense);
            }
        }
        if let Ok(bits) = <&mut [u64; WORDS]>::try_from(&mut *bits) {
            // A whole block: no position can lie outside, and nothing has to be checked.
            for words in ranges {
                self.list_of(words).iter().for_each(|&at| bits[usize::from(at) / 64] |= 1 << (at % 64));
            }
        } else {
            for words in ranges {
                self.list_of(words).iter().for_each(|&at| bits[usize::from(at) / 64] |= 1 << (at % 64));
            }
        }
    }

    fn cost(&self, words: &Range<u32>) -> usize {
        4 + self.list_of(words).len() + BITMAP_COST * self.dense_of(words).len()
    }

    fn count(&self, word: u32, within: &[u64]) -> u32 {
        let words = word..word + 1;
        let listed: u64 = self.list_of(&words).iter().map(|&at| within[usize::from(at) / 64] >> (at % 64) & 1).sum();
        let dense: u32 = self
            .dense_of(&words)
            .iter()
            .map(|(_, dense)| within.iter().zip(dense.iter()).map(|(a, b)| (a & b).count_ones()).sum::<u32>())
            .sum();
        u32::try_from(listed).unwrap_or(0) + dense
    }
}
