//! The fields of a corridor, of its legs, and of a report on it.

use super::{ColumnFit, FieldOutputs, FieldRecords, FieldRow, FieldTable, each, sources};
use crate::dossier::load::corridor::{KEYS, LEG_KEYS, REPORT_KEYS};
use crate::dossier::{CorridorIx, CorridorReport, CorridorStatus, FieldValue, Leg};
use crate::geo::EarthDistance;
use crate::report::wording;
use crate::story::{CorridorLength, LegState, StatusSince, along, straight};

/// The fields of a corridor. `status` is `unknown` where a leg has none.
pub const CORRIDOR: FieldTable<CorridorIx> =
    FieldTable { rows: ROWS, written: KEYS, is_complete: |r, ix| r.snapshot[ix].complete };

/// The fields of a leg.
pub const LEG: FieldTable<(CorridorIx, u32)> =
    FieldTable { rows: LEG_ROWS, written: LEG_KEYS, is_complete: |_, _| true };

/// The fields of a report on a corridor.
pub const CORRIDOR_REPORT: FieldTable<(CorridorIx, u32)> =
    FieldTable { rows: REPORT_ROWS, written: REPORT_KEYS, is_complete: |_, _| true };

const LISTED: FieldOutputs = FieldOutputs::JSON.and(FieldOutputs::TSV);

type CorridorField = FieldRow<CorridorIx>;

const ROWS: &[CorridorField] = &[
    CorridorField::written("id").column(0, "id", ColumnFit::Left),
    CorridorField::written("name").column(8, "name", ColumnFit::Cut(12)),
    CorridorField::computed("status", |r, ix| FieldValue::text(word(r.snapshot[ix].status))).column(
        1,
        "status",
        ColumnFit::Left,
    ),
    CorridorField::computed("weakest_leg", |r, ix| ends(r, ix, r.snapshot[ix].weakest)).only(LISTED).column_of(
        7,
        "weakest leg",
        ColumnFit::Cut(12),
        weakest_leg,
    ),
    CorridorField::computed("weakest_from", |r, ix| end(r, ix, r.snapshot[ix].weakest, |leg| leg.from))
        .only(FieldOutputs::CSV),
    CorridorField::computed("weakest_to", |r, ix| end(r, ix, r.snapshot[ix].weakest, |leg| leg.to))
        .only(FieldOutputs::CSV),
    // When the run of this status began, and the article that says so.
    CorridorField::computed("since", |r, ix| began(r, ix, r.snapshot[ix].since)).only(LISTED).column_of(
        2,
        "since",
        ColumnFit::Left,
        since_in_words,
    ),
    CorridorField::computed("since_source", |r, ix| source_of(r, ix, r.snapshot[ix].since.map(|since| since.report)))
        .only(FieldOutputs::JSON),
    // Within the calendar year up to the as-of day, by what was known then.
    CorridorField::computed("days_closed", |r, ix| FieldValue::Number(r.snapshot[ix].days_closed.into()))
        .only(LISTED)
        .column(3, "days closed", ColumnFit::Right),
    // In kilometres; only if every leg has a length.
    CorridorField::computed("length_km", |r, ix| FieldValue::number(CorridorLength::of(&r.dossier[ix]).total()))
        .only(LISTED)
        .column_of(5, "length", ColumnFit::Left, |r, ix| wording::length(CorridorLength::of(&r.dossier[ix]))),
    CorridorField::computed("known_length_km", |r, ix| FieldValue::Number(CorridorLength::of(&r.dossier[ix]).km))
        .only(LISTED),
    CorridorField::computed("legs_without_length", |r, ix| {
        FieldValue::count(CorridorLength::of(&r.dossier[ix]).unknown)
    })
    .only(LISTED),
    // The sum of the great circles of all legs: a lower bound. Only if all have coordinates.
    CorridorField::computed("great_circle_km", |r, ix| {
        let along = along(r.dossier, &r.dossier[ix].legs);
        FieldValue::number((along.unknown == 0 && along.known > 0).then_some(rounded(along.distance)))
    })
    .only(LISTED),
    CorridorField::computed("branch_of", |r, ix| {
        let of = r.dossier[ix].branch_of.filter(|&of| r.snapshot.is_visible(r.dossier, of.into()));
        FieldValue::one(of)
    }),
    CorridorField::written("aliases"),
    CorridorField::computed("sources", |r, ix| sources(known(r, ix).map(|report| report.source))).only(LISTED),
    CorridorField::written("sources").only(FieldOutputs::CSV),
    CorridorField::computed("reports", |r, ix| FieldValue::count(r.snapshot[ix].known.len())).only(LISTED).column(
        6,
        "reports",
        ColumnFit::Right,
    ),
    CorridorField::computed("events", |r, ix| FieldValue::many(&r.snapshot[ix].events)).only(LISTED),
    CorridorField::computed("figures", |r, ix| r.figures_about(ix.into())).only(FieldOutputs::JSON),
    CorridorField::written("summary"),
    CorridorField::computed("legs", |r, ix| {
        let legs = each(r.dossier[ix].legs.len());
        FieldValue::List(legs.map(|at| FieldValue::Object(LEG.values(r, (ix, at), FieldOutputs::JSON))).collect())
    })
    .only(FieldOutputs::JSON)
    .column_of(4, "legs", ColumnFit::Right, |r, ix| r.dossier[ix].legs.len().to_string()),
    CorridorField::computed("statements", |r, ix| {
        let known = r.snapshot[ix].known.iter();
        FieldValue::List(
            known.map(|&at| FieldValue::Object(CORRIDOR_REPORT.values(r, (ix, at), FieldOutputs::JSON))).collect(),
        )
    })
    .only(FieldOutputs::JSON),
];

