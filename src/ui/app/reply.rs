//! Carries out replies: what screens, cards and overlays request from the program.

use chrono::NaiveDate;

use crate::dossier::Rec;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::overlays::{DraftChange, FilterChange, Renewed, Reply};
use crate::ui::palette::PaletteChoice;

use super::Model;
use super::card::Breadcrumb;

impl Model {
    /// Carries out a reply of a screen, card or overlay.
    pub(super) fn perform(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Done | Reply::Ignored => {}
            Reply::Open(rec) => self.enter(rec),
            Reply::Visit(rec) => {
                self.place.breadcrumbs.clear();
                self.place.visited_from = self.overlays.pop();
                self.enter(rec);
            }
            Reply::OpenChange(n) => self.open_change(n),
            Reply::Say(text) => self.board.say(text),
            Reply::Refused(why) => self.board.show_error(why),
            Reply::Close => {
                self.overlays.pop();
            }
            Reply::Overlay(overlay) => self.overlays.push(overlay),
            Reply::Instead(overlay) => {
                self.overlays.pop();
                self.overlays.push(overlay);
            }
            Reply::Filter(change) => {
                self.change_filter(change);
                self.renew_overlays(Renewed::Filter);
            }
            Reply::SetDay(day) => self.set_as_of(day),
            Reply::GoToDay(day) => {
                self.with_screen(|screen, cx| screen.go_to_day(day, cx));
            }
            Reply::Choose(choice) => return self.run_choice(choice),
            Reply::Act(action) => return self.act(action),
            Reply::Ask(effect) => {
                self.inbox.expect(&effect);
                return vec![effect];
            }
            Reply::Draft(DraftChange::SetAside) => self.overlays.set_aside(),
            Reply::Draft(DraftChange::Resume(at)) => self.overlays.resume(at),
            Reply::Draft(DraftChange::Discard(at)) => self.overlays.discard(at),
            Reply::All(replies) => return replies.into_iter().flat_map(|reply| self.perform(reply)).collect(),
        }
        Vec::new()
    }

    /// Opens the card of a record.
    pub(super) fn enter(&mut self, rec: Rec) {
        let card = Breadcrumb::enter(&self.ctx(), rec);
        self.place.breadcrumbs.push(card);
    }

    /// Remembers a palette choice, and opens or runs it.
    fn run_choice(&mut self, choice: PaletteChoice) -> Vec<Effect> {
        self.place.remember(choice, &self.known.dossier, &self.settings.saved);
        match choice {
            PaletteChoice::Record(rec) => self.enter(rec),
            PaletteChoice::Screen(screen) => return self.act(Action::Open(screen)),
            PaletteChoice::Saved(at) => self.choose_filter(self.settings.saved[at].query.clone()),
            PaletteChoice::Command(action) => return self.act(action),
        }
        Vec::new()
    }

    /// Changes the filter, and everything that depends on it.
    pub(super) fn change_filter(&mut self, change: FilterChange) {
        match change {
            FilterChange::Type(text) => {
                self.filter.set(text, self.known.today);
                self.narrow();
            }
            FilterChange::Choose(text) => self.choose_filter(text),
            FilterChange::Back => {
                if let Some(before) = self.filter.take_before() {
                    self.filter.set(before, self.known.today);
                    self.narrow();
                }
            }
            FilterChange::Remember => self.filter.remember(),
            FilterChange::CountBy(field) => self.filter.counted = field,
        }
    }

    /// Sets a filter that was chosen rather than typed, and stores the previous one for the way back.
    pub(super) fn choose_filter(&mut self, text: String) {
        if text == self.filter.text {
            return;
        }
        self.filter.keep_before();
        self.filter.set(text, self.known.today);
        self.narrow();
        self.filter.remember();
    }

    /// Applies the filter again; the selection stays on its record if that is still listed.
    pub(super) fn narrow(&mut self) {
        let view = self.known.view(self.unseen.news.as_ref());
        self.work.searching = !self.work.lookup.is_answered(&self.filter.query, &view);
        if self.work.searching {
            return; // a thread searches; when it has found the rows, this is done again
        }
        let kept = self.place.screen().selected(&self.ctx());
        self.filter.apply(&self.known.view(self.unseen.news.as_ref()));
        self.unseen.list(&self.filter);
        self.select(kept);
    }

    /// Puts the cursor back on a record, if the screen still lists it.
    pub(super) fn select(&mut self, rec: Option<Rec>) {
        if let Some(rec) = rec {
            self.with_screen(|screen, cx| screen.select(rec, cx));
        }
    }

    /// Sets the as-of day; `None` for today.
    pub(super) fn set_as_of(&mut self, day: Option<NaiveDate>) {
        self.known.as_of = day.filter(|&d| d != self.known.today);
        self.apply_day();
    }

    /// Recomputes what is known on the as-of day.
    pub(super) fn apply_day(&mut self) {
        let kept = self.place.screen().selected(&self.ctx());
        self.known.apply_day();
        self.filter.show_all(&self.known.view(self.unseen.news.as_ref()));
        self.unseen.find(&self.known);
        self.narrow();
        self.select(kept);
        self.place.retain(|rec| self.known.is_visible(rec));
        self.renew_overlays(Renewed::Day);
    }

    /// Moves the as-of day to the previous publication.
    pub(super) fn step_back(&mut self) {
        match self.known.earlier_day() {
            Some(day) => self.set_as_of(Some(day)),
            None => self.board.say("nothing was published before this day"),
        }
    }

    /// Moves the as-of day to the next publication, or to today after the last one.
    pub(super) fn step_forward(&mut self) {
        match self.known.later_day() {
            Some(day) => self.set_as_of(Some(day)),
            None if self.known.as_of.is_some() => self.set_as_of(None),
            None => self.board.say("this is today"),
        }
    }

    /// Renews the overlays, or closes those that cannot be, after what they were computed from has changed.
    pub(super) fn renew_overlays(&mut self, what: Renewed) {
        let mut open = self.overlays.take_open();
        let mut visited: Vec<_> = self.place.visited_from.take().into_iter().collect();
        let cx = self.overlay_ctx();
        for overlays in [&mut open, &mut visited] {
            overlays.retain_mut(|overlay| overlay.renew(what, &cx));
        }
        self.overlays.put_back(open);
        self.place.visited_from = visited.pop();
    }
}
