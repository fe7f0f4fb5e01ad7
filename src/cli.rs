//! The command line: arguments in, text out, an exit code. One file per command.

pub mod add;
pub mod archive;
pub mod args;
pub mod brief;
pub mod check;
pub mod config;
pub mod env;
pub mod export;
pub mod feeds;
pub mod fetch;
pub mod import;
pub mod init;
pub mod large;
mod last_visit;
pub mod list;
mod open;
pub mod propose;
pub mod questions;
pub mod render;
pub mod shell;
pub mod show;
mod start;
mod table;
pub mod trace;
pub mod triage;
mod tsv;
mod unseen;
mod visible;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{CommandFactory as _, Parser as _};

use crate::dossier::problem::Problem;
use env::ProcessEnv;
use visible::VisibleWriter;

use args::{Cli, Command};
use trace::explained;

/// The work could not be done, or `check` found errors.
pub const FAILED: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;

/// Why a command ended.
#[derive(Debug)]
pub enum CommandFailure {
    /// The work could not be done: one line.
    Work(String),
    /// The command line is wrong: one line.
    Usage(String),
    /// What is wrong has been printed; this is the exit code.
    Said(u8),
    /// Standard output or error cannot be written.
    Output(io::Error),
}

impl From<io::Error> for CommandFailure {
    fn from(e: io::Error) -> CommandFailure {
        CommandFailure::Output(e)
    }
}

/// Runs the program with these arguments (the first is its name) and gives its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, env: &ProcessEnv, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let done = match Cli::try_parse_from(&args) {
        Ok(cli) if env.out.terminal => {
            let mut visible = VisibleWriter::new(out, cli.has_own_colours());
            command(cli, env, &mut visible, err).and_then(|()| Ok(visible.flush()?))
        }
        Ok(cli) => command(cli, env, out, err).and_then(|()| Ok(out.flush()?)),
        Err(e) => usage(&shown(e, &args), env, out, err),
    };
    match done {
        Ok(()) => 0,
        Err(CommandFailure::Said(code)) => code,
        // The reader has enough: `karwan list events | head`.
        Err(CommandFailure::Output(e)) if e.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(CommandFailure::Output(e)) => say(err, &format!("cannot write: {}", crate::text::reason(&e)), FAILED),
        Err(CommandFailure::Work(message)) => say(err, &message, FAILED),
        Err(CommandFailure::Usage(message)) => say(err, &message, USAGE),
    }
}

fn command(cli: Cli, env: &ProcessEnv, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), CommandFailure> {
    match cli.command {
        None => start::run(&cli.open, env, err),
        Some(Command::Check(args)) => check::run(&args, env, out, err),
        Some(Command::List(args)) => explained(args.explain, err, |err| list::run(&args, env, out, err)),
        Some(Command::Show(args)) => explained(args.explain, err, |err| show::run(&args, env, out, err)),
        Some(Command::Brief(args)) => explained(args.explain, err, |err| brief::run(&args, env, out, err)),
        Some(Command::Questions(args)) => explained(args.explain, err, |err| questions::run(&args, env, out, err)),
        Some(Command::Export(args)) => explained(args.explain, err, |err| export::run(&args, env, out, err)),
        Some(Command::Fetch(args)) => fetch::run(&args, env, out, err),
        Some(Command::Feeds(args)) => feeds::run(&args, env, out, err),
        Some(Command::Triage(args)) => triage::run(&args, env, out, err),
        Some(Command::Archive(args)) => archive::run(&args, env, out, err),
        Some(Command::Add(args)) => add::run(&args, env, out, err),
        Some(Command::Import(args)) => import::run(&args, env, out, err),
        Some(Command::Propose(args)) => propose::run(&args, env, out, err),
        Some(Command::Init(args)) => init::run(&args, out),
        Some(Command::Schema) => Ok(init::print_schema(out)?),
        Some(Command::Render(args)) => render::run(&args, env, out, err),
        Some(Command::Config(args)) => config::run(&args, env, out, err),
        Some(Command::Completions(args)) => Ok(shell::completions(&args, out)?),
        Some(Command::Man) => Ok(shell::man(out)?),
    }
}

/// The mistake in the arguments, told of these in a form that cannot steer a terminal: names of files come in by globs.
fn shown(e: clap::Error, args: &[OsString]) -> clap::Error {
    if !args.iter().any(|arg| arg.to_string_lossy().contains(crate::text::is_unsafe)) {
        return e;
    }
    let visible = args.iter().map(|arg| OsString::from(&*crate::text::safe(&arg.to_string_lossy())));
    // What was wrong about an argument may be what cannot be shown.
    let unsaid = || Cli::command().error(e.kind(), "an argument holds characters that steer a terminal");
    Cli::try_parse_from(visible).err().unwrap_or_else(unsaid)
}

/// Help and version go to standard output and are not mistakes; the rest is.
fn usage(e: &clap::Error, env: &ProcessEnv, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), CommandFailure> {
    let text = e.render();
    if e.use_stderr() {
        let text = if env.err.colour { text.ansi().to_string() } else { text.to_string() };
        write!(err, "{text}")?;
        return Err(CommandFailure::Said(USAGE));
    }
    let text = if env.out.colour { text.ansi().to_string() } else { text.to_string() };
    write!(out, "{text}")?;
    Ok(out.flush()?)
}

fn say(err: &mut dyn Write, message: &str, code: u8) -> u8 {
    // If standard error is gone, the exit code alone has to do.
    let _ = writeln!(err, "error: {}", crate::text::safe(message));
    code
}

/// Prints problems, each with its line and the place marked.
///
/// # Errors
/// Those of `err`.
fn report(problems: &[Problem], err: &mut dyn Write) -> io::Result<()> {
    for problem in problems {
        writeln!(err, "{}", problem.render())?;
    }
    Ok(())
}
