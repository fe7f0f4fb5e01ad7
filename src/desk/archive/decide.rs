//! Decisions about items: one step each, per dossier, with undo.

use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::{COLUMNS, ItemVersion, moment};
use super::standing::{INSERT_DECISION, StandingDecision, settle, standing, word};
use super::{Archive, ArchiveItem, DossierKey, mirror};
use crate::desk::state::{DossierIdentity, find, find_or_add};
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
    /// Who an item that was put off is for.
    pub assignee: Option<String>,
}

impl DecidedItem {
    /// What was decided, with who it is for: `later for ben`.
    #[must_use]
    pub fn words(&self) -> String {
        let to = self.assignee.as_deref().map_or_else(String::new, |to| format!(" for {to}"));
        format!("{}{to}", self.after.word())
    }
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
    /// It holds.
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
        if let Some(known) = at_path {
            // A dossier that gets its first article has other ids than before, and is the same one.
            return Ok(DossierKey(known));
        }
        let added = self.write(|connection| {
            if self.is_mirror()
                && find(connection, identity)?.is_none()
                && let Some(shared) = Archive::dossier_of_title(connection, &identity.title)?
            {
                let sql = "INSERT INTO sightings (dossier, path, ids, sketch) VALUES (?, ?, 0, x'')";
                connection.execute(sql, params![shared, identity.path])?;
                return Ok(shared);
            }
            find_or_add(connection, identity)
        });
        added.map(DossierKey)
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
        let wanted: Vec<_> = items.iter().map(|(row, article)| (*row, article.clone(), None)).collect();
        self.decide_all(dossier, &wanted, after, who, now)
    }

    /// Puts items off for somebody, as one step; else as [`Archive::decide`].
    ///
    /// # Errors
    /// One line; nothing is decided then.
    pub fn assign(
        &self,
        dossier: DossierKey,
        rows: &[i64],
        to: &str,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, String> {
        let wanted: Vec<_> = rows.iter().map(|&row| (row, None, Some(to.to_owned()))).collect();
        self.decide_all(dossier, &wanted, ItemState::Later, who, now)
    }

    fn decide_all(
        &self,
        dossier: DossierKey,
        wanted: &[WantedDecision],
        after: ItemState,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, String> {
        self.may_decide()?;
        self.write(|connection| {
            let mut changes: Vec<(StandingDecision, &WantedDecision)> = Vec::new();
            for wanted in wanted {
                let before = standing(connection, dossier, wanted.0)?;
                let repeated = changes.iter().any(|(_, known)| known.0 == wanted.0);
                let same = (before.state, &before.article, &before.assignee) == (after, &wanted.1, &wanted.2);
                if !same && !repeated {
                    changes.push((before, wanted));
                }
            }
            if changes.is_empty() {
                return Ok(None);
            }
            let step = add_step(connection, dossier, (who, now), StepStatus::Holds, None)?;
            for (before, (row, article, assignee)) in &changes {
                add_decision(connection, step, *row, (before, after), article.as_deref(), assignee.as_deref())?;
                settle(connection, dossier, *row)?;
            }
            if self.is_mirror() {
                mirror::note_bases(connection, step, changes.iter().map(|(before, wanted)| (wanted.0, before.step)))?;
                mirror::note_status(connection, step, true)?;
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
        self.may_decide()?;
        self.write(|connection| {
            let step = add_step(connection, dossier, (who, now), StepStatus::Begun, Some(edit))?;
            let mut bases = Vec::new();
            for (row, article) in items {
                let before = standing(connection, dossier, *row)?;
                add_decision(connection, step, *row, (&before, ItemState::Kept), article.as_deref(), None)?;
                bases.push((*row, before.step));
            }
            if self.is_mirror() { mirror::note_bases(connection, step, bases.into_iter()) } else { Ok(()) }
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
        self.write(|connection| {
            other.iter().try_for_each(|&(step, status)| self.set(connection, dossier, step, status))
        })
    }

    /// Sets whether a step holds, and recomputes what holds for its items.
    fn set(&self, connection: &Connection, dossier: DossierKey, step: i64, status: StepStatus) -> rusqlite::Result<()> {
        connection.execute("UPDATE steps SET undone = ? WHERE id = ?", [status as i64, step])?;
        if self.is_mirror() {
            mirror::note_status(connection, step, status == StepStatus::Holds)?;
        }
        let mut rows = connection.prepare_cached("SELECT item FROM decisions WHERE step = ?")?;
        let rows = rows.query_map([step], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        rows.into_iter().try_for_each(|row| settle(connection, dossier, row))
    }

    /// The last step that can be undone, if there is one.
    ///
    /// # Errors
    /// Returns one line.
    pub fn last_step(&self, dossier: DossierKey) -> Result<Option<DecisionStep>, String> {
        self.run(|connection| last_step(connection, dossier))
    }

    /// Undoes the last step and returns it; `None` if there is none. Of a shared archive it is the last that was made
    /// here. An article that was written for a kept item stays:
    /// the dossier has an undo of its own.
    ///
    /// # Errors
    /// Returns one line; nothing is undone then.
    pub fn undo(&self, dossier: DossierKey) -> Result<Option<DecisionStep>, String> {
        self.may_decide()?;
        self.write(|connection| {
            let Some(step) = last_step(connection, dossier)? else { return Ok(None) };
            self.set(connection, dossier, step.step, StepStatus::Undone)?;
            Ok(Some(step))
        })
    }
}

/// An item by row, the article that a kept one became, and who one that was put off is for.
type WantedDecision = (i64, Option<String>, Option<String>);

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
    (before, after): (&StandingDecision, ItemState),
    article: Option<&str>,
    assignee: Option<&str>,
) -> rusqlite::Result<()> {
    let values = params![step, row, before.state.word(), after.word(), article, assignee];
    connection.prepare_cached(INSERT_DECISION)?.execute(values).map(|_| ())
}

fn last_step(connection: &Connection, dossier: DossierKey) -> rusqlite::Result<Option<DecisionStep>> {
    let step = connection
        .prepare_cached(
            "SELECT id, who, at, edit FROM steps WHERE dossier = ? AND undone = 0 AND mine ORDER BY id DESC LIMIT 1",
        )?
        .query_row([dossier.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, moment(row.get(2)?), row.get(3)?)))
        .optional()?;
    let Some((step, who, at, edit)) = step else { return Ok(None) };
    let decided = |row: &rusqlite::Row| {
        let (before, after) = (word(&row.get::<_, String>(1)?), word(&row.get::<_, String>(2)?));
        Ok(DecidedItem { row: row.get(0)?, before, after, article: row.get(3)?, assignee: row.get(4)? })
    };
    let sql = "SELECT item, before, after, article, assignee FROM decisions WHERE step = ?";
    let mut rows = connection.prepare_cached(sql)?;
    let decided = rows.query_map([step], decided)?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(DecisionStep { step, who, at, decided, edit }))
}
