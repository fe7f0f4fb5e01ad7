//! Records as JSON for other programs: the fields of `docs/format.md`, and the values computed from them on a day.
//!
//! Contains nothing that became known after the day of the snapshot. Fields are added over time, never renamed.

mod escape;

use std::io;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::dossier::{FieldValue, Rec, ReportValue};
use crate::report::fields::FieldOutputs;

pub use crate::report::fields::FieldRecords;
pub use escape::{to_string, write};

/// One record as JSON.
#[derive(Debug)]
pub struct RecordJson<'a> {
    records: &'a FieldRecords<'a>,
    rec: Rec,
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        object(self.records, &self.records.values(self.rec, FieldOutputs::JSON), s)
    }
}

impl<'a> FieldRecords<'a> {
    /// One record.
    #[must_use]
    pub fn record(&'a self, rec: Rec) -> RecordJson<'a> {
        RecordJson { records: self, rec }
    }

    /// Writes an array with one object per line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_array(&self, mut out: impl io::Write, recs: &[Rec]) -> io::Result<()> {
        out.write_all(b"[")?;
        for (n, &rec) in recs.iter().enumerate() {
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            write(&mut out, &self.record(rec))?;
        }
        out.write_all(b"\n]\n")
    }

    /// Writes one object per line and nothing else.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_lines(&self, mut out: impl io::Write, recs: &[Rec]) -> io::Result<()> {
        for &rec in recs {
            write(&mut out, &self.record(rec))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// Replaces the ids in a value by the records with these ids.
struct ValueJson<'a> {
    records: &'a FieldRecords<'a>,
    value: &'a FieldValue<'a>,
}

impl Serialize for ValueJson<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.value {
            FieldValue::Nothing => s.serialize_none(),
            FieldValue::Text(text) | FieldValue::Date(text) => s.serialize_str(text),
            FieldValue::Number(number) => ReportValue::Number(*number).serialize(s),
            FieldValue::Flag(yes) => s.serialize_bool(*yes),
            FieldValue::One(rec) => s.serialize_str(self.records.dossier.id(*rec)),
            FieldValue::Many(recs) => s.collect_seq(self.records.visible(recs)),
            FieldValue::Values(values) => s.collect_map(values.iter().map(|(key, value)| (key, value))),
            FieldValue::List(all) => {
                let mut list = s.serialize_seq(Some(all.len()))?;
                for value in all {
                    list.serialize_element(&ValueJson { records: self.records, value })?;
                }
                list.end()
            }
            FieldValue::Object(parts) => object(self.records, parts, s),
        }
    }
}

fn object<S: Serializer>(
    records: &FieldRecords<'_>,
    parts: &[(&'static str, FieldValue<'_>)],
    s: S,
) -> Result<S::Ok, S::Error> {
    let mut map = s.serialize_map(Some(parts.len()))?;
    for (name, value) in parts {
        map.serialize_entry(name, &ValueJson { records, value })?;
    }
    map.end()
}

#[cfg(test)]
mod tests;
