//! Counts items, part by part where only reading every item tells whether it matches.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};

use super::search::{SqlQuestion, question};
use super::{Archive, DossierKey};
use crate::query::ItemQuery;

/// The number of items that are read for one part: about a tenth of a second.
const PART: usize = 4_000;

/// A number of items; the least one as long as not all were looked at. Shown as `12` or `12+`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCount {
    /// How many match, of those that were looked at.
    pub number: usize,
    /// Whether there may be more.
    pub is_partial: bool,
}

impl std::fmt::Display for ItemCount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.number, if self.is_partial { "+" } else { "" })
    }
}

/// A count in progress: see [`Archive::counting`].
#[derive(Debug)]
pub struct ItemCounting<'a> {
    archive: &'a Archive,
    from: String,
    values: Vec<Value>,
    /// All items from this row on are counted; `None` if one statement counts all.
    down_to: Option<i64>,
    part: usize,
    count: ItemCount,
}

impl Archive {
    /// Counts the items that match a query, as far as a tenth of a second goes: at once if the index answers it, and in
    /// parts, the newest items first, if each item has to be read.
    ///
    /// # Errors
    /// Returns one line.
    pub fn counting(&self, query: &ItemQuery, dossier: DossierKey) -> Result<ItemCounting<'_>, String> {
        self.counting_by(query, dossier, PART)
    }

    pub(super) fn counting_by(
        &self,
        query: &ItemQuery,
        dossier: DossierKey,
        part: usize,
    ) -> Result<ItemCounting<'_>, String> {
        let SqlQuestion { from, values, reads_rows } = self.run(|connection| question(connection, query, dossier))?;
        let down_to = reads_rows.then_some(i64::MAX);
        Ok(ItemCounting {
            archive: self,
            from,
            values,
            down_to,
            part,
            count: ItemCount { number: 0, is_partial: true },
        })
    }

    /// The exact number of items that match a query. Can take seconds; see [`Archive::interrupter`].
    ///
    /// # Errors
    /// Returns one line; `interrupted` if it was.
    pub fn count(&self, query: &ItemQuery, dossier: DossierKey) -> Result<usize, String> {
        let mut counting = self.counting(query, dossier)?;
        loop {
            let count = counting.go_on()?;
            if !count.is_partial {
                return Ok(count.number);
            }
        }
    }
}

impl ItemCounting<'_> {
    /// Counts one part more, and returns what is counted so far.
    ///
    /// # Errors
    /// Returns one line; `interrupted` if it was.
    pub fn go_on(&mut self) -> Result<ItemCount, String> {
        if !self.count.is_partial {
            return Ok(self.count);
        }
        let (found, next) = self.archive.run(|connection| {
            let count = |span: &str, values: Vec<Value>| -> rusqlite::Result<i64> {
                let mut rows = connection.prepare_cached(&format!("SELECT count(*) {}{span}", self.from))?;
                rows.query_row(params_from_iter(values), |row| row.get(0))
            };
            let Some(before) = self.down_to else { return Ok((count("", self.values.clone())?, None)) };
            let next: Option<i64> = connection
                .prepare_cached("SELECT id FROM items WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?")?
                .query_row([before, i64::try_from(self.part - 1).unwrap_or(0)], |row| row.get(0))
                .optional()?;
            let span = [before.into(), next.unwrap_or(i64::MIN).into()];
            let values = self.values.iter().cloned().chain(span).collect();
            Ok((count(" AND w.rowid < ? AND w.rowid >= ?", values)?, next))
        })?;
        self.count.number += usize::try_from(found).unwrap_or(0);
        self.count.is_partial = next.is_some();
        self.down_to = next;
        Ok(self.count)
    }
}
