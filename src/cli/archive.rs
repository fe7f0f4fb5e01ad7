//! `karwan archive`: where it lies, what it holds, moving and pruning it, and looking after one that is shared.

mod place;
mod server;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use chrono::TimeDelta;

use super::add::confirm;
use super::args::ArchiveCommand;
use super::{CommandFailure, args, open};
use crate::cli::env::ProcessEnv;
use crate::desk::archive::{Archive, TransferCounts};
use crate::runtime::clock;
use crate::runtime::server::schema::grants;
use crate::runtime::server::transfer::{ArchiveEnd, prune};
use crate::text::{reason, safe};

pub(super) use place::{inbox, item, needed, opened, send, shared, told};

/// Prints, prunes, moves or prepares the archive.
///
/// # Errors
/// If it cannot be opened, read or written, or nobody confirms.
pub fn run(
    args: &args::ArchiveArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let found = open::configuration(&args.config, env, err)?;
    let end = || place::end(env, &found);
    match &args.command {
        ArchiveCommand::Status => match shared(env, &found).map_err(CommandFailure::Work)? {
            Some(source) => server::status(&source, out),
            None => status(&place::file(env, &found)?, out),
        },
        ArchiveCommand::Prune { older, yes } => {
            let older = TimeDelta::from_std(*older).unwrap_or(TimeDelta::MAX);
            let before = clock::now().checked_sub_signed(older).ok_or_else(|| {
                CommandFailure::Usage("the time of --older reaches further back than the calendar".to_owned())
            })?;
            let end = end()?;
            let for_all = if matches!(end, ArchiveEnd::Server(_)) { " for everybody" } else { "" };
            let question = format!("throw away what is older than {}{for_all}?", before.date_naive());
            confirm(*yes, env, &question, err)?;
            let pruned = match &end {
                ArchiveEnd::File(archive) => archive.prune(before),
                ArchiveEnd::Server(link) => prune(link, before).map_err(|fault| fault.to_string()),
            };
            Ok(writeln!(out, "{} thrown away", open::count(pruned.map_err(CommandFailure::Work)?, "item"))?)
        }
        ArchiveCommand::Export { output: None } => end()?.export(out).map(|_| ()).map_err(CommandFailure::Work),
        ArchiveCommand::Export { output: Some(path) } => export(&end()?, path, out),
        ArchiveCommand::Import { file } => {
            let end = end()?;
            let done = if file.as_os_str() == "-" {
                end.import(&mut std::io::stdin().lock())
            } else {
                let failed = |error: std::io::Error| {
                    CommandFailure::Work(format!("`{}` cannot be read: {}", file.display(), reason(&error)))
                };
                end.import(&mut BufReader::new(File::open(file).map_err(failed)?))
            };
            tell(&done.map_err(CommandFailure::Work)?, out)
        }
        ArchiveCommand::Migrate { to } => {
            let to = place::named(to, "the archive to move to", env)?;
            tell(&end()?.migrate(&to).map_err(CommandFailure::Work)?, out)
        }
        ArchiveCommand::Grants { role, read_only } => Ok(write!(out, "{}", grants(role, *read_only))?),
        ArchiveCommand::Setup { months } => server::setup(&needed(env, &found)?, *months, out),
        ArchiveCommand::Sync => server::sync(&needed(env, &found)?, out, err),
        ArchiveCommand::Activity { id, dossiers } => {
            let opened = open::open(dossiers, &args.config, env, err)?;
            server::activity(id, &opened, env, out, err)
        }
    }
}

/// Says what came over.
fn tell(done: &TransferCounts, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let steps = open::count(done.steps, "decision");
    let (feeds, items) = (open::count(done.feeds, "feed"), open::count(done.items, "item"));
    Ok(writeln!(out, "{items}, {feeds}, {steps} taken in; {} were there already", done.known)?)
}

fn status(archive: &Archive, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let status = archive.status().map_err(CommandFailure::Work)?;
    let days = status
        .days
        .map_or_else(String::new, |(first, last)| format!(" of {} to {}", first.date_naive(), last.date_naive()));
    let mebibytes = status.bytes.div_ceil(1 << 20);
    writeln!(out, "archive    {}", safe(&archive.path().display().to_string()))?;
    writeln!(out, "size       {mebibytes} MiB")?;
    writeln!(out, "items      {}{days}", status.items)?;
    writeln!(out, "versions   {} of items that changed", status.versions)?;
    writeln!(out, "feeds      {}", status.feeds)?;
    Ok(writeln!(out, "decisions  {}", status.decided)?)
}

/// Writes a file whole or not at all.
fn export(end: &ArchiveEnd, path: &Path, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let failed =
        |error: &std::io::Error| CommandFailure::Work(format!("cannot write `{}`: {}", path.display(), reason(error)));
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(beside).map_err(|error| failed(&error))?;
    let mut writer = BufWriter::new(file.as_file_mut());
    let done = end.export(&mut writer).map_err(CommandFailure::Work)?;
    writer.flush().map_err(|error| failed(&error))?;
    drop(writer);
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(writeln!(out, "{} written to `{}`", open::count(done.items, "item"), path.display())?)
}
