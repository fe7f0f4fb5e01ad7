//! Help for the screen: its keys from the table of actions, filtered by what is typed, and the legend of marks.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::query;
use crate::settings::input::Action;
use crate::settings::input::keymap::HelpRow;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::ui::screens::motion;
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typed_line;
use crate::ui::widgets::typing::{line_motion, scrolled, typed};

/// The heading over the terms of the query language.
const TERMS: &str = "Terms of the filter, besides words and \"phrases\"; -term excludes, OR gives choice";

/// The marks of lists.
const MARKS: &str = "Marks: ● happened  ○ expected  ◐ confirmed  ◌ postponed  ✕ cancelled, denied  ! overdue  ┄ given up  ≠ contested  ¹ one origin";
/// The same in ASCII.
const ASCII_MARKS: &str = "Marks: * happened  o expected  c confirmed  p postponed  x cancelled, denied  ! overdue  - given up  /= contested  1 one origin";

/// Help, filtered by what is typed, scrolled by lines. While something is typed, one of the actions found is chosen and can
/// be carried out.
#[derive(Debug, Default)]
pub struct HelpPage {
    input: Input,
    top: usize,
    /// The chosen action among those found, by its position; `None` until one is chosen: the one that is named best.
    chosen: Option<usize>,
}

/// A line of the page.
enum HelpLine {
    /// A heading.
    Heading(String),
    /// Keys, or a term, with what it does; of keys, the action.
    Entry(String, String, Option<Action>),
    /// What the marks mean.
    Marks(String),
}

impl Overlay for HelpPage {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let moved = action.and_then(motion).filter(|_| typed(key).is_none());
        match (moved, action, typed(key).or_else(|| line_motion(key))) {
            (Some(motion @ (CursorMotion::Up | CursorMotion::Down)), ..) if !self.input.value().is_empty() => {
                let rows = self.rows(cx);
                let at = self.chosen(&rows).unwrap_or(0);
                let to = if motion == CursorMotion::Down { at + 1 } else { at.saturating_sub(1) };
                self.chosen = Some(to.min(rows.len().saturating_sub(1)));
            }
            (Some(motion), ..) => return self.wheel(motion, cx),
            (None, Some(Action::Enter), None) => {
                let rows = self.rows(cx);
                let chosen = self.chosen(&rows).map(|at| rows[at].action);
                return chosen.map_or(Reply::Close, |action| Reply::close_and(Reply::Act(action)));
            }
            (None, Some(Action::Close), None) => return Reply::Close,
            // The key that opened the help also closes it, as long as nothing was typed.
            (None, Some(Action::Help), _) if self.input.value().is_empty() => return Reply::Close,
            (None, _, Some(request)) => {
                self.input.handle(request);
                (self.top, self.chosen) = (0, None);
            }
            (None, ..) => {}
        }
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.top = scrolled(self.top, motion);
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(cx);
        let title = format!("Help: {}", cx.screen_id.name());
        let close = cx.keymap.key_beside_text(Action::Close);
        let enter =
            if self.input.value().is_empty() { String::new() } else { cx.keymap.key_beside_text(Action::Enter) };
        let keys = note(&[("type".to_owned(), "to search"), (enter, "does it"), (close, "closes")]);
        let inner = popup(cx, buf, &title, &keys, lines.len() + 1);
        let paint = cx.paint;
        let typed = paint.put(buf, inner.x, inner.y, inner.width, "/ ", paint.style(StyleRole::Accent));
        let row = Rect { x: inner.x + typed, width: inner.width.saturating_sub(typed), height: 1, ..inner };
        let cursor = typed_line::draw(paint, buf, row, &self.input, &|_| paint.style(StyleRole::Text));
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let rows = self.rows(cx);
        let chosen = self.chosen(&rows).map(|at| rows[at].action);
        let is_chosen =
            |line: &HelpLine| matches!(line, HelpLine::Entry(_, _, action) if action.is_some() && *action == chosen);
        let height = usize::from(list.height);
        let wanted = lines.iter().position(is_chosen).map_or(0, |at| (at + 1).saturating_sub(height));
        let top = self.top.max(wanted).min(lines.len().saturating_sub(height));
        for (line, y) in lines[top..].iter().zip(list.y..list.bottom()) {
            match line {
                HelpLine::Heading(words) => {
                    paint.put(buf, list.x, y, list.width, words, paint.style(StyleRole::Strong));
                }
                HelpLine::Marks(words) => {
                    paint.put(buf, list.x, y, list.width, words, paint.style(StyleRole::Quiet));
                }
                HelpLine::Entry(keys, help, _) => {
                    let pieces = [(keys.clone(), StyleRole::Accent), (help.clone(), StyleRole::Text)];
                    paint.pieces(buf, list.x, y, list.width, &pieces);
                }
            }
            if is_chosen(line) {
                paint.select(buf, list, y, 1, true);
            }
        }
        Some(Position { x: cursor, y: inner.y })
    }
}

