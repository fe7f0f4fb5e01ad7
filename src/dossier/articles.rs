//! The store of articles: many, small, and read far more often than written.
//!
//! A row of 40 bytes per article refers to texts that lie one after another in a few large strings; outlets, languages
//! and dates are stored once each, and what few articles have is in a side table. A million articles take the size of
//! their text plus 60 MB; one struct of strings each would take 400 MB more.

mod block;
mod borrowed;
mod dates;
mod ids;
mod names;
mod row;

use std::borrow::Cow;
use std::cmp::Ordering;

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::NaiveDate;
use schemars::JsonSchema;

use super::EdtfDate;
use super::record::{ArticleIx, ArticleKind, SourcePlace};
use super::schema;
use crate::text::kept_address;

pub(crate) use block::ArticleBlock;
use block::BlockColumns;
use borrowed::{BorrowedText, kind, some};
use dates::DateTable;
#[cfg(test)]
use dates::parse_day;
use ids::ArticleIds;
use row::ArticleRow;

/// One article, borrowed from the store.
#[derive(Clone, Copy, Debug, Default)]
pub struct Article<'a> {
    /// Unique id.
    pub id: &'a str,
    /// The headline, as printed; in [square brackets] a description of the page.
    pub title: &'a str,
    /// Who published it.
    pub outlet: &'a str,
    /// Where it was read. No address has a name and password in it, see [`ArticleStore::had_password`].
    pub url: Option<&'a str>,
    /// EDTF, as written. [`Article::published_date`] reads it.
    pub published: Option<&'a str>,
    /// EDTF, as written.
    pub retrieved: Option<&'a str>,
    /// BCP 47.
    pub language: Option<&'a str>,
    /// What sort of page.
    pub kind: Option<ArticleKind>,
    /// The articles that it rewrites or relays.
    pub based_on: &'a [ArticleIx],
    /// The address of a copy that stays.
    pub archived: Option<&'a str>,
    /// An origin outside the dossier, by name.
    pub relays: Option<&'a str>,
    /// The dossier author's words.
    pub summary: Option<&'a str>,
    /// Full text, where it may be kept; from `text` or the file that `text_file` names.
    pub text: Option<&'a str>,
    /// Free words.
    pub tags: &'a [String],
    /// Where it stands.
    pub at: SourcePlace,
}

impl<'a> Article<'a> {
    /// `published` as a date.
    #[must_use]
    pub fn published_date(&self) -> Option<EdtfDate> {
        self.published.and_then(|text| EdtfDate::parse(text).ok())
    }

    /// An article of which only the texts of [`ArticleParts::rare`] are known yet.
    fn of_rare([text, archived]: [Option<&'a str>; RARE]) -> Article<'a> {
        Article { archived, text, ..Article::default() }
    }
}

/// An article on its way into the store: a line of JSON, or a borrowed [`ArticleFields`].
///
/// `text_file` is not among the keys: the loader reads that file.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleParts<'a> {
    #[serde(borrow)]
    pub(crate) id: BorrowedText<'a>,
    #[serde(borrow)]
    pub(crate) title: BorrowedText<'a>,
    #[serde(borrow)]
    pub(crate) outlet: BorrowedText<'a>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) url: Option<BorrowedText<'a>>,
    /// As written.
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) published: Option<BorrowedText<'a>>,
    /// As written.
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) retrieved: Option<BorrowedText<'a>>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) language: Option<BorrowedText<'a>>,
    #[serde(default, deserialize_with = "kind")]
    pub(crate) kind: Option<ArticleKind>,
    /// Ids; only a line has them.
    #[serde(default)]
    pub(crate) based_on: Vec<String>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) archived: Option<BorrowedText<'a>>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) relays: Option<BorrowedText<'a>>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) summary: Option<BorrowedText<'a>>,
    #[serde(borrow, default, deserialize_with = "some")]
    pub(crate) text: Option<BorrowedText<'a>>,
    #[serde(default)]
    pub(crate) tags: Cow<'a, [String]>,
    /// Bytes from the start of the file.
    #[serde(skip)]
    pub(crate) offset: u64,
}

