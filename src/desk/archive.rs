//! The archive: fetched items and the decisions about them, in one `SQLite` file.
//!
//! # Usage
//!
//! - [`Archive::open`] opens or creates the file; several programs can have it open. An error is one line that names the
//!   file and what is wrong with it.
//! - [`Archive::dossier`] returns the key of a dossier, to which decisions belong.
//! - [`InboxQuery::of`] is the query of a dossier's inbox: the items of its feeds that match `watch` (the feed's own,
//!   otherwise the story's). [`Archive::search`] returns the newest items for any [`crate::query::ItemQuery`],
//!   [`Archive::counting`] their number, part by part. Ask for the rows first and the count afterwards, on a thread;
//!   [`Archive::interrupter`] cancels it at the next key.
//! - [`Archive::decide`] decides on items as one step, which [`Archive::undo`] undoes, even after a restart.
//! - [`relevance::NameWeights`] explains why an item is in the inbox (records by name, each with its weight),
//!   [`alike::groups`] finds items with nearly the same text.
//! - The mirror of a shared archive ([`Archive::is_mirror`]) is used in the same way; the methods that write queue what has
//!   to reach its server (see `mirror`), and `runtime::server` sends it.
//! - [`Archive::take_in`] inserts what a feed contains. Keeping an item as an article of the dossier is
//!   `runtime::triage`.
//!
//! The row id of an item is `(seconds since 1970 << 20) | n`, so row ids are in order of time and the newest
//! rows of any query are found without sorting. Its public id is 32 hexadecimal digits, of which any prefix that is
//! unique will do.

pub mod alike;
mod counting;
mod decide;
mod feeds;
mod file;
mod inbox;
pub(crate) mod mirror;
mod prune;
pub mod relevance;
mod row;
mod search;
mod standing;
mod take_in;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use rusqlite::{Connection, InterruptHandle};

use crate::query::ItemValues;

pub use counting::{ItemCount, ItemCounting};
pub use decide::{DecidedItem, DecisionStep};
pub use feeds::{FeedOutcome, FeedState};
pub use inbox::InboxQuery;
pub use mirror::{DecisionConflict, MirrorNews, MirrorState};
pub use prune::ArchiveStatus;
pub use row::{ArchiveItem, ItemVersion, rows_of_days as days_to_rows};
pub(crate) use row::{first_row, first_row_of_day};
pub use standing::{ItemActivity, StandingDecision};
pub use take_in::{ArrivedItem, TakenIn};
pub use transfer::TransferCounts;
pub(crate) use transfer::item_of_line;

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    connection: Connection,
    path: PathBuf,
    /// Hashes of words that are certainly in the table of words.
    words: RefCell<HashSet<u64>>,
    /// Outlets and languages that are certainly in their table: kind, text, number.
    terms: RefCell<Vec<(&'static str, String, i64)>>,
    /// Whether it is a copy of a shared archive: see [`mirror`].
    mirror: bool,
}

/// The key of a dossier within one archive; the default key has no decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DossierKey(pub(super) i64);

impl Archive {
    /// Opens the archive, and creates it if there is none.
    ///
    /// # Errors
    /// Returns one line: the file is not an archive, is of a later karwan, is locked, or cannot be written.
    pub fn open(path: &Path) -> Result<Archive, String> {
        let connection = file::open(path).map_err(|error| said(path, &error))?;
        search::register(&connection).map_err(|error| said(path, &file::FileFault::Sql(error)))?;
        let mirror = mirror::is_mirror(&connection).map_err(|error| said(path, &file::FileFault::Sql(error)))?;
        Ok(Archive { connection, path: path.to_owned(), words: RefCell::default(), terms: RefCell::default(), mirror })
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Interrupts a query that another thread runs on this archive.
    #[must_use]
    pub fn interrupter(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// The possible values of `outlet:`, `lang:` and `feed:`.
    ///
    /// # Errors
    /// Returns one line.
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
            let mut names = connection
                .prepare_cached("SELECT DISTINCT assignee FROM decided WHERE assignee IS NOT NULL ORDER BY assignee")?;
            let assignees = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(ItemValues { outlets: texts("outlet")?, languages: texts("language")?, feeds, assignees })
        })
    }

    /// Runs a function on the database, with errors in words.
    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        work(&self.connection).map_err(|error| said(&self.path, &file::FileFault::Sql(error)))
    }

    /// The same in one transaction: all or nothing.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        let done = self.run(|connection| {
            let transaction =
                rusqlite::Transaction::new_unchecked(connection, rusqlite::TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        if done.is_err() {
            // The tables may not have what the transaction added to them.
            self.words.borrow_mut().clear();
            self.terms.borrow_mut().clear();
        }
        done
    }

    /// The same, without waiting until it is on the disk: for what is fetched again if a power failure takes it. Nothing
    /// that is committed later, such as a decision or that a feed was read, is on the disk without it.
    fn write_unhurried<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, String> {
        let wait = |how: &str| self.run(|connection| connection.pragma_update(None, "synchronous", how));
        wait("NORMAL")?;
        let done = self.write(work);
        wait("FULL")?;
        done
    }
}

/// One line: the file, and what is wrong.
fn said(path: &Path, fault: &file::FileFault) -> String {
    format!("archive `{}`: {fault}", path.display())
}
