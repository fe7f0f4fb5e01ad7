//! The screens, and how a terminal is divided among their panes.

pub mod actors;
pub mod articles;
pub mod bars;
mod cache;
mod event_order;
pub mod event_row;
pub mod figures;
pub mod inbox;
pub mod ledger;
pub mod map;
pub mod over;
pub mod overview;
pub mod ports;
pub mod rows;
pub mod strip;
pub mod ties;
pub mod timeline;

use ratatui::layout::Rect;

use crate::settings::input::ScreenId;
pub use crate::ui::shape::{Reply, Screen, ScreenContext};
pub use crate::ui::widgets::typing::motion;

/// The maximum width of prose, in columns.
pub const READABLE: usize = 118;

/// All screens of the program.
#[derive(Default)]
pub struct ScreenSet {
    overview: overview::OverviewScreen,
    timeline: timeline::TimelineScreen,
    ledger: ledger::LedgerScreen,
    actors: actors::ActorsScreen,
    ports: ports::PortsScreen,
    map: map::MapScreen,
    articles: articles::ArticlesScreen,
    inbox: inbox::InboxScreen,
    /// What lies over the screens, newest last.
    over: Vec<over::ScreenOverlay>,
}

impl ScreenSet {
    /// Lays something over the screens.
    pub fn cover(&mut self, over: over::ScreenOverlay) {
        self.over.push(over);
    }

    /// Removes what was last laid over the screens.
    pub fn uncover(&mut self) {
        self.over.pop();
    }

    /// Removes everything that lies over the screens.
    pub fn uncover_all(&mut self) {
        self.over.clear();
    }

    /// The Inbox, whose list changes by itself.
    pub fn inbox_mut(&mut self) -> &mut inbox::InboxScreen {
        &mut self.inbox
    }

    /// What lies over the screens, if anything does.
    #[must_use]
    pub fn over(&self) -> Option<&over::ScreenOverlay> {
        self.over.last()
    }

    /// A change was opened: the list of changes follows.
    pub fn stepped_to(&mut self, change: usize) {
        self.overview.stepped_to(change);
    }

    /// What has the focus on a screen: what lies over it, otherwise the screen itself.
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
            ScreenId::Inbox => &mut self.inbox,
        }
    }

    /// What is visible of a screen: what lies over it, otherwise the screen itself.
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
            ScreenId::Inbox => &self.inbox,
        }
    }
}

/// Divides the height of a screen: a list at the top, the card of the selected record below.
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

/// The value after `at` in a list of choices; the first after the last.
#[must_use]
pub fn next_of<T: Copy + PartialEq>(all: &[T], at: T) -> T {
    let next = all.iter().position(|&choice| choice == at).map_or(0, |n| (n + 1) % all.len().max(1));
    all.get(next).copied().unwrap_or(at)
}

/// The first row of the next of a list's groups, or of the one before; each has its heading above it.
#[must_use]
pub fn next_group(at: usize, len: usize, forward: bool, is_head: impl Fn(usize) -> bool) -> Option<usize> {
    let is_head = |&n: &usize| is_head(n);
    let head = if forward { (at + 1..len).find(is_head) } else { (0..at.saturating_sub(1)).rev().find(is_head) };
    head.map(|head| head + 1).filter(|&first| first < len)
}

/// Where there is no group further on, or none further back.
#[must_use]
pub fn no_group(forward: bool) -> Reply {
    Reply::Say(format!("this is the {} group", if forward { "last" } else { "first" }))
}

/// Divides a width into columns by weights; the remainder goes to the first.
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
