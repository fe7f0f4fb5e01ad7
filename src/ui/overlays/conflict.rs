//! An edit that could not be written, beside the present content of the file.
//!
//! ```text
//! ┏ Not saved ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ why, in as many lines as it takes                   ┃
//! ┃                                                     ┃
//! ┃ yours                                               ┃
//! ┃ │ [[reports]]                                       ┃
//! ┃                                                     ┃
//! ┃ events.toml now                                     ┃
//! ┃ │ [[events]]                                        ┃
//! ┗━━━━━━━━━━━━━━ Esc goes back to the form, as it was typed ━┛
//! ```

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, popup, popup_columns};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::message::FileVersions;
use crate::ui::screens::motion;
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typing::scrolled;

/// Both versions, scrolled by lines.
#[derive(Debug)]
pub struct WriteConflict {
    why: String,
    versions: FileVersions,
    /// Whether it lies over the form that caused it.
    over_form: bool,
    top: usize,
}

impl WriteConflict {
    /// The reason why nothing was written, with both versions.
    #[must_use]
    pub fn new(why: String, versions: FileVersions, over_form: bool) -> WriteConflict {
        WriteConflict { why, versions, over_form, top: 0 }
    }

    fn lines(&self, columns: usize, bar: &str) -> Vec<(String, StyleRole)> {
        let mut lines: Vec<(String, StyleRole)> =
            text::wrap(&self.why, columns).into_iter().map(|line| (line, StyleRole::Warning)).collect();
        let FileVersions { file, ours, theirs } = &self.versions;
        for (title, version) in [("yours".to_owned(), ours), (format!("{file} now"), theirs)] {
            lines.push((String::new(), StyleRole::Text));
            lines.push((title, StyleRole::Accent));
            if version.trim().is_empty() {
                lines.push(("nothing".to_owned(), StyleRole::Quiet));
            }
            for line in version.trim_matches(['\r', '\n']).lines() {
                let wrapped = text::wrap(line, columns.saturating_sub(2));
                lines.extend(wrapped.into_iter().map(|line| (format!("{bar} {line}"), StyleRole::Text)));
            }
        }
        lines
    }
}

impl Overlay for WriteConflict {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Back | Action::Enter) => Reply::Close,
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.top = scrolled(self.top, motion);
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let (title, does) = if self.over_form {
            ("Not saved", "goes back to the form, as it was typed")
        } else {
            ("Not done", "closes")
        };
        let columns = usize::from(popup_columns(cx));
        let lines = self.lines(columns, paint.glyphs.pick("│", "|"));
        let inner = popup(cx, buf, title, &note(&[(cx.key(Action::Close), does)]), lines.len());
        let top = self.top.min(lines.len().saturating_sub(inner.height.into()));
        for ((line, role), y) in lines.iter().skip(top).zip(inner.y..inner.bottom()) {
            paint.put(buf, inner.x, y, inner.width, line, paint.style(*role));
        }
        None
    }
}
