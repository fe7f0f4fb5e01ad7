//! What each message changes.

use std::cell::OnceCell;
use std::sync::Arc;

use hashbrown::HashSet;
use keybinds::KeyInput;
use tui_input::Input;

use crate::dossier::Rec;
use crate::dossier::problem::{Problem, Severity};
use crate::dossier::{Dossier, Kind};
use crate::report::wording;
use crate::settings::input::Action;
use crate::story::change::gone;
use crate::ui::effect::Effect;
use crate::ui::message::{Configured, Loaded, Message, Mouse, MouseKind};
use crate::ui::ready::Ready;
use crate::ui::screens::news::News;
use crate::ui::screens::{Reply, motion};
use crate::ui::widgets::list::ListCursor;

use super::line::types;
use super::mode::Mode;
use super::mode::as_of::{Prompt, Purpose};
use super::travel::Entered;
use super::{Model, Notice, shell};

pub(super) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::KeyPressed(key) => model.press(key),
        Message::Pasted(text) => {
            model.paste(&text);
            Vec::new()
        }
        Message::Mouse(mouse) => model.point(mouse),
        Message::Resized(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Message::DayChanged(day) => {
            model.today = day;
            model.look_again();
            Vec::new()
        }
        Message::Loaded(loaded) => model.take(loaded),
        Message::Opened(ready) => model.open(*ready),
        Message::Progressed(progress) => {
            model.hear(progress);
            Vec::new()
        }
        Message::Searched(turn) => {
            model.searched(turn);
            Vec::new()
        }
        Message::Greeted(greeting) => model.welcome(*greeting),
        Message::Seen(seen) => model.greet(seen),
        Message::Configured(configured) => model.configure(*configured),
        Message::Written(outcome) => {
            model.written(outcome);
            Vec::new()
        }
        Message::PageRead(asked, outcome) => {
            model.take_page(&asked, *outcome);
            Vec::new()
        }
        Message::Logged(log) => {
            model.show_log(log);
            Vec::new()
        }
        Message::Done(result) => {
            let is_error = result.is_err();
            model.notice = Some(Notice { text: result.unwrap_or_else(|e| e), is_error });
            Vec::new()
        }
    }
}

/// What is said where a file was saved in which nothing changed.
const READ_AGAIN: &str = "read again";

impl Model {
    /// A key: to the line that is typed, where there is one, else what the keymap says that it means.
    fn press(&mut self, key: KeyInput) -> Vec<Effect> {
        let told = self.notice.take();
        self.done = None;
        let asked = std::mem::take(&mut self.asked_to_leave);
        if self.mode.is_browse()
            && let Some(at) = self.saved_for(key)
        {
            self.put_on(at);
            return Vec::new();
        }
        let action = self.keymap.resolve(key, self.screen);
        match action {
            Some(Action::Quit) if asked && (self.mode.is_browse() || !types(key)) => vec![Effect::Quit],
            Some(Action::Quit) if self.mode.is_browse() || !types(key) => self.leave(),
            Some(Action::Suspend) => vec![Effect::Suspend],
            // The last line tells of mistakes: Enter shows them all.
            Some(Action::Enter)
                if self.mode.is_browse() && told.is_some_and(|n| n.is_error) && !self.broken.is_empty() =>
            {
                self.mode = Mode::Problems(self.broken.clone(), 0);
                Vec::new()
            }
            Some(action) if self.mode.is_browse() => self.act(action),
            _ => self.press_in_mode(key, action),
        }
    }

    fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        let wheel = match mouse.kind {
            MouseKind::ScrollUp => Some(Action::Up),
            MouseKind::ScrollDown => Some(Action::Down),
            MouseKind::Click | MouseKind::Drag => None,
        };
        if let Some(action) = wheel {
            if motion(action).is_some_and(|m| self.wheel_in_mode(m)) {
                return Vec::new();
            }
            let up = mouse.kind == MouseKind::ScrollUp;
            let done = self.way.is_empty()
                && self.with_screen(|screen, cx| screen.wheel(up, mouse.column, mouse.row, cx)) != Reply::Ignored;
            return if done { Vec::new() } else { self.act(action) };
        }
        if !self.mode.is_browse() {
            return Vec::new();
        }
        if mouse.kind == MouseKind::Drag {
            if self.way.is_empty() {
                self.with_screen(|screen, cx| screen.drag(mouse.column, mouse.row, cx));
            }
            return Vec::new();
        }
        if let Some(screen) = shell::tab_at(self, mouse.column, mouse.row) {
            return self.act(Action::Open(screen));
        }
        if !self.way.is_empty() {
            self.click_on_card(mouse.column, mouse.row);
            return Vec::new();
        }
        let reply = self.with_screen(|screen, cx| screen.click(mouse.column, mouse.row, cx));
        self.open_reply(reply)
    }

    /// Does what the user meant.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return self.leave(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Reload => {
                self.asked_to_reload = true;
                return vec![Effect::Load];
            }
            Action::OpenLink => return self.open_link(),
            Action::Copy => return self.copy(),
            Action::Edit => return self.edit(),
            Action::Add => self.choose_what_to_add(),
            Action::Undo if self.can_write() => return vec![Effect::Undo],
            Action::Redo if self.can_write() => return vec![Effect::Redo],
            Action::Edits if self.can_write() => return vec![Effect::TellEdits],
            Action::Undo | Action::Redo | Action::Edits => {}
            Action::Mouse => {
                self.mouse = !self.mouse;
                let text = if self.mouse { "mouse on" } else { "mouse off: select text with the terminal" };
                self.say(text.to_owned());
                return vec![Effect::SetMouse(self.mouse)];
            }
            Action::Filter => self.open_filter(),
            Action::Palette => self.open_palette(),
            Action::Counts => self.open_counts(),
            Action::Saved => self.open_saved(),
            Action::Problems if self.broken.is_empty() => self.say("nothing is wrong in the files".to_owned()),
            Action::Problems => self.mode = Mode::Problems(self.broken.clone(), 0),
            Action::Help => self.mode = Mode::Help(Input::default(), 0),
            Action::Close => self.close(),
            Action::Open(screen) => {
                self.screen = screen;
                self.way.clear();
                self.bare();
                self.left = None;
                self.zoomed = false;
            }
            Action::AsOfBack => self.step_back(),
            Action::AsOfForward => self.step_forward(),
            Action::Today => self.set_as_of(None),
            Action::AsOf => self.mode = Mode::AsOf(Prompt::new(Purpose::AsOf)),
            Action::Brief => self.mode = Mode::Brief(0),
            Action::Compare => self.mode = Mode::AsOf(Prompt::new(Purpose::Compare)),
            Action::NextChange => return self.step_changes(true),
            Action::PreviousChange => return self.step_changes(false),
            Action::Charts if !self.is_over_charts() => self.open_charts(),
            Action::Ties => self.open_ties(),
            Action::SeenAll => return self.mark_all_seen(),
            Action::Seen => return self.mark_seen(),
            // The same key, where a screen has another use for it.
            Action::Mark if !self.way.is_empty() => return self.mark_seen(),
            action if !self.way.is_empty() => {
                self.act_on_card(action);
                self.return_to_comparison();
            }
            Action::ZoomPane => self.zoomed = !self.zoomed,
            Action::Enter if self.can_relax() => self.mode = Mode::Relax(ListCursor::default()),
            action => {
                let reply = self.with_screen(|screen, cx| screen.act(action, cx));
                if action == Action::Back && reply == Reply::Ignored {
                    self.lift();
                    return Vec::new();
                }
                return self.open_reply(reply);
            }
        }
        Vec::new()
    }

    fn close(&mut self) {
        if !self.way.is_empty() {
            self.way.clear();
            self.left = None;
        } else if self.zoomed {
            self.zoomed = false;
        } else if self.screens.over().is_some() {
            self.lift();
        } else if !self.filter.is_empty() {
            self.set_filter(String::new());
        }
    }

    /// The configuration was saved: it holds from now on, with the defaults for what is wrong in it.
    fn configure(&mut self, configured: Result<Configured, String>) -> Vec<Effect> {
        match configured {
            Ok(configured) => {
                self.keymap = configured.keymap;
                self.saved = configured.saved;
                self.renew_mode();
                self.paint = configured.paint;
                let mouse = (self.mouse != configured.mouse).then_some(configured.mouse);
                self.mouse = configured.mouse;
                if configured.problems.is_empty() {
                    self.say("the configuration was read again".to_owned());
                } else {
                    self.broken = configured.problems;
                    self.tell_broken("in the configuration; the defaults stand in");
                }
                mouse.map(Effect::SetMouse).into_iter().collect()
            }
            Err(why) => self.refuse(&why),
        }
    }

    /// Says in the last line what is wrong first, how much there is, and which key shows it all.
    fn tell_broken(&mut self, what: &str) {
        let Some(first) = self.broken.first() else { return };
        let count = wording::count(self.broken.len(), "mistake", "mistakes");
        let place = match (first.path.display(), first.line) {
            (path, 0) => path.to_string(),
            (path, line) => format!("{path}:{line}:{}", first.column),
        };
        let text = format!("{count} {what}; Enter shows all. {place}: {}", first.message);
        self.notice = Some(Notice { text, is_error: true });
    }

    /// A dossier was read again: the new story, or the old one with what is wrong.
    fn take(&mut self, loaded: Loaded) -> Vec<Effect> {
        let Some(dossier) = loaded.dossier else {
            self.broken = loaded.problems;
            self.broken.retain(|p| p.severity == Severity::Error);
            self.large.progress = None;
            self.tell_broken(if self.large.partial { "in the files" } else { "in the files; the story is as it was" });
            return Vec::new();
        };
        let lost = if std::mem::take(&mut self.asked_to_reload) { Vec::new() } else { self.lost(&dossier) };
        if !lost.is_empty() {
            self.broken = lost;
            let key = self.keymap.key_of(Action::Reload);
            self.tell_broken(&format!("in the files; the story is as it was, {key} takes what is left"));
            return Vec::new();
        }
        self.open(Ready::of(dossier, self.as_of.unwrap_or(self.today), loaded.problems))
    }

    /// The files of the story that are not among those of another reading of it, where records went with them.
    fn lost(&self, other: &Dossier) -> Vec<Problem> {
        let gone = self.dossier.files.iter().filter(|file| other.files.iter().all(|kept| kept.path != file.path));
        let mut gone: Vec<Problem> = gone.map(|file| Problem::of_file(&file.path, "is no longer there")).collect();
        let is_there = |rec| other.find(self.dossier.id(rec)).is_some();
        // Where none of them is left it is another dossier.
        let another = gone.len() == self.dossier.files.len();
        if another || !gone.is_empty() && Kind::ALL.iter().all(|&kind| self.dossier.all(kind).all(is_there)) {
            gone.clear();
        }
        gone
    }

    /// Shows another dossier. `quietly`: it is the one that was begun to be shown before.
    pub(super) fn put(&mut self, ready: Ready, quietly: bool) {
        let mended = !self.broken.is_empty();
        self.broken.clear();
        if matches!(self.mode, Mode::Problems(..)) {
            self.mode = Mode::Browse;
        }
        let kept = self.screens.get(self.screen).selected(&self.ctx()).map(|r| self.dossier.id(r).to_owned());
        let named = |dossier: &Dossier, way: Vec<Entered>| -> Vec<(String, ListCursor, bool)> {
            way.into_iter().map(|e| (dossier.id(e.rec).to_owned(), e.cursor, e.by_step)).collect()
        };
        let mut ways: Vec<Vec<(String, ListCursor, bool)>> =
            self.below.drain(..).chain([std::mem::take(&mut self.way)]).map(|way| named(&self.dossier, way)).collect();
        // What was compared names records of the dossier as it was.
        self.left = None;
        if matches!(self.mode, Mode::Compare(_)) {
            self.mode = Mode::Browse;
        }
        let old = std::mem::replace(&mut self.dossier, ready.dossier);
        self.publications = ready.publications;
        self.ways = ready.ways;
        // All at once: what the filter left of the old story names records that the new one may not have.
        let told: HashSet<String> = self.news.iter().flat_map(News::all).map(|change| change.key.clone()).collect();
        let step = self.step;
        self.gain();
        let known = std::mem::replace(&mut self.snapshot, Arc::new(ready.snapshot));
        self.index = Arc::new(ready.index);
        if self.snapshot.day != self.as_of.unwrap_or(self.today) {
            self.set_day();
        }
        let gone = if quietly { 0 } else { gone((&old, &known), (&self.dossier, &self.snapshot)) };
        self.records = OnceCell::new();
        self.show_all();
        self.find_news();
        let saved = self.note_saved(&told, step);
        self.narrow();
        let (dossier, snapshot) = (&self.dossier, &self.snapshot);
        let found = |way: Vec<(String, ListCursor, bool)>| -> Vec<Entered> {
            way.into_iter()
                .filter_map(|(id, cursor, by_step)| Some(Entered { rec: dossier.find(&id)?, cursor, by_step }))
                .filter(|entered| snapshot.is_visible(dossier, entered.rec))
                .collect()
        };
        self.way = ways.pop().map(found).unwrap_or_default();
        self.below = ways.into_iter().map(found).collect();
        self.keep(kept.and_then(|id| self.dossier.find(&id)));
        self.renew_mode();
        if quietly {
            return;
        }
        let warnings = wording::count(ready.problems.len(), "warning", "warnings");
        let mut text = READ_AGAIN.to_owned();
        if saved > 0 {
            let key = self.keymap.key_of(Action::NextChange);
            text = format!("{} since the save: {key} shows them", wording::count(saved, "change", "changes"));
        }
        if gone > 0 {
            text = format!("{text}, {} no longer there", wording::count(gone, "statement", "statements"));
        }
        if !ready.problems.is_empty() {
            text = format!("{text}, {warnings}: karwan check shows them");
        }
        if let Some(done) = &self.done {
            text.clone_from(done);
        } else if text == READ_AGAIN && !mended && self.notice.is_some() {
            // Nothing came of it, as of the last step of an editor that writes in several: what was said a moment ago
            // stays in sight.
            return;
        }
        self.say(text);
    }

    /// Puts the cursor back on a record, where the screen still lists it.
    pub(super) fn keep(&mut self, rec: Option<Rec>) {
        if let Some(rec) = rec {
            self.with_screen(|screen, cx| {
                screen.select(rec, cx);
                Reply::Done
            });
        }
    }

    /// Lets the screen that is shown do something, and keeps what becomes of it.
    pub(super) fn with_screen(
        &mut self,
        f: impl FnOnce(&mut dyn crate::ui::screens::Screen, &crate::ui::screens::Ctx<'_>) -> Reply,
    ) -> Reply {
        // The screens are taken out so that the rest of the model can be borrowed by the context.
        let mut screens = std::mem::take(&mut self.screens);
        let reply = f(screens.get_mut(self.screen), &self.ctx());
        self.screens = screens;
        reply
    }
}
