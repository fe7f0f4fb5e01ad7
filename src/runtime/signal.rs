//! What the system says: signals, and the end of the terminal.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{RuntimeInput, screen};

/// How long the loop may take to notice that it is to end, before it is ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the signal thread and the loop tell each other.
#[derive(Default)]
pub(super) struct SignalState {
    /// Another program has the terminal.
    pub(super) lent: AtomicBool,
    /// The loop has heard that it is to end.
    pub(super) ending: AtomicBool,
}

/// Starts to listen to signals and for the end of the terminal.
///
/// # Errors
///
/// If a signal cannot be listened to, or no thread is to be had.
pub(super) fn listen(inputs: &Sender<RuntimeInput>) -> io::Result<Arc<SignalState>> {
    let shared = Arc::new(SignalState::default());
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let (told, seen) = (inputs.clone(), Arc::clone(&shared));
    super::spawn("signals", inputs.clone(), move || {
        for signal in &mut signals {
            heard(signal, &seen, &told);
        }
    })?;
    let told = inputs.clone();
    super::spawn("terminal", inputs.clone(), move || {
        wait_for_hangup();
        let _ = told.send(RuntimeInput::Gone);
    })?;
    Ok(shared)
}

fn heard(signal: i32, shared: &Arc<SignalState>, inputs: &Sender<RuntimeInput>) {
    let lent = shared.lent.load(Ordering::SeqCst);
    match signal {
        // `Ctrl-c` in the editor is the editor's, and the screen is not ours to draw again
        SIGINT | SIGCONT if lent => return,
        // the loop waits for the editor, which stops too: both are to be stopped for the shell to take over
        SIGTSTP if lent => {
            let _ = emulate_default_handler(SIGTSTP);
            return;
        }
        _ => {}
    }
    let _ = inputs.send(RuntimeInput::Signal(signal));
    if !matches!(signal, SIGTSTP | SIGCONT) {
        let shared = Arc::clone(shared);
        // The loop may be stuck: in a write to a terminal that has stopped reading, or in a computation.
        thread::spawn(move || {
            thread::sleep(PATIENCE);
            if !shared.ending.load(Ordering::SeqCst) {
                screen::restore();
                signal_hook::low_level::exit(128 + signal);
            }
        });
    }
}

/// Returns when the terminal is gone.
///
/// A terminal that goes away is readable for ever, with nothing in it, and crossterm's reader asks again and again
/// without an answer to its caller (0.29.0, `event/source/unix/tty.rs`); so this is watched apart from the reading.
fn wait_for_hangup() {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    loop {
        let mut fds = [PollFd::new(&stdin, PollFlags::empty()), PollFd::new(&stdout, PollFlags::empty())];
        // A hang-up is reported without being asked for. The timeout is for systems that forget to.
        match poll(&mut fds, Some(&Timespec { tv_sec: 60, tv_nsec: 0 })) {
            Ok(_) => {
                let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                if fds.iter().any(|fd| fd.revents().intersects(gone)) {
                    return;
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Asks the whole job to stop, as the terminal does on `Ctrl-z`; [`stop`] follows when the signal is heard.
///
/// # Errors
///
/// If there is nobody who could wake it again.
pub(super) fn suspend() -> Result<(), String> {
    // a job of its own belongs to a shell; the session's first job is what the terminal itself started
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        return Err("cannot suspend: no shell to come back from".to_owned());
    }
    kill_current_process_group(Signal::TSTP).map_err(|error| format!("cannot suspend: {error}"))
}

/// Stops this process; returns when it goes on.
pub(super) fn stop() {
    let _ = emulate_default_handler(SIGTSTP);
}
