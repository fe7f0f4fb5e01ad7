//! `karwan init` and `karwan schema`: a dossier to start from, and what an editor checks it by.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Failure, args};
use crate::assets::{INIT, SCHEMA};

/// What is written: the names in the directory, and what is in them. The schema's is hidden, so that it is not taken
/// for a file of the dossier.
const NAMES: [&str; 2] = ["story.toml", ".karwan.schema.json"];

/// Writes a small dossier into a directory that is new or empty.
///
/// # Errors
/// Where something is in the directory, or it cannot be written.
pub fn run(args: &args::Init, out: &mut dyn Write) -> Result<(), Failure> {
    let directory = &args.directory;
    let failed = |e: &io::Error| Failure::Work(format!("cannot write `{}`: {e}", directory.display()));
    fs::create_dir_all(directory).map_err(|e| failed(&e))?;
    if fs::read_dir(directory).map_err(|e| failed(&e))?.next().is_some() {
        return Err(Failure::Work(format!(
            "`{}` is not empty; give a directory that is new, and nothing of yours is overwritten",
            directory.display()
        )));
    }
    for (name, text) in NAMES.into_iter().zip([INIT.text(), SCHEMA.text()]) {
        write_new(&directory.join(name), &text).map_err(|e| failed(&e))?;
    }
    let shown = directory.display();
    writeln!(
        out,
        "wrote `{shown}/story.toml`; open it with `karwan {shown}`, edit it, and see `karwan check {shown}`"
    )?;
    Ok(())
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
