//! The fields of an event, and of a report on one.

use super::{ColumnFit, FieldOutputs, FieldRecords, FieldRow, FieldTable, sources};
use crate::dossier::load::event::{KEYS, REPORT_KEYS};
use crate::dossier::{EdtfDate, EventIx, FieldValue, Report};
use crate::story::{ContestedField, PromisedBy, ScheduleStep, ScheduledDate, SlipDays, StorySide};

/// The fields of an event.
pub const EVENT: FieldTable<EventIx> =
    FieldTable { rows: ROWS, written: KEYS, is_complete: |r, ix| r.snapshot[ix].complete };

/// The fields of a report on an event.
pub const REPORT: FieldTable<(EventIx, u32)> =
    FieldTable { rows: REPORT_ROWS, written: REPORT_KEYS, is_complete: |_, _| true };

type EventField = FieldRow<EventIx>;

const ROWS: &[EventField] = &[
    EventField::written("id").column(0, "id", ColumnFit::Left),
    EventField::written("title").column(8, "title", ColumnFit::Cut(12)),
    EventField::written("kind"),
    EventField::computed("status", |r, ix| FieldValue::text(r.snapshot[ix].status.word())).column(
        2,
        "status",
        ColumnFit::Left,
    ),
    EventField::computed("date", |r, ix| FieldValue::date(r.snapshot[ix].date.as_ref())).column(
        1,
        "date",
        ColumnFit::Left,
    ),
    EventField::computed("earliest", |r, ix| {
        FieldValue::day(r.snapshot[ix].date.as_ref().and_then(EdtfDate::earliest))
    }),
    EventField::computed("latest", |r, ix| FieldValue::day(r.snapshot[ix].date.as_ref().and_then(EdtfDate::latest))),
    EventField::computed("actual", |r, ix| FieldValue::date(r.snapshot[ix].actual.as_ref())).only(FieldOutputs::JSON),
    EventField::computed("slipped", |r, ix| FieldValue::Flag(r.snapshot[ix].slipped)).only(FieldOutputs::JSON),
    EventField::computed("slip_days", |r, ix| slip(r.snapshot[ix].slip))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
        .column_of(4, "slip, days", ColumnFit::Right, |r, ix| r.snapshot[ix].slip.map(days).unwrap_or_default()),
    EventField::computed("slip_min", |r, ix| r.snapshot[ix].slip.map_or(FieldValue::Nothing, |slip| number(slip.0)))
        .only(FieldOutputs::CSV),
    EventField::computed("slip_max", |r, ix| {
        r.snapshot[ix].slip.and_then(SlipDays::at_most).map_or(FieldValue::Nothing, number)
    })
    .only(FieldOutputs::CSV),
    EventField::computed("ledger", |r, ix| {
        r.snapshot[ix].ledger.map_or(FieldValue::Nothing, |row| FieldValue::text(row.outcome.word()))
    })
    .column(3, "ledger", ColumnFit::Left),
    EventField::computed("first_date", |r, ix| {
        FieldValue::date(r.snapshot[ix].ledger.and_then(|row| row.first_date(&r.dossier[ix].reports)))
    }),
    EventField::computed("promised_by", |r, ix| match r.snapshot[ix].ledger.map(|row| row.by) {
        Some(PromisedBy::Speaker(actor)) => FieldValue::one(Some(actor)),
        _ => FieldValue::Nothing,
    }),
    // The outlet if no report names a speaker.
    EventField::computed("promised_by_outlet", |r, ix| match r.snapshot[ix].ledger.map(|row| row.by) {
        Some(PromisedBy::Outlet(article)) => FieldValue::text(r.dossier.articles.get(article).outlet),
        _ => FieldValue::Nothing,
    }),
    EventField::computed("quiet_days", |r, ix| {
        r.snapshot.quiet(r.dossier, ix).map_or(FieldValue::Nothing, |quiet| number(quiet.days))
    })
    .only(FieldOutputs::JSON),
    EventField::computed("quiet_at_least", |r, ix| {
        FieldValue::Flag(r.snapshot.quiet(r.dossier, ix).is_some_and(|quiet| quiet.at_least))
    })
    .only(FieldOutputs::JSON),
    EventField::computed("actors", |r, ix| FieldValue::many(&r.snapshot.event_actors(r.dossier, ix))),
    EventField::computed("announced", |r, ix| FieldValue::many(&r.snapshot.announced_actors(r.dossier, ix))),
    EventField::computed("ports", |r, ix| FieldValue::many(&r.snapshot.event_ports(r.dossier, ix)))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    EventField::written("ports").only(FieldOutputs::CSV),
    EventField::written("corridors"),
    EventField::written("places"),
    EventField::written("tags"),
    EventField::written("depends_on").only(FieldOutputs::JSON.and(FieldOutputs::CSV)),
    EventField::computed("sources", |r, ix| sources(known(r, ix).map(|report| report.source))),
    EventField::computed("reports", |r, ix| FieldValue::count(r.snapshot[ix].known.len())).column(
        5,
        "reports",
        ColumnFit::Right,
    ),
    EventField::computed("origins", |r, ix| FieldValue::count(r.snapshot[ix].origins)).column(
        6,
        "origins",
        ColumnFit::Right,
    ),
    EventField::computed("single_origin", |r, ix| FieldValue::Flag(r.snapshot[ix].is_single_origin()))
        .only(FieldOutputs::JSON),
    // The country whose word alone it rests on.
    EventField::computed("one_sided", |r, ix| {
        r.snapshot.one_side(r.dossier, ix).map_or(FieldValue::Nothing, FieldValue::text)
    }),
    EventField::computed("contested", |r, ix| {
        FieldValue::List(r.snapshot[ix].contested.iter().map(|contest| disputed(r, ix, contest)).collect())
    })
    .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
    .column_of(7, "contested", ColumnFit::Cut(9), contested_words),
    EventField::computed("contested", contested_keys).only(FieldOutputs::CSV),
    EventField::written("summary"),
    EventField::computed("schedule", |r, ix| {
        FieldValue::List(r.snapshot[ix].schedule.iter().map(|promise| promised(r, ix, *promise)).collect())
    })
    .only(FieldOutputs::JSON),
    EventField::computed("statements", |r, ix| {
        let known = r.snapshot[ix].known.iter();
        FieldValue::List(known.map(|&at| FieldValue::Object(REPORT.values(r, (ix, at), FieldOutputs::JSON))).collect())
    })
    .only(FieldOutputs::JSON),
];

