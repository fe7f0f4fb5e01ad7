//! The program as one value: [`Model`], which is changed by messages and draws itself.
//!
//! It never touches the clock, files, the network or the terminal: events arrive as a [`Message`], requests
//! leave as an [`Effect`]. The model consists of parts, each a struct in a file of its own that is the only one to
//! change it; the model routes messages and replies to them.

mod act;
mod card;
mod changes;
mod filtered;
mod hear;
mod inbox;
mod known;
mod notice;
mod place;
mod reload;
mod reply;
mod settings;
mod shell;
mod stack;
mod unseen;
mod update;
mod work;

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::dossier::{Dossier, Rec};
use crate::query::ShownRows;
use crate::report::wording;
use crate::settings::config::SavedFilter;
use crate::settings::input::{Keymap, ScreenId};
use crate::settings::theme::DrawStyle;
use crate::ui::effect::Effect;
use crate::ui::message::Message;
use crate::ui::overlays::{Overlay, OverlayContext, Reply};
use crate::ui::screens::{Screen, ScreenContext};
use crate::ui::widgets::notes::{FrameKind, FrameNotes, LinkTable};
use crate::ui::widgets::paint::Painter;

use card::Breadcrumb;
use filtered::ActiveFilter;
use inbox::InboxDesk;
use known::KnownStory;
use notice::NoticeBoard;
use place::CurrentPlace;
use settings::UserSettings;
use stack::OverlayStack;
use unseen::UnseenChanges;
use work::BackgroundWork;

/// The initial state of the program.
pub struct ModelStart {
    /// The story, free of errors.
    pub dossier: Arc<Dossier>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// Show the story as of this day instead.
    pub as_of: Option<NaiveDate>,
    /// The initial filter.
    pub filter: String,
    /// The initial screen.
    pub screen: ScreenId,
    /// Keys.
    pub keymap: Keymap,
    /// Filters that are saved in the configuration by name.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: DrawStyle,
    /// Whether frames are seen, with links or without, or heard by [`Model::hear`].
    pub frames: FrameKind,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Whether the dossier must not be written.
    pub read_only: bool,
    /// Columns and rows.
    pub size: (u16, u16),
}

/// The whole state of the program.
pub struct Model {
    /// The dossier as of a day.
    known: KnownStory,
    /// The filter and the rows that match.
    filter: ActiveFilter,
    /// What changed since the last visit.
    unseen: UnseenChanges,
    /// The screen, and the way back to it.
    place: CurrentPlace,
    /// The overlays.
    overlays: OverlayStack,
    /// Keys, saved filters, appearance; the terminal.
    settings: UserSettings,
    /// Background work.
    work: BackgroundWork,
    /// What came in from the feeds.
    inbox: InboxDesk,
    /// The last line.
    board: NoticeBoard,
}

impl Model {
    /// Starts the program.
    #[must_use]
    pub fn new(start: ModelStart) -> Model {
        let known = KnownStory::new(start.dossier, start.today, start.as_of);
        Model {
            filter: ActiveFilter::new(start.filter, known.today, &known.view(None)),
            known,
            unseen: UnseenChanges::default(),
            place: CurrentPlace::new(start.screen),
            overlays: OverlayStack::default(),
            settings: UserSettings {
                keymap: start.keymap,
                saved: start.saved,
                paint: start.paint,
                background: None,
                mouse: start.mouse,
                read_only: start.read_only,
                size: start.size,
                notes: FrameNotes::new(start.frames),
            },
            work: BackgroundWork::default(),
            inbox: InboxDesk::default(),
            board: NoticeBoard::default(),
        }
    }

    /// Starts with what has been read so far of a large dossier, which is nothing.
    #[must_use]
    pub fn while_reading(mut self) -> Model {
        self.work.start_reading();
        self
    }

