//! The arguments of the commands that write a dossier: add, import, init.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::DossierArgs;
use crate::desk::import::columns::{ColumnMap, column_map};
use crate::dossier::{EventKind, ReportStatus};

/// `karwan add`
#[derive(Debug, Args)]
#[command(
    after_help = "What the page says of itself can be given instead. Nothing is written before it was shown and confirmed; articles that are like it are pointed out. The action `undo` of the dashboard undoes it."
)]
pub struct AddArgs {
    /// An address that begins with http:// or https://, which is fetched; or the file of a saved page
    #[arg(value_name = "URL|FILE")]
    pub source: String,
    /// Add it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Headline, instead of the page's
    #[arg(long)]
    pub title: Option<String>,
    /// Who published it, instead of the page's
    #[arg(long)]
    pub outlet: Option<String>,
    /// Day of publication, instead of the page's
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Language (BCP 47), instead of the page's
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Address, instead of the page's
    #[arg(long)]
    pub url: Option<String>,
    /// Leave the text out
    #[arg(long)]
    pub no_text: bool,
    /// The file of the dossier to add to, instead of the one that holds most articles
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub into: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// `karwan import`
#[derive(Debug, Args)]
#[command(
    after_help = "A sheet needs a column for the date and one for the title; one for the source is enough beside them. Tables that `karwan export csv` wrote are known by their columns; give their directory to read them all. What a row gets wrong is printed with its place, and nothing is written before it was shown and confirmed."
)]
pub struct ImportArgs {
    /// Which format
    #[arg(value_enum)]
    pub format: ImportFormat,
    /// The file; for csv also a directory of tables
    pub file: PathBuf,
    /// Write the dossier into this directory: a new one, or an empty one
    #[arg(short, long, value_name = "DIR", conflicts_with = "dossiers", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Add to this dossier what it does not have yet; may be given more than once. What it has is pointed out
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    /// Write it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// The title of the story, instead of the name of the file; of figures: of the document that a source is
    #[arg(long)]
    pub title: Option<String>,
    /// What sort of thing the events are where the file does not say it
    #[arg(long, default_value = "incident", value_name = "KIND", value_parser = event_kind)]
    pub kind: EventKind,
    /// The status of what lies in the past where the sheet does not say it; without, it has none
    #[arg(long, value_name = "STATUS", value_parser = report_status)]
    pub status: Option<ReportStatus>,
    /// Which number of 05/03/2026 is the day, where the column does not show it
    #[arg(long, value_enum, value_name = "ORDER")]
    pub dates: Option<DatesOrder>,
    /// What a column is that is not known by its name; may be given several times
    #[arg(long, value_name = "COLUMN=KEY", value_parser = column_map)]
    pub map: Vec<ColumnMap>,
    /// Of figures: what was counted, where no column says it
    #[arg(long, value_name = "WORDS")]
    pub metric: Option<String>,
    /// Of figures: the unit, where no column says it
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Of figures: the port or other record that they are about, where no column says it
    #[arg(long, value_name = "ID|NAME")]
    pub about: Option<String>,
    /// Of figures: the article of the dossier that gives them, where no column says it
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
}

/// How days are written in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DatesOrder {
    /// 05/03/2026 is 5 March.
    DayFirst,
    /// 05/03/2026 is 3 May.
    MonthFirst,
}

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Sheets as text or as a workbook (xlsx, xls, ods), and the tables that `karwan export csv` writes.
    Csv,
    /// Numbers over time for a dossier that is there: a row a figure, with columns for date, value, unit, metric and port.
    Figures,
    /// `TimelineJS` 3, as JSON.
    Timelinejs,
    /// The feeds of another feed reader.
    Opml,
}

fn event_kind(text: &str) -> Result<EventKind, String> {
    let words = || EventKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    EventKind::from_word(text).ok_or_else(|| format!("expected one of {}", words()))
}

fn report_status(text: &str) -> Result<ReportStatus, String> {
    let words = || ReportStatus::ALL.iter().map(|status| status.word()).collect::<Vec<_>>().join(", ");
    ReportStatus::from_word(text).ok_or_else(|| format!("expected one of {}", words()))
}

/// `karwan init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The directory: a new one, or an empty one
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
}
