//! Rows of the server as the lines in which archives exchange what they hold, and the words by which the server finds them.

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

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

/// Bytes of one word that the server takes, of all words of an item, and what each word takes beside its letters.
const WORD: usize = 1_000;
const WORDS: usize = 600_000;
const BESIDE: usize = 12;
/// The last position that it counts, and how many of one word.
const LAST: u16 = 16_383;
const PLACES: usize = 255;

/// The folded words of an item with their positions, in the form in which the server's `tsvector` travels: it has less to do
/// with it than with text. Between fields a position is left free, so that no phrase reaches over it.
#[derive(Debug)]
pub(super) struct WordVector(Vec<u8>);

impl WordVector {
    pub fn of(line: &ItemLine) -> WordVector {
        let texts = [&line.title, &line.author, &line.summary, &line.text];
        let fields = std::iter::once(line.outlet.as_str()).chain(texts.into_iter().flatten().map(String::as_str));
        let (mut folded, mut bounds) = (String::new(), Vec::new());
        for field in fields {
            fold::push_field(&mut folded, field);
            bounds.push(folded.len());
        }
        let (mut words, mut at, mut begin, mut bytes): (Vec<(&str, u16)>, u16, usize, usize) = (Vec::new(), 0, 0, 0);
        for end in bounds {
            for word in folded[begin..end].split([' ', '\n']).filter(|word| !word.is_empty()) {
                at = at.saturating_add(1);
                bytes += word.len() + BESIDE;
                if word.len() <= WORD && bytes <= WORDS && !word.contains('\0') {
                    words.push((word, at.min(LAST)));
                }
            }
            at = at.saturating_add(1);
            begin = end;
        }
        words.sort_unstable();
        words.dedup();
        WordVector(encoded(&words))
    }
}

/// The number of words; of each its bytes, a zero, the number of its positions, and these.
fn encoded(words: &[(&str, u16)]) -> Vec<u8> {
    let mut out = vec![0; 4];
    let mut count = 0_i32;
    for places in words.chunk_by(|(a, _), (b, _)| a == b) {
        count += 1;
        out.extend_from_slice(places[0].0.as_bytes());
        out.push(0);
        let places = &places[..places.len().min(PLACES)];
        out.extend_from_slice(&u16::try_from(places.len()).unwrap_or(0).to_be_bytes());
        places.iter().for_each(|(_, at)| out.extend_from_slice(&at.to_be_bytes()));
    }
    out[..4].copy_from_slice(&count.to_be_bytes());
    out
}

impl ToSql for WordVector {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::TS_VECTOR
    }

    to_sql_checked!();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, summary: &str) -> ItemLine {
        ItemLine {
            id: "k".into(),
            row: 1,
            guid: "g".into(),
            feeds: Vec::new(),
            url: None,
            title: Some(title.into()),
            author: None,
            outlet: "Dawn".into(),
            language: None,
            published: None,
            updated: None,
            seen: 0,
            changed: None,
            summary: Some(summary.into()),
            text: None,
            versions: Vec::new(),
        }
    }

    #[test]
    fn each_word_travels_once_in_order_with_its_positions() {
        let WordVector(bytes) = WordVector::of(&item("Port of Gwadar", "the port"));
        let mut wanted = vec![0, 0, 0, 5];
        for (word, places) in [("dawn", &[1_u8][..]), ("gwadar", &[5]), ("of", &[4]), ("port", &[3, 8]), ("the", &[7])]
        {
            wanted.extend_from_slice(word.as_bytes());
            wanted.extend([0, 0, u8::try_from(places.len()).expect("few")]);
            places.iter().for_each(|at| wanted.extend([0, *at]));
        }
        assert_eq!(bytes, wanted);
    }

    #[test]
    fn a_long_text_stays_within_what_the_server_takes() {
        let many = (0..200_000).map(|n| format!("w{n} same")).collect::<Vec<_>>().join(" ");
        let long = "x".repeat(5_000);
        let WordVector(bytes) = WordVector::of(&item(&long, &many));
        // Of each word also where it begins and how long it is.
        let count = i32::from_be_bytes(bytes[..4].try_into().expect("four bytes"));
        assert!(bytes.len() + 4 * usize::try_from(count).expect("some") < 1 << 20, "{} {count}", bytes.len());
        let same = bytes.windows(5).position(|five| five == b"same\0").expect("the word");
        assert_eq!(bytes[same + 5..same + 7], [0, 255]);
        assert!(!bytes.windows(2_000).any(|part| part.iter().all(|byte| *byte == b'x')));
    }
}
