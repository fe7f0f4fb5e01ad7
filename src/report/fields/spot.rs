//! The fields of a port, and of a place.

use super::{ColumnFit, FieldOutputs, FieldRow, FieldTable};
use crate::dossier::load::spot::{PLACE_KEYS, PORT_KEYS};
use crate::dossier::{FieldValue, PlaceIx, PortIx};

/// The fields of a port.
pub const PORT: FieldTable<PortIx> =
    FieldTable { rows: PORT_ROWS, written: PORT_KEYS, is_complete: |r, ix| r.snapshot[ix].complete };

/// The fields of a place.
pub const PLACE: FieldTable<PlaceIx> =
    FieldTable { rows: PLACE_ROWS, written: PLACE_KEYS, is_complete: |r, ix| r.snapshot[ix].complete };

type PortField = FieldRow<PortIx>;

const PORT_ROWS: &[PortField] = &[
    PortField::written("id").column(0, "id", ColumnFit::Left),
    PortField::written("name").column(4, "name", ColumnFit::Cut(12)),
    PortField::written("country").column(1, "country", ColumnFit::Left),
    PortField::written("latitude"),
    PortField::written("longitude"),
    PortField::written("locode").column(2, "locode", ColumnFit::Left),
    PortField::written("operator").column(5, "operator", ColumnFit::Cut(12)),
    PortField::written("aliases"),
    PortField::written("sources"),
    PortField::computed("events", |r, ix| FieldValue::many(&r.snapshot[ix].events))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
        .column_of(3, "events", ColumnFit::Right, |r, ix| r.snapshot[ix].events.len().to_string()),
    PortField::computed("figures", |r, ix| r.figures_about(ix.into())).only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    PortField::written("summary"),
];

type PlaceField = FieldRow<PlaceIx>;

const PLACE_ROWS: &[PlaceField] = &[
    PlaceField::written("id").column(0, "id", ColumnFit::Left),
    PlaceField::written("name").column(4, "name", ColumnFit::Cut(12)),
    PlaceField::written("kind").column(1, "kind", ColumnFit::Left),
    PlaceField::written("country").column(2, "country", ColumnFit::Left),
    PlaceField::written("latitude"),
    PlaceField::written("longitude"),
    PlaceField::written("aliases"),
    PlaceField::written("sources"),
    PlaceField::computed("events", |r, ix| FieldValue::many(&r.snapshot[ix].events))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
        .column_of(3, "events", ColumnFit::Right, |r, ix| r.snapshot[ix].events.len().to_string()),
    PlaceField::computed("figures", |r, ix| r.figures_about(ix.into())).only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
];
