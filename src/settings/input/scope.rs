//! Where an action belongs: its group in the help, and the screens or the overlay that it holds on.

use super::ScreenId;

/// Which actions belong together, in the order of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Within a list or text.
    Move,
    /// From screen to screen, pane to pane, record to record.
    Go,
    /// How a screen shows it.
    View,
    /// What is shown.
    Filter,
    /// As of which day.
    Time,
    /// With the record that is selected.
    Record,
    /// What is entered in a form.
    Form,
    /// The program itself.
    Program,
}

impl Group {
    /// All groups, in the order of the help.
    pub const ALL: &[Group] =
        &[Group::Move, Group::Go, Group::View, Group::Filter, Group::Time, Group::Record, Group::Form, Group::Program];

    /// The heading over the group.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Go => "Go",
            Group::View => "View",
            Group::Filter => "Filter",
            Group::Time => "Time",
            Group::Record => "Record",
            Group::Form => "Form",
            Group::Program => "Program",
        }
    }
}

/// An overlay that has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayId {
    /// The list of what can be added.
    Add,
    /// How many rows have which value.
    Counts,
    /// A form that is filled in.
    Form,
    /// A text that is read.
    Reader,
}

impl OverlayId {
    /// Where its keys hold, for the manual.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            OverlayId::Add => "the list of what can be added",
            OverlayId::Counts => "the counts",
            OverlayId::Form => "forms",
            OverlayId::Reader => "the reader",
        }
    }
}

/// On which screens, or in which overlay, something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// On every screen.
    All,
    /// On these.
    Only(&'static [ScreenId]),
    /// In this overlay, where it comes before what the key means on the screen.
    Overlay(OverlayId),
}

impl On {
    /// Whether it holds on this screen.
    #[must_use]
    pub fn has(self, screen: ScreenId) -> bool {
        match self {
            On::All => true,
            On::Only(screens) => screens.contains(&screen),
            On::Overlay(_) => false,
        }
    }

    /// Whether both hold on some screen, or in the same overlay.
    #[must_use]
    pub fn meets(self, other: On) -> bool {
        match (self, other) {
            (On::Overlay(one), On::Overlay(two)) => one == two,
            _ => ScreenId::ALL.iter().any(|&screen| self.has(screen) && other.has(screen)),
        }
    }
}
