//! A query made ready for one view, and asked of many records: the definition of [`super`] with an index.

use crate::dossier::{Kind, Rec};

use super::case::Statement;
use super::probe::{Item, Probe};
use super::recs::RecSet;
use super::term::{OfStatement, Role, Term, Values};
use super::value::Means;
use super::{Index, Node, Query, View};

/// A query with its words and values looked up.
pub(super) struct Plan<'v> {
    view: &'v View<'v>,
    root: Option<Step>,
    /// What is excluded, inner ones first. A [`Step::Not`] names its position.
    nots: Vec<Step>,
    /// What is true by the record alone.
    own: Vec<RecSet>,
    /// What is true by the record, the linked one, or the statement.
    tests: Vec<Test>,
}

enum Step {
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(usize),
    Own(usize),
    Test(usize),
}

struct Test {
    term: &'static Term,
    probe: Probe,
    /// The records for whose sake another is found.
    linked: RecSet,
    /// For what a statement has by its source: the articles that have it.
    articles: Option<RecSet>,
}

/// Room for the answers of one case; kept, so that nothing is allocated for each record.
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
            Node::Words(words) => self.own(|hits| {
                view.index.own_hits(view, &words.needle, hits);
                view.index.named_hits(view, &words.needle, hits);
            }),
            Node::Regex(pattern) => self.own(|hits| Index::regex_hits(view, &pattern.regex, hits)),
            Node::Term(term, values) if matches!(term.values, Values::Text) => self.own(|hits| {
                for value in values {
                    match &value.means {
                        Means::Name(needle) => view.index.own_hits(view, needle, hits),
                        _ => Kind::ALL.iter().flat_map(|&kind| view.dossier.all(kind)).for_each(|rec| hits.insert(rec)),
                    }
                }
            }),
            Node::Term(term, values) => {
                let probe = Probe::new(term, values, view);
                self.tests.push(Test::new(term, probe, view));
                Step::Test(self.tests.len() - 1)
            }
        }
    }

    fn own(&mut self, find: impl FnOnce(&mut RecSet)) -> Step {
        let mut hits = RecSet::new(self.view.dossier);
        find(&mut hits);
        self.own.push(hits);
        Step::Own(self.own.len() - 1)
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
        let mut cases = self.view.index.case_refs(self.view, rec);
        let Some(itself) = cases.next() else { return false };
        for (linked, statements) in cases {
            self.fix(rec, linked, room);
            self.exclude(rec, statements, false, room);
            if self.exists(whole, rec, statements, room) {
                return true;
            }
        }
        let (linked, statements) = itself;
        self.fix(rec, linked, room);
        self.exclude(rec, statements, true, room);
        self.exists(whole, rec, statements, room)
    }

    /// Calls `found` with each look at a visible record in which the query holds of it: the linked record, and the
    /// statement, where the case has any.
    pub fn looks(&self, rec: Rec, room: &mut Room, found: &mut dyn FnMut(Option<Rec>, Option<Statement>)) {
        room.found.clear();
        room.found.resize(self.nots.len(), false);
        let mut cases = self.view.index.case_refs(self.view, rec);
        let Some(itself) = cases.next() else { return };
        let all = cases.map(|case| (case, false)).chain(std::iter::once((itself, true)));
        for ((linked, statements), is_itself) in all {
            self.fix(rec, linked, room);
            self.exclude(rec, statements, is_itself, room);
            let mut look = |statement: Option<Statement>| {
                if self.root.as_ref().is_none_or(|whole| self.eval(whole, rec, statement, room)) {
                    found(linked, statement);
                }
            };
            if statements.is_empty() {
                look(None);
            } else {
                for &statement in statements {
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
            Step::Own(at) => self.own[*at].contains(rec),
            Step::Test(_) => false, // there is none
        }
    }

    /// What is true in this case whatever the statement.
    fn fix(&self, rec: Rec, linked: Option<Rec>, room: &mut Room) {
        room.fixed.clear();
        room.fixed.extend(self.tests.iter().map(|test| test.by_record(self.view, rec, linked)));
    }

    /// Answers the exclusions of this case, inner ones first.
    fn exclude(&self, rec: Rec, statements: &[Statement], itself: bool, room: &mut Room) {
        room.nots.clear();
        for at in 0..self.nots.len() {
            let here = self.exists(&self.nots[at], rec, statements, room);
            room.found[at] |= here;
            room.nots.push(if itself { !room.found[at] } else { !here });
        }
    }

    /// Whether one of the statements makes it true.
    fn exists(&self, step: &Step, rec: Rec, statements: &[Statement], room: &Room) -> bool {
        let asked = self.tests.iter().zip(&room.fixed).any(|(test, fixed)| !fixed && test.term.asks_statements());
        if statements.is_empty() || !asked {
            return self.eval(step, rec, None, room);
        }
        statements.iter().any(|&statement| self.eval(step, rec, Some(statement), room))
    }

    fn eval(&self, step: &Step, rec: Rec, statement: Option<Statement>, room: &Room) -> bool {
        match step {
            Step::All(steps) => steps.iter().all(|step| self.eval(step, rec, statement, room)),
            Step::Any(steps) => steps.iter().any(|step| self.eval(step, rec, statement, room)),
            Step::Not(at) => room.nots[*at],
            Step::Own(at) => self.own[*at].contains(rec),
            Step::Test(at) => {
                room.fixed[*at] || statement.is_some_and(|s| self.tests[*at].by_statement(self.view, rec, s))
            }
        }
    }
}

impl Test {
    fn new(term: &'static Term, probe: Probe, view: &View) -> Test {
        let accepts = |rec: Rec, role: Role| {
            let mut hit = false;
            (term.of_record)(view, rec, role, &mut |item: Item| hit = hit || probe.accepts(item));
            hit
        };
        let mut linked = RecSet::new(view.dossier);
        for kind in [Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Figure] {
            view.dossier.all(kind).filter(|&rec| accepts(rec, Role::Linked)).for_each(|rec| linked.insert(rec));
        }
        let articles = matches!(term.of_statement, OfStatement::Source).then(|| {
            let mut articles = RecSet::new(view.dossier);
            let all = view.dossier.all(Kind::Article).filter(|&rec| view.snapshot.is_visible(view.dossier, rec));
            all.filter(|&rec| accepts(rec, Role::Linked)).for_each(|rec| articles.insert(rec));
            articles
        });
        Test { term, probe, linked, articles }
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

    fn by_statement(&self, view: &View, rec: Rec, statement: Statement) -> bool {
        if self.term.itself.contains(&rec.kind()) {
            return false;
        }
        match self.term.of_statement {
            OfStatement::Nothing => false,
            OfStatement::Source => self.articles.as_ref().is_some_and(|articles| {
                statement.sources(view.dossier).into_iter().flatten().any(|ix| articles.contains(ix.into()))
            }),
            OfStatement::Own(of_statement) => {
                let mut hit = false;
                of_statement(view, statement, &mut |item: Item| hit = hit || self.probe.accepts(item));
                hit
            }
        }
    }
}
