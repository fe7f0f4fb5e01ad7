//! The cells of a table, harmless for spreadsheets.

use crate::dossier::FieldValue;
use crate::report::export::clean::clean;
use crate::report::fields::FieldRecords;
use crate::report::record_json;

/// A cell: text is made harmless for spreadsheets, a number is not touched.
pub enum CsvCell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is known.
    Empty,
}

impl CsvCell {
    /// The cell of a value. Lists are joined by `; `; what sources may differ on is JSON in one line.
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

    /// As it stands in the file.
    pub fn written(self) -> String {
        match self {
            CsvCell::Text(text) => harmless(&text),
            CsvCell::Number(number) => number.to_string(),
            CsvCell::Empty => String::new(),
        }
    }
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula. Apostrophes that stand there
/// already count as text, so that taking one off gives the text back.
fn harmless(text: &str) -> String {
    let text = clean(text);
    if is_formula(&text) { format!("'{text}") } else { text.into_owned() }
}

/// Whether a spreadsheet may take this for a formula: behind apostrophes and white space stands `=`, `+`, `-` or `@`,
/// also in full width, or it begins with a tab or a new line.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\n', '\r']) || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
