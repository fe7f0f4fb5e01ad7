//! Writes values as TOML and as JSON.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{EditFields, EditValue};
use crate::dossier::{ADDRESSES, ReportValue};
use crate::text::kept_address;

/// A text in double quotes for both formats: TOML requires the escapes of JSON, and also DEL, which JSON allows to be
/// escaped.
pub(super) fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A list of texts.
pub(super) fn texts(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| text(word)).collect();
    format!("[{}]", words.join(", "))
}

fn number(number: f64) -> String {
    // Display of a float uses no exponent and the fewest digits that read back the same.
    format!("{number}")
}

fn value(value: &ReportValue) -> String {
    match value {
        ReportValue::Number(n) => number(*n),
        ReportValue::Text(t) => text(t),
        ReportValue::Bool(yes) => yes.to_string(),
    }
}

/// A key of TOML: bare where it can be.
fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { key.to_owned() } else { text(key) }
}

/// A value that both formats write alike, except tables, which are built from keys and values.
fn datum(datum: &EditValue, table: impl FnOnce(&[(String, ReportValue)]) -> String) -> String {
    match datum {
        EditValue::Text(t) => text(t),
        EditValue::Number(n) => number(*n),
        EditValue::Date(date) => text(date.as_str()),
        EditValue::Texts(words) => texts(words),
        EditValue::Values(values) => table(values),
    }
}

/// Keys with their values as they are written: an address of an article is, wherever it came from, without a name and
/// password.
pub(super) fn kept(fields: &EditFields) -> impl Iterator<Item = (&'static str, Cow<'_, EditValue>)> {
    fields.iter().map(|(key, datum)| match datum {
        EditValue::Text(text) if ADDRESSES.contains(key) => match kept_address(text) {
            Cow::Owned(address) => (*key, Cow::Owned(EditValue::Text(address))),
            Cow::Borrowed(_) => (*key, Cow::Borrowed(datum)),
        },
        _ => (*key, Cow::Borrowed(datum)),
    })
}

/// A value in TOML, on one line.
pub(super) fn toml(written: &EditValue) -> String {
    datum(written, |values| {
        let pairs: Vec<String> = values.iter().map(|(k, v)| format!("{} = {}", key(k), value(v))).collect();
        format!("{{ {} }}", pairs.join(", "))
    })
}

/// A value in TOML; a text of several lines spans several lines in the file, unless its line ends would change.
pub(super) fn toml_lines(datum: &EditValue, newline: &str) -> String {
    match datum {
        EditValue::Text(text) if text.contains('\n') && newline == "\n" => lines(text),
        datum => toml(datum),
    }
}

/// A text between three quotes.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("\"\"\"\n");
    let mut quotes = 0;
    for (at, c) in text.char_indices() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' | '\t' => out.push(c),
            '\\' => out.push_str("\\\\"),
            // Three quotes in a row would end the text, and so would one before the end.
            '"' if quotes % 3 == 0 || at + 1 == text.len() => out.push_str("\\\""),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push_str("\"\"\"");
    out
}

/// A table in TOML, on one line.
pub(super) fn inline(fields: &EditFields) -> String {
    let pairs: Vec<String> = kept(fields).map(|(k, v)| format!("{k} = {}", toml(&v))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// How JSON is laid out.
#[derive(Clone, Debug)]
pub(super) struct TextLayout {
    /// The line end and indentation of the line on which a value starts; `None` for everything on one line.
    pub lines: Option<(&'static str, String)>,
    /// The white space per level.
    pub unit: String,
    /// What follows a colon.
    pub colon: &'static str,
}

impl TextLayout {
    /// A line end and the indentation at `depth`; a space or nothing on one line.
    pub fn gap(&self, depth: usize) -> String {
        match &self.lines {
            Some((newline, indent)) => format!("{newline}{indent}{}", self.unit.repeat(depth)),
            None => String::new(),
        }
    }

    /// What follows a comma.
    pub fn next(&self, depth: usize) -> String {
        match &self.lines {
            Some(_) => format!(",{}", self.gap(depth)),
            None => format!(",{}", self.colon),
        }
    }
}

/// A value in JSON; lists of texts are on one line.
pub(super) fn json(written: &EditValue, layout: &TextLayout) -> String {
    datum(written, |values| {
        let pairs: Vec<String> =
            values.iter().map(|(k, v)| format!("{}:{}{}", text(k), layout.colon, value(v))).collect();
        format!("{{{}}}", pairs.join(&format!(",{}", layout.colon)))
    })
}

/// An object in JSON whose brace is at the layout's own indentation.
pub(super) fn object(fields: &EditFields, layout: &TextLayout) -> String {
    let pairs: Vec<(String, String)> =
        kept(fields).map(|(key, datum)| (key.to_owned(), json(&datum, layout))).collect();
    members(&pairs, layout)
}

/// An object in JSON from keys and values that are already written.
pub(super) fn members(pairs: &[(String, String)], layout: &TextLayout) -> String {
    let mut out = String::from("{");
    for (at, (key, value)) in pairs.iter().enumerate() {
        out.push_str(&if at == 0 { layout.gap(1) } else { layout.next(1) });
        let _ = write!(out, "{}:{}{value}", text(key), layout.colon);
    }
    out.push_str(&layout.gap(0));
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_reads_back_as_it_was() {
        for text in
            ["a\nb", "\n\na\n", "\"\"\"\n\"", "\\n\n\\", "say \"it\"\nand \"\"\"\"\"more\"\"", "tab\t\u{7f}\u{1}\n\r"]
        {
            let toml = format!("text = {}\n", lines(text));
            let read: toml::Table = toml.parse().unwrap_or_else(|e| panic!("{toml}: {e}"));
            assert_eq!(read["text"].as_str(), Some(text), "{toml}");
        }
    }
}
