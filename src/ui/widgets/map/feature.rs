//! What is drawn on a map: points with marks and labels, and lines. Plain data, with styles given by whoever draws.

use ratatui::style::Style;

use super::raster::Pattern;
use crate::geo::LatLon;

/// Something on the map that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Feature {
    /// A place.
    Point {
        /// Names it to whoever draws; no two features of a map have the same.
        id: usize,
        /// Where it lies.
        at: LatLon,
        /// Written beside it where there is room.
        label: String,
        /// Drawn on it, one column wide.
        mark: &'static str,
        /// Of mark and label.
        style: Style,
        /// Who goes first where there is too little room: 0 before 1.
        priority: u8,
    },
    /// A way, such as the leg of a corridor.
    Line {
        /// Names it to whoever draws; no two features of a map have the same.
        id: usize,
        /// Its course.
        points: Vec<LatLon>,
        /// Its rhythm.
        pattern: Pattern,
        /// Of line and mark.
        style: Style,
        /// Drawn on the middle of what can be seen of it, one column wide; nothing where empty.
        mark: &'static str,
        /// Whether it is the weakest of its corridor: its mark stands between two pointers.
        weakest: bool,
    },
}

impl Feature {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> usize {
        match self {
            Feature::Point { id, .. } | Feature::Line { id, .. } => *id,
        }
    }

    /// The points that it lies on.
    #[must_use]
    pub fn points(&self) -> &[LatLon] {
        match self {
            Feature::Point { at, .. } => std::slice::from_ref(at),
            Feature::Line { points, .. } => points,
        }
    }
}

/// How the parts of a map look.
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
    /// Put over mark and label of what is selected.
    pub selected: Style,
    /// Put over the line that is selected.
    pub selected_line: Style,
}
