//! The course of a ship between two ports, so that a map does not draw it across land.
//!
//! It is the shortest way over the built-in sea, for display only: its length is not a distance that anybody published.
//! anybody published.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::region::is_sea;
use super::{LatLon, geodesic};

/// The cell size of the search, in degrees.
const STEP: f64 = 0.1;
/// A port lies on land at the resolution of the map: water is searched within this many steps around it.
const HARBOUR: i32 = 12;
/// More cells than any way within the window needs; the search gives up beyond this.
const LIMIT: usize = 200_000;

/// A cell of the search: columns east of Greenwich, rows north of the equator.
type SeaCell = (i32, i32);

/// The way by sea from one port to another, both included; the straight line if there is none.
#[must_use]
pub fn course(from: LatLon, to: LatLon) -> Vec<LatLon> {
    let searched = harbour(from).zip(harbour(to)).and_then(|(start, goal)| search(start, goal));
    let Some(cells) = searched else { return geodesic(from, to, 50.0) };
    let water: Vec<LatLon> = cells.into_iter().map(middle).collect();
    let mut course = vec![from];
    course.extend(pulled(&water));
    course.push(to);
    course
}

#[allow(clippy::cast_possible_truncation)]
fn cell(at: LatLon) -> SeaCell {
    ((at.lon / STEP).floor() as i32, (at.lat / STEP).floor() as i32)
}

fn middle((column, row): SeaCell) -> LatLon {
    LatLon::new((f64::from(row) + 0.5) * STEP, (f64::from(column) + 0.5) * STEP)
}

/// The cell of water nearest to a port.
fn harbour(port: LatLon) -> Option<SeaCell> {
    let (column, row) = cell(port);
    let around = (-HARBOUR..=HARBOUR).flat_map(|dc| (-HARBOUR..=HARBOUR).map(move |dr| (column + dc, row + dr)));
    around.filter(|&at| is_sea(middle(at))).min_by(|a, b| steps(cell(port), *a).total_cmp(&steps(cell(port), *b)))
}

/// The distance between two cells, in steps of latitude, on a flat sea.
fn steps(from: SeaCell, to: SeaCell) -> f64 {
    let shrink = middle(from).lat.to_radians().cos();
    (f64::from(to.0 - from.0) * shrink).hypot(f64::from(to.1 - from.1))
}

/// The shortest way from cell to cell (A*: Hart, Nilsson and Raphael 1968).
#[allow(clippy::cast_possible_truncation)]
fn search(start: SeaCell, goal: SeaCell) -> Option<Vec<SeaCell>> {
    // In thousandths of a step, because a heap needs a total order. The remaining distance is slightly underestimated,
    // so that the narrowing of meridians does not overestimate it.
    let left = |at: SeaCell| (steps(at, goal) * 900.0) as i64;
    let mut open = BinaryHeap::from([Reverse((left(start), start))]);
    let mut reached: HashMap<SeaCell, (i64, SeaCell)> = HashMap::from([(start, (0, start))]);
    while let Some(Reverse((promised, at))) = open.pop() {
        let so_far = reached[&at].0;
        if at == goal {
            return Some(traced(&reached, goal));
        }
        if promised > so_far + left(at) {
            continue;
        }
        if reached.len() > LIMIT {
            return None;
        }
        for (dc, dr) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)] {
            let next = (at.0 + dc, at.1 + dr);
            let cost = so_far + (steps(at, next) * 1000.0) as i64;
            let better = reached.get(&next).is_none_or(|(known, _)| cost < *known);
            if better && in_sight(middle(at), middle(next)) {
                reached.insert(next, (cost, at));
                open.push(Reverse((cost + left(next), next)));
            }
        }
    }
    None
}

fn traced(reached: &HashMap<SeaCell, (i64, SeaCell)>, goal: SeaCell) -> Vec<SeaCell> {
    let mut way = vec![goal];
    while let Some(&last) = way.last() {
        let (_, before) = reached[&last];
        if before == last {
            break;
        }
        way.push(before);
    }
    way.reverse();
    way
}

/// The way pulled tight: only the points at which it turns.
fn pulled(way: &[LatLon]) -> Vec<LatLon> {
    let Some(&first) = way.first() else { return Vec::new() };
    let mut out = vec![first];
    for pair in way.windows(2) {
        let turn = *out.last().expect("the way has a first point");
        if !in_sight(turn, pair[1]) {
            out.push(pair[0]);
        }
    }
    out.extend(way.last().filter(|last| out.last() != Some(last)));
    out
}

/// Whether everything between two points is water.
#[allow(clippy::cast_possible_truncation)]
fn in_sight(from: LatLon, to: LatLon) -> bool {
    let (dlat, dlon) = (to.lat - from.lat, to.lon - from.lon);
    let samples = ((dlat.hypot(dlon) / (STEP / 4.0)).ceil() as i32).max(1);
    (0..=samples).all(|sample| {
        let t = f64::from(sample) / f64::from(samples);
        is_sea(LatLon::new(from.lat + t * dlat, from.lon + t * dlon))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{distance, length};

    #[test]
    fn a_ship_goes_round_musandam_and_not_across_it() {
        let (karachi, jebel_ali) = (LatLon::new(24.835, 66.982), LatLon::new(25.01, 55.06));
        let way = course(karachi, jebel_ali);
        assert!(way.iter().any(|at| at.lat > 26.2 && (55.8..57.0).contains(&at.lon)), "{way:?}");
        let (long, straight) = (length(&way).km, distance(karachi, jebel_ali).km);
        assert!((straight..straight * 1.2).contains(&long), "{long} {straight}");
        assert!(way.windows(2).skip(1).rev().skip(1).all(|pair| in_sight(pair[0], pair[1])));
    }

    #[test]
    fn where_no_water_leads_the_way_is_straight() {
        let (kabul, tashkent) = (LatLon::new(34.53, 69.17), LatLon::new(41.31, 69.28));
        assert_eq!(course(kabul, tashkent), geodesic(kabul, tashkent, 50.0));
        let (aktau, gwadar) = (LatLon::new(43.6, 51.2), LatLon::new(25.11, 62.34));
        assert_eq!(course(aktau, gwadar), geodesic(aktau, gwadar, 50.0));
    }
}
