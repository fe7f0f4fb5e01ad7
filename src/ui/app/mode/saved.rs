//! The filters that the configuration keeps under a name, each with what it shows now.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;

use crate::query;
use crate::settings::input::{Action, key};
use crate::settings::theme::Role;
use crate::text;
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;
use crate::ui::widgets::list::{ListCursor, Motion};

use super::Mode;

/// The list of saved filters that lies over the screen.
#[derive(Debug, Default)]
pub(in crate::ui::app) struct Saved {
    cursor: ListCursor,
    /// By filter: how many rows the list that has the focus would have.
    /// `None`: that is being found.
    counts: Vec<Option<usize>>,
}

impl Saved {
    pub(super) fn go(&mut self, motion: Motion) {
        self.cursor.go(motion, self.counts.len());
    }
}

impl Model {
    pub(in crate::ui::app) fn open_saved(&mut self) {
        let counts = (0..self.saved.len()).map(|at| self.saved_count(at)).collect();
        self.mode = Mode::Saved(Saved { cursor: ListCursor::default(), counts });
    }

    /// How many rows the list that has the focus has with this filter.
    pub(in crate::ui::app) fn saved_count(&mut self, at: usize) -> Option<usize> {
        let query = query::parse(&self.saved[at].query).query;
        if !self.is_answered(&query) {
            return None;
        }
        let shown = query::shown(&query, &self.view());
        let count = self.screens.get(self.screen).count(&crate::ui::screens::Ctx {
            shown: &shown,
            query: &query,
            ..self.ctx()
        });
        Some(count)
    }

    /// The saved filter that has this key.
    pub(in crate::ui::app) fn saved_for(&self, pressed: KeyInput) -> Option<usize> {
        let pressed = key::normal(pressed);
        self.saved.iter().position(|filter| filter.key == Some(pressed))
    }

    /// Puts a saved filter on, instead of the one that is on.
    pub(in crate::ui::app) fn put_on(&mut self, at: usize) {
        if let Some(query) = self.saved.get(at).map(|filter| filter.query.clone()) {
            self.change_filter(query);
        }
    }

    pub(super) fn press_in_saved(&mut self, action: Option<Action>) {
        let Mode::Saved(saved) = &mut self.mode else { return };
        match action {
            Some(Action::Enter) => {
                let at = saved.cursor.selected(saved.counts.len());
                self.mode = Mode::Browse;
                if let Some(at) = at {
                    self.put_on(at);
                }
            }
            Some(Action::Close | Action::Back | Action::Saved) => self.mode = Mode::Browse,
            Some(action) => {
                if let Some(motion) = motion(action) {
                    saved.go(motion);
                }
            }
            None => {}
        }
    }
}

/// Name, query and rows of each; how to keep one where there is none.
pub(super) fn draw(model: &Model, buf: &mut Buffer, saved: &Saved) {
    let paint = model.paint;
    let (enter, close) = (model.keymap.key_of(Action::Enter), model.keymap.key_of(Action::Close));
    let on = model.filter.trim();
    let is_kept = model.saved.iter().any(|filter| filter.query == on);
    let mut how: Vec<String> = Vec::new();
    if model.saved.is_empty() {
        how.push("None yet. In the configuration (`karwan config` says where it is):".to_owned());
    } else if !on.is_empty() && !is_kept {
        how.push(String::new());
        how.push("The filter that is on, to be saved in the configuration:".to_owned());
    }
    if !how.is_empty() {
        let query = if on.is_empty() { "is:overdue port:gwadar" } else { on };
        how.push(format!(
            "[filters]  name = {{ query = {}, key = \"Alt+1\" }}",
            crate::settings::config::setting::quoted(query)
        ));
    }
    let note =
        if model.saved.is_empty() { format!("{close} closes") } else { format!("{enter} puts it on, {close} closes") };
    let inner = shell::popup(model, buf, "Saved filters", &note, saved.counts.len() + how.len());
    let widest = model.saved.iter().map(|filter| text::width(&text::safe(&filter.name))).max().unwrap_or(0);
    let names = widest.min(usize::from(inner.width) * 2 / 5);
    let keys =
        model.saved.iter().filter_map(|f| f.key).map(|k| text::width(&key::label(k, model.keymap.unicode))).max();
    let keys = keys.map_or(0, |width| width + 2);
    let list = ratatui::layout::Rect {
        height: inner.height.min(u16::try_from(saved.counts.len()).unwrap_or(u16::MAX)),
        ..inner
    };
    let screen = model.screens.get(model.screen);
    for (n, y) in saved.cursor.layout(list, 1, saved.counts.len()).zip(list.y..) {
        let filter = &model.saved[n];
        let name = text::safe(&filter.name);
        let name = text::cut(&name, names, paint.glyphs.ellipsis());
        let key = filter.key.map(|key| key::label(key, model.keymap.unicode)).unwrap_or_default();
        let pad = |text: &str, to: usize| " ".repeat(to.saturating_sub(text::width(text)));
        let mark = if filter.query == on { paint.glyphs.pick("✓ ", "x ") } else { "  " };
        let pieces = [
            (mark.to_owned(), Role::Accent),
            (format!("{key}{}", pad(&key, keys)), Role::Accent),
            (format!("{name}{}  ", pad(&name, names)), Role::Text),
            (filter.query.clone(), Role::Quiet),
        ];
        let count = match saved.counts[n] {
            Some(count) => format!(" {count} {}", screen.noun(count)),
            None => format!(" {}", paint.glyphs.ellipsis()),
        };
        paint.row(buf, list, y, &pieces, &[(count, Role::Text)]);
        if saved.cursor.selected(saved.counts.len()) == Some(n) {
            paint.select(buf, list, y, 1, true);
        }
    }
    for (line, y) in how.iter().zip(list.bottom()..inner.bottom()) {
        paint.put(buf, inner.x, y, inner.width, line, paint.style(Role::Quiet));
    }
}
