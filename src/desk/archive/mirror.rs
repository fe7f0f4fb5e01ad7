//! The local half of a shared archive: a copy of what lies on its server, in which everything is searched and decided, and
//! the journal of what the server does not have yet.
//!
//! ```text
//! take_in, decide, undo ──one transaction──▶ tables + outbox ──send──▶ server
//!                                            tables ◀──apply── page ◀── server
//! ```
//!
//! What reads and decides need not know any of this: a mirror is an [`Archive`]. Decisions are sent in the order in which
//! they were made, each under a name of its own, by which the server recognises one that arrives twice. If somebody else
//! decided first, the decision is removed here too, and kept as a [`DecisionConflict`].

mod again;
mod apply;
mod outbox;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::moment;
use super::transfer::DossierLine;
use super::{Archive, DossierKey};
use crate::desk::feed::fingerprint;
use crate::query::ItemState;

pub(crate) use again::ServerStock;
pub(crate) use apply::{MirrorChange, ServerPage, SharedDossier, SharedStep};
pub(crate) use outbox::{OutboxEntry, OutboxStep, RejectedDecision, SentOutcome};

/// The tables that a mirror has and other archives do not.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS mirror (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        epoch TEXT,                            -- which server it is a copy of
        seq INTEGER NOT NULL DEFAULT 0,        -- all changes up to this one are here
        filled INTEGER,                        -- all items from this row on are here; NULL: none yet
        denied TEXT,                           -- why nothing can be decided here
        synced INTEGER                         -- when the server last answered
    );
    INSERT OR IGNORE INTO mirror (id) VALUES (1);
    CREATE TABLE IF NOT EXISTS dossier_ids (dossier INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE);
    -- the journal: steps and what undoes them, in the order in which they are sent
    CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER NOT NULL, kind INTEGER NOT NULL
    );
    -- the step that held when a decision was made
    CREATE TABLE IF NOT EXISTS bases (
        step INTEGER NOT NULL, item INTEGER NOT NULL, base INTEGER, PRIMARY KEY (step, item)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outbox_items (turn INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS outbox_feeds (turn INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS conflicts (
        id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL, item TEXT NOT NULL, title TEXT NOT NULL,
        wanted TEXT NOT NULL, stands TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
        assignee TEXT, told INTEGER NOT NULL DEFAULT 0
    );
    CREATE UNIQUE INDEX IF NOT EXISTS steps_by_uid ON steps (uid) WHERE uid IS NOT NULL;
    ";

/// How far a mirror agrees with its server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MirrorState {
    /// Which server it is a copy of.
    pub epoch: Option<String>,
    /// All changes up to this one are here.
    pub seq: i64,
    /// All items from this row on are here; `None`: none yet.
    pub filled: Option<i64>,
    /// When the server last answered.
    pub synced: Option<DateTime<Utc>>,
    /// Decisions and undos that were not sent yet.
    pub waiting: usize,
}

/// A decision that the server refused, because somebody else decided first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionConflict {
    /// Its number.
    pub id: i64,
    /// The public id of the item.
    pub item: String,
    /// The title of the item.
    pub title: String,
    /// What was decided here.
    pub wanted: ItemState,
    /// The decision that holds.
    pub stands: ItemState,
    /// Who decided that.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who the item is for, where it was put off.
    pub assignee: Option<String>,
}

/// What the program reports about a mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorNews {
    /// Items or decisions changed.
    Changed,
    /// Since this moment the server does not answer, or accepts no changes, for this reason; this many decisions wait.
    Away(DateTime<Utc>, String, usize),
    /// The server answers again.
    Back,
    /// Nothing can be decided here, for this reason.
    Denied(String),
    /// A decision was refused: one line.
    Conflict(String),
}

impl DecisionConflict {
    /// One line: `"Port opens": kept by ann 2 minutes ago; what you decided (dropped) does not stand`.
    #[must_use]
    pub fn told(&self, now: DateTime<Utc>) -> String {
        let minutes = (now - self.at).num_minutes();
        let ago = match minutes {
            ..1 => "just now".to_owned(),
            1 => "a minute ago".to_owned(),
            2..120 => format!("{minutes} minutes ago"),
            120..2_880 => format!("{} hours ago", minutes / 60),
            _ => format!("on {}", self.at.date_naive()),
        };
        let to = self.assignee.as_deref().map_or_else(String::new, |to| format!(" for {to}"));
        let (title, stands, who, wanted) = (&self.title, self.stands.word(), &self.who, self.wanted.word());
        format!("`{title}`: {stands}{to} by {who} {ago}; what you decided ({wanted}) does not stand")
    }
}

