//! A query as it is asked of the items of an archive, and what it means there, word by word.
//!
//! An item has no links: a term is true of it by itself. Words, phrases and expressions are looked for in title, author,
//! outlet, summary and text; `actor:`, `port:`, `place:` and `corridor:` are true where one of the names of a record that
//! the value means stands in them; `known:` and `date:` ask for the item's day. What asks for something that no item has
//! (`slip:`, `status:`) finds none.

use chrono::NaiveDate;

use super::probe::{ProbedItem, QueryProbe, overlap};
use super::term::{ItemColumn, QueryTerm, TermValues};
use super::value::{DaySpan, QueryValue, ValueMeaning};
use super::{Query, QueryNode, QueryView, named, text};
use crate::text::fold;

/// What an archive holds: the values that `outlet:`, `lang:` and `feed:` can mean.
#[derive(Clone, Debug, Default)]
pub struct ItemValues {
    /// All outlets of items.
    pub outlets: Vec<String>,
    /// All languages of items.
    pub languages: Vec<String>,
    /// All feeds: the address, and the names by which they are known.
    pub feeds: Vec<(String, Vec<String>)>,
    /// The people for whom items were put off.
    pub assignees: Vec<String>,
}

/// What was decided about an item in a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemState {
    /// Nothing yet.
    New,
    /// It is an article of the dossier.
    Kept,
    /// It is of no use here.
    Dropped,
    /// It is to be looked at again.
    Later,
}

impl ItemState {
    /// All of them.
    pub const ALL: [ItemState; 4] = [ItemState::New, ItemState::Kept, ItemState::Dropped, ItemState::Later];

    /// As it stands behind `is:`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemState::New => "new",
            ItemState::Kept => "kept",
            ItemState::Dropped => "dropped",
            ItemState::Later => "later",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn of(word: &str) -> Option<ItemState> {
        ItemState::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A query with all its values looked up in a dossier and an archive.
#[derive(Clone, Debug)]
pub enum ItemQuery {
    /// All hold; of none: every item.
    All(Vec<ItemQuery>),
    /// One holds; of none: no item.
    Any(Vec<ItemQuery>),
    /// It does not hold.
    Not(Box<ItemQuery>),
    /// These folded words stand in the text: with a space in front they begin at a word, with one behind they end with it.
    Words(String),
    /// The expression matches a field as it is written, or with its letters folded.
    Regex(regex::Regex),
    /// The outlet is one of these.
    Outlet(Vec<String>),
    /// The language is one of these.
    Language(Vec<String>),
    /// It came from one of the feeds with these addresses.
    Feed(Vec<String>),
    /// It was put off for one of these people.
    Assignee(Vec<String>),
    /// Its day lies within one of these; `None`: without end.
    Days(Vec<(Option<NaiveDate>, Option<NaiveDate>)>),
    /// This was decided about it.
    State(ItemState),
    /// Its text was changed since it was first seen.
    Changed,
    /// Its feed gives no day.
    Undated,
    /// Its public id begins so.
    Id(String),
}

/// An item as [`ItemQuery::holds`] asks it.
#[derive(Clone, Copy, Debug)]
pub struct ItemFacts<'a> {
    /// 32 hexadecimal digits.
    pub id: &'a str,
    /// Title, author, outlet, summary, text.
    pub fields: &'a [&'a str],
    /// Who published it.
    pub outlet: &'a str,
    /// BCP 47.
    pub language: Option<&'a str>,
    /// Addresses of the feeds that gave it.
    pub feeds: &'a [&'a str],
    /// Its day: that of publication, else the first on which it was seen.
    pub day: NaiveDate,
    /// What was decided.
    pub state: ItemState,
    /// Who it was put off for.
    pub assignee: Option<&'a str>,
    /// Whether it was changed.
    pub changed: bool,
    /// Whether its feed gives no day.
    pub undated: bool,
}

impl Query {
    /// The query as it is asked of an archive's items.
    #[must_use]
    pub fn of_items(&self, view: &QueryView, values: &ItemValues) -> ItemQuery {
        self.root.as_ref().map_or_else(|| ItemQuery::All(Vec::new()), |node| of_node(node, view, values))
    }
}

fn of_node(node: &QueryNode, view: &QueryView, values: &ItemValues) -> ItemQuery {
    let all = |nodes: &[QueryNode]| nodes.iter().map(|node| of_node(node, view, values)).collect();
    match node {
        QueryNode::All(nodes) => ItemQuery::All(all(nodes)),
        QueryNode::Any(nodes) => ItemQuery::Any(all(nodes)),
        QueryNode::Not(node) => ItemQuery::Not(Box::new(of_node(node, view, values))),
        QueryNode::Words(words) => ItemQuery::Words(words.needle.as_str().to_owned()),
        QueryNode::Regex(pattern) => ItemQuery::Regex(pattern.regex.clone()),
        QueryNode::Term(term, given) => {
            let means = given.iter().map(|value| of_value(term, value, view, values));
            let means: Vec<ItemQuery> = means.collect();
            match <[ItemQuery; 1]>::try_from(means) {
                Ok([one]) => one,
                Err(several) => ItemQuery::Any(several),
            }
        }
    }
}

