//! Ports: how do the ports compare, and how do the corridors stand?
//!
//! ```text
//! ┏ Ports ━━━━━━━━━━━━━━━━━━━━━━━━━┓╭ Corridors ─────────╮     from 100 columns; below, one of the
//! ┃ metric       Gwadar   Karachi  ┃│ ✕ closed  name     │     two, and Tab turns the page
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰────────────────────╯
//! ╭ card of the figure or corridor ──────────────────────╮
//! ```

mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{CorridorIx, Edtf, FigureIx, Kind, PortIx, Rec};
use crate::input::Action;
use crate::theme::{Role, corridor_role};
use crate::widgets::list::ListCursor;
use crate::{text, wording};

use super::rows::{count_of, draw_card, draw_empty_list};
use super::{Ctx, Reply, Screen, columns, list_and_card, motion};
use table::Table;

/// Columns of a port in the table, at least.
const COLUMN: u16 = 15;
/// Columns of the name of a metric.
const METRIC: u16 = 18;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct Ports {
    corridors_focused: bool,
    metric: ListCursor,
    column: usize,
    corridors: ListCursor,
}

impl Ports {
    fn areas(&self, cx: &Ctx<'_>) -> (Rect, Rect, Rect) {
        let (lists, card) = if cx.zoomed { (cx.area, Rect::ZERO) } else { list_and_card(cx.area) };
        if cx.is_wide() && !cx.zoomed {
            let [ports, corridors] = columns(lists, [62, 38]);
            return (ports, corridors, card);
        }
        if self.corridors_focused { (Rect::ZERO, lists, card) } else { (lists, Rect::ZERO, card) }
    }

    fn port(&self, table: &Table) -> Option<PortIx> {
        table.ports.get(self.column.min(table.ports.len().saturating_sub(1))).copied()
    }

    /// The figure under the cursor.
    fn figure(&self, cx: &Ctx<'_>, table: &Table) -> Option<FigureIx> {
        let metric = table.metrics.get(self.metric.selected(table.metrics.len())?)?;
        table.newest(cx, metric, self.port(table)?)
    }

    fn draw_table(&self, cx: &Ctx<'_>, buf: &mut Buffer, area: Rect) {
        let table = Table::new(cx);
        let focused = !self.corridors_focused;
        let rows = cx.shown.of(Kind::Port);
        let note = format!("{}, newest figure of each; card: source and others", count_of(rows.len(), rows.total()));
        let inner = cx.paint.pane(buf, area, "Ports", &note, focused);
        if table.ports.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Port, focused);
            return;
        }
        let label = METRIC.min(inner.width / 3);
        let fit = usize::from(inner.width.saturating_sub(label) / COLUMN).max(1);
        let width = inner.width.saturating_sub(label) / u16::try_from(fit.min(table.ports.len())).unwrap_or(1);
        let chosen = self.column.min(table.ports.len() - 1);
        let from = chosen.saturating_sub(fit - 1).min(table.ports.len().saturating_sub(fit));
        let across: Vec<PortIx> = table.ports.iter().copied().skip(from).take(fit).collect();
        for (n, &port) in across.iter().enumerate() {
            let x = inner.x + label + width * u16::try_from(n).unwrap_or(0);
            let role = if focused && from + n == chosen { Role::Accent } else { Role::Strong };
            let name = format!("{}, {}", cx.dossier[port].name, cx.dossier[port].country);
            cx.put(buf, x, inner.y, width.saturating_sub(1), &name, role);
        }
        let hidden = table.ports.len().saturating_sub(from + across.len());
        if hidden > 0 {
            let more = format!("{hidden} more {}", cx.paint.glyphs.arrow());
            cx.paint.put(buf, inner.x, inner.y, label.saturating_sub(1), &more, cx.paint.style(Role::Quiet));
        }
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        for (n, y) in self.metric.layout(list, 2, table.metrics.len()).zip((list.y..).step_by(2)) {
            let metric = &table.metrics[n];
            let kind = metric.kind.map_or("", crate::dossier::FigureKind::word);
            let name = format!("{} ({kind})", wording::slug(&metric.name));
            for (line, y) in
                text::wrap(&name, usize::from(label.saturating_sub(1))).iter().zip(y..(y + 2).min(list.bottom()))
            {
                cx.put(buf, list.x, y, label.saturating_sub(1), line, Role::Quiet);
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
            if self.metric.selected(table.metrics.len()) == Some(n) {
                let column = u16::try_from(chosen - from).unwrap_or(0);
                let cell = Rect { x: list.x + label + width * column, y, width: width.saturating_sub(1), height: 2 };
                cx.paint.select(buf, cell.intersection(list), y, 2, focused);
                let name = Rect { y, height: 2, width: label.saturating_sub(1), ..list };
                cx.paint.select(buf, name.intersection(list), y, 2, focused);
            }
        }
    }

    fn draw_corridors(&self, cx: &Ctx<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Corridor);
        let inner = cx.paint.pane(buf, area, "Corridors", &count_of(rows.len(), rows.total()), self.corridors_focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Corridor, self.corridors_focused);
        }
        for (n, y) in self.corridors.layout(inner, 2, rows.len()).zip((inner.y..).step_by(2)) {
            let Some(Rec::Corridor(ix)) = rows.get(n) else { continue };
            draw_corridor(cx, buf, inner, y, ix);
            if self.corridors.selected(rows.len()) == Some(n) && self.corridors_focused {
                cx.paint.select(buf, inner, y, 2, true);
            }
        }
    }
}

