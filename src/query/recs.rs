//! A set of records of any kind.

use crate::dossier::{ArticleIx, Dossier, Kind, Rec};

/// Bits by kind and position. Made for one dossier.
#[derive(Clone, Debug)]
pub(super) struct RecSet {
    bits: [Vec<u64>; Kind::ALL.len()],
}

impl RecSet {
    /// None of the records of this dossier.
    pub fn new(dossier: &Dossier) -> RecSet {
        let mut bits: [Vec<u64>; Kind::ALL.len()] = Default::default();
        for &kind in Kind::ALL {
            bits[kind as usize] = vec![0; dossier.count(kind).div_ceil(64)];
        }
        RecSet { bits }
    }

    /// Adds a record.
    pub fn insert(&mut self, rec: Rec) {
        self.bits[rec.kind() as usize][rec.ix() / 64] |= 1 << (rec.ix() % 64);
    }

    /// Adds the records of a kind that another set of the same dossier has.
    pub fn add_kind(&mut self, kind: Kind, other: &RecSet) {
        let (words, others) = (&mut self.bits[kind as usize], &other.bits[kind as usize]);
        words.iter_mut().zip(others).for_each(|(word, other)| *word |= other);
    }

    /// Whether it is in the set.
    pub fn contains(&self, rec: Rec) -> bool {
        self.bits[rec.kind() as usize][rec.ix() / 64] >> (rec.ix() % 64) & 1 == 1
    }

    /// The articles in it, in order.
    pub fn articles(&self) -> impl Iterator<Item = ArticleIx> + '_ {
        let words = (0_u32..).step_by(64).zip(&self.bits[Kind::Article as usize]);
        words.flat_map(|(first, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(ArticleIx(first + bit))
            })
        })
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        Kind::ALL.iter().all(|&kind| self.has_none(kind))
    }

    /// Whether no record of this kind is in it.
    pub fn has_none(&self, kind: Kind) -> bool {
        self.bits[kind as usize].iter().all(|&word| word == 0)
    }
}
