//! Precomputed unions, so that a prefix shared by many words costs no more than one shared by few.
//!
//! The sorted vocabulary is cut into stretches of about equal cost. Above them stands a tree in which each node holds
//! the union of eight. A range of words is then at most two partial stretches and a few nodes of each level.

use std::ops::Range;

use super::postings::PostingLists;

/// The number of children of a node.
const FAN: usize = 8;

/// Unions over ranges of words.
#[derive(Debug, Default)]
pub(super) struct PrefixTree {
    /// The first word of each stretch, followed by the end of the last.
    starts: Vec<u32>,
    /// For each level, from the stretches up, the unions one after another.
    levels: Vec<Vec<Box<[u64]>>>,
}

impl PrefixTree {
    /// Builds the tree over all words below `words`; `len` is the number of bits.
    pub(super) fn new(postings: &PostingLists, words: u32, len: usize) -> PrefixTree {
        // A stretch costs as much as uniting a quarter of all articles; a node takes an eighth of a byte per article.
        let stretch = (len / 4).max(16_384);
        let mut starts = vec![0];
        let mut cost = 0;
        for word in 0..words {
            let here = postings.cost_of(std::slice::from_ref(&(word..word + 1)));
            if cost > 0 && cost + here > stretch {
                starts.push(word);
                cost = 0;
            }
            cost += here;
        }
        starts.push(words);
        let mut tree = PrefixTree { starts, levels: Vec::new() };
        if tree.starts.len() < 4 {
            return tree;
        }
        let size = len.div_ceil(64);
        let stretches = tree.starts.windows(2).map(|ends| {
            let mut bits = vec![0; size];
            postings.union(std::slice::from_ref(&(ends[0]..ends[1])), &mut bits);
            bits.into_boxed_slice()
        });
        tree.levels.push(stretches.collect());
        while tree.levels[tree.levels.len() - 1].len() > FAN {
            let under = &tree.levels[tree.levels.len() - 1];
            let level = under.chunks(FAN).map(|nodes| {
                let mut bits = vec![0; size];
                nodes.iter().for_each(|node| unite(node, &mut bits));
                bits.into_boxed_slice()
            });
            let level = level.collect();
            tree.levels.push(level);
        }
        tree
    }

    /// Sets the bits of all articles that have a word of the range.
    pub(super) fn union(&self, postings: &PostingLists, words: &Range<u32>, bits: &mut [u64]) {
        // The stretches that lie entirely within the range.
        let first = self.starts.partition_point(|&start| start < words.start);
        let end = self.starts.partition_point(|&start| start <= words.end).saturating_sub(1);
        if self.levels.is_empty() || first >= end {
            return postings.union(std::slice::from_ref(words), bits);
        }
        postings.union(&[words.start..self.starts[first], self.starts[end]..words.end], bits);
        let (mut from, mut to) = (first, end);
        for (at, level) in self.levels.iter().enumerate() {
            let is_top = at + 1 == self.levels.len();
            let (inner, outer) =
                if is_top { (to, to) } else { (from.next_multiple_of(FAN).min(to), (to / FAN * FAN).max(from)) };
            let outer = outer.max(inner);
            level[from..inner].iter().chain(&level[outer..to]).for_each(|node| unite(node, bits));
            (from, to) = (inner.div_ceil(FAN), outer / FAN);
            if from >= to {
                break;
            }
        }
    }

    /// The memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.levels.iter().flatten().map(|node| node.len() * 8).sum()
    }
}

fn unite(node: &[u64], bits: &mut [u64]) {
    bits.iter_mut().zip(node).for_each(|(bits, node)| *bits |= node);
}
