//! The shape of the earth: points in degrees, distances in kilometres, and the plane on which the map is drawn.

pub mod names;
mod projection;
pub mod region;
pub mod sea;
mod world;

use std::f64::consts::FRAC_PI_4;
use std::sync::OnceLock;

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

pub use projection::MapProjection;

/// A nautical mile in kilometres (exact, International Hydrographic Conference 1929).
const KM_PER_NAUTICAL_MILE: f64 = 1.852;
/// The mean radius of the earth in kilometres (Moritz 2000, `R1` of GRS 80).
const RADIUS_KM: f64 = 6371.0088;

/// A point on the earth, in degrees: north and east are positive.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct LatLon {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

impl LatLon {
    /// The point at these degrees.
    #[must_use]
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }
}

/// A length on the earth.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct EarthDistance {
    /// In kilometres.
    pub km: f64,
}

impl EarthDistance {
    /// In nautical miles of 1.852 km.
    #[must_use]
    pub fn nautical_miles(self) -> f64 {
        self.km / KM_PER_NAUTICAL_MILE
    }
}

/// The shortest way between two points over the ellipsoid WGS 84 (Karney 2013), what sailors call the great circle.
#[must_use]
pub fn distance(from: LatLon, to: LatLon) -> EarthDistance {
    let metres: f64 = Geodesic::wgs84().inverse(from.lat, from.lon, to.lat, to.lon);
    EarthDistance { km: metres / 1000.0 }
}

/// The length of a way through these points, from each straight to the next; zero for fewer than two.
#[must_use]
pub fn length(points: &[LatLon]) -> EarthDistance {
    EarthDistance { km: points.windows(2).map(|pair| distance(pair[0], pair[1]).km).sum() }
}

/// The shortest way itself: both ends, and points between them at most `step_km` apart.
///
/// A step that is not above zero gives the two ends alone.
#[must_use]
pub fn geodesic(from: LatLon, to: LatLon, step_km: f64) -> Vec<LatLon> {
    let earth = Geodesic::wgs84();
    let (metres, azimuth, _, _): (f64, f64, f64, f64) = earth.inverse(from.lat, from.lon, to.lat, to.lon);
    let mut way = vec![from];
    if step_km > 0.0 && metres.is_finite() {
        let pieces = (metres / 1000.0 / step_km).ceil().clamp(1.0, 1000.0);
        let mut piece = 1.0;
        while piece < pieces {
            let (lat, lon): (f64, f64) = earth.direct(from.lat, from.lon, azimuth, metres * piece / pieces);
            way.push(LatLon { lat, lon });
            piece += 1.0;
        }
    }
    way.push(to);
    way
}

/// The western and eastern end of the narrowest stretch of longitudes that holds all of these, each from west to east
/// without the 180th meridian in between; where the narrowest lies across it, its west is the greater number. `None`: there
/// are none.
#[must_use]
pub fn narrowest(mut stretches: Vec<(f64, f64)>) -> Option<(f64, f64)> {
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let &(first, mut reached) = stretches.first()?;
    let mut inner: Option<(f64, (f64, f64))> = None;
    for &(west, east) in &stretches[1..] {
        if west - reached > inner.map_or(0.0, |(gap, _)| gap) {
            inner = Some((west - reached, (west, reached)));
        }
        reached = reached.max(east);
    }
    let around = first + 360.0 - reached;
    Some(inner.filter(|(gap, _)| *gap > around).map_or((first, reached), |(_, ends)| ends))
}

/// A point on the map's plane, in kilometres east and north of its origin.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct MapPlane {
    /// Kilometres to the right.
    pub x: f64,
    /// Kilometres up.
    pub y: f64,
}

