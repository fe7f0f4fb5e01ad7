//! The shape of a screen and of an overlay: what both are given ([`ScreenContext`], [`OverlayContext`]) and what they answer ([`Reply`]).

use std::cell::OnceCell;
use std::fmt::Debug;
use std::ops::Deref;

use chrono::NaiveDate;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::desk::capture::CaptureIndex;
use crate::desk::page::WebPage;
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{self, Query, QueryFault, QueryView, RelaxedQuery, ShownRows};
use crate::report::card::{self, CardExtent, CardFacts, RecordCard};
use crate::settings::config::SavedFilter;
use crate::settings::input::{Action, Keymap, OverlayId, ScreenId};
use crate::settings::theme::StyleRole;
use crate::story::change::unseen::UnseenList;
use crate::story::lines::MapLines;
use crate::story::{PublicationDays, Snapshot};
use crate::ui::effect::Effect;
use crate::ui::lookup::LookupRequest;
use crate::ui::message::WriteRefusal;
use crate::ui::palette::{PaletteChoice, PaletteRecords, RecentChoice};
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::paint::{Painter, StyledText};

/// What a screen or overlay is drawn from. Borrowed for one call; each keeps only its own cursors.
#[derive(Clone, Copy)]
pub struct ScreenContext<'a> {
    /// What the files say.
    pub dossier: &'a Dossier,
    /// What is known on the as-of day.
    pub snapshot: &'a Snapshot,
    /// What the filter leaves, in order.
    pub shown: &'a ShownRows,
    /// What this person has not seen, where that is known.
    pub news: Option<&'a UnseenList>,
    /// What is asked of the query: the dossier on the as-of day.
    pub view: QueryView<'a>,
    /// The filter; empty if none is on.
    pub query: &'a Query,
    /// See [`ScreenContext::relaxed`].
    pub relaxed: &'a OnceCell<Vec<RelaxedQuery>>,
    /// On which days how much was published.
    pub publications: &'a PublicationDays,
    /// The lines of the map.
    pub ways: &'a MapLines,
    /// See [`ScreenContext::capture`].
    pub capture: &'a OnceCell<CaptureIndex>,
    /// The calendar day of the user.
    pub today: NaiveDate,
    /// The keys in force, for every hint.
    pub keymap: &'a Keymap,
    /// How to draw.
    pub paint: Painter,
    /// Where the screen is drawn.
    pub area: Rect,
    /// Whether the focused pane takes the whole screen.
    pub zoomed: bool,
    /// Whether the files are still being read: what is not there may come yet.
    pub partial: bool,
}

impl<'a> ScreenContext<'a> {
    /// What cards are made from.
    #[must_use]
    pub fn facts(&self) -> CardFacts<'a> {
        CardFacts { dossier: self.dossier, snapshot: self.snapshot, glyphs: self.paint.glyphs }
    }

    /// Whether a filter is on.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.query.is_empty()
    }

    /// What the filter would leave without each of its parts.
    #[must_use]
    pub fn relaxed(&self) -> &'a [RelaxedQuery] {
        self.relaxed.get_or_init(|| query::relaxed(self.query, &self.view))
    }

    /// The names and events that texts are searched for; looked up when they are first asked for.
    #[must_use]
    pub fn capture(&self) -> &'a CaptureIndex {
        self.capture.get_or_init(|| CaptureIndex::of(self.dossier))
    }

    /// The same screen without one part of the filter.
    #[must_use]
    pub fn relaxed_to(&self, way: &'a RelaxedQuery) -> ScreenContext<'a> {
        ScreenContext { shown: &way.shown, query: &way.query, ..*self }
    }

    /// The card of a record, with the statements marked that the filter asks for.
    #[must_use]
    pub fn card(&self, rec: Rec, extent: CardExtent) -> RecordCard {
        card::matching(&self.facts(), rec, extent, &self.query.statements(&self.view, rec))
    }

    /// Puts text of a record, with what the filter found in it marked. Returns the columns that it took.
    pub fn put(&self, buf: &mut Buffer, x: u16, y: u16, columns: u16, content: &str, role: StyleRole) -> u16 {
        self.paint.put_marked(buf, (x, y), columns, content, self.paint.style(role), &|text| self.query.marks(text))
    }

    /// Puts a row of a list as [`Painter::row`] does, with what the filter found marked.
    pub fn row(&self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[StyledText], badge: &[StyledText]) {
        self.paint.row_marked(buf, area, y, pieces, badge, &|text| self.query.marks(text));
    }

    /// The first key of an action as it is shown; empty if it has none.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.keymap.key_of(action)
    }

    /// ` Esc clears it.`: the key of an action with what it does, to stand behind a sentence; empty if it has none.
    #[must_use]
    pub fn key_sentence(&self, action: Action, does: &str) -> String {
        self.keymap.with_key(action, |key| format!(" {key} {does}."))
    }

    /// Where one screen has room for panes side by side.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.area.width >= 100
    }
}

