//! The page of an article, read into its form when that is asked for.

use tui_input::Input;

use super::Form;
use super::field::What;
use crate::desk::page::alike::{self, alike};
use crate::desk::page::{Page, article};
use crate::dossier::Dossier;
use crate::ui::app::Model;
use crate::ui::app::mode::Mode;
use crate::ui::effect::Effect;

impl Form {
    /// Asks for the page at the address, or in the file, that is typed as `url`.
    pub(super) fn read_page(&mut self) -> Vec<Effect> {
        let typed = self.position("url").map(|at| self.inputs[at].value().trim().to_owned()).unwrap_or_default();
        if self.what != What::Article {
            return Vec::new();
        }
        if typed.is_empty() {
            self.at = self.position("url").unwrap_or(self.at);
            self.error = Some("type an address, or the path of a saved page, as url first".to_owned());
            return Vec::new();
        }
        self.reading = Some(typed.clone());
        self.error = None;
        self.alike = None;
        vec![Effect::ReadPage(typed)]
    }

    /// Fills in what the page says; what was typed stays.
    fn take_page(&mut self, page: Page, dossier: &Dossier) {
        self.typed = true;
        self.alike = alike(dossier, &page).first().map(|&like| alike::told(dossier, like));
        if !self.own_id
            && let Ok((id, _)) = article::article(&page, dossier, None)
        {
            self.set("id", &id);
        }
        self.set("url", page.url.as_deref().unwrap_or_default());
        let published = page.published.as_ref().map(|date| date.as_str().to_owned());
        for (key, said) in
            [("title", page.title), ("outlet", page.outlet), ("published", published), ("language", page.language)]
        {
            let Some(at) = self.position(key).filter(|&at| self.inputs[at].value().trim().is_empty()) else { continue };
            self.inputs[at] = Input::new(said.unwrap_or_default());
        }
        self.text = page.text;
    }

    /// What is said of the page below the fields.
    pub(super) fn told_of_page(&self) -> Option<String> {
        let words = self.text.as_ref().map(|text| text.split_whitespace().count());
        match (&self.alike, words) {
            (Some(alike), _) => Some(alike.clone()),
            (None, Some(words)) => Some(format!("with the text of the page, {words} words")),
            (None, None) => None,
        }
    }
}

impl Model {
    /// A page was read, or not: into the form that asked for it, also where it was put aside meanwhile.
    pub(in crate::ui::app) fn take_page(&mut self, asked: &str, outcome: Result<Page, String>) {
        let dossier = &self.dossier;
        let open = match &mut self.mode {
            Mode::Form(form) => Some(&mut **form),
            _ => None,
        };
        let mut forms = open.into_iter().chain(&mut self.drafts);
        let Some(form) = forms.find(|form| form.reading.as_deref() == Some(asked)) else { return };
        form.reading = None;
        match outcome {
            Ok(page) => form.take_page(page, dossier),
            Err(why) => form.error = Some(why),
        }
    }
}
