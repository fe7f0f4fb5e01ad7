//! A query compiled for one view: the definition of [`super`], evaluated with an index.
//!
//! What holds by the record alone is a set, and so is what holds of a record in any of its cases; sets are combined for
//! a million records in microseconds. Where two things have to hold in the *same* case, the sets determine which
//! records remain to be asked one by one.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tracing::Span;

use crate::dossier::{Kind, Rec};

use super::article_index::BitSet;
use super::case::Statement;
use super::columns;
use super::probe::{ProbedItem, QueryProbe};
use super::recs::RecSet;
use super::sets::{self, RecordSets};
use super::term::{OfStatement, QueryTerm, TermRole, TermValues};
use super::told;
use super::value::ValueMeaning;
use super::{Query, QueryNode, QueryView};

/// A query with its words and values resolved.
pub(super) struct EvalPlan<'v> {
    view: &'v QueryView<'v>,
    root: Option<EvalStep>,
    /// The exclusions, inner ones first. A [`EvalStep::Not`] refers to them by position.
    nots: Vec<EvalStep>,
    /// The tests on the record alone.
    own: Vec<Arc<RecordSets>>,
    /// The tests on the record, the linked record, or the statement.
    tests: Vec<Arc<RecordTest>>,
}

enum EvalStep {
    All(Vec<EvalStep>),
    Any(Vec<EvalStep>),
    Not(usize),
    Own(usize),
    Test(usize),
}

/// One term with its values resolved.
#[derive(Debug)]
pub(super) struct RecordTest {
    /// As it is typed.
    asked: String,
    term: &'static QueryTerm,
    probe: QueryProbe,
    /// The records through which another is found.
    linked: RecSet,
    /// For what a statement has by its source: the statements of which it is true, by their position in
    /// [`Index::statements`](super::Index::statements).
    said: Option<BitSet>,
    /// By kind: the records of which it is true in any case, with any statement.
    reach: [OnceLock<BitSet>; Kind::ALL.len()],
}

/// The records of a kind of which a step is true in some case.
struct EvalReach {
    /// The lower bound: at least these.
    bits: BitSet,
    /// Whether the lower bound holds in all cases or none, whatever the statement.
    alike: bool,
    /// The upper bound: at most these.
    exact: bool,
}

/// Buffers for the answers of one case; reused so that nothing is allocated per record.
#[derive(Default)]
pub(super) struct EvalSpace {
    /// By test: true by the record or the linked one.
    fixed: Vec<bool>,
    /// By position in [`EvalPlan::nots`]: whether the exclusion holds in this case.
    nots: Vec<bool>,
    /// By position in [`EvalPlan::nots`]: whether what is excluded was found in any case so far.
    found: Vec<bool>,
}

