//! [`Configuration`]: what a person may set permanently, read from TOML. All mistakes are reported at once; a wrong value
//! keeps its default.

pub mod filters;
pub mod find;
pub mod keys;
pub mod place;
pub mod print;
pub mod read;
pub mod save;
pub mod setting;
mod theme;

use std::path::PathBuf;
use std::time::Duration;

use crate::settings::input::{Keymap, ScreenId};
use crate::settings::theme::{GlyphSet, RoleStyles, ThemeKind};

pub use filters::SavedFilter;
pub use find::{ConfigPlaces, FoundConfig, find};
pub use read::read;
pub use setting::duration;

/// The configuration in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// Which theme.
    pub theme: ThemeChoice,
    /// Colours of roles, in place of the theme's.
    pub colours: RoleStyles,
    /// The screen that is shown first.
    pub start: ScreenId,
    /// What is opened if the command line names nothing; empty: the built-in story.
    pub dossier: Vec<PathBuf>,
    /// What the screen is drawn with.
    pub glyphs: GlyphSet,
    /// Whether the mouse is on at the start; `None`: unless the session is a remote one.
    pub mouse: Option<bool>,
    /// Where the archive lies: `sqlite:PATH` or `postgres://…`; `None`: in the platform's directory for data.
    pub archive: Option<String>,
    /// How far back a shared archive is mirrored.
    pub mirror: Duration,
    /// How often feeds are fetched while the dashboard is open; `None`: only when asked for.
    pub feeds_every: Option<Duration>,
    /// The keys.
    pub keymap: Keymap,
    /// Saved filters, in the order of the file.
    pub filters: Vec<SavedFilter>,
}

impl Default for Configuration {
    fn default() -> Self {
        Configuration {
            theme: ThemeChoice::Auto,
            colours: RoleStyles::default(),
            start: ScreenId::Overview,
            dossier: Vec::new(),
            glyphs: GlyphSet::Unicode,
            mouse: None,
            archive: None,
            mirror: Duration::from_hours(365 * 24),
            feeds_every: None,
            keymap: Keymap::default(),
            filters: Vec::new(),
        }
    }
}

/// A theme as the user asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Chosen by what the terminal reports about itself.
    #[default]
    Auto,
    /// For a dark terminal.
    Dark,
    /// For a light terminal.
    Light,
    /// Without colour.
    Plain,
}

impl ThemeChoice {
    /// All, in the order of messages.
    pub const ALL: &[ThemeChoice] = &[ThemeChoice::Auto, ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Plain];

    /// The word on the command line and in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ThemeChoice::Auto => "auto",
            ThemeChoice::Dark => "dark",
            ThemeChoice::Light => "light",
            ThemeChoice::Plain => "plain",
        }
    }

    /// The theme of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ThemeChoice> {
        Self::ALL.iter().copied().find(|theme| theme.word() == word)
    }

    /// The theme to use. `colourless` reflects `NO_COLOR` or `TERM=dumb`; it overrides only `auto`, because naming a
    /// theme is a stronger wish. `background` is `COLORFGBG`, with which some terminals report their colours: its last
    /// number is the background, 7 and 9 to 15 being light. Without it nobody knows what the terminal is.
    #[must_use]
    pub fn resolve(self, colourless: bool, background: Option<&str>) -> ThemeKind {
        match self {
            ThemeChoice::Dark => ThemeKind::Dark,
            ThemeChoice::Light => ThemeKind::Light,
            ThemeChoice::Plain => ThemeKind::Plain,
            ThemeChoice::Auto if colourless => ThemeKind::Plain,
            ThemeChoice::Auto => match background.and_then(|text| text.rsplit(';').next()?.parse().ok()) {
                Some(7 | 9..=15) => ThemeKind::Light,
                Some(0..=6 | 8) => ThemeKind::Dark,
                _ => ThemeKind::Either,
            },
        }
    }
}

/// The word of a glyph set in the configuration.
#[must_use]
pub fn glyphs_word(glyphs: GlyphSet) -> &'static str {
    match glyphs {
        GlyphSet::Unicode => "unicode",
        GlyphSet::Ascii => "ascii",
        GlyphSet::Words => "words",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_follows_what_the_terminal_says_of_itself() {
        for (background, kind) in [
            (None, ThemeKind::Either),
            (Some("15;0"), ThemeKind::Dark),
            (Some("0;15"), ThemeKind::Light),
            (Some("0;default;7"), ThemeKind::Light),
            (Some("12;8"), ThemeKind::Dark),
            (Some("nonsense"), ThemeKind::Either),
            (Some("0;default"), ThemeKind::Either),
        ] {
            assert_eq!(ThemeChoice::Auto.resolve(false, background), kind, "{background:?}");
        }
        assert_eq!(ThemeChoice::Auto.resolve(true, Some("0;15")), ThemeKind::Plain);
    }

    #[test]
    fn a_theme_that_is_named_is_taken() {
        assert_eq!(ThemeChoice::Light.resolve(true, None), ThemeKind::Light);
        assert_eq!(ThemeChoice::Plain.resolve(false, Some("0;15")), ThemeKind::Plain);
    }
}
