//! Ledger: who promised what, by when, and what came of it? Below, the dates on a common axis.
//!
//! ```text
//! ┏ Ledger ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ Overdue  15                                               ┃
//! ┃ first due  now due  last heard  by   what     slip  state ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ╭ Dates: one line an event, on high terminals ──────────────╮
//! ╭ card ─────────────────────────────────────────────────────╮
//! ```

mod columns;

use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EventIx, Kind, Rec, Report, ReportStatus};
use crate::report::promises::{LedgerEntry, LedgerGroup, ledger};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::widgets::axis::{TimeAxis, ZOOMS};
use crate::ui::widgets::list::{CursorMotion, ListCursor};

use columns::{LedgerColumns, LedgerWidths};

use super::cache::ScreenCache;
use super::event_order::EventOrder;
use super::rows::{draw_card, draw_empty, draw_group, draw_ways_out, list_and_card_of};
use super::{Reply, Screen, ScreenContext, bars, motion, next_group, next_of, no_group};

/// How many entries are measured for the widths of columns, the first ones: all of any story that people keep, and no
/// longer than a frame of one that a program wrote. Where a later one is wider, its row gives way, as in a narrow terminal.
const MEASURED: usize = 1000;

/// One line: the heading of a group, or an entry.
enum LedgerLine {
    Head(LedgerGroup, usize),
    Entry(LedgerEntry),
}

impl LedgerLine {
    fn entry(&self) -> Option<&LedgerEntry> {
        if let LedgerLine::Entry(entry) = self { Some(entry) } else { None }
    }
}

/// The lines, and the widths of what stands in them.
struct LedgerTable {
    lines: Vec<LedgerLine>,
    widths: LedgerWidths,
}

/// The screen's cursor.
#[derive(Debug, Default)]
pub struct LedgerScreen {
    cursor: ListCursor,
    order: EventOrder,
    cached: ScreenCache<EventOrder, LedgerTable>,
}

impl LedgerScreen {
    fn table(&self, cx: &ScreenContext<'_>) -> Rc<LedgerTable> {
        self.cached.of(cx.shown.of(Kind::Event), self.order, || self.make_table(cx))
    }

    fn make_table(&self, cx: &ScreenContext<'_>) -> LedgerTable {
        let mut entries = ledger(cx.dossier, cx.snapshot, events(cx));
        self.order.sort(cx, &mut entries, |entry| entry.event);
        // The sort is stable, so that within a group the order stays.
        entries.sort_by_key(|entry| entry.group);
        let (mut widths, mut lines) = (LedgerWidths::default(), Vec::new());
        entries.iter().take(MEASURED).for_each(|entry| widths.widen(cx, entry));
        for members in entries.chunk_by(|a, b| a.group == b.group) {
            lines.push(LedgerLine::Head(members[0].group, members.len()));
            lines.extend(members.iter().copied().map(LedgerLine::Entry));
        }
        LedgerTable { lines, widths }
    }

    /// Moves to the first entry of the next group, or of the one before; says why if there is none.
    fn go_to_group(&mut self, forward: bool, lines: &[LedgerLine]) -> Reply {
        let at = self.at(lines).unwrap_or(0);
        let first = next_group(at, lines.len(), forward, |n| matches!(lines[n], LedgerLine::Head(..)));
        let Some(first) = first else { return no_group(forward) };
        self.cursor.select(first);
        Reply::Done
    }

    /// The selected line, never a heading.
    fn at(&self, lines: &[LedgerLine]) -> Option<usize> {
        let at = self.cursor.selected(lines.len())?;
        match lines[at] {
            LedgerLine::Entry(_) => Some(at),
            LedgerLine::Head(..) => (at + 1 < lines.len()).then_some(at + 1),
        }
    }

    fn go(&mut self, motion: CursorMotion, lines: &[LedgerLine]) {
        if let Some(at) = self.at(lines) {
            self.cursor.select(at);
        }
        self.cursor.go(motion, lines.len());
        let up = matches!(motion, CursorMotion::Up | CursorMotion::PageUp | CursorMotion::HalfUp);
        if let Some(at) = self.cursor.selected(lines.len())
            && matches!(lines[at], LedgerLine::Head(..))
        {
            self.cursor.select(if up && at > 0 { at - 1 } else { at + 1 });
        }
    }

