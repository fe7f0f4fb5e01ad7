//! Styles by role, and the characters that stand for states.

pub mod role;

pub mod legend;

use ratatui::style::{Color, Modifier, Style};

use crate::dossier::{CorridorStatus, ReportStatus};
use crate::story::CurrentStatus;

pub use role::{RoleStyles, StyleRole};

/// Which theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeKind {
    /// For a dark terminal.
    #[default]
    Dark,
    /// For a light terminal.
    Light,
    /// For a terminal of which nobody knows whether it is dark or light.
    Either,
    /// Without colour: `NO_COLOR`, `TERM=dumb`.
    Plain,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ColorDepth {
    /// The sixteen of the terminal.
    Sixteen,
    /// 256: those, a cube and greys.
    #[default]
    Indexed,
    /// Any.
    True,
}

impl ColorDepth {
    /// What a terminal has by its own word: `TERM`, `COLORTERM`, and whether it is Windows Terminal.
    #[must_use]
    pub fn of(term: Option<&str>, colorterm: Option<&str>, windows_terminal: bool) -> ColorDepth {
        let term = term.unwrap_or_default();
        if windows_terminal
            || colorterm.is_some_and(|word| matches!(word, "truecolor" | "24bit"))
            || term.ends_with("-direct")
        {
            return ColorDepth::True;
        }
        let known = ["alacritty", "contour", "foot", "ghostty", "kitty", "wezterm", "256"];
        if known.iter().any(|name| term.contains(name)) { ColorDepth::Indexed } else { ColorDepth::Sixteen }
    }

    /// The colour that stands for another one; `None` if only the sixteen are there and it is none of them.
    fn fitted(self, colour: Color) -> Option<Color> {
        match (self, colour) {
            (ColorDepth::Sixteen, Color::Rgb(..) | Color::Indexed(16..)) => None,
            (ColorDepth::Indexed, Color::Rgb(r, g, b)) => {
                Some(Color::Indexed(anstyle_lossy::rgb_to_xterm((r, g, b).into()).index()))
            }
            _ => Some(colour),
        }
    }
}

/// A style for each role, on the terminal's own background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorTheme {
    /// Which one.
    pub kind: ThemeKind,
    /// With which colours.
    pub depth: ColorDepth,
    /// What the configuration says of roles.
    pub own: RoleStyles,
    /// Whether nobody named the theme, so that it is what the terminal says of its background.
    pub follows: bool,
}

impl ColorTheme {
    /// A theme with its default colours, on a terminal of 256.
    #[must_use]
    pub fn new(kind: ThemeKind) -> ColorTheme {
        ColorTheme { kind, depth: ColorDepth::Indexed, own: RoleStyles::default(), follows: false }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(self, role: StyleRole) -> Style {
        let default = role.style(self.kind, self.depth);
        let Some(own) = self.own.get(role) else { return default };
        let colour = own.fg.filter(|_| self.kind != ThemeKind::Plain);
        match colour.map(|colour| self.depth.fitted(colour)) {
            Some(Some(colour)) => own.fg(colour),
            // A colour that this terminal lacks: the default one.
            Some(None) => Style { fg: default.fg, ..own },
            None => Style { fg: None, ..own },
        }
    }

    /// Laid over the selected row: reversed as a whole, so that it is visible on any background.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().fg(Color::Reset).bg(Color::Reset).remove_modifier(Modifier::DIM).add_modifier(Modifier::REVERSED)
    }

    /// Laid over the selected line of the map: it keeps the colour of its status on another background.
    #[must_use]
    pub fn selected_line(self) -> Style {
        match (self.kind, self.depth) {
            (ThemeKind::Plain | ThemeKind::Either, _) | (_, ColorDepth::Sixteen) => {
                Style::new().add_modifier(Modifier::REVERSED)
            }
            (ThemeKind::Dark, _) => Style::new().bg(Color::Indexed(238)),
            (ThemeKind::Light, _) => Style::new().bg(Color::Indexed(253)),
        }
    }

