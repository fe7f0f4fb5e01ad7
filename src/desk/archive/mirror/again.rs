//! A server that was set back, for example by restoring a backup: what it no longer has is queued again.

use hashbrown::HashMap;
use rusqlite::{Connection, params};

use super::super::transfer::DossierLine;
use super::super::{Archive, DossierKey};
use super::OutboxKind;

/// What a server still has of what its mirrors once sent or received.
#[derive(Debug, Default)]
pub(crate) struct ServerStock {
    /// The names of its steps, and whether each is undone.
    pub steps: HashMap<String, bool>,
    /// Items that arrived or changed from this moment on (seconds since 1970) may be missing.
    pub since: i64,
}

impl Archive {
    /// Queues what is here and no longer on the server, before what is queued already. Returns the number of steps.
    pub(crate) fn queue_again(&self, stock: &ServerStock) -> Result<usize, String> {
        self.write(|connection| {
            let lost = lost_steps(connection, stock)?;
            for (step, kind, ord) in &lost {
                if *kind == OutboxKind::Decide {
                    // On top of what it was made, as far as that is known.
                    connection
                        .prepare_cached(
                            "INSERT OR REPLACE INTO bases SELECT d.step, d.item, (
                                 SELECT e.step FROM decisions e JOIN steps t ON t.id = e.step
                                 WHERE e.item = d.item AND t.dossier = s.dossier AND t.undone = 0 AND t.ord < ?2
                                 ORDER BY t.ord DESC LIMIT 1)
                             FROM decisions d JOIN steps s ON s.id = d.step WHERE d.step = ?1",
                        )?
                        .execute([step, ord])?;
                }
            }
            let first: i64 = connection.query_row("SELECT coalesce(min(id), 1) FROM outbox", [], |row| row.get(0))?;
            let first = first - i64::try_from(lost.len()).unwrap_or(0);
            for (turn, (step, kind, _)) in (first..).zip(&lost) {
                let sql = "INSERT INTO outbox (id, step, kind) VALUES (?, ?, ?)";
                connection.prepare_cached(sql)?.execute(params![turn, step, *kind as i64])?;
                if *kind == OutboxKind::Decide {
                    connection.prepare_cached("UPDATE steps SET ord = NULL WHERE id = ?")?.execute([step])?;
                }
            }
            connection.execute("INSERT OR IGNORE INTO outbox_feeds (url) SELECT url FROM feeds", [])?;
            let sql = "INSERT OR IGNORE INTO outbox_items (item)
                       SELECT id FROM items WHERE max(seen, coalesce(changed, seen)) >= ? ORDER BY id";
            connection.execute(sql, [stock.since])?;
            Ok(lost.len())
        })
    }

    /// The dossiers that have a name on the server, with what it was told of each.
    pub(crate) fn named_dossiers(&self) -> Result<Vec<(String, Vec<DossierLine>)>, String> {
        let named = self.run(|connection| {
            let mut rows = connection.prepare("SELECT uid, dossier FROM dossier_ids ORDER BY dossier")?;
            rows.query_map([], |row| Ok((row.get(0)?, DossierKey(row.get(1)?))))?.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        named.into_iter().map(|(uid, dossier)| Ok((uid, self.dossier_lines(dossier)?))).collect()
    }
}

/// Steps that differ on the server, in the order that they had there, each with what has to be sent.
fn lost_steps(connection: &Connection, stock: &ServerStock) -> rusqlite::Result<Vec<(i64, OutboxKind, i64)>> {
    let sql = "SELECT id, uid, undone, ord FROM steps WHERE uid IS NOT NULL AND ord IS NOT NULL ORDER BY ord";
    let mut rows = connection.prepare(sql)?;
    let step = |row: &rusqlite::Row| {
        let (uid, undone): (String, bool) = (row.get(1)?, row.get(2)?);
        let kind = match stock.steps.get(&uid) {
            None if undone => None,
            None => Some(OutboxKind::Decide),
            Some(there) if *there == undone => None,
            Some(_) if undone => Some(OutboxKind::Undo),
            Some(_) => Some(OutboxKind::Redo),
        };
        Ok(kind.map(|kind| (row.get(0), kind, row.get(3))))
    };
    let mut lost = Vec::new();
    for found in rows.query_map([], step)? {
        if let Some((id, kind, ord)) = found? {
            lost.push((id?, kind, ord?));
        }
    }
    Ok(lost)
}
