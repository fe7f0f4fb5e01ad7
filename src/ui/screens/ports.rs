//! Ports: how do the ports compare, and how do the corridors stand?
//!
//! ```text
//! ┏ Ports ━━━━━━━━━━━━━━━━━━━━━━━━━┓╭ Corridors ─────────╮     from 100 columns; below, one of the
//! ┃ metric       Gwadar   Karachi  ┃│ ✕ closed  name     │     two, and Tab turns the page
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰────────────────────╯
//! ╭ card of the figure or corridor, or the corridors that are compared ╮
//! ```

mod cells;
mod compare;
mod table;

use std::rc::Rc;

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{CorridorIx, FigureIx, Kind, PortIx, Rec};
use crate::report::card;
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{StyleRole, corridor_role};
use crate::story::CorridorLength;
use crate::text;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

use super::cache::ScreenCache;
use super::rows::{count_of, draw_card, draw_content, draw_empty_list, new_badge};
use super::{Reply, Screen, ScreenContext, columns, list_and_card, motion};
use table::{PortMetric, PortTable};

/// The maximum number of ports or corridors that are compared.
const MOST: usize = 6;
/// The height of a corridor.
const CORRIDOR: u16 = 3;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct PortsScreen {
    corridors_focused: bool,
    metric: ListCursor,
    /// Whether a row has the cursor, rather than the head of a column.
    in_rows: bool,
    column: usize,
    corridors: ListCursor,
    /// Ids of the ports that are compared, in the order in which they were chosen.
    chosen: Vec<String>,
    /// Ids of the corridors that are compared.
    marked: Vec<String>,
    /// The row by which the columns are sorted.
    sorted: Option<PortMetric>,
    tables: ScreenCache<(Vec<String>, Option<PortMetric>), PortTable>,
}

