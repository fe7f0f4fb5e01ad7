//! The interface of screens and overlays: what both are given ([`ScreenContext`], [`OverlayContext`]) and what they
//! return ([`Reply`]).

mod overlay;

use std::cell::OnceCell;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::capture::CaptureIndex;
use crate::dossier::{ArticleIx, Dossier, Kind, Rec};
use crate::query::{self, Query, QueryView, RelaxedQuery, ShownRows};
use crate::report::card::{self, CardExtent, CardFacts, RecordCard};
use crate::report::export::clean::web_link;
use crate::settings::input::{Action, Keymap};
use crate::settings::theme::StyleRole;
use crate::story::change::unseen::UnseenList;
use crate::story::lines::MapLines;
use crate::story::{PublicationDays, Snapshot};
use crate::ui::effect::Effect;
use crate::ui::inbox::InboxListing;
use crate::ui::palette::PaletteChoice;
use crate::ui::widgets::paint::{Painter, StyledText};

pub use overlay::{DraftName, Overlay, OverlayAnswer, OverlayContext, Renewed};

/// The context of a screen or overlay. Borrowed for one call; each keeps only its own cursors.
#[derive(Clone, Copy)]
pub struct ScreenContext<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// What is known on the as-of day.
    pub snapshot: &'a Snapshot,
    /// The rows that match the filter, in order.
    pub shown: &'a ShownRows,
    /// What this person has not seen, if that is known.
    pub news: Option<&'a UnseenList>,
    /// What a query runs on: the dossier on the as-of day.
    pub view: QueryView<'a>,
    /// The filter; empty if none is active.
    pub query: &'a Query,
    /// See [`ScreenContext::relaxed`].
    pub relaxed: &'a OnceCell<Vec<RelaxedQuery>>,
    /// How much was published on which days.
    pub publications: &'a PublicationDays,
    /// The lines of the map.
    pub ways: &'a MapLines,
    /// What the archive has for the Inbox; `None` until it was asked.
    pub inbox: Option<&'a InboxListing>,
    /// See [`ScreenContext::capture`].
    pub capture: &'a OnceCell<CaptureIndex>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The keys in force, for every hint.
    pub keymap: &'a Keymap,
    /// How to draw.
    pub paint: Painter<'a>,
    /// Where the screen is drawn.
    pub area: Rect,
    /// Whether the focused pane fills the screen.
    pub zoomed: bool,
    /// Whether the files are still being read, so that missing records may still come.
    pub partial: bool,
}

impl<'a> ScreenContext<'a> {
    /// The context of a card.
    #[must_use]
    pub fn facts(&self) -> CardFacts<'a> {
        CardFacts { dossier: self.dossier, snapshot: self.snapshot, glyphs: self.paint.glyphs }
    }

    /// Whether a filter is active.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.query.is_empty()
    }

    /// The number of rows without each part of the filter.
    #[must_use]
    pub fn relaxed(&self) -> &'a [RelaxedQuery] {
        self.relaxed.get_or_init(|| query::relaxed(self.query, &self.view))
    }

    /// The names and events that texts are searched for; built on demand.
    #[must_use]
    pub fn capture(&self) -> &'a CaptureIndex {
        self.capture.get_or_init(|| CaptureIndex::of(self.dossier))
    }

    /// The same screen without one part of the filter.
    #[must_use]
    pub fn relaxed_to(&self, way: &'a RelaxedQuery) -> ScreenContext<'a> {
        ScreenContext { shown: &way.shown, query: &way.query, ..*self }
    }

    /// The card of a record, with the statements that match the filter marked.
    #[must_use]
    pub fn card(&self, rec: Rec, extent: CardExtent) -> RecordCard {
        card::matching(&self.facts(), rec, extent, &self.query.statements(&self.view, rec))
    }

    /// Puts text of a record, with matches of the filter marked. Returns the columns used.
    pub fn put(&self, buf: &mut Buffer, x: u16, y: u16, columns: u16, content: &str, role: StyleRole) -> u16 {
        self.paint.put_marked(buf, (x, y), columns, content, self.paint.style(role), &|text| self.query.marks(text))
    }

    /// Puts a row of a list like [`Painter::row`], with matches of the filter marked.
    pub fn row<S: AsRef<str>, B: AsRef<str>>(
        &self,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        pieces: &[StyledText<S>],
        badge: &[StyledText<B>],
    ) {
        self.paint.row_marked(buf, area, y, pieces, badge, &|text| self.query.marks(text));
    }

    /// `Actors · by name`: the title of a list with its order.
    #[must_use]
    pub fn list_title(&self, name: &str, order: &str) -> String {
        [name, self.paint.glyphs.pick("·", "-"), order].join(" ")
    }

    /// The text of an article, if the dossier has it.
    #[must_use]
    pub fn text_of(&self, article: ArticleIx) -> Option<&str> {
        self.dossier.articles.get(article).text.filter(|text| !text.trim().is_empty())
    }

    /// The display name of an action's first key; empty if it has none.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.keymap.key_of(action)
    }

    /// ` Esc clears it.`: the key of an action with what it does, to follow a sentence; empty if it has no key.
    #[must_use]
    pub fn key_sentence(&self, action: Action, does: &str) -> String {
        self.keymap.with_key(action, |key| format!(" {key} {does}."))
    }

    /// Makes cells of a row lead to an address, where it is one of the web and the terminal takes links.
    pub fn link(&self, buf: &mut Buffer, row: Rect, address: Option<&str>) {
        if self.paint.has_links()
            && let Some(address) = address.and_then(web_link)
        {
            self.paint.link(buf, row, &address);
        }
    }

    /// Whether a screen has room for panes side by side; never where everything is read as text.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.area.width >= WIDE && !self.paint.is_plain()
    }
}

