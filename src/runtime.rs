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

mod answer;
mod browser;
mod clipboard;
pub mod clock;
pub mod edit;
mod editor;
pub mod feeds;
pub mod fetch;
mod filters;
mod front;
pub mod http;
pub mod inbox;
mod keyboard;
mod listing;
mod mirror;
mod order;
pub(crate) mod pace;
mod panic;
mod perform;
mod screen;
mod seen;
pub mod server;
mod signal;
mod system;
mod terminal;
pub mod triage;
mod turn;
mod watch;

use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use chrono::NaiveDate;
use color_eyre::eyre::Report;
use ratatui::Frame;
use tracing::debug_span;

use crate::desk::state::StateStore;
use crate::ui::effect::Effect;
use crate::ui::message::Message;
use crate::ui::widgets::notes::LinkTable;
use front::{LineReader, RuntimeFront};
use keyboard::KeyboardReader;
pub use panic::reported;
use screen::TerminalScreen;
use system::SIGHUP;
pub use terminal::{require_terminal, takes_escapes};

/// What the loop runs: facts go in, requests come out, and it can be drawn at any time and size.
pub trait ProgramHandle {
    /// Something happened. What is to be done about it outside is returned.
    fn update(&mut self, message: Message) -> Vec<Effect>;
    /// Draws all of the frame, on a screen.
    fn draw(&mut self, _frame: &mut Frame) {}
    /// The addresses to which cells of the frame lead; `None` where the terminal takes no links.
    fn links(&self) -> Option<LinkTable> {
        None
    }
    /// Does what a line says, where there are lines instead of a screen.
    fn take_line(&mut self, _line: &str) -> Vec<Effect> {
        Vec::new()
    }
    /// What is new, in lines.
    fn tell(&mut self) -> String {
        String::new()
    }
}

/// Reads the dossier, as often as it is asked to, and says how far it is and what became of it: the last is
/// [`Message::Loaded`] or [`Message::Opened`]. Runs on a thread of its own.
pub type LoadRequest = Box<dyn Fn(SendMessage) + Send + Sync>;

/// Takes what a thread has to say.
pub type SendMessage<'a> = &'a (dyn Fn(Message) + Sync);

/// Looks something up beside the screen from the start, and tells what it found. Runs on a thread of its own.
pub type LateLookup = Box<dyn FnOnce(SendMessage) + Send>;

/// The store of what was seen, shared with the thread that opens it.
pub type SharedStore = Arc<Mutex<StateStore>>;

/// Reads the configuration again; gives the message with what is in force then.
pub type ConfigReader = Box<dyn Fn() -> Message + Send>;

/// What a program is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayKind {
    /// A screen.
    Screen {
        /// Whether the mouse is on at the start.
        mouse: bool,
        /// Whether the terminal is asked for its background.
        asks_background: bool,
    },
    /// Lines, on standard input and output.
    Lines,
}

/// What the loop has to know.
pub struct RuntimeOptions {
    /// The day that the program was told; it hears of every other one.
    pub day: NaiveDate,
    /// The editor's command line; without it `VISUAL`, `EDITOR` or `vi`.
    pub editor: Option<String>,
    /// Reads the dossier, for [`Effect::Load`].
    pub load: LoadRequest,
    /// Saves edits; `None` if there is no file to write to.
    pub desk: Option<edit::EditDesk>,
    /// The files and folders of the dossier, to be read again when they are saved; none for the built-in story.
    pub dossier: Vec<PathBuf>,
    /// When reading the configuration and them began.
    pub since: SystemTime,
    /// Where fetched items lie, and whose decisions are kept there.
    pub inbox: inbox::InboxPlace,
    /// What the archive is a mirror of; `None`: it is not shared.
    pub mirror: Option<server::sync::MirrorSource>,
    /// How often feeds are fetched; `None`: only when asked for.
    pub feeds_every: Option<Duration>,
    /// Where what was seen is remembered.
    pub store: SharedStore,
    /// What the program hears before the first frame.
    pub first: Vec<Message>,
    /// What it hears as soon as that is known.
    pub late: Option<LateLookup>,
    /// Whether the dossier is still to be read.
    pub unread: bool,
    /// The file of the configuration, and how it is read again when it is saved.
    pub configuration: Option<(PathBuf, ConfigReader)>,
}

/// How long the end of the program waits for each change that is not written yet: longer than another program is waited for.
const AT_END: Duration = Duration::from_secs(15);

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

