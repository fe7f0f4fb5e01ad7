//! Reads a web page as an article: its metadata and the text of its body.
//!
//! ```text
//! bytes ──decode──▶ text ──guard──▶ page ─┬─ tags as they come ──▶ metadata, day, language, address
//!                                         └─ legible, in time ──▶ headline, outlet, author, text
//! ```
//!
//! Nothing on the page is executed or loaded.

mod address;
pub mod alike;
pub mod article;
mod data;
mod day;
mod decode;
mod guard;
mod language;
mod published;
mod reader;

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

pub use address::{canonical, host, is_web, resolve, site};
use published::{DayClues, SaidDays};
use reader::ReadArticle;

use crate::dossier::EdtfDate;
use crate::dossier::load::is_language;
use crate::text::kept_address;

/// The description of the article on a page. Missing values are left out, never guessed, except the language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebPage {
    /// Headline.
    pub title: Option<String>,
    /// The publisher, by name or otherwise by host.
    pub outlet: Option<String>,
    /// The author, as named on the page.
    pub author: Option<String>,
    /// The day of publication as written; with `~` if only the text or the address gives it.
    pub published: Option<EdtfDate>,
    /// BCP 47; detected if the page does not declare it.
    pub language: Option<String>,
    /// Its address: the canonical one, if it is on the same site.
    pub url: Option<String>,
    /// The text, paragraphs separated by an empty line.
    pub text: Option<String>,
}

/// Reads a page in any encoding. `charset` is the server's, `address` is where it was fetched from.
///
/// # Errors
/// Returns an error if it is not text.
pub fn read(bytes: &[u8], charset: Option<&str>, address: Option<&str>) -> Result<WebPage, String> {
    let text = decode::decode(bytes, charset);
    if text[..text.floor_char_boundary(SNIFFED)].contains('\0') || text.starts_with("%PDF") {
        return Err("it is not a page: it holds bytes that are not text".to_owned());
    }
    // Further on, some pages have a few by mistake.
    let text = if text.contains('\0') { text.replace('\0', " ").into() } else { text };
    let guarded = guard::guarded(&text);
    let mut reader = PageReader::default();
    let mut emitter = DefaultEmitter::default();
    // The text of scripts and titles contains no tags.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(&*guarded, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    Ok(reader.page(&reader::article(&guarded), address))
}

/// The number of bytes by which browsers tell a page from other files.
const SNIFFED: usize = 1_445;

/// What was found so far.
#[derive(Default)]
struct PageReader {
    /// `<meta>`: property, name or itemprop in lower case, and the first content.
    meta: BTreeMap<String, String>,
    language: Option<String>,
    canonical: Option<String>,
    title: String,
    clues: DayClues,
    /// The element whose text is being collected.
    within: Option<PageScope>,
    script: String,
    data: data::LinkedData,
}

#[derive(Clone, Copy, PartialEq)]
enum PageScope {
    Title,
    Data,
    /// A script or style, whose text is dropped.
    Code,
}

/// Names under which metadata gives a day without saying of what.
const DATED: &[&str] = &["date", "dc.date", "dc:date", "dcterms.date"];
/// Names under which metadata gives the day of publication.
const PUBLISHED: &[&str] = &[
    "datepublished",
    "dcterms.created",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.issued",
    "pubdate",
    "bt:pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publish_time",
    "published_date",
    "publication_date",
    "publication-date",
    "sailthru.date",
    "parsely-pub-date",
    "parsely-page",
    "vr:published-time",
    "article:published",
    "article_date_original",
    "article.published",
    "originalpublicationdate",
    "og:published_time",
    "og:pubdate",
    "rnews:datepublished",
    "citation_online_date",
    "citation_publication_date",
    "citation_date",
    "bepress_citation_date",
    "prism.publicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "gentime",
    "ptime",
];
/// Names under which it gives the day of the last change, or one that may be.
const CHANGED: &[&str] = &[
    "datecreated",
    "created",
    "dcterms.modified",
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdate",
    "last-modified",
    "lastmod",
    "revised",
];

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = String::from_utf8_lossy(value).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

