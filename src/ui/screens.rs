//! The screens: what they are given, what they answer, and how a terminal is divided among their panes.

pub mod actors;
pub mod articles;
pub mod bars;
pub mod figures;
pub mod ledger;
mod made;
pub mod map;
pub mod news;
pub mod over;
pub mod overview;
pub mod ports;
pub mod rows;
pub mod ties;
pub mod timeline;

use std::cell::OnceCell;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{self, Query, Relaxed, Shown, View};
use crate::report::card::{self, Card, Extent, Facts};
use crate::settings::input::{Action, ScreenId};
use crate::settings::theme::Role;
use crate::story::{Publications, Snapshot};
use crate::ui::widgets::list::Motion;
use crate::ui::widgets::paint::{Painter, Piece};

/// What a screen is drawn from. Borrowed for one call; a screen keeps only its own cursors.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// What the files say.
    pub dossier: &'a Dossier,
    /// What is known on the as-of day.
    pub snapshot: &'a Snapshot,
    /// What the filter leaves, in order.
    pub shown: &'a Shown,
    /// What this person has not seen, where that is known.
    pub news: Option<&'a news::News>,
    /// What is asked of the query: the dossier on the as-of day.
    pub view: View<'a>,
    /// The filter; empty where none is on.
    pub query: &'a Query,
    /// See [`Ctx::relaxed`].
    pub relaxed: &'a OnceCell<Vec<Relaxed>>,
    /// On which days how much was published.
    pub publications: &'a Publications,
    /// The lines of the map.
    pub ways: &'a map::ways::Ways,
    /// The calendar day of the user.
    pub today: NaiveDate,
    /// How to draw.
    pub paint: Painter,
    /// Where the screen is drawn.
    pub area: Rect,
    /// Whether the focused pane takes the whole screen.
    pub zoomed: bool,
    /// Whether the files are still being read: what is not there may come yet.
    pub partial: bool,
}

impl<'a> Ctx<'a> {
    /// What cards are made from.
    #[must_use]
    pub fn facts(&self) -> Facts<'a> {
        Facts { dossier: self.dossier, snapshot: self.snapshot, glyphs: self.paint.glyphs }
    }

    /// Whether a filter is on.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.query.is_empty()
    }

    /// What the filter would leave without each of its parts.
    #[must_use]
    pub fn relaxed(&self) -> &'a [Relaxed] {
        self.relaxed.get_or_init(|| query::relaxed(self.query, &self.view))
    }

    /// The same screen without one part of the filter.
    #[must_use]
    pub fn relaxed_to(&self, way: &'a Relaxed) -> Ctx<'a> {
        Ctx { shown: &way.shown, query: &way.query, ..*self }
    }

    /// The card of a record, with the statements marked that the filter asks for.
    #[must_use]
    pub fn card(&self, rec: Rec, extent: Extent) -> Card {
        card::matching(&self.facts(), rec, extent, &self.query.statements(&self.view, rec))
    }

    /// Puts text of a record, with what the filter found in it marked. Returns the columns that it took.
    pub fn put(&self, buf: &mut Buffer, x: u16, y: u16, columns: u16, content: &str, role: Role) -> u16 {
        self.paint.put_marked(buf, (x, y), columns, content, self.paint.style(role), &|text| self.query.marks(text))
    }

    /// Puts a row of a list as [`Painter::row`] does, with what the filter found marked.
    pub fn row(&self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[Piece], badge: &[Piece]) {
        self.paint.row_marked(buf, area, y, pieces, badge, &|text| self.query.marks(text));
    }

    /// Where one screen has room for panes side by side.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.area.width >= 100
    }
}

/// What a screen asks for after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The key was for this screen and is done.
    Done,
    /// Open the card of this record.
    Open(Rec),
    /// Open the card of a change, by its place among those that are listed.
    OpenChange(usize),
    /// It cannot be done: why, for the last line.
    Refused(String),
    /// The key was not for this screen.
    Ignored,
}

