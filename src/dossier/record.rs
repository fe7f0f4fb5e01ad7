//! Records and statements as plain structs: article, event, actor, port, place, corridor, figure.

mod index;
mod value;
mod vocabulary;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;

use super::{EdtfDate, schema};

pub use index::{ActorIx, ArticleIx, CorridorIx, EventIx, FigureIx, PlaceIx, PortIx, Rec, RecordSpot};
pub use value::{FigureAmount, FigureSubject, ReportValue};
pub use vocabulary::{
    ActorKind, ArticleKind, Certainty, CorridorStatus, EventKind, FigureKind, Kind, Mode, PlaceKind, ReportStatus,
};

/// Where something stands: a file of [`super::Dossier::files`] and the byte offset in it. The order of places is the
/// order of statements within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshDeserialize, BorshSerialize)]
pub struct SourcePlace {
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
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct StoryRecord {
    /// Title, shown in the first line.
    pub title: String,
    /// The author's words.
    pub summary: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The rule by which things were chosen.
    pub selection: Option<String>,
    /// Until when the author looked: later silence says nothing about the world.
    pub researched: Option<EdtfDate>,
    /// The query that a fetched item has to match.
    pub watch: Option<String>,
    /// Where the table stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// A feed that the dossier names.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct FeedSource {
    /// Address.
    pub url: String, // without a name and password
    /// The address with a name and password, where it has some.
    #[schemars(skip)]
    pub login: Option<String>,
    /// Name to show.
    pub name: Option<String>,
    /// A query instead of the story's.
    pub watch: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

impl FeedSource {
    /// The address to request, with a name and password where it has some; `url` is to be stored and shown.
    #[must_use]
    pub fn asked(&self) -> &str {
        self.login.as_deref().unwrap_or(&self.url)
    }
}

/// Words for a slug of the dossier: a metric, a key of `values`, an issue, a choice, or a group of metrics.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct SlugLabel {
    /// The slug. Labels have a namespace of their own, apart from the ids of records.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// The words to show.
    pub label: String,
    /// Metrics of one group share a row where ports are compared; never a series.
    #[schemars(length(max = 80), regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub group: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// Something that happened, or that somebody said will happen.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Event {
    /// Unique id.
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    /// Names the thing, not its outcome.
    pub title: String,
    /// What sort of thing.
    pub kind: EventKind,
    /// What would prove that it came about.
    pub done_when: Option<String>,
    /// Written with hindsight: shown only when every statement is known.
    pub summary: Option<String>,
    /// Who takes part.
    pub actors: Vec<ActorIx>,
    /// Which ports it is about.
    pub ports: Vec<PortIx>,
    /// Which corridors it is about.
    pub corridors: Vec<CorridorIx>,
    /// Where.
    pub places: Vec<RecordSpot>,
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
    pub at: SourcePlace,
}

impl Event {
    /// Whether it is said what would prove that it came about.
    #[must_use]
    pub fn names_proof(&self) -> bool {
        self.done_when.is_some()
    }
}

/// What one source says of an event.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Report {
    /// The article; `None` only in a short form without sources: always known, without origin.
    #[schemars(with = "ArticleIx", description = "The article that says so.")]
    pub source: Option<ArticleIx>,
    /// Left out where the report only adds values or a quote.
    pub status: Option<ReportStatus>,
    /// When it is to happen, or happened.
    pub date: Option<EdtfDate>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// Who was to take part, or did, by this source.
    pub actors: Vec<ActorIx>,
    /// What sources may differ on, in the order of the file.
    #[schemars(with = "Option<schema::SchemaValues>")]
    pub values: Vec<(String, ReportValue)>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// How sure this source has it, by its own words.
    pub certainty: Option<Certainty>,
    /// The author's remark.
    pub note: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// A person, organisation or state.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
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
    pub at: SourcePlace,
}

/// An office held by a person.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Office {
    /// The title.
    pub title: String,
    /// Of what organisation.
    pub organisation: Option<ActorIx>,
    /// First day, as known.
    pub from: Option<EdtfDate>,
    /// Last day, as known.
    pub to: Option<EdtfDate>,
    /// In office on that day, where only this is known.
    pub seen: Option<EdtfDate>,
    /// Who says so.
    pub source: Option<ArticleIx>,
    /// Who gives the end, where it is another article.
    pub end_source: Option<ArticleIx>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// A stance on an issue.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Position {
    /// A slug: the same slug lines actors up against one another.
    #[schemars(schema_with = "schema::slug")]
    pub issue: String,
    /// The stance, in words.
    pub stance: String,
    /// The stance as slugs, to compare by: a set. Without it the stance is only shown.
    #[schemars(schema_with = "schema::slugs")]
    pub choice: Vec<String>,
    /// When it was taken.
    pub date: Option<EdtfDate>,
    /// Who says so.
    pub source: Option<ArticleIx>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// Degrees north and east (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Coordinates {
    /// Degrees north, -90 to 90.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: f64,
}

/// A sea port.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
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
    pub at: SourcePlace,
}

/// A city, crossing or terminal.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
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
    pub at: SourcePlace,
}

/// A way from place to place, leg by leg.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
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
    pub at: SourcePlace,
}

/// One stretch of a corridor.
#[derive(Clone, Debug, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Leg {
    /// Start.
    pub from: RecordSpot,
    /// End.
    pub to: RecordSpot,
    /// How it is travelled.
    pub mode: Option<Mode>,
    /// Kilometres.
    pub length_km: Option<f64>,
}

/// What one source says of a corridor or of one of its legs.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct CorridorReport {
    /// The article.
    pub source: Option<ArticleIx>,
    /// Position in [`Corridor::legs`]; `None` for the whole corridor.
    #[schemars(
        with = "Option<[RecordSpot; 2]>",
        description = "The ids of the ends of the leg; left out for the whole corridor."
    )]
    pub leg: Option<u32>,
    /// How it stands.
    pub status: Option<CorridorStatus>,
    /// Since when, or when it was so.
    pub date: Option<EdtfDate>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// Verbatim words.
    pub quote: Option<String>,
    /// The author's remark.
    pub note: Option<String>,
    /// Where it stands.
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// A number somebody published.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
pub struct Figure {
    /// `metric@source`, see [`super::Dossier::id`].
    #[schemars(skip)]
    pub key: String,
    /// What it is about.
    #[schemars(with = "Option<EventIx>")]
    pub about: FigureSubject,
    /// One slug, one definition.
    #[schemars(schema_with = "schema::slug")]
    pub metric: String,
    /// What sort of number.
    pub kind: Option<FigureKind>,
    /// The number, or its bounds.
    #[schemars(flatten, with = "schema::SchemaAmount")]
    pub amount: FigureAmount,
    /// Unit as written.
    pub unit: String,
    /// What it covers, or the day that it describes.
    pub period: Option<EdtfDate>,
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
    pub at: SourcePlace,
}
