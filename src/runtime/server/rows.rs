//! Rows of the server as the lines in which archives exchange what they hold, and the words by which the server finds them.

use tokio_postgres::Row;

use crate::desk::archive::transfer::lines::{DecisionLine, FeedLine, ItemLine, VersionLine};
use crate::text::fold;

/// What is selected for a feed.
pub(super) const FEED: &str =
    "url, title, etag, modified, next, asked, answered, failing, failures, why, moved, gone, seq";

/// What is selected of `karwan.items i` for an item.
pub(super) const ITEM: &str = "i.id, i.key, i.guid, i.url, i.title, i.author, i.outlet, i.language, i.published, \
                               i.updated, i.seen, i.changed, i.summary, i.text, i.feeds, i.pruned, i.seq";

/// An item, without what it said before.
pub(super) struct ServerItem {
    pub line: ItemLine,
    pub pruned: bool,
    pub seq: i64,
}

pub(super) fn feed(row: &Row) -> FeedLine {
    FeedLine {
        url: row.get(0),
        title: row.get(1),
        etag: row.get(2),
        modified: row.get(3),
        next: row.get(4),
        asked: row.get(5),
        answered: row.get(6),
        failing: row.get(7),
        failures: u32::try_from(row.get::<_, i32>(8)).unwrap_or(0),
        why: row.get(9),
        moved: row.get(10),
        gone: row.get(11),
    }
}

pub(super) fn item(row: &Row) -> ServerItem {
    let line = ItemLine {
        row: row.get(0),
        id: row.get(1),
        guid: row.get(2),
        url: row.get(3),
        title: row.get(4),
        author: row.get(5),
        outlet: row.get(6),
        language: row.get(7),
        published: row.get(8),
        updated: row.get(9),
        seen: row.get(10),
        changed: row.get(11),
        summary: row.get(12),
        text: row.get(13),
        feeds: row.get(14),
        versions: Vec::new(),
    };
    ServerItem { line, pruned: row.get(15), seq: row.get(16) }
}

/// Of `item, seen, title, summary, text`: which item, and what it said.
pub(super) fn version(row: &Row) -> (String, VersionLine) {
    (row.get(0), VersionLine { seen: row.get(1), title: row.get(2), summary: row.get(3), text: row.get(4) })
}

/// Of `step, item, before, after, article, assignee`: which step, and what was decided.
pub(super) fn decision(row: &Row) -> (String, DecisionLine) {
    let (article, assignee) = (row.get(4), row.get(5));
    (row.get(0), DecisionLine { item: row.get(1), before: row.get(2), after: row.get(3), article, assignee })
}

/// Bytes of one word that the server takes, and of all words of an item.
const WORD: usize = 1_000;
const WORDS: usize = 600_000;
/// The last position that it counts.
const LAST: usize = 16_383;

/// The folded words of an item with their positions, as the server reads them: `'port':1 'qasim':2`. Between fields a
/// position is left free, so that no phrase reaches over it.
pub(super) fn words(line: &ItemLine) -> String {
    let texts = [&line.title, &line.author, &line.summary, &line.text];
    let fields = std::iter::once(line.outlet.as_str()).chain(texts.into_iter().flatten().map(String::as_str));
    let (mut out, mut at) = (String::new(), 0_usize);
    for field in fields {
        let mut folded = String::new();
        fold::push_field(&mut folded, field);
        for word in folded.split([' ', '\n']).filter(|word| !word.is_empty()) {
            at += 1;
            if word.len() > WORD || out.len() > WORDS || word.contains('\0') {
                continue;
            }
            quote(&mut out, word);
            out.push(':');
            out.push_str(&at.min(LAST).to_string());
            out.push(' ');
        }
        at += 1;
    }
    out
}

/// A word as the server's types for words read it.
pub(super) fn quote(out: &mut String, word: &str) {
    out.push('\'');
    for letter in word.chars() {
        if matches!(letter, '\'' | '\\') {
            out.push(letter);
        }
        out.push(letter);
    }
    out.push('\'');
}
