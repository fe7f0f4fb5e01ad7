//! What is still to be asked: each gap of the story as a question, with whom to ask.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, OverlayContext, Renewed, Reply, note, popup, popup_columns};
use crate::report::{questions, wording};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::{OpenQuestion, QuestionGap};
use crate::text;
use crate::ui::effect::Effect;
use crate::ui::screens::motion;
use crate::ui::shape::ScreenContext;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The columns of a name that are not given away.
const NAME: usize = 24;

/// The questions about the records that the filter shows.
#[derive(Debug)]
pub struct QuestionList {
    /// Those of all records on the day.
    all: Vec<OpenQuestion>,
    questions: Vec<OpenQuestion>,
    cursor: ListCursor,
    /// The question that was moved to: the id of its record, and what is missing.
    chosen: Option<(String, QuestionGap)>,
}

impl QuestionList {
    /// What is not known on the day that is shown.
    #[must_use]
    pub fn of(cx: &ScreenContext<'_>) -> QuestionList {
        let (all, cursor) = (Vec::new(), ListCursor::default());
        let mut list = QuestionList { all, questions: Vec::new(), cursor, chosen: None };
        list.ask(cx);
        list
    }

    /// Puts all questions of the day.
    fn ask(&mut self, cx: &ScreenContext<'_>) {
        self.all = cx.snapshot.questions(cx.dossier);
        self.find(cx);
    }

    /// Keeps those that the filter shows, and stays on the one that was moved to.
    fn find(&mut self, cx: &ScreenContext<'_>) {
        self.questions = questions::about(&self.all, cx.shown);
        let is_chosen = |question: &OpenQuestion| {
            self.chosen.as_ref().is_some_and(|(id, gap)| *gap == question.gap && cx.dossier.id(question.about) == id)
        };
        self.cursor.select(self.questions.iter().position(is_chosen).unwrap_or(0));
    }

    fn selected(&self) -> Option<&OpenQuestion> {
        self.cursor.selected(self.questions.len()).map(|at| &self.questions[at])
    }
}

impl Overlay for QuestionList {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Back | Action::Questions | Action::Quit) => Reply::Close,
            Some(Action::Enter) => self.selected().map_or(Reply::Done, |question| Reply::Visit(question.about)),
            Some(Action::Help) => Reply::Act(Action::Help),
            Some(Action::Copy) => {
                let sheet = questions::sheet(cx.dossier, cx.snapshot, &self.questions);
                Reply::Ask(Effect::Copy(sheet, "the questions".to_owned()))
            }
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.questions.len());
        self.chosen = self.selected().map(|question| (cx.dossier.id(question.about).to_owned(), question.gap));
        Reply::Done
    }

    fn renew(&mut self, what: Renewed, cx: &OverlayContext<'_>) -> bool {
        match what {
            Renewed::Dossier | Renewed::Day => self.ask(cx),
            Renewed::Filter | Renewed::Found => self.find(cx),
            Renewed::Settings => {}
        }
        true
    }

    /// ```text
    /// ┏━ Still to be asked ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    /// ┃ What came of “The ferry starts”?                                      ┃
    /// ┃   Ada Holt: 2 reports, 2 origins · since 1 Nov 2026                   ┃
    /// ┗━━━━━━━━━━━━━━━━━ 14 questions, Enter opens, y copies all, Esc closes ━┛
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let count = wording::count(self.questions.len(), "question", "questions");
        let keys = note(&[
            (cx.key(Action::Enter), "opens"),
            (cx.key(Action::Copy), "copies all"),
            (cx.key(Action::Close), "closes"),
        ]);
        let width = popup_columns(cx);
        let words = |n: usize| asked(cx, &self.questions[n], width);
        let height = |n: usize| u16::try_from(words(n).len()).unwrap_or(u16::MAX).saturating_add(1);
        let most = usize::from(cx.area.height);
        let lines: usize = (0..self.questions.len().min(most)).map(|n| usize::from(height(n))).sum();
        let inner = popup(cx, buf, "Still to be asked", &format!("{count}, {keys}"), lines.max(1));
        if self.questions.is_empty() {
            let words =
                if cx.is_filtered() { "Nothing is open of what the filter shows." } else { "No question is open." };
            cx.paint.put(buf, inner.x, inner.y, inner.width, words, cx.paint.style(StyleRole::Quiet));
        }
        for (n, area) in self.cursor.layout_tall(inner, self.questions.len(), height) {
            draw_question(cx, buf, area, &self.questions[n], &words(n));
            if self.cursor.selected(self.questions.len()) == Some(n) {
                cx.paint.select(buf, inner, area.y, area.height, true);
            }
        }
        None
    }
}

/// The lines of a question; one where it is heard.
fn asked(cx: &OverlayContext<'_>, question: &OpenQuestion, width: u16) -> Vec<String> {
    let words = questions::asked(cx.dossier, cx.snapshot, question);
    if cx.paint.is_heard() { vec![words] } else { text::wrap(&text::safe(&words), width.into()) }
}

/// The question, and below it whom to ask and what it rests on.
fn draw_question(cx: &OverlayContext<'_>, buf: &mut Buffer, area: Rect, question: &OpenQuestion, lines: &[String]) {
    let to = questions::addressee(cx.dossier, question.to);
    let mut basis = questions::basis(cx.dossier, cx.snapshot, question);
    if cx.paint.is_heard() {
        let words = format!("{to}: {}", basis.join(", "));
        cx.row(buf, area, area.y, &[(&*lines[0], StyleRole::Text)], &[(&*words, StyleRole::Quiet)]);
        return;
    }
    let mut rows = area.rows();
    for (line, row) in lines.iter().zip(&mut rows) {
        cx.paint.put(buf, row.x, row.y, row.width, line, cx.paint.style(StyleRole::Text));
    }
    let Some(row) = rows.next() else { return };
    let to = text::safe(&to);
    let dot = cx.paint.glyphs.pick(" · ", ", ");
    let room = usize::from(row.width.saturating_sub(4));
    // Whom to ask comes first, then as much as fits; days and numbers are whole.
    while basis.len() > 1 && text::width(&to).min(NAME) + text::width(&basis.join(dot)) > room {
        basis.pop();
    }
    let basis = basis.join(dot);
    let name = text::cut(&to, room.saturating_sub(text::width(&basis)), cx.paint.glyphs.ellipsis());
    let pieces = [("  ", StyleRole::Quiet), (&*name, StyleRole::Accent), (": ", StyleRole::Quiet)];
    let used = cx.paint.pieces(buf, row.x, row.y, row.width, &pieces);
    cx.put(buf, row.x + used, row.y, row.width.saturating_sub(used), &basis, StyleRole::Quiet);
}
