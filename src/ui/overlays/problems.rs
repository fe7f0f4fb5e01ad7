//! Lists everything that is wrong in the files, over the previous story.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Renewed, Reply, note, popup};
use crate::dossier::problem::Problem;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::screens::motion;
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typing::scrolled;

/// The problems, scrolled by lines.
#[derive(Debug)]
pub struct ProblemList {
    problems: Vec<Problem>,
    top: usize,
}

impl ProblemList {
    /// These problems, from the first on.
    #[must_use]
    pub fn new(problems: Vec<Problem>) -> ProblemList {
        ProblemList { problems, top: 0 }
    }
}

impl Overlay for ProblemList {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Enter | Action::Back) => Reply::Close,
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.top = scrolled(self.top, motion);
        Reply::Done
    }

    /// Closes on a reload, because the problems are fixed.
    fn renew(&mut self, what: Renewed, _cx: &OverlayContext<'_>) -> bool {
        what != Renewed::Dossier
    }

    /// Each problem with its place.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let lines: Vec<String> =
            self.problems.iter().flat_map(|p| p.render().lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let note = note(&[(cx.key(Action::Close), "closes; a corrected file is read again by itself")]);
        let inner = popup(cx, buf, "What is wrong", &note, lines.len());
        let top = self.top.min(lines.len().saturating_sub(usize::from(inner.height)));
        for (line, y) in lines[top..].iter().zip(inner.y..inner.bottom()) {
            cx.paint.put(buf, inner.x, y, inner.width, line, cx.paint.style(StyleRole::Text));
        }
        None
    }
}
