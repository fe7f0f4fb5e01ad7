//! Fits the brief on one page: omits what weighs least until it fits, then numbers the sources in order of appearance.

use crate::dossier::ArticleIx;

use super::{BriefDocument, BriefDraft, BriefDrafts, BriefExtent, BriefRest, BriefSection, BriefSentence, text};

/// The lines of a page as plain text: one sheet of A4 or Letter in a usual font size.
pub const LINES: usize = 66;
/// The columns of such a page. An address is never broken and may be longer.
pub const COLUMNS: usize = 100;

/// The sentences that each section keeps.
const FEWEST: usize = 2;

/// Fits the drafts on one page, or keeps everything for a full brief. The questions come last, and only where there is room.
pub(super) fn fit(
    mut page: BriefDocument<'_>,
    mut drafts: Vec<BriefDrafts>,
    questions: BriefDrafts,
    extent: BriefExtent,
) -> BriefDocument<'_> {
    let needed = drafts.len();
    drafts.push(questions);
    number(&mut page, &drafts);
    while extent == BriefExtent::Page && text::plain(&page, COLUMNS).lines().count() > LINES {
        // The section with the most sentences beyond its minimum is cut; of equals, the later one. Where that is not enough, the
        // questions go, which a command of their own lists; only then have those that lead to do with as few as the others.
        let beyond = |section: &BriefDrafts| section.all.len().saturating_sub(section.fewest);
        if drafts.iter().all(|section| beyond(section) == 0) {
            if drafts.len() > needed {
                drafts.truncate(needed);
                number(&mut page, &drafts);
                continue;
            }
            if drafts.iter().all(|section| section.fewest <= FEWEST) {
                break;
            }
            drafts.iter_mut().for_each(|section| section.fewest = section.fewest.min(FEWEST));
            continue;
        }
        let Some(longest) = drafts.iter_mut().max_by_key(|section| beyond(section)) else { break };
        let least = longest.all.iter().enumerate().max_by_key(|(_, draft)| draft.rank).map(|(at, _)| at);
        least.map(|at| longest.all.remove(at));
        number(&mut page, &drafts);
    }
    page
}

/// Lays these sections out on the page and numbers their sources.
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
            more: (left > 0).then(|| BriefRest {
                count: left,
                query: section.query.clone(),
                command: section.command.clone(),
            }),
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
    BriefSentence { about: draft.about, parts: parts.collect() }
}
