//! The decision that holds for an item in a dossier, and all that were ever made about it.

use chrono::{DateTime, Local, Utc};
use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::decide::DecidedItem;
use super::row::moment;
use super::{Archive, DossierKey};
use crate::query::ItemState;

/// The decision that holds for an item in a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingDecision {
    /// What was decided.
    pub state: ItemState,
    /// The article of the dossier that a kept item is.
    pub article: Option<String>,
    /// Who an item that was put off is for.
    pub assignee: Option<String>,
    /// The step that decided it; `None` if nothing was decided, or it was undone.
    pub(super) step: Option<i64>,
}

/// A decision that somebody once made about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemActivity {
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub decided: DecidedItem,
    /// Whether it was undone later.
    pub undone: bool,
    /// Whether the server of a shared archive has it; always so of an archive that is not shared.
    pub sent: bool,
}

impl Archive {
    /// The decision about an item in a dossier, and the article that it became if it was kept.
    ///
    /// # Errors
    /// Returns one line.
    pub fn decision(&self, dossier: DossierKey, row: i64) -> Result<(ItemState, Option<String>), String> {
        self.standing(dossier, row).map(|standing| (standing.state, standing.article))
    }

    /// The decision that holds for an item in a dossier, with who the item is for.
    ///
    /// # Errors
    /// One line.
    pub fn standing(&self, dossier: DossierKey, row: i64) -> Result<StandingDecision, String> {
        self.run(|connection| standing(connection, dossier, row))
    }

    /// All decisions ever made about an item in a dossier, oldest first.
    ///
    /// # Errors
    /// One line.
    pub fn activity(&self, dossier: DossierKey, row: i64) -> Result<Vec<ItemActivity>, String> {
        self.activities(dossier, &[row]).map(|mut all| all.remove(&row).unwrap_or_default())
    }

    /// The same of several items, by row; items about which nothing was decided are left out.
    ///
    /// # Errors
    /// One line.
    pub fn activities(&self, dossier: DossierKey, rows: &[i64]) -> Result<HashMap<i64, Vec<ItemActivity>>, String> {
        self.run(|connection| {
            let sql = "SELECT s.who, s.at, s.undone, d.item, d.before, d.after, d.article, d.assignee, s.ord
                       FROM decisions d JOIN steps s ON s.id = d.step
                       WHERE s.dossier = ? AND d.item IN (SELECT value FROM json_each(?))
                       ORDER BY s.ord IS NULL, s.ord, s.id";
            let activity = |of: &rusqlite::Row| {
                let (row, article, assignee) = (of.get(3)?, of.get(6)?, of.get(7)?);
                let (before, after) = (word(&of.get::<_, String>(4)?), word(&of.get::<_, String>(5)?));
                Ok(ItemActivity {
                    who: of.get(0)?,
                    at: moment(of.get(1)?),
                    undone: of.get(2)?,
                    decided: DecidedItem { row, before, after, article, assignee },
                    sent: !self.is_mirror() || of.get::<_, Option<i64>>(8)?.is_some(),
                })
            };
            let mut all: HashMap<i64, Vec<ItemActivity>> = HashMap::new();
            let list = serde_json::json!(rows).to_string();
            for one in connection.prepare_cached(sql)?.query_map(params![dossier.0, list], activity)? {
                let one = one?;
                all.entry(one.decided.row).or_default().push(one);
            }
            Ok(all)
        })
    }

    /// Who decided something here lately, or was given an item, by name.
    ///
    /// # Errors
    /// One line.
    pub fn people(&self) -> Result<Vec<String>, String> {
        self.run(|connection| {
            let sql = "SELECT who FROM (SELECT who FROM steps ORDER BY id DESC LIMIT 2000) UNION
                       SELECT assignee FROM (SELECT assignee FROM decisions ORDER BY step DESC LIMIT 2000)
                       WHERE assignee IS NOT NULL ORDER BY 1";
            connection.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
        })
    }
}

impl ItemActivity {
    /// One line, in the time of this machine: `2025-09-03 10:15  ann  later for ben`.
    #[must_use]
    pub fn told(&self) -> String {
        let article = self.decided.article.as_deref().map_or_else(String::new, |id| format!(" as {id}"));
        let undone = if self.undone { ", undone" } else { "" };
        let sent = if self.sent { "" } else { ", not sent yet" };
        let at = self.at.with_timezone(&Local).format("%Y-%m-%d %H:%M");
        format!("{at}  {}  {}{article}{undone}{sent}", self.who, self.decided.words())
    }
}

/// One decision of a step.
pub(super) const INSERT_DECISION: &str =
    "INSERT OR IGNORE INTO decisions (step, item, before, after, article, assignee) VALUES (?, ?, ?, ?, ?, ?)";

/// What holds of an item in a dossier.
pub(super) fn standing(connection: &Connection, dossier: DossierKey, row: i64) -> rusqlite::Result<StandingDecision> {
    let found = connection
        .prepare_cached("SELECT state, article, assignee, step FROM decided WHERE dossier = ? AND item = ?")?
        .query_row([dossier.0, row], |row| {
            let (article, assignee, step) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(StandingDecision { state: word(&row.get::<_, String>(0)?), article, assignee, step })
        })
        .optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    // Making an item new again is a decision too, but leaves no row in `decided`.
    let step = newest(connection, dossier, row)?.map(|newest| newest.1);
    Ok(StandingDecision { state: ItemState::New, article: None, assignee: None, step })
}

/// The state with this word; an unknown word, which a later karwan may have written, counts as new.
pub(super) fn word(word: &str) -> ItemState {
    ItemState::of(word).unwrap_or(ItemState::New)
}

/// What was decided, by which step, the article, who it is for.
type NewestDecision = (String, i64, Option<String>, Option<String>);

/// The newest decision that is not undone: one that was not sent to the server yet is newer than all that were.
fn newest(connection: &Connection, dossier: DossierKey, row: i64) -> rusqlite::Result<Option<NewestDecision>> {
    let sql = "SELECT d.after, d.step, d.article, d.assignee FROM decisions d JOIN steps s ON s.id = d.step
               WHERE d.item = ? AND s.dossier = ? AND s.undone = 0
               ORDER BY s.ord IS NULL DESC, s.ord DESC, s.id DESC LIMIT 1";
    connection
        .prepare_cached(sql)?
        .query_row([row, dossier.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()
}

/// Lets the newest decision that is not undone hold.
pub(super) fn settle(connection: &Connection, dossier: DossierKey, row: i64) -> rusqlite::Result<()> {
    let newest = newest(connection, dossier, row)?;
    connection.prepare_cached("DELETE FROM decided WHERE dossier = ? AND item = ?")?.execute([dossier.0, row])?;
    let Some((state, step, article, assignee)) = newest.filter(|(state, ..)| state != ItemState::New.word()) else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO decided (dossier, item, state, step, article, assignee) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![dossier.0, row, state, step, article, assignee])?;
    Ok(())
}
