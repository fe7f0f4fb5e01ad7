//! Where an action belongs: its group in the help, and the screens or the overlay that it holds on.

use super::ScreenId;

/// Which actions belong together, in the order of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionGroup {
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

impl ActionGroup {
    /// All groups, in the order of the help.
    pub const ALL: &[ActionGroup] = &[
        ActionGroup::Move,
        ActionGroup::Go,
        ActionGroup::View,
        ActionGroup::Filter,
        ActionGroup::Time,
        ActionGroup::Record,
        ActionGroup::Form,
        ActionGroup::Program,
    ];

    /// The heading over the group.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            ActionGroup::Move => "Move",
            ActionGroup::Go => "Go",
            ActionGroup::View => "View",
            ActionGroup::Filter => "Filter",
            ActionGroup::Time => "Time",
            ActionGroup::Record => "Record",
            ActionGroup::Form => "Form",
            ActionGroup::Program => "Program",
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
pub enum ActionScope {
    /// On every screen.
    All,
    /// On these.
    Only(&'static [ScreenId]),
    /// In this overlay, where it comes before what the key means on the screen.
    Overlay(OverlayId),
}

impl ActionScope {
    /// Whether it holds on this screen.
    #[must_use]
    pub fn has(self, screen: ScreenId) -> bool {
        match self {
            ActionScope::All => true,
            ActionScope::Only(screens) => screens.contains(&screen),
            ActionScope::Overlay(_) => false,
        }
    }

    /// Whether both hold on some screen, or in the same overlay.
    #[must_use]
    pub fn meets(self, other: ActionScope) -> bool {
        match (self, other) {
            (ActionScope::Overlay(one), ActionScope::Overlay(two)) => one == two,
            _ => ScreenId::ALL.iter().any(|&screen| self.has(screen) && other.has(screen)),
        }
    }
}
