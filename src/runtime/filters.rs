//! Saves a filter in the file of the configuration, which is made where there is none.

use std::fs;
use std::io;
use std::path::Path;

use super::edit::write::{FileLock, WriteRefused};
use crate::settings::config::save::with_filter;
use crate::text::reason;

/// Saves a query under a name. Returns what was done.
///
/// # Errors
/// One line.
pub(super) fn save(configuration: Option<&Path>, name: &str, query: &str) -> Result<String, String> {
    let path = configuration.ok_or("there is no place for a configuration: set HOME, or give one with `--config`")?;
    let failed = |why: String| format!("the filter is not saved in `{}`: {why}", path.display());
    let done = format!("saved as `{name}` in `{}`", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(reason(&error)))?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(reason(&error))),
    }
    let held = FileLock::new(path).map_err(failed)?;
    let old = held.read().map_err(failed)?;
    let new = with_filter(&old, name, query).map_err(failed)?;
    match held.replace(&old, &new) {
        Ok(()) => Ok(done),
        Err(WriteRefused::Failed(why)) => Err(why),
        Err(WriteRefused::Changed) => Err(failed("another program wrote to it at the same time; try again".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_saved_in_a_new_file_and_in_one_that_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("karwan").join("config.toml");
        let done = save(Some(&path), "late", "is:overdue").expect("saved");
        assert_eq!(done, format!("saved as `late` in `{}`", path.display()));
        save(Some(&path), "sea", "port:gwadar").expect("saved");
        let text = fs::read_to_string(&path).expect("it is there");
        assert_eq!(text, "[filters]\nlate = \"is:overdue\"\nsea = \"port:gwadar\"\n");
    }

    #[test]
    fn what_cannot_be_saved_leaves_the_file_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        fs::write(&path, "theme = \n").expect("written");
        let why = save(Some(&path), "late", "is:overdue").expect_err("it is not TOML");
        assert!(why.contains("it cannot be read"), "{why}");
        assert_eq!(fs::read_to_string(&path).expect("there"), "theme = \n");
        assert!(save(None, "late", "x").is_err_and(|why| why.contains("HOME")));
    }
}
