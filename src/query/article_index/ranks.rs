//! Splits a list into frequent and rare members and numbers each group.

use std::ops::Range;

/// The flag that marks the code of a rare member; the code of a frequent one is its position alone.
pub(super) const RARE: u32 = 1 << 31;

/// Splits `0..len` into two lists, each in order.
#[derive(Debug, Default)]
pub(super) struct RankTable {
    frequent: Vec<u64>,
    /// For every 64 members, how many frequent ones come before.
    before: Vec<u32>,
}

impl RankTable {
    /// Splits by `frequent`.
    pub(super) fn new(len: usize, frequent: impl Fn(usize) -> bool) -> RankTable {
        let mut ranks = RankTable { frequent: vec![0; len / 64 + 1], before: Vec::with_capacity(len / 64 + 1) };
        (0..len).filter(|&at| frequent(at)).for_each(|at| ranks.frequent[at / 64] |= 1 << (at % 64));
        let mut before = 0;
        for word in &ranks.frequent {
            ranks.before.push(before);
            before += word.count_ones();
        }
        ranks
    }

    /// Splits `counts.len()` words: frequent are those that at least `least` articles have, limited to `most` words.
    pub(super) fn of_counts(counts: &[u32], least: u32, most: usize) -> RankTable {
        let mut least = least;
        if counts.len() > most {
            let mut sorted: Vec<u32> = counts.to_vec();
            // One more than allowed.
            least = least.max(*sorted.select_nth_unstable_by(most, |a, b| b.cmp(a)).1 + 1);
        }
        RankTable::new(counts.len(), |word| counts[word] >= least)
    }

    /// The code of a word: its position among the frequent words, or its position among the others plus [`RARE`].
    pub(super) fn code(&self, at: u32) -> u32 {
        let before = self.frequent_before(at);
        let is_frequent = self.frequent[at as usize / 64] >> (at % 64) & 1 == 1;
        if is_frequent { before } else { RARE | (at - before) }
    }

    /// The number of frequent members below this one.
    pub(super) fn frequent_before(&self, at: u32) -> u32 {
        let word = self.frequent[at as usize / 64] & !(u64::MAX << (at % 64));
        self.before[at as usize / 64] + word.count_ones()
    }

    /// The positions of a range among the frequent members.
    pub(super) fn frequent_in(&self, range: &Range<u32>) -> Range<u32> {
        self.frequent_before(range.start)..self.frequent_before(range.end)
    }

    /// The positions of a range among the rare members.
    pub(super) fn rare_in(&self, range: &Range<u32>) -> Range<u32> {
        range.start - self.frequent_before(range.start)..range.end - self.frequent_before(range.end)
    }
}
