//! What is said of a port or an actor in the reports on its events, each wording once.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Snapshot;
use crate::dossier::{ActorIx, Dossier, EventIx, PortIx, Rec, Report};
use crate::text::{fold, inflects};

/// What the known reports on one event say of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidOnEvent {
    /// The event.
    pub event: EventIx,
    /// In the order in which they became known.
    pub wordings: Vec<ReportWording>,
}

/// Reports that say the same: by one speaker with equal values, or without values in equal words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportWording {
    /// Position in [`crate::dossier::Event::reports`] of the one that became known first.
    pub report: u32,
    /// The number of the others.
    pub more: usize,
}

impl Snapshot {
    /// What is said of a port: everything that is said of an event whose title names it, and of its other events the
    /// values and quotes that name it. The event on which the port is named in most quotes comes first, then in most
    /// different values, then the one of which something became known last.
    #[must_use]
    pub fn said_of_port(&self, dossier: &Dossier, port: PortIx) -> Vec<SaidOnEvent> {
        let names = FoldedNames::of(dossier, port.into());
        let mut said = self.said(dossier, &self[port].events, |event| {
            let is_subject = names.are_in(&dossier[event].title);
            let names = &names;
            move |report| is_subject || names.name(report) || names.are_quoted(report)
        });
        said.sort_by_cached_key(|on| {
            let reports = || on.wordings.iter().map(|wording| &dossier[on.event].reports[wording.report as usize]);
            let quotes = reports().filter(|report| names.are_quoted(report)).count();
            let values: BTreeSet<String> = reports().flat_map(|report| names.naming(report)).collect();
            Reverse((quotes, values.len(), self[on.event].newest))
        });
        said
    }

    /// What an actor says, and what values name it. The event of which most is said comes first.
    #[must_use]
    pub fn said_of_actor(&self, dossier: &Dossier, actor: ActorIx) -> Vec<SaidOnEvent> {
        let names = FoldedNames::of(dossier, actor.into());
        let mut said =
            self.said(dossier, &self[actor].events, |_| |report| report.by == Some(actor) || names.name(report));
        said.sort_by_key(|on| Reverse(on.wordings.len()));
        said
    }

    fn said<Of: Fn(&Report) -> bool>(
        &self,
        dossier: &Dossier,
        events: &[EventIx],
        of: impl Fn(EventIx) -> Of,
    ) -> Vec<SaidOnEvent> {
        let on = |&event: &EventIx| {
            let (reports, of) = (&dossier[event].reports, of(event));
            let mut wordings: Vec<ReportWording> = Vec::new();
            for &at in &self[event].known {
                let report = &reports[at as usize];
                let says = !report.values.is_empty() || report.quote.is_some();
                if !says || !of(report) {
                    continue;
                }
                match wordings.iter_mut().find(|wording| are_alike(&reports[wording.report as usize], report)) {
                    Some(wording) => wording.more += 1,
                    None => wordings.push(ReportWording { report: at, more: 0 }),
                }
            }
            (!wordings.is_empty()).then_some(SaidOnEvent { event, wordings })
        };
        events.iter().filter_map(on).collect()
    }
}

fn are_alike(one: &Report, other: &Report) -> bool {
    let same_words = !one.values.is_empty() || one.quote == other.quote;
    one.by == other.by && one.values == other.values && same_words
}

/// The names of a record, each as its folded words.
struct FoldedNames(Vec<Vec<String>>);

impl FoldedNames {
    fn of(dossier: &Dossier, rec: Rec) -> FoldedNames {
        FoldedNames(dossier.names(rec).map(words).filter(|name| !name.is_empty()).collect())
    }

    /// Whether a value of the report names it.
    fn name(&self, report: &Report) -> bool {
        self.naming(report).next().is_some()
    }

    /// The values of the report that name it.
    fn naming(&self, report: &Report) -> impl Iterator<Item = String> {
        report.values.iter().map(|(_, value)| value.to_string()).filter(|value| self.are_in(value))
    }

    /// Whether the words of the report name it.
    fn are_quoted(&self, report: &Report) -> bool {
        report.quote.iter().any(|quote| self.are_in(quote))
    }

    /// Whether a text has one of them, also with an ending.
    fn are_in(&self, text: &str) -> bool {
        let text = words(text);
        let stands = |name: &Vec<String>| {
            text.windows(name.len()).any(|words| name.iter().zip(words).all(|(own, word)| inflects(own, word)))
        };
        self.0.iter().any(stands)
    }
}

fn words(text: &str) -> Vec<String> {
    fold::word_spans(text).into_iter().map(|(_, word)| word).collect()
}
