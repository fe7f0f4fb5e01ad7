//! The marks of points and lines and the labels of points: each where it covers least, the important ones first.

use ratatui::layout::Rect;

use super::feature::MapFeature;
use super::layout::{LabelLayout, MapText};
use super::raster::{MapGlyphs, MapLayer, clip};
use super::view::MapGrid;
use crate::geo::region::RegionKind;
use crate::text::{safe, width};

/// Labels below the first priority may cover one cell in this many.
const CELLS_PER_LABEL_CELL: usize = 14;
/// Points of this or a lower priority are drawn with their label or not at all.
const BARE: u8 = 2;
/// A line with fewer visible cells has no mark.
const LEAST_MARKED: usize = 4;

/// A point that is visible on the map.
#[derive(Debug)]
pub struct ShownLabel {
    /// Its position in the list of features.
    index: usize,
    /// Its cell.
    cell: (u16, u16),
    /// Its mark, if that waits for the label.
    bare: Option<&'static str>,
    /// Whether its label comes before everything else: it is selected or has the first priority.
    pub is_first: bool,
}

/// How many cells the labels below the first priority may still cover.
#[must_use]
pub fn budget(area: Rect) -> usize {
    usize::from(area.width) * usize::from(area.height) / CELLS_PER_LABEL_CELL
}

/// Marks the points: the selected one, then by priority, then in their order. If two share a cell, the first has it.
/// The least important wait for their labels: an unlabelled dot is only noise.
pub fn place_point_marks(
    layout: &mut LabelLayout,
    features: &[MapFeature],
    placed: &[Vec<(f64, f64)>],
    selected: Option<usize>,
) -> Vec<ShownLabel> {
    let mut points: Vec<(u16, usize, &'static str)> = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        if let MapFeature::Point { id, mark, priority, .. } = feature {
            let rank = if selected == Some(*id) { 0 } else { u16::from(*priority) + 1 };
            points.push((rank, index, mark));
        }
    }
    points.sort_by_key(|(rank, ..)| *rank);
    let mut shown = Vec::new();
    for (rank, index, mark) in points {
        let cell = placed[index].first().and_then(|&(x, y)| layout.grid.cell(x, y));
        let Some(cell) = cell.filter(|&(x, y)| !layout.board.is_taken(x, y)) else { continue };
        let bare = Some(mark).filter(|_| rank > u16::from(BARE));
        if bare.is_none() {
            set_mark(layout, Rect::new(cell.0, cell.1, 1, 1), mark.to_owned(), index);
        }
        shown.push(ShownLabel { index, cell, bare, is_first: rank <= 1 });
    }
    shown
}

fn set_mark(layout: &mut LabelLayout, rect: Rect, text: String, feature: usize) {
    layout.board.take(rect);
    layout.marks.push(MapText { rect, text, feature: Some(feature), name: None });
}

/// Marks the lines near the middle of their visible part. A short line gets no mark unless it is the weakest leg or
/// selected.
pub fn place_line_marks(
    layout: &mut LabelLayout,
    features: &[MapFeature],
    placed: &[Vec<(f64, f64)>],
    selected: Option<usize>,
    glyphs: MapGlyphs,
) {
    // The weakest first, so that they always find space.
    let lines = features.iter().enumerate().filter_map(|(index, feature)| match feature {
        MapFeature::Line { id, mark, weakest, .. } if !mark.is_empty() => Some((index, *id, *mark, *weakest)),
        _ => None,
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|(.., weakest)| !weakest);
    for (index, id, mark, weakest) in lines {
        let text = match (weakest, glyphs) {
            (false, _) => mark.to_owned(),
            (true, MapGlyphs::Ascii) => format!(">{mark}<"),
            (true, _) => format!("▸{mark}◂"),
        };
        let cells = visible_cells(&layout.grid, &placed[index]);
        if cells.len() >= LEAST_MARKED || weakest || selected == Some(id) {
            let place = line_mark_place(layout, &cells, &text);
            if let Some(rect) = place {
                set_mark(layout, rect, text, index);
            }
        }
    }
}

/// A free cell of the line, nearest its middle; if the line is full, one just above or below its middle.
fn line_mark_place(layout: &LabelLayout, cells: &[(u16, u16)], text: &str) -> Option<Rect> {
    let middle = cells.len() / 2;
    let outward = (0..cells.len()).map(|step| {
        let away = step.div_ceil(2);
        if step % 2 == 0 { middle.saturating_sub(away) } else { (middle + away).min(cells.len() - 1) }
    });
    let on_line = outward.map(|at| (at, 0));
    let wide = width(text);
    on_line.chain([(middle, -1), (middle, 1)]).find_map(|(at, off)| {
        let &(x, y) = cells.get(at)?;
        let rect = layout.board.whole(i32::from(x) - i32::from(wide > 1), i32::from(y) + off, wide, 1)?;
        layout.board.is_free(rect).then_some(rect)
    })
}

/// The cells of the map that a line passes through, in order.
#[allow(clippy::cast_possible_truncation)]
fn visible_cells(grid: &MapGrid, placed: &[(f64, f64)]) -> Vec<(u16, u16)> {
    let (wide, high) = (f64::from(grid.columns) * 2.0, f64::from(grid.rows) * 4.0);
    let mut cells = Vec::new();
    for pair in placed.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some((enter, leave)) = clip(from, to, wide, high) else { continue };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        // Within the map a stroke is a few hundred dots long at most.
        let steps = ((dx.abs().max(dy.abs()) * (leave - enter)).ceil() as i32).max(1);
        for step in 0..=steps {
            let t = enter + (leave - enter) * f64::from(step) / f64::from(steps);
            cells.extend(grid.cell(from.0 + t * dx, from.1 + t * dy));
        }
    }
    cells.dedup();
    cells
}

