//! The model as words, for linear mode: what has the keys, where one is, what was said.

use ratatui::buffer::Buffer;

use crate::report::wording;
use crate::settings::input::action::{Action, ActionScope};
use crate::ui::overlays::Overlay;
use crate::ui::widgets::heard::{HeardFrame, spoken};

use super::{Model, shell};

impl Model {
    /// The overlay that has the keys, or the card or screen, as words. Empty where the model is seen.
    #[must_use]
    pub fn hear(&self) -> HeardFrame {
        self.settings.notes.begin();
        let buf = &mut Buffer::empty(self.settings.terminal());
        let typed = match self.overlays.top() {
            Some(overlay) => overlay.draw(&self.overlay_ctx(), buf),
            None => {
                shell::draw_body(self, buf);
                None
            }
        };
        HeardFrame::of(self.settings.notes.take_heard(), typed)
    }

    /// Where one is: a screen, something over it, or the card of a record.
    #[must_use]
    pub fn heading(&self) -> String {
        let screen = self.place.screen_id;
        match (self.overlays.top(), self.place.card(), self.place.screens.over()) {
            (Some(_), ..) => format!("Over {}.", screen.name()),
            (None, Some(card), _) => {
                format!("{}: {}.", card.rec.kind().singular(), wording::name(&self.known.dossier, card.rec))
            }
            (None, None, Some(over)) => format!("{}.", over.name()),
            (None, None, None) => format!("{}: {}", screen.name(), screen.question()),
        }
    }

    /// The story, the day that is shown and how old the dossier is, and the filter with what it leaves.
    #[must_use]
    pub fn status(&self) -> Vec<String> {
        let mut lines =
            vec![format!("{}; {}.", self.known.dossier.story.title, spoken(&shell::day_words(self, u16::MAX)))];
        if !self.filter.text.is_empty() && self.overlays.is_empty() {
            lines.push(format!("Filter {}: {}.", self.filter.text, self.overlay_ctx().hidden()));
        }
        lines
    }

    /// What the last line says, and whether it tells of something wrong.
    #[must_use]
    pub fn notice(&self) -> Option<(&str, bool)> {
        self.board.notice.words()
    }

    /// Whether something lies over the screen and has the keys.
    #[must_use]
    pub fn has_overlay(&self) -> bool {
        !self.overlays.is_empty()
    }

    /// Why an action does nothing where one is; `None` if it does something.
    #[must_use]
    pub fn refuses(&self, action: Action) -> Option<String> {
        let row = action.row();
        match (row.on, self.has_overlay()) {
            (ActionScope::Only(screens), false) if !screens.contains(&self.place.screen_id) => {
                let names: Vec<&str> = screens.iter().map(|screen| screen.name()).collect();
                Some(format!("`{}` does nothing on this screen; it is for {}", row.name, names.join(", ")))
            }
            (ActionScope::Overlay(overlay), _) if self.overlays.top().and_then(Overlay::id) != Some(overlay) => {
                Some(format!("`{}` does nothing here: {}", row.name, row.help))
            }
            _ => None,
        }
    }
}
