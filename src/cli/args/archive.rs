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
    after_help = "A feed is not asked again before the time that its server set, nor right after it failed. Exit codes: 0 every feed answered; 1 at least one did not, and each is named; 2 wrong usage."
)]
pub struct FetchArgs {
    /// Fetch this feed instead of those of the dossier; may be given more than once
    #[arg(long = "feed", value_name = "URL", value_parser = web_address)]
    pub feeds: Vec<String>,
    /// Keep running, and fetch again each time that this has passed: 30m, 2h, 1d
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub every: Option<Duration>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = FetchFormat::Table)]
    pub format: FetchFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// What `fetch` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FetchFormat {
    /// One line a feed.
    Table,
    /// One object an item, as it was read.
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
    after_help = "The action `undo` of the dashboard undoes what keep wrote. An item that is dropped in one dossier stays new in the others."
)]
pub struct TriageArgs {
    /// The decision
    #[arg(value_enum)]
    pub state: TriageState,
    /// Items: the beginning of the id that `karwan list items` prints, the id that the feed gives, or the address; `-` reads
    /// them from standard input, one a line
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// With later: who is to look at it
    #[arg(long = "for", value_name = "NAME")]
    pub assignee: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// What can be decided about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TriageState {
    /// Write it into the dossier as an article.
    Keep,
    /// Remove it from the inbox of this dossier.
    Drop,
    /// Put it off.
    Later,
    /// Take the decision back.
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
    /// Print where it is and what it holds
    Status,
    /// Delete old items, but none that a dossier kept or put off; no feed brings them back
    Prune {
        /// Items older than this: 2y, 18mo, 90d
        #[arg(long, value_name = "TIME", value_parser = duration)]
        older: Duration,
        /// Do it without asking
        #[arg(short, long)]
        yes: bool,
    },
    /// Write all of it as JSON lines; of a shared archive, what its server holds
    Export {
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
    /// Read what `export` wrote; what is there already stays as it is
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
    /// Copy all of it to another archive; what is there already stays as it is
    Migrate {
        /// The other archive: sqlite:PATH, or the address of a server
        #[arg(value_name = "URL")]
        to: String,
    },
    /// Print the SQL by which the owner of a shared archive lets a role work with it
    Grants {
        /// The role
        role: String,
        /// Let it read, but decide nothing
        #[arg(long)]
        read_only: bool,
    },
    /// Make the tables of a shared archive, or bring them up to date; the role needs the right to
    Setup {
        /// Divide the items by months, 2020-01..2030-12; all others go to one part
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
