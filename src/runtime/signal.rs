//! What the system says: signals, and the end of the terminal.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::system::{self, SIGCONT, SIGTSTP};
use super::{RuntimeInput, screen};
use crate::threads;

/// How long the loop may take to notice that it is to end, before it is ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// `Ctrl-c`, on every system.
pub(super) const SIGINT: i32 = 2;

/// What the signal thread and the loop tell each other.
#[derive(Default)]
pub(super) struct SignalState {
    /// Another program has the terminal.
    pub(super) lent: AtomicBool,
    /// The loop has heard that it is to end.
    pub(super) ending: AtomicBool,
}

/// Starts to listen to signals and for the end of the terminal. `on_terminal`: whether there is one that can end.
///
/// # Errors
///
/// If a signal cannot be listened to, or no thread is to be had.
pub(super) fn listen(inputs: &Sender<RuntimeInput>, on_terminal: bool) -> io::Result<Arc<SignalState>> {
    let shared = Arc::new(SignalState::default());
    let (told, seen) = (inputs.clone(), Arc::clone(&shared));
    system::listen(inputs, move |signal| heard(signal, &seen, &told))?;
    if !on_terminal {
        return Ok(shared);
    }
    let told = inputs.clone();
    super::spawn("terminal", inputs.clone(), move || {
        system::wait_for_hangup();
        let _ = told.send(RuntimeInput::Gone);
    })?;
    Ok(shared)
}

/// Whether a signal that is listened to ends the program.
pub(super) fn is_end(signal: i32) -> bool {
    !matches!(signal, SIGTSTP | SIGCONT)
}

fn heard(signal: i32, shared: &Arc<SignalState>, inputs: &Sender<RuntimeInput>) {
    let lent = shared.lent.load(Ordering::SeqCst);
    match signal {
        // `Ctrl-c` in the editor is the editor's, and the screen is not ours to draw again
        SIGINT | SIGCONT if lent => return,
        // the loop waits for the editor, which stops too: both are to be stopped for the shell to take over
        SIGTSTP if lent => return system::stop(),
        _ => {}
    }
    let _ = inputs.send(RuntimeInput::Signal(signal));
    if is_end(signal) {
        let shared = Arc::clone(shared);
        // The loop may be stuck: in a write to a terminal that has stopped reading, or in a computation.
        let end = move || {
            thread::sleep(PATIENCE);
            if !shared.ending.load(Ordering::SeqCst) {
                screen::restore();
                system::exit_now(128 + signal);
            }
        };
        // Where no thread is to be had, this one waits: one signal to end is enough.
        if let Err(end) = threads::spawn(end) {
            end();
        }
    }
}
