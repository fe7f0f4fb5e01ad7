//! What items that say nearly the same are kept as: based on the oldest of them, or each an origin of its own.

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Overlay, OverlayContext, Reply, note, or_digit, popup};
use crate::desk::archive::ArchiveItem;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::inbox::{InboxDeed, InboxRow, KeepOrigin};
use crate::ui::screens::motion;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::NO_BADGE;

/// The ways in which items can be kept, one of them selected.
#[derive(Debug)]
pub struct KeepMenu {
    items: Vec<ArchiveItem>,
    ways: Vec<KeepWay>,
    cursor: ListCursor,
}

/// One way: in words, how many of the items are kept, and what they are said to be based on.
#[derive(Debug)]
struct KeepWay {
    words: String,
    items: usize,
    origin: Option<KeepOrigin>,
}

impl KeepMenu {
    /// The ways for rows that say nearly the same, the oldest first, or for one that says the same as a kept item; `None`:
    /// there is nothing to ask.
    #[must_use]
    pub fn of(rows: &[&InboxRow]) -> Option<KeepMenu> {
        let (first, kept) = (rows.first()?, rows.iter().find_map(|row| row.kept.clone()));
        let count = rows.len();
        let way = |words: String, items, origin| KeepWay { words, items, origin };
        let oldest = format!("{}, {}", first.item.outlet, first.item.day().format("%-d %b %Y"));
        let ways = match (kept, count) {
            (None, 1) => return None,
            (Some(id), 1) => vec![
                way(
                    format!("keep it as based on `{id}`, which says nearly the same"),
                    1,
                    Some(KeepOrigin::Article(id)),
                ),
                way("keep it as an origin of its own".to_owned(), 1, None),
            ],
            (kept, _) => {
                let based = match kept {
                    Some(id) => {
                        way(format!("keep all {count} as based on `{id}`"), count, Some(KeepOrigin::Article(id)))
                    }
                    None => way(
                        format!("keep all {count}, as based on the oldest ({oldest})"),
                        count,
                        Some(KeepOrigin::First),
                    ),
                };
                vec![
                    based,
                    way(format!("keep all {count}, each an origin of its own"), count, None),
                    way(format!("keep the oldest alone ({oldest})"), 1, None),
                ]
            }
        };
        let items = rows.iter().map(|row| row.item.clone()).collect();
        Some(KeepMenu { items, ways, cursor: ListCursor::default() })
    }

    fn keep(&self, at: usize) -> Reply {
        let way = &self.ways[at];
        let deed = InboxDeed::Keep(self.items[..way.items].to_vec(), way.origin.clone());
        Reply::close_and(Reply::Ask(Effect::DoInInbox(deed)))
    }
}

impl Overlay for KeepMenu {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let len = self.ways.len();
        let digit = if let Key::Char(c) = key.key() { c.to_digit(10).and_then(|d| d.checked_sub(1)) } else { None };
        let digit = digit.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
        match (digit, action) {
            (Some(at), _) => self.keep(at),
            (None, Some(Action::Enter)) => self.keep(self.cursor.selected(len).unwrap_or(0)),
            (None, Some(Action::Close | Action::Back)) => Reply::Close,
            (None, Some(action)) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            (None, None) => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.ways.len());
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let note = note(&[(or_digit(&cx.key(Action::Enter)), "keeps"), (cx.key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "They say nearly the same", &note, self.ways.len());
        for (n, y) in self.cursor.layout(inner, 1, self.ways.len()).zip(inner.y..) {
            let number = (n + 1).to_string();
            let words = self.ways[n].words.as_str();
            let pieces = [(&*number, StyleRole::Accent), (" ", StyleRole::Accent), (words, StyleRole::Text)];
            cx.paint.row(buf, inner, y, &pieces, NO_BADGE);
            if self.cursor.selected(self.ways.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }
}
