//! The copy menu: the formats of the selected record with the start of each.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, or_letter, popup};
use crate::dossier::Rec;
use crate::report::card::CardEntry;
use crate::report::cite::{self, CiteForm};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::effect::Effect;
use crate::ui::screens::{ScreenContext, motion};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::NO_BADGE;

/// The formats that the record has, each with its text.
#[derive(Debug)]
pub struct CopyMenu {
    /// What is copied: the record's name.
    title: String,
    forms: Vec<(CiteForm, String)>,
    cursor: ListCursor,
}

impl CopyMenu {
    /// The formats of a record, or of the selected entry of its card, with the title of the card.
    #[must_use]
    pub fn of(cx: &ScreenContext<'_>, rec: Rec, entry: Option<&(String, CardEntry)>) -> CopyMenu {
        let facts = cx.facts();
        let text = |form: CiteForm| match entry {
            Some((title, entry)) => cite::entry(&facts, rec, title, entry, form),
            None => cite::record(&facts, rec, form),
        };
        let forms = CiteForm::ALL.iter().filter_map(|&form| text(form).map(|text| (form, text))).collect();
        CopyMenu { title: wording::name(cx.dossier, rec).into_owned(), forms, cursor: ListCursor::default() }
    }

    fn copied(&self, form: CiteForm) -> Reply {
        match self.forms.iter().find(|(other, _)| *other == form) {
            Some((_, text)) => Reply::Ask(Effect::Copy(text.clone(), form.words().2.to_owned())),
            None => Reply::Done,
        }
    }
}

impl Overlay for CopyMenu {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let lettered = match key.key() {
            Key::Char(c) => self.forms.iter().map(|(form, _)| *form).find(|form| form.words().0 == c),
            _ => None,
        };
        let chosen = || self.cursor.selected(self.forms.len()).map(|at| self.forms[at].0);
        // Pressing the key of the menu again copies the first format.
        let form = match action {
            _ if lettered.is_some() => lettered,
            Some(Action::Enter | Action::Copy) => chosen(),
            Some(Action::Close | Action::Back) => return Reply::Close,
            _ => None,
        };
        match (form, action.and_then(motion)) {
            (Some(form), _) => Reply::close_and(self.copied(form)),
            (None, Some(motion)) => self.wheel(motion, cx),
            (None, None) => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.forms.len());
        Reply::Done
    }

    /// Letter and name of each format, and the start of its text.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let title = format!("Copy: {}", self.title);
        let note = note(&[(or_letter(&cx.key(Action::Enter)), "copies"), (cx.key(Action::Close), "closes")]);
        let inner = popup(cx, buf, &title, &note, self.forms.len());
        for (at, y) in self.cursor.layout(inner, 1, self.forms.len()).zip(inner.y..inner.bottom()) {
            let (form, text) = &self.forms[at];
            let (letter, name, _) = form.words();
            let letter = letter.to_string();
            let begins: String = text.chars().take(200).map(|c| if c == '\n' { ' ' } else { c }).collect();
            let pieces = [
                (letter.as_str(), StyleRole::Accent),
                ("  ", StyleRole::Accent),
                (name, StyleRole::Text),
                (text::fill(name, 11), StyleRole::Text),
                (&begins, StyleRole::Quiet),
            ];
            paint.row(buf, inner, y, &pieces, NO_BADGE);
            if self.cursor.selected(self.forms.len()) == Some(at) {
                paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}
