//! The state of each feed: validators for its server, when it may be requested again, and its health.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Archive;
use super::row::moment;
use crate::text::without_password;

/// A feed in the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// The requested address, without a name and password: neither is stored.
    pub url: String,
    /// Its own name.
    pub title: Option<String>,
    /// Sent back unchanged as `If-None-Match`.
    pub etag: Option<Vec<u8>>,
    /// Sent back unchanged as `If-Modified-Since`.
    pub modified: Option<Vec<u8>>,
    /// When it may be requested again.
    pub next: Option<DateTime<Utc>>,
    /// When it was last requested.
    pub asked: Option<DateTime<Utc>>,
    /// When it last succeeded.
    pub answered: Option<DateTime<Utc>>,
    /// Since when it has been failing.
    pub failing: Option<DateTime<Utc>>,
    /// The number of failures in a row.
    pub failures: u32,
    /// Why it failed, or what is wrong with its content: one line.
    pub why: Option<String>,
    /// Its new address, if it moved permanently.
    pub moved: Option<String>,
    /// Whether its server said that it is permanently gone.
    pub gone: bool,
    /// The number of items in the last four weeks.
    pub recent: usize,
}

/// The result of requesting a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedOutcome {
    /// Whether it succeeded, with items or with "not modified".
    pub answered: bool,
    /// Its own name, if given.
    pub title: Option<String>,
    /// The validators from the server; unchanged if the feed was not modified.
    pub etag: Option<Vec<u8>>,
    /// From the server.
    pub modified: Option<Vec<u8>>,
    /// Whether the stored items are still current (304).
    pub unmodified: bool,
    /// When it may be requested again.
    pub next: Option<DateTime<Utc>>,
    /// What is wrong: one line.
    pub why: Option<String>,
    /// Its new address, if it moved permanently now or before.
    pub moved: Option<String>,
    /// Whether it is permanently gone.
    pub gone: bool,
}

const COLUMNS: &str = "url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone, id";

impl Archive {
    /// The state of a feed; only its address if it was never requested.
    ///
    /// # Errors
    /// Returns one line.
    pub fn feed(&self, url: &str, now: DateTime<Utc>) -> Result<FeedState, String> {
        let url = &*without_password(url);
        self.run(|connection| {
            let mut rows = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feeds WHERE url = ?"))?;
            let found = rows.query_row([url], |row| state(connection, row, now)).optional()?;
            Ok(found.unwrap_or_else(|| FeedState { url: url.to_owned(), ..FeedState::default() }))
        })
    }

    /// All feeds that were ever requested, in order of insertion.
    ///
    /// # Errors
    /// Returns one line.
    pub fn feeds(&self, now: DateTime<Utc>) -> Result<Vec<FeedState>, String> {
        self.run(|connection| {
            let mut rows = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feeds ORDER BY id"))?;
            rows.query_map([], |row| state(connection, row, now))?.collect()
        })
    }

    /// Stores the result of requesting a feed.
    ///
    /// # Errors
    /// Returns one line.
    pub fn note_feed(&self, url: &str, outcome: &FeedOutcome, now: DateTime<Utc>) -> Result<(), String> {
        let (url, now) = (&*without_password(url), now.timestamp());
        self.write(|connection| {
            let feed = number(connection, url)?;
            let next = outcome.next.map_or(0, |at| at.timestamp());
            connection.execute(
                "UPDATE feeds SET asked = ?2, next = ?3, why = ?4, moved = ?5, gone = ?6,
                 title = coalesce(?7, title) WHERE id = ?1",
                params![feed, now, next, outcome.why, outcome.moved, outcome.gone, outcome.title],
            )?;
            if outcome.answered {
                connection.execute(
                    "UPDATE feeds SET answered = ?2, failing = NULL, failures = 0 WHERE id = ?1",
                    params![feed, now],
                )?;
                if !outcome.unmodified {
                    connection.execute(
                        "UPDATE feeds SET etag = ?2, modified = ?3 WHERE id = ?1",
                        params![feed, outcome.etag, outcome.modified],
                    )?;
                }
            } else {
                connection.execute(
                    "UPDATE feeds SET failing = coalesce(failing, ?2), failures = failures + 1 WHERE id = ?1",
                    params![feed, now],
                )?;
            }
            if self.is_mirror() { super::mirror::note_feed(connection, url) } else { Ok(()) }
        })
    }
}

/// The row of a feed, which is inserted if it is missing.
pub(super) fn number(connection: &Connection, url: &str) -> rusqlite::Result<i64> {
    let url = &*without_password(url);
    let found = connection
        .prepare_cached("SELECT id FROM feeds WHERE url = ?")?
        .query_row([url], |row| row.get(0))
        .optional()?;
    if let Some(number) = found {
        return Ok(number);
    }
    connection.execute("INSERT INTO feeds (url) VALUES (?)", [url])?;
    Ok(connection.last_insert_rowid())
}

fn state(connection: &Connection, row: &Row, now: DateTime<Utc>) -> rusqlite::Result<FeedState> {
    let at = |column: usize| row.get::<_, Option<i64>>(column).map(|seconds| seconds.map(moment));
    let since = super::first_row(now - TimeDelta::weeks(4));
    let recent: i64 = connection
        .prepare_cached("SELECT count(*) FROM item_words WHERE item_words MATCH ? AND rowid >= ?")?
        .query_row(params![format!("\"{}\"", super::row::term_token('f', row.get(12)?)), since], |row| row.get(0))?;
    Ok(FeedState {
        url: row.get(0)?,
        title: row.get(1)?,
        etag: row.get(2)?,
        modified: row.get(3)?,
        next: at(4)?.filter(|at| at.timestamp() > 0),
        asked: at(5)?,
        answered: at(6)?,
        failing: at(7)?,
        failures: row.get(8)?,
        why: row.get(9)?,
        moved: row.get(10)?,
        gone: row.get(11)?,
        recent: usize::try_from(recent).unwrap_or(0),
    })
}
