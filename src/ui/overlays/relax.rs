//! Offers to remove parts of a filter that hides everything, each with the number of rows without it.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{FilterChange, Overlay, OverlayContext, Reply, note, or_digit, popup};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::screens::{ScreenContext, motion};
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The parts of the filter with a selection.
#[derive(Debug, Default)]
pub struct RelaxMenu {
    cursor: ListCursor,
}

impl Overlay for RelaxMenu {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let len = cx.relaxed().len();
        let digit = if let Key::Char(c) = key.key() { c.to_digit(10).and_then(|d| d.checked_sub(1)) } else { None };
        let digit = digit.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
        match (digit, action) {
            (Some(at), _) => without(at, cx),
            (None, Some(Action::Enter)) => without(self.cursor.selected(len).unwrap_or(0), cx),
            (None, Some(Action::Close | Action::Back)) => Reply::Close,
            (None, Some(action)) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            (None, None) => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, cx.relaxed().len());
        Reply::Done
    }

    /// The parts, each with the number of rows without it.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let relaxed = cx.relaxed();
        let note = note(&[(or_digit(&cx.key(Action::Enter)), "leaves it out"), (cx.key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "The filter without", &note, relaxed.len());
        for (n, y) in self.cursor.layout(inner, 1, relaxed.len()).zip(inner.y..) {
            let way = &relaxed[n];
            let rows = cx.screen.count(&cx.relaxed_to(way));
            let (number, count) = ((n + 1).to_string(), rows.to_string());
            let pieces = [(&*number, StyleRole::Accent), (" ", StyleRole::Accent), (&*way.part, StyleRole::Text)];
            let badge = [&*count, " ", cx.screen.noun(rows)].map(|part| (part, StyleRole::Quiet));
            cx.paint.row(buf, inner, y, &pieces, &badge);
            if self.cursor.selected(relaxed.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}

/// Closes the menu and removes one part of the filter.
fn without(at: usize, cx: &ScreenContext<'_>) -> Reply {
    match cx.relaxed().get(at) {
        Some(relaxed) => Reply::close_and(Reply::Filter(FilterChange::Choose(relaxed.query.to_string()))),
        None => Reply::Close,
    }
}