impl Archive {
    /// Opens the mirror of a shared archive, and creates it if there is none.
    ///
    /// # Errors
    /// Those of [`Archive::open`].
    pub fn open_mirror(path: &Path) -> Result<Archive, String> {
        let mut archive = Archive::open(path)?;
        if !archive.mirror {
            archive.write(|connection| connection.execute_batch(TABLES))?;
            archive.mirror = true;
        }
        Ok(archive)
    }

    /// Whether it is a copy of a shared archive.
    #[must_use]
    pub fn is_mirror(&self) -> bool {
        self.mirror
    }

    /// How far it agrees with its server.
    ///
    /// # Errors
    /// One line.
    pub fn mirror_state(&self) -> Result<MirrorState, String> {
        self.run(|connection| {
            let waiting: i64 = connection.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))?;
            connection.query_row("SELECT epoch, seq, filled, synced FROM mirror", [], |row| {
                Ok(MirrorState {
                    epoch: row.get(0)?,
                    seq: row.get(1)?,
                    filled: row.get(2)?,
                    synced: row.get::<_, Option<i64>>(3)?.map(moment),
                    waiting: usize::try_from(waiting).unwrap_or(0),
                })
            })
        })
    }

    /// A number that changes when another connection wrote to the file.
    ///
    /// # Errors
    /// One line.
    pub fn data_version(&self) -> Result<i64, String> {
        self.run(|connection| connection.query_row("PRAGMA data_version", [], |row| row.get(0)))
    }

    /// Whether anything may be decided in it.
    pub(super) fn may_decide(&self) -> Result<(), String> {
        if !self.mirror {
            return Ok(());
        }
        let denied: Option<String> =
            self.run(|connection| connection.query_row("SELECT denied FROM mirror", [], |row| row.get(0)))?;
        denied.map_or(Ok(()), |why| Err(format!("nothing can be decided in this archive: {why}")))
    }

    /// Notes that the server answered, and whether it lets this user decide.
    pub(crate) fn note_server(&self, denied: Option<&str>, now: DateTime<Utc>) -> Result<(), String> {
        self.run(|connection| {
            let sql = "UPDATE mirror SET denied = ?, synced = ?";
            connection.execute(sql, params![denied, now.timestamp()]).map(|_| ())
        })
    }

    /// The refused decisions that were not reported yet. Each is returned once.
    ///
    /// # Errors
    /// One line.
    pub fn untold_conflicts(&self) -> Result<Vec<DecisionConflict>, String> {
        if !self.mirror {
            return Ok(Vec::new());
        }
        let found = self.run(|connection| conflicts(connection, "WHERE told = 0 ORDER BY id"))?;
        if !found.is_empty() {
            self.write(|connection| connection.execute("UPDATE conflicts SET told = 1 WHERE told = 0", []))?;
        }
        Ok(found)
    }

    /// All refused decisions, newest first.
    ///
    /// # Errors
    /// One line.
    pub fn conflicts(&self) -> Result<Vec<DecisionConflict>, String> {
        if !self.mirror {
            return Ok(Vec::new());
        }
        self.run(|connection| conflicts(connection, "ORDER BY id DESC"))
    }

    /// The name of a dossier on the server; `None`: it has none there, or there is no server.
    pub(crate) fn shared_name(&self, dossier: DossierKey) -> Result<Option<String>, String> {
        if !self.mirror {
            return Ok(None);
        }
        self.run(|connection| {
            let sql = "SELECT uid FROM dossier_ids WHERE dossier = ?";
            connection.query_row(sql, [dossier.0], |row| row.get(0)).optional()
        })
    }

    /// The dossier with this title, for a mirror that knows nothing else about it.
    pub(super) fn dossier_of_title(connection: &Connection, title: &str) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT d.id FROM dossiers d JOIN dossier_ids x ON x.dossier = d.id WHERE d.title = ? ORDER BY d.id";
        connection.query_row(sql, [title], |row| row.get(0)).optional()
    }
}

fn conflicts(connection: &Connection, which: &str) -> rusqlite::Result<Vec<DecisionConflict>> {
    let sql = format!("SELECT id, item, title, wanted, stands, who, at, assignee FROM conflicts {which}");
    let state = |word: String| ItemState::of(&word).unwrap_or(ItemState::New);
    let conflict = |row: &rusqlite::Row| {
        Ok(DecisionConflict {
            id: row.get(0)?,
            item: row.get(1)?,
            title: row.get(2)?,
            wanted: state(row.get(3)?),
            stands: state(row.get(4)?),
            who: row.get(5)?,
            at: moment(row.get(6)?),
            assignee: row.get(7)?,
        })
    };
    connection.prepare(&sql)?.query_map([], conflict)?.collect()
}

