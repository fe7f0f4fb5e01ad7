//! A real program in a real pseudo-terminal: what it draws, what it leaves behind.
//!
//! A screen that lives is waited for, never looked at once: every question has a deadline and no test sleeps.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Longer than a machine that does something else besides takes for anything here.
pub const DEADLINE: Duration = Duration::from_mins(1);
/// How long a test rests before it looks again at what tells nothing by itself.
pub const PACE: Duration = Duration::from_millis(10);

/// The end of a synchronized update, and so of a frame.
const FRAME_END: &[u8; 8] = b"\x1b[?2026l";

/// The program and its terminal.
pub struct Pty {
    /// Until it is taken away.
    terminal: Option<Terminal>,
    child: Box<dyn Child + Send + Sync>,
    output: Arc<Output>,
    line: String,
    _state: tempfile::TempDir,
}

struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
}

struct Output {
    seen: Mutex<Seen>,
    changed: Condvar,
}

/// What has come out so far.
pub struct Seen {
    parser: vt100::Parser,
    /// Every byte.
    pub bytes: Vec<u8>,
    /// When the end of each frame (of a synchronized update) came.
    pub frames: Vec<Instant>,
    /// Whether there will be no more.
    pub closed: bool,
    let_go: bool,
}

impl Seen {
    /// What the terminal shows.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Whether the text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.screen().contents().contains(text)
    }

    /// What the terminal showed when the first frame was complete; empty where none is.
    #[allow(dead_code)] // for the tests alone, and `benches/start.rs` has this file too
    pub fn first_frame(&self) -> String {
        let (rows, columns) = self.screen().size();
        let end = self.bytes.windows(FRAME_END.len()).position(|bytes| bytes == FRAME_END);
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(&self.bytes[..end.unwrap_or(0)]);
        parser.screen().contents()
    }
}

impl Pty {
    /// Starts a program in a terminal of this many columns and rows.
    pub fn start(program: impl AsRef<OsStr>, arguments: &[&str], size: (u16, u16)) -> Pty {
        Pty::start_with(program, arguments, size, &[])
    }

