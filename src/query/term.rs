//! The one table of terms: key, values, meaning, and what a record has under each key.
//!
//! A new term is one row here and one function in [`super::has`]. Parsing, evaluation, the column of the index that answers
//! it, completion, counts, the in-program help and `docs/query.md` follow from the row: nothing else asks for its key.

mod asked;
mod column;
mod values;
mod words;

use crate::dossier::{Kind, Rec};

use super::QueryView;
use super::article_index::ArticleFacet;
use super::case::Statement;
use super::has;
use super::probe::{ProbedItem, country_name, held_countries, held_languages, held_words};
pub use asked::TermRole;
pub(super) use asked::{OfRecord, OfStatement};
pub(super) use column::{ArticleColumn, ItemColumn, OfferedValues};
pub use values::{TermLookup, TermValues};
pub(super) use words::PROPERTIES;
use words::{is_words, kind_words, ledger_words, status_words};

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
}

/// The terms, in the order of the manual.
pub const TERMS: &[QueryTerm] = &[
    QueryTerm {
        key: "kind",
        values: TermValues::Words(kind_words),
        help: "what sort of record",
        reach: "every record by its own sort; a sort of event also finds what the events are linked to",
        example: "kind:visit",
        field: Some("kind"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Sort,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::kind,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "status",
        values: TermValues::Words(status_words),
        help: "where an event or corridor stands",
        reach: "events, corridors; all else through them",
        example: "status:expected,overdue",
        field: Some("status"),
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::status,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "ledger",
        values: TermValues::Words(ledger_words),
        help: "what came of a promise",
        reach: "events that somebody expected, confirmed or postponed; all else through them",
        example: "ledger:overdue,late",
        field: Some("ledger"),
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::ledger,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "is",
        values: TermValues::Words(is_words),
        help: "what follows from the sources",
        reach: "the record itself; all else through its events and corridors",
        example: "is:overdue",
        field: Some("property"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Property,
        of_item: ItemColumn::State,
        itself: &[],
        of_record: has::property,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "actor",
        values: TermValues::Names(&[Kind::Actor]),
        help: "who takes part or speaks",
        reach: "the actor and those who hold an office in it; events, corridors and figures by who takes part, speaks or \
                counts; all else through them",
        example: "actor:tokayev",
        field: Some("actor"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Names,
        itself: &[Kind::Actor],
        of_record: has::actor,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "country",
        values: TermValues::Held(TermLookup { find: held_countries, name: country_name, by_part: false }),
        help: "the country, by code or name",
        reach: "actors, ports and places by their own; corridors by their legs; events by who takes part and where; all \
                else through them",
        example: "country:kz",
        field: Some("country"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &Kind::NAMED,
        of_record: has::country,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "port",
        values: TermValues::Names(&[Kind::Port]),
        help: "which port",
        reach: "the port itself; events that name it, corridors with a leg there, figures about it; the actors, places \
                and articles of these",
        example: "port:gwadar,karachi",
        field: Some("port"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Names,
        itself: &[Kind::Port],
        of_record: has::port,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "corridor",
        values: TermValues::Names(&[Kind::Corridor]),
        help: "which corridor",
        reach: "the corridor itself; events that name it, figures about it, ports and places on it; the actors and \
                articles of these",
        example: "corridor:trans-afghan",
        field: Some("corridor"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Names,
        itself: &[Kind::Corridor],
        of_record: has::corridor,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "place",
        values: TermValues::Names(&[Kind::Place, Kind::Port]),
        help: "where: a city, crossing, terminal or port",
        reach: "the place itself; events there, corridors with a leg there, figures about it; the actors and articles of \
                these",
        example: "place:torkham",
        field: Some("place"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Names,
        itself: &[Kind::Place, Kind::Port],
        of_record: has::place,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "date",
        values: TermValues::Dates,
        help: "when it happens or happened",
        reach: "events by their current date, articles by the day of publication, figures by their period, corridors and \
                actors by what was said of them; all else through the events",
        example: "date:2025-09..2025-11",
        field: Some("month"),
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Published,
        of_item: ItemColumn::Days,
        itself: &[Kind::Event, Kind::Article, Kind::Figure],
        of_record: has::date,
        of_statement: OfStatement::Own(has::date_of_statement),
    },
    QueryTerm {
        key: "slip",
        values: TermValues::Days,
        help: "by how many days the date moved",
        reach: "events whose slip, at least to at most, shares a day with what is asked; all else through them",
        example: "slip:>30",
        field: None,
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::slip,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "due",
        values: TermValues::Days,
        help: "in how many days it is due",
        reach: "events that are due or postponed, by the last day that their current date can mean; all else through them",
        example: "due:<=7",
        field: None,
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::due,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "known",
        values: TermValues::Dates,
        help: "when it became known: the last day that the date of publication can mean",
        reach: "articles; all else by its statements",
        example: "known:>2025-10-01",
        field: Some("month known"),
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Known,
        of_item: ItemColumn::Days,
        itself: &[Kind::Article],
        of_record: has::known,
        of_statement: OfStatement::Source,
    },
    QueryTerm {
        key: "by",
        values: TermValues::Names(&[Kind::Actor]),
        help: "who said it",
        reach: "all by their statements: reports, figures, and stances, which the actor takes himself",
        example: "by:kistafin",
        field: Some("speaker"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::nothing,
        of_statement: OfStatement::Own(has::speaker),
    },
    QueryTerm {
        key: "outlet",
        values: TermValues::Held(TermLookup { find: held_words, name: |_, _| None, by_part: false }),
        help: "who published it",
        reach: "articles; all else by the sources of its statements",
        example: "outlet:\"Express Tribune\"",
        field: Some("outlet"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Facet(ArticleFacet::Outlet),
        of_item: ItemColumn::Outlet,
        itself: &[Kind::Article],
        of_record: has::outlet,
        of_statement: OfStatement::Source,
    },
    QueryTerm {
        key: "lang",
        values: TermValues::Held(TermLookup { find: held_languages, name: |_, _| None, by_part: true }),
        help: "in what language it was published",
        reach: "articles; all else by the sources of its statements",
        example: "lang:ur",
        field: Some("language"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Facet(ArticleFacet::Language),
        of_item: ItemColumn::Language,
        itself: &[Kind::Article],
        of_record: has::language,
        of_statement: OfStatement::Source,
    },
    QueryTerm {
        key: "feed",
        values: TermValues::Held(TermLookup { find: held_words, name: |_, _| None, by_part: false }),
        help: "which feed gave it",
        reach: "items of the inbox, by the address or name of the feed",
        example: "feed:dawn",
        field: None,
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Feed,
        itself: Kind::ALL,
        of_record: has::nothing,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "source",
        values: TermValues::Names(&[Kind::Article]),
        help: "in which article",
        reach: "the article itself; all else by the sources of its statements, or the sources of the record",
        example: "source:tribune-gwadar-deal",
        field: Some("source"),
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Itself,
        of_item: ItemColumn::Nothing,
        itself: &[Kind::Article],
        of_record: has::source,
        of_statement: OfStatement::Source,
    },
    QueryTerm {
        key: "tag",
        values: TermValues::Held(TermLookup { find: held_words, name: |_, _| None, by_part: false }),
        help: "under which free word",
        reach: "events and articles; all else through the events",
        example: "tag:border",
        field: Some("tag"),
        offered: OfferedValues::Anywhere,
        column: ArticleColumn::Facet(ArticleFacet::Tag),
        of_item: ItemColumn::Nothing,
        itself: &[],
        of_record: has::tag,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "id",
        values: TermValues::Names(Kind::ALL),
        help: "which record, by its id",
        reach: "the record itself",
        example: "id:tokayev-visit",
        field: None,
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Itself,
        of_item: ItemColumn::Id,
        itself: Kind::ALL,
        of_record: has::itself,
        of_statement: OfStatement::Nothing,
    },
    QueryTerm {
        key: "text",
        values: TermValues::Text,
        help: "words in its own text, without the names of what it is linked to",
        reach: "the record itself",
        example: "text:draught",
        field: None,
        offered: OfferedValues::BehindKey,
        column: ArticleColumn::Nothing,
        of_item: ItemColumn::Text,
        itself: Kind::ALL,
        of_record: has::nothing,
        of_statement: OfStatement::Nothing,
    },
];
