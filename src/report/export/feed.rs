//! What Atom and JSON Feed share: entries, ids and dates of the story's changes.

use chrono::NaiveDate;

use crate::dossier::Kind;

use crate::story::change::fingerprint;

use super::change::{ExportChange, changes};
use super::clean::{line, slug, web_link};
use super::{ExportLosses, ExportStory};

/// The changes that have a day.
pub struct FeedDocument<'a> {
    /// `tag:` URI (RFC 4151) of the feed.
    pub id: String,
    /// Title of the story, in one line.
    pub title: String,
    /// The author's words, if they may be shown.
    pub summary: Option<&'a str>,
    /// BCP 47.
    pub language: Option<&'a str>,
    /// The day of the newest entry, otherwise the as-of day.
    pub updated: NaiveDate,
    /// Newest first.
    pub entries: Vec<FeedEntry<'a>>,
    /// What could not be included.
    pub losses: ExportLosses,
}

/// One statement that became known.
pub struct FeedEntry<'a> {
    /// `tag:` URI, which does not change when statements are added.
    pub id: String,
    /// In one line.
    pub title: String,
    /// Paragraphs, the source with its title last.
    pub text: String,
    /// The day on which it became known.
    pub day: NaiveDate,
    /// Outlet.
    pub author: Option<String>,
    /// The address.
    pub link: Option<String>,
    /// Language of the article, BCP 47.
    pub language: Option<&'a str>,
    /// Each once, in one line.
    pub tags: Vec<String>,
}

/// The feed of the rows.
pub fn feed<'a>(story: &ExportStory<'a>) -> FeedDocument<'a> {
    let mut losses = ExportLosses::default();
    let dossier = &story.dossier.story;
    // RFC 4151 requires a name that its user owns on a date. Nobody can own a name under `.invalid`, so these tags
    // collide with nobody else's; the slug of the story tells stories apart.
    let id = format!("tag:karwan.invalid,2026:{}", slug(&dossier.title));
    // A part of the story is another feed, of the same entries.
    let part =
        (!story.filter.is_empty()).then(|| format!("{}-{:08x}", slug(story.filter), fingerprint(story.filter) >> 32));
    let mut entries = Vec::new();
    for change in changes(story) {
        match change.day {
            Some(day) => entries.push(entry(story, &id, change, day)),
            None => losses.add("statements without a day on which they became known, left out", 1),
        }
    }
    story.leave_out(&[Kind::Port, Kind::Place, Kind::Article], &mut losses);
    let updated = entries.first().map_or(story.generated, |entry: &FeedEntry| entry.day);
    let (mut title, mut of) = (line(&dossier.title), id);
    if let Some(part) = part {
        of = format!("{of}?{part}");
        title = format!("{title}: {}", line(story.filter));
    }
    FeedDocument {
        id: of,
        title,
        summary: story.story_summary(),
        language: dossier.language.as_deref(),
        updated,
        entries,
        losses,
    }
}

fn entry<'a>(story: &ExportStory<'a>, feed: &str, change: ExportChange, day: NaiveDate) -> FeedEntry<'a> {
    let article = change.source.map(|ix| story.article(ix));
    let mut text = change.text;
    if let (Some(ix), Some(article)) = (change.source, article) {
        text.push(format!("{}: {}", story.credit(ix), article.title));
    }
    let mut tags: Vec<String> = Vec::new();
    for tag in change.tags.iter().map(|tag| line(tag)) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    FeedEntry {
        id: format!("{feed}/{}", change.path),
        title: line(&change.title),
        text: text.join("\n\n"),
        day,
        author: article.map(|article| line(article.outlet)),
        link: article.and_then(|article| web_link(article.url?)),
        language: article.and_then(|article| article.language),
        tags,
    }
}

/// RFC 3339: a day has no hour, so midnight UTC.
pub fn timestamp(day: NaiveDate) -> String {
    day.format("%Y-%m-%dT00:00:00Z").to_string()
}
