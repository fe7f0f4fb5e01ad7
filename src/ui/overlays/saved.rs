//! The filters saved in the configuration, each with its present number of rows.

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{FilterChange, Overlay, OverlayContext, Renewed, Reply, note, popup};
use crate::settings::input::{Action, key};
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::screens::motion;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// The list of saved filters.
#[derive(Debug)]
pub struct SavedFilters {
    cursor: ListCursor,
    /// By filter: how many rows the focused list would have. `None` while that is being computed.
    counts: Vec<Option<usize>>,
}

impl SavedFilters {
    /// The filters, counted.
    #[must_use]
    pub fn new(cx: &OverlayContext<'_>) -> SavedFilters {
        let counts = cx.saved.iter().map(|filter| cx.count_with(&filter.query)).collect();
        SavedFilters { cursor: ListCursor::default(), counts }
    }
}

impl Overlay for SavedFilters {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Enter) => match self.cursor.selected(cx.saved.len()) {
                Some(at) => Reply::close_and(Reply::Filter(FilterChange::Choose(cx.saved[at].query.clone()))),
                None => Reply::Close,
            },
            Some(Action::SaveFilter) => Reply::close_and(Reply::Act(Action::SaveFilter)),
            Some(Action::Close | Action::Back | Action::Saved) => Reply::Close,
            Some(action) => motion(action).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
            None => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.counts.len());
        Reply::Done
    }

    fn renew(&mut self, _what: Renewed, cx: &OverlayContext<'_>) -> bool {
        *self = SavedFilters::new(cx);
        true
    }

    /// Name, query and rows of each; how to save one if there is none.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let on = cx.filter.trim();
        let is_kept = cx.saved.iter().any(|filter| filter.query == on);
        let mut how: Vec<String> = Vec::new();
        if cx.saved.is_empty() {
            let filter = cx.keymap.with_key(Action::Filter, |key| format!(" ({key})"));
            let save = cx.keymap.with_key(Action::SaveFilter, |key| format!(", then {key}"));
            how.push(format!("None yet: put a filter on{filter}{save} saves it under a name."));
            how.push("The configuration file (`karwan config` names it) can give it a key:".to_owned());
            how.push("[filters]  late = { query = \"is:overdue port:gwadar\", key = \"Alt+1\" }".to_owned());
        } else if !on.is_empty() && !is_kept {
            how.push(String::new());
            how.push(format!("The filter that is on is not saved: {on}"));
        }
        let enter = if cx.saved.is_empty() { String::new() } else { cx.key(Action::Enter) };
        let save = if on.is_empty() || is_kept { String::new() } else { cx.key(Action::SaveFilter) };
        let note = note(&[(enter, "puts it on"), (save, "saves the filter"), (cx.key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "Saved filters", &note, self.counts.len() + how.len());
        let widest = cx.saved.iter().map(|filter| text::width(&text::safe(&filter.name))).max().unwrap_or(0);
        let names = widest.min(usize::from(inner.width) * 2 / 5);
        let keys = cx.saved.iter().filter_map(|f| f.key).map(|k| text::width(&key::label(k, cx.keymap.unicode))).max();
        let keys = keys.map_or(0, |width| width + 2);
        let list = Rect { height: inner.height.min(u16::try_from(self.counts.len()).unwrap_or(u16::MAX)), ..inner };
        for (n, y) in self.cursor.layout(list, 1, self.counts.len()).zip(list.y..) {
            let filter = &cx.saved[n];
            let name = text::safe(&filter.name);
            let name = text::cut(&name, names, paint.glyphs.ellipsis());
            let key = filter.key.map(|key| key::label(key, cx.keymap.unicode)).unwrap_or_default();
            let mark = if filter.query == on { paint.glyphs.pick("✓ ", "x ") } else { "  " };
            let pieces = [
                (mark, StyleRole::Accent),
                (&*key, StyleRole::Accent),
                (text::fill(&key, keys), StyleRole::Accent),
                (&*name, StyleRole::Text),
                (text::fill(&name, names + 2), StyleRole::Text),
                (&*filter.query, StyleRole::Quiet),
            ];
            let count = self.counts[n].map(|count| (count.to_string(), cx.screen.noun(count)));
            let badge = match &count {
                Some((count, noun)) => [" ", count, " ", noun],
                None => [" ", paint.glyphs.ellipsis(), "", ""],
            };
            paint.row(buf, list, y, &pieces, &badge.map(|part| (part, StyleRole::Text)));
            if self.cursor.selected(self.counts.len()) == Some(n) {
                paint.select(buf, list, y, 1, true);
            }
        }
        for (line, y) in how.iter().zip(list.bottom()..inner.bottom()) {
            paint.put(buf, inner.x, y, inner.width, line, paint.style(StyleRole::Quiet));
        }
        None
    }
}
