//! What a person has seen of each dossier: `karwan/state.sqlite3` in the platform's state directory, never in the
//! dossier's own folder.
//!
//! Rows are only added, each in a transaction that is durable before the call returns: several programs on one
//! dossier do not lose each other's marks, and a program that is killed loses none. If the file cannot be used,
//! karwan still runs: nothing is remembered, and the user is told once. A corrupt file is moved aside, never deleted.

mod file;
mod identity;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::story::change::{SeenBaseline, fingerprint};

pub(crate) use file::FileIdentity;
pub use file::{StateAccess, is_held};
use file::{StateTrouble, is_broken, is_busy};
pub(super) use file::{make as make_directory, migrate, turn_on_wal};
pub use identity::DossierIdentity;
pub(super) use identity::{find, find_or_add};

/// Stores what was seen of one dossier.
#[derive(Debug)]
pub struct StateStore {
    /// `None` if nothing is stored.
    open: Option<OpenStore>,
}

/// An open file, and where in it the dossier stands.
#[derive(Debug)]
struct OpenStore {
    connection: Connection,
    dossier: i64,
    file: PathBuf,
    /// Which file it is: one that was removed takes what is written to it, and is gone with the program.
    identity: FileIdentity,
}

/// A store, its content, and a message about it.
#[derive(Debug)]
pub struct OpenedState {
    /// The store.
    pub store: StateStore,
    /// All facts and changes that were seen; `None` if this person has not opened this dossier before.
    pub seen: Option<SeenBaseline>,
    /// One line if something is wrong.
    pub notice: Option<String>,
}

/// The path of the state file in a person's state directory: `karwan/state.sqlite3`.
#[must_use]
pub fn file_in(state_directory: &Path) -> PathBuf {
    state_directory.join("karwan").join("state.sqlite3")
}

/// Opens the store for one dossier; never fails, but may return a store that remembers nothing.
#[must_use]
pub fn open(file: Option<&Path>, access: StateAccess, identity: &DossierIdentity) -> OpenedState {
    let Some(file) = file else {
        return forgetful("the platform has no directory for it");
    };
    match file::connect(file, access) {
        Ok(found) => with((found.connection, file), access, identity, found.aside).unwrap_or_else(|error| {
            // It could be opened but turned out to be corrupt.
            if !is_broken(&error) || access == StateAccess::ReadOnly {
                return forgetful(&format!("`{}`: {error}", file.display()));
            }
            let again = file::set_aside(file).and_then(|found| {
                with((found.connection, file), access, identity, found.aside).map_err(|error| StateTrouble::of(&error))
            });
            again.unwrap_or_else(|trouble| forgetful(&format!("`{}`: {trouble}", file.display())))
        }),
        // Nothing was ever written, and nothing may be.
        Err(StateTrouble::Missing) => OpenedState { store: StateStore { open: None }, seen: None, notice: None },
        Err(trouble) => {
            let told = forgetful(&format!("`{}`: {trouble}", file.display()));
            // A file that cannot be written may still be readable.
            let read = file::connect(file, StateAccess::ReadOnly).ok().filter(|_| access == StateAccess::ReadWrite);
            let read =
                read.and_then(|found| with((found.connection, file), StateAccess::ReadOnly, identity, None).ok());
            OpenedState { seen: read.and_then(|read| read.seen), ..told }
        }
    }
}

/// A store that remembers nothing, and why.
fn forgetful(why: &str) -> OpenedState {
    let notice = format!("what you have seen is not remembered: {why}");
    OpenedState { store: StateStore { open: None }, seen: None, notice: Some(notice) }
}

fn with(
    (mut connection, file): (Connection, &Path),
    access: StateAccess,
    identity: &DossierIdentity,
    aside: Option<PathBuf>,
) -> rusqlite::Result<OpenedState> {
    let found = if access == StateAccess::ReadOnly {
        identity::find(&connection, identity)?
    } else {
        // Immediate: if two programs open a dossier for the first time, one waits and then finds it.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let dossier = identity::find_or_add(&transaction, identity)?;
        transaction.commit()?;
        Some(dossier)
    };
    let seen = match found {
        Some(dossier) => seen(&connection, dossier)?,
        None => None,
    };
    let notice = aside
        .map(|aside| format!("what you had seen could not be read; the broken file is kept as `{}`", aside.display()));
    let identity = FileIdentity::of(file);
    let open = found.filter(|_| access == StateAccess::ReadWrite);
    let open = open.map(|dossier| OpenStore { connection, dossier, file: file.to_owned(), identity });
    Ok(OpenedState { store: StateStore { open }, seen, notice })
}

