//! From the arguments to an open story: configuration, paths, dossier, query.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{CommandFailure, USAGE, args, report};
use crate::cli::env::ProcessEnv;
use crate::dossier::load::{LoadedDossier, built_in, built_in_unchecked, load_on};
use crate::dossier::problem::{Problem, Severity, SourceExcerpt};
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{self, ParsedQuery, Query, QueryIndex, QueryView, ShownRows};
use crate::settings::config::{FoundConfig, find};
use crate::settings::input::near::nearest;
use crate::settings::theme::{ColorTheme, ThemeKind};
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::text::safe;

/// A story that opened.
pub(super) struct OpenedDossier {
    /// The story.
    pub dossier: Arc<Dossier>,
    /// Where it was read from; empty: it is the one that is built in.
    pub paths: Vec<PathBuf>,
    /// The configuration.
    pub found: FoundConfig,
}

/// Finds the configuration, and says what is wrong in it.
///
/// # Errors
/// If the file named by `--config` cannot be read.
pub(super) fn configuration(
    args: &args::ConfigFile,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<FoundConfig, CommandFailure> {
    let found = find(args.config.as_deref(), &env.places).map_err(CommandFailure::Work)?;
    report(&found.problems, err)?;
    Ok(found)
}

/// What is to be read: what the command line names, else what the configuration names, else nothing.
pub(super) fn paths(given: &[PathBuf], found: &FoundConfig) -> Vec<PathBuf> {
    if given.is_empty() { found.config.dossier.clone() } else { given.to_vec() }
}

/// The path by which a dossier is recognised: all of its paths, made absolute.
pub(super) fn identified_by(paths: &[PathBuf]) -> String {
    let absolute = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string();
    if paths.is_empty() { "built-in:".to_owned() } else { paths.iter().map(absolute).collect::<Vec<_>>().join("\n") }
}

/// Reads the dossier of these paths on a day; without any, the one that is built in.
pub(super) fn read(paths: &[PathBuf], today: Option<NaiveDate>) -> LoadedDossier {
    if paths.is_empty() { built_in() } else { load_on(paths, today) }
}

/// Opens a story. Warnings are not printed: that is what `check` is for.
///
/// # Errors
/// If the configuration cannot be read, or the dossier has errors, which are printed.
pub(super) fn open(
    given: &[PathBuf],
    config: &args::ConfigFile,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<OpenedDossier, CommandFailure> {
    let found = configuration(config, env, err)?;
    opened(paths(given, &found), found, err)
}

/// Opens the story of a command that looks at a day, with what is known on that day.
///
/// # Errors
/// If the day is not one, the configuration cannot be read, or the dossier has errors, which are printed.
pub(super) fn open_on(
    given: &args::DossierArgs,
    as_of: &args::AsOf,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<(OpenedDossier, Snapshot), CommandFailure> {
    let day = as_of.day(env.today)?;
    let opened = open(&given.dossiers, &given.config, env, err)?;
    let snapshot = Snapshot::of(&opened.dossier, day);
    // The process ends with the command. The system takes back what a million articles hold faster than it is freed piece by
    // piece, and a reader that has enough does not wait for that.
    std::mem::forget(Arc::clone(&opened.dossier));
    Ok((opened, snapshot))
}

/// Opens the story of these paths.
///
/// # Errors
/// If the dossier has errors, which are printed.
pub(super) fn opened(
    paths: Vec<PathBuf>,
    found: FoundConfig,
    err: &mut dyn Write,
) -> Result<OpenedDossier, CommandFailure> {
    // The warnings are not told here.
    let LoadedDossier { dossier, problems, .. } =
        if paths.is_empty() { built_in_unchecked() } else { load_on(&paths, None) };
    let Some(dossier) = dossier else {
        let errors: Vec<Problem> = problems.into_iter().filter(|p| p.severity == Severity::Error).collect();
        report(&errors, err)?;
        writeln!(err, "error: {}; correct what is told above, then open it again", not_opened(errors.len()))?;
        return Err(CommandFailure::Said(super::FAILED));
    };
    Ok(OpenedDossier { dossier, paths, found })
}

fn not_opened(errors: usize) -> String {
    format!("the dossier has {} and was not opened", count(errors, "error"))
}

/// The theme for standard output; `None` if it gets no colour.
pub(super) fn theme(opened: &OpenedDossier, env: &ProcessEnv) -> Option<ColorTheme> {
    let config = &opened.found.config;
    let kind = config.theme.resolve(false, env.background.as_deref());
    let theme = ColorTheme { depth: env.terminal.depth, own: config.colours, ..ColorTheme::new(kind) };
    (env.out.colour && kind != ThemeKind::Plain).then_some(theme)
}

/// A word that names no file but a command, or nearly one, is more likely meant as that.
///
/// # Errors
/// If a path does not exist and reads like a command.
pub(super) fn no_command_meant(paths: &[PathBuf], commands: &[&str]) -> Result<(), CommandFailure> {
    for path in paths {
        if let Some(text) = path.to_str()
            && !text.contains(['/', '\\', '.'])
            && !Path::new(text).exists()
            && let Some(near) = nearest(text, commands.iter().copied())
        {
            return Err(CommandFailure::Usage(if near == text {
                format!("the command comes first, its options after it: `karwan {text} …`")
            } else {
                format!("no such file or directory: `{text}`; did you mean the command `{near}`?")
            }));
        }
    }
    Ok(())
}

/// The argument, if it is a path that exists: it was meant for `-d`.
pub(super) fn path_for_query(text: &str) -> Option<&str> {
    (!text.is_empty() && Path::new(text).exists()).then_some(text)
}

/// Reads the query of a command line.
///
/// # Errors
/// If it is a path that exists, which was meant for `-d`, or a part of it cannot be read: all such parts are printed, as in a file of one line.
pub(super) fn query(text: &str, today: NaiveDate, err: &mut dyn Write) -> Result<Query, CommandFailure> {
    if let Some(text) = path_for_query(text) {
        return Err(CommandFailure::Usage(format!(
            "`{text}` is a path, and a query is expected here: `-d {text}` opens it, `'\"{text}\"'` looks for the word"
        )));
    }
    let ParsedQuery { query, faults } = query::parse(text, today);
    if faults.is_empty() {
        return Ok(query);
    }
    let problem = |fault: &query::QueryFault| Problem {
        severity: Severity::Error,
        path: "query".into(),
        line: 1,
        column: text.get(..fault.span.start).map_or(1, |before| before.chars().count() + 1),
        message: fault.message.clone(),
        excerpt: Some(SourceExcerpt::of(text, fault.span.clone())),
    };
    report(&faults.iter().map(problem).collect::<Vec<_>>(), err)?;
    Err(CommandFailure::Said(USAGE))
}

/// Says of a query that shows nothing which of its names and words nothing has, and what was probably meant.
///
/// # Errors
/// Those of `err`.
pub(super) fn say_unknown(
    text: &str,
    dossier: &Dossier,
    snapshot: &Snapshot,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let index = QueryIndex::new();
    for fault in query::unknown(text, &QueryView::new(dossier, snapshot, &index)) {
        writeln!(err, "note: {}", safe(&fault.message))?;
    }
    Ok(())
}

/// The query of a filter that the configuration saves.
///
/// # Errors
/// If it saves none under this name.
pub(super) fn saved(name: &str, today: NaiveDate, found: &FoundConfig) -> Result<Query, CommandFailure> {
    let saved = &found.config.filters;
    if let Some(filter) = saved.iter().find(|filter| filter.name == name) {
        return Ok(query::parse(&filter.query, today).query);
    }
    let names = || saved.iter().map(|filter| filter.name.as_str());
    let hint = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if saved.is_empty() => "the configuration saves none".to_owned(),
        None => format!("expected {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Err(CommandFailure::Usage(format!("no filter `{name}`; {hint}")))
}

/// The records that a query leaves, in the order of the screens. The index that it needs goes when they are found.
pub(super) fn shown(dossier: &Dossier, snapshot: &Snapshot, query: &Query, news: &UnseenList) -> ShownRows {
    let index = QueryIndex::new();
    query::shown(query, &QueryView::new(dossier, snapshot, &index).with_news(news))
}

/// Those of one kind, which alone are put in order.
pub(super) fn rows(dossier: &Dossier, snapshot: &Snapshot, query: &Query, news: &UnseenList, kind: Kind) -> Vec<Rec> {
    let index = QueryIndex::new();
    query::shown_of(query, &QueryView::new(dossier, snapshot, &index).with_news(news), kind).iter().collect()
}

/// `1 error`, `2 errors`.
pub(super) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
