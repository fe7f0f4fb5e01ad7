//! What names a record: its position in the list of its kind.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::Kind;
use crate::dossier::schema;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident: $kind:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshDeserialize, BorshSerialize,
            )]
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
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
        pub enum Rec { $(#[allow(missing_docs)] $kind($name)),* }

        impl Rec {
            /// The record of `kind` at position `ix`.
            ///
            /// # Panics
            /// If `ix` is over `u32::MAX`: no dossier holds that many records.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub enum RecordSpot {
    /// A port.
    Port(PortIx),
    /// A place.
    Place(PlaceIx),
}

impl JsonSchema for RecordSpot {
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

impl From<RecordSpot> for Rec {
    fn from(spot: RecordSpot) -> Rec {
        match spot {
            RecordSpot::Port(ix) => Rec::Port(ix),
            RecordSpot::Place(ix) => Rec::Place(ix),
        }
    }
}
