//! `karwan [PATH...]`: opens a story in the terminal.

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use clap::CommandFactory as _;
use color_eyre::eyre::Report;
use ratatui::Frame;

use super::args::{self, Cli, LookArgs};
use super::last_visit::{SeenPlace, VisitLookup};
use super::open::OpenedDossier;
use super::{CommandFailure, archive, large, open};
use crate::cli::env::ProcessEnv;
use crate::desk::state::{self, StateAccess, StateStore};
use crate::dossier::Dossier;
use crate::dossier::load::is_large;
use crate::query;
use crate::runtime::edit::EditDesk;
use crate::runtime::server::sync::MirrorSource;
use crate::runtime::{
    self, ConfigReader, DisplayKind, LateLookup, LoadRequest, ProgramHandle, RuntimeOptions, SharedStore,
};
use crate::settings::config::{self, Configuration, FoundConfig, SavedFilter, ThemeChoice};
use crate::settings::input::near::nearest;
use crate::settings::input::{Keymap, ScreenId};
use crate::settings::theme::{ColorTheme, DrawStyle, GlyphSet, ThemeKind};
use crate::text::reason;
use crate::ui::app::{Model, ModelStart};
use crate::ui::effect::Effect;
use crate::ui::linear::{self, LinearSession};
use crate::ui::message::{ConfigLoaded, Message};
use crate::ui::widgets::notes::{FrameKind, LinkTable};

/// Opens a story and runs the dashboard until the user leaves it.
///
/// # Errors
/// If there is no terminal, the story does not open, or the terminal fails.
pub fn run(args: &args::OpenArgs, env: &ProcessEnv, err: &mut dyn Write) -> Result<(), CommandFailure> {
    runtime::reported(|| open_and_run(args, env, err))
}

fn open_and_run(args: &args::OpenArgs, env: &ProcessEnv, err: &mut dyn Write) -> Result<(), CommandFailure> {
    if !args.paths.is_empty() {
        let command = Cli::command();
        let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        open::no_command_meant(&args.paths, &commands)?;
    }
    // Without a cursor that can be moved there is no screen.
    let is_linear = args.linear || env.terminal.dumb && runtime::require_terminal().is_ok();
    if !is_linear && let Err(missing) = runtime::require_terminal() {
        return Err(without_terminal(args, env, missing, err));
    }
    let span = tracing::debug_span!("start").entered();
    let since = SystemTime::now();
    let found = open::configuration(&args.look.config, env, err)?;
    let paths = open::paths(&args.paths, &found);
    let is_unread = !paths.is_empty() && is_large(&paths);
    let front = if is_linear { DisplayFront::Lines } else { DisplayFront::Screen(runtime::size()) };
    let start = start(&args.look, Arc::default(), &found, front, env.colourless, env)?;
    let mirror_of = |found: &FoundConfig| if args.read_only { Ok(None) } else { mirror(env, found) };
    let shown_on = shown_on(front, &start);
    let open_front = || runtime::open_front(shown_on).map_err(|report| failed(&report));
    // The terminal answers while the story is read; the one that is built in has no errors, which belong on the shell's screen.
    let early = if paths.is_empty() { Some((mirror_of(&found)?, open_front()?)) } else { None };
    let opened = if is_unread {
        OpenedDossier { dossier: Arc::new(large::unread(&paths)), paths, found }
    } else {
        open::opened(paths, found, err)?
    };
    let seen = || VisitLookup::start(state_file(env), access(args), &opened, env.today);
    let seen = (!is_unread).then(seen);
    let dossier = Arc::clone(&opened.dossier);
    let mut model = Model::new(ModelStart { dossier, read_only: args.read_only, ..start });
    if is_unread {
        model = model.while_reading();
    }
    greet(&mut model, opened.found.problems.len(), args.read_only);
    let first_look = match seen {
        Some(seen) => look_at(env, &opened, seen),
        None => look_at_unread(args, env, &opened)?,
    };
    let (mirror, entered) = match early {
        Some(early) => early,
        None => (mirror_of(&opened.found)?, open_front()?),
    };
    let options = options(args, env, opened, first_look, front, (since, mirror));
    drop(span);
    let ended = if is_linear {
        runtime::run(LinearStart(LinearSession::new(model, args.look.plain)), options, entered)
    } else {
        runtime::run(DashboardStart(model), options, entered)
    };
    match ended {
        Ok(reason) if reason.code() == 0 => Ok(()),
        Ok(reason) => Err(CommandFailure::Said(reason.code())),
        Err(report) => Err(failed(&report)),
    }
}

/// Why the terminal could not be worked with: what was to be done, and what the system said, in words.
fn failed(report: &Report) -> CommandFailure {
    CommandFailure::Work(report.chain().map(in_words).collect::<Vec<_>>().join(": "))
}

