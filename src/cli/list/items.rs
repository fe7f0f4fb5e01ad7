//! `karwan list items`: what came in from the feeds, as the inbox shows it.

mod older;

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::cli::args::{self, ListFormat};
use crate::cli::env::ProcessEnv;
use crate::cli::table::TextTable;
use crate::cli::{CommandFailure, archive, open, tsv};
use crate::desk::archive::{ArchiveItem, InboxQuery};
use crate::desk::state::DossierIdentity;
use crate::query::{ItemState, Query, QueryIndex, QueryView};
use crate::report::fields::ColumnFit;
use crate::report::record_json;
use crate::runtime::clock;
use crate::runtime::edit::EditDesk;
use crate::runtime::triage::TriagePlace;
use crate::story::Snapshot;

const COLUMNS: &[(&str, ColumnFit)] = &[
    ("day", ColumnFit::Left),
    ("state", ColumnFit::Left),
    ("outlet", ColumnFit::Cut(10)),
    ("title", ColumnFit::Cut(20)),
    ("id", ColumnFit::Left),
];
const FIELDS: &[&str] =
    &["id", "title", "outlet", "url", "published", "language", "state", "for", "seen", "changed", "summary"];
/// Characters of an id in a table: as many as nearly never mean two items.
const SHORT_ID: usize = 10;

/// Prints items, the newest first.
///
/// # Errors
/// If the archive cannot be read, or `out` cannot be written.
pub fn run(
    args: &args::ListArgs,
    opened: &open::OpenedDossier,
    query: &Query,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let archive = archive::opened(env, &opened.found, err)?;
    let identity = DossierIdentity::of(&opened.dossier, open::identified_by(&opened.paths));
    let key = archive.dossier(&identity).map_err(CommandFailure::Work)?;
    let folder = env.places.state.as_ref().map(|state| state.join("karwan"));
    let place = TriagePlace { archive: &archive, key, who: &env.user, now: clock::now() };
    // A program may have been killed between the dossier and the archive, or an edit undone elsewhere. Where this cannot be
    // noted now, it is the next time.
    let _ = place.settle(&mut EditDesk::new(opened.paths.clone(), folder.as_deref()));
    let values = archive.values().map_err(CommandFailure::Work)?;
    let snapshot = Snapshot::of(&opened.dossier, args.as_of.day(env.today)?);
    let index = QueryIndex::new();
    let view = QueryView::new(&opened.dossier, &snapshot, &index);
    let filter = query.of_items(&view, &values);
    let shown = if args.all { filter } else { InboxQuery::of(&view, &values).shown(filter) };
    if args.server {
        let source = archive::needed(env, &opened.found)?;
        let dossier = archive.shared_name(key).map_err(CommandFailure::Work)?;
        return older::run(args, &source, &shown, dossier.as_deref(), env, out, err);
    }
    let items = archive.search(&shown, key, None, usize::MAX).map_err(CommandFailure::Work)?;
    let to: Vec<Option<String>> = items
        .iter()
        .map(|(item, state)| match state {
            ItemState::Later => archive.standing(key, item.row).map(|standing| standing.assignee),
            _ => Ok(None),
        })
        .collect::<Result<_, _>>()
        .map_err(CommandFailure::Work)?;
    print(args.format, &items, &to, env, out)
}

/// Prints items, each with who it was put off for.
fn print(
    format: ListFormat,
    items: &[(ArchiveItem, ItemState)],
    to: &[Option<String>],
    env: &ProcessEnv,
    out: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let record = |at: usize| record(&items[at].0, items[at].1, to[at].as_deref());
    match format {
        ListFormat::Json => {
            write!(out, "[")?;
            for at in 0..items.len() {
                out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
                record_json::write(&mut *out, &record(at))?;
            }
            writeln!(out, "{}]", if items.is_empty() { "" } else { "\n" })?;
        }
        ListFormat::Jsonl => {
            for at in 0..items.len() {
                record_json::write(&mut *out, &record(at))?;
                writeln!(out)?;
            }
        }
        ListFormat::Tsv => {
            writeln!(out, "{}", FIELDS.join("\t"))?;
            (0..items.len()).try_for_each(|at| writeln!(out, "{}", tsv::line(&record(at), FIELDS)))?;
        }
        ListFormat::Table => {
            let row = |at: usize| row(&items[at].0, items[at].1, to[at].as_deref());
            let dress = |_: Option<usize>, _: usize, text: &str| text.to_owned();
            for line in
                (TextTable { columns: COLUMNS, count: items.len(), row: &row, dress: &dress }).lines(env.columns)
            {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

fn record(item: &ArchiveItem, state: ItemState, to: Option<&str>) -> Value {
    let stamp = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    json!({
        "id": item.id, "title": item.title, "outlet": item.outlet, "url": item.url,
        "published": item.published.map(stamp), "updated": item.updated.map(stamp), "language": item.language,
        "state": state.word(), "for": to, "seen": stamp(item.seen), "changed": item.changed.map(stamp), "author": item.author,
        "guid": item.guid, "summary": item.summary, "text": item.text,
    })
}

fn row(item: &ArchiveItem, state: ItemState, to: Option<&str>) -> Vec<String> {
    let id = item.id.get(..SHORT_ID).unwrap_or(&item.id).to_owned();
    let state = to.map_or_else(|| state.word().to_owned(), |to| format!("{} for {to}", state.word()));
    vec![item.day().to_string(), state, item.outlet.clone(), item.label().to_owned(), id]
}
