//! The log of edits: what was added, when, in which file; and back to any point.

use ratatui::buffer::Buffer;

use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::{Model, shell};
use crate::ui::effect::Effect;
use crate::ui::message::Logged;
use crate::ui::screens::motion;
use crate::ui::widgets::list::ListCursor;

use super::Mode;

/// The edits, oldest first, and the one that is selected in the list, which begins with the newest.
pub(in crate::ui::app) struct Edits {
    log: Vec<Logged>,
    cursor: ListCursor,
}

impl Edits {
    /// The rows: one for each edit, the newest first, then the dossier before all of them.
    fn rows(&self) -> usize {
        self.log.len() + 1
    }

    /// How many edits are in force at the point of a row.
    fn count_at(&self, row: usize) -> usize {
        self.log.len() - row.min(self.log.len())
    }
}

impl Model {
    /// Shows the log, where something is in it.
    pub(in crate::ui::app) fn show_log(&mut self, log: Vec<Logged>) {
        if log.is_empty() {
            self.say("nothing was added here yet; `a` adds".to_owned());
            return;
        }
        let mut cursor = ListCursor::default();
        // The point where one is.
        cursor.select(log.iter().filter(|edit| !edit.in_force).count());
        self.mode = Mode::Edits(Edits { log, cursor });
    }

    pub(super) fn press_in_edits(&mut self, action: Option<Action>) -> Vec<Effect> {
        let Mode::Edits(edits) = &mut self.mode else { return Vec::new() };
        let rows = edits.rows();
        match action {
            Some(Action::Close | Action::Edits) => self.mode = Mode::Browse,
            Some(Action::Undo | Action::Redo) => {
                let effect = if action == Some(Action::Undo) { Effect::Undo } else { Effect::Redo };
                self.mode = Mode::Browse;
                return vec![effect];
            }
            Some(Action::Enter) => {
                let count = edits.count_at(edits.cursor.selected(rows).unwrap_or(0));
                self.mode = Mode::Browse;
                return vec![Effect::GoToEdit(count)];
            }
            Some(action) => {
                if let Some(motion) = motion(action) {
                    edits.cursor.go(motion, rows);
                }
            }
            None => {}
        }
        Vec::new()
    }
}

pub(super) fn draw(model: &Model, buf: &mut Buffer, edits: &Edits) {
    let paint = model.paint;
    let inner =
        shell::popup(model, buf, "What was added", "Enter goes back or on to that point, Esc closes", edits.rows());
    let now = edits.log.iter().filter(|edit| edit.in_force).count();
    for (row, y) in edits.cursor.layout(inner, 1, edits.rows()).zip(inner.y..inner.bottom()) {
        let count = edits.count_at(row);
        let here = if count == now { paint.glyphs.pick("▸ ", "> ") } else { "  " };
        let mut pieces = vec![(here.to_owned(), Role::Accent)];
        let mut badge = Vec::new();
        match count.checked_sub(1).map(|at| &edits.log[at]) {
            Some(edit) => {
                let role = if edit.in_force { Role::Text } else { Role::Quiet };
                pieces.push((format!("{}  ", edit.when), Role::Quiet));
                pieces.push((edit.what.clone(), role));
                let undone = if edit.in_force { "" } else { "undone  " };
                badge.push((format!("{undone}{}", edit.file), Role::Quiet));
            }
            None => pieces.push(("before all of these".to_owned(), Role::Quiet)),
        }
        paint.row(buf, inner, y, &pieces, &badge);
        if edits.cursor.selected(edits.rows()) == Some(row) {
            paint.select(buf, inner, y, 1, true);
        }
    }
}
