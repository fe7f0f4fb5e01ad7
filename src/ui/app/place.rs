//! Where the user is: the screen, what lies over it, the open cards, and the way back.

use crate::dossier::{Dossier, Rec};
use crate::settings::config::SavedFilter;
use crate::settings::input::ScreenId;
use crate::ui::overlays::Overlay;
use crate::ui::palette::{PaletteChoice, RecentChoice};
use crate::ui::screens::over::ScreenOverlay;
use crate::ui::screens::{Screen, ScreenContext, ScreenSet};
use crate::ui::widgets::list::ListCursor;

use super::card::Breadcrumb;

/// The number of palette choices that are remembered.
const REMEMBERED: usize = 50;

/// The screen and the way back to it.
#[derive(Default)]
pub(super) struct CurrentPlace {
    pub screen_id: ScreenId,
    pub screens: ScreenSet,
    /// The open cards, the visible one last.
    pub breadcrumbs: Vec<Breadcrumb>,
    /// The cards that were open when something was laid over the screen, one list per layer.
    below: Vec<Vec<Breadcrumb>>,
    /// The overlay from which the first card was opened; it returns when that card is closed.
    pub visited_from: Option<Box<dyn Overlay>>,
    /// Whether one pane fills the screen.
    pub zoomed: bool,
    /// What was chosen in the palette, newest first.
    pub recent: Vec<RecentChoice>,
}

/// The breadcrumbs as ids of their records, which survive a reload.
pub(super) struct NamedPlace {
    lists: Vec<Vec<(String, ListCursor, bool)>>,
}

impl CurrentPlace {
    pub fn new(screen_id: ScreenId) -> CurrentPlace {
        CurrentPlace { screen_id, ..CurrentPlace::default() }
    }

    /// What is visible: what lies over the screen, otherwise the screen.
    pub fn screen(&self) -> &dyn Screen {
        self.screens.get(self.screen_id)
    }

    /// The same, mutable.
    pub fn screen_mut(&mut self) -> &mut dyn Screen {
        self.screens.get_mut(self.screen_id)
    }

    /// The open card, if there is one.
    pub fn card(&self) -> Option<&Breadcrumb> {
        self.breadcrumbs.last()
    }

    /// The record that is open or selected.
    pub fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        match self.card() {
            Some(card) => Some(card.rec),
            None => self.screen().selected(cx),
        }
    }

    /// Switches to a screen; what was open on the previous one is closed.
    pub fn open_screen(&mut self, id: ScreenId) {
        self.screen_id = id;
        self.breadcrumbs.clear();
        self.below.clear();
        self.screens.uncover_all();
        self.visited_from = None;
        self.zoomed = false;
    }

    /// Closes all cards, or the zoom, or what lies over the screen. Returns whether there was anything to close.
    pub fn close(&mut self) -> bool {
        if !self.breadcrumbs.is_empty() {
            self.breadcrumbs.clear();
            self.visited_from = None;
            return true;
        }
        std::mem::take(&mut self.zoomed) || self.uncover()
    }

    /// Closes the visible card. Returns the overlay to reopen.
    pub fn go_back(&mut self) -> Option<Box<dyn Overlay>> {
        self.breadcrumbs.pop();
        if self.breadcrumbs.is_empty() { self.visited_from.take() } else { None }
    }

    /// Lays charts or ties over the screen.
    pub fn cover(&mut self, over: ScreenOverlay) {
        self.below.push(std::mem::take(&mut self.breadcrumbs));
        self.screens.cover(over);
    }

    /// Removes what lies over the screen and restores the cards below. Returns whether there was anything.
    pub fn uncover(&mut self) -> bool {
        let Some(breadcrumbs) = self.below.pop() else { return false };
        self.breadcrumbs = breadcrumbs;
        self.screens.uncover();
        true
    }

    /// Closes the cards of records for which `keep` does not hold.
    pub fn retain(&mut self, keep: impl Fn(Rec) -> bool) {
        for cards in self.below.iter_mut().chain([&mut self.breadcrumbs]) {
            cards.retain(|card| keep(card.rec));
        }
    }

    /// Takes the breadcrumbs out before the dossier is replaced.
    pub fn take_names(&mut self, dossier: &Dossier) -> NamedPlace {
        let named = |cards: Vec<Breadcrumb>| {
            cards.into_iter().map(|card| (dossier.id(card.rec).to_owned(), card.cursor, card.by_step)).collect()
        };
        let cards = std::mem::take(&mut self.breadcrumbs);
        NamedPlace { lists: self.below.drain(..).chain([cards]).map(named).collect() }
    }

    /// Puts the breadcrumbs back as far as the dossier has their records.
    pub fn put_names(&mut self, names: NamedPlace, dossier: &Dossier) {
        let found = |list: Vec<(String, ListCursor, bool)>| {
            let cards = list.into_iter();
            let card = |(id, cursor, by_step): (String, ListCursor, bool)| {
                Some(Breadcrumb { rec: dossier.find(&id)?, cursor, by_step })
            };
            cards.filter_map(card).collect()
        };
        let mut lists: Vec<Vec<Breadcrumb>> = names.lists.into_iter().map(found).collect();
        self.breadcrumbs = lists.pop().unwrap_or_default();
        self.below = lists;
    }

    /// Remembers a palette choice.
    pub fn remember(&mut self, choice: PaletteChoice, dossier: &Dossier, saved: &[SavedFilter]) {
        let recent = match choice {
            PaletteChoice::Record(rec) => RecentChoice::Record(dossier.id(rec).to_owned()),
            PaletteChoice::Screen(screen) => RecentChoice::Screen(screen),
            PaletteChoice::Saved(at) => RecentChoice::Saved(saved[at].name.clone()),
            PaletteChoice::Command(action) => RecentChoice::Command(action),
        };
        self.recent.retain(|earlier| *earlier != recent);
        self.recent.insert(0, recent);
        self.recent.truncate(REMEMBERED);
    }
}
