//! The as-of day: stepping along publications, and back to today.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::query::Index;
use crate::story::Snapshot;

use super::Model;

impl Model {
    /// Computes what is known on the as-of day anew.
    pub(super) fn look_again(&mut self) {
        let kept = self.screens.get(self.screen).selected(&self.ctx());
        self.set_day();
        self.records = OnceCell::new();
        self.show_all();
        self.find_news();
        self.narrow();
        self.keep(kept);
        let (dossier, snapshot) = (&self.dossier, &self.snapshot);
        for way in self.below.iter_mut().chain([&mut self.way]) {
            way.retain(|entered| snapshot.is_visible(dossier, entered.rec));
        }
        self.renew_mode();
    }

    /// Computes what is known on the as-of day; the articles are the same on every day.
    pub(super) fn set_day(&mut self) {
        let articles = Arc::clone(self.index.articles(&self.view()));
        self.snapshot = Arc::new(Snapshot::of(&self.dossier, self.as_of.unwrap_or(self.today)));
        self.index = Arc::new(Index::with_articles(articles));
    }

    pub(super) fn set_as_of(&mut self, day: Option<chrono::NaiveDate>) {
        self.as_of = day.filter(|&d| d != self.today);
        self.look_again();
    }

    /// As of the last publication before the day that is shown.
    pub(super) fn step_back(&mut self) {
        let day = self.snapshot.day;
        let days = self.publications.days();
        let newest = self.publications.count_until(day);
        // From today the first step goes to the newest publication; from a publication to the one before.
        let on_one = newest > 0 && days[newest - 1].0 == day;
        let to = newest.checked_sub(if on_one { 2 } else { 1 });
        match to {
            Some(n) => self.set_as_of(Some(days[n].0)),
            None => self.say("nothing was published before this day".to_owned()),
        }
    }

    pub(super) fn step_forward(&mut self) {
        let next = self.publications.count_until(self.snapshot.day);
        match self.publications.days().get(next) {
            Some(&(day, _)) if day < self.today => self.set_as_of(Some(day)),
            _ if self.as_of.is_some() => self.set_as_of(None),
            _ => self.say("this is today".to_owned()),
        }
    }
}