/// One value behind a key.
fn of_value(term: &'static QueryTerm, value: &QueryValue, view: &QueryView, values: &ItemValues) -> ItemQuery {
    let nothing = || ItemQuery::Any(Vec::new());
    let any = value.means == ValueMeaning::Any;
    match term.of_item {
        ItemColumn::Text => match &value.means {
            ValueMeaning::Name(needle) => ItemQuery::Words(needle.as_str().to_owned()),
            _ => ItemQuery::All(Vec::new()),
        },
        ItemColumn::Id => ItemQuery::Id(value.text.to_ascii_lowercase()),
        ItemColumn::Days => match value.means {
            ValueMeaning::Days(span) => ItemQuery::Days(vec![span]),
            _ => ItemQuery::All(Vec::new()),
        },
        ItemColumn::Outlet if any => ItemQuery::All(Vec::new()),
        ItemColumn::Outlet => ItemQuery::Outlet(meant(value, values.outlets.iter().map(|text| (text, [text])))),
        ItemColumn::Language if any => ItemQuery::Language(values.languages.clone()),
        ItemColumn::Language => ItemQuery::Language(languages(value, &values.languages)),
        ItemColumn::Assignee if any => ItemQuery::Assignee(values.assignees.clone()),
        ItemColumn::Assignee => ItemQuery::Assignee(meant(value, values.assignees.iter().map(|text| (text, [text])))),
        ItemColumn::Feed if any => ItemQuery::All(Vec::new()),
        ItemColumn::Feed => {
            ItemQuery::Feed(meant(value, values.feeds.iter().map(|(url, names)| (url, names.iter().chain([url])))))
        }
        ItemColumn::State => match &value.means {
            ValueMeaning::Word("changed") => ItemQuery::Changed,
            ValueMeaning::Word("undated") => ItemQuery::Undated,
            ValueMeaning::Word(word) => ItemState::of(word).map_or_else(nothing, ItemQuery::State),
            _ => ItemQuery::All(Vec::new()),
        },
        ItemColumn::Names => names(term, value, view),
        ItemColumn::Nothing => nothing(),
    }
}

/// The texts that a value means: the one that is exactly it, else those with the same words, else those with such words.
fn meant<'v, N: IntoIterator<Item = &'v String>>(
    value: &QueryValue,
    held: impl Iterator<Item = (&'v String, N)> + Clone,
) -> Vec<String> {
    let ValueMeaning::Name(needle) = &value.means else { return Vec::new() };
    let mut found: [Vec<String>; 3] = Default::default();
    let whole = fold::words(&value.text);
    for (text, names) in held {
        let mut best = 3;
        for name in names {
            let mut folded = String::new();
            fold::push_field(&mut folded, name);
            let closeness = [*name == value.text, fold::words(name) == whole, folded.contains(needle.as_str())];
            best = best.min(closeness.iter().position(|&holds| holds).unwrap_or(3));
        }
        if let Some(of_closeness) = found.get_mut(best) {
            of_closeness.push(text.clone());
        }
    }
    found.into_iter().find(|texts| !texts.is_empty()).unwrap_or_default()
}

/// `en` means `en-GB` too.
fn languages(value: &QueryValue, held: &[String]) -> Vec<String> {
    let wanted = value.text.to_ascii_lowercase();
    let within = |text: &&String| {
        let text = text.to_ascii_lowercase();
        text == wanted || text.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-'))
    };
    held.iter().filter(within).cloned().collect()
}

/// Any name of a record that the value means.
fn names(term: &'static QueryTerm, value: &QueryValue, view: &QueryView) -> ItemQuery {
    let TermValues::Names(kinds) = term.values else { return ItemQuery::Any(Vec::new()) };
    let probe = QueryProbe::new(term, std::slice::from_ref(value), view);
    let recs = kinds.iter().flat_map(|&kind| view.dossier.all(kind));
    let recs = recs.filter(|&rec| probe.accepts(ProbedItem::Rec(rec)));
    ItemQuery::Any(recs.flat_map(|rec| named::name_needles(view.dossier, rec)).map(ItemQuery::Words).collect())
}

impl ItemQuery {
    /// Whether it holds of an item: the definition that the archive's search is checked against.
    #[must_use]
    pub fn holds(&self, item: &ItemFacts) -> bool {
        let among = |texts: &[String], text: &str| texts.iter().any(|known| known == text);
        match self {
            ItemQuery::All(queries) => queries.iter().all(|query| query.holds(item)),
            ItemQuery::Any(queries) => queries.iter().any(|query| query.holds(item)),
            ItemQuery::Not(query) => !query.holds(item),
            ItemQuery::Words(needle) => {
                let mut folded = String::new();
                item.fields.iter().for_each(|field| fold::push_field(&mut folded, field));
                folded.contains(needle)
            }
            ItemQuery::Regex(regex) => item.fields.iter().any(|field| text::field_matches(regex, field)),
            ItemQuery::Outlet(outlets) => among(outlets, item.outlet),
            ItemQuery::Language(languages) => item.language.is_some_and(|language| among(languages, language)),
            ItemQuery::Assignee(names) => item.assignee.is_some_and(|name| among(names, name)),
            ItemQuery::Feed(feeds) => item.feeds.iter().any(|feed| among(feeds, feed)),
            ItemQuery::Days(spans) => {
                spans.iter().any(|&span: &DaySpan| overlap(span, (Some(item.day), Some(item.day))))
            }
            ItemQuery::State(state) => item.state == *state,
            ItemQuery::Changed => item.changed,
            ItemQuery::Undated => item.undated,
            ItemQuery::Id(start) => item.id.starts_with(start),
        }
    }

    /// Whether it asks what was decided.
    #[must_use]
    pub fn asks_state(&self) -> bool {
        match self {
            ItemQuery::All(queries) | ItemQuery::Any(queries) => queries.iter().any(ItemQuery::asks_state),
            ItemQuery::Not(query) => query.asks_state(),
            ItemQuery::State(_) | ItemQuery::Assignee(_) => true,
            _ => false,
        }
    }

    /// Whether an expression matches one of these fields.
    #[must_use]
    pub fn regex_matches(regex: &regex::Regex, fields: &[&str]) -> bool {
        fields.iter().any(|field| text::field_matches(regex, field))
    }
}
