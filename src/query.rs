//! The query language: text to a [`Query`], a query to the rows that every screen and command shows.
//!
//! **When a query holds of a record.** A record is looked at in *cases*: as itself, and once for each record that is
//! one link away (an actor for each of its events, a port for its events and corridors, an article for each record
//! that it makes a statement about; a figure with what it is about). A case holds the known statements of the
//! linked record, or of the record itself; for an article, those made in it; for what an actor speaks about outside
//! its events, the actor's own. The query holds of the record if one case, with one of its statements, makes it
//! true:
//!
//! - words, phrases, regular expressions and `id:` are true by the record alone, in all its cases;
//! - `port:`, `is:` and the like are true where the record *or* the linked one has the value. So `port:gwadar
//!   is:overdue` keeps an actor for one event that is both. Where a record has such a value itself and that is what
//!   was asked for (`port:` of a port, `date:` of an article), the linked one does not count: `port:gwadar` shows one
//!   port, not those that share an event with it;
//! - `by:`, `known:`, `source:`, `outlet:`, `lang:` are true by the statement. So `by:kistafin known:>2025-10` asks for
//!   a statement by him that became known after that;
//! - `-x` is true in a case where `x` is true with none of its statements, and of the record itself only where `x` is
//!   true in none of its cases. So `-outlet:dawn` leaves out each event that Dawn reported at all, and
//!   `port:gwadar -is:overdue` keeps the actors of those events at Gwadar that are not overdue.
//!
//! [`Query::matches`] is this definition word by word; [`shown`] gives the same from an index.

pub mod article_index;
mod case;
mod columns;
mod complete;
mod corpus;
mod count;
mod eval;
mod has;
mod help;
mod index;
mod items;
mod named;
mod near;
mod order;
mod parse;
mod pattern;
mod print;
mod probe;
mod recs;
mod reference;
mod relax;
mod rows;
mod sets;
mod spans;
mod term;
mod text;
mod value;

use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use crate::dossier::{ArticleIx, Dossier, Rec};
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::text::fold;

pub use article_index::{ArticleIndex, IndexRequest};
pub use case::Statement;
pub use complete::{Completion, complete};
pub use corpus::{ArticleSearch, IndexedCorpus};
pub use count::{FacetCounts, FieldCount, counts, counts_at_once, fields};
pub use help::{grammar_page, lines as help_lines};
pub use index::QueryIndex;
pub use items::{ItemFacts, ItemQuery, ItemState, ItemValues};
pub use named::{name_needles, named, nearest_named};
pub use order::event_place;
pub use parse::parse;
pub use relax::{RelaxedQuery, relaxed};
pub use rows::{QueryRows, ShownRows, shown, shown_of};
pub use term::{QueryTerm, TERMS, TermRole, TermValues};

/// A filter: what it asks, without the parts that could not be read. [`fmt::Display`] prints text that parses to an
/// equal query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// `None`: everything matches.
    root: Option<QueryNode>,
}

/// The result of [`parse`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedQuery {
    /// The part that could be read.
    pub query: Query,
    /// What could not be read, in the order of the text. The query ignores it.
    pub faults: Vec<QueryFault>,
}

/// The values of a text that are well-formed but match nothing in this dossier: a port that does not exist, an outlet
/// that published nothing. Each comes with the nearest existing value. Words that stand in no text are among them where a
/// name is near.
#[must_use]
pub fn unknown(text: &str, view: &QueryView) -> Vec<QueryFault> {
    let closely = parse::parse_closely(text, view.snapshot.day);
    let values = closely.values.into_iter().map(|(span, term, value)| (span, probe::unknown(term, &value, view)));
    let words = closely.words.into_iter().map(|(span, words)| (span, named::unknown_word(&words, view)));
    let mut unknown: Vec<QueryFault> =
        values.chain(words).filter_map(|(span, message)| Some(QueryFault { span, message: message? })).collect();
    unknown.sort_by_key(|fault| fault.span.start);
    unknown
}

/// A part of the text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// The bytes of the part, at least one if the text is not empty.
    pub span: Range<usize>,
    /// One line: what is wrong, and the nearest valid key or value where there is one.
    pub message: String,
}

/// The query of all words of a text, whatever signs stand in it.
#[must_use]
pub fn bare_words(text: &str) -> Query {
    // Folded words hold no key, so no date is read and the day says nothing.
    parse(&fold::words(text), NaiveDate::default()).query
}

/// The term that asks for what has to do with a record: `port:gwadar`, `source:dawn-2025-09-03`; of an event, the event.
#[must_use]
pub fn term_for(dossier: &Dossier, rec: Rec) -> String {
    let key = match rec {
        Rec::Actor(_) => "actor",
        Rec::Port(_) => "port",
        Rec::Place(_) => "place",
        Rec::Corridor(_) => "corridor",
        Rec::Article(_) => "source",
        Rec::Event(_) => "event",
        Rec::Figure(_) => "id",
    };
    format!("{key}:{}", dossier.id(rec))
}