/// The keys of an article that are addresses.
pub(crate) const ADDRESSES: [&str; 2] = ["url", "archived"];

/// How many texts few articles have.
const RARE: usize = 2;

impl ArticleParts<'_> {
    /// Its addresses, those of [`ADDRESSES`], as they are kept.
    fn addresses(&self) -> [Option<Cow<'_, str>>; ADDRESSES.len()] {
        [self.url.as_deref(), self.archived.as_deref()].map(|address| address.map(kept_address))
    }

    /// The texts that few articles have, in the order in which the store keeps them; the address as it is kept.
    fn rare<'t>(&'t self, copy: Option<&'t str>) -> [Option<&'t str>; RARE] {
        [self.text.as_deref(), copy]
    }
}

impl<'a> From<&'a ArticleFields> for ArticleParts<'a> {
    fn from(fields: &'a ArticleFields) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().map(BorrowedText::from);
        let date = |date: &'a Option<EdtfDate>| date.as_ref().map(|date| date.as_str().into());
        ArticleParts {
            id: fields.id.as_str().into(),
            title: fields.title.as_str().into(),
            outlet: fields.outlet.as_str().into(),
            url: text(&fields.url),
            published: date(&fields.published),
            retrieved: date(&fields.retrieved),
            language: text(&fields.language),
            kind: fields.kind,
            based_on: Vec::new(),
            archived: text(&fields.archived),
            relays: text(&fields.relays),
            summary: text(&fields.summary),
            text: text(&fields.text),
            tags: Cow::Borrowed(&fields.tags),
            offset: fields.at.offset,
        }
    }
}

/// An article as it goes into the store.
#[derive(Clone, Debug, Default, BorshDeserialize, BorshSerialize, JsonSchema)]
#[allow(missing_docs)] // the fields of [`Article`], owned
pub struct ArticleFields {
    #[schemars(schema_with = "schema::slug")]
    pub id: String,
    pub title: String,
    pub outlet: String,
    pub url: Option<String>,
    pub published: Option<EdtfDate>,
    pub retrieved: Option<EdtfDate>,
    pub language: Option<String>,
    pub kind: Option<ArticleKind>,
    pub based_on: Vec<ArticleIx>,
    pub archived: Option<String>,
    pub relays: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
    pub tags: Vec<String>,
    #[schemars(skip)]
    pub at: SourcePlace,
}

/// All articles of a dossier, in the order of the files.
///
/// A clone shares the text, so that what is loaded so far can be shown while the rest is read.
#[derive(Clone, Debug, Default)]
pub struct ArticleStore {
    columns: BlockColumns,
    ids: ArticleIds,
    /// The first article of each run from one file, and that file.
    files: Vec<(u32, u32)>,
}