/// Value, unit and period; `≠` where another source differs; a dot where nobody gives a number.
fn draw_cell(cx: &Ctx<'_>, buf: &mut Buffer, cell: Rect, figure: Option<FigureIx>) {
    let Some(ix) = figure else {
        cx.paint.put(buf, cell.x, cell.y, 1, cx.paint.glyphs.pick("·", "."), cx.paint.style(Role::Quiet));
        return;
    };
    let figure = &cx.dossier[ix];
    let contested = !cx.snapshot.figure_rivals[ix.ix()].is_empty();
    let mark = if contested { format!("{} ", cx.paint.glyphs.contested()) } else { String::new() };
    let value = wording::short_amount(figure);
    cx.paint.pieces(buf, cell.x, cell.y, cell.width, &[(mark, Role::Doubt), (value, Role::Text)]);
    if cell.height > 1 {
        let period = figure.period.as_ref().map_or_else(|| "no period".to_owned(), wording::short_period);
        cx.paint.put(buf, cell.x, cell.y + 1, cell.width, &period, cx.paint.style(Role::Quiet));
    }
}

/// Status and name; below, the weakest leg and since when.
fn draw_corridor(cx: &Ctx<'_>, buf: &mut Buffer, inner: Rect, y: u16, ix: CorridorIx) {
    let (corridor, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let word = state.status.map_or("unknown", crate::dossier::CorridorStatus::word);
    let mark = cx.paint.glyphs.corridor(state.status);
    let pieces = [(format!("{mark} "), corridor_role(state.status)), (corridor.name.clone(), Role::Text)];
    let row = Rect { y, height: 1, ..inner };
    cx.row(buf, row, y, &pieces, &[(word.to_owned(), corridor_role(state.status))]);
    if y + 1 >= inner.bottom() {
        return;
    }
    let weakest = state.weakest.and_then(|w| Some((corridor.legs.get(w as usize)?, state.legs.get(w as usize)?)));
    let below = match weakest {
        Some((leg, leg_state)) => {
            let names = format!("{}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to));
            let since = leg_state.since.map(|r| &corridor.reports[r as usize]);
            let since =
                since.map(|r| r.date.as_ref().map_or_else(|| wording::known_day(cx.dossier, r.source), Edtf::display));
            since.map_or_else(|| format!("{names}, nothing known"), |day| format!("{names}, since {day}"))
        }
        None => "no legs given".to_owned(),
    };
    cx.put(buf, inner.x + 2, y + 1, inner.width.saturating_sub(2), &below, Role::Quiet);
}

impl Screen for Ports {
    fn act(&mut self, action: Action, cx: &Ctx<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            if self.corridors_focused {
                self.corridors.go(motion, cx.shown.of(Kind::Corridor).len());
            } else {
                self.metric.go(motion, Table::new(cx).metrics.len());
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.corridors_focused = !self.corridors_focused,
            Action::Right if !self.corridors_focused => {
                let most = Table::new(cx).ports.len().saturating_sub(1);
                self.column = (self.column + 1).min(most);
            }
            Action::Left if !self.corridors_focused => self.column = self.column.saturating_sub(1),
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &Ctx<'_>, buf: &mut Buffer) {
        let (ports, corridors, card) = self.areas(cx);
        if !ports.is_empty() {
            self.draw_table(cx, buf, ports);
        }
        if !corridors.is_empty() {
            self.draw_corridors(cx, buf, corridors);
        }
        if !card.is_empty() {
            draw_card(cx, buf, card, self.selected(cx));
        }
    }

    fn selected(&self, cx: &Ctx<'_>) -> Option<Rec> {
        if self.corridors_focused {
            let rows = cx.shown.of(Kind::Corridor);
            return self.corridors.selected(rows.len()).and_then(|n| rows.get(n));
        }
        let table = Table::new(cx);
        self.figure(cx, &table).map(Rec::Figure).or_else(|| self.port(&table).map(Rec::Port))
    }

    fn kind(&self) -> Kind {
        if self.corridors_focused { Kind::Corridor } else { Kind::Port }
    }

    fn select(&mut self, rec: Rec, cx: &Ctx<'_>) -> bool {
        match rec {
            Rec::Corridor(_) => cx.shown.of(Kind::Corridor).position(rec).map(|n| self.corridors.select(n)).is_some(),
            Rec::Port(ix) => Table::new(cx).ports.iter().position(|&p| p == ix).map(|n| self.column = n).is_some(),
            _ => false,
        }
    }

    fn click(&mut self, column: u16, row: u16, cx: &Ctx<'_>) -> Reply {
        let (ports, corridors, _) = self.areas(cx);
        let before = self.selected(cx);
        if ports.contains((column, row).into()) {
            self.corridors_focused = false;
            if let Some(n) = self.metric.hit(column, row, Table::new(cx).metrics.len()) {
                self.metric.select(n);
            }
        } else if corridors.contains((column, row).into()) {
            self.corridors_focused = true;
            if let Some(n) = self.corridors.hit(column, row, cx.shown.of(Kind::Corridor).len()) {
                self.corridors.select(n);
            }
        } else {
            return Reply::Ignored;
        }
        match self.selected(cx) {
            Some(rec) if before == Some(rec) => Reply::Open(rec),
            _ => Reply::Done,
        }
    }
}
