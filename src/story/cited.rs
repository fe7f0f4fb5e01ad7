//! The report that is named first for a fact about an event: an origin before an echo, a dated report before an undated
//! one, the one nearest to the event's day before a later commentary, then the oldest.

use chrono::NaiveDate;

use super::slip::SlipSpan;
use crate::dossier::{Dossier, Report};

/// The report to name first among these positions in `reports`, which are in the order in which they became known.
/// `day` is the span of days that the event's date can mean.
pub(super) fn first(
    dossier: &Dossier,
    reports: &[Report],
    candidates: impl Iterator<Item = u32>,
    day: Option<SlipSpan>,
) -> Option<u32> {
    let mut candidates = candidates.peekable();
    let oldest = candidates.next()?;
    if candidates.peek().is_none() {
        return Some(oldest); // the common case costs nothing
    }
    // Of equal reports the first, which is the oldest.
    std::iter::once(oldest).chain(candidates).min_by_key(|&position| {
        let report = &reports[position as usize];
        (rank(dossier, report), report.date.is_none(), days_off(dossier.known(report.source), day))
    })
}

/// Ranks origins first, then rewrites and relays, then reports without an article.
fn rank(dossier: &Dossier, report: &Report) -> u8 {
    let Some(source) = report.source else { return 2 };
    let article = dossier.articles.get(source);
    let relays = article.relays.is_some_and(|name| !name.trim().is_empty());
    u8::from(relays || !article.based_on.is_empty())
}

/// The distance of a day from a span in days; 0 if it lies within, or if either is unknown.
fn days_off(known: Option<NaiveDate>, span: Option<SlipSpan>) -> i64 {
    let (Some(day), Some((first, last))) = (known, span) else { return 0 };
    let before = first.map_or(0, |first| (first - day).num_days());
    let after = last.map_or(0, |last| (day - last).num_days());
    before.max(after).max(0)
}
