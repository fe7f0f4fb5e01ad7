//! What is known of each feed: what to send back to its server, when it may be asked again, and how it fares.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::Archive;
use super::row::moment;

/// A feed as the archive knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// The address that is asked for.
    pub url: String,
    /// Its own name.
    pub title: Option<String>,
    /// Sent back byte for byte as `If-None-Match`.
    pub etag: Option<Vec<u8>>,
    /// Sent back byte for byte as `If-Modified-Since`.
    pub modified: Option<Vec<u8>>,
    /// Not asked before.
    pub next: Option<DateTime<Utc>>,
    /// When it was last asked.
    pub asked: Option<DateTime<Utc>>,
    /// When it last answered well.
    pub answered: Option<DateTime<Utc>>,
    /// Since when it does not.
    pub failing: Option<DateTime<Utc>>,
    /// How often in a row it did not.
    pub failures: u32,
    /// Why it did not, or what is wrong with what it gave: one line.
    pub why: Option<String>,
    /// Where it moved for good.
    pub moved: Option<String>,
    /// Whether its server said that it is gone for good.
    pub gone: bool,
    /// Items that came in within the last four weeks.
    pub recent: usize,
}

/// What came of asking a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedOutcome {
    /// Whether it answered well, with items or with "not modified".
    pub answered: bool,
    /// Its own name, where it said it.
    pub title: Option<String>,
    /// As the server sent them; kept as they were where it was not modified.
    pub etag: Option<Vec<u8>>,
    /// As the server sent it.
    pub modified: Option<Vec<u8>>,
    /// Whether what is kept still holds (304).
    pub unmodified: bool,
    /// Not to be asked before.
    pub next: Option<DateTime<Utc>>,
    /// What is wrong: one line.
    pub why: Option<String>,
    /// Where it moved for good, now or before.
    pub moved: Option<String>,
    /// Whether it is gone for good.
    pub gone: bool,
}

const COLUMNS: &str = "url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone, id";

impl Archive {
    /// What is known of a feed; nothing but the address, where it was never asked.
    ///
    /// # Errors
    /// One line.
    pub fn feed(&self, url: &str, now: DateTime<Utc>) -> Result<FeedState, String> {
        self.run(|connection| {
            let mut rows = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feeds WHERE url = ?"))?;
            let found = rows.query_row([url], |row| state(connection, row, now)).optional()?;
            Ok(found.unwrap_or_else(|| FeedState { url: url.to_owned(), ..FeedState::default() }))
        })
    }

    /// All feeds that were ever asked, in the order in which they came.
    ///
    /// # Errors
    /// One line.
    pub fn feeds(&self, now: DateTime<Utc>) -> Result<Vec<FeedState>, String> {
        self.run(|connection| {
            let mut rows = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feeds ORDER BY id"))?;
            rows.query_map([], |row| state(connection, row, now))?.collect()
        })
    }

    /// Notes what came of asking a feed.
    ///
    /// # Errors
    /// One line.
    pub fn note_feed(&self, url: &str, outcome: &FeedOutcome, now: DateTime<Utc>) -> Result<(), String> {
        let now = now.timestamp();
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
            Ok(())
        })
    }
}

/// The number of a feed, which is made known where it is not.
pub(super) fn number(connection: &Connection, url: &str) -> rusqlite::Result<i64> {
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
    let since = (now - TimeDelta::weeks(4)).timestamp() << 20;
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
