//! What is copied of the selected record: a menu with the first words of each form.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;

use crate::dossier::Rec;
use crate::report::card::{Entry, Extent, Facts};
use crate::report::cite::{self, Form};
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::{Model, shell};
use crate::ui::effect::Effect;
use crate::ui::screens::motion;
use crate::ui::widgets::list::{ListCursor, Motion};

use super::Mode;

/// The forms of a record that there are, each with its text.
pub(in crate::ui::app) struct Copying {
    /// What is copied: the record's name.
    title: String,
    forms: Vec<(Form, String)>,
    cursor: ListCursor,
}

impl Copying {
    pub(super) fn go(&mut self, motion: Motion) {
        self.cursor.go(motion, self.forms.len());
    }

    fn copied(&self, form: Form) -> Option<Effect> {
        let (_, text) = self.forms.iter().find(|(other, _)| *other == form)?;
        Some(Effect::Copy(text.clone(), form.words().2.to_owned()))
    }
}

impl Model {
    /// The entry of the entered card on whose line the cursor stands.
    fn entry(&self) -> Option<(String, Entry)> {
        let entered = self.way.last()?;
        let (title, lines) = self.card_lines(entered.rec);
        let line = &lines[entered.cursor.selected(lines.len())?];
        let card = self.ctx().card(entered.rec, Extent::Whole);
        let mut entry = card.entries.get(line.entry).filter(|entry| !entry.pieces.is_empty())?.clone();
        // A quotation stands below the statement that has the source.
        let said = card.entries.iter().find(|other| entry.tells.is_some() && other.says == entry.tells);
        if let Some(statement) = said.filter(|_| entry.badge.is_empty()) {
            entry.badge.clone_from(&statement.badge);
            entry.link = statement.link;
        }
        Some((title, entry))
    }

    pub(in crate::ui::app) fn copy(&mut self) -> Vec<Effect> {
        let Some(rec) = self.selected() else { return self.refuse("nothing is selected") };
        let entry = self.entry();
        let facts = Facts { dossier: &self.dossier, snapshot: &self.snapshot, glyphs: self.paint.glyphs };
        let text = |form: Form| match &entry {
            Some((title, entry)) => cite::entry(&facts, rec, title, entry, form),
            None => cite::record(&facts, rec, form),
        };
        let forms: Vec<(Form, String)> =
            Form::ALL.iter().filter_map(|&form| text(form).map(|text| (form, text))).collect();
        let title = self.dossier.label(rec).to_owned();
        self.mode = Mode::Copy(Copying { title, forms, cursor: ListCursor::default() });
        Vec::new()
    }

    /// The address to open: that of the chosen line of the card, or of the record.
    pub(in crate::ui::app) fn link(&self) -> Option<String> {
        let facts = Facts { dossier: &self.dossier, snapshot: &self.snapshot, glyphs: self.paint.glyphs };
        let of = |rec: Rec| cite::link(&facts, rec).map(str::to_owned);
        let chosen = self.entry().and_then(|(_, entry)| entry.link).and_then(of);
        chosen.or_else(|| self.selected().and_then(of))
    }

    pub(super) fn press_in_copy(&mut self, key: KeyInput, action: Option<Action>) -> Vec<Effect> {
        let Mode::Copy(copying) = &mut self.mode else { return Vec::new() };
        let lettered = match key.key() {
            Key::Char(c) => copying.forms.iter().map(|(form, _)| *form).find(|form| form.words().0 == c),
            _ => None,
        };
        let chosen = || copying.cursor.selected(copying.forms.len()).map(|at| copying.forms[at].0);
        // The key of the menu twice copies what stands first.
        let form = match action {
            _ if lettered.is_some() => lettered,
            Some(Action::Enter | Action::Copy) => chosen(),
            Some(Action::Close | Action::Back) => {
                self.mode = Mode::Browse;
                return Vec::new();
            }
            _ => None,
        };
        let Some(form) = form else {
            if let Some(motion) = action.and_then(motion) {
                copying.go(motion);
            }
            return Vec::new();
        };
        let effect = copying.copied(form);
        self.mode = Mode::Browse;
        effect.into_iter().collect()
    }
}

/// Letter and name of each form, and how its text begins.
pub(super) fn draw(model: &Model, buf: &mut Buffer, copying: &Copying) {
    let paint = model.paint;
    let title = format!("Copy: {}", copying.title);
    let inner = shell::popup(model, buf, &title, "a letter or Enter copies, Esc closes", copying.forms.len());
    for (at, y) in copying.cursor.layout(inner, 1, copying.forms.len()).zip(inner.y..inner.bottom()) {
        let (form, text) = &copying.forms[at];
        let (letter, name, _) = form.words();
        let begins: String = text.chars().take(200).map(|c| if c == '\n' { ' ' } else { c }).collect();
        let pieces =
            [(format!("{letter}  "), Role::Accent), (format!("{name:<11}"), Role::Text), (begins, Role::Quiet)];
        paint.row(buf, inner, y, &pieces, &[]);
        if copying.cursor.selected(copying.forms.len()) == Some(at) {
            paint.select(buf, inner, y, 1, true);
        }
    }
}
