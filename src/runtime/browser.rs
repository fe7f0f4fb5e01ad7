//! An address shown in the user's browser.

use super::system;
use crate::text::{self, safe};

/// Why an address was not opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OpenFailure {
    /// It is none of the web: one line.
    Refused(String),
    /// Nothing opens it.
    NoBrowser {
        /// The address as a browser takes it.
        address: String,
        /// What was tried.
        why: String,
    },
}

/// Shows the address in the user's browser, percent-encoded as a browser and the exports do it, and says what happened.
/// Blocks for some seconds.
///
/// # Errors
///
/// If the address is not one of the web, or nothing opens it.
pub(super) fn open(address: &str) -> Result<String, OpenFailure> {
    let refused =
        || OpenFailure::Refused(format!("cannot open `{}`: expected an http or https address", safe(address)));
    let address = text::web_address(address).ok_or_else(refused)?;
    match system::open_address(&address) {
        Ok(program) => Ok(format!("opened {} with {program}", safe(&address))),
        Err(why) => Err(OpenFailure::NoBrowser { address: address.into_owned(), why }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_of_the_web_is_refused_in_words() {
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "/etc/passwd",
            "example.org",
            "mailto:a@example.org",
            "--help",
            "",
            "https://",
            "https://?a",
            "x\u{1b}[2J",
        ] {
            let Err(OpenFailure::Refused(why)) = open(address) else { panic!("{address}") };
            assert!(why.starts_with("cannot open `") && !why.contains('\u{1b}'), "{why}");
        }
    }
}
