//! The loop: what happens outside becomes a [`Message`], what the program asks for is done, and the screen is drawn.
//!
//! ```text
//! keyboard ─┐                  ┌─ update(Message) ─▶ Vec<Effect> ─▶ done here, or by a thread that answers
//! signals  ─┼─▶ one channel ─▶─┤                                    with a Message
//! effects  ─┘                  └─ draw(Frame), once for all that was waiting
//! ```
//!
//! There is no tick. Every thread sleeps until something happens; the loop wakes once an hour beside that, to see
//! whether the day has changed while the machine slept.

mod browser;
mod child;
mod clipboard;
mod editor;
mod keyboard;
mod panic;
mod screen;
mod signal;

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{Days, Local, NaiveDate, NaiveDateTime, NaiveTime};
use color_eyre::eyre::{Report, eyre};
use ratatui::Frame;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP};

use crate::dossier::problem::{Problem, Severity};
use crate::effect::Effect;
use crate::message::{Loaded, Message};
use keyboard::Keyboard;
use screen::Screen;

/// What the loop runs: facts go in, requests come out, and it can be drawn at any time and size.
pub trait Program {
    /// Something happened. What is to be done about it outside is returned.
    fn update(&mut self, message: Message) -> Vec<Effect>;
    /// Draws all of the frame.
    fn draw(&mut self, frame: &mut Frame);
}

/// Reads the dossier, as often as it is asked to. Runs on a thread of its own.
pub type Load = Box<dyn Fn() -> Loaded + Send + Sync>;

/// What the loop has to know.
pub struct Options {
    /// Whether the mouse is on at the start.
    pub mouse: bool,
    /// The day that the program was told; it hears of every other one.
    pub day: NaiveDate,
    /// The editor's command line; without it `VISUAL`, `EDITOR` or `vi`.
    pub editor: Option<String>,
    /// Reads the dossier, for [`Effect::Load`].
    pub load: Load,
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// The program asked for it.
    Quit,
    /// A signal, by its number.
    Signal(i32),
    /// The terminal went away.
    TerminalGone,
}

impl ExitReason {
    /// The exit code: 0, or 128 and the signal's number, as shells count it; a terminal that goes away is a hang-up.
    #[must_use]
    pub fn code(self) -> u8 {
        let signal = match self {
            ExitReason::Quit => return 0,
            ExitReason::Signal(signal) => signal,
            ExitReason::TerminalGone => SIGHUP,
        };
        u8::try_from(128 + signal).unwrap_or(u8::MAX)
    }
}

/// Whether there is a terminal to draw on.
///
/// # Errors
///
/// What to tell the user (exit code 2).
pub fn require_terminal() -> Result<(), String> {
    let missing = match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, true) => "standard input is none",
        (true, false) => "standard output is none",
        (false, false) => "standard input and output are none",
    };
    Err(format!(
        "karwan needs a terminal to draw on, and {missing}; try `karwan list events` or `karwan render --view overview`"
    ))
}

/// Runs the program until it ends. The terminal is restored however that comes about.
///
/// # Errors
///
/// Where the terminal cannot be set up or written to (but one that went away is an [`ExitReason`]), or a thread failed.
pub fn run(program: impl Program, options: Options) -> Result<ExitReason, Report> {
    panic::restore_first();
    let (sender, inputs) = mpsc::channel();
    let shared = signal::listen(&sender)?;
    let screen = Screen::enter(options.mouse)?;
    let keyboard = Keyboard::start(sender.clone())?;
    let mut runtime = Runtime {
        program,
        screen,
        keyboard,
        shared,
        sender,
        inputs,
        held: VecDeque::new(),
        load: Arc::from(options.load),
        loading: Loading::No,
        editor: options.editor,
        day: options.day,
        resized: true,
        continued: false,
    };
    // a thread's panic that comes out here has not been reported yet
    match panic::reported(|| runtime.turn()) {
        Stop::Exit(reason) => Ok(reason),
        Stop::Error(report) => Err(report),
    }
}

/// What comes through the channel.
enum Input {
    Message(Message),
    Signal(i32),
    Gone,
    Edited(io::Result<ExitStatus>),
    /// A thread that is needed has failed.
    Failed(String),
}

/// Why the loop does not go on.
enum Stop {
    Exit(ExitReason),
    Error(Report),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        use rustix::io::Errno;
        // what a write to a terminal says that went away
        match Errno::from_io_error(&error) {
            Some(Errno::IO | Errno::NXIO | Errno::PIPE | Errno::BADF | Errno::NODEV) => {
                Stop::Exit(ExitReason::TerminalGone)
            }
            _ => Stop::Error(Report::new(error).wrap_err("cannot write to the terminal")),
        }
    }
}

/// Whether the dossier is being read.
#[derive(Clone, Copy, PartialEq)]
enum Loading {
    No,
    Yes,
    /// Asked for again meanwhile: what is being read may be out of date already.
    Again,
}

/// How long the loop takes in what is waiting before it draws: a storm of keys costs few frames, and an endless one
/// does not freeze the screen.
const STORM: Duration = Duration::from_millis(100);

