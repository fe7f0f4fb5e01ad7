//! An event as JSON.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::Records;
use crate::dossier::{Edtf, EventIx, EventKind, Report, ReportStatus, Value};
use crate::story::{EventState, SlipDays, State, Step};

/// An event: the fields of `docs/format.md`, "JSON that other programs read", and more.
#[derive(Debug, Serialize)]
pub struct Event<'a> {
    id: &'a str,
    title: &'a str,
    kind: EventKind,
    summary: Option<&'a str>,
    status: State,
    date: Option<&'a Edtf>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    actual: Option<&'a Edtf>,
    slipped: bool,
    slip_days: Option<SlipDays>,
    actors: Vec<&'a str>,
    ports: Vec<&'a str>,
    corridors: Vec<&'a str>,
    places: Vec<&'a str>,
    tags: &'a [String],
    depends_on: Vec<&'a str>,
    sources: Vec<&'a str>,
    reports: usize,
    origins: usize,
    contested: Vec<Contest<'a>>,
    schedule: Vec<Promise<'a>>,
    statements: Vec<Statement<'a>>,
}

#[derive(Debug, Serialize)]
struct Contest<'a> {
    field: &'a str,
    forecast: bool,
    sides: Vec<Side<'a>>,
}

#[derive(Debug, Serialize)]
struct Side<'a> {
    value: &'a str,
    origins: usize,
    given: Vec<Given<'a>>,
}

/// Who gives it, and when.
#[derive(Debug, Serialize)]
struct Given<'a> {
    source: Option<&'a str>,
    by: Option<&'a str>,
    known: Option<NaiveDate>,
}

#[derive(Debug, Serialize)]
struct Promise<'a> {
    date: Option<&'a Edtf>,
    step: &'static str,
    slip_days: Option<SlipDays>,
    #[serde(flatten)]
    given: Given<'a>,
}

#[derive(Debug, Serialize)]
struct Statement<'a> {
    #[serde(flatten)]
    given: Given<'a>,
    status: Option<ReportStatus>,
    date: Option<&'a Edtf>,
    actors: Vec<&'a str>,
    values: Values<'a>,
    quote: Option<&'a str>,
    note: Option<&'a str>,
}

/// Keys and values in the order of the file.
#[derive(Debug)]
struct Values<'a>(&'a [(String, Value)]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

pub(super) fn event<'a>(facts: &'a Records<'a>, ix: EventIx) -> Event<'a> {
    let (event, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let report = |position: &u32| &event.reports[*position as usize];
    Event {
        id: &event.id,
        title: &event.title,
        kind: event.kind,
        summary: event.summary.as_deref().filter(|_| state.complete),
        status: state.status,
        date: state.date.as_ref(),
        earliest: state.date.as_ref().and_then(Edtf::earliest),
        latest: state.date.as_ref().and_then(Edtf::latest),
        actual: state.actual.as_ref(),
        slipped: state.slipped,
        slip_days: state.slip,
        actors: facts.ids(&facts.snapshot.event_actors(facts.dossier, ix)),
        ports: facts.ids(&facts.snapshot.event_ports(facts.dossier, ix)),
        corridors: facts.ids(&event.corridors),
        places: facts.ids(&event.places),
        tags: &event.tags,
        depends_on: facts.ids(&event.depends_on),
        sources: facts.sources(state.known.iter().map(|at| report(at).source)),
        reports: state.known.len(),
        origins: state.origins,
        contested: contests(facts, ix, state),
        schedule: state.schedule.iter().map(|promise| promised(facts, report(&promise.report), promise.step)).collect(),
        statements: state.known.iter().map(|at| statement(facts, report(at))).collect(),
    }
}

fn contests<'a>(facts: &'a Records<'a>, ix: EventIx, state: &'a EventState) -> Vec<Contest<'a>> {
    let given_by = |at: &u32| given(facts, &facts.dossier[ix].reports[*at as usize]);
    let side = |side: &'a crate::story::Side| Side {
        value: &side.value,
        origins: side.origins,
        given: side.reports.iter().map(given_by).collect(),
    };
    let contest = |contest: &'a crate::story::Contest| Contest {
        field: &contest.field,
        forecast: contest.forecast,
        sides: contest.sides.iter().map(side).collect(),
    };
    state.contested.iter().map(contest).collect()
}

fn promised<'a>(facts: &'a Records<'a>, report: &'a Report, step: Step) -> Promise<'a> {
    let slip_days = if let Step::Slipped(days) = step { Some(days) } else { None };
    Promise { date: report.date.as_ref(), step: step_word(step), slip_days, given: given(facts, report) }
}

fn statement<'a>(facts: &'a Records<'a>, report: &'a Report) -> Statement<'a> {
    Statement {
        given: given(facts, report),
        status: report.status,
        date: report.date.as_ref(),
        actors: report.actors.iter().map(|&actor| facts.id(actor)).collect(),
        values: Values(&report.values),
        quote: report.quote.as_deref(),
        note: report.note.as_deref(),
    }
}

fn given<'a>(facts: &'a Records<'a>, report: &Report) -> Given<'a> {
    Given {
        source: facts.source(report.source),
        by: report.by.map(|actor| facts.id(actor)),
        known: facts.dossier.known(report.source),
    }
}

fn step_word(step: Step) -> &'static str {
    match step {
        Step::First => "first",
        Step::Slipped(_) => "slipped",
        Step::BroughtForward => "brought-forward",
        Step::Narrowed => "narrowed",
        Step::Restated => "restated",
        Step::Cleared => "cleared",
    }
}
