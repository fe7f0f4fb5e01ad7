//! The cells of a table, harmless for spreadsheets.

use crate::dossier::FieldValue;
use crate::report::export::clean::clean;
use crate::report::fields::Records;
use crate::report::record_json;

/// A cell: text is made harmless for spreadsheets, a number is not touched.
pub enum Cell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// The cell of a value. Lists are joined by `; `; what sources may differ on is JSON in one line.
    pub fn of(facts: &Records<'_>, value: &FieldValue<'_>) -> Cell {
        match value {
            FieldValue::Nothing | FieldValue::Values([]) => Cell::Empty,
            FieldValue::Number(number) => Cell::Number(*number),
            FieldValue::Values(values) => {
                let map: serde_json::Map<String, serde_json::Value> =
                    values.iter().map(|(key, value)| (key.clone(), serde_json::json!(value))).collect();
                Cell::Text(record_json::to_string(&map))
            }
            value => Cell::Text(facts.texts(value).join("; ")),
        }
    }

    /// As it stands in the file.
    pub fn written(self) -> String {
        match self {
            Cell::Text(text) => harmless(&text),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
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