/// What has to be computed before a query can be answered within a frame; `None` if it can be answered at once.
#[must_use]
pub fn to_be_found(query: &Query, view: &QueryView) -> Option<Vec<IndexRequest>> {
    missing(query, view, QueryIndex::has_texts)
}

/// The same for a query that asks for words alone, while no values are offered.
#[must_use]
pub fn words_to_be_found(query: &Query, view: &QueryView) -> Option<Vec<IndexRequest>> {
    missing(query, view, QueryIndex::has_words)
}

fn missing(
    query: &Query,
    view: &QueryView,
    is_ready: impl Fn(&QueryIndex, &QueryView) -> bool,
) -> Option<Vec<IndexRequest>> {
    query.root.as_ref()?;
    let articles = view.index.articles(view);
    let mut asked = query.asks_of_articles();
    asked.retain(|asked| !articles.answers_at_once(asked));
    (!asked.is_empty() || !is_ready(view.index, view)).then_some(asked)
}

/// What a query is evaluated against: the dossier as of a day, and what is new to the user.
#[derive(Clone, Copy)]
pub struct QueryView<'a> {
    /// What the files say.
    pub dossier: &'a Dossier,
    /// What is known on the day.
    pub snapshot: &'a Snapshot,
    /// The index that speeds evaluation up; it belongs to the snapshot.
    pub index: &'a QueryIndex,
    /// Which records `is:new` finds.
    pub new: &'a dyn IsNew,
}

/// Tells which records are new to somebody.
pub trait IsNew: Sync {
    /// Whether something about the record is.
    fn is_new(&self, rec: Rec) -> bool;

    /// All new articles; `None` if articles can only be asked one at a time.
    fn new_articles(&self) -> Option<Vec<ArticleIx>> {
        None
    }
}

impl<F: Fn(Rec) -> bool + Sync> IsNew for F {
    fn is_new(&self, rec: Rec) -> bool {
        self(rec)
    }
}

impl IsNew for UnseenList {
    fn is_new(&self, rec: Rec) -> bool {
        UnseenList::is_new(self, rec)
    }

    fn new_articles(&self) -> Option<Vec<ArticleIx>> {
        Some(self.articles().collect())
    }
}

impl fmt::Debug for QueryView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("day", &self.snapshot.day).finish_non_exhaustive()
    }
}

