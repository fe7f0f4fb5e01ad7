//! Linux, macOS and their kin.

mod guard;

use std::env;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, getpgrp, getsid, kill_current_process_group, kill_process};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH,
    SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::super::RuntimeInput;
use super::describe;
use crate::text::reason;

pub(in crate::runtime) use guard::{run_guard, start_guard, tell_guard};
pub(in crate::runtime) use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP};
pub(in crate::runtime) use signal_hook::low_level::exit as exit_now;

/// How the terminal's line is set.
pub(in crate::runtime) use rustix::termios::Termios as LineSettings;
/// The terminal, not through std's lock, which a thread that is stuck in a write may hold.
pub(in crate::runtime) use std::fs::File as TerminalHandle;

/// The editor where none is named.
pub(in crate::runtime) const DEFAULT_EDITOR: &str = "vi";
/// Whether a text can be handed to the terminal for its clipboard (OSC 52).
pub(in crate::runtime) const TERMINAL_COPIES: bool = true;
/// How long the keyboard is waited for at a time: for ever, since [`wake_reader`] ends it.
pub(in crate::runtime) const READ_PATIENCE: Option<Duration> = None;

/// The signals that end a program and can be heard first. [`guard`] is for the others: `SIGKILL`, and the faults of the
/// program itself.
const ENDING: [i32; 13] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
];
/// How long an opener is watched for failure.
const OPENER_PATIENCE: Duration = Duration::from_secs(2);
/// Clicks, drags and the wheel, in SGR form; not every movement, which would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Bidi: explicit mode on, and off again.
const BIDI_EXPLICIT: &str = "\x1b[8l";
const BIDI_IMPLICIT: &str = "\x1b[8h";

/// Lets a write beyond the limit on the size of files (`ulimit -f`) fail, which is told, instead of ending the program.
pub(in crate::runtime) fn outlive_size_limit() {
    // Heard and not ignored: what is ignored would be so in an editor too.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// Hears the signals on a thread of its own.
///
/// # Errors
/// If a signal cannot be listened to, or no thread is to be had.
pub(in crate::runtime) fn listen(
    inputs: &Sender<RuntimeInput>,
    heard: impl Fn(i32) + Send + 'static,
) -> io::Result<()> {
    let mut signals = Signals::new(ENDING.iter().chain(&[SIGTSTP, SIGCONT]))?;
    super::super::spawn("signals", inputs.clone(), move || {
        for signal in &mut signals {
            heard(signal);
        }
    })
}

/// Returns when the terminal is gone.
///
/// A terminal that goes away is readable for ever, with nothing in it, and crossterm's reader asks again and again
/// without an answer to its caller (0.29.0, `event/source/unix/tty.rs`); so this is watched apart from the reading.
pub(in crate::runtime) fn wait_for_hangup() {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    if cfg!(target_vendor = "apple") {
        // poll(2) says of every terminal there that it is none; the signal comes first, nearly always
        while tcgetattr(&stdin).is_ok() {
            thread::sleep(Duration::from_secs(5));
        }
        return;
    }
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
            Err(Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Asks the whole job to stop, as the terminal does on `Ctrl-z`; [`stop`] follows when the signal is heard.
///
/// # Errors
/// If there is nobody who could wake it again.
pub(in crate::runtime) fn suspend() -> Result<(), String> {
    // a job of its own belongs to a shell; the session's first job is what the terminal itself started
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        return Err("cannot suspend: no shell to come back from".to_owned());
    }
    kill_current_process_group(Signal::TSTP)
        .map_err(|error| format!("cannot suspend: {}", reason(&io::Error::from(error))))
}

/// Stops this process; returns when it goes on.
pub(in crate::runtime) fn stop() {
    let _ = low_level::emulate_default_handler(SIGTSTP);
}

/// Whether this is what a write to a terminal says that went away.
pub(in crate::runtime) fn is_gone(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::IO | Errno::NXIO | Errno::PIPE | Errno::BADF | Errno::NODEV))
}

/// The terminal to write to.
///
/// # Errors
/// If the system gives no second handle of it.
pub(in crate::runtime) fn terminal() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Whether the terminal understands escape sequences.
pub(in crate::runtime) fn takes_escapes() -> bool {
    true
}

