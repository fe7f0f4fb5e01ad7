//! The records of each kind of which something is true, as bit sets: a query is composed of these.

use std::array;

use super::QueryView;
use super::article_index::BitSet;
use crate::dossier::{Kind, Rec};

/// For each kind, bits by position in the dossier; of articles, by position in the display order.
#[derive(Clone, Debug)]
pub(super) struct RecordSets {
    kinds: [BitSet; Kind::ALL.len()],
}

impl RecordSets {
    /// The empty sets.
    pub fn none(view: &QueryView) -> RecordSets {
        RecordSets { kinds: array::from_fn(|kind| BitSet::none(view.dossier.count(Kind::ALL[kind]))) }
    }

    /// The full sets.
    pub fn all(view: &QueryView) -> RecordSets {
        RecordSets { kinds: array::from_fn(|kind| BitSet::all(view.dossier.count(Kind::ALL[kind]))) }
    }

    /// Those of a kind.
    pub fn of(&self, kind: Kind) -> &BitSet {
        &self.kinds[kind as usize]
    }

    /// Those of a kind, to be changed.
    pub fn of_mut(&mut self, kind: Kind) -> &mut BitSet {
        &mut self.kinds[kind as usize]
    }

    /// How many there are of all kinds.
    pub fn count(&self) -> usize {
        self.kinds.iter().map(BitSet::count).sum()
    }
}

/// The bit of a record.
pub(super) fn position(view: &QueryView, rec: Rec) -> u32 {
    match rec {
        Rec::Article(ix) => view.index.articles(view).position(ix),
        Rec::Event(ix) => ix.0,
        Rec::Actor(ix) => ix.0,
        Rec::Port(ix) => ix.0,
        Rec::Place(ix) => ix.0,
        Rec::Corridor(ix) => ix.0,
        Rec::Figure(ix) => ix.0,
    }
}
