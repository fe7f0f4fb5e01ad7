//! Everything that is wrong in the files, over the story as it was.

use ratatui::buffer::Buffer;

use crate::dossier::problem::Problem;
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::line::scrolled;
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;

use super::Mode;

impl Model {
    pub(super) fn press_in_problems(&mut self, action: Option<Action>) {
        let Mode::Problems(_, top) = &mut self.mode else { return };
        match action {
            Some(Action::Close | Action::Enter | Action::Back) => self.mode = Mode::Browse,
            Some(action) => {
                if let Some(motion) = motion(action) {
                    *top = scrolled(*top, motion);
                }
            }
            None => {}
        }
    }
}

/// Everything that is wrong in the files, each with its place.
pub(super) fn draw(model: &Model, buf: &mut Buffer, problems: &[Problem], top: usize) {
    let lines: Vec<String> =
        problems.iter().flat_map(|p| p.render().lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let inner = shell::popup(model, buf, "What is wrong", "Esc closes, once mended it is read again", lines.len());
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    for (line, y) in lines[top..].iter().zip(inner.y..inner.bottom()) {
        model.paint.put(buf, inner.x, y, inner.width, line, model.paint.style(Role::Text));
    }
}
