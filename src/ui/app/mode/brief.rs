//! The brief over the screen: scrolled by lines, copied as a whole.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::report::brief::{Since, brief, text};
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::ui::app::line::scrolled;
use crate::ui::app::{Model, shell};
use crate::ui::effect::Effect;
use crate::ui::screens::motion;

use super::Mode;

impl Model {
    /// The page of the day that is shown, with what changed since the last visit, as text of a width that is read well.
    fn brief_text(&self, columns: usize) -> String {
        // On the first visit all counts as seen: there is nothing that it could have changed since.
        let news = self.news.as_ref().filter(|news| !news.first_visit || !news.all().is_empty());
        let since = news.map(|news| Since { day: news.since, visit: true, changes: news.all() });
        text::plain(&brief(&self.dossier, &self.snapshot, since), columns)
    }

    /// Keys over the brief; copying is asked of the outside.
    pub(in crate::ui::app) fn press_in_brief(&mut self, action: Option<Action>) -> Vec<Effect> {
        let Mode::Brief(top) = &mut self.mode else { return Vec::new() };
        match action {
            Some(Action::Close | Action::Enter | Action::Back | Action::Brief | Action::Quit) => {
                self.mode = Mode::Browse;
            }
            Some(Action::Copy) => return vec![Effect::Copy(self.brief_text(80), "the brief".to_owned())],
            Some(action) => {
                if let Some(motion) = motion(action) {
                    *top = scrolled(*top, motion);
                    self.bound_brief();
                }
            }
            None => {}
        }
        Vec::new()
    }

    /// Keeps the scroll within the page, so that the way back up begins at once.
    fn bound_brief(&mut self) {
        let columns = columns(self);
        let rows = usize::from(self.ctx().area.height.saturating_sub(2));
        let last = self.brief_text(columns).lines().count().saturating_sub(rows);
        if let Mode::Brief(top) = &mut self.mode {
            *top = (*top).min(last);
        }
    }
}

fn columns(model: &Model) -> usize {
    usize::from(model.ctx().area.width.saturating_sub(4)).clamp(20, shell::READABLE)
}

pub(super) fn draw(model: &Model, buf: &mut Buffer, top: usize) {
    let area = model.ctx().area;
    let columns = columns(model);
    let width = u16::try_from(columns + 4).unwrap_or(u16::MAX).min(area.width);
    let area = Rect { x: area.x + (area.width - width) / 2, width, ..area };
    Clear.render(model.ctx().area, buf);
    let key = |action| model.keymap.key_of(action);
    let page = model.brief_text(columns);
    let lines: Vec<&str> = page.lines().collect();
    let rows = usize::from(area.height.saturating_sub(2));
    let top = top.min(lines.len().saturating_sub(rows));
    let seen = (top + rows).min(lines.len());
    let note = format!("{seen} of {} lines · {} copies, {} closes", lines.len(), key(Action::Copy), key(Action::Close));
    let inner = model.paint.pane(buf, area, "Brief", &note, true);
    for (line, y) in lines[top..].iter().zip(inner.y..inner.bottom()) {
        let heading = is_heading(line);
        let role = if heading { Role::Strong } else { Role::Text };
        model.paint.put(buf, inner.x, y, inner.width, line, model.paint.style(role));
    }
}

/// `OVERDUE (and 7 more: karwan list events is:overdue)`
fn is_heading(line: &str) -> bool {
    let words = line.split(" (").next().unwrap_or(line);
    !words.is_empty() && words.chars().all(|c| !c.is_lowercase()) && !line.starts_with(['[', '-', ' '])
}
