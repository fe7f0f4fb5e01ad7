//! Which articles have a value themselves, answered from the columns of the index without reading each article.

use std::ops::Bound;

use chrono::NaiveDate;

use super::View;
use super::article_index::{Bits, Facet};
use super::probe::Probe;
use super::term::{ArticleColumn, Term};
use crate::dossier::{Kind, Rec};

/// The articles, known or not, that themselves have a value under the key of a term that the probe accepts.
pub(super) fn articles(view: &View, term: &Term, probe: &Probe) -> Bits {
    let index = view.index.articles(view);
    let facet = |facet: Facet| match probe {
        Probe::Any if facet == Facet::Outlet => index.all(), // none is without
        Probe::Any => index.with_value(facet, |_| true),
        Probe::Texts(texts) => {
            index.with_value(facet, |name| texts.binary_search_by(|text| text.as_str().cmp(name)).is_ok())
        }
        Probe::Words(words) => index.with_value(facet, |name| words.contains(&name)),
        _ => index.none(),
    };
    let has_word =
        |word: &str| matches!(probe, Probe::Any) || matches!(probe, Probe::Words(words) if words.contains(&word));
    match term.column {
        ArticleColumn::Nothing => index.none(),
        ArticleColumn::Sort if has_word(Kind::Article.singular()) => index.all(),
        ArticleColumn::Sort => facet(Facet::Kind),
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
            Probe::Any => index.all(),
            Probe::Recs(recs) => index.of(recs.articles()),
            _ => index.none(),
        },
    }
}

/// The articles that are new to somebody.
fn new(view: &View) -> Bits {
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
fn days(view: &View, probe: &Probe, of: impl Fn(Option<NaiveDate>, Option<NaiveDate>) -> Bits) -> Bits {
    let mut bits = view.index.articles(view).none();
    match probe {
        Probe::Any => return of(None, None),
        Probe::Days(spans) => spans.iter().for_each(|&(first, last)| {
            bits.or(&of(first, last));
        }),
        _ => {}
    }
    bits
}
