//! Reads the corridors of a file, with their legs and reports.

use hashbrown::HashMap;

use super::fault::quoted;
use super::fields::TableFields;
use super::node::NodeValue;
use crate::dossier::record::{Corridor, CorridorIx, CorridorReport, CorridorStatus, Leg, Mode, Rec, RecordSpot};
use crate::dossier::{Dossier, FieldValue, WrittenKey};

/// The legs of one corridor by the ids of their ends.
type LegTable<'t> = HashMap<(&'t str, &'t str), u32>;

type CorridorKey = WrittenKey<CorridorIx>;

/// The keys of a corridor that are shown as they stand.
pub(crate) const KEYS: &[CorridorKey] = &[
    CorridorKey::text("id", |d, ix| FieldValue::text(d[ix].id.as_str())),
    CorridorKey::text("name", |d, ix| FieldValue::text(d[ix].name.as_str())),
    CorridorKey::list("aliases", |d, ix| FieldValue::texts(&d[ix].aliases)),
    CorridorKey::text("summary", |d, ix| FieldValue::text(d[ix].summary.as_deref())).in_hindsight(),
    CorridorKey::text("branch_of", |d, ix| FieldValue::one(d[ix].branch_of)),
    CorridorKey::list("sources", |d, ix| FieldValue::many(&d[ix].sources)),
];

type LegKey = WrittenKey<(CorridorIx, u32)>;

/// The keys of a leg that are shown as they stand.
pub(crate) const LEG_KEYS: &[LegKey] = &[
    LegKey::text("from", |d, at| FieldValue::One(way(d, at).from.into())),
    LegKey::text("to", |d, at| FieldValue::One(way(d, at).to.into())),
    LegKey::text("mode", |d, at| FieldValue::text(way(d, at).mode.map(Mode::word))),
    LegKey::number("length_km", |d, at| FieldValue::number(way(d, at).length_km)),
];

type CorridorReportKey = WrittenKey<(CorridorIx, u32)>;

/// The keys of a report on a corridor that are shown as they stand.
pub(crate) const REPORT_KEYS: &[CorridorReportKey] = &[
    CorridorReportKey::text("source", |d, at| FieldValue::source(told(d, at).source)),
    CorridorReportKey::text("status", |d, at| FieldValue::text(told(d, at).status.map(CorridorStatus::word))),
    CorridorReportKey::text("date", |d, at| FieldValue::date(told(d, at).date.as_ref())),
    CorridorReportKey::text("by", |d, at| FieldValue::one(told(d, at).by)),
    CorridorReportKey::text("quote", |d, at| FieldValue::text(told(d, at).quote.as_deref())),
    CorridorReportKey::text("note", |d, at| FieldValue::text(told(d, at).note.as_deref())),
];

fn way(dossier: &Dossier, (corridor, at): (CorridorIx, u32)) -> &Leg {
    &dossier[corridor].legs[at as usize]
}

fn told(dossier: &Dossier, (corridor, at): (CorridorIx, u32)) -> &CorridorReport {
    &dossier[corridor].reports[at as usize]
}

/// Reads `[[corridors]]`.
pub(super) fn read(root: &TableFields<'_, '_>, corridors: &mut Vec<Corridor>) {
    for fields in root.tables("corridors", "a corridor") {
        let at = u32::try_from(corridors.len()).unwrap_or(u32::MAX);
        corridors.push(corridor(fields, CorridorIx(at).into()));
    }
}

fn corridor(f: TableFields<'_, '_>, rec: Rec) -> Corridor {
    let mut legs = Vec::new();
    let mut by_ends = LegTable::new();
    for fields in f.tables("legs", "a leg") {
        if let (Some((from, _)), Some((to, _))) = (fields.spanned_text("from"), fields.spanned_text("to")) {
            by_ends.entry((from, to)).or_insert(u32::try_from(legs.len()).unwrap_or(u32::MAX));
        }
        legs.extend(leg(fields));
    }
    let reports = f.tables("reports", "a report").map(|fields| report(fields, &by_ends)).collect();
    let corridor = Corridor {
        id: f.id(),
        name: f.need_text("name"),
        aliases: f.texts("aliases"),
        summary: f.text("summary"),
        branch_of: f.link_to("branch_of", rec),
        legs,
        reports,
        sources: f.many("sources"),
        at: f.at(),
    };
    f.done();
    corridor
}

fn leg(f: TableFields<'_, '_>) -> Option<Leg> {
    let (from, to): (Option<RecordSpot>, Option<RecordSpot>) = (f.one("from"), f.one("to"));
    f.need("from");
    f.need("to");
    let mode = f.word("mode", Mode::ALL, Mode::word);
    let length_km = f.number("length_km").map(|(km, span)| {
        if km < 0.0 {
            f.error(&span, || format!("`length_km` cannot be below 0, as {km} is"));
        }
        km
    });
    f.done();
    Some(Leg { from: from?, to: to?, mode, length_km })
}

fn report(f: TableFields<'_, '_>, legs: &LegTable<'_>) -> CorridorReport {
    let report = CorridorReport {
        source: f.one("source"),
        leg: leg_of(&f, legs),
        status: f.word("status", CorridorStatus::ALL, CorridorStatus::word),
        date: f.date("date"),
        by: f.one("by"),
        quote: f.text("quote"),
        note: f.text("note"),
        at: f.at(),
    };
    f.warn_unsourced();
    f.done();
    report
}

/// The leg that a report is about: one that its corridor has.
fn leg_of(f: &TableFields<'_, '_>, legs: &LegTable<'_>) -> Option<u32> {
    let entry = f.entry("leg")?;
    let ends: Vec<(&str, _)> = match &entry.node.value {
        NodeValue::List(list) if list.len() == 2 => list
            .iter()
            .filter_map(|node| match &node.value {
                NodeValue::Text(text) => Some((&**text, &node.span)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let [(from, from_span), (to, to_span)] = ends.as_slice() else {
        match &entry.node.value {
            NodeValue::List(_) => f.error(&entry.node.span, || "`leg` has to be the two ids of its ends".to_owned()),
            _ => f.mismatch("leg", &entry.node, "a list of the two ids of its ends"),
        }
        return None;
    };
    let leg = legs.get(&(*from, *to)).copied();
    if leg.is_none() {
        // A misspelt end is said to be one; only a leg between known ends is said to be missing.
        let known = (f.resolve::<RecordSpot>(from, from_span), f.resolve::<RecordSpot>(to, to_span));
        if let (Some(_), Some(_)) = known {
            f.error(&entry.node.span, || {
                let turned = legs.contains_key(&(*to, *from));
                let hint = if turned { "; it has one the other way round" } else { "" };
                format!("this corridor has no leg from {} to {}{hint}", quoted(from), quoted(to))
            });
        }
    }
    leg
}
