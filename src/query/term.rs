//! The one table of terms: key, values, meaning, and what a record has under each key.
//!
//! A new term is one row here and one function in [`super::has`]. Parsing, evaluation, completion, counts, the
//! in-program help and `docs/query.md` follow from the row.

mod words;

use crate::dossier::{Kind, Rec};

use super::View;
use super::case::Statement;
use super::has;
use super::probe::{Item, held_countries, held_languages, held_words};
use super::value::Value;

pub(super) use words::PROPERTIES;
use words::{is_words, kind_words, ledger_words, status_words};

/// One row of the table.
pub struct Term {
    /// What stands before the colon.
    pub key: &'static str,
    /// What may stand behind it.
    pub values: Values,
    /// What it asks, in a few words.
    pub help: &'static str,
    /// Which records it finds, and by what.
    pub reach: &'static str,
    /// A use of it.
    pub example: &'static str,
    /// What counts by this key are called, where counting makes sense: `month`.
    pub field: Option<&'static str>,
    /// The kinds of which only what the record has itself counts; the others are reached through a linked record too.
    pub(super) itself: &'static [Kind],
    /// What a record has under this key.
    pub(super) of_record: OfRecord,
    /// What a statement has under this key.
    pub(super) of_statement: OfStatement,
}

impl std::fmt::Debug for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.key)
    }
}

impl PartialEq for Term {
    /// A key stands once in the table.
    fn eq(&self, other: &Term) -> bool {
        self.key == other.key
    }
}

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub enum Values {
    /// Words of a closed list, each with what it means.
    Words(fn() -> Vec<(&'static str, &'static str)>),
    /// The id, or the beginning of a word of the id, name or alias, of a record of these kinds.
    Names(&'static [Kind]),
    /// A text that records of the dossier have; the function finds those that a value means.
    Held(Lookup),
    /// Words, as without a key.
    Text,
    /// An EDTF date, a range or a comparison.
    Dates,
    /// A number of days, a range or a comparison.
    Days,
}

impl Values {
    /// What kind of value, for the manual.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Values::Words(_) => "one of the words below",
            Values::Names(_) => "an id, or how a word of a name begins",
            Values::Held(_) => "the whole, or how a word of it begins",
            Values::Text => "words or a phrase",
            Values::Dates => "a date, `A..B`, `>A`, `>=A`, `<A`, `<=A`",
            Values::Days => "days: `N`, `N..M`, `>N`, `>=N`, `<N`, `<=N`",
        }
    }
}

/// Adds the texts of the dossier that a value means.
#[derive(Clone, Copy)]
pub struct Lookup(pub(super) fn(&Term, &Value, &View, &mut Vec<String>));

/// Whether a record is asked itself, or for the sake of one that is linked to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Asked itself.
    Itself,
    /// Asked for another.
    Linked,
}

/// Calls the last argument with all that a record has.
pub(super) type OfRecord = fn(&View, Rec, Role, &mut dyn FnMut(Item));
/// Calls the last argument with all that a statement has.
pub(super) type OfOwn = fn(&View, Statement, &mut dyn FnMut(Item));

/// What a statement has under a key.
#[derive(Clone, Copy)]
pub(super) enum OfStatement {
    /// Nothing.
    Nothing,
    /// What the articles have that it stands in.
    Source,
    /// Something of its own.
    Own(OfOwn),
}

impl Term {
    /// The row with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<&'static Term> {
        TERMS.iter().find(|term| term.key.eq_ignore_ascii_case(key))
    }

    /// Whether statements have something under this key.
    pub(super) fn asks_statements(&self) -> bool {
        !matches!(self.of_statement, OfStatement::Nothing)
    }

    /// Calls `item` with all that a record has under this key when it is looked at in this way: what it has itself,
    /// the linked record, and the statement.
    pub(super) fn items(
        &self,
        view: &View,
        rec: Rec,
        linked: Option<Rec>,
        statement: Option<Statement>,
        item: &mut dyn FnMut(Item),
    ) {
        (self.of_record)(view, rec, Role::Itself, item);
        if self.itself.contains(&rec.kind()) {
            return;
        }
        if let Some(linked) = linked {
            (self.of_record)(view, linked, Role::Linked, item);
        }
        if let Some(statement) = statement {
            match self.of_statement {
                OfStatement::Nothing => {}
                OfStatement::Source => {
                    for article in statement.sources(view.dossier).into_iter().flatten() {
                        if view.snapshot.is_known(view.dossier, Some(article)) {
                            (self.of_record)(view, article.into(), Role::Linked, item);
                        }
                    }
                }
                OfStatement::Own(of_statement) => of_statement(view, statement, item),
            }
        }
    }
}

