//! Puts a text on the clipboard: the desktop's, if there is one, and the terminal's.

use super::system;

/// The maximum number of bytes that terminals accept: xterm and tmux stop at about 100,000 of base64.
const TERMINAL_LIMIT: usize = 74_000;

/// Whether the terminal's clipboard accepts a text of this size.
pub(super) fn fits_terminal(text: &str) -> bool {
    system::TERMINAL_COPIES && text.len() <= TERMINAL_LIMIT
}

/// Puts the text on the desktop's clipboard as well, and reports where it went. `terminal`: it was already sent to the
/// terminal.
///
/// # Errors
///
/// If it went nowhere.
pub(super) fn copy(text: &str, what: &str, terminal: bool) -> Result<String, String> {
    let count = text.chars().count();
    let size = format!("{what} ({count} character{})", if count == 1 { "" } else { "s" });
    match (system::copy(text), terminal) {
        (Ok(Some(how)), true) => Ok(format!("copied {size} {how} and to the terminal")),
        (Ok(Some(how)), false) => Ok(format!("copied {size} {how}")),
        (Ok(None), true) => Ok(format!("sent {size} to the terminal's clipboard")),
        (Err(why), true) => Ok(format!("sent {size} to the terminal's clipboard; {why}")),
        (Err(why), false) => Err(format!("cannot copy {size}: {why}")),
        (Ok(None), false) => Err(format!("cannot copy {size}: too long for the terminal's clipboard")),
    }
}