/// Labels points in their order while cells are left. A point without space stays unlabelled.
pub fn place_labels(layout: &mut LabelLayout, features: &[MapFeature], points: Vec<ShownLabel>, mut cells: usize) {
    for ShownLabel { index, cell, bare, .. } in points {
        let MapFeature::Point { label, .. } = &features[index] else { continue };
        let text = safe(label);
        let wide = width(&text);
        if wide == 0 || wide > cells {
            continue;
        }
        let own = Rect::new(cell.0, cell.1, 1, 1);
        if bare.is_some() && !layout.board.is_free(own) {
            continue;
        }
        let Some(rect) = label_place(layout, cell, wide) else { continue };
        cells -= wide;
        if let Some(mark) = bare {
            set_mark(layout, own, mark.to_owned(), index);
        }
        layout.board.take(rect);
        layout.labels.push(MapText { rect, text: text.into_owned(), feature: Some(index), name: None });
    }
}

/// The place beside a mark where a label covers the fewest lines.
fn label_place(layout: &LabelLayout, (x, y): (u16, u16), wide: usize) -> Option<Rect> {
    let (x, y, w) = (i32::from(x), i32::from(y), i32::try_from(wide).ok()?);
    // In cartographic order of preference (Imhof 1962): right before left, above before below.
    let places = [
        (x + 2, y),
        (x - 1 - w, y),
        (x + 1, y - 1),
        (x + 1, y + 1),
        (x - w, y - 1),
        (x - w, y + 1),
        (x - w / 2, y - 1),
        (x - w / 2, y + 1),
    ];
    let free = places.iter().enumerate().filter_map(|(order, &(left, top))| {
        let rect = layout.board.whole(left, top, wide, 1)?;
        is_clear(layout, rect, (x, y)).then(|| (covered(layout, rect) + order, rect))
    });
    free.min_by_key(|(cost, _)| *cost).map(|(_, rect)| rect)
}

/// Whether a label may stand there: at least two columns from any other text except its own mark.
/// mark.
fn is_clear(layout: &LabelLayout, rect: Rect, mark: (i32, i32)) -> bool {
    let columns = rect.x.saturating_sub(2)..rect.right().saturating_add(2);
    let own = |x: u16| (i32::from(x), i32::from(rect.y)) == mark;
    { columns }.all(|x| own(x) || !layout.board.is_taken(x, rect.y))
}

/// How much of the lines a text would cover: lines of features count more than the land.
fn covered(layout: &LabelLayout, rect: Rect) -> usize {
    let cost = |layer| match layer {
        MapLayer::Empty => 0,
        MapLayer::Base(RegionKind::River | RegionKind::Border) => 1,
        MapLayer::Base(RegionKind::Lake | RegionKind::Coast) => 2,
        MapLayer::Line(_) => 4,
    };
    rect.positions().map(|at| cost(layout.raster.cell(at.x, at.y).layer)).sum()
}
