//! One term with its values resolved: of which records, linked records and statements it is true.

use std::sync::OnceLock;

use tracing::Span;

use super::EvalPlace;
use crate::dossier::{Kind, Rec};
use crate::query::article_index::BitSet;
use crate::query::columns;
use crate::query::index::CaseRef;
use crate::query::probe::{ProbedItem, QueryProbe};
use crate::query::recs::RecSet;
use crate::query::sets;
use crate::query::term::{QueryTerm, TermRole};
use crate::query::{QueryView, spans};

/// One term with its values resolved.
#[derive(Debug)]
pub(in crate::query) struct RecordTest {
    /// As it is typed.
    asked: String,
    pub(super) term: &'static QueryTerm,
    /// By kind: the records that have it themselves.
    itself: [BitSet; Kind::ALL.len()],
    /// The records through which another is found.
    linked: RecSet,
    /// The statements of which it is true, by their position in the links; `None` where it asks none.
    said: Option<BitSet>,
    /// By kind: the records of which it is true in any case, with any statement.
    reach: [OnceLock<BitSet>; Kind::ALL.len()],
}

impl RecordTest {
    pub(super) fn new(asked: String, term: &'static QueryTerm, probe: &QueryProbe, view: &QueryView) -> RecordTest {
        let (column, count) = (view.index.column(view, term), |kind| view.dossier.count(kind));
        let accepted = column.accepted(probe);
        let articles = columns::articles(view, term, probe);
        let statements = || BitSet::of(view.index.links(view).statements.len(), column.said(&accepted));
        let said = term.asks_statements().then(statements);
        let mut linked = RecSet::new(view.dossier);
        let mut itself = Kind::ALL.iter().map(|&kind| match kind {
            Kind::Article => articles.clone(),
            kind => BitSet::of(count(kind), column.having(kind, TermRole::Itself, &accepted)),
        });
        let mut itself: [BitSet; Kind::ALL.len()] = std::array::from_fn(|_| itself.next().unwrap_or_default());
        for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::Article) {
            let having = column.having(kind, TermRole::Linked, &accepted);
            having.for_each(|at| linked.insert(Rec::new(kind, at as usize)));
            if !term.is_lasting() && probe.accepts(ProbedItem::Word("new")) {
                let new = view.dossier.all(kind).filter(|&rec| view.new.is_new(rec));
                let new = BitSet::of(count(kind), new.map(|rec| sets::position(view, rec)));
                new.iter().for_each(|at| linked.insert(Rec::new(kind, at as usize)));
                itself[kind as usize].or(&new);
            }
        }
        RecordTest { asked, term, itself, linked, said, reach: Default::default() }
    }

    /// The records of a kind of which it is true in any case, with any statement.
    pub(super) fn reach(&self, view: &QueryView, kind: Kind) -> &BitSet {
        self.reach[kind as usize].get_or_init(|| {
            let span = spans::reach(&self.asked, kind);
            let bits = self.reached(view, kind, &span);
            spans::found(&span, || bits.count());
            bits
        })
    }

    fn reached(&self, view: &QueryView, kind: Kind, span: &Span) -> BitSet {
        spans::answered_by(if kind == Kind::Article { self.term.column.name() } else { spans::COLUMN });
        let mut bits = self.itself[kind as usize].clone();
        let asks_statements = self.said.as_ref().is_some_and(|said| !said.is_empty());
        if !self.term.itself.contains(&kind) && (asks_statements || !self.linked.is_empty()) {
            let all = view.index.links(view).all_cases(kind);
            let found = all.filter(|(_, cases)| cases.iter().any(|case| self.in_case(case)));
            let found = BitSet::of(bits.len(), found.map(|(rec, _)| sets::position(view, rec)));
            if !span.is_disabled() {
                span.record("through_others", found.count());
            }
            bits.or(&found);
        }
        if kind != Kind::Article {
            bits.and(view.index.visible(view, kind));
        }
        bits
    }

    /// Whether it is true by the linked record, or by a statement of the case.
    fn in_case(&self, case: &CaseRef) -> bool {
        case.linked.is_some_and(|linked| self.linked.contains(linked))
            || self.said.as_ref().is_some_and(|said| said.has_any(case.from..case.to))
    }

    /// Whether it is true by the record, or by the linked one.
    pub(super) fn by_record(&self, place: EvalPlace, linked: Option<Rec>) -> bool {
        let reaches = !self.term.itself.contains(&place.kind);
        reaches && linked.is_some_and(|linked| self.linked.contains(linked))
            || self.itself[place.kind as usize].contains(place.at)
    }

    /// Whether it is true of a record of this kind by a statement, given by its position in the links.
    pub(super) fn by_statement(&self, kind: Kind, statement: u32) -> bool {
        !self.term.itself.contains(&kind) && self.said.as_ref().is_some_and(|said| said.contains(statement))
    }
}
