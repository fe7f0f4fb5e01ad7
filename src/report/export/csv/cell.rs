//! Table cells, safe for spreadsheets.

use crate::dossier::FieldValue;
use crate::report::export::clean::clean;
use crate::report::fields::FieldRecords;
use crate::report::record_json;

/// A cell: text is made safe for spreadsheets, a number is unchanged.
pub enum CsvCell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Unknown.
    Empty,
}

impl CsvCell {
    /// The cell of a value. Lists are joined by `; `; values on which sources may differ are JSON in one line.
    pub fn of(facts: &FieldRecords<'_>, value: &FieldValue<'_>) -> CsvCell {
        match value {
            FieldValue::Nothing | FieldValue::Values([]) => CsvCell::Empty,
            FieldValue::Number(number) => CsvCell::Number(*number),
            FieldValue::Values(values) => {
                let map: serde_json::Map<String, serde_json::Value> =
                    values.iter().map(|(key, value)| (key.clone(), serde_json::json!(value))).collect();
                CsvCell::Text(record_json::to_string(&map))
            }
            value => CsvCell::Text(facts.texts(value).join("; ")),
        }
    }

    /// As written in the file.
    pub fn written(self) -> String {
        match self {
            CsvCell::Text(text) => harmless(&text),
            CsvCell::Number(number) => number.to_string(),
            CsvCell::Empty => String::new(),
        }
    }
}

/// The text, with an apostrophe before anything a spreadsheet would take for a formula. Existing apostrophes
/// count as text, so that removing one restores the text.
fn harmless(text: &str) -> String {
    let text = clean(text);
    if is_formula(&text) { format!("'{text}") } else { text.into_owned() }
}

/// Whether a spreadsheet may take this for a formula: after apostrophes and white space comes `=`, `+`, `-` or `@`,
/// also as full-width characters, or it begins with a tab or newline.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\n', '\r']) || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
