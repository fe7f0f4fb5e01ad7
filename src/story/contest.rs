//! What the sources disagree on: the date, the status, or a value.

use std::cmp::Ordering;

use super::origin::OriginTable;
use super::{ContestedField, StorySide};
use crate::dossier::{EdtfDate, Report, ReportStatus, ReportValue};

/// Everything that is contested among the known reports: the date, the status, then the keys of `values` in order of
/// first appearance.
pub(super) fn contested(reports: &[Report], known: &[u32], origins: &mut OriginTable) -> Vec<ContestedField> {
    let mut found = Vec::new();
    found.extend(date(reports, known, origins));
    found.extend(status(reports, known, origins));
    values(reports, known, origins, &mut found);
    found
}

/// Reports that give the same date, as positions in `known`.
pub(super) struct DateGroup {
    /// In the order in which they became known.
    pub members: Vec<usize>,
    /// The newest of the reports that write the date as it is shown.
    pub newest: usize,
}

impl DateGroup {
    /// The date as shown.
    fn date<'d>(&self, reports: &'d [Report], known: &[u32]) -> Option<&'d EdtfDate> {
        reports[known[self.newest] as usize].date.as_ref()
    }
}

/// Groups the known reports with such a status by the days that their dates mean, in order of first
/// appearance. An open end and the newer date that closes it are not different dates and form one group.
pub(super) fn dates(reports: &[Report], known: &[u32], wanted: fn(ReportStatus) -> bool) -> Vec<DateGroup> {
    let dated = known.iter().enumerate().filter_map(|(rank, &report)| {
        let report = &reports[report as usize];
        let date = report.date.as_ref().filter(|_| report.status.is_some_and(wanted))?;
        Some(((date.earliest(), date.latest()), rank))
    });
    let groups = grouped(dated.collect(), |a, b| a.0.cmp(&b.0), |&(_, rank)| rank);
    let groups = groups.into_iter().map(|members| DateGroup { newest: members[members.len() - 1], members });
    close_open_ends(groups.collect(), reports, known)
}

/// Merges each date with an open end into the newest date that has the same start and an end, and became known later.
fn close_open_ends(mut groups: Vec<DateGroup>, reports: &[Report], known: &[u32]) -> Vec<DateGroup> {
    let span = |group: &DateGroup| group.date(reports, known).map(EdtfDate::span);
    let is_open = |group: &DateGroup| matches!(span(group), Some((Some(_), None)));
    while let Some((open, closed)) =
        groups.iter().enumerate().filter(|(_, group)| is_open(group)).find_map(|(at, open)| {
            let closes = |other: &DateGroup| {
                span(other).zip(span(open)).is_some_and(|(a, b)| a.0 == b.0 && a.1.is_some())
                    && other.newest > open.members[0]
            };
            let closed = groups.iter().enumerate().filter(|(_, other)| closes(other));
            closed.max_by_key(|(_, other)| other.newest).map(|(closed, _)| (at, closed))
        })
    {
        let joining = std::mem::take(&mut groups[open].members);
        groups[closed].members.extend(joining);
        groups[closed].members.sort_unstable();
        groups.remove(open);
    }
    groups.sort_by_key(|group| group.members[0]);
    groups
}

/// Groups equal dates; groups and their members are in the order of their ranks.
fn grouped<T>(mut all: Vec<T>, cmp: impl Fn(&T, &T) -> Ordering, rank: impl Fn(&T) -> usize) -> Vec<Vec<usize>> {
    if all.is_empty() {
        return Vec::new(); // the common case costs nothing
    }
    all.sort_by(|a, b| cmp(a, b).then(rank(a).cmp(&rank(b))));
    let mut groups: Vec<Vec<usize>> =
        all.chunk_by(|a, b| cmp(a, b).is_eq()).map(|group| group.iter().map(&rank).collect()).collect();
    groups.sort_by_key(|group| group[0]);
    groups
}

