//! A query compiled for one view: the definition of [`super`], evaluated with an index.
//!
//! What holds by the record alone is a set, and so is what holds of a record in any of its cases; sets are combined for
//! a million records in microseconds. Where two things have to hold in the *same* case, the sets determine which
//! records remain to be asked one by one.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tracing::Span;

use crate::dossier::{Kind, Rec};

use super::article_index::Bits;
use super::case::Statement;
use super::columns;
use super::probe::{Item, Probe};
use super::recs::RecSet;
use super::sets::{self, Sets};
use super::term::{OfStatement, Role, Term, Values};
use super::told;
use super::value::Means;
use super::{Node, Query, View};

/// A query with its words and values resolved.
pub(super) struct Plan<'v> {
    view: &'v View<'v>,
    root: Option<Step>,
    /// The exclusions, inner ones first. A [`Step::Not`] refers to them by position.
    nots: Vec<Step>,
    /// The tests on the record alone.
    own: Vec<Arc<Sets>>,
    /// The tests on the record, the linked record, or the statement.
    tests: Vec<Arc<Test>>,
}

enum Step {
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(usize),
    Own(usize),
    Test(usize),
}

/// One term with its values resolved.
#[derive(Debug)]
pub(super) struct Test {
    /// As it is typed.
    asked: String,
    term: &'static Term,
    probe: Probe,
    /// The records through which another is found.
    linked: RecSet,
    /// For what a statement has by its source: the statements of which it is true, by their position in
    /// [`Index::statements`](super::Index::statements).
    said: Option<Bits>,
    /// By kind: the records of which it is true in any case, with any statement.
    reach: [OnceLock<Bits>; Kind::ALL.len()],
}

/// The records of a kind of which a step is true in some case.
struct Reach {
    /// The lower bound: at least these.
    bits: Bits,
    /// Whether the lower bound holds in all cases or none, whatever the statement.
    alike: bool,
    /// The upper bound: at most these.
    exact: bool,
}

/// Buffers for the answers of one case; reused so that nothing is allocated per record.
#[derive(Default)]
pub(super) struct Room {
    /// By test: true by the record or the linked one.
    fixed: Vec<bool>,
    /// By position in [`Plan::nots`]: whether the exclusion holds in this case.
    nots: Vec<bool>,
    /// By position in [`Plan::nots`]: whether what is excluded was found in any case so far.
    found: Vec<bool>,
}

