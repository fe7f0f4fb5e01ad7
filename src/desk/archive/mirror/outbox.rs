//! What a mirror has and its server does not yet: items, feeds and steps; and what the server answered.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::row::COLUMNS;
use super::super::standing::settle;
use super::super::transfer::{DossierLine, FeedLine, ItemLine, StepLine};
use super::super::transfer::{FEED_COLUMNS, feed_line, item_line, step_line};
use super::super::{Archive, ArchiveItem, DossierKey};
use super::OutboxKind;
use super::apply::ELSEWHERE;

/// An item to be sent, and its key in the queue.
#[derive(Debug)]
pub(crate) struct QueuedItem {
    pub turn: i64,
    pub line: ItemLine,
}

/// A feed to be sent, and its key in the queue.
#[derive(Debug)]
pub(crate) struct QueuedFeed {
    pub turn: i64,
    pub line: FeedLine,
}

/// The next entry of the journal.
#[derive(Debug)]
pub(crate) struct OutboxEntry {
    /// Its number in the journal.
    pub number: i64,
    /// The name of the step.
    pub uid: String,
    /// Whether it holds.
    pub holds: bool,
    /// The decisions; `None` if they were sent before.
    pub step: Option<OutboxStep>,
}

/// A step to be sent.
#[derive(Debug)]
pub(crate) struct OutboxStep {
    /// The local key of its dossier.
    pub dossier: DossierKey,
    /// The name of its dossier on the server, if it has one.
    pub dossier_uid: Option<String>,
    /// What was decided.
    pub line: StepLine,
    /// For each decision, the name of the step that held before.
    pub bases: Vec<Option<String>>,
}

/// A decision that the server refused, and the one that holds there.
#[derive(Clone, Debug)]
pub(crate) struct RejectedDecision {
    pub item: String,
    pub stands: String,
    pub who: String,
    pub at: i64,
    pub assignee: Option<String>,
}

/// The server's answer to a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentOutcome {
    /// Its place in the order of the server.
    pub ord: i64,
    pub rejected: Vec<RejectedDecision>,
}

impl Archive {
    /// Items to be sent, in the order in which they were queued.
    pub(crate) fn queued_items(&self, most: usize) -> Result<Vec<QueuedItem>, String> {
        self.run(|connection| {
            let sql = format!(
                "SELECT {COLUMNS}, q.turn FROM outbox_items q JOIN items i ON i.id = q.item ORDER BY q.turn LIMIT ?"
            );
            let mut rows = connection.prepare_cached(&sql)?;
            let item = |row: &rusqlite::Row| {
                Ok(QueuedItem { turn: row.get(14)?, line: item_line(connection, ArchiveItem::of(row)?)? })
            };
            rows.query_map([i64::try_from(most).unwrap_or(i64::MAX)], item)?.collect()
        })
    }

    /// Feeds to be sent.
    pub(crate) fn queued_feeds(&self) -> Result<Vec<QueuedFeed>, String> {
        self.run(|connection| {
            let sql =
                format!("SELECT {FEED_COLUMNS}, q.turn FROM outbox_feeds q JOIN feeds USING (url) ORDER BY q.turn");
            let mut rows = connection.prepare_cached(&sql)?;
            let feed = |row: &rusqlite::Row| Ok(QueuedFeed { turn: row.get(12)?, line: feed_line(row)? });
            rows.query_map([], feed)?.collect()
        })
    }

    /// Removes items from the queue, except those that changed since.
    pub(crate) fn items_sent(&self, turns: &[i64]) -> Result<(), String> {
        self.off("DELETE FROM outbox_items WHERE turn = ?", turns)
    }

    /// Removes feeds from the queue, except those that changed since.
    pub(crate) fn feeds_sent(&self, turns: &[i64]) -> Result<(), String> {
        self.off("DELETE FROM outbox_feeds WHERE turn = ?", turns)
    }

    fn off(&self, sql: &str, turns: &[i64]) -> Result<(), String> {
        self.write(|connection| {
            let mut one = connection.prepare_cached(sql)?;
            turns.iter().try_for_each(|turn| one.execute([turn]).map(|_| ()))
        })
    }

