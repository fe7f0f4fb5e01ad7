//! `karwan init` and `karwan schema`: a dossier to start from, and what an editor checks it by.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::export::refuse_device;
use super::{CommandFailure, args};
use crate::assets::{INIT, SCHEMA};

/// The file of the dossier.
const STORY: &str = "story.toml";
/// The file of the schema: hidden, so that it is not taken for one of the dossier.
const SCHEMA_FILE: &str = ".karwan.schema.json";

/// Writes a small dossier into a directory that is new or empty.
///
/// # Errors
/// If something is in the directory, or it cannot be written.
pub fn run(args: &args::InitArgs, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let directory = &args.directory;
    is_free(directory)?;
    let texts = [STORY, SCHEMA_FILE].into_iter().zip([INIT.text(), SCHEMA.text()]);
    let texts: Vec<(&str, String)> = texts.collect();
    write_all(directory, texts.iter().map(|(name, text)| (*name, text.as_str())))?;
    let shown = directory.display();
    writeln!(out, "wrote `{shown}/{STORY}`; open it with `karwan {shown}`, edit it, and see `karwan check {shown}`")?;
    Ok(())
}

/// Refuses a directory in which something is.
///
/// # Errors
/// If something is in it, or it is none.
pub(super) fn is_free(directory: &Path) -> Result<(), CommandFailure> {
    match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(directory, &error)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(CommandFailure::Work(format!(
                "`{}` is not empty; give a directory that is new, and nothing of yours is overwritten",
                directory.display()
            ))),
        },
    }
}

/// Writes files into a directory, none of which may be there yet.
///
/// # Errors
/// If it cannot be made, or a file cannot be written.
pub(super) fn write_all<'t>(
    directory: &Path,
    texts: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<(), CommandFailure> {
    refuse_device(directory).map_err(CommandFailure::Work)?;
    fs::create_dir_all(directory).map_err(|error| failed(directory, &error))?;
    for (name, text) in texts {
        let path = directory.join(name);
        write_new(&path, text).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> CommandFailure {
    CommandFailure::Work(format!("cannot write `{}`: {}", path.display(), crate::text::reason(error)))
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Prints the JSON Schema of a dossier's files.
///
/// # Errors
/// Those of `out`.
pub fn print_schema(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&SCHEMA.unpack())
}
