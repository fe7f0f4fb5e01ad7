//! The definition of [`super`] word for word, without an index: slow, and the reference that the fast way is tested
//! against.

use hashbrown::HashMap;

use crate::dossier::Rec;

use super::case::{Case, Statement, cases};
use super::probe::Probe;
use super::term::Values;
use super::value::{Means, Needle};
use super::{Node, Query, View, fold, text};

/// Whether the query holds of the record.
pub(super) fn matches(query: &Query, view: &View, rec: Rec) -> bool {
    if !view.snapshot.is_visible(view.dossier, rec) {
        return false;
    }
    let Some(root) = &query.root else { return true };
    let asked = Asked::new(view, rec, root, cases(view, rec));
    (0..asked.cases.len()).any(|case| asked.exists(root, case))
}

/// The statements of the record with which the query holds of it. The index provides the cases, which are the same;
/// looking at everything would take longer than a frame.
pub(super) fn statements(query: &Query, view: &View, rec: Rec) -> Vec<Statement> {
    let mut out = Vec::new();
    let Some(root) = query.root.as_ref().filter(|root| asks_statements(root)) else { return out };
    if !view.snapshot.is_visible(view.dossier, rec) {
        return out;
    }
    let asked = Asked::new(view, rec, root, view.index.cases(view, rec));
    let own = |case: &Case| case.linked.is_none() || matches!(rec, Rec::Article(_) | Rec::Figure(_));
    for (at, case) in asked.cases.iter().enumerate().filter(|(_, case)| own(case)) {
        for &statement in &case.statements {
            if asked.holds(root, at, Some(statement)) && !out.contains(&statement) {
                out.push(statement);
            }
        }
    }
    out
}

fn asks_statements(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(asks_statements),
        Node::Term(term, _) => term.asks_statements(),
        Node::Not(_) | Node::Words(_) | Node::Regex(_) => false,
    }
}

/// One record with its cases, and what needs to be found out only once about a part of the query.
struct Asked<'a> {
    view: &'a View<'a>,
    rec: Rec,
    cases: Vec<Case>,
    facts: HashMap<*const Node, Fact>,
}

enum Fact {
    /// Whether it is true by the record alone.
    OfRecord(bool),
    /// What the values of a term accept.
    Probe(Probe),
}

impl<'a> Asked<'a> {
    fn new(view: &'a View<'a>, rec: Rec, root: &Node, cases: Vec<Case>) -> Asked<'a> {
        let mut asked = Asked { view, rec, cases, facts: HashMap::new() };
        asked.find_out(root);
        asked
    }

    fn find_out(&mut self, node: &Node) {
        let fact = match node {
            Node::All(nodes) | Node::Any(nodes) => return nodes.iter().for_each(|node| self.find_out(node)),
            Node::Not(node) => return self.find_out(node),
            Node::Words(words) => Fact::OfRecord(self.has_words(&words.needle, true)),
            Node::Regex(pattern) => {
                let mut hit = false;
                text::fields(self.view, self.rec, &mut |field| hit |= text::field_matches(&pattern.regex, field));
                Fact::OfRecord(hit)
            }
            Node::Term(term, values) if matches!(term.values, Values::Text) => {
                Fact::OfRecord(values.iter().any(|value| match &value.means {
                    Means::Name(needle) => self.has_words(needle, false),
                    _ => true,
                }))
            }
            Node::Term(term, values) => Fact::Probe(Probe::new(term, values, self.view)),
        };
        self.facts.insert(std::ptr::from_ref(node), fact);
    }

    fn has_words(&self, needle: &Needle, names: bool) -> bool {
        let mut folded = String::new();
        text::fields(self.view, self.rec, &mut |field| fold::push_field(&mut folded, field));
        if names {
            text::named(self.view, self.rec, &self.cases, &mut |rec| {
                text::names(self.view, rec, &mut |name| fold::push_field(&mut folded, name));
            });
        }
        folded.contains(needle.as_str())
    }

    fn exists(&self, node: &Node, case: usize) -> bool {
        let statements = &self.cases[case].statements;
        if statements.is_empty() {
            return self.holds(node, case, None);
        }
        statements.iter().any(|&statement| self.holds(node, case, Some(statement)))
    }

    fn holds(&self, node: &Node, case: usize, statement: Option<Statement>) -> bool {
        match node {
            Node::All(nodes) => nodes.iter().all(|node| self.holds(node, case, statement)),
            Node::Any(nodes) => nodes.iter().any(|node| self.holds(node, case, statement)),
            Node::Not(node) if case == 0 => !(0..self.cases.len()).any(|case| self.exists(node, case)),
            Node::Not(node) => !self.exists(node, case),
            Node::Words(_) | Node::Regex(_) => matches!(self.fact(node), Some(Fact::OfRecord(true))),
            Node::Term(term, _) => match self.fact(node) {
                Some(Fact::Probe(probe)) => {
                    let mut hit = false;
                    let linked = self.cases[case].linked;
                    term.items(self.view, self.rec, linked, statement, &mut |item| hit |= probe.accepts(item));
                    hit
                }
                Some(Fact::OfRecord(hit)) => *hit,
                None => false,
            },
        }
    }

    fn fact(&self, node: &Node) -> Option<&Fact> {
        self.facts.get(&std::ptr::from_ref(node))
    }
}
