//! The positions of everything on a map: lines in dots, marks, labels, names and the scale bar. No text covers another.

use ratatui::layout::Rect;

use super::board::CellBoard;
use super::feature::MapFeature;
use super::raster::{DotPattern, MapGlyphs, MapLayer, MapRaster};
use super::view::{MapGrid, MapView};
use super::{label, name, scale};
use crate::geo::names::NameKind;
use crate::geo::region::RegionKind;
use crate::geo::{MapPlane, MapProjection};

/// A text on the map. Its place is counted from the corner of the map's area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapText {
    /// The position; one row.
    pub rect: Rect,
    /// The text, already safe to draw.
    pub text: String,
    /// The feature that it belongs to, by position in the list; `None` for names.
    pub feature: Option<usize>,
    /// Whose name.
    pub name: Option<NameKind>,
}

/// Everything on a map, positioned.
#[derive(Debug)]
pub struct LabelLayout {
    /// The grid of dots.
    pub grid: MapGrid,
    /// The lines.
    pub raster: MapRaster,
    /// Marks of points and lines.
    pub marks: Vec<MapText>,
    /// Labels of points.
    pub labels: Vec<MapText>,
    /// Names of seas and states.
    pub names: Vec<MapText>,
    /// The scale bar with its length.
    pub scale: Option<MapText>,
    /// The occupied cells.
    pub board: CellBoard,
}

impl LabelLayout {
    /// Lays a map out on an area. Features are drawn in their order, the selected one last; labels are placed by
    /// priority, that of the selected one first.
    #[must_use]
    pub fn new(
        view: &MapView,
        area: Rect,
        features: &[MapFeature],
        selected: Option<usize>,
        glyphs: MapGlyphs,
    ) -> Self {
        let grid = view.grid(area);
        let plane = view.projection();
        let lines: Vec<Vec<MapPlane>> =
            features.iter().map(|feature| feature.points().iter().map(|&at| plane.forward(at)).collect()).collect();
        let dots = |line: &Vec<MapPlane>| line.iter().map(|&at| grid.dot(at)).collect();
        let placed: Vec<Vec<(f64, f64)>> = lines.iter().map(dots).collect();
        let mut raster = MapRaster::new(&grid);
        draw_base(plane, &grid, &mut raster);
        draw_lines(plane, &grid, &mut raster, features, &lines, selected);
        let mut layout = Self {
            grid,
            raster,
            marks: Vec::new(),
            labels: Vec::new(),
            names: Vec::new(),
            scale: None,
            board: CellBoard::new(area.width, area.height),
        };
        scale::place(&mut layout, view, area, glyphs);
        let shown = label::place_point_marks(&mut layout, features, &placed, selected);
        label::place_line_marks(&mut layout, features, &placed, selected, glyphs);
        let (first, others) = shown.into_iter().partition(|point| point.is_first);
        label::place_labels(&mut layout, features, first, usize::MAX);
        name::place(&mut layout, view, area, features);
        label::place_labels(&mut layout, features, others, label::budget(area));
        layout
    }

    /// The feature at a cell, counted from the corner of the area: by its mark, its label, or a line within one column.
    /// that passes within a column.
    #[must_use]
    pub fn feature_at(&self, x: u16, y: u16) -> Option<usize> {
        let holds = |text: &&MapText| text.rect.contains((x, y).into());
        let text = self.marks.iter().find(holds).or_else(|| self.labels.iter().find(holds));
        let beside = || {
            let near = |mark: &&MapText| mark.rect.y == y && mark.rect.x.abs_diff(x) <= 1;
            self.marks.iter().find(near).and_then(|mark| mark.feature)
        };
        let line = |x| match self.raster.cell(x, y).layer {
            MapLayer::Line(feature) => Some(feature),
            _ => None,
        };
        text.and_then(|text| text.feature)
            .or_else(|| line(x))
            .or_else(beside)
            .or_else(|| x.checked_sub(1).and_then(line))
            .or_else(|| x.checked_add(1).and_then(line))
    }
}

fn draw_base(plane: MapProjection, grid: &MapGrid, raster: &mut MapRaster) {
    plane.base(grid.km, grid.bounds(), |kind, points| {
        let dots = points.iter().map(|&at| grid.dot(at));
        let pattern = if kind == RegionKind::Border { DotPattern::Fine } else { DotPattern::Solid };
        raster.line(dots, MapLayer::Base(kind), pattern);
    });
}

fn draw_lines(
    plane: MapProjection,
    grid: &MapGrid,
    raster: &mut MapRaster,
    features: &[MapFeature],
    lines: &[Vec<MapPlane>],
    selected: Option<usize>,
) {
    let is_selected = |feature: &MapFeature| selected == Some(feature.id());
    let last = features.iter().enumerate().filter(|(_, feature)| is_selected(feature));
    let first = features.iter().enumerate().filter(|(_, feature)| !is_selected(feature));
    for (index, feature) in first.chain(last) {
        if let MapFeature::Line { pattern, .. } = feature {
            plane.unbroken(&lines[index], |part| {
                raster.line(part.iter().map(|&at| grid.dot(at)), MapLayer::Line(index), *pattern);
            });
        }
    }
}
