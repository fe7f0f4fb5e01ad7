//! Exports an archive to JSON lines and imports it again: feeds, items with their versions, decisions.

pub(crate) mod lines;

use std::io::{BufRead, Write};

use chrono::{DateTime, Utc};
pub(super) use lines::{DecisionLine, DossierLine, FeedLine, ItemLine, StepLine, TransferLine, VersionLine};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::{COLUMNS, free_row};
use super::standing::{INSERT_DECISION, settle};
use super::take_in::insert;
use super::{Archive, ArchiveItem, DossierKey, feeds};
use crate::text::reason;

/// The maximum length of a line.
const LONGEST: u64 = 64 << 20;
/// The number of lines per transaction.
const BATCH: usize = 5_000;

/// What was transferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransferCounts {
    /// Feeds.
    pub feeds: usize,
    /// Items.
    pub items: usize,
    /// Steps of decisions.
    pub steps: usize,
    /// Items and steps that already existed.
    pub known: usize,
}

impl Archive {
    /// Writes the whole archive as JSON lines, as of one moment.
    ///
    /// # Errors
    /// Returns one line: what cannot be read or written.
    pub fn export(&self, out: &mut dyn Write) -> Result<TransferCounts, String> {
        let mut done = TransferCounts::default();
        let mut failed = None;
        self.run(|connection| {
            let moment = connection.unchecked_transaction()?;
            let mut put = |line: &TransferLine| -> rusqlite::Result<()> {
                let written = serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from);
                written.and_then(|()| out.write_all(b"\n")).map_err(|error| {
                    failed = Some(format!("cannot write: {}", reason(&error)));
                    rusqlite::Error::ExecuteReturnedResults
                })
            };
            export_feeds(&moment, &mut |line| {
                done.feeds += 1;
                put(line)
            })?;
            export_items(&moment, &mut |line| {
                done.items += 1;
                put(line)
            })?;
            export_steps(&moment, &mut |line| {
                done.steps += usize::from(matches!(line, TransferLine::Step(_)));
                put(line)
            })
        })
        .map_err(|error| failed.unwrap_or(error))?;
        Ok(done)
    }

    /// Imports what [`Archive::export`] wrote. Existing entries are kept, so importing the same lines twice has no
    /// further effect.
    ///
    /// # Errors
    /// Returns one line with the number of the first bad line; the lines before it are imported.
    pub fn import(&self, input: &mut dyn BufRead) -> Result<TransferCounts, String> {
        let mut done = TransferCounts::default();
        let mut dossiers = hashbrown::HashMap::new();
        read_lines(input, BATCH, &mut |lines| self.import_batch(&lines, &mut dossiers, &mut done))?;
        Ok(done)
    }

    fn import_batch(
        &self,
        lines: &[TransferLine],
        dossiers: &mut hashbrown::HashMap<i64, DossierKey>,
        done: &mut TransferCounts,
    ) -> Result<(), String> {
        self.write(|connection| {
            for line in lines {
                let new = match line {
                    TransferLine::Feed(feed) => write_feed(connection, feed, KnownFeed::Kept)?,
                    TransferLine::Item(item) => self.import_item(connection, item)?,
                    TransferLine::Step(step) => match dossiers.get(&step.dossier) {
                        Some(dossier) => import_step(connection, *dossier, step)?,
                        None => false,
                    },
                    TransferLine::Dossier(dossier) => {
                        let known = dossiers.get(&dossier.id).copied();
                        dossiers.insert(dossier.id, import_dossier(connection, known, dossier)?);
                        continue;
                    }
                    TransferLine::Pruned(key) => {
                        connection.prepare_cached("INSERT OR IGNORE INTO pruned VALUES (?)")?.execute([key])?;
                        continue;
                    }
                };
                let counted = match line {
                    _ if !new => &mut done.known,
                    TransferLine::Feed(_) => &mut done.feeds,
                    TransferLine::Item(_) => &mut done.items,
                    _ => &mut done.steps,
                };
                *counted += 1;
            }
            Ok(())
        })
    }

    fn import_item(&self, connection: &Connection, line: &ItemLine) -> rusqlite::Result<bool> {
        if connection.prepare_cached("SELECT 1 FROM items WHERE key = ?")?.exists([&line.id])? {
            return Ok(false);
        }
        self.add_line(connection, line).map(|_| true)
    }

    /// Inserts a new item with its versions, and returns its row.
    pub(super) fn add_line(&self, connection: &Connection, line: &ItemLine) -> rusqlite::Result<i64> {
        let taken = connection.prepare_cached("SELECT 1 FROM items WHERE id = ?")?.exists([line.row])?;
        let row = if taken { free_row(connection, line.row >> 20)? } else { line.row };
        let item = ArchiveItem { row, ..item_of_line(line.clone()) };
        insert(connection, &item)?;
        add_parts(connection, item.row, line)?;
        self.index(connection, &item)?;
        Ok(item.row)
    }
}

