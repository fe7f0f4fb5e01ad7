//! Counts items, part by part where only reading every item tells whether it matches.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};

use super::search::{SqlPlan, SqlQuestion, plan};
use super::{Archive, DossierKey};
use crate::query::ItemQuery;

/// The number of items that are read for one part, of those that the indexes find: about a tenth of a second.
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
    plan: SqlPlan,
    /// All items from this row on are counted.
    down_to: i64,
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
        let plan = self.run(|connection| plan(connection, query, dossier))?;
        Ok(ItemCounting {
            archive: self,
            plan,
            down_to: i64::MAX,
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
            let number = |sql: String, values: Vec<Value>| -> rusqlite::Result<Option<i64>> {
                let mut rows = connection.prepare_cached(&sql)?;
                rows.query_row(params_from_iter(values), |row| row.get(0)).optional()
            };
            let count = |question: SqlQuestion| -> rusqlite::Result<i64> {
                Ok(number(format!("SELECT count(*) {}", question.from), question.values)?.unwrap_or(0))
            };
            let SqlPlan { by_index, by_rows } = &self.plan;
            let Some(by_rows) = by_rows else { return Ok((count(by_index.clone())?, None)) };
            let before: Value = self.down_to.into();
            let mut part = by_index.clone().and("w.rowid < ?", [before.clone()]);
            part.values.push(i64::try_from(self.part - 1).unwrap_or(0).into());
            let sql = format!("SELECT w.rowid {} ORDER BY w.rowid DESC LIMIT 1 OFFSET ?", part.from);
            let next = number(sql, part.values)?;
            let span = [before, next.unwrap_or(i64::MIN).into()];
            Ok((count(by_rows.clone().and("w.rowid < ? AND w.rowid >= ?", span))?, next))
        })?;
        self.count.number += usize::try_from(found).unwrap_or(0);
        self.count.is_partial = next.is_some();
        self.down_to = next.unwrap_or(i64::MIN);
        Ok(self.count)
    }
}