/// Whether a file is a mirror.
pub(super) fn is_mirror(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'mirror'")?.exists([])
}

/// Records, for each item of a new step, which step held before.
pub(super) fn note_bases(
    connection: &Connection,
    step: i64,
    bases: impl Iterator<Item = (i64, Option<i64>)>,
) -> rusqlite::Result<()> {
    for (item, base) in bases {
        let sql = "INSERT OR IGNORE INTO bases VALUES (?, ?, ?)";
        connection.prepare_cached(sql)?.execute(params![step, item, base])?;
    }
    Ok(())
}

/// Queues that a step holds, or no longer holds. A step that never held is not sent.
pub(super) fn note_status(connection: &Connection, step: i64, holds: bool) -> rusqlite::Result<()> {
    let named: bool = connection
        .prepare_cached("SELECT uid IS NOT NULL FROM steps WHERE id = ?")?
        .query_row([step], |row| row.get(0))?;
    let what = match (named, holds) {
        (false, false) => return Ok(()),
        (false, true) => {
            connection.prepare_cached("UPDATE steps SET uid = ? WHERE id = ?")?.execute(params![new_uid(), step])?;
            OutboxKind::Decide
        }
        (true, false) => OutboxKind::Undo,
        (true, true) => OutboxKind::Redo,
    };
    let sql = "INSERT INTO outbox (step, kind) VALUES (?, ?)";
    connection.prepare_cached(sql)?.execute(params![step, what as i64]).map(|_| ())
}

/// What the journal says about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutboxKind {
    /// What was decided.
    Decide = 0,
    /// That it no longer holds.
    Undo = 1,
    /// That it holds again.
    Redo = 2,
}

/// Queues an item that is new or changed.
pub(super) fn note_item(connection: &Connection, row: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO outbox_items (item) VALUES (?)")?.execute([row]).map(|_| ())
}

/// Queues the result of requesting a feed.
pub(super) fn note_feed(connection: &Connection, url: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO outbox_feeds (url) VALUES (?)")?.execute([url]).map(|_| ())
}

/// Returns a name that no other client uses.
pub(crate) fn new_uid() -> String {
    let random = || RandomState::new().build_hasher().finish().to_string();
    fingerprint(&[&random(), &random(), &random(), &std::process::id().to_string()])
}

/// The local key of a dossier of the server, which is inserted if it is missing.
fn dossier_of_uid(connection: &Connection, uid: &str, line: &DossierLine) -> rusqlite::Result<DossierKey> {
    let known = connection
        .prepare_cached("SELECT dossier FROM dossier_ids WHERE uid = ?")?
        .query_row([uid], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(DossierKey(known));
    }
    let dossier = match unnamed(connection, line)? {
        Some(dossier) => dossier,
        None => {
            connection.execute("INSERT INTO dossiers (title) VALUES (?)", [&line.title])?;
            connection.last_insert_rowid()
        }
    };
    connection.execute("INSERT INTO dossier_ids VALUES (?, ?)", params![dossier, uid])?;
    Ok(DossierKey(dossier))
}

/// The local dossier that corresponds to a dossier of the server, if nothing was decided in it yet.
fn unnamed(connection: &Connection, there: &DossierLine) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT d.id, d.title, s.path, s.ids, hex(s.sketch) FROM dossiers d JOIN sightings s ON s.dossier = d.id
               WHERE d.id NOT IN (SELECT dossier FROM dossier_ids) ORDER BY s.id DESC";
    let mut rows = connection.prepare(sql)?;
    let line = |row: &rusqlite::Row| {
        let (id, title, path) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(DossierLine { id, title, path, ids: row.get(3)?, sketch: row.get(4)? })
    };
    let lines = rows.query_map([], line)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines.iter().find(|line| same_dossier(line, there)).map(|line| line.id))
}

/// The hexadecimal digits of one fingerprint in a sketch.
const PRINT: usize = 16;

/// Whether two are the same dossier: they share half of their fingerprints, or their titles are equal.
pub(crate) fn same_dossier(a: &DossierLine, b: &DossierLine) -> bool {
    let prints = |line: &DossierLine| -> Vec<String> {
        let letters = line.sketch.as_bytes().chunks(PRINT);
        letters.map(|print| String::from_utf8_lossy(print).into_owned()).collect()
    };
    let (a_prints, b_prints) = (prints(a), prints(b));
    let both = a_prints.iter().filter(|print| b_prints.contains(print)).count();
    let most = a_prints.len().max(b_prints.len());
    (most > 0 && both * 2 >= most) || (!a.title.is_empty() && a.title == b.title)
}
