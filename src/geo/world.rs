//! The coasts of the world, coarse (Natural Earth 1:110m), for stories outside of the region. `tools/coastline/world.py`
//! makes the file and describes it.

use std::sync::OnceLock;

use super::LatLon;
use crate::assets::WORLD;

/// Each coast as a line of points.
#[must_use]
pub fn coasts() -> &'static [Vec<LatLon>] {
    static COASTS: OnceLock<Vec<Vec<LatLon>>> = OnceLock::new();
    COASTS.get_or_init(|| read(&WORLD.unpack()))
}

/// Reads the file. What is left out of a file that is not whole is not drawn; a test reads all of it.
fn read(file: &[u8]) -> Vec<Vec<LatLon>> {
    let mut numbers = file.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
    let mut number = || numbers.next();
    let lines = number().map_or(0, u16::from_le_bytes);
    let degrees = |bytes: [u8; 2]| f64::from(i16::from_le_bytes(bytes)) / 100.0;
    let mut coasts = Vec::with_capacity(lines.into());
    for _ in 0..lines {
        let count = number().map_or(0, u16::from_le_bytes);
        let mut line = Vec::with_capacity(count.into());
        for _ in 0..count {
            let (Some(lon), Some(lat)) = (number(), number()) else { break };
            line.push(LatLon::new(degrees(lat), degrees(lon)));
        }
        coasts.push(line);
    }
    coasts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let coasts = coasts();
        let points = coasts.iter().map(Vec::len).sum::<usize>();
        assert!(coasts.len() > 100 && points > 4000, "{} lines, {points} points", coasts.len());
        assert!(coasts.iter().all(|line| line.len() > 1));
        assert!(coasts.iter().flatten().all(|at| at.lat.abs() <= 90.0 && at.lon.abs() <= 180.0));
        assert_eq!(2 + 2 * coasts.len() + 4 * points, WORLD.unpack().len());
    }
}