    /// List, dates and card; the dates only if there is room for all three.
    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        if cx.zoomed {
            return (cx.area, Rect::ZERO, Rect::ZERO);
        }
        let (list, card) = list_and_card_of(cx, self.table(cx).lines.len() + 1, self.selected(cx));
        if list.height < 20 {
            return (list, Rect::ZERO, card);
        }
        // The dates take a third of the height, half of it from the list and half from the card.
        let chart = (cx.area.height / 4).clamp(8, 20);
        let given = (chart / 3).min(card.height.saturating_sub(6));
        let card = Rect { y: card.y + given, height: card.height - given, ..card };
        let upper = Rect { height: card.y - list.y - chart, ..list };
        (upper, Rect { y: upper.bottom(), height: chart, ..list }, card)
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, table: &LedgerTable) {
        let lines = &table.lines;
        let entries = lines.iter().filter(|l| matches!(l, LedgerLine::Entry(_))).count();
        let of = |g: LedgerGroup| {
            lines.iter().find_map(|l| if let LedgerLine::Head(h, n) = l { (*h == g).then_some(*n) } else { None })
        };
        let overdue = of(LedgerGroup::Overdue).unwrap_or(0);
        let note = format!("{}, {overdue} overdue", wording::count(entries, "expected thing", "expected things"));
        let title = cx.list_title("Ledger", self.order.words());
        let inner = cx.paint.pane(buf, area, &title, &note, true);
        if lines.is_empty() {
            draw_empty(cx, buf, inner, "promises", promises(cx), held_promises(cx));
            draw_ways_out(cx, buf, inner, true, &|cx| self.count(cx));
            return;
        }
        let columns = LedgerColumns::of(inner.width, &table.widths);
        if !cx.paint.is_heard() {
            columns.draw_heads(cx, buf, inner, inner.y);
        }
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let at = self.at(lines);
        let mut cursor = self.cursor.clone();
        cursor.select(at.unwrap_or(0));
        // Keeps the heading of the first group visible with its first entry.
        if at == Some(1) {
            let mut top = cursor.clone();
            top.select(0);
            top.layout(list, 1, lines.len());
            cursor.layout_at(&top);
        }
        let seen = cursor.layout(list, 1, lines.len());
        self.cursor.layout_at(&cursor);
        for (n, y) in seen.zip(list.y..) {
            match &lines[n] {
                LedgerLine::Head(group, count) => draw_group(cx, buf, list, y, (group.title(), *count)),
                LedgerLine::Entry(entry) => columns.draw(cx, buf, list, y, entry),
            }
            if Some(n) == at {
                cx.paint.select(buf, list, y, 1, true);
            }
        }
    }

    /// The entries around the selected one, each on one line of a common axis.
    fn draw_dates(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, lines: &[LedgerLine]) {
        let inner = cx.paint.pane(buf, area, "Dates", "", false);
        let Some(at) = self.at(lines) else { return };
        let fit = usize::from(inner.height.saturating_sub(1));
        // As many before it as after it, or more on one side if the other has fewer.
        let before: Vec<&LedgerEntry> = lines[..at].iter().rev().filter_map(LedgerLine::entry).take(fit).collect();
        let after: Vec<&LedgerEntry> = lines[at..].iter().filter_map(LedgerLine::entry).take(fit).collect();
        let lead = before.len().min((fit / 2).max(fit - after.len()));
        let around: Vec<&LedgerEntry> = before[..lead].iter().rev().chain(&after).take(fit).copied().collect();
        let selected = after.first().map(|entry| entry.event);
        let widest = around.iter().map(|entry| text::width(&text::safe(&cx.dossier[entry.event].title))).max();
        let widest = u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX);
        let names = widest.min((inner.width * 2 / 5).min(60));
        let right = Rect { x: inner.x + names + 1, width: inner.width.saturating_sub(names + 1), ..inner };
        let axis = axis_over(cx, &around, right.width);
        bars::draw_ticks(cx, buf, right, &axis);
        let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..right };
        bars::draw_now(cx, buf, rows, &axis);
        for (entry, y) in around.iter().zip(rows.y..rows.bottom()) {
            let title = &cx.dossier[entry.event].title;
            let role = if Some(entry.event) == selected { StyleRole::Strong } else { StyleRole::Quiet };
            cx.put(buf, inner.x, y, names, title, role);
            bars::draw_event(cx, buf, rows, y, &axis, entry.event);
        }
    }
}

