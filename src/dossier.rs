//! What the files say: records and the sourced statements about them, as written.
//!
//! A [`Dossier`] holds no conclusions. What can be concluded on a day is a [`crate::story::Snapshot`].

pub mod articles;
pub mod check;
pub mod date;
mod field;
pub mod jsonl;
mod labels;
pub mod load;
pub(crate) mod memory;
pub mod problem;
pub mod record;
pub mod schema;

use hashbrown::HashMap;

pub(crate) use articles::ADDRESSES;
pub use articles::{Article, ArticleFields, ArticleStore};
pub use date::EdtfDate;
pub use field::{FieldValue, KeySort, WrittenKey};
pub use labels::LabelTable;
pub use record::*;

/// Everything known about one story: records, and what was said about them. All references are resolved.
#[derive(Debug, Default)]
pub struct Dossier {
    /// Title, summary and rule of choice of the story.
    pub story: StoryRecord,
    /// Feeds that the dossier names. Nothing is fetched without being asked for.
    pub feeds: Vec<FeedSource>,
    /// Words for the slugs of the dossier.
    pub labels: LabelTable,
    /// What was written: the sources of all statements.
    pub articles: ArticleStore,
    /// What happened, or was said to happen.
    pub events: Vec<Event>,
    /// People, organisations and states.
    pub actors: Vec<Actor>,
    /// Sea ports.
    pub ports: Vec<Port>,
    /// Cities, crossings and terminals.
    pub places: Vec<Place>,
    /// Ways from place to place, leg by leg.
    pub corridors: Vec<Corridor>,
    /// Published numbers.
    pub figures: Vec<Figure>,
    /// The files that were read, in the order of their paths.
    pub files: Vec<SourceFile>,
    /// The paths by which it was asked for; none for the story that is built in.
    pub given: Vec<std::path::PathBuf>,
    ids: HashMap<Box<str>, Rec>,
}

impl Dossier {
    /// The record with this id: `tokayev-visit`, or for a figure its key (see [`Dossier::id`]).
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Rec> {
        self.ids.get(id).copied().or_else(|| self.articles.find(id).map(Rec::Article))
    }

    /// Gives `id` to `rec`. If another record has it already, returns that one and changes nothing. An article has its
    /// id from the time it enters the store; naming it only tells whether another had the id first.
    pub fn name(&mut self, id: &str, rec: Rec) -> Option<Rec> {
        match self.find(id) {
            Some(same) if same == rec && matches!(rec, Rec::Article(_)) => None,
            Some(taken) => Some(taken),
            None => {
                self.ids.insert(id.into(), rec);
                None
            }
        }
    }

    /// Records of other kinds whose id an article also has, for articles that were added without [`Dossier::name`].
    pub fn shared_with_articles(&self) -> impl Iterator<Item = (Rec, ArticleIx)> {
        self.ids.iter().filter_map(|(id, &rec)| Some((rec, self.articles.find(id)?)))
    }

    /// The id of a record. A figure has none of its own; it is named `metric@source`, with `~2`, `~3` … behind
    /// where an article gives a metric more than once. Neither sign can stand in an id.
    #[must_use]
    pub fn id(&self, rec: Rec) -> &str {
        match rec {
            Rec::Article(ix) => self.articles.id(ix),
            Rec::Event(ix) => &self[ix].id,
            Rec::Actor(ix) => &self[ix].id,
            Rec::Port(ix) => &self[ix].id,
            Rec::Place(ix) => &self[ix].id,
            Rec::Corridor(ix) => &self[ix].id,
            Rec::Figure(ix) => &self[ix].key,
        }
    }

    /// The name under which a record is listed: title, name, or metric.
    #[must_use]
    pub fn label(&self, rec: Rec) -> &str {
        match rec {
            Rec::Article(ix) => self.articles.get(ix).title,
            Rec::Event(ix) => &self[ix].title,
            Rec::Actor(ix) => &self[ix].name,
            Rec::Port(ix) => &self[ix].name,
            Rec::Place(ix) => &self[ix].name,
            Rec::Corridor(ix) => &self[ix].name,
            Rec::Figure(ix) => &self[ix].metric,
        }
    }

    /// The other names of an actor, port, place or corridor; records of other kinds have none.
    #[must_use]
    pub fn aliases(&self, rec: Rec) -> &[String] {
        match rec {
            Rec::Actor(ix) => &self[ix].aliases,
            Rec::Port(ix) => &self[ix].aliases,
            Rec::Place(ix) => &self[ix].aliases,
            Rec::Corridor(ix) => &self[ix].aliases,
            Rec::Event(_) | Rec::Article(_) | Rec::Figure(_) => &[],
        }
    }

    /// The names of a record of one of [`Kind::NAMED`]: its own, then its aliases. Records of other kinds have none.
    pub fn names(&self, rec: Rec) -> impl Iterator<Item = &str> {
        let own = Kind::NAMED.contains(&rec.kind()).then(|| self.label(rec));
        own.into_iter().chain(self.aliases(rec).iter().map(String::as_str))
    }

    /// Where a record stands.
    #[must_use]
    pub fn at(&self, rec: Rec) -> SourcePlace {
        match rec {
            Rec::Article(ix) => self.articles.at(ix),
            Rec::Event(ix) => self[ix].at,
            Rec::Actor(ix) => self[ix].at,
            Rec::Port(ix) => self[ix].at,
            Rec::Place(ix) => self[ix].at,
            Rec::Corridor(ix) => self[ix].at,
            Rec::Figure(ix) => self[ix].at,
        }
    }

    /// The name of a port or place.
    #[must_use]
    pub fn spot_name(&self, spot: RecordSpot) -> &str {
        self.label(spot.into())
    }

    /// All records of one kind, in the order of the files.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = Rec> + use<> {
        (0..self.count(kind)).map(move |ix| Rec::new(kind, ix))
    }

    /// How many records of this kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Article => self.articles.len(),
            Kind::Event => self.events.len(),
            Kind::Actor => self.actors.len(),
            Kind::Port => self.ports.len(),
            Kind::Place => self.places.len(),
            Kind::Corridor => self.corridors.len(),
            Kind::Figure => self.figures.len(),
        }
    }

    /// The first day on which what this article says is known; `None` if it always was (no dates at all, or no
    /// source).
    #[must_use]
    pub fn known(&self, source: Option<ArticleIx>) -> Option<chrono::NaiveDate> {
        source.and_then(|ix| self.articles.known(ix))
    }
}

macro_rules! indexed {
    ($($ix:ident => $field:ident: $record:ty),* $(,)?) => { $(
        impl std::ops::Index<$ix> for Dossier {
            type Output = $record;
            fn index(&self, ix: $ix) -> &$record { &self.$field[ix.ix()] }
        }
    )* };
}
indexed! {
    EventIx => events: Event, ActorIx => actors: Actor, PortIx => ports: Port, PlaceIx => places: Place,
    CorridorIx => corridors: Corridor, FigureIx => figures: Figure,
}
