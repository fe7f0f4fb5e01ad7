//! An article on its way into the store.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;

use super::borrowed::{BorrowedText, kind, some};
use crate::dossier::EdtfDate;
use crate::dossier::record::{ArticleIx, ArticleKind, SourcePlace};
use crate::dossier::schema;
use crate::text::kept_address;

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
pub(super) const RARE: usize = 2;

impl ArticleParts<'_> {
    /// Its addresses, those of [`ADDRESSES`], as they are kept.
    pub(super) fn addresses(&self) -> [Option<Cow<'_, str>>; ADDRESSES.len()] {
        [self.url.as_deref(), self.archived.as_deref()].map(|address| address.map(kept_address))
    }

    /// The texts that few articles have, in the order in which the store keeps them; the address as it is kept.
    pub(super) fn rare<'t>(&'t self, copy: Option<&'t str>) -> [Option<&'t str>; RARE] {
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
