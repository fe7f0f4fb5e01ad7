//! The brief over the screen: its lines lead to the records and lists that they are about; copied as a whole.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{FilterChange, Overlay, OverlayContext, Reply, note};
use crate::report::brief::text::{BriefLine, BriefMore, BriefTarget, lines, plain};
use crate::report::brief::{BriefDocument, BriefSince, brief};
use crate::settings::input::{Action, Keymap, ScreenId};
use crate::settings::theme::StyleRole;
use crate::ui::effect::Effect;
use crate::ui::screens::{READABLE, ScreenContext, motion};
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The page, with the line that is selected.
#[derive(Debug, Default)]
pub struct BriefPage {
    cursor: ListCursor,
}

impl BriefPage {
    /// Goes where the selected line leads.
    fn follow(&self, cx: &ScreenContext<'_>) -> Reply {
        let lines = page(cx);
        let target = self.cursor.selected(lines.len()).and_then(|at| lines[at].target.clone());
        match target {
            Some(BriefTarget::Record(rec)) => Reply::Visit(rec),
            Some(BriefTarget::Query(query)) => Reply::All(vec![
                Reply::Close,
                Reply::Filter(FilterChange::Choose(query)),
                Reply::Act(Action::Open(ScreenId::Timeline)),
            ]),
            None => Reply::Say("this line leads nowhere".to_owned()),
        }
    }

    /// Moves to the next line that leads on, or to the one before.
    fn step(&mut self, forward: bool, cx: &ScreenContext<'_>) {
        let lines = page(cx);
        let at = self.cursor.selected(lines.len()).unwrap_or(0);
        // A sentence of several lines leads on once.
        let begins = |n: &usize| lines[*n].target.is_some() && (*n == 0 || lines[*n - 1].target != lines[*n].target);
        let next = if forward { (at + 1..lines.len()).find(begins) } else { (0..at).rev().find(begins) };
        self.cursor.select(next.unwrap_or(at));
    }
}

impl Overlay for BriefPage {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Back | Action::Brief | Action::Quit) => return Reply::Close,
            Some(Action::Enter) => return self.follow(cx),
            Some(Action::NextPane | Action::NextPart) => self.step(true, cx),
            Some(Action::PreviousPane | Action::PreviousPart) => self.step(false, cx),
            Some(Action::Help) => return Reply::Act(Action::Help),
            Some(Action::Copy) => return Reply::Ask(Effect::Copy(plain(&document(cx), 80), "the brief".to_owned())),
            Some(action) => return motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => {}
        }
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, page(cx).len());
        Reply::Done
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let width = u16::try_from(columns(cx) + 4).unwrap_or(u16::MAX).min(cx.area.width);
        let area = Rect { x: cx.area.x + (cx.area.width - width) / 2, width, ..cx.area };
        Clear.render(cx.area, buf);
        let lines = page(cx);
        let keys = note(&[
            (cx.key(Action::Enter), "follows"),
            (cx.key(Action::Copy), "copies"),
            (cx.key(Action::Close), "closes"),
        ]);
        let at = self.cursor.selected(lines.len()).map_or(0, |at| at + 1);
        let inner = cx.paint.pane(buf, area, "Brief", &format!("{at} of {} lines · {keys}", lines.len()), true);
        for (n, y) in self.cursor.layout(inner, 1, lines.len()).zip(inner.y..inner.bottom()) {
            let role = if lines[n].is_heading { StyleRole::Strong } else { StyleRole::Text };
            cx.paint.put(buf, inner.x, y, inner.width, &lines[n].words, cx.paint.style(role));
            if self.cursor.selected(lines.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
        None
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        let keys = [
            (Action::Enter, "follow"),
            (Action::NextPane, "next link"),
            (Action::Copy, "copy"),
            (Action::Close, "close"),
        ];
        keys.map(|(action, word)| (keymap.key_of(action), word)).to_vec()
    }
}

/// The brief of the day that is shown, with the changes since the last visit.
fn document<'a>(cx: &ScreenContext<'a>) -> BriefDocument<'a> {
    // On the first visit everything counts as seen, so there are no changes.
    let news = cx.news.filter(|news| !news.first_visit || !news.all().is_empty());
    let since = news.map(|news| BriefSince { day: news.since, visit: true, changes: news.all() });
    brief(cx.dossier, cx.snapshot, since)
}

/// Its lines, of a readable width.
fn page(cx: &ScreenContext<'_>) -> Vec<BriefLine> {
    lines(&document(cx), columns(cx), BriefMore::Heading)
}

fn columns(cx: &ScreenContext<'_>) -> usize {
    let seen = usize::from(cx.area.width.saturating_sub(4)).clamp(20, READABLE);
    // What is heard has one line a paragraph.
    if cx.paint.is_heard() { usize::from(u16::MAX) } else { seen }
}
