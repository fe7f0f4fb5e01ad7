//! The program as one value: [`Model`], which messages change and which draws itself.
//!
//! It never touches the clock, files, the network or the terminal: what happens comes in as a [`Message`], what is to
//! be done goes out as an [`Effect`].

mod as_of;
mod large;
mod line;
mod mode;
mod news;
mod over;
mod record;
mod shell;
mod strip;
mod travel;
mod update;

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::dossier::problem::Problem;
use crate::dossier::{Dossier, Rec};
use crate::query::{self, Index, Query, Relaxed, Shown, View};
use crate::report::card::{self, Extent};
use crate::settings::config::SavedFilter;
use crate::settings::input::{Keymap, ScreenId};
use crate::story::{Publications, Snapshot};
use crate::ui::effect::Effect;
use crate::ui::message::Message;
use crate::ui::palette::Records;
use crate::ui::screens::map::ways::Ways;
use crate::ui::screens::news::News;
use crate::ui::screens::{Ctx, Screens};
use crate::ui::widgets::paint::Painter;

use mode::Mode;
use mode::palette::Recent;
use travel::Entered;

/// How the program starts.
pub struct Start {
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

/// What the last line says until the next key.
struct Notice {
    text: String,
    is_error: bool,
}

/// The whole state of the program.
#[allow(clippy::struct_excessive_bools)] // each says one thing by itself, and none excludes another
pub struct Model {
    dossier: Arc<Dossier>,
    /// The lines of the map; they follow from the dossier.
    ways: Ways,
    /// What was seen before; `None` until that was looked up.
    watch: Option<news::Watch>,
    /// What was not, as of the day.
    news: Option<News>,
    /// Where one stands among the changes.
    step: Option<news::Step>,
    today: NaiveDate,
    as_of: Option<NaiveDate>,
    /// Days on which something became known, for stepping.
    publications: Publications,
    snapshot: Arc<Snapshot>,
    /// What makes the filter fast; new with each snapshot.
    index: Arc<Index>,
    filter: String,
    /// What the palette finds, made ready once for a snapshot.
    records: OnceCell<Records>,
    /// What was chosen in the palette, the newest first.
    recent: Vec<Recent>,
    /// Filters of this session, the newest last.
    history: Vec<String>,
    /// Filters that were changed by choosing, the newest last: the way back.
    before: Vec<String>,
    /// The field by which rows are counted, by its position in [`query::fields`].
    counted: usize,
    query: Query,
    faults: Vec<query::Fault>,
    shown: Shown,
    /// What the filter would leave without each of its parts; found when it is asked for.
    relaxed: OnceCell<Vec<Relaxed>>,
    mode: Mode,
    screen: ScreenId,
    screens: Screens,
    way: Vec<Entered>,
    /// The way that was left where something was laid over the screen; one for each that lies there.
    below: Vec<Vec<Entered>>,
    /// The comparison from which the way began.
    left: Option<mode::compare::Comparison>,
    zoomed: bool,
    mouse: bool,
    notice: Option<Notice>,
    /// What is done beside the screen for a large dossier.
    large: large::Large,
    /// What is wrong in the files that were read last, while the story is that of before.
    broken: Vec<Problem>,
    /// Whether nothing is written to the dossier.
    read_only: bool,
    /// Forms that were left before they were saved.
    drafts: Vec<mode::form::Form>,
    /// Whether the last key asked to leave, which would have lost a form.
    asked_to_leave: bool,
    /// What was saved or undone last, until the next key.
    done: Option<String>,
    /// Whether the dossier is read again because the user asked for it.
    asked_to_reload: bool,
    keymap: Keymap,
    saved: Vec<SavedFilter>,
    paint: Painter,
    size: (u16, u16),
}

impl Model {
    /// The program at its start.
    #[must_use]
    pub fn new(start: Start) -> Model {
        let day = start.as_of.unwrap_or(start.today);
        let snapshot = Arc::new(Snapshot::of(&start.dossier, day));
        let parsed = query::parse(&start.filter);
        let index = Arc::new(Index::new());
        let shown = query::shown(&parsed.query, &View::new(&start.dossier, &snapshot, &index));
        Model {
            publications: Publications::of(&start.dossier),
            ways: Ways::of(&start.dossier),
            watch: None,
            news: None,
            step: None,
            dossier: start.dossier,
            today: start.today,
            as_of: start.as_of,
            snapshot,
            index,
            filter: start.filter,
            records: OnceCell::new(),
            recent: Vec::new(),
            history: Vec::new(),
            before: Vec::new(),
            counted: 0,
            query: parsed.query,
            faults: parsed.faults,
            shown,
            relaxed: OnceCell::new(),
            mode: Mode::Browse,
            screen: start.screen,
            screens: Screens::default(),
            way: Vec::new(),
            below: Vec::new(),
            left: None,
            zoomed: false,
            mouse: start.mouse,
            notice: None,
            large: large::Large::default(),
            broken: Vec::new(),
            drafts: Vec::new(),
            asked_to_leave: false,
            read_only: start.read_only,
            done: None,
            asked_to_reload: false,
            keymap: start.keymap,
            saved: start.saved,
            paint: start.paint,
            size: start.size,
        }
    }

    /// Takes in what happened; says what is to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = update::update(self, message);
        effects.extend(self.send_search());
        effects
    }

    /// Draws everything; the size is that of the area. Returns where the cursor stands, in a line that is typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        shell::draw(self, buf, area)
    }

    /// The record that is shown or selected.
    #[must_use]
    pub fn selected(&self) -> Option<Rec> {
        match self.way.last() {
            Some(entered) => Some(entered.rec),
            None => self.screens.get(self.screen).selected(&self.ctx()),
        }
    }

    /// What the screen shows, for a caption, with the day.
    #[must_use]
    pub fn caption(&self) -> String {
        let shows = match (self.way.last(), self.screens.over()) {
            (Some(entered), _) => self.dossier.label(entered.rec).to_owned(),
            (None, Some(over)) => over.name().to_owned(),
            (None, None) => format!("{}: {}", self.screen.name(), self.screen.question()),
        };
        format!("{shows} ({})", crate::dossier::date::display_day(self.snapshot.day))
    }

    /// What the filter leaves.
    #[must_use]
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// What the query is asked about.
    fn view(&self) -> View<'_> {
        let view = View::new(&self.dossier, &self.snapshot, &self.index);
        match &self.news {
            Some(news) => view.with_news(news),
            None => view,
        }
    }

    fn ctx(&self) -> Ctx<'_> {
        Ctx {
            dossier: &self.dossier,
            snapshot: &self.snapshot,
            shown: &self.shown,
            publications: &self.publications,
            ways: &self.ways,
            news: self.news.as_ref(),
            view: self.view(),
            query: &self.query,
            relaxed: &self.relaxed,
            today: self.today,
            paint: self.paint,
            area: shell::body(Rect::new(0, 0, self.size.0, self.size.1), self.as_of.is_some()),
            zoomed: self.zoomed,
            partial: self.large.partial,
        }
    }

    /// The lines of the entered card at the width of the screen.
    fn card_lines(&self, rec: Rec) -> (String, Vec<card::Line>) {
        let cx = self.ctx();
        let card = cx.card(rec, Extent::Whole);
        let columns = usize::from(cx.area.width.saturating_sub(4)).min(shell::READABLE);
        let lines = card::layout(&card, columns);
        (card.title, lines)
    }
}
