//! Records and statements as plain structs: article, event, actor, port, place, corridor, figure.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::{Edtf, schema};

/// Defines a closed vocabulary: an enum whose words are the ones of `docs/format.md`.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All words, in the order of the format.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word as it stands in a file.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            /// The value of a word, if it is one of this vocabulary.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.word()) }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.word()) }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schema::words(&Self::ALL.iter().map(|value| value.word()).collect::<Vec<_>>())
            }
            fn inline_schema() -> bool { true }
        }
    };
}

vocabulary! {
    /// The kinds of record. The word is the name of the table in a file and of the list on the command line.
    Kind {
        /// Something that happened or was said to happen.
        Event = "events",
        /// A person, organisation or state.
        Actor = "actors",
        /// A sea port.
        Port = "ports",
        /// A city, crossing or terminal.
        Place = "places",
        /// A way from place to place.
        Corridor = "corridors",
        /// Something written.
        Article = "articles",
        /// A published number.
        Figure = "figures",
    }
}

impl Kind {
    /// The kind in the singular: `event`.
    #[must_use]
    pub fn singular(self) -> &'static str {
        let word = self.word();
        &word[..word.len() - 1]
    }
}

vocabulary! {
    /// What sort of page an article is.
    ArticleKind { /// News report.
        Report = "report", /// Statement or press release.
        Statement = "statement", /// Primary document.
        Document = "document", /// Agency wire.
        Wire = "wire", /// Analysis or comment.
        Analysis = "analysis", /// Data set or statistic.
        Data = "data" }
}
vocabulary! {
    /// What sort of thing an event is.
    EventKind { /// A visit.
        Visit = "visit", /// A meeting.
        Meeting = "meeting", /// An agreement.
        Agreement = "agreement", /// A statement.
        Statement = "statement", /// Works: a terminal, a railway.
        Infrastructure = "infrastructure", /// A number reported as an event.
        Figure = "figure", /// An incident.
        Incident = "incident", /// A target to be reached.
        Target = "target" }
}
vocabulary! {
    /// What one report says of an event.
    ReportStatus { /// Somebody said that it will happen.
        Expected = "expected", /// The host or guest confirmed it.
        Confirmed = "confirmed", /// It took place.
        Happened = "happened", /// It was put off.
        Postponed = "postponed", /// It was called off.
        Cancelled = "cancelled", /// Somebody said that it is or was not so.
        Denied = "denied" }
}

impl ReportStatus {
    /// Whether the report looks ahead (expected, confirmed, postponed) and so belongs to the schedule.
    #[must_use]
    pub fn is_forecast(self) -> bool {
        matches!(self, Self::Expected | Self::Confirmed | Self::Postponed)
    }
}

