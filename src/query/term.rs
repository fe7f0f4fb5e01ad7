//! The terms of the query language: key, values, meaning, and what a record has under each key.
//!
//! A new term is one row of [`TERMS`] and one function in [`super::has`]. Parsing, evaluation, the column of the index that
//! answers it, completion, counts, the in-program help and `docs/query.md` follow from the row: nothing else asks for its
//! key.

mod asked;
mod column;
mod table;
mod values;
mod words;

use crate::dossier::{Kind, Rec};

use super::QueryView;
use super::case::Statement;
use super::probe::ProbedItem;
pub use asked::TermRole;
pub(super) use asked::{OfRecord, OfStatement};
pub(super) use column::{ArticleColumn, ItemColumn, OfferedValues};
pub use table::TERMS;
pub use values::{TermLookup, TermValues};
pub(super) use words::PROPERTIES;

/// One row of the table.
pub struct QueryTerm {
    /// What stands before the colon.
    pub key: &'static str,
    /// The values that it takes.
    pub values: TermValues,
    /// What it asks, in a few words.
    pub help: &'static str,
    /// Which records it finds, and through what.
    pub reach: &'static str,
    /// An example.
    pub example: &'static str,
    /// What facet counts by this key are called, if counting makes sense: `month`.
    pub field: Option<&'static str>,
    /// Where its values are offered while a query is typed.
    pub(super) offered: OfferedValues,
    /// How the articles are found and counted that have something themselves under this key.
    pub(super) column: ArticleColumn,
    /// How the items of an archive are found by it.
    pub(super) of_item: ItemColumn,
    /// The kinds of which only what the record has itself counts; the others are reached through a linked record too.
    pub(super) itself: &'static [Kind],
    /// What a record has under this key.
    pub(super) of_record: OfRecord,
    /// What a statement has under this key.
    pub(super) of_statement: OfStatement,
}

impl std::fmt::Debug for QueryTerm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.key)
    }
}

impl PartialEq for QueryTerm {
    /// The position of a key in the table.
    fn eq(&self, other: &QueryTerm) -> bool {
        self.key == other.key
    }
}

impl Eq for QueryTerm {}

impl QueryTerm {
    /// The row with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<&'static QueryTerm> {
        TERMS.iter().find(|term| term.key.eq_ignore_ascii_case(key))
    }

    /// Its place in [`TERMS`].
    pub(super) fn position(&self) -> usize {
        TERMS.iter().position(|term| term == self).unwrap_or(0) // every term is in the table
    }

    /// Whether what has it stays the same as long as the snapshot does: what is new changes beside it.
    pub(super) fn is_lasting(&self) -> bool {
        self.column != ArticleColumn::Property
    }

    /// The values that a text has besides itself: `en` of `en-GB`.
    pub(super) fn parts<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let by_part = matches!(self.values, TermValues::Held(TermLookup { by_part: true, .. }));
        text.match_indices('-').filter(move |_| by_part).map(|(at, _)| &text[..at])
    }

    /// Whether statements have something under this key.
    pub(super) fn asks_statements(&self) -> bool {
        !matches!(self.of_statement, OfStatement::Nothing)
    }

    /// Calls `item` with all that a record has under this key when it is looked at in this way: what it has itself,
    /// the linked record, and the statement.
    pub(super) fn items(
        &self,
        view: &QueryView,
        rec: Rec,
        linked: Option<Rec>,
        statement: Option<Statement>,
        item: &mut dyn FnMut(ProbedItem),
    ) {
        (self.of_record)(view, rec, TermRole::Itself, item);
        if self.itself.contains(&rec.kind()) {
            return;
        }
        if let Some(linked) = linked {
            (self.of_record)(view, linked, TermRole::Linked, item);
        }
        if let Some(statement) = statement {
            self.of_one_statement(view, statement, item);
        }
    }

    /// Calls `item` with all that a statement has under this key, of its own or by its known sources.
    pub(super) fn of_one_statement(&self, view: &QueryView, statement: Statement, item: &mut dyn FnMut(ProbedItem)) {
        match self.of_statement {
            OfStatement::Nothing => {}
            OfStatement::Source => {
                for article in statement.sources(view.dossier).into_iter().flatten() {
                    if view.snapshot.is_known(view.dossier, Some(article)) {
                        (self.of_record)(view, article.into(), TermRole::Linked, item);
                    }
                }
            }
            OfStatement::Own(of_statement) => of_statement(view, statement, item),
        }
    }
}
