//! The filter line: what is typed narrows all screens at once.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use tui_input::{Input, InputRequest};

use crate::app::line::{is_line_motion, line_motion, typed};
use crate::app::{Model, shell};
use crate::input::Action;
use crate::query::{self, View};
use crate::screens::motion;
use crate::text;
use crate::theme::Role;

use super::Mode;

impl Model {
    pub(super) fn press_in_filter(&mut self, key: KeyInput, action: Option<Action>) {
        match (action, typed(key)) {
            (Some(Action::Close | Action::Enter), None) => self.mode = Mode::Browse,
            (Some(action), None) if motion(action).is_some() && !is_line_motion(key) => {
                self.act(action);
            }
            (_, request) => {
                let Some(request) = request.or_else(|| line_motion(key)) else { return };
                let Mode::Filter(input) = &mut self.mode else { return };
                input.handle(request);
                let text = input.value().to_owned();
                self.set_filter(text);
            }
        }
    }

    pub(super) fn paste_in_filter(&mut self, line: &str) {
        let Mode::Filter(input) = &mut self.mode else { return };
        for c in line.chars() {
            input.handle(InputRequest::InsertChar(c));
        }
        let text = input.value().to_owned();
        self.set_filter(text);
    }

    pub(in crate::app) fn set_filter(&mut self, text: String) {
        let parsed = query::parse(&text);
        self.filter = text;
        self.faults = parsed.faults;
        self.query = parsed.query;
        self.narrow();
    }

    /// Applies the filter anew; what was selected stays selected where it is still shown.
    pub(in crate::app) fn narrow(&mut self) {
        let kept = self.screens.get(self.screen).selected(&self.ctx());
        let news = self.news.as_ref();
        let is_new = |rec| news.is_some_and(|news| news.is_new(rec));
        let view = View::new(&self.dossier, &self.snapshot, &self.index).with_new(&is_new);
        self.shown = query::shown(&self.query, &view);
        self.list_news();
        self.keep(kept);
    }
}

/// `/ port:gwadar ka█     23 of 118 events`, what cannot be read marked, and why.
pub(super) fn draw(model: &Model, buf: &mut Buffer, area: Rect, input: &Input) -> Position {
    let paint = model.paint;
    let y = area.bottom() - 1;
    let fault = model.faults.first().map(|f| f.message.clone()).unwrap_or_default();
    let count = shell::hidden(model);
    // The count is always whole; of what is wrong as much as there is room for beside what is typed.
    let room = (usize::from(area.width) * 2 / 3).saturating_sub(text::width(&count) + 4);
    let fault = text::cut(&fault, room, paint.glyphs.ellipsis()).into_owned();
    let right = if fault.is_empty() { format!("{count} ") } else { format!("{fault}   {count} ") };
    let role = if fault.is_empty() { Role::Quiet } else { Role::Doubt };
    let from = paint.put_right(buf, area.x + 10, area.right(), y, &right, paint.style(role));
    paint.put(buf, area.x + 1, y, 2, "/", paint.style(Role::Accent));
    let room = from.saturating_sub(area.x + 5);
    let scroll = input.visual_scroll(usize::from(room));
    let (mut x, mut passed) = (area.x + 3, 0);
    for (at, c) in input.value().char_indices() {
        let shown = text::safe(c.encode_utf8(&mut [0; 4])).into_owned();
        let width = text::width(&shown);
        passed += width;
        if passed <= scroll {
            continue;
        }
        let unread = model.faults.iter().any(|f| f.span.contains(&at));
        let style = paint.style(if unread { Role::Doubt } else { Role::Text });
        let style = if unread { style.add_modifier(Modifier::UNDERLINED) } else { style };
        if x + u16::try_from(width).unwrap_or(1) > from {
            break;
        }
        x += paint.put(buf, x, y, from.saturating_sub(x), &shown, style);
    }
    let cursor = u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
    Position { x: (area.x + 3 + cursor).min(area.right() - 1), y }
}
