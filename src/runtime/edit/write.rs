//! Replacing the text of a file whole or not at all: a new file beside it, flushed, then renamed over it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(target_os = "linux")]
use rustix::fs::{CWD, RenameFlags, renameat_with};

/// A file that is about to be replaced. Other karwans wait as long as it lives.
#[derive(Debug)]
pub struct FileLock {
    /// The file itself, behind all links.
    target: PathBuf,
    folder: PathBuf,
    /// The folder is locked, not the file: the file is another one after each rename.
    lock: Option<Arc<File>>,
}

/// Why a file was not replaced. It is as it was.
#[derive(Debug, PartialEq, Eq)]
pub enum WriteRefused {
    /// It holds another text by now.
    Changed,
    /// One line that says why.
    Failed(String),
}

impl FileLock {
    /// Takes hold of a file that can be written to.
    ///
    /// # Errors
    /// One line: where it is missing, read-only, no regular file, or has several names.
    pub fn new(path: &Path) -> Result<FileLock, String> {
        let mut held = FileLock::unlocked(path)?;
        held.lock = lock(&held.folder);
        Ok(held)
    }

    /// Takes hold of several files. A folder is locked once however many of them lie in it, and folders in the same order
    /// by everyone, so that nobody waits for ever.
    ///
    /// # Errors
    /// As for [`FileLock::new`].
    pub fn all(paths: &[PathBuf]) -> Result<Vec<FileLock>, String> {
        let mut all = paths.iter().map(|path| FileLock::unlocked(path)).collect::<Result<Vec<_>, _>>()?;
        let mut folders: Vec<PathBuf> = all.iter().map(|held| held.folder.clone()).collect();
        folders.sort();
        folders.dedup();
        for folder in folders {
            let lock = lock(&folder);
            all.iter_mut().filter(|held| held.folder == folder).for_each(|held| held.lock.clone_from(&lock));
        }
        Ok(all)
    }

    fn unlocked(path: &Path) -> Result<FileLock, String> {
        let cannot = |error: io::Error| format!("cannot write `{}`: {}", path.display(), reason(&error));
        let target = path.canonicalize().map_err(cannot)?;
        let meta = fs::metadata(&target).map_err(cannot)?;
        if !meta.is_file() {
            return Err(format!("cannot write `{}`: not a regular file", path.display()));
        }
        // The superuser may write to it all the same, but somebody meant it not to be.
        if meta.permissions().readonly() {
            return Err(format!("cannot write `{}`: it is read-only", path.display()));
        }
        if names(&meta) > 1 {
            return Err(format!(
                "cannot write `{}`: it has another name too (a hard link), which would keep the old text; \
                 make one of them a copy or a symbolic link",
                path.display()
            ));
        }
        OpenOptions::new().write(true).open(&target).map_err(cannot)?;
        let folder = target.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
        if fs::metadata(&folder).map_err(cannot)?.permissions().readonly() {
            return Err(format!(
                "cannot write `{}`: its folder is read-only, and a file is replaced whole or not at all",
                path.display()
            ));
        }
        Ok(FileLock { target, folder, lock: None })
    }

    /// The text that the file holds now.
    ///
    /// # Errors
    /// One line.
    pub fn read(&self) -> Result<String, String> {
        let cannot = |why: String| format!("cannot read `{}`: {why}", self.target.display());
        let bytes = fs::read(&self.target).map_err(|error| cannot(reason(&error)))?;
        String::from_utf8(bytes).map_err(|_| cannot("it is not UTF-8".to_owned()))
    }

