//! A query compiled for one view: the definition of [`super`], evaluated with an index.
//!
//! What holds by the record alone is a set, and so is what holds of a record in any of its cases; sets are combined for
//! a million records in microseconds. Where two things have to hold in the *same* case, the sets determine which
//! records remain to be asked one by one.

mod record_test;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tracing::Span;

use crate::dossier::{Kind, Rec};

use super::article_index::BitSet;
use super::index::CaseRef;
use super::probe::{ProbedItem, QueryProbe};
use super::sets::{self, RecordSets};
use super::spans;
use super::term::TermValues;
use super::value::ValueMeaning;
use super::{Query, QueryNode, QueryView};
pub(super) use record_test::RecordTest;

/// The number of records that one thread asks at least, so that few are asked by one.
const AT_A_TIME: usize = 4_000;

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

/// A record, by its place in the sets of its kind.
#[derive(Clone, Copy)]
struct EvalPlace {
    kind: Kind,
    at: u32,
}

impl EvalPlace {
    fn of(view: &QueryView, rec: Rec) -> EvalPlace {
        EvalPlace { kind: rec.kind(), at: sets::position(view, rec) }
    }
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
                let _span = spans::part(node);
                let asked = spans::printed(node);
                let probe = QueryProbe::new(term, values, view);
                // What is new changes while all else stays.
                let lasts = term.is_lasting() || !probe.accepts(ProbedItem::Word("new"));
                let test = || RecordTest::new(asked.clone(), term, &probe, view);
                let test = if lasts { view.index.kept_test(asked.clone(), test) } else { Arc::new(test()) };
                self.tests.push(test);
                EvalStep::Test(self.tests.len() - 1)
            }
        }
    }

    fn own(&mut self, node: &QueryNode, look_up: impl FnOnce() -> Arc<RecordSets>) -> EvalStep {
        let span = spans::part(node);
        let hits = look_up();
        spans::found(&span, || hits.count());
        self.own.push(hits);
        EvalStep::Own(self.own.len() - 1)
    }

    /// The records of a kind of which the query holds; invisible records may be among them.
    pub fn rows(&self, kind: Kind) -> BitSet {
        let Some(root) = &self.root else { return BitSet::all(self.view.dossier.count(kind)) };
        let span = spans::rows(kind);
        let reach = self.reach(root, kind);
        let found = if reach.exact { reach.bits } else { self.asked_one_by_one(root, kind, reach.bits, &span) };
        spans::found(&span, || found.count());
        found
    }

    /// Those of the records of a kind of which the query holds: what the sets leave in doubt is asked.
    fn asked_one_by_one(&self, root: &EvalStep, kind: Kind, doubtful: BitSet, span: &Span) -> BitSet {
        let mut bits = doubtful;
        let links = self.view.index.links(self.view);
        let mut found = if kind == Kind::Article {
            // An article in which no statement is made has one case, in which whatever is not true is false.
            let mut plain = self.plain(root);
            plain.and_not(self.view.index.cited(self.view));
            bits.and(self.view.index.cited(self.view));
            plain
        } else {
            BitSet::none(bits.len())
        };
        bits.and(self.view.index.visible(self.view, kind));
        if !span.is_disabled() {
            span.record("asked_one_by_one", bits.count());
        }
        let holds = |room: &mut EvalSpace, (rec, cases): (Rec, &[CaseRef])| {
            let place = EvalPlace::of(self.view, rec);
            (bits.contains(place.at) && self.holds(place, cases, room)).then_some(place.at)
        };
        let held: Vec<Option<u32>> = if bits.count() < AT_A_TIME {
            let mut room = EvalSpace::default();
            links.all_cases(kind).map(|case| holds(&mut room, case)).collect()
        } else {
            let all = links.all_cases_at_once(kind).with_min_len(AT_A_TIME);
            all.map_init(EvalSpace::default, holds).collect()
        };
        found.or(&BitSet::of(bits.len(), held.into_iter().flatten()));
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

    /// Whether the query holds of a visible record with these cases, itself first.
    fn holds(&self, place: EvalPlace, cases: &[CaseRef], room: &mut EvalSpace) -> bool {
        let (Some(whole), Some((itself, linked))) = (&self.root, cases.split_first()) else {
            return self.root.is_none();
        };
        room.found.clear();
        room.found.resize(self.nots.len(), false);
        let mut exists = |case: &CaseRef, is_itself: bool| {
            self.fix(place, case.linked, room);
            self.exclude(place, case, is_itself, room);
            self.exists(whole, place, case, room)
        };
        linked.iter().any(|case| exists(case, false)) || exists(itself, true)
    }

    /// Calls `found` with each case of a visible record in which the query holds of it: the linked record, and the positions
    /// of the statements with which it holds, where the case has any; once or more for a case.
    pub fn looks(
        &self,
        rec: Rec,
        cases: &[CaseRef],
        room: &mut EvalSpace,
        found: &mut dyn FnMut(Option<Rec>, Range<u32>),
    ) {
        let Some(whole) = &self.root else {
            return cases.iter().for_each(|case| found(case.linked, case.from..case.to));
        };
        room.found.clear();
        room.found.resize(self.nots.len(), false);
        let Some((itself, linked)) = cases.split_first() else { return };
        let place = EvalPlace::of(self.view, rec);
        for (case, is_itself) in linked.iter().map(|case| (case, false)).chain([(itself, true)]) {
            self.fix(place, case.linked, room);
            self.exclude(place, case, is_itself, room);
            if self.is_same_for_all(case, room) {
                if self.eval(whole, place, None, room) {
                    found(case.linked, case.from..case.to);
                }
            } else {
                let held = (case.from..case.to).filter(|&at| self.eval(whole, place, Some(at), room));
                held.for_each(|at| found(case.linked, at..at + 1));
            }
        }
    }

    /// What the query is asked about.
    pub fn view(&self) -> &QueryView<'v> {
        self.view
    }

    /// What is true in this case whatever the statement.
    fn fix(&self, place: EvalPlace, linked: Option<Rec>, room: &mut EvalSpace) {
        room.fixed.clear();
        room.fixed.extend(self.tests.iter().map(|test| test.by_record(place, linked)));
    }

    /// Answers the exclusions of this case, inner ones first.
    fn exclude(&self, place: EvalPlace, case: &CaseRef, itself: bool, room: &mut EvalSpace) {
        room.nots.clear();
        for at in 0..self.nots.len() {
            let here = self.exists(&self.nots[at], place, case, room);
            room.found[at] |= here;
            room.nots.push(if itself { !room.found[at] } else { !here });
        }
    }

    /// Whether one of the statements makes it true.
    fn exists(&self, step: &EvalStep, place: EvalPlace, case: &CaseRef, room: &EvalSpace) -> bool {
        if self.is_same_for_all(case, room) {
            return self.eval(step, place, None, room);
        }
        (case.from..case.to).any(|statement| self.eval(step, place, Some(statement), room))
    }

    /// Whether a step is true with all statements of a case or with none.
    fn is_same_for_all(&self, case: &CaseRef, room: &EvalSpace) -> bool {
        let asks = || self.tests.iter().zip(&room.fixed).any(|(test, fixed)| !fixed && test.term.asks_statements());
        case.from == case.to || !asks()
    }

    fn eval(&self, step: &EvalStep, place: EvalPlace, statement: Option<u32>, room: &EvalSpace) -> bool {
        match step {
            EvalStep::All(steps) => steps.iter().all(|step| self.eval(step, place, statement, room)),
            EvalStep::Any(steps) => steps.iter().any(|step| self.eval(step, place, statement, room)),
            EvalStep::Not(at) => room.nots[*at],
            EvalStep::Own(at) => self.own[*at].of(place.kind).contains(place.at),
            EvalStep::Test(at) => {
                room.fixed[*at] || statement.is_some_and(|s| self.tests[*at].by_statement(place.kind, s))
            }
        }
    }
}
