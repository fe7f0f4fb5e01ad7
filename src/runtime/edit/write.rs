//! Replacing the text of a file whole or not at all: a new file beside it, flushed, then exchanged with it.
//!
//! ```text
//! story.toml                      old text           new text
//! .story.toml.karwan-x.new        new text, complete            (before: may be in parts, never was in place)
//! .story.toml.karwan-<old>-<new>  new text           old text, until nobody has it open, then gone
//! ```
//!
//! A program that opened the file before the exchange writes to the old one after it. So the old one is kept until no
//! program has it open for writing, and looked at again: where it holds something else by then, it is put back.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::super::system;
use super::change::{TextChange, hash};
use super::{kept, writers};
use crate::text::reason;

/// How long another program that has the file open for writing is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two attempts to replace a file that another program has open.
const PACE: Duration = Duration::from_millis(20);

/// What tells a file beside that karwan wrote from all others: it stands behind the name of the file.
const MARK: &str = ".karwan-";

/// How often what another program wrote late is taken over, before it is kept under a name of its own.
const LATE: usize = 20;

/// A file that is about to be replaced. Other karwans wait as long as it lives.
#[derive(Debug)]
pub struct FileLock {
    /// The file itself, behind all links.
    target: PathBuf,
    folder: PathBuf,
    /// The folder is locked, not the file: the file is another one after each rename. `None` where folders cannot be
    /// locked: the comparison before the rename has to do.
    lock: Option<Arc<File>>,
}