/// The terms, in the order of the manual.
pub const TERMS: &[Term] = &[
    Term {
        key: "kind",
        values: Values::Words(kind_words),
        help: "what sort of record",
        reach: "every record by its own sort; a sort of event also finds what the events are linked to",
        example: "kind:visit",
        field: Some("kind"),
        itself: &[],
        of_record: has::kind,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "status",
        values: Values::Words(status_words),
        help: "where an event or corridor stands",
        reach: "events, corridors; all else through them",
        example: "status:expected,overdue",
        field: Some("status"),
        itself: &[],
        of_record: has::status,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "ledger",
        values: Values::Words(ledger_words),
        help: "what came of a promise",
        reach: "events that somebody expected, confirmed or postponed; all else through them",
        example: "ledger:overdue,late",
        field: Some("ledger"),
        itself: &[],
        of_record: has::ledger,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "is",
        values: Values::Words(is_words),
        help: "what follows from the sources",
        reach: "the record itself; all else through its events and corridors",
        example: "is:overdue",
        field: Some("property"),
        itself: &[],
        of_record: has::property,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "actor",
        values: Values::Names(&[Kind::Actor]),
        help: "who takes part or speaks",
        reach: "the actor and those who hold an office in it; events, corridors and figures by who takes part, speaks or \
                counts; all else through them",
        example: "actor:tokayev",
        field: Some("actor"),
        itself: &[Kind::Actor],
        of_record: has::actor,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "country",
        values: Values::Held(Lookup(held_countries)),
        help: "the country, by code or name",
        reach: "actors, ports and places by their own; corridors by their legs; events by who takes part and where; all \
                else through them",
        example: "country:kz",
        field: Some("country"),
        itself: &[Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor],
        of_record: has::country,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "port",
        values: Values::Names(&[Kind::Port]),
        help: "which port",
        reach: "the port itself; events that name it, corridors with a leg there, figures about it; the actors, places \
                and articles of these",
        example: "port:gwadar,karachi",
        field: Some("port"),
        itself: &[Kind::Port],
        of_record: has::port,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "corridor",
        values: Values::Names(&[Kind::Corridor]),
        help: "which corridor",
        reach: "the corridor itself; events that name it, figures about it, ports and places on it; the actors and \
                articles of these",
        example: "corridor:trans-afghan",
        field: Some("corridor"),
        itself: &[Kind::Corridor],
        of_record: has::corridor,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "place",
        values: Values::Names(&[Kind::Place, Kind::Port]),
        help: "where: a city, crossing, terminal or port",
        reach: "the place itself; events there, corridors with a leg there, figures about it; the actors and articles of \
                these",
        example: "place:torkham",
        field: Some("place"),
        itself: &[Kind::Place, Kind::Port],
        of_record: has::place,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "date",
        values: Values::Dates,
        help: "when it happens or happened",
        reach: "events by their current date, articles by the day of publication, figures by their period, corridors and \
                actors by what was said of them; all else through the events",
        example: "date:2025-09..2025-11",
        field: Some("month"),
        itself: &[Kind::Event, Kind::Article, Kind::Figure],
        of_record: has::date,
        of_statement: OfStatement::Own(has::date_of_statement),
    },
    Term {
        key: "slip",
        values: Values::Days,
        help: "by how many days the date moved",
        reach: "events whose slip, at least to at most, shares a day with what is asked; all else through them",
        example: "slip:>30",
        field: None,
        itself: &[],
        of_record: has::slip,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "due",
        values: Values::Days,
        help: "in how many days it is due",
        reach: "events that are due or postponed, by the last day that their current date can mean; all else through them",
        example: "due:<=7",
        field: None,
        itself: &[],
        of_record: has::due,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "known",
        values: Values::Dates,
        help: "when it became known: the last day that the date of publication can mean",
        reach: "articles; all else by its statements",
        example: "known:>2025-10-01",
        field: Some("month known"),
        itself: &[Kind::Article],
        of_record: has::known,
        of_statement: OfStatement::Source,
    },
    Term {
        key: "by",
        values: Values::Names(&[Kind::Actor]),
        help: "who said it",
        reach: "all by their statements: reports, figures, and stances, which the actor takes himself",
        example: "by:kistafin",
        field: Some("speaker"),
        itself: &[],
        of_record: has::nothing,
        of_statement: OfStatement::Own(has::speaker),
    },
    Term {
        key: "outlet",
        values: Values::Held(Lookup(held_words)),
        help: "who published it",
        reach: "articles; all else by the sources of its statements",
        example: "outlet:\"Express Tribune\"",
        field: Some("outlet"),
        itself: &[Kind::Article],
        of_record: has::outlet,
        of_statement: OfStatement::Source,
    },
    Term {
        key: "lang",
        values: Values::Held(Lookup(held_languages)),
        help: "in what language it was published",
        reach: "articles; all else by the sources of its statements",
        example: "lang:ur",
        field: Some("language"),
        itself: &[Kind::Article],
        of_record: has::language,
        of_statement: OfStatement::Source,
    },
    Term {
        key: "feed",
        values: Values::Held(Lookup(held_words)),
        help: "which feed gave it",
        reach: "items of the inbox, by the address or name of the feed",
        example: "feed:dawn",
        field: None,
        itself: Kind::ALL,
        of_record: has::nothing,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "source",
        values: Values::Names(&[Kind::Article]),
        help: "in which article",
        reach: "the article itself; all else by the sources of its statements, or the sources of the record",
        example: "source:tribune-gwadar-deal",
        field: Some("source"),
        itself: &[Kind::Article],
        of_record: has::source,
        of_statement: OfStatement::Source,
    },
    Term {
        key: "tag",
        values: Values::Held(Lookup(held_words)),
        help: "under which free word",
        reach: "events and articles; all else through the events",
        example: "tag:border",
        field: Some("tag"),
        itself: &[],
        of_record: has::tag,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "id",
        values: Values::Names(Kind::ALL),
        help: "which record, by its id",
        reach: "the record itself",
        example: "id:tokayev-visit",
        field: None,
        itself: Kind::ALL,
        of_record: has::itself,
        of_statement: OfStatement::Nothing,
    },
    Term {
        key: "text",
        values: Values::Text,
        help: "words in its own text, without the names of what it is linked to",
        reach: "the record itself",
        example: "text:draught",
        field: None,
        itself: Kind::ALL,
        of_record: has::nothing,
        of_statement: OfStatement::Nothing,
    },
];