    /// Laid over the selected row of a pane without the focus.
    #[must_use]
    pub fn selected_unfocused(self) -> Style {
        Style::default().add_modifier(Modifier::BOLD)
    }
}

/// How all is drawn: styles and characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawStyle {
    /// Styles by role.
    pub theme: ColorTheme,
    /// Characters.
    pub glyphs: GlyphSet,
}

impl DrawStyle {
    /// A theme with its default colours, and a set of characters.
    #[must_use]
    pub fn new(kind: ThemeKind, glyphs: GlyphSet) -> DrawStyle {
        DrawStyle { theme: ColorTheme::new(kind), glyphs }
    }
}

/// The set of characters that the screen is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum GlyphSet {
    /// Box lines, dots and arrows.
    #[default]
    Unicode,
    /// ASCII alone.
    Ascii,
    /// Words in place of marks, for what is read aloud.
    Words,
}

impl GlyphSet {
    /// The character of this set, out of one for each.
    #[must_use]
    pub fn pick<'a>(self, unicode: &'a str, ascii: &'a str) -> &'a str {
        match self {
            GlyphSet::Unicode | GlyphSet::Words => unicode,
            GlyphSet::Ascii => ascii,
        }
    }

    /// The same, or these words where frames are heard.
    #[must_use]
    pub fn worded(self, unicode: &'static str, ascii: &'static str, words: &'static str) -> &'static str {
        if self == GlyphSet::Words { words } else { self.pick(unicode, ascii) }
    }

    /// A mark of the legend, or the words that stand for it where frames are heard.
    fn marked(self, mark: legend::LegendMark, words: &'static str) -> &'static str {
        if self == GlyphSet::Words { words } else { mark.glyph(self) }
    }

    /// A row that leads on to another record.
    #[must_use]
    pub fn leads_on(self) -> &'static str {
        self.marked(legend::LEADS_ON, "link:")
    }

    /// The mark of an event's state, one column.
    #[must_use]
    pub fn state(self, state: CurrentStatus) -> &'static str {
        match state {
            // The word stands beside the mark.
            _ if self == GlyphSet::Words => "",
            CurrentStatus::Said(ReportStatus::Happened) => self.pick("●", "*"),
            CurrentStatus::Said(ReportStatus::Partly) => self.pick("◕", "+"),
            CurrentStatus::Said(ReportStatus::Expected) => self.pick("○", "o"),
            CurrentStatus::Said(ReportStatus::Confirmed) => self.pick("◐", "c"),
            CurrentStatus::Said(ReportStatus::Postponed) => self.pick("◌", "p"),
            CurrentStatus::Said(ReportStatus::Cancelled | ReportStatus::Denied) => self.pick("✕", "x"),
            CurrentStatus::Overdue => "!",
            CurrentStatus::Passed => self.pick("◇", "e"),
            CurrentStatus::Unknown => self.pick("·", "."),
        }
    }

    /// The mark of an event's state where no word stands beside it.
    #[must_use]
    pub fn state_alone(self, state: CurrentStatus) -> &'static str {
        match (self, state) {
            (GlyphSet::Words, CurrentStatus::Said(status)) => status.word(),
            (GlyphSet::Words, CurrentStatus::Overdue) => "overdue",
            (GlyphSet::Words, CurrentStatus::Passed) => "date passed",
            (GlyphSet::Words, CurrentStatus::Unknown) => "unknown",
            _ => self.state(state),
        }
    }

    /// The mark of a corridor's status, one column.
    #[must_use]
    pub fn corridor(self, status: Option<CorridorStatus>) -> &'static str {
        use CorridorStatus::{Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
        match status {
            // The word stands beside the mark.
            _ if self == GlyphSet::Words => "",
            Some(Open) => self.pick("●", "*"),
            Some(Restricted) => self.pick("◐", "r"),
            Some(Idle) => self.pick("◇", "i"),
            Some(Building) => self.pick("◔", "b"),
            Some(Agreed) => self.pick("○", "a"),
            Some(Proposed) => self.pick("◌", "p"),
            Some(Closed) => self.pick("✕", "x"),
            None => self.pick("·", "."),
        }
    }

    /// A superseded date.
    #[must_use]
    pub fn ghost(self) -> &'static str {
        self.worded("┄", "-", "given up")
    }

    /// A contested value.
    #[must_use]
    pub fn contested(self) -> &'static str {
        self.marked(legend::CONTESTED, "sources differ: ")
    }

    /// Everything goes back to one origin.
    #[must_use]
    pub fn one_origin(self) -> &'static str {
        self.marked(legend::ONE_ORIGIN, "one origin")
    }

    /// New since the last visit.
    #[must_use]
    pub fn news(self) -> &'static str {
        self.marked(legend::NEW, "")
    }

    /// What goes on at the right.
    #[must_use]
    pub fn onward(self) -> &'static str {
        self.worded("→", "->", "at the right")
    }

    /// Cut off.
    #[must_use]
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    /// Moved from one to the next.
    #[must_use]
    pub fn arrow(self) -> &'static str {
        self.marked(legend::MOVED, "to")
    }

    /// A statement that the filter asks for.
    #[must_use]
    pub fn matched(self) -> &'static str {
        self.worded("▐", "*", "matches:")
    }

    /// The bar before the selected row.
    #[must_use]
    pub fn bar(self) -> &'static str {
        self.worded("▌", ">", "")
    }
}

