//! Reads the figures of a file.

use std::fmt::Write as _;

use hashbrown::HashMap;

use super::fields::TableFields;
use crate::dossier::record::{ArticleIx, Figure, FigureAmount, FigureIx, FigureKind, FigureSubject};
use crate::dossier::{FieldValue, WrittenKey};

/// How often each `metric@source` was given, for the keys of figures.
pub(super) type FigureKeys = HashMap<String, u32>;

type FigureKey = WrittenKey<FigureIx>;

/// The keys of a figure that are shown as they stand.
pub(crate) const KEYS: &[FigureKey] = &[
    FigureKey::text("about", |d, ix| match d[ix].about {
        FigureSubject::Story => FieldValue::text("story"),
        FigureSubject::Rec(rec) => FieldValue::One(rec),
    }),
    FigureKey::text("metric", |d, ix| FieldValue::text(d[ix].metric.as_str())),
    FigureKey::text("kind", |d, ix| FieldValue::text(d[ix].kind.map(FigureKind::word))),
    FigureKey::number("value", |d, ix| match d[ix].amount {
        FigureAmount::Exactly(value) => FieldValue::Number(value),
        FigureAmount::Range { .. } => FieldValue::Nothing,
    }),
    FigureKey::number("min", |d, ix| match d[ix].amount {
        FigureAmount::Range { min, .. } => FieldValue::number(min),
        FigureAmount::Exactly(_) => FieldValue::Nothing,
    }),
    FigureKey::number("max", |d, ix| match d[ix].amount {
        FigureAmount::Range { max, .. } => FieldValue::number(max),
        FigureAmount::Exactly(_) => FieldValue::Nothing,
    }),
    FigureKey::text("unit", |d, ix| FieldValue::text(d[ix].unit.as_str())),
    FigureKey::text("period", |d, ix| FieldValue::date(d[ix].period.as_ref())),
    FigureKey::text("definition", |d, ix| FieldValue::text(d[ix].definition.as_deref())).on_card("Definition"),
    FigureKey::text("by", |d, ix| FieldValue::one(d[ix].by)),
    FigureKey::text("source", |d, ix| FieldValue::One(d[ix].source.into())),
    FigureKey::text("quote", |d, ix| FieldValue::text(d[ix].quote.as_deref())),
];

/// Reads `[[figures]]`.
pub(super) fn read(root: &TableFields<'_, '_>, figures: &mut Vec<Figure>, keys: &mut FigureKeys) {
    figures.extend(root.tables("figures", "a figure").map(|fields| figure(fields, keys)));
}

fn figure(f: TableFields<'_, '_>, keys: &mut FigureKeys) -> Figure {
    let metric = f.need_slug("metric");
    let key = key(&metric, f.spanned_text("source").map_or("", |(id, _)| id), keys);
    let figure = Figure {
        key,
        about: about(&f),
        metric,
        kind: f.word("kind", FigureKind::ALL, FigureKind::word),
        amount: amount(&f),
        unit: f.text("unit").unwrap_or_default(),
        period: f.date("period"),
        definition: f.text("definition"),
        by: f.one("by"),
        source: f.one("source").unwrap_or(ArticleIx(0)), // without one there is an error, and no dossier
        quote: f.text("quote"),
        at: f.at(),
    };
    f.need("unit");
    f.need("source");
    f.done();
    figure
}

/// `metric@source`, with `~2`, `~3` … where the article gives the metric again.
fn key(metric: &str, source: &str, keys: &mut FigureKeys) -> String {
    let mut key = format!("{metric}@{source}");
    let count = keys.entry(key.clone()).or_default();
    *count += 1;
    if *count > 1 {
        let _ = write!(key, "~{count}");
    }
    key
}

fn about(f: &TableFields<'_, '_>) -> FigureSubject {
    match f.spanned_text("about") {
        None | Some(("story", _)) => FigureSubject::Story,
        Some((id, span)) => f.resolve(id, &span).map_or(FigureSubject::Story, FigureSubject::Rec),
    }
}

fn amount(f: &TableFields<'_, '_>) -> FigureAmount {
    let (value, min, max) = (f.number("value"), f.number("min"), f.number("max"));
    if f.has("value")
        && let Some(beside) = ["min", "max"].into_iter().find_map(|key| f.entry(key))
    {
        f.error(&beside.key_span, || format!("`{}` cannot stand beside `value`", beside.key));
    }
    if !(f.has("value") || f.has("min") || f.has("max")) {
        f.missing("value");
    }
    if let (Some((min, span)), Some((max, _))) = (&min, &max)
        && min > max
    {
        f.error(span, || format!("`min` is over `max`: {min} is more than {max}"));
    }
    match value {
        Some((value, _)) => FigureAmount::Exactly(value),
        None => FigureAmount::Range { min: min.map(|(n, _)| n), max: max.map(|(n, _)| n) },
    }
}
