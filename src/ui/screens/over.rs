//! What can be laid over a screen until it is closed: charts, or the ties of an actor.

use super::Screen;
use super::figures::FiguresOverlay;
use super::ties::TiesOverlay;

/// One of them.
#[derive(Debug)]
pub enum ScreenOverlay {
    /// Charts of figures.
    Figures(FiguresOverlay),
    /// The ties of one actor.
    Ties(TiesOverlay),
}

impl ScreenOverlay {
    /// Its subject, for a caption.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            ScreenOverlay::Figures(_) => "Charts of the figures",
            ScreenOverlay::Ties(_) => "Ties: one actor in the middle",
        }
    }

    /// As a screen.
    #[must_use]
    pub fn screen(&self) -> &dyn Screen {
        match self {
            ScreenOverlay::Figures(figures) => figures,
            ScreenOverlay::Ties(ties) => ties,
        }
    }

    /// The same, mutable.
    pub fn screen_mut(&mut self) -> &mut dyn Screen {
        match self {
            ScreenOverlay::Figures(figures) => figures,
            ScreenOverlay::Ties(ties) => ties,
        }
    }
}