/// The Lambert conformal conic projection: angles and the shapes of coasts stay true, and a straight line is nearly the
/// shortest way.
///
/// Formulas 15-1 to 15-5, 14-1, 14-2 and 14-4 of J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional
/// Paper 1395, 1987, on the sphere. Its lengths differ from the ellipsoid's by less than half a percent, which
/// is below a character cell; numbers that are printed come from [`distance`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LambertProjection {
    /// `n`, the cone's constant.
    cone: f64,
    /// `R F`, the radius at which the equator would lie, in km.
    equator: f64,
    /// `ρ0`, the radius of the origin's parallel, in km.
    origin: f64,
    /// `λ0`, the meridian that stands upright, in degrees.
    meridian: f64,
}

impl LambertProjection {
    /// A projection that is true to scale on two parallels, upright on `meridian`, with its origin on `latitude` there;
    /// all in degrees, the parallels on one side of the equator and not the same.
    #[must_use]
    pub fn new(parallels: (f64, f64), meridian: f64, latitude: f64) -> Self {
        let (first, second) = (parallels.0.to_radians(), parallels.1.to_radians());
        let cone = (first.cos() / second.cos()).ln() / (half_tangent(second) / half_tangent(first)).ln();
        let equator = RADIUS_KM * first.cos() * half_tangent(first).powf(cone) / cone;
        let origin = equator / half_tangent(latitude.to_radians()).powf(cone);
        Self { cone, equator, origin, meridian }
    }

    /// The map's own: standard parallels 20° N and 47° N, which hold the scale within five percent from the Arabian
    /// Sea to the Kazakh steppe; upright on 64° E, between Karachi and Mashhad.
    #[must_use]
    pub fn region() -> Self {
        static REGION: OnceLock<LambertProjection> = OnceLock::new();
        *REGION.get_or_init(|| Self::new((20.0, 47.0), 64.0, 33.0))
    }

    /// Where a point lies on the plane. The poles are at infinity on a cone: latitudes are held within 85° either way.
    #[must_use]
    pub fn forward(&self, at: LatLon) -> MapPlane {
        let radius = self.equator / half_tangent(at.lat.clamp(-85.0, 85.0).to_radians()).powf(self.cone);
        let angle = self.cone * turn(at.lon - self.meridian).to_radians();
        MapPlane { x: radius * angle.sin(), y: self.origin - radius * angle.cos() }
    }

    /// Which point lies there on the plane.
    #[must_use]
    pub fn inverse(&self, at: MapPlane) -> LatLon {
        let (x, y) = (at.x, self.origin - at.y);
        let radius = x.hypot(y).max(f64::MIN_POSITIVE);
        let lat = 2.0 * (self.equator / radius).powf(1.0 / self.cone).atan() - 2.0 * FRAC_PI_4;
        let lon = turn(self.meridian + (x.atan2(y) / self.cone).to_degrees());
        LatLon { lat: lat.to_degrees(), lon }
    }
}

/// `tan(π/4 + φ/2)`.
fn half_tangent(latitude: f64) -> f64 {
    (FRAC_PI_4 + latitude / 2.0).tan()
}

/// A difference of longitudes brought within half a turn.
fn turn(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snyders_worked_example_comes_out_to_his_digits() {
        // Working Manual, page 295: the sphere of radius 1, parallels 33° and 45°, origin 23° N 96° W, point 35° N 75° W.
        let there = LambertProjection::new((33.0, 45.0), -96.0, 23.0).forward(LatLon::new(35.0, -75.0));
        assert!((there.x / RADIUS_KM - 0.296_678_5).abs() < 1e-7, "{there:?}");
        assert!((there.y / RADIUS_KM - 0.246_211_2).abs() < 1e-7, "{there:?}");
    }

    #[test]
    fn a_way_along_the_geodesic_is_as_long_as_the_geodesic() {
        let (karachi, salalah) = (LatLon::new(24.835, 66.982), LatLon::new(16.945, 54.005));
        let way = geodesic(karachi, salalah, 100.0);
        assert_eq!(way.len(), 18);
        assert!((length(&way).km - distance(karachi, salalah).km).abs() < 1e-6);
        assert_eq!(geodesic(karachi, salalah, 0.0), [karachi, salalah]);
    }
}
