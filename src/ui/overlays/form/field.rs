//! What can be added, and the fields of each: one table.

use crate::dossier::load::form::{is_country, is_language, is_wikidata};
use crate::dossier::{ActorKind, ArticleKind, Certainty, Dossier, EventKind, FigureKind, Kind, ReportStatus};
use crate::ui::shape::DraftName;

/// What is being added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A report: what a source says about an event.
    Report,
    /// An event.
    Event,
    /// An article.
    Article,
    /// An actor.
    Actor,
    /// An office that an actor holds.
    Office,
    /// An actor's stance on an issue.
    Position,
    /// A figure.
    Figure,
    /// Another name of a record.
    Alias,
    /// A tag of a record.
    Tag,
    /// A note on a report.
    Note,
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum FieldInput {
    /// Any text.
    Text,
    /// Texts separated by commas.
    Texts,
    /// A date as it is typed.
    Date,
    /// A day that is not in the future: of something that happened or was published.
    Past,
    /// What a report says about an event: a status, or `moved`.
    Status,
    /// A code with this pattern, with this example, or one used in the dossier.
    Code(fn(&str) -> bool, &'static str, fn(&Dossier) -> Vec<String>),
    /// An address of the web.
    Url,
    /// A number.
    Number,
    /// Values that sources may differ on: keys with their values.
    Values,
    /// The id of the new record, derived from the title until something else is typed.
    NewId,
    /// A slug that other records may share.
    Slug(fn(&Dossier) -> Vec<String>),
    /// Slugs that other records may share, separated by commas.
    Slugs(fn(&Dossier) -> Vec<String>),
    /// A word of a closed vocabulary.
    Word(fn() -> Vec<&'static str>),
    /// A record of one of these kinds.
    One(&'static [Kind]),
    /// Records of these kinds, separated by commas.
    Many(&'static [Kind]),
    /// The source of a report about the record in the first field.
    ReportOf,
    /// A file of the dossier.
    File,
}

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub struct FormField {
    /// The key in the file. Names with a leading blank are not keys: the record that is added to, the file.
    pub key: &'static str,
    /// The label.
    pub label: &'static str,
    /// Its type.
    pub takes: FieldInput,
    /// Whether it is required.
    pub needed: bool,
}

/// The record that a statement or name is added to.
pub(super) const TO: &str = " to";
/// The file that a new record is written to.
pub(super) const FILE: &str = " file";
/// The name, tag or note that is added.
pub(super) const WORD: &str = " word";

const fn field(key: &'static str, takes: FieldInput) -> FormField {
    FormField { key, label: key, takes, needed: false }
}

const fn needed(key: &'static str, takes: FieldInput) -> FormField {
    FormField { key, label: key, takes, needed: true }
}

const fn called(label: &'static str, field: FormField) -> FormField {
    FormField { label, ..field }
}

use FieldInput::{
    Code, Date, File, Many, NewId, Number, One, Past, ReportOf, Slug, Slugs, Status, Text, Texts, Url, Values, Word,
};
use Kind::{Actor, Article, Corridor, Event, Place, Port};

const ANY: &[Kind] = &[Event, Actor, Port, Place, Corridor, Article];
const NAMED: &[Kind] = &Kind::NAMED;

const REPORT: &[FormField] = &[
    called("event", needed(TO, One(&[Event]))),
    field("status", Status),
    field("date", Date),
    needed("source", One(&[Article])),
    called("said by", field("by", One(&[Actor]))),
    field("quote", Text),
    field("note", Text),
    field("certainty", Word(|| words(Certainty::ALL, Certainty::word))),
    field("actors", Many(&[Actor])),
    field("values", Values),
];

const EVENT: &[FormField] = &[
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
    called("done when", field("done_when", Text)),
    called("file", needed(FILE, File)),
];

const ARTICLE: &[FormField] = &[
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
    called("copy at", field("archived", Url)),
    called("file", needed(FILE, File)),
];

const ACTOR: &[FormField] = &[
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

const OFFICE: &[FormField] = &[
    called("actor", needed(TO, One(&[Actor]))),
    needed("title", Text),
    called("of", field("organisation", One(&[Actor]))),
    field("from", Date),
    field("to", Date),
    called("seen on", field("seen", Past)),
    field("source", One(&[Article])),
    called("end source", field("end_source", One(&[Article]))),
];

const POSITION: &[FormField] = &[
    called("actor", needed(TO, One(&[Actor]))),
    needed("issue", Slug(issues)),
    needed("stance", Text),
    field("date", Date),
    field("source", One(&[Article])),
    field("quote", Text),
    field("choice", Slugs(choices)),
];

const FIGURE: &[FormField] = &[
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

const ALIAS: &[FormField] = &[called("of", needed(TO, One(NAMED))), called("alias", needed(WORD, Text))];
const TAG: &[FormField] =
    &[called("record", needed(TO, One(&[Event, Article]))), called("tag", needed(WORD, Slug(tags)))];
const NOTE: &[FormField] = &[
    called("record", needed(TO, One(&[Event, Corridor]))),
    called("report of", needed("source", ReportOf)),
    called("note", needed(WORD, Text)),
];

impl FormKind {
    /// All, in menu order.
    pub const ALL: &[FormKind] = &[
        FormKind::Report,
        FormKind::Event,
        FormKind::Article,
        FormKind::Actor,
        FormKind::Office,
        FormKind::Position,
        FormKind::Figure,
        FormKind::Alias,
        FormKind::Tag,
        FormKind::Note,
    ];

    /// Its key in the menu, its name, and its purpose.
    pub fn words(self) -> (char, &'static str, &'static str) {
        match self {
            FormKind::Report => ('r', "report", "what a source says of an event: happened, put off, called off"),
            FormKind::Event => ('e', "event", "something that happened or is to happen"),
            FormKind::Article => ('a', "article", "something written, which can then be a source"),
            FormKind::Actor => ('c', "actor", "a person, organisation or state"),
            FormKind::Office => ('o', "office", "what office somebody holds, from when to when"),
            FormKind::Position => ('p', "position", "where somebody stands on an issue"),
            FormKind::Figure => ('f', "figure", "a number that somebody published"),
            FormKind::Alias => ('l', "alias", "another spelling of a name"),
            FormKind::Tag => ('t', "tag", "a free word for an event or article"),
            FormKind::Note => ('n', "note", "your remark on a report"),
        }
    }

    /// The name by which its draft is found.
    #[must_use]
    pub fn draft_name(self) -> DraftName {
        let (letter, word, _) = self.words();
        DraftName { letter, word }
    }

    /// Its fields, in order.
    pub fn fields(self) -> &'static [FormField] {
        match self {
            FormKind::Report => REPORT,
            FormKind::Event => EVENT,
            FormKind::Article => ARTICLE,
            FormKind::Actor => ACTOR,
            FormKind::Office => OFFICE,
            FormKind::Position => POSITION,
            FormKind::Figure => FIGURE,
            FormKind::Alias => ALIAS,
            FormKind::Tag => TAG,
            FormKind::Note => NOTE,
        }
    }

    /// The kind of the new record, if it is a record.
    pub fn kind(self) -> Option<Kind> {
        match self {
            FormKind::Event => Some(Kind::Event),
            FormKind::Article => Some(Kind::Article),
            FormKind::Actor => Some(Kind::Actor),
            FormKind::Figure => Some(Kind::Figure),
            _ => None,
        }
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|&value| word(value)).collect()
}

/// What a report can say about the event, with explanations.
pub(super) const STATUSES: &[(&str, &str)] = &[
    ("expected", "it is to be, on a date or without"),
    (MOVED, "to another date: an expected report with the new one"),
    ("confirmed", "both sides, or those who decide, say that it will be"),
    ("happened", "it took place"),
    ("partly", "it came about in part"),
    ("postponed", "put off, to a date or without"),
    ("cancelled", "called off"),
    ("denied", "somebody says that it is not so"),
];

/// A moved date. The format has no status for it: it is written as a new report that expects the new date.
pub(super) const MOVED: &str = "moved";

fn issues(dossier: &Dossier) -> Vec<String> {
    dossier.actors.iter().flat_map(|actor| actor.positions.iter().map(|position| position.issue.clone())).collect()
}

fn choices(dossier: &Dossier) -> Vec<String> {
    dossier.actors.iter().flat_map(|actor| &actor.positions).flat_map(|position| position.choice.clone()).collect()
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
