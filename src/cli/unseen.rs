//! What the user has not seen, for commands: the state file is only read.

use std::io::Write;

use chrono::NaiveDate;

use super::open::{self, OpenedDossier};
use super::{CommandFailure, env::ProcessEnv};
use crate::desk::state::{self, DossierIdentity, StateAccess};
use crate::query::Query;
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{GainedFacts, SeenBaseline, StoryChange};

/// When everything else was seen, and what was not.
pub(super) type ToldChanges = (Option<NaiveDate>, Vec<StoryChange>);

/// What was seen. `None` if nothing was seen before: on a first visit everything counts as seen, as in the dashboard;
/// that is said on `err`.
pub(super) fn seen(
    opened: &OpenedDossier,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<Option<SeenBaseline>, CommandFailure> {
    let identity = DossierIdentity::of(&opened.dossier, open::identified_by(&opened.paths));
    let file = env.places.state.as_deref().map(state::file_in);
    let found = state::open(file.as_deref(), StateAccess::ReadOnly, &identity);
    if let Some(notice) = &found.notice {
        // It was asked for explicitly, so an unreadable state must not mean that nothing changed.
        return Err(CommandFailure::Work(notice.clone()));
    }
    if found.seen.is_none() {
        writeln!(err, "note: you have not opened this dossier before; open it once with `karwan`, or give a date")?;
    }
    Ok(found.seen)
}

/// What was not seen as of the day.
pub(super) fn unseen(
    opened: &OpenedDossier,
    snapshot: &Snapshot,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<Option<ToldChanges>, CommandFailure> {
    let dossier = &*opened.dossier;
    let seen = seen(opened, env, err)?;
    Ok(seen.map(|seen| (seen.day, GainedFacts::since(dossier, &seen).changes(dossier, snapshot, &seen))))
}

/// What is new, where the query asks for it: the same as on the screens.
pub(super) fn news(
    query: &Query,
    opened: &OpenedDossier,
    snapshot: &Snapshot,
    env: &ProcessEnv,
    err: &mut dyn Write,
) -> Result<UnseenList, CommandFailure> {
    if !asks(&query.to_string()) {
        return Ok(UnseenList::default());
    }
    let told = match unseen(opened, snapshot, env, err) {
        // As on the screens: if it cannot be known, nothing is new.
        Err(CommandFailure::Work(why)) => {
            writeln!(err, "note: {why}")?;
            None
        }
        told => told?,
    };
    Ok(told.map_or_else(UnseenList::default, |(day, changes)| UnseenList::new(day, false, &changes)))
}

/// Whether a query may ask for what is new.
pub(super) fn asks(query: &str) -> bool {
    query.contains("is:") && query.split(|c: char| !c.is_alphanumeric()).any(|word| word == "new")
}
