//! What a report or figure gives: values that sources may differ on, amounts, and what they are about.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Serialize, Serializer};

use super::Rec;

/// A number, text or boolean that sources may differ on.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum ReportValue {
    /// 37 equals 37.0.
    Number(f64),
    /// Text, compared as written.
    Text(String),
    /// Yes or no.
    Bool(bool),
}

impl std::fmt::Display for ReportValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReportValue::Number(n) => write!(f, "{n}"),
            ReportValue::Text(t) => f.write_str(t),
            ReportValue::Bool(true) => f.write_str("yes"),
            ReportValue::Bool(false) => f.write_str("no"),
        }
    }
}

impl Serialize for ReportValue {
    #[allow(clippy::cast_possible_truncation)] // whole and below 2^53, so it fits
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            ReportValue::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => s.serialize_i64(*n as i64),
            ReportValue::Number(n) => s.serialize_f64(*n),
            ReportValue::Text(t) => s.serialize_str(t),
            ReportValue::Bool(b) => s.serialize_bool(*b),
        }
    }
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshDeserialize, BorshSerialize)]
pub enum FigureSubject {
    /// The story as a whole (`about = "story"`, or left out).
    #[default]
    Story,
    /// A record.
    Rec(Rec),
}

/// A number, or a range or bound of which at least one end is given.
#[derive(Clone, Copy, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum FigureAmount {
    /// One number.
    Exactly(f64),
    /// `min` and/or `max`.
    Range {
        /// At least.
        min: Option<f64>,
        /// At most.
        max: Option<f64>,
    },
}

impl Default for FigureAmount {
    fn default() -> Self {
        FigureAmount::Range { min: None, max: None }
    }
}
