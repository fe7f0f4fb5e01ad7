//! Inbox: what came in from the feeds, and what is done with it? A list, the text of the item, and how the feeds fare.
//!
//! ```text
//! ┏ Inbox ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓╭ Delegation to visit Ostport ──╮
//! ┃ 3 Sep  The Post    Delegation to…  Holt · Ostport┃│ The text, with marks          │
//! ┃ 2 Sep  Herald      Talks end   ≈ 3  Ostport      ┃├ Feeds ────────────────────────┤
//! ┃                                                  ┃│ The Post  12 in 4 weeks       │
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 12 ━━━━┛╰───────────────────────────────╯
//! ```

mod draw;

use std::cell::RefCell;
use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Reply, Screen, ScreenContext, columns, list_and_card, motion};
use crate::desk::archive::ArchiveItem;
use crate::dossier::{Kind, Rec};
use crate::query::ItemState;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::inbox::{InboxDeed, InboxListing, InboxRow};
use crate::ui::message::ReadItem;
use crate::ui::overlays::activity::ActivityPage;
use crate::ui::overlays::assignee::AssigneePrompt;
use crate::ui::overlays::keep::KeepMenu;
use crate::ui::overlays::reader::ReaderPage;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::reader::TextReader;

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum InboxPane {
    #[default]
    List,
    Reader,
    Feeds,
}

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct InboxScreen {
    list: ListCursor,
    pane: InboxPane,
    by_relevance: bool,
    /// Groups that are open, by the row of the oldest item.
    open: BTreeSet<i64>,
    /// Items that are decided together, by row.
    marked: BTreeSet<i64>,
    /// The text of the item that was drawn last, by row and length.
    text: RefCell<Option<((i64, usize), TextReader)>>,
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct InboxLine {
    /// Position among the rows.
    row: usize,
    /// How many items say nearly the same; 0 within an open group.
    alike: usize,
    /// Whether it stands within an open group.
    within: bool,
}

impl InboxScreen {
    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect) {
        if cx.zoomed {
            return if self.pane == InboxPane::List { (cx.area, Rect::ZERO) } else { (Rect::ZERO, cx.area) };
        }
        if cx.is_wide() {
            let [list, reader] = columns(cx.area, [56, 44]);
            return (list, reader);
        }
        list_and_card(cx.area)
    }

    /// The lines of the list, in order: a group stands where its first item would, under its oldest.
    fn lines(&self, listing: &InboxListing) -> Vec<InboxLine> {
        let mut order: Vec<usize> = (0..listing.rows.len()).collect();
        if self.by_relevance {
            // Rows come newest first, and the sort is stable.
            let relevance = |row: usize| listing.rows[row].relevance();
            order.sort_by(|&a, &b| relevance(b).total_cmp(&relevance(a)));
        }
        let group_of = |row: usize| listing.groups.iter().find(|group| group.contains(&row));
        let mut done = BTreeSet::new();
        let mut lines = Vec::new();
        for row in order {
            let Some(group) = group_of(row) else {
                lines.push(InboxLine { row, alike: 0, within: false });
                continue;
            };
            let oldest = group[0];
            if !done.insert(oldest) {
                continue;
            }
            lines.push(InboxLine { row: oldest, alike: group.len(), within: false });
            if self.open.contains(&listing.rows[oldest].item.row) {
                lines.extend(group[1..].iter().map(|&row| InboxLine { row, alike: 0, within: true }));
            }
        }
        lines
    }

    /// The line and the row under the cursor.
    fn current<'a>(&self, cx: &ScreenContext<'a>) -> Option<(InboxLine, &'a InboxRow)> {
        let listing = cx.inbox?;
        let lines = self.lines(listing);
        let line = lines[self.list.selected(lines.len())?];
        Some((line, &listing.rows[line.row]))
    }

    /// The rows under the cursor: one, or all of a closed group, the oldest first.
    fn under_cursor<'a>(&self, cx: &ScreenContext<'a>) -> Vec<&'a InboxRow> {
        let (Some(listing), Some((line, row))) = (cx.inbox, self.current(cx)) else { return Vec::new() };
        let is_closed = line.alike > 1 && !self.open.contains(&row.item.row);
        match listing.groups.iter().find(|group| group[0] == line.row).filter(|_| is_closed) {
            Some(group) => group.iter().map(|&at| &listing.rows[at]).collect(),
            None => vec![row],
        }
    }

    /// The rows that are marked; items that are being decided on have left the list, and keep their marks until they are.
    fn marked_of<'a>(&self, listing: Option<&'a InboxListing>) -> Vec<&'a InboxRow> {
        let rows = listing.into_iter().flat_map(|listing| &listing.rows);
        rows.filter(|row| self.marked.contains(&row.item.row)).collect()
    }

    /// The rows that a decision is about: those that are marked, else those under the cursor.
    fn chosen<'a>(&self, cx: &ScreenContext<'a>) -> Vec<&'a InboxRow> {
        let marked = self.marked_of(cx.inbox);
        if marked.is_empty() { self.under_cursor(cx) } else { marked }
    }

    fn decide(&mut self, state: ItemState, cx: &ScreenContext<'_>) -> Reply {
        let items: Vec<ArchiveItem> = self.chosen(cx).into_iter().map(|row| row.item.clone()).collect();
        if items.is_empty() {
            return Reply::Refused("no item is selected".to_owned());
        }
        Reply::Ask(Effect::DoInInbox(InboxDeed::Decide(items, state)))
    }

    /// Asks who the items are put off for.
    fn assign(&mut self, cx: &ScreenContext<'_>) -> Reply {
        let items: Vec<ArchiveItem> = self.chosen(cx).into_iter().map(|row| row.item.clone()).collect();
        if items.is_empty() {
            return Reply::Refused("no item is selected".to_owned());
        }
        Reply::Overlay(Box::new(AssigneePrompt::new(items)))
    }

    /// Keeps items; where they say nearly the same as others, it is asked what they are based on.
    fn keep(&mut self, cx: &ScreenContext<'_>) -> Reply {
        let rows = self.chosen(cx);
        if rows.is_empty() {
            return Reply::Refused("no item is selected".to_owned());
        }
        let menu = KeepMenu::of(&rows).filter(|_| self.marked_of(cx.inbox).is_empty());
        let items = rows.into_iter().map(|row| row.item.clone()).collect();
        match menu {
            Some(menu) => Reply::Overlay(Box::new(menu)),
            None => Reply::Ask(Effect::DoInInbox(InboxDeed::Keep(items, None))),
        }
    }

    /// Takes the marks of these items away: something was decided about them.
    pub fn unmark(&mut self, rows: &[i64]) {
        self.marked.retain(|marked| !rows.contains(marked));
    }

    /// Marks what is under the cursor, or takes the mark away, and goes on.
    fn mark(&mut self, cx: &ScreenContext<'_>) {
        let rows: Vec<i64> = self.under_cursor(cx).into_iter().map(|row| row.item.row).collect();
        if rows.iter().all(|row| self.marked.contains(row)) {
            self.marked.retain(|marked| !rows.contains(marked));
        } else {
            self.marked.extend(rows);
        }
        let len = cx.inbox.map_or(0, |listing| self.lines(listing).len());
        self.list.go(CursorMotion::Down, len);
    }

    /// The item under the cursor of a list.
    #[must_use]
    pub fn row_in(&self, listing: &InboxListing) -> Option<i64> {
        let lines = self.lines(listing);
        self.list.selected(lines.len()).map(|at| listing.rows[lines[at].row].item.row)
    }

    /// Puts the cursor on an item, where another list has it too.
    pub fn follow(&mut self, row: Option<i64>, listing: &InboxListing) {
        *self.text.get_mut() = None;
        let lines = self.lines(listing);
        let at = row.and_then(|row| lines.iter().position(|line| listing.rows[line.row].item.row == row));
        at.into_iter().for_each(|at| self.list.select(at));
        self.marked.retain(|marked| listing.rows.iter().any(|row| row.item.row == *marked));
    }

    fn open_group(&mut self, open: bool, cx: &ScreenContext<'_>) {
        let Some((line, row)) = self.current(cx) else { return };
        if line.alike > 1 {
            let oldest = row.item.row;
            if open {
                self.open.insert(oldest)
            } else {
                self.open.remove(&oldest)
            };
        }
    }

    fn read(&self, cx: &ScreenContext<'_>) -> Reply {
        let Some((_, row)) = self.current(cx) else { return Reply::Done };
        let (day, seen) = (row.item.day(), row.item.seen.date_naive());
        let item = ReadItem { row: row.item.row, page: row.item.page(), day, seen };
        Reply::Overlay(Box::new(ReaderPage::of_item(item, cx)))
    }

    fn with_item(&self, cx: &ScreenContext<'_>, ask: impl FnOnce(&InboxRow) -> Reply) -> Reply {
        self.current(cx).map_or_else(|| Reply::Refused("no item is selected".to_owned()), |(_, row)| ask(row))
    }

    fn go(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        if self.pane == InboxPane::Reader {
            if let Some((_, reader)) = self.text.get_mut() {
                reader.go(motion);
            }
            return;
        }
        let len = cx.inbox.map_or(0, |listing| self.lines(listing).len());
        self.list.go(motion, len);
    }
}

