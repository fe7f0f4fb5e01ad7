//! Help for the screen: its keys from the table of actions, narrowed by what is typed, and what the marks mean.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::query;
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::text;
use crate::ui::app::line::{line_motion, scrolled, typed};
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;

use super::Mode;

/// The heading over the terms of the query language.
const TERMS: &str = "Terms of the filter, besides words and \"phrases\"; -term excludes, OR gives choice";

impl Model {
    pub(super) fn press_in_help(&mut self, key: KeyInput, action: Option<Action>) {
        let Mode::Help(input, top) = &mut self.mode else { return };
        let moved = action.and_then(motion).filter(|_| typed(key).is_none());
        match (moved, action, typed(key).or_else(|| line_motion(key))) {
            (Some(motion), ..) => *top = scrolled(*top, motion),
            (None, Some(Action::Close | Action::Enter), None) => self.mode = Mode::Browse,
            // The key that opened the help closes it, while nothing was typed.
            (None, Some(Action::Help), _) if input.value().is_empty() => self.mode = Mode::Browse,
            (None, _, Some(request)) => {
                input.handle(request);
                *top = 0;
            }
            (None, ..) => {}
        }
    }
}

/// The keys of this screen, by group, narrowed by what was typed.
pub(super) fn draw(model: &Model, buf: &mut Buffer, input: &Input, top: usize) -> Position {
    let wanted = input.value().to_lowercase();
    let mut lines: Vec<(String, String, bool)> = Vec::new();
    let mut group = "";
    for row in model.keymap.help(model.screen) {
        let text = format!("{} {} {}", row.keys, row.sentence, row.group.title()).to_lowercase();
        if !text.contains(&wanted) {
            continue;
        }
        if row.group.title() != group {
            group = row.group.title();
            lines.push((group.to_owned(), String::new(), true));
        }
        lines.push((row.keys, row.sentence.to_owned(), false));
    }
    let terms = query::help_lines().into_iter().filter(|(example, help)| {
        let text = format!("{example} {help} {TERMS}").to_lowercase();
        text.contains(&wanted)
    });
    // The keys stand in a column of their own width.
    let widest = lines.iter().filter(|l| !l.2).map(|l| text::width(&l.0)).max().unwrap_or(0).min(30);
    for (n, (example, help)) in terms.enumerate() {
        if n == 0 {
            lines.push((TERMS.to_owned(), String::new(), true));
        }
        lines.push((format!("{example:24}"), help.to_owned(), false));
    }
    lines.push((String::new(), String::new(), false));
    let about = "Marks: ● happened  ○ expected  ◐ confirmed  ◌ postponed  ✕ cancelled, denied  ! overdue  ┄ given up  ≠ contested  ¹ one origin";
    let about = if model.paint.glyphs == crate::settings::theme::Glyphs::Unicode {
        about.to_owned()
    } else {
        "Marks: * happened  o expected  c confirmed  p postponed  x cancelled, denied  ! overdue  - given up  /= contested  1 one origin".to_owned()
    };
    let width = usize::from(model.size.0.saturating_sub(8)).min(96);
    lines.extend(text::wrap(&about, width).into_iter().map(|l| (String::new(), l, true)));
    let title = format!("Help: {}", model.screen.name());
    let inner = shell::popup(model, buf, &title, "type to search, Esc closes", lines.len() + 1);
    let paint = model.paint;
    let typed = paint.put(buf, inner.x, inner.y, inner.width, "/ ", paint.style(Role::Accent));
    paint.put(buf, inner.x + typed, inner.y, inner.width.saturating_sub(typed), input.value(), paint.style(Role::Text));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let top = top.min(lines.len().saturating_sub(usize::from(list.height)));
    for ((keys, help, heading), y) in lines[top..].iter().zip(list.y..list.bottom()) {
        if *heading {
            let words = if help.is_empty() { keys } else { help };
            paint.put(
                buf,
                list.x,
                y,
                list.width,
                words,
                paint.style(if help.is_empty() { Role::Strong } else { Role::Quiet }),
            );
        } else {
            let key = format!("  {}{keys}  ", " ".repeat(widest.saturating_sub(text::width(keys))));
            paint.pieces(buf, list.x, y, list.width, &[(key, Role::Accent), (help.clone(), Role::Text)]);
        }
    }
    let cursor = u16::try_from(input.visual_cursor()).unwrap_or(0);
    Position { x: (inner.x + 2 + cursor).min(inner.right()), y: inner.y }
}
