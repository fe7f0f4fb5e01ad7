//! What a map keeps between two frames: its view and selection.

use ratatui::layout::Rect;

use super::feature::MapFeature;
use super::layout::LabelLayout;
use super::raster::MapGlyphs;
use super::view::MapView;
use crate::geo::LatLon;

/// A view and a selection. Features are arguments: they change with the day and the filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapState {
    /// What is shown.
    pub view: MapView,
    /// The id of the selected feature.
    pub selected: Option<usize>,
}

impl MapState {
    /// A view without a selection.
    #[must_use]
    pub fn new(view: MapView) -> Self {
        Self { view, selected: None }
    }

    /// Moves the view by cells, to the right and down.
    pub fn pan(&mut self, columns: i32, rows: i32) {
        self.view.pan(columns, rows);
    }

    /// Zooms in by steps, or out if negative.
    pub fn zoom(&mut self, steps: i32) {
        self.view.zoom(steps);
    }

    /// Zooms to the nearest view that shows all features.
    pub fn fit(&mut self, area: Rect, features: &[MapFeature]) {
        self.view.fit(area, features.iter().flat_map(MapFeature::points).copied());
    }

    /// Selects a feature and brings it into view.
    pub fn select(&mut self, area: Rect, features: &[MapFeature], id: usize) {
        let Some(feature) = features.iter().find(|feature| feature.id() == id) else { return };
        self.selected = Some(id);
        self.reveal(area, feature.points());
    }

    /// Selects the next feature of the list, or the previous one if `steps` is negative; wraps around.
    pub fn next(&mut self, area: Rect, features: &[MapFeature], steps: isize) {
        let current = features.iter().position(|feature| Some(feature.id()) == self.selected);
        let count = isize::try_from(features.len()).unwrap_or(isize::MAX);
        if count == 0 {
            return;
        }
        let to = match current.and_then(|index| isize::try_from(index).ok()) {
            Some(index) => (index + steps).rem_euclid(count),
            None if steps < 0 => count - 1,
            None => 0,
        };
        self.select(area, features, features[to.unsigned_abs()].id());
    }

    /// Selects what is drawn in a cell. If there is nothing, the selection stays and the result is `None`.
    pub fn select_at(
        &mut self,
        area: Rect,
        features: &[MapFeature],
        glyphs: MapGlyphs,
        x: u16,
        y: u16,
    ) -> Option<usize> {
        let inside = area.contains((x, y).into());
        let layout = inside.then(|| LabelLayout::new(&self.view, area, features, self.selected, glyphs))?;
        let id = features[layout.feature_at(x - area.x, y - area.y)?].id();
        self.selected = Some(id);
        Some(id)
    }

    /// Moves the view so that at least the middle one of the points is well inside it.
    pub fn reveal(&mut self, area: Rect, points: &[LatLon]) {
        let inner = Rect {
            x: area.x + area.width / 8,
            y: area.y + area.height / 8,
            width: area.width - area.width / 4,
            height: area.height - area.height / 4,
        };
        let seen = |at: &LatLon| self.view.cell_of(area, *at).is_some_and(|cell| inner.contains(cell.into()));
        if let Some(&middle) = points.get(points.len() / 2)
            && !points.iter().all(seen)
        {
            self.view.centre_on(middle);
        }
    }
}