/// The item of a line.
#[must_use]
pub(crate) fn item_of_line(line: ItemLine) -> ArchiveItem {
    let at = super::row::moment;
    ArchiveItem {
        row: line.row,
        id: line.id,
        guid: line.guid,
        url: line.url,
        title: line.title,
        author: line.author,
        outlet: line.outlet,
        language: line.language,
        published: line.published.map(at),
        updated: line.updated.map(at),
        seen: at(line.seen),
        changed: line.changed.map(at),
        summary: line.summary,
        text: line.text,
    }
}

/// The feeds of an item, and its earlier versions.
pub(super) fn add_parts(connection: &Connection, row: i64, line: &ItemLine) -> rusqlite::Result<()> {
    for feed in &line.feeds {
        let feed = feeds::number(connection, feed)?;
        connection.prepare_cached("INSERT OR IGNORE INTO item_feeds VALUES (?, ?)")?.execute([row, feed])?;
    }
    for version in &line.versions {
        connection
            .prepare_cached("INSERT INTO versions (item, seen, title, summary, text) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![row, version.seen, version.title, version.summary, version.text])?;
    }
    Ok(())
}

/// Reads lines, and calls `take` with a batch of them.
///
/// # Errors
/// One line with the number of the line that is wrong; those before it were imported.
pub(crate) fn read_lines(
    input: &mut dyn BufRead,
    most: usize,
    take: &mut dyn FnMut(Vec<TransferLine>) -> Result<(), String>,
) -> Result<(), String> {
    let (mut batch, mut at) = (Vec::new(), 0_usize);
    loop {
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut line);
        let read = read.map_err(|error| format!("line {}: {}", at + 1, reason(&error)))?;
        let parsed = if read == 0 { Ok(None) } else { serde_json::from_slice(&line).map(Some) };
        if batch.len() >= most || !matches!(parsed, Ok(Some(_))) {
            take(std::mem::take(&mut batch))?;
        }
        match parsed {
            Ok(None) => return Ok(()),
            Ok(Some(line)) => batch.push(line),
            Err(error) => return Err(format!("line {}: {error}", at + 1)),
        }
        at += 1;
    }
}

type PutOutcome<'p> = &'p mut dyn FnMut(&TransferLine) -> rusqlite::Result<()>;

fn export_feeds(connection: &Connection, put: PutOutcome) -> rusqlite::Result<()> {
    let mut rows = connection.prepare(&format!("SELECT {FEED_COLUMNS} FROM feeds ORDER BY id"))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        put(&TransferLine::Feed(feed_line(row)?))?;
    }
    Ok(())
}

pub(super) const FEED_COLUMNS: &str =
    "url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone";

/// The line of a feed.
pub(super) fn feed_line(row: &rusqlite::Row) -> rusqlite::Result<FeedLine> {
    Ok(FeedLine {
        url: row.get(0)?,
        title: row.get(1)?,
        etag: row.get(2)?,
        modified: row.get(3)?,
        next: row.get(4)?,
        asked: row.get(5)?,
        answered: row.get(6)?,
        failing: row.get(7)?,
        failures: row.get(8)?,
        why: row.get(9)?,
        moved: row.get(10)?,
        gone: row.get(11)?,
    })
}