impl ArticleStore {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.rows.is_empty()
    }

    /// Reserves space for this many more, so that nothing is moved while they arrive.
    pub fn reserve(&mut self, articles: usize) {
        self.columns.rows.reserve(articles);
        self.ids.reserve(articles, &self.columns);
    }

    /// Frees unused memory.
    pub fn shrink_to_fit(&mut self) {
        self.columns.shrink_to_fit();
    }

    /// Adds an article. [`ArticleStore::find`] finds it by its id, unless an earlier article has the same.
    ///
    /// # Panics
    /// With more than `u32::MAX` articles.
    pub fn push(&mut self, fields: ArticleFields) -> ArticleIx {
        let ix = ArticleIx(self.next());
        self.stand_in_file(fields.at.file);
        self.columns.push(&fields);
        if !fields.based_on.is_empty() {
            self.columns.set_based_on(ix.0, fields.based_on);
        }
        self.ids.insert(ix.0, &self.columns);
        ix
    }

    /// Adds the articles of a block, all from one file. Returns each article whose id is taken, with the one that has
    /// it.
    pub(crate) fn append(&mut self, block: ArticleBlock, file: u32) -> Vec<(ArticleIx, ArticleIx)> {
        let first = self.next();
        if !block.is_empty() {
            self.stand_in_file(file);
        }
        let hashes = self.columns.append(block);
        let mut taken = Vec::new();
        self.ids.reserve(hashes.len(), &self.columns);
        for (ix, hash) in (first..).zip(hashes) {
            if let Some(other) = self.ids.insert_hashed(hash, ix, &self.columns) {
                taken.push((ArticleIx(ix), ArticleIx(other)));
            }
        }
        taken
    }

    /// An empty block that hashes ids as this store does.
    pub(crate) fn block(&self) -> ArticleBlock {
        ArticleBlock::new(self.ids.hasher())
    }

    fn next(&self) -> u32 {
        u32::try_from(self.len()).ok().filter(|&n| n < u32::MAX).expect("fewer than 2^32 articles")
    }

    fn stand_in_file(&mut self, file: u32) {
        if self.files.last().is_none_or(|&(_, last)| last != file) {
            self.files.push((self.next(), file));
        }
    }

    /// The first article with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ArticleIx> {
        self.ids.find(id, &self.columns).map(ArticleIx)
    }

    /// Sets which articles this one is based on; known only after all are read.
    pub fn set_based_on(&mut self, ix: ArticleIx, based_on: Vec<ArticleIx>) {
        self.columns.set_based_on(ix.0, based_on);
    }

    /// The articles that are based on others, and on which.
    pub fn based_on(&self) -> impl Iterator<Item = (ArticleIx, &[ArticleIx])> {
        self.columns.based_on().map(|(ix, based_on)| (ArticleIx(ix), based_on))
    }

    /// Whether it says when it was published or retrieved.
    #[must_use]
    pub fn is_dated(&self, ix: ArticleIx) -> bool {
        let row = self.row(ix);
        row.published > 0 || row.retrieved > 0
    }

    /// Whether an address of it is written with a name and password, which are not kept.
    #[must_use]
    pub fn had_password(&self, ix: ArticleIx) -> bool {
        self.columns.had_password(ix.ix())
    }

    /// Where it stands.
    #[must_use]
    pub fn at(&self, ix: ArticleIx) -> SourcePlace {
        SourcePlace { file: self.file(ix), offset: self.row(ix).offset() }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self, ix: ArticleIx) -> &str {
        self.columns.id(ix.ix())
    }

    /// The files that they come from, by their positions in [`super::Dossier::files`].
    pub fn files(&self) -> impl Iterator<Item = u32> {
        self.files.iter().map(|&(_, file)| file)
    }

    fn file(&self, ix: ArticleIx) -> u32 {
        let run = self.files.partition_point(|&(first, _)| first <= ix.0);
        self.files[run.saturating_sub(1)].1
    }

    /// One article.
    #[must_use]
    pub fn get(&self, ix: ArticleIx) -> Article<'_> {
        self.columns.article(ix.ix(), self.file(ix))
    }

    /// All articles with their names.
    pub fn iter(&self) -> impl Iterator<Item = (ArticleIx, Article<'_>)> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(|ix| (ArticleIx(ix), self.get(ArticleIx(ix))))
    }

    /// The first and last day that `published` can mean.
    #[must_use]
    pub fn published(&self, ix: ArticleIx) -> (Option<NaiveDate>, Option<NaiveDate>) {
        self.columns.dates.bounds(self.row(ix).published)
    }

    /// The first and last day that `retrieved` can mean.
    #[must_use]
    pub fn retrieved(&self, ix: ArticleIx) -> (Option<NaiveDate>, Option<NaiveDate>) {
        self.columns.dates.bounds(self.row(ix).retrieved)
    }

    /// The day from which what it says is known: the latest day that `published` can mean, but no later than the latest
    /// day of `retrieved`; what was read on a day was known on it. `None`: always known.
    #[must_use]
    pub fn known(&self, ix: ArticleIx) -> Option<NaiveDate> {
        let row = self.row(ix);
        let latest = |date| self.columns.dates.bounds(date).1;
        latest(row.published).into_iter().chain(latest(row.retrieved)).min()
    }

    /// The day on which it counts where articles are counted over time: when it was published, if it has a day of its own and
    /// was not only read earlier; see [`ArticleStore::has_own_day`].
    #[must_use]
    pub fn dated_on(&self, ix: ArticleIx) -> Option<NaiveDate> {
        self.known(ix).filter(|&day| self.published(ix).1 == Some(day) && self.has_own_day(ix))
    }

    /// Whether `published` is one day, see [`EdtfDate::is_exact_day`].
    #[must_use]
    pub fn is_dated_exactly(&self, ix: ArticleIx) -> bool {
        let (first, last) = self.published(ix);
        first.is_some() && first == last && self.get(ix).published_date().is_some_and(|date| date.is_exact_day())
    }

    /// Whether it belongs to a day of the story: it was published within a month that is known, and is no data file.
    #[must_use]
    pub fn has_own_day(&self, ix: ArticleIx) -> bool {
        let (first, last) = self.published(ix);
        let within_month = first.zip(last).is_some_and(|(first, last)| (last - first).num_days() <= 31);
        within_month && self.kind(ix) != Some(ArticleKind::Data)
    }

    /// The display order: newest first by the last day that `published` can mean, then, if that is the same or open, by
    /// the first; behind them those without a day of their own, see [`ArticleStore::has_own_day`], and at the end those without any
    /// date; ties by id.
    #[must_use]
    pub fn newest_first(&self, a: ArticleIx, b: ArticleIx) -> Ordering {
        self.age(a).cmp(&self.age(b)).then_with(|| self.columns.id(a.ix()).cmp(self.columns.id(b.ix())))
    }

    /// The date part of [`ArticleStore::newest_first`] as a number that is smaller for what comes first.
    pub(crate) fn age(&self, ix: ArticleIx) -> u64 {
        let age = self.columns.dates.age(self.row(ix).published);
        if self.has_own_day(ix) { age } else { age | DateTable::BEHIND }
    }

    /// The number of the outlet, see [`ArticleStore::outlets`].
    #[must_use]
    pub fn outlet(&self, ix: ArticleIx) -> u32 {
        self.row(ix).outlet
    }

    /// Who published it, without a look at the rest of the article.
    #[must_use]
    pub fn outlet_name(&self, ix: ArticleIx) -> &str {
        self.columns.outlets.get(self.row(ix).outlet)
    }

    /// Its language, without a look at the rest of the article.
    #[must_use]
    pub fn language_name(&self, ix: ArticleIx) -> Option<&str> {
        match self.row(ix).language.checked_sub(1) {
            Some(number) => Some(self.columns.languages.get(number.into())),
            None => self.get(ix).language,
        }
    }

    /// The number of the language, see [`ArticleStore::languages`].
    #[must_use]
    pub fn language(&self, ix: ArticleIx) -> Option<u32> {
        match self.row(ix).language.checked_sub(1) {
            Some(number) => Some(number.into()),
            None => self.columns.languages.find(self.get(ix).language?),
        }
    }

    /// What sort of page it is.
    #[must_use]
    pub fn kind(&self, ix: ArticleIx) -> Option<ArticleKind> {
        self.row(ix).kind()
    }

    /// The outlets, each once; the position is its number.
    pub fn outlets(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.outlets.iter()
    }

    /// The languages, each once; the position is its number.
    pub fn languages(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.languages.iter()
    }

    /// Whether any article has a tag.
    #[must_use]
    pub fn has_tags(&self) -> bool {
        self.columns.has_tags()
    }

    fn row(&self, ix: ArticleIx) -> &ArticleRow {
        &self.columns.rows[ix.ix()]
    }
}

#[cfg(test)]
mod tests;
