//! The state of an event in words: what its sources say and, separately, what follows from the day or from comparing
//! them. A source is never named next to something it does not say.

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{ArticleIx, Dossier, EdtfDate, EventIx};
use crate::report::wording;
use crate::story::{CurrentStatus, PromiseOutcome, QuietDays, SlipDays, Snapshot};

/// What one report says, and its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidPart {
    /// `expected Nov 2025, said by Yerzhan Kistafin`.
    pub words: String,
    /// The article; `None` if the report has none.
    pub source: Option<ArticleIx>,
}

/// The state of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventStanding {
    /// What was said about its status and date: one part if one report says both.
    pub said: Vec<SaidPart>,
    /// Conclusions, which no source states: `overdue since 1 Dec 2025`, `late by 88–95 days`.
    pub follows: Vec<String>,
    /// Reasons for caution: `one origin`, `one side's word (PK)`.
    pub marks: Vec<String>,
    /// The day to which a silence among the conclusions is counted, where that is not the snapshot's day.
    pub silent_to: Option<NaiveDate>,
}

impl EventStanding {
    /// Conclusions and cautions joined: `overdue since 1 Dec 2025; one origin`. Empty if there are
    /// none.
    #[must_use]
    pub fn remarks(&self) -> String {
        self.follows.iter().chain(&self.marks).map(String::as_str).collect::<Vec<_>>().join("; ")
    }

    /// Everything in one line, what was said with its source: `expected Nov 2025 (The Express Tribune, 3 Sep 2025);
    /// overdue since 1 Dec 2025`. `unknown` where nothing was said.
    #[must_use]
    pub fn line(&self, dossier: &Dossier) -> String {
        let said = self.said.iter().map(|part| format!("{} ({})", part.words, wording::citation(dossier, part.source)));
        let mut line = said.collect::<Vec<_>>().join(", ");
        if line.is_empty() {
            line.push_str(CurrentStatus::Unknown.word());
        }
        let remarks = self.remarks();
        if remarks.is_empty() { line } else { format!("{line}; {remarks}") }
    }
}

/// The state of an event on the snapshot's day.
#[must_use]
pub fn standing(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> EventStanding {
    let silence = silence(dossier, snapshot, ix);
    EventStanding {
        said: said(dossier, snapshot, ix),
        follows: follows(snapshot, ix, silence),
        marks: marks(dossier, snapshot, ix),
        silent_to: silence.and_then(|_| snapshot.silence_ends(dossier)),
    }
}

/// The status and the date, as given by the reports that are named first for each.
fn said(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> Vec<SaidPart> {
    let (reports, state) = (&dossier[ix].reports, &snapshot[ix]);
    let part = |words: String, report: u32| {
        let report = &reports[report as usize];
        let by = report.by.map(|by| format!(", said by {}", dossier[by].name)).unwrap_or_default();
        SaidPart { words: format!("{words}{by}"), source: report.source }
    };
    let status = state.status_cited.and_then(|report| Some((report, reports[report as usize].status?.word())));
    let date = state.date_cited.zip(state.date.as_ref().map(EdtfDate::display));
    match (status, date) {
        (Some((one, status)), Some((other, date))) if one == other => vec![part(format!("{status} {date}"), one)],
        (Some((report, status)), date) => {
            let mut parts = vec![part(status.to_owned(), report)];
            parts.extend(date.map(|(report, date)| part(date, report)));
            parts
        }
        (None, Some((report, date))) => vec![part(date, report)],
        (None, None) => Vec::new(),
    }
}

/// How long nothing was heard of an event of which something should have been.
fn silence(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> Option<QuietDays> {
    let state = &snapshot[ix];
    let by_day = matches!(state.status, CurrentStatus::Overdue | CurrentStatus::Passed);
    let is_told = |quiet: &QuietDays| by_day && quiet.days > 0 || state.status.is_open() && quiet.is_long();
    snapshot.quiet(dossier, ix).filter(is_told)
}

/// What follows from the day, and from comparing the outcome with the first promise.
fn follows(snapshot: &Snapshot, ix: EventIx, silence: Option<QuietDays>) -> Vec<String> {
    let state = &snapshot[ix];
    let mut follows = Vec::new();
    let slip = state.slip.filter(|&SlipDays(_, max)| max > 0 && state.slipped);
    let passed = || state.passed_on().map(|day| format!(" since {}", display_day(day))).unwrap_or_default();
    match state.ledger.map(|row| row.outcome) {
        Some(PromiseOutcome::Overdue) => {
            follows.push(format!("overdue{}", passed()));
            follows.extend(slip.map(|slip| format!("{slip} after the first date so far")));
        }
        Some(PromiseOutcome::Late) => {
            follows.push(slip.map_or_else(|| "late".to_owned(), |slip| format!("late by {slip}")));
        }
        _ if state.status == CurrentStatus::Passed => follows.push(format!("passed{}", passed())),
        Some(PromiseOutcome::Early) => follows.push("earlier than promised".to_owned()),
        Some(PromiseOutcome::Kept) if state.actual.is_some() && state.first_promise().is_some() => {
            follows.push("as promised".to_owned());
        }
        _ => follows.extend(slip.map(|slip| format!("slipped by {slip}"))),
    }
    follows.extend(silence.map(|quiet| format!("no newer report for {quiet}")));
    if state.date.is_none() && state.status.is_open() {
        follows.push("no date".to_owned());
    }
    follows
}

/// Reasons for caution: everything goes back to one origin, or rests on the word of one side.
#[must_use]
pub fn marks(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> Vec<String> {
    let mut marks = Vec::new();
    if snapshot[ix].is_single_origin() {
        marks.push("one origin".to_owned());
    }
    marks.extend(snapshot.one_side(dossier, ix).map(|side| format!("one side only ({side})")));
    marks
}
