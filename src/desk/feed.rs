//! Feeds: what a server sent becomes items. RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed; nothing is fetched here.
//!
//! Bytes become text ([`decode`]), text becomes raw items by one of three readers (`json`; `tree` over a whole XML tree;
//! `second`, which reads on where XML is broken), and raw items become [`FeedItem`]s in one place (`raw`): addresses made
//! whole, HTML made plain text, time stamps read, an identity that stays.
//!
//! Bounds: [`MOST_ITEMS`] items, elements nested up to 256, 1,000 attributes an element, no DOCTYPE, no entities but
//! XML's five and HTML's. A parser that panics costs its own feed alone.

mod decode;
mod json;
mod mend;
mod plain;
mod raw;
mod second;
mod stamp;
#[cfg(test)]
mod tests;
mod tree;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

pub use decode::{decode, decode_named};
pub use plain::plain;
pub use stamp::stamp;

/// More items of one feed are left out.
pub const MOST_ITEMS: usize = 10_000;

/// What a feed says of itself, and its items in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedContent {
    /// Its name.
    pub title: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// At most [`MOST_ITEMS`].
    pub items: Vec<FeedItem>,
    /// What is wrong with a feed that could be read only in part: one line.
    pub broken: Option<String>,
}

/// An item as a feed gives it; text is plain text without control characters. What the feed does not say is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// Stays while the item is the same: the guid, else the canonical link, else a hash of title and day.
    pub id: String,
    /// Where it can be read; of http or https.
    pub url: Option<String>,
    /// One line.
    pub title: Option<String>,
    /// Who wrote it: one line.
    pub author: Option<String>,
    /// When it was published; never guessed.
    pub published: Option<DateTime<Utc>>,
    /// When it was changed, by the feed.
    pub updated: Option<DateTime<Utc>>,
    /// BCP 47: its own, else the feed's.
    pub language: Option<String>,
    /// The beginning, or what it is about. Paragraphs are apart by an empty line.
    pub summary: Option<String>,
    /// The text, where the feed has it.
    pub text: Option<String>,
}

/// Reads a feed. `charset` is what the server says of the bytes, `address` is where they came from.
///
/// # Errors
/// One line, where it is no feed.
pub fn read(bytes: &[u8], charset: Option<&str>, address: &str) -> Result<FeedContent, String> {
    let text = decode(bytes, charset);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let raw = if text.is_empty() {
        return Err("the answer is empty".to_owned());
    } else if text.starts_with(['{', '[']) {
        json::read(text)?
    } else {
        xml(text)?
    };
    Ok(raw.finish(address))
}

/// XML, whole or broken.
fn xml(text: &str) -> Result<raw::RawFeed, String> {
    let mended = mend::mend(text)?;
    let fault = match tree::read(&mended) {
        Ok(feed) => return Ok(feed),
        Err(tree::TreeFault::NoFeed(why)) => return Err(why),
        Err(tree::TreeFault::NoXml(why)) => why,
    };
    let again = mend::mend_references(&mended);
    match tree::read(&again) {
        Ok(feed) => return Ok(feed),
        Err(tree::TreeFault::NoFeed(why)) => return Err(why),
        Err(tree::TreeFault::NoXml(_)) => {}
    }
    second::read(&again)
        .filter(|feed| !feed.items.is_empty())
        .map(|feed| raw::RawFeed { broken: Some(format!("not well-formed: {fault}")), ..feed })
        .ok_or_else(|| format!("this is no feed, or one without a whole item: {fault}"))
}

/// The first half of the SHA-256 of texts that belong together, as 32 hexadecimal digits.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let first = digest.as_chunks::<16>().0[0];
    format!("{:032x}", u128::from_be_bytes(first))
}