/// An error by itself, without those that it came about by.
fn in_words(error: &(dyn Error + 'static)) -> String {
    error.downcast_ref::<io::Error>().map_or_else(|| error.to_string(), |error| reason(error))
}

/// Why nothing is drawn where there is no terminal. What is wrong with the files is told first: that stays where there is one.
fn without_terminal(args: &args::OpenArgs, env: &ProcessEnv, missing: String, err: &mut dyn Write) -> CommandFailure {
    let opened = open::configuration(&args.look.config, env, err).and_then(|found| {
        let paths = open::paths(&args.paths, &found);
        if is_large(&paths) { Ok(()) } else { open::opened(paths, found, err).map(drop) }
    });
    opened.err().unwrap_or(CommandFailure::Usage(missing))
}

/// Says on the first screen what was wrong with the configuration, and that nothing is written. What was printed before is
/// behind the screen.
fn greet(model: &mut Model, mistakes: usize, read_only: bool) {
    if mistakes > 0 {
        let notice = format!("{} in the configuration; `karwan config` shows them", open::count(mistakes, "mistake"));
        let _ = model.update(Message::Done(Err(notice)));
    }
    if read_only {
        let _ =
            model.update(Message::Done(Ok("read-only: nothing is written, and what you see is not remembered".into())));
    }
}

/// How the dossier is read, and what was seen of it before.
struct FirstLook {
    load: LoadRequest,
    store: SharedStore,
    first: Vec<Message>,
    late: Option<LateLookup>,
    /// Whether the dossier is still to be read.
    unread: bool,
}

impl FirstLook {
    fn new(load: LoadRequest) -> FirstLook {
        let store = SharedStore::new(StateStore::closed().into());
        FirstLook { load, store, first: Vec::new(), late: None, unread: false }
    }
}

/// A large dossier is read behind the first frame, and what was seen of it is looked up after that.
fn look_at_unread(
    args: &args::OpenArgs,
    env: &ProcessEnv,
    opened: &OpenedDossier,
) -> Result<FirstLook, CommandFailure> {
    let day = args.look.as_of.day(env.today)?;
    let store = SharedStore::new(StateStore::closed().into());
    let seen = SeenPlace { store: store.clone(), file: state_file(env), access: access(args) };
    let load = large::load(opened.paths.clone(), day, env.today, seen);
    Ok(FirstLook { store, unread: true, ..FirstLook::new(load) })
}

/// The dossier is read: what was seen of it is on the first frame, unless another program holds the file.
fn look_at(env: &ProcessEnv, opened: &OpenedDossier, seen: VisitLookup) -> FirstLook {
    let (paths, today) = (opened.paths.clone(), env.today);
    let look = FirstLook::new(Box::new(move |say| say(Message::Loaded(open::read(&paths, Some(today))))));
    let store = seen.store();
    match seen.messages() {
        Ok(first) => FirstLook { store, first, ..look },
        Err(late) => FirstLook { store, late: Some(late), ..look },
    }
}

fn access(args: &args::OpenArgs) -> StateAccess {
    if args.read_only { StateAccess::ReadOnly } else { StateAccess::ReadWrite }
}

fn state_file(env: &ProcessEnv) -> Option<PathBuf> {
    env.places.state.as_deref().map(state::file_in)
}

/// What the runtime works with: also when reading began, and what the archive is a mirror of.
fn options(
    args: &args::OpenArgs,
    env: &ProcessEnv,
    opened: OpenedDossier,
    look: FirstLook,
    front: DisplayFront,
    (since, mirror): (SystemTime, Option<MirrorSource>),
) -> RuntimeOptions {
    let OpenedDossier { paths: dossier, found, .. } = opened;
    let desk = (!dossier.is_empty() && !args.read_only).then(|| {
        EditDesk::new(dossier.clone(), env.places.state.as_ref().map(|state| state.join("karwan")).as_deref())
    });
    let inbox = archive::inbox(env, &found, &dossier);
    let FirstLook { load, store, first, late, unread } = look;
    RuntimeOptions {
        day: env.today,
        editor: None,
        load,
        desk,
        dossier,
        since,
        inbox,
        mirror,
        feeds_every: found.config.feeds_every,
        store,
        first,
        late,
        unread,
        configuration: found.path.map(|path| (path, configure(args.look.clone(), front, env.clone()))),
    }
}

/// What the archive is a mirror of, if it is shared. The mirror is made, so that it is there before anything asks for it.
fn mirror(env: &ProcessEnv, found: &FoundConfig) -> Result<Option<MirrorSource>, CommandFailure> {
    let shared = archive::shared(env, found).unwrap_or(None);
    if let Some(source) = &shared {
        drop(source.open().map_err(CommandFailure::Work)?);
    }
    Ok(shared)
}

/// The program as the loop runs it.
struct DashboardStart(Model);

impl ProgramHandle for DashboardStart {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        self.0.update(message)
    }

    fn draw(&mut self, frame: &mut Frame) {
        let area = frame.area();
        if let Some(cursor) = self.0.draw(frame.buffer_mut(), area) {
            frame.set_cursor_position(cursor);
        }
    }

    fn links(&self) -> Option<LinkTable> {
        self.0.links()
    }
}

