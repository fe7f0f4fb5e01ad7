//! The lines of the map: legs between the same two places merged into one line with a course. They depend on the
//! dossier alone and are cached beside it, so that no frame has to compute a course.

use std::cell::OnceCell;

use hashbrown::HashMap;

use crate::dossier::{CorridorIx, Dossier, Mode, RecordSpot};
use crate::geo::{LatLon, geodesic, sea};
use crate::story::position;

/// The maximum distance between two points of a line in kilometres: on the map's projection, indistinguishable from a
/// curve.
const STEP_KM: f64 = 50.0;

/// A line of the map: all legs between two places that go by sea, or all that do not.
#[derive(Clone, Debug)]
pub struct MapLine {
    /// Its ends.
    pub ends: (RecordSpot, RecordSpot),
    /// The legs that it stands for: their corridor, and the position of the leg.
    pub legs: Vec<(CorridorIx, u32)>,
    at: (LatLon, LatLon),
    by_sea: bool,
    course: OnceCell<Vec<LatLon>>,
}

impl MapLine {
    /// From end to end: around the coasts by sea, otherwise the great circle. Computed when first asked for.
    #[must_use]
    pub fn course(&self) -> &[LatLon] {
        let (from, to) = self.at;
        self.course.get_or_init(|| if self.by_sea { sea::course(from, to) } else { geodesic(from, to, STEP_KM) })
    }
}

/// All lines of a dossier.
#[derive(Clone, Debug, Default)]
pub struct MapLines {
    ways: Vec<MapLine>,
    of_leg: HashMap<(CorridorIx, u32), usize>,
}

impl MapLines {
    /// The lines of a dossier, in the order of its corridors. A leg with an end that has no coordinates has no line.
    #[must_use]
    pub fn of(dossier: &Dossier) -> MapLines {
        let mut all = MapLines::default();
        let mut by_ends: HashMap<(RecordSpot, RecordSpot, bool), usize> = HashMap::new();
        for (corridor, ix) in dossier.corridors.iter().zip((0..).map(CorridorIx)) {
            for (leg, n) in corridor.legs.iter().zip(0..) {
                let ends = (leg.from.min(leg.to), leg.from.max(leg.to));
                let Some(at) = position(dossier, ends.0).zip(position(dossier, ends.1)) else { continue };
                let by_sea = leg.mode == Some(Mode::Sea);
                let way = *by_ends.entry((ends.0, ends.1, by_sea)).or_insert_with(|| {
                    all.ways.push(MapLine { ends, legs: Vec::new(), at, by_sea, course: OnceCell::new() });
                    all.ways.len() - 1
                });
                all.ways[way].legs.push((ix, n));
                all.of_leg.insert((ix, n), way);
            }
        }
        all
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[MapLine] {
        &self.ways
    }

    /// The line of a leg, as its position among all lines.
    #[must_use]
    pub fn of_leg(&self, corridor: CorridorIx, leg: u32) -> Option<usize> {
        self.of_leg.get(&(corridor, leg)).copied()
    }
}
