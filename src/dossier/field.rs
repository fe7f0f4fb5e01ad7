//! What a field of a record holds, and the keys that are shown as they stand in the file.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::record::{ArticleIx, Rec, ReportValue};
use super::{Dossier, EdtfDate};

/// What a field holds, before ids are looked up.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue<'a> {
    /// Nothing is known.
    Nothing,
    /// Text.
    Text(Cow<'a, str>),
    /// EDTF, as written.
    Date(Cow<'a, str>),
    /// A number; a whole one stands without a point.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A record, whether it may be shown or not: the source of a known statement.
    One(Rec),
    /// Those of these records that may be shown.
    Many(Vec<Rec>),
    /// What sources may differ on.
    Values(&'a [(String, ReportValue)]),
    /// Several.
    List(Vec<FieldValue<'a>>),
    /// Named parts.
    Object(Vec<(&'static str, FieldValue<'a>)>),
}

impl<'a> FieldValue<'a> {
    /// A text, if there is one.
    #[must_use]
    pub fn text(text: impl Into<Option<&'a str>>) -> Self {
        text.into().map_or(FieldValue::Nothing, |text| FieldValue::Text(text.into()))
    }

    /// A date, if there is one.
    #[must_use]
    pub fn date(date: Option<&'a EdtfDate>) -> Self {
        date.map_or(FieldValue::Nothing, |date| FieldValue::Date(date.as_str().into()))
    }

    /// A day, if there is one that can be told: not the bound in whose place days beyond the calendar stand.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        let day = day.filter(|day| !matches!(*day, NaiveDate::MIN | NaiveDate::MAX));
        day.map_or(FieldValue::Nothing, |day| FieldValue::Text(day.to_string().into()))
    }

    /// A number, if there is one.
    #[must_use]
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(FieldValue::Nothing, FieldValue::Number)
    }

    /// How many.
    #[must_use]
    pub fn count(count: usize) -> Self {
        FieldValue::Number(u32::try_from(count).unwrap_or(u32::MAX).into())
    }

    /// Texts.
    #[must_use]
    pub fn texts<T: AsRef<str>>(texts: &'a [T]) -> Self {
        FieldValue::List(texts.iter().map(|text| FieldValue::Text(text.as_ref().into())).collect())
    }

    /// A record, if there is one, whether it may be shown or not.
    #[must_use]
    pub fn one(rec: Option<impl Into<Rec>>) -> Self {
        rec.map_or(FieldValue::Nothing, |rec| FieldValue::One(rec.into()))
    }

    /// Those of these records that may be shown.
    #[must_use]
    pub fn many<R: Into<Rec> + Copy>(recs: &[R]) -> Self {
        FieldValue::Many(recs.iter().map(|&rec| rec.into()).collect())
    }

    /// The source of a statement.
    #[must_use]
    pub fn source(source: Option<ArticleIx>) -> Self {
        FieldValue::one(source)
    }
}

/// How a key is written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySort {
    /// A text, word, id or date.
    Text,
    /// A number.
    Number,
    /// A list of texts or ids.
    List,
    /// A table of numbers, texts and booleans.
    Values,
}

/// A key of a record or statement whose value is shown as it stands in the file: in JSON, lists, tables and on cards.
/// `Ix` names the record or statement.
#[derive(Debug)]
pub struct WrittenKey<Ix: 'static> {
    /// The key.
    pub key: &'static str,
    /// How it is written.
    pub sort: KeySort,
    /// What stands before it on the card; empty if the card tells it in its own way.
    pub label: &'static str,
    /// Whether it is written with hindsight: it is shown once every statement about the record is known.
    pub hindsight: bool,
    /// Whether it came to the format after the first edition of the exported tables, which lack its column.
    pub later: bool,
    /// Its value.
    pub get: for<'a> fn(&'a Dossier, Ix) -> FieldValue<'a>,
}

impl<Ix> WrittenKey<Ix> {
    /// A text, word, id or date.
    pub(crate) const fn text(key: &'static str, get: for<'a> fn(&'a Dossier, Ix) -> FieldValue<'a>) -> Self {
        WrittenKey { key, sort: KeySort::Text, label: "", hindsight: false, later: false, get }
    }

    /// A number.
    pub(crate) const fn number(key: &'static str, get: for<'a> fn(&'a Dossier, Ix) -> FieldValue<'a>) -> Self {
        WrittenKey { sort: KeySort::Number, ..Self::text(key, get) }
    }

    /// A list of texts or ids.
    pub(crate) const fn list(key: &'static str, get: for<'a> fn(&'a Dossier, Ix) -> FieldValue<'a>) -> Self {
        WrittenKey { sort: KeySort::List, ..Self::text(key, get) }
    }

    /// The same, shown on the card with this before it.
    pub(crate) const fn on_card(self, label: &'static str) -> Self {
        WrittenKey { label, ..self }
    }

    /// The same, which older exported tables lack.
    pub(crate) const fn later(self) -> Self {
        WrittenKey { later: true, ..self }
    }

    /// The same, written with hindsight.
    pub(crate) const fn in_hindsight(self) -> Self {
        WrittenKey { hindsight: true, ..self }
    }
}
