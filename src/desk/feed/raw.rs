//! Items as a reader found them, and their conversion to [`FeedItem`]s.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::plain::{perhaps_html, tidy};
use super::{FeedContent, FeedItem, MOST_ITEMS, fingerprint, stamp};
use crate::desk::page::{canonical, is_web};
use crate::text::{kept_address, without_password};

/// A feed as a reader found it.
#[derive(Debug, Default)]
pub(super) struct RawFeed {
    pub title: Option<String>,
    pub language: Option<String>,
    pub items: Vec<RawItem>,
    pub broken: Option<String>,
}

/// An item as a reader found it: texts may be HTML, addresses relative, dates in any form.
#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub guid: Option<String>,
    /// Whether the guid is an address that can be used if there is no link.
    pub guid_is_link: bool,
    /// Addresses, best first.
    pub links: Vec<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    /// In order of preference.
    pub published: Vec<String>,
    pub updated: Vec<String>,
    pub language: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
    /// `xml:base`, outermost first.
    pub bases: Vec<String>,
}

impl RawFeed {
    /// The feed, with addresses resolved against its own.
    pub fn finish(self, address: &str) -> FeedContent {
        let language = self.language.and_then(|tag| language(&tag));
        let base = Url::parse(address).ok();
        let items = self.items.into_iter().take(MOST_ITEMS);
        let items = items.map(|item| item.finish(base.as_ref(), language.as_deref())).collect();
        FeedContent { title: self.title.and_then(|title| one_line(&title)), language, items, broken: self.broken }
    }
}

impl RawItem {
    fn finish(self, address: Option<&Url>, of_feed: Option<&str>) -> FeedItem {
        let mut base = address.cloned();
        for given in &self.bases {
            base = base.and_then(|base| base.join(given.trim()).ok()).or_else(|| Url::parse(given.trim()).ok());
        }
        let guid = self.guid.as_deref().map(tidy).filter(|guid| !guid.is_empty());
        let guid = guid.map(|guid| kept_address(&guid).into_owned());
        let mut links = self.links.iter().filter_map(|link| whole(base.as_ref(), link));
        let guid_link = || {
            let guid = guid.as_deref().filter(|_| self.guid_is_link)?;
            // A number or name alone is no address, although it could be one.
            let is_relative = (guid.starts_with('/') || guid.contains('?')) && !guid.contains([':', ' ']);
            if is_web(guid) { Some(guid.to_owned()) } else { is_relative.then(|| whole(base.as_ref(), guid)).flatten() }
        };
        let url = links.next().or_else(guid_link);
        let summary = self.summary.as_deref().map(perhaps_html).filter(|text| !text.is_empty());
        let text = self.text.as_deref().map(perhaps_html).filter(|text| !text.is_empty());
        let title = self.title.and_then(|title| one_line(&title));
        let published = self.published.iter().find_map(|day| stamp(day));
        let nameless = || {
            let name = title.as_deref().or(summary.as_deref()).or(text.as_deref()).unwrap_or_default();
            let day = published.map_or_else(String::new, |at| at.date_naive().to_string());
            fingerprint(&[name, &day])
        };
        let id = guid.clone().or_else(|| url.as_deref().and_then(canonical)).unwrap_or_else(nameless);
        let language = self.language.and_then(|tag| language(&tag)).or_else(|| of_feed.map(str::to_owned));
        FeedItem {
            id,
            url,
            title,
            author: self.author.and_then(|author| one_line(&author)),
            published,
            updated: self.updated.iter().find_map(|day| stamp(day)),
            language,
            // Duplicate text is stored once.
            summary: summary.filter(|summary| text.as_ref() != Some(summary)),
            text,
        }
    }
}

/// A web address, resolved.
fn whole(base: Option<&Url>, link: &str) -> Option<String> {
    let link = link.trim();
    if link.is_empty() {
        return None;
    }
    if is_web(link) && !link.contains(char::is_control) {
        return Some(without_password(link).into_owned()); // as the feed writes it
    }
    let url = base.map_or_else(|| Url::parse(link), |base| base.join(link)).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| without_password(url.as_str()).into_owned())
}

/// One line of plain text; `None` if empty.
fn one_line(text: &str) -> Option<String> {
    let line = perhaps_html(text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A language tag in the form of BCP 47: `en_GB` becomes `en-GB`.
fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    crate::dossier::load::is_language(&tag).then_some(tag)
}

/// Text in base64.
pub(super) fn from_base64(text: &str) -> Option<String> {
    let packed: String = text.split_whitespace().collect();
    String::from_utf8(STANDARD.decode(packed).ok()?).ok()
}
