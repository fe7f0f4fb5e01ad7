//! What is still to be asked: each gap of the story as a question, with whom to ask.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, OverlayContext, Renewed, Reply, note, popup};
use crate::report::{questions, wording};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::OpenQuestion;
use crate::text;
use crate::ui::effect::Effect;
use crate::ui::screens::motion;
use crate::ui::shape::ScreenContext;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::NO_BADGE;

/// The columns of a name that are not given away.
const NAME: usize = 24;

/// The lines of a question.
const LINES: u16 = 2;

/// The questions about the records that the filter shows.
#[derive(Debug)]
pub struct QuestionList {
    questions: Vec<OpenQuestion>,
    cursor: ListCursor,
}

impl QuestionList {
    /// What is not known on the day that is shown.
    #[must_use]
    pub fn of(cx: &ScreenContext<'_>) -> QuestionList {
        let mut questions = cx.snapshot.questions(cx.dossier);
        questions.retain(|question| cx.shown.contains(question.about));
        QuestionList { questions, cursor: ListCursor::default() }
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

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.questions.len());
        Reply::Done
    }

    fn renew(&mut self, what: Renewed, cx: &OverlayContext<'_>) -> bool {
        if what != Renewed::Settings {
            self.questions = QuestionList::of(cx).questions;
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
        let lines = self.questions.len().saturating_mul(LINES.into()).max(1);
        let inner = popup(cx, buf, "Still to be asked", &format!("{count}, {keys}"), lines);
        if self.questions.is_empty() {
            let words =
                if cx.is_filtered() { "Nothing is open of what the filter shows." } else { "No question is open." };
            cx.paint.put(buf, inner.x, inner.y, inner.width, words, cx.paint.style(StyleRole::Quiet));
        }
        let seen = self.cursor.layout(inner, LINES, self.questions.len());
        for (n, y) in seen.zip((inner.y..).step_by(LINES.into())) {
            let area = Rect { y, height: LINES, ..inner }.intersection(inner);
            draw_question(cx, buf, area, &self.questions[n]);
            if self.cursor.selected(self.questions.len()) == Some(n) {
                cx.paint.select(buf, inner, y, area.height, true);
            }
        }
        None
    }
}

/// The question, and below it whom to ask and what it rests on.
fn draw_question(cx: &OverlayContext<'_>, buf: &mut Buffer, area: Rect, question: &OpenQuestion) {
    let asked = questions::asked(cx.dossier, cx.snapshot, question);
    let to = questions::addressee(cx.dossier, question.to);
    let mut basis = questions::basis(cx.dossier, cx.snapshot, question);
    if cx.paint.is_heard() {
        cx.row(
            buf,
            area,
            area.y,
            &[(&*asked, StyleRole::Text)],
            &[(&*to, StyleRole::Quiet), (": ", StyleRole::Quiet), (&*basis.join(", "), StyleRole::Quiet)],
        );
        return;
    }
    cx.row(buf, area, area.y, &[(&*asked, StyleRole::Text)], NO_BADGE);
    if area.height > 1 {
        let to = text::safe(&to);
        let dot = cx.paint.glyphs.pick(" · ", ", ");
        let room = usize::from(area.width.saturating_sub(4));
        // Whom to ask comes first, then as much as fits; days and numbers are whole.
        while basis.len() > 1 && text::width(&to).min(NAME) + text::width(&basis.join(dot)) > room {
            basis.pop();
        }
        let basis = basis.join(dot);
        let name = text::cut(&to, room.saturating_sub(text::width(&basis)), cx.paint.glyphs.ellipsis());
        let pieces = [("  ", StyleRole::Quiet), (&*name, StyleRole::Accent), (": ", StyleRole::Quiet)];
        let used = cx.paint.pieces(buf, area.x, area.y + 1, area.width, &pieces);
        let x = area.x + used;
        cx.put(buf, x, area.y + 1, area.right().saturating_sub(x), &basis, StyleRole::Quiet);
    }
}
