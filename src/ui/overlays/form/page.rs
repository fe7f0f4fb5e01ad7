//! Reads the page of an article into its form on request.

use tui_input::Input;

use super::EntryForm;
use super::field::FormKind;
use crate::desk::page::alike::{self, alike};
use crate::desk::page::{WebPage, article};
use crate::dossier::Dossier;
use crate::ui::effect::Effect;
use crate::ui::shape::Reply;

impl EntryForm {
    /// Requests the page at the address or file that is typed as `url`.
    pub(super) fn read_page(&mut self) -> Reply {
        let typed = self.position("url").map(|at| self.inputs[at].value().trim().to_owned()).unwrap_or_default();
        if self.kind != FormKind::Article {
            return Reply::Done;
        }
        if typed.is_empty() {
            self.at = self.position("url").unwrap_or(self.at);
            self.error = Some("type an address, or the path of a saved page, as url first".to_owned());
            return Reply::Done;
        }
        self.reading = Some(typed.clone());
        self.error = None;
        self.alike = None;
        Reply::Ask(Effect::ReadPage(typed))
    }

    /// Takes over a page, if it is the one that was requested.
    pub(super) fn apply_page(&mut self, asked: &str, outcome: &Result<WebPage, String>, dossier: &Dossier) -> Reply {
        if self.reading.as_deref() != Some(asked) {
            return Reply::Ignored;
        }
        self.reading = None;
        match outcome {
            Ok(page) => self.fill_in_page(page.clone(), dossier),
            Err(why) => self.error = Some(why.clone()),
        }
        Reply::Done
    }

    /// Fills in what the page says; typed values are kept.
    fn fill_in_page(&mut self, page: WebPage, dossier: &Dossier) {
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

    /// The line about the page below the fields.
    pub(super) fn told_of_page(&self) -> Option<String> {
        let words = self.text.as_ref().map(|text| text.split_whitespace().count());
        match (&self.alike, words) {
            (Some(alike), _) => Some(alike.clone()),
            (None, Some(words)) => Some(format!("with the text of the page, {words} words")),
            (None, None) => self.captured.as_ref().and_then(super::captured::CapturedText::told),
        }
    }
}
