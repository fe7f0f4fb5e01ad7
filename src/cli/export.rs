//! `karwan export`: the story for other programs, to standard output, a file or a directory.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf, is_separator};

use super::{CommandFailure, args, open, unseen};
use crate::cli::env::ProcessEnv;
use crate::dossier::{Kind, Rec};
use crate::report::export::{ExportFormat, ExportLosses, ExportOptions, ExportStory, file_name};
use crate::text::is_device_name;

/// Writes an export, and prints what the format could not say.
///
/// # Errors
/// If the story does not open, the query cannot be read, a file is there already or cannot be written.
pub fn run(
    args: &args::ExportArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let export = args.format;
    if args.alarm.is_some() && export.name != "ics" {
        return Err(CommandFailure::Usage(format!("--alarm is for `ics`; `{}` has no alarms", export.name)));
    }
    if args.bom && export.name != "csv" {
        return Err(CommandFailure::Usage(format!("--bom is for `csv`; `{}` needs none", export.name)));
    }
    let (opened, snapshot) = open::open_on(&args.dossiers, &args.as_of, env, err)?;
    let dossier = &*opened.dossier;
    let query = open::query(args.query.as_deref().unwrap_or_default(), env.today, err)?;
    let news = unseen::news(&query, &opened, &snapshot, env, err)?;
    let shown = open::shown(dossier, &snapshot, &query, &news);
    let rows: Vec<Rec> = Kind::ALL.iter().flat_map(|&kind| shown.of(kind).iter()).collect();
    let options = ExportOptions { alarm_days: args.alarm, bom: args.bom };
    let filter = args.query.as_deref().unwrap_or_default().trim();
    let story = ExportStory { dossier, snapshot: &snapshot, rows: &rows, generated: snapshot.day, filter, options };
    let target = args.output.as_deref().filter(|path| path.as_os_str() != OsStr::new("-"));
    if let Some(path) = target.filter(|path| dossier.files.iter().any(|file| is_same(&file.path, path))) {
        let shown = path.display();
        return Err(CommandFailure::Work(format!(
            "`{shown}` is a file of the dossier; expected another name for the export"
        )));
    }
    let span = tracing::debug_span!("export", format = export.name, records = rows.len()).entered();
    let losses = match target {
        None => (export.write)(&story, out)?,
        Some(path) => write_to(export, &story, path, args.force).map_err(CommandFailure::Work)?,
    };
    drop(span);
    if rows.is_empty() {
        writeln!(err, "note: no record is known that the query shows")?;
        open::say_unknown(args.query.as_deref().unwrap_or_default(), dossier, &snapshot, err)?;
    }
    for (what, count) in losses.iter() {
        writeln!(err, "note: {}: {what}: {count}", export.name)?;
    }
    Ok(())
}

/// Whether two paths lead to one file.
fn is_same(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// Writes a file; into a directory the format's own files, or one that is named after the story.
fn write_to(export: &ExportFormat, story: &ExportStory, path: &Path, force: bool) -> Result<ExportLosses, String> {
    refuse_device(path)?;
    let named = path.as_os_str().as_encoded_bytes().last().is_some_and(|&end| is_separator(char::from(end)));
    if !named && !path.is_dir() {
        return put_written(path, export, story, force);
    }
    fs::create_dir_all(path).map_err(|e| failed(path, &e))?;
    if let Some(write_files) = export.write_files {
        let (files, losses) = write_files(story).map_err(|e| failed(path, &e))?;
        let files: Vec<_> = files.into_iter().map(|(name, bytes)| (path.join(name), bytes)).collect();
        return put(&files, force).map(|()| losses);
    }
    put_written(&path.join(file_name(export, story)), export, story, force)
}

/// Writes one file as the format writes it, so that it never lies in memory as a whole.
fn put_written(path: &Path, export: &ExportFormat, story: &ExportStory, force: bool) -> Result<ExportLosses, String> {
    if !force && is_taken(path) {
        return Err(taken(path));
    }
    put_one(path, force, |out| (export.write)(story, out))
}

/// Writes all of the files, or none where one is there already.
fn put(files: &[(PathBuf, Vec<u8>)], force: bool) -> Result<(), String> {
    if !force && let Some((path, _)) = files.iter().find(|(path, _)| is_taken(path)) {
        return Err(taken(path));
    }
    files.iter().try_for_each(|(path, bytes)| put_one(path, force, |out| out.write_all(bytes)))
}

fn taken(path: &Path) -> String {
    format!("`{}` exists; give --force to replace it", path.display())
}

fn failed(path: &Path, e: &io::Error) -> String {
    format!("cannot write `{}`: {}", path.display(), crate::text::reason(e))
}

/// Refuses a name that the system would take for a device: what is written to that is nowhere to be found.
///
/// # Errors
/// One line that names it.
pub(super) fn refuse_device(path: &Path) -> Result<(), String> {
    match path.file_name().and_then(OsStr::to_str) {
        Some(name) if cfg!(windows) && is_device_name(name) => Err(format!(
            "cannot write `{}`: Windows keeps the name `{name}` for a device; give another one",
            path.display()
        )),
        _ => Ok(()),
    }
}

/// Whether something stands there that would be lost. A device or a pipe takes what is written and loses nothing.
fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok() && fs::metadata(path).map_or(true, |found| found.is_file())
}

/// Writes a file whole or not at all: beside it first, then in its place. A link is followed, permissions are kept.
fn put_one<T>(path: &Path, force: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T, String> {
    let buffered = |file: &mut dyn Write| {
        let mut out = BufWriter::new(file);
        let done = write(&mut out)?;
        out.flush().map(|()| done)
    };
    let failed = |e: &io::Error| failed(path, e);
    if let Ok(found) = fs::metadata(path)
        && !found.is_file()
    {
        let opened = fs::OpenOptions::new().write(true).open(path);
        return opened.and_then(|mut file| buffered(&mut file)).map_err(|e| failed(&e));
    }
    let path = &dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".karwan-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666)); // less what the user's umask takes
    }
    let mut file = builder.tempfile_in(beside).map_err(|e| failed(&e))?;
    let written = buffered(&mut file).map_err(|e| failed(&e))?;
    file.as_file().sync_all().map_err(|e| failed(&e))?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions()).map_err(|e| failed(&e))?;
    }
    let done = if force { file.persist(path) } else { file.persist_noclobber(path) };
    match done {
        Ok(_) => Ok(written),
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Err(taken(path)),
        Err(e) => Err(failed(&e.error)),
    }
}
