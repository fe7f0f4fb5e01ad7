//! Feeds: parses what a server sent into items. RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed. Does not fetch.
//!
//! Bytes become text ([`decode`]), text becomes raw items by one of three readers (`json`; `tree` over a whole XML
//! tree, or item by item; `second`, which recovers malformed XML), and raw items become [`FeedItem`]s in one place (`raw`), which
//! resolves addresses, converts HTML to plain text, parses time stamps, and gives each item a stable identity.
//!
//! Limits: [`MOST_ITEMS`] items, elements nested up to 256 deep, 1,000 attributes per element, no DOCTYPE, and no
//! entities except XML's five and HTML's. A parser that panics affects its own feed only.

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
pub(crate) use stamp::{is_universal, is_zone};

/// Further items of one feed are dropped.
pub const MOST_ITEMS: usize = 10_000;

/// A feed's description of itself, and its items in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedContent {
    /// Its name.
    pub title: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// At most [`MOST_ITEMS`].
    pub items: Vec<FeedItem>,
    /// What is wrong with a feed that could only be read in part: one line.
    pub broken: Option<String>,
}

/// An item of a feed, as plain text without control characters. Missing values are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// Stable identity: the guid, otherwise the canonical link, otherwise a hash of title and date.
    pub id: String,
    /// Its address; http or https.
    pub url: Option<String>,
    /// One line.
    pub title: Option<String>,
    /// Who wrote it: one line.
    pub author: Option<String>,
    /// When it was published; never guessed.
    pub published: Option<DateTime<Utc>>,
    /// When the feed says it was changed.
    pub updated: Option<DateTime<Utc>>,
    /// BCP 47: its own, otherwise the feed's.
    pub language: Option<String>,
    /// The beginning or a summary. Paragraphs are separated by an empty line.
    pub summary: Option<String>,
    /// The full text, if the feed contains it.
    pub text: Option<String>,
}

impl FeedItem {
    /// Whether it has nothing to be read or opened: no title, address or text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.title, &self.url, &self.summary, &self.text].iter().all(|value| value.is_none())
    }
}

/// Parses a feed. `charset` is the server's, `address` is where it was fetched from.
///
/// # Errors
/// Returns one line if it is not a feed.
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

/// XML, well-formed or not.
fn xml(text: &str) -> Result<raw::RawFeed, String> {
    let mended = mend::mend(text)?;
    let fault = match tree::read(&mended) {
        Ok(feed) => return Ok(feed),
        Err(tree::TreeFault::NoFeed(why)) => return Err(why),
        Err(tree::TreeFault::NoXml(why)) => why,
    };
    let again = mend::mend_references(&mend::bind_prefixes(&mended));
    match tree::read(&again) {
        Ok(feed) => return Ok(feed),
        Err(tree::TreeFault::NoFeed(why)) => return Err(why),
        Err(tree::TreeFault::NoXml(_)) => {}
    }
    let mut feed = second::read(&again).unwrap_or_default();
    let one_by_one = tree::read_items(&again);
    if one_by_one.len() > feed.items.len() {
        feed.items = one_by_one;
    }
    if feed.items.is_empty() {
        return Err(format!("this is not a feed, or one without a whole item: {fault}"));
    }
    Ok(raw::RawFeed { broken: Some(format!("not well-formed: {fault}")), ..feed })
}

/// The first half of the SHA-256 of several texts, as 32 hexadecimal digits.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let first = digest.as_chunks::<16>().0[0];
    format!("{:032x}", u128::from_be_bytes(first))
}
