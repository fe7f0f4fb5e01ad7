//! The orders of the list of articles.

use crate::dossier::{ArticleIx, Kind, Rec};
use crate::ui::screens::ScreenContext;

/// So many articles at most are sorted by what stands in them: more would take longer than a frame.
pub(super) const MOST: usize = 20_000;

/// By what articles are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum ArticleSorting {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// By outlet, within one the newest first.
    Outlet,
    /// Reports, statements, documents and so on, within each the newest first; those without a kind last.
    Kind,
}

impl ArticleSorting {
    /// All of them, in the order of the key that changes it.
    pub(super) const ALL: &[ArticleSorting] =
        &[ArticleSorting::Newest, ArticleSorting::Oldest, ArticleSorting::Outlet, ArticleSorting::Kind];

    /// What stands in the head of the list.
    pub(super) fn words(self) -> &'static str {
        match self {
            ArticleSorting::Newest => "newest first",
            ArticleSorting::Oldest => "oldest first",
            ArticleSorting::Outlet => "by outlet",
            ArticleSorting::Kind => "by kind",
        }
    }

    /// Whether all articles have to be looked at to sort them so.
    pub(super) fn is_by_content(self) -> bool {
        matches!(self, ArticleSorting::Outlet | ArticleSorting::Kind)
    }

    /// The articles that match the filter, sorted by what stands in them.
    pub(super) fn sorted(self, cx: &ScreenContext<'_>) -> Vec<ArticleIx> {
        let rows = cx.shown.of(Kind::Article).iter();
        let mut articles: Vec<ArticleIx> =
            rows.filter_map(|rec| if let Rec::Article(ix) = rec { Some(ix) } else { None }).collect();
        if self == ArticleSorting::Kind {
            articles.sort_by_key(|&ix| {
                let kind = cx.dossier.articles.kind(ix);
                (kind.is_none(), kind)
            });
        } else {
            articles.sort_by_cached_key(|&ix| cx.dossier.articles.get(ix).outlet.to_lowercase());
        }
        articles
    }
}
