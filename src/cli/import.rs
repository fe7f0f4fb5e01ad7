//! `karwan import`: another program's file as a new dossier, shown before anything is written.

mod mapping;

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::add::confirm;
use super::{CommandFailure, args, init, open};
use crate::cli::args::DatesOrder;
use crate::cli::args::ImportFormat;
use crate::cli::env::ProcessEnv;
use crate::desk::edit::{Edit, EditFields, EditList, file_of};
use crate::desk::feed::decode_named;
use crate::desk::import::columns::SheetSort;
use crate::desk::import::figures::FigureDefaults;
use crate::desk::import::sheet::SheetOptions;
use crate::desk::import::table::TableFile;
use crate::desk::import::{ImportAddition, ImportTarget, ImportedDossier, csv, figures, opml, timelinejs};
use crate::dossier::Dossier;
use crate::dossier::date::order::DateOrder;
use crate::runtime::clock;
use crate::runtime::edit::EditDesk;
use crate::text::{reason, safe, without_password};

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
    let mut options = SheetOptions { kind: args.kind, status: args.status, order, maps: args.map.clone() };
    let opened = match args.dossiers.dossiers.as_slice() {
        [] => None,
        paths => Some(open::open(paths, &args.dossiers.config, env, err)?),
    };
    let texts =
        opened.as_ref().map_or(Ok(Vec::new()), |opened| texts(&opened.dossier)).map_err(CommandFailure::Work)?;
    let target = opened.as_ref().map(|opened| ImportTarget { dossier: &opened.dossier, texts: &texts });
    if args.format == ImportFormat::Figures && target.is_none() {
        let why = "figures are about records of a dossier: name it with `-d PATH`";
        return Err(CommandFailure::Usage(why.to_owned()));
    }
    let sort = match args.format {
        ImportFormat::Csv => Some(SheetSort::Events),
        ImportFormat::Figures => Some(SheetSort::Figures),
        ImportFormat::Timelinejs | ImportFormat::Opml => None,
    };
    let imported = loop {
        let imported = read(args, &files, (&title, env.today), &options, target);
        if let Ok(imported) = &imported {
            preview(imported, out)?;
            out.flush()?;
            say(imported, err)?;
        }
        let asked = match sort.filter(|_| env.asks && !args.yes) {
            Some(sort) => mapping::ask(&files, sort, &options.maps, imported.as_ref().err(), err)?,
            None => None,
        };
        match asked {
            Some(map) => options.maps.push(map),
            None => break imported.map_err(CommandFailure::Work)?,
        }
    };
    mapping::tell(&options.maps[args.map.len()..], err)?;
    if !imported.errors.is_empty() {
        let count = open::count(imported.errors.len(), "mistake");
        return Err(CommandFailure::Work(format!("{count} in the rows; nothing was written")));
    }
    if let (Some(opened), Some(addition)) = (&opened, &imported.addition) {
        return add(opened, (&imported, addition), args.yes, env, out, err);
    }
    if imported.counts.is_empty() {
        return Err(CommandFailure::Work("there is no row to import; nothing was written".to_owned()));
    }
    let Some(directory) = &args.output else {
        writeln!(err, "note: nothing was written; `-o DIR` writes it as a new dossier, `-d DIR` adds it to one")?;
        return Ok(());
    };
    init::is_free(directory)?;
    confirm(args.yes, env, &format!("write it to `{}`?", directory.display()), err)?;
    init::write_all(directory, imported.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
    Ok(writeln!(out, "wrote {} to `{}`", open::count(imported.files.len(), "file"), directory.display())?)
}

/// What the files become.
///
/// # Errors
/// One line: a file is not of the format, or lacks a column.
fn read(
    args: &args::ImportArgs,
    files: &[TableFile],
    (title, today): (&str, NaiveDate),
    options: &SheetOptions,
    target: Option<ImportTarget<'_>>,
) -> Result<ImportedDossier, String> {
    match (args.format, files, target) {
        (ImportFormat::Csv, files, _) => csv::read(files, title, today, options, target),
        (ImportFormat::Timelinejs, [(name, bytes)], _) => {
            timelinejs::read(name, &decode_named(bytes, None), title, today, options, target)
        }
        (ImportFormat::Figures, [file], Some(target)) => {
            let defaults = FigureDefaults {
                metric: args.metric.clone(),
                unit: args.unit.clone(),
                about: args.about.clone(),
                source: args.source.clone(),
            };
            figures::read(file, title, today, (options, &defaults), target)
        }
        _ => Err("this is one file".to_owned()),
    }
}