type LegField = FieldRow<(CorridorIx, u32)>;

const LEG_ROWS: &[LegField] = &[
    LegField::computed("leg", |_, (_, at)| FieldValue::Number(f64::from(at) + 1.0)).only(FieldOutputs::CSV),
    LegField::written("from"),
    LegField::written("to"),
    LegField::written("mode"),
    LegField::written("length_km"),
    // The great circle between its ends: a lower bound.
    LegField::computed("great_circle_km", |r, (ix, at)| {
        let leg = &r.dossier[ix].legs[at as usize];
        FieldValue::number(straight(r.dossier, leg.from, leg.to).map(rounded))
    })
    .only(FieldOutputs::JSON),
    LegField::computed("status", |r, at| FieldValue::text(word(state(r, at).status))),
    LegField::computed("since", |r, at| began(r, at.0, state(r, at).since)).only(FieldOutputs::JSON),
    LegField::computed("since_source", |r, at| source_of(r, at.0, state(r, at).since.map(|since| since.report)))
        .only(FieldOutputs::JSON),
    LegField::computed("days_closed", |r, at| FieldValue::Number(state(r, at).days_closed.into()))
        .only(FieldOutputs::JSON),
    // From the newest report.
    LegField::computed("source", |r, at| source_of(r, at.0, state(r, at).newest)).only(FieldOutputs::JSON),
];

type CorridorReportField = FieldRow<(CorridorIx, u32)>;

const REPORT_ROWS: &[CorridorReportField] = &[
    CorridorReportField::computed("from", |r, (ix, at)| end(r, ix, report(r, ix, at).leg, |leg| leg.from))
        .only(FieldOutputs::CSV),
    CorridorReportField::computed("to", |r, (ix, at)| end(r, ix, report(r, ix, at).leg, |leg| leg.to))
        .only(FieldOutputs::CSV),
    CorridorReportField::written("source"),
    CorridorReportField::computed("known", |r, (ix, at)| FieldValue::day(r.dossier.known(report(r, ix, at).source))),
    CorridorReportField::computed("leg", |r, (ix, at)| ends(r, ix, report(r, ix, at).leg)).only(FieldOutputs::JSON),
    CorridorReportField::written("status"),
    CorridorReportField::written("date"),
    CorridorReportField::written("by"),
    CorridorReportField::written("quote"),
    CorridorReportField::written("note"),
];

fn report<'a>(facts: &FieldRecords<'a>, ix: CorridorIx, at: u32) -> &'a CorridorReport {
    &facts.dossier[ix].reports[at as usize]
}

fn known<'a>(facts: &FieldRecords<'a>, ix: CorridorIx) -> impl Iterator<Item = &'a CorridorReport> {
    let (corridor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    state.known.iter().map(move |&at| &corridor.reports[at as usize])
}

fn state<'a>(facts: &FieldRecords<'a>, (ix, at): (CorridorIx, u32)) -> &'a LegState {
    let snapshot = facts.snapshot;
    &snapshot[ix].legs[at as usize]
}

fn leg<'a>(facts: &FieldRecords<'a>, ix: CorridorIx, at: Option<u32>) -> Option<&'a Leg> {
    let dossier = facts.dossier;
    dossier[ix].legs.get(at? as usize)
}

/// The two ends of a leg.
fn ends<'a>(facts: &FieldRecords<'a>, ix: CorridorIx, at: Option<u32>) -> FieldValue<'a> {
    let ends = |leg: &Leg| FieldValue::List(vec![FieldValue::One(leg.from.into()), FieldValue::One(leg.to.into())]);
    leg(facts, ix, at).map_or(FieldValue::Nothing, ends)
}

fn end<'a>(
    facts: &FieldRecords<'a>,
    ix: CorridorIx,
    at: Option<u32>,
    of: fn(&Leg) -> crate::dossier::RecordSpot,
) -> FieldValue<'a> {
    FieldValue::one(leg(facts, ix, at).map(of))
}

/// `Torghundi–Herat`; empty if every leg is open, because then none is weak.
fn weakest_leg(facts: &FieldRecords<'_>, ix: CorridorIx) -> String {
    let state = &facts.snapshot[ix];
    let weakest = state.weakest.filter(|_| state.status != Some(CorridorStatus::Open));
    let name = |spot| facts.dossier.spot_name(spot);
    leg(facts, ix, weakest).map(|leg| format!("{}–{}", name(leg.from), name(leg.to))).unwrap_or_default()
}

fn since_in_words(facts: &FieldRecords<'_>, ix: CorridorIx) -> String {
    let Some(since) = facts.snapshot[ix].since else { return String::new() };
    let words = wording::standing_since(facts.dossier, &facts.dossier[ix], since);
    // The head of the column says it.
    words.strip_prefix("since ").unwrap_or(&words).to_owned()
}

fn began<'a>(facts: &FieldRecords<'a>, ix: CorridorIx, since: Option<StatusSince>) -> FieldValue<'a> {
    let date = since.and_then(|since| since.date(facts.dossier, &facts.dossier[ix]));
    date.map_or(FieldValue::Nothing, |date| FieldValue::Date(date.as_str().to_owned().into()))
}

fn source_of<'a>(facts: &FieldRecords<'a>, ix: CorridorIx, at: Option<u32>) -> FieldValue<'a> {
    FieldValue::source(at.and_then(|at| report(facts, ix, at).source))
}

/// To a tenth of a kilometre, which is the precision of the coordinates.
fn rounded(way: EarthDistance) -> f64 {
    (way.km * 10.0).round() / 10.0
}

fn word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or("unknown", CorridorStatus::word)
}