impl<'v> EvalPlan<'v> {
    pub fn new(query: &Query, view: &'v QueryView<'v>) -> EvalPlan<'v> {
        let mut plan = EvalPlan { view, root: None, nots: Vec::new(), own: Vec::new(), tests: Vec::new() };
        plan.root = query.root.as_ref().map(|node| plan.step(node));
        plan
    }

    fn step(&mut self, node: &QueryNode) -> EvalStep {
        let view = self.view;
        match node {
            QueryNode::All(nodes) => EvalStep::All(nodes.iter().map(|node| self.step(node)).collect()),
            QueryNode::Any(nodes) => EvalStep::Any(nodes.iter().map(|node| self.step(node)).collect()),
            QueryNode::Not(node) => {
                let step = self.step(node);
                self.nots.push(step);
                EvalStep::Not(self.nots.len() - 1)
            }
            QueryNode::Words(words) => self.own(node, || view.index.word_hits(view, &words.needle)),
            QueryNode::Regex(pattern) => self.own(node, || view.index.regex_hits(view, &pattern.regex)),
            QueryNode::Term(term, values) if matches!(term.values, TermValues::Text) => self.own(node, || {
                let mut hits = RecordSets::none(view);
                for value in values {
                    let found = match &value.means {
                        ValueMeaning::Name(needle) => view.index.own_hits(view, needle),
                        _ => Arc::new(RecordSets::all(view)),
                    };
                    for &kind in Kind::ALL {
                        hits.of_mut(kind).or(found.of(kind));
                    }
                }
                Arc::new(hits)
            }),
            QueryNode::Term(term, values) => {
                let _span = told::part(node);
                let asked = told::printed(node);
                let test = || RecordTest::new(asked.clone(), term, QueryProbe::new(term, values, view), view);
                // What is new changes while all else stays.
                let test = if term.is_lasting() { view.index.kept_test(asked.clone(), test) } else { Arc::new(test()) };
                self.tests.push(test);
                EvalStep::Test(self.tests.len() - 1)
            }
        }
    }

    fn own(&mut self, node: &QueryNode, look_up: impl FnOnce() -> Arc<RecordSets>) -> EvalStep {
        let span = told::part(node);
        let hits = look_up();
        told::found(&span, || hits.count());
        self.own.push(hits);
        EvalStep::Own(self.own.len() - 1)
    }

    /// The records of a kind of which the query holds; invisible records may be among them.
    pub fn rows(&self, kind: Kind) -> BitSet {
        let Some(root) = &self.root else { return BitSet::all(self.view.dossier.count(kind)) };
        let span = told::rows(kind);
        let reach = self.reach(root, kind);
        let found = if reach.exact { reach.bits } else { self.asked_one_by_one(root, kind, reach.bits, &span) };
        told::found(&span, || found.count());
        found
    }

    /// Those of the records of a kind of which the query holds: what the sets leave in doubt is asked.
    fn asked_one_by_one(&self, root: &EvalStep, kind: Kind, doubtful: BitSet, span: &Span) -> BitSet {
        let mut bits = doubtful;
        let mut room = EvalSpace::default();
        let mut asked = (**self.view.index.visible(self.view, kind)).clone();
        let mut found = if kind == Kind::Article {
            // An article in which no statement is made has one case, in which whatever is not true is false.
            let cited = self.view.index.cited(self.view);
            let mut plain = self.plain(root);
            plain.and_not(cited);
            asked.and(cited);
            plain
        } else {
            BitSet::none(bits.len())
        };
        bits.and(&asked);
        if !span.is_disabled() {
            span.record("asked_one_by_one", bits.count());
        }
        let held: Vec<u32> =
            bits.iter().filter(|&at| self.holds(sets::record(self.view, kind, at), &mut room)).collect();
        found.or(&BitSet::of(bits.len(), held));
        found
    }

    /// The records of a kind of which a step is true in some case.
    fn reach(&self, step: &EvalStep, kind: Kind) -> EvalReach {
        // An event is only looked at for itself.
        let one_case = kind == Kind::Event;
        match step {
            EvalStep::Own(at) => EvalReach { bits: self.own[*at].of(kind).clone(), alike: true, exact: true },
            EvalStep::Test(at) => {
                let term = self.tests[*at].term;
                let alike = term.itself.contains(&kind) || one_case && !term.asks_statements();
                EvalReach { bits: self.tests[*at].reach(self.view, kind).clone(), alike, exact: true }
            }
            EvalStep::All(steps) => {
                let mut all = EvalReach { bits: BitSet::all(self.view.dossier.count(kind)), alike: true, exact: true };
                let mut changing = 0;
                for step in steps {
                    let reach = self.reach(step, kind);
                    all.bits.and(&reach.bits);
                    all.exact &= reach.exact;
                    changing += usize::from(!reach.alike);
                }
                all.alike = changing == 0;
                all.exact &= changing < 2; // what is true of two may be true of each in another case
                all
            }
            EvalStep::Any(steps) => {
                let mut any = EvalReach { bits: BitSet::none(self.view.dossier.count(kind)), alike: true, exact: true };
                for step in steps {
                    let reach = self.reach(step, kind);
                    any.bits.or(&reach.bits);
                    any.alike &= reach.alike;
                    any.exact &= reach.exact;
                }
                any
            }
            EvalStep::Not(at) => {
                let mut reach = self.reach(&self.nots[*at], kind);
                if reach.exact && (reach.alike || one_case) {
                    reach.bits.not();
                    return EvalReach { alike: true, ..reach };
                }
                EvalReach { bits: BitSet::all(self.view.dossier.count(kind)), alike: false, exact: false }
            }
        }
    }

    /// The articles of which a step is true, where nothing is said to stand in them.
    fn plain(&self, step: &EvalStep) -> BitSet {
        match step {
            EvalStep::Own(at) => self.own[*at].of(Kind::Article).clone(),
            EvalStep::Test(at) => self.tests[*at].reach(self.view, Kind::Article).clone(),
            EvalStep::All(steps) => {
                let mut all = BitSet::all(self.view.dossier.count(Kind::Article));
                steps.iter().for_each(|step| {
                    all.and(&self.plain(step));
                });
                all
            }
            EvalStep::Any(steps) => {
                let mut any = BitSet::none(self.view.dossier.count(Kind::Article));
                steps.iter().for_each(|step| {
                    any.or(&self.plain(step));
                });
                any
            }
            EvalStep::Not(at) => {
                let mut bits = self.plain(&self.nots[*at]);
                bits.not();
                bits
            }
        }
    }

    /// Whether the query holds of a visible record.
    pub fn holds(&self, rec: Rec, room: &mut EvalSpace) -> bool {
        let Some(whole) = &self.root else { return true };
        if self.tests.is_empty() {
            // All cases are alike, and an exclusion is the opposite.
            return self.own_holds(whole, rec);
        }
        room.found.clear();
        room.found.resize(self.nots.len(), false);
        let mut cases = self.view.index.case_ranges(self.view, rec);
        let Some(itself) = cases.next() else { return false };
        for (linked, statements) in cases {
            self.fix(rec, linked, room);
            self.exclude(rec, &statements, false, room);
            if self.exists(whole, rec, &statements, room) {
                return true;
            }
        }
        let (linked, statements) = itself;
        self.fix(rec, linked, room);
        self.exclude(rec, &statements, true, room);
        self.exists(whole, rec, &statements, room)
    }

    /// Calls `found` with each look at a visible record in which the query holds of it: the linked record, and the
    /// statement, where the case has any.
    pub fn looks(&self, rec: Rec, room: &mut EvalSpace, found: &mut dyn FnMut(Option<Rec>, Option<Statement>)) {
        room.found.clear();
        room.found.resize(self.nots.len(), false);
        let mut cases = self.view.index.case_ranges(self.view, rec);
        let Some(itself) = cases.next() else { return };
        let all = cases.map(|case| (case, false)).chain(std::iter::once((itself, true)));
        for ((linked, statements), is_itself) in all {
            self.fix(rec, linked, room);
            self.exclude(rec, &statements, is_itself, room);
            let mut look = |statement: Option<u32>| {
                if self.root.as_ref().is_none_or(|whole| self.eval(whole, rec, statement, room)) {
                    found(linked, statement.map(|at| self.view.index.statements(self.view)[at as usize]));
                }
            };
            if statements.is_empty() {
                look(None);
            } else {
                for statement in statements {
                    look(Some(statement));
                }
            }
        }
    }

    /// What the query is asked about.
    pub fn view(&self) -> &QueryView<'v> {
        self.view
    }

    fn own_holds(&self, step: &EvalStep, rec: Rec) -> bool {
        match step {
            EvalStep::All(steps) => steps.iter().all(|step| self.own_holds(step, rec)),
            EvalStep::Any(steps) => steps.iter().any(|step| self.own_holds(step, rec)),
            EvalStep::Not(at) => !self.own_holds(&self.nots[*at], rec),
            EvalStep::Own(at) => self.own[*at].contains(self.view, rec),
            EvalStep::Test(_) => false, // there is none
        }
    }

    /// What is true in this case whatever the statement.
    fn fix(&self, rec: Rec, linked: Option<Rec>, room: &mut EvalSpace) {
        room.fixed.clear();
        room.fixed.extend(self.tests.iter().map(|test| test.by_record(self.view, rec, linked)));
    }

    /// Answers the exclusions of this case, inner ones first.
    fn exclude(&self, rec: Rec, statements: &Range<u32>, itself: bool, room: &mut EvalSpace) {
        room.nots.clear();
        for at in 0..self.nots.len() {
            let here = self.exists(&self.nots[at], rec, statements, room);
            room.found[at] |= here;
            room.nots.push(if itself { !room.found[at] } else { !here });
        }
    }

    /// Whether one of the statements makes it true.
    fn exists(&self, step: &EvalStep, rec: Rec, statements: &Range<u32>, room: &EvalSpace) -> bool {
        let asked = self.tests.iter().zip(&room.fixed).any(|(test, fixed)| !fixed && test.term.asks_statements());
        if statements.is_empty() || !asked {
            return self.eval(step, rec, None, room);
        }
        statements.clone().any(|statement| self.eval(step, rec, Some(statement), room))
    }

    fn eval(&self, step: &EvalStep, rec: Rec, statement: Option<u32>, room: &EvalSpace) -> bool {
        match step {
            EvalStep::All(steps) => steps.iter().all(|step| self.eval(step, rec, statement, room)),
            EvalStep::Any(steps) => steps.iter().any(|step| self.eval(step, rec, statement, room)),
            EvalStep::Not(at) => room.nots[*at],
            EvalStep::Own(at) => self.own[*at].contains(self.view, rec),
            EvalStep::Test(at) => {
                room.fixed[*at] || statement.is_some_and(|s| self.tests[*at].by_statement(self.view, rec, s))
            }
        }
    }
}

