//! Takes over a dossier or configuration that was read again.

use std::sync::Arc;

use crate::dossier::problem::Severity;
use crate::report::wording;
use crate::settings::input::Action;
use crate::story::change::gone;
use crate::ui::effect::Effect;
use crate::ui::message::{ConfigLoaded, LoadedDossier};
use crate::ui::overlays::Renewed;
use crate::ui::ready::ReadyDossier;

use super::Model;
use super::notice::StatusNotice;
use super::work::ReloadState;

/// The message after a file was saved without changes.
const READ_AGAIN: &str = "read again";
/// One file that went away, and several.
const GONE: [&str; 2] = ["file is gone", "files are gone"];

impl Model {
    /// Whether there are feeds, and an archive for their items.
    pub(super) fn may_fetch(&self) -> bool {
        !self.settings.read_only && !self.known.dossier.feeds.is_empty()
    }

    /// Requests the feeds of the dossier.
    pub(super) fn fetch_feeds(&mut self) -> Vec<Effect> {
        if !self.may_fetch() {
            let why = if self.settings.read_only { "`--read-only` was given" } else { "the dossier names no feeds" };
            self.board.show_error(format!("nothing is fetched: {why}"));
            return Vec::new();
        }
        let feeds: Vec<_> =
            self.known.dossier.feeds.iter().map(|feed| (feed.asked().to_owned(), feed.name.clone())).collect();
        self.board.say(format!("fetching {}", wording::count(feeds.len(), "feed", "feeds")));
        vec![Effect::FetchFeeds(feeds)]
    }

    /// Applies a saved configuration, with defaults for whatever is wrong in it.
    pub(super) fn apply_configured(&mut self, configured: Result<ConfigLoaded, String>) -> Vec<Effect> {
        let mut configured = match configured {
            Ok(configured) => configured,
            Err(why) => {
                self.board.show_error(why);
                return Vec::new();
            }
        };
        let problems = std::mem::take(&mut configured.problems);
        let mouse = self.settings.apply(configured);
        self.renew_overlays(Renewed::Settings);
        if problems.is_empty() {
            self.board.say("the configuration was read again");
        } else {
            let enter = self.settings.key(Action::Enter);
            let what = ["mistake in the configuration", "mistakes in the configuration"];
            self.board.show_problems(problems, what, "; the defaults stand in", &enter);
        }
        mouse.map(Effect::SetMouse).into_iter().collect()
    }

    /// Takes over a reload: the new story, or the previous one with the problems.
    pub(super) fn apply_loaded(&mut self, loaded: LoadedDossier) -> Vec<Effect> {
        let enter = self.settings.key(Action::Enter);
        let Some(dossier) = loaded.dossier else {
            let mut problems = loaded.problems;
            problems.retain(|p| p.severity == Severity::Error);
            self.work.progress = None;
            let then = if self.work.partial { "" } else { "; the story is as it was" };
            // What is missing because a file is gone is no mistake in the others.
            let gone = loaded.files.map(|there| self.known.gone_files(&there)).unwrap_or_default();
            if !self.work.partial && !gone.is_empty() {
                self.board.show_problems(gone, GONE, then, &enter);
                return Vec::new();
            }
            self.board.show_problems(problems, ["mistake in the files", "mistakes in the files"], then, &enter);
            return Vec::new();
        };
        let lost = match std::mem::take(&mut self.work.reload) {
            ReloadState::Asked => Vec::new(),
            ReloadState::Watched => self.known.lost_files(&dossier),
        };
        if !lost.is_empty() {
            let left = self.settings.keymap.with_key(Action::Reload, |key| format!(", {key} takes what is left"));
            let then = format!("; the story is as it was{left}");
            self.board.show_problems(lost, GONE, &then, &enter);
            return Vec::new();
        }
        self.open(ReadyDossier::of(dossier, self.known.day(), loaded.problems))
    }

    /// Takes over a dossier, or the part of it that has been read so far.
    pub(super) fn open(&mut self, ready: ReadyDossier) -> Vec<Effect> {
        if ready.partial && !self.work.partial {
            return Vec::new(); // the dossier that is shown is whole
        }
        let (first, partial) = (self.work.partial, ready.partial);
        self.work.partial = partial;
        if !partial {
            self.work.progress = None;
        }
        self.replace(ready, first);
        let has_texts = self.known.index.has_texts(&self.known.view(self.unseen.news.as_ref()));
        self.work.index_words(self.known.corpus(), has_texts)
    }

    /// Shows another dossier. `quietly` if it continues the one that is already shown in part.
    fn replace(&mut self, mut ready: ReadyDossier, quietly: bool) {
        let mended = !std::mem::take(&mut self.board.problems).is_empty();
        let warnings = std::mem::take(&mut ready.problems).len();
        let selected = self.place.screen().selected(&self.ctx());
        let selected = selected.map(|rec| self.known.dossier.id(rec).to_owned());
        let names = self.place.take_names(&self.known.dossier);
        let (told, step) = (self.unseen.keys(), self.unseen.step);
        self.inbox.renew();
        let (old, then) = self.known.replace(ready);
        self.unseen.apply_save(&self.known.dossier);
        // All at once, because the rows of the filter refer to records that the new dossier may not have.
        self.filter.show_all(&self.known.view(self.unseen.news.as_ref()));
        self.unseen.find(&self.known);
        let saved = self.unseen.note_saved(&told, step);
        self.narrow();
        let dossier = Arc::clone(&self.known.dossier);
        self.place.put_names(names, &dossier);
        self.place.retain(|rec| self.known.is_visible(rec));
        self.select(selected.and_then(|id| dossier.find(&id)));
        self.renew_overlays(Renewed::Dossier);
        if !quietly {
            let gone = gone((&old, &then), (&dossier, &self.known.snapshot));
            self.say_read_again(saved, gone, warnings, mended);
        }
    }

    /// Reports the result of a reload.
    fn say_read_again(&mut self, saved: usize, gone: usize, warnings: usize, mended: bool) {
        let mut text = READ_AGAIN.to_owned();
        if saved > 0 {
            let shows = self.settings.keymap.with_key(Action::NextChange, |key| format!(": {key} shows them"));
            text = format!("{} since the save{shows}", wording::count(saved, "change", "changes"));
        }
        if gone > 0 {
            text = format!("{text}, {} no longer there", wording::count(gone, "statement", "statements"));
        }
        if warnings > 0 {
            text = format!("{text}, {}: karwan check shows them", wording::count(warnings, "warning", "warnings"));
        }
        // If nothing changed, as in the last step of an editor that writes in several, the previous message
        // remains.
        let covers = text != READ_AGAIN || mended || self.board.notice == StatusNotice::Silent;
        if covers && !matches!(self.board.notice, StatusNotice::Saved(_)) {
            self.board.say(text);
        }
    }
}
