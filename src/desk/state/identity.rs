//! Identifies a dossier by the ids in it rather than by its path alone, so that it is recognized after it was edited,
//! moved or renamed.
//!
//! The 256 smallest fingerprints of the ids of a dossier's articles (of all records if it has no article) are stored
//! whenever they change. They are a fair sample, and adding or removing an id changes few of them. A
//! dossier is taken to be the stored one with the most common fingerprints: at the same path a tenth must agree,
//! elsewhere half, with at most four times as many ids as before (otherwise a collection that absorbed a small dossier
//! would pass for it).

use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::dossier::{ArticleIx, Dossier, Kind};
use crate::story::change::fingerprint;

/// The number of ids that one thread reads at least, so that few are read by one.
const AT_A_TIME: usize = 20_000;

/// The number of fingerprints that are stored.
const SKETCH: usize = 256;

/// What identifies a dossier.
#[derive(Clone, Debug, Default)]
pub struct DossierIdentity {
    /// The title of the story, for people who inspect the file.
    pub title: String,
    /// Where it was opened: absolute paths, or `built-in:`.
    pub path: String,
    /// Fingerprints of its ids, in order.
    pub ids: Vec<u64>,
}

impl DossierIdentity {
    /// The identity of a dossier opened at `path`.
    #[must_use]
    pub fn of(dossier: &Dossier, path: String) -> DossierIdentity {
        let articles = 0..u32::try_from(dossier.articles.len()).unwrap_or(u32::MAX);
        let of_article = |ix| fingerprint(dossier.articles.id(ArticleIx(ix)));
        let mut ids: Vec<u64> = articles.into_par_iter().with_min_len(AT_A_TIME).map(of_article).collect();
        if ids.is_empty() {
            let records = Kind::ALL.iter().flat_map(|&kind| dossier.all(kind));
            ids = records.map(|rec| fingerprint(dossier.id(rec))).collect();
        }
        ids.par_sort_unstable();
        DossierIdentity { title: dossier.story.title.clone(), path, ids }
    }

    /// The smallest fingerprints, in order.
    fn sketch(&self) -> &[u64] {
        &self.ids[..self.ids.len().min(SKETCH)]
    }

    /// How well a stored dossier agrees; `None` if it is a different one.
    fn agrees(&self, path: &str, count: usize, sketch: &[u64]) -> Option<f64> {
        let same_path = path == self.path;
        if sketch.is_empty() {
            return same_path.then_some(0.0);
        }
        let found =
            float(sketch.iter().filter(|print| self.ids.binary_search(print).is_ok()).count()) / float(sketch.len());
        let fits = if same_path { found >= 0.1 } else { found >= 0.5 && self.ids.len() <= count.saturating_mul(4) };
        let shared = found * float(count);
        // The share of what both contain; equal shares are decided by the path.
        let alike = shared / (float(count) + float(self.ids.len()) - shared).max(1.0);
        fits.then_some(alike + if same_path { 1e-6 } else { 0.0 })
    }
}

#[allow(clippy::cast_precision_loss)] // counts of ids, far below 2^52
fn float(n: usize) -> f64 {
    n as f64
}

/// The stored dossier that this is, if it is known.
pub(in crate::desk) fn find(connection: &Connection, identity: &DossierIdentity) -> rusqlite::Result<Option<i64>> {
    let mut rows = connection.prepare(
        "SELECT dossier, path, ids, sketch FROM sightings
         WHERE id IN (SELECT max(id) FROM sightings GROUP BY dossier, path) ORDER BY id",
    )?;
    let mut rows = rows.query([])?;
    let mut best: Option<(f64, i64)> = None;
    while let Some(row) = rows.next()? {
        let sketch = fingerprints(row.get_ref(3)?.as_blob()?);
        let count = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
        if let Some(agrees) = identity.agrees(row.get_ref(1)?.as_str()?, count, &sketch)
            && best.is_none_or(|(best, _)| agrees >= best)
        {
            best = Some((agrees, row.get(0)?));
        }
    }
    Ok(best.map(|(_, dossier)| dossier))
}

/// The stored dossier that this is, inserted if it is new; updates its fingerprints.
pub(in crate::desk) fn find_or_add(connection: &Connection, identity: &DossierIdentity) -> rusqlite::Result<i64> {
    let dossier = match find(connection, identity)? {
        Some(dossier) => dossier,
        None => {
            connection.execute("INSERT INTO dossiers (title) VALUES (?)", [&identity.title])?;
            connection.last_insert_rowid()
        }
    };
    let sketch: Vec<u8> = identity.sketch().iter().copied().flat_map(u64::to_le_bytes).collect();
    let count = i64::try_from(identity.ids.len()).unwrap_or(i64::MAX);
    let last: Option<(i64, Vec<u8>)> = connection
        .query_row(
            "SELECT ids, sketch FROM sightings WHERE dossier = ? AND path = ? ORDER BY id DESC LIMIT 1",
            params![dossier, identity.path],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    if last.as_ref() != Some(&(count, sketch.clone())) {
        connection.execute(
            "INSERT INTO sightings (dossier, path, ids, sketch) VALUES (?, ?, ?, ?)",
            params![dossier, identity.path, count, sketch],
        )?;
    }
    Ok(dossier)
}

fn fingerprints(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect()
}
