//! The base map that is built in: coasts, borders, lakes and rivers from Natural Earth, on the plane of
//! [`LambertProjection::region`]. `tools/coastline` makes the file and describes it.

use std::ops::Range;
use std::sync::OnceLock;

use crate::assets::MAP;

use super::{LambertProjection, LatLon, MapPlane};

/// Levels of detail, finest first.
const LEVELS: usize = 3;
/// A long line is split into pieces of this many points, so that most of a coast can be skipped by its bounds.
const PIECE: usize = 48;
/// The widest dots, in kilometres, that are drawn from the finest level and from the next.
const FINEST_UP_TO: [f64; LEVELS - 1] = [1.2, 5.0];

/// What a line of the base map is. The order is that of drawing: the later lies on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionKind {
    /// A river.
    River,
    /// A border between states, as it stands on the ground.
    Border,
    /// The shore of a lake.
    Lake,
    /// The shore of the sea, the Caspian among it.
    Coast,
}

/// A rectangle on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionBounds {
    /// Its lower left corner.
    pub low: MapPlane,
    /// Its upper right corner.
    pub high: MapPlane,
}

impl RegionBounds {
    /// Whether two rectangles have a point in common.
    #[must_use]
    pub fn meets(&self, other: &RegionBounds) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }
}

/// A stretch of a line, of a few dozen points.
#[derive(Clone, Debug)]
struct CoastPiece {
    kind: RegionKind,
    bounds: RegionBounds,
    points: Range<usize>,
}

/// All lines at one level of detail, projected.
#[derive(Debug)]
pub struct DetailLevel {
    points: Vec<MapPlane>,
    pieces: Vec<CoastPiece>,
}

impl DetailLevel {
    /// The level for a picture whose dots are `km` wide. It is unpacked and projected on first use.
    #[must_use]
    pub fn of_dot(km: f64) -> &'static DetailLevel {
        static UNPACKED: [OnceLock<DetailLevel>; LEVELS] = [const { OnceLock::new() }; LEVELS];
        let level = FINEST_UP_TO.iter().position(|&limit| km <= limit).unwrap_or(LEVELS - 1);
        UNPACKED[level].get_or_init(|| unpack(level))
    }

    /// The lines that may be visible within `bounds`, lowest kind first, each a sequence of points.
    pub fn within(&self, bounds: RegionBounds) -> impl Iterator<Item = (RegionKind, &[MapPlane])> {
        let met = self.pieces.iter().filter(move |piece| piece.bounds.meets(&bounds));
        met.map(|piece| (piece.kind, &self.points[piece.points.clone()]))
    }
}

/// Whether a point lies at sea, at least 2 km off the shore; `false` outside the window that is built in.
#[must_use]
pub fn is_sea(at: LatLon) -> bool {
    static UNPACKED: OnceLock<SeaRegion> = OnceLock::new();
    UNPACKED.get_or_init(unpack_sea).holds(at)
}

/// The window that is built in: its south-west and north-east corner, in degrees.
#[must_use]
pub fn window() -> (LatLon, LatLon) {
    let (window, _) = header();
    (LatLon::new(window[1], window[0]), LatLon::new(window[3], window[2]))
}

/// The sea as runs: for each row, the columns at which it begins and ends, in turn.
struct SeaRegion {
    window: (LatLon, LatLon),
    columns: f64,
    rows: Vec<Vec<u32>>,
}

impl SeaRegion {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn holds(&self, at: LatLon) -> bool {
        let (low, high) = self.window;
        let column = (at.lon - low.lon) / (high.lon - low.lon) * self.columns;
        let row = (at.lat - low.lat) / (high.lat - low.lat) * self.rows.len() as f64;
        if column < 0.0 || row < 0.0 {
            return false;
        }
        let Some(ends) = self.rows.get(row as usize) else { return false };
        column < self.columns && ends.partition_point(|&end| end <= column as u32) % 2 == 1
    }
}

