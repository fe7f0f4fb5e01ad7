//! What could not be written, beside what stands in the file by now.
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
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Esc: back, kept as it was typed ━┛
//! ```

use ratatui::buffer::Buffer;

use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::text;
use crate::ui::app::{Model, shell};
use crate::ui::message::Versions;
use crate::ui::screens::motion;

use super::Mode;
use super::form::Form;

/// What was refused.
pub(in crate::ui::app) struct Refused {
    pub why: String,
    pub versions: Versions,
    /// The form from which it came.
    pub form: Option<Box<Form>>,
    /// The first line that is shown.
    pub top: usize,
}

impl Model {
    pub(super) fn press_in_refused(&mut self, action: Option<Action>) {
        let Mode::Refused(refused) = &mut self.mode else { return };
        match action {
            Some(Action::Close | Action::Back | Action::Enter) => {
                self.mode = refused.form.take().map_or(Mode::Browse, Mode::Form);
            }
            Some(action) => {
                if let Some(motion) = motion(action) {
                    refused.top = super::scrolled(refused.top, motion);
                }
            }
            None => {}
        }
    }
}

fn lines(refused: &Refused, columns: usize, bar: &str) -> Vec<(String, Role)> {
    let mut lines: Vec<(String, Role)> =
        text::wrap(&refused.why, columns).into_iter().map(|line| (line, Role::Warning)).collect();
    let Versions { file, ours, theirs } = &refused.versions;
    for (title, version) in [("yours".to_owned(), ours), (format!("{file} now"), theirs)] {
        lines.push((String::new(), Role::Text));
        lines.push((title, Role::Accent));
        if version.trim().is_empty() {
            lines.push(("nothing".to_owned(), Role::Quiet));
        }
        for line in version.trim_matches(['\r', '\n']).lines() {
            let wrapped = text::wrap(line, columns.saturating_sub(2));
            lines.extend(wrapped.into_iter().map(|line| (format!("{bar} {line}"), Role::Text)));
        }
    }
    lines
}

pub(super) fn draw(model: &Model, buf: &mut Buffer, refused: &Refused) {
    let paint = model.paint;
    let bar = paint.glyphs.pick("│", "|");
    let (title, back) = match refused.form {
        Some(_) => ("Not saved", "Esc: back to the form, as it was typed"),
        None => ("Not done", "Esc closes"),
    };
    let columns = usize::from(model.ctx().area.width.saturating_sub(8).min(96));
    let lines = lines(refused, columns, bar);
    let inner = shell::popup(model, buf, title, back, lines.len());
    let top = refused.top.min(lines.len().saturating_sub(inner.height.into()));
    for ((line, role), y) in lines.iter().skip(top).zip(inner.y..inner.bottom()) {
        paint.put(buf, inner.x, y, inner.width, line, paint.style(*role));
    }
}
