//! An address shown in the user's browser.

use std::io::ErrorKind;
use std::time::Duration;

use super::child;
use crate::text::safe;

/// How long an opener is watched for failure.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows the address with the first of the system's openers that works, and says what happened. Blocks for up to two
/// seconds for each.
///
/// # Errors
///
/// If the address is not one of the web, or nothing opens it.
pub(super) fn open(address: &str) -> Result<String, String> {
    let address = web_address(address)?;
    let shown = safe(&address);
    let mut failure = None;
    let mut missing = Vec::new();
    for mut command in open::commands(&address) {
        let program = command.get_program().to_string_lossy().into_owned();
        match child::quiet(&mut command).spawn() {
            Ok(opener) => match child::wait(opener, PATIENCE) {
                Ok(Some(status)) if !status.success() => {
                    failure.get_or_insert_with(|| format!("`{program}` {}", child::describe(status)));
                }
                // an opener that goes on has become the browser
                Ok(_) => return Ok(format!("opened {shown} with {program}")),
                Err(error) => return Err(format!("cannot open `{shown}`: `{program}`: {error}")),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(program),
            Err(error) => {
                failure.get_or_insert_with(|| format!("`{program}`: {error}"));
            }
        }
    }
    let reason = failure.unwrap_or_else(|| format!("found none of {}", missing.join(", ")));
    Err(format!("cannot open `{shown}`: {reason}"))
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
