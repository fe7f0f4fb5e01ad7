//! Windows 10 and newer, in the Windows Terminal and in the old console.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::{ExitCode, ExitStatus};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, SystemTime};

use crossterm::ansi_support::supports_ansi;
use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::queue;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};

use super::super::RuntimeInput;

/// The end of the terminal. Windows ends the programs of a console that is closed by itself; the number is for the
/// exit code.
pub(in crate::runtime) const SIGHUP: i32 = 1;
/// A stop and its end, which Windows does not know: the numbers are never heard.
pub(in crate::runtime) const SIGTSTP: i32 = 20;
pub(in crate::runtime) const SIGCONT: i32 = 18;
/// `Ctrl-c` where it is not a key, and `Ctrl-Break`.
const SIGINT: i32 = 2;

/// The terminal: only std's writer turns UTF-8 into what a console shows, whatever its code page.
pub(in crate::runtime) use std::io::Stdout as TerminalHandle;

/// How the terminal's line is set: crossterm knows the modes of a console and sets them anew.
pub(in crate::runtime) type LineSettings = ();

/// The editor where none is named.
pub(in crate::runtime) const DEFAULT_EDITOR: &str = "notepad";
/// Whether a text can be handed to the terminal for its clipboard: there is always a desktop instead.
pub(in crate::runtime) const TERMINAL_COPIES: bool = false;
/// How long the keyboard is waited for at a time. Nothing wakes a read of the console, so it ends by itself.
pub(in crate::runtime) const READ_PATIENCE: Option<Duration> = Some(Duration::from_millis(250));

/// There is no such limit.
pub(in crate::runtime) fn outlive_size_limit() {}

/// Hears `Ctrl-Break`, and `Ctrl-c` where it is not a key, on a thread of its own.
///
/// # Errors
/// If they cannot be listened to.
pub(in crate::runtime) fn listen(_: &Sender<RuntimeInput>, heard: impl Fn(i32) + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(move || heard(SIGINT)).map_err(io::Error::other)
}

/// Never returns: a console that is closed ends the program.
pub(in crate::runtime) fn wait_for_hangup() {
    loop {
        thread::park();
    }
}

/// Says that a program cannot be suspended.
///
/// # Errors
/// Always.
pub(in crate::runtime) fn suspend() -> Result<(), String> {
    Err("cannot suspend: Windows has no such thing; open another window".to_owned())
}

/// Does nothing: nobody stops a program.
pub(in crate::runtime) fn stop() {}

/// Ends the program at once.
pub(in crate::runtime) fn exit_now(code: i32) {
    std::process::exit(code)
}

/// Whether this is what a write to a console says that went away.
pub(in crate::runtime) fn is_gone(error: &io::Error) -> bool {
    const ERROR_INVALID_HANDLE: i32 = 6;
    const ERROR_BROKEN_PIPE: i32 = 109;
    const ERROR_NO_DATA: i32 = 232;
    const ERROR_PIPE_NOT_CONNECTED: i32 = 233;
    matches!(
        error.raw_os_error(),
        Some(ERROR_INVALID_HANDLE | ERROR_BROKEN_PIPE | ERROR_NO_DATA | ERROR_PIPE_NOT_CONNECTED)
    )
}

/// The terminal to write to.
///
/// # Errors
/// Never.
pub(in crate::runtime) fn terminal() -> io::Result<TerminalHandle> {
    Ok(io::stdout())
}

/// Whether the console understands escape sequences, once they are turned on. One in legacy mode does not.
pub(in crate::runtime) fn takes_escapes() -> bool {
    supports_ansi()
}

/// How the terminal's line is set.
///
/// # Errors
/// Never.
pub(in crate::runtime) fn line_settings() -> io::Result<LineSettings> {
    Ok(())
}

/// Does nothing: raw mode is set anew for each screen.
///
/// # Errors
/// Never.
pub(in crate::runtime) fn set_line((): &LineSettings) -> io::Result<()> {
    Ok(())
}

/// Does nothing: a shell of Windows sets the modes of its console anew.
pub(in crate::runtime) fn start_guard((): &LineSettings) {}

/// Does nothing: there is no guard.
pub(in crate::runtime) fn tell_guard(_: bool) {}

/// Does nothing: no process is started as a guard.
pub(in crate::runtime) fn run_guard(_: impl FnOnce()) -> Option<ExitCode> {
    None
}

