//! Ledger: who promised what, by when, and what came of it? Below, the dates on a common axis.
//!
//! ```text
//! ┏ Ledger ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ Overdue  15                                               ┃
//! ┃   first said   what        promised by   now   slip  state┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ╭ Dates: one line an event, on high terminals ──────────────╮
//! ╭ card ─────────────────────────────────────────────────────╮
//! ```

use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx, Kind, Rec};
use crate::report::promises::{LedgerEntry, LedgerGroup, ledger, promised_by_short};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{StyleRole, state_role};
use crate::story::{QuietDays, SlipDays};
use crate::text;
use crate::ui::widgets::axis::{TimeAxis, ZOOMS};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::StyledText;

use super::cache::ScreenCache;
use super::rows::{draw_card, draw_empty, draw_ways_out, new_badge, rests_on};
use super::{Reply, Screen, ScreenContext, bars, list_and_card, motion};

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

/// The screen's cursor.
#[derive(Debug, Default)]
pub struct LedgerScreen {
    cursor: ListCursor,
    made: ScreenCache<(), Vec<LedgerLine>>,
}

impl LedgerScreen {
    fn lines(&self, cx: &ScreenContext<'_>) -> Rc<Vec<LedgerLine>> {
        self.made.of(cx.shown.of(Kind::Event), (), || LedgerScreen::make_lines(cx))
    }

