//! Fields with tabs between them, made from the JSON of a record.

use serde_json::Value;

/// The fields of a record in this order, as one line without its end. What the record lacks is empty.
#[must_use]
pub fn line(record: &Value, fields: &[&str]) -> String {
    fields.iter().map(|field| cell(&record[*field])).collect::<Vec<_>>().join("\t")
}

/// A value: texts as they are but for tab, line end, backslash (`\t`, `\n`, `\r`, `\\`) and what could steer a
/// terminal; lists with commas; of a contest the field.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => escaped(text),
        Value::Array(values) => {
            let mut cells: Vec<String> = values.iter().map(cell).collect();
            if values.iter().any(Value::is_object) {
                cells.dedup(); // a key that forecasts and outcomes are contested on stands once
            }
            cells.join(",")
        }
        Value::Object(fields) => fields.get("field").map(cell).unwrap_or_default(),
    }
}

fn escaped(text: &str) -> String {
    if !text.contains(|c: char| c == '\\' || crate::text::is_unsafe(c)) {
        return text.to_owned();
    }
    let plain = text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r");
    crate::text::safe(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_is_one_field_whatever_it_holds() {
        let record = json!({
            "id": "a", "title": "x\ty\\n\nz\u{1b}", "slip_days": [88, 95], "date": null, "slipped": true,
            "contested": [{ "field": "date", "sides": [] }, { "field": "documents" }],
        });
        assert_eq!(
            line(&record, &["id", "title", "slip_days", "date", "slipped", "contested", "absent"]),
            "a\tx\\ty\\\\n\\nz␛\t88,95\t\ttrue\tdate,documents\t"
        );
    }
}
