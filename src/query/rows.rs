//! The rows that a query leaves, of each kind, in the order of the screens and of `karwan list`.

use std::sync::Arc;

use crate::dossier::{Kind, Rec};

use super::eval::{Plan, Room};
use super::{Query, View};

/// What every screen and command shows for a query.
#[derive(Clone, Debug)]
pub struct Shown {
    kinds: [Rows; Kind::ALL.len()],
}

impl Shown {
    /// The rows of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &Rows {
        &self.kinds[kind as usize]
    }

    /// Whether a record is among them.
    #[must_use]
    pub fn contains(&self, rec: Rec) -> bool {
        self.of(rec.kind()).position(rec).is_some()
    }

    /// Whether nothing of any kind is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.iter().all(Rows::is_empty)
    }

    /// How many rows there are of all kinds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.iter().map(Rows::len).sum()
    }
}

/// Rows of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    kind: Kind,
    order: Arc<[u32]>,
    total: usize,
}

impl Rows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many there are without a filter: all that is visible on the day.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// What kind of record they are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The record in row `k`, from 0.
    #[must_use]
    pub fn get(&self, k: usize) -> Option<Rec> {
        self.order.get(k).map(|&ix| Rec::new(self.kind, ix as usize))
    }

    /// The row of a record.
    #[must_use]
    pub fn position(&self, rec: Rec) -> Option<usize> {
        if rec.kind() != self.kind {
            return None;
        }
        self.order.iter().position(|&ix| ix as usize == rec.ix())
    }

    /// The records, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Rec> + '_ {
        self.order.iter().map(|&ix| Rec::new(self.kind, ix as usize))
    }
}

/// The rows of every kind.
#[must_use]
pub fn shown(query: &Query, view: &View) -> Shown {
    let plan = Plan::new(query, view);
    let mut room = Room::default();
    let kinds = std::array::from_fn(|at| {
        let kind = Kind::ALL[at];
        let all = view.index.order(view, kind);
        let order = if query.is_empty() {
            Arc::clone(all)
        } else {
            all.iter().copied().filter(|&ix| plan.holds(Rec::new(kind, ix as usize), &mut room)).collect()
        };
        Rows { kind, order, total: all.len() }
    });
    Shown { kinds }
}
