//! Which report is named first for what is said of an event: an origin before an echo, a dated one before one without a
//! date, the nearest to the event's day before a later commentary, then the oldest.

use chrono::NaiveDate;

use super::slip::SlipSpan;
use crate::dossier::{Dossier, Report};

/// The report to name first among these positions in `reports`, which stand in the order in which they became known.
/// `day`: the days that the event's date can mean.
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
    // Of equals the first, which is the oldest.
    std::iter::once(oldest).chain(candidates).min_by_key(|&position| {
        let report = &reports[position as usize];
        (rank(dossier, report), report.date.is_none(), days_off(dossier.known(report.source), day))
    })
}

/// Origins first, then what rewrites or relays, then what has no article.
fn rank(dossier: &Dossier, report: &Report) -> u8 {
    let Some(source) = report.source else { return 2 };
    let article = dossier.articles.get(source);
    let relays = article.relays.is_some_and(|name| !name.trim().is_empty());
    u8::from(relays || !article.based_on.is_empty())
}

/// How far a day lies outside of a span; 0 within, and where one of them is not known.
fn days_off(known: Option<NaiveDate>, span: Option<SlipSpan>) -> i64 {
    let (Some(day), Some((first, last))) = (known, span) else { return 0 };
    let before = first.map_or(0, |first| (first - day).num_days());
    let after = last.map_or(0, |last| (day - last).num_days());
    before.max(after).max(0)
}