/// The minimum width of a screen with panes side by side.
pub const WIDE: u16 = 100;

/// `Enter opens, Esc closes`: keys with what each does. Actions without a key are left out.
#[must_use]
pub fn note(keys: &[(String, &str)]) -> String {
    let named = keys.iter().filter(|(key, _)| !key.is_empty());
    named.map(|(key, does)| format!("{key} {does}")).collect::<Vec<_>>().join(", ")
}

/// What a screen or overlay requests after a key.
#[derive(Debug)]
pub enum Reply {
    /// The key was handled.
    Done,
    /// Open the card of this record.
    Open(Rec),
    /// Open the card of this record, and reopen the overlay once the card is closed.
    Visit(Rec),
    /// Open the card of a change, by its position in the list.
    OpenChange(usize),
    /// Show this in the last line.
    Say(String),
    /// It cannot be done; shows why in the last line.
    Refused(String),
    /// Close the overlay.
    Close,
    /// Open another overlay on top.
    Overlay(Box<dyn Overlay>),
    /// Replace the overlay by another one.
    Instead(Box<dyn Overlay>),
    /// Change the filter.
    Filter(FilterChange),
    /// Show the story as of this day; `None` for today.
    SetDay(Option<NaiveDate>),
    /// Move the time axis to this day.
    GoToDay(NaiveDate),
    /// Remember a palette choice, and open or run it.
    Choose(PaletteChoice),
    /// Carry out this action below the overlay.
    Act(Action),
    /// Request this from the outside.
    Ask(Effect),
    /// Change the drafts.
    Draft(DraftChange),
    /// All of these, in order.
    All(Vec<Reply>),
    /// The key was not handled.
    Ignored,
}

impl Reply {
    /// Closes the overlay, then does this.
    #[must_use]
    pub fn close_and(reply: Reply) -> Reply {
        Reply::All(vec![Reply::Close, reply])
    }

    /// Whether the key was not handled.
    #[must_use]
    pub fn is_ignored(&self) -> bool {
        matches!(self, Reply::Ignored)
    }
}

/// How the filter changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterChange {
    /// It is being typed; this is the text so far.
    Type(String),
    /// It was chosen; the previous filter can be restored.
    Choose(String),
    /// Back to the previous filter.
    Back,
    /// Add the active filter to the history.
    Remember,
    /// Count rows by the field at this position of [`query::fields`].
    CountBy(usize),
}

/// What happens to a draft: an overlay with input that must not be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// Set this overlay aside.
    SetAside,
    /// Open the draft at this position in place of this overlay.
    Resume(usize),
    /// Discard the draft at this position.
    Discard(usize),
}

/// One screen: its cursors, and how it draws.
pub trait Screen {
    /// Handles an action, if it concerns this screen.
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply;

    /// Draws into `cx.area`.
    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer);

    /// The selected record.
    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec>;

    /// The selected change, by its position in the list.
    fn change(&self, _cx: &ScreenContext<'_>) -> Option<usize> {
        None
    }

    /// Puts the cursor on a record, if this screen lists it.
    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool;

    /// Whether an action would do nothing here and now, so that the last line does not offer its key.
    fn is_idle(&self, action: Action, cx: &ScreenContext<'_>) -> bool {
        matches!(action, Action::Copy | Action::OpenLink) && self.selected(cx).is_none()
    }

    /// The kind of record in the focused list. Events by default.
    fn kind(&self) -> Kind {
        Kind::Event
    }

    /// Moves to a day; returns whether the screen has a time axis.
    fn go_to_day(&mut self, _day: NaiveDate, _cx: &ScreenContext<'_>) -> bool {
        false
    }

    /// The number of rows in that list.
    fn count(&self, cx: &ScreenContext<'_>) -> usize {
        cx.shown.of(self.kind()).len()
    }

    /// The noun for the rows, singular or plural.
    fn noun(&self, n: usize) -> &'static str {
        self.kind().noun(n)
    }

    /// The left button was pressed on a cell: selects there. A second click on the selected row opens it.
    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply;

    /// The mouse was moved to a cell with the left button held.
    fn drag(&mut self, _column: u16, _row: u16, _cx: &ScreenContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The wheel was turned over a cell. If ignored, the selection moves one line.
    fn wheel(&mut self, _up: bool, _column: u16, _row: u16, _cx: &ScreenContext<'_>) -> Reply {
        Reply::Ignored
    }
}
