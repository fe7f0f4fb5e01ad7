//! `karwan triage`: decides on items of the inbox.

use std::io::{BufRead as _, Write};

use chrono::Utc;

use super::{Failure, archive, args, open};
use crate::cli::env::Env;
use crate::desk::archive::ArchiveItem;
use crate::desk::state::Identity;
use crate::query::ItemState;
use crate::runtime::edit::Desk;
use crate::runtime::triage::{decide, keep};
use crate::text::safe;

/// Decides on items, all of them or none, as one step.
///
/// # Errors
/// Where an id means no item or several, the archive or the dossier cannot be written.
pub fn run(args: &args::Triage, env: &Env, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let archive = archive::opened(env, &opened.found)?;
    let mut ids = Vec::new();
    for id in &args.ids {
        if id == "-" {
            let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
            ids.extend(lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
        } else {
            ids.push(id.clone());
        }
    }
    let mut items: Vec<ArchiveItem> = Vec::new();
    for id in &ids {
        let item = archive.item(id).map_err(Failure::Work)?;
        if items.iter().all(|known| known.row != item.row) {
            items.push(item);
        }
    }
    let identity = Identity::of(&opened.dossier, open::identified_by(&opened.paths));
    let key = archive.dossier(&identity).map_err(Failure::Work)?;
    let (state, now) = (args.state.state(), Utc::now());
    let done = if state == ItemState::Kept {
        let folder = env.places.state.as_ref().map(|state| state.join("karwan"));
        let mut desk = Desk::new(opened.paths.clone(), folder.as_deref());
        keep(&archive, key, &mut desk, &opened.dossier, &items, &env.user, now)
    } else {
        decide(&archive, key, &items, state, &env.user, now)
    };
    let done = done.map_err(Failure::Work)?;
    for note in &done.notes {
        writeln!(err, "note: {}", safe(note))?;
    }
    for id in &done.written {
        writeln!(out, "added article `{id}`")?;
    }
    Ok(writeln!(out, "{} {}", open::count(done.decided, "item"), state.word())?)
}
