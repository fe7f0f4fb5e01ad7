//! `karwan questions`: what is not known, of whom to ask it, and since when.

use std::io::Write;

use super::{CommandFailure, args, open, unseen};
use crate::cli::args::QuestionsFormat;
use crate::cli::env::ProcessEnv;
use crate::query::{self, QueryIndex, QueryView};
use crate::report::export::clean;
use crate::report::questions;

/// The columns of plain text where the output is not a terminal, and the most on one.
const READABLE: usize = 100;

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
    let index = QueryIndex::new();
    let shown = query::shown(&query, &QueryView::new(dossier, &snapshot, &index).with_news(&news));
    let asked = questions::open(dossier, &snapshot, &shown);
    match args.format {
        QuestionsFormat::Md => out.write_all(questions::sheet(dossier, &snapshot, &asked).as_bytes())?,
        QuestionsFormat::Txt => {
            let columns = env.columns.unwrap_or(READABLE).clamp(40, READABLE);
            out.write_all(questions::plain(dossier, &snapshot, &asked, columns).as_bytes())?;
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
