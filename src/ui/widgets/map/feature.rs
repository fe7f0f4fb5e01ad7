//! What is drawn on a map: points with marks and labels, and lines. Plain data, with styles given by whoever draws.

use ratatui::style::Style;

use super::raster::DotPattern;
use crate::geo::LatLon;

/// Something on the map that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum MapFeature {
    /// A place.
    Point {
        /// An identifier for the caller; unique within a map.
        id: usize,
        /// Where it lies.
        at: LatLon,
        /// Its label, written beside it where there is space.
        label: String,
        /// Drawn on it, one column wide.
        mark: &'static str,
        /// The style of mark and label.
        style: Style,
        /// The drawing priority: 0 comes before 1.
        priority: u8,
    },
    /// A line, such as the leg of a corridor.
    Line {
        /// An identifier for the caller; unique within a map.
        id: usize,
        /// Its course.
        points: Vec<LatLon>,
        /// The dash pattern.
        pattern: DotPattern,
        /// The style of line and mark.
        style: Style,
        /// The mark on the middle of the visible part, one column wide; none if empty.
        mark: &'static str,
        /// Whether it is the weakest leg of its corridor: its mark stands between two pointers.
        weakest: bool,
    },
}

impl MapFeature {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> usize {
        match self {
            MapFeature::Point { id, .. } | MapFeature::Line { id, .. } => *id,
        }
    }

    /// The points that it lies on.
    #[must_use]
    pub fn points(&self) -> &[LatLon] {
        match self {
            MapFeature::Point { at, .. } => std::slice::from_ref(at),
            MapFeature::Line { points, .. } => points,
        }
    }
}

/// The styles of the parts of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MapStyles {
    /// The shore of the sea.
    pub coast: Style,
    /// Borders between states.
    pub border: Style,
    /// The shores of lakes.
    pub lake: Style,
    /// Rivers.
    pub river: Style,
    /// The open sea's pattern.
    pub sea: Style,
    /// Names of seas.
    pub water_name: Style,
    /// Names of states.
    pub country_name: Style,
    /// The scale bar.
    pub scale: Style,
    /// Laid over the mark and label of the selected feature.
    pub selected: Style,
    /// Laid over the selected line.
    pub selected_line: Style,
}