/// How the terminal's line is set.
///
/// # Errors
/// If there is no terminal.
pub(in crate::runtime) fn line_settings() -> io::Result<Termios> {
    Ok(tcgetattr(io::stdin())?)
}

/// Sets the terminal's line.
///
/// # Errors
/// If the terminal cannot be set.
pub(in crate::runtime) fn set_line(line: &Termios) -> io::Result<()> {
    Ok(tcsetattr(io::stdin(), OptionalActions::Now, line)?)
}

/// Columns and rows of the terminal, where it says.
pub(in crate::runtime) fn window_size() -> Option<(u16, u16)> {
    tcgetwinsize(io::stdout()).ok().map(|size| (size.ws_col, size.ws_row))
}

/// Queues what sets the terminal's modes; one that is `dumb` has the alternate screen at most.
///
/// # Errors
/// If it cannot be queued.
pub(in crate::runtime) fn queue_modes(out: &mut impl Write, mouse: bool, dumb: bool) -> io::Result<()> {
    queue!(out, EnterAlternateScreen)?;
    if !dumb {
        queue!(out, EnableBracketedPaste, Print(BIDI_EXPLICIT))?;
        if mouse {
            queue_mouse(out, true)?;
        }
    }
    Ok(())
}

/// Queues what takes [`queue_modes`] back.
///
/// # Errors
/// If it cannot be queued.
pub(in crate::runtime) fn queue_old_modes(out: &mut impl Write, dumb: bool) -> io::Result<()> {
    if !dumb {
        queue!(out, DisableMouseCapture, DisableBracketedPaste, DisableFocusChange, Print(BIDI_IMPLICIT))?;
    }
    queue!(out, LeaveAlternateScreen)
}

/// Queues what turns the mouse on or off.
///
/// # Errors
/// If it cannot be queued.
pub(in crate::runtime) fn queue_mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    if on { queue!(out, Print(MOUSE_ON)) } else { queue!(out, DisableMouseCapture) }
}

/// Writes all of it to the terminal. A terminal that takes no more for the moment is waited for, also where another
/// program has set it not to block.
///
/// # Errors
/// If the terminal cannot be written to.
pub(in crate::runtime) fn write_to(tty: &mut File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match tty.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                match poll(&mut [PollFd::new(tty, PollFlags::OUT)], None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes the last bytes to the terminal, unless it has stopped reading: that must not keep the program alive.
pub(in crate::runtime) fn write_last(bytes: &[u8]) {
    let Ok(mut tty) = terminal() else { return };
    let mut fds = [PollFd::new(&tty, PollFlags::OUT)];
    if poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: 200_000_000 })).is_ok_and(|ready| ready > 0) {
        let _ = tty.write_all(bytes);
    }
}

/// Ends the reader's wait: it is most likely inside crossterm, which a change of size wakes. Timeouts would wake it as
/// well, but they would also wake an idle program.
pub(in crate::runtime) fn wake_reader() {
    let _ = low_level::raise(SIGWINCH);
}

/// The command without input and output, in its own process group, so that keys of the terminal do not reach it.
fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0)
}

/// How the child ended; `None` if it still runs after the given time. It is then waited for in the background.
fn wait(mut child: Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let (ended, end) = mpsc::channel();
    thread::Builder::new().name("child".to_owned()).spawn(move || ended.send(child.wait()))?;
    end.recv_timeout(patience).ok().transpose()
}

/// Hands a signal on to a child that has the terminal; it may have gone already.
pub(in crate::runtime) fn end_child(child: u32, signal: i32) {
    let signal = Signal::from_named_raw(signal).unwrap_or(Signal::TERM);
    if let Some(process) = i32::try_from(child).ok().and_then(Pid::from_raw) {
        let _ = kill_process(process, signal);
    }
}

/// The signal that ended a program.
pub(in crate::runtime) fn ended_by(status: ExitStatus) -> Option<String> {
    let signal = status.signal()?;
    Some(low_level::signal_name(signal).map_or_else(|| format!("signal {signal}"), str::to_owned))
}

/// Locks a folder as long as the file lives; others wait. `None` where folders cannot be locked.
pub(in crate::runtime) fn lock_folder(folder: &Path) -> Option<File> {
    File::open(folder).ok().filter(|folder| folder.lock().is_ok())
}

