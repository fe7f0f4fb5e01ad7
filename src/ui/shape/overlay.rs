//! The interface of overlays: an overlay is given an [`OverlayContext`] and is told what has changed and been answered.

use std::cell::OnceCell;
use std::fmt::Debug;
use std::ops::Deref;

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, Screen, ScreenContext};
use crate::desk::page::WebPage;
use crate::dossier::Rec;
use crate::query::{self, Query, QueryFault, QueryTerm};
use crate::settings::config::SavedFilter;
use crate::settings::input::{Action, Keymap, OverlayId, ScreenId};
use crate::ui::lookup::LookupRequest;
use crate::ui::message::WriteRefusal;
use crate::ui::palette::{PaletteRecords, RecentChoice};
use crate::ui::widgets::list::CursorMotion;

/// The context of an overlay: that of the screen below it, and what overlays change or list.
#[derive(Clone, Copy)]
pub struct OverlayContext<'a> {
    /// The context of the screen.
    pub cx: ScreenContext<'a>,
    /// The name of the screen below.
    pub screen_id: ScreenId,
    /// The screen below.
    pub screen: &'a dyn Screen,
    /// The record whose card is open.
    pub entered: Option<Rec>,
    /// The whole terminal.
    pub terminal: Rect,
    /// The filter as typed.
    pub filter: &'a str,
    /// The errors in the filter.
    pub faults: &'a [QueryFault],
    /// Filters of this session, the newest last.
    pub history: &'a [String],
    /// Whether there is a previous filter.
    pub has_filter_before: bool,
    /// Whether the rows belong to an earlier filter while a thread searches.
    pub searching: bool,
    /// The field by which rows are counted, as its position in [`query::fields`].
    pub counted: usize,
    /// Filters that are saved in the configuration by name.
    pub saved: &'a [SavedFilter],
    /// The names that the palette finds; built on demand.
    pub records: &'a OnceCell<PaletteRecords>,
    /// Earlier palette choices, newest first.
    pub recent: &'a [RecentChoice],
    /// Unsaved input that was set aside.
    pub drafts: &'a [Box<dyn Overlay>],
    /// Requests lookups that take longer than a frame.
    pub lookup: &'a LookupRequest,
}

impl<'a> Deref for OverlayContext<'a> {
    type Target = ScreenContext<'a>;

    fn deref(&self) -> &ScreenContext<'a> {
        &self.cx
    }
}

impl OverlayContext<'_> {
    /// The record that is open or selected below.
    #[must_use]
    pub fn selected(&self) -> Option<Rec> {
        self.entered.or_else(|| self.screen.selected(self))
    }

    /// Whether a query can be answered within a frame. If not, a lookup is requested, and [`Overlay::renew`] follows.
    #[must_use]
    pub fn is_answered(&self, query: &Query) -> bool {
        self.lookup.is_answered(query, &self.view)
    }

    /// The same for a query that asks for words alone, while no values are offered.
    #[must_use]
    pub fn are_words_answered(&self, query: &Query) -> bool {
        self.lookup.are_words_answered(query, &self.view)
    }

    /// Whether the rows of the screen can be counted by a term within a frame. If not, what that needs is requested, and
    /// [`Overlay::renew`] follows.
    #[must_use]
    pub fn is_counted(&self, term: &'static QueryTerm) -> bool {
        self.lookup.is_counted(self.screen.kind(), term, &self.view)
    }

    /// How many rows the focused list would have with this filter; `None` while that is being computed.
    #[must_use]
    pub fn count_with(&self, filter: &str) -> Option<usize> {
        let query = query::parse(filter, self.cx.today).query;
        if !self.is_answered(&query) {
            return None;
        }
        let shown = query::shown(&query, &self.view);
        Some(self.screen.count(&ScreenContext { shown: &shown, query: &query, ..self.cx }))
    }

    /// `23 of 118 events`: how many of the screen's rows match the filter.
    #[must_use]
    pub fn hidden(&self) -> String {
        if self.searching {
            return format!("searching{}", self.paint.glyphs.ellipsis());
        }
        let rows = self.shown.of(self.screen.kind());
        format!("{} of {} {}", rows.len(), rows.total(), rows.kind().word())
    }
}

/// Something that lies over the screen and has the focus until it is closed: a popup, a prompt, a form.
pub trait Overlay: Debug {
    /// Handles a key and the action that it means; if the overlay has keys of its own, the action is one of these.
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply;

    /// Draws over the screen; returns the position of the cursor in an input line.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position>;

    /// The name under which [`crate::settings::input::action::ACTIONS`] lists its own keys.
    fn id(&self) -> Option<OverlayId> {
        None
    }

    /// One line of text that was pasted, without control characters.
    fn paste(&mut self, _line: &str, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The wheel was turned. If ignored, the screen below handles it.
    fn wheel(&mut self, _motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Done
    }

    /// Handles a change of what it was computed from. Returns whether it stays open.
    fn renew(&mut self, _what: Renewed, _cx: &OverlayContext<'_>) -> bool {
        true
    }

    /// Handles a result from the outside; ignores results that it did not request.
    fn answered(&mut self, _answer: OverlayAnswer<'_>, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The keys that the last line shows while it is open, with a word each.
    fn hints(&self, _keymap: &Keymap) -> Vec<(String, &'static str)> {
        Vec::new()
    }

    /// Whether it uses the last line of the terminal.
    fn has_last_line(&self) -> bool {
        false
    }

    /// Its name as a draft, if quitting would lose input.
    fn draft(&self) -> Option<DraftName> {
        None
    }
}

/// Identifies a draft: the letter that the menu of things to add has for it, and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftName {
    /// The letter.
    pub letter: char,
    /// The word.
    pub word: &'static str,
}

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The dossier.
    Dossier,
    /// The as-of day.
    Day,
    /// The filter, by a reply of the overlay itself.
    Filter,
    /// A lookup that was requested has finished.
    Found,
    /// Keys, saved filters or glyphs.
    Settings,
}

/// A result from the outside.
#[derive(Clone, Copy, Debug)]
pub enum OverlayAnswer<'a> {
    /// The page that was requested under this address, or the error.
    Page(&'a str, &'a Result<WebPage, String>),
    /// An edit was written, or the error.
    Written(&'a Result<String, WriteRefusal>),
}
