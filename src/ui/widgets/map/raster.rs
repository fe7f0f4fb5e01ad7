//! Lines on a grid of dots, and the characters that show the dots of a cell.

use super::view::MapGrid;
use crate::geo::region::RegionKind;

/// The character sets that a map can be drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MapGlyphs {
    /// Eight dots per cell.
    #[default]
    Braille,
    /// Upper and lower half blocks for the land, box-drawing strokes for the lines on it: for fonts without braille.
    HalfBlock,
    /// ASCII alone.
    Ascii,
}

/// The dash pattern of a line, which tells it apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum DotPattern {
    /// Without a break.
    #[default]
    Solid,
    /// Long strokes.
    Dashed,
    /// A long stroke and a dot, alternating.
    DashDot,
    /// Short strokes, wide apart.
    Dotted,
    /// Every other dot: for borders.
    Fine,
}

impl DotPattern {
    /// Whether the dot at this distance along the line is drawn.
    fn inks(self, along: i64) -> bool {
        match self {
            DotPattern::Solid => true,
            DotPattern::Dashed => along.rem_euclid(12) < 8,
            DotPattern::DashDot => matches!(along.rem_euclid(14), 0..=6 | 9..=10),
            DotPattern::Dotted => along.rem_euclid(6) < 2,
            DotPattern::Fine => along.rem_euclid(2) == 0,
        }
    }
}

/// What the dots of a cell belong to: nothing, the base map (the higher layer covers the lower), or one of the
/// features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum MapLayer {
    /// Nothing.
    #[default]
    Empty,
    /// A line of the base map.
    Base(RegionKind),
    /// A feature's line, by its position in the list.
    Line(usize),
}

/// The dots of one cell. The lowest four bits are the left column from the top, the next four the right one.
#[derive(Clone, Copy, Debug, Default)]
pub struct MapDots {
    /// Which dots are set.
    pub mask: u8,
    /// What they belong to.
    pub layer: MapLayer,
}

/// A grid of dots that lines are drawn on.
#[derive(Debug)]
pub struct MapRaster {
    columns: u16,
    rows: u16,
    cells: Vec<MapDots>,
}

impl MapRaster {
    /// An empty one, as large as the grid.
    #[must_use]
    pub fn new(grid: &MapGrid) -> Self {
        let cells = vec![MapDots::default(); usize::from(grid.columns) * usize::from(grid.rows)];
        Self { columns: grid.columns, rows: grid.rows, cells }
    }

    /// The dots of a cell.
    #[must_use]
    pub fn cell(&self, x: u16, y: u16) -> MapDots {
        self.index(i64::from(x), i64::from(y)).map_or_else(MapDots::default, |at| self.cells[at])
    }

    fn index(&self, x: i64, y: i64) -> Option<usize> {
        let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
        (x < self.columns && y < self.rows).then(|| usize::from(y) * usize::from(self.columns) + usize::from(x))
    }

    /// Sets a dot. Lines of the base map share a cell; a feature's line claims it.
    fn set(&mut self, x: i64, y: i64, layer: MapLayer) {
        let Some(at) = self.index(x.div_euclid(2), y.div_euclid(4)) else { return };
        let cell = &mut self.cells[at];
        if matches!(layer, MapLayer::Line(_)) && cell.layer != layer {
            cell.mask = 0;
        }
        cell.mask |= 1 << (x.rem_euclid(2) * 4 + y.rem_euclid(4));
        cell.layer = cell.layer.max(layer);
    }

    /// Draws a line through points given in dots. Lines of features are two dots wide, so that they stand out from the
    /// land in any colour.
    pub fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, layer: MapLayer, pattern: DotPattern) {
        let wide = matches!(layer, MapLayer::Line(_));
        let (width, height) = (f64::from(self.columns) * 2.0, f64::from(self.rows) * 4.0);
        let mut points = points.into_iter();
        let Some(mut from) = points.next() else { return };
        let mut way = LineStroke::default();
        let mut along = 0.0;
        for to in points {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let reach = dx.abs().max(dy.abs());
            if let Some((enter, leave)) = clip(from, to, width, height) {
                let on = |t: f64| (from.0 + t * dx, from.1 + t * dy);
                way.stroke(on(enter), on(leave), along + enter * reach);
            }
            along += reach;
            from = to;
        }
        for dot in way.dots {
            if !pattern.inks(dot.along) {
                continue;
            }
            self.set(dot.x, dot.y, layer);
            if wide {
                let (x, y) = if dot.steep { (dot.x + 1, dot.y) } else { (dot.x, dot.y + 1) };
                self.set(x, y, layer);
            }
        }
    }
}

/// One dot of a line.
#[derive(Clone, Copy, Debug)]
struct MapDot {
    x: i64,
    y: i64,
    /// The number of dots of the line before it, including those off the map, so that the pattern stays in place.
    along: i64,
    /// Whether the line runs more vertically than horizontally here.
    steep: bool,
}

