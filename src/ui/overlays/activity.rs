//! Who decided what about an item of the inbox, and when; oldest first.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::desk::archive::ItemActivity;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::inbox::InboxRow;
use crate::ui::screens::motion;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The lines of one item.
#[derive(Debug)]
pub struct ActivityPage {
    row: i64,
    title: String,
    lines: Vec<String>,
    cursor: ListCursor,
}

impl ActivityPage {
    /// What is known of an item.
    #[must_use]
    pub fn of(row: &InboxRow) -> ActivityPage {
        let (title, cursor) = (row.item.label().to_owned(), ListCursor::default());
        ActivityPage { row: row.item.row, title, lines: lines(row), cursor }
    }

    /// The lines: as they are now, as long as the item is listed.
    fn lines(&self, cx: &OverlayContext<'_>) -> Vec<String> {
        let listed = cx.inbox.and_then(|listing| listing.rows.iter().find(|row| row.item.row == self.row));
        listed.map_or_else(|| self.lines.clone(), lines)
    }
}

fn lines(row: &InboxRow) -> Vec<String> {
    row.activity.iter().map(ItemActivity::told).collect()
}

impl Overlay for ActivityPage {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Back | Action::Enter | Action::ItemActivity) => Reply::Close,
            Some(Action::Copy) => Reply::Ask(Effect::Copy(self.lines(cx).join("\n"), "who decided what".to_owned())),
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.lines(cx).len());
        Reply::Done
    }

    /// ```text
    /// ┏━ Who decided what: Delegation to visit Ostport ━━━━━━━━━━━━━━━━━┓
    /// ┃ 2026-09-03 10:15  ann  later for ben                            ┃
    /// ┃ 2026-09-03 10:40  ben  kept as the-post-2026-09-03              ┃
    /// ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ y copies, Esc closes ━┛
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(cx);
        let note = note(&[(cx.key(Action::Copy), "copies"), (cx.key(Action::Close), "closes")]);
        let title = format!("Who decided what: {}", self.title);
        let inner = popup(cx, buf, &title, &note, lines.len().max(1));
        if lines.is_empty() {
            let nothing = "Nothing was decided about it in this dossier yet.";
            cx.paint.put(buf, inner.x, inner.y, inner.width, nothing, cx.paint.style(StyleRole::Quiet));
        }
        for (n, y) in self.cursor.layout(inner, 1, lines.len()).zip(inner.y..) {
            cx.paint.put(buf, inner.x, y, inner.width, &lines[n], cx.paint.style(StyleRole::Text));
            if self.cursor.selected(lines.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}
