//! Drops tags beyond limits that no newspaper page needs, because they would cost a reader of pages its stack or
//! minutes.
//!
//! ```text
//! <div><div>…200 of them…<div>text</div>…   ──▶  the 200, then the text without more tags, then their ends
//! ```
//!
//! The text within dropped tags is kept.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::{memchr, memmem};

/// The maximum number of nested elements.
const OPEN: usize = 200;
/// The maximum number of nested tables.
const TABLES: usize = 20;
/// The maximum number of nested formatting elements: each paragraph repeats those left open before it.
const STYLES: usize = 10;
/// The maximum number of attributes of a tag.
const ATTRIBUTES: usize = 2_000;
/// The maximum number of tags of a page.
const TAGS: usize = 150_000;

/// Elements that have no end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose end tag is often omitted because the next one implies it. They occur in lists and tables, which are
/// counted.
const IMPLIED: &[&str] =
    &["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body"];
const STYLE_NAMES: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that contain only text.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noembed", "noframes"];

/// A page without the tags beyond the limits.
pub(super) fn guarded(page: &str) -> Cow<'_, str> {
    let mut guard = TagGuard::default();
    let mut kept = String::new();
    // Everything before it has been kept or dropped.
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = memchr(b'<', &page.as_bytes()[at..]) {
        let start = at + found;
        let end = tag_end(page, start);
        if !guard.keeps(&page[start..end]) {
            kept.push_str(&page[from..start]);
            from = end;
        }
        at = end;
        if let Some(name) = guard.raw.take() {
            at = raw_end(page, end, name);
        }
    }
    if from == 0 {
        return page.into();
    }
    kept.push_str(&page[from..]);
    kept.into()
}

/// The end of whatever begins with `<`: a comment, a declaration, or a tag, whose attributes may contain quoted `>`.
pub(super) fn tag_end(page: &str, start: usize) -> usize {
    let rest = &page.as_bytes()[start..];
    let after = |pattern: &[u8]| memmem::find(rest, pattern).map_or(page.len(), |at| start + at + pattern.len());
    match rest {
        [b'<', b'!', b'-', b'-', ..] => after(b"-->"),
        [b'<', b'!' | b'?', ..] => after(b">"),
        [b'<', b'/', letter, ..] | [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
            let mut quote = None;
            let mut before = 0;
            for (at, &byte) in rest.iter().enumerate() {
                match quote {
                    Some(open) if byte == open => quote = None,
                    Some(_) => {}
                    // A quote starts a value only after `=`.
                    None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                    None if byte == b'>' => return start + at + 1,
                    None => {}
                }
                if !byte.is_ascii_whitespace() {
                    before = byte;
                }
            }
            page.len()
        }
        // Not a tag: the `<` is text.
        _ => start + 1,
    }
}

/// The end of the text of a script or similar element: its end tag.
fn raw_end(page: &str, from: usize, name: &str) -> usize {
    let bytes = page.as_bytes();
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        let start = at + found + 2;
        let named = bytes.get(start..start + name.len());
        if named.is_some_and(|named| named.eq_ignore_ascii_case(name.as_bytes())) {
            return start - 2;
        }
        at = start;
    }
    page.len()
}

#[derive(Default)]
struct TagGuard {
    /// Names of the open elements, outermost first.
    open: Vec<String>,
    /// For each name, the number of open elements that were dropped, whose end tags are dropped too.
    dropped: HashMap<String, usize>,
    tags: usize,
    /// The element that was just opened, if it contains only text.
    raw: Option<&'static str>,
}

impl TagGuard {
    fn keeps(&mut self, tag: &str) -> bool {
        let closes = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len());
        let (name, rest) = name.split_at(end);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || tag.len() < 2 {
            return true;
        }
        let name = name.to_ascii_lowercase();
        self.tags += 1;
        if self.tags > TAGS {
            return false;
        }
        if VOID.contains(&name.as_str()) || IMPLIED.contains(&name.as_str()) {
            return attributes(rest) <= ATTRIBUTES;
        }
        if closes {
            return self.close(&name);
        }
        self.raw = RAW.iter().find(|&&raw| raw == name).copied();
        let among = |names: &[&str]| self.open.iter().filter(|open| names.contains(&open.as_str())).count();
        let too_many = match name.as_str() {
            "table" => among(&["table"]) >= TABLES,
            style if STYLE_NAMES.contains(&style) => among(STYLE_NAMES) >= STYLES,
            _ => self.open.len() >= OPEN,
        };
        if too_many || attributes(rest) > ATTRIBUTES {
            *self.dropped.entry(name).or_default() += 1;
            return false;
        }
        self.open.push(name);
        true
    }

    fn close(&mut self, name: &str) -> bool {
        if let Some(count) = self.dropped.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return false;
        }
        // Elements left open within end here too.
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
        true
    }
}

/// The approximate number of attributes, by separate names.
fn attributes(rest: &str) -> usize {
    // A short tag has few attributes.
    if rest.len() <= ATTRIBUTES { 0 } else { rest.split(|c: char| c.is_ascii_whitespace() || c == '/').count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_within_the_bounds_is_left_as_it_is() {
        let page =
            "<!-- <b> --><p title='a > b'>1 < 2<p>x<script>'</b>'</script><ul><li>a<li>b</ul></td><br/>".repeat(300);
        assert!(matches!(guarded(&page), Cow::Borrowed(same) if same == page));
    }

    #[test]
    fn tags_beyond_a_bound_go_with_their_ends_and_all_text_stays() {
        let depth = |text: &str, tag: &str| text.matches(tag).count();
        let deep = format!("{}text{}after", "<div>".repeat(1_000), "</div>".repeat(1_000));
        let kept = guarded(&deep);
        assert_eq!((depth(&kept, "<div>"), depth(&kept, "</div>")), (OPEN, OPEN));
        assert!(kept.contains("text") && kept.ends_with("after"));
        assert_eq!(depth(&guarded(&"<table><tr><td>".repeat(100)), "<table>"), TABLES);
        assert_eq!(depth(&guarded(&"<b>x<p>".repeat(100)), "<b>"), STYLES);
        assert_eq!(&*guarded(&format!("a<i {}>b", "c=1 ".repeat(3_000))), "ab");
        let many = guarded(&"<br>".repeat(TAGS + 10)).into_owned();
        assert_eq!(depth(&many, "<br>"), TAGS);
    }
}
