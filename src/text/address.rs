//! Addresses of the web: what opens in a browser, what becomes a link in an export, what `check` warns of.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// The characters to percent-encode in an address: those that RFC 3986 does not allow, and those special to a format that
/// karwan writes.
const NOT_IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\'');

/// The address, percent-encoded where RFC 3986 requires it, the rest as written; borrowed where nothing has to be. `None`
/// if it is none of the web: `http://` or `https://` and a host without spaces.
#[must_use]
pub fn web_address(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    })?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host =
        !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c));
    is_host.then(|| utf8_percent_encode(text, NOT_IN_ADDRESS).into())
}

/// The address of an article as it is kept: a name and password belong to whoever wrote them, not to the story. What is no
/// address stays as it is.
#[must_use]
pub fn kept_address(written: &str) -> Cow<'_, str> {
    // Of a million addresses few have an `@`.
    let is_address = written.contains('@') && written.contains("://");
    if is_address { without_password(written) } else { Cow::Borrowed(written) }
}

/// The address without a user name and password, to be shown; borrowed where it has none. If it cannot be parsed, everything
/// before its last `@` is removed.
#[must_use]
pub fn without_password(address: &str) -> Cow<'_, str> {
    if !address.contains('@') {
        return Cow::Borrowed(address);
    }
    let start = address.find("://").map_or(0, |at| at + "://".len());
    let rest = &address[start..];
    let authority = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let end = if Url::parse(address.trim()).is_ok() { authority } else { rest.len() };
    match rest[..end].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{}", &address[..start], &rest[at + 1..])),
        None => Cow::Borrowed(address),
    }
}

/// Where names and passwords stand in the addresses of a text; the slashes may be escaped as in JSON, `:\/\/`. A
/// password may have slashes if what stands before them is no host with a port.
pub fn passwords_in(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices("://").chain(text.match_indices(":\\/\\/")).filter_map(|(at, mark)| {
        let start = at + mark.len();
        let rest = &text[start..];
        let rest = &rest[..rest.find(|c: char| c.is_whitespace() || "\"'<>`".contains(c)).unwrap_or(rest.len())];
        let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
        let has_port = |(_, port): (&str, &str)| port.ends_with(']') || port.bytes().all(|b| b.is_ascii_digit());
        let is_host = authority.rsplit_once(':').is_none_or(has_port);
        let end = authority.rfind('@').or_else(|| if is_host { None } else { rest.rfind('@') })?;
        Some(start..start + end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_encode_is_encoded_and_the_rest_left() {
        for (text, address) in [
            ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            ("HTTP://example.org", "HTTP://example.org"),
            (" https://example.org/ ", "https://example.org/"),
            ("https://example.org/a|b c", "https://example.org/a%7Cb%20c"),
            ("https://example.org/{x}^`\\<y>\"", "https://example.org/%7Bx%7D%5E%60%5C%3Cy%3E%22"),
            ("https://example.org/100%25", "https://example.org/100%25"),
            ("https://ur.wikipedia.org/wiki/کراچی", "https://ur.wikipedia.org/wiki/%DA%A9%D8%B1%D8%A7%DA%86%DB%8C"),
            ("https://example.org/\u{1b}[2J", "https://example.org/%1B[2J"),
        ] {
            assert_eq!(web_address(text).as_deref(), Some(address));
        }
    }

    #[test]
    fn a_name_and_password_are_left_out_and_another_at_sign_is_not() {
        for (text, address) in [
            ("https://ann:secret@example.org/a", "https://example.org/a"),
            ("https://ann@example.org", "https://example.org"),
            ("https://ann:se@cret@example.org:8080/@ann?to=b@c", "https://example.org:8080/@ann?to=b@c"),
            ("https://ann:se/cret@example.org/a", "https://example.org/a"),
            ("https://medium.example/@ann/a", "https://medium.example/@ann/a"),
            ("https://example.org/?mail=ann@example.org", "https://example.org/?mail=ann@example.org"),
            ("ftp://ann:secret@example.org/", "ftp://example.org/"),
        ] {
            assert_eq!(without_password(text), address);
            assert_eq!(kept_address(text), address);
        }
        assert_eq!(without_password("ann:secret@example.org/feed"), "example.org/feed");
        for text in ["medium.example/@ann", "mailto:ann@example.org", "@ann"] {
            assert_eq!(kept_address(text), text);
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_none() {
        for text in [
            "",
            "example.org",
            "www.example.org/a",
            "mailto:a@example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://?a",
            "https://a b/",
            "/etc/passwd",
            "--help",
        ] {
            assert_eq!(web_address(text), None, "{text}");
        }
    }
}
