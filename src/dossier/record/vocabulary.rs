//! The closed lists of words: kinds, states, modes.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::dossier::schema;

/// Defines a closed vocabulary: an enum whose words are the ones of `docs/format.md`.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
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
    /// The kinds whose records have names, by which texts speak of them. Events and articles have titles.
    pub const NAMED: [Kind; 4] = [Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor];

    /// The kind in the singular: `event`.
    #[must_use]
    pub fn singular(self) -> &'static str {
        let word = self.word();
        &word[..word.len() - 1]
    }

    /// The noun for so many of them: `event` of one, else `events`.
    #[must_use]
    pub fn noun(self, n: usize) -> &'static str {
        if n == 1 { self.singular() } else { self.word() }
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
        Target = "target", /// What ends by itself on a day; nobody promised it.
        Expiry = "expiry" }
}
vocabulary! {
    /// What one report says of an event.
    ReportStatus { /// Somebody said that it will happen.
        Expected = "expected", /// The host or guest confirmed it.
        Confirmed = "confirmed", /// It took place.
        Happened = "happened", /// It came about in part.
        Partly = "partly", /// It was put off.
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

    /// Whether the report says that it came about, whole or in part (happened, partly).
    #[must_use]
    pub fn is_outcome(self) -> bool {
        matches!(self, Self::Happened | Self::Partly)
    }
}

vocabulary! {
    /// How sure a source has what it reports, by its own words; weakest first.
    Certainty { /// It is rumoured.
        Rumoured = "rumoured", /// It is considered: may, might, wants.
        Considered = "considered", /// It is likely: hopes, intends.
        Likely = "likely", /// It is expected: will, is planned, scheduled.
        Expected = "expected", /// It is agreed: decided, pledged.
        Agreed = "agreed", /// It is signed.
        Signed = "signed" }
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

/// The kind of an event whose fields are still to be filled in.
impl Default for EventKind {
    fn default() -> Self {
        EventKind::Statement
    }
}

/// The kind of an actor whose fields are still to be filled in.
impl Default for ActorKind {
    fn default() -> Self {
        ActorKind::Person
    }
}