/// The role in which an event's state is shown.
#[must_use]
pub fn state_role(state: CurrentStatus) -> StyleRole {
    match state {
        CurrentStatus::Said(ReportStatus::Happened | ReportStatus::Partly) => StyleRole::Good,
        CurrentStatus::Said(ReportStatus::Expected | ReportStatus::Confirmed) => StyleRole::Text,
        CurrentStatus::Said(ReportStatus::Postponed) => StyleRole::Doubt,
        CurrentStatus::Said(ReportStatus::Cancelled | ReportStatus::Denied) | CurrentStatus::Overdue => {
            StyleRole::Warning
        }
        CurrentStatus::Passed | CurrentStatus::Unknown => StyleRole::Quiet,
    }
}

/// The role in which a corridor's status is shown.
#[must_use]
pub fn corridor_role(status: Option<CorridorStatus>) -> StyleRole {
    use CorridorStatus::{Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
    match status {
        Some(Open) => StyleRole::Good,
        Some(Restricted | Idle) => StyleRole::Doubt,
        Some(Building | Agreed | Proposed) => StyleRole::Text,
        Some(Closed) => StyleRole::Warning,
        None => StyleRole::Quiet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_the_colours_that_it_names() {
        use ColorDepth::{Indexed, Sixteen, True};
        for (term, colorterm, depth) in [
            (Some("xterm-256color"), None, Indexed),
            (Some("tmux-256color"), Some("truecolor"), True),
            (Some("xterm-kitty"), None, Indexed),
            (Some("linux"), None, Sixteen),
            (Some("xterm"), Some("yes"), Sixteen),
            (None, None, Sixteen),
        ] {
            assert_eq!(ColorDepth::of(term, colorterm, false), depth, "{term:?}");
        }
        assert_eq!(ColorDepth::of(None, None, true), True);
    }

    #[test]
    fn a_role_has_the_colour_that_it_is_given_as_far_as_the_terminal_has_it() {
        let mut theme = ColorTheme::new(ThemeKind::Dark);
        theme.own.set(StyleRole::Warning, Style::new().fg(Color::Rgb(255, 0, 0)).add_modifier(Modifier::ITALIC));
        let look =
            |theme: ColorTheme| (theme.style(StyleRole::Warning).fg, theme.style(StyleRole::Warning).add_modifier);
        assert_eq!(look(theme), (Some(Color::Indexed(196)), Modifier::ITALIC));
        theme.depth = ColorDepth::True;
        assert_eq!(look(theme).0, Some(Color::Rgb(255, 0, 0)));
        theme.depth = ColorDepth::Sixteen;
        assert_eq!(look(theme), (Some(Color::LightRed), Modifier::ITALIC));
        theme.kind = ThemeKind::Plain;
        assert_eq!(look(theme), (None, Modifier::ITALIC));
    }
}
