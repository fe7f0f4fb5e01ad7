//! The fields of a figure.

use super::{ColumnFit, FieldOutputs, FieldRow, FieldTable};
use crate::dossier::load::figure::KEYS;
use crate::dossier::{EdtfDate, FieldValue, FigureAmount, FigureIx};

/// The fields of a figure. `contested_by` names the figures that give another amount for the same thing and period.
pub const FIGURE: FieldTable<FigureIx> = FieldTable { rows: ROWS, written: KEYS, is_complete: |_, _| true };

type FigureField = FieldRow<FigureIx>;

const ROWS: &[FigureField] = &[
    FigureField::computed("id", |r, ix| FieldValue::text(r.dossier[ix].key.as_str())).column(0, "id", ColumnFit::Left),
    FigureField::written("about").column(1, "about", ColumnFit::Left),
    FigureField::written("metric"),
    FigureField::written("kind").column(5, "kind", ColumnFit::Left),
    FigureField::written("value").column_of(2, "amount", ColumnFit::Right, |r, ix| amount(r.dossier[ix].amount)),
    FigureField::written("min"),
    FigureField::written("max"),
    FigureField::written("unit").column(3, "unit", ColumnFit::Cut(6)),
    FigureField::written("period").column(4, "period", ColumnFit::Left),
    FigureField::computed("earliest", |r, ix| {
        FieldValue::day(r.dossier[ix].period.as_ref().and_then(EdtfDate::earliest))
    })
    .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    FigureField::computed("latest", |r, ix| FieldValue::day(r.dossier[ix].period.as_ref().and_then(EdtfDate::latest)))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    FigureField::written("definition"),
    FigureField::written("by"),
    FigureField::written("source"),
    FigureField::computed("known", |r, ix| FieldValue::day(r.dossier.known(Some(r.dossier[ix].source))))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    FigureField::computed("contested", |r, ix| FieldValue::Flag(!r.snapshot.figure_rivals[ix.ix()].is_empty()))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV))
        .column_of(6, "contested", ColumnFit::Left, |r, ix| match r.snapshot.figure_rivals[ix.ix()].len() {
            0 => String::new(),
            rivals => format!("by {rivals}"),
        }),
    FigureField::computed("contested_by", |r, ix| FieldValue::many(&r.snapshot.figure_rivals[ix.ix()]))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    FigureField::written("quote"),
];

/// `14.5`, `10–12`, `≥ 10`: to the last digit, for other programs.
fn amount(amount: FigureAmount) -> String {
    match amount {
        FigureAmount::Exactly(value) => value.to_string(),
        FigureAmount::Range { min: Some(min), max: Some(max) } => format!("{min}–{max}"),
        FigureAmount::Range { min: Some(min), max: None } => format!("≥ {min}"),
        FigureAmount::Range { min: None, max: Some(max) } => format!("≤ {max}"),
        FigureAmount::Range { min: None, max: None } => String::new(),
    }
}
