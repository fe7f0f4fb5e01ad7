//! The orders of the list of actors.

use std::cmp::Reverse;

use crate::dossier::{ActorIx, Kind, Rec};
use crate::ui::screens::ScreenContext;

/// By what actors are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum ActorOrder {
    /// The number of events, the most first.
    #[default]
    Activity,
    /// The name.
    Name,
    /// The country, then the name.
    Country,
    /// People, organisations, states; within each the most active first.
    Kind,
}

impl ActorOrder {
    /// All of them, in the order of the key that changes it.
    pub(super) const ALL: &[ActorOrder] =
        &[ActorOrder::Activity, ActorOrder::Name, ActorOrder::Country, ActorOrder::Kind];

    /// What stands in the head of the list.
    pub(super) fn words(self) -> &'static str {
        match self {
            ActorOrder::Activity => "most active first",
            ActorOrder::Name => "by name",
            ActorOrder::Country => "by country",
            ActorOrder::Kind => "people first",
        }
    }

    /// The actors that match the filter, sorted.
    pub(super) fn sorted(self, cx: &ScreenContext<'_>) -> Vec<ActorIx> {
        let rows = cx.shown.of(Kind::Actor).iter();
        let mut actors: Vec<ActorIx> =
            rows.filter_map(|rec| if let Rec::Actor(ix) = rec { Some(ix) } else { None }).collect();
        let name = |ix: ActorIx| cx.dossier[ix].name.to_lowercase();
        match self {
            ActorOrder::Activity => {}
            ActorOrder::Name => actors.sort_by_cached_key(|&ix| name(ix)),
            ActorOrder::Country => actors.sort_by_cached_key(|&ix| {
                let country = cx.dossier[ix].country.as_deref();
                (country.is_none(), country.map(str::to_owned), name(ix))
            }),
            ActorOrder::Kind => {
                actors.sort_by_key(|&ix| (cx.dossier[ix].kind, Reverse(cx.snapshot[ix].events.len())));
            }
        }
        actors
    }
}