/// Does the work of the process that restores the terminal where the program no longer can, if this process was started
/// for that. To be called before anything else is done.
#[must_use]
pub fn run_guard() -> Option<ExitCode> {
    system::run_guard(screen::write_end)
}

/// Lets a write beyond a limit on the size of files fail, as one to a full disk does, instead of ending the program.
pub fn outlive_size_limit() {
    system::outlive_size_limit();
}

/// The size of the terminal: columns and rows. 80 by 24 where it does not say.
#[must_use]
pub fn size() -> (u16, u16) {
    let size = screen::size();
    (size.width, size.height)
}

/// The columns of the terminal that standard output is, where it says.
#[must_use]
pub fn columns() -> Option<usize> {
    system::window_size().filter(|&(columns, _)| columns > 0).map(|(columns, _)| columns.into())
}

/// What a program is shown on, entered before there is one. The terminal is restored however this ends.
pub struct EnteredFront {
    front: RuntimeFront,
    shared: Arc<signal::SignalState>,
    sender: Sender<RuntimeInput>,
    inputs: Receiver<RuntimeInput>,
    /// When the terminal was asked for its background.
    asked: Option<Instant>,
}

/// Enters what a program is to be shown on. From then on all that is typed is kept for [`run`], and a terminal that is asked for
/// its background can answer while the program is made ready. To be called within [`reported`].
///
/// # Errors
///
/// If the terminal cannot be set up, or no thread is to be had.
pub fn open_front(shown_on: DisplayKind) -> Result<EnteredFront, Report> {
    panic::restore_first();
    let _span = debug_span!("terminal").entered();
    let (sender, inputs) = mpsc::channel();
    // The end of a pipe is the end of the input, not of a terminal.
    let on_terminal = shown_on != DisplayKind::Lines || io::stdin().is_terminal() && io::stdout().is_terminal();
    let shared = signal::listen(&sender, on_terminal)?;
    let (front, asked) = match shown_on {
        DisplayKind::Lines => (RuntimeFront::Lines(LineReader::start(sender.clone())?), None),
        DisplayKind::Screen { mouse, asks_background } => {
            let mut screen = TerminalScreen::enter(mouse)?;
            let asked = (asks_background && screen.ask_background()?).then(Instant::now);
            (RuntimeFront::Screen(Box::new(screen), KeyboardReader::start(sender.clone())?), asked)
        }
    };
    Ok(EnteredFront { front, shared, sender, inputs, asked })
}

/// Runs the program until it ends. The terminal is restored however that comes about.
///
/// # Errors
///
/// If the terminal cannot be written to (but one that went away is an [`ExitReason`]), or a thread failed.
pub fn run(program: impl ProgramHandle, options: RuntimeOptions, entered: EnteredFront) -> Result<ExitReason, Report> {
    let EnteredFront { mut front, shared, sender, inputs, asked } = entered;
    front.show_links(program.links());
    let configuration = options.configuration.as_ref().map(|(path, _)| path.clone());
    watch::start(options.dossier, configuration, options.since, &sender);
    let seen = seen::SeenWriter::start(options.store, sender.clone());
    let mut runtime = Runtime {
        program,
        front,
        running: Arc::default(),
        in_order: order::OrderedWork::default(),
        at_end: false,
        shared,
        sender,
        inputs,
        held: VecDeque::new(),
        load: Arc::from(options.load),
        search: Arc::default(),
        loading: Loading::No,
        editor: options.editor,
        desk: options.desk.map(|desk| Arc::new(Mutex::new(desk))),
        day: options.day,
        resized: true,
        continued: false,
        configuration: options.configuration,
        seen,
        inbox: listing::InboxThreads::new(options.inbox),
        bell: Arc::default(),
        fetching: Arc::default(),
        first: options.first,
    };
    if options.unread {
        runtime.load();
    }
    if let Some(every) = options.feeds_every {
        remind_of_feeds(every, runtime.sender.clone());
    }
    if let Some(late) = options.late {
        runtime.look_up(late);
    }
    if let Some(source) = options.mirror {
        runtime.follow_mirror(source);
    }
    if let Some(asked) = asked {
        runtime.wait_for_background(asked);
    }
    let stop = runtime.turn();
    let Runtime { front, seen, in_order, inputs, held, shared, .. } = runtime;
    drop(front);
    // What follows takes its time, which is bounded.
    shared.ending.store(true, Ordering::SeqCst);
    held.into_iter().for_each(tell_unwritten);
    let left = in_order.finish(AT_END, &inputs, tell_unwritten);
    seen.finish();
    inputs.try_iter().for_each(tell_unwritten);
    if left > 0 {
        tell_last(&format!("ended before everything was written; changes that are not: {left}"));
    }
    match stop {
        StopReason::Exit(reason) => Ok(reason),
        StopReason::Error(report) => Err(report),
    }
}

