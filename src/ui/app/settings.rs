//! What the user set: keys, saved filters, how it is drawn, whether anything is written.

use keybinds::KeyInput;
use ratatui::layout::Rect;

use crate::settings::config::SavedFilter;
use crate::settings::input::{Action, Keymap, key};
use crate::ui::message::ConfigLoaded;
use crate::ui::widgets::paint::Painter;

/// The settings in force.
pub(super) struct UserSettings {
    pub keymap: Keymap,
    /// Filters that the configuration keeps under a name.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: Painter,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Whether nothing is written to the dossier.
    pub read_only: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl UserSettings {
    /// The first key of an action as it is shown; empty if it has none.
    pub fn key(&self, action: Action) -> String {
        self.keymap.key_of(action)
    }

    /// The saved filter that has this key.
    pub fn saved_for(&self, pressed: KeyInput) -> Option<&SavedFilter> {
        let pressed = key::normal(pressed);
        self.saved.iter().find(|filter| filter.key == Some(pressed))
    }

    /// The whole terminal.
    pub fn terminal(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// The configuration was read again. Returns whether the mouse is to be turned on or off.
    pub fn apply(&mut self, configured: ConfigLoaded) -> Option<bool> {
        self.keymap = configured.keymap;
        self.saved = configured.saved;
        self.paint = configured.paint;
        let turned = (self.mouse != configured.mouse).then_some(configured.mouse);
        self.mouse = configured.mouse;
        turned
    }
}
