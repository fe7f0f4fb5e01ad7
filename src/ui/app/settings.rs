//! The user's settings (keys, saved filters, appearance, read-only mode), and the terminal that frames are drawn for.

use keybinds::KeyInput;
use ratatui::layout::Rect;

use crate::settings::config::SavedFilter;
use crate::settings::input::{Action, Keymap, key};
use crate::settings::theme::{DrawStyle, ThemeKind};
use crate::ui::message::ConfigLoaded;
use crate::ui::widgets::notes::FrameNotes;
use crate::ui::widgets::paint::Painter;

/// The settings in force, with what the terminal is and shows.
pub(super) struct UserSettings {
    pub keymap: Keymap,
    /// Filters that are saved in the configuration by name.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: DrawStyle,
    /// What the terminal said of its background.
    pub background: Option<ThemeKind>,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Whether the dossier must not be written.
    pub read_only: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the frame that is drawn tells beside its cells.
    pub notes: FrameNotes,
}

impl UserSettings {
    /// The display name of an action's first key; empty if it has none.
    pub fn key(&self, action: Action) -> String {
        self.keymap.key_of(action)
    }

    /// The saved filter that has this key.
    pub fn saved_for(&self, pressed: KeyInput) -> Option<&SavedFilter> {
        let pressed = key::normal(pressed);
        self.saved.iter().find(|filter| filter.key == Some(pressed))
    }

    /// Draws as the user set it.
    pub fn painter(&self) -> Painter<'_> {
        Painter::noting(self.paint, &self.notes)
    }

    /// The whole terminal.
    pub fn terminal(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// The terminal said what its background is. It decides about the theme where nobody named one.
    pub fn apply_background(&mut self, told: ThemeKind) {
        self.background = Some(told);
        if self.paint.theme.follows {
            self.paint.theme.kind = told;
        }
    }

    /// Applies a configuration that was read again. Returns whether mouse reporting must change, and how.
    pub fn apply(&mut self, configured: ConfigLoaded) -> Option<bool> {
        self.keymap = configured.keymap;
        self.saved = configured.saved;
        self.paint = configured.paint;
        self.background.into_iter().for_each(|told| self.apply_background(told));
        let turned = (self.mouse != configured.mouse).then_some(configured.mouse);
        self.mouse = configured.mouse;
        turned
    }
}