/// The files of a dossier as they are.
fn texts(dossier: &Dossier) -> Result<Vec<(PathBuf, String)>, String> {
    let text = |path: &PathBuf| match fs::read_to_string(path) {
        Ok(text) => Ok((path.clone(), text)),
        Err(error) => Err(format!("`{}` cannot be read: {}", path.display(), reason(&error))),
    };
    dossier.files.iter().map(|file| text(&file.path)).collect()
}

/// Adds what is new to a dossier, as one edit that the dashboard can undo.
fn add(
    opened: &open::OpenedDossier,
    (imported, addition): (&ImportedDossier, &ImportAddition),
    yes: bool,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let new: usize = imported.counts.iter().map(|(_, count)| count).sum();
    let mut edits: Vec<Edit> = Vec::new();
    if new > 0 {
        edits.push(Edit::Append(addition.text.clone(), new));
    }
    let report = |(id, fields): &(String, EditFields)| Edit::Statement(id.clone(), EditList::Reports, fields.clone());
    edits.extend(addition.reports.iter().map(report));
    if edits.is_empty() {
        return Ok(writeln!(out, "the dossier has all of it already; nothing was written")?);
    }
    let place = |edit: Edit| match file_of(&opened.dossier, &edit) {
        Some(file) => Ok((edit, file)),
        None => Err(CommandFailure::Work("the dossier has no TOML file to add to".to_owned())),
    };
    let edits: Vec<(Edit, PathBuf)> = edits.into_iter().map(place).collect::<Result<_, _>>()?;
    confirm(yes, env, "add what is new?", err)?;
    let state = env.places.state.as_ref().map(|state| state.join("karwan"));
    let now = clock::stamp();
    let said = EditDesk::new(opened.paths.clone(), state.as_deref()).save_step(&edits, &now);
    let said = said.map_err(|refusal| CommandFailure::Work(refusal.why))?;
    Ok(writeln!(out, "{}", safe(&said))?)
}

/// The feeds of an outline, as a dossier that names them.
fn feeds(
    args: &args::ImportArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let failed = |error: io::Error| {
        CommandFailure::Work(format!("`{}` cannot be read: {}", args.file.display(), reason(&error)))
    };
    let mut bytes = Vec::new();
    fs::File::open(&args.file).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(failed)?;
    let outline = opml::read(&bytes).map_err(CommandFailure::Work)?;
    for (url, name) in &outline.feeds {
        let url = without_password(url);
        writeln!(out, "{}", safe(&name.as_ref().map_or_else(|| url.to_string(), |name| format!("{name}  {url}"))))?;
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
    let failed = |path: &Path, error: &io::Error| format!("`{}` cannot be read: {}", path.display(), reason(error));
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
    let counts: Vec<String> =
        imported.counts.iter().map(|(kind, count)| format!("{count} {}", kind.noun(*count))).collect();
    let counts = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
    match &imported.addition {
        None => writeln!(out, "a dossier of {counts}")?,
        Some(addition) => {
            let reports = open::count(addition.reports.len(), "report");
            let known = open::count(addition.known.len(), "record");
            writeln!(out, "new: {counts}; {reports} for what is there; {known} there already")?;
        }
    }
    // The first records as they would stand in the files.
    let of_events =
        imported.files.iter().find(|(name, _)| name == "events.toml").map(|(name, text)| (name.as_str(), text));
    let added = imported.addition.as_ref().map(|addition| ("what is added", &addition.text));
    for (name, text) in of_events.into_iter().chain(added.filter(|(_, text)| !text.is_empty())) {
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
    let known = imported.addition.as_ref().map_or(&[][..], |addition| &addition.known);
    for ((name, row), message) in known.iter().take(MOST) {
        writeln!(err, "{}:{row}: note: {}", safe(name), safe(message))?;
    }
    if known.len() > MOST {
        writeln!(err, "and {} more that are there already", known.len() - MOST)?;
    }
    for (what, count) in &imported.lost {
        writeln!(err, "note: lost: {}: {count}", safe(what))?;
    }
    Ok(())
}
