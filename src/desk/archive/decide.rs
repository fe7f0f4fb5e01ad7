//! Decisions about items: one step each, per dossier, with undo.

use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::{COLUMNS, ItemVersion, moment};
use super::{Archive, ArchiveItem, DossierKey};
use crate::desk::state::{DossierIdentity, find_or_add};
use crate::query::ItemState;

/// The number of ids offered if a prefix is ambiguous.
const OFFERED: usize = 3;

/// A decision about one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedItem {
    /// The row of the item.
    pub row: i64,
    /// The previous decision.
    pub before: ItemState,
    /// The new decision.
    pub after: ItemState,
    /// The article of the dossier that a kept item became.
    pub article: Option<String>,
}

/// Decisions made together, which are undone together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionStep {
    /// Increases with each step.
    pub step: i64,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// At least one.
    pub decided: Vec<DecidedItem>,
    /// The edit of the dossier that wrote what it keeps, as [`Archive::begin`] was told it.
    pub edit: Option<String>,
}

/// Whether a step holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepStatus {
    /// It does.
    Holds = 0,
    /// It was undone.
    Undone = 1,
    /// Its edit may not be written yet.
    Begun = 2,
}

impl Archive {
    /// The key of a dossier: the one last opened at this path, otherwise one with the same records, otherwise a new
    /// one.
    ///
    /// # Errors
    /// Returns one line.
    pub fn dossier(&self, identity: &DossierIdentity) -> Result<DossierKey, String> {
        let at_path = self.run(|connection| {
            connection
                .query_row(
                    "SELECT dossier FROM sightings WHERE path = ? ORDER BY id DESC LIMIT 1",
                    [&identity.path],
                    |row| row.get(0),
                )
                .optional()
        })?;
        // A dossier that gets its first article has other ids than before, and is the same one.
        at_path.map_or_else(|| self.write(|connection| find_or_add(connection, identity)), Ok).map(DossierKey)
    }

    /// The item whose public id starts with this text, otherwise the one with this guid or address.
    ///
    /// # Errors
    /// Returns one line if there is none, or more than one.
    pub fn item(&self, id: &str) -> Result<ArchiveItem, String> {
        let start = id.to_ascii_lowercase();
        let found = self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM items i WHERE key >= ? AND key < ? ORDER BY key LIMIT {OFFERED}");
            let mut rows = connection.prepare_cached(&sql)?;
            let items = rows.query_map([&start, &format!("{start}~")], ArchiveItem::of)?;
            items.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        match <[ArchiveItem; 1]>::try_from(found) {
            Ok([item]) => Ok(item),
            Err(none) if none.is_empty() || start.is_empty() => {
                self.item_by_guid(id)?.ok_or_else(|| format!("no item `{id}` in the archive"))
            }
            Err(several) => {
                let ids: Vec<String> = several.iter().map(|item| format!("`{}`", item.id)).collect();
                Err(format!("`{id}` means more than one item: {} …", ids.join(", ")))
            }
        }
    }

