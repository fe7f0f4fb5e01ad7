//! Cleans text for files: control characters, links, names of files and of feeds. Quoting is left to each format.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Whether a character should not occur in any text format: C0 except newline and tab, DEL, C1.
fn is_foreign(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

/// Normalizes line ends to `\n`, and replaces every character that should not occur by U+FFFD.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_foreign) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().map(|c| if is_foreign(c) { '\u{fffd}' } else { c }).collect())
}

/// Like [`clean`], but in one line: runs of white space become one space.
pub fn line(text: &str) -> String {
    // A space that does not break is part of a number.
    let parts = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    clean(text).split(parts).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The address, if its scheme is http or https: only these become links. Percent-encoded where RFC 3986 requires it,
/// the rest as written.
pub fn web_link(url: &str) -> Option<String> {
    crate::text::web_address(url).map(Cow::into_owned)
}

/// A slug for addresses and ids: lower-case ASCII letters, digits and single hyphens, 60 at most.
/// A title without any of these gives `story-` and a number that depends on the title alone.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(60);
    let out = out.trim_end_matches('-');
    if out.is_empty() { format!("story-{:016x}", fnv(title)) } else { out.to_owned() }
}

/// FNV-1a, 64 bits: the same on every machine and in every version, unlike the hashers of std.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The JSON of a value: C0, DEL and C1 as `\u00XX`, everything else unchanged.
///
/// # Errors
/// Returns an error if the value cannot be JSON because a key is not text.
pub fn json<T: serde::Serialize>(value: &T, pretty: bool) -> std::io::Result<String> {
    let text = if pretty { serde_json::to_string_pretty(value)? } else { serde_json::to_string(value)? };
    // serde_json escapes C0. Any other control character can only be within a string: the syntax of JSON is
    // ASCII, and its white space here is space and newline.
    let raw = |c: char| c.is_control() && c > ' ';
    if !text.contains(raw) {
        return Ok(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if raw(c) {
            use std::fmt::Write as _;
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

/// Text as the content of an XML or HTML element.
pub fn markup(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"), // `]]>` may not stand in XML text
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'), // XML 1.0 has no place for these
            c => out.push(c),
        }
    }
    out
}

/// Text as an attribute value in double quotes, in one line because attributes normalize white space.
pub fn attribute(text: &str) -> String {
    markup(&line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(web_link("https://a.example/x?y=1&z=%20#f").as_deref(), Some("https://a.example/x?y=1&z=%20#f"));
        assert_eq!(web_link("HTTP://a.example").as_deref(), Some("HTTP://a.example"));
        for url in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//a.example", "a", ""]
        {
            assert_eq!(web_link(url), None, "{url}");
        }
        assert_eq!(
            web_link("https://a.example/\"onx='<b>\r\nX: y\\`گ").as_deref(),
            Some("https://a.example/%22onx=%27%3Cb%3E%0D%0AX:%20y%5C%60%DA%AF")
        );
        assert_eq!(web_link("hé"), None);
    }

    #[test]
    fn a_slug_is_made_of_any_title() {
        assert_eq!(
            slug("Pakistan and Central Asia: the road to the sea"),
            "pakistan-and-central-asia-the-road-to-the-sea"
        );
        assert_eq!(slug("  Été — \"Ö\" "), "ete-o");
        assert_eq!(slug("کاروان"), slug("کاروان"));
        assert_ne!(slug("کاروان"), slug("گوادر"));
        assert!(slug("کاروان").starts_with("story-"));
    }

    #[test]
    fn json_escapes_controls_and_leaves_the_rest() {
        let text = "a\u{1b}\u{7f}\u{85}\u{9b}گ\u{202e}\u{2028}";
        let json = json(&text, false).unwrap();
        assert_eq!(json, "\"a\\u001b\\u007f\\u0085\\u009bگ\u{202e}\u{2028}\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn clean_text_holds_no_control_but_newline_and_tab() {
        assert_eq!(clean("a\r\nb\rc\td\0\u{1b}[2J\u{9b}"), "a\nb\nc\td\u{fffd}\u{fffd}[2J\u{fffd}");
        assert_eq!(line(" a\r\n\u{2028} b\t"), "a b");
        assert_eq!(markup("]]>\u{ffff}"), "]]&gt;\u{fffd}");
    }
}
