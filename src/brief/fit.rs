//! One page: what weighs least is left out until the page is no longer, then the sources are numbered as they come up.

use crate::dossier::ArticleIx;

use super::{Brief, Draft, Drafts, Section, Sentence, text};

/// Lines of the page as plain text: a sheet of A4 or Letter, as printers set text.
pub const LINES: usize = 66;
/// Columns of such a page; an address, which is not broken, may be longer.
pub const COLUMNS: usize = 100;

/// Puts the drafts on the page.
pub(super) fn fit<'d>(page: Brief<'d>, mut drafts: Vec<Drafts>) -> Brief<'d> {
    let mut page = number(page, &drafts);
    while text::plain(&page, COLUMNS).lines().count() > LINES {
        // The section that has the most beyond what it keeps gives way; among equals the later.
        let beyond = |section: &Drafts| section.all.len().saturating_sub(section.fewest);
        let Some(longest) = drafts.iter_mut().rev().max_by_key(|section| beyond(section)) else { break };
        if beyond(longest) == 0 {
            break;
        }
        let least = longest.all.iter().enumerate().max_by_key(|(_, draft)| draft.rank).map(|(at, _)| at);
        least.map(|at| longest.all.remove(at));
        page = number(page, &drafts);
    }
    page
}

/// The page with these sections, its sources numbered.
fn number<'d>(page: Brief<'d>, drafts: &[Drafts]) -> Brief<'d> {
    let mut page = Brief { sections: Vec::new(), sources: Vec::new(), events: Vec::new(), ..page };
    for section in drafts {
        let sentences = section.all.iter().map(|draft| sentence(draft, &mut page.sources)).collect();
        for event in section.all.iter().filter_map(|draft| draft.event) {
            if !page.events.contains(&event) {
                page.events.push(event);
            }
        }
        let left = section.total.saturating_sub(section.all.len());
        page.sections.push(Section {
            heading: section.heading.clone(),
            sentences,
            more: (left > 0).then_some((left, section.command)),
            empty: section.empty,
        });
    }
    page
}

fn sentence(draft: &Draft, sources: &mut Vec<ArticleIx>) -> Sentence {
    let mut number = |source: ArticleIx| {
        let at = sources.iter().position(|&s| s == source).unwrap_or_else(|| {
            sources.push(source);
            sources.len() - 1
        });
        at + 1
    };
    let parts = draft.parts.iter().map(|(words, cited)| (words.clone(), cited.iter().map(|&s| number(s)).collect()));
    Sentence { parts: parts.collect() }
}
