//! Help for the screen: its keys from the table of actions, filtered by what is typed, and the legend of marks.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::{Overlay, OverlayContext, Reply, note, popup, popup_columns};
use crate::dossier::{CorridorStatus, ReportStatus};
use crate::query;
use crate::settings::input::action::ActionScope;
use crate::settings::input::keymap::HelpRow;
use crate::settings::input::{Action, ScreenId};
use crate::settings::theme::{StyleRole, legend};
use crate::story::CurrentStatus;
use crate::text;
use crate::ui::screens::motion;
use crate::ui::screens::rows::seen_of;
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typing::{line_motion, scrolled, typed};

/// The heading over the terms of the query language.
const TERMS: &str = "Terms of the filter, besides words and \"phrases\"; -term excludes, OR gives choice";

/// The states whose marks are explained.
const STATES: [CurrentStatus; 8] = [
    CurrentStatus::Said(ReportStatus::Happened),
    CurrentStatus::Said(ReportStatus::Partly),
    CurrentStatus::Said(ReportStatus::Expected),
    CurrentStatus::Said(ReportStatus::Confirmed),
    CurrentStatus::Said(ReportStatus::Postponed),
    CurrentStatus::Said(ReportStatus::Cancelled),
    CurrentStatus::Overdue,
    CurrentStatus::Passed,
];

/// Help, filtered by what is typed, scrolled by lines.
#[derive(Debug, Default)]
pub struct HelpPage {
    input: Input,
    top: usize,
}

/// A line of the page.
enum HelpLine {
    /// A heading.
    Heading(String),
    /// Keys, or a term, with what it does.
    Entry(String, String, Option<Action>),
    /// What the marks mean.
    Marks(String),
}

impl Overlay for HelpPage {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let moved = action.and_then(motion).filter(|_| typed(key).is_none());
        match (moved, action, typed(key).or_else(|| line_motion(key))) {
            (Some(motion), ..) => return self.wheel(motion, cx),
            (None, Some(Action::Close), None) => return Reply::Close,
            (None, Some(Action::Enter), None) => {
                return self.chosen(cx).map_or(Reply::Close, |action| Reply::close_and(Reply::Act(action)));
            }
            // The key that opened the help also closes it, as long as nothing was typed.
            (None, Some(Action::Help), _) if self.input.value().is_empty() => return Reply::Close,
            (None, _, Some(request)) => {
                self.input.handle(request);
                self.top = 0;
            }
            (None, ..) => {}
        }
        Reply::Done
    }

    fn paste(&mut self, line: &str, _cx: &OverlayContext<'_>) -> Reply {
        for c in line.chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
        self.top = 0;
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
        let mut keys = vec![("type".to_owned(), "to search")];
        let runs = self.chosen(cx).map(|action| format!("runs {}", action.row().words()));
        keys.extend(runs.as_deref().map(|runs| (cx.keymap.key_beside_text(Action::Enter), runs)));
        keys.push((close, "closes"));
        let keys = note(&keys);
        let inner = popup(cx, buf, &title, &keys, lines.len() + 1);
        let paint = cx.paint;
        let typed = paint.put(buf, inner.x, inner.y, inner.width, "/ ", paint.style(StyleRole::Accent));
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let fit = usize::from(list.height);
        let top = self.top.min(lines.len().saturating_sub(fit));
        let at = seen_of(top, fit, lines.len());
        let end = paint.put_right(buf, inner.x + typed, inner.right(), inner.y, &at, paint.style(StyleRole::Quiet));
        let room = end.saturating_sub(inner.x + typed + 1);
        paint.put(buf, inner.x + typed, inner.y, room, self.input.value(), paint.style(StyleRole::Text));
        for (line, y) in lines[top..].iter().zip(list.y..list.bottom()) {
            match line {
                HelpLine::Heading(words) => {
                    paint.put(buf, list.x, y, list.width, words, paint.style(StyleRole::Strong));
                }
                HelpLine::Marks(words) => {
                    paint.put(buf, list.x, y, list.width, words, paint.style(StyleRole::Quiet));
                }
                HelpLine::Entry(keys, help, _) => {
                    let pieces = [(keys, StyleRole::Accent), (help, StyleRole::Text)];
                    paint.pieces(buf, list.x, y, list.width, &pieces);
                }
            }
        }
        let cursor = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        Some(Position { x: (inner.x + 2 + cursor).min(inner.right()), y: inner.y })
    }
}