/// The line of an item.
pub(super) fn item_line(connection: &Connection, item: ArchiveItem) -> rusqlite::Result<ItemLine> {
    let mut feeds = connection.prepare_cached(
        "SELECT f.url FROM item_feeds x JOIN feeds f ON f.id = x.feed WHERE x.item = ? ORDER BY f.id",
    )?;
    let mut versions = connection
        .prepare_cached("SELECT seen, title, summary, text FROM versions WHERE item = ? ORDER BY seen, id")?;
    let version = |row: &rusqlite::Row| {
        Ok(VersionLine { seen: row.get(0)?, title: row.get(1)?, summary: row.get(2)?, text: row.get(3)? })
    };
    let seconds = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp());
    Ok(ItemLine {
        feeds: feeds.query_map([item.row], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
        versions: versions.query_map([item.row], version)?.collect::<rusqlite::Result<_>>()?,
        id: item.id,
        row: item.row,
        guid: item.guid,
        url: item.url,
        title: item.title,
        author: item.author,
        outlet: item.outlet,
        language: item.language,
        published: seconds(item.published),
        updated: seconds(item.updated),
        seen: item.seen.timestamp(),
        changed: seconds(item.changed),
        summary: item.summary,
        text: item.text,
    })
}

fn export_items(connection: &Connection, put: PutOutcome) -> rusqlite::Result<()> {
    let mut rows = connection.prepare(&format!("SELECT {COLUMNS} FROM items i ORDER BY id"))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        put(&TransferLine::Item(Box::new(item_line(connection, ArchiveItem::of(row)?)?)))?;
    }
    let mut pruned = connection.prepare("SELECT key FROM pruned ORDER BY key")?;
    let mut pruned = pruned.query([])?;
    while let Some(row) = pruned.next()? {
        put(&TransferLine::Pruned(row.get(0)?))?;
    }
    Ok(())
}

fn export_steps(connection: &Connection, put: PutOutcome) -> rusqlite::Result<()> {
    let mut dossiers = connection.prepare(
        "SELECT d.id, d.title, s.path, s.ids, hex(s.sketch) FROM dossiers d JOIN sightings s ON s.dossier = d.id ORDER BY s.id",
    )?;
    let mut dossiers = dossiers.query([])?;
    while let Some(row) = dossiers.next()? {
        put(&TransferLine::Dossier(DossierLine {
            id: row.get(0)?,
            title: row.get(1)?,
            path: row.get(2)?,
            ids: row.get(3)?,
            sketch: row.get(4)?,
        }))?;
    }
    let mut steps = connection.prepare("SELECT id FROM steps WHERE undone < 2 ORDER BY ord IS NULL, ord, id")?;
    let mut steps = steps.query([])?;
    while let Some(row) = steps.next()? {
        put(&TransferLine::Step(step_line(connection, row.get(0)?)?))?;
    }
    Ok(())
}

/// The line of a step.
pub(super) fn step_line(connection: &Connection, step: i64) -> rusqlite::Result<StepLine> {
    let mut decisions = connection.prepare_cached(
        "SELECT i.key, d.before, d.after, d.article, d.assignee FROM decisions d JOIN items i ON i.id = d.item
         WHERE d.step = ? ORDER BY d.item",
    )?;
    let decision = |row: &rusqlite::Row| {
        let (article, assignee) = (row.get(3)?, row.get(4)?);
        Ok(DecisionLine { item: row.get(0)?, before: row.get(1)?, after: row.get(2)?, article, assignee })
    };
    let decisions = decisions.query_map([step], decision)?.collect::<rusqlite::Result<_>>()?;
    connection.prepare_cached("SELECT dossier, who, at, undone, edit FROM steps WHERE id = ?")?.query_row(
        [step],
        |row| {
            let (dossier, who, at) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(StepLine { dossier, who, at, undone: row.get(3)?, edit: row.get(4)?, decisions })
        },
    )
}