vocabulary! {
    /// What sort of actor.
    ActorKind { /// A person.
        Person = "person", /// An organisation.
        Organisation = "organisation", /// A state.
        State = "state" }
}
vocabulary! {
    /// What sort of place.
    PlaceKind { /// A city.
        City = "city", /// A border crossing.
        Crossing = "crossing", /// A terminal.
        Terminal = "terminal" }
}
vocabulary! {
    /// How a leg is travelled.
    Mode { /// By rail.
        Rail = "rail", /// By road.
        Road = "road", /// By sea.
        Sea = "sea", /// By air.
        Air = "air", /// Through a pipeline.
        Pipeline = "pipeline", /// Over a power line.
        Power = "power" }
}
vocabulary! {
    /// How a corridor or leg stands, worst first: a corridor is as open as its weakest leg.
    CorridorStatus { /// Shut.
        Closed = "closed", /// Only proposed.
        Proposed = "proposed", /// Agreed, not begun.
        Agreed = "agreed", /// Being built.
        Building = "building", /// Built, unused.
        Idle = "idle", /// Open with limits.
        Restricted = "restricted", /// Open.
        Open = "open" }
}
vocabulary! {
    /// What sort of number a figure is. Only like is compared with like.
    FigureKind { /// A level.
        Level = "level", /// A count.
        Count = "count", /// A share.
        Share = "share", /// What could be handled.
        Capacity = "capacity", /// What was handled.
        Throughput = "throughput", /// A change against before.
        Change = "change", /// A place in a ranking.
        Rank = "rank", /// A tariff.
        Tariff = "tariff", /// A target.
        Target = "target", /// An estimate.
        Estimate = "estimate" }
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident: $kind:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// The position in the dossier's list.
                #[must_use]
                pub fn ix(self) -> usize { self.0 as usize }
            }

            impl From<$name> for Rec {
                fn from(ix: $name) -> Rec { Rec::$kind(ix) }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
                fn json_schema(_: &mut SchemaGenerator) -> Schema { schema::id() }
                fn inline_schema() -> bool { true }
            }
        )*

        /// Names any record of a dossier.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rec { $(#[allow(missing_docs)] $kind($name)),* }

        impl Rec {
            /// The record of `kind` at position `ix`.
            ///
            /// # Panics
            /// Where `ix` is over `u32::MAX`: no dossier holds that many records.
            #[must_use]
            pub fn new(kind: Kind, ix: usize) -> Rec {
                let ix = u32::try_from(ix).expect("fewer than 2^32 records");
                match kind { $(Kind::$kind => Rec::$kind($name(ix))),* }
            }

            /// What kind of record this is.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Rec::$kind(_) => Kind::$kind),* }
            }

            /// The position in the dossier's list of its kind.
            #[must_use]
            pub fn ix(self) -> usize {
                match self { $(Rec::$kind(ix) => ix.ix()),* }
            }
        }
    };
}
index! {
    /// Names an event.
    EventIx: Event,
    /// Names an actor.
    ActorIx: Actor,
    /// Names a port.
    PortIx: Port,
    /// Names a place.
    PlaceIx: Place,
    /// Names a corridor.
    CorridorIx: Corridor,
    /// Names an article.
    ArticleIx: Article,
    /// Names a figure.
    FigureIx: Figure,
}

/// A place or a port: wherever a place can be named, a port can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A port.
    Port(PortIx),
    /// A place.
    Place(PlaceIx),
}

impl JsonSchema for Spot {
    fn schema_name() -> Cow<'static, str> {
        "Spot".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema::id()
    }

    fn inline_schema() -> bool {
        true
    }
}

impl From<Spot> for Rec {
    fn from(spot: Spot) -> Rec {
        match spot {
            Spot::Port(ix) => Rec::Port(ix),
            Spot::Place(ix) => Rec::Place(ix),
        }
    }
}

/// Where something stands: a file of [`super::Dossier::files`] and the byte offset in it. The order of places is the
/// order of statements within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct At {
    /// Position in [`super::Dossier::files`].
    pub file: u32,
    /// Bytes from the start of the file.
    pub offset: u64,
}

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// The path as it was given or found; `built-in:events.toml` for the story that is compiled in.
    pub path: std::path::PathBuf,
}

/// What the dossier is about.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct Story {
    /// Title, shown in the first line.
    pub title: String,
    /// The author's words.
    pub summary: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The rule by which things were chosen.
    pub selection: Option<String>,
    /// The query that a fetched item has to match.
    pub watch: Option<String>,
    /// Where the table stands.
    #[schemars(skip)]
    pub at: At,
}