impl HelpPage {
    /// The keys of this screen alone, the legend, then the rest by group and the terms of the filter, all filtered by what is
    /// typed.
    fn lines(&self, cx: &OverlayContext<'_>) -> Vec<HelpLine> {
        let wanted: Vec<String> = self.input.value().to_lowercase().split_whitespace().map(str::to_owned).collect();
        let has = |text: &str| {
            let text = text.to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        };
        let is_wanted = |row: &HelpRow| {
            let action = row.action.row();
            has(&format!("{} {} {} {} {}", row.keys, row.sentence, row.group.title(), action.name, action.hint))
        };
        let mut rows: Vec<HelpRow> = cx.keymap.help(cx.screen_id).into_iter().filter(is_wanted).collect();
        if cx.paint.is_heard() {
            // A name is said where a key is seen.
            rows.iter_mut().for_each(|row| row.keys = format!("{} or {}", row.action.row().name, row.keys));
        }
        // The keys have a column as wide as the longest.
        let widest = rows.iter().map(|row| text::width(&row.keys)).max().unwrap_or(0).min(30);
        let column = |keys: &str| format!("  {}{keys}  ", " ".repeat(widest.saturating_sub(text::width(keys))));
        let mut lines: Vec<HelpLine> = Vec::new();
        let (own, rest): (Vec<HelpRow>, Vec<HelpRow>) =
            rows.into_iter().partition(|row| matches!(row.action.row().on, ActionScope::Only(_)));
        push_rows(&mut lines, &format!("On {}", cx.screen_id.name()), own.iter(), column);
        let glyphs = cx.paint.glyphs;
        let mut marks: Vec<String> = legend::LEGEND.iter().map(|mark| mark.line(glyphs)).collect();
        marks.extend(STATES.iter().map(|&state| format!("{} {}", glyphs.state(state), state.word())));
        marks.push(format!("{} given up", glyphs.ghost()));
        if matches!(cx.screen_id, ScreenId::Map | ScreenId::Ports) {
            let corridor = |&status: &CorridorStatus| format!("{} {}", glyphs.corridor(Some(status)), status.word());
            marks.extend(CorridorStatus::ALL.iter().map(corridor));
        }
        // Where frames are heard, words stand in place of marks.
        marks.retain(|mark| !cx.paint.is_heard() && has(&format!("marks legend {mark}")));
        if !marks.is_empty() {
            lines.push(HelpLine::Heading("Marks".to_owned()));
            let width = usize::from(cx.area.width.saturating_sub(10)).min(94);
            lines.extend(packed(&marks, width).into_iter().map(HelpLine::Marks));
        }
        for group in rest.chunk_by(|a, b| a.group == b.group) {
            push_rows(&mut lines, group[0].group.title(), group.iter(), column);
        }
        let terms = query::help_lines().into_iter().filter(|(example, help)| has(&format!("{example} {help} {TERMS}")));
        for (n, (example, help)) in terms.enumerate() {
            if n == 0 {
                lines.push(HelpLine::Heading(TERMS.to_owned()));
            }
            lines.push(HelpLine::Entry(column(&format!("{example:24}")), help.to_owned(), None));
        }
        if lines.is_empty() {
            lines.push(HelpLine::Marks(format!("Nothing here is called `{}`.", self.input.value())));
        }
        if cx.paint.is_heard() { lines } else { wrapped(lines, popup_columns(cx).into()) }
    }

    /// What `Enter` runs, once something is typed: among the entries that are left, the action of that name, else the
    /// first whose name begins so, else the first.
    fn chosen(&self, cx: &OverlayContext<'_>) -> Option<Action> {
        let typed = self.input.value().trim().to_lowercase();
        if typed.is_empty() {
            return None;
        }
        let lines = self.lines(cx);
        let actions =
            lines.iter().filter_map(|line| if let HelpLine::Entry(.., action) = line { *action } else { None });
        // The first of those that are equally near.
        actions.min_by_key(|action| {
            let name = action.row().name;
            (name != typed, !name.starts_with(&typed))
        })
    }
}

/// The lines with sentences that go on below where they are longer than so many columns.
fn wrapped(lines: Vec<HelpLine>, columns: usize) -> Vec<HelpLine> {
    let of_line = |line: HelpLine| match line {
        HelpLine::Entry(keys, help, action) => {
            let indent = text::width(&keys);
            let rows = text::wrap(&help, columns.saturating_sub(indent).max(20));
            let row = |(n, row): (usize, String)| {
                let lead = if n == 0 { keys.clone() } else { " ".repeat(indent) };
                HelpLine::Entry(lead, row, action)
            };
            rows.into_iter().enumerate().map(row).collect()
        }
        line => vec![line],
    };
    lines.into_iter().flat_map(of_line).collect()
}

/// Texts side by side, as many in a line as fit; none is broken.
fn packed(texts: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for words in texts {
        match lines.last_mut() {
            Some(line) if text::width(line) + 2 + text::width(words) <= columns => {
                line.push_str("  ");
                line.push_str(words);
            }
            _ => lines.push(format!("  {words}")),
        }
    }
    lines
}

/// A heading with the rows below it, if there are any.
fn push_rows<'a>(
    lines: &mut Vec<HelpLine>,
    heading: &str,
    rows: impl Iterator<Item = &'a HelpRow>,
    column: impl Fn(&str) -> String,
) {
    for (n, row) in rows.enumerate() {
        if n == 0 {
            lines.push(HelpLine::Heading(heading.to_owned()));
        }
        lines.push(HelpLine::Entry(column(&row.keys), row.sentence.to_owned(), Some(row.action)));
    }
}
