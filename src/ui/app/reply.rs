//! What becomes of a reply: what screens, cards and overlays ask of the program.

use chrono::NaiveDate;

use crate::dossier::Rec;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::overlays::{DraftChange, FilterChange, Renewed, Reply};
use crate::ui::palette::PaletteChoice;

use super::Model;
use super::card::Breadcrumb;

impl Model {
    /// Does what a screen, card or overlay asks for.
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
            Reply::Choose(choice) => return self.run_choice(choice),
            Reply::Act(action) => return self.act(action),
            Reply::Ask(effect) => return vec![effect],
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

    /// Remembers what was chosen in the palette, and enters or runs it.
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

    /// Changes the filter, and what is seen through it.
    pub(super) fn change_filter(&mut self, change: FilterChange) {
        match change {
            FilterChange::Type(text) => {
                self.filter.set(text);
                self.narrow();
            }
            FilterChange::Choose(text) => self.choose_filter(text),
            FilterChange::Back => {
                if let Some(before) = self.filter.take_before() {
                    self.filter.set(before);
                    self.narrow();
                }
            }
            FilterChange::Remember => self.filter.remember(),
            FilterChange::CountBy(field) => self.filter.counted = field,
        }
    }

    /// Sets another filter, chosen rather than typed. The one before is kept for the way back.
    pub(super) fn choose_filter(&mut self, text: String) {
        if text == self.filter.text {
            return;
        }
        self.filter.keep_before();
        self.filter.set(text);
        self.narrow();
        self.filter.remember();
    }

    /// Applies the filter anew; what was selected stays selected where it is still shown.
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

    /// Puts the cursor back on a record, where the screen still lists it.
    pub(super) fn select(&mut self, rec: Option<Rec>) {
        if let Some(rec) = rec {
            self.with_screen(|screen, cx| screen.select(rec, cx));
        }
    }

    /// Looks at the story as of a day; `None`: as of today.
    pub(super) fn set_as_of(&mut self, day: Option<NaiveDate>) {
        self.known.as_of = day.filter(|&d| d != self.known.today);
        self.apply_day();
    }

    /// Works out anew what is known on the as-of day.
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

    /// As of the last publication before the day that is shown.
    pub(super) fn step_back(&mut self) {
        match self.known.earlier_day() {
            Some(day) => self.set_as_of(Some(day)),
            None => self.board.say("nothing was published before this day"),
        }
    }

    /// As of the next publication, or today after the last one.
    pub(super) fn step_forward(&mut self) {
        match self.known.later_day() {
            Some(day) => self.set_as_of(Some(day)),
            None if self.known.as_of.is_some() => self.set_as_of(None),
            None => self.board.say("this is today"),
        }
    }

    /// What overlays were worked out from is another one: they are worked out anew, or close.
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
