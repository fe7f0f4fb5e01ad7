//! The way from record to record: cards that were entered, what their lines lead to, and back.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::Rec;
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::text;
use crate::ui::screens::motion;
use crate::ui::screens::rows::draw_line;
use crate::ui::widgets::list::ListCursor;

use super::{Model, shell};

/// A record that was entered: its card takes the screen.
pub(super) struct Entered {
    pub(super) rec: Rec,
    pub(super) cursor: ListCursor,
    /// Whether it was entered by stepping through the changes.
    pub(super) by_step: bool,
}

impl Model {
    /// Keys on an entered card: move from line to line, enter what a line leads to, go back.
    pub(super) fn act_on_card(&mut self, action: Action) {
        let Some(entered) = self.way.last() else { return };
        let (_, lines) = self.card_lines(entered.rec);
        if let (Some(motion), Some(entered)) = (motion(action), self.way.last_mut()) {
            entered.cursor.go(motion, lines.len());
            return;
        }
        match action {
            Action::Enter => self.follow(),
            Action::NextPane | Action::PreviousPane => {
                // From link to link.
                let Some(entered) = self.way.last_mut() else { return };
                let at = entered.cursor.selected(lines.len()).unwrap_or(0);
                let is_link = |n: &usize| lines[*n].link.is_some();
                let next = if action == Action::NextPane {
                    (at + 1..lines.len()).find(is_link)
                } else {
                    (0..at).rev().find(is_link)
                };
                entered.cursor.select(next.unwrap_or(at));
            }
            Action::Back => {
                self.way.pop();
            }
            _ => {}
        }
    }

    /// A click on a line of the card selects it; on the selected one, follows it.
    pub(super) fn click_on_card(&mut self, column: u16, row: u16) {
        let Some(rec) = self.way.last().map(|e| e.rec) else { return };
        let len = self.card_lines(rec).1.len();
        let Some(entered) = self.way.last_mut() else { return };
        let Some(line) = entered.cursor.hit(column, row, len) else { return };
        let again = entered.cursor.selected(len) == Some(line);
        entered.cursor.select(line);
        if again {
            self.follow();
        }
    }

    /// Enters the record that the line under the cursor leads to.
    pub(super) fn follow(&mut self) {
        let Some(entered) = self.way.last() else { return };
        let (_, lines) = self.card_lines(entered.rec);
        let line = entered.cursor.selected(lines.len()).map(|n| &lines[n]);
        // Every line of an entry leads where its first one does.
        let link =
            line.and_then(|l| lines.iter().find(|o| o.entry == l.entry && o.link.is_some())).and_then(|l| l.link);
        match link {
            Some(rec) => self.enter(rec),
            None => self.say("this line leads nowhere; Tab goes to the next one that does".to_owned()),
        }
    }

    /// Opens a card, at the first statement that the filter asks for.
    pub(super) fn enter(&mut self, rec: Rec) {
        let mut cursor = ListCursor::default();
        // Where it is told in full, rather than where it is mentioned.
        let lines = self.card_lines(rec).1;
        let told = lines.iter().position(|line| line.matches && line.says.is_some());
        let mentioned = || lines.iter().position(|line| line.matches);
        cursor.select(told.or_else(mentioned).unwrap_or(0));
        self.way.push(Entered { rec, cursor, by_step: false });
    }
}

/// The card that was entered, with the way to it in the frame.
pub(super) fn draw(model: &Model, buf: &mut Buffer, entered: &Entered) {
    let cx = model.ctx();
    let (title, lines) = model.card_lines(entered.rec);
    let before: Vec<&str> = model.way[..model.way.len() - 1].iter().map(|e| model.dossier.label(e.rec)).collect();
    let shown = match before.last() {
        Some(last) => {
            format!("{} {} {title}", text::cut(last, 30, cx.paint.glyphs.ellipsis()), cx.paint.glyphs.pick("›", ">"))
        }
        None => title,
    };
    let selected = entered.cursor.selected(lines.len()).unwrap_or(0);
    let asked = model.query.statements(&cx.view, entered.rec).len();
    let matches = match asked {
        0 => String::new(),
        1 => format!("{} 1 statement matches · ", cx.paint.glyphs.matched()),
        n => format!("{} {n} statements match · ", cx.paint.glyphs.matched()),
    };
    let note = format!("{matches}{} of {} lines", selected + 1, lines.len());
    let inner = cx.paint.pane(buf, cx.area, &shown, &note, true);
    let width = inner.width.min(u16::try_from(shell::READABLE).unwrap_or(u16::MAX));
    let inner = Rect { width, ..inner };
    let seen = entered.cursor.layout(inner, 1, lines.len());
    for (n, y) in seen.zip(inner.y..) {
        draw_line(&cx, buf, inner, y, &lines[n]);
        if lines[n].link.is_some() && !lines[n].matches {
            let mark = Rect { x: inner.x.saturating_sub(1), y, width: 1, height: 1 };
            cx.paint.put(buf, mark.x, y, 1, cx.paint.glyphs.pick("›", ">"), cx.paint.style(Role::Quiet));
        }
        if lines[n].says.is_some_and(|says| cx.news.is_some_and(|news| news.says(says))) {
            let left = inner.x.saturating_sub(1);
            cx.paint.put(buf, left, y, 1, cx.paint.glyphs.news(), cx.paint.style(Role::New));
        }
        if n == selected {
            cx.paint.select(buf, inner, y, 1, true);
        }
    }
}
