//! The program as one value: [`Model`], which messages change and which draws itself.
//!
//! It never touches the clock, files, the network or the terminal: what happens comes in as a [`Message`], what is to
//! be done goes out as an [`Effect`]. The model is made of parts, each a struct in a file of its own that nobody else
//! changes; the model routes messages and replies to them.

mod act;
mod card;
mod changes;
mod filtered;
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
use crate::settings::config::SavedFilter;
use crate::settings::input::{Keymap, ScreenId};
use crate::ui::effect::Effect;
use crate::ui::message::Message;
use crate::ui::overlays::{Overlay, OverlayContext, Reply};
use crate::ui::screens::{Screen, ScreenContext};
use crate::ui::widgets::paint::Painter;

use card::Breadcrumb;
use filtered::ActiveFilter;
use known::KnownStory;
use notice::NoticeBoard;
use place::CurrentPlace;
use settings::UserSettings;
use stack::OverlayStack;
use unseen::UnseenChanges;
use work::BackgroundWork;

/// How the program starts.
pub struct ModelStart {
    /// The story, free of errors.
    pub dossier: Arc<Dossier>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// Look at the story as of this day instead.
    pub as_of: Option<NaiveDate>,
    /// The first filter.
    pub filter: String,
    /// The first screen.
    pub screen: ScreenId,
    /// Keys.
    pub keymap: Keymap,
    /// Filters that the configuration keeps under a name.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: Painter,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Whether nothing is written to the dossier.
    pub read_only: bool,
    /// Columns and rows.
    pub size: (u16, u16),
}

/// The whole state of the program.
pub struct Model {
    /// The dossier as of a day.
    known: KnownStory,
    /// The filter, and what it leaves.
    filter: ActiveFilter,
    /// What changed since the last visit.
    unseen: UnseenChanges,
    /// The screen, and the way back to it.
    place: CurrentPlace,
    /// What lies over the screen.
    overlays: OverlayStack,
    /// Keys, saved filters, how it is drawn.
    settings: UserSettings,
    /// What threads do.
    work: BackgroundWork,
    /// The last line.
    board: NoticeBoard,
}

impl Model {
    /// The program at its start.
    #[must_use]
    pub fn new(start: ModelStart) -> Model {
        let known = KnownStory::new(start.dossier, start.today, start.as_of);
        Model {
            filter: ActiveFilter::new(start.filter, &known.view(None)),
            known,
            unseen: UnseenChanges::default(),
            place: CurrentPlace::new(start.screen),
            overlays: OverlayStack::default(),
            settings: UserSettings {
                keymap: start.keymap,
                saved: start.saved,
                paint: start.paint,
                mouse: start.mouse,
                read_only: start.read_only,
                size: start.size,
            },
            work: BackgroundWork::default(),
            board: NoticeBoard::default(),
        }
    }

    /// The program shows what is read so far of a large dossier: nothing yet.
    #[must_use]
    pub fn while_reading(mut self) -> Model {
        self.work.start_reading();
        self
    }

    /// Takes in what happened; says what is to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = update::update(self, message);
        effects.extend(self.work.search(|| self.known.corpus()));
        effects
    }

    /// Draws everything; the size is that of the area. Returns where the cursor stands, in a line that is typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        shell::draw(self, buf, area)
    }

    /// The record that is shown or selected.
    #[must_use]
    pub fn selected(&self) -> Option<Rec> {
        self.place.selected(&self.ctx())
    }

    /// What the screen shows, for a caption, with the day.
    #[must_use]
    pub fn caption(&self) -> String {
        let screen = self.place.screen_id;
        let shows = match (self.place.card(), self.place.screens.over()) {
            (Some(card), _) => self.known.dossier.label(card.rec).to_owned(),
            (None, Some(over)) => over.name().to_owned(),
            (None, None) => format!("{}: {}", screen.name(), screen.question()),
        };
        format!("{shows} ({})", crate::dossier::date::display_day(self.known.snapshot.day))
    }

    /// What the filter leaves.
    #[must_use]
    pub fn shown(&self) -> &ShownRows {
        &self.filter.shown
    }

    /// What the screen is drawn from.
    fn ctx(&self) -> ScreenContext<'_> {
        let Model { known, filter, unseen, settings, work, .. } = self;
        ctx(known, filter, unseen, settings, work, self.place.zoomed)
    }

    /// What an overlay is drawn from.
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

    /// Lets the screen that is shown do something.
    fn with_screen<T>(&mut self, f: impl FnOnce(&mut dyn Screen, &ScreenContext<'_>) -> T) -> T {
        let Model { known, filter, unseen, place, settings, work, .. } = self;
        let cx = ctx(known, filter, unseen, settings, work, place.zoomed);
        f(place.screen_mut(), &cx)
    }

    /// Lets the card that is shown do something; ignored where none is.
    fn with_card(&mut self, f: impl FnOnce(&mut Breadcrumb, &ScreenContext<'_>) -> Reply) -> Reply {
        let Model { known, filter, unseen, place, settings, work, .. } = self;
        let cx = ctx(known, filter, unseen, settings, work, place.zoomed);
        place.breadcrumbs.last_mut().map_or(Reply::Ignored, |card| f(card, &cx))
    }

    /// Lets the overlay that has the keys do something; ignored where none has.
    fn with_overlay(&mut self, f: impl FnOnce(&mut dyn Overlay, &OverlayContext<'_>) -> Reply) -> Reply {
        // It is taken out so that its context can borrow the rest of the model.
        let Some(mut top) = self.overlays.pop() else { return Reply::Ignored };
        let reply = f(&mut *top, &self.overlay_ctx());
        self.overlays.push(top);
        reply
    }
}

/// What the screen is drawn from, of the parts that a screen does not change.
fn ctx<'a>(
    known: &'a KnownStory,
    filter: &'a ActiveFilter,
    unseen: &'a UnseenChanges,
    settings: &'a UserSettings,
    work: &BackgroundWork,
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
        today: known.today,
        keymap: &settings.keymap,
        paint: settings.paint,
        area: shell::body(settings.terminal(), known.as_of.is_some()),
        zoomed,
        partial: work.partial,
    }
}
