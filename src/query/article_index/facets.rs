//! The values that articles have (outlet, language, kind, tags), which articles have each, and how many.

use hashbrown::HashMap;

use super::order::ArticleOrder;
use super::postings::PostingLists;
use crate::dossier::memory;
use crate::dossier::{Article, ArticleIx, ArticleKind, ArticleStore};

/// A field of articles with few distinct values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleFacet {
    /// The publisher.
    Outlet,
    /// The language, as a BCP 47 tag.
    Language,
    /// The kind of page.
    Kind,
    /// Free keywords.
    Tag,
}

impl ArticleFacet {
    /// All facets, in the order of their numbers.
    pub const ALL: &[ArticleFacet] =
        &[ArticleFacet::Outlet, ArticleFacet::Language, ArticleFacet::Kind, ArticleFacet::Tag];
}

/// The values of one facet, with the articles that have each.
#[derive(Debug, Default)]
pub(super) struct FacetValues {
    /// The values, in byte order.
    pub(super) names: Vec<Box<str>>,
    pub(super) postings: PostingLists,
}

impl FacetValues {
    /// Builds the values of the articles in this order.
    pub(super) fn of(articles: &ArticleStore, order: &ArticleOrder, facet: ArticleFacet) -> FacetValues {
        match facet {
            ArticleFacet::Outlet => FacetValues::numbered(articles.outlets(), order, |ix| Some(articles.outlet(ix))),
            ArticleFacet::Language => FacetValues::numbered(articles.languages(), order, |ix| articles.language(ix)),
            ArticleFacet::Kind => {
                let names = ArticleKind::ALL.iter().map(|kind| kind.word());
                FacetValues::numbered(names, order, |ix| {
                    let kind = articles.kind(ix)?;
                    u32::try_from(ArticleKind::ALL.iter().position(|&other| other == kind)?).ok()
                })
            }
            ArticleFacet::Tag => FacetValues::tags(articles, order),
        }
    }

    /// Builds the values from those that the store has numbered already.
    fn numbered<'a>(
        names: impl Iterator<Item = &'a str>,
        order: &ArticleOrder,
        number: impl Fn(ArticleIx) -> Option<u32>,
    ) -> FacetValues {
        let names: Vec<&str> = names.collect();
        let mut sorted: Vec<usize> = (0..names.len()).collect();
        sorted.sort_unstable_by_key(|&at| names[at]);
        let mut values = vec![0_u32; names.len()];
        (0_u32..).zip(&sorted).for_each(|(value, &at)| values[at] = value);
        let (mut all, mut ends) = (memory::for_now(order.len()), memory::for_now(order.len()));
        for ix in order.articles() {
            all.extend(number(ix).map(|at| values[at as usize]));
            ends.push(u32::try_from(all.len()).expect("as many as articles"));
        }
        FacetValues {
            names: sorted.into_iter().map(|at| names[at].into()).collect(),
            postings: PostingLists::of_values(&all, &ends, names.len()),
        }
    }

    fn tags(articles: &ArticleStore, order: &ArticleOrder) -> FacetValues {
        let count = u32::try_from(order.len()).expect("fewer than 2^32 articles");
        let of_article = |position| -> Article<'_> { articles.get(order.article(position)) };
        let mut names: Vec<&str> = Vec::new();
        if articles.has_tags() {
            names = (0..count).flat_map(|at| of_article(at).tags.iter().map(String::as_str)).collect();
        }
        names.sort_unstable();
        names.dedup();
        let numbers: HashMap<&str, u32> = names.iter().copied().zip(0_u32..).collect();
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        if !names.is_empty() {
            for position in 0..count {
                let first = all.len();
                all.extend(of_article(position).tags.iter().map(|tag| numbers[tag.as_str()]));
                all[first..].sort_unstable();
                ends.push(u32::try_from(all.len()).expect("fewer than 2^32 tags"));
            }
        }
        FacetValues {
            postings: PostingLists::of_values(&all, &ends, names.len()),
            names: names.into_iter().map(Into::into).collect(),
        }
    }
}
