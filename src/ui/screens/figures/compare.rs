//! The picture of a comparison: a bar from zero for each figure of one period.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{FigureAmount, FigureIx};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::story::{ChartBars, FigureChart};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::bar;

use super::values::{is_contested, letter, whose};

/// One bar in words and columns.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureBar {
    /// Its figure.
    pub figure: FigureIx,
    /// The name of its subject, with the letter of its strand; the outlet, where all are of one strand.
    pub name: String,
    /// The value, with a mark if it is contested.
    pub value: String,
    /// The start of the bar.
    pub from: f64,
    /// The end of the bar.
    pub to: f64,
    /// Whether sources disagree on it.
    pub contested: bool,
}

/// The bars of a chart, in the order of the list.
#[must_use]
pub fn bars(cx: &ScreenContext<'_>, chart: &FigureChart<'_>, bars: &ChartBars) -> Vec<FigureBar> {
    let strand_of = |ix: &FigureIx| chart.strands.iter().position(|s| s.figures.contains(ix)).unwrap_or(0);
    // Of one thing by one speaker the sources differ, not whose they are.
    let is_of_one =
        bars.figures.len() > 1 && bars.figures.windows(2).all(|two| strand_of(&two[0]) == strand_of(&two[1]));
    let bar = |&ix: &FigureIx| {
        let figure = &cx.dossier[ix];
        let strand = strand_of(&ix);
        let letter = letter(cx, chart, strand).map_or_else(String::new, |letter| format!("{letter} "));
        let contested = is_contested(cx, ix);
        let mark = if contested { format!("{} ", cx.paint.glyphs.contested()) } else { String::new() };
        let (from, to) = match figure.amount {
            FigureAmount::Exactly(value) => (0.0, value),
            FigureAmount::Range { min, max } => {
                (min.filter(|_| max.is_some()).unwrap_or(0.0), max.or(min).unwrap_or(0.0))
            }
        };
        let name = if is_of_one {
            cx.dossier.articles.get(figure.source).outlet.to_owned()
        } else {
            format!("{letter}{}", whose(cx, &chart.strands[strand]))
        };
        FigureBar { figure: ix, name, value: format!("{mark}{}", wording::short_amount(figure)), from, to, contested }
    };
    bars.figures.iter().map(bar).collect()
}

/// Draws name, bar and value, one per row; the number of those that do not fit is shown.
pub(super) fn draw(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    chart: &FigureChart<'_>,
    compared: &ChartBars,
    selected: Option<FigureIx>,
) {
    let all = bars(cx, chart, compared);
    let width = |words: &dyn Fn(&FigureBar) -> usize| {
        u16::try_from(all.iter().map(words).max().unwrap_or(0)).unwrap_or(u16::MAX)
    };
    let name = width(&|bar| text::width(&text::safe(&bar.name))).min(area.width * 2 / 5) + 1;
    let value = width(&|bar| text::width(&bar.value)) + 1;
    let room = area.width.saturating_sub(name + value);
    let largest = all.iter().map(|bar| bar.to.abs().max(bar.from.abs())).fold(0.0, f64::max);
    let step = if usize::from(area.height) > all.len() * 2 { 2 } else { 1 };
    let fit = usize::from(area.height.saturating_sub(1)) / step;
    let ascii = cx.paint.glyphs == GlyphSet::Ascii;
    for (bar, y) in all.iter().take(fit.max(1)).zip((area.y..).step_by(step)) {
        let role = if bar.contested { StyleRole::Doubt } else { StyleRole::Text };
        cx.put(buf, area.x, y, name - 1, &bar.name, StyleRole::Text);
        let cells = |value: f64| cells(value, largest, room);
        let (from, to) = (cells(bar.from.min(bar.to)), cells(bar.to.max(bar.from)));
        let stroke = if from > 0 {
            let inside = usize::from(to.saturating_sub(from)).saturating_sub(2);
            let ends = cx.paint.glyphs.pick("├─┤", "|-|");
            let mut ends = ends.chars().map(String::from);
            let mut next = || ends.next().unwrap_or_default();
            format!("{}{}{}", next(), next().repeat(inside), next())
        } else if chart.is_measured() {
            bar::bar(to.into(), room.into(), room.into(), ascii)
        } else {
            cx.paint.glyphs.pick("╌", "-").repeat(to.into())
        };
        let strokes = cx.paint.style(if bar.contested { StyleRole::Doubt } else { StyleRole::Accent });
        let used = cx.paint.put(buf, area.x + name + from, y, room - from.min(room), &stroke, strokes);
        cx.paint.put(buf, area.x + name + from + used + 1, y, value, &bar.value, cx.paint.style(role));
        if selected == Some(bar.figure) {
            cx.paint.select(buf, Rect { width: name - 1, ..area }, y, 1, true);
        }
    }
    if all.len() > fit.max(1) && area.height > 0 {
        let more = format!("{} more in the list", all.len() - fit.max(1));
        cx.paint.put(buf, area.x, area.bottom() - 1, area.width, &more, cx.paint.style(StyleRole::Quiet));
    }
}

/// Maps values to cells on a scale from zero to the largest value.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a width
fn cells(value: f64, largest: f64, room: u16) -> u16 {
    if largest <= 0.0 { 0 } else { ((value.max(0.0) / largest * f64::from(room)).round() as u16).min(room) }
}

/// The caption: the period of the bars, their meaning, and what is left out.
pub(super) fn legend(cx: &ScreenContext<'_>, chart: &FigureChart<'_>, bars: &ChartBars) -> String {
    let period = bars.figures.first().and_then(|&ix| cx.dossier[ix].period.as_ref());
    let mut words = vec![period.map_or_else(|| "no period given".to_owned(), wording::period)];
    if !chart.is_measured() {
        let what = chart.kind.map_or("no kind given", crate::dossier::FigureKind::word);
        words.push(format!("{} {what}, not counted", cx.paint.glyphs.pick("╌", "-")));
    }
    if bars.figures.iter().any(|&ix| is_contested(cx, ix)) {
        words.push(format!("{} contested", cx.paint.glyphs.contested()));
    }
    if bars.left_out > 0 {
        words.push(format!("{} of other periods: in the list", bars.left_out));
    }
    words.join(" · ")
}