impl<'a> QueryView<'a> {
    /// A view in which nothing is new. `index` must belong to this snapshot.
    #[must_use]
    pub fn new(dossier: &'a Dossier, snapshot: &'a Snapshot, index: &'a QueryIndex) -> QueryView<'a> {
        QueryView { dossier, snapshot, index, new: &|_: Rec| false }
    }

    /// The same view with what is new.
    #[must_use]
    pub fn with_new(self, new: &'a (impl Fn(Rec) -> bool + Sync)) -> QueryView<'a> {
        QueryView { new, ..self }
    }

    /// The same view with something that tells what is new.
    #[must_use]
    pub fn with_news(self, new: &'a dyn IsNew) -> QueryView<'a> {
        QueryView { new, ..self }
    }
}

/// The syntax tree of a query. It is never nested deeper than [`parse::DEPTH`], so walking it cannot overflow the
/// stack.
#[derive(Clone, Debug, PartialEq)]
enum QueryNode {
    /// All of at least two nodes, none of them `All`.
    All(Vec<QueryNode>),
    /// Any of at least two nodes, none of them `Any`.
    Any(Vec<QueryNode>),
    /// The negation of a node that is not a `Not`.
    Not(Box<QueryNode>),
    /// A bare word or phrase.
    Words(value::QueryWords),
    /// A regular expression.
    Regex(pattern::QueryPattern),
    /// A key with at least one value.
    Term(&'static QueryTerm, Vec<value::QueryValue>),
}

impl Query {
    /// Whether everything is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Whether it holds of a record that is visible on the day. Slow: meant for single records and for checking
    /// [`shown`].
    #[must_use]
    pub fn matches(&self, view: &QueryView, rec: Rec) -> bool {
        reference::matches(self, view, rec)
    }

    /// The statements of a record (for an article, those made in it) with which the query holds of it, if it asks about
    /// statements (`by:`, `known:`, `source:`, `outlet:`, `lang:`, `date:`); else none.
    #[must_use]
    pub fn statements(&self, view: &QueryView, rec: Rec) -> Vec<Statement> {
        reference::statements(self, view, rec)
    }

    /// The parts that must all hold, each as a query of its own.
    #[must_use]
    pub fn terms(&self) -> Vec<Query> {
        self.parts().iter().map(|node| Query { root: Some(node.clone()) }).collect()
    }

    /// The query without the part at `at` of [`Query::terms`].
    #[must_use]
    pub fn without(&self, at: usize) -> Query {
        let kept = self.parts().iter().enumerate().filter(|(k, _)| *k != at).map(|(_, node)| node.clone());
        Query { root: all_of(kept.collect()) }
    }

    /// The conjunction of two queries. Parts that both contain are kept once.
    #[must_use]
    pub fn and(&self, other: &Query) -> Query {
        let mut parts = self.parts().to_vec();
        for part in other.parts() {
            if !parts.contains(part) {
                parts.push(part.clone());
            }
        }
        Query { root: all_of(parts) }
    }

    /// The part that searches the text of articles, which can be slow before the index is ready.
    fn asks_of_articles(&self) -> Vec<IndexRequest> {
        fn collect(node: &QueryNode, out: &mut Vec<IndexRequest>) {
            match node {
                QueryNode::All(nodes) | QueryNode::Any(nodes) => nodes.iter().for_each(|node| collect(node, out)),
                QueryNode::Not(node) => collect(node, out),
                QueryNode::Words(words) => out.push(IndexRequest::Needle(words.needle.as_str().to_owned())),
                QueryNode::Regex(pattern) => out.push(IndexRequest::Regex(pattern.regex.clone())),
                QueryNode::Term(term, values) if matches!(term.values, TermValues::Text) => {
                    out.extend(values.iter().filter_map(|value| match &value.means {
                        value::ValueMeaning::Name(needle) => Some(IndexRequest::Needle(needle.as_str().to_owned())),
                        _ => None,
                    }));
                }
                QueryNode::Term(..) => {}
            }
        }
        let mut out = Vec::new();
        self.parts().iter().for_each(|node| collect(node, &mut out));
        out
    }

    fn parts(&self) -> &[QueryNode] {
        match &self.root {
            None => &[],
            Some(QueryNode::All(parts)) => parts,
            Some(node) => std::slice::from_ref(node),
        }
    }

    /// The parts of a text that match a word or phrase of the query, sorted and disjoint, for highlighting. Excluded
    /// words highlight nothing.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        fn needles<'n>(node: &'n QueryNode, out: &mut Vec<&'n str>) {
            match node {
                QueryNode::All(nodes) | QueryNode::Any(nodes) => nodes.iter().for_each(|node| needles(node, out)),
                QueryNode::Words(words) => out.push(words.needle.as_str()),
                QueryNode::Term(term, values) if matches!(term.values, TermValues::Text) => {
                    out.extend(values.iter().filter_map(|value| match &value.means {
                        value::ValueMeaning::Name(needle) => Some(needle.as_str()),
                        _ => None,
                    }));
                }
                QueryNode::Term(..) | QueryNode::Regex(_) | QueryNode::Not(_) => {}
            }
        }
        let mut sought = Vec::new();
        self.parts().iter().for_each(|node| needles(node, &mut sought));
        if sought.is_empty() {
            return Vec::new();
        }
        // The words as the index has them, with the position in the text where each begins.
        let spans = fold::word_spans(text);
        let mut folded = String::new();
        let starts: Vec<usize> = spans
            .iter()
            .map(|(_, word)| {
                folded.push(' ');
                folded.push_str(word);
                folded.len() - word.len()
            })
            .collect();
        folded.push(' ');
        let mut marked = vec![false; spans.len()];
        for needle in sought {
            for (at, found) in folded.match_indices(needle) {
                let first = starts.partition_point(|&start| start <= at + usize::from(found.starts_with(' ')));
                let end = at + found.trim_end().len();
                let last = starts.partition_point(|&start| start < end);
                marked[first.saturating_sub(1)..last].iter_mut().for_each(|mark| *mark = true);
            }
        }
        spans.into_iter().zip(marked).filter(|(_, mark)| *mark).map(|((span, _), _)| span).collect()
    }
}

/// The conjunction of nodes; `None` for none. Nested conjunctions are flattened.
fn all_of(nodes: Vec<QueryNode>) -> Option<QueryNode> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            QueryNode::All(inner) => flat.extend(inner),
            node => flat.push(node),
        }
    }
    if flat.len() < 2 { flat.pop() } else { Some(QueryNode::All(flat)) }
}

/// The disjunction of nodes.
fn any_of(nodes: Vec<QueryNode>) -> Option<QueryNode> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            QueryNode::Any(inner) => flat.extend(inner),
            node => flat.push(node),
        }
    }
    if flat.len() < 2 { flat.pop() } else { Some(QueryNode::Any(flat)) }
}

/// The negation of a node.
fn not(node: QueryNode) -> QueryNode {
    match node {
        QueryNode::Not(inner) => *inner,
        node => QueryNode::Not(Box::new(node)),
    }
}
