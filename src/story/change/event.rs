//! What each report changed about an event (status, date, values), and what changed without a report.

use chrono::NaiveDate;
use hashbrown::HashSet;

use super::baseline::{contestable, contested, contested_figure, overdue};
use super::{ChangeCollector, ChangeItem, ChangeKind, FactKind, Newness, StoryChange};
use crate::dossier::{EdtfDate, Event, EventIx, EventKind, Rec, Report, ReportStatus};
use crate::story::known::KnownTally;
use crate::story::{ContestedField, CurrentStatus, EventState, Statement, event, slip};

impl ChangeCollector<'_> {
    /// The reports among these facts, in the order in which they became known.
    pub(super) fn add_event_reports(&mut self, ix: EventIx, items: &[ChangeItem]) {
        let (kind, reports) = (self.dossier[ix].kind, &self.dossier[ix].reports);
        let known = &self.snapshot[ix].known;
        let mut rank = vec![0; reports.len()];
        known.iter().enumerate().for_each(|(at, &report)| rank[report as usize] = at);
        let gained = items.iter().filter(|item| matches!(item.fact.what, FactKind::Report(_))).count();
        let mut given = ReportedValue::default();
        // The event as of the first `n` reports.
        let mut stood: Option<(usize, EventState)> = None;
        for &item in items {
            let FactKind::Report(k) = item.fact.what else { continue };
            let report = &reports[k as usize];
            let at = rank[k as usize];
            given.add_reports(reports, &known[..at]);
            // Before the first report there is no earlier state to compare with. A report that was added in front of
            // the known ones says what was said before them, and changes nothing.
            if (at == 0 && gained < known.len()) || self.effort < at {
                self.add(item, ChangeKind::Source, None, None);
                continue;
            }
            let before = match stood.take() {
                Some((count, state)) if count == at => state,
                _ => self.state(kind, reports, &known[..at], report),
            };
            if let Some(was) = self.former_date(ix, report, item) {
                let is = report.date.as_ref().map(EdtfDate::display);
                self.add(item, ChangeKind::Edited, Some(was.display()), is);
                continue;
            }
            if repeats(report, reports, &before, &given) {
                self.add(item, ChangeKind::Source, None, None);
                stood = Some((at + 1, before));
                continue;
            }
            let after = self.state(kind, reports, &known[..=at], report);
            self.add_event_report(ix, k, item, (&before, &after), &given);
            stood = Some((at + 1, after));
        }
    }

    /// The event with these reports alone, on the day of the last.
    fn state(&mut self, kind: EventKind, reports: &[Report], known: &[u32], last: &Report) -> EventState {
        self.effort = self.effort.saturating_sub(known.len());
        let day = self.dossier.known(last.source).unwrap_or(NaiveDate::MIN);
        event::concluded(day, kind, reports, known.to_vec(), KnownTally::default(), &mut self.origins)
    }

    fn add_event_report(
        &mut self,
        ix: EventIx,
        k: u32,
        item: ChangeItem,
        (before, after): (&EventState, &EventState),
        given: &ReportedValue,
    ) {
        let event = &self.dossier[ix];
        let report = &event.reports[k as usize];
        let told = self.changes.len();
        let (was, is) = (said(event, before), said(event, after));
        if was != is {
            let from = was.map(|_| before.status.word().to_owned());
            self.add(item, ChangeKind::Status, from, is.map(|status| status.word().to_owned()));
        }
        let (old, new) = (before.date.as_ref(), after.date.as_ref());
        if moved(old, new) && !(was != is && is.is_some_and(ReportStatus::is_outcome) && came_as_said(old, new)) {
            self.add(item, ChangeKind::Date, old.map(EdtfDate::display), new.map(EdtfDate::display));
        }
        for contest in &after.contested {
            let Some(side) = contest.sides.iter().find(|side| side.reports == [k]) else { continue };
            let (field, to) = (contest.field.clone(), side.value.clone());
            let name = if contest.forecast { format!("{field}?") } else { field.clone() };
            let others = others(contest, k);
            self.add_with_field(item, ChangeKind::Contested, Some((field, name)), Some(others), Some(to));
        }
        let forecast = report.status.is_some_and(ReportStatus::is_forecast);
        let first = report.values.iter().filter(|(key, _)| !given.fields.contains(&(key.as_str(), forecast)));
        let first: Vec<String> =
            first.map(|(key, value)| format!("{} {value}", self.dossier.labels.words(key))).collect();
        if !first.is_empty() {
            self.add(item, ChangeKind::Values, None, Some(first.join(", ")));
        }
        if self.changes.len() == told {
            self.add(item, ChangeKind::Source, None, None);
        }
    }

    /// Events whose last day passed without news, either since the day of the baseline or by a date that was added to
    /// the files. What was overdue before that was already visible then.
    pub(super) fn add_overdue(&mut self) {
        let snapshot = self.snapshot;
        let gained: HashSet<Statement> = self.changes.iter().filter_map(|(_, change)| change.statement).collect();
        // What had passed by a day that was seen was told then, and nothing was added to the files since.
        if gained.is_empty() && self.baseline.day.is_some_and(|seen| seen >= snapshot.day) {
            return;
        }
        for (ix, state) in (0u32..).map(EventIx).zip(&snapshot.events).filter(|(_, state)| state.visible) {
            if state.status != CurrentStatus::Overdue {
                continue;
            }
            let Some(k) = state.date_report else { continue };
            let event = &self.dossier[ix];
            let report = &event.reports[k as usize];
            // Whoever learns after it passed of a date, or that a thing once called off is to come after all, learns of
            // both on the same day.
            let reopened = reopened(event, state);
            let heard = |k: u32| self.dossier.known(event.reports[k as usize].source);
            let known = state.passed_on().max(heard(k)).max(reopened.and_then(heard));
            let newness = self.newness(known);
            let is_gained = |k: u32| gained.contains(&Statement::Report(ix, k));
            if newness == Newness::Added && !is_gained(k) && !reopened.is_some_and(is_gained) {
                continue;
            }
            let Some(key) = overdue(self.dossier, ix, state) else { continue };
            // No source says that it is overdue, so the change shows the report that is named first for the date.
            let cited = state.date_cited.unwrap_or(k);
            let expected = &event.reports[cited as usize];
            let change = StoryChange {
                kind: ChangeKind::Overdue,
                rec: ix.into(),
                statement: Some(Statement::Report(ix, cited)),
                field: None,
                from: expected.status.map(|status| status.word().to_owned()),
                to: expected.date.as_ref().map(EdtfDate::display),
                by: expected.by,
                source: expected.source,
                known,
                newness,
                key,
            };
            self.changes.push((report.at, change));
        }
    }

    /// Fields that are no longer contested. Only a change in the files can settle a contest, since statements are never
    /// removed.
    pub(super) fn add_settled(&mut self) {
        if self.baseline.day.is_some_and(|day| day > self.snapshot.day) {
            return; // as of an earlier day it was not contested yet
        }
        let (dossier, snapshot) = (self.dossier, self.snapshot);
        let contests = &self.gained.contests;
        let visible = contests.events.iter().map(|&ix| (ix, &snapshot[ix])).filter(|(_, state)| state.visible);
        for (ix, state) in visible {
            let event = &dossier[ix];
            let mut met = HashSet::new();
            let fields = contestable(state.known.iter().map(|&k| &event.reports[k as usize]));
            for (field, forecast) in fields.filter(|&field| met.insert(field)) {
                let contested_now = state.contested.iter().any(|c| c.field == field && c.forecast == forecast);
                if contested_now || !self.baseline.has(&contested(&event.id, field, forecast)) {
                    continue;
                }
                let (k, value) = settled_as(event, state, field);
                let Some(k) = k else { continue };
                let change = self.settled(Statement::Report(ix, k), ix.into(), field, value);
                self.changes.push((event.reports[k as usize].at, change));
            }
        }
        let mut met = HashSet::new();
        for &ix in contests.figures.iter().filter(|ix| snapshot.figures[ix.ix()]) {
            let figure = &dossier[ix];
            let settled = snapshot.figure_rivals[ix.ix()].is_empty();
            if settled && met.insert(contested_figure(dossier, figure)) {
                let rec = Statement::Figure(ix).about(dossier).unwrap_or(Rec::Figure(ix));
                let change = self.settled(Statement::Figure(ix), rec, &figure.metric, None);
                self.changes.push((figure.at, change));
            }
        }
    }

    fn settled(&self, statement: Statement, rec: Rec, field: &str, value: Option<String>) -> StoryChange {
        let source = statement.sources(self.dossier)[0];
        let known = self.dossier.known(source);
        StoryChange {
            kind: ChangeKind::Settled,
            rec,
            statement: Some(statement),
            field: Some(field.to_owned()),
            from: None,
            to: value,
            by: statement.by(self.dossier),
            source,
            known,
            newness: self.newness(known),
            key: format!("{}/settled/{}", self.dossier.id(rec), field.replace('/', "|")),
        }
    }
}