impl HelpPage {
    /// The actions of this screen that have what is typed in their keys, names or words.
    fn rows(&self, cx: &OverlayContext<'_>) -> Vec<HelpRow> {
        let wanted = self.input.value().to_lowercase();
        let is_wanted = |row: &HelpRow| {
            let name = row.action.row().name.replace('-', " ");
            format!("{} {name} {} {}", row.keys, row.sentence, row.group.title()).to_lowercase().contains(&wanted)
        };
        cx.keymap.help(cx.screen_id).into_iter().filter(is_wanted).collect()
    }

    /// The position of the chosen action: at first the one with the name that is typed, or that begins with it.
    fn chosen(&self, rows: &[HelpRow]) -> Option<usize> {
        let wanted = self.input.value().trim().to_lowercase();
        if wanted.is_empty() || rows.is_empty() {
            return None;
        }
        let named =
            |is: &dyn Fn(&str) -> bool| rows.iter().position(|row| is(&row.action.row().name.replace('-', " ")));
        let best = || named(&|name| name == wanted).or_else(|| named(&|name| name.starts_with(&wanted)));
        Some(self.chosen.or_else(best).unwrap_or(0).min(rows.len() - 1))
    }

    /// The keys of this screen by group and the terms of the filter, filtered by what is typed, and the legend.
    fn lines(&self, cx: &OverlayContext<'_>) -> Vec<HelpLine> {
        let wanted = self.input.value().to_lowercase();
        let mut lines: Vec<HelpLine> = Vec::new();
        let mut group = "";
        let rows = self.rows(cx);
        // The keys have a column as wide as the longest.
        let widest = rows.iter().map(|row| text::width(&row.keys)).max().unwrap_or(0).min(30);
        let column = |keys: &str| format!("  {}{keys}  ", " ".repeat(widest.saturating_sub(text::width(keys))));
        for row in rows {
            if row.group.title() != group {
                group = row.group.title();
                lines.push(HelpLine::Heading(group.to_owned()));
            }
            lines.push(HelpLine::Entry(column(&row.keys), row.sentence.to_owned(), Some(row.action)));
        }
        let terms = query::help_lines().into_iter().filter(|(example, help)| {
            let text = format!("{example} {help} {TERMS}").to_lowercase();
            text.contains(&wanted)
        });
        for (n, (example, help)) in terms.enumerate() {
            if n == 0 {
                lines.push(HelpLine::Heading(TERMS.to_owned()));
            }
            lines.push(HelpLine::Entry(column(&format!("{example:24}")), help.to_owned(), None));
        }
        lines.push(HelpLine::Heading(String::new()));
        let marks = if cx.paint.glyphs == GlyphSet::Unicode { MARKS } else { ASCII_MARKS };
        let width = usize::from(cx.terminal.width.saturating_sub(8)).min(96);
        lines.extend(text::wrap(marks, width).into_iter().map(HelpLine::Marks));
        lines
    }
}
