//! What the story is about, by which rule it was chosen, what it holds and how old it is, over the screen.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, popup, popup_columns};
use crate::report::card;
use crate::settings::input::Action;
use crate::ui::inbox::feed_health;
use crate::ui::screens::rows::draw_line;
use crate::ui::screens::{ScreenContext, motion};
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typing::scrolled;

/// The card of the story, scrolled by lines.
#[derive(Debug, Default)]
pub struct AboutPage {
    top: usize,
}

impl Overlay for AboutPage {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Enter | Action::Back | Action::About) => Reply::Close,
            Some(action @ (Action::Tour | Action::Help | Action::Open(_))) => Reply::close_and(Reply::Act(action)),
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        let rows = usize::from(cx.area.height.saturating_sub(2));
        self.top = scrolled(self.top, motion).min(lines(cx).len().saturating_sub(rows));
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let lines = lines(cx);
        let keys = [(cx.key(Action::Tour), "shows the program"), (cx.key(Action::Close), "closes")];
        let inner = popup(cx, buf, "About this story", &note(&keys), lines.len());
        for (line, y) in lines.iter().skip(self.top).zip(inner.y..inner.bottom()) {
            draw_line(cx, buf, inner, y, line);
        }
        None
    }
}

/// The lines of the card, as wide as the popup is.
fn lines(cx: &ScreenContext<'_>) -> Vec<card::CardLine> {
    // What is heard has one line a paragraph.
    let columns = if cx.paint.is_heard() { u16::MAX } else { popup_columns(cx) };
    // How a feed fares is known once the archive was asked.
    let health = |url: &str| {
        let listing = cx.inbox.filter(|listing| listing.fault.is_none())?;
        Some(feed_health(listing.feeds.iter().find(|feed| feed.url == url)))
    };
    card::layout(&card::about(&cx.facts(), cx.publications, &health), columns.into())
}