    /// Whether anything is to be sent.
    pub(crate) fn has_queue(&self) -> Result<bool, String> {
        self.run(|connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM outbox_items)
                       OR EXISTS (SELECT 1 FROM outbox_feeds)";
            connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
        })
    }

    /// The next entry of the journal. The one after it is sent once this is removed.
    pub(crate) fn next_entry(&self) -> Result<Option<OutboxEntry>, String> {
        self.run(|connection| {
            let sql = "SELECT o.id, o.step, o.kind, s.uid, s.dossier, x.uid FROM outbox o JOIN steps s ON s.id = o.step
                       LEFT JOIN dossier_ids x ON x.dossier = s.dossier ORDER BY o.id LIMIT 1";
            let next = connection.prepare_cached(sql)?.query_row([], |row| {
                let of = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?, row.get(3)?);
                Ok((of, DossierKey(row.get(4)?), row.get(5)?))
            });
            let Some(((number, step, kind, uid), dossier, dossier_uid)) = next.optional()? else { return Ok(None) };
            if kind != OutboxKind::Decide as i64 {
                let holds = kind == OutboxKind::Redo as i64;
                return Ok(Some(OutboxEntry { number, uid, holds, step: None }));
            }
            let line = step_line(connection, step)?;
            let sql = "SELECT s.uid FROM decisions d LEFT JOIN bases b ON b.step = d.step AND b.item = d.item
                       LEFT JOIN steps s ON s.id = b.base JOIN items i ON i.id = d.item WHERE d.step = ? ORDER BY d.item";
            let mut bases = connection.prepare_cached(sql)?;
            let bases = bases.query_map([step], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(Some(OutboxEntry { number, uid, holds: true, step: Some(OutboxStep { dossier, dossier_uid, line, bases }) }))
        })
    }

    /// Removes the next entry of the journal, given the server's answer. A decision that the server refused is removed
    /// here too, and kept as a conflict.
    pub(crate) fn entry_sent(&self, entry: &OutboxEntry, outcome: &SentOutcome) -> Result<(), String> {
        self.write(|connection| {
            connection.execute("DELETE FROM outbox WHERE id = ?", [entry.number])?;
            let Some(sent) = &entry.step else { return Ok(()) };
            let sql = "SELECT id, dossier FROM steps WHERE uid = ?";
            let (step, dossier) =
                connection.query_row(sql, [&entry.uid], |row| Ok((row.get::<_, i64>(0)?, DossierKey(row.get(1)?))))?;
            connection.execute("UPDATE steps SET ord = ? WHERE id = ?", [outcome.ord, step])?;
            for rejected in &outcome.rejected {
                reject(connection, step, dossier, sent, rejected)?;
            }
            connection.execute("DELETE FROM bases WHERE step = ?", [step])?;
            // The order of what was decided here and elsewhere is known now.
            let items = {
                let mut rows = connection.prepare_cached("SELECT item FROM decisions WHERE step = ?")?;
                rows.query_map([step], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?
            };
            items.into_iter().try_for_each(|item| settle(connection, dossier, item))
        })
    }

    /// What the server is told about a dossier that has no name there.
    pub(crate) fn dossier_lines(&self, dossier: DossierKey) -> Result<Vec<DossierLine>, String> {
        self.run(|connection| {
            let sql =
                "SELECT d.title, s.path, s.ids, hex(s.sketch) FROM dossiers d JOIN sightings s ON s.dossier = d.id
                       WHERE d.id = ? ORDER BY s.id";
            let line = |row: &rusqlite::Row| {
                let (path, ids, sketch) = (row.get::<_, String>(1)?, row.get(2)?, row.get(3)?);
                let path = path.strip_prefix(ELSEWHERE).unwrap_or(&path).to_owned();
                Ok(DossierLine { id: 0, title: row.get(0)?, path, ids, sketch })
            };
            connection.prepare(sql)?.query_map([dossier.0], line)?.collect()
        })
    }

    /// Stores the name of a dossier on the server. If another local dossier has that name, the two become one.
    pub(crate) fn name_dossier(&self, dossier: DossierKey, uid: &str) -> Result<(), String> {
        self.write(|connection| {
            let known: Option<i64> = connection
                .query_row("SELECT dossier FROM dossier_ids WHERE uid = ?", [uid], |row| row.get(0))
                .optional()?;
            let Some(known) = known.filter(|&known| known != dossier.0) else {
                return connection
                    .execute("INSERT OR REPLACE INTO dossier_ids VALUES (?, ?)", params![dossier.0, uid])
                    .map(|_| ());
            };
            let items = {
                let mut rows = connection.prepare("SELECT item FROM decided WHERE dossier = ?")?;
                rows.query_map([dossier.0], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?
            };
            connection.execute("DELETE FROM decided WHERE dossier = ?", [dossier.0])?;
            for table in ["steps", "sightings", "conflicts"] {
                connection.execute(&format!("UPDATE {table} SET dossier = ? WHERE dossier = ?"), [known, dossier.0])?;
            }
            connection.execute("DELETE FROM dossiers WHERE id = ?", [dossier.0])?;
            items.into_iter().try_for_each(|item| settle(connection, DossierKey(known), item))
        })
    }
}

/// Removes a decision that the server refused.
fn reject(
    connection: &Connection,
    step: i64,
    dossier: DossierKey,
    sent: &OutboxStep,
    rejected: &RejectedDecision,
) -> rusqlite::Result<()> {
    let Some(decision) = sent.line.decisions.iter().find(|decision| decision.item == rejected.item) else {
        return Ok(());
    };
    let item: Option<ArchiveItem> = connection
        .query_row(&format!("SELECT {COLUMNS} FROM items i WHERE key = ?"), [&rejected.item], ArchiveItem::of)
        .optional()?;
    let Some(item) = item else { return Ok(()) };
    // Decisions made here on top of it are judged by the one below.
    connection.execute(
        "UPDATE bases SET base = (SELECT base FROM bases WHERE step = ?1 AND item = ?2) WHERE item = ?2 AND base = ?1",
        [step, item.row],
    )?;
    connection.execute("DELETE FROM decisions WHERE step = ? AND item = ?", [step, item.row])?;
    // A step without decisions cannot be undone.
    let sql = "UPDATE steps SET undone = 1, edit = NULL WHERE id = ?1
               AND NOT EXISTS (SELECT 1 FROM decisions WHERE step = ?1)";
    connection.execute(sql, [step])?;
    settle(connection, dossier, item.row)?;
    connection.execute(
        "INSERT INTO conflicts (dossier, item, title, wanted, stands, who, at, assignee)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            dossier.0,
            item.id,
            item.label(),
            decision.after,
            rejected.stands,
            rejected.who,
            rejected.at,
            rejected.assignee
        ],
    )?;
    Ok(())
}
