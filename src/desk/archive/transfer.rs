//! Exports an archive to JSON lines and imports it again: feeds, items with their versions, decisions.

mod lines;

use std::io::{BufRead, Write};

use chrono::{DateTime, Utc};
use lines::{DecisionLine, DossierLine, FeedLine, ItemLine, StepLine, TransferLine, VersionLine};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::decide::settle;
use super::row::{COLUMNS, free_row};
use super::take_in::insert;
use super::{Archive, ArchiveItem, DossierKey, feeds};

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
                    failed = Some(format!("cannot write: {error}"));
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
        let (mut batch, mut at) = (Vec::new(), 0_usize);
        loop {
            let mut line = Vec::new();
            let read = std::io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut line);
            let read = read.map_err(|error| format!("line {}: {error}", at + 1))?;
            let parsed = if read == 0 { Ok(None) } else { serde_json::from_slice(&line).map(Some) };
            if batch.len() >= BATCH || !matches!(parsed, Ok(Some(_))) {
                self.import_batch(&std::mem::take(&mut batch), &mut dossiers, &mut done)?;
            }
            match parsed {
                Ok(None) => return Ok(done),
                Ok(Some(line)) => batch.push(line),
                Err(error) => return Err(format!("line {}: {error}", at + 1)),
            }
            at += 1;
        }
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
                    TransferLine::Feed(feed) => import_feed(connection, feed)?,
                    TransferLine::Item(item) => self.import_item(connection, item)?,
                    TransferLine::Step(step) => match dossiers.get(&step.dossier) {
                        Some(dossier) => import_step(connection, *dossier, step)?,
                        None => false,
                    },
                    TransferLine::Dossier(dossier) => {
                        dossiers.insert(dossier.id, import_dossier(connection, dossier)?);
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
        let taken = connection.prepare_cached("SELECT 1 FROM items WHERE id = ?")?.exists([line.row])?;
        let at = super::row::moment;
        let item = ArchiveItem {
            row: if taken { free_row(connection, line.row >> 20)? } else { line.row },
            id: line.id.clone(),
            guid: line.guid.clone(),
            url: line.url.clone(),
            title: line.title.clone(),
            author: line.author.clone(),
            outlet: line.outlet.clone(),
            language: line.language.clone(),
            published: line.published.map(at),
            updated: line.updated.map(at),
            seen: at(line.seen),
            changed: line.changed.map(at),
            summary: line.summary.clone(),
            text: line.text.clone(),
        };
        insert(connection, &item)?;
        for feed in &line.feeds {
            let feed = feeds::number(connection, feed)?;
            connection.prepare_cached("INSERT OR IGNORE INTO item_feeds VALUES (?, ?)")?.execute([item.row, feed])?;
        }
        for version in &line.versions {
            connection
                .prepare_cached("INSERT INTO versions (item, seen, title, summary, text) VALUES (?, ?, ?, ?, ?)")?
                .execute(params![item.row, version.seen, version.title, version.summary, version.text])?;
        }
        self.index(connection, &item)?;
        Ok(true)
    }
}

type PutOutcome<'p> = &'p mut dyn FnMut(&TransferLine) -> rusqlite::Result<()>;

fn export_feeds(connection: &Connection, put: PutOutcome) -> rusqlite::Result<()> {
    let mut rows = connection.prepare(
        "SELECT url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone FROM feeds ORDER BY id",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        put(&TransferLine::Feed(FeedLine {
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
        }))?;
    }
    Ok(())
}

fn export_items(connection: &Connection, put: PutOutcome) -> rusqlite::Result<()> {
    let mut rows = connection.prepare(&format!("SELECT {COLUMNS} FROM items i ORDER BY id"))?;
    let mut feeds = connection
        .prepare("SELECT f.url FROM item_feeds x JOIN feeds f ON f.id = x.feed WHERE x.item = ? ORDER BY f.id")?;
    let mut versions =
        connection.prepare("SELECT seen, title, summary, text FROM versions WHERE item = ? ORDER BY id")?;
    let mut rows = rows.query([])?;
    let seconds = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp());
    while let Some(row) = rows.next()? {
        let item = ArchiveItem::of(row)?;
        let version = |row: &rusqlite::Row| {
            Ok(VersionLine { seen: row.get(0)?, title: row.get(1)?, summary: row.get(2)?, text: row.get(3)? })
        };
        put(&TransferLine::Item(Box::new(ItemLine {
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
        })))?;
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
    let mut steps =
        connection.prepare("SELECT id, dossier, who, at, undone, edit FROM steps WHERE undone < 2 ORDER BY id")?;
    let mut decisions = connection.prepare(
        "SELECT i.key, d.before, d.after, d.article FROM decisions d JOIN items i ON i.id = d.item WHERE d.step = ?",
    )?;
    let mut steps = steps.query([])?;
    while let Some(row) = steps.next()? {
        let decision = |row: &rusqlite::Row| {
            Ok(DecisionLine { item: row.get(0)?, before: row.get(1)?, after: row.get(2)?, article: row.get(3)? })
        };
        let of_step = decisions.query_map([row.get::<_, i64>(0)?], decision)?.collect::<rusqlite::Result<_>>()?;
        put(&TransferLine::Step(StepLine {
            dossier: row.get(1)?,
            who: row.get(2)?,
            at: row.get(3)?,
            undone: row.get(4)?,
            edit: row.get(5)?,
            decisions: of_step,
        }))?;
    }
    Ok(())
}

/// Inserts a feed unless it is known.
fn import_feed(connection: &Connection, line: &FeedLine) -> rusqlite::Result<bool> {
    let new = connection.execute(
        "INSERT OR IGNORE INTO feeds
         (url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            line.url,
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
        ],
    )?;
    Ok(new > 0)
}

/// The dossier last opened at this path, otherwise a new one.
fn import_dossier(connection: &Connection, line: &DossierLine) -> rusqlite::Result<DossierKey> {
    let known = connection
        .query_row("SELECT dossier FROM sightings WHERE path = ? ORDER BY id DESC LIMIT 1", [&line.path], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(known) = known {
        return Ok(DossierKey(known));
    }
    connection.execute("INSERT INTO dossiers (title) VALUES (?)", [&line.title])?;
    let dossier = connection.last_insert_rowid();
    connection.execute(
        "INSERT INTO sightings (dossier, path, ids, sketch) VALUES (?, ?, ?, unhex(?))",
        params![dossier, line.path, line.ids, line.sketch],
    )?;
    Ok(DossierKey(dossier))
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
        connection.prepare_cached("INSERT OR IGNORE INTO decisions VALUES (?, ?, ?, ?, ?)")?.execute(params![
            step,
            row,
            decision.before,
            decision.after,
            decision.article
        ])?;
        settle(connection, dossier, row)?;
    }
    Ok(true)
}