/// A feed that the dossier names.
#[derive(Clone, Debug, JsonSchema)]
pub struct Feed {
    /// Address.
    pub url: String,
    /// Name to show.
    pub name: Option<String>,
    /// A query instead of the story's.
    pub watch: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// Something that happened, or that somebody said will happen.
#[derive(Clone, Debug, JsonSchema)]
pub struct Event {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Names the thing, not its outcome.
    pub title: String,
    /// What sort of thing.
    pub kind: EventKind,
    /// Written with hindsight: shown only when every statement is known.
    pub summary: Option<String>,
    /// Who takes part.
    pub actors: Vec<ActorIx>,
    /// Which ports it is about.
    pub ports: Vec<PortIx>,
    /// Which corridors it is about.
    pub corridors: Vec<CorridorIx>,
    /// Where.
    pub places: Vec<Spot>,
    /// Free words.
    pub tags: Vec<String>,
    /// What has to happen first.
    pub depends_on: Vec<EventIx>,
    /// What was said about it, in the order of the file. The short form is turned into one report a source.
    pub reports: Vec<Report>,
    /// Whether the file uses the short form (`date`, `status`, `sources`).
    #[schemars(skip)]
    pub short_form: bool,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// What one source says of an event.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct Report {
    /// The article; `None` only in a short form without sources: always known, without origin.
    #[schemars(with = "ArticleIx", description = "The article that says so.")]
    pub source: Option<ArticleIx>,
    /// Left out where the report only adds values or a quote.
    pub status: Option<ReportStatus>,
    /// When it is to happen, or happened.
    pub date: Option<Edtf>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// Who was to take part, or did, by this source.
    pub actors: Vec<ActorIx>,
    /// What sources may differ on, in the order of the file.
    #[schemars(with = "Option<schema::Values>")]
    pub values: Vec<(String, Value)>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// The author's remark.
    pub note: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// A number, text or boolean that sources may differ on.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// 37 equals 37.0.
    Number(f64),
    /// Text, compared as written.
    Text(String),
    /// Yes or no.
    Bool(bool),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number(n) => write!(f, "{n}"),
            Value::Text(t) => f.write_str(t),
            Value::Bool(true) => f.write_str("yes"),
            Value::Bool(false) => f.write_str("no"),
        }
    }
}

impl Serialize for Value {
    #[allow(clippy::cast_possible_truncation)] // whole and below 2^53, so it fits
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => s.serialize_i64(*n as i64),
            Value::Number(n) => s.serialize_f64(*n),
            Value::Text(t) => s.serialize_str(t),
            Value::Bool(b) => s.serialize_bool(*b),
        }
    }
}