/// The shortest axis that contains all dates of these entries and now.
fn axis_over(cx: &ScreenContext<'_>, entries: &[&LedgerEntry], width: u16) -> TimeAxis {
    let days = entries.iter().flat_map(|e| days(cx, e)).chain([cx.snapshot.day]);
    let (first, last) = days.fold((cx.snapshot.day, cx.snapshot.day), |(a, b), d| (a.min(d), b.max(d)));
    let span = u64::try_from((last - first).num_days()).unwrap_or(0);
    let cells = u64::from(width.saturating_sub(4).max(1));
    let days = ZOOMS.into_iter().find(|&z| z * cells >= span).unwrap_or(ZOOMS[ZOOMS.len() - 1]);
    TimeAxis { left: first, days, width }.moved(-1)
}

impl Screen for LedgerScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            self.go(motion, &self.table(cx).lines);
            return Reply::Done;
        }
        match action {
            Action::Sort => {
                self.order = next_of(EventOrder::OF_LEDGER, self.order);
                self.cursor.select(0);
                Reply::Done
            }
            Action::NextPart | Action::PreviousPart => {
                self.go_to_group(action == Action::NextPart, &self.table(cx).lines)
            }
            Action::Enter => self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => Reply::Ignored,
        }
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (list, dates, card) = self.areas(cx);
        let table = self.table(cx);
        self.draw_list(cx, buf, list, &table);
        if !dates.is_empty() {
            self.draw_dates(cx, buf, dates, &table.lines);
        }
        if !card.is_empty() {
            draw_card(cx, buf, card, self.selected(cx));
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let table = self.table(cx);
        let lines = &table.lines;
        match &lines[self.at(lines)?] {
            LedgerLine::Entry(entry) => Some(Rec::Event(entry.event)),
            LedgerLine::Head(..) => None,
        }
    }

    fn count(&self, cx: &ScreenContext<'_>) -> usize {
        events(cx).filter(|&ix| cx.snapshot[ix].ledger.is_some()).count()
    }

    fn noun(&self, n: usize) -> &'static str {
        if n == 1 { "promise" } else { "promises" }
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Event(ix) = rec else { return false };
        let at = self.table(cx).lines.iter().position(|l| matches!(l, LedgerLine::Entry(e) if e.event == ix));
        at.map(|at| self.cursor.select(at)).is_some()
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let table = self.table(cx);
        let lines = &table.lines;
        let Some(at) = self.cursor.hit(column, row, lines.len()) else { return Reply::Ignored };
        let LedgerLine::Entry(entry) = &lines[at] else { return Reply::Done };
        if self.at(lines) == Some(at) {
            return Reply::Open(Rec::Event(entry.event));
        }
        self.cursor.select(at);
        Reply::Done
    }
}

/// The events that match the filter.
fn events<'a>(cx: &'a ScreenContext<'_>) -> impl Iterator<Item = EventIx> + 'a {
    cx.shown.of(Kind::Event).iter().filter_map(|rec| if let Rec::Event(ix) = rec { Some(ix) } else { None })
}

/// The number of promises without a filter.
fn promises(cx: &ScreenContext<'_>) -> usize {
    cx.snapshot.events.iter().filter(|state| state.visible && state.ledger.is_some()).count()
}

/// The number of events of which any report looks ahead, known or not.
fn held_promises(cx: &ScreenContext<'_>) -> usize {
    let is_forecast = |report: &Report| report.status.is_some_and(ReportStatus::is_forecast);
    cx.dossier.events.iter().filter(|event| event.reports.iter().any(is_forecast)).count()
}

/// The first and last days of the first and the current date.
fn days(cx: &ScreenContext<'_>, entry: &LedgerEntry) -> Vec<NaiveDate> {
    let first = entry.row.first_date(&cx.dossier[entry.event].reports);
    let now = cx.snapshot[entry.event].date.as_ref();
    first.into_iter().chain(now).flat_map(|date| [date.earliest(), date.latest()]).flatten().collect()
}
