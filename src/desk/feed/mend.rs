//! Repairs XML as servers send it for the parser: removes declaration, DOCTYPE and characters forbidden in XML.

use std::borrow::Cow;

/// The maximum number of attributes per element: parsers compare each with all others.
const ATTRIBUTES: usize = 1_000;

/// Removes everything before the first `<`, the declaration, the DOCTYPE with its internal subset, and what XML
/// forbids. No DTD is processed, so nothing expands.
///
/// # Errors
/// Returns one line if an element has more than 1,000 attributes.
pub(super) fn mend(text: &str) -> Result<String, String> {
    let text = text.find('<').map_or("", |at| &text[at..]);
    let text = without_declaration(text);
    let text = without_doctype(text);
    if has_many_attributes(&text) {
        return Err(format!("an element has more than {ATTRIBUTES} attributes"));
    }
    Ok(text.chars().filter(|&c| is_allowed(c)).collect())
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn without_declaration(text: &str) -> &str {
    text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest)
}

/// The text without a DOCTYPE before its first element.
fn without_doctype(text: &str) -> Cow<'_, str> {
    let mut at = 0;
    loop {
        let Some(open) = text[at..].find('<').map(|found| at + found) else { return Cow::Borrowed(text) };
        let rest = &text[open..];
        if rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("<!DOCTYPE")) {
            let end = open + end_of_doctype(rest);
            return Cow::Owned(format!("{}{}", &text[..open], &text[end..]));
        }
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else {
            None
        };
        let Some(end) = end else { return Cow::Borrowed(text) };
        at = open + end;
    }
}

/// The bytes of a DOCTYPE: up to the `>` outside of brackets and quotation marks.
fn end_of_doctype(text: &str) -> usize {
    let (mut brackets, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn has_many_attributes(text: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(within) = rest.strip_prefix("![CDATA[") {
            rest = within.find("]]>").map_or("", |end| &within[end..]);
            continue;
        }
        let (mut count, mut quote, mut end) = (0, None, rest.len());
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => count += 1,
                (None, b'>' | b'<') => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        if count > ATTRIBUTES {
            return true;
        }
        // An apostrophe in a malformed tag must not hide the tags after it.
        rest = if end == rest.len() { rest.find('<').map_or("", |next| &rest[next..]) } else { &rest[end..] };
    }
    false
}

/// Replaces HTML's named references by characters, references to forbidden characters by nothing, and a bare `&` by
/// `&amp;`. CDATA sections are unchanged.
pub(super) fn mend_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end =
                if rest.starts_with("<![CDATA[") { rest.find("]]>").map_or(rest.len(), |end| end + 3) } else { 1 };
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        rest = &rest[1..];
        let name: &str = &rest[..rest.bytes().take(33).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count()];
        match (rest[name.len()..].starts_with(';'), reference(name)) {
            (true, Some(text)) => {
                out.push_str(&text);
                rest = &rest[name.len() + 1..];
            }
            _ => out.push_str("&amp;"),
        }
    }
    out.push_str(rest);
    out
}

/// The replacement of a reference; `None` if it is not one.
fn reference(name: &str) -> Option<Cow<'_, str>> {
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
        return Some(format!("&{name};").into());
    }
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        let allowed = char::from_u32(code).is_some_and(is_allowed);
        return Some(if allowed { format!("&{name};").into() } else { Cow::Borrowed("") });
    }
    let html = format!("&{name};");
    let text = super::plain::plain(&html);
    let text = if name == "nbsp" { "\u{a0}".to_owned() } else { text };
    (!text.is_empty() && text != html).then_some(Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;")))
}
