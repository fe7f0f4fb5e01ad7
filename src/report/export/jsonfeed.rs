//! JSON Feed 1.1: the changes of the story as a feed.

use std::io;

use serde::Serialize;

use super::clean::{clean, json};
use super::feed::{FeedEntry, feed, timestamp};
use super::{ExportLosses, ExportStory};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    items: Vec<JsonFeedItem<'a>>,
}

#[derive(Serialize)]
struct JsonFeedItem<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: String,
    content_text: String,
    date_published: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonFeedAuthor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonFeedAuthor {
    name: String,
}

/// Writes each known statement about the rows as an item, newest first.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let feed = feed(story);
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        description: feed.summary,
        language: feed.language,
        items: feed.entries.into_iter().map(item).collect(),
    };
    writeln!(out, "{}", json(&document, true)?)?;
    Ok(feed.losses)
}

fn item(entry: FeedEntry<'_>) -> JsonFeedItem<'_> {
    JsonFeedItem {
        id: entry.id,
        url: entry.link,
        title: entry.title,
        content_text: clean(&entry.text).into_owned(),
        date_published: timestamp(entry.day),
        authors: entry.author.map(|name| JsonFeedAuthor { name }).into_iter().collect(),
        tags: entry.tags,
        language: entry.language,
    }
}
