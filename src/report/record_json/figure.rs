//! A figure as JSON.

use chrono::NaiveDate;
use serde::Serialize;

use super::Records;
use crate::dossier::{About, Amount, Edtf, FigureIx, FigureKind, Value};

/// A figure. `contested_by` names the figures that give another amount for the same thing and period.
#[derive(Debug, Serialize)]
pub struct Figure<'a> {
    id: &'a str,
    about: &'a str,
    metric: &'a str,
    kind: Option<FigureKind>,
    value: Option<Value>,
    min: Option<Value>,
    max: Option<Value>,
    unit: &'a str,
    period: Option<&'a Edtf>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    definition: Option<&'a str>,
    by: Option<&'a str>,
    source: &'a str,
    known: Option<NaiveDate>,
    quote: Option<&'a str>,
    contested: bool,
    contested_by: Vec<&'a str>,
}

pub(super) fn figure<'a>(facts: &'a Records<'a>, ix: FigureIx) -> Figure<'a> {
    let figure = &facts.dossier[ix];
    let rivals = &facts.snapshot.figure_rivals[ix.ix()];
    let (value, min, max) = match figure.amount {
        Amount::Exactly(value) => (Some(value), None, None),
        Amount::Range { min, max } => (None, min, max),
    };
    Figure {
        id: &figure.key,
        about: match figure.about {
            About::Story => "story",
            About::Rec(rec) => facts.id(rec),
        },
        metric: &figure.metric,
        kind: figure.kind,
        // A whole number stands without a point.
        value: value.map(Value::Number),
        min: min.map(Value::Number),
        max: max.map(Value::Number),
        unit: &figure.unit,
        period: figure.period.as_ref(),
        earliest: figure.period.as_ref().and_then(Edtf::earliest),
        latest: figure.period.as_ref().and_then(Edtf::latest),
        definition: figure.definition.as_deref(),
        by: figure.by.map(|actor| facts.id(actor)),
        source: facts.id(figure.source),
        known: facts.dossier.known(Some(figure.source)),
        quote: figure.quote.as_deref(),
        contested: !rivals.is_empty(),
        contested_by: facts.ids(rivals),
    }
}
