//! Atom (RFC 4287): the changes of the story as a feed.

use std::io;

use super::clean::{attribute, line, markup};
use super::feed::{FeedEntry, feed, timestamp};
use super::{ExportLosses, ExportStory};

/// Writes each known statement about the rows as an entry, newest first. The same story on the same day gives the
/// same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let feed = feed(story);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    write!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\"")?;
    if let Some(language) = feed.language.filter(|tag| is_language(tag)) {
        write!(out, " xml:lang=\"{}\"", attribute(language))?;
    }
    writeln!(out, ">")?;
    writeln!(out, "  <id>{}</id>", markup(&feed.id))?;
    writeln!(out, "  <title>{}</title>", markup(&feed.title))?;
    if let Some(summary) = feed.summary {
        writeln!(out, "  <subtitle>{}</subtitle>", markup(&line(summary)))?;
    }
    writeln!(out, "  <updated>{}</updated>", timestamp(feed.updated))?;
    writeln!(out, "  <author><name>{}</name></author>", markup(&feed.title))?;
    writeln!(out, "  <generator version=\"{}\">karwan</generator>", env!("CARGO_PKG_VERSION"))?;
    for entry in &feed.entries {
        write_entry(entry, out)?;
    }
    writeln!(out, "</feed>")?;
    Ok(feed.losses)
}

fn write_entry(entry: &FeedEntry, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "  <entry>")?;
    writeln!(out, "    <id>{}</id>", markup(&entry.id))?;
    writeln!(out, "    <title>{}</title>", markup(&entry.title))?;
    writeln!(out, "    <updated>{}</updated>", timestamp(entry.day))?;
    writeln!(out, "    <published>{}</published>", timestamp(entry.day))?;
    if let Some(author) = &entry.author {
        writeln!(out, "    <author><name>{}</name></author>", markup(author))?;
    }
    if let Some(link) = &entry.link {
        writeln!(out, "    <link rel=\"alternate\" href=\"{}\"/>", attribute(link))?;
    }
    for tag in &entry.tags {
        writeln!(out, "    <category term=\"{}\"/>", attribute(tag))?;
    }
    writeln!(out, "    <content type=\"text\">{}</content>", markup(&entry.text))?;
    writeln!(out, "  </entry>")
}

/// Whether this is a well-formed language tag, as `xml:lang` requires.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|first| (1..=8).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
