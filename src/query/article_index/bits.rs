//! A set of articles: one bit per article in display order, with constant-time access to the `k`-th member.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

/// The number of positions from which a per-position test is spread over several threads.
const WORTH_A_THREAD: usize = 4_000;
/// The number of 64-bit words that a thread claims at a time.
const STRETCH: usize = 64;

/// The number of bits covered by one count of the [`BitDirectory`].
const BLOCK: usize = 512;
const WORDS: usize = BLOCK / 64;

/// A set of positions below [`BitSet::len`]. Positions are those of the display order, see
/// [`super::ArticleIndex::article`].
///
/// Sets of one index are combined with [`BitSet::and`], [`BitSet::or`], [`BitSet::and_not`] and [`BitSet::not`]; each takes a
/// few microseconds for a million articles, whatever the set holds. [`BitSet::count`], [`BitSet::select`] and
/// [`BitSet::rank`] build a count directory once; after that their cost does not depend on the size of the set.
#[derive(Clone, Debug, Default)]
pub struct BitSet {
    words: Vec<u64>,
    len: usize,
    directory: OnceLock<BitDirectory>,
}

/// The number of set bits before each block of [`BLOCK`] bits, followed by the total.
#[derive(Clone, Debug, Default)]
struct BitDirectory {
    before: Vec<u32>,
    all: usize,
}

impl BitSet {
    /// The empty set over `0..len`.
    #[must_use]
    pub fn none(len: usize) -> BitSet {
        BitSet { words: vec![0; len.div_ceil(64)], len, directory: OnceLock::new() }
    }

    /// The full set over `0..len`.
    #[must_use]
    pub fn all(len: usize) -> BitSet {
        let mut bits = BitSet::none(len);
        bits.fill(0..len);
        bits
    }

    /// The set of the positions that an iterator yields, in any order; each must be below `len`.
    #[must_use]
    pub fn of(len: usize, positions: impl IntoIterator<Item = u32>) -> BitSet {
        let mut bits = BitSet::none(len);
        for position in positions {
            bits.words[position as usize / 64] |= 1 << (position % 64);
        }
        bits
    }

    /// Builds a set from words laid out as in [`BitSet::words`]; bits from `len` on must not be set.
    pub(super) fn from_words(words: Vec<u64>, len: usize) -> BitSet {
        debug_assert_eq!(words.len(), len.div_ceil(64));
        BitSet { words, len, directory: OnceLock::new() }
    }

    /// The words of the set, lowest bit first.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words of the set, for writing; bits from [`BitSet::len`] on must stay unset.
    pub(super) fn words_mut(&mut self) -> &mut [u64] {
        self.directory.take();
        &mut self.words
    }

    /// The size of the universe: positions are below it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Adds a range of positions.
    pub fn fill(&mut self, range: Range<usize>) {
        let range = range.start.min(self.len)..range.end.min(self.len);
        if range.is_empty() {
            return;
        }
        let (first, last) = (range.start / 64, (range.end - 1) / 64);
        let from = u64::MAX << (range.start % 64);
        let to = u64::MAX >> (63 - (range.end - 1) % 64);
        let words = self.words_mut();
        if first == last {
            words[first] |= from & to;
        } else {
            words[first] |= from;
            words[first + 1..last].fill(u64::MAX);
            words[last] |= to;
        }
    }

    /// Whether a position is in the set.
    #[must_use]
    pub fn contains(&self, position: u32) -> bool {
        self.words.get(position as usize / 64).is_some_and(|word| word >> (position % 64) & 1 == 1)
    }

    /// Whether a position of a range is in the set.
    #[must_use]
    pub fn has_any(&self, range: Range<u32>) -> bool {
        let Range { start, end } = range;
        if start >= end {
            return false;
        }
        let (first, last) = (start as usize / 64, (end as usize - 1) / 64);
        let (from, to) = (u64::MAX << (start % 64), u64::MAX >> (63 - (end - 1) % 64));
        match self.words.get(first..=last) {
            Some([word]) => word & from & to != 0,
            Some([first, within @ .., last]) => {
                first & from != 0 || last & to != 0 || within.iter().any(|&word| word != 0)
            }
            _ => false,
        }
    }