/// Tells on the terminal what could not be written, when there is no screen any more.
fn tell_unwritten(input: RuntimeInput) {
    match input {
        RuntimeInput::Message(Message::Done(Err(why)) | Message::ItemsChanged(_, Err(why))) => tell_last(&why),
        RuntimeInput::Message(Message::Written(Err(refusal))) => tell_last(&refusal.why),
        _ => {}
    }
}

/// Writes a line to standard error, which may be gone with the terminal.
fn tell_last(line: &str) {
    let _ = writeln!(io::stderr(), "{}", crate::text::safe(line));
}

/// What comes through the channel.
enum RuntimeInput {
    Message(Message),
    Signal(i32),
    Gone,
    Edited(io::Result<ExitStatus>),
    /// A line was typed; `None`: there are no more.
    Line(Option<String>),
    /// No browser shows this address, and why.
    NotOpened(String, String),
    /// A thread has done what was asked for.
    WorkEnded,
    /// A file of the dossier was saved, added or removed.
    DossierChanged,
    /// The thread that reads the dossier has ended.
    LoadEnded,
    /// The configuration was saved.
    ConfigurationChanged,
    /// A thread that is needed has failed.
    Failed(String),
}

/// Why the loop does not go on.
enum StopReason {
    Exit(ExitReason),
    Error(Report),
}

impl From<io::Error> for StopReason {
    fn from(error: io::Error) -> StopReason {
        if system::is_gone(&error) {
            StopReason::Exit(ExitReason::TerminalGone)
        } else {
            StopReason::Error(Report::new(error).wrap_err("cannot write to the terminal"))
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

struct Runtime<P> {
    program: P,
    seen: seen::SeenWriter,
    /// The number of the last search: what is sought for another is of no use.
    search: Arc<AtomicU64>,
    /// Where fetched items go, and what is asked of them.
    inbox: listing::InboxThreads,
    /// Rung when a shared archive may have something for its server.
    bell: Arc<server::MirrorBell>,
    /// Whether feeds are being fetched.
    fetching: Arc<AtomicBool>,
    /// What the program hears before the first frame.
    first: Vec<Message>,
    front: RuntimeFront,
    /// How many threads do what was asked for.
    running: Arc<AtomicUsize>,
    /// What is done one after another.
    in_order: order::OrderedWork,
    /// Whether there are no more lines.
    at_end: bool,
    shared: Arc<signal::SignalState>,
    sender: Sender<RuntimeInput>,
    inputs: Receiver<RuntimeInput>,
    /// What came in while the editor had the terminal, or while the first frame waited for the terminal's background.
    held: VecDeque<RuntimeInput>,
    load: Arc<dyn Fn(SendMessage) + Send + Sync>,
    loading: Loading,
    editor: Option<String>,
    desk: Option<Arc<Mutex<edit::EditDesk>>>,
    day: NaiveDate,
    /// The size may have changed.
    resized: bool,
    /// The next `SIGCONT` belongs to a stop that is over.
    continued: bool,
    configuration: Option<(PathBuf, ConfigReader)>,
}

/// Says at once and then again and again that it is time to fetch the feeds, until nobody listens.
fn remind_of_feeds(every: Duration, sender: Sender<RuntimeInput>) {
    let remind = move || {
        while sender.send(RuntimeInput::Message(Message::FeedsDue)).is_ok() {
            thread::sleep(every);
        }
    };
    // Without it, `R` still fetches them.
    let _ = thread::Builder::new().name("feeds due".to_owned()).spawn(remind);
}

/// Starts a thread that is needed: where it fails, the loop ends with an error.
fn spawn(name: &'static str, inputs: Sender<RuntimeInput>, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        if let Err(what) = panic::caught(work) {
            let _ = inputs.send(RuntimeInput::Failed(format!("the {name} thread failed: {what}")));
        }
    });
    let refused = |error: io::Error| {
        io::Error::new(
            error.kind(),
            format!("the system gives no further thread for the {name}: {}", crate::text::reason(&error)),
        )
    };
    started.map(drop).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_a_shell() {
        assert_eq!(ExitReason::Quit.code(), 0);
        assert_eq!(ExitReason::Signal(15).code(), 143);
        assert_eq!(ExitReason::TerminalGone.code(), 129);
    }
}
