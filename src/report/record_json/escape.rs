//! JSON whose every control character is escaped: `serde_json` escapes C0, here DEL and C1 are too.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Writes a value on one line. All text reads back exactly; C0, DEL and C1 are written as `\u00XX`, `\n`, `\t` and so
/// on.
///
/// # Errors
/// Those of `out`.
pub fn write(out: impl io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, JsonEscaper)).map_err(io::Error::from)
}

/// [`write()`] into a text.
#[must_use]
pub fn to_string(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    // Neither a `Vec` nor these structs can fail; if one ever does, the line is left empty rather than cut short.
    if write(&mut out, value).is_err() {
        out.clear();
    }
    String::from_utf8(out).unwrap_or_default()
}

struct JsonEscaper;

impl Formatter for JsonEscaper {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c| matches!(c, '\u{7f}'..='\u{9f}')) {
            let (plain, from) = rest.split_at(at);
            let control = from.chars().next().unwrap_or('\u{7f}');
            write!(out, "{plain}\\u{:04x}", u32::from(control))?;
            rest = &from[control.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_are_escaped_and_nothing_else_is() {
        let text = "a\u{1b}[31m\n\u{7f}\u{9b}1m\u{202e}\u{a0}é\"\\";
        assert_eq!(to_string(&text), "\"a\\u001b[31m\\n\\u007f\\u009b1m\u{202e}\u{a0}é\\\"\\\\\"");
    }

    proptest! {
        #[test]
        fn every_text_reads_back_exactly_and_holds_no_control_character(text in ".*", key in "[\u{70}-\u{b0}]*") {
            let value = serde_json::json!({ key: [text] });
            let json = to_string(&value);
            prop_assert!(!json.contains(char::is_control));
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
        }
    }
}