/// Reads the file front to back. It is built in and a test unpacks all of it, so a malformed file panics.
struct RegionReader(&'static [u8]);

impl RegionReader {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk().expect("the base map is whole");
        self.0 = rest;
        *head
    }

    fn short(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn varint(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let [byte] = self.take();
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        value
    }

    fn zigzag(&mut self) -> i32 {
        let value = self.varint();
        (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
    }
}

/// West, south, east and north of the window, and the rest of the file from the length of the first level on.
fn header() -> ([f64; 4], RegionReader) {
    let mut reader = RegionReader(MAP);
    assert_eq!(&reader.take::<5>(), b"KMAP\x01", "the base map is of version 1");
    let window = std::array::from_fn(|_| f64::from(i16::from_le_bytes(reader.take())));
    assert_eq!(usize::from(reader.take::<1>()[0]), LEVELS, "the base map has three levels");
    (window, reader)
}

/// Skips a level.
fn skip(reader: &mut RegionReader) {
    let bytes = u32::from_le_bytes(reader.take()) as usize;
    reader.0 = &reader.0[bytes..];
}

fn unpack(level: usize) -> DetailLevel {
    let ([west, south, east, north], mut reader) = header();
    (0..level).for_each(|_| skip(&mut reader));
    let _bytes: [u8; 4] = reader.take();
    let projection = LambertProjection::region();
    let to_plane = |x: i32, y: i32| {
        let lon = west + f64::from(x) / 65535.0 * (east - west);
        let lat = south + f64::from(y) / 65535.0 * (north - south);
        projection.forward(LatLon { lat, lon })
    };
    let mut out = DetailLevel { points: Vec::new(), pieces: Vec::new() };
    for _ in 0..reader.varint() {
        let kind = match reader.take() {
            [0] => RegionKind::Coast,
            [1] => RegionKind::Border,
            [2] => RegionKind::Lake,
            [_] => RegionKind::River,
        };
        let (count, first) = (reader.varint(), out.points.len());
        let (mut x, mut y) = (i32::from(reader.short()), i32::from(reader.short()));
        out.points.push(to_plane(x, y));
        for _ in 1..count {
            x += reader.zigzag();
            y += reader.zigzag();
            out.points.push(to_plane(x, y));
        }
        let end = out.points.len();
        for start in (first..end - 1).step_by(PIECE) {
            let points = start..(start + PIECE + 1).min(end);
            out.pieces.push(CoastPiece { kind, bounds: bounds(&out.points[points.clone()]), points });
        }
    }
    out.pieces.sort_by_key(|piece| piece.kind);
    out
}

fn unpack_sea() -> SeaRegion {
    let (_, mut reader) = header();
    (0..LEVELS).for_each(|_| skip(&mut reader));
    let (columns, rows) = (f64::from(reader.short()), reader.short());
    let ends = |reader: &mut RegionReader| {
        let runs = reader.varint();
        let mut end = 0;
        let mut ends = Vec::new();
        for _ in 0..runs {
            end += reader.varint();
            ends.push(end);
        }
        ends
    };
    SeaRegion { window: window(), columns, rows: (0..rows).map(|_| ends(&mut reader)).collect() }
}

/// The smallest rectangle around some points; an empty one if there are none.
#[must_use]
pub fn bounds(points: &[MapPlane]) -> RegionBounds {
    let (low, high) =
        (MapPlane { x: f64::INFINITY, y: f64::INFINITY }, MapPlane { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
    points.iter().fold(RegionBounds { low, high }, |all, at| RegionBounds {
        low: MapPlane { x: all.low.x.min(at.x), y: all.low.y.min(at.y) },
        high: MapPlane { x: all.high.x.max(at.x), y: all.high.y.max(at.y) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole_and_small_and_finer_levels_hold_more() {
        assert!(MAP.len() < 1_000_000);
        let points: Vec<usize> = (0..LEVELS).map(|level| unpack(level).points.len()).collect();
        assert!(points.windows(2).all(|pair| pair[0] > pair[1] * 3 / 2), "{points:?}");
        let sea = unpack_sea();
        assert!(sea.rows.iter().all(|ends| ends.last().copied().map(f64::from) == Some(sea.columns)));
    }

    #[test]
    fn the_sea_is_where_ships_go_and_nowhere_else() {
        let sea = |lat, lon| is_sea(LatLon::new(lat, lon));
        assert!(sea(20.0, 64.0) && sea(26.55, 56.5) && sea(42.0, 50.5) && sea(26.5, 52.5));
        assert!(!sea(24.86, 67.0) && !sea(35.7, 51.4) && !sea(45.0, 58.5) && !sea(-5.0, 64.0) && !sea(20.0, 130.0));
    }
}