/// What a screen or overlay asks for after a key.
#[derive(Debug)]
pub enum Reply {
    /// The key was for it and is done.
    Done,
    /// Open the card of this record.
    Open(Rec),
    /// Open the card of this record; the overlay comes back once the card is left.
    Visit(Rec),
    /// Open the card of a change, by its place among those that are listed.
    OpenChange(usize),
    /// Say this in the last line.
    Say(String),
    /// It cannot be done: why, for the last line.
    Refused(String),
    /// Close the overlay.
    Close,
    /// Lay an overlay over what there is.
    Overlay(Box<dyn Overlay>),
    /// Lay an overlay in place of the one that answers.
    Instead(Box<dyn Overlay>),
    /// Change the filter.
    Filter(FilterChange),
    /// Look at the story as of this day; `None`: as of today.
    SetDay(Option<NaiveDate>),
    /// Remember what was chosen in the palette, and enter or run it.
    Choose(PaletteChoice),
    /// Do what this action means below the overlay.
    Act(Action),
    /// Ask this of the outside.
    Ask(Effect),
    /// Change the drafts.
    Draft(DraftChange),
    /// All of these, in order.
    All(Vec<Reply>),
    /// The key was not for it.
    Ignored,
}

impl Reply {
    /// Close the overlay, then do this.
    #[must_use]
    pub fn close_and(reply: Reply) -> Reply {
        Reply::All(vec![Reply::Close, reply])
    }

    /// Whether the key was for another.
    #[must_use]
    pub fn is_ignored(&self) -> bool {
        matches!(self, Reply::Ignored)
    }
}

/// How the filter changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterChange {
    /// It is typed: this is how far it is.
    Type(String),
    /// It is chosen: the one before can be had back.
    Choose(String),
    /// Back to the one before.
    Back,
    /// The one that is on is remembered as the newest of the history.
    Remember,
    /// Rows are counted by the field at this position of [`query::fields`].
    CountBy(usize),
}

/// What becomes of a draft: an overlay with something entered that is not to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// Put the overlay that answers aside.
    SetAside,
    /// Open the draft at this position in place of the overlay that answers.
    Resume(usize),
    /// Throw the draft at this position away.
    Discard(usize),
}

/// One screen: its cursors, and how it draws.
pub trait Screen {
    /// Does what the user meant, where it concerns this screen.
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply;

    /// Draws into `cx.area`.
    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer);

    /// The record under the cursor.
    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec>;

    /// The change under the cursor, by its place among those that are listed.
    fn change(&self, _cx: &ScreenContext<'_>) -> Option<usize> {
        None
    }

    /// Puts the cursor on a record, where this screen lists it.
    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool;

    /// What kind of record the list holds that has the focus. Events, unless the screen says otherwise.
    fn kind(&self) -> Kind {
        Kind::Event
    }

    /// How many rows that list has.
    fn count(&self, cx: &ScreenContext<'_>) -> usize {
        cx.shown.of(self.kind()).len()
    }

    /// What the rows are called, one or many.
    fn noun(&self, n: usize) -> &'static str {
        if n == 1 { self.kind().singular() } else { self.kind().word() }
    }

    /// The left button went down at a cell: selects there. A second click on the selected row opens it.
    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply;

    /// The mouse moved to a cell with the left button down.
    fn drag(&mut self, _column: u16, _row: u16, _cx: &ScreenContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The wheel turned over a cell. What is ignored moves up or down a line.
    fn wheel(&mut self, _up: bool, _column: u16, _row: u16, _cx: &ScreenContext<'_>) -> Reply {
        Reply::Ignored
    }
}