    /// Starts a program with variables in its environment; an empty one is taken out.
    pub fn start_with(
        program: impl AsRef<OsStr>,
        arguments: &[&str],
        (cols, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Pty {
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env("TERM", "xterm-256color");
        for name in [
            "NO_COLOR",
            "WAYLAND_DISPLAY",
            "DISPLAY",
            "TMUX",
            "VISUAL",
            "EDITOR",
            "RUST_BACKTRACE",
            "RUST_LIB_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        // What it remembers is its own, and forgotten with it.
        let state = tempfile::tempdir().expect("a directory");
        command.env("XDG_STATE_HOME", state.path());
        // and what it opens is the frozen story
        command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/config"));
        for (name, value) in variables {
            if value.is_empty() { command.env_remove(name) } else { command.env(name, value) }
        }
        let line = line_of(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let parser = vt100::Parser::new(rows, cols, 0);
        let output = Arc::new(Output {
            seen: Mutex::new(Seen { parser, bytes: Vec::new(), frames: Vec::new(), closed: false, let_go: false }),
            changed: Condvar::new(),
        });
        let reader = pair.master.try_clone_reader().expect("a reader");
        let told = Arc::clone(&output);
        thread::spawn(move || told.read(reader));
        let keys = pair.master.take_writer().expect("a writer");
        Pty { terminal: Some(Terminal { master: pair.master, keys }), child, output, line, _state: state }
    }

    fn terminal(&mut self) -> &mut Terminal {
        self.terminal.as_mut().expect("a terminal")
    }

    fn line_now(&self) -> String {
        line_of(&*self.terminal.as_ref().expect("a terminal").master)
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        let out = &mut self.terminal().keys;
        out.write_all(keys.as_bytes()).expect("the terminal takes keys");
        out.flush().expect("the terminal takes keys");
    }

    /// Changes the terminal's size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.output.seen.lock().expect("seen").parser.screen_mut().set_size(rows, cols);
        self.terminal().master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("another size");
    }

    /// Waits until something is so.
    pub fn wait_until(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let seen = self.output.seen.lock().expect("seen");
        let (seen, timeout) = self.output.changed.wait_timeout_while(seen, DEADLINE, |seen| !is(seen)).expect("seen");
        assert!(!timeout.timed_out(), "waited for {what}; the screen shows:\n{}", seen.screen().contents());
    }

    /// Waits until something is so; how long that took.
    #[allow(dead_code)] // for the tests alone, and `benches/start.rs` has this file too
    pub fn time_until(&self, what: &str, is: impl Fn(&Seen) -> bool) -> Duration {
        let began = Instant::now();
        self.wait_until(what, is);
        began.elapsed()
    }

    /// Waits until a text is on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("`{text}`"), |seen| seen.shows(text));
    }

    /// A look at what has come out.
    pub fn look<T>(&self, at: impl FnOnce(&Seen) -> T) -> T {
        at(&self.output.seen.lock().expect("seen"))
    }

    /// The number that follows a word on the screen.
    pub fn number_after(&self, word: &str) -> usize {
        let contents = self.look(|seen| seen.screen().contents());
        contents
            .split_whitespace()
            .skip_while(|&part| part != word)
            .nth(1)
            .and_then(|number| number.parse().ok())
            .unwrap_or_else(|| panic!("no number after `{word}` in:\n{contents}"))
    }

    /// The process that was started.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Sends a signal to the process that was started.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(rustix::process::Pid::from_raw).expect("a process");
        rustix::process::kill_process(pid, signal).expect("a process to signal");
    }

    /// Waits for the end, and for all that was written before it.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let status = ends_within(&mut *self.child, DEADLINE).unwrap_or_else(|| {
            let shown = self.look(|seen| seen.screen().contents());
            let _ = self.child.kill();
            panic!("waited for the end; the screen shows:\n{shown}")
        });
        self.wait_until("the last byte", |seen| seen.closed);
        status
    }

    /// Waits until the process is in a state (`T`: stopped).
    pub fn wait_for_state(&self, state: char) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let Ok(stat) = fs::read_to_string(format!("/proc/{}/stat", self.pid())) else {
                eprintln!("skipped: no /proc");
                return;
            };
            if stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with(state)) {
                return;
            }
            assert!(Instant::now() < deadline, "waited for state {state}: {stat}");
            thread::yield_now();
        }
    }

    /// Watches the program for three seconds, in which it may wake no more than once a second and use no processor
    /// time that the system counts (a hundredth of a second).
    pub fn assert_idle(&self) {
        const STRETCH: Duration = Duration::from_secs(3);
        let process = format!("/proc/{}", self.pid());
        if !Path::new(&process).exists() {
            eprintln!("skipped: no /proc");
            return;
        }
        // Its start may not be over yet on a busy machine; what polls does so in each stretch.
        let mut seen = Vec::new();
        for _ in 0..3 {
            let before = (switches(&process), ticks(&process));
            thread::sleep(STRETCH);
            let (wakes, used) = (switches(&process) - before.0, ticks(&process) - before.1);
            if wakes <= STRETCH.as_secs() && used == 0 {
                return;
            }
            seen.push((wakes, used));
        }
        panic!("wakes and ticks in stretches of {STRETCH:?}: {seen:?}");
    }

    /// Processor time that the program has used, to the nanosecond (`/proc/PID/schedstat`); zero where that is not told.
    #[allow(dead_code)] // for `benches/start.rs`
    pub fn processor_time(&self) -> Duration {
        let nanoseconds = fs::read_dir(format!("/proc/{}/task", self.pid()))
            .into_iter()
            .flatten()
            .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok())
            .filter_map(|stat| stat.split(' ').next()?.parse::<u64>().ok())
            .sum();
        Duration::from_nanos(nanoseconds)
    }

    /// Takes the terminal away, as a window does that is closed: the program's next look finds nobody there. `nudge`
    /// makes the program write once more, which wakes the reader here. How the program ends, if it does in time.
    pub fn hang_up(mut self, nudge: &str) -> Option<ExitStatus> {
        self.output.seen.lock().expect("seen").let_go = true;
        self.send(nudge);
        self.wait_until("the reader to let go", |seen| seen.closed);
        drop(self.terminal.take());
        let status = ends_within(&mut *self.child, DEADLINE);
        if status.is_none() {
            let _ = self.child.kill();
        }
        status
    }

    /// Waits until the terminal is as it was before the program: screen, cursor, modes, line.
    pub fn wait_until_restored(&self) {
        self.wait_until("the terminal to be restored", is_restored);
        let deadline = Instant::now() + DEADLINE;
        while self.line_now() != self.line {
            assert!(Instant::now() < deadline, "the line is {} and was {}", self.line_now(), self.line);
            thread::yield_now();
        }
    }

    /// Whether the terminal's line is set as before the program.
    pub fn line_is_as_before(&self) -> bool {
        self.line_now() == self.line
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // nothing is left running by a test that failed
        let _ = self.child.kill();
    }
}

