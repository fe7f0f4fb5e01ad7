//! Which part of the plane a map shows and at what scale: pan, zoom, fit, and conversion between degrees and cells.

use ratatui::layout::Rect;

use crate::geo::region::RegionBounds;
use crate::geo::{LatLon, MapPlane, MapProjection};

/// The nearest scale, in km per column. Nearer, the corners of the built-in coast would show.
const NEAREST: f64 = 0.5;
/// The factor of one zoom step: two steps double the scale.
const STEP: f64 = std::f64::consts::SQRT_2;
/// A cell is about twice as high as it is wide.
const CELL_HEIGHT: f64 = 2.0;
/// The part of the screen left free on each side of what is fitted, for marks and labels.
const MARGIN: f64 = 0.06;

/// A view of the plane: its centre, and the width of a column in kilometres. Sizes are arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    projection: MapProjection,
    centre: MapPlane,
    km_per_cell: f64,
}

impl MapView {
    /// A view of the region around a point, moved within the bounds of the map.
    #[must_use]
    pub fn new(centre: LatLon, km_per_cell: f64) -> Self {
        Self::on(MapProjection::Region, centre, km_per_cell)
    }

    /// A view of a plane around a point, moved within its bounds.
    #[must_use]
    pub fn on(projection: MapProjection, centre: LatLon, km_per_cell: f64) -> Self {
        let mut view = Self { projection, centre: MapPlane::default(), km_per_cell: held(projection, km_per_cell) };
        view.centre_on(centre);
        view
    }

    /// The plane that it is a view of.
    #[must_use]
    pub fn projection(&self) -> MapProjection {
        self.projection
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> LatLon {
        self.projection.inverse(self.centre)
    }

    /// The width of a column, in km on the standard parallels; a row is twice as high.
    #[must_use]
    pub fn km_per_cell(&self) -> f64 {
        self.km_per_cell
    }

    /// Centres the view on a point.
    pub fn centre_on(&mut self, at: LatLon) {
        self.centre = self.projection.forward(self.projection.held(at));
    }

    /// Moves the view by cells, to the right and down; not beyond the map.
    pub fn pan(&mut self, columns: i32, rows: i32) {
        let x = self.centre.x + f64::from(columns) * self.km_per_cell;
        let y = self.centre.y - f64::from(rows) * self.km_per_cell * CELL_HEIGHT;
        let there = self.projection.inverse(MapPlane { x, y });
        if self.projection == MapProjection::Region && self.projection.held(there) == there {
            self.centre = MapPlane { x, y };
        } else {
            self.centre_on(there);
        }
    }

    /// Zooms in by steps, or out if `steps` is negative; the centre stays.
    pub fn zoom(&mut self, steps: i32) {
        self.km_per_cell = held(self.projection, self.km_per_cell / STEP.powi(steps));
    }

    /// Zooms in or out; what lies under the cell stays there unless the centre would leave the map.
    pub fn zoom_at(&mut self, area: Rect, (x, y): (u16, u16), steps: i32) {
        let before = self.plane_at(area, x, y);
        self.zoom(steps);
        let after = self.plane_at(area, x, y);
        let middle = MapPlane { x: self.centre.x + before.x - after.x, y: self.centre.y + before.y - after.y };
        self.centre_on(self.projection.inverse(middle));
    }

    /// The nearest view that shows all these points with space for their labels; without points nothing changes.
    pub fn fit(&mut self, area: Rect, points: impl IntoIterator<Item = LatLon>) {
        let projection = self.projection;
        let points: Vec<MapPlane> = points.into_iter().map(|at| projection.forward(at)).collect();
        if points.is_empty() || area.is_empty() {
            return;
        }
        let RegionBounds { low, high } = crate::geo::region::bounds(&points);
        let (columns, rows) = (f64::from(area.width), f64::from(area.height) * CELL_HEIGHT);
        let room = 1.0 - 2.0 * MARGIN;
        self.km_per_cell = held(projection, ((high.x - low.x) / columns).max((high.y - low.y) / rows) / room);
        let middle = MapPlane { x: f64::midpoint(low.x, high.x), y: f64::midpoint(low.y, high.y) };
        self.centre_on(projection.inverse(middle));
    }

    /// The cell that contains a point; `None` if that lies outside the area.
    #[must_use]
    pub fn cell_of(&self, area: Rect, at: LatLon) -> Option<(u16, u16)> {
        let grid = self.grid(area);
        let (x, y) = grid.dot(self.projection.forward(at));
        grid.cell(x, y).map(|(x, y)| (area.x + x, area.y + y))
    }

    /// The point in the middle of a cell.
    #[must_use]
    pub fn at(&self, area: Rect, x: u16, y: u16) -> LatLon {
        self.projection.inverse(self.plane_at(area, x, y))
    }

    fn plane_at(&self, area: Rect, x: u16, y: u16) -> MapPlane {
        let column = f64::from(x) - f64::from(area.x) + 0.5 - f64::from(area.width) / 2.0;
        let row = f64::from(y) - f64::from(area.y) + 0.5 - f64::from(area.height) / 2.0;
        MapPlane {
            x: self.centre.x + column * self.km_per_cell,
            y: self.centre.y - row * self.km_per_cell * CELL_HEIGHT,
        }
    }

    /// The grid of dots that this view lays over an area.
    #[must_use]
    pub fn grid(&self, area: Rect) -> MapGrid {
        let km = self.km_per_cell / 2.0;
        MapGrid {
            columns: area.width,
            rows: area.height,
            left: self.centre.x - f64::from(area.width) * km,
            top: self.centre.y + f64::from(area.height) * 2.0 * km,
            km,
        }
    }
}

fn held(projection: MapProjection, km_per_cell: f64) -> f64 {
    let widest = projection.widest();
    if km_per_cell.is_nan() { widest } else { km_per_cell.clamp(NEAREST, widest) }
}

/// The dots of an area: two across and four down per cell, square, counted from the upper left.
#[derive(Clone, Copy, Debug)]
pub struct MapGrid {
    /// Cells across.
    pub columns: u16,
    /// Cells down.
    pub rows: u16,
    /// The plane's `x` at the left edge.
    left: f64,
    /// The plane's `y` at the upper edge.
    top: f64,
    /// The width and height of a dot.
    pub km: f64,
}

impl MapGrid {
    /// The position of a point of the plane in dots, with fractions; also outside the area.
    #[must_use]
    pub fn dot(&self, at: MapPlane) -> (f64, f64) {
        ((at.x - self.left) / self.km, (self.top - at.y) / self.km)
    }

    /// The cell, from the area's corner, that holds a dot.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn cell(&self, x: f64, y: f64) -> Option<(u16, u16)> {
        let inside =
            (0.0..f64::from(self.columns) * 2.0).contains(&x) && (0.0..f64::from(self.rows) * 4.0).contains(&y);
        inside.then_some(((x / 2.0) as u16, (y / 4.0) as u16))
    }

    /// The column and row of the upper left cell, counted over the whole plane at this scale.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn origin(&self) -> (i64, i64) {
        ((self.left / self.km / 2.0).round() as i64, (-self.top / self.km / 4.0).round() as i64)
    }

    /// The visible part of the plane.
    #[must_use]
    pub fn bounds(&self) -> RegionBounds {
        let (width, height) = (f64::from(self.columns) * 2.0 * self.km, f64::from(self.rows) * 4.0 * self.km);
        RegionBounds {
            low: MapPlane { x: self.left, y: self.top - height },
            high: MapPlane { x: self.left + width, y: self.top },
        }
    }
}