    fn item_by_guid(&self, guid: &str) -> Result<Option<ArchiveItem>, String> {
        self.run(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM items i WHERE guid = ?1 OR url = ?1 ORDER BY id DESC LIMIT 1");
            connection.prepare_cached(&sql)?.query_row([guid], ArchiveItem::of).optional()
        })
    }

    /// The earlier versions of an item, oldest first.
    ///
    /// # Errors
    /// Returns one line.
    pub fn versions(&self, row: i64) -> Result<Vec<ItemVersion>, String> {
        self.run(|connection| {
            let sql = "SELECT seen, title, summary, text FROM versions WHERE item = ? ORDER BY id";
            let version = |row: &rusqlite::Row| {
                Ok(ItemVersion {
                    seen: moment(row.get(0)?),
                    title: row.get(1)?,
                    summary: row.get(2)?,
                    text: row.get(3)?,
                })
            };
            connection.prepare_cached(sql)?.query_map([row], version)?.collect()
        })
    }

    /// The decision about an item in a dossier, and the article that it became if it was kept.
    ///
    /// # Errors
    /// Returns one line.
    pub fn decision(&self, dossier: DossierKey, row: i64) -> Result<(ItemState, Option<String>), String> {
        self.run(|connection| state(connection, dossier, row))
    }

    /// Decides on items as one step; each is given by its row, with the article that a kept one became. Durable when it
    /// returns. `None` if all items were already decided this way; nothing is written then.
    ///
    /// # Errors
    /// Returns one line; nothing is decided then.
    pub fn decide(
        &self,
        dossier: DossierKey,
        items: &[(i64, Option<String>)],
        after: ItemState,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, String> {
        self.write(|connection| {
            let mut changes = Vec::new();
            for (row, article) in items {
                let (before, of) = state(connection, dossier, *row)?;
                let repeated = changes.iter().any(|(known, ..): &(i64, _, _)| known == row);
                if (before != after || of != *article) && !repeated {
                    changes.push((*row, before, article.clone()));
                }
            }
            if changes.is_empty() {
                return Ok(None);
            }
            let step = add_step(connection, dossier, (who, now), StepStatus::Holds, None)?;
            for (row, before, article) in changes {
                add_decision(connection, step, row, (before, after), article.as_deref())?;
                settle(connection, dossier, row)?;
            }
            Ok(Some(step))
        })
    }

    /// Notes that items are kept by an edit of the dossier which is about to be written: the step holds from the moment at
    /// which [`Archive::settle_edits`] is told that the edit is in force, whatever happens to this program until then.
    /// `edit` is the mark of the edit in the journal.
    ///
    /// # Errors
    /// One line; nothing is noted then.
    pub fn begin(
        &self,
        dossier: DossierKey,
        items: &[(i64, Option<String>)],
        edit: &str,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<(), String> {
        self.write(|connection| {
            let step = add_step(connection, dossier, (who, now), StepStatus::Begun, Some(edit))?;
            for (row, article) in items {
                let (before, _) = state(connection, dossier, *row)?;
                add_decision(connection, step, *row, (before, ItemState::Kept), article.as_deref())?;
            }
            Ok(())
        })
    }

    /// Whether any step of a dossier belongs to an edit.
    ///
    /// # Errors
    /// One line.
    pub fn has_edits(&self, dossier: DossierKey) -> Result<bool, String> {
        let sql = "SELECT 1 FROM steps WHERE dossier = ? AND edit IS NOT NULL LIMIT 1";
        self.run(|connection| connection.prepare_cached(sql)?.exists([dossier.0]))
    }

    /// Lets each step that an edit of the dossier belongs to hold exactly if the edit is in force. `edits` are the marks of
    /// the journal; a step whose edit is not among them stays as it is.
    ///
    /// # Errors
    /// One line.
    pub fn settle_edits(&self, dossier: DossierKey, edits: &[(String, bool)]) -> Result<(), String> {
        let other = self.run(|connection| {
            let mut steps = connection
                .prepare_cached("SELECT id, edit, undone FROM steps WHERE dossier = ? AND edit IS NOT NULL")?;
            let steps = steps.query_map([dossier.0], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
            })?;
            let edits: HashMap<&str, bool> = edits.iter().map(|(edit, holds)| (edit.as_str(), *holds)).collect();
            let mut other = Vec::new();
            for step in steps {
                let (step, edit, undone) = step?;
                let status = edits.get(edit.as_str()).map(|&holds| StepStatus::of(holds));
                other.extend(status.filter(|&status| status as i64 != undone).map(|status| (step, status)));
            }
            Ok(other)
        })?;
        if other.is_empty() {
            return Ok(()); // nothing is written, so no other program is waited for
        }
        self.write(|connection| other.iter().try_for_each(|&(step, status)| set(connection, dossier, step, status)))
    }

    /// The last step that can be undone, if there is one.
    ///
    /// # Errors
    /// Returns one line.
    pub fn last_step(&self, dossier: DossierKey) -> Result<Option<DecisionStep>, String> {
        self.run(|connection| last_step(connection, dossier))
    }

    /// Undoes the last step and returns it; `None` if there is none. An article that was written for a kept item stays:
    /// the dossier has an undo of its own.
    ///
    /// # Errors
    /// Returns one line; nothing is undone then.
    pub fn undo(&self, dossier: DossierKey) -> Result<Option<DecisionStep>, String> {
        self.write(|connection| {
            let Some(step) = last_step(connection, dossier)? else { return Ok(None) };
            set(connection, dossier, step.step, StepStatus::Undone)?;
            Ok(Some(step))
        })
    }
}

