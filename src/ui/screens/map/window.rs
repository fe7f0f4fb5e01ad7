//! The part of the map that is seen: moved, zoomed, fitted to the story, and brought to what is selected.

use ratatui::layout::Rect;

use super::MapScreen;
use super::facts::MapItem;
use super::scene::{self, MapTarget};
use crate::dossier::RecordSpot;
use crate::geo::{LatLon, MapProjection};
use crate::story::position;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::map::{MapFeature, MapState, MapView};

/// The view of a dossier that has neither ports nor places: the region of the built-in map.
const REGION: (LatLon, f64) = (LatLon::new(31.0, 64.0), 40.0);

impl MapScreen {
    pub(super) fn view(&self, cx: &ScreenContext<'_>) -> MapView {
        self.view.unwrap_or_else(|| fitted(cx, self.picture(cx), scene::extent(cx)))
    }

    /// Moves the view so that the selected line of the list is visible.
    pub(super) fn reveal(&mut self, cx: &ScreenContext<'_>) {
        let way = match self.item {
            Some(MapItem::Corridor(ix)) => {
                let state = &cx.snapshot[ix];
                cx.ways.of_leg(ix, state.weakest.unwrap_or_default()).map(MapTarget::Way)
            }
            Some(item) => item.target(cx),
            None => None,
        };
        let middle = match way {
            Some(MapTarget::Way(way)) => {
                let course = cx.ways.all()[way].course();
                course.get(course.len() / 2).copied()
            }
            Some(MapTarget::Port(ix)) => position(cx.dossier, RecordSpot::Port(ix)),
            Some(MapTarget::Place(ix)) => position(cx.dossier, RecordSpot::Place(ix)),
            None => None,
        };
        let Some(middle) = middle else { return };
        let area = self.picture(cx);
        let view = self.view(cx);
        let mut state = MapState::new(view);
        state.reveal(area, &[middle]);
        if state.view != view {
            self.view = Some(state.view);
        }
    }

    pub(super) fn pan(&mut self, columns: i32, rows: i32, cx: &ScreenContext<'_>) {
        let mut view = self.view(cx);
        view.pan(columns, rows);
        self.view = Some(view);
    }

    pub(super) fn zoom(&mut self, steps: i32, cx: &ScreenContext<'_>) {
        let mut view = self.view(cx);
        view.zoom(steps);
        self.view = Some(view);
    }

    /// A motion while the map has the focus: one step, or half of the view.
    pub(super) fn walk(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        let high = i32::from(self.picture(cx).height);
        match motion {
            CursorMotion::Up => self.pan(0, -(high / 8).max(1), cx),
            CursorMotion::Down => self.pan(0, (high / 8).max(1), cx),
            CursorMotion::PageUp | CursorMotion::HalfUp => self.pan(0, -(high / 2).max(1), cx),
            CursorMotion::PageDown | CursorMotion::HalfDown => self.pan(0, (high / 2).max(1), cx),
            CursorMotion::First | CursorMotion::Last => self.go(motion, cx),
        }
    }

    /// Zooms to everything that is visible; from there, back to the initial view.
    pub(super) fn fit(&mut self, cx: &ScreenContext<'_>) {
        let (features, _) = self.features(cx);
        let points: Vec<LatLon> = features.iter().flat_map(MapFeature::points).copied().collect();
        let all = (!points.is_empty()).then(|| fitted(cx, self.picture(cx), points));
        self.view = all.filter(|view| self.view != Some(*view));
    }
}

/// The closest view that contains some points, on the projection of the whole story.
fn fitted(cx: &ScreenContext<'_>, area: Rect, points: Vec<LatLon>) -> MapView {
    let mut view = MapView::on(MapProjection::of(&scene::extent(cx)), REGION.0, REGION.1);
    view.fit(area, points);
    view
}