    /// Keeps the positions that are also in the other set.
    pub fn and(&mut self, other: &BitSet) -> &mut Self {
        self.combine(other, |a, b| a & b)
    }

    /// Adds the positions of the other set.
    pub fn or(&mut self, other: &BitSet) -> &mut Self {
        self.combine(other, |a, b| a | b)
    }

    /// Removes the positions of the other set.
    pub fn and_not(&mut self, other: &BitSet) -> &mut Self {
        self.combine(other, |a, b| a & !b)
    }

    /// Replaces the set by its complement.
    pub fn not(&mut self) -> &mut Self {
        let (len, words) = (self.len, self.words_mut());
        words.iter_mut().for_each(|word| *word = !*word);
        if let Some(last) = words.last_mut()
            && !len.is_multiple_of(64)
        {
            *last &= u64::MAX >> (64 - len % 64);
        }
        self
    }

    fn combine(&mut self, other: &BitSet, with: impl Fn(u64, u64) -> u64) -> &mut Self {
        assert_eq!(self.len, other.len, "sets of two indexes");
        for (word, &other) in self.words_mut().iter_mut().zip(&other.words) {
            *word = with(*word, other);
        }
        self
    }

    /// Keeps the positions for which the test holds; each thread makes a test of its own.
    pub(in crate::query) fn keep<F: Fn(u32) -> bool>(&mut self, test: impl Fn() -> F + Sync) {
        let many = self.count() > WORTH_A_THREAD;
        let sift = |test: &F, at: usize, stretch: &mut [u64]| {
            for (nth, word) in stretch.iter_mut().enumerate() {
                let mut left = *word;
                while left != 0 {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    let position = u32::try_from((at * STRETCH + nth) * 64).expect("fewer than 2^32 positions") + bit;
                    if !test(position) {
                        *word &= !(1 << bit);
                    }
                }
            }
        };
        let stretches = self.words_mut().chunks_mut(STRETCH).enumerate();
        if many {
            // All threads claim chunks from one counter rather than fixed shares, so only one test per thread is made:
            // a regular expression reuses what it learned from earlier texts.
            stretches.par_bridge().for_each_init(&test, |test, (at, stretch)| sift(test, at, stretch));
        } else {
            let test = test();
            stretches.for_each(|(at, stretch)| sift(&test, at, stretch));
        }
    }

    /// The number of positions in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.directory().all
    }

    /// The number of positions in both sets.
    #[must_use]
    pub fn count_and(&self, other: &BitSet) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// The position of the `row`-th member, counted from 0.
    #[must_use]
    pub fn select(&self, row: usize) -> Option<u32> {
        let directory = self.directory();
        if row >= directory.all {
            return None;
        }
        let block = directory.before.partition_point(|&before| before as usize <= row) - 1;
        let mut left = row - directory.before[block] as usize;
        for (at, &word) in self.words.iter().enumerate().skip(block * WORDS) {
            let here = word.count_ones() as usize;
            if left < here {
                let mut word = word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return u32::try_from(at * 64 + word.trailing_zeros() as usize).ok();
            }
            left -= here;
        }
        None
    }

    /// The number of members below a position: the row of that position if it is a member.
    #[must_use]
    pub fn rank(&self, position: u32) -> usize {
        let position = (position as usize).min(self.len);
        let (block, word) = (position / BLOCK, position / 64);
        let before = self.directory().before.get(block).map_or(self.directory().all, |&before| before as usize);
        let whole: usize = self.words.iter().take(word).skip(block * WORDS).map(|w| w.count_ones() as usize).sum();
        let rest = self.words.get(word).map_or(0, |w| (w & !(u64::MAX << (position % 64))).count_ones() as usize);
        before + whole + rest
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut word = word;
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                u32::try_from(at * 64).ok().map(|first| first + bit)
            })
        })
    }

    /// The members from row `row` on, in order: what a list draws.
    pub fn rows_from(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.select(row);
        std::iter::from_fn(move || {
            let here = next?;
            next = self.after(here);
            Some(here)
        })
    }

    fn after(&self, position: u32) -> Option<u32> {
        let from = position as usize + 1;
        let first = self.words.get(from / 64).map(|word| word & (u64::MAX << (from % 64)));
        let rest = self.words.iter().copied().enumerate().skip(from / 64 + 1);
        let words = first.map(|word| (from / 64, word)).into_iter().chain(rest);
        let (at, word) = words.into_iter().find(|&(_, word)| word != 0)?;
        u32::try_from(at * 64 + word.trailing_zeros() as usize).ok()
    }

    fn directory(&self) -> &BitDirectory {
        self.directory.get_or_init(|| {
            let mut directory = BitDirectory { before: Vec::with_capacity(self.words.len() / WORDS + 1), all: 0 };
            for block in self.words.chunks(WORDS) {
                directory.before.push(u32::try_from(directory.all).unwrap_or(u32::MAX));
                directory.all += block.iter().map(|word| word.count_ones() as usize).sum::<usize>();
            }
            directory
        })
    }
}

