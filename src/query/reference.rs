//! The definition of [`super`] word for word, without an index: slow, and the reference that the fast way is tested
//! against.

use hashbrown::HashMap;

use crate::dossier::Rec;

use super::case::{RecordCase, Statement, cases};
use super::probe::QueryProbe;
use super::term::TermValues;
use super::value::{SearchNeedle, ValueMeaning};
use super::{Query, QueryNode, QueryView, text};
use crate::text::fold;

/// Whether the query holds of the record.
pub(super) fn matches(query: &Query, view: &QueryView, rec: Rec) -> bool {
    if !view.snapshot.is_visible(view.dossier, rec) {
        return false;
    }
    let Some(root) = &query.root else { return true };
    let asked = ReferenceRequest::new(view, rec, root, cases(view, rec));
    (0..asked.cases.len()).any(|case| asked.exists(root, case))
}

/// The statements of the record with which the query holds of it. The index provides the cases, which are the same;
/// looking at everything would take longer than a frame.
pub(super) fn statements(query: &Query, view: &QueryView, rec: Rec) -> Vec<Statement> {
    let mut out = Vec::new();
    let Some(root) = query.root.as_ref().filter(|root| asks_statements(root)) else { return out };
    if !view.snapshot.is_visible(view.dossier, rec) {
        return out;
    }
    let asked = ReferenceRequest::new(view, rec, root, view.index.cases(view, rec));
    let own = |case: &RecordCase| case.linked.is_none() || matches!(rec, Rec::Article(_) | Rec::Figure(_));
    for (at, case) in asked.cases.iter().enumerate().filter(|(_, case)| own(case)) {
        for &statement in &case.statements {
            if asked.holds(root, at, Some(statement)) && !out.contains(&statement) {
                out.push(statement);
            }
        }
    }
    out
}

fn asks_statements(node: &QueryNode) -> bool {
    match node {
        QueryNode::All(nodes) | QueryNode::Any(nodes) => nodes.iter().any(asks_statements),
        QueryNode::Term(term, _) => term.asks_statements(),
        QueryNode::Not(_) | QueryNode::Words(_) | QueryNode::Regex(_) => false,
    }
}

/// One record with its cases, and what needs to be found out only once about a part of the query.
struct ReferenceRequest<'a> {
    view: &'a QueryView<'a>,
    rec: Rec,
    cases: Vec<RecordCase>,
    facts: HashMap<*const QueryNode, ReferenceFact>,
}

enum ReferenceFact {
    /// Whether it is true by the record alone.
    OfRecord(bool),
    /// What the values of a term accept.
    Probe(QueryProbe),
}

impl<'a> ReferenceRequest<'a> {
    fn new(view: &'a QueryView<'a>, rec: Rec, root: &QueryNode, cases: Vec<RecordCase>) -> ReferenceRequest<'a> {
        let mut asked = ReferenceRequest { view, rec, cases, facts: HashMap::new() };
        asked.find_out(root);
        asked
    }

    fn find_out(&mut self, node: &QueryNode) {
        let fact = match node {
            QueryNode::All(nodes) | QueryNode::Any(nodes) => return nodes.iter().for_each(|node| self.find_out(node)),
            QueryNode::Not(node) => return self.find_out(node),
            QueryNode::Words(words) => ReferenceFact::OfRecord(self.has_words(&words.needle, true)),
            QueryNode::Regex(pattern) => {
                let mut hit = false;
                text::fields(self.view, self.rec, &mut |field| hit |= text::field_matches(&pattern.regex, field));
                ReferenceFact::OfRecord(hit)
            }
            QueryNode::Term(term, values) if matches!(term.values, TermValues::Text) => {
                ReferenceFact::OfRecord(values.iter().any(|value| match &value.means {
                    ValueMeaning::Name(needle) => self.has_words(needle, false),
                    _ => true,
                }))
            }
            QueryNode::Term(term, values) => ReferenceFact::Probe(QueryProbe::new(term, values, self.view)),
        };
        self.facts.insert(std::ptr::from_ref(node), fact);
    }

    fn has_words(&self, needle: &SearchNeedle, names: bool) -> bool {
        let mut folded = String::new();
        text::fields(self.view, self.rec, &mut |field| fold::push_field(&mut folded, field));
        if names {
            text::named(self.view, self.rec, &self.cases, &mut |rec| {
                self.view.dossier.names(rec).for_each(|name| fold::push_field(&mut folded, name));
            });
        }
        folded.contains(needle.as_str())
    }

    fn exists(&self, node: &QueryNode, case: usize) -> bool {
        let statements = &self.cases[case].statements;
        if statements.is_empty() {
            return self.holds(node, case, None);
        }
        statements.iter().any(|&statement| self.holds(node, case, Some(statement)))
    }

    fn holds(&self, node: &QueryNode, case: usize, statement: Option<Statement>) -> bool {
        match node {
            QueryNode::All(nodes) => nodes.iter().all(|node| self.holds(node, case, statement)),
            QueryNode::Any(nodes) => nodes.iter().any(|node| self.holds(node, case, statement)),
            QueryNode::Not(node) if case == 0 => !(0..self.cases.len()).any(|case| self.exists(node, case)),
            QueryNode::Not(node) => !self.exists(node, case),
            QueryNode::Words(_) | QueryNode::Regex(_) => matches!(self.fact(node), Some(ReferenceFact::OfRecord(true))),
            QueryNode::Term(term, _) => match self.fact(node) {
                Some(ReferenceFact::Probe(probe)) => {
                    let mut hit = false;
                    let linked = self.cases[case].linked;
                    term.items(self.view, self.rec, linked, statement, &mut |item| hit |= probe.accepts(item));
                    hit
                }
                Some(ReferenceFact::OfRecord(hit)) => *hit,
                None => false,
            },
        }
    }

    fn fact(&self, node: &QueryNode) -> Option<&ReferenceFact> {
        self.facts.get(&std::ptr::from_ref(node))
    }
}
