//! `karwan show`: the card of one record, as text.

use std::io::Write;

use super::{CommandFailure, args, open};
use crate::cli::env::ProcessEnv;
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{self, QueryIndex, QueryView};
use crate::report::card::{self, CardExtent, CardFacts, CardLine};
use crate::report::cite::{self, CiteForm};
use crate::settings::input::near::nearest;
use crate::settings::theme::StyleRole;
use crate::story::Snapshot;
use crate::text::{safe, width};
use crate::ui::picture::ansi::styled;

/// Prints a card.
///
/// # Errors
/// If the story does not open, or no such record is known on the day.
pub fn run(
    args: &args::ShowArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let (opened, snapshot) = open::open_on(&args.dossiers, &args.as_of, env, err)?;
    let rec = find(&opened.dossier, &snapshot, &args.id).map_err(|why| {
        let is_path =
            |path| format!("`{path}` is a path, and the id of a record is expected here: `-d {path}` opens it");
        open::path_for_query(&args.id).map_or(CommandFailure::Work(why), |path| CommandFailure::Usage(is_path(path)))
    })?;
    let theme = open::theme(&opened, env);
    let _span = tracing::debug_span!("card", of = args.id).entered();
    if let Some(form) = form(args.format) {
        let facts = CardFacts { dossier: &opened.dossier, snapshot: &snapshot, glyphs: opened.found.config.glyphs };
        let Some(text) = cite::record(&facts, rec, form) else {
            return Err(CommandFailure::Work(format!("`{}` has no source with an address", args.id)));
        };
        writeln!(out, "{}", text.trim_end())?;
        return Ok(());
    }
    let columns = env.readable_columns();
    let facts = CardFacts { dossier: &opened.dossier, snapshot: &snapshot, glyphs: opened.found.config.glyphs };
    let card = card::card(&facts, rec, CardExtent::Whole);
    let dressed = |role, text: &str| theme.map_or_else(|| text.to_owned(), |theme| styled(theme.style(role), text));
    writeln!(out, "{}\n", dressed(StyleRole::Strong, &safe(&card.title)))?;
    for line in card::layout(&card, columns) {
        writeln!(out, "{}", text(&line, columns, &dressed))?;
    }
    Ok(())
}

/// The form that the dashboard copies too; `None`: the card.
fn form(format: args::ShowFormat) -> Option<CiteForm> {
    match format {
        args::ShowFormat::Card => None,
        args::ShowFormat::Line => Some(CiteForm::Line),
        args::ShowFormat::Paragraph => Some(CiteForm::Paragraph),
        args::ShowFormat::Markdown => Some(CiteForm::Markdown),
        args::ShowFormat::Json => Some(CiteForm::Json),
        args::ShowFormat::Link => Some(CiteForm::Link),
    }
}

/// A line of the card, its badge flush right.
fn text(line: &CardLine, columns: usize, dressed: &dyn Fn(StyleRole, &str) -> String) -> String {
    let (mut text, mut used) = (String::new(), 0);
    for (at, (piece, role)) in line.pieces.iter().enumerate() {
        let mut piece = safe(piece).into_owned();
        if at + 1 == line.pieces.len() && line.badge.is_empty() {
            piece.truncate(piece.trim_end().len());
        }
        used += width(&piece);
        text += &dressed(*role, &piece);
    }
    if !line.badge.is_empty() {
        let badge = safe(&line.badge);
        text += &" ".repeat(columns.saturating_sub(used + width(&badge)).max(1));
        text += &dressed(StyleRole::Quiet, &badge);
    }
    text
}

/// The record with an id; else the only one with that name.
fn find(dossier: &Dossier, snapshot: &Snapshot, id: &str) -> Result<Rec, String> {
    let index = QueryIndex::new();
    let view = QueryView::new(dossier, snapshot, &index);
    let rec = match (dossier.find(id), &query::named(id, &view)[..]) {
        (Some(rec), _) | (None, &[rec]) => rec,
        (None, []) => {
            let ids = Kind::ALL.iter().flat_map(|&kind| dossier.all(kind)).map(|rec| dossier.id(rec));
            let near = nearest(id, ids).or_else(|| query::nearest_named(id, &view).map(|rec| dossier.id(rec)));
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            return Err(format!("no record `{id}`{}", hint.unwrap_or_default()));
        }
        (None, several) => {
            let ids: Vec<String> = several.iter().map(|&rec| format!("`{}`", dossier.id(rec))).collect();
            return Err(format!("`{id}` is not an id, and a name of several: {}", ids.join(", ")));
        }
    };
    if !snapshot.is_visible(dossier, rec) {
        return Err(format!("nothing was known of `{id}` on {}", snapshot.day));
    }
    Ok(rec)
}
