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

use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx, Kind, Rec};
use crate::report::promises::{LedgerEntry, LedgerGroup, ledger, promised_by_short};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{StyleRole, legend, state_role};
use crate::story::SlipDays;
use crate::text;
use crate::ui::widgets::axis::{TimeAxis, ZOOMS};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::StyledText;

use super::cache::ScreenCache;
use super::event_order::EventOrder;
use super::rows::{draw_card, draw_empty, draw_ways_out, list_and_card_of, new_badge};
use super::{Reply, Screen, ScreenContext, bars, motion, next_of};

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

/// The lines, and the widths of their dates.
struct LedgerTable {
    lines: Vec<LedgerLine>,
    dates: [u16; 3],
}

/// The screen's cursor.
#[derive(Debug, Default)]
pub struct LedgerScreen {
    cursor: ListCursor,
    order: EventOrder,
    made: ScreenCache<EventOrder, LedgerTable>,
}

impl LedgerScreen {
    fn table(&self, cx: &ScreenContext<'_>) -> Rc<LedgerTable> {
        self.made.of(cx.shown.of(Kind::Event), self.order, || self.make_table(cx))
    }

    fn make_table(&self, cx: &ScreenContext<'_>) -> LedgerTable {
        let mut entries = ledger(cx.dossier, cx.snapshot, events(cx));
        self.order.sort(cx, &mut entries, |entry| entry.event);
        // The sort is stable, so that within a group the order stays.
        entries.sort_by_key(|entry| entry.group);
        let mut dates = [0; 3];
        let mut lines = Vec::new();
        for members in entries.chunk_by(|a, b| a.group == b.group) {
            lines.push(LedgerLine::Head(members[0].group, members.len()));
            lines.extend(members.iter().copied().map(LedgerLine::Entry));
            for entry in members {
                for (width, date) in dates.iter_mut().zip(dates_of(cx, entry)) {
                    *width = (*width).max(u16::try_from(text::width(&date)).unwrap_or(0));
                }
            }
        }
        LedgerTable { lines, dates }
    }

