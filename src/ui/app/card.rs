//! An open card: it fills the screen, and its lines lead to other records.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::Rec;
use crate::report::card::{self, CardEntry, CardExtent};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{StyleRole, legend};
use crate::text;
use crate::ui::screens::rows::draw_line;
use crate::ui::screens::{READABLE, Reply, ScreenContext, motion};
use crate::ui::widgets::list::ListCursor;

/// An open card, one of the breadcrumbs.
pub(super) struct Breadcrumb {
    pub rec: Rec,
    pub cursor: ListCursor,
    /// Whether it was opened by stepping through the changes.
    pub by_step: bool,
}

/// The title and lines of a card at the width of the screen.
pub(super) fn lines(cx: &ScreenContext<'_>, rec: Rec) -> (String, Vec<card::CardLine>) {
    let card = cx.card(rec, CardExtent::Whole);
    let seen = usize::from(cx.area.width.saturating_sub(4)).min(READABLE);
    // What is heard has one line an entry.
    let columns = if cx.paint.is_heard() { usize::from(u16::MAX) } else { seen };
    let lines = card::layout(&card, columns);
    (card.title, lines)
}

/// Whether a line has a label, so that a part of the card begins there.
fn begins_part(line: &card::CardLine) -> bool {
    line.pieces.first().is_some_and(|(label, _)| !label.trim().is_empty())
}

impl Breadcrumb {
    /// The card of a record, at the first statement that matches the filter.
    pub fn enter(cx: &ScreenContext<'_>, rec: Rec) -> Breadcrumb {
        let lines = lines(cx, rec).1;
        // Prefers the entry that shows the statement in full to one that mentions it.
        let told = lines.iter().position(|line| line.matches && line.says.is_some());
        let mentioned = || lines.iter().position(|line| line.matches);
        Breadcrumb::at(rec, told.or_else(mentioned).unwrap_or(0), false)
    }

    /// The card of a record, at a line.
    pub fn at(rec: Rec, line: usize, by_step: bool) -> Breadcrumb {
        let mut cursor = ListCursor::default();
        cursor.select(line);
        Breadcrumb { rec, cursor, by_step }
    }

    /// Moves from line to line or link to link, or follows the selected line.
    pub fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        let (_, lines) = lines(cx, self.rec);
        if let Some(motion) = motion(action) {
            self.cursor.go(motion, lines.len());
            return Reply::Done;
        }
        let at = self.cursor.selected(lines.len()).unwrap_or(0);
        let is_link = |n: &usize| lines[*n].link.is_some();
        let next = match action {
            Action::Enter => return self.follow(cx),
            Action::NextPane => (at + 1..lines.len()).find(is_link),
            Action::PreviousPane => (0..at).rev().find(is_link),
            Action::NextPart => (at + 1..lines.len()).find(|&n| begins_part(&lines[n])),
            Action::PreviousPart => (0..at).rev().find(|&n| begins_part(&lines[n])),
            _ => return Reply::Ignored,
        };
        self.cursor.select(next.unwrap_or(at));
        Reply::Done
    }

    /// A click selects a line; a click on the selected line follows it.
    pub fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let len = lines(cx, self.rec).1.len();
        let Some(line) = self.cursor.hit(column, row, len) else { return Reply::Done };
        if self.cursor.selected(len) == Some(line) {
            return self.follow(cx);
        }
        self.cursor.select(line);
        Reply::Done
    }

    /// The target of the selected line. Every line of an entry has the target of its first line.
    pub fn linked(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let (_, lines) = lines(cx, self.rec);
        let entry = lines[self.cursor.selected(lines.len())?].entry;
        lines.iter().filter(|line| line.entry == entry).find_map(|line| line.link)
    }

    fn follow(&self, cx: &ScreenContext<'_>) -> Reply {
        let next = |key: &str| format!("; {key} goes to the next one that does");
        match self.linked(cx) {
            Some(rec) => Reply::Open(rec),
            None => Reply::Say(format!("this line leads nowhere{}", cx.keymap.with_key(Action::NextPane, next))),
        }
    }

    /// The entry of the selected line, with the title of the card.
    pub fn entry(&self, cx: &ScreenContext<'_>) -> Option<(String, CardEntry)> {
        let (title, lines) = lines(cx, self.rec);
        let line = &lines[self.cursor.selected(lines.len())?];
        let card = cx.card(self.rec, CardExtent::Whole);
        let mut entry = card.entries.get(line.entry).filter(|entry| !entry.pieces.is_empty())?.clone();
        // A quotation stands below the statement that has the source.
        let said = card.entries.iter().find(|other| entry.tells.is_some() && other.says == entry.tells);
        if let Some(statement) = said.filter(|_| entry.badge.is_empty()) {
            entry.badge.clone_from(&statement.badge);
            entry.link = statement.link;
        }
        Some((title, entry))
    }

    /// Draws the card, with the previous breadcrumb in the frame.
    pub fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, before: Option<Rec>) {
        let (title, lines) = lines(cx, self.rec);
        let shown = match before.map(|rec| wording::name(cx.dossier, rec)) {
            Some(last) => {
                let last = text::cut(&last, 30, cx.paint.glyphs.ellipsis());
                format!("{last} {} {title}", legend::LEADS_ON.glyph(cx.paint.glyphs))
            }
            None => title,
        };
        let selected = self.cursor.selected(lines.len()).unwrap_or(0);
        let matches = match cx.query.statements(&cx.view, self.rec).len() {
            0 => String::new(),
            n => {
                let mark = cx.paint.glyphs.matched();
                format!("{mark} {} · ", wording::count(n, "statement matches", "statements match"))
            }
        };
        let note = format!("{matches}{} of {} lines", selected + 1, lines.len());
        let inner = cx.paint.pane(buf, cx.area, &shown, &note, true);
        let width = inner.width.min(u16::try_from(READABLE).unwrap_or(u16::MAX));
        let inner = Rect { width, ..inner };
        let left = inner.x.saturating_sub(1);
        let seen = self.cursor.layout(inner, 1, lines.len());
        for (n, y) in seen.zip(inner.y..) {
            draw_line(cx, buf, inner, y, &lines[n]);
            if lines[n].link.is_some() && !lines[n].matches {
                cx.paint.put(buf, left, y, 1, cx.paint.glyphs.leads_on(), cx.paint.style(StyleRole::Quiet));
            }
            if lines[n].says.is_some_and(|says| cx.news.is_some_and(|news| news.says(says))) {
                cx.paint.put(buf, left, y, 1, cx.paint.glyphs.news(), cx.paint.style(StyleRole::New));
            }
            if n == selected {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
    }
}
