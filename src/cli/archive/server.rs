//! Looking after a shared archive: its tables, what it holds, bringing the mirror up to date, who decided what.

use std::io::Write;
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, NaiveDate, Utc};

use super::place::{opened, told};
use crate::cli::env::ProcessEnv;
use crate::cli::{CommandFailure, open};
use crate::desk::state::DossierIdentity;
use crate::runtime::clock;
use crate::runtime::server::sync::{MirrorSource, catch_up};
use crate::runtime::server::{ServerFault, ServerLink, schema};
use crate::text::safe;

fn local(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// Makes the tables, or brings them up to date.
pub(super) fn setup(
    source: &MirrorSource,
    months: Option<(NaiveDate, NaiveDate)>,
    out: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let prepare = || {
        let link = ServerLink::connect(&source.address)?;
        let before = has_tables(&link)?;
        schema::prepare(&link, months)?;
        Ok::<bool, ServerFault>(before)
    };
    let before = prepare().map_err(|fault| told(&source.address, &fault))?;
    let shown = safe(&source.address.shown);
    if before && months.is_some() {
        return Err(CommandFailure::Work(format!(
            "`{shown}` has its tables already; they are divided by months only when they are made"
        )));
    }
    let said = if before { "are those of this karwan" } else { "were made" };
    Ok(writeln!(out, "the tables of `{shown}` {said} (version {})", schema::VERSION)?)
}

fn has_tables(link: &ServerLink) -> Result<bool, ServerFault> {
    let sql = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'karwan'";
    Ok(link.query_one(sql, &[])?.is_some())
}

/// Prints what the server and the mirror hold, and what did not come to stand.
pub(super) fn status(source: &MirrorSource, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let archive = source.open().map_err(CommandFailure::Work)?;
    let mirror = archive.status().map_err(CommandFailure::Work)?;
    writeln!(out, "archive    {}", safe(&source.address.shown))?;
    match counts(source) {
        Ok(counts) => counts.iter().try_for_each(|(name, count)| writeln!(out, "{name:<10} {count}"))?,
        Err(fault) => writeln!(out, "           {}", safe(&fault.to_string()))?,
    }
    let state = archive.mirror_state().map_err(CommandFailure::Work)?;
    let days = mirror.days.map_or_else(String::new, |(first, _)| format!(", back to {}", first.date_naive()));
    writeln!(out, "mirror     {}", safe(&archive.path().display().to_string()))?;
    writeln!(out, "           {} items{days}; {} MiB", mirror.items, mirror.bytes.div_ceil(1 << 20))?;
    let synced = state.synced.map_or_else(|| "never".to_owned(), local);
    writeln!(out, "           agreed with the server {synced}; {} to be sent", open::count(state.waiting, "decision"))?;
    let now = clock::now();
    for conflict in archive.conflicts().map_err(CommandFailure::Work)?.iter().take(100) {
        writeln!(out, "conflict   {}", safe(&conflict.told(now)))?;
    }
    Ok(())
}

/// Of each thing that the server holds, how many.
fn counts(source: &MirrorSource) -> Result<Vec<(&'static str, i64)>, ServerFault> {
    let link = ServerLink::connect(&source.address)?;
    schema::prepare(&link, None)?;
    let counted = [
        ("items", "SELECT count(*) FROM karwan.items WHERE NOT pruned"),
        ("versions", "SELECT count(*) FROM karwan.versions"),
        ("feeds", "SELECT count(*) FROM karwan.feeds"),
        ("dossiers", "SELECT count(*) FROM karwan.dossiers"),
        ("decisions", "SELECT count(*) FROM karwan.decisions"),
    ];
    let count = |(name, sql)| Ok((name, link.query_one(sql, &[])?.map_or(0, |row| row.get(0))));
    counted.into_iter().map(count).collect()
}

/// Brings the mirror up to date, and fills it.
pub(super) fn sync(source: &MirrorSource, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), CommandFailure> {
    let archive = source.open().map_err(CommandFailure::Work)?;
    let until = Instant::now() + Duration::from_hours(24);
    let (report, _) = catch_up(source, &archive, until).map_err(|fault| told(&source.address, &fault))?;
    let now = clock::now();
    for conflict in archive.untold_conflicts().map_err(CommandFailure::Work)? {
        writeln!(err, "note: {}", safe(&conflict.told(now)))?;
    }
    let (sent, items) = (open::count(report.sent, "decision"), open::count(report.items, "item"));
    writeln!(out, "{sent} sent; {items} and {} of others taken over", open::count(report.steps, "decision"))?;
    report.unsent.map_or(Ok(()), |why| Err(CommandFailure::Work(why)))
}

/// Prints who decided what about an item, oldest first.
pub(super) fn activity(
    id: &str,
    dossier: &open::OpenedDossier,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let archive = opened(env, &dossier.found, err)?;
    let item = super::item(env, &dossier.found, &archive, id)?;
    let identity = DossierIdentity::of(&dossier.dossier, open::identified_by(&dossier.paths));
    let key = archive.dossier(&identity).map_err(CommandFailure::Work)?;
    writeln!(out, "{}", safe(item.label()))?;
    for activity in archive.activity(key, item.row).map_err(CommandFailure::Work)? {
        writeln!(out, "{}", safe(&activity.told()))?;
    }
    Ok(())
}