/// What happens to a feed that is already known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownFeed {
    /// It stays as it is.
    Kept,
    /// It is replaced.
    Replaced,
}

/// Writes a feed. Returns whether anything changed.
pub(super) fn write_feed(connection: &Connection, line: &FeedLine, known: KnownFeed) -> rusqlite::Result<bool> {
    let conflict = match known {
        KnownFeed::Kept => "NOTHING",
        KnownFeed::Replaced => {
            "UPDATE SET title = excluded.title, etag = excluded.etag, modified = excluded.modified, next = excluded.next,
             asked = excluded.asked, answered = excluded.answered, failing = excluded.failing,
             failures = excluded.failures, why = excluded.why, moved = excluded.moved, gone = excluded.gone"
        }
    };
    let mut insert = connection.prepare_cached(&format!(
        "INSERT INTO feeds (url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO {conflict}"
    ))?;
    let changed = insert.execute(params![
        crate::text::without_password(&line.url),
        line.title,
        line.etag,
        line.modified,
        line.next,
        line.asked,
        line.answered,
        line.failing,
        line.failures,
        line.why,
        line.moved,
        line.gone
    ])?;
    Ok(changed > 0)
}

/// The dossier that was last opened at this path, otherwise the one of an earlier line, otherwise a new one.
fn import_dossier(
    connection: &Connection,
    earlier: Option<DossierKey>,
    line: &DossierLine,
) -> rusqlite::Result<DossierKey> {
    let sql = "SELECT dossier FROM sightings WHERE path = ? ORDER BY id DESC LIMIT 1";
    let known = connection.query_row(sql, [&line.path], |row| row.get(0)).optional()?.map(DossierKey);
    let dossier = match earlier.or(known) {
        Some(dossier) => dossier,
        None => {
            connection.execute("INSERT INTO dossiers (title) VALUES (?)", [&line.title])?;
            DossierKey(connection.last_insert_rowid())
        }
    };
    let values = params![dossier.0, line.path, line.ids, line.sketch];
    let same = "SELECT 1 FROM sightings WHERE dossier = ? AND path = ? AND ids = ? AND sketch = unhex(?)";
    if !connection.prepare(same)?.exists(values)? {
        let sql = "INSERT INTO sightings (dossier, path, ids, sketch) VALUES (?, ?, ?, unhex(?))";
        connection.execute(sql, values)?;
    }
    Ok(dossier)
}

/// Inserts a step unless there is one of the same dossier, time and person about the same items.
fn import_step(connection: &Connection, dossier: DossierKey, line: &StepLine) -> rusqlite::Result<bool> {
    let mut rows = Vec::new();
    for decision in &line.decisions {
        let row: Option<i64> = connection
            .prepare_cached("SELECT id FROM items WHERE key = ?")?
            .query_row([&decision.item], |row| row.get(0))
            .optional()?;
        rows.extend(row.map(|row| (row, decision)));
    }
    let same = "SELECT 1 FROM steps s JOIN decisions d ON d.step = s.id
                WHERE s.dossier = ? AND s.who = ? AND s.at = ? AND d.item = ? AND d.after = ?";
    let Some((first, decision)) = rows.first() else { return Ok(false) };
    if connection.prepare_cached(same)?.exists(params![dossier.0, line.who, line.at, first, decision.after])? {
        return Ok(false);
    }
    connection.execute(
        "INSERT INTO steps (dossier, who, at, undone, edit) VALUES (?, ?, ?, ?, ?)",
        params![dossier.0, line.who, line.at, line.undone, line.edit],
    )?;
    let step = connection.last_insert_rowid();
    for (row, decision) in rows {
        connection.prepare_cached(INSERT_DECISION)?.execute(params![
            step,
            row,
            decision.before,
            decision.after,
            decision.article,
            decision.assignee
        ])?;
        settle(connection, dossier, row)?;
    }
    Ok(true)
}
