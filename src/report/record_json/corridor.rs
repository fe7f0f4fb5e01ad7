//! A corridor as JSON, with its legs and the reports on them.

use chrono::NaiveDate;
use serde::Serialize;

use super::Records;
use crate::dossier::{CorridorIx, CorridorReport, CorridorStatus, Edtf, Mode};
use crate::geo::Distance;
use crate::story::{Length, along, straight};

/// A corridor. `status` is `unknown` where a leg has none.
#[derive(Debug, Serialize)]
pub struct Corridor<'a> {
    id: &'a str,
    name: &'a str,
    aliases: &'a [String],
    summary: Option<&'a str>,
    branch_of: Option<&'a str>,
    status: &'static str,
    weakest_leg: Option<[&'a str; 2]>,
    /// The date of the report that began the run of this status, or the day that it became known.
    since: Option<String>,
    /// The article of that report.
    since_source: Option<&'a str>,
    /// Days of the calendar year up to the as-of day on which the status that was known then was closed.
    days_closed: u32,
    /// Kilometres, only where every leg has a length.
    length_km: Option<f64>,
    /// Kilometres of the legs that have one, and how many have none.
    known_length_km: f64,
    legs_without_length: usize,
    /// Kilometres of the great circles of all legs: a lower bound. Only where all have coordinates.
    great_circle_km: Option<f64>,
    legs: Vec<Leg<'a>>,
    sources: Vec<&'a str>,
    reports: usize,
    events: Vec<&'a str>,
    figures: Vec<&'a str>,
    statements: Vec<Statement<'a>>,
}

#[derive(Debug, Serialize)]
struct Leg<'a> {
    from: &'a str,
    to: &'a str,
    mode: Option<Mode>,
    length_km: Option<f64>,
    /// Kilometres of the great circle between its ends: a lower bound.
    great_circle_km: Option<f64>,
    status: &'static str,
    /// The date of the report that began the run of this status, or the day that it became known.
    since: Option<String>,
    /// The article of that report.
    since_source: Option<&'a str>,
    /// Days of the calendar year up to the as-of day on which the status that was known then was closed.
    days_closed: u32,
    /// The article of the newest report.
    source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Statement<'a> {
    source: Option<&'a str>,
    by: Option<&'a str>,
    known: Option<NaiveDate>,
    leg: Option<[&'a str; 2]>,
    status: Option<CorridorStatus>,
    date: Option<&'a Edtf>,
    quote: Option<&'a str>,
    note: Option<&'a str>,
}

pub(super) fn corridor<'a>(facts: &'a Records<'a>, ix: CorridorIx) -> Corridor<'a> {
    let (corridor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let report = |at: u32| &corridor.reports[at as usize];
    let ends = |at: u32| corridor.legs.get(at as usize).map(|leg| [facts.id(leg.from), facts.id(leg.to)]);
    let statement = |report: &'_ CorridorReport| report.leg.and_then(ends);
    let length = Length::of(corridor);
    let along = along(facts.dossier, &corridor.legs);
    let began_by = state.since.map(report);
    Corridor {
        id: &corridor.id,
        name: &corridor.name,
        aliases: &corridor.aliases,
        summary: corridor.summary.as_deref().filter(|_| state.complete),
        branch_of: corridor.branch_of.and_then(|of| facts.ids(&[of]).pop()),
        status: word(state.status),
        weakest_leg: state.weakest.and_then(ends),
        since: began_by.and_then(|report| began(facts, report)),
        since_source: began_by.and_then(|report| facts.source(report.source)),
        days_closed: state.days_closed,
        length_km: length.total(),
        known_length_km: length.km,
        legs_without_length: length.unknown,
        great_circle_km: (along.unknown == 0 && along.known > 0).then_some(rounded(along.distance)),
        legs: corridor
            .legs
            .iter()
            .zip(&state.legs)
            .map(|(leg, known)| {
                let since = known.since.map(report);
                Leg {
                    from: facts.id(leg.from),
                    to: facts.id(leg.to),
                    mode: leg.mode,
                    length_km: leg.length_km,
                    great_circle_km: straight(facts.dossier, leg.from, leg.to).map(rounded),
                    status: word(known.status),
                    since: since.and_then(|report| began(facts, report)),
                    since_source: since.and_then(|report| facts.source(report.source)),
                    days_closed: known.days_closed,
                    source: known.newest.and_then(|at| facts.source(report(at).source)),
                }
            })
            .collect(),
        sources: facts.sources(state.known.iter().map(|&at| report(at).source)),
        reports: state.known.len(),
        events: facts.ids(&state.events),
        figures: facts.figures(ix),
        statements: state
            .known
            .iter()
            .map(|&at| {
                let report = report(at);
                Statement {
                    source: facts.source(report.source),
                    by: report.by.map(|actor| facts.id(actor)),
                    known: facts.dossier.known(report.source),
                    leg: statement(report),
                    status: report.status,
                    date: report.date.as_ref(),
                    quote: report.quote.as_deref(),
                    note: report.note.as_deref(),
                }
            })
            .collect(),
    }
}

/// To a tenth of a kilometre: places are given no more exactly.
fn rounded(way: Distance) -> f64 {
    (way.km * 10.0).round() / 10.0
}

fn began(facts: &Records<'_>, report: &CorridorReport) -> Option<String> {
    let date = report.date.as_ref().map(|date| date.as_str().to_owned());
    date.or_else(|| facts.dossier.known(report.source).map(|day| day.to_string()))
}

fn word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or("unknown", CorridorStatus::word)
}
