//! The arguments of the commands around feeds and the archive: fetch, feeds, triage, archive.

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::{ConfigFile, DossierArgs};
use crate::query::ItemState;
use crate::settings::config::duration;

/// `karwan fetch`
#[derive(Debug, Args)]
#[command(
    after_help = "What servers ask for is heeded: a feed that is still good, or that failed a moment ago, is not asked again. Exit codes: 0 every feed answered; 1 one did not, each is named; 2 wrong usage."
)]
pub struct FetchArgs {
    /// Fetch this feed instead of those of the dossier; may be given more than once
    #[arg(long = "feed", value_name = "URL", value_parser = web_address)]
    pub feeds: Vec<String>,
    /// Stay, and fetch again after this time: 30m, 2h, 1d
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub every: Option<Duration>,
    /// table: a line a feed; jsonl: an object an item, as it was read; none: nothing
    #[arg(long, value_enum, default_value_t = FetchFormat::Table)]
    pub format: FetchFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// What `fetch` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FetchFormat {
    /// A line a feed.
    Table,
    /// An object an item.
    Jsonl,
    /// Nothing.
    None,
}

/// `karwan feeds`
#[derive(Debug, Args)]
pub struct FeedsArgs {
    /// How they are printed
    #[arg(long, value_enum, default_value_t = super::ListFormat::Table)]
    pub format: super::ListFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// `karwan triage`
#[derive(Debug, Args)]
#[command(
    after_help = "keep writes the item into the dossier as an article; `u` in the dashboard undoes it. What is dropped in one dossier stays new in another."
)]
pub struct TriageArgs {
    /// What is decided
    #[arg(value_enum)]
    pub state: TriageState,
    /// Items: the beginning of the id that `karwan list items` prints, the id that the feed gives, or the address; `-` reads
    /// them from standard input, one a line
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// later: who is to look at it
    #[arg(long = "for", value_name = "NAME")]
    pub assignee: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// What can be decided about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TriageState {
    /// It becomes an article of the dossier.
    Keep,
    /// It is of no use here.
    Drop,
    /// It is to be looked at again.
    Later,
    /// Nothing is decided any more.
    New,
}

impl TriageState {
    /// The state of the item then.
    #[must_use]
    pub fn state(self) -> ItemState {
        match self {
            TriageState::Keep => ItemState::Kept,
            TriageState::Drop => ItemState::Dropped,
            TriageState::Later => ItemState::Later,
            TriageState::New => ItemState::New,
        }
    }
}

/// `karwan archive`
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// What is done
    #[command(subcommand)]
    pub command: ArchiveCommand,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigFile,
}

/// What can be done with an archive.
#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// Print where it lies and what it holds
    Status,
    /// Throw old items away: never those that a dossier kept or put off
    Prune {
        /// Those older than this: 2y, 18mo, 90d
        #[arg(long, value_name = "TIME", value_parser = duration)]
        older: Duration,
        /// Do it without asking
        #[arg(short, long)]
        yes: bool,
    },
    /// Write all of it as JSON lines; of a shared one what its server holds
    Export {
        /// Into this file; without, to standard output
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
    /// Take in what `export` wrote; what is there already stays as it is
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
    /// Take all of it into another archive; what is there already stays as it is
    Migrate {
        /// The other: sqlite:PATH, or the address of a server
        #[arg(value_name = "URL")]
        to: String,
    },
    /// Print what the owner of a shared archive runs so that a role can work with it
    Grants {
        /// The role
        role: String,
        /// It may read, and decide nothing
        #[arg(long)]
        read_only: bool,
    },
    /// Make the tables of a shared archive, or bring them up to date, as a role that may
    Setup {
        /// Divide the items by months: 2020-01..2030-12; what lies outside gets a part of its own
        #[arg(long, value_name = "MONTHS", value_parser = months)]
        months: Option<(NaiveDate, NaiveDate)>,
    },
    /// Bring the mirror of a shared archive up to date, and fill it
    Sync,
    /// Print who decided what about an item
    Activity {
        /// The beginning of the id that `karwan list items` prints, the id that the feed gives, or the address
        id: String,
        /// The dossier
        #[arg(short, long = "dossier", value_name = "PATH", value_hint = ValueHint::FilePath)]
        dossiers: Vec<PathBuf>,
    },
}

/// `2020-01..2030-12`: the first day of the first month, and of the last.
fn months(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    let wrong = || "expected two months, such as 2020-01..2030-12, no more than a hundred years apart".to_owned();
    let day = |month: &str| format!("{month}-01").parse::<NaiveDate>().map_err(|_| wrong());
    let (first, last) = text.split_once("..").ok_or_else(wrong)?;
    let (first, last) = (day(first)?, day(last)?);
    let fits = first <= last && (last - first).num_days() < 36_600;
    fits.then_some((first, last)).ok_or_else(wrong)
}

fn web_address(text: &str) -> Result<String, String> {
    let web = crate::desk::page::is_web(text);
    web.then(|| text.to_owned()).ok_or_else(|| "expected an address that begins with http:// or https://".to_owned())
}
