//! Puts a text on the clipboard: the desktop's, if there is one, tmux's and the terminal's.

use super::system;

/// The maximum number of bytes that terminals accept: xterm and tmux stop at about 100,000 of base64.
const TERMINAL_LIMIT: usize = 74_000;

/// Whether the terminal's clipboard accepts a text of this size.
pub(super) fn fits_terminal(text: &str) -> bool {
    system::TERMINAL_COPIES && text.len() <= TERMINAL_LIMIT
}

/// Whether the program runs within tmux, which keeps what is sent to the terminal's clipboard from it unless told otherwise.
pub(super) fn is_in_tmux() -> bool {
    std::env::var_os("TMUX").is_some_and(|value| !value.is_empty())
}

/// Puts the text on the desktop's clipboard and into tmux's buffer, as far as there are any, and reports where it went.
/// `sent`: it was already sent to the terminal, which does not say whether it takes it.
///
/// # Errors
///
/// If it went nowhere.
pub(super) fn copy(text: &str, what: &str, sent: bool) -> Result<String, String> {
    let count = text.chars().count();
    let size = format!("{what} ({count} character{})", if count == 1 { "" } else { "s" });
    let is_passed_on = if is_in_tmux() { system::copy_to_tmux(text) } else { None };
    let passed_on = "tmux's buffer, and to the terminal's clipboard if tmux and it allow that";
    let buffer = is_passed_on.map(|is_passed_on| if is_passed_on { passed_on } else { "tmux's buffer" });
    match (system::copy(text), buffer, sent) {
        (Ok(Some(how)), Some(buffer), _) => Ok(format!("copied {size} {how} and to {buffer}")),
        (_, Some(buffer), _) => Ok(format!("copied {size} to {buffer}")),
        (Ok(Some(how)), None, true) => Ok(format!("copied {size} {how} and to the terminal")),
        (Ok(Some(how)), None, false) => Ok(format!("copied {size} {how}")),
        (Ok(None), None, true) => Ok(format!("sent {size} to the terminal's clipboard, if it takes copies")),
        (Err(why), None, true) => Ok(format!("sent {size} to the terminal's clipboard; {why}")),
        (Err(why), None, false) => Err(format!("cannot copy {size}: {why}")),
        (Ok(None), None, false) if fits_terminal(text) => Err(format!("cannot copy {size}: there is no clipboard")),
        (Ok(None), None, false) => Err(format!("cannot copy {size}: too long for the terminal's clipboard")),
    }
}
