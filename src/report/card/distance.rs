//! The distances from a port or place to the ports: by great circle, and along a corridor that passes both.

use crate::dossier::{CorridorIx, PortIx, Rec, RecordSpot};
use crate::geo::EarthDistance;
use crate::report::wording;
use crate::story::{LegPath, along, between, straight};

use super::{CardExtent, CardFacts, RecordCard, plain, quiet};

/// The number of ports in one line of a digest.
const NEAREST: usize = 3;

/// Adds the distances to the other ports, the nearest first: all of them, or the nearest three in a digest.
pub(super) fn to_ports(card: &mut RecordCard, facts: &CardFacts<'_>, here: RecordSpot, extent: CardExtent) {
    let ports = (0..).map(PortIx).take(facts.dossier.ports.len());
    let others =
        ports.filter(|&ix| RecordSpot::Port(ix) != here && facts.snapshot.is_visible(facts.dossier, Rec::Port(ix)));
    let mut ways: Vec<(EarthDistance, PortIx)> =
        others.filter_map(|ix| Some((straight(facts.dossier, here, RecordSpot::Port(ix))?, ix))).collect();
    ways.sort_by(|a, b| a.0.km.total_cmp(&b.0.km));
    if ways.is_empty() {
        return;
    }
    if extent == CardExtent::Digest {
        let words = ways.iter().take(NEAREST).map(|&(way, ix)| named(facts, way, here, ix));
        let words = words.collect::<Vec<_>>().join(" · ");
        card.row("Distances", vec![plain(words), quiet("   great circles")]);
        return;
    }
    for (n, (way, ix)) in ways.into_iter().enumerate() {
        let mut pieces = vec![plain(named(facts, way, here, ix)), quiet("   great circle")];
        if let Some((corridor, way)) = shortest_along(facts, here, RecordSpot::Port(ix)) {
            let name = &facts.dossier[corridor].name;
            pieces.push(quiet(format!("; along {name} ≥ {}", wording::distance(way))));
        }
        card.row(if n == 0 { "Distances" } else { "" }, pieces).link(ix);
    }
}

/// `Gwadar–Karachi 481 km (260 nmi)`
fn named(facts: &CardFacts<'_>, way: EarthDistance, here: RecordSpot, port: PortIx) -> String {
    format!("{}–{} {}", facts.dossier.spot_name(here), facts.dossier[port].name, wording::distance(way))
}

/// The visible corridor with the shortest lower bound between both, and that bound.
fn shortest_along(facts: &CardFacts<'_>, here: RecordSpot, there: RecordSpot) -> Option<(CorridorIx, EarthDistance)> {
    let corridors = facts.dossier.corridors.iter().zip((0..).map(CorridorIx));
    let ways = corridors.filter(|&(_, ix)| facts.snapshot[ix].visible).filter_map(|(corridor, ix)| {
        match along(facts.dossier, between(corridor, here, there)?) {
            LegPath { distance, unknown: 0, .. } => Some((ix, distance)),
            _ => None,
        }
    });
    ways.min_by(|a, b| a.1.km.total_cmp(&b.1.km))
}
