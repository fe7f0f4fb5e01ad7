//! What is done with the record that is selected: open its link, edit it.

use crate::desk::edit::is_built_in;
use crate::ui::effect::Effect;

use super::{Model, Notice};

impl Model {
    pub(super) fn say(&mut self, text: String) {
        self.notice = Some(Notice { text, is_error: false });
    }

    pub(super) fn refuse(&mut self, text: &str) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.to_owned(), is_error: true });
        Vec::new()
    }

    pub(super) fn open_link(&mut self) -> Vec<Effect> {
        match self.link() {
            Some(url) => vec![Effect::OpenUrl(url)],
            None => self.refuse("no link here; open the record and choose a line with a source"),
        }
    }

    pub(super) fn edit(&mut self) -> Vec<Effect> {
        let Some(rec) = self.selected() else { return self.refuse("nothing is selected") };
        let at = self.dossier.at(rec);
        let file = &self.dossier.files[at.file as usize];
        if is_built_in(&file.path) {
            return self.refuse("the built-in story has no file; open your own with `karwan PATH` to edit it");
        }
        vec![Effect::Edit(file.path.clone(), at.offset)]
    }
}
