//! A plot of values over time: axes, marks, ranges, and lines between marks that belong together.
//!
//! ```text
//!  60 M │           ●─────●
//!       │     ●
//!  30 M ├  ↑           ╷
//!       │              ╵      a bound and a range
//!     0 └──┬──┬─────┬──┬─────
//!         2021/22   2023/24
//! ```
//!
//! ratatui's `Chart` spreads its labels evenly and knows neither ranges nor ASCII axes, so that only the lines are drawn
//! by its canvas.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Line};

use super::paint::Painter;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;

/// How far a value reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlotRange {
    /// One number.
    At(f64),
    /// From one to the other.
    Between(f64, f64),
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

impl PlotRange {
    /// The numbers that it names.
    fn ends(self) -> (f64, f64) {
        match self {
            PlotRange::At(v) | PlotRange::AtLeast(v) | PlotRange::AtMost(v) => (v, v),
            PlotRange::Between(low, high) => (low, high),
        }
    }
}

/// A value in the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotPoint {
    /// Where on the axis of time; any unit, the same for all.
    pub x: f64,
    /// Where on the axis of values.
    pub reach: PlotRange,
    /// One column.
    pub mark: &'static str,
    /// To which series it belongs; written beside the mark.
    pub letter: Option<char>,
    /// In which role the mark is drawn.
    pub role: StyleRole,
    /// Whether it is under the cursor.
    pub selected: bool,
}

/// What is drawn.
pub struct PlotWidget<'a> {
    /// The values.
    pub points: &'a [PlotPoint],
    /// Pairs of points that a line joins, by their place.
    pub lines: &'a [(usize, usize)],
    /// What stands below the axis of time, and where. Labels that would touch one another are left out.
    pub labels: &'a [(f64, String)],
    /// The words for a value on its axis.
    pub words: &'a dyn Fn(f64) -> String,
    /// How to draw.
    pub paint: Painter<'a>,
}

/// Rows of labels below the axis, at most.
const LABELS: u16 = 2;

/// The axis of values: from where to where, and how far apart the ticks are.
struct PlotScale {
    from: f64,
    to: f64,
    step: f64,
}

