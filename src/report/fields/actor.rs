//! The fields of an actor, and of its offices and positions.

use super::{ColumnFit, FieldOutputs, FieldRow, FieldTable};
use crate::dossier::load::actor::{KEYS, OFFICE_KEYS, POSITION_KEYS};
use crate::dossier::{ActorIx, FieldValue};

/// The fields of an actor. `title` is that of the office held on the day.
pub const ACTOR: FieldTable<ActorIx> =
    FieldTable { rows: ROWS, written: KEYS, is_complete: |r, ix| r.snapshot[ix].complete };

/// The fields of an office.
pub const OFFICE: FieldTable<(ActorIx, u32)> =
    FieldTable { rows: OFFICE_ROWS, written: OFFICE_KEYS, is_complete: |_, _| true };

/// The fields of a position.
pub const POSITION: FieldTable<(ActorIx, u32)> =
    FieldTable { rows: &[], written: POSITION_KEYS, is_complete: |_, _| true };

type ActorField = FieldRow<ActorIx>;

const ROWS: &[ActorField] = &[
    ActorField::written("id").column(0, "id", ColumnFit::Left),
    ActorField::written("name").column(4, "name", ColumnFit::Cut(12)),
    ActorField::written("kind").column(1, "kind", ColumnFit::Left),
    ActorField::written("country").column(2, "country", ColumnFit::Left),
    ActorField::computed("title", |r, ix| {
        FieldValue::text(r.snapshot.office_on(r.dossier, ix, r.snapshot.day).map(|office| office.title.as_str()))
    })
    .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
    .column(5, "title", ColumnFit::Cut(12)),
    ActorField::written("aliases"),
    ActorField::written("wikidata"),
    ActorField::written("sources"),
    ActorField::computed("events", |r, ix| FieldValue::many(&r.snapshot[ix].events))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
        .column_of(3, "events", ColumnFit::Right, |r, ix| r.snapshot[ix].events.len().to_string()),
    ActorField::written("summary"),
    ActorField::computed("offices", |r, ix| {
        let known = r.snapshot[ix].offices.iter();
        FieldValue::List(known.map(|&at| FieldValue::Object(OFFICE.values(r, (ix, at), FieldOutputs::JSON))).collect())
    })
    .only(FieldOutputs::JSON),
    ActorField::computed("positions", |r, ix| {
        let known = r.snapshot[ix].positions.iter();
        FieldValue::List(
            known.map(|&at| FieldValue::Object(POSITION.values(r, (ix, at), FieldOutputs::JSON))).collect(),
        )
    })
    .only(FieldOutputs::JSON),
];

type OfficeField = FieldRow<(ActorIx, u32)>;

const OFFICE_ROWS: &[OfficeField] = &[
    OfficeField::written("title"),
    OfficeField::written("organisation"),
    OfficeField::written("from"),
    // The end of an office is not known before its source.
    OfficeField::computed("to", |r, (ix, at)| {
        FieldValue::date(r.snapshot.office_end(r.dossier, &r.dossier[ix].offices[at as usize]))
    }),
    OfficeField::written("seen"),
    OfficeField::written("source"),
    OfficeField::computed("end_source", |r, (ix, at)| {
        let source = r.dossier[ix].offices[at as usize].end_source;
        FieldValue::source(source.filter(|_| r.snapshot.is_known(r.dossier, source)))
    }),
];