/// Linear mode as the loop runs it.
struct LinearStart(LinearSession);

impl ProgramHandle for LinearStart {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        self.0.update(message)
    }

    fn take_line(&mut self, line: &str) -> Vec<Effect> {
        self.0.take_line(line)
    }

    fn tell(&mut self) -> String {
        self.0.tell()
    }
}

/// What the program is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DisplayFront {
    /// Columns and rows.
    Screen((u16, u16)),
    /// Lines that are read aloud.
    Lines,
}

/// What the runtime is to open.
fn shown_on(front: DisplayFront, start: &ModelStart) -> DisplayKind {
    match front {
        DisplayFront::Lines => DisplayKind::Lines,
        DisplayFront::Screen(_) => {
            DisplayKind::Screen { mouse: start.mouse, asks_background: start.paint.theme.follows }
        }
    }
}

/// How the program starts with a dossier, by arguments and configuration.
///
/// # Errors
/// If the view that is asked for is neither a screen nor a saved filter.
pub(super) fn start(
    look: &LookArgs,
    dossier: Arc<Dossier>,
    found: &FoundConfig,
    front: DisplayFront,
    colourless: bool,
    env: &ProcessEnv,
) -> Result<ModelStart, CommandFailure> {
    let (screen, saved) = match &look.view {
        Some(name) => view(name, found)?,
        None => (None, None),
    };
    let given = look.filter.clone().unwrap_or_default();
    let filter = match saved {
        Some(saved) if given.is_empty() => saved.query.clone(),
        Some(saved) => {
            query::parse(&saved.query, env.today).query.and(&query::parse(&given, env.today).query).to_string()
        }
        None => given,
    };
    let config = &found.config;
    Ok(ModelStart {
        dossier,
        today: env.today,
        as_of: look.as_of.chosen(env.today)?,
        filter,
        screen: screen.unwrap_or(config.start),
        keymap: keymap(look, config, front),
        saved: config.filters.clone(),
        paint: paint(look, config, front, colourless, env),
        frames: match front {
            DisplayFront::Lines => FrameKind::Heard,
            DisplayFront::Screen(_) if env.terminal.links && !look.plain => FrameKind::Linked,
            DisplayFront::Screen(_) => FrameKind::Seen,
        },
        mouse: mouse(config, env),
        read_only: false,
        size: if let DisplayFront::Screen(size) = front { size } else { linear::SIZE },
    })
}

/// The screen, or the saved filter, of this name.
fn view<'a>(name: &str, found: &'a FoundConfig) -> Result<(Option<ScreenId>, Option<&'a SavedFilter>), CommandFailure> {
    if let Some(screen) = ScreenId::from_slug(name) {
        return Ok((Some(screen), None));
    }
    let saved = &found.config.filters;
    if let Some(filter) = saved.iter().find(|filter| filter.name == name) {
        return Ok((None, Some(filter)));
    }
    let names = || ScreenId::ALL.iter().map(|screen| screen.slug()).chain(saved.iter().map(|f| f.name.as_str()));
    let hint = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Err(CommandFailure::Usage(format!("unknown view `{name}`; {hint}")))
}

/// The keys; their names in ASCII where that was asked for.
fn keymap(look: &LookArgs, config: &Configuration, front: DisplayFront) -> Keymap {
    let mut keymap = config.keymap.clone();
    keymap.unicode &= !look.plain && front != DisplayFront::Lines;
    keymap
}

/// Theme and glyphs, by arguments before configuration.
fn paint(
    look: &LookArgs,
    config: &Configuration,
    front: DisplayFront,
    colourless: bool,
    env: &ProcessEnv,
) -> DrawStyle {
    if front == DisplayFront::Lines {
        return DrawStyle::new(ThemeKind::Plain, GlyphSet::Words);
    }
    let choice = if look.plain { ThemeChoice::Plain } else { look.theme.unwrap_or(config.theme) };
    let kind = choice.resolve(colourless, env.background.as_deref());
    let follows = choice == ThemeChoice::Auto && kind != ThemeKind::Plain;
    DrawStyle {
        theme: ColorTheme { kind, depth: env.terminal.depth, own: config.colours, follows },
        glyphs: if look.plain { GlyphSet::Ascii } else { config.glyphs },
    }
}

/// Whether the mouse is on at the start.
fn mouse(config: &Configuration, env: &ProcessEnv) -> bool {
    config.mouse.unwrap_or(!env.terminal.remote)
}

/// Reads the configuration again, when it was saved.
fn configure(look: LookArgs, front: DisplayFront, env: ProcessEnv) -> ConfigReader {
    Box::new(move || {
        let found = config::find(look.config.config.as_deref(), &env.places);
        let configured = found.map(|found| ConfigLoaded {
            keymap: keymap(&look, &found.config, front),
            saved: found.config.filters.clone(),
            paint: paint(&look, &found.config, front, env.colourless, &env),
            mouse: mouse(&found.config, &env),
            problems: found.problems,
        });
        Message::Configured(Box::new(configured))
    })
}