/// One screen: its cursors, and how it draws.
pub trait Screen {
    /// Does what the user meant, where it concerns this screen.
    fn act(&mut self, action: Action, cx: &Ctx<'_>) -> Reply;

    /// Draws into `cx.area`.
    fn draw(&self, cx: &Ctx<'_>, buf: &mut Buffer);

    /// The record under the cursor.
    fn selected(&self, cx: &Ctx<'_>) -> Option<Rec>;

    /// The change under the cursor, by its place among those that are listed.
    fn change(&self, _cx: &Ctx<'_>) -> Option<usize> {
        None
    }

    /// Puts the cursor on a record, where this screen lists it.
    fn select(&mut self, rec: Rec, cx: &Ctx<'_>) -> bool;

    /// What kind of record the list holds that has the focus. Events, unless the screen says otherwise.
    fn kind(&self) -> Kind {
        Kind::Event
    }

    /// How many rows that list has.
    fn count(&self, cx: &Ctx<'_>) -> usize {
        cx.shown.of(self.kind()).len()
    }

    /// What the rows are called, one or many.
    fn noun(&self, n: usize) -> &'static str {
        if n == 1 { self.kind().singular() } else { self.kind().word() }
    }

    /// The left button went down at a cell: selects there. A second click on the selected row opens it.
    fn click(&mut self, column: u16, row: u16, cx: &Ctx<'_>) -> Reply;

    /// The mouse moved to a cell with the left button down.
    fn drag(&mut self, _column: u16, _row: u16, _cx: &Ctx<'_>) -> Reply {
        Reply::Ignored
    }

    /// The wheel turned over a cell. What is ignored moves up or down a line.
    fn wheel(&mut self, _up: bool, _column: u16, _row: u16, _cx: &Ctx<'_>) -> Reply {
        Reply::Ignored
    }
}

/// The motion that an action means, if it is one.
#[must_use]
pub fn motion(action: Action) -> Option<Motion> {
    Some(match action {
        Action::Up => Motion::Up,
        Action::Down => Motion::Down,
        Action::PageUp => Motion::PageUp,
        Action::PageDown => Motion::PageDown,
        Action::HalfPageUp => Motion::HalfUp,
        Action::HalfPageDown => Motion::HalfDown,
        Action::First => Motion::First,
        Action::Last => Motion::Last,
        _ => return None,
    })
}

/// All screens of the program.
#[derive(Default)]
pub struct Screens {
    overview: overview::Overview,
    timeline: timeline::Timeline,
    ledger: ledger::Ledger,
    actors: actors::Actors,
    ports: ports::Ports,
    map: map::Map,
    articles: articles::Articles,
    /// What lies over the screens, the newest last.
    over: Vec<over::Over>,
}

impl Screens {
    /// Lays something over the screens.
    pub fn lay(&mut self, over: over::Over) {
        self.over.push(over);
    }

    /// Takes away what was laid over the screens last.
    pub fn lift(&mut self) {
        self.over.pop();
    }

    /// Takes away all that lies over the screens.
    pub fn bare(&mut self) {
        self.over.clear();
    }

    /// What lies over the screens, if anything does.
    #[must_use]
    pub fn over(&self) -> Option<&over::Over> {
        self.over.last()
    }

    /// A change was opened: the list of changes goes along.
    pub fn stepped_to(&mut self, change: usize) {
        self.overview.stepped_to(change);
    }

    /// What has the keys on a screen: what lies over it, else itself.
    pub fn get_mut(&mut self, id: ScreenId) -> &mut dyn Screen {
        if let Some(over) = self.over.last_mut() {
            return over.screen_mut();
        }
        match id {
            ScreenId::Overview => &mut self.overview,
            ScreenId::Timeline => &mut self.timeline,
            ScreenId::Ledger => &mut self.ledger,
            ScreenId::Actors => &mut self.actors,
            ScreenId::Ports => &mut self.ports,
            ScreenId::Map => &mut self.map,
            ScreenId::Articles => &mut self.articles,
        }
    }

    /// What is seen of a screen: what lies over it, else itself.
    #[must_use]
    pub fn get(&self, id: ScreenId) -> &dyn Screen {
        if let Some(over) = self.over.last() {
            return over.screen();
        }
        match id {
            ScreenId::Overview => &self.overview,
            ScreenId::Timeline => &self.timeline,
            ScreenId::Ledger => &self.ledger,
            ScreenId::Actors => &self.actors,
            ScreenId::Ports => &self.ports,
            ScreenId::Map => &self.map,
            ScreenId::Articles => &self.articles,
        }
    }
}

/// Divides the height of a screen: a list above, the card of what is selected below.
///
/// ```text
/// ┌──────────────┐
/// │ list         │  at least 5 rows
/// ├──────────────┤
/// │ card         │  a third, 6 to 18 rows
/// └──────────────┘
/// ```
#[must_use]
pub fn list_and_card(area: Rect) -> (Rect, Rect) {
    let card = (area.height / 3 + 2).clamp(6, 18).min(area.height.saturating_sub(5));
    let list = area.height - card;
    (Rect { height: list, ..area }, Rect { y: area.y + list, height: card, ..area })
}

/// Divides a width into columns by weights; what is left over goes to the first.
#[must_use]
pub fn columns<const N: usize>(area: Rect, weights: [u16; N]) -> [Rect; N] {
    let total = u32::from(weights.iter().sum::<u16>()).max(1);
    let mut widths = weights.map(|w| u16::try_from(u32::from(area.width) * u32::from(w) / total).unwrap_or(0));
    widths[0] += area.width - widths.iter().sum::<u16>();
    let mut x = area.x;
    widths.map(|width| {
        let column = Rect { x, width, ..area };
        x += width;
        column
    })
}