/// Writes all of it to the console.
///
/// # Errors
/// If the console cannot be written to.
pub(in crate::runtime) fn write_to(console: &mut TerminalHandle, bytes: &[u8]) -> io::Result<()> {
    console.write_all(bytes)?;
    console.flush()
}

/// Columns and rows of the console's window, where it says.
pub(in crate::runtime) fn window_size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}

/// Queues what sets the console's modes.
///
/// # Errors
/// If the console cannot be set.
pub(in crate::runtime) fn queue_modes(out: &mut impl Write, mouse: bool, _: bool) -> io::Result<()> {
    queue!(out, EnterAlternateScreen)?;
    if mouse { queue_mouse(out, true) } else { Ok(()) }
}

/// Queues what takes [`queue_modes`] back.
///
/// # Errors
/// If the console cannot be set.
pub(in crate::runtime) fn queue_old_modes(out: &mut impl Write, _: bool) -> io::Result<()> {
    // fails where the mouse was never on
    let _ = queue_mouse(out, false);
    queue!(out, LeaveAlternateScreen)
}

/// Turns the mouse on or off.
///
/// # Errors
/// If the console cannot be set.
pub(in crate::runtime) fn queue_mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    if on { queue!(out, EnableMouseCapture) } else { queue!(out, DisableMouseCapture) }
}

/// Writes the last bytes to the console.
pub(in crate::runtime) fn write_last(bytes: &[u8]) {
    let mut out = io::stdout();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

/// Does nothing: the reader's wait ends by itself.
pub(in crate::runtime) fn wake_reader() {}

/// Does nothing: what the console says, it says to the child too.
pub(in crate::runtime) fn end_child(_: u32, _: i32) {}

/// Nothing: a program ends with a code here.
pub(in crate::runtime) fn ended_by(_: ExitStatus) -> Option<String> {
    None
}

/// Locks a folder as long as the file lives; others wait. A folder itself cannot be locked, so a hidden file in it is,
/// which the system removes with its last handle, however the program ends. `None` where none can be made.
pub(in crate::runtime) fn lock_folder(folder: &Path) -> Option<File> {
    const FILE_ATTRIBUTE_HIDDEN: u32 = 0x2;
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const PACE: Duration = Duration::from_millis(25);
    const MOST: usize = 400;
    let mut options = OpenOptions::new();
    options.write(true).create(true).share_mode(0);
    options.attributes(FILE_ATTRIBUTE_HIDDEN).custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    for _ in 0..MOST {
        match options.open(folder.join(".karwan.lock")) {
            Ok(file) => return Some(file),
            // Another one has it, or it is about to go.
            Err(error) if is_in_use(&error) => thread::sleep(PACE),
            Err(_) => return None,
        }
    }
    None
}

/// When a file or folder was last written, where the system says.
pub(in crate::runtime) fn changed_at(meta: &Metadata) -> Option<SystemTime> {
    meta.modified().ok()
}

/// Whether a file was refused because a program has it open, or for what the same number says: no permission.
pub(in crate::runtime) fn is_in_use(error: &io::Error) -> bool {
    const ERROR_ACCESS_DENIED: i32 = 5;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    const ERROR_LOCK_VIOLATION: i32 = 33;
    matches!(error.raw_os_error(), Some(ERROR_ACCESS_DENIED | ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION))
}

/// How many names a file has; std does not say.
pub(in crate::runtime) fn names(_: &Metadata) -> u64 {
    1
}

/// Never: the attribute means something else for a folder.
pub(in crate::runtime) fn is_read_only_folder(_: &Metadata) -> bool {
    false
}

/// Shows an address in the program that Windows has for it, without a shell.
///
/// # Errors
/// Why Windows does not open it.
pub(in crate::runtime) fn open_address(address: &str) -> Result<String, String> {
    open::that_detached(address).map(|()| "the browser".to_owned()).map_err(|error| crate::text::reason(&error))
}

/// Puts a text on the clipboard, and says how.
///
/// # Errors
/// Why Windows does not take it.
pub(in crate::runtime) fn copy(text: &str) -> Result<Option<String>, String> {
    match clipboard_win::set_clipboard_string(text) {
        Ok(()) => Ok(Some("to the clipboard".to_owned())),
        Err(error) => {
            Err(format!("Windows says: {}", crate::text::reason(&io::Error::from_raw_os_error(error.raw_code()))))
        }
    }
}

/// There is no tmux.
pub(in crate::runtime) fn copy_to_tmux(_: &str) -> Option<bool> {
    None
}
