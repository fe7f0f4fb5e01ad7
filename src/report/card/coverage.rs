//! Coverage on a card: articles per week as bars and in words.

use crate::dossier::Rec;
use crate::dossier::date::display_day;
use crate::report::wording;
use crate::settings::theme::GlyphSet;
use crate::story::WeeklyCoverage;
use crate::text::spark;

use super::{CardFacts, RecordCard, plain, quiet};

/// The number of weeks shown: one year.
pub const WEEKS: usize = 52;

/// The bars and words of a record; empty if no article is about it.
pub(super) fn row(card: &mut RecordCard, facts: &CardFacts<'_>, rec: Rec) {
    let coverage = facts.snapshot.coverage(facts.dossier, rec, WEEKS);
    if coverage.total == 0 {
        return;
    }
    if coverage.within() == 0 || facts.glyphs == GlyphSet::Words {
        card.row("Coverage", vec![plain(words(&coverage))]);
        return;
    }
    let bars = spark::bars(&coverage.weeks, facts.glyphs == GlyphSet::Ascii);
    card.row("Coverage", vec![plain(format!("{}|", bars.trim_start())), quiet(format!(" {}", words(&coverage)))]);
}

/// `41 of 120 articles in the 52 weeks to 24 Nov 2026, most 9 in the week to 5 Feb 2026`.
#[must_use]
pub fn words(coverage: &WeeklyCoverage) -> String {
    let total = wording::count(coverage.total, "article", "articles");
    let span = format!("the {} weeks to {}", coverage.weeks.len(), display_day(coverage.last));
    match coverage.peak() {
        Some((day, most)) => {
            format!("{} of {total} in {span}, most {most} in the week to {}", coverage.within(), display_day(day))
        }
        None => format!("none of {total} in {span}"),
    }
}
