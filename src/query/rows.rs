//! The rows that a query leaves, of each kind, in the order of the screens and of `karwan list`.

use std::sync::Arc;

use crate::dossier::{Kind, Rec};

use super::article_index::{ArticleIndex, BitSet};
use super::eval::EvalPlan;
use super::{Query, QueryView};

/// What every screen and command shows for a query.
#[derive(Clone, Debug)]
pub struct ShownRows {
    kinds: [QueryRows; Kind::ALL.len()],
}

impl ShownRows {
    /// The rows of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &QueryRows {
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
        self.kinds.iter().all(QueryRows::is_empty)
    }

    /// How many rows there are of all kinds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.iter().map(QueryRows::len).sum()
    }
}

/// Rows of one kind.
#[derive(Clone, Debug)]
pub struct QueryRows {
    kind: Kind,
    order: RowOrder,
    total: usize,
}

/// Which rows, and in what order.
#[derive(Clone, Debug)]
enum RowOrder {
    List(Arc<[u32]>),
    /// Articles, of which there may be millions, by their bits in the display order.
    Articles(Arc<BitSet>, Arc<ArticleIndex>),
}

impl PartialEq for QueryRows {
    /// Whether both are the same records in the same order.
    fn eq(&self, other: &QueryRows) -> bool {
        (self.kind, self.total) == (other.kind, other.total) && self.iter().eq(other.iter())
    }
}

impl QueryRows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.order {
            RowOrder::List(order) => order.len(),
            RowOrder::Articles(bits, _) => bits.count(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of rows without a filter: everything visible on the day.
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
        match &self.order {
            RowOrder::List(order) => order.get(k).map(|&ix| Rec::new(self.kind, ix as usize)),
            RowOrder::Articles(bits, index) => bits.select(k).map(|at| index.article(at).into()),
        }
    }

    /// The row of a record.
    #[must_use]
    pub fn position(&self, rec: Rec) -> Option<usize> {
        match (&self.order, rec) {
            (RowOrder::Articles(bits, index), Rec::Article(ix)) => {
                let at = index.position(ix);
                bits.contains(at).then(|| bits.rank(at))
            }
            (RowOrder::List(order), rec) if rec.kind() == self.kind => {
                order.iter().position(|&ix| ix as usize == rec.ix())
            }
            _ => None,
        }
    }

    /// The records, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Rec> + '_ {
        let records: Box<dyn Iterator<Item = Rec> + '_> = match &self.order {
            RowOrder::List(order) => Box::new(order.iter().map(|&ix| Rec::new(self.kind, ix as usize))),
            RowOrder::Articles(bits, index) => Box::new(bits.iter().map(|at| index.article(at).into())),
        };
        CountedRows { records, left: self.len() }
    }

    /// Whether both are the same list by identity: a cheap check that makes comparing unnecessary.
    #[must_use]
    pub fn is(&self, other: &QueryRows) -> bool {
        match (&self.order, &other.order) {
            (RowOrder::List(a), RowOrder::List(b)) => self.kind == other.kind && Arc::ptr_eq(a, b),
            (RowOrder::Articles(a, _), RowOrder::Articles(b, _)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// The bits of articles.
    pub(super) fn bits(&self) -> Option<&BitSet> {
        if let RowOrder::Articles(bits, _) = &self.order { Some(bits) } else { None }
    }
}

/// Rows of records whose number is already known.
struct CountedRows<'a> {
    records: Box<dyn Iterator<Item = Rec> + 'a>,
    left: usize,
}

impl Iterator for CountedRows<'_> {
    type Item = Rec;
    fn next(&mut self) -> Option<Rec> {
        self.left = self.left.saturating_sub(1);
        self.records.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for CountedRows<'_> {}

/// The rows of every kind.
#[must_use]
pub fn shown(query: &Query, view: &QueryView) -> ShownRows {
    let _span = tracing::debug_span!("query", asked = ?query.to_string()).entered();
    let plan = EvalPlan::new(query, view);
    ShownRows { kinds: std::array::from_fn(|at| rows(&plan, query, view, Kind::ALL[at])) }
}

/// The rows of one kind, as [`shown`] has them; no other kind is put in order for that.
#[must_use]
pub fn shown_of(query: &Query, view: &QueryView, kind: Kind) -> QueryRows {
    let _span = tracing::debug_span!("query", asked = ?query.to_string()).entered();
    rows(&EvalPlan::new(query, view), query, view, kind)
}

fn rows(plan: &EvalPlan, query: &Query, view: &QueryView, kind: Kind) -> QueryRows {
    let visible = view.index.visible(view, kind);
    let order = if kind == Kind::Article {
        let mut bits = Arc::clone(visible);
        if !query.is_empty() {
            let mut found = plan.rows(kind);
            found.and(visible);
            bits = Arc::new(found);
        }
        RowOrder::Articles(bits, Arc::clone(view.index.articles(view)))
    } else {
        let all = view.index.order(view, kind);
        if query.is_empty() {
            RowOrder::List(Arc::clone(all))
        } else {
            let found = plan.rows(kind);
            RowOrder::List(all.iter().copied().filter(|&ix| found.contains(ix)).collect())
        }
    };
    QueryRows { kind, order, total: visible.count() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::load::load;
    use crate::query::{QueryIndex, parse};
    use crate::story::Snapshot;

    #[test]
    fn the_rows_of_one_kind_are_those_that_all_kinds_have() {
        let dossier = load(&["tests/data/story".into()]).dossier.unwrap();
        let day = "2026-02-10".parse().unwrap();
        let snapshot = Snapshot::of(&dossier, day);
        for text in ["", "gwadar", "outlet:dawn", "actor:kistafin -is:kept", "kind:articles"] {
            let query = parse(text, day).query;
            let index = QueryIndex::new();
            let all = shown(&query, &QueryView::new(&dossier, &snapshot, &index));
            for &kind in Kind::ALL {
                let index = QueryIndex::new();
                let view = QueryView::new(&dossier, &snapshot, &index);
                assert!(shown_of(&query, &view, kind) == *all.of(kind), "{text} {kind}");
            }
        }
    }
}
