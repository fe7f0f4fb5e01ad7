//! Applies what the server has: items, feeds, dossiers and steps, in the order in which they changed there.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::row::COLUMNS;
use super::super::standing::{INSERT_DECISION, settle};
use super::super::transfer::{DossierLine, FeedLine, ItemLine, KnownFeed, StepLine, add_parts, item_line, write_feed};
use super::super::{Archive, ArchiveItem, DossierKey};
use super::dossier_of_uid;

/// The prefix of the path of somebody else's dossier, which is not a path of this machine.
pub(super) const ELSEWHERE: &str = "shared:";

/// What is applied in one transaction.
#[derive(Debug, Default)]
pub(crate) struct ServerPage {
    pub feeds: Vec<FeedLine>,
    pub items: Vec<ItemLine>,
    /// Public ids of items that were deleted.
    pub pruned: Vec<String>,
    pub dossiers: Vec<SharedDossier>,
    pub steps: Vec<SharedStep>,
    /// After this page, all changes up to this one are here.
    pub seq: Option<i64>,
    /// After this page, all items from this row on are here.
    pub filled: Option<i64>,
    /// Which server it is.
    pub epoch: Option<String>,
}

/// A dossier of the server.
#[derive(Debug)]
pub(crate) struct SharedDossier {
    pub uid: String,
    /// The paths and titles under which it was opened; at least one.
    pub lines: Vec<DossierLine>,
}

/// A step of the server.
#[derive(Debug)]
pub(crate) struct SharedStep {
    pub uid: String,
    /// The name of its dossier.
    pub dossier: String,
    /// Its place in the order of the server.
    pub ord: i64,
    /// The decisions of it that hold.
    pub line: StepLine,
}

/// How much changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MirrorChange {
    pub items: usize,
    pub steps: usize,
}

impl Archive {
    /// Applies a page, in one transaction.
    pub(crate) fn apply(&self, page: &ServerPage) -> Result<MirrorChange, String> {
        self.write(|connection| {
            let mut change = MirrorChange::default();
            for feed in &page.feeds {
                apply_feed(connection, feed)?;
            }
            for key in &page.pruned {
                change.items += usize::from(drop_item(connection, key)?);
            }
            for item in &page.items {
                change.items += usize::from(self.apply_item(connection, item)?);
            }
            for dossier in &page.dossiers {
                apply_dossier(connection, dossier)?;
            }
            for step in &page.steps {
                change.steps += usize::from(apply_step(connection, step)?);
            }
            let sql =
                "UPDATE mirror SET seq = coalesce(?, seq), filled = coalesce(?, filled), epoch = coalesce(?, epoch)";
            connection.execute(sql, params![page.seq, page.filled, page.epoch])?;
            Ok(change)
        })
    }

    /// Makes an item equal to the server's, unless something of it is still to be sent. Returns whether it changed.
    fn apply_item(&self, connection: &Connection, line: &ItemLine) -> rusqlite::Result<bool> {
        let known = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM items i WHERE key = ?"))?
            .query_row([&line.id], ArchiveItem::of)
            .optional()?;
        let Some(known) = known else {
            self.add_line(connection, line)?;
            return Ok(true);
        };
        let row = known.row;
        if connection.prepare_cached("SELECT 1 FROM outbox_items WHERE item = ?")?.exists([row])? {
            return Ok(false);
        }
        let before = item_line(connection, known)?;
        let mut next = ItemLine { row, ..line.clone() };
        // The order of feeds is that of this archive.
        next.feeds.sort_by_key(|feed| before.feeds.iter().position(|known| known == feed).unwrap_or(usize::MAX));
        if next == before {
            return Ok(false);
        }
        connection
            .prepare_cached(
                "UPDATE items SET guid = ?, url = ?, title = ?, author = ?, outlet = ?, language = ?, published = ?,
                 updated = ?, seen = ?, changed = ?, summary = ?, text = ? WHERE id = ?",
            )?
            .execute(params![
                next.guid,
                next.url,
                next.title,
                next.author,
                next.outlet,
                next.language,
                next.published,
                next.updated,
                next.seen,
                next.changed,
                next.summary,
                next.text,
                row
            ])?;
        connection.prepare_cached("DELETE FROM versions WHERE item = ?")?.execute([row])?;
        add_parts(connection, row, &next)?;
        let now = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM items i WHERE id = ?"))?
            .query_row([row], ArchiveItem::of)?;
        self.index_again(connection, &now)?;
        Ok(true)
    }

