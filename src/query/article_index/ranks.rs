//! Which members of a list are frequent, and the position of each among its likes.

use std::ops::Range;

/// What rare ones are called: this and the position among them. Frequent ones are called by theirs alone.
pub(super) const RARE: u32 = 1 << 31;

/// Splits `0..len` into two lists, each in order.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    frequent: Vec<u64>,
    /// By word of 64: how many are frequent before it.
    before: Vec<u32>,
}

impl Ranks {
    /// Those for which `frequent` holds, and the others.
    pub(super) fn new(len: usize, frequent: impl Fn(usize) -> bool) -> Ranks {
        let mut ranks = Ranks { frequent: vec![0; len / 64 + 1], before: Vec::with_capacity(len / 64 + 1) };
        (0..len).filter(|&at| frequent(at)).for_each(|at| ranks.frequent[at / 64] |= 1 << (at % 64));
        let mut before = 0;
        for word in &ranks.frequent {
            ranks.before.push(before);
            before += word.count_ones();
        }
        ranks
    }

    /// Of `counts.len()` words: frequent are those that at least `least` articles have, but no more than `most` words.
    pub(super) fn of_counts(counts: &[u32], least: u32, most: usize) -> Ranks {
        let mut least = least;
        if counts.len() > most {
            let mut sorted: Vec<u32> = counts.to_vec();
            // More than the one that would be one too many.
            least = least.max(*sorted.select_nth_unstable_by(most, |a, b| b.cmp(a)).1 + 1);
        }
        Ranks::new(counts.len(), |word| counts[word] >= least)
    }

    /// What a word is called: its position among the frequent ones, or that among the others and [`RARE`].
    pub(super) fn code(&self, at: u32) -> u32 {
        let before = self.frequent_before(at);
        let is_frequent = self.frequent[at as usize / 64] >> (at % 64) & 1 == 1;
        if is_frequent { before } else { RARE | (at - before) }
    }

    /// How many below this one are frequent.
    pub(super) fn frequent_before(&self, at: u32) -> u32 {
        let word = self.frequent[at as usize / 64] & !(u64::MAX << (at % 64));
        self.before[at as usize / 64] + word.count_ones()
    }

    /// The positions that a range takes among the frequent ones.
    pub(super) fn frequent_in(&self, range: &Range<u32>) -> Range<u32> {
        self.frequent_before(range.start)..self.frequent_before(range.end)
    }

    /// The positions that a range takes among the others.
    pub(super) fn rare_in(&self, range: &Range<u32>) -> Range<u32> {
        range.start - self.frequent_before(range.start)..range.end - self.frequent_before(range.end)
    }
}
