//! What is laid over a screen until it is closed: charts of figures, or the ties of an actor.

use super::Screen;
use super::figures::Figures;
use super::ties::Ties;

/// One of them.
#[derive(Debug)]
pub enum Over {
    /// Charts of figures.
    Figures(Figures),
    /// One actor in the middle.
    Ties(Ties),
}

impl Over {
    /// What it shows, for a caption.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Over::Figures(_) => "Figures drawn",
            Over::Ties(_) => "Ties: one actor in the middle",
        }
    }

    /// As a screen.
    #[must_use]
    pub fn screen(&self) -> &dyn Screen {
        match self {
            Over::Figures(figures) => figures,
            Over::Ties(ties) => ties,
        }
    }

    /// The same, to act on.
    pub fn screen_mut(&mut self) -> &mut dyn Screen {
        match self {
            Over::Figures(figures) => figures,
            Over::Ties(ties) => ties,
        }
    }
}
