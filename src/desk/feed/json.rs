//! Reads JSON Feed leniently: ids and titles may be numbers, and a bad value loses only itself.

use serde_json::Value;

use super::MOST_ITEMS;
use super::raw::{RawFeed, RawItem};

/// Reads a JSON Feed.
///
/// # Errors
/// One line, where it is none.
pub(super) fn read(text: &str) -> Result<RawFeed, String> {
    let feed: Value = serde_json::from_str(text).map_err(|error| format!("this is not a JSON Feed: {error}"))?;
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        return Err("this is JSON, but not a JSON Feed: it has no `items`".to_owned());
    };
    let items = items.iter().filter(|item| item.is_object()).take(MOST_ITEMS).map(item).collect();
    Ok(RawFeed { title: text_of(&feed["title"]), language: text_of(&feed["language"]), items, broken: None })
}

fn item(item: &Value) -> RawItem {
    let people = [&item["authors"][0]["name"], &item["author"]["name"]];
    // HTML is marked as such, whatever it looks like; plain text is not taken for HTML.
    let html = text_of(&item["content_html"]).map(|html| format!("<p>{html}</p>"));
    let plain = |value: &Value| text_of(value).map(|text| text.replace('&', "&amp;").replace('<', "&lt;"));
    let paragraphs = |text: String| format!("<p>{}</p>", text.replace("\n\n", "</p><p>").replace('\n', "<br>"));
    RawItem {
        guid: text_of(&item["id"]),
        guid_is_link: true,
        links: [&item["url"], &item["external_url"]].into_iter().filter_map(text_of).collect(),
        title: plain(&item["title"]),
        author: people.into_iter().find_map(text_of),
        published: [&item["date_published"], &item["date_modified"]].into_iter().filter_map(text_of).collect(),
        updated: text_of(&item["date_modified"]).into_iter().collect(),
        language: text_of(&item["language"]),
        summary: plain(&item["summary"]).map(paragraphs),
        text: html.or_else(|| plain(&item["content_text"]).map(paragraphs)),
        bases: Vec::new(),
    }
}

/// A text, or a number as text.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
    .filter(|text| !text.trim().is_empty())
}
