//! The prompt for the name of the person for whom items are put off.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::desk::archive::ArchiveItem;
use crate::report::wording::count;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::inbox::InboxDeed;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::typed_line;
use crate::ui::widgets::typing::{edit_name, line_motion, typed};

/// Names that are offered at once.
const OFFERED: usize = 8;

/// A name that is being typed, and the names that begin with it.
#[derive(Debug)]
pub struct AssigneePrompt {
    items: Vec<ArchiveItem>,
    input: Input,
    /// Row 0 is the line that is typed, the names that are offered follow.
    cursor: ListCursor,
}

impl AssigneePrompt {
    /// Asks for whom these are put off.
    #[must_use]
    pub fn new(items: Vec<ArchiveItem>) -> AssigneePrompt {
        AssigneePrompt { items, input: Input::default(), cursor: ListCursor::default() }
    }

    /// Known people whose names begin with what is typed.
    fn offered(&self, cx: &OverlayContext<'_>) -> Vec<String> {
        let typed = self.input.value().trim().to_lowercase();
        let people = cx.inbox.map_or(&[][..], |listing| &listing.people);
        people.iter().filter(|name| name.to_lowercase().starts_with(&typed)).take(OFFERED).cloned().collect()
    }

    fn confirm(&self, cx: &OverlayContext<'_>) -> Reply {
        let offered = self.offered(cx);
        let chosen = self.cursor.selected(offered.len() + 1).and_then(|at| at.checked_sub(1)).map(|at| &*offered[at]);
        match chosen.unwrap_or(self.input.value().trim()) {
            "" => Reply::Refused("type a name, or choose one with the arrow keys".to_owned()),
            name => {
                let deed = InboxDeed::Assign(self.items.clone(), name.to_owned());
                Reply::close_and(Reply::Ask(Effect::DoInInbox(deed)))
            }
        }
    }

    fn edit(&mut self, request: InputRequest) {
        edit_name(&mut self.input, request);
        self.cursor.select(0);
    }
}

impl Overlay for AssigneePrompt {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match (action, typed(key).or_else(|| line_motion(key))) {
            (_, Some(request)) => self.edit(request),
            (Some(Action::Close), None) => return Reply::Close,
            (Some(Action::Enter), None) => return self.confirm(cx),
            (Some(Action::Down), None) => return self.wheel(CursorMotion::Down, cx),
            (Some(Action::Up), None) => return self.wheel(CursorMotion::Up, cx),
            _ => {}
        }
        Reply::Done
    }

    fn paste(&mut self, line: &str, _cx: &OverlayContext<'_>) -> Reply {
        line.trim().chars().for_each(|c| self.edit(InputRequest::InsertChar(c)));
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.offered(cx).len() + 1);
        Reply::Done
    }

    /// ```text
    /// ┏━ Later: for whom? ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    /// ┃ > b█                                                     1 item ┃
    /// ┃   ben                                                           ┃
    /// ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Enter puts off, Esc closes ━┛
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let key = |action| cx.keymap.key_beside_text(action);
        let note = note(&[(key(Action::Enter), "puts off"), (key(Action::Close), "closes")]);
        let offered = self.offered(cx);
        let inner = popup(cx, buf, "Later: for whom?", &note, offered.len() + 1);
        let items = count(self.items.len(), "item", "items");
        let from = inner.x + inner.width / 2;
        paint.put_right(buf, from, inner.right(), inner.y, &items, paint.style(StyleRole::Quiet));
        let start = paint.put(buf, inner.x, inner.y, inner.width, "> ", paint.style(StyleRole::Accent));
        let row = Rect { x: inner.x + start, width: (inner.width / 2).saturating_sub(start), height: 1, ..inner };
        let text = paint.style(StyleRole::Text);
        let x = typed_line::draw(paint, buf, row, &self.input, &|_| text);
        for (name, y) in offered.iter().zip(inner.y + 1..inner.bottom()) {
            paint.put(buf, inner.x + start, y, inner.width.saturating_sub(start), name, text);
        }
        if let Some(at) = self.cursor.selected(offered.len() + 1).filter(|&at| at > 0) {
            let y = inner.y.saturating_add(u16::try_from(at).unwrap_or(u16::MAX));
            if y < inner.bottom() {
                paint.select(buf, inner, y, 1, true);
            }
        }
        Some(Position { x, y: inner.y })
    }
}
