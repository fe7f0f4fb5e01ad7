//! `karwan triage`: decides on items of the inbox.

use std::io::{BufRead as _, Write};

use super::{CommandFailure, archive, args, open};
use crate::cli::env::ProcessEnv;
use crate::desk::archive::ArchiveItem;
use crate::desk::state::DossierIdentity;
use crate::query::ItemState;
use crate::runtime::clock;
use crate::runtime::edit::EditDesk;
use crate::runtime::triage::{TriagePlace, assign, decide, keep};
use crate::text::safe;

/// Decides on items, all of them or none, as one step.
///
/// # Errors
/// If an id means no item or several, the archive or the dossier cannot be written.
pub fn run(
    args: &args::TriageArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let archive = archive::opened(env, &opened.found, err)?;
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
        let item = archive::item(env, &opened.found, &archive, id)?;
        if items.iter().all(|known| known.row != item.row) {
            items.push(item);
        }
    }
    let identity = DossierIdentity::of(&opened.dossier, open::identified_by(&opened.paths));
    let key = archive.dossier(&identity).map_err(CommandFailure::Work)?;
    let (state, now) = (args.state.state(), clock::now());
    if args.assignee.is_some() && state != ItemState::Later {
        return Err(CommandFailure::Usage("`--for` goes with `later` alone".to_owned()));
    }
    let place = TriagePlace { archive: &archive, key, who: &env.user, now };
    let folder = env.places.state.as_ref().map(|state| state.join("karwan"));
    let mut desk = EditDesk::new(opened.paths.clone(), folder.as_deref());
    place.settle(&mut desk).map_err(CommandFailure::Work)?;
    let done = if state == ItemState::Kept {
        keep(&place, &mut desk, &opened.dossier, &items, None)
    } else if let Some(to) = &args.assignee {
        assign(&place, &items, to)
    } else {
        decide(&place, &items, state)
    };
    let done = done.map_err(CommandFailure::Work)?;
    for note in &done.notes {
        writeln!(err, "note: {}", safe(note))?;
    }
    for id in &done.written {
        writeln!(out, "added article `{id}`")?;
    }
    let to = args.assignee.as_deref().map_or_else(String::new, |to| format!(" for {}", safe(to)));
    writeln!(out, "{} {}{to}", open::count(done.decided, "item"), state.word())?;
    archive::send(env, &opened.found, &archive, err)
}