/// What an overlay is drawn from: the context of the screen below it, and what it changes or lists.
#[derive(Clone, Copy)]
pub struct OverlayContext<'a> {
    /// That of the screen.
    pub cx: ScreenContext<'a>,
    /// The name of the screen below.
    pub screen_id: ScreenId,
    /// The screen below.
    pub screen: &'a dyn Screen,
    /// The record whose card was entered.
    pub entered: Option<Rec>,
    /// The whole terminal.
    pub terminal: Rect,
    /// The filter as it is typed.
    pub filter: &'a str,
    /// What cannot be read in the filter.
    pub faults: &'a [QueryFault],
    /// Filters of this session, the newest last.
    pub history: &'a [String],
    /// Whether there is a filter before this one.
    pub has_filter_before: bool,
    /// The rows are those of an earlier filter, until a thread has found those of this one.
    pub searching: bool,
    /// The field by which rows are counted, by its position in [`query::fields`].
    pub counted: usize,
    /// Filters that the configuration keeps under a name.
    pub saved: &'a [SavedFilter],
    /// What the palette finds; made when it is first asked for.
    pub records: &'a OnceCell<PaletteRecords>,
    /// What was chosen in the palette, the newest first.
    pub recent: &'a [RecentChoice],
    /// What was put aside before it was saved.
    pub drafts: &'a [Box<dyn Overlay>],
    /// Asks a thread for what takes longer than a frame.
    pub lookup: &'a LookupRequest,
}

impl<'a> Deref for OverlayContext<'a> {
    type Target = ScreenContext<'a>;

    fn deref(&self) -> &ScreenContext<'a> {
        &self.cx
    }
}

impl OverlayContext<'_> {
    /// The record that is shown or selected below.
    #[must_use]
    pub fn selected(&self) -> Option<Rec> {
        self.entered.or_else(|| self.screen.selected(self))
    }

    /// Whether a query is answered within a frame. If not, a thread is asked, and [`Overlay::renew`] follows.
    #[must_use]
    pub fn is_answered(&self, query: &Query) -> bool {
        self.lookup.is_answered(query, &self.view)
    }

    /// How many rows the list that has the focus would have with this filter; `None`: that is being found.
    #[must_use]
    pub fn count_with(&self, filter: &str) -> Option<usize> {
        let query = query::parse(filter).query;
        if !self.is_answered(&query) {
            return None;
        }
        let shown = query::shown(&query, &self.view);
        Some(self.screen.count(&ScreenContext { shown: &shown, query: &query, ..self.cx }))
    }

    /// `23 of 118 events`: what the filter leaves of what the screen lists.
    #[must_use]
    pub fn hidden(&self) -> String {
        if self.searching {
            return format!("searching{}", self.paint.glyphs.ellipsis());
        }
        let rows = self.shown.of(self.screen.kind());
        format!("{} of {} {}", rows.len(), rows.total(), rows.kind().word())
    }
}

/// Something that lies over the screen and has the keys until it is closed: a popup, a prompt, a form.
pub trait Overlay: Debug {
    /// A key, and the action that it means; the action is that of the overlay's own keys where it has some.
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply;

    /// Draws over the screen; returns where the cursor stands in a line that is typed.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position>;

    /// Under which name [`crate::settings::input::action::ACTIONS`] has keys of its own.
    fn id(&self) -> Option<OverlayId> {
        None
    }

    /// One line of text that was pasted, without control characters.
    fn paste(&mut self, _line: &str, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The wheel turned. What is ignored is for the screen below.
    fn wheel(&mut self, _motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Done
    }

    /// What it was worked out from is another one. Returns whether it stays open.
    fn renew(&mut self, _what: Renewed, _cx: &OverlayContext<'_>) -> bool {
        true
    }

    /// The outside answered; ignored where something else was asked for.
    fn answered(&mut self, _answer: OverlayAnswer<'_>, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Ignored
    }

    /// The keys that the last line names while it is open, with a word each.
    fn hints(&self, _keymap: &Keymap) -> Vec<(String, &'static str)> {
        Vec::new()
    }

    /// Whether it takes the last line of the terminal.
    fn has_last_line(&self) -> bool {
        false
    }

    /// Its name as a draft, where leaving the program would lose what was entered.
    fn draft(&self) -> Option<DraftName> {
        None
    }
}

/// How a draft is found again: the letter that the list of what can be added has for it, and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftName {
    /// The letter.
    pub letter: char,
    /// The word.
    pub word: &'static str,
}

/// What is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The dossier.
    Dossier,
    /// The as-of day.
    Day,
    /// The filter, by a reply of the overlay.
    Filter,
    /// A thread has found what was asked.
    Found,
    /// Keys, saved filters or glyphs.
    Settings,
}

/// What the outside answers.
#[derive(Clone, Copy, Debug)]
pub enum OverlayAnswer<'a> {
    /// The page that was asked for under this address, or why there is none.
    Page(&'a str, &'a Result<WebPage, String>),
    /// An edit was written, or why not.
    Written(&'a Result<String, WriteRefusal>),
}
