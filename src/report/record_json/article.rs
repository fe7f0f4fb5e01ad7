//! An article as JSON.

use chrono::NaiveDate;
use serde::Serialize;

use super::Records;
use crate::dossier::{ArticleIx, ArticleKind};

/// An article. Its text is left out: it can be long, and may not be passed on.
#[derive(Debug, Serialize)]
pub struct Article<'a> {
    id: &'a str,
    title: &'a str,
    outlet: &'a str,
    url: Option<&'a str>,
    published: Option<&'a str>,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    language: Option<&'a str>,
    summary: Option<&'a str>,
    retrieved: Option<&'a str>,
    known: Option<NaiveDate>,
    kind: Option<ArticleKind>,
    based_on: Vec<&'a str>,
    relays: Option<&'a str>,
    tags: &'a [String],
}

pub(super) fn article<'a>(facts: &'a Records<'a>, ix: ArticleIx) -> Article<'a> {
    let article = facts.dossier.articles.get(ix);
    let (earliest, latest) = facts.dossier.articles.published(ix);
    Article {
        id: article.id,
        title: article.title,
        outlet: article.outlet,
        url: article.url,
        published: article.published,
        earliest,
        latest,
        language: article.language,
        summary: article.summary,
        retrieved: article.retrieved.filter(|_| facts.is_read(ix)),
        known: facts.dossier.known(Some(ix)),
        kind: article.kind,
        based_on: facts.ids(article.based_on),
        relays: article.relays,
        tags: article.tags,
    }
}
