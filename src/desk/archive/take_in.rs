//! Inserts items: new ones, new versions of changed ones, and ones that another feed also has.

use std::hash::{BuildHasher as _, Hasher as _};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::{COLUMNS, folded, free_row, term_token};
use super::{Archive, ArchiveItem};
use crate::desk::feed::{FeedItem, fingerprint};
use crate::desk::page::site;

/// How many seconds into the future a date is still trusted for the order of items.
const AHEAD: i64 = 2 * 24 * 3600;
/// The number of word hashes that are cached.
const WORDS: usize = 2_000_000;
/// The number of outlets and languages that are cached.
const TERMS: usize = 64;

/// What happened to the items of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// The number of new items.
    pub new: usize,
    /// The number of changed items.
    pub changed: usize,
    /// The number of items already known.
    pub known: usize,
}

/// An item to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct ArrivedItem<'a> {
    /// As given by the feed.
    pub item: &'a FeedItem,
    /// The requested address of the feed.
    pub feed: &'a str,
    /// The feed's name.
    pub outlet: Option<&'a str>,
}

impl ArrivedItem<'_> {
    /// The public id: equal for all feeds of a host, so that an item in two of them is stored once; an item of another
    /// host cannot impersonate it.
    #[must_use]
    pub fn id(&self) -> String {
        fingerprint(&[&site(self.feed).unwrap_or_default(), &self.item.id])
    }
}

impl Archive {
    /// Inserts what a feed contains, in one transaction; new items that are empty are left out. `now` is when it was
    /// fetched.
    ///
    /// # Errors
    /// Returns one line; nothing is inserted then.
    pub fn take_in(&self, items: &[ArrivedItem], now: DateTime<Utc>) -> Result<TakenIn, String> {
        self.write_unhurried(|connection| {
            let mut done = TakenIn::default();
            let mut last: Option<(&str, i64)> = None;
            for arrived in items {
                let feed = match last.filter(|(url, _)| *url == arrived.feed) {
                    Some((_, number)) => number,
                    None => super::feeds::number(connection, arrived.feed)?,
                };
                last = Some((arrived.feed, feed));
                self.take_in_one(connection, arrived, feed, now, &mut done)?;
            }
            Ok(done)
        })
    }

    fn take_in_one(
        &self,
        connection: &Connection,
        arrived: &ArrivedItem,
        feed: i64,
        now: DateTime<Utc>,
        done: &mut TakenIn,
    ) -> rusqlite::Result<()> {
        let key = arrived.id();
        let known = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM items i WHERE key = ?"))?
            .query_row([&key], ArchiveItem::of)
            .optional()?;
        if let Some(known) = known {
            return self.take_in_again(connection, &known, arrived, feed, now, done);
        }
        if arrived.item.is_empty() {
            return Ok(());
        }
        let pruned = connection.prepare_cached("SELECT 1 FROM pruned WHERE key = ?")?.exists([&key])?;
        if pruned {
            done.known += 1;
            return Ok(());
        }
        let item = arrived.item;
        let seconds = item.published.map_or(now, |at| at).timestamp();
        let seconds = if seconds > now.timestamp() + AHEAD { now.timestamp() } else { seconds };
        let outlet = arrived.outlet.map(str::to_owned).or_else(|| site(arrived.feed)).unwrap_or_default();
        let stored = ArchiveItem {
            row: free_row(connection, seconds)?,
            id: key,
            guid: item.id.clone(),
            url: item.url.clone(),
            title: item.title.clone(),
            author: item.author.clone(),
            outlet,
            language: item.language.clone(),
            published: item.published,
            updated: item.updated,
            seen: now,
            changed: None,
            summary: item.summary.clone(),
            text: item.text.clone(),
        };
        insert(connection, &stored)?;
        connection.prepare_cached("INSERT INTO item_feeds VALUES (?, ?)")?.execute([stored.row, feed])?;
        self.index_with(connection, &stored, &[feed])?;
        self.queue(connection, stored.row)?;
        done.new += 1;
        Ok(())
    }

