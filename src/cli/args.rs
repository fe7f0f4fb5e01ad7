//! The arguments: what `--help`, the manual and the completions are made from.

mod archive;
mod read;
mod value;
mod write;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use crate::cli::CommandFailure;
use crate::settings::config::ThemeChoice;

pub use archive::{ArchiveArgs, ArchiveCommand, FeedsArgs, FetchArgs, FetchFormat, TriageArgs, TriageState};
pub use read::{
    BriefArgs, BriefFormat, CheckArgs, CheckFormat, ExportArgs, ListArgs, ListFormat, ListKind, ProposeArgs,
    ProposeFormat, QuestionsArgs, QuestionsFormat, RenderArgs, RenderFormat, ShowArgs, ShowFormat, SinceArg,
};
pub use value::{ExplainArg, date, last_day, size};
use value::{ViewParser, theme_parser};
pub use write::{AddArgs, DatesOrder, ImportArgs, ImportFormat, InitArgs};

/// A dashboard for following one developing story: every fact with its source and the day it became known.
///
/// Without PATH, the story that the configuration names is opened, or the one that is built in: Pakistan and Central
/// Asia, the road to the sea.
#[derive(Debug, Parser)]
#[command(name = "karwan", version, args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Exit codes: 0 good; 1 the work could not be done, or `check` found errors; 2 wrong usage. `brief` has more of them: see its --help."
)]
pub struct Cli {
    /// What is opened in the terminal.
    #[command(flatten)]
    pub open: OpenArgs,
    /// Or what is done instead.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Whether what is written has colours of karwan's own. Exports, pages and texts to take away are the dossier's.
    pub(super) fn has_own_colours(&self) -> bool {
        match &self.command {
            Some(Command::Export(_) | Command::Brief(_)) => false,
            Some(Command::List(list)) => list.format == ListFormat::Table,
            Some(Command::Show(show)) => show.format == ShowFormat::Card,
            _ => true,
        }
    }
}

/// Opens a dossier in the terminal.
#[derive(Clone, Debug, Args)]
pub struct OpenArgs {
    /// Dossiers to open: .toml, .json or .jsonl files, or directories of them
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing, neither to the dossier nor about what you have seen
    #[arg(long)]
    pub read_only: bool,
    /// Read commands and print answers as lines, without a screen: for a screen reader, a braille display, a slow line or a pipe
    #[arg(long)]
    pub linear: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub look: LookArgs,
}

/// How a dossier is looked at.
#[derive(Clone, Debug, Args)]
pub struct LookArgs {
    /// Start with this filter
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Start on this screen, or with the saved filter of this name
    #[arg(long, value_name = "NAME", value_parser = ViewParser)]
    pub view: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
    /// Use this theme instead of the configured one
    #[arg(long, value_name = "NAME", value_parser = theme_parser())]
    pub theme: Option<ThemeChoice>,
    /// Use no colour and only ASCII characters
    #[arg(long)]
    pub plain: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigFile,
}

/// On which day.
#[derive(Clone, Debug, Args)]
pub struct AsOf {
    /// Show what was known on this day: 2025-09-05, 5 sep 2025, yesterday, 7d; a month or year means its last day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

impl AsOf {
    /// The day that is asked for; `None`: today.
    ///
    /// # Errors
    /// If what is typed is not a date, or has no last day.
    pub fn chosen(&self, today: NaiveDate) -> Result<Option<NaiveDate>, CommandFailure> {
        self.as_of.as_deref().map(|typed| last_day("--as-of", typed, today)).transpose()
    }

    /// The day that is asked for, or today.
    ///
    /// # Errors
    /// As [`AsOf::chosen`].
    pub fn day(&self, today: NaiveDate) -> Result<NaiveDate, CommandFailure> {
        Ok(self.chosen(today)?.unwrap_or(today))
    }
}

/// Which configuration.
#[derive(Clone, Debug, Args)]
pub struct ConfigFile {
    /// Read this configuration file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

/// Which dossier, for commands whose first argument is something else.
#[derive(Clone, Debug, Args)]
pub struct DossierArgs {
    /// Read this dossier; may be given more than once
    #[arg(short, long = "dossier", value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub dossiers: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigFile,
}

/// What can be done besides opening.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a dossier and print every mistake, with its place
    Check(CheckArgs),
    /// Print the records of one kind, as the screens show them
    List(ListArgs),
    /// Print one record's card: what is known about it, and from which sources
    Show(ShowArgs),
    /// Print a brief: one page on where the story stands, each sentence with its source
    Brief(BriefArgs),
    /// Print what is not known: each gap as a question, with whom to ask
    Questions(QuestionsArgs),
    /// Write the story in a format that other programs read
    Export(ExportArgs),
    /// Fetch the feeds of a dossier into the archive
    Fetch(FetchArgs),
    /// Print the feeds of a dossier and their health
    Feeds(FeedsArgs),
    /// Decide on items in the inbox
    Triage(TriageArgs),
    /// Manage the archive of fetched items
    Archive(ArchiveArgs),
    /// Add a page, from the web or a file, to a dossier as an article
    Add(AddArgs),
    /// Make a new dossier of a sheet, a timeline or a list of feeds, or add to one
    Import(ImportArgs),
    /// Print what a text mentions: names, dates, numbers, speakers, and the events it may be about
    Propose(ProposeArgs),
    /// Write a small dossier to start from, with comments
    Init(InitArgs),
    /// Print the JSON Schema of dossiers, for editors and other programs
    Schema,
    /// Print one screen, without a terminal
    Render(RenderArgs),
    /// Print the configuration in use, and where its file belongs
    Config(ConfigArgs),
    /// Print completions for a shell
    Completions(CompletionArgs),
    /// Print the manual page
    Man,
}

/// `karwan config`
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Print the defaults, complete and with comments, to start a configuration from
    #[arg(long)]
    pub default: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigFile,
}

/// `karwan completions`
#[derive(Debug, Args)]
pub struct CompletionArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Kind;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_query_may_start_with_a_minus_and_options_may_follow() {
        let cli = Cli::try_parse_from(["karwan", "list", "events", "-status:happened", "--format", "json"]).unwrap();
        let Some(Command::List(list)) = cli.command else { panic!("{cli:?}") };
        assert_eq!((list.query.as_deref(), list.format), (Some("-status:happened"), ListFormat::Json));
        assert!(Cli::try_parse_from(["karwan", "list", "events", "--fromat=json"]).is_err());
    }

    #[test]
    fn one_event_is_as_good_as_many() {
        let cli = Cli::try_parse_from(["karwan", "list", "corridor"]).unwrap();
        let Some(Command::List(list)) = cli.command else { panic!("{cli:?}") };
        assert_eq!(list.kind, ListKind::Records(Kind::Corridor));
    }

    #[cfg(unix)]
    #[test]
    fn paths_may_start_with_a_minus_or_be_no_unicode() {
        use std::os::unix::ffi::OsStrExt as _;
        let strange = std::ffi::OsStr::from_bytes(b"-\xff");
        let cli = Cli::try_parse_from(["karwan".as_ref(), "--".as_ref(), strange]).unwrap();
        assert_eq!(cli.open.paths, [strange]);
    }
}
