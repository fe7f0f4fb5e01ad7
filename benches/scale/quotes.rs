//! How many quotes of a story find the event that they belong to.

use std::collections::BTreeMap;

use karwan::desk::capture::{CaptureIndex, EventIndex, ReportDraft, TextFindings};
use karwan::dossier::{ArticleIx, Dossier, EventIx};

/// What was counted: all quotes, and of them those whose event comes first, or is among the three that are proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuoteFigures {
    pub all: usize,
    pub first: usize,
    pub among: usize,
}

impl std::fmt::Display for QuoteFigures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let QuoteFigures { all, first, among } = self;
        write!(f, "of {all} quotes {first} find their event first, {among} among the three best")
    }
}

/// Proposes an event for each quote, as it was before anything was taken from its article.
pub fn figures(dossier: &Dossier) -> QuoteFigures {
    let mut quotes: BTreeMap<ArticleIx, Vec<(EventIx, &str)>> = BTreeMap::new();
    for (ix, event) in (0..).map(EventIx).zip(&dossier.events) {
        for report in &event.reports {
            if let (Some(quote), Some(source)) = (&report.quote, report.source) {
                quotes.entry(source).or_default().push((ix, quote));
            }
        }
    }
    let mut index = CaptureIndex::of(dossier);
    let mut figures = QuoteFigures::default();
    for (source, quotes) in quotes {
        let Some(day) = dossier.articles.published(source).0 else { continue };
        index.events = EventIndex::of(dossier, Some(source));
        let title = dossier.articles.get(source).title;
        for (event, quote) in quotes {
            let findings = TextFindings::of(quote, &index.names, day);
            let draft = ReportDraft::of(dossier, &index, (title, quote), &findings, &(0..quote.len()), day);
            let place = draft.events.iter().position(|guess| guess.event == event);
            figures.all += 1;
            figures.first += usize::from(place == Some(0));
            figures.among += usize::from(place.is_some());
        }
    }
    figures
}