/// The values that reports have given so far.
#[derive(Default)]
struct ReportedValue<'d> {
    /// How many reports have been added.
    count: usize,
    /// Forecasts and outcomes are kept apart for each key.
    fields: HashSet<(&'d str, bool)>,
    values: HashSet<(&'d str, bool, String)>,
}

impl<'d> ReportedValue<'d> {
    /// Adds the reports up to here; those added by an earlier call are skipped.
    fn add_reports(&mut self, reports: &'d [Report], known: &[u32]) {
        for &k in &known[self.count..] {
            let report = &reports[k as usize];
            let forecast = report.status.is_some_and(ReportStatus::is_forecast);
            for (key, value) in &report.values {
                self.fields.insert((key, forecast));
                self.values.insert((key, forecast, value.to_string()));
            }
        }
        self.count = known.len();
    }
}

/// Whether a report only repeats what already holds: its status, its date, and values that were given before.
fn repeats(report: &Report, reports: &[Report], before: &EventState, given: &ReportedValue) -> bool {
    let decisive = before.status_report.and_then(|k| reports[k as usize].status);
    let forecast = report.status.is_some_and(ReportStatus::is_forecast);
    let date = report.date.as_ref();
    let same_date = match (date, &before.date) {
        (None, _) => report.status != Some(ReportStatus::Postponed),
        (Some(date), Some(now)) => date.same_days(now),
        (Some(_), None) => false,
    };
    (report.status.is_none() || report.status == decisive)
        && same_date
        && report.values.iter().all(|(key, value)| given.values.contains(&(key.as_str(), forecast, value.to_string())))
}

/// The report by which an event that was cancelled or denied was to come again; `None` where it never was.
fn reopened(event: &Event, state: &EventState) -> Option<u32> {
    let status = |k: u32| event.reports[k as usize].status;
    let off = state.known.iter().rposition(|&k| status(k).is_some_and(|status| !status.is_forecast()))?;
    state.known[off + 1..].iter().copied().find(|&k| status(k).is_some_and(ReportStatus::is_forecast))
}

/// What the deciding report says.
fn said(event: &Event, state: &EventState) -> Option<ReportStatus> {
    match state.status {
        CurrentStatus::Said(status) => Some(status),
        _ => state.status_report.and_then(|k| event.reports[k as usize].status),
    }
}

/// Whether a date covers other days than the previous one.
fn moved(old: Option<&EdtfDate>, new: Option<&EdtfDate>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => !old.same_days(new),
        (old, new) => old.is_some() != new.is_some(),
    }
}

/// Whether the event took place within the announced days.
fn came_as_said(old: Option<&EdtfDate>, new: Option<&EdtfDate>) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return false };
    old.span() == new.span() || slip::is_narrower(new.span(), old.span())
}

/// The values of the other sides: `37, 30`.
fn others(contest: &ContestedField, k: u32) -> String {
    let others = contest.sides.iter().filter(|side| side.reports != [k]);
    others.map(|side| side.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// The report that a settled field now rests on, and the value.
fn settled_as(event: &Event, state: &EventState, field: &str) -> (Option<u32>, Option<String>) {
    match field {
        "date" => (state.date_report.or(state.known.last().copied()), state.date.as_ref().map(EdtfDate::display)),
        "status" => (state.status_report.or(state.known.last().copied()), Some(state.status.word().to_owned())),
        _ => {
            let newest = state.known.iter().rev().find_map(|&k| {
                let values = &event.reports[k as usize].values;
                values.iter().find(|(key, _)| key == field).map(|(_, value)| (k, value.to_string()))
            });
            newest.map_or((None, None), |(k, value)| (Some(k), Some(value)))
        }
    }
}