/// The dates of the `happened` reports, if two of them do not overlap.
fn date(reports: &[Report], known: &[u32], origins: &mut OriginTable) -> Option<ContestedField> {
    let groups = dates(reports, known, |status| status == ReportStatus::Happened);
    if groups.len() < 2 {
        return None;
    }
    let date_of = |group: &DateGroup| group.date(reports, known);
    // Two spans do not overlap if the later start is after the earlier end.
    let latest_start = groups.iter().filter_map(date_of).filter_map(EdtfDate::earliest).max()?;
    let earliest_end = groups.iter().filter_map(date_of).filter_map(EdtfDate::latest).min()?;
    if latest_start <= earliest_end {
        return None;
    }
    let side = |group: &DateGroup| {
        let value = date_of(group).map(EdtfDate::display).unwrap_or_default();
        side(value, &group.members, reports, known, origins)
    };
    Some(ContestedField { field: "date".to_owned(), forecast: false, sides: groups.iter().map(side).collect() })
}

fn status(reports: &[Report], known: &[u32], origins: &mut OriginTable) -> Option<ContestedField> {
    use ReportStatus::{Cancelled, Denied, Happened};
    let outcomes = known.iter().enumerate().filter_map(|(rank, &report)| {
        let status = reports[report as usize].status?;
        matches!(status, Happened | Cancelled | Denied).then_some((status, rank))
    });
    let groups = grouped(outcomes.collect(), |a, b| a.0.cmp(&b.0), |&(_, rank)| rank);
    let status_of = |group: &Vec<usize>| reports[known[group[0]] as usize].status;
    if groups.len() < 2 || !groups.iter().any(|group| status_of(group) == Some(Happened)) {
        return None;
    }
    let side = |group: &Vec<usize>| {
        let value = status_of(group).map_or_else(String::new, |status| status.word().to_owned());
        side(value, group, reports, known, origins)
    };
    Some(ContestedField { field: "status".to_owned(), forecast: false, sides: groups.iter().map(side).collect() })
}

/// Forecasts (expected, confirmed, postponed) and outcomes (all others) are compared separately.
fn values(reports: &[Report], known: &[u32], origins: &mut OriginTable, found: &mut Vec<ContestedField>) {
    let mut given: Vec<ContestedValue> = Vec::new();
    for (rank, &report) in known.iter().enumerate() {
        let report = &reports[report as usize];
        let forecast = report.status.is_some_and(ReportStatus::is_forecast);
        for (key, value) in &report.values {
            given.push(ContestedValue { field: (key, forecast), value, rank, seq: given.len() });
        }
    }
    if given.len() < 2 {
        return;
    }
    given.sort_by_key(|g| (g.field, g.seq));
    let mut fields: Vec<&[ContestedValue]> = given.chunk_by(|a, b| a.field == b.field).collect();
    fields.sort_by_key(|field| field[0].seq);
    for field in fields {
        if field.iter().all(|g| order(g.value, field[0].value).is_eq()) {
            continue;
        }
        let groups = grouped(field.to_vec(), |a, b| order(a.value, b.value), |g| g.rank);
        let side = |group: &Vec<usize>| {
            let newest = field.partition_point(|g| g.rank < group[group.len() - 1]);
            side(field[newest].value.to_string(), group, reports, known, origins)
        };
        let (key, forecast) = field[0].field;
        found.push(ContestedField { field: key.to_owned(), forecast, sides: groups.iter().map(side).collect() });
    }
}

/// A value given by a report.
#[derive(Clone, Copy)]
struct ContestedValue<'d> {
    /// The key, and whether the report is a forecast.
    field: (&'d str, bool),
    value: &'d ReportValue,
    /// Position of the report in `known`.
    rank: usize,
    /// How many values were given before it.
    seq: usize,
}

fn side(value: String, group: &[usize], reports: &[Report], known: &[u32], origins: &mut OriginTable) -> StorySide {
    let members: Vec<u32> = group.iter().map(|&rank| known[rank]).collect();
    let origins = origins.count(members.iter().map(|&report| reports[report as usize].source));
    StorySide { value, reports: members, origins }
}

/// 37 equals 37.0; text that is not a number equals only itself.
pub(super) fn order(a: &ReportValue, b: &ReportValue) -> Ordering {
    let rank = |value: &ReportValue| match value {
        ReportValue::Number(_) => 0,
        ReportValue::Text(_) => 1,
        ReportValue::Bool(_) => 2,
    };
    match (a, b) {
        (ReportValue::Number(a), ReportValue::Number(b)) => {
            a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
        }
        (ReportValue::Text(a), ReportValue::Text(b)) => a.cmp(b),
        (ReportValue::Bool(a), ReportValue::Bool(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}