    /// Puts `new` in place of `old`. Whoever reads the file meanwhile, or after the power has failed, finds one of the
    /// two. Mode and owner are kept.
    ///
    /// # Errors
    /// If the file does not hold `old` any more, or cannot be written.
    pub fn replace(&self, old: &str, new: &str) -> Result<(), WriteRefused> {
        let failed = |error: io::Error| {
            let why = reason(&error);
            WriteRefused::Failed(format!("cannot write `{}`: {why}; the file is as it was", self.target.display()))
        };
        let prefix = self.prefix();
        if self.lock.is_some() {
            self.sweep(&prefix);
        }
        let mut beside = tempfile::Builder::new().prefix(&prefix).tempfile_in(&self.folder).map_err(failed)?;
        beside.write_all(new.as_bytes()).map_err(failed)?;
        let meta = fs::metadata(&self.target).map_err(failed)?;
        keep_owner(beside.as_file(), &meta);
        beside.as_file().set_permissions(meta.permissions()).map_err(failed)?;
        beside.as_file().sync_all().map_err(failed)?;
        if fs::read(&self.target).map_err(failed)? != old.as_bytes() {
            return Err(WriteRefused::Changed);
        }
        self.swap(beside, old).map_err(failed)?.then_some(()).ok_or(WriteRefused::Changed)?;
        // The new name lasts once the folder is on the disk; where folders cannot be flushed the system does it later.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Puts the file beside in the place of the target, unless that does not hold `old` any more: `false` then. What was
    /// there is looked at after it was taken out in one step, so that nothing that another program wrote meanwhile is
    /// thrown away unseen.
    #[cfg(target_os = "linux")]
    fn swap(&self, beside: tempfile::NamedTempFile, old: &str) -> io::Result<bool> {
        let exchange = || renameat_with(CWD, beside.path(), CWD, &self.target, RenameFlags::EXCHANGE);
        if exchange().is_err() {
            // Not every file system can exchange two files.
            return beside.persist(&self.target).map(|_| true).map_err(|error| error.error);
        }
        if fs::read(beside.path())? == old.as_bytes() {
            return Ok(true);
        }
        exchange()?;
        Ok(false)
    }

    #[cfg(not(target_os = "linux"))]
    fn swap(&self, beside: tempfile::NamedTempFile, _: &str) -> io::Result<bool> {
        beside.persist(&self.target).map(|_| true).map_err(|error| error.error)
    }

    /// How the name of the file beside begins: hidden, so that no dossier holds it.
    fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(self.target.file_name().unwrap_or_default());
        prefix.push(".karwan-");
        prefix
    }

    /// Takes away what a karwan left beside the file that was killed: nobody else writes while the folder is locked.
    fn sweep(&self, prefix: &OsString) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            if entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Where folders cannot be locked, the comparison before the rename has to do.
fn lock(folder: &Path) -> Option<Arc<File>> {
    File::open(folder).ok().filter(|folder| folder.lock().is_ok()).map(Arc::new)
}

#[cfg(unix)]
fn names(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

/// Gives the file to the owner and group of another, as far as the system lets us.
#[cfg(unix)]
fn keep_owner(file: &File, like: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = |meta: fs::Metadata| meta.uid() == like.uid() && meta.gid() == like.gid();
    if !file.metadata().is_ok_and(same) {
        let _ = fchown(file, None, Some(like.gid()));
        let _ = fchown(file, Some(like.uid()), None);
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

/// Why the system refused, in lower case and without its number.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).split(" at path").next().unwrap_or(&text).to_lowercase()
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_wrote_at_the_last_moment_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.toml");
        fs::write(&path, "theirs").expect("written");
        let held = FileLock::new(&path).expect("it can be written");
        let beside = || {
            let mut beside = tempfile::NamedTempFile::new_in(folder.path()).expect("a file");
            beside.write_all(b"ours").expect("written");
            beside
        };
        assert!(!held.swap(beside(), "as it was read").expect("swapped"), "another text by now");
        assert_eq!(fs::read_to_string(&path).expect("UTF-8"), "theirs");
        assert!(held.swap(beside(), "theirs").expect("swapped"));
        assert_eq!(fs::read_to_string(&path).expect("UTF-8"), "ours");
        drop(held);
        assert_eq!(fs::read_dir(folder.path()).expect("it").count(), 1, "nothing is left beside it");
    }
}
