//! Puts a text on the clipboard: the desktop's, if there is one, and the terminal's.

use std::env;
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::child;

/// The maximum number of bytes that terminals accept: xterm and tmux stop at about 100,000 of base64.
const TERMINAL_LIMIT: usize = 74_000;

/// Whether the terminal's clipboard accepts a text of this size.
pub(super) fn fits_terminal(text: &str) -> bool {
    text.len() <= TERMINAL_LIMIT
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
    let mut failure = None;
    for &(program, arguments) in programs() {
        match feed(program, arguments, text) {
            Ok(()) if terminal => return Ok(format!("copied {size} with {program} and to the terminal")),
            Ok(()) => return Ok(format!("copied {size} with {program}")),
            Err(ClipboardFailure::Missing) => {}
            Err(ClipboardFailure::Other(error)) => failure = Some(error),
        }
    }
    match (terminal, failure) {
        (true, None) => Ok(format!("sent {size} to the terminal's clipboard")),
        (true, Some(error)) => Ok(format!("sent {size} to the terminal's clipboard; {error}")),
        (false, Some(error)) => Err(format!("cannot copy {size}: {error}")),
        (false, None) => Err(format!("cannot copy {size}: too long for the terminal's clipboard")),
    }
}

/// The clipboard programs for the desktop of this session.
fn programs() -> &'static [(&'static str, &'static [&'static str])] {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "macos") {
        &[("pbcopy", &[])]
    } else if set("WAYLAND_DISPLAY") {
        &[("wl-copy", &[]), ("xclip", &["-selection", "clipboard"]), ("xsel", &["--input", "--clipboard"])]
    } else if set("DISPLAY") {
        &[("xclip", &["-selection", "clipboard"]), ("xsel", &["--input", "--clipboard"])]
    } else {
        &[]
    }
}

enum ClipboardFailure {
    Missing,
    Other(String),
}

fn feed(program: &str, arguments: &[&str], text: &str) -> Result<(), ClipboardFailure> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => ClipboardFailure::Missing,
        _ => ClipboardFailure::Other(format!("`{program}`: {error}")),
    };
    let mut command = Command::new(program);
    let mut copier = child::quiet(command.args(arguments)).stdin(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut input) = copier.stdin.take() {
        input.write_all(text.as_bytes()).map_err(failed)?;
    }
    match child::wait(copier, Duration::from_secs(2)).map_err(failed)? {
        // A program that keeps running holds the selection.
        None => Ok(()),
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(ClipboardFailure::Other(format!("`{program}` {}", child::describe(status)))),
    }
}
