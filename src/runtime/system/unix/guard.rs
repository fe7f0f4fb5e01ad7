//! A process that restores the terminal where the program no longer can: it was killed, or ran out of memory.
//!
//! It is the same program, started beside the dashboard, and does nothing but read a pipe. A byte says that the screen
//! was entered or left; the end of the pipe means that the program is gone.

use std::env;
use std::io::{self, Read as _, Write as _};
use std::process::{ChildStdin, Command, ExitCode, Stdio};
use std::sync::OnceLock;

use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, Termios, tcgetattr, tcsetattr,
};

use super::terminal;

/// The variable that makes a guard of the program: the modes of the terminal's line to restore.
const LINE: &str = "KARWAN_GUARD";

const ENTERED: u8 = b'e';
const LEFT: u8 = b'l';

/// The pipe to the guard.
static GUARD: OnceLock<ChildStdin> = OnceLock::new();

/// Starts the guard of a terminal whose line is set like this. Without it, where the system gives no further process,
/// the program still restores the terminal itself in all other cases.
pub(in crate::runtime) fn start_guard(line: &Termios) {
    if GUARD.get().is_some() || env::var_os(LINE).is_some() {
        return;
    }
    let (Ok(program), Ok(terminal)) = (env::current_exe(), terminal()) else { return };
    let mut guard = Command::new(program);
    guard.env(LINE, modes(line)).stdin(Stdio::piped()).stdout(terminal).stderr(Stdio::null());
    // It must not keep a folder in use.
    guard.current_dir("/");
    if let Some(pipe) = guard.spawn().ok().and_then(|mut guard| guard.stdin.take()) {
        let _ = GUARD.set(pipe);
    }
}

/// Tells the guard whether the screen is entered.
pub(in crate::runtime) fn tell_guard(is_entered: bool) {
    if let Some(mut pipe) = GUARD.get() {
        // A guard that is gone guards nothing.
        let _ = pipe.write_all(&[if is_entered { ENTERED } else { LEFT }]);
    }
}

/// Does the guard's work, if this process was started for that, and returns when it is done. `leave` writes what leaves
/// the screen.
pub(in crate::runtime) fn run_guard(leave: impl FnOnce()) -> Option<ExitCode> {
    let line = env::var(LINE).ok()?;
    // In a session of its own, neither keys nor the shell's job control reach it.
    let _ = rustix::process::setsid();
    let mut is_entered = false;
    for byte in io::stdin().lock().bytes() {
        match byte {
            Ok(byte) => is_entered = byte == ENTERED,
            Err(_) => break,
        }
    }
    if is_entered {
        leave();
        let _ = restore_line(&line);
    }
    Some(ExitCode::SUCCESS)
}

/// The modes of a line as numbers.
fn modes(line: &Termios) -> String {
    let modes = [line.input_modes.bits(), line.output_modes.bits(), line.control_modes.bits(), line.local_modes.bits()];
    modes.map(|mode| mode.to_string()).join(" ")
}

/// Sets the line to these modes, unless it is no longer raw: then a shell has set it already.
fn restore_line(modes: &str) -> Option<()> {
    let mut line = tcgetattr(io::stdout()).ok()?;
    if line.output_modes.contains(OutputModes::OPOST) || line.local_modes.contains(LocalModes::ISIG) {
        return None;
    }
    let mut modes = modes.split(' ');
    line.input_modes = InputModes::from_bits_retain(modes.next()?.parse().ok()?);
    line.output_modes = OutputModes::from_bits_retain(modes.next()?.parse().ok()?);
    line.control_modes = ControlModes::from_bits_retain(modes.next()?.parse().ok()?);
    line.local_modes = LocalModes::from_bits_retain(modes.next()?.parse().ok()?);
    tcsetattr(io::stdout(), OptionalActions::Now, &line).ok()
}