impl PortsScreen {
    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        let comparing = self.corridors_focused && self.compared(cx).len() >= 2;
        let (lists, card) = match (comparing, cx.zoomed) {
            // The comparison needs more rows than a card, and is what the user asked for if one pane fills the screen.
            (true, zoomed) => {
                let list = cx.area.height / if zoomed { 3 } else { 2 };
                (
                    Rect { height: list, ..cx.area },
                    Rect { y: cx.area.y + list, height: cx.area.height - list, ..cx.area },
                )
            }
            (false, true) => (cx.area, Rect::ZERO),
            (false, false) => list_and_card(cx.area),
        };
        if cx.is_wide() && !cx.zoomed {
            let [ports, corridors] = columns(lists, [62, 38]);
            return (ports, corridors, card);
        }
        if self.corridors_focused { (Rect::ZERO, lists, card) } else { (lists, Rect::ZERO, card) }
    }

    fn table(&self, cx: &ScreenContext<'_>) -> Rc<PortTable> {
        let (chosen, sorted) = (&self.chosen, &self.sorted);
        let make = || PortTable::new(cx, chosen, sorted.as_ref());
        self.tables.of(cx.shown.of(Kind::Port), (chosen.clone(), sorted.clone()), make)
    }

    /// The compared corridors that are visible.
    fn compared(&self, cx: &ScreenContext<'_>) -> Vec<CorridorIx> {
        let shown = |id: &String| match cx.dossier.find(id) {
            Some(Rec::Corridor(ix)) if cx.shown.contains(Rec::Corridor(ix)) => Some(ix),
            _ => None,
        };
        self.marked.iter().filter_map(shown).collect()
    }

    /// Adds the selected port or corridor to the comparison, or removes it.
    fn mark(&mut self, cx: &ScreenContext<'_>) -> Reply {
        let rec = if self.corridors_focused { self.selected(cx) } else { self.port(&self.table(cx)).map(Rec::Port) };
        let Some(rec) = rec else { return Reply::Done };
        let id = cx.dossier.id(rec).to_owned();
        let (marks, what) =
            if self.corridors_focused { (&mut self.marked, "corridors") } else { (&mut self.chosen, "ports") };
        // Records that are no longer in the dossier do not count.
        marks.retain(|id| cx.dossier.find(id).is_some());
        if let Some(at) = marks.iter().position(|marked| *marked == id) {
            marks.remove(at);
        } else if marks.len() >= MOST {
            return Reply::Refused(format!("{MOST} {what} at most are compared; take one out first"));
        } else {
            marks.push(id);
        }
        self.select(rec, cx);
        Reply::Done
    }

    /// Sorts by the selected row, or restores the default order if it already is sorted by it.
    fn sort(&mut self, cx: &ScreenContext<'_>) -> Reply {
        let table = self.table(cx);
        let Some(metric) = self.row(&table).map(|n| table.metrics[n].clone()) else {
            return Reply::Refused("choose a row to sort the ports by".to_owned());
        };
        let port = self.port(&table);
        if self.sorted.as_ref() == Some(&metric) {
            self.sorted = None;
        } else if let Some(why) = table.refuses(cx, &metric) {
            return Reply::Refused(why);
        } else {
            self.sorted = Some(metric);
        }
        if let Some(port) = port {
            self.select(Rec::Port(port), cx);
        }
        Reply::Done
    }

    fn port(&self, table: &PortTable) -> Option<PortIx> {
        table.ports.get(self.column.min(table.ports.len().saturating_sub(1))).copied()
    }

    /// The row that has the cursor.
    fn row(&self, table: &PortTable) -> Option<usize> {
        self.metric.selected(table.metrics.len()).filter(|_| self.in_rows)
    }

    /// Moves among the head and the rows.
    fn go(&mut self, motion: CursorMotion, rows: usize) {
        let up = matches!(motion, CursorMotion::Up | CursorMotion::First);
        match (self.in_rows, motion) {
            (true, CursorMotion::Up) if self.metric.selected(rows) == Some(0) => self.in_rows = false,
            (true, CursorMotion::First) => {
                self.in_rows = false;
                self.metric.select(0);
            }
            (true, motion) => self.metric.go(motion, rows),
            (false, _) if up || rows == 0 => {}
            (false, motion) => {
                self.in_rows = true;
                self.metric.select(0);
                if motion != CursorMotion::Down {
                    self.metric.go(motion, rows);
                }
            }
        }
    }

    /// The selected figure.
    fn figure(&self, cx: &ScreenContext<'_>, table: &PortTable) -> Option<FigureIx> {
        let metric = table.metrics.get(self.row(table)?)?;
        table.newest(cx, metric, self.port(table)?)
    }

    fn draw_corridors(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Corridor);
        let inner = cx.paint.pane(buf, area, "Corridors", &count_of(rows.len(), rows.total()), self.corridors_focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Corridor, self.corridors_focused);
        }
        let compared = self.compared(cx);
        for (n, y) in self.corridors.layout(inner, CORRIDOR, rows.len()).zip((inner.y..).step_by(CORRIDOR.into())) {
            let Some(Rec::Corridor(ix)) = rows.get(n) else { continue };
            draw_corridor(cx, buf, inner, y, ix, compared.contains(&ix));
            if self.corridors.selected(rows.len()) == Some(n) && self.corridors_focused {
                cx.paint.select(buf, inner, y, CORRIDOR, true);
            }
        }
    }
}

