//! `karwan brief`: one page of what stands, for people and for a scheduler.

use std::io::Write;

use super::args::LookArgs;
use super::open::OpenedDossier;
use super::start::start;
use super::unseen::unseen;
use super::{CommandFailure, args, open, render};
use crate::cli::args::{BriefFormat, SinceArg};
use crate::cli::env::ProcessEnv;
use crate::report::brief::html::BriefPicture;
use crate::report::brief::{BriefSince, brief, brief_in_full, html, text};
use crate::settings::config::ThemeChoice;
use crate::story::Snapshot;
use crate::story::change::changes;
use crate::ui::picture::{self, svg};

/// Something changed since the day that was asked for.
pub const CHANGED: u8 = 10;
/// Something is overdue.
pub const OVERDUE: u8 = 20;

/// Columns and rows of a picture: as many as can be read on paper.
const PICTURE: (u16, u16) = (100, 32);

/// The widest that the page is set as text, in columns.
const READABLE: usize = 100;

/// Prints the page. The exit code says what is in it.
///
/// # Errors
/// If the story does not open, or the page tells of a change or of something overdue.
pub fn run(
    args: &args::BriefArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let dossier = &*opened.dossier;
    let snapshot = Snapshot::of(dossier, args.as_of.as_of.unwrap_or(env.today));
    let told = match args.since {
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
    let visit = args.since == Some(SinceArg::Last);
    let since = told.as_ref().map(|(day, changes)| BriefSince { day: *day, visit, changes });
    let page = if args.full { brief_in_full } else { brief }(dossier, &snapshot, since);
    let pictures = pictures(args, &opened, env)?;
    let written = match args.format {
        BriefFormat::Md => text::markdown(&page),
        BriefFormat::Txt => text::plain(&page, env.columns.unwrap_or(READABLE).clamp(40, READABLE)),
        BriefFormat::Html => html::html(&page, &pictures),
    };
    drop(span);
    out.write_all(written.as_bytes())?;
    out.flush()?;
    match (page.overdue, page.changed) {
        (0, 0) => Ok(()),
        (0, _) => Err(CommandFailure::Said(CHANGED)),
        _ => Err(CommandFailure::Said(OVERDUE)),
    }
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
            as_of: args.as_of,
            theme: Some(ThemeChoice::Light),
            plain: false,
            config: args.dossiers.config.clone(),
        };
        // For paper, whatever the terminal is.
        let (model, buffer) = render::screen(start(&look, opened, PICTURE, false, env)?, None, keys, None);
        Ok(BriefPicture { caption: model.caption(), svg: svg::svg(&buffer, &svg::LIGHT), text: picture::text(&buffer) })
    };
    args.pictures.iter().map(picture).collect()
}
