//! Styles by role, and the characters that stand for states. No other file names a colour.

use ratatui::style::{Color, Modifier, Style};

use crate::dossier::{CorridorStatus, ReportStatus};
use crate::story::CurrentStatus;

/// The role of a text, which decides its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StyleRole {
    /// Plain text.
    Text,
    /// What may be overlooked: frames, labels, sources, superseded dates.
    Quiet,
    /// Headings and names that lead the eye.
    Strong,
    /// Focus and keys.
    Accent,
    /// Kept, open.
    Good,
    /// Overdue, shut, cancelled, an error.
    Warning,
    /// Contested, one source, half-read input.
    Doubt,
    /// New since the last visit.
    New,
    /// What the filter found in a text; laid over another role.
    Match,
    /// Coasts, lakes and the names of seas.
    Water,
    /// Rivers and the open sea.
    River,
}

/// Which theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeKind {
    /// For a dark terminal.
    #[default]
    Dark,
    /// For a light terminal.
    Light,
    /// Without colour: `NO_COLOR`, `TERM=dumb`.
    Plain,
}

/// A style for each role, on the terminal's own background and its sixteen colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorTheme {
    /// Which one.
    pub kind: ThemeKind,
}

impl ColorTheme {
    /// The style of a role.
    #[must_use]
    pub fn style(self, role: StyleRole) -> Style {
        let base = Style::default();
        let by = |dark: Color, light: Color| match self.kind {
            ThemeKind::Dark => base.fg(dark),
            ThemeKind::Light => base.fg(light),
            ThemeKind::Plain => base,
        };
        match role {
            StyleRole::Text => base,
            StyleRole::Quiet if self.kind == ThemeKind::Plain => base.add_modifier(Modifier::DIM),
            StyleRole::Quiet => by(Color::DarkGray, Color::DarkGray),
            StyleRole::Strong => base.add_modifier(Modifier::BOLD),
            StyleRole::Accent => by(Color::LightBlue, Color::Blue).add_modifier(Modifier::BOLD),
            StyleRole::Good => by(Color::Green, Color::Green),
            StyleRole::Warning => by(Color::LightRed, Color::Red).add_modifier(Modifier::BOLD),
            StyleRole::Doubt => by(Color::Yellow, Color::Magenta),
            StyleRole::Water => by(Color::Cyan, Color::Blue),
            StyleRole::River if self.kind == ThemeKind::Plain => base.add_modifier(Modifier::DIM),
            StyleRole::River => by(Color::Blue, Color::Blue).add_modifier(Modifier::DIM),
            StyleRole::New => by(Color::LightCyan, Color::Blue).add_modifier(Modifier::BOLD),
            StyleRole::Match => {
                by(Color::LightBlue, Color::Blue).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED)
            }
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
        match self.kind {
            ThemeKind::Dark => Style::new().bg(Color::DarkGray),
            ThemeKind::Light => Style::new().bg(Color::Gray),
            ThemeKind::Plain => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// Laid over the selected row of a pane without the focus.
    #[must_use]
    pub fn selected_unfocused(self) -> Style {
        Style::default().add_modifier(Modifier::BOLD)
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
}

impl GlyphSet {
    /// The character of this set, out of one for each.
    #[must_use]
    pub fn pick<'a>(self, unicode: &'a str, ascii: &'a str) -> &'a str {
        match self {
            GlyphSet::Unicode => unicode,
            GlyphSet::Ascii => ascii,
        }
    }

    /// The mark of an event's state, one column.
    #[must_use]
    pub fn state(self, state: CurrentStatus) -> &'static str {
        match state {
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

    /// The mark of a corridor's status, one column.
    #[must_use]
    pub fn corridor(self, status: Option<CorridorStatus>) -> &'static str {
        use CorridorStatus::{Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
        match status {
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
        self.pick("┄", "-")
    }

    /// A contested value.
    #[must_use]
    pub fn contested(self) -> &'static str {
        self.pick("≠", "/=")
    }

    /// Everything goes back to one origin.
    #[must_use]
    pub fn one_origin(self) -> &'static str {
        self.pick("¹", "1")
    }

    /// New since the last visit.
    #[must_use]
    pub fn news(self) -> &'static str {
        self.pick("✦", "+")
    }

    /// Cut off.
    #[must_use]
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    /// Moved from one to the next.
    #[must_use]
    pub fn arrow(self) -> &'static str {
        self.pick("→", "->")
    }

    /// A statement that the filter asks for.
    #[must_use]
    pub fn matched(self) -> &'static str {
        self.pick("▐", "*")
    }

    /// The bar before the selected row.
    #[must_use]
    pub fn bar(self) -> &'static str {
        self.pick("▌", ">")
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
