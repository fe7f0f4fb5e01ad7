//! The log of edits: what was added, when, in which file; can return to any point.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::message::LoggedEdit;
use crate::ui::screens::motion;
use crate::ui::widgets::list::ListCursor;

/// The edits, oldest first, and the selection in the list, which shows the newest first.
#[derive(Debug)]
pub struct EditLog {
    log: Vec<LoggedEdit>,
    cursor: ListCursor,
}

impl EditLog {
    /// These edits, with the cursor on the present state.
    #[must_use]
    pub fn new(log: Vec<LoggedEdit>) -> EditLog {
        let mut cursor = ListCursor::default();
        cursor.select(log.iter().filter(|edit| !edit.in_force).count());
        EditLog { log, cursor }
    }

    /// The rows: one per edit, newest first, then the state before all edits.
    fn rows(&self) -> usize {
        self.log.len() + 1
    }

    /// How many edits are in force at the point of a row.
    fn count_at(&self, row: usize) -> usize {
        self.log.len() - row.min(self.log.len())
    }
}

impl Overlay for EditLog {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, _cx: &OverlayContext<'_>) -> Reply {
        let rows = self.rows();
        match action {
            Some(Action::Close | Action::Edits) => Reply::Close,
            Some(Action::Undo) => Reply::close_and(Reply::Ask(Effect::Undo)),
            Some(Action::Redo) => Reply::close_and(Reply::Ask(Effect::Redo)),
            Some(Action::Enter) => {
                let count = self.count_at(self.cursor.selected(rows).unwrap_or(0));
                Reply::close_and(Reply::Ask(Effect::GoToEdit(count)))
            }
            action => {
                action.and_then(motion).into_iter().for_each(|motion| self.cursor.go(motion, rows));
                Reply::Done
            }
        }
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let note = note(&[(cx.key(Action::Enter), "goes back or on to that point"), (cx.key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "What was added", &note, self.rows());
        let now = self.log.iter().filter(|edit| edit.in_force).count();
        for (row, y) in self.cursor.layout(inner, 1, self.rows()).zip(inner.y..inner.bottom()) {
            let count = self.count_at(row);
            let here = if count == now { paint.glyphs.pick("▸ ", "> ") } else { "  " };
            let mut pieces = vec![(here, StyleRole::Accent)];
            let mut badge = Vec::new();
            match count.checked_sub(1).map(|at| &self.log[at]) {
                Some(edit) => {
                    let role = if edit.in_force { StyleRole::Text } else { StyleRole::Quiet };
                    pieces.extend([(&*edit.when, StyleRole::Quiet), ("  ", StyleRole::Quiet), (&*edit.what, role)]);
                    badge.extend((!edit.in_force).then_some(("undone  ", StyleRole::Quiet)));
                    badge.push((&*edit.file, StyleRole::Quiet));
                }
                None => pieces.push(("before all of these", StyleRole::Quiet)),
            }
            paint.row(buf, inner, y, &pieces, &badge);
            if self.cursor.selected(self.rows()) == Some(row) {
                paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}
