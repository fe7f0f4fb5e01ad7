//! What each system does in its own way: signals, the terminal's line and modes, child processes, the clipboard and the
//! browser. Below, the list of what a system has to offer; one file per system has all of it.

use std::process::ExitStatus;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as this;
#[cfg(windows)]
use windows as this;

// the end of the terminal, a stop and its end, as numbers of signals
pub(super) use this::{SIGCONT, SIGHUP, SIGTSTP};
// signals
pub(super) use this::{exit_now, listen, outlive_size_limit, stop, suspend, wait_for_hangup};
// the terminal
pub(super) use this::{
    LineSettings, READ_PATIENCE, TerminalHandle, is_gone, line_settings, queue_modes, queue_mouse, queue_old_modes,
    set_line, takes_escapes, terminal, wake_reader, window_size, write_last, write_to,
};
// a process that restores the terminal where the program no longer can
pub(super) use this::{run_guard, start_guard, tell_guard};
// the editor
pub(super) use this::{DEFAULT_EDITOR, end_child};
// files
pub(super) use this::{changed_at, is_in_use, is_read_only_folder, lock_folder, names};
// the desktop
pub(super) use this::{TERMINAL_COPIES, copy, copy_to_tmux, open_address};

/// How a program ended, in words.
pub(super) fn describe(status: ExitStatus) -> String {
    match (status.code(), this::ended_by(status)) {
        (Some(code), _) => format!("ended with code {code}"),
        (_, Some(signal)) => format!("was ended by {signal}"),
        _ => "ended".to_owned(),
    }
}