impl RecordTest {
    fn new(asked: String, term: &'static QueryTerm, probe: QueryProbe, view: &QueryView) -> RecordTest {
        let accepts = |rec: Rec, role: TermRole| {
            let mut hit = false;
            (term.of_record)(view, rec, role, &mut |item: ProbedItem| hit = hit || probe.accepts(item));
            hit
        };
        let mut linked = RecSet::new(view.dossier);
        for kind in [Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Figure] {
            view.dossier.all(kind).filter(|&rec| accepts(rec, TermRole::Linked)).for_each(|rec| linked.insert(rec));
        }
        let said = matches!(term.of_statement, OfStatement::Source).then(|| {
            let mut articles = columns::articles(view, term, &probe);
            articles.and(view.index.visible(view, Kind::Article));
            view.index.standing_in(view, &articles)
        });
        RecordTest { asked, term, probe, linked, said, reach: Default::default() }
    }

    /// The records of a kind of which it is true in any case, with any statement.
    fn reach(&self, view: &QueryView, kind: Kind) -> &BitSet {
        self.reach[kind as usize].get_or_init(|| {
            let span = told::reach(&self.asked, kind);
            let bits = self.reached(view, kind, &span);
            told::found(&span, || bits.count());
            bits
        })
    }

    fn reached(&self, view: &QueryView, kind: Kind, span: &Span) -> BitSet {
        let in_case = |rec: Rec, linked: Option<Rec>, mut statements: Range<u32>| {
            linked.is_some_and(|linked| self.linked.contains(linked))
                || statements.any(|statement| self.by_statement(view, rec, statement))
        };
        let in_any =
            |rec: Rec| view.index.case_ranges(view, rec).any(|(linked, statements)| in_case(rec, linked, statements));
        let through_others = !self.term.itself.contains(&kind);
        if kind == Kind::Article {
            let mut bits = columns::articles(view, self.term, &self.probe);
            told::answered_by(self.term.column.name());
            if through_others {
                let cited = view.index.cited(view);
                span.record("candidates", cited.count());
                let found: Vec<u32> = cited.iter().filter(|&at| in_any(sets::record(view, kind, at))).collect();
                bits.or(&BitSet::of(bits.len(), found));
            }
            return bits;
        }
        told::answered_by(told::EACH);
        span.record("candidates", view.dossier.count(kind));
        let has = |rec: Rec| self.by_record(view, rec, None) || through_others && in_any(rec);
        let found = view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec) && has(rec));
        BitSet::of(view.dossier.count(kind), found.map(|rec| sets::position(view, rec)))
    }

    fn by_record(&self, view: &QueryView, rec: Rec, linked: Option<Rec>) -> bool {
        let reaches = !self.term.itself.contains(&rec.kind());
        if reaches && linked.is_some_and(|linked| self.linked.contains(linked)) {
            return true;
        }
        let mut hit = false;
        (self.term.of_record)(view, rec, TermRole::Itself, &mut |item: ProbedItem| {
            hit = hit || self.probe.accepts(item);
        });
        hit
    }

    /// `statement` is a position in [`Index::statements`](super::Index::statements).
    fn by_statement(&self, view: &QueryView, rec: Rec, statement: u32) -> bool {
        if self.term.itself.contains(&rec.kind()) {
            return false;
        }
        match self.term.of_statement {
            OfStatement::Nothing => false,
            OfStatement::Source => self.said.as_ref().is_some_and(|said| said.contains(statement)),
            OfStatement::Own(of_statement) => {
                let mut hit = false;
                let statement = view.index.statements(view)[statement as usize];
                of_statement(view, statement, &mut |item: ProbedItem| hit = hit || self.probe.accepts(item));
                hit
            }
        }
    }
}
