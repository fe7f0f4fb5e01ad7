//! The names of the screens: for keys, tabs, the command line and the configuration.

/// One screen, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ScreenId {
    /// Where does the story stand?
    #[default]
    Overview,
    /// What happened, what was to happen, and when?
    Timeline,
    /// Who promised what, by when, and what came of it?
    Ledger,
    /// Who takes part, in what office, and who stands where?
    Actors,
    /// How do the ports and corridors compare?
    Ports,
    /// Where is all this?
    Map,
    /// What was written, by whom, going back to which origin?
    Articles,
    /// What came in from the feeds, and what is done with it?
    Inbox,
}

impl ScreenId {
    /// All screens, in the order of the tabs.
    pub const ALL: &[ScreenId] = &[
        ScreenId::Overview,
        ScreenId::Timeline,
        ScreenId::Ledger,
        ScreenId::Actors,
        ScreenId::Ports,
        ScreenId::Map,
        ScreenId::Articles,
        ScreenId::Inbox,
    ];

    /// The digit that stands before the name in the tab line, and opens the screen unless the configuration says
    /// otherwise.
    #[must_use]
    pub fn key(self) -> char {
        match self {
            ScreenId::Overview => '1',
            ScreenId::Timeline => '2',
            ScreenId::Ledger => '3',
            ScreenId::Actors => '4',
            ScreenId::Ports => '5',
            ScreenId::Map => '6',
            ScreenId::Articles => '7',
            ScreenId::Inbox => '8',
        }
    }

    /// The name in the tab line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ScreenId::Overview => "Overview",
            ScreenId::Timeline => "Timeline",
            ScreenId::Ledger => "Ledger",
            ScreenId::Actors => "Actors",
            ScreenId::Ports => "Ports",
            ScreenId::Map => "Map",
            ScreenId::Articles => "Articles",
            ScreenId::Inbox => "Inbox",
        }
    }

    /// The name on the command line and in the configuration.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            ScreenId::Overview => "overview",
            ScreenId::Timeline => "timeline",
            ScreenId::Ledger => "ledger",
            ScreenId::Actors => "actors",
            ScreenId::Ports => "ports",
            ScreenId::Map => "map",
            ScreenId::Articles => "articles",
            ScreenId::Inbox => "inbox",
        }
    }

    /// The question that the screen answers.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            ScreenId::Overview => "where does the story stand?",
            ScreenId::Timeline => "what happened, what was to happen, and when?",
            ScreenId::Ledger => "who promised what, by when, and what came of it?",
            ScreenId::Actors => "who takes part, in what office, and who stands where?",
            ScreenId::Ports => "how do the ports and corridors compare?",
            ScreenId::Map => "where is all this, and which way is shut?",
            ScreenId::Articles => "what was written, by whom, going back to which origin?",
            ScreenId::Inbox => "what came in from the feeds, and what is done with it?",
        }
    }

    /// The screen of a slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<ScreenId> {
        Self::ALL.iter().copied().find(|screen| screen.slug() == slug)
    }
}
