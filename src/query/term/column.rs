//! What a row of the table says of articles, of items, and of what is offered: what is done for one term alone is said there.

use super::super::article_index::ArticleFacet;

/// Where the values of a term are offered while a query is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum OfferedValues {
    /// Behind its key, and behind a bare word that begins so.
    Anywhere,
    /// Behind its key alone: they are too many, or another term offers the same.
    BehindKey,
}

/// How the articles are found and counted that have something themselves under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum ArticleColumn {
    /// No article has anything under it.
    Nothing,
    /// By the values of a column, of which each article may have some.
    Facet(ArticleFacet),
    /// By what sort of page it is; besides, all are articles.
    Sort,
    /// By the properties that an article can have. What is new depends on who asks.
    Property,
    /// By the days that its date of publication can mean.
    Published,
    /// By the day from which on it is known.
    Known,
    /// Each has itself.
    Itself,
}

/// How the items of an archive are found by a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum ItemColumn {
    /// No item is found by it.
    Nothing,
    /// By words of the text.
    Text,
    /// By the id.
    Id,
    /// By the day.
    Days,
    /// By who published it.
    Outlet,
    /// By the language.
    Language,
    /// By the feed.
    Feed,
    /// Who an item was put off for.
    Assignee,
    /// By what was decided, or what became of it.
    State,
    /// By the names that a record has.
    Names,
}

impl ArticleColumn {
    /// What a trace calls it.
    pub(in crate::query) fn name(self) -> &'static str {
        match self {
            ArticleColumn::Nothing => "nothing: no article has one",
            ArticleColumn::Facet(_) | ArticleColumn::Sort => "a column of values",
            ArticleColumn::Property => "what is new and undated",
            ArticleColumn::Published | ArticleColumn::Known => "the order of days",
            ArticleColumn::Itself => "the list of ids",
        }
    }
}