impl<'v> Plan<'v> {
    pub fn new(query: &Query, view: &'v View<'v>) -> Plan<'v> {
        let mut plan = Plan { view, root: None, nots: Vec::new(), own: Vec::new(), tests: Vec::new() };
        plan.root = query.root.as_ref().map(|node| plan.step(node));
        plan
    }

    fn step(&mut self, node: &Node) -> Step {
        let view = self.view;
        match node {
            Node::All(nodes) => Step::All(nodes.iter().map(|node| self.step(node)).collect()),
            Node::Any(nodes) => Step::Any(nodes.iter().map(|node| self.step(node)).collect()),
            Node::Not(node) => {
                let step = self.step(node);
                self.nots.push(step);
                Step::Not(self.nots.len() - 1)
            }
            Node::Words(words) => self.own(node, || view.index.word_hits(view, &words.needle)),
            Node::Regex(pattern) => self.own(node, || view.index.regex_hits(view, &pattern.regex)),
            Node::Term(term, values) if matches!(term.values, Values::Text) => self.own(node, || {
                let mut hits = Sets::none(view);
                for value in values {
                    let found = match &value.means {
                        Means::Name(needle) => view.index.own_hits(view, needle),
                        _ => Arc::new(Sets::all(view)),
                    };
                    for &kind in Kind::ALL {
                        hits.of_mut(kind).or(found.of(kind));
                    }
                }
                Arc::new(hits)
            }),
            Node::Term(term, values) => {
                let _span = told::part(node);
                let asked = told::printed(node);
                let test = || Test::new(asked.clone(), term, Probe::new(term, values, view), view);
                // What is new changes while all else stays.
                let test = if term.is_lasting() { view.index.kept_test(asked.clone(), test) } else { Arc::new(test()) };
                self.tests.push(test);
                Step::Test(self.tests.len() - 1)
            }
        }
    }

    fn own(&mut self, node: &Node, look_up: impl FnOnce() -> Arc<Sets>) -> Step {
        let span = told::part(node);
        let hits = look_up();
        told::found(&span, || hits.count());
        self.own.push(hits);
        Step::Own(self.own.len() - 1)
    }

    /// The records of a kind of which the query holds; invisible records may be among them.
    pub fn rows(&self, kind: Kind) -> Bits {
        let Some(root) = &self.root else { return Bits::all(self.view.dossier.count(kind)) };
        let span = told::rows(kind);
        let reach = self.reach(root, kind);
        let found = if reach.exact { reach.bits } else { self.asked_one_by_one(root, kind, reach.bits, &span) };
        told::found(&span, || found.count());
        found
    }

    /// Those of the records of a kind of which the query holds: what the sets leave in doubt is asked.
    fn asked_one_by_one(&self, root: &Step, kind: Kind, doubtful: Bits, span: &Span) -> Bits {
        let mut bits = doubtful;
        let mut room = Room::default();
        let mut asked = (**self.view.index.visible(self.view, kind)).clone();
        let mut found = if kind == Kind::Article {
            // An article in which no statement is made has one case, in which whatever is not true is false.
            let cited = self.view.index.cited(self.view);
            let mut plain = self.plain(root);
            plain.and_not(cited);
            asked.and(cited);
            plain
        } else {
            Bits::none(bits.len())
        };
        bits.and(&asked);
        if !span.is_disabled() {
            span.record("asked_one_by_one", bits.count());
        }
        let held: Vec<u32> =
            bits.iter().filter(|&at| self.holds(sets::record(self.view, kind, at), &mut room)).collect();
        found.or(&Bits::of(bits.len(), held));
        found
    }

    /// The records of a kind of which a step is true in some case.
    fn reach(&self, step: &Step, kind: Kind) -> Reach {
        // An event is only looked at for itself.
        let one_case = kind == Kind::Event;
        match step {
            Step::Own(at) => Reach { bits: self.own[*at].of(kind).clone(), alike: true, exact: true },
            Step::Test(at) => {
                let term = self.tests[*at].term;
                let alike = term.itself.contains(&kind) || one_case && !term.asks_statements();
                Reach { bits: self.tests[*at].reach(self.view, kind).clone(), alike, exact: true }
            }
            Step::All(steps) => {
                let mut all = Reach { bits: Bits::all(self.view.dossier.count(kind)), alike: true, exact: true };
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
            Step::Any(steps) => {
                let mut any = Reach { bits: Bits::none(self.view.dossier.count(kind)), alike: true, exact: true };
                for step in steps {
                    let reach = self.reach(step, kind);
                    any.bits.or(&reach.bits);
                    any.alike &= reach.alike;
                    any.exact &= reach.exact;
                }
                any
            }
            Step::Not(at) => {
                let mut reach = self.reach(&self.nots[*at], kind);
                if reach.exact && (reach.alike || one_case) {
                    reach.bits.not();
                    return Reach { alike: true, ..reach };
                }
                Reach { bits: Bits::all(self.view.dossier.count(kind)), alike: false, exact: false }
            }
        }
    }

    /// The articles of which a step is true, where nothing is said to stand in them.
    fn plain(&self, step: &Step) -> Bits {
        match step {
            Step::Own(at) => self.own[*at].of(Kind::Article).clone(),
            Step::Test(at) => self.tests[*at].reach(self.view, Kind::Article).clone(),
            Step::All(steps) => {
                let mut all = Bits::all(self.view.dossier.count(Kind::Article));
                steps.iter().for_each(|step| {
                    all.and(&self.plain(step));
                });
                all
            }
            Step::Any(steps) => {
                let mut any = Bits::none(self.view.dossier.count(Kind::Article));
                steps.iter().for_each(|step| {
                    any.or(&self.plain(step));
                });
                any
            }
            Step::Not(at) => {
                let mut bits = self.plain(&self.nots[*at]);
                bits.not();
                bits
            }
        }
    }

    /// Whether the query holds of a visible record.
    pub fn holds(&self, rec: Rec, room: &mut Room) -> bool {
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
    pub fn looks(&self, rec: Rec, room: &mut Room, found: &mut dyn FnMut(Option<Rec>, Option<Statement>)) {
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
    pub fn view(&self) -> &View<'v> {
        self.view
    }

    fn own_holds(&self, step: &Step, rec: Rec) -> bool {
        match step {
            Step::All(steps) => steps.iter().all(|step| self.own_holds(step, rec)),
            Step::Any(steps) => steps.iter().any(|step| self.own_holds(step, rec)),
            Step::Not(at) => !self.own_holds(&self.nots[*at], rec),
            Step::Own(at) => self.own[*at].contains(self.view, rec),
            Step::Test(_) => false, // there is none
        }
    }

    /// What is true in this case whatever the statement.
    fn fix(&self, rec: Rec, linked: Option<Rec>, room: &mut Room) {
        room.fixed.clear();
        room.fixed.extend(self.tests.iter().map(|test| test.by_record(self.view, rec, linked)));
    }

    /// Answers the exclusions of this case, inner ones first.
    fn exclude(&self, rec: Rec, statements: &Range<u32>, itself: bool, room: &mut Room) {
        room.nots.clear();
        for at in 0..self.nots.len() {
            let here = self.exists(&self.nots[at], rec, statements, room);
            room.found[at] |= here;
            room.nots.push(if itself { !room.found[at] } else { !here });
        }
    }

    /// Whether one of the statements makes it true.
    fn exists(&self, step: &Step, rec: Rec, statements: &Range<u32>, room: &Room) -> bool {
        let asked = self.tests.iter().zip(&room.fixed).any(|(test, fixed)| !fixed && test.term.asks_statements());
        if statements.is_empty() || !asked {
            return self.eval(step, rec, None, room);
        }
        statements.clone().any(|statement| self.eval(step, rec, Some(statement), room))
    }

    fn eval(&self, step: &Step, rec: Rec, statement: Option<u32>, room: &Room) -> bool {
        match step {
            Step::All(steps) => steps.iter().all(|step| self.eval(step, rec, statement, room)),
            Step::Any(steps) => steps.iter().any(|step| self.eval(step, rec, statement, room)),
            Step::Not(at) => room.nots[*at],
            Step::Own(at) => self.own[*at].contains(self.view, rec),
            Step::Test(at) => {
                room.fixed[*at] || statement.is_some_and(|s| self.tests[*at].by_statement(self.view, rec, s))
            }
        }
    }
}

impl Test {
    fn new(asked: String, term: &'static Term, probe: Probe, view: &View) -> Test {
        let accepts = |rec: Rec, role: Role| {
            let mut hit = false;
            (term.of_record)(view, rec, role, &mut |item: Item| hit = hit || probe.accepts(item));
            hit
        };
        let mut linked = RecSet::new(view.dossier);
        for kind in [Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Figure] {
            view.dossier.all(kind).filter(|&rec| accepts(rec, Role::Linked)).for_each(|rec| linked.insert(rec));
        }
        let said = matches!(term.of_statement, OfStatement::Source).then(|| {
            let mut articles = columns::articles(view, term, &probe);
            articles.and(view.index.visible(view, Kind::Article));
            view.index.standing_in(view, &articles)
        });
        Test { asked, term, probe, linked, said, reach: Default::default() }
    }

    /// The records of a kind of which it is true in any case, with any statement.
    fn reach(&self, view: &View, kind: Kind) -> &Bits {
        self.reach[kind as usize].get_or_init(|| {
            let span = told::reach(&self.asked, kind);
            let bits = self.reached(view, kind, &span);
            told::found(&span, || bits.count());
            bits
        })
    }

    fn reached(&self, view: &View, kind: Kind, span: &Span) -> Bits {
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
                bits.or(&Bits::of(bits.len(), found));
            }
            return bits;
        }
        told::answered_by(told::EACH);
        span.record("candidates", view.dossier.count(kind));
        let has = |rec: Rec| self.by_record(view, rec, None) || through_others && in_any(rec);
        let found = view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec) && has(rec));
        Bits::of(view.dossier.count(kind), found.map(|rec| sets::position(view, rec)))
    }

    fn by_record(&self, view: &View, rec: Rec, linked: Option<Rec>) -> bool {
        let reaches = !self.term.itself.contains(&rec.kind());
        if reaches && linked.is_some_and(|linked| self.linked.contains(linked)) {
            return true;
        }
        let mut hit = false;
        (self.term.of_record)(view, rec, Role::Itself, &mut |item: Item| hit = hit || self.probe.accepts(item));
        hit
    }

    /// `statement` is a position in [`Index::statements`](super::Index::statements).
    fn by_statement(&self, view: &View, rec: Rec, statement: u32) -> bool {
        if self.term.itself.contains(&rec.kind()) {
            return false;
        }
        match self.term.of_statement {
            OfStatement::Nothing => false,
            OfStatement::Source => self.said.as_ref().is_some_and(|said| said.contains(statement)),
            OfStatement::Own(of_statement) => {
                let mut hit = false;
                let statement = view.index.statements(view)[statement as usize];
                of_statement(view, statement, &mut |item: Item| hit = hit || self.probe.accepts(item));
                hit
            }
        }
    }
}
