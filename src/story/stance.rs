//! Compares stances by `choice` alone, as sets. Their wording is never compared.

use super::Snapshot;
use crate::dossier::{ActorIx, Dossier, Position};

/// Whether two stances make the same choice, in any order; `None` if one of them has no `choice`.
#[must_use]
pub fn same_choice(one: &Position, other: &Position) -> Option<bool> {
    if one.choice.is_empty() || other.choice.is_empty() {
        return None;
    }
    let within = |a: &Position, b: &Position| a.choice.iter().all(|choice| b.choice.contains(choice));
    Some(within(one, other) && within(other, one))
}

impl Snapshot {
    /// The known stances that choose this option, which may be the id of a record: positions in
    /// [`crate::dossier::Actor::positions`], by date, the newest first.
    #[must_use]
    pub fn stances_for(&self, dossier: &Dossier, option: &str) -> Vec<(ActorIx, u32)> {
        let actors = (0u32..).map(ActorIx).zip(&self.actors);
        let all = actors.flat_map(|(ix, state)| state.positions.iter().map(move |&p| (ix, p)));
        let of = |&(actor, p): &(ActorIx, u32)| &dossier[actor].positions[p as usize];
        let mut chosen: Vec<(ActorIx, u32)> =
            all.filter(|at| of(at).choice.iter().any(|choice| choice == option)).collect();
        chosen.sort_by(|one, other| of(other).date.cmp(&of(one).date));
        chosen
    }

    /// The stances by which an actor moved on an issue, by date: each makes another choice than the previous one, on
    /// another date. At most one if the actor did not move. Positions in [`crate::dossier::Actor::positions`].
    #[must_use]
    pub fn stance_steps(&self, dossier: &Dossier, actor: ActorIx, issue: &str) -> Vec<u32> {
        let of = |p: u32| &dossier[actor].positions[p as usize];
        let mut steps: Vec<u32> = Vec::new();
        for p in self.stances(dossier, actor, issue) {
            let moved = |&last: &u32| same_choice(of(last), of(p)) == Some(false) && of(last).date != of(p).date;
            if !of(p).choice.is_empty() && steps.last().is_none_or(moved) {
                steps.push(p);
            }
        }
        steps
    }
}
