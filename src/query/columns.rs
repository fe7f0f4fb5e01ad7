//! Which articles have a value themselves, answered from the columns of the index without reading each article.

use std::ops::Bound;

use chrono::NaiveDate;

use super::QueryView;
use super::article_index::{ArticleFacet, BitSet};
use super::probe::QueryProbe;
use super::term::{ArticleColumn, QueryTerm};
use crate::dossier::{Kind, Rec};

/// The articles, known or not, that themselves have a value under the key of a term that the probe accepts.
pub(super) fn articles(view: &QueryView, term: &QueryTerm, probe: &QueryProbe) -> BitSet {
    let (index, store) = (view.index.articles(view), &view.dossier.articles);
    let facet = |facet: ArticleFacet| match probe {
        QueryProbe::Any if facet == ArticleFacet::Outlet => index.all(), // none is without
        QueryProbe::Any => index.with_value(store, facet, |_| true),
        QueryProbe::Texts(texts) => {
            index.with_value(store, facet, |name| texts.binary_search_by(|text| text.as_str().cmp(name)).is_ok())
        }
        QueryProbe::Words(words) => index.with_value(store, facet, |name| words.contains(&name)),
        _ => index.none(),
    };
    let has_word = |word: &str| {
        matches!(probe, QueryProbe::Any) || matches!(probe, QueryProbe::Words(words) if words.contains(&word))
    };
    match term.column {
        ArticleColumn::Nothing => index.none(),
        ArticleColumn::Sort if has_word(Kind::Article.singular()) => index.all(),
        ArticleColumn::Sort => facet(ArticleFacet::Kind),
        ArticleColumn::Facet(of) => facet(of),
        ArticleColumn::Property => {
            let mut bits = index.none();
            if has_word("undated") {
                bits.or(index.dated(None, None).not());
            }
            if has_word("new") {
                bits.or(&new(view));
            }
            bits
        }
        ArticleColumn::Published => days(view, probe, |first, last| index.dated(first, last)),
        ArticleColumn::Known => days(view, probe, |first, last| {
            // What is always known has no such day.
            let first = first.unwrap_or(NaiveDate::MIN);
            index.known((Bound::Included(first), last.map_or(Bound::Unbounded, Bound::Included)))
        }),
        ArticleColumn::Itself => match probe {
            QueryProbe::Any => index.all(),
            QueryProbe::Recs(recs) => index.of(recs.articles()),
            _ => index.none(),
        },
    }
}

/// The articles that are new to somebody.
fn new(view: &QueryView) -> BitSet {
    let index = view.index.articles(view);
    match view.new.new_articles() {
        Some(articles) => index.of(articles),
        None => {
            let all = view.dossier.all(Kind::Article).filter(|&rec| view.new.is_new(rec));
            index.of(all.filter_map(|rec| if let Rec::Article(ix) = rec { Some(ix) } else { None }))
        }
    }
}

/// Those of any of the ranges of days.
fn days(view: &QueryView, probe: &QueryProbe, of: impl Fn(Option<NaiveDate>, Option<NaiveDate>) -> BitSet) -> BitSet {
    let mut bits = view.index.articles(view).none();
    match probe {
        QueryProbe::Any => return of(None, None),
        QueryProbe::Days(spans) => spans.iter().for_each(|&(first, last)| {
            bits.or(&of(first, last));
        }),
        _ => {}
    }
    bits
}
