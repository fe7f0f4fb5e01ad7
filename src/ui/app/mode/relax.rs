//! What to leave out of a filter that hides everything: each part with the rows that there are without it.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;

use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;
use crate::ui::widgets::list::ListCursor;

use super::Mode;

impl Model {
    /// Whether the list that has the focus is empty for the filter alone, so that something can be left out.
    pub(in crate::ui::app) fn can_relax(&self) -> bool {
        let kind = self.screens.get(self.screen).kind();
        let hidden = self.shown.of(kind).total() > 0;
        self.way.is_empty() && !self.query.is_empty() && hidden && self.selected().is_none()
    }

    pub(super) fn press_in_relax(&mut self, key: KeyInput, action: Option<Action>) {
        let len = self.ctx().relaxed().len();
        let Mode::Relax(cursor) = &mut self.mode else { return };
        let digit = if let Key::Char(c) = key.key() { c.to_digit(10).and_then(|d| d.checked_sub(1)) } else { None };
        let digit = digit.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
        match (digit, action) {
            (Some(at), _) => self.leave_out(at),
            (None, Some(Action::Enter)) => {
                let at = cursor.selected(len);
                self.leave_out(at.unwrap_or(0));
            }
            (None, Some(Action::Close | Action::Back)) => self.mode = Mode::Browse,
            (None, Some(action)) => {
                if let Some(motion) = motion(action) {
                    cursor.go(motion, len);
                }
            }
            (None, None) => {}
        }
    }

    fn leave_out(&mut self, at: usize) {
        self.mode = Mode::Browse;
        let rest = self.ctx().relaxed().get(at).map(|relaxed| relaxed.query.to_string());
        if let Some(rest) = rest {
            self.change_filter(rest);
        }
    }
}

/// The parts, each with what is there without it.
pub(super) fn draw(model: &Model, buf: &mut Buffer, cursor: &ListCursor) {
    let cx = model.ctx();
    let relaxed = cx.relaxed();
    let screen = model.screens.get(model.screen);
    let note = format!(
        "{} or its digit leaves it out, {} closes",
        model.keymap.key_of(Action::Enter),
        model.keymap.key_of(Action::Close)
    );
    let inner = shell::popup(model, buf, "The filter without", &note, relaxed.len());
    for (n, y) in cursor.layout(inner, 1, relaxed.len()).zip(inner.y..) {
        let way = &relaxed[n];
        let count = screen.count(&cx.relaxed_to(way));
        let pieces = [(format!("{} ", n + 1), Role::Accent), (way.part.clone(), Role::Text)];
        let count = format!("{count} {}", screen.noun(count));
        model.paint.row(buf, inner, y, &pieces, &[(count, Role::Quiet)]);
        if cursor.selected(relaxed.len()) == Some(n) {
            model.paint.select(buf, inner, y, 1, true);
        }
    }
}
