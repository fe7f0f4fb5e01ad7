//! What a person has already seen: the names of facts, and the day on which they last looked.

use chrono::NaiveDate;
use hashbrown::HashSet;

use super::SeenContests;
use super::fact::{self, FactKind, RECORDS, fingerprint, record_key};
use crate::dossier::{Dossier, EventIx, Figure, FigureIx, FigureSubject, Rec, Report};
use crate::story::{CurrentStatus, EventState, Snapshot};

/// Facts that count as seen. Every other fact is a change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenBaseline {
    /// The day by which all of it was seen; what became known later was published since. `None` if nothing was ever
    /// seen.
    pub day: Option<NaiveDate>,
    facts: HashSet<u64>,
}

impl SeenBaseline {
    /// Everything that is known as of the snapshot's day.
    #[must_use]
    pub fn of(dossier: &Dossier, snapshot: &Snapshot) -> SeenBaseline {
        let mut facts = HashSet::with_capacity(dossier.articles.len() + 4 * dossier.events.len());
        fact::each(dossier, |fact, key| {
            if fact.what == FactKind::Record || snapshot.is_known(dossier, fact.source) {
                facts.insert(fingerprint(key));
            }
        });
        let mut add = |key: &str| facts.insert(fingerprint(key));
        for kind in RECORDS {
            for rec in dossier.all(kind).filter(|&rec| snapshot.is_visible(dossier, rec)) {
                add(&record_key(dossier.id(rec)));
            }
        }
        for (ix, state) in (0u32..).map(EventIx).zip(&snapshot.events).filter(|(_, state)| state.visible) {
            for contest in &state.contested {
                add(&contested(&dossier[ix].id, &contest.field, contest.forecast));
            }
        }
        for (ix, rivals) in (0u32..).map(FigureIx).zip(&snapshot.figure_rivals) {
            if !rivals.is_empty() {
                add(&contested_figure(dossier, &dossier[ix]));
            }
        }
        SeenBaseline { day: Some(snapshot.day), facts }
    }

    /// These names, all seen by that day.
    #[must_use]
    pub fn new(day: Option<NaiveDate>, facts: impl IntoIterator<Item = u64>) -> SeenBaseline {
        SeenBaseline { day, facts: facts.into_iter().collect() }
    }

    /// The events and figures of which something was contested.
    pub(super) fn contests(&self, dossier: &Dossier) -> SeenContests {
        let events = (0_u32..).map(EventIx).zip(&dossier.events);
        let events = events.filter(|(_, event)| {
            let mut fields = contestable(event.reports.iter());
            fields.any(|(field, forecast)| self.has(&contested(&event.id, field, forecast)))
        });
        let figures = (0_u32..).map(FigureIx).zip(&dossier.figures);
        let figures = figures.filter(|(_, figure)| self.has(&contested_figure(dossier, figure)));
        SeenContests { events: events.map(|(ix, _)| ix).collect(), figures: figures.map(|(ix, _)| ix).collect() }
    }

    /// Marks a fact or change as seen.
    pub fn add(&mut self, key: &str) {
        self.facts.insert(fingerprint(key));
    }

    /// Whether a fact or change has been seen.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.facts.contains(&fingerprint(key))
    }

    /// The names, in order.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<u64> {
        let mut fingerprints: Vec<u64> = self.facts.iter().copied().collect();
        fingerprints.sort_unstable();
        fingerprints
    }
}

/// The change name for an overdue event: made of the date that passed and who gave it.
pub(super) fn overdue(dossier: &Dossier, ix: EventIx, state: &EventState) -> Option<String> {
    if state.status != CurrentStatus::Overdue {
        return None;
    }
    let report = &dossier[ix].reports[state.date_report? as usize];
    let source = report.source.map_or("-", |ix| dossier.articles.get(ix).id);
    let date = fingerprint(report.date.as_ref().map_or("", crate::dossier::EdtfDate::as_str));
    Some(format!("{}/overdue/{source}/{date:016x}", dossier[ix].id))
}

/// The fields of an event that these reports can disagree on, each with whether the forecasts do; some more than once.
pub(super) fn contestable<'d>(reports: impl Iterator<Item = &'d Report>) -> impl Iterator<Item = (&'d str, bool)> {
    let values =
        reports.flat_map(|r| r.values.iter().flat_map(|(key, _)| [(key.as_str(), false), (key.as_str(), true)]));
    [("date", false), ("status", false)].into_iter().chain(values)
}

/// The change name for a contest about a field of an event.
pub(super) fn contested(id: &str, field: &str, forecast: bool) -> String {
    format!("{id}/contest/{field}{}", if forecast { "?" } else { "" })
}

/// The change name for a contest about a figure, the same for all rivals.
pub(super) fn contested_figure(dossier: &Dossier, figure: &Figure) -> String {
    let about = match figure.about {
        FigureSubject::Story => "-story",
        FigureSubject::Rec(Rec::Figure(_)) => "-figure",
        FigureSubject::Rec(rec) => dossier.id(rec),
    };
    let kind = figure.kind.map_or("", |kind| kind.word());
    let bounds = figure.period.as_ref().map(|p| (p.earliest(), p.latest()));
    format!("{about}/contest-of/{}/{kind}/{}/{bounds:?}", figure.metric, figure.unit)
}