type ReportField = FieldRow<(EventIx, u32)>;

const REPORT_ROWS: &[ReportField] = &[
    ReportField::written("source"),
    ReportField::computed("known", |r, (ix, at)| FieldValue::day(r.dossier.known(report(r, ix, at).source))),
    ReportField::written("status"),
    ReportField::written("date"),
    ReportField::written("by"),
    ReportField::written("actors"),
    ReportField::written("values"),
    ReportField::written("quote"),
    ReportField::written("note"),
];

fn report<'a>(facts: &FieldRecords<'a>, ix: EventIx, at: u32) -> &'a Report {
    &facts.dossier[ix].reports[at as usize]
}

fn known<'a>(facts: &FieldRecords<'a>, ix: EventIx) -> impl Iterator<Item = &'a Report> {
    let (event, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    state.known.iter().map(move |&at| &event.reports[at as usize])
}

fn number<'a>(days: i64) -> FieldValue<'a> {
    FieldValue::Number(i32::try_from(days).unwrap_or(i32::MAX).into())
}

/// `[least, most]`, with `null` for the latter if it has no bound.
fn slip<'a>(slip: Option<SlipDays>) -> FieldValue<'a> {
    let most = |slip: SlipDays| slip.at_most().map_or(FieldValue::Nothing, number);
    slip.map_or(FieldValue::Nothing, |slip| FieldValue::List(vec![number(slip.0), most(slip)]))
}

fn days(slip: SlipDays) -> String {
    match (slip.0, slip.at_most()) {
        (min, None) => format!("≥ {min}"),
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min}–{max}"),
    }
}

/// Who gives it, and when it became known.
fn given<'a>(facts: &FieldRecords<'a>, report: &'a Report) -> Vec<(&'static str, FieldValue<'a>)> {
    vec![
        ("source", FieldValue::source(report.source)),
        ("by", FieldValue::one(report.by)),
        ("known", FieldValue::day(facts.dossier.known(report.source))),
    ]
}

fn disputed<'a>(facts: &FieldRecords<'a>, ix: EventIx, contest: &'a ContestedField) -> FieldValue<'a> {
    let side = |side: &'a StorySide| {
        let given = side.reports.iter().map(|&at| FieldValue::Object(given(facts, report(facts, ix, at))));
        FieldValue::Object(vec![
            ("value", FieldValue::text(side.value.as_str())),
            ("origins", FieldValue::count(side.origins)),
            ("given", FieldValue::List(given.collect())),
        ])
    };
    FieldValue::Object(vec![
        ("field", FieldValue::text(contest.field.as_str())),
        ("forecast", FieldValue::Flag(contest.forecast)),
        ("sides", FieldValue::List(contest.sides.iter().map(side).collect())),
    ])
}

/// What the sources disagree on, in the words of its labels.
fn contested_words(facts: &FieldRecords<'_>, ix: EventIx) -> String {
    let keys = facts.texts(&contested_keys(facts, ix));
    keys.iter().map(|key| facts.dossier.labels.words(key)).collect::<Vec<_>>().join(", ")
}

/// What the sources disagree on, each field once: forecasts and outcomes may both be contested.
fn contested_keys<'a>(facts: &FieldRecords<'a>, ix: EventIx) -> FieldValue<'a> {
    let mut keys: Vec<&'a str> = Vec::new();
    let snapshot = facts.snapshot;
    for contest in &snapshot[ix].contested {
        if !keys.contains(&contest.field.as_str()) {
            keys.push(&contest.field);
        }
    }
    FieldValue::List(keys.into_iter().map(FieldValue::text).collect())
}

fn promised<'a>(facts: &FieldRecords<'a>, ix: EventIx, promise: ScheduledDate) -> FieldValue<'a> {
    let report = report(facts, ix, promise.report);
    let by = if let ScheduleStep::Slipped(days) = promise.step { Some(days) } else { None };
    let step = match promise.step {
        ScheduleStep::First => "first",
        ScheduleStep::Slipped(_) => "slipped",
        ScheduleStep::BroughtForward => "brought-forward",
        ScheduleStep::Narrowed => "narrowed",
        ScheduleStep::Restated => "restated",
        ScheduleStep::Cleared => "cleared",
    };
    let mut parts = vec![
        ("date", FieldValue::date(report.date.as_ref())),
        ("step", FieldValue::text(step)),
        ("slip_days", slip(by)),
    ];
    parts.extend(given(facts, report));
    FieldValue::Object(parts)
}