/// A person, organisation or state.
#[derive(Clone, Debug, JsonSchema)]
pub struct Actor {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    #[schemars(regex(pattern = "^[A-Z]{2}$"))]
    pub country: Option<String>,
    /// Every other spelling, in any script.
    pub aliases: Vec<String>,
    /// Wikidata item.
    #[schemars(regex(pattern = "^Q[1-9][0-9]*$"))]
    pub wikidata: Option<String>,
    /// Written with hindsight.
    pub summary: Option<String>,
    /// For what stands above.
    pub sources: Vec<ArticleIx>,
    /// Offices held.
    pub offices: Vec<Office>,
    /// Stances taken.
    pub positions: Vec<Position>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// An office held by a person.
#[derive(Clone, Debug, JsonSchema)]
pub struct Office {
    /// The title.
    pub title: String,
    /// Of what organisation.
    pub organisation: Option<ActorIx>,
    /// First day, as known.
    pub from: Option<Edtf>,
    /// Last day, as known.
    pub to: Option<Edtf>,
    /// In office on that day, where only this is known.
    pub seen: Option<Edtf>,
    /// Who says so.
    pub source: Option<ArticleIx>,
    /// Who gives the end, where it is another article.
    pub end_source: Option<ArticleIx>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// A stance on an issue.
#[derive(Clone, Debug, JsonSchema)]
pub struct Position {
    /// A slug: the same slug lines actors up against one another.
    #[schemars(schema_with = "schema::slug")]
    pub issue: String,
    /// The stance.
    pub stance: String,
    /// When it was taken.
    pub date: Option<Edtf>,
    /// Who says so.
    pub source: Option<ArticleIx>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// Degrees north and east (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema)]
pub struct Coordinates {
    /// Degrees north, -90 to 90.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: f64,
}

/// A sea port.
#[derive(Clone, Debug, JsonSchema)]
pub struct Port {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Name to show.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[schemars(regex(pattern = "^[A-Z]{2}$"))]
    pub country: String,
    /// Where it lies.
    #[schemars(flatten)]
    pub coordinates: Option<Coordinates>,
    /// UN/LOCODE.
    pub locode: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Every other spelling.
    pub aliases: Vec<String>,
    /// Written with hindsight.
    pub summary: Option<String>,
    /// For what stands above.
    pub sources: Vec<ArticleIx>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// A city, crossing or terminal.
#[derive(Clone, Debug, JsonSchema)]
pub struct Place {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Name to show.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[schemars(regex(pattern = "^[A-Z]{2}$"))]
    pub country: Option<String>,
    /// Where it lies.
    #[schemars(flatten)]
    pub coordinates: Option<Coordinates>,
    /// Every other spelling.
    pub aliases: Vec<String>,
    /// What sort.
    pub kind: Option<PlaceKind>,
    /// For what stands above.
    pub sources: Vec<ArticleIx>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// A way from place to place, leg by leg.
#[derive(Clone, Debug, JsonSchema)]
pub struct Corridor {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Every other spelling.
    pub aliases: Vec<String>,
    /// Written with hindsight.
    pub summary: Option<String>,
    /// The corridor that this one branches off.
    pub branch_of: Option<CorridorIx>,
    /// In order; a corridor is as open as its weakest leg.
    pub legs: Vec<Leg>,
    /// What was said about it.
    pub reports: Vec<CorridorReport>,
    /// For what stands above.
    pub sources: Vec<ArticleIx>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// One stretch of a corridor.
#[derive(Clone, Debug, JsonSchema)]
pub struct Leg {
    /// Start.
    pub from: Spot,
    /// End.
    pub to: Spot,
    /// How it is travelled.
    pub mode: Option<Mode>,
    /// Kilometres.
    pub length_km: Option<f64>,
}

/// What one source says of a corridor or of one of its legs.
#[derive(Clone, Debug, JsonSchema)]
pub struct CorridorReport {
    /// The article.
    pub source: Option<ArticleIx>,
    /// Position in [`Corridor::legs`]; `None` for the whole corridor.
    #[schemars(
        with = "Option<[Spot; 2]>",
        description = "The ids of the ends of the leg; left out for the whole corridor."
    )]
    pub leg: Option<u32>,
    /// How it stands.
    pub status: Option<CorridorStatus>,
    /// Since when, or when it was so.
    pub date: Option<Edtf>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// The author's remark.
    pub note: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The story as a whole (`about = "story"`, or left out).
    Story,
    /// A record.
    Rec(Rec),
}

/// A number somebody published.
#[derive(Clone, Debug, JsonSchema)]
pub struct Figure {
    /// `metric@source`, see [`super::Dossier::id`].
    #[schemars(skip)]
    pub key: String,
    /// What it is about.
    #[schemars(with = "Option<EventIx>")]
    pub about: About,
    /// One slug, one definition.
    #[schemars(schema_with = "schema::slug")]
    pub metric: String,
    /// What sort of number.
    pub kind: Option<FigureKind>,
    /// The number, or its bounds.
    #[schemars(flatten, with = "schema::Amount")]
    pub amount: Amount,
    /// Unit as written.
    pub unit: String,
    /// What it covers, or the day that it describes.
    pub period: Option<Edtf>,
    /// What exactly was counted, by whom.
    pub definition: Option<String>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// The article.
    pub source: ArticleIx,
    /// Verbatim words.
    pub quote: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: At,
}

/// A number, or a range or bound of which at least one end is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// One number.
    Exactly(f64),
    /// `min` and/or `max`.
    Range {
        /// At least.
        min: Option<f64>,
        /// At most.
        max: Option<f64>,
    },
}
