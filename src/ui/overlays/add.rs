//! The menu of things to add, from which a form is opened.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::form::EntryForm;
use super::form::field::FormKind;
use super::{DraftChange, Overlay, OverlayContext, Reply, note, or_letter, popup};
use crate::settings::input::{Action, OverlayId};
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::screens::motion;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The list with its selection.
#[derive(Debug, Default)]
pub struct AddMenu {
    cursor: ListCursor,
}

impl Overlay for AddMenu {
    fn id(&self) -> Option<OverlayId> {
        Some(OverlayId::Add)
    }

    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let lettered = match key.key() {
            Key::Char(c) => FormKind::ALL.iter().copied().find(|what| what.words().0 == c),
            _ => None,
        };
        let chosen = self.cursor.selected(FormKind::ALL.len()).map(|at| FormKind::ALL[at]);
        match (lettered, action) {
            (Some(what), _) => open_form(what, cx),
            (None, Some(Action::Close)) => Reply::Close,
            (None, Some(Action::Enter)) => chosen.map_or(Reply::Done, |what| open_form(what, cx)),
            (None, Some(Action::Discard)) => {
                let draft = chosen.and_then(|what| draft_of(what, cx));
                draft.map_or(Reply::Done, |at| Reply::Draft(DraftChange::Discard(at)))
            }
            (None, Some(action)) => {
                motion(action).into_iter().for_each(|motion| self.cursor.go(motion, FormKind::ALL.len()));
                Reply::Done
            }
            (None, None) => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, FormKind::ALL.len());
        Reply::Done
    }

    /// Letter, name and purpose of each; a form with unsaved input is marked.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let note = note(&[
            (or_letter(&cx.key(Action::Enter)), "chooses"),
            (cx.key(Action::Discard), "empties"),
            (cx.key(Action::Close), "closes"),
        ]);
        let inner = popup(cx, buf, "Add what?", &note, FormKind::ALL.len());
        let seen = self.cursor.layout(inner, 1, FormKind::ALL.len());
        for (at, y) in seen.zip(inner.y..inner.bottom()) {
            let (letter, name, purpose) = FormKind::ALL[at].words();
            let letter = letter.to_string();
            let is_draft = draft_of(FormKind::ALL[at], cx).is_some();
            let badge = if is_draft { &[("kept", StyleRole::Doubt)][..] } else { &[] };
            let pieces = [
                (letter.as_str(), StyleRole::Accent),
                ("  ", StyleRole::Accent),
                (name, StyleRole::Text),
                (text::fill(name, 10), StyleRole::Text),
                (purpose, StyleRole::Quiet),
            ];
            paint.row(buf, inner, y, &pieces, badge);
            if self.cursor.selected(FormKind::ALL.len()) == Some(at) {
                paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}

/// The position of the draft of this kind.
fn draft_of(what: FormKind, cx: &OverlayContext<'_>) -> Option<usize> {
    cx.drafts.iter().position(|draft| draft.draft() == Some(what.draft_name()))
}

/// The saved draft, otherwise a new form prefilled from the selected record.
fn open_form(what: FormKind, cx: &OverlayContext<'_>) -> Reply {
    match draft_of(what, cx) {
        Some(at) => Reply::Draft(DraftChange::Resume(at)),
        None => Reply::Instead(Box::new(EntryForm::new(what, cx))),
    }
}