/// Why a file was not replaced. It is as it was, or as another program wrote it.
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
        held.lock = system::lock_folder(&held.folder).map(Arc::new);
        held.sweep();
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
            let lock = system::lock_folder(&folder).map(Arc::new);
            all.iter_mut().filter(|held| held.folder == folder).for_each(|held| held.lock.clone_from(&lock));
        }
        all.iter().for_each(FileLock::sweep);
        Ok(all)
    }

    fn unlocked(path: &Path) -> Result<FileLock, String> {
        let cannot = |error: io::Error| format!("cannot write `{}`: {}", path.display(), reason(&error));
        // as people write it: std puts `\\?\` before it on Windows
        let target = dunce::canonicalize(path).map_err(cannot)?;
        let meta = fs::metadata(&target).map_err(cannot)?;
        if !meta.is_file() {
            return Err(format!("cannot write `{}`: not a regular file", path.display()));
        }
        // The superuser may write to it all the same, but somebody meant it not to be.
        if meta.permissions().readonly() {
            return Err(format!("cannot write `{}`: it is read-only", path.display()));
        }
        if system::names(&meta) > 1 {
            return Err(format!(
                "cannot write `{}`: it has another name too (a hard link), which would keep the old text; \
                 make one of them a copy or a symbolic link",
                path.display()
            ));
        }
        OpenOptions::new().write(true).open(&target).map_err(cannot)?;
        let folder = target.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
        if system::is_read_only_folder(&fs::metadata(&folder).map_err(cannot)?) {
            return Err(format!(
                "cannot write `{}`: its folder is read-only, and a file is replaced whole or not at all",
                path.display()
            ));
        }
        Ok(FileLock { target, folder, lock: None })
    }

    /// The text that the file holds now, once nobody writes to it: half of a text is none.
    ///
    /// # Errors
    /// One line.
    pub fn read(&self) -> Result<String, String> {
        let cannot = |why: String| format!("cannot read `{}`: {why}", self.target.display());
        let failed = |error: io::Error| cannot(reason(&error));
        let stamp = |file: &File| file.metadata().and_then(|meta| Ok((meta.len(), meta.modified()?)));
        let until = Instant::now() + PATIENCE;
        loop {
            let mut file = File::open(&self.target).map_err(failed)?;
            let (before, mut bytes) = (stamp(&file).map_err(failed)?, Vec::new());
            file.read_to_end(&mut bytes).map_err(failed)?;
            writers::wait(&file, PATIENCE).map_err(|program| cannot(open_elsewhere(&program)))?;
            // Who wrote meanwhile is gone, and left a stamp.
            if stamp(&file).map_err(failed)? == before || Instant::now() >= until {
                return String::from_utf8(bytes).map_err(|_| cannot("it is not UTF-8".to_owned()));
            }
        }
    }

    /// Puts `new` in place of `old`. Whoever reads the file meanwhile, or after the power has failed, finds one of the
    /// two. Owner, mode, access lists and other attributes are kept. What another program writes meanwhile is kept too:
    /// then this is refused, or its text and this one are both there.
    ///
    /// # Errors
    /// Where the file does not hold `old` any more, is open for writing elsewhere, or cannot be written.
    pub fn replace(&self, old: &str, new: &str) -> Result<(), WriteRefused> {
        match self.exchange(old, new)? {
            TakenOut::Old => {}
            TakenOut::Late(old_file, why) => {
                self.put_back(&old_file, old, new, 0)?;
                if let Some(why) = why {
                    return Err(self.failed(&why));
                }
            }
        }
        // An editor that had read the old text may have saved over the new one, one that had read the new text may have
        // brought it back: what counts is whether the edit is there.
        let is_new = fs::read(&self.target).is_ok_and(|now| now == new.as_bytes());
        let now = if is_new { new.to_owned() } else { self.read().map_err(WriteRefused::Failed)? };
        if now != new && TextChange::between(old, new).reversed().place(&now).is_none() {
            return Err(WriteRefused::Changed);
        }
        // The new name lasts once the folder is on the disk; where folders cannot be flushed the system does it later.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Writes a file beside, exchanges the two, and waits until nobody writes to the one that was taken out.
    fn exchange(&self, old: &str, new: &str) -> Result<TakenOut, WriteRefused> {
        let wrong = |error: io::Error| self.failed(&reason(&error));
        let beside = self.beside(old, new)?;
        if fs::read(&self.target).map_err(|error| gone(&error))? != old.as_bytes() {
            return Err(WriteRefused::Changed);
        }
        if !swap(&beside, &self.target)? {
            self.rename_over(&beside, old)?;
            let _ = beside.keep();
            return Ok(TakenOut::Old);
        }
        let taken_out = File::open(&beside).map_err(wrong)?;
        // Another file took its place right before the exchange: that goes back at once, before anybody reads this one.
        if fs::read(&beside).map_err(wrong)? != old.as_bytes() {
            return Ok(TakenOut::Late(beside, None));
        }
        let late = writers::wait(&taken_out, PATIENCE).err().map(|program| open_elsewhere(&program));
        if late.is_none() && fs::read(&beside).map_err(wrong)? == old.as_bytes() {
            return Ok(TakenOut::Old);
        }
        Ok(TakenOut::Late(beside, late))
    }

    /// Renames the file beside over the target, where two files cannot be exchanged: nothing can be looked at after it was
    /// taken out. A system that replaces no open file is asked again, because what scans or indexes files has each of them
    /// open for a moment.
    fn rename_over(&self, beside: &Path, old: &str) -> Result<(), WriteRefused> {
        let until = Instant::now() + PATIENCE;
        loop {
            let target = File::open(&self.target).map_err(|error| gone(&error))?;
            writers::wait(&target, PATIENCE).map_err(|program| self.failed(&open_elsewhere(&program)))?;
            if fs::read(&self.target).map_err(|error| gone(&error))? != old.as_bytes() {
                return Err(WriteRefused::Changed);
            }
            // not `persist`, which on Windows fails where anybody has the file open, be it to read
            drop(target);
            match fs::rename(beside, &self.target) {
                Err(error) if !system::is_in_use(&error) => return Err(self.failed(&reason(&error))),
                Err(_) if Instant::now() >= until => {
                    return Err(self.failed("the system does not replace it; another program may have it open"));
                }
                Err(_) => thread::sleep(PACE),
                Ok(()) => return Ok(()),
            }
        }
    }

    /// Puts a file back that another program has written to, or still may. What was written to the new one meanwhile is
    /// taken over.
    fn put_back(&self, old_file: &Path, old: &str, new: &str, depth: usize) -> Result<(), WriteRefused> {
        let wrong = |error: io::Error| self.failed(&reason(&error));
        if !swap(old_file, &self.target).unwrap_or(false) {
            // The file went away: what was written to the old one is all there is.
            let text = fs::read(old_file).map_err(wrong)?;
            return self.take_over(old, &text, depth);
        }
        let taken_out = File::open(old_file).map_err(wrong)?;
        // One that cannot be waited for any longer may lose what it writes from now on.
        let _ = writers::wait(&taken_out, PATIENCE);
        let text = fs::read(old_file).map_err(wrong)?;
        if text == new.as_bytes() { Ok(()) } else { self.take_over(new, &text, depth) }
    }

    /// Takes over what another program wrote into a file that is not in place any more: `before` is what that held.
    fn take_over(&self, before: &str, text: &[u8], depth: usize) -> Result<(), WriteRefused> {
        if let Ok(text) = std::str::from_utf8(text) {
            let change = TextChange::between(before, text);
            for _ in depth..LATE {
                let Ok(now) = self.read() else { break };
                let Some(at) = change.place(&now).or_else(|| change.end(&now)) else { break };
                let merged = format!("{}{}{}", &now[..at], change.new, &now[at + change.old.len()..]);
                match self.exchange(&now, &merged) {
                    Ok(TakenOut::Old) => return Ok(()),
                    Ok(TakenOut::Late(file, _)) => self.put_back(&file, &now, &merged, depth + 1)?,
                    Err(WriteRefused::Changed) => {}
                    Err(WriteRefused::Failed(_)) => break,
                }
            }
        }
        let kept = theirs(&self.target, &hash(&String::from_utf8_lossy(text)));
        fs::write(&kept, text).map_err(|error| self.failed(&reason(&error)))?;
        Err(self.failed(&format!("another program wrote to it at the same time; its text is in `{}`", kept.display())))
    }

    /// The new text in a file beside, complete, with all that the old one has beside its text.
    fn beside(&self, old: &str, new: &str) -> Result<tempfile::TempPath, WriteRefused> {
        let wrong = |error: io::Error| self.failed(&reason(&error));
        let mut builder = tempfile::Builder::new();
        let mut file = builder.prefix(&self.prefix()).suffix(".new").tempfile_in(&self.folder).map_err(wrong)?;
        file.write_all(new.as_bytes()).map_err(wrong)?;
        let target = File::open(&self.target).map_err(|error| gone(&error))?;
        kept::keep(file.as_file(), &target).map_err(|why| self.failed(&why))?;
        file.as_file().sync_all().map_err(wrong)?;
        let mut name = self.prefix();
        name.push(format!("{}-{}", hash(old), hash(new)));
        let complete = self.folder.join(name);
        let beside = file.into_temp_path();
        fs::rename(&beside, &complete).map_err(wrong)?;
        // Its name is another now.
        let _ = beside.keep();
        tempfile::TempPath::try_from_path(complete).map_err(wrong)
    }

    fn failed(&self, why: &str) -> WriteRefused {
        WriteRefused::Failed(format!("cannot write `{}`: {why}; nothing was written", self.target.display()))
    }

    /// How the name of the file beside begins: hidden, so that no dossier holds it.
    fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(self.target.file_name().unwrap_or_default());
        prefix.push(MARK);
        prefix
    }

    /// Takes away what a karwan that was killed left in the folder: a text that is not complete, and an old or new one
    /// as its name says. Nobody else writes while the folder is locked. What holds another text was written to by
    /// another program, and gets a name that is seen.
    fn sweep(&self) {
        let Some(Ok(entries)) = self.lock.as_ref().map(|_| fs::read_dir(&self.folder)) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
            let name = entry.file_name();
            let parts = name.to_str().and_then(|name| name.strip_prefix('.')?.rsplit_once(MARK));
            match parts.and_then(|(target, rest)| Some((target, Leftover::read(rest)?))) {
                Some((_, Leftover::Incomplete)) => drop(fs::remove_file(entry.path())),
                Some((target, Leftover::Complete(old, new))) => {
                    let Ok(text) = fs::read(entry.path()) else { continue };
                    let found = hash(&String::from_utf8_lossy(&text));
                    let _ = if found == old || found == new {
                        fs::remove_file(entry.path())
                    } else {
                        fs::rename(entry.path(), theirs(&self.folder.join(target), &found))
                    };
                }
                None => {}
            }
        }
    }
}