impl PartialEq for BitSet {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.words == other.words
    }
}

impl Eq for BitSet {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn those_are_kept_for_which_a_test_holds() {
        for len in [0, 100, 3 * WORTH_A_THREAD, 100_003] {
            let mut bits = BitSet::all(len);
            bits.keep(|| |position| position % 1009 < 400);
            let right: Vec<u32> = (0..u32::try_from(len).unwrap()).filter(|position| position % 1009 < 400).collect();
            assert_eq!(bits.iter().collect::<Vec<_>>(), right);
            assert_eq!(bits.count(), right.len());
        }
    }

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(
            len in 0_usize..2000, a in proptest::collection::btree_set(0_u32..2000, 0..400),
            b in proptest::collection::btree_set(0_u32..2000, 0..400), range in (0_usize..2100, 0_usize..2100)
        ) {
            let within = |set: &std::collections::BTreeSet<u32>| -> std::collections::BTreeSet<u32> {
                set.iter().copied().filter(|&x| (x as usize) < len).collect()
            };
            let (a, b) = (within(&a), within(&b));
            let (x, y) = (BitSet::of(len, a.iter().copied()), BitSet::of(len, b.iter().copied()));
            let list = |bits: &BitSet| bits.iter().collect::<Vec<_>>();
            prop_assert_eq!(list(x.clone().and(&y)), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(x.clone().or(&y)), a.union(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(x.clone().and_not(&y)), a.difference(&b).copied().collect::<Vec<_>>());
            let out: Vec<u32> = (0..u32::try_from(len).unwrap()).filter(|p| !a.contains(p)).collect();
            prop_assert_eq!(list(x.clone().not()), out);
            prop_assert_eq!(x.count_and(&y), a.intersection(&b).count());
            prop_assert_eq!((x.count(), x.is_empty()), (a.len(), a.is_empty()));
            let sorted: Vec<u32> = a.iter().copied().collect();
            for row in 0..a.len() + 2 {
                prop_assert_eq!(x.select(row), sorted.get(row).copied());
                prop_assert!(x.rows_from(row).eq(sorted.iter().copied().skip(row)));
            }
            for position in (0..u32::try_from(len).unwrap() + 70).step_by(7) {
                prop_assert_eq!(x.rank(position), a.iter().filter(|&&p| p < position).count());
                prop_assert_eq!(x.contains(position), a.contains(&position));
            }
            let any = (range.0.min(len)..range.1.min(len)).any(|at| a.contains(&u32::try_from(at).unwrap()));
            let within = |at: usize| u32::try_from(at.min(len)).unwrap();
            prop_assert_eq!(x.has_any(within(range.0)..within(range.1)), any);
            let mut filled = x.clone();
            filled.fill(range.0..range.1);
            let fill: Vec<u32> =
                (0..u32::try_from(len).unwrap()).filter(|p| a.contains(p) || (range.0..range.1).contains(&(*p as usize))).collect();
            prop_assert_eq!(list(&filled), fill);
            prop_assert_eq!(BitSet::all(len).count(), len);
        }
    }
}