    /// Deletes what is older than the mirror's window and was neither kept nor put off. The server still has it.
    pub(crate) fn forget_before(&self, first: i64) -> Result<usize, String> {
        self.write(|connection| {
            let old = {
                let mut rows = connection.prepare(
                    "SELECT key FROM items WHERE id < ? AND id NOT IN (SELECT item FROM decided)
                     AND id NOT IN (SELECT item FROM outbox_items)
                     AND id NOT IN (SELECT d.item FROM decisions d JOIN outbox o ON o.step = d.step)",
                )?;
                rows.query_map([first], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?
            };
            for key in &old {
                remove(connection, key)?;
            }
            connection.execute("UPDATE mirror SET filled = max(filled, ?) WHERE filled IS NOT NULL", [first])?;
            Ok(old.len())
        })
    }
}

/// Makes a feed equal to the server's, unless something of it is still to be sent.
fn apply_feed(connection: &Connection, line: &FeedLine) -> rusqlite::Result<()> {
    if connection.prepare_cached("SELECT 1 FROM outbox_feeds WHERE url = ?")?.exists([&line.url])? {
        return Ok(());
    }
    write_feed(connection, line, KnownFeed::Replaced).map(|_| ())
}

fn apply_dossier(connection: &Connection, dossier: &SharedDossier) -> rusqlite::Result<()> {
    let Some(first) = dossier.lines.first() else { return Ok(()) };
    let key = dossier_of_uid(connection, &dossier.uid, first)?;
    for line in &dossier.lines {
        let path = format!("{ELSEWHERE}{}", line.path);
        let same = "SELECT 1 FROM sightings WHERE dossier = ? AND path = ? AND ids = ? AND sketch = unhex(?)";
        let values = params![key.0, path, line.ids, line.sketch];
        if !connection.prepare_cached(same)?.exists(values)? {
            let sql = "INSERT INTO sightings (dossier, path, ids, sketch) VALUES (?, ?, ?, unhex(?))";
            connection.prepare_cached(sql)?.execute(values)?;
        }
    }
    Ok(())
}

/// Applies a step, to those of its items that are here. Returns whether anything changed.
fn apply_step(connection: &Connection, step: &SharedStep) -> rusqlite::Result<bool> {
    let mut rows = Vec::new();
    for decision in &step.line.decisions {
        let row: Option<i64> = connection
            .prepare_cached("SELECT id FROM items WHERE key = ?")?
            .query_row([&decision.item], |row| row.get(0))
            .optional()?;
        rows.extend(row.map(|row| (row, decision)));
    }
    let known: Option<(i64, i64, Option<i64>, bool)> = connection
        .prepare_cached("SELECT id, dossier, ord, undone FROM steps WHERE uid = ?")?
        .query_row([&step.uid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let (local, dossier, mut changed) = match known {
        Some((local, dossier, ord, undone)) => {
            // What is still to be sent of it already holds here.
            let sql = "SELECT 1 FROM outbox WHERE step = ?";
            let queued = connection.prepare_cached(sql)?.exists([local])?;
            let next = if queued { undone } else { step.line.undone };
            connection
                .prepare_cached("UPDATE steps SET ord = ?, undone = ? WHERE id = ?")?
                .execute(params![step.ord, next, local])?;
            (local, DossierKey(dossier), ord != Some(step.ord) || undone != next)
        }
        None if rows.is_empty() => return Ok(false),
        None => {
            // A dossier arrives before its steps, and its title with it.
            let nameless =
                DossierLine { id: 0, title: String::new(), path: String::new(), ids: 0, sketch: String::new() };
            let dossier = dossier_of_uid(connection, &step.dossier, &nameless)?;
            connection
                .prepare_cached(
                    "INSERT INTO steps (dossier, who, at, undone, uid, ord, mine) VALUES (?, ?, ?, ?, ?, ?, 0)",
                )?
                .execute(params![dossier.0, step.line.who, step.line.at, step.line.undone, step.uid, step.ord])?;
            (connection.last_insert_rowid(), dossier, true)
        }
    };
    for (row, decision) in rows {
        let new = connection.prepare_cached(INSERT_DECISION)?.execute(params![
            local,
            row,
            decision.before,
            decision.after,
            decision.article,
            decision.assignee
        ])?;
        changed |= new > 0;
        if changed {
            settle(connection, dossier, row)?;
        }
    }
    Ok(changed)
}

/// Deletes an item for good: it does not return from its feed.
fn drop_item(connection: &Connection, key: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached("INSERT OR IGNORE INTO pruned VALUES (?)")?.execute([key])?;
    remove(connection, key)
}

fn remove(connection: &Connection, key: &str) -> rusqlite::Result<bool> {
    let row: Option<i64> = connection
        .prepare_cached("SELECT id FROM items WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let Some(row) = row else { return Ok(false) };
    for sql in [
        "DELETE FROM versions WHERE item = ?",
        "DELETE FROM item_feeds WHERE item = ?",
        "DELETE FROM decided WHERE item = ?",
        "DELETE FROM outbox_items WHERE item = ?",
        "DELETE FROM item_words WHERE rowid = ?",
        "DELETE FROM items WHERE id = ?",
    ] {
        connection.prepare_cached(sql)?.execute([row])?;
    }
    Ok(true)
}
