//! The fallback reader: recovers what precedes an error in a feed that is not well-formed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feedparser_rs::{Entry, ParseOptions, ParserLimits};

use super::MOST_ITEMS;
use super::raw::{RawFeed, RawItem};

/// Reads as far as possible; `None` if nothing can be read. A panic of the parser is caught here.
pub(super) fn read(text: &str) -> Option<RawFeed> {
    let limits = ParserLimits { max_entries: MOST_ITEMS, max_nesting_depth: 256, ..ParserLimits::default() };
    let options = ParseOptions { resolve_relative_uris: false, sanitize_html: false, limits };
    let parse = || feedparser_rs::parse_with_options(text.as_bytes(), &options).ok();
    let parsed = catch_unwind(AssertUnwindSafe(parse)).ok().flatten()?;
    Some(RawFeed {
        title: parsed.feed.title.clone(),
        language: parsed.feed.language.as_ref().map(ToString::to_string),
        items: parsed.entries.into_iter().map(item).collect(),
        broken: None,
    })
}

fn item(entry: Entry) -> RawItem {
    let stamps = |texts: [&Option<String>; 3]| texts.into_iter().flatten().cloned().collect();
    RawItem {
        guid_is_link: true,
        published: stamps([&entry.published_str, &entry.created_str, &entry.updated_str]),
        updated: stamps([&entry.updated_str, &None, &None]),
        guid: entry.id.map(|id| id.to_string()),
        links: entry.link.into_iter().collect(),
        title: entry.title,
        author: entry.author.map(|author| author.to_string()),
        language: None,
        summary: entry.summary,
        text: entry.content.into_iter().next().map(|content| content.value),
        bases: Vec::new(),
    }
}
