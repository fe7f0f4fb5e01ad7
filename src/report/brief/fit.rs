//! One page: what weighs least is left out until the page is no longer, then the sources are numbered as they come up.

use crate::dossier::ArticleIx;

use super::{BriefDocument, BriefDraft, BriefDrafts, BriefExtent, BriefSection, BriefSentence, text};

/// Lines of the page as plain text: a sheet of A4 or Letter, as printers set text.
pub const LINES: usize = 66;
/// Columns of such a page; an address, which is not broken, may be longer.
pub const COLUMNS: usize = 100;

/// Puts the drafts on the page; in full however long it gets.
pub(super) fn fit(mut page: BriefDocument<'_>, mut drafts: Vec<BriefDrafts>, extent: BriefExtent) -> BriefDocument<'_> {
    number(&mut page, &drafts);
    while extent == BriefExtent::Page && text::plain(&page, COLUMNS).lines().count() > LINES {
        // The section that has the most beyond what it keeps gives way; among equals the later.
        let beyond = |section: &BriefDrafts| section.all.len().saturating_sub(section.fewest);
        let Some(longest) = drafts.iter_mut().rev().max_by_key(|section| beyond(section)) else { break };
        if beyond(longest) == 0 {
            break;
        }
        let least = longest.all.iter().enumerate().max_by_key(|(_, draft)| draft.rank).map(|(at, _)| at);
        least.map(|at| longest.all.remove(at));
        number(&mut page, &drafts);
    }
    page
}

/// Puts these sections on the page, and numbers their sources.
fn number(page: &mut BriefDocument<'_>, drafts: &[BriefDrafts]) {
    page.sections.clear();
    page.sources.clear();
    page.events.clear();
    for section in drafts {
        let sentences = section.all.iter().map(|draft| sentence(draft, &mut page.sources)).collect();
        for event in section.all.iter().filter_map(|draft| draft.event) {
            if !page.events.contains(&event) {
                page.events.push(event);
            }
        }
        let left = section.total.saturating_sub(section.all.len());
        page.sections.push(BriefSection {
            heading: section.heading.clone(),
            sentences,
            more: (left > 0).then(|| (left, section.command.clone())),
            empty: section.empty,
        });
    }
}

fn sentence(draft: &BriefDraft, sources: &mut Vec<ArticleIx>) -> BriefSentence {
    let mut number = |source: ArticleIx| {
        let at = sources.iter().position(|&s| s == source).unwrap_or_else(|| {
            sources.push(source);
            sources.len() - 1
        });
        at + 1
    };
    let parts = draft.parts.iter().map(|(words, cited)| (words.clone(), cited.iter().map(|&s| number(s)).collect()));
    BriefSentence { parts: parts.collect() }
}
