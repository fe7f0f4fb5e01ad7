//! The store of articles: many, small, and read far more often than written.

use chrono::NaiveDate;

use super::Edtf;
use super::record::{ArticleIx, ArticleKind, At};

/// One article, borrowed from the store.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// Unique id.
    pub id: &'a str,
    /// The headline, as printed; in [square brackets] a description of the page.
    pub title: &'a str,
    /// Who published it.
    pub outlet: &'a str,
    /// Where it was read.
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
    /// An origin outside the dossier, by name.
    pub relays: Option<&'a str>,
    /// The dossier author's words.
    pub summary: Option<&'a str>,
    /// Full text, where it may be kept; from `text` or the file that `text_file` names.
    pub text: Option<&'a str>,
    /// Free words.
    pub tags: &'a [String],
    /// Where it stands.
    pub at: At,
}

impl Article<'_> {
    /// `published` as a date.
    #[must_use]
    pub fn published_date(&self) -> Option<Edtf> {
        self.published.and_then(|text| Edtf::parse(text).ok())
    }
}

/// An article as it goes into the store.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the fields of [`Article`], owned
pub struct ArticleFields {
    pub id: String,
    pub title: String,
    pub outlet: String,
    pub url: Option<String>,
    pub published: Option<Edtf>,
    pub retrieved: Option<Edtf>,
    pub language: Option<String>,
    pub kind: Option<ArticleKind>,
    pub based_on: Vec<ArticleIx>,
    pub relays: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
    pub tags: Vec<String>,
    pub at: At,
}

/// All articles of a dossier, in the order of the files.
#[derive(Debug, Default)]
pub struct Articles {
    all: Vec<ArticleFields>,
}

impl Articles {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds an article.
    ///
    /// # Panics
    /// Over `u32::MAX` articles.
    pub fn push(&mut self, fields: ArticleFields) -> ArticleIx {
        let ix = ArticleIx(u32::try_from(self.all.len()).expect("fewer than 2^32 articles"));
        self.all.push(fields);
        ix
    }

    /// Says which articles this one is based on; known only once all are read.
    pub fn set_based_on(&mut self, ix: ArticleIx, based_on: Vec<ArticleIx>) {
        self.all[ix.ix()].based_on = based_on;
    }

    /// One article.
    #[must_use]
    pub fn get(&self, ix: ArticleIx) -> Article<'_> {
        let a = &self.all[ix.ix()];
        Article {
            id: &a.id,
            title: &a.title,
            outlet: &a.outlet,
            url: a.url.as_deref(),
            published: a.published.as_ref().map(Edtf::as_str),
            retrieved: a.retrieved.as_ref().map(Edtf::as_str),
            language: a.language.as_deref(),
            kind: a.kind,
            based_on: &a.based_on,
            relays: a.relays.as_deref(),
            summary: a.summary.as_deref(),
            text: a.text.as_deref(),
            tags: &a.tags,
            at: a.at,
        }
    }

    /// All articles with their names.
    pub fn iter(&self) -> impl Iterator<Item = (ArticleIx, Article<'_>)> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(|ix| (ArticleIx(ix), self.get(ArticleIx(ix))))
    }

    /// The first and last day that `published` can mean.
    #[must_use]
    pub fn published(&self, ix: ArticleIx) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let published = self.all[ix.ix()].published.as_ref();
        (published.and_then(Edtf::earliest), published.and_then(Edtf::latest))
    }

    /// The day from which what it says is known: the latest day that `published` can mean; where there is none, or it
    /// has no end, that of `retrieved`; `None`: always known.
    #[must_use]
    pub fn known(&self, ix: ArticleIx) -> Option<NaiveDate> {
        let a = &self.all[ix.ix()];
        a.published.as_ref().and_then(Edtf::latest).or_else(|| a.retrieved.as_ref().and_then(Edtf::latest))
    }
}
