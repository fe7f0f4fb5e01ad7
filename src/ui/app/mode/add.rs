//! What is to be added: a list from which a form is opened.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;

use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;
use crate::ui::widgets::list::ListCursor;

use super::Mode;
use super::form::field::What;

impl Model {
    /// Opens the list, if there is a file to add to.
    pub(in crate::ui::app) fn choose_what_to_add(&mut self) {
        if self.can_write() {
            self.mode = Mode::Add(ListCursor::default());
        }
    }

    pub(super) fn press_in_add(&mut self, key: KeyInput, action: Option<Action>) {
        let Mode::Add(cursor) = &mut self.mode else { return };
        let lettered = match key.key() {
            Key::Char(c) => What::ALL.iter().copied().find(|what| what.words().0 == c),
            _ => None,
        };
        let chosen = cursor.selected(What::ALL.len()).map(|at| What::ALL[at]);
        match (lettered, action) {
            (Some(what), _) => self.open_form(what),
            (None, Some(Action::Close)) => self.mode = Mode::Browse,
            (None, Some(Action::Enter)) => chosen.into_iter().for_each(|what| self.open_form(what)),
            (None, _) if key.key() == Key::Delete => self.drafts.retain(|form| Some(form.what) != chosen),
            (None, Some(action)) => {
                if let Some(motion) = motion(action) {
                    cursor.go(motion, What::ALL.len());
                }
            }
            (None, None) => {}
        }
    }
}

/// Letter, name and purpose of each; what was begun and kept is marked.
pub(super) fn draw(model: &Model, buf: &mut Buffer, cursor: &ListCursor) {
    let paint = model.paint;
    let inner = shell::popup(model, buf, "Add what?", "a letter or Enter chooses, Delete empties", What::ALL.len());
    let seen = cursor.layout(inner, 1, What::ALL.len());
    for (at, y) in seen.zip(inner.y..inner.bottom()) {
        let (letter, name, purpose) = What::ALL[at].words();
        let kept = model.drafts.iter().any(|form| form.what == What::ALL[at]);
        let badge = if kept { vec![("kept".to_owned(), Role::Doubt)] } else { Vec::new() };
        let pieces = [
            (format!("{letter}  "), Role::Accent),
            (format!("{name:<10}"), Role::Text),
            (purpose.to_owned(), Role::Quiet),
        ];
        paint.row(buf, inner, y, &pieces, &badge);
        if cursor.selected(What::ALL.len()) == Some(at) {
            paint.select(buf, inner, y, 1, true);
        }
    }
}