    fn make_lines(cx: &ScreenContext<'_>) -> Vec<LedgerLine> {
        let mut lines = Vec::new();
        for members in ledger(cx.dossier, cx.snapshot, events(cx)).chunk_by(|a, b| a.group == b.group) {
            lines.push(LedgerLine::Head(members[0].group, members.len()));
            lines.extend(members.iter().copied().map(LedgerLine::Entry));
        }
        lines
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
    fn areas(cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        if cx.zoomed {
            return (cx.area, Rect::ZERO, Rect::ZERO);
        }
        let (list, card) = list_and_card(cx.area);
        if list.height < 20 {
            return (list, Rect::ZERO, card);
        }
        // The dates take a third of the height, half of it from the list and half from the card.
        let chart = (cx.area.height / 4).clamp(8, 20);
        let card = Rect { y: card.y + chart / 3, height: card.height - chart / 3, ..card };
        let upper = Rect { height: card.y - list.y - chart, ..list };
        (upper, Rect { y: upper.bottom(), height: chart, ..list }, card)
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, lines: &[LedgerLine]) {
        let entries = lines.iter().filter(|l| matches!(l, LedgerLine::Entry(_))).count();
        let of = |g: LedgerGroup| {
            lines.iter().find_map(|l| if let LedgerLine::Head(h, n) = l { (*h == g).then_some(*n) } else { None })
        };
        let overdue = of(LedgerGroup::Overdue).unwrap_or(0);
        let note = format!("{}, {overdue} overdue", wording::count(entries, "expected thing", "expected things"));
        let inner = cx.paint.pane(buf, area, "Ledger", &note, true);
        if lines.is_empty() {
            draw_empty(cx, buf, inner, "promises", promises(cx));
            draw_ways_out(cx, buf, inner, true, &|cx| self.count(cx));
            return;
        }
        let table = LedgerColumns::of(inner.width);
        table.draw(
            cx,
            buf,
            inner,
            inner.y,
            &["first said", "what", "promised by", "now", "slip", "state"].map(|w| (w.to_owned(), StyleRole::Quiet)),
        );
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
                LedgerLine::Head(group, count) => {
                    let pieces =
                        [(group.title().to_owned(), StyleRole::Strong), (format!("  {count}"), StyleRole::Quiet)];
                    cx.paint.pieces(buf, list.x, y, list.width, &pieces);
                }
                LedgerLine::Entry(entry) => {
                    table.draw(cx, buf, list, y, &cells(cx, entry));
                    table.draw_what(cx, buf, list, y, entry);
                }
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
        let names = (inner.width * 3 / 10).min(40);
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
            let lines = self.lines(cx);
            self.go(motion, &lines);
            return Reply::Done;
        }
        match action {
            Action::Enter => self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => Reply::Ignored,
        }
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (list, dates, card) = Self::areas(cx);
        let lines = self.lines(cx);
        self.draw_list(cx, buf, list, &lines);
        if !dates.is_empty() {
            self.draw_dates(cx, buf, dates, &lines);
        }
        if !card.is_empty() {
            draw_card(cx, buf, card, self.selected(cx));
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let lines = self.lines(cx);
        match &lines[self.at(&lines)?] {
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
        let at = self.lines(cx).iter().position(|l| matches!(l, LedgerLine::Entry(e) if e.event == ix));
        at.map(|at| self.cursor.select(at)).is_some()
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let lines = self.lines(cx);
        let Some(at) = self.cursor.hit(column, row, lines.len()) else { return Reply::Ignored };
        let LedgerLine::Entry(entry) = &lines[at] else { return Reply::Done };
        if self.at(&lines) == Some(at) {
            return Reply::Open(Rec::Event(entry.event));
        }
        self.cursor.select(at);
        Reply::Done
    }
}

/// The widths of the columns: first said, what, by, now, slip, state.
struct LedgerColumns([u16; 6]);

impl LedgerColumns {
    /// Dates and slips have fixed widths; the names share the rest, and the promiser is dropped first on narrow
    /// terminals.
    fn of(width: u16) -> LedgerColumns {
        let (first, now, slip, state) = (18, 21, 15, 11);
        let fixed = first + now + slip + state;
        if width >= 110 {
            let by = 17 + (width - 110) / 4;
            return LedgerColumns([first, width.saturating_sub(fixed + by), by, now, slip, state]);
        }
        if width >= 70 {
            return LedgerColumns([first, width.saturating_sub(first + now + slip + 2), 0, now, slip, 2]);
        }
        LedgerColumns([first, width.saturating_sub(first + slip + 2), 0, 0, slip, 2])
    }

    /// The name with its badges: one-sidedness, and the slip it may inherit
    /// from other events.
    fn draw_what(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, entry: &LedgerEntry) {
        let cell = Rect { x: area.x + self.0[0], width: self.0[1].saturating_sub(1), ..area };
        let name = [(cx.dossier[entry.event].title.clone(), StyleRole::Text)];
        cx.row(buf, cell, y, &name, &badge(cx, entry.event, cell.width));
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, cells: &[StyledText; 6]) {
        let mut x = area.x;
        for (n, ((content, role), &width)) in cells.iter().zip(&self.0).enumerate() {
            let room = width.saturating_sub(1);
            let content = if n == 5 && width <= 2 { content.chars().take(1).collect() } else { content.clone() };
            if n == 4 {
                cx.paint.put_right(buf, x, x + room, y, &content, cx.paint.style(*role));
            } else if width > 0 {
                cx.put(buf, x, y, if n == 5 { width } else { room }, &content, *role);
            }
            x += width;
        }
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

/// The first and last days of the first and the current date.
fn days(cx: &ScreenContext<'_>, entry: &LedgerEntry) -> Vec<NaiveDate> {
    let first = entry.row.first_date(&cx.dossier[entry.event].reports);
    let now = cx.snapshot[entry.event].date.as_ref();
    first.into_iter().chain(now).flat_map(|date| [date.earliest(), date.latest()]).flatten().collect()
}

/// The days of silence about a pending event, if they are many.
fn quiet(cx: &ScreenContext<'_>, event: EventIx) -> Option<QuietDays> {
    let open = cx.snapshot[event].status.is_open();
    cx.snapshot.quiet(cx.dossier, event).filter(|quiet| open && quiet.is_long())
}

/// ` ~ +88 d assumed one side`: the badges that fit beside the name, the most important last.
fn badge(cx: &ScreenContext<'_>, event: EventIx, columns: u16) -> Vec<StyledText> {
    let mut badge = Vec::new();
    if let Some(slip) = assumed(cx, event) {
        badge.push((format!(" ~ {} assumed", wording::slip(slip)), StyleRole::Doubt));
    }
    badge.extend(rests_on(cx, event));
    badge.splice(0..0, new_badge(cx, event.into(), columns));
    // The name keeps 16 columns.
    let room = usize::from(columns.saturating_sub(16));
    while !badge.is_empty() && badge.iter().map(|(t, _)| text::width(t)).sum::<usize>() > room {
        badge.remove(badge.len() - 1);
    }
    badge
}

/// The largest slip that an event may inherit from what must happen first.
fn assumed(cx: &ScreenContext<'_>, event: EventIx) -> Option<SlipDays> {
    let slips = cx.snapshot.assumed_slips(cx.dossier, event).into_iter().map(|(_, slip)| slip);
    slips.filter(|slip| slip.1 > 0).max_by_key(|slip| (slip.1, slip.0))
}

/// First said, what, by, now, slip, state.
fn cells(cx: &ScreenContext<'_>, entry: &LedgerEntry) -> [StyledText; 6] {
    let state = &cx.snapshot[entry.event];
    let glyphs = cx.paint.glyphs;
    let promised = entry.row.first_date(&cx.dossier[entry.event].reports);
    let first = promised.map_or_else(|| "no date".to_owned(), EdtfDate::display);
    let now = match &state.date {
        Some(now) if promised != Some(now) => format!("{} {}", glyphs.arrow(), now.display()),
        None if promised.is_some() => format!("{} no date", glyphs.arrow()),
        // If no new date was given, the column shows how long the sources have been silent.
        _ => quiet(cx, entry.event).map_or_else(String::new, |quiet| format!("quiet {}", wording::quiet_short(quiet))),
    };
    let moved = if now.starts_with("quiet") { StyleRole::Quiet } else { StyleRole::Text };
    let slip = match state.slip {
        Some(slip) if slip.1 > 0 => wording::slip(slip),
        _ => String::new(),
    };
    let by = promised_by_short(cx.dossier, entry.row);
    let word = format!("{} {}", glyphs.state(state.status), entry.row.outcome.word());
    [
        (first, StyleRole::Text),
        (String::new(), StyleRole::Text),
        (text::safe(&by).into_owned(), StyleRole::Quiet),
        (now, moved),
        (slip, StyleRole::Doubt),
        (word, state_role(state.status)),
    ]
}
