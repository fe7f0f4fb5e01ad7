//! The arguments of the commands that read a dossier: check, list, show, brief, export, propose, render.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum, ValueHint};

use super::value::{ExplainArg, cannot, export_parser, kind_parser, last_day, query_text, size};
use super::{AsOf, ConfigFile, DossierArgs, LookArgs};
use crate::cli::CommandFailure;
use crate::dossier::Kind;
use crate::report::export;

/// `karwan check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Dossiers to check; by default the one that `karwan` would open
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How mistakes are printed
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigFile,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// To standard error: `path:line:column: error: message`, and the line.
    Text,
    /// To standard output: an array of objects.
    Json,
}

/// `karwan list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// The kind of record; `items` are those of the inbox
    #[arg(value_parser = kind_parser())]
    pub kind: ListKind,
    /// Only what matches: words, and terms such as `port:gwadar` or `-status:happened`
    #[arg(value_parser = query_text, allow_hyphen_values = true)]
    pub query: Option<String>,
    /// For items: the whole archive, whatever the dossier watches for and whatever was decided
    #[arg(long)]
    pub all: bool,
    /// For items: search the server of a shared archive, which also has what is older than the mirror
    #[arg(long)]
    pub server: bool,
    /// Only what the saved filter of this name shows
    #[arg(long, value_name = "NAME")]
    pub saved: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub explain: ExplainArg,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Records of the dossier.
    Records(Kind),
    /// Items of the archive.
    Items,
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns, cut to the width of a terminal, and never cut in a pipe.
    Table,
    /// One record a line, with tabs between the fields; `\t`, `\n` and `\\` stand for tab, line end and backslash.
    Tsv,
    /// An array of objects.
    Json,
    /// One object a line.
    Jsonl,
}

/// How one record is printed: its card, or what the dashboard copies of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// All that is known about it.
    Card,
    /// What it is, in one line, with the source.
    Line,
    /// Sentences, each with its source, and the sources with their addresses.
    Paragraph,
    /// The paragraph with links.
    Markdown,
    /// One object, as `karwan list --format jsonl` prints it.
    Json,
    /// The address of the source.
    Link,
}

/// `karwan show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The record's id
    pub id: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ShowFormat::Card)]
    pub format: ShowFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub explain: ExplainArg,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
}

/// `karwan brief`
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes with --exit-code, for a scheduler: 0 nothing new; 10 something changed; 11 the date of something \
                  expected has begun; 12 something became overdue. The highest that applies is given. What is new counts \
                  from --since, else from the last run with --exit-code. 1 and 2 are as for every command."
)]
pub struct BriefArgs {
    /// Caught, to say what is meant
    #[arg(hide = true, value_name = "PATH")]
    pub stray: Option<String>,
    /// Also say what changed since this day: 2025-09-05, 5 sep 2025, 7d; or `last`: what you have not seen
    #[arg(long, value_name = "DATE|last")]
    pub since: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
    /// Leave nothing out, however long the page gets
    #[arg(long)]
    pub full: bool,
    /// Tell by the exit code what is new, as explained below
    #[arg(long)]
    pub exit_code: bool,
    /// How the page is written
    #[arg(long, value_enum, default_value_t = BriefFormat::Md)]
    pub format: BriefFormat,
    /// Put a picture of a screen into the HTML page, as it is after these keys: '6' for the map, '5 c' for charts, '4 w' for
    /// ties; may be given more than once
    #[arg(long = "picture", value_name = "KEYS", allow_hyphen_values = true)]
    pub pictures: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub explain: ExplainArg,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// Since when the brief tells what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SinceArg {
    /// The last visit: all that this person has not marked as seen.
    Last,
    /// A day.
    Day(NaiveDate),
}

impl BriefArgs {
    /// What `--since` asks for.
    ///
    /// # Errors
    /// If it is neither `last` nor a date with a last day.
    pub fn since(&self, today: NaiveDate) -> Result<Option<SinceArg>, CommandFailure> {
        Ok(match self.since.as_deref() {
            None => None,
            Some("last") => Some(SinceArg::Last),
            Some(typed) => Some(SinceArg::Day(last_day("--since", typed, today)?)),
        })
    }
}

/// How the brief is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BriefFormat {
    /// Markdown.
    Md,
    /// Plain text.
    Txt,
    /// One self-contained page that prints well.
    Html,
}

/// `karwan export`
#[derive(Debug, Args)]
#[command(after_long_help = cannot())]
pub struct ExportArgs {
    /// The format
    #[arg(value_parser = export_parser())]
    pub format: &'static export::ExportFormat,
    /// Only these records: words, and terms such as `port:gwadar` or `kind:articles`; by default all
    #[arg(value_parser = query_text, allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Write to this file, or into this directory; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// For ics: set an alarm so many days before each entry that is still to come
    #[arg(long, value_name = "DAYS")]
    pub alarm: Option<u16>,
    /// For csv: begin with a byte order mark, which tells Excel that the text is UTF-8
    #[arg(long)]
    pub bom: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub explain: ExplainArg,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
}

/// `karwan propose`
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is written to the dossier: somebody has to confirm what is printed. A file with tags is read as a page, any other as plain text; `-` is standard input."
)]
pub struct ProposeArgs {
    /// A text file, a saved page, an address that begins with http:// or https://, or the id of an article of the dossier
    #[arg(value_name = "FILE|URL|ID")]
    pub source: String,
    /// The day of publication, instead of the page's; dates in words count from it
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ProposeFormat::Table)]
    pub format: ProposeFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
}

/// How proposals are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProposeFormat {
    /// Each sentence, and below it what was found in it.
    Table,
    /// One object.
    Json,
}

/// `karwan questions`
#[derive(Debug, Args)]
pub struct QuestionsArgs {
    /// Only about what matches: words, and terms such as `port:gwadar` or `is:overdue`
    #[arg(value_parser = query_text, allow_hyphen_values = true)]
    pub query: Option<String>,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = QuestionsFormat::Txt)]
    pub format: QuestionsFormat,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub explain: ExplainArg,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub dossiers: DossierArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub as_of: AsOf,
}

/// How questions are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuestionsFormat {
    /// Plain text, by whom they are to be asked.
    Txt,
    /// The same as a Markdown document, a sheet for interviews.
    Md,
    /// An array of objects, the question on which most depends first.
    Json,
}

/// `karwan render`
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x40", value_parser = size)]
    pub size: (u16, u16),
    /// Keys to press first: `3 j Enter`; text to type in quotes: `/ "port:gwadar" Enter`
    #[arg(long, value_name = "KEYS", default_value = "", allow_hyphen_values = true)]
    pub keys: String,
    /// How the screen is printed; by default with colour on a terminal, without elsewhere
    #[arg(long, value_enum)]
    pub format: Option<RenderFormat>,
    /// Read this dossier; may be given more than once
    #[arg(short, long = "dossier", value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub dossiers: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub look: LookArgs,
}

/// How a screen is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RenderFormat {
    /// Text with colours, for a terminal.
    Ansi,
    /// Text alone.
    Text,
    /// A picture.
    Svg,
}
