//! The archive: fetched items, and what was decided about them, in one `SQLite` file.
//!
//! # For those who build on it
//!
//! - [`Archive::open`] opens or makes the file; several programs may have it open. An error is one line that says what is
//!   wrong with which file.
//! - [`Archive::dossier`] gives the key of a dossier, to which decisions belong.
//! - [`InboxQuery::of`] is what a dossier waits for: the items of its feeds that match `watch` (the feed's own, else the
//!   story's). [`Archive::search`] gives the newest items of any [`crate::query::ItemQuery`], [`Archive::count`] how many there are.
//!   Ask for the rows first and the count afterwards, on a thread; [`Archive::interrupter`] stops it at the next key.
//! - [`Archive::decide`] decides on items, as one step that [`Archive::undo`] takes back, also after a restart.
//! - [`relevance::NameWeights`] tells why an item is there (records by name, each with its weight), [`alike::groups`] which
//!   items say nearly the same.
//! - [`Archive::take_in`] takes in what a feed gave. Keeping an item as an article of the dossier is `runtime::triage`.
//!
//! An item's row id is `(seconds since 1970 << 20) | n`: the order of row ids is the order of time, so that the newest
//! rows of any question are found without sorting. Its public id is 32 hexadecimal digits, of which any beginning will do
//! that no other item has.

pub mod alike;
mod decide;
mod feeds;
mod file;
mod inbox;
mod prune;
pub mod relevance;
mod row;
mod search;
mod take_in;
#[cfg(test)]
mod tests;
mod transfer;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use rusqlite::{Connection, InterruptHandle};

use crate::query::ItemValues;

pub use decide::{DecidedItem, DecisionStep};
pub use feeds::{FeedOutcome, FeedState};
pub use inbox::InboxQuery;
pub use prune::ArchiveStatus;
pub use row::{ArchiveItem, ItemVersion};
pub use take_in::{ArrivedItem, TakenIn};
pub use transfer::TransferCounts;

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    connection: Connection,
    path: PathBuf,
    /// Hashes of words that the table of words has for certain.
    words: RefCell<HashSet<u64>>,
}

/// The key of a dossier within one archive; the default is of none, in which nothing was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DossierKey(pub(super) i64);

impl Archive {
    /// Opens the archive, and makes it where there is none.
    ///
    /// # Errors
    /// One line: the file is no archive, is of a later karwan, is locked, cannot be written.
    pub fn open(path: &Path) -> Result<Archive, String> {
        let connection = file::open(path).map_err(|error| said(path, &error))?;
        search::register(&connection).map_err(|error| said(path, &file::FileFault::Sql(error)))?;
        Ok(Archive { connection, path: path.to_owned(), words: RefCell::default() })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stops what another thread asks of this archive.
    #[must_use]
    pub fn interrupter(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// What `outlet:`, `lang:` and `feed:` can mean.
    ///
    /// # Errors
    /// One line.
    pub fn values(&self) -> Result<ItemValues, String> {
        self.run(|connection| {
            let texts = |kind: &str| -> rusqlite::Result<Vec<String>> {
                let mut rows = connection.prepare_cached("SELECT text FROM terms WHERE kind = ? ORDER BY text")?;
                rows.query_map([kind], |row| row.get(0))?.collect()
            };
            let mut feeds = connection.prepare_cached("SELECT url, title FROM feeds ORDER BY id")?;
            let feeds = feeds.query_map([], |row| {
                let title: Option<String> = row.get(1)?;
                Ok((row.get(0)?, title.into_iter().collect()))
            })?;
            let feeds = feeds.collect::<rusqlite::Result<_>>()?;
            Ok(ItemValues { outlets: texts("outlet")?, languages: texts("language")?, feeds })
        })
    }

    /// Does something with the file; a fault is told in words.
    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        work(&self.connection).map_err(|error| said(&self.path, &file::FileFault::Sql(error)))
    }

    /// The same as one transaction: all of it, or nothing.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        self.run(|connection| {
            let transaction =
                rusqlite::Transaction::new_unchecked(connection, rusqlite::TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }
}

/// One line: which file, and what is wrong.
fn said(path: &Path, fault: &file::FileFault) -> String {
    format!("archive `{}`: {fault}", path.display())
}