/// When a file or folder was last changed, written or renamed, where the system says.
pub(in crate::runtime) fn changed_at(meta: &Metadata) -> Option<SystemTime> {
    let since = Duration::new(meta.ctime().try_into().ok()?, meta.ctime_nsec().try_into().ok()?);
    Some(UNIX_EPOCH + since)
}

/// Never: a file is replaced whoever has it open.
pub(in crate::runtime) fn is_in_use(_: &io::Error) -> bool {
    false
}

/// How many names a file has.
pub(in crate::runtime) fn names(meta: &Metadata) -> u64 {
    meta.nlink()
}

/// Whether nobody may make files in a folder.
pub(in crate::runtime) fn is_read_only_folder(meta: &Metadata) -> bool {
    meta.permissions().readonly()
}

/// Shows an address with the first of the system's openers that works, and gives the opener's name. Blocks for up to two
/// seconds for each.
///
/// # Errors
/// Why nothing opens it.
pub(in crate::runtime) fn open_address(address: &str) -> Result<String, String> {
    let mut failure = None;
    let mut missing = Vec::new();
    for mut command in open::commands(address) {
        let program = command.get_program().to_string_lossy().into_owned();
        match quiet(&mut command).spawn() {
            Ok(opener) => match wait(opener, OPENER_PATIENCE) {
                Ok(Some(status)) if !status.success() => {
                    failure.get_or_insert_with(|| format!("`{program}` {}", describe(status)));
                }
                // an opener that goes on has become the browser
                Ok(_) => return Ok(program),
                Err(error) => return Err(format!("`{program}`: {}", reason(&error))),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(program),
            Err(error) => {
                failure.get_or_insert_with(|| format!("`{program}`: {}", reason(&error)));
            }
        }
    }
    Err(failure.unwrap_or_else(|| format!("found none of {}", missing.join(", "))))
}

/// Puts a text on the desktop's clipboard, and says how; `None` where there is no desktop or nothing that does it.
///
/// # Errors
/// Why a program that should do it did not.
pub(in crate::runtime) fn copy(text: &str) -> Result<Option<String>, String> {
    let mut failure = None;
    for &(program, arguments) in copiers() {
        match feed(program, arguments, text) {
            Ok(None) => return Ok(Some(format!("with {program}"))),
            Ok(Some(status)) => failure = Some(format!("`{program}` {}", describe(status))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => failure = Some(format!("`{program}`: {}", reason(&error))),
        }
    }
    failure.map_or(Ok(None), Err)
}

/// Sets tmux's buffer. Returns whether tmux hands it on to its terminal, which versions before 3.2 cannot; `None`: it is not set.
pub(in crate::runtime) fn copy_to_tmux(text: &str) -> Option<bool> {
    let takes = |arguments: &[&str]| matches!(feed("tmux", arguments, text), Ok(None));
    if takes(&["load-buffer", "-w", "-"]) {
        return Some(true);
    }
    takes(&["load-buffer", "-"]).then_some(false)
}

/// The clipboard programs for the desktop of this session.
fn copiers() -> &'static [(&'static str, &'static [&'static str])] {
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

/// Gives the text to a program; how it ended, where that was no success.
fn feed(program: &str, arguments: &[&str], text: &str) -> io::Result<Option<ExitStatus>> {
    let mut command = Command::new(program);
    let mut copier = quiet(command.args(arguments)).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = copier.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    // A program that keeps running holds the selection.
    Ok(wait(copier, Duration::from_secs(2))?.filter(|status| !status.success()))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn a_terminal_that_does_not_block_gets_all_of_a_frame() {
        let (terminal, mut reader) = UnixStream::pair().expect("a pair");
        terminal.set_nonblocking(true).expect("not blocking");
        let mut terminal = File::from(std::os::fd::OwnedFd::from(terminal));
        let frame = vec![b'x'; 4 << 20];
        let reading = thread::spawn(move || {
            let mut read = Vec::new();
            reader.read_to_end(&mut read).map(|_| read)
        });
        write_to(&mut terminal, &frame).expect("written");
        drop(terminal);
        assert!(reading.join().expect("no panic").expect("read") == frame);
    }
}