impl PlotScale {
    /// Round numbers about these, some `ticks` of them. It begins at zero unless all values lie close together.
    fn about(low: f64, high: f64, ticks: f64) -> PlotScale {
        let base = if low >= 0.0 && low < high * 0.7 { 0.0 } else { low };
        let span = if high > base { high - base } else { high.abs().max(1.0) * 0.2 };
        let rough = span / ticks.max(1.0);
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * power).find(|&s| s >= rough * 0.999);
        let step = step.unwrap_or(power);
        let from = (base / step).floor() * step;
        let to = ((high / step).ceil() * step).max(from + step);
        PlotScale { from, to, step }
    }

    /// The ticks, from below.
    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let count = ((self.to - self.from) / self.step).round();
        (0u16..200).map(f64::from).take_while(move |&n| n <= count).map(|n| self.from + n * self.step)
    }

    /// How far up a value lies, 0 to 1.
    fn share(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

impl PlotWidget<'_> {
    /// Draws it; nothing if there is no room or no point.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) {
        let ends = || self.points.iter().map(|p| p.reach.ends());
        let low = ends().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
        let high = ends().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
        if self.paint.is_heard()
            || self.points.is_empty()
            || area.height < LABELS + 3
            || area.width < 20
            || !low.is_finite()
            || !high.is_finite()
        {
            return;
        }
        let rows = area.height - LABELS - 1;
        let scale = PlotScale::about(low, high, f64::from((rows / 3).max(1)));
        let left = scale.ticks().map(|v| text::width(&(self.words)(v))).max().unwrap_or(0);
        let left = u16::try_from(left).unwrap_or(u16::MAX).min(area.width / 3) + 1;
        let inside = Rect { x: area.x + left + 1, y: area.y, width: area.width - left - 1, height: rows };
        let frame = PlotFrame { inside, scale, time: self.time() };
        self.axes(buf, &frame, area.x);
        self.lines(buf, &frame);
        self.marks(buf, &frame);
        self.labels(buf, &frame);
    }

    /// From the first to the last point or label.
    fn time(&self) -> (f64, f64) {
        let all = || self.points.iter().map(|p| p.x).chain(self.labels.iter().map(|(x, _)| *x));
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }

    fn axes(&self, buf: &mut Buffer, frame: &PlotFrame, left: u16) {
        let (inside, paint) = (frame.inside, self.paint);
        let quiet = paint.style(StyleRole::Quiet);
        let axis = inside.x - 1;
        for y in inside.top()..inside.bottom() {
            paint.put(buf, axis, y, 1, paint.glyphs.pick("│", "|"), quiet);
        }
        let line = paint.glyphs.pick("─", "-").repeat(inside.width.into());
        paint.put(buf, inside.x, inside.bottom(), inside.width, &line, quiet);
        paint.put(buf, axis, inside.bottom(), 1, paint.glyphs.pick("└", "+"), quiet);
        for value in frame.scale.ticks() {
            let y = frame.row(value);
            let words = (self.words)(value);
            paint.put_right(buf, left, axis.saturating_sub(1), y, &words, quiet);
            let corner =
                if y == inside.bottom() { paint.glyphs.pick("└", "+") } else { paint.glyphs.pick("├", "+") };
            paint.put(buf, axis, y, 1, corner, quiet);
        }
        for (x, _) in self.labels {
            paint.put(buf, frame.column(*x), inside.bottom(), 1, paint.glyphs.pick("┬", "+"), quiet);
        }
    }

    /// By the canvas, which knows braille.
    fn lines(&self, buf: &mut Buffer, frame: &PlotFrame) {
        if self.lines.is_empty() {
            return;
        }
        let (inside, paint) = (frame.inside, self.paint);
        let marker = if paint.glyphs == GlyphSet::Ascii { Marker::Custom('.') } else { Marker::Braille };
        let colour = paint.style(StyleRole::Quiet).fg.unwrap_or(Color::Reset);
        let at = |n: usize| {
            let point = &self.points[n];
            let y = frame.row(point.reach.ends().0);
            // The middle of the cell of the mark, from below.
            (f64::from(frame.column(point.x) - inside.x) + 0.5, f64::from(inside.bottom() - y) + 0.5)
        };
        let area = Rect { height: inside.height + 1, ..inside };
        Canvas::default()
            .marker(marker)
            .x_bounds([0.0, f64::from(area.width)])
            .y_bounds([0.0, f64::from(area.height)])
            .paint(|canvas| {
                for &(a, b) in self.lines {
                    let ((x1, y1), (x2, y2)) = (at(a), at(b));
                    canvas.draw(&Line { x1, y1, x2, y2, color: colour });
                }
            })
            .render(area, buf);
    }

    fn marks(&self, buf: &mut Buffer, frame: &PlotFrame) {
        let glyphs = self.paint.glyphs;
        // The one under the cursor is drawn last, over the others, and what is in doubt over what is not.
        let mut order: Vec<&PlotPoint> = self.points.iter().collect();
        order.sort_by_key(|point| (point.selected, point.role == StyleRole::Doubt));
        for point in order {
            let x = frame.column(point.x);
            let style = self.paint.style(point.role);
            let style = if point.selected { style.patch(self.paint.theme.selected()) } else { style };
            let (low, high) = point.reach.ends();
            let (top, bottom) = (frame.row(high), frame.row(low));
            match point.reach {
                PlotRange::At(_) => self.mark(buf, x, top, point.mark, style),
                PlotRange::AtLeast(_) => {
                    self.mark(buf, x, top.saturating_sub(1).max(frame.inside.y), glyphs.pick("↑", "^"), style);
                    self.mark(buf, x, bottom, point.mark, style);
                }
                PlotRange::AtMost(_) => {
                    self.mark(buf, x, (bottom + 1).min(frame.inside.bottom()), glyphs.pick("↓", "v"), style);
                    self.mark(buf, x, top, point.mark, style);
                }
                PlotRange::Between(..) if top == bottom => self.mark(buf, x, top, glyphs.pick("┼", "|"), style),
                PlotRange::Between(..) => {
                    for y in top..=bottom {
                        let stroke = match y {
                            _ if y == top => glyphs.pick("┬", "|"),
                            _ if y == bottom => glyphs.pick("┴", "|"),
                            _ => glyphs.pick("│", "|"),
                        };
                        self.mark(buf, x, y, stroke, style);
                    }
                }
            }
            if let Some(letter) = point.letter {
                self.letter(buf, frame, x, top, letter, style);
            }
        }
    }

    fn mark(&self, buf: &mut Buffer, x: u16, y: u16, mark: &str, style: Style) {
        self.paint.put(buf, x, y, 1, mark, style);
    }

    /// The letter of a series in the first free cell beside a mark; once where marks of a series lie upon one another.
    fn letter(&self, buf: &mut Buffer, frame: &PlotFrame, x: u16, y: u16, letter: char, style: Style) {
        let letter = letter.to_string();
        for x in x + 1..frame.inside.right() {
            let Some(cell) = buf.cell((x, y)) else { return };
            if cell.symbol() == letter {
                return;
            }
            let taken = cell.symbol().chars().next().is_some_and(|c| c.is_ascii_alphabetic());
            if !taken {
                self.mark(buf, x, y, &letter, style);
                return;
            }
        }
    }

    /// Below the axis: the last first, which is the one that counts, then as many as fit without touching.
    fn labels(&self, buf: &mut Buffer, frame: &PlotFrame) {
        let inside = frame.inside;
        let mut taken: Vec<(u16, u16, u16)> = Vec::new();
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by(|&a, &b| self.labels[b].0.total_cmp(&self.labels[a].0));
        if order.len() > 2 {
            let first = order.pop().unwrap_or(0);
            order.insert(1, first);
        }
        for n in order {
            let (x, words) = &self.labels[n];
            let width = u16::try_from(text::width(words)).unwrap_or(u16::MAX).min(inside.width);
            let from = frame.column(*x).saturating_sub(width / 2).clamp(inside.x - 1, inside.right() - width);
            let free = |row: &u16| taken.iter().all(|&(r, a, b)| r != *row || from > b || from + width < a);
            let Some(row) = (1..=LABELS).find(free) else { continue };
            taken.push((row, from, from + width));
            self.paint.put(buf, from, inside.bottom() + row, width, words, self.paint.style(StyleRole::Quiet));
        }
    }
}

/// Where the numbers lie on the screen.
struct PlotFrame {
    inside: Rect,
    scale: PlotScale,
    time: (f64, f64),
}

impl PlotFrame {
    /// The row of a value; the axis itself for what lies at its foot.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a height, from 0 to 1
    fn row(&self, value: f64) -> u16 {
        let rows = f64::from(self.inside.height);
        self.inside.bottom() - ((self.scale.share(value) * rows).round() as u16).min(self.inside.height)
    }

    /// The column of a time, with a little air at both ends.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a width, from 0 to 1
    fn column(&self, x: f64) -> u16 {
        let (from, to) = self.time;
        let air = (self.inside.width / 10).clamp(2, 6);
        let room = f64::from(self.inside.width.saturating_sub(2 * air + 1));
        let share = if to > from { (x - from) / (to - from) } else { 0.5 };
        self.inside.x + air + (share * room).round() as u16
    }
}
