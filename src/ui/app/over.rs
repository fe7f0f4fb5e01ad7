//! Charts and ties: how they are laid over the screen, from the screen itself or from a card, and taken away again.

use crate::dossier::{ActorIx, FigureIx, Kind, Rec};
use crate::ui::screens::figures::Figures;
use crate::ui::screens::over::Over;
use crate::ui::screens::ties::Ties;

use super::Model;

impl Model {
    /// Whether charts have the keys, so that their key means the next picture.
    pub(super) fn is_over_charts(&self) -> bool {
        self.way.is_empty() && matches!(self.screens.over(), Some(Over::Figures(_)))
    }

    /// The chart of the figure that is selected, else the first about the record.
    pub(super) fn open_charts(&mut self) {
        let cx = self.ctx();
        let figures = match self.figure() {
            Some(figure) => Figures::of(&cx, figure),
            None => Figures::about(&cx, self.selected()),
        };
        self.lay(Over::Figures(figures));
    }

    /// The ties of the actor that is selected, or the first one of what is selected.
    pub(super) fn open_ties(&mut self) {
        match self.actor() {
            Some(actor) => {
                let ties = Ties::of(&self.ctx(), actor);
                self.lay(Over::Ties(ties));
            }
            None => self.say("no actor is known here".to_owned()),
        }
    }

    fn lay(&mut self, over: Over) {
        self.below.push(std::mem::take(&mut self.way));
        self.screens.lay(over);
    }

    /// Takes away what lies over the screen; one is where one was before.
    pub(super) fn lift(&mut self) {
        if let Some(way) = self.below.pop() {
            self.way = way;
            self.screens.lift();
        }
    }

    /// Takes away all that lies over the screen.
    pub(super) fn bare(&mut self) {
        self.below.clear();
        self.screens.bare();
    }

    /// What the line under the cursor of an entered card leads to.
    fn linked(&self) -> Option<Rec> {
        let entered = self.way.last()?;
        let (_, lines) = self.card_lines(entered.rec);
        let entry = lines[entered.cursor.selected(lines.len())?].entry;
        lines.iter().filter(|line| line.entry == entry).find_map(|line| line.link)
    }

    fn figure(&self) -> Option<FigureIx> {
        let is_figure = |rec: Rec| if let Rec::Figure(ix) = rec { Some(ix) } else { None };
        self.linked().and_then(is_figure).or_else(|| self.selected().and_then(is_figure))
    }

    fn actor(&self) -> Option<ActorIx> {
        let is_actor = |rec: Rec| if let Rec::Actor(ix) = rec { Some(ix) } else { None };
        let of = |rec: Rec| match rec {
            Rec::Event(ix) => self.snapshot.event_actors(&self.dossier, ix).first().copied(),
            Rec::Figure(ix) => self.dossier[ix].by.filter(|&by| self.snapshot[by].visible),
            rec => is_actor(rec),
        };
        let first = || self.shown.of(Kind::Actor).get(0).and_then(is_actor);
        self.linked().and_then(is_actor).or_else(|| self.selected().and_then(of)).or_else(first)
    }
}