struct Runtime<P> {
    program: P,
    screen: Screen,
    keyboard: Keyboard,
    shared: Arc<signal::Shared>,
    sender: Sender<Input>,
    inputs: Receiver<Input>,
    /// What came in while the editor had the terminal.
    held: VecDeque<Input>,
    load: Arc<dyn Fn() -> Loaded + Send + Sync>,
    loading: Loading,
    editor: Option<String>,
    day: NaiveDate,
    /// The size may have changed.
    resized: bool,
    /// The next `SIGCONT` belongs to a stop that is over.
    continued: bool,
}

impl<P: Program> Runtime<P> {
    /// Goes round until something stops it.
    fn turn(&mut self) -> Stop {
        loop {
            if let Err(stop) = self.turn_once() {
                return stop;
            }
        }
    }

    /// Draws, waits, and takes in all that is waiting.
    fn turn_once(&mut self) -> Result<(), Stop> {
        self.take_size()?;
        self.screen.draw(|frame| self.program.draw(frame))?;
        let input = self.wait();
        let storm = Instant::now() + STORM;
        let mut next = Some(input?);
        while let Some(input) = next {
            self.take(input)?;
            next = if Instant::now() < storm {
                self.held.pop_front().or_else(|| self.inputs.try_recv().ok())
            } else {
                None
            };
        }
        Ok(())
    }

