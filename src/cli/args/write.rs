//! The arguments of the commands that write a dossier: add, import, init.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::DossierArgs;
use crate::desk::import::columns::{ColumnMap, column_map};
use crate::dossier::{EventKind, ReportStatus};

/// `karwan add`
#[derive(Debug, Args)]
#[command(
    after_help = "The options replace what the page says of itself. Nothing is written before it has been shown and confirmed; similar articles are pointed out. The action `undo` of the dashboard undoes it."
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
    mut_arg("dossiers", |arg| arg.help("Add to this dossier what it does not have yet; may be given more than once")),
    after_help = "A sheet needs a column for the date and one for the title, and should have one for the source. Tables that `karwan export csv` wrote are recognized by their columns; give their directory to read them all. Mistakes in a row are printed with their place, and nothing is written before it has been shown and confirmed."
)]
pub struct ImportArgs {
    /// The format
    #[arg(value_enum)]
    pub format: ImportFormat,
    /// The file; with csv also a directory of tables
    pub file: PathBuf,
    /// Write the new dossier into this directory, which must be new or empty
    #[arg(short, long, value_name = "DIR", conflicts_with = "dossiers", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    /// Write it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// The title of the story, instead of the file's name; for figures: the title of the document that gives them
    #[arg(long)]
    pub title: Option<String>,
    /// The kind of the events, where the file does not give it
    #[arg(long, default_value = "incident", value_name = "KIND", value_parser = event_kind)]
    pub kind: EventKind,
    /// The status of past events, where the sheet does not give it; by default none
    #[arg(long, value_name = "STATUS", value_parser = report_status)]
    pub status: Option<ReportStatus>,
    /// Which number of 05/03/2026 is the day, where the column leaves it open
    #[arg(long, value_enum, value_name = "ORDER")]
    pub dates: Option<DatesOrder>,
    /// What a column holds that is not recognized by its name; may be given more than once
    #[arg(long, value_name = "COLUMN=KEY", value_parser = column_map)]
    pub map: Vec<ColumnMap>,
    /// For figures: what was measured, where no column gives it
    #[arg(long, value_name = "WORDS")]
    pub metric: Option<String>,
    /// For figures: the unit, where no column gives it
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// For figures: the port or other record that they are about, where no column gives it
    #[arg(long, value_name = "ID|NAME")]
    pub about: Option<String>,
    /// For figures: the article of the dossier that they come from, where no column gives it
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
    /// Numbers over time, for an existing dossier: one figure a row, with columns for date, value, unit, metric and port.
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
    /// The directory, which must be new or empty
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
}
