//! An address shown in the user's browser.

use super::system;
use crate::text::safe;

/// Why an address was not opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OpenFailure {
    /// It is none of the web: one line.
    Refused(String),
    /// Nothing opens it.
    NoBrowser {
        /// The address.
        address: String,
        /// What was tried.
        why: String,
    },
}

/// Shows the address in the user's browser, and says what happened. Blocks for some seconds.
///
/// # Errors
///
/// If the address is not one of the web, or nothing opens it.
pub(super) fn open(address: &str) -> Result<String, OpenFailure> {
    let address = web_address(address).map_err(OpenFailure::Refused)?;
    match system::open_address(&address) {
        Ok(program) => Ok(format!("opened {} with {program}", safe(&address))),
        Err(why) => Err(OpenFailure::NoBrowser { address, why }),
    }
}

/// The address, checked, with what is beyond ASCII percent-encoded (RFC 3987, 3.1).
fn web_address(address: &str) -> Result<String, String> {
    use std::fmt::Write as _;
    let mut ascii = String::with_capacity(address.len());
    for byte in address.trim().bytes() {
        if byte.is_ascii() {
            ascii.push(char::from(byte));
        } else {
            let _ = write!(ascii, "%{byte:02X}");
        }
    }
    let refused = |why: &str| Err(format!("cannot open `{}`: expected {why}", safe(address)));
    let (scheme, rest) = ascii.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        refused("an http or https address")
    } else if host.is_empty() {
        refused("a host")
    } else if let Some(c) = ascii.chars().find(|&c| !is_of_address(c)) {
        refused(&format!("no `{}`", safe(&c.to_string())))
    } else {
        Ok(ascii)
    }
}

/// Whether a character may stand in an address (RFC 3986, 2).
fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_the_web_and_nothing_else() {
        for (address, opened) in [
            ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            ("HTTP://example.org", "HTTP://example.org"),
            (" https://example.org/ ", "https://example.org/"),
            ("https://ur.wikipedia.org/wiki/کراچی", "https://ur.wikipedia.org/wiki/%DA%A9%D8%B1%D8%A7%DA%86%DB%8C"),
        ] {
            assert_eq!(web_address(address).as_deref(), Ok(opened));
        }
        for refused in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "/etc/passwd",
            "example.org",
            "--help",
            "",
            "https://",
            "https://example.org/\u{1b}[2J",
            "https://example.org/a b",
            "https://example.org/#a b",
            "https://example.org/\n--help",
            "mailto:a@example.org",
            "https://example.org/\"&calc",
            "https://?a",
        ] {
            let message = web_address(refused).expect_err(refused);
            assert!(message.starts_with("cannot open `"), "{message}");
            assert!(!message.contains('\u{1b}'), "{message}");
        }
    }
}
