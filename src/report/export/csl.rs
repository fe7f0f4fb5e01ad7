//! CSL-JSON: the articles that are shown or cited, for reference managers.

use std::io;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dossier::{ArticleIx, ArticleKind, EdtfDate};

use super::bibtex::lose_records;
use super::clean::{json, line, web_link};
use super::{ExportLosses, ExportStory};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslItem<'a> {
    id: &'a str,
    r#type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annote: Option<&'a str>,
}

#[derive(Default, Serialize)]
struct CslDate {
    #[serde(rename = "date-parts", skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    circa: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

/// Writes the articles among the rows, then those that the other rows rest on. Dates keep their precision.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    let items: Vec<CslItem> = story.cited_articles().into_iter().map(|ix| item(story, ix, &mut losses)).collect();
    lose_records(story, &mut losses);
    writeln!(out, "{}", json(&items, true)?)?;
    Ok(losses)
}

fn item<'a>(story: &ExportStory<'a>, ix: ArticleIx, losses: &mut ExportLosses) -> CslItem<'a> {
    let article = story.article(ix);
    let kind = match article.kind {
        Some(ArticleKind::Document) => "document",
        Some(ArticleKind::Data) => "dataset",
        Some(ArticleKind::Report | ArticleKind::Wire) => "article-newspaper",
        Some(ArticleKind::Statement | ArticleKind::Analysis) | None => "webpage",
    };
    let (container_title, publisher) = match kind {
        "document" | "dataset" => (None, Some(line(article.outlet))),
        _ => (Some(line(article.outlet)), None),
    };
    let link = article.url.and_then(web_link);
    losses.add("addresses that are not web links, left out", usize::from(article.url.is_some() && link.is_none()));
    losses.add("links between articles, left out", article.based_on.len() + usize::from(article.relays.is_some()));
    CslItem {
        id: article.id,
        r#type: kind,
        title: line(article.title),
        container_title,
        publisher,
        issued: article.published_date().map(|date| csl_date(&date)),
        accessed: story.retrieved(ix).map(|date| csl_date(&date)),
        url: link,
        language: article.language,
        keyword: (!article.tags.is_empty()).then(|| article.tags.join(", ")),
        annote: article.summary,
    }
}

/// The known parts of a date: one day, month or year; for other spans the first and the last day; for an open
/// end, the date in words.
fn csl_date(date: &EdtfDate) -> CslDate {
    let text = date.as_str();
    let plain = text.trim_end_matches(['~', '?', '%']);
    let circa = (plain.len() < text.len()).then_some(true);
    let parts: Option<Vec<i32>> = plain.get(..10).unwrap_or(plain).split('-').map(|part| part.parse().ok()).collect();
    let spelt = !plain.contains(['/', 'X', '~', '?', '%']) && !plain.starts_with('-');
    match parts {
        Some(parts) if spelt && parts.len() == 2 && parts[1] > 12 => {
            let season = u8::try_from(parts[1] - 20).ok();
            return CslDate { parts: vec![vec![parts[0]]], season, circa, literal: None };
        }
        Some(parts) if spelt && (1..=3).contains(&parts.len()) => {
            return CslDate { parts: vec![parts], circa, ..CslDate::default() };
        }
        _ => {}
    }
    let as_parts = |day: NaiveDate| vec![day.year(), day.month().cast_signed(), day.day().cast_signed()];
    match (date.earliest(), date.latest()) {
        (Some(first), Some(last)) => {
            let circa = (date.is_approximate() || date.is_uncertain()).then_some(true);
            CslDate { parts: vec![as_parts(first), as_parts(last)], circa, ..CslDate::default() }
        }
        _ => CslDate { literal: Some(date.display()), ..CslDate::default() },
    }
}
