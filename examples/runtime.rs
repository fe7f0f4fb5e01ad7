//! The runtime's own test program: shows what it was told, and asks for each effect at a key. `tests/pty.rs` runs it
//! in a pseudo-terminal; it is good for trying a terminal by hand too.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use chrono::Local;
use karwan::runtime::inbox::{IdentityCache, InboxPlace};
use karwan::runtime::{self, DisplayKind, ProgramHandle, RuntimeOptions};
use karwan::ui::effect::Effect;
use karwan::ui::message::{LoadedDossier, Message};
use keybinds::Key;
use ratatui::Frame;
use ratatui::text::{Line, Text};

#[derive(Default)]
struct Told {
    size: (u16, u16),
    sizes: usize,
    keys: usize,
    last: String,
    pasted: usize,
    loads: usize,
    done: String,
    frames: usize,
    panics_in_draw: bool,
}

impl ProgramHandle for Told {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Resized(columns, rows) => {
                self.size = (columns, rows);
                self.sizes += 1;
            }
            Message::KeyPressed(key) => {
                self.keys += 1;
                self.last = format!("{key}");
                // A terminal that is let go may end what was typed, as by Ctrl-d.
                return if key.mods().is_empty() { self.asked_by(key.key()) } else { Vec::new() };
            }
            Message::Pasted(text) => self.pasted += text.len(),
            Message::Mouse(mouse) => self.last = format!("{mouse:?}"),
            Message::Loaded(loaded) => {
                self.loads += 1;
                if let Some(problem) = loaded.problems.first() {
                    self.done.clone_from(&problem.message);
                }
            }
            Message::Done(Ok(text)) => self.done = format!("ok: {text}"),
            Message::Done(Err(text)) => self.done = format!("error: {text}"),
            Message::BackgroundTold(_) | Message::Meant(_) => {}
            Message::NotWatched(why) => self.done = format!("not watched: {why}"),
            Message::Opened(_) | Message::Progressed(_) | Message::Searched(_) | Message::LastVisitRead(_) => {}
            Message::Configured(_) => "configured".clone_into(&mut self.done),
            Message::Written(_) | Message::Logged(_) | Message::PageRead(..) => "edited".clone_into(&mut self.done),
            Message::FeedsDue | Message::FeedsFetched(_) | Message::ItemsListed(..) | Message::ItemsChanged(..) => {
                "feeds".clone_into(&mut self.done);
            }
            Message::Seen(_) => "seen".clone_into(&mut self.done),
            Message::MirrorTold(_) => "mirror".clone_into(&mut self.done),
            Message::DayChanged(day) => self.done = format!("day {day}"),
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame) {
        assert!(!self.panics_in_draw, "the picture fell down");
        self.frames += 1;
        let lines = [
            format!("size {}x{}", self.size.0, self.size.1),
            format!("sizes {} keys {} frames {} pasted {}", self.sizes, self.keys, self.frames, self.pasted),
            format!("loads {} pid {}", self.loads, std::process::id()),
            format!("last {}", self.last),
            self.done.clone(),
        ];
        frame.render_widget(Text::from_iter(lines.map(Line::from)), frame.area());
    }
}

impl Told {
    fn asked_by(&mut self, key: Key) -> Vec<Effect> {
        let argument = || std::env::args().nth(1).unwrap_or_default();
        match key {
            Key::Char('q') => vec![Effect::Quit],
            Key::Char('z') => vec![Effect::Suspend],
            Key::Char('l') => vec![Effect::Load, Effect::Load],
            Key::Char('o') => vec![Effect::OpenUrl(argument())],
            Key::Char('c') => vec![Effect::Copy("Gwadar, کراچی".to_owned(), "line".to_owned())],
            Key::Char('e') => vec![Effect::Edit(PathBuf::from(argument()), 12)],
            Key::Char('m') => vec![Effect::SetMouse(true)],
            Key::Char('M') => vec![Effect::SetMouse(false)],
            Key::Char('p') => panic!("the key was too much"),
            Key::Char('d') => {
                self.panics_in_draw = true;
                Vec::new()
            }
            // an allocation that no machine can give
            Key::Char('A') => {
                self.done = String::from_utf8(Vec::with_capacity(usize::MAX >> 1)).expect("nothing");
                Vec::new()
            }
            Key::Char('B') => std::process::abort(),
            // a computation that does not end
            Key::Char('b') => loop {
                std::thread::sleep(Duration::from_secs(1));
            },
            _ => Vec::new(),
        }
    }
}

fn main() -> color_eyre::Result<ExitCode> {
    if let Some(code) = runtime::run_guard() {
        return Ok(code);
    }
    color_eyre::install()?;
    if let Err(message) = runtime::require_terminal() {
        eprintln!("{message}");
        return Ok(ExitCode::from(2));
    }
    let load = |say: runtime::SendMessage| {
        assert!(std::env::args().nth(1).as_deref() != Some("fail"), "the loader fell down");
        say(Message::Loaded(LoadedDossier { dossier: None, problems: Vec::new(), files: None }));
    };
    let options = RuntimeOptions {
        day: Local::now().date_naive(),
        editor: None,
        desk: None,
        load: Box::new(load),
        dossier: Vec::new(),
        since: SystemTime::now(),
        configuration: None,
        inbox: InboxPlace {
            archive: Err("no archive".to_owned()),
            identified_by: String::new(),
            user: String::new(),
            identity: IdentityCache::default(),
        },
        mirror: None,
        feeds_every: None,
        store: runtime::SharedStore::new(karwan::desk::state::StateStore::closed().into()),
        first: Vec::new(),
        late: None,
        unread: false,
    };
    let reason = runtime::reported(|| {
        let entered = runtime::open_front(DisplayKind::Screen { mouse: false, asks_background: false })?;
        // A computation of the start that threads share.
        let fails = std::env::args().nth(1).as_deref() == Some("fail in the pool");
        rayon::scope(|pool| pool.spawn(|_| assert!(!fails, "the pool fell down")));
        runtime::run(Told::default(), options, entered)
    })?;
    Ok(ExitCode::from(reason.code()))
}