impl PageReader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        self.clues.start(&name, tag);
        match name.as_str() {
            "html" => {
                let named = || attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                self.language = self.language.take().or_else(named);
            }
            "meta" => {
                let key =
                    ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(|key| attribute(tag, key));
                if let (Some(key), Some(content)) = (key, attribute(tag, "content")) {
                    self.meta.entry(key.to_lowercase()).or_insert(content);
                }
            }
            "link" => {
                let rel = attribute(tag, "rel").unwrap_or_default().to_lowercase();
                if rel.split_whitespace().any(|word| word == "canonical") {
                    self.canonical = self.canonical.take().or_else(|| attribute(tag, "href"));
                }
            }
            "title" if self.title.is_empty() => self.within = Some(PageScope::Title),
            "script" if attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                self.script.clear();
                self.within = Some(PageScope::Data);
            }
            "script" | "style" | "noscript" | "template" => self.within = Some(PageScope::Code),
            _ => {}
        }
        self.clues.see(" ");
    }

    fn end(&mut self, name: &str) {
        self.clues.end(name);
        match (name, self.within) {
            ("title", Some(PageScope::Title))
            | ("script" | "style" | "noscript" | "template", Some(PageScope::Code)) => {
                self.within = None;
            }
            ("script", Some(PageScope::Data)) => {
                self.data.read(&self.script);
                self.within = None;
            }
            _ => {}
        }
        self.clues.see(" ");
    }

    fn text(&mut self, text: &str) {
        match self.within {
            Some(PageScope::Title) => self.title.push_str(text),
            Some(PageScope::Data) => self.script.push_str(text),
            Some(PageScope::Code) => self.clues.script(text),
            None => self.clues.see(text),
        }
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.meta.get(*key)).cloned()
    }

    /// Combines the extracted article with the metadata, which fills what the extraction lacks.
    fn page(self, article: &ReadArticle, address: Option<&str>) -> WebPage {
        let url = self.url(address);
        let title = article.title.clone().or_else(|| self.meta(&["og:title"])).or_else(|| self.data.headline.clone());
        let title = title.or_else(|| self.meta(&["twitter:title"])).or_else(|| self.clues.headline());
        let outlet = self.meta(&["og:site_name"]).or_else(|| article.outlet.clone());
        let outlet = outlet
            .or_else(|| self.data.publisher.clone())
            .or_else(|| self.meta(&["application-name", "publisher", "dc.publisher"]))
            .or_else(|| url.as_deref().and_then(site));
        let author = self.data.author.clone().or_else(|| self.meta(&["author", "article:author", "parsely-author"]));
        // A text too short for `legible` may be given by the publisher as data.
        let text = article
            .text
            .clone()
            .or_else(|| self.data.body.as_deref().and_then(|body| reader::paragraphs(&body.replace('\n', "<p>"))));
        WebPage {
            title: title.or_else(|| said(&self.title)).and_then(|title| said(&title)),
            outlet: outlet.and_then(|outlet| said(&outlet)),
            // The address of an author's page is not a name.
            author: article.author.clone().or(author).and_then(|name| said(&name)).filter(|name| !name.contains("://")),
            published: self.day(url.as_deref().or(address)),
            language: self.language().or_else(|| text.as_deref().and_then(language::of_text)),
            url,
            text,
        }
    }

    /// The day of publication, from all that says it.
    fn day(&self, address: Option<&str>) -> Option<EdtfDate> {
        let meta = |keys: &[&str]| keys.iter().filter_map(|key| self.meta.get(*key)).cloned().collect::<Vec<_>>();
        let mut published = meta(&["article:published_time", "og:article:published_time"]);
        published.extend(self.data.published.clone());
        published.extend(meta(PUBLISHED));
        let mut others = self.data.others.clone();
        others.extend(meta(CHANGED));
        let title = self.meta(&["og:title"]).unwrap_or_default() + "\n" + &self.title;
        self.clues.day(&SaidDays {
            published,
            of_page: self.data.page_published.iter().cloned().collect(),
            dated: meta(DATED),
            others,
            address: address.map(str::to_owned),
            title,
            language: self.language(),
        })
    }

    fn language(&self) -> Option<String> {
        let said = [
            self.language.clone(),
            self.data.language.clone(),
            self.meta(&["og:locale"]),
            self.meta(&["content-language"]),
        ];
        said.into_iter().flatten().map(|tag| tag.replace('_', "-")).find(|tag| is_language(tag))
    }

    /// The canonical address if it is on the site that the page came from: a copy on another site names its original,
    /// but the copy is what was read.
    fn url(&self, address: Option<&str>) -> Option<String> {
        let own = [self.canonical.clone(), self.meta(&["og:url"])].into_iter().flatten();
        let mut own = own.filter_map(|own| match address {
            Some(address) => resolve(address, &own),
            None => is_web(&own).then_some(own),
        });
        let found = match address {
            Some(address) => {
                // The address of a front page is not that of an article.
                let fits = |own: &String| site(own) == site(address) && own.matches('/').count() > 3;
                own.find(fits).or_else(|| Some(address.to_owned()))
            }
            None => own.next(),
        };
        found.map(|found| kept_address(&found).into_owned())
    }
}

/// A metadata text in one line, if it is not empty. Doubly escaped entities are decoded.
fn said(text: &str) -> Option<String> {
    let mut plain = String::new();
    if text.contains('&') {
        for Ok(token) in Tokenizer::new(text) {
            if let Token::String(piece) = token {
                plain.push_str(&String::from_utf8_lossy(&piece.value));
            }
        }
    }
    Some(one_line(if plain.is_empty() { text } else { &plain })).filter(|text| !text.is_empty())
}

/// Everything in one line, without control characters.
fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