impl Output {
    fn read(&self, mut reader: Box<dyn Read + Send>) {
        let mut buffer = vec![0; 65536];
        loop {
            let count = reader.read(&mut buffer).unwrap_or(0);
            let now = Instant::now();
            let mut seen = self.seen.lock().expect("seen");
            // The emulator can fall over what was written for the size of a moment ago. It starts anew then, on the
            // other screen, and is drawn in full after the next size.
            let (rows, columns) = seen.parser.screen().size();
            let taken = catch_unwind(AssertUnwindSafe(|| seen.parser.process(&buffer[..count])));
            if taken.is_err() {
                seen.parser = vt100::Parser::new(rows, columns, 0);
                seen.parser.process(b"\x1b[?1049h");
            }
            // an end may have come in two parts
            let from = seen.bytes.len().saturating_sub(FRAME_END.len() - 1);
            seen.bytes.extend_from_slice(&buffer[..count]);
            let ended = seen.bytes[from..].windows(FRAME_END.len()).filter(|bytes| **bytes == FRAME_END[..]).count();
            seen.frames.extend(std::iter::repeat_n(now, ended));
            if count == 0 || seen.let_go {
                drop(reader);
                seen.closed = true;
                self.changed.notify_all();
                return;
            }
            self.changed.notify_all();
        }
    }
}

/// How often all threads of a process together went to sleep.
fn switches(process: &str) -> u64 {
    let threads = fs::read_dir(format!("{process}/task")).expect("threads");
    let count = |status: &str| {
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("status")).ok())
        .map(|status| count(&status).expect("a count"))
        .sum()
}

/// Processor time of a process, in the system's ticks.
fn ticks(process: &str) -> u64 {
    let stat = fs::read_to_string(format!("{process}/stat")).expect("a process");
    let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
    fields[11].parse::<u64>().expect("utime") + fields[12].parse::<u64>().expect("stime")
}

fn ends_within(child: &mut dyn Child, patience: Duration) -> Option<ExitStatus> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some(status);
        }
        if Instant::now() > deadline {
            return None;
        }
        thread::park_timeout(Duration::from_millis(5));
    }
}

/// Whether nothing of a program's modes is left. The last mode is what counts, so that a terminal in which nothing ever
/// ran is restored too.
pub fn is_restored(seen: &Seen) -> bool {
    let screen = seen.screen();
    let last = |bytes: &[u8]| seen.bytes.windows(bytes.len()).rposition(|window| window == bytes);
    !screen.alternate_screen()
        && !screen.hide_cursor()
        && !screen.bracketed_paste()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        && last(b"\x1b[8l") <= last(b"\x1b[8h")
        && last(b"\x1b[?7l") <= last(b"\x1b[?7h")
        && last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
}

/// Whether the first frame is complete: the end of a synchronized update.
pub fn has_drawn(seen: &Seen) -> bool {
    !seen.frames.is_empty()
}

fn line_of(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a line"))
}
