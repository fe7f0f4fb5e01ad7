//! The prompt for the name under which the filter that is on is saved.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::settings::config::save::name_fault;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::widgets::typed_line;
use crate::ui::widgets::typing::{edit_name, line_motion, typed};

/// A name that is being typed.
#[derive(Debug, Default)]
pub struct FilterName {
    input: Input,
}

impl FilterName {
    /// Saves the filter, or says why it cannot be saved.
    fn confirm(&self, cx: &OverlayContext<'_>) -> Reply {
        let name = self.input.value().trim();
        match name_fault(name) {
            Some(fault) => Reply::Refused(fault),
            None => Reply::close_and(Reply::Ask(Effect::SaveFilter {
                name: name.to_owned(),
                query: cx.filter.trim().to_owned(),
            })),
        }
    }
}

/// Why the filter that is on cannot be saved; `None` if it can.
#[must_use]
pub fn refusal(cx: &OverlayContext<'_>) -> Option<String> {
    if cx.query.is_empty() && cx.filter.trim().is_empty() {
        let filter = cx.keymap.with_key(Action::Filter, |key| format!("; {key} begins one"));
        return Some(format!("no filter is on{filter}"));
    }
    (!cx.faults.is_empty()).then(|| "the filter cannot be read as a whole, so it is not saved".to_owned())
}

impl Overlay for FilterName {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match (action, typed(key).or_else(|| line_motion(key))) {
            (_, Some(request)) => edit_name(&mut self.input, request),
            (Some(Action::Close), None) => return Reply::Close,
            (Some(Action::Enter), None) => return self.confirm(cx),
            _ => {}
        }
        Reply::Done
    }

    fn paste(&mut self, line: &str, _cx: &OverlayContext<'_>) -> Reply {
        line.trim().chars().for_each(|c| edit_name(&mut self.input, InputRequest::InsertChar(c)));
        Reply::Done
    }

    /// ```text
    /// ┏━ Save the filter under which name? ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    /// ┃ > late█                                                         ┃
    /// ┃ is:overdue port:gwadar                                          ┃
    /// ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Enter saves, Esc closes ━┛
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let key = |action| cx.keymap.key_beside_text(action);
        let note = note(&[(key(Action::Enter), "saves"), (key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "Save the filter under which name?", &note, 2);
        let name = self.input.value().trim();
        if let Some(taken) = cx.saved.iter().find(|filter| filter.name == name) {
            let words = format!("takes the place of {}", taken.query);
            paint.put_right(
                buf,
                inner.x + inner.width / 3,
                inner.right(),
                inner.y,
                &words,
                paint.style(StyleRole::Doubt),
            );
        }
        let start = paint.put(buf, inner.x, inner.y, inner.width, "> ", paint.style(StyleRole::Accent));
        let row = Rect { x: inner.x + start, width: inner.width.saturating_sub(start), height: 1, ..inner };
        let text = paint.style(StyleRole::Text);
        let x = typed_line::draw(paint, buf, row, &self.input, &|_| text);
        paint.put(buf, inner.x, inner.y + 1, inner.width, cx.filter, paint.style(StyleRole::Quiet));
        Some(Position { x, y: inner.y })
    }
}
