//! The positions of everything on a map: lines in dots, marks, labels, names and the scale bar. No text covers another.

use ratatui::layout::Rect;

use super::board::Board;
use super::feature::Feature;
use super::raster::{Layer, MapGlyphs, Pattern, Raster};
use super::view::{Grid, MapView};
use super::{label, name, scale};
use crate::geo::names::NameKind;
use crate::geo::region::{Kind, Level};
use crate::geo::{Lambert, Plane};

/// A text on the map. Its place is counted from the corner of the map's area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
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
pub struct Layout {
    /// The grid of dots.
    pub grid: Grid,
    /// The lines.
    pub raster: Raster,
    /// Marks of points and lines.
    pub marks: Vec<Text>,
    /// Labels of points.
    pub labels: Vec<Text>,
    /// Names of seas and states.
    pub names: Vec<Text>,
    /// The scale bar with its length.
    pub scale: Option<Text>,
    /// The occupied cells.
    pub board: Board,
}

impl Layout {
    /// Lays a map out on an area. Features are drawn in their order, the selected one last; labels are placed by
    /// priority, that of the selected one first.
    #[must_use]
    pub fn new(view: &MapView, area: Rect, features: &[Feature], selected: Option<usize>, glyphs: MapGlyphs) -> Self {
        let grid = view.grid(area);
        let placed: Vec<Vec<(f64, f64)>> = features.iter().map(|feature| dots(&grid, feature)).collect();
        let mut raster = Raster::new(&grid);
        draw_base(&grid, &mut raster);
        draw_lines(&mut raster, features, &placed, selected);
        let mut layout = Self {
            grid,
            raster,
            marks: Vec::new(),
            labels: Vec::new(),
            names: Vec::new(),
            scale: None,
            board: Board::new(area.width, area.height),
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
        let holds = |text: &&Text| text.rect.contains((x, y).into());
        let text = self.marks.iter().find(holds).or_else(|| self.labels.iter().find(holds));
        let beside = || {
            let near = |mark: &&Text| mark.rect.y == y && mark.rect.x.abs_diff(x) <= 1;
            self.marks.iter().find(near).and_then(|mark| mark.feature)
        };
        let line = |x| match self.raster.cell(x, y).layer {
            Layer::Line(feature) => Some(feature),
            _ => None,
        };
        text.and_then(|text| text.feature)
            .or_else(|| line(x))
            .or_else(beside)
            .or_else(|| x.checked_sub(1).and_then(line))
            .or_else(|| x.checked_add(1).and_then(line))
    }
}

/// The feature's points in dots.
fn dots(grid: &Grid, feature: &Feature) -> Vec<(f64, f64)> {
    let projection = Lambert::region();
    feature.points().iter().map(|&at| grid.dot(projection.forward(at))).collect()
}

fn draw_base(grid: &Grid, raster: &mut Raster) {
    for (kind, points) in Level::of_dot(grid.km).within(grid.bounds()) {
        let dots = points.iter().map(|&at: &Plane| grid.dot(at));
        let pattern = if kind == Kind::Border { Pattern::Fine } else { Pattern::Solid };
        raster.line(dots, Layer::Base(kind), pattern);
    }
}

fn draw_lines(raster: &mut Raster, features: &[Feature], placed: &[Vec<(f64, f64)>], selected: Option<usize>) {
    let is_selected = |feature: &Feature| selected == Some(feature.id());
    let last = features.iter().enumerate().filter(|(_, feature)| is_selected(feature));
    let first = features.iter().enumerate().filter(|(_, feature)| !is_selected(feature));
    for (index, feature) in first.chain(last) {
        if let Feature::Line { pattern, .. } = feature {
            raster.line(placed[index].iter().copied(), Layer::Line(index), *pattern);
        }
    }
}
