//! The known positions of the visible actors, by issue.

use hashbrown::HashMap;

use crate::dossier::{ActorIx, Kind, Rec};
use crate::report::card::{RecordCard, issue};
use crate::ui::screens::ScreenContext;

/// The issues and actors of the matrix, and the positions in its cells.
pub(super) struct StanceMatrix {
    /// The most disputed issues first.
    pub(super) issues: Vec<String>,
    /// Actors with the most positions first.
    pub(super) actors: Vec<ActorIx>,
    cells: HashMap<(String, ActorIx), Vec<u32>>,
}

impl StanceMatrix {
    pub(super) fn new(cx: &ScreenContext<'_>) -> StanceMatrix {
        let mut cells: HashMap<(String, ActorIx), Vec<u32>> = HashMap::new();
        let mut by_issue: HashMap<String, usize> = HashMap::new();
        let mut actors: Vec<(usize, ActorIx)> = Vec::new();
        for rec in cx.shown.of(Kind::Actor).iter() {
            let Rec::Actor(ix) = rec else { continue };
            let known = &cx.snapshot[ix].positions;
            for &p in known {
                let issue = &cx.dossier[ix].positions[p as usize].issue;
                cells.entry((issue.clone(), ix)).or_default().push(p);
                *by_issue.entry(issue.clone()).or_default() += 1;
            }
            if !known.is_empty() {
                actors.push((known.len(), ix));
            }
        }
        actors.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut issues: Vec<(usize, String)> = by_issue.into_iter().map(|(issue, n)| (n, issue)).collect();
        issues.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        StanceMatrix {
            issues: issues.into_iter().map(|(_, issue)| issue).collect(),
            actors: actors.into_iter().map(|(_, ix)| ix).collect(),
            cells,
        }
    }

    /// Positions in [`crate::dossier::Actor::positions`], in the order in which they became known.
    pub(super) fn of(&self, issue: &str, actor: ActorIx) -> &[u32] {
        self.cells.get(&(issue.to_owned(), actor)).map_or(&[], Vec::as_slice)
    }

    /// Whether the actor's choice on the issue changed between dates.
    pub(super) fn has_moved(cx: &ScreenContext<'_>, issue: &str, actor: ActorIx) -> bool {
        cx.snapshot.stance_steps(cx.dossier, actor, issue).len() > 1
    }

    /// The card of an issue: the stance of each actor, the selected actor first.
    pub(super) fn card(&self, cx: &ScreenContext<'_>, name: &str, first: Option<ActorIx>) -> RecordCard {
        let mut actors = self.actors.clone();
        actors.sort_by_key(|&a| Some(a) != first);
        let rows: Vec<(ActorIx, u32)> =
            actors.iter().flat_map(|&a| self.of(name, a).iter().rev().map(move |&p| (a, p))).collect();
        issue(&cx.facts(), name, &rows)
    }
}
