//! `karwan brief`: one page of what stands, for people and for a scheduler.

use std::io::Write;
use std::sync::Arc;

use super::args::LookArgs;
use super::open::OpenedDossier;
use super::start::{DisplayFront, start};
use super::unseen::unseen;
use super::{CommandFailure, args, open, render};
use crate::cli::args::{BriefFormat, SinceArg};
use crate::cli::env::ProcessEnv;
use crate::desk::state::{self, DossierIdentity, StateAccess};
use crate::dossier::{EdtfDate, EventIx};
use crate::report::brief::html::BriefPicture;
use crate::report::brief::{BriefSince, brief, brief_in_full, html, text};
use crate::settings::config::ThemeChoice;
use crate::story::change::{ChangeKind, GainedFacts, SeenBaseline, changes};
use crate::story::{PromiseOutcome, Snapshot};
use crate::ui::picture::{self, svg};

/// Something changed.
pub const CHANGED: u8 = 10;
/// The date of something that is expected has begun.
pub const DUE: u8 = 11;
/// Something became overdue.
pub const OVERDUE: u8 = 12;

/// Columns and rows of a picture: as many as can be read on paper.
const PICTURE: (u16, u16) = (100, 32);

/// Prints the page. The exit code says what is new, if that is asked for.
///
/// # Errors
/// If the story does not open, or the exit code has something to say.
pub fn run(
    args: &args::BriefArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    if let Some(stray) = &args.stray {
        return Err(CommandFailure::Usage(match open::path_for_query(stray) {
            Some(path) => format!("`{path}` is a path: `-d {path}` opens it"),
            None => format!("`{stray}` is not expected: the brief is of the whole story"),
        }));
    }
    let since = args.since(env.today)?;
    let (opened, snapshot) = open::open_on(&args.dossiers, &args.as_of, env, err)?;
    let dossier = &*opened.dossier;
    let told = match since {
        Some(SinceArg::Day(day)) if day > snapshot.day => {
            return Err(CommandFailure::Usage(format!(
                "--since {day} lies after {}, the day of the brief",
                snapshot.day
            )));
        }
        Some(SinceArg::Day(day)) => {
            Some((Some(day), changes((dossier, &Snapshot::of(dossier, day)), (dossier, &snapshot))))
        }
        Some(SinceArg::Last) => unseen(&opened, &snapshot, env, err)?,
        None => None,
    };
    let span = tracing::debug_span!("brief", changes = told.as_ref().map_or(0, |(_, changes)| changes.len())).entered();
    let visit = since == Some(SinceArg::Last);
    let since = told.as_ref().map(|(day, changes)| BriefSince { day: *day, visit, changes });
    let page = if args.full { brief_in_full } else { brief }(dossier, &snapshot, since);
    let pictures = pictures(args, &opened, env)?;
    let written = match args.format {
        BriefFormat::Md => text::markdown(&page),
        BriefFormat::Txt => text::plain(&page, env.readable_columns()),
        BriefFormat::Html => html::html(&page, &pictures),
    };
    drop(span);
    out.write_all(written.as_bytes())?;
    out.flush()?;
    if args.exit_code { exit_code(args, &opened, &snapshot, env, err) } else { Ok(()) }
}

/// Says by the exit code what is new since the day or visit that was asked for, or else since the last time that this
/// was asked. What was overdue before is not new.
fn exit_code(
    args: &args::BriefArgs,
    opened: &OpenedDossier,
    snapshot: &Snapshot,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let dossier = &*opened.dossier;
    let before = match args.since(env.today)? {
        Some(SinceArg::Day(day)) => Some(SeenBaseline::of(dossier, &Snapshot::of(dossier, day))),
        Some(SinceArg::Last) => super::unseen::seen(opened, env, err)?,
        None => last_run(opened, snapshot, env, err)?,
    };
    let Some(before) = before else { return Ok(()) };
    let changes = GainedFacts::since(dossier, &before).changes(dossier, snapshot, &before);
    let has_begun = |ix: EventIx| {
        let state = &snapshot[ix];
        let is_due =
            state.ledger.is_some_and(|row| matches!(row.outcome, PromiseOutcome::Due | PromiseOutcome::Postponed));
        let begins = state.date.as_ref().filter(|_| state.visible && is_due).and_then(EdtfDate::earliest);
        begins.is_some_and(|first| first <= snapshot.day && before.day.is_some_and(|day| first > day))
    };
    let is_due = (0..dossier.events.len()).filter_map(|ix| u32::try_from(ix).ok()).map(EventIx).any(has_begun);
    if changes.iter().any(|change| change.kind == ChangeKind::Overdue) {
        Err(CommandFailure::Said(OVERDUE))
    } else if is_due {
        Err(CommandFailure::Said(DUE))
    } else if changes.is_empty() {
        Ok(())
    } else {
        Err(CommandFailure::Said(CHANGED))
    }
}

/// What was known at the last run, which this one replaces; `None` at the first.
fn last_run(
    opened: &OpenedDossier,
    snapshot: &Snapshot,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<Option<SeenBaseline>, CommandFailure> {
    let identity = DossierIdentity::of(&opened.dossier, open::identified_by(&opened.paths));
    let file = env.places.state.as_deref().map(state::file_in);
    let mut found = state::open(file.as_deref(), StateAccess::ReadWrite, &identity);
    if let Some(notice) = found.notice {
        return Err(CommandFailure::Work(notice));
    }
    let before = found.store.last_run().map_err(CommandFailure::Work)?;
    let now = SeenBaseline::of(&opened.dossier, snapshot);
    found.store.keep_run(snapshot.day, &now.fingerprints()).map_err(CommandFailure::Work)?;
    if before.is_none() {
        writeln!(err, "note: this is the first run of this dossier; the next one tells what is new since now")?;
    }
    Ok(before)
}

/// The screens that were asked for, as pictures and as text.
fn pictures(
    args: &args::BriefArgs,
    opened: &OpenedDossier,
    env: &ProcessEnv,
) -> Result<Vec<BriefPicture>, CommandFailure> {
    if args.format != BriefFormat::Html && !args.pictures.is_empty() {
        return Err(CommandFailure::Usage("--picture needs --format html".to_owned()));
    }
    let picture = |keys: &String| {
        let keys = render::keys(keys).map_err(|message| CommandFailure::Usage(format!("--picture: {message}")))?;
        let look = LookArgs {
            filter: None,
            view: None,
            as_of: args.as_of.clone(),
            theme: Some(ThemeChoice::Light),
            plain: false,
            config: args.dossiers.config.clone(),
        };
        // For paper, whatever the terminal is.
        let front = DisplayFront::Screen(PICTURE);
        let start = start(&look, Arc::clone(&opened.dossier), &opened.found, front, false, env)?;
        let (model, buffer) = render::screen(start, None, keys, None);
        Ok(BriefPicture { caption: model.caption(), svg: svg::svg(&buffer, &svg::LIGHT), text: picture::text(&buffer) })
    };
    args.pictures.iter().map(picture).collect()
}