    /// Handles an event. Returns the requests that follow from it.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = update::update(self, message);
        effects.extend(self.work.search(|| self.known.corpus()));
        effects.extend(self.ask_for_items());
        effects
    }

    /// Draws everything into an area of the given size. Returns the position of the cursor: in an input line, else on the
    /// selected row.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        self.settings.notes.begin();
        let typed = shell::draw(self, buf, area);
        typed.or_else(|| self.settings.notes.cursor())
    }

    /// The addresses to which cells of a frame lead, by the mark in them; `None` where the terminal takes no links.
    #[must_use]
    pub fn links(&self) -> Option<LinkTable> {
        self.settings.notes.links().cloned()
    }

    /// The record that is open or selected.
    #[must_use]
    pub fn selected(&self) -> Option<Rec> {
        self.place.selected(&self.ctx())
    }

    /// What the screen shows, with the day, for a caption.
    #[must_use]
    pub fn caption(&self) -> String {
        let screen = self.place.screen_id;
        let shows = match (self.place.card(), self.place.screens.over()) {
            (Some(card), _) => wording::name(&self.known.dossier, card.rec).into_owned(),
            (None, Some(over)) => over.name().to_owned(),
            (None, None) => format!("{}: {}", screen.name(), screen.question()),
        };
        format!("{shows} ({})", crate::dossier::date::display_day(self.known.snapshot.day))
    }

    /// The rows that match the filter.
    #[must_use]
    pub fn shown(&self) -> &ShownRows {
        &self.filter.shown
    }

    /// Draws as the user set it.
    fn painter(&self) -> Painter<'_> {
        self.settings.painter()
    }

    /// The context of a screen.
    fn ctx(&self) -> ScreenContext<'_> {
        let Model { known, filter, unseen, settings, work, inbox, .. } = self;
        ctx(known, filter, unseen, settings, (work, inbox), self.place.zoomed)
    }

    /// The context of an overlay.
    fn overlay_ctx(&self) -> OverlayContext<'_> {
        OverlayContext {
            cx: self.ctx(),
            screen_id: self.place.screen_id,
            screen: self.place.screen(),
            entered: self.place.card().map(|card| card.rec),
            terminal: self.settings.terminal(),
            filter: &self.filter.text,
            faults: &self.filter.faults,
            history: &self.filter.history,
            has_filter_before: self.filter.has_before(),
            searching: self.work.searching,
            counted: self.filter.counted,
            saved: &self.settings.saved,
            records: &self.known.records,
            recent: &self.place.recent,
            drafts: &self.overlays.drafts,
            lookup: &self.work.lookup,
        }
    }

    /// Runs a function on the visible screen.
    fn with_screen<T>(&mut self, f: impl FnOnce(&mut dyn Screen, &ScreenContext<'_>) -> T) -> T {
        let Model { known, filter, unseen, place, settings, work, inbox, .. } = self;
        let cx = ctx(known, filter, unseen, settings, (work, inbox), place.zoomed);
        f(place.screen_mut(), &cx)
    }

    /// Runs a function on the open card, if there is one.
    fn with_card(&mut self, f: impl FnOnce(&mut Breadcrumb, &ScreenContext<'_>) -> Reply) -> Reply {
        let Model { known, filter, unseen, place, settings, work, inbox, .. } = self;
        let cx = ctx(known, filter, unseen, settings, (work, inbox), place.zoomed);
        place.breadcrumbs.last_mut().map_or(Reply::Ignored, |card| f(card, &cx))
    }

    /// Runs a function on the focused overlay, if there is one.
    fn with_overlay(&mut self, f: impl FnOnce(&mut dyn Overlay, &OverlayContext<'_>) -> Reply) -> Reply {
        // Taken out so that its context can borrow the rest of the model.
        let Some(mut top) = self.overlays.pop() else { return Reply::Ignored };
        let reply = f(&mut *top, &self.overlay_ctx());
        self.overlays.push(top);
        reply
    }
}

/// The context of a screen, without the parts that a screen changes.
fn ctx<'a>(
    known: &'a KnownStory,
    filter: &'a ActiveFilter,
    unseen: &'a UnseenChanges,
    settings: &'a UserSettings,
    (work, inbox): (&BackgroundWork, &'a InboxDesk),
    zoomed: bool,
) -> ScreenContext<'a> {
    ScreenContext {
        dossier: &known.dossier,
        snapshot: &known.snapshot,
        shown: &filter.shown,
        news: unseen.news.as_ref(),
        view: known.view(unseen.news.as_ref()),
        query: &filter.query,
        relaxed: &filter.relaxed,
        publications: &known.publications,
        ways: &known.ways,
        capture: &known.capture,
        inbox: inbox.listing.as_ref(),
        today: known.today,
        keymap: &settings.keymap,
        paint: settings.painter(),
        area: shell::body(settings.terminal(), known.as_of.is_some()),
        zoomed,
        partial: work.partial,
    }
}