    /// Moves to the first entry of the next group, or of the one before.
    fn go_to_group(&mut self, forward: bool, lines: &[LedgerLine]) {
        let at = self.at(lines).unwrap_or(0);
        let is_head = |&n: &usize| matches!(lines[n], LedgerLine::Head(..));
        let head =
            if forward { (at + 1..lines.len()).find(is_head) } else { (0..at.saturating_sub(1)).rev().find(is_head) };
        if let Some(head) = head {
            self.cursor.select(head + 1);
        }
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
        let title = format!("Ledger {} {}", cx.paint.glyphs.pick("·", "-"), self.order.words());
        let inner = cx.paint.pane(buf, area, &title, &note, true);
        if lines.is_empty() {
            draw_empty(cx, buf, inner, "promises", promises(cx));
            draw_ways_out(cx, buf, inner, true, &|cx| self.count(cx));
            return;
        }
        let columns = LedgerColumns::of(inner.width, table.dates);
        columns.name(cx, inner);
        let state = if columns.0[6] > 2 { "state" } else { "" };
        let heads = ["first due", "now due", "last heard", "by", "what", "slip", state];
        columns.draw(cx, buf, inner, inner.y, &heads.map(|words| vec![(words.to_owned(), StyleRole::Quiet)]));
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
                    cx.paint.heading(buf, list, y, &pieces);
                }
                LedgerLine::Entry(entry) => {
                    columns.draw(cx, buf, list, y, &cells(cx, entry, &columns));
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
            self.go(motion, &self.table(cx).lines);
            return Reply::Done;
        }
        match action {
            Action::Sort => {
                let rec = self.selected(cx);
                self.order = next_of(EventOrder::OF_LEDGER, self.order);
                rec.into_iter().for_each(|rec| {
                    self.select(rec, cx);
                });
                Reply::Done
            }
            Action::NextPart | Action::PreviousPart => {
                self.go_to_group(action == Action::NextPart, &self.table(cx).lines);
                Reply::Done
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

/// The widths of the table's columns: first due, now due, last heard, by, what, slip, state.
struct LedgerColumns([u16; 7]);

/// The columns of what was promised, and of who promised it.
const WHAT: usize = 4;
const BY: usize = 3;

impl LedgerColumns {
    /// Dates take what they need. Where it is narrow, the date that holds now stands alone, and the state is its sign.
    fn of(width: u16, dates: [u16; 3]) -> LedgerColumns {
        /// A longer date is whole, and what follows it starts further right.
        const WIDEST: u16 = 15;
        let [first, now, heard] = dates.map(|columns| columns.clamp(10, WIDEST) + 1);
        let slip = 7;
        if width >= 110 {
            // The head of the group says the state; its word stands there where it costs no name.
            let state = if width >= 130 { 12 } else { 2 };
            let by = (width / 8).clamp(14, 26);
            let what = width.saturating_sub(first + now + heard + by + slip + state);
            return LedgerColumns([first, now, heard, by, what, slip, state]);
        }
        let (date, state) = (first.max(now), 2);
        let by = if width >= 70 { 16 } else { 12 };
        LedgerColumns([0, date, 0, by, width.saturating_sub(date + by + slip + state), slip, state])
    }

    /// Whether the first date has a column of its own.
    fn is_wide(&self) -> bool {
        self.0[0] > 0
    }

    /// Names the columns for whoever hears the table; what the thing is and how it stands need no name.
    fn name(&self, cx: &ScreenContext<'_>, area: Rect) {
        let mut x = area.x;
        for (name, &width) in ["first due", "now due", "last heard", "by", "", "slip", ""].into_iter().zip(&self.0) {
            cx.paint.column(Rect { x, y: area.y, width, height: 1 }, name);
            x += width;
        }
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, cells: &[Vec<StyledText>; 7]) {
        let (mut x, mut column) = (area.x, area.x);
        for (n, (cell, &width)) in cells.iter().zip(&self.0).enumerate().filter(|(_, (_, width))| **width > 0) {
            let end = column + width;
            let room = end.saturating_sub(x + 1);
            let Some((words, role)) = cell.first() else {
                (x, column) = (x.max(end), end);
                continue;
            };
            let mut used = room;
            if n == WHAT {
                let cell_area = Rect { x, width: room, ..area };
                cx.row(buf, cell_area, y, &cell[..1], &cell[1..]);
            } else if n == 5 {
                cx.paint.put_right(buf, x, x + room, y, words, cx.paint.style(*role));
            } else {
                // A date is never cut: the next column begins behind it.
                let room = if n < BY { u16::try_from(text::width(words)).unwrap_or(room) } else { room };
                let room = if n == 6 { width } else { room };
                used = cx.put(buf, x, y, room, words, *role);
            }
            (x, column) = (end.max(x + used + 1), end);
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

/// What there is to say of a promise beside its name: in words where the name has room too, else as signs.
fn badge(cx: &ScreenContext<'_>, event: EventIx, columns: u16) -> Vec<StyledText> {
    let name = text::width(&text::safe(&cx.dossier[event].title));
    let room = usize::from(columns).saturating_sub(name);
    let assumed = assumed(cx, event);
    let one_side = cx.snapshot.one_side(cx.dossier, event).is_some();
    let mut badge: Vec<StyledText> = Vec::new();
    for in_words in [true, false] {
        badge = new_badge(cx, event.into(), 0).into_iter().collect();
        if let Some(slip) = assumed {
            let sign = legend::ASSUMED.glyph(cx.paint.glyphs);
            let slip = if in_words { format!(" {}", wording::slip_rounded(slip)) } else { String::new() };
            badge.push((format!(" {sign}{slip}"), StyleRole::Doubt));
        }
        if one_side {
            let words = if in_words { "one side" } else { legend::ONE_SIDE.glyph(cx.paint.glyphs) };
            badge.push((format!(" {words}"), StyleRole::Doubt));
        }
        if badge.iter().map(|(words, _)| text::width(words)).sum::<usize>() < room {
            break;
        }
    }
    badge
}

/// The largest slip that an event may inherit from what must happen first.
fn assumed(cx: &ScreenContext<'_>, event: EventIx) -> Option<SlipDays> {
    let slips = cx.snapshot.assumed_slips(cx.dossier, event).into_iter().map(|(_, slip)| slip);
    slips.filter(|slip| slip.1 > 0).max_by_key(|slip| (slip.1, slip.0))
}

/// First due, now due (if that is another date) and last heard.
fn dates_of(cx: &ScreenContext<'_>, entry: &LedgerEntry) -> [String; 3] {
    let state = &cx.snapshot[entry.event];
    let first = entry.row.first_date(&cx.dossier[entry.event].reports);
    let now = match &state.date {
        Some(now) if first != Some(now) => now.display(),
        None if first.is_some() => "no date".to_owned(),
        _ => cx.paint.glyphs.pick("–", "-").to_owned(),
    };
    let source = cx.snapshot.last_heard(cx.dossier, entry.event);
    let heard = source.and_then(|source| cx.dossier.articles.get(source).published_date());
    let heard = heard.map_or_else(|| "undated".to_owned(), |date| date.display());
    [first.map_or_else(|| "no date".to_owned(), EdtfDate::display), now, heard]
}

/// First due, now due, last heard, by, what with its badges, slip, state.
fn cells(cx: &ScreenContext<'_>, entry: &LedgerEntry, columns: &LedgerColumns) -> [Vec<StyledText>; 7] {
    let state = &cx.snapshot[entry.event];
    let glyphs = cx.paint.glyphs;
    let [first, now, heard] = dates_of(cx, entry);
    let slip = match state.slip {
        Some(slip) if slip.1 > 0 => wording::slip_rounded(slip),
        _ => String::new(),
    };
    // Where one date stands alone, it is the one that holds now.
    let date = if columns.is_wide() { now } else { state.date.as_ref().map_or(first.clone(), EdtfDate::display) };
    let by = text::safe(&promised_by_short(cx.dossier, entry.row)).into_owned();
    let sign = glyphs.state(state.status);
    let has_word = columns.0[6] > 2;
    let state_words = if has_word { format!("{sign} {}", entry.row.outcome.word()) } else { sign.to_owned() };
    let mut what = vec![(cx.dossier[entry.event].title.clone(), StyleRole::Text)];
    what.extend(badge(cx, entry.event, columns.0[WHAT].saturating_sub(1)));
    [
        vec![(first, StyleRole::Text)],
        vec![(date, StyleRole::Text)],
        vec![(heard, StyleRole::Quiet)],
        vec![(by, StyleRole::Quiet)],
        what,
        vec![(slip, StyleRole::Doubt)],
        vec![(state_words, state_role(state.status))],
    ]
}
