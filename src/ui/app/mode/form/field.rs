//! What can be added, and the fields of each: one table.

use crate::dossier::load::form::{is_country, is_language, is_wikidata};
use crate::dossier::{ActorKind, ArticleKind, Dossier, EventKind, FigureKind, Kind, ReportStatus};

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::app) enum What {
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
pub(in crate::ui::app) enum Takes {
    /// Any text.
    Text,
    /// Texts with commas between.
    Texts,
    /// A date as it is typed.
    Date,
    /// A day that has come: of what happened, or was published.
    Past,
    /// What a report says of an event: a status, or `moved`.
    Status,
    /// A code of this form, as this one, and those of the dossier.
    Code(fn(&str) -> bool, &'static str, fn(&Dossier) -> Vec<String>),
    /// An address of the web.
    Url,
    /// A number.
    Number,
    /// The id of the new record, made from the title while nothing else is typed.
    NewId,
    /// A slug that other records of the dossier may have too.
    Slug(fn(&Dossier) -> Vec<String>),
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
pub(in crate::ui::app) struct Field {
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
use Takes::{Code, Date, File, Many, NewId, Number, One, Past, ReportOf, Slug, Status, Text, Texts, Url, Word};

const ANY: &[Kind] = &[Event, Actor, Port, Place, Corridor, Article];
const NAMED: &[Kind] = &[Actor, Port, Place, Corridor];

const REPORT: &[Field] = &[
    called("event", needed(TO, One(&[Event]))),
    field("status", Status),
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
    field("url", Url),
    field("published", Past),
    field("retrieved", Past),
    field("language", Code(is_language, "en", languages)),
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
    field("country", Code(is_country, "PK", countries)),
    field("aliases", Texts),
    field("wikidata", Code(is_wikidata, "Q843", |_| Vec::new())),
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
    called("seen on", field("seen", Past)),
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

/// What a report can say of the event, and what is meant by it.
pub(super) const STATUSES: &[(&str, &str)] = &[
    ("expected", "it is to be, on a date or without"),
    (MOVED, "to another date: an expected report with the new one"),
    ("confirmed", "both sides, or those who decide, say that it will be"),
    ("happened", "it took place"),
    ("postponed", "put off, to a date or without"),
    ("cancelled", "called off"),
    ("denied", "somebody says that it is not so"),
];

/// Another date. The format has no word for it: a moved date is a new report that expects it then.
pub(super) const MOVED: &str = "moved";

fn issues(dossier: &Dossier) -> Vec<String> {
    dossier.actors.iter().flat_map(|actor| actor.positions.iter().map(|position| position.issue.clone())).collect()
}

fn metrics(dossier: &Dossier) -> Vec<String> {
    dossier.figures.iter().map(|figure| figure.metric.clone()).collect()
}

fn tags(dossier: &Dossier) -> Vec<String> {
    dossier.events.iter().flat_map(|event| event.tags.iter().cloned()).collect()
}

fn countries(dossier: &Dossier) -> Vec<String> {
    let actors = dossier.actors.iter().filter_map(|actor| actor.country.clone());
    actors.chain(dossier.ports.iter().map(|port| port.country.clone())).collect()
}

fn languages(dossier: &Dossier) -> Vec<String> {
    dossier.articles.languages().map(str::to_owned).collect()
}