    /// Updates an existing item: another feed may also have it, and its text may have changed.
    fn take_in_again(
        &self,
        connection: &Connection,
        known: &ArchiveItem,
        arrived: &ArrivedItem,
        feed: i64,
        now: DateTime<Utc>,
        done: &mut TakenIn,
    ) -> rusqlite::Result<()> {
        let of_feed =
            connection.prepare_cached("INSERT OR IGNORE INTO item_feeds VALUES (?, ?)")?.execute([known.row, feed])?;
        let item = arrived.item;
        // A feed that has less of an item than another feed changes nothing.
        let newer = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
        let next = ArchiveItem {
            title: newer(&item.title, &known.title),
            summary: newer(&item.summary, &known.summary),
            text: newer(&item.text, &known.text),
            updated: item.updated.or(known.updated),
            ..known.clone()
        };
        let same = (&next.title, &next.summary, &next.text) == (&known.title, &known.summary, &known.text);
        if same {
            done.known += 1;
            if of_feed == 0 {
                return Ok(());
            }
            self.queue(connection, known.row)?;
            return self.index_again(connection, known);
        }
        connection
            .prepare_cached("INSERT INTO versions (item, seen, title, summary, text) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![
                known.row,
                known.changed.unwrap_or(known.seen).timestamp(),
                known.title,
                known.summary,
                known.text
            ])?;
        connection
            .prepare_cached("UPDATE items SET title = ?, summary = ?, text = ?, updated = ?, changed = ? WHERE id = ?")?
            .execute(params![
                next.title,
                next.summary,
                next.text,
                next.updated.map(|at| at.timestamp()),
                now.timestamp(),
                known.row
            ])?;
        done.changed += 1;
        self.queue(connection, known.row)?;
        self.index_again(connection, &next)
    }

    /// Queues what was inserted for the server of a shared archive.
    fn queue(&self, connection: &Connection, row: i64) -> rusqlite::Result<()> {
        if self.is_mirror() { super::mirror::note_item(connection, row) } else { Ok(()) }
    }

    pub(super) fn index_again(&self, connection: &Connection, item: &ArchiveItem) -> rusqlite::Result<()> {
        connection.prepare_cached("DELETE FROM item_words WHERE rowid = ?")?.execute([item.row])?;
        self.index(connection, item)
    }

    /// Indexes an item by its words, outlet, language and feeds.
    pub(super) fn index(&self, connection: &Connection, item: &ArchiveItem) -> rusqlite::Result<()> {
        let mut feeds = connection.prepare_cached("SELECT feed FROM item_feeds WHERE item = ?")?;
        let feeds = feeds.query_map([item.row], |row| row.get::<_, i64>(0))?;
        self.index_with(connection, item, &feeds.collect::<rusqlite::Result<Vec<_>>>()?)
    }

    /// The same with its feeds, by number.
    fn index_with(&self, connection: &Connection, item: &ArchiveItem, feeds: &[i64]) -> rusqlite::Result<()> {
        let mut terms = vec![term_token('t', self.term(connection, "outlet", &item.outlet)?)];
        if let Some(language) = &item.language {
            terms.push(term_token('t', self.term(connection, "language", language)?));
        }
        terms.extend(feeds.iter().map(|feed| term_token('f', *feed)));
        let folded = folded(&item.fields(), &terms);
        self.learn(connection, &folded)?;
        connection
            .prepare_cached("INSERT INTO item_words (rowid, folded) VALUES (?, ?)")?
            .execute(params![item.row, folded])?;
        Ok(())
    }

    /// The number of an outlet or language.
    fn term(&self, connection: &Connection, kind: &'static str, text: &str) -> rusqlite::Result<i64> {
        let mut known = self.terms.borrow_mut();
        if let Some(&(_, _, number)) = known.iter().find(|(known, of, _)| *known == kind && of == text) {
            return Ok(number);
        }
        let number = term(connection, kind, text)?;
        if known.len() == TERMS {
            known.clear();
        }
        known.push((kind, text.to_owned(), number));
        Ok(number)
    }

    /// Adds the words of a folded text to the table of words, which infix searches use.
    fn learn(&self, connection: &Connection, folded: &str) -> rusqlite::Result<()> {
        let mut known = self.words.borrow_mut();
        if known.len() > WORDS {
            known.clear();
        }
        let hashes = known.hasher().clone();
        let mut add = connection.prepare_cached("INSERT OR IGNORE INTO words VALUES (?)")?;
        for word in folded.split([' ', '\n']).filter(|word| !word.is_empty() && !word.starts_with('\u{e000}')) {
            let mut hasher = hashes.build_hasher();
            hasher.write(word.as_bytes());
            if known.insert(hasher.finish()) {
                add.execute([word])?;
            }
        }
        Ok(())
    }
}

/// The number of an outlet or language, from its table.
fn term(connection: &Connection, kind: &str, text: &str) -> rusqlite::Result<i64> {
    let found = connection
        .prepare_cached("SELECT id FROM terms WHERE kind = ? AND text = ?")?
        .query_row([kind, text], |row| row.get(0))
        .optional()?;
    if let Some(number) = found {
        return Ok(number);
    }
    connection.prepare_cached("INSERT INTO terms (kind, text) VALUES (?, ?)")?.execute([kind, text])?;
    Ok(connection.last_insert_rowid())
}

/// Writes the row of an item.
pub(super) fn insert(connection: &Connection, item: &ArchiveItem) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
        params![
            item.row,
            item.id,
            item.guid,
            item.url,
            item.title,
            item.author,
            item.outlet,
            item.language,
            item.published.map(|at| at.timestamp()),
            item.updated.map(|at| at.timestamp()),
            item.seen.timestamp(),
            item.changed.map(|at| at.timestamp()),
            item.summary,
            item.text
        ],
    )?;
    Ok(())
}