impl Screen for InboxScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            self.go(motion, cx);
            return Reply::Done;
        }
        match action {
            Action::NextPane => {
                self.pane = match self.pane {
                    InboxPane::List => InboxPane::Reader,
                    InboxPane::Reader => InboxPane::Feeds,
                    InboxPane::Feeds => InboxPane::List,
                };
            }
            Action::PreviousPane => {
                self.pane = match self.pane {
                    InboxPane::List => InboxPane::Feeds,
                    InboxPane::Reader => InboxPane::List,
                    InboxPane::Feeds => InboxPane::Reader,
                };
            }
            Action::Right => self.open_group(true, cx),
            Action::Left => self.open_group(false, cx),
            Action::MarkItem => self.mark(cx),
            Action::SortItems => {
                self.by_relevance = !self.by_relevance;
                self.list.select(0);
                let order =
                    if self.by_relevance { "by relevance: the sum of what an item names" } else { "newest first" };
                return Reply::Say(order.to_owned());
            }
            Action::KeepItem => return self.keep(cx),
            Action::DropItem => return self.decide(ItemState::Dropped, cx),
            Action::PutOff => return self.decide(ItemState::Later, cx),
            Action::PutOffFor => return self.assign(cx),
            Action::ItemActivity => return self.with_item(cx, |row| Reply::Overlay(Box::new(ActivityPage::of(row)))),
            Action::Enter => return self.read(cx),
            Action::ReadItemPage => {
                return self.with_item(cx, |row| {
                    Reply::Ask(Effect::DoInInbox(InboxDeed::ReadPage(Box::new(row.item.clone()))))
                });
            }
            Action::OpenLink => {
                return self.with_item(cx, |row| match &row.item.url {
                    Some(url) => Reply::Ask(Effect::OpenUrl(url.clone())),
                    None => Reply::Refused("the item has no address".to_owned()),
                });
            }
            Action::Copy => {
                return self.with_item(cx, |row| {
                    let url = row.item.url.as_deref().unwrap_or_default();
                    let text = format!("{} ({}, {}) {url}", row.item.label(), row.item.outlet, row.item.day());
                    Reply::Ask(Effect::Copy(text.trim_end().to_owned(), "item".to_owned()))
                });
            }
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        self.draw_all(cx, buf);
    }

    fn selected(&self, _cx: &ScreenContext<'_>) -> Option<Rec> {
        None
    }

    fn select(&mut self, _rec: Rec, _cx: &ScreenContext<'_>) -> bool {
        false
    }

    /// Items are no records; without any, nothing can be decided.
    fn is_idle(&self, action: Action, cx: &ScreenContext<'_>) -> bool {
        use Action::{DropItem, Enter, ItemActivity, KeepItem, MarkItem, PutOff, PutOffFor, ReadItemPage, SortItems};
        let of_item = [KeepItem, DropItem, PutOff, PutOffFor, ItemActivity, MarkItem, ReadItemPage, SortItems, Enter];
        match action {
            Action::Copy => true,
            Action::FetchFeeds => cx.dossier.feeds.is_empty(),
            action => of_item.contains(&action) && self.count(cx) == 0,
        }
    }

    fn kind(&self) -> Kind {
        Kind::Article
    }

    fn count(&self, cx: &ScreenContext<'_>) -> usize {
        cx.inbox.map_or(0, |listing| listing.rows.len())
    }

    fn noun(&self, n: usize) -> &'static str {
        if n == 1 { "item" } else { "items" }
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let len = cx.inbox.map_or(0, |listing| self.lines(listing).len());
        if let Some(n) = self.list.hit(column, row, len) {
            let again = self.pane == InboxPane::List && self.list.selected(len) == Some(n);
            self.list.select(n);
            self.pane = InboxPane::List;
            return if again { self.read(cx) } else { Reply::Done };
        }
        if self.areas(cx).1.contains((column, row).into()) {
            self.pane = InboxPane::Reader;
        }
        Reply::Done
    }
}
