//! The effect of each message: keys and mouse go to what has the focus, results to whoever requested them.

use chrono::NaiveDate;
use keybinds::{Key, KeyInput};

use crate::desk::page::WebPage;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::message::{LoggedEdit, Message, MouseEvent, MouseKind, WriteRefusal};
use crate::ui::overlays::conflict::WriteConflict;
use crate::ui::overlays::edits::EditLog;
use crate::ui::overlays::problems::ProblemList;
use crate::ui::overlays::{Overlay, OverlayAnswer, Renewed, Reply};
use crate::ui::screens::motion;
use crate::ui::widgets::typing::types;

use super::notice::StatusNotice;
use super::{Model, shell};

/// The maximum number of characters taken from one paste.
const PASTED: usize = 10_000;

pub(super) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::KeyPressed(key) => return model.press(key),
        Message::Meant(action) => {
            let before = std::mem::take(&mut model.board.notice);
            return model.do_action(Some(action), silent_key(), &before);
        }
        Message::Pasted(text) => return model.paste(&text),
        Message::Mouse(mouse) => return model.point(mouse),
        Message::Loaded(loaded) => return model.apply_loaded(loaded),
        Message::Opened(ready) => return model.open(*ready),
        Message::LastVisitRead(seen) => {
            model.inbox.renew();
            return model.show_unseen(*seen);
        }
        Message::Seen(seen) => {
            model.inbox.renew();
            return model.apply_seen(seen);
        }
        Message::Configured(configured) => return model.apply_configured(*configured),
        Message::Resized(columns, rows) => model.settings.size = (columns, rows),
        Message::BackgroundTold(theme) => model.settings.apply_background(theme),
        Message::DayChanged(day) => model.apply_today(day),
        Message::Progressed(progress) => model.work.apply_progress(progress),
        Message::Searched(turn) => model.apply_found(turn),
        Message::Written(outcome) => model.apply_written(&outcome),
        Message::PageRead(asked, outcome) => model.apply_page(&asked, &outcome),
        Message::Logged(log) => model.show_log(log),
        Message::NotWatched(why) => {
            let reload = model.settings.keymap.with_key(Action::Reload, |key| format!("; {key} reads them again"));
            model.board.show_error(format!("files are not watched ({why}){reload}"));
        }
        Message::FeedsDue if model.may_fetch() => return model.fetch_feeds(),
        Message::FeedsDue => {}
        Message::FeedsFetched(outcome) => model.apply_deed(outcome),
        Message::ItemsChanged(items, outcome) => model.apply_decision(&items, outcome),
        Message::ItemsListed(turn, listing) => model.apply_items(turn, *listing),
        Message::MirrorTold(news) => model.apply_mirror(news),
        Message::Done(Ok(text)) => model.board.say(text),
        Message::Done(Err(why)) => model.board.show_error(why),
    }
    Vec::new()
}

impl Model {
    /// Handles a key: the focused overlay first, otherwise the screen.
    fn press(&mut self, key: KeyInput) -> Vec<Effect> {
        let before = std::mem::take(&mut self.board.notice);
        self.board.asked_seen = matches!(before, StatusNotice::SeenAsked(_));
        let browsing = self.overlays.is_empty();
        if browsing && let Some(filter) = self.settings.saved_for(key) {
            let query = filter.query.clone();
            self.choose_filter(query);
            return Vec::new();
        }
        let (keymap, screen) = (&self.settings.keymap, self.place.screen_id);
        let action = match self.overlays.top().and_then(Overlay::id) {
            Some(id) => keymap.resolve_over(key, id, screen),
            None => keymap.resolve(key, screen),
        };
        if browsing && action.is_none() {
            self.board.say(self.settings.keymap.idle(key));
            return Vec::new();
        }
        self.do_action(action, key, &before)
    }

