//! An item as stored in the archive, its row id, and its search terms.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Row};

use crate::desk::page::WebPage;
use crate::dossier::EdtfDate;
use crate::text::fold;

/// The bits of a row id below the seconds.
const COUNT_BITS: u32 = 20;
/// Separates fields and precedes terms: no word of a text contains it.
const PRIVATE: char = '\u{e000}';

/// The columns of `items` for an [`ArchiveItem`].
pub(super) const COLUMNS: &str = "i.id, i.key, i.guid, i.url, i.title, i.author, i.outlet, i.language, i.published, \
                                  i.updated, i.seen, i.changed, i.summary, i.text";

/// An item of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveItem {
    /// The row: `(seconds since 1970 << 20) | n`.
    pub row: i64,
    /// The public id: 32 hexadecimal digits.
    pub id: String,
    /// The identity given by its feed.
    pub guid: String,
    /// Its address.
    pub url: Option<String>,
    /// One line.
    pub title: Option<String>,
    /// One line.
    pub author: Option<String>,
    /// The feed's name, otherwise its site.
    pub outlet: String,
    /// BCP 47.
    pub language: Option<String>,
    /// As given by the feed.
    pub published: Option<DateTime<Utc>>,
    /// As given by the feed.
    pub updated: Option<DateTime<Utc>>,
    /// When it was first received.
    pub seen: DateTime<Utc>,
    /// When its text last changed.
    pub changed: Option<DateTime<Utc>>,
    /// Plain text.
    pub summary: Option<String>,
    /// Plain text.
    pub text: Option<String>,
}

/// An earlier version of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemVersion {
    /// When this version was first seen.
    pub seen: DateTime<Utc>,
    /// One line.
    pub title: Option<String>,
    /// Plain text.
    pub summary: Option<String>,
    /// Plain text.
    pub text: Option<String>,
}

impl ArchiveItem {
    /// Its day in UTC: of publication if known, otherwise the first on which it was seen.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        moment(self.row >> COUNT_BITS).date_naive()
    }

    /// Its display name: its title, otherwise the beginning of its text, otherwise its address.
    #[must_use]
    pub fn label(&self) -> &str {
        let texts = [&self.title, &self.summary, &self.text, &self.url];
        texts.into_iter().flatten().next().map_or("(nothing)", |text| text.lines().next().unwrap_or_default())
    }

    /// The text that is searched for words.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        let texts = [&self.title, &self.author, &self.summary, &self.text];
        std::iter::once(self.outlet.as_str()).chain(texts.into_iter().flatten().map(String::as_str)).collect()
    }

    /// The item as a page, from which an article can be made.
    #[must_use]
    pub fn page(&self) -> WebPage {
        WebPage {
            title: Some(self.label().to_owned()),
            author: self.author.clone(),
            outlet: Some(self.outlet.clone()),
            published: self.published.and_then(|at| EdtfDate::parse(&at.date_naive().to_string()).ok()),
            language: self.language.clone(),
            url: self.url.clone(),
            text: self.text.clone().or_else(|| self.summary.clone()),
        }
    }

    pub(super) fn of(row: &Row) -> rusqlite::Result<ArchiveItem> {
        let at = |column: usize| row.get::<_, Option<i64>>(column).map(|seconds| seconds.map(moment));
        Ok(ArchiveItem {
            row: row.get(0)?,
            id: row.get(1)?,
            guid: row.get(2)?,
            url: row.get(3)?,
            title: row.get(4)?,
            author: row.get(5)?,
            outlet: row.get(6)?,
            language: row.get(7)?,
            published: at(8)?,
            updated: at(9)?,
            seen: moment(row.get(10)?),
            changed: at(11)?,
            summary: row.get(12)?,
            text: row.get(13)?,
        })
    }
}

/// The time this many seconds after 1970; the start of 1970 if out of range.
pub(super) fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The smallest row id of a moment; the archive's first or last where it is out of all bounds.
pub(crate) fn first_row(at: DateTime<Utc>) -> i64 {
    at.timestamp().clamp(-(1 << 42), 1 << 42) << COUNT_BITS
}

/// The smallest row id of a day.
pub(crate) fn first_row_of_day(day: NaiveDate) -> i64 {
    first_row(day.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// The smallest and largest row id of the days from `first` to `last`.
#[must_use]
pub fn rows_of_days(first: Option<NaiveDate>, last: Option<NaiveDate>) -> (i64, i64) {
    let from = first.map_or(i64::MIN, first_row_of_day);
    let to = last.and_then(|day| day.succ_opt()).map_or(i64::MAX, |next| first_row_of_day(next) - 1);
    (from, to)
}

/// A free row id for an item of this time.
pub(super) fn free_row(connection: &Connection, seconds: i64) -> rusqlite::Result<i64> {
    let first = seconds << COUNT_BITS;
    let last = first | ((1 << COUNT_BITS) - 1);
    let taken: Option<i64> = connection
        .prepare_cached("SELECT max(id) FROM items WHERE id BETWEEN ? AND ?")?
        .query_row([first, last], |row| row.get(0))?;
    match taken {
        None => Ok(first),
        Some(row) if row < last => Ok(row + 1),
        Some(_) => free_row(connection, seconds + 1),
    }
}

/// The folded text of an item followed by `terms` (see [`term_token`]) and a token that every item has.
pub(super) fn folded(fields: &[&str], terms: &[String]) -> String {
    let mut out = String::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        let before = out.len();
        fold::push_field(&mut out, field);
        if out.len() > before {
            out.push(PRIVATE); // no phrase reaches from one field into the next
        }
    }
    out.extend([" ", &every_token()]);
    terms.iter().for_each(|term| out.extend([" ", term]));
    out
}

/// The token that every item has.
pub(super) fn every_token() -> String {
    format!("{PRIVATE}a")
}

/// The token of an outlet or language (`t`) or of a feed (`f`) with this number.
pub(super) fn term_token(kind: char, number: i64) -> String {
    format!("{PRIVATE}{kind}{number}")
}