/// The dots of a line, in order.
#[derive(Debug, Default)]
struct LineStroke {
    dots: Vec<MapDot>,
}

impl LineStroke {
    /// Appends a dot. If it touches the one before the last, the last was only a corner and is removed: lines stay one
    /// dot thin.
    fn push(&mut self, dot: MapDot) {
        let touches = |other: &MapDot| (other.x - dot.x).abs() <= 1 && (other.y - dot.y).abs() <= 1;
        match self.dots.as_slice() {
            [.., last] if last.x == dot.x && last.y == dot.y => return,
            [.., before, _] if touches(before) => {
                self.dots.pop();
            }
            _ => {}
        }
        self.dots.push(dot);
    }

    /// Appends one straight stroke (Bresenham 1965) that begins this many dots along its line.
    #[allow(clippy::cast_possible_truncation)]
    fn stroke(&mut self, from: (f64, f64), to: (f64, f64), along: f64) {
        let (mut x, mut y, along) = (from.0.floor() as i64, from.1.floor() as i64, along as i64);
        let (to_x, to_y) = (to.0.floor() as i64, to.1.floor() as i64);
        let (dx, dy) = ((to_x - x).abs(), (to_y - y).abs());
        let (step_x, step_y) = ((to_x - x).signum(), (to_y - y).signum());
        let steep = dy > dx;
        let mut error = dx - dy;
        for step in 0..=dx.max(dy) {
            self.push(MapDot { x, y, along: along + step, steep });
            let twice = 2 * error;
            if twice > -dy {
                error -= dy;
                x += step_x;
            }
            if twice < dx {
                error += dx;
                y += step_y;
            }
        }
    }
}

/// The part of the stroke within the rectangle, as fractions from start to end (Liang and Barsky 1984).
#[must_use]
pub fn clip(from: (f64, f64), to: (f64, f64), width: f64, height: f64) -> Option<(f64, f64)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (p, q) in [(-dx, from.0), (dx, width - from.0), (-dy, from.1), (dy, height - from.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    (enter <= leave).then_some((enter, leave))
}

/// The character that shows the dots of a cell.
#[must_use]
pub fn glyph(glyphs: MapGlyphs, dots: MapDots, pattern: DotPattern) -> char {
    let feature = matches!(dots.layer, MapLayer::Line(_));
    match glyphs {
        _ if dots.mask == 0 => ' ',
        MapGlyphs::Braille => braille(dots.mask),
        MapGlyphs::HalfBlock if feature => strokes(dots.mask, ['▔', '━', '▁', '┃', '╱', '╲', '•']),
        MapGlyphs::HalfBlock => match dots.layer {
            MapLayer::Base(RegionKind::Border) => '·',
            MapLayer::Base(RegionKind::River) => strokes(dots.mask, ['─', '─', '─', '│', '╱', '╲', '·']),
            _ => half_block(dots.mask),
        },
        MapGlyphs::Ascii if feature => match pattern {
            DotPattern::Solid => '#',
            DotPattern::Dashed => '=',
            DotPattern::DashDot => '%',
            DotPattern::Dotted | DotPattern::Fine => ':',
        },
        MapGlyphs::Ascii if dots.layer == MapLayer::Base(RegionKind::Border) => '.',
        MapGlyphs::Ascii => strokes(dots.mask, ['"', '-', '_', '|', '/', '\\', ',']),
    }
}

/// Unicode numbers the dots of braille down the left column, down the right one, and then the lowest row.
fn braille(mask: u8) -> char {
    let (left, right) = (mask & 15, mask >> 4);
    let bits = (left & 7) | (right & 7) << 3 | (left & 8) << 3 | (right & 8) << 4;
    char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ')
}

fn half_block(mask: u8) -> char {
    match (mask & 0x33 != 0, mask & 0xcc != 0) {
        (true, false) => '▀',
        (false, true) => '▄',
        _ => '█',
    }
}

/// The stroke character nearest to the dots: high, middle, low, upright, rising, falling, or a small dot.
fn strokes(mask: u8, [high, middle, low, upright, rising, falling, dot]: [char; 7]) -> char {
    let (left, right) = (mask & 15, mask >> 4);
    let mean = |column: u8| {
        let rows = (0..4).filter(|row| column & 1 << row != 0);
        f64::from(rows.sum::<u8>()) / f64::from(column.count_ones())
    };
    if left == 0 || right == 0 {
        return match (left | right).count_ones() {
            1 => dot,
            _ => upright,
        };
    }
    let (from, to) = (mean(left), mean(right));
    if (left | right).count_ones() == 4 && (from - to).abs() < 1.0 {
        return upright;
    }
    match to - from {
        slope if slope < -0.75 => rising,
        slope if slope > 0.75 => falling,
        _ if from + to < 1.0 => high,
        _ if from + to > 5.0 => low,
        _ => middle,
    }
}
