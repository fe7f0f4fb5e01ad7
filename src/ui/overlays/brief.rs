//! The brief over the screen: scrolled by lines, copied as a whole.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, OverlayContext, Reply, note};
use crate::report::brief::{BriefSince, brief, text};
use crate::settings::input::{Action, Keymap};
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::screens::{READABLE, ScreenContext, motion};
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::typing::scrolled;

/// The page, scrolled to a line.
#[derive(Debug, Default)]
pub struct BriefPage {
    top: usize,
}

impl BriefPage {
    /// Scrolls, but not past the end, so that scrolling back up takes effect at once.
    fn scroll(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        let rows = usize::from(cx.area.height.saturating_sub(2));
        let last = page(cx, columns(cx)).lines().count().saturating_sub(rows);
        self.top = scrolled(self.top, motion).min(last);
    }
}

impl Overlay for BriefPage {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Enter | Action::Back | Action::Brief | Action::Quit) => return Reply::Close,
            Some(Action::Help) => return Reply::Act(Action::Help),
            Some(Action::Copy) => return Reply::Ask(Effect::Copy(page(cx, 80), "the brief".to_owned())),
            Some(action) => motion(action).into_iter().for_each(|motion| self.scroll(motion, cx)),
            None => {}
        }
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.scroll(motion, cx);
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let columns = columns(cx);
        let width = u16::try_from(columns + 4).unwrap_or(u16::MAX).min(cx.area.width);
        let area = Rect { x: cx.area.x + (cx.area.width - width) / 2, width, ..cx.area };
        Clear.render(cx.area, buf);
        let page = page(cx, columns);
        let lines: Vec<&str> = page.lines().collect();
        let rows = usize::from(area.height.saturating_sub(2));
        let top = self.top.min(lines.len().saturating_sub(rows));
        let seen = (top + rows).min(lines.len());
        let keys = note(&[(cx.key(Action::Copy), "copies"), (cx.key(Action::Close), "closes")]);
        let inner = cx.paint.pane(buf, area, "Brief", &format!("{seen} of {} lines · {keys}", lines.len()), true);
        for (line, y) in lines[top..].iter().zip(inner.y..inner.bottom()) {
            let role = if is_heading(line) { StyleRole::Strong } else { StyleRole::Text };
            cx.paint.put(buf, inner.x, y, inner.width, line, cx.paint.style(role));
        }
        None
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        let keys = [(Action::Down, "down"), (Action::Copy, "copy"), (Action::Close, "close")];
        keys.map(|(action, word)| (keymap.key_of(action), word)).to_vec()
    }
}

/// The brief of the day that is shown, with the changes since the last visit, as text of a readable width.
fn page(cx: &ScreenContext<'_>, columns: usize) -> String {
    // On the first visit everything counts as seen, so there are no changes.
    let news = cx.news.filter(|news| !news.first_visit || !news.all().is_empty());
    let since = news.map(|news| BriefSince { day: news.since, visit: true, changes: news.all() });
    text::plain(&brief(cx.dossier, cx.snapshot, since), columns)
}

fn columns(cx: &ScreenContext<'_>) -> usize {
    let seen = usize::from(cx.area.width.saturating_sub(4)).clamp(20, READABLE);
    // What is heard has one line a paragraph.
    if cx.paint.is_heard() { usize::from(u16::MAX) } else { seen }
}

/// `OVERDUE (and 7 more: karwan list events is:overdue)`
fn is_heading(line: &str) -> bool {
    let words = line.split(" (").next().unwrap_or(line);
    !words.is_empty() && words.chars().all(|c| !c.is_lowercase()) && !line.starts_with(['[', '-', ' '])
}
