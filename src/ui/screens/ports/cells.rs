//! The table of ports: their names at the head, a row for each metric, in each cell a value over its period.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::PortsScreen;
use crate::dossier::{FigureIx, Kind, PortIx};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::rows::{count_of, draw_empty_list, draw_hidden_columns};

/// The minimum width of a port's column.
const COLUMN: u16 = 15;
/// The maximum width of a port's column: wider would tear value and name apart.
const WIDEST: u16 = 30;
/// The width of the column of metrics.
const METRIC: u16 = 21;

impl PortsScreen {
    pub(super) fn draw_table(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let table = self.table(cx);
        let focused = !self.corridors_focused;
        let rows = cx.shown.of(Kind::Port);
        let count = match table.chosen {
            0 => count_of(rows.len(), rows.total()),
            n => format!("{n} chosen of {}", rows.total()),
        };
        let order = match &self.sorted {
            Some(metric) if table.refuses(cx, metric).is_none() => {
                format!("by {}", wording::slug(cx.dossier, &metric.name))
            }
            _ => "the newest figure of each".to_owned(),
        };
        let note = if table.ports.is_empty() { count } else { format!("{count}, {order}") };
        let inner = cx.paint.pane(buf, area, "Ports", &note, focused);
        if table.ports.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Port, focused);
            return;
        }
        let label = METRIC.min(inner.width / 3);
        let chosen = self.column.min(table.ports.len() - 1);
        let seen_in = |column: u16| table.seen(usize::from(inner.width.saturating_sub(label) / column).max(1), chosen);
        // A period is a date, and never cut: where one is long, fewer ports stand beside each other.
        let seen = seen_in(table.widest_period(&seen_in(COLUMN)).saturating_add(1).max(COLUMN));
        let width = (inner.width.saturating_sub(label) / u16::try_from(seen.len().max(1)).unwrap_or(1)).min(WIDEST);
        let across: Vec<PortIx> = seen.iter().map(|&n| table.ports[n]).collect();
        for (n, &port) in across.iter().enumerate() {
            let x = inner.x + label + width * u16::try_from(n).unwrap_or(0);
            let role = if focused && seen[n] == chosen { StyleRole::Accent } else { StyleRole::Strong };
            let mark = if seen[n] < table.chosen { cx.paint.glyphs.pick("✓ ", "* ") } else { "" };
            let name = format!("{mark}{}, {}", cx.dossier[port].name, cx.dossier[port].country);
            cx.paint.column(Rect { x, y: inner.y, width, height: 1 }, &name);
            cx.put(buf, x, inner.y, width.saturating_sub(1), &name, role);
            if !self.in_rows && seen[n] == chosen {
                let head = Rect { x, y: inner.y, width: width.saturating_sub(1), height: 1 };
                cx.paint.select(buf, head, inner.y, 1, focused);
            }
        }
        let hidden = table.ports.len() - 1 - seen.last().copied().unwrap_or(table.ports.len() - 1);
        if hidden > 0 {
            draw_hidden_columns(cx, buf, Rect { width: label.saturating_sub(1), ..inner }, hidden);
        }
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        for (n, y) in self.metric.layout(list, 2, table.metrics.len()).zip((list.y..).step_by(2)) {
            let metric = &table.metrics[n];
            let name = table.name(cx, metric);
            let columns = if cx.paint.is_heard() { u16::MAX } else { label.saturating_sub(1) };
            for (line, y) in text::wrap(&name, columns.into()).iter().zip(y..(y + 2).min(list.bottom())) {
                cx.put(buf, list.x, y, label.saturating_sub(1), line, StyleRole::Quiet);
            }
            for (m, &port) in across.iter().enumerate() {
                let x = list.x + label + width * u16::try_from(m).unwrap_or(0);
                draw_cell(
                    cx,
                    buf,
                    Rect { x, y, width: width.saturating_sub(1), height: 2 }.intersection(list),
                    table.newest(cx, metric, port),
                );
            }
            if self.row(&table) == Some(n) {
                let column = seen.iter().position(|&n| n == chosen).unwrap_or(0);
                let column = u16::try_from(column).unwrap_or(0);
                let cell = Rect { x: list.x + label + width * column, y, width: width.saturating_sub(1), height: 2 };
                cx.paint.select(buf, cell.intersection(list), y, 2, focused);
                let name = Rect { y, height: 2, width: label.saturating_sub(1), ..list };
                cx.paint.select(buf, name.intersection(list), y, 2, focused);
            }
        }
    }
}

/// Value, unit and period; `≠` if another source differs; words if nobody gives a number.
fn draw_cell(cx: &ScreenContext<'_>, buf: &mut Buffer, cell: Rect, figure: Option<FigureIx>) {
    let Some(ix) = figure else {
        cx.paint.put(buf, cell.x, cell.y, cell.width, cx.paint.glyphs.pick("·", "."), cx.paint.style(StyleRole::Quiet));
        return;
    };
    let figure = &cx.dossier[ix];
    let contested = !cx.snapshot.figure_rivals[ix.ix()].is_empty();
    let (mark, gap) = if contested { (cx.paint.glyphs.contested(), " ") } else { ("", "") };
    let is_new = cx.news.is_some_and(|news| news.is_new(ix.into()));
    let period = figure.period.as_ref().map_or_else(|| "no period".to_owned(), wording::short_period);
    let value =
        if cx.paint.glyphs == GlyphSet::Words { wording::spoken_amount(figure) } else { wording::short_amount(figure) };
    if cx.paint.is_heard() {
        // One line a cell, so that value and period are heard together.
        let new = if is_new { "new, " } else { "" };
        let pieces = [new, mark, gap, &*value, ", ", &*period].map(|part| (part, StyleRole::Text));
        cx.paint.pieces(buf, cell.x, cell.y, cell.width, &pieces);
        return;
    }
    let new = if is_new { cx.paint.glyphs.pick("✦ ", "+ ") } else { "" };
    let pieces = [(new, StyleRole::New), (mark, StyleRole::Doubt), (gap, StyleRole::Doubt), (&*value, StyleRole::Text)];
    cx.paint.pieces(buf, cell.x, cell.y, cell.width, &pieces);
    if cell.height > 1 {
        cx.paint.put(buf, cell.x, cell.y + 1, cell.width, &period, cx.paint.style(StyleRole::Quiet));
    }
}
