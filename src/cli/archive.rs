//! `karwan archive`: where it lies, what it holds, moving and pruning it.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{TimeDelta, Utc};

use super::add::confirm;
use super::args::ArchiveCommand;
use super::{CommandFailure, args, open};
use crate::cli::env::ProcessEnv;
use crate::desk::archive::Archive;
use crate::settings::config::FoundConfig;
use crate::text::safe;

/// Prints, prunes or moves the archive.
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
    let archive = opened(env, &found)?;
    match &args.command {
        ArchiveCommand::Status => status(&archive, out),
        ArchiveCommand::Prune { older, yes } => {
            let older = TimeDelta::from_std(*older).unwrap_or(TimeDelta::MAX);
            let before = Utc::now().checked_sub_signed(older).ok_or_else(|| {
                CommandFailure::Usage("the time of --older reaches further back than the calendar".to_owned())
            })?;
            let question = format!("throw away what is older than {}?", before.date_naive());
            confirm(*yes, env, &question, err)?;
            let pruned = archive.prune(before).map_err(CommandFailure::Work)?;
            Ok(writeln!(out, "{} thrown away", open::count(pruned, "item"))?)
        }
        ArchiveCommand::Export { output: None } => archive.export(out).map(|_| ()).map_err(CommandFailure::Work),
        ArchiveCommand::Export { output: Some(path) } => export(&archive, path, out),
        ArchiveCommand::Import { file } => {
            let done = if file.as_os_str() == "-" {
                archive.import(&mut std::io::stdin().lock())
            } else {
                let failed = |error| CommandFailure::Work(format!("`{}` cannot be read: {error}", file.display()));
                archive.import(&mut BufReader::new(File::open(file).map_err(failed)?))
            };
            let done = done.map_err(CommandFailure::Work)?;
            let steps = open::count(done.steps, "decision");
            let (feeds, items) = (open::count(done.feeds, "feed"), open::count(done.items, "item"));
            Ok(writeln!(out, "{items}, {feeds}, {steps} taken in; {} were there already", done.known)?)
        }
    }
}

/// The archive that the environment or the configuration names, else the usual one.
///
/// # Errors
/// If it cannot be opened.
pub(super) fn opened(env: &ProcessEnv, found: &FoundConfig) -> Result<Archive, CommandFailure> {
    Archive::open(&place(env, found).map_err(CommandFailure::Work)?).map_err(CommandFailure::Work)
}

/// Where the archive lies.
///
/// # Errors
/// If what is named is no archive that can be opened: one line.
pub(super) fn place(env: &ProcessEnv, found: &FoundConfig) -> Result<PathBuf, String> {
    let (url, named) = match (&env.archive, &found.config.archive) {
        (Some(url), _) => (Some(url), "KARWAN_ARCHIVE"),
        (None, url) => (url.as_ref(), "`[archive] url`"),
    };
    if let Some(url) = url {
        let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty());
        let shown = crate::desk::page::without_password(url);
        let wrong = || format!("{named} is `{shown}`; expected `sqlite:PATH`, the only archive that this karwan opens");
        return path.map(PathBuf::from).ok_or_else(wrong);
    }
    let data = env.places.data.as_ref();
    let data = data.ok_or("there is no directory for an archive; name one with KARWAN_ARCHIVE=sqlite:PATH")?;
    Ok(data.join("karwan").join("archive.sqlite3"))
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
fn export(archive: &Archive, path: &Path, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let failed = |error: &std::io::Error| CommandFailure::Work(format!("cannot write `{}`: {error}", path.display()));
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(beside).map_err(|error| failed(&error))?;
    let mut writer = BufWriter::new(file.as_file_mut());
    let done = archive.export(&mut writer).map_err(CommandFailure::Work)?;
    writer.flush().map_err(|error| failed(&error))?;
    drop(writer);
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(writeln!(out, "{} written to `{}`", open::count(done.items, "item"), path.display())?)
}