    /// Waits for the next input; a change of day is one.
    fn wait(&mut self) -> Result<Input, Stop> {
        loop {
            let now = Local::now().naive_local();
            if now.date() != self.day {
                self.day = now.date();
                return Ok(Input::Message(Message::DayChanged(self.day)));
            }
            if let Some(input) = self.held.pop_front() {
                return Ok(input);
            }
            match self.inputs.recv_timeout(until_day_may_change(now)) {
                Ok(input) => return Ok(input),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Stop::Error(eyre!("nothing is listened to any more")));
                }
            }
        }
    }

    fn take(&mut self, input: Input) -> Result<(), Stop> {
        match input {
            // a storm of sizes costs one look at the last
            Input::Message(Message::Resized(..)) => {
                self.resized = true;
                Ok(())
            }
            Input::Message(message) => {
                self.take_size()?;
                if matches!(message, Message::Loaded(_)) {
                    let again = self.loading == Loading::Again;
                    self.loading = Loading::No;
                    if again {
                        self.load();
                    }
                }
                self.update(message)
            }
            Input::Signal(SIGTSTP) => self.stop(),
            Input::Signal(SIGCONT) => {
                if std::mem::take(&mut self.continued) {
                    Ok(())
                } else {
                    self.enter_again()
                }
            }
            Input::Signal(signal) => {
                self.shared.ending.store(true, Ordering::SeqCst);
                Err(Stop::Exit(ExitReason::Signal(signal)))
            }
            Input::Gone => Err(Stop::Exit(ExitReason::TerminalGone)),
            Input::Failed(what) => Err(Stop::Error(eyre!(what))),
            Input::Edited(_) => Ok(()),
        }
    }

    /// Tells the program its size, where that may have changed.
    fn take_size(&mut self) -> Result<(), Stop> {
        if std::mem::take(&mut self.resized) {
            let (columns, rows) = self.screen.resize()?;
            self.update(Message::Resized(columns, rows))?;
        }
        Ok(())
    }

    fn update(&mut self, message: Message) -> Result<(), Stop> {
        for effect in self.program.update(message) {
            self.perform(effect)?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> Result<(), Stop> {
        match effect {
            Effect::Quit => return Err(Stop::Exit(ExitReason::Quit)),
            Effect::Suspend => {
                if let Err(why) = signal::suspend() {
                    self.answer(move || Err(why));
                }
            }
            Effect::Load => self.load(),
            Effect::OpenUrl(address) => self.answer(move || browser::open(&address)),
            Effect::Copy(text, what) => {
                let terminal = clipboard::fits_terminal(&text);
                if terminal {
                    self.screen.copy(&text)?;
                }
                self.answer(move || clipboard::copy(&text, &what, terminal));
            }
            Effect::SetMouse(on) => self.screen.set_mouse(on)?,
            Effect::Edit(path, offset) => self.edit(&path, editor::line_of(&path, offset))?,
        }
        Ok(())
    }

    /// Does something that may take its time on a thread; its outcome is a [`Message::Done`].
    fn answer(&self, work: impl FnOnce() -> Result<String, String> + Send + 'static) {
        let sender = self.sender.clone();
        let work = move || {
            let outcome = panic::caught(work).unwrap_or_else(Err);
            let _ = sender.send(Input::Message(Message::Done(outcome)));
        };
        if let Err(error) = thread::Builder::new().name("effect".to_owned()).spawn(work) {
            let _ = self.sender.send(Input::Message(Message::Done(Err(format!("cannot start a thread: {error}")))));
        }
    }

    /// Reads the dossier on a thread, one at a time.
    fn load(&mut self) {
        if self.loading != Loading::No {
            self.loading = Loading::Again;
            return;
        }
        self.loading = Loading::Yes;
        let (load, sender) = (Arc::clone(&self.load), self.sender.clone());
        let work = move || {
            let loaded = panic::caught(move || load()).unwrap_or_else(failed_load);
            let _ = sender.send(Input::Message(Message::Loaded(loaded)));
        };
        if let Err(error) = thread::Builder::new().name("load".to_owned()).spawn(work) {
            let loaded = failed_load(format!("cannot start a thread: {error}"));
            let _ = self.sender.send(Input::Message(Message::Loaded(loaded)));
        }
    }

    /// Leaves the screen, stops the process, and comes back when it goes on.
    fn stop(&mut self) -> Result<(), Stop> {
        screen::restore();
        signal::stop();
        self.continued = true;
        self.enter_again()
    }

    fn enter_again(&mut self) -> Result<(), Stop> {
        self.screen.enter_again()?;
        self.resized = true;
        Ok(())
    }

    /// Lends the terminal to the editor, then reads the dossier again.
    fn edit(&mut self, path: &Path, line: usize) -> Result<(), Stop> {
        let mut command = match editor::command(self.editor.as_deref(), path, line) {
            Ok(command) => command,
            Err(why) => return self.update(Message::Done(Err(why))),
        };
        let name = command.get_program().to_string_lossy().into_owned();
        self.keyboard.hold();
        self.shared.lent.store(true, Ordering::SeqCst);
        screen::restore();
        let ended = match command.spawn() {
            Ok(editor) => self.wait_for_editor(editor)?,
            Err(error) => Err(error),
        };
        self.shared.lent.store(false, Ordering::SeqCst);
        self.screen.reset_line()?;
        self.enter_again()?;
        self.keyboard.release();
        let failure = match ended {
            Ok(status) if status.success() => None,
            Ok(status) => Some(format!("editor `{name}` {}", child::describe(status))),
            Err(error) => Some(format!("cannot start the editor `{name}`: {error}; set `VISUAL` or `EDITOR`")),
        };
        self.load();
        failure.map_or(Ok(()), |failure| self.update(Message::Done(Err(failure))))
    }

    /// Waits for the editor; what comes in meanwhile is held back, but for the signals to end.
    fn wait_for_editor(&mut self, mut editor: std::process::Child) -> Result<io::Result<ExitStatus>, Stop> {
        let sender = self.sender.clone();
        let process = Pid::from_child(&editor);
        spawn("editor", self.sender.clone(), move || {
            let _ = sender.send(Input::Edited(editor.wait()));
        })?;
        loop {
            let (signal, stop) = match self.inputs.recv() {
                Ok(Input::Edited(ended)) => return Ok(ended),
                Ok(Input::Signal(signal)) if !matches!(signal, SIGTSTP | SIGCONT) => {
                    self.shared.ending.store(true, Ordering::SeqCst);
                    (Signal::from_named_raw(signal).unwrap_or(Signal::TERM), ExitReason::Signal(signal))
                }
                Ok(Input::Gone) => (Signal::HUP, ExitReason::TerminalGone),
                Ok(input) => {
                    self.held.push_back(input);
                    continue;
                }
                Err(_) => (Signal::TERM, ExitReason::TerminalGone),
            };
            // it may have gone already
            let _ = kill_process(process, signal);
            return Err(Stop::Exit(stop));
        }
    }
}

/// A load that came to nothing, as a problem to show.
fn failed_load(message: String) -> Loaded {
    let problem =
        Problem { severity: Severity::Error, path: PathBuf::new(), line: 0, column: 0, message, excerpt: None };
    Loaded { dossier: None, problems: vec![problem] }
}

/// Starts a thread that is needed: where it fails, the loop ends with an error.
fn spawn(name: &'static str, inputs: Sender<Input>, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if let Err(what) = panic::caught(work) {
            let _ = inputs.send(Input::Failed(format!("the {name} thread failed: {what}")));
        }
    })?;
    Ok(())
}

/// How long the day cannot change: until midnight, and at most an hour, since a machine that sleeps stops the clock
/// that is waited by.
fn until_day_may_change(now: NaiveDateTime) -> Duration {
    const HOUR: Duration = Duration::from_secs(3600);
    let midnight = now.date().checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN));
    let left = midnight.and_then(|midnight| (midnight - now).to_std().ok()).unwrap_or(HOUR);
    // never less than a second, so that a clock that is set back does not make a busy loop
    left.clamp(Duration::from_secs(1), HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeps_until_midnight_but_not_longer_than_an_hour() {
        let at = |hour, minute, second| {
            NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(hour, minute, second)).expect("a time")
        };
        assert_eq!(until_day_may_change(at(12, 0, 0)), Duration::from_secs(3600));
        assert_eq!(until_day_may_change(at(23, 30, 0)), Duration::from_secs(1800));
        assert_eq!(until_day_may_change(at(23, 59, 59)), Duration::from_secs(1));
    }

    #[test]
    fn exit_codes_are_those_of_a_shell() {
        assert_eq!(ExitReason::Quit.code(), 0);
        assert_eq!(ExitReason::Signal(15).code(), 143);
        assert_eq!(ExitReason::TerminalGone.code(), 129);
    }
}
