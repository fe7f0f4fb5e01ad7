//! What can be added, and the fields of each: one table.

use crate::dossier::{ActorKind, ArticleKind, EventKind, FigureKind, Kind, ReportStatus};

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum What {
    Report,
    Event,
    Article,
    Actor,
    Office,
    Position,
    Figure,
    Alias,
    Tag,
    Note,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) enum Takes {
    /// Any text.
    Text,
    /// Texts with commas between.
    Texts,
    /// A date as it is typed.
    Date,
    /// A number.
    Number,
    /// The id of the new record, made from the title while nothing else is typed.
    NewId,
    /// A slug that other records of the dossier may have too.
    Slug(fn(&crate::dossier::Dossier) -> Vec<String>),
    /// A word of a closed vocabulary.
    Word(fn() -> Vec<&'static str>),
    /// A record of one of these kinds.
    One(&'static [Kind]),
    /// Records of these kinds, with commas between.
    Many(&'static [Kind]),
    /// The source of a report about the record in the first field.
    ReportOf,
    /// A file of the dossier.
    File,
}

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct Field {
    /// The key in the file; a blank begins those that are not written as keys: the record that is added to, the file.
    pub key: &'static str,
    pub label: &'static str,
    pub takes: Takes,
    /// Whether it has to be filled in.
    pub needed: bool,
}

/// The record that a statement or word is added to.
pub(super) const TO: &str = " to";
/// The file that a new record comes into.
pub(super) const FILE: &str = " file";
/// The word or remark that is added.
pub(super) const WORD: &str = " word";

const fn field(key: &'static str, takes: Takes) -> Field {
    Field { key, label: key, takes, needed: false }
}

const fn needed(key: &'static str, takes: Takes) -> Field {
    Field { key, label: key, takes, needed: true }
}

const fn called(label: &'static str, field: Field) -> Field {
    Field { label, ..field }
}

use Kind::{Actor, Article, Corridor, Event, Place, Port};
use Takes::{Date, File, Many, NewId, Number, One, ReportOf, Slug, Text, Texts, Word};

const ANY: &[Kind] = &[Event, Actor, Port, Place, Corridor, Article];
const NAMED: &[Kind] = &[Actor, Port, Place, Corridor];

const REPORT: &[Field] = &[
    called("event", needed(TO, One(&[Event]))),
    field("status", Word(|| words(ReportStatus::ALL, ReportStatus::word))),
    field("date", Date),
    needed("source", One(&[Article])),
    called("said by", field("by", One(&[Actor]))),
    field("quote", Text),
    field("note", Text),
];

const EVENT: &[Field] = &[
    needed("title", Text),
    needed("id", NewId),
    needed("kind", Word(|| words(EventKind::ALL, EventKind::word))),
    field("date", Date),
    field("status", Word(|| words(ReportStatus::ALL, ReportStatus::word))),
    needed("sources", Many(&[Article])),
    field("actors", Many(&[Actor])),
    field("ports", Many(&[Port])),
    field("places", Many(&[Place, Port])),
    field("corridors", Many(&[Corridor])),
    field("tags", Texts),
    field("summary", Text),
    called("file", needed(FILE, File)),
];

const ARTICLE: &[Field] = &[
    needed("title", Text),
    needed("id", NewId),
    needed("outlet", Text),
    field("url", Text),
    field("published", Date),
    field("retrieved", Date),
    field("language", Text),
    field("kind", Word(|| words(ArticleKind::ALL, ArticleKind::word))),
    called("based on", field("based_on", Many(&[Article]))),
    field("relays", Text),
    field("summary", Text),
    field("tags", Texts),
    called("file", needed(FILE, File)),
];

const ACTOR: &[Field] = &[
    needed("name", Text),
    needed("id", NewId),
    needed("kind", Word(|| words(ActorKind::ALL, ActorKind::word))),
    field("country", Text),
    field("aliases", Texts),
    field("wikidata", Text),
    field("summary", Text),
    field("sources", Many(&[Article])),
    called("file", needed(FILE, File)),
];

const OFFICE: &[Field] = &[
    called("actor", needed(TO, One(&[Actor]))),
    needed("title", Text),
    called("of", field("organisation", One(&[Actor]))),
    field("from", Date),
    field("to", Date),
    called("seen on", field("seen", Date)),
    field("source", One(&[Article])),
    called("end source", field("end_source", One(&[Article]))),
];

const POSITION: &[Field] = &[
    called("actor", needed(TO, One(&[Actor]))),
    needed("issue", Slug(issues)),
    needed("stance", Text),
    field("date", Date),
    field("source", One(&[Article])),
    field("quote", Text),
];

const FIGURE: &[Field] = &[
    field("about", One(ANY)),
    needed("metric", Slug(metrics)),
    field("kind", Word(|| words(FigureKind::ALL, FigureKind::word))),
    field("value", Number),
    called("or from", field("min", Number)),
    called("up to", field("max", Number)),
    needed("unit", Text),
    field("period", Date),
    field("definition", Text),
    called("said by", field("by", One(&[Actor]))),
    needed("source", One(&[Article])),
    field("quote", Text),
    called("file", needed(FILE, File)),
];

const ALIAS: &[Field] = &[called("of", needed(TO, One(NAMED))), called("alias", needed(WORD, Text))];
const TAG: &[Field] = &[called("record", needed(TO, One(&[Event, Article]))), called("tag", needed(WORD, Slug(tags)))];
const NOTE: &[Field] = &[
    called("record", needed(TO, One(&[Event, Corridor]))),
    called("report of", needed("source", ReportOf)),
    called("note", needed(WORD, Text)),
];

impl What {
    /// All, in the order of the list.
    pub const ALL: &[What] = &[
        What::Report,
        What::Event,
        What::Article,
        What::Actor,
        What::Office,
        What::Position,
        What::Figure,
        What::Alias,
        What::Tag,
        What::Note,
    ];

    /// Its key in the list, its name, and what it is for.
    pub fn words(self) -> (char, &'static str, &'static str) {
        match self {
            What::Report => {
                ('r', "report", "what a source says of an event: it happened, moved, was put off, called off")
            }
            What::Event => ('e', "event", "something that happened or is to happen"),
            What::Article => ('a', "article", "something written, which can then be a source"),
            What::Actor => ('c', "actor", "a person, organisation or state"),
            What::Office => ('o', "office", "what office somebody holds, from when to when"),
            What::Position => ('p', "position", "where somebody stands on an issue"),
            What::Figure => ('f', "figure", "a number that somebody published"),
            What::Alias => ('l', "alias", "another spelling of a name"),
            What::Tag => ('t', "tag", "a free word for an event or article"),
            What::Note => ('n', "note", "your remark on a report"),
        }
    }

    /// Its fields, in order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            What::Report => REPORT,
            What::Event => EVENT,
            What::Article => ARTICLE,
            What::Actor => ACTOR,
            What::Office => OFFICE,
            What::Position => POSITION,
            What::Figure => FIGURE,
            What::Alias => ALIAS,
            What::Tag => TAG,
            What::Note => NOTE,
        }
    }

    /// The kind of the new record, where it is one.
    pub fn kind(self) -> Option<Kind> {
        match self {
            What::Event => Some(Kind::Event),
            What::Article => Some(Kind::Article),
            What::Actor => Some(Kind::Actor),
            What::Figure => Some(Kind::Figure),
            _ => None,
        }
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|&value| word(value)).collect()
}

fn issues(dossier: &crate::dossier::Dossier) -> Vec<String> {
    dossier.actors.iter().flat_map(|actor| actor.positions.iter().map(|position| position.issue.clone())).collect()
}

fn metrics(dossier: &crate::dossier::Dossier) -> Vec<String> {
    dossier.figures.iter().map(|figure| figure.metric.clone()).collect()
}

fn tags(dossier: &crate::dossier::Dossier) -> Vec<String> {
    dossier.events.iter().flat_map(|event| event.tags.iter().cloned()).collect()
}