/// What the rest of a name says that karwan gave to a file beside another.
enum Leftover<'n> {
    /// It may be half a text.
    Incomplete,
    /// It is whole: the hashes of the old and the new text.
    Complete(&'n str, &'n str),
}

impl Leftover<'_> {
    fn read(rest: &str) -> Option<Leftover<'_>> {
        let is_hash = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let Some(random) = rest.strip_suffix(".new") {
            let is_random = random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return is_random.then_some(Leftover::Incomplete);
        }
        let (old, new) = rest.split_once('-')?;
        (is_hash(old) && is_hash(new)).then_some(Leftover::Complete(old, new))
    }
}

/// Where the text of another program is kept that has no place in the file.
fn theirs(target: &Path, hash: &str) -> PathBuf {
    let mut path = target.to_owned().into_os_string();
    path.push(format!(".theirs-{}", &hash[..8]));
    PathBuf::from(path)
}

/// What became of an exchange.
enum TakenOut {
    /// The old text was taken out, and nobody writes to it any more.
    Old,
    /// Another program wrote to the file that was taken out, or has it open still: why it is to be put back.
    Late(tempfile::TempPath, Option<String>),
}

fn open_elsewhere(program: &str) -> String {
    format!("it is open for writing in {program}, which may still write to it; close it there first")
}

/// A file that went away while it was to be replaced was changed by somebody.
fn gone(error: &io::Error) -> WriteRefused {
    match error.kind() {
        io::ErrorKind::NotFound => WriteRefused::Changed,
        _ => WriteRefused::Failed(reason(error)),
    }
}

/// Exchanges two files in one step; `false` where the file system cannot.
#[cfg(target_os = "linux")]
fn swap(beside: &Path, target: &Path) -> Result<bool, WriteRefused> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, beside, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(gone(&error.into())),
    }
}

#[cfg(not(target_os = "linux"))]
fn swap(_: &Path, _: &Path) -> Result<bool, WriteRefused> {
    Ok(false)
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