/// Status and name; below, the weakest leg and since when; below that, days closed and length.
fn draw_corridor(cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, y: u16, ix: CorridorIx, marked: bool) {
    let (corridor, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let word = state.status.map_or("unknown", crate::dossier::CorridorStatus::word);
    let mark = cx.paint.glyphs.corridor(state.status);
    let role = corridor_role(state.status);
    let chosen = if marked { cx.paint.glyphs.pick("✓ ", "* ") } else { "" };
    let pieces = [(mark, role), (" ", role), (chosen, StyleRole::Accent), (&corridor.name, StyleRole::Text)];
    let row = Rect { y, height: 1, ..inner };
    let mut badge = new_badge(cx, ix.into(), inner.width);
    badge.extend([" ", word].map(|part| (part, role)));
    cx.row(buf, row, y, &pieces, &badge);
    if y + 1 >= inner.bottom() {
        return;
    }
    let weakest = state.weakest.and_then(|w| Some((corridor.legs.get(w as usize)?, state.legs.get(w as usize)?)));
    let below = match weakest {
        Some(_) if state.status == Some(crate::dossier::CorridorStatus::Open) => "every leg is open".to_owned(),
        Some((leg, leg_state)) => {
            let names = format!("{}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to));
            let since = leg_state.since.map(|since| wording::standing_since(cx.dossier, corridor, since));
            format!("{names}, {}", since.as_deref().unwrap_or("nothing known"))
        }
        None => "no legs given".to_owned(),
    };
    let room = inner.width.saturating_sub(2);
    cx.put(buf, inner.x + 2, y + 1, room, &below, StyleRole::Quiet);
    if y + 2 < inner.bottom() {
        let mut words = vec![wording::count(corridor.legs.len(), "leg", "legs")];
        let closed = format!("closed {} d of {}", state.days_closed, cx.snapshot.day.year());
        words.extend((state.days_closed > 0).then_some(closed));
        words.extend(Some(wording::length(CorridorLength::of(corridor))).filter(|length| !length.is_empty()));
        // All or nothing: a number must not be cut.
        while text::width(&words.join(" · ")) > usize::from(room) && words.len() > 1 {
            words.pop();
        }
        cx.paint.put(buf, inner.x + 2, y + 2, room, &words.join(" · "), cx.paint.style(StyleRole::Quiet));
    }
}

impl Screen for PortsScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            if self.corridors_focused {
                self.corridors.go(motion, cx.shown.of(Kind::Corridor).len());
            } else {
                self.go(motion, self.table(cx).metrics.len());
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.corridors_focused = !self.corridors_focused,
            Action::Right if !self.corridors_focused => {
                let most = self.table(cx).ports.len().saturating_sub(1);
                self.column = (self.column + 1).min(most);
            }
            Action::Left if !self.corridors_focused => self.column = self.column.saturating_sub(1),
            Action::Mark => return self.mark(cx),
            Action::Sort if !self.corridors_focused => return self.sort(cx),
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (ports, corridors, card) = self.areas(cx);
        if !ports.is_empty() {
            self.draw_table(cx, buf, ports);
        }
        if !corridors.is_empty() {
            self.draw_corridors(cx, buf, corridors);
        }
        if card.is_empty() {
            return;
        }
        let compared = self.compared(cx);
        if self.corridors_focused && compared.len() >= 2 {
            compare::draw(cx, buf, card, &compared);
            return;
        }
        let table = self.table(cx);
        let metric = self.row(&table).map(|n| &table.metrics[n]);
        match (self.corridors_focused, metric, self.port(&table)) {
            (false, Some(metric), Some(port)) if table.newest(cx, metric, port).is_none() => {
                let others = table.row(cx, metric);
                draw_content(cx, buf, card, &card::unsourced(&cx.facts(), port, &metric.name, &others));
            }
            _ => draw_card(cx, buf, card, self.selected(cx)),
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        if self.corridors_focused {
            let rows = cx.shown.of(Kind::Corridor);
            return self.corridors.selected(rows.len()).and_then(|n| rows.get(n));
        }
        let table = self.table(cx);
        self.figure(cx, &table).map(Rec::Figure).or_else(|| self.port(&table).map(Rec::Port))
    }

    fn kind(&self) -> Kind {
        if self.corridors_focused { Kind::Corridor } else { Kind::Port }
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        match rec {
            Rec::Corridor(_) => cx.shown.of(Kind::Corridor).position(rec).map(|n| self.corridors.select(n)).is_some(),
            Rec::Port(ix) => self.table(cx).ports.iter().position(|&p| p == ix).map(|n| self.column = n).is_some(),
            _ => false,
        }
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let (ports, corridors, _) = self.areas(cx);
        let before = self.selected(cx);
        if ports.contains((column, row).into()) {
            self.corridors_focused = false;
            if let Some(n) = self.metric.hit(column, row, self.table(cx).metrics.len()) {
                self.metric.select(n);
                self.in_rows = true;
            } else if row == ports.y + 1 {
                self.in_rows = false;
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
