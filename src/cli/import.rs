//! `karwan import`: another program's file as a new dossier, shown before anything is written.

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::Path;

use super::add::confirm;
use super::{CommandFailure, args, init, open};
use crate::cli::args::DatesOrder;
use crate::cli::args::ImportFormat;
use crate::cli::env::ProcessEnv;
use crate::desk::feed::decode_named;
use crate::desk::import::dates::DateOrder;
use crate::desk::import::sheet::SheetOptions;
use crate::desk::import::table::TableFile;
use crate::desk::import::{ImportedDossier, csv, opml, timelinejs};
use crate::text::safe;

/// Bytes that are read of all files together.
const LARGEST: u64 = 256 << 20;

/// Rows of which mistakes are printed.
const MOST: usize = 200;

/// Reads the file, prints what it would become and what is wrong in which row, and writes it once that is confirmed.
///
/// # Errors
/// If the file cannot be read, a row is wrong, nobody confirms, or the directory cannot be written.
pub fn run(
    args: &args::ImportArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    if args.format == ImportFormat::Opml {
        return feeds(args, env, out, err);
    }
    let files = files(args).map_err(CommandFailure::Work)?;
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = args.title.clone().unwrap_or(stem);
    let order = args.dates.map(|order| match order {
        DatesOrder::DayFirst => DateOrder::DayFirst,
        DatesOrder::MonthFirst => DateOrder::MonthFirst,
    });
    let options = SheetOptions { kind: args.kind, status: args.status, order, maps: args.map.clone() };
    let imported = match (args.format, files.as_slice()) {
        (ImportFormat::Csv, files) => csv::read(files, &title, env.today, &options),
        (ImportFormat::Timelinejs, [(name, bytes)]) => {
            timelinejs::read(name, &decode_named(bytes, None), &title, env.today, &options)
        }
        (ImportFormat::Timelinejs | ImportFormat::Opml, _) => Err("a timeline is one file".to_owned()),
    };
    let imported = imported.map_err(CommandFailure::Work)?;
    preview(&imported, out)?;
    out.flush()?;
    say(&imported, err)?;
    if !imported.errors.is_empty() {
        let count = open::count(imported.errors.len(), "mistake");
        return Err(CommandFailure::Work(format!("{count} in the rows; nothing was written")));
    }
    if imported.counts.is_empty() {
        return Err(CommandFailure::Work("there is no row to import; nothing was written".to_owned()));
    }
    let Some(directory) = &args.output else {
        writeln!(err, "note: nothing was written; `-o DIR` writes it as a new dossier")?;
        return Ok(());
    };
    init::is_free(directory)?;
    confirm(args.yes, env, &format!("write it to `{}`?", directory.display()), err)?;
    init::write_all(directory, imported.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
    Ok(writeln!(out, "wrote {} to `{}`", open::count(imported.files.len(), "file"), directory.display())?)
}

/// The feeds of an outline, as a dossier that names them.
fn feeds(
    args: &args::ImportArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let failed = |error: io::Error| CommandFailure::Work(format!("`{}` cannot be read: {error}", args.file.display()));
    let mut bytes = Vec::new();
    fs::File::open(&args.file).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(failed)?;
    let outline = opml::read(&bytes).map_err(CommandFailure::Work)?;
    for (url, name) in &outline.feeds {
        writeln!(out, "{}", safe(&name.as_ref().map_or_else(|| url.clone(), |name| format!("{name}  {url}"))))?;
    }
    if outline.lost > 0 {
        writeln!(err, "note: lost: addresses that are not of http or https: {}", outline.lost)?;
    }
    if outline.feeds.is_empty() {
        return Err(CommandFailure::Work("there is no feed to import; nothing was written".to_owned()));
    }
    let Some(directory) = &args.output else {
        writeln!(err, "note: nothing was written; `-o DIR` writes it as a new dossier")?;
        return Ok(());
    };
    init::is_free(directory)?;
    confirm(args.yes, env, &format!("write it to `{}`?", directory.display()), err)?;
    let title = args.title.clone().or_else(|| outline.title.clone()).unwrap_or_else(|| "Feeds".to_owned());
    init::write_all(directory, std::iter::once(("story.toml", outline.dossier(&title).as_str())))?;
    Ok(writeln!(out, "wrote {} to `{}`", open::count(outline.feeds.len(), "feed"), directory.display())?)
}

/// The bytes: of a file, or of all tables in a directory.
fn files(args: &args::ImportArgs) -> Result<Vec<TableFile>, String> {
    let path = &args.file;
    let failed = |path: &Path, error: &io::Error| format!("`{}` cannot be read: {error}", path.display());
    let mut paths = vec![path.clone()];
    if args.format == ImportFormat::Csv && path.is_dir() {
        let entries = fs::read_dir(path).map_err(|error| failed(path, &error))?;
        paths = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")));
        paths.sort();
        if paths.is_empty() {
            return Err(format!("`{}` holds no `.csv`", path.display()));
        }
    }
    let mut left = LARGEST;
    let read = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(|error| failed(path, &error))?;
        file.take(left + 1).read_to_end(&mut bytes).map_err(|error| failed(path, &error))?;
        let size = bytes.len() as u64;
        left = left.checked_sub(size).ok_or_else(|| format!("the files have more than {} MiB", LARGEST >> 20))?;
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok((name, bytes))
    };
    paths.iter().map(read).collect()
}

/// How the file was understood, and what it would become.
fn preview(imported: &ImportedDossier, out: &mut dyn Write) -> io::Result<()> {
    for note in &imported.notes {
        writeln!(out, "{}", safe(note))?;
    }
    let counts: Vec<String> = imported
        .counts
        .iter()
        .map(|(kind, count)| format!("{count} {}", if *count == 1 { kind.singular() } else { kind.word() }))
        .collect();
    writeln!(out, "a dossier of {}", if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") })?;
    // The first records as they would stand in the files.
    for (name, text) in imported.files.iter().filter(|(name, _)| name == "events.toml").take(1) {
        writeln!(out, "\n# {name}")?;
        for line in text.lines().take(16) {
            writeln!(out, "{}", safe(line))?;
        }
        if text.lines().nth(16).is_some() {
            writeln!(out, "…")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is wrong or doubtful in which row, and what was lost.
fn say(imported: &ImportedDossier, err: &mut dyn Write) -> io::Result<()> {
    for (word, told) in [("error", &imported.errors), ("warning", &imported.warnings)] {
        for ((name, row), message) in told.iter().take(MOST) {
            writeln!(err, "{}:{row}: {word}: {}", safe(name), safe(message))?;
        }
        if told.len() > MOST {
            writeln!(err, "and {} more {word}s", told.len() - MOST)?;
        }
    }
    for (what, count) in &imported.lost {
        writeln!(err, "note: lost: {}: {count}", safe(what))?;
    }
    Ok(())
}