/// What was seen of a dossier: everything since the last rewind that was counted as seen or
/// marked.
fn seen(connection: &Connection, dossier: i64) -> rusqlite::Result<Option<SeenBaseline>> {
    let from: i64 = connection
        .query_row("SELECT max(id) FROM seen WHERE dossier = ? AND what = 'rewind'", [dossier], |row| row.get(0))
        .optional()
        .map(|id: Option<Option<i64>>| id.flatten().unwrap_or(0))?;
    let mut rows =
        connection.prepare("SELECT what, day, key, prints FROM seen WHERE dossier = ? AND id >= ? ORDER BY id")?;
    let mut rows = rows.query(params![dossier, from])?;
    let (mut day, mut fingerprints, mut taken) = (None, Vec::new(), false);
    while let Some(row) = rows.next()? {
        let what = row.get_ref(0)?.as_str()?;
        if what == "mark" {
            fingerprints.push(fingerprint(row.get_ref(2)?.as_str()?));
            continue;
        }
        let text = row.get_ref(1)?.as_str()?;
        day = text.parse::<NaiveDate>().ok().or(day);
        if what != "level" {
            taken = true;
            let bytes = row.get_ref(3)?.as_blob()?;
            fingerprints.extend(bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)));
        }
    }
    Ok(taken.then(|| SeenBaseline::new(day, fingerprints)))
}

impl StateStore {
    /// A store that remembers nothing, until it is replaced.
    #[must_use]
    pub fn closed() -> StateStore {
        StateStore { open: None }
    }

    /// Whether marks survive the program.
    #[must_use]
    pub fn remembers(&self) -> bool {
        self.open.is_some()
    }

    /// Whether another program holds the file at this moment: a write waits for it, for some seconds.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.open.as_ref().is_some_and(|open| is_busy(&open.connection))
    }

    /// Marks facts and changes as seen. Durable when it returns.
    ///
    /// # Errors
    /// Returns one line if they cannot be written.
    pub fn mark(&mut self, keys: &[String]) -> Result<(), String> {
        self.write(|transaction, dossier| {
            let mut row = transaction.prepare("INSERT INTO seen (dossier, what, key) VALUES (?, 'mark', ?)")?;
            keys.iter().try_for_each(|key| row.execute(params![dossier, key]).map(|_| ()))
        })
    }

    /// Counts all these facts as seen by a day, by their names; `rewind` also forgets everything else that was seen.
    ///
    /// # Errors
    /// Returns one line if they cannot be written.
    pub fn set_baseline(&mut self, day: NaiveDate, fingerprints: &[u64], rewind: bool) -> Result<(), String> {
        let bytes: Vec<u8> = fingerprints.iter().flat_map(|print| print.to_le_bytes()).collect();
        let what = if rewind { "rewind" } else { "take" };
        self.write(|transaction, dossier| {
            transaction
                .execute(
                    "INSERT INTO seen (dossier, what, day, prints) VALUES (?, ?, ?, ?)",
                    params![dossier, what, day.to_string(), bytes],
                )
                .map(|_| ())
        })
    }

    /// Stores that nothing was left to see on this day.
    ///
    /// # Errors
    /// Returns one line if it cannot be written.
    pub fn level(&mut self, day: NaiveDate) -> Result<(), String> {
        self.write(|transaction, dossier| {
            transaction
                .execute(
                    "INSERT INTO seen (dossier, what, day) VALUES (?, 'level', ?)",
                    params![dossier, day.to_string()],
                )
                .map(|_| ())
        })
    }

    /// What was known at the last run that was stored; `None` if there was none.
    ///
    /// # Errors
    /// Returns one line if it cannot be read.
    pub fn last_run(&self) -> Result<Option<SeenBaseline>, String> {
        let Some(open) = &self.open else { return Ok(None) };
        let found =
            open.connection.query_row("SELECT day, prints FROM runs WHERE dossier = ?", [open.dossier], |row| {
                let (day, prints): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let prints = prints.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
                Ok(SeenBaseline::new(day.parse().ok(), prints))
            });
        found.optional().map_err(|error| format!("the last run cannot be looked up: {error}"))
    }

    /// Stores what is known at this run, in place of what the last one stored.
    ///
    /// # Errors
    /// Returns one line if it cannot be written.
    pub fn keep_run(&mut self, day: NaiveDate, prints: &[u64]) -> Result<(), String> {
        let bytes: Vec<u8> = prints.iter().flat_map(|print| print.to_le_bytes()).collect();
        self.write(|transaction, dossier| {
            let row = "INSERT OR REPLACE INTO runs (dossier, day, prints) VALUES (?, ?, ?)";
            transaction.execute(row, params![dossier, day.to_string(), bytes]).map(|_| ())
        })
    }

    fn write(&mut self, rows: impl FnOnce(&Transaction, i64) -> rusqlite::Result<()>) -> Result<(), String> {
        let Some(open) = &mut self.open else { return Ok(()) };
        if FileIdentity::of(&open.file) != open.identity
            || std::fs::metadata(&open.file).is_ok_and(|file| file.len() == 0)
        {
            let file = open.file.display();
            return Err(format!(
                "what you have seen cannot be remembered: `{file}` was removed, replaced or emptied; start again"
            ));
        }
        let begun = open.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = begun.and_then(|transaction| {
            rows(&transaction, open.dossier)?;
            transaction.commit()
        });
        done.map_err(|error| format!("what you have seen cannot be remembered: {error}"))
    }
}