    /// Does what a key or a name means: in the focused overlay first, otherwise on the screen. `before` is the notice until
    /// then.
    fn do_action(&mut self, action: Option<Action>, key: KeyInput, before: &StatusNotice) -> Vec<Effect> {
        let browsing = self.overlays.is_empty();
        match action {
            Some(Action::Quit) if browsing || !types(key) => match before {
                StatusNotice::LeaveAsked(_) => vec![Effect::Quit],
                _ => self.leave(),
            },
            Some(Action::Suspend) => vec![Effect::Suspend],
            // While the last line shows problems, this key lists them all.
            Some(Action::Enter)
                if browsing && before.words().is_some_and(|(_, wrong)| wrong) && !self.board.problems.is_empty() =>
            {
                self.show_problems();
                Vec::new()
            }
            Some(action) if browsing => self.act(action),
            _ => {
                let reply = self.with_overlay(|overlay, cx| overlay.press(key, action, cx));
                self.perform(reply)
            }
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(PASTED).collect();
        let reply = self.with_overlay(|overlay, cx| overlay.paste(&line, cx));
        self.perform(reply)
    }

    fn point(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let MouseEvent { kind, column, row } = mouse;
        match kind {
            MouseKind::ScrollUp => return self.turn_wheel(Action::Up, mouse),
            MouseKind::ScrollDown => return self.turn_wheel(Action::Down, mouse),
            _ if !self.overlays.is_empty() => return Vec::new(),
            MouseKind::Drag if self.place.card().is_none() => {
                self.with_screen(|screen, cx| screen.drag(column, row, cx));
                return Vec::new();
            }
            MouseKind::Drag => return Vec::new(),
            MouseKind::Click => {}
        }
        if let Some(screen) = shell::tab_at(self, column, row) {
            return self.act(Action::Open(screen));
        }
        let reply = if self.place.card().is_some() {
            self.with_card(|card, cx| card.click(column, row, cx))
        } else {
            self.with_screen(|screen, cx| screen.click(column, row, cx))
        };
        self.perform(reply)
    }

    fn turn_wheel(&mut self, action: Action, mouse: MouseEvent) -> Vec<Effect> {
        let mut reply = Reply::Ignored;
        if let Some(motion) = motion(action) {
            reply = self.with_overlay(|overlay, cx| overlay.wheel(motion, cx));
        }
        if reply.is_ignored() && self.place.card().is_none() {
            let up = action == Action::Up;
            reply = self.with_screen(|screen, cx| screen.wheel(up, mouse.column, mouse.row, cx));
        }
        if reply.is_ignored() { self.act(action) } else { self.perform(reply) }
    }

    fn apply_today(&mut self, day: NaiveDate) {
        self.known.today = day;
        self.apply_day();
    }

    /// Takes over the result of the latest search.
    fn apply_found(&mut self, turn: u64) {
        if self.work.is_newest(turn) {
            self.narrow();
            self.renew_overlays(Renewed::Found);
        }
    }

    /// Takes over the result of saving, undoing or redoing an edit.
    fn apply_written(&mut self, outcome: &Result<String, WriteRefusal>) {
        let in_form = self.with_overlay(|overlay, cx| overlay.answered(OverlayAnswer::Written(outcome), cx));
        let saved = matches!(in_form, Reply::Close);
        if !saved {
            // A form that was set aside while it was being saved must not be saved again.
            self.answer_drafts(OverlayAnswer::Written(outcome));
        }
        let in_form = !in_form.is_ignored();
        if outcome.is_ok() {
            self.unseen.forget_undo(); // the edit is what was done last
        }
        match outcome {
            Ok(text) if saved => {
                self.inbox.renew();
                self.overlays.pop();
                let undo = self.settings.keymap.with_key(Action::Undo, |key| format!("; {key} undoes it"));
                self.board.notice = StatusNotice::Saved(format!("{text}{undo}"));
            }
            Ok(text) => self.board.notice = StatusNotice::Saved(text.clone()),
            Err(WriteRefusal { why, versions: Some(versions) }) if in_form || self.overlays.is_empty() => {
                self.overlays.push(Box::new(WriteConflict::new(why.clone(), versions.clone(), in_form)));
            }
            Err(refusal) if !in_form => self.board.show_error(refusal.why.clone()),
            Err(_) => {}
        }
    }

    /// Passes a page, or the failure to read it, to the form that asked for it, even if that was set aside meanwhile.
    fn apply_page(&mut self, asked: &str, outcome: &Result<WebPage, String>) {
        let reply = self.with_overlay(|overlay, cx| overlay.answered(OverlayAnswer::Page(asked, outcome), cx));
        if reply.is_ignored() {
            self.answer_drafts(OverlayAnswer::Page(asked, outcome));
        }
    }

    /// Passes a result to the drafts; a draft that was saved is removed.
    fn answer_drafts(&mut self, answer: OverlayAnswer<'_>) {
        let mut drafts = std::mem::take(&mut self.overlays.drafts);
        let cx = self.overlay_ctx();
        drafts.retain_mut(|draft| !matches!(draft.answered(answer, &cx), Reply::Close));
        self.overlays.drafts = drafts;
    }

    /// Shows the log of edits, unless it is empty.
    fn show_log(&mut self, log: Vec<LoggedEdit>) {
        if log.is_empty() {
            let add = self.settings.keymap.with_key(Action::Add, |key| format!("; {key} adds"));
            self.board.say(format!("nothing was added here yet{add}"));
        } else {
            self.overlays.push(Box::new(EditLog::new(log)));
        }
    }

    /// Lists everything that is wrong in the files.
    pub(super) fn show_problems(&mut self) {
        self.overlays.push(Box::new(ProblemList::new(self.board.problems.clone())));
    }

    /// Quits; if a draft would be lost, only when asked twice.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let open = self.overlays.top().and_then(Overlay::draft);
        let aside = || self.overlays.drafts.last().and_then(|draft| draft.draft());
        let Some(draft) = open.or_else(aside) else { return vec![Effect::Quit] };
        let back = match open {
            Some(_) => String::new(),
            None => self.settings.keymap.with_key(Action::Add, |key| format!(" ({key} {} opens it)", draft.letter)),
        };
        let text = format!("the {} is not saved{back}; the same key again leaves without it", draft.word);
        self.board.notice = StatusNotice::LeaveAsked(text);
        Vec::new()
    }
}

/// The key of an action that was asked for by its name: none that types or chooses anything.
fn silent_key() -> KeyInput {
    KeyInput::from(Key::Insert)
}
