//! The size of an archive, and what may be deleted from it.

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::row::moment;
use super::{Archive, row};

/// The content of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveStatus {
    /// Items.
    pub items: u64,
    /// Older versions of changed items.
    pub versions: u64,
    /// Feeds that were requested.
    pub feeds: u64,
    /// Current decisions, over all dossiers.
    pub decided: u64,
    /// The day of the oldest item, and of the newest.
    pub days: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Bytes of the file, without its log.
    pub bytes: u64,
}

impl Archive {
    /// Computes the statistics.
    ///
    /// # Errors
    /// Returns one line.
    pub fn status(&self) -> Result<ArchiveStatus, String> {
        self.run(|connection| {
            let count = |table: &str| -> rusqlite::Result<u64> {
                let count: i64 =
                    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
                Ok(u64::try_from(count).unwrap_or(0))
            };
            let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
            let (oldest, newest): (Option<i64>, Option<i64>) =
                connection.query_row("SELECT (SELECT min(id) FROM items), (SELECT max(id) FROM items)", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            Ok(ArchiveStatus {
                items: count("items")?,
                versions: count("versions")?,
                feeds: count("feeds")?,
                decided: count("decided")?,
                days: oldest.zip(newest).map(|(oldest, newest)| (moment(oldest >> 20), moment(newest >> 20))),
                bytes: u64::try_from(pragma("page_count")? * pragma("page_size")?).unwrap_or(0),
            })
        })
    }

    /// Deletes the items from before a moment that no dossier kept or put off; none of them can come back. Returns
    /// their number.
    ///
    /// # Errors
    /// Returns one line; nothing is deleted then.
    pub fn prune(&self, before: DateTime<Utc>) -> Result<usize, String> {
        let (first, _) = row::rows_of_days(Some(before.date_naive()), None);
        let pruned = self.write(|connection| {
            connection
                .execute_batch("CREATE TEMP TABLE IF NOT EXISTS old (id INTEGER PRIMARY KEY); DELETE FROM old;")?;
            connection.execute(
                "INSERT INTO old SELECT id FROM items WHERE id < ?1
                 AND id NOT IN (SELECT item FROM decided WHERE state IN ('kept', 'later'))",
                params![first],
            )?;
            connection.execute("INSERT OR IGNORE INTO pruned SELECT key FROM items WHERE id IN old", [])?;
            for table in ["versions", "item_feeds", "decided"] {
                connection.execute(&format!("DELETE FROM {table} WHERE item IN old"), [])?;
            }
            connection.execute("DELETE FROM item_words WHERE rowid IN (SELECT id FROM old)", [])?;
            connection.execute("DELETE FROM items WHERE id IN old", [])
        })?;
        if pruned > 0 {
            // The space is returned to the disk unless another program is reading.
            let _ = self.run(|connection| connection.execute_batch("PRAGMA incremental_vacuum; VACUUM"));
        }
        Ok(pruned)
    }
}