impl StepStatus {
    fn of(holds: bool) -> StepStatus {
        if holds { StepStatus::Holds } else { StepStatus::Undone }
    }
}

fn add_step(
    connection: &Connection,
    dossier: DossierKey,
    (who, now): (&str, DateTime<Utc>),
    status: StepStatus,
    edit: Option<&str>,
) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("INSERT INTO steps (dossier, who, at, undone, edit) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![dossier.0, who, now.timestamp(), status as i64, edit])?;
    Ok(connection.last_insert_rowid())
}

fn add_decision(
    connection: &Connection,
    step: i64,
    row: i64,
    (before, after): (ItemState, ItemState),
    article: Option<&str>,
) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO decisions VALUES (?, ?, ?, ?, ?)")?.execute(params![
        step,
        row,
        before.word(),
        after.word(),
        article
    ])?;
    Ok(())
}

/// Says whether a step holds, and what holds of its items then.
fn set(connection: &Connection, dossier: DossierKey, step: i64, status: StepStatus) -> rusqlite::Result<()> {
    connection.execute("UPDATE steps SET undone = ? WHERE id = ?", [status as i64, step])?;
    let mut rows = connection.prepare_cached("SELECT item FROM decisions WHERE step = ?")?;
    let rows = rows.query_map([step], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    rows.into_iter().try_for_each(|row| settle(connection, dossier, row))
}

/// The current decision about an item, and the article that it became.
fn state(connection: &Connection, dossier: DossierKey, row: i64) -> rusqlite::Result<(ItemState, Option<String>)> {
    let found = connection
        .prepare_cached("SELECT state, article FROM decided WHERE dossier = ? AND item = ?")?
        .query_row([dossier.0, row], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?;
    Ok(found
        .map_or((ItemState::New, None), |(word, article)| (ItemState::of(&word).unwrap_or(ItemState::New), article)))
}

fn last_step(connection: &Connection, dossier: DossierKey) -> rusqlite::Result<Option<DecisionStep>> {
    let step = connection
        .prepare_cached(
            "SELECT id, who, at, edit FROM steps WHERE dossier = ? AND undone = 0 ORDER BY id DESC LIMIT 1",
        )?
        .query_row([dossier.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, moment(row.get(2)?), row.get(3)?)))
        .optional()?;
    let Some((step, who, at, edit)) = step else { return Ok(None) };
    let word = |word: String| ItemState::of(&word).unwrap_or(ItemState::New);
    let decided = |row: &rusqlite::Row| {
        Ok(DecidedItem { row: row.get(0)?, before: word(row.get(1)?), after: word(row.get(2)?), article: row.get(3)? })
    };
    let mut rows = connection.prepare_cached("SELECT item, before, after, article FROM decisions WHERE step = ?")?;
    let decided = rows.query_map([step], decided)?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(DecisionStep { step, who, at, decided, edit }))
}

/// Makes the newest decision that was not undone the current one.
pub(super) fn settle(connection: &Connection, dossier: DossierKey, row: i64) -> rusqlite::Result<()> {
    let sql = "SELECT d.after, d.step, d.article FROM decisions d JOIN steps s ON s.id = d.step
               WHERE d.item = ? AND s.dossier = ? AND s.undone = 0 ORDER BY d.step DESC LIMIT 1";
    let newest = connection
        .prepare_cached(sql)?
        .query_row([row, dossier.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get(2)?)))
        .optional()?;
    connection.prepare_cached("DELETE FROM decided WHERE dossier = ? AND item = ?")?.execute([dossier.0, row])?;
    let Some((state, step, article)) = newest.filter(|(state, ..)| state != ItemState::New.word()) else {
        return Ok(());
    };
    let article: Option<String> = article;
    connection
        .prepare_cached("INSERT INTO decided VALUES (?, ?, ?, ?, ?)")?
        .execute(params![dossier.0, row, state, step, article])?;
    Ok(())
}
