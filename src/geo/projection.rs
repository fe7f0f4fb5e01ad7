//! Which plane a map is drawn on: that of the region whose coasts are built in, or one around the story anywhere else.

use super::region::{self, DetailLevel, RegionBounds, RegionKind};
use super::{LambertProjection, LatLon, MapPlane, RADIUS_KM, narrowest, turn, world};

/// A plane, and the lines that are known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapProjection {
    /// The region: [`LambertProjection::region`], with coasts, borders, lakes and rivers.
    Region,
    /// Around a point: degrees as lengths (equidistant cylindrical, Snyder 1987, page 90), true to scale on the point's
    /// parallel; with the coarse coasts of the world. The plane is cut half around the world from the point.
    Around(LatLon),
}

impl MapProjection {
    /// The plane for some points: the region where at least half of them lie in its window, or there are none.
    #[must_use]
    pub fn of(points: &[LatLon]) -> MapProjection {
        let (low, high) = region::window();
        let is_inside = |at: &&LatLon| (low.lat..=high.lat).contains(&at.lat) && (low.lon..=high.lon).contains(&at.lon);
        if 2 * points.iter().filter(is_inside).count() >= points.len() {
            return MapProjection::Region;
        }
        let stretches = points.iter().map(|at| (at.lon, at.lon)).collect();
        let (west, east) = narrowest(stretches).unwrap_or_default();
        let around = if east < west { east + 360.0 } else { east };
        let lats = points.iter().map(|at| at.lat);
        let (south, north) = lats.fold((90.0_f64, -90.0_f64), |(low, high), lat| (low.min(lat), high.max(lat)));
        // Near the poles a degree of longitude has next to no length.
        let lat = f64::midpoint(south, north).clamp(-70.0, 70.0);
        MapProjection::Around(LatLon::new(lat, turn(f64::midpoint(west, around))))
    }

    /// Where a point lies on the plane.
    #[must_use]
    pub fn forward(self, at: LatLon) -> MapPlane {
        match self {
            MapProjection::Region => LambertProjection::region().forward(at),
            MapProjection::Around(middle) => MapPlane {
                x: RADIUS_KM * middle.lat.to_radians().cos() * turn(at.lon - middle.lon).to_radians(),
                y: RADIUS_KM * (at.lat - middle.lat).to_radians(),
            },
        }
    }

    /// Which point lies there on the plane.
    #[must_use]
    pub fn inverse(self, at: MapPlane) -> LatLon {
        match self {
            MapProjection::Region => LambertProjection::region().inverse(at),
            MapProjection::Around(middle) => LatLon {
                lat: (middle.lat + (at.y / RADIUS_KM).to_degrees()).clamp(-90.0, 90.0),
                lon: turn(middle.lon + (at.x / (RADIUS_KM * middle.lat.to_radians().cos())).to_degrees()),
            },
        }
    }

    /// The nearest point on which a view may be centred.
    #[must_use]
    pub fn held(self, at: LatLon) -> LatLon {
        match self {
            MapProjection::Region => {
                let (low, high) = region::window();
                LatLon::new(at.lat.clamp(low.lat, high.lat), at.lon.clamp(low.lon, high.lon))
            }
            MapProjection::Around(_) => LatLon::new(at.lat.clamp(-90.0, 90.0), turn(at.lon)),
        }
    }

    /// The widest scale, in km per column of a screen. In the region the corners of its coasts would show beyond.
    #[must_use]
    pub fn widest(self) -> f64 {
        match self {
            MapProjection::Region => 120.0,
            MapProjection::Around(_) => 500.0,
        }
    }

    /// Calls `line` with each line of the base map that may lie within the bounds, for dots so many km wide.
    pub fn base(self, km: f64, bounds: RegionBounds, mut line: impl FnMut(RegionKind, &[MapPlane])) {
        match self {
            MapProjection::Region => {
                DetailLevel::of_dot(km).within(bounds).for_each(|(kind, points)| line(kind, points));
            }
            MapProjection::Around(_) => {
                for coast in world::coasts() {
                    let points: Vec<MapPlane> = coast.iter().map(|&at| self.forward(at)).collect();
                    self.unbroken(&points, |part| {
                        if region::bounds(part).meets(&bounds) {
                            line(RegionKind::Coast, part);
                        }
                    });
                }
            }
        }
    }

    /// Calls `part` with the parts of a line between which the plane is cut.
    pub fn unbroken<'p>(self, points: &'p [MapPlane], mut part: impl FnMut(&'p [MapPlane])) {
        let half = match self {
            MapProjection::Region => f64::INFINITY,
            MapProjection::Around(middle) => RADIUS_KM * middle.lat.to_radians().cos() * std::f64::consts::PI,
        };
        points.chunk_by(|a, b| (a.x - b.x).abs() < half).for_each(&mut part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_in_the_region_has_its_plane_and_any_other_one_around_it() {
        let of = |points: &[(f64, f64)]| {
            let points: Vec<LatLon> = points.iter().map(|&(lat, lon)| LatLon::new(lat, lon)).collect();
            MapProjection::of(&points)
        };
        assert_eq!(of(&[]), MapProjection::Region);
        assert_eq!(of(&[(24.9, 67.0), (43.0, 51.0), (59.9, 30.3), (19.0, -99.0)]), MapProjection::Region);
        let MapProjection::Around(ireland) = of(&[(53.27, -9.05), (51.9, -8.47)]) else { panic!("the region") };
        assert!((ireland.lat - 52.585).abs() < 1e-9 && (ireland.lon + 8.76).abs() < 1e-9, "{ireland:?}");
        let MapProjection::Around(pacific) = of(&[(43.1, 131.9), (61.2, -149.9), (-17.0, 180.0)]) else {
            panic!("the region")
        };
        assert!((pacific.lon - 171.0).abs() < 1e-9, "{pacific:?}");
    }

    #[test]
    fn points_come_back_from_the_plane_also_across_the_180th_meridian() {
        let plane = MapProjection::Around(LatLon::new(20.0, 171.0));
        for (lat, lon) in [(43.1, 131.9), (61.2, -149.9), (-17.0, 179.9), (-90.0, 0.0)] {
            let back = plane.inverse(plane.forward(LatLon::new(lat, lon)));
            assert!((back.lat - lat).abs() < 1e-9 && (back.lon - lon).abs() < 1e-9, "{lat} {lon}: {back:?}");
        }
        let (fiji, alaska) = (plane.forward(LatLon::new(-17.0, 179.9)), plane.forward(LatLon::new(61.2, -149.9)));
        assert!(alaska.x > fiji.x, "east of the meridian lies to the right");
    }

    #[test]
    fn no_coast_is_drawn_across_the_cut_of_the_plane() {
        for lon in [-170.0, -60.0, 0.0, 90.0, 171.0] {
            let plane = MapProjection::Around(LatLon::new(0.0, lon));
            let all = RegionBounds { low: MapPlane { x: -1e6, y: -1e6 }, high: MapPlane { x: 1e6, y: 1e6 } };
            let mut lines = 0;
            plane.base(20.0, all, |_, points| {
                lines += 1;
                assert!(points.windows(2).all(|pair| (pair[0].x - pair[1].x).abs() < 5000.0));
            });
            assert!(lines > 100, "{lines}");
        }
    }
}
