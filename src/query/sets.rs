//! The records of each kind of which something is true, as bit sets: a query is composed of these.

use std::array;

use super::View;
use super::article_index::Bits;
use crate::dossier::{Kind, Rec};

/// For each kind, bits by position in the dossier; of articles, by position in the display order.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    kinds: [Bits; Kind::ALL.len()],
}

impl Sets {
    /// The empty sets.
    pub fn none(view: &View) -> Sets {
        Sets { kinds: array::from_fn(|kind| Bits::none(view.dossier.count(Kind::ALL[kind]))) }
    }

    /// The full sets.
    pub fn all(view: &View) -> Sets {
        Sets { kinds: array::from_fn(|kind| Bits::all(view.dossier.count(Kind::ALL[kind]))) }
    }

    /// Those of a kind.
    pub fn of(&self, kind: Kind) -> &Bits {
        &self.kinds[kind as usize]
    }

    /// Those of a kind, to be changed.
    pub fn of_mut(&mut self, kind: Kind) -> &mut Bits {
        &mut self.kinds[kind as usize]
    }

    /// How many there are of all kinds.
    pub fn count(&self) -> usize {
        self.kinds.iter().map(Bits::count).sum()
    }

    /// Whether a record is among them.
    pub fn contains(&self, view: &View, rec: Rec) -> bool {
        self.of(rec.kind()).contains(position(view, rec))
    }
}

/// The bit of a record.
pub(super) fn position(view: &View, rec: Rec) -> u32 {
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

/// The record of a bit.
pub(super) fn record(view: &View, kind: Kind, position: u32) -> Rec {
    match kind {
        Kind::Article => view.index.articles(view).article(position).into(),
        _ => Rec::new(kind, position as usize),
    }
}
