//! The known positions of the visible actors, by issue.

use hashbrown::HashMap;

use crate::dossier::{ActorIx, Kind, Rec};
use crate::report::card::{RecordCard, issue};
use crate::report::wording;
use crate::settings::theme::legend;
use crate::story::Statement;
use crate::text;
use crate::ui::screens::ScreenContext;

use super::ROWS;

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

    /// A stance in words, behind a mark where it is new or another one than before.
    pub(super) fn words(&self, cx: &ScreenContext<'_>, issue: &str, actor: ActorIx, newest: u32) -> String {
        let mut said = self.of(issue, actor).iter().map(|&p| Statement::Position(actor, p));
        let mark = if cx.news.is_some_and(|news| said.any(|said| news.says(said))) {
            cx.paint.glyphs.news()
        } else if StanceMatrix::has_moved(cx, issue, actor) {
            legend::CHANGED_STANCE.glyph(cx.paint.glyphs)
        } else {
            ""
        };
        let stance = &cx.dossier[actor].positions[newest as usize].stance;
        format!("{mark} {stance}").trim_start().to_owned()
    }

    /// The height of an issue: what the longest stance of these actors needs, in columns of so many cells for issue and
    /// actor, as long as that shows no issue less.
    pub(super) fn rows(
        &self,
        cx: &ScreenContext<'_>,
        actors: &[ActorIx],
        (issue_width, width): (u16, u16),
        height: u16,
    ) -> u16 {
        let lines = |words: &str, width: u16| text::wrap(words, usize::from(width.saturating_sub(1))).len();
        let of_issue = |issue: &String| {
            let stances = actors.iter().filter_map(|&actor| {
                let newest = *self.of(issue, actor).last()?;
                Some(lines(&self.words(cx, issue, actor, newest), width))
            });
            stances.chain([lines(&wording::slug(cx.dossier, issue), issue_width)]).max().unwrap_or(0)
        };
        let needed = self.issues.iter().map(of_issue).max().unwrap_or(0) + 1;
        let room = usize::from(height) / self.issues.len().max(1);
        u16::try_from(needed.min(room)).unwrap_or(u16::MAX).max(ROWS)
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
