//! Repairs XML as servers send it for the parser: removes declaration, DOCTYPE and characters forbidden in XML.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The maximum number of attributes per element: parsers compare each with all others.
const ATTRIBUTES: usize = 1_000;
/// How many undeclared prefixes are declared, and how long they may be: those of a feed are few and short.
const MOST_PREFIXES: usize = 64;
const LONGEST_PREFIX: usize = 32;

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
    let rest = text.strip_prefix("<?xml").filter(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()));
    rest.and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest)
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

/// Declares prefixes that are used and not declared by the first element, so that the items can be read. What they stand
/// for is unknown, but for that of Media RSS, whose `content` is not text.
pub(super) fn bind_prefixes(text: &str) -> Cow<'_, str> {
    let Some(start) = text.match_indices('<').find(|(at, _)| text[at + 1..].starts_with(is_name)) else {
        return Cow::Borrowed(text);
    };
    let root = &text[start.0 + 1..];
    let name = root.find(|c| !is_name(c) && c != ':').unwrap_or(root.len());
    let tag = &root[..root.find('>').unwrap_or(root.len())];
    let names = text.match_indices(':').filter(|(at, _)| text[at + 1..].starts_with(char::is_alphabetic));
    let used: BTreeSet<&str> = names.filter_map(|(at, _)| prefix_before(&text[..at])).collect();
    let unbound = used
        .into_iter()
        .filter(|prefix| !prefix.to_ascii_lowercase().starts_with("xml") && !tag.contains(&format!("xmlns:{prefix}=")));
    let mut declared = String::new();
    for prefix in unbound.take(MOST_PREFIXES) {
        let place = if prefix == "media" { "http://search.yahoo.com/mrss/" } else { "urn:undeclared" };
        declared.extend([" xmlns:", prefix, "=\"", place, "\""]);
    }
    if declared.is_empty() {
        return Cow::Borrowed(text);
    }
    let at = start.0 + 1 + name;
    Cow::Owned(format!("{}{declared}{}", &text[..at], &text[at..]))
}

/// Whether a name of XML can have it; without the colon.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The prefix that a text ends with, where it begins an element or follows white space, as an attribute does.
fn prefix_before(text: &str) -> Option<&str> {
    let start = text.char_indices().rev().take(LONGEST_PREFIX).take_while(|(_, c)| is_name(*c)).last()?.0;
    let prefix = &text[start..];
    let begins = text[..start].ends_with(|c: char| c == '<' || c == '/' || c.is_ascii_whitespace());
    (begins && prefix.starts_with(|c: char| c.is_alphabetic() || c == '_')).then_some(prefix)
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
/// `&amp;`, and removes further declarations. CDATA sections are unchanged.
pub(super) fn mend_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let declaration = without_declaration(rest);
            if declaration.len() < rest.len() {
                rest = declaration;
                continue;
            }
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
