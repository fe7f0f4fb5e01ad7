//! The picture of a series: each value at the middle of its period, ranges as ranges, lines only between adjacent
//! periods without a gap.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, FigureAmount, FigureIx, FigureKind};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::story::FigureChart;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::plot::{PlotPoint, PlotRange, PlotWidget};

use super::values::{is_contested, letter};

/// The mark of a number; targets, estimates and contested numbers have marks of their own. None of them is
/// a letter, because letters name strands. Where frames are heard, the words beside it say it.
#[must_use]
pub fn mark(glyphs: GlyphSet, kind: Option<FigureKind>, contested: bool) -> &'static str {
    match kind {
        _ if glyphs == GlyphSet::Words => "",
        Some(FigureKind::Target) if contested => glyphs.pick("◈", "0"),
        Some(FigureKind::Target) => glyphs.pick("◇", "o"),
        Some(FigureKind::Estimate) if contested => glyphs.pick("◎", "%"),
        Some(FigureKind::Estimate) => glyphs.pick("○", "~"),
        _ if contested => glyphs.pick("◉", "#"),
        _ => glyphs.pick("●", "*"),
    }
}

/// The points of the picture, each with its figure, in list order. Figures without a period are not included.
#[must_use]
pub fn points(
    cx: &ScreenContext<'_>,
    chart: &FigureChart<'_>,
    selected: Option<FigureIx>,
) -> Vec<(FigureIx, PlotPoint)> {
    let mut points = Vec::new();
    for (n, strand) in chart.strands.iter().enumerate() {
        for &ix in &strand.figures {
            let figure = &cx.dossier[ix];
            let (Some(day), Some(reach)) = (figure.period.as_ref().and_then(middle), reach(figure.amount)) else {
                continue;
            };
            let contested = is_contested(cx, ix);
            let point = PlotPoint {
                x: f64::from(day.num_days_from_ce()),
                reach,
                mark: mark(cx.paint.glyphs, chart.kind, contested),
                letter: letter(cx, chart, n),
                role: if contested { StyleRole::Doubt } else { StyleRole::Accent },
                selected: selected == Some(ix),
            };
            points.push((ix, point));
        }
    }
    points
}

/// Whether a figure is in the picture.
pub(super) fn is_drawn(cx: &ScreenContext<'_>, ix: FigureIx) -> bool {
    let figure = &cx.dossier[ix];
    figure.period.as_ref().and_then(middle).is_some() && reach(figure.amount).is_some()
}

/// Draws the series.
pub(super) fn draw(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    chart: &FigureChart<'_>,
    selected: Option<FigureIx>,
) {
    let (figures, points): (Vec<FigureIx>, Vec<PlotPoint>) = points(cx, chart, selected).into_iter().unzip();
    if points.is_empty() {
        let words = "No source gives a period: nothing can be drawn over time. The values:";
        cx.paint.put(buf, area.x, area.y, area.width, words, cx.paint.style(StyleRole::Quiet));
        return;
    }
    let at = |ix: FigureIx| figures.iter().position(|&f| f == ix);
    let joined = chart.joined(cx.dossier);
    let lines: Vec<(usize, usize)> = joined.into_iter().filter_map(|(a, b)| Some((at(a)?, at(b)?))).collect();
    let mut labels: Vec<(f64, String)> = Vec::new();
    for (&ix, point) in figures.iter().zip(&points) {
        let words = cx.dossier[ix].period.as_ref().map_or_else(String::new, wording::short_period);
        if labels.iter().all(|(x, label)| *label != words && (*x - point.x).abs() > f64::EPSILON) {
            labels.push((point.x, words));
        }
    }
    PlotWidget { points: &points, lines: &lines, labels: &labels, words: &wording::short_number, paint: cx.paint }
        .draw(buf, Rect { height: area.height.saturating_sub(1), ..area });
}

/// The legend of the marks in use, and what is not drawn.
pub(super) fn legend(cx: &ScreenContext<'_>, chart: &FigureChart<'_>) -> String {
    let figures = || chart.figures().map(|ix| (ix, &cx.dossier[ix]));
    let glyphs = cx.paint.glyphs;
    let mut words = Vec::new();
    let mut add = |mark: &str, meaning: &str| words.push(format!("{mark} {meaning}").trim_start().to_owned());
    let plain = match chart.kind {
        Some(FigureKind::Target) => "aimed at",
        Some(FigureKind::Estimate) => "estimated",
        Some(FigureKind::Capacity) => "could be handled",
        _ => "counted",
    };
    let drawn = |ix: FigureIx| is_drawn(cx, ix);
    if figures().any(|(ix, _)| drawn(ix) && !is_contested(cx, ix)) {
        add(mark(glyphs, chart.kind, false), plain);
    }
    if figures().any(|(ix, _)| drawn(ix) && is_contested(cx, ix)) {
        add(mark(glyphs, chart.kind, true), "contested");
    }
    let is = |wanted: fn(FigureAmount) -> bool| figures().any(|(ix, figure)| drawn(ix) && wanted(figure.amount));
    if is(|a| matches!(a, FigureAmount::Range { min: Some(_), max: Some(_) })) {
        add(glyphs.worded("┬┴", "|", ""), "range");
    }
    if is(|a| matches!(a, FigureAmount::Range { min: Some(_), max: None })) {
        add(glyphs.worded("↑", "^", ""), "or more");
    }
    if is(|a| matches!(a, FigureAmount::Range { min: None, max: Some(_) })) {
        add(glyphs.worded("↓", "v", ""), "or less");
    }
    if !chart.joined(cx.dossier).is_empty() {
        add("line:", "no gap between");
    }
    let without = figures().filter(|&(ix, _)| !drawn(ix)).count();
    if without > 0 {
        add(&without.to_string(), "without period: in the list");
    }
    words.join(" · ")
}

/// The position of a period: its middle; the known day of a deadline or open end.
fn middle(period: &EdtfDate) -> Option<NaiveDate> {
    match period.deadline().span() {
        (Some(first), Some(last)) => {
            first.checked_add_days(chrono::Days::new((last - first).num_days().unsigned_abs() / 2))
        }
        (first, last) => first.or(last),
    }
}

/// The range of an amount; `None` for one without a number.
fn reach(amount: FigureAmount) -> Option<PlotRange> {
    Some(match amount {
        FigureAmount::Exactly(value) => PlotRange::At(value),
        FigureAmount::Range { min: Some(min), max: Some(max) } => PlotRange::Between(min, max),
        FigureAmount::Range { min: Some(min), max: None } => PlotRange::AtLeast(min),
        FigureAmount::Range { min: None, max: Some(max) } => PlotRange::AtMost(max),
        FigureAmount::Range { min: None, max: None } => return None,
    })
}
