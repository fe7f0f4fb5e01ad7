//! `karwan questions`: what is not known, of whom to ask it, and since when.

use std::io::Write;

use super::{CommandFailure, args, open, unseen};
use crate::cli::args::QuestionsFormat;
use crate::cli::env::ProcessEnv;
use crate::report::export::clean;
use crate::report::questions;

/// Prints the questions about the records that match, as the dashboard lists them.
///
/// # Errors
/// If the story does not open, the query cannot be read, or `out` cannot be written.
pub fn run(
    args: &args::QuestionsArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let (opened, snapshot) = open::open_on(&args.dossiers, &args.as_of, env, err)?;
    let dossier = &*opened.dossier;
    let text = args.query.as_deref().unwrap_or_default();
    let query = open::query(text, env.today, err)?;
    let news = unseen::news(&query, &opened, &snapshot, env, err)?;
    let shown = open::shown(dossier, &snapshot, &query, &news);
    let span = tracing::debug_span!("questions", found = tracing::field::Empty).entered();
    let asked = questions::about(&snapshot.questions(dossier), &shown);
    span.record("found", asked.len());
    drop(span);
    match args.format {
        QuestionsFormat::Md => out.write_all(questions::sheet(dossier, &snapshot, &asked).as_bytes())?,
        QuestionsFormat::Txt => {
            out.write_all(questions::plain(dossier, &snapshot, &asked, env.readable_columns()).as_bytes())?;
        }
        QuestionsFormat::Json => {
            let objects: Vec<_> =
                asked.iter().map(|question| questions::object(dossier, &snapshot, question)).collect();
            writeln!(out, "{}", clean::json(&objects, true)?)?;
        }
    }
    if asked.is_empty() {
        open::say_unknown(text, dossier, &snapshot, err)?;
    }
    Ok(())
}
