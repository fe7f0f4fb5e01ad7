//! Posting lists: which articles have a word. Articles are split into blocks of 65,536; within a block the lists of all
//! words lie side by side in word order.
//!
//! The articles for a *range* of words, which is what a prefix means, are therefore contiguous in each block, two bytes
//! per article, and are united by one pass into 8 KB that stay in the first-level cache. A word that more than one
//! article in sixteen of a block has is stored there as a bitmap. A rare word has one list for all blocks.

use std::ops::Range;
use std::sync::Arc;

use super::ranks::{RARE, RankTable};
use super::sequences::FIELD_END;
use crate::dossier::memory;

/// The number of articles in a block.
pub(super) const BLOCK: usize = 1 << 16;
/// The number of 64-bit words in the bitmap of a block.
const WORDS: usize = BLOCK / 64;
/// From this many articles on, a list takes as much memory as a bitmap.
const DENSE: usize = BLOCK / 16;
/// A word that fewer articles have is rare.
pub(super) const FEW: u32 = 64;
/// The number of list entries from which a second thread is used.
const WORTH_A_THREAD: usize = 400_000;
/// The cost of adding the bitmap of a block, measured in list entries.
const BITMAP_COST: usize = 400;

/// The articles of each word.
#[derive(Debug, Default)]
pub(super) struct PostingLists {
    words: Arc<RankTable>,
    blocks: Vec<PostingBlock>,
    rare_starts: Vec<u32>,
    rare: Vec<u32>,
}

/// One block of articles.
#[derive(Debug)]
pub(super) struct PostingBlock {
    /// For each frequent word, where its list starts; followed by the end of the last list.
    starts: Vec<u32>,
    list: Vec<u16>,
    /// The frequent words that have a bitmap, in order; their lists are empty.
    dense: Vec<(u32, Box<[u64; WORDS]>)>,
    /// Rare words with their articles, in the order of the articles.
    rare: Vec<(u32, u32)>,
}

/// What has to be known of all words before the first block can be built.
#[derive(Debug)]
pub(super) struct PostingPlan {
    words: Arc<RankTable>,
    frequent: u32,
    rare: u32,
}

/// The expected number of rare words per article; reserving more wastes memory.
const RARE_WORDS: usize = 8;

impl PostingPlan {
    /// Plans for `all` words.
    pub(super) fn new(words: Arc<RankTable>, all: u32) -> PostingPlan {
        let frequent = words.frequent_before(all);
        PostingPlan { words, frequent, rare: all - frequent }
    }

    /// Builds a block from the words of each of its articles, as [`RankTable::code`] encodes them. A word may occur more
    /// than once, and field ends are skipped. `first` is the first article.
    pub(super) fn block<'a>(&self, first: u32, articles: impl Iterator<Item = &'a [u32]> + Clone) -> PostingBlock {
        let mut counts = vec![0_u32; self.frequent as usize + 1];
        // For each frequent word, the article in which it was last seen, counted from 1.
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
        // From here on: where the next article of the word goes; the highest bit marks the number of a bitmap.
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
        PostingBlock { starts, list, dense, rare }
    }

    /// Joins all blocks, in order.
    pub(super) fn finish(self, mut blocks: Vec<PostingBlock>) -> PostingLists {
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
        PostingLists { words: self.words, blocks, rare_starts, rare }
    }
}

/// Sorts the slice and moves each distinct value to the front once; returns how many there are.
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

impl PostingLists {
    /// Builds lists from the values of all articles and, for each article, where its values end. Values are below
    /// `distinct`.
    pub(super) fn of_values(values: &[u32], ends: &[u32], distinct: usize) -> PostingLists {
        let mut counts = vec![0; distinct];
        // A value that an article has twice is counted twice: the count only decides what is frequent.
        values.iter().for_each(|&value| counts[value as usize] += 1);
        let words = Arc::new(RankTable::of_counts(&counts, FEW, usize::MAX));
        let mut codes: Vec<u32> = memory::for_now(values.len());
        codes.extend(values.iter().map(|&value| words.code(value)));
        let start = |at: usize| at.checked_sub(1).map_or(0, |before| ends[before] as usize);
        let plan = PostingPlan::new(words, u32::try_from(distinct).expect("fewer values than 2^32"));
        let blocks = (0..).step_by(BLOCK).take(ends.len().div_ceil(BLOCK)).map(|first| {
            let articles = first as usize..ends.len().min(first as usize + BLOCK);
            plan.block(first, articles.map(|at| &codes[start(at)..ends[at] as usize]))
        });
        let blocks = blocks.collect();
        plan.finish(blocks)
    }

    /// Sets the bits of all articles that have a word of one of the ranges, which are sorted and disjoint.
    pub(super) fn union(&self, ranges: &[Range<u32>], bits: &mut [u64]) {
        let frequent: Vec<Range<u32>> =
            ranges.iter().map(|range| self.words.frequent_in(range)).filter(|range| !range.is_empty()).collect();
        if self.cost_of(ranges) > WORTH_A_THREAD && self.blocks.len() > 1 {
            let middle = self.blocks.len() / 2;
            let (left, right) = bits.split_at_mut(middle * WORDS);
            let (first, second) = self.blocks.split_at(middle);
            let unite = |blocks: &[PostingBlock], bits: &mut [u64]| {
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

    /// Whether a word is rare.
    pub(super) fn is_rare(&self, word: u32) -> bool {
        self.words.code(word) & RARE != 0
    }

    fn rare_of(&self, range: &Range<u32>) -> &[u32] {
        let rare = self.words.rare_in(range);
        &self.rare[self.rare_starts[rare.start as usize] as usize..self.rare_starts[rare.end as usize] as usize]
    }

    /// The approximate cost of [`PostingLists::union`], in half nanoseconds.
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

    /// For each word below `words`, how many of these articles have it.
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

    /// The memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let block = |b: &PostingBlock| b.starts.len() * 4 + b.list.len() * 2 + b.dense.len() * (WORDS * 8 + 16);
        self.blocks.iter().map(block).sum::<usize>() + (self.rare.len() + self.rare_starts.len()) * 4
    }
}

impl PostingBlock {
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
            // A whole block: every position is within bounds, so nothing has to be checked.
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
