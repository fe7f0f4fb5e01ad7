//! A page of the web as an article: what it says of itself in its metadata, and the text of its body.
//!
//! Pure: bytes go in. The page is read as a stream of tags and texts; nothing of it is run, and nothing is loaded.

mod address;
pub mod alike;
pub mod article;
mod body;
mod data;

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

pub use address::{canonical, host, is_web, resolve, site, without_password};
use body::Body;

use crate::dossier::Edtf;
use crate::dossier::load::is_language;

/// What a page says of the article in it. What it does not say is left out, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Headline.
    pub title: Option<String>,
    /// Who published it; by its own name, else the host of its address.
    pub outlet: Option<String>,
    /// The day of publication, as the page writes it.
    pub published: Option<Edtf>,
    /// BCP 47.
    pub language: Option<String>,
    /// Its address: the one that it gives for itself, where that is of the same site.
    pub url: Option<String>,
    /// The text, paragraphs apart by an empty line.
    pub text: Option<String>,
}

/// Reads a page. `address` is where it was fetched from, where it was.
///
/// # Errors
/// Where it is no text in UTF-8.
pub fn read(bytes: &[u8], address: Option<&str>) -> Result<Page, String> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|_| {
        let encoding = encoding(bytes).map_or_else(|| "not in UTF-8".to_owned(), |name| format!("in `{name}`"));
        format!("the page is {encoding}, and only UTF-8 is read; save it as UTF-8 and give the file")
    })?;
    let mut reader = Reader::default();
    let mut emitter = DefaultEmitter::default();
    // The text of scripts and titles holds no tags.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    Ok(reader.page(address))
}

/// The encoding that the page names in its first bytes.
fn encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let name: String =
        rest.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!name.is_empty() && name != "utf-8").then_some(name)
}

/// What was found so far.
#[derive(Default)]
struct Reader {
    /// `<meta>`: property, name or itemprop in lower case, and the first content.
    meta: BTreeMap<String, String>,
    language: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
    title: String,
    headline: String,
    /// The element whose text is being gathered for one of the above.
    within: Option<Within>,
    script: String,
    data: data::Data,
    body: Body,
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Title,
    Headline,
    Data,
    /// A script or style: its text is none.
    Code,
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = String::from_utf8_lossy(value).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "html" => self.language = self.language.take().or_else(|| attribute(tag, "lang")),
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
            "time" => self.time = self.time.take().or_else(|| attribute(tag, "datetime")),
            "title" if self.title.is_empty() => self.within = Some(Within::Title),
            "h1" if self.headline.is_empty() => self.within = Some(Within::Headline),
            "script" if attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                self.script.clear();
                self.within = Some(Within::Data);
            }
            "script" | "style" | "noscript" | "template" => self.within = Some(Within::Code),
            _ => {}
        }
        self.body.start(&name);
    }

    fn end(&mut self, name: &str) {
        match (name, self.within) {
            ("title", Some(Within::Title))
            | ("h1", Some(Within::Headline))
            | ("script" | "style" | "noscript" | "template", Some(Within::Code)) => self.within = None,
            ("script", Some(Within::Data)) => {
                self.data.read(&self.script);
                self.within = None;
            }
            _ => {}
        }
        self.body.end(name);
    }

    fn text(&mut self, text: &str) {
        match self.within {
            Some(Within::Title) => self.title.push_str(text),
            Some(Within::Headline) => {
                self.headline.push_str(text);
                self.body.text(text);
            }
            Some(Within::Data) => self.script.push_str(text),
            Some(Within::Code) => {}
            None => self.body.text(text),
        }
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.meta.get(*key)).cloned()
    }

    fn page(self, address: Option<&str>) -> Page {
        let said = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        let url = self.url(address);
        let title = self
            .meta(&["og:title"])
            .or_else(|| self.data.headline.clone())
            .or_else(|| self.meta(&["twitter:title"]))
            .or_else(|| said(&self.headline))
            .or_else(|| said(&self.title));
        let outlet = self
            .meta(&["og:site_name"])
            .or_else(|| self.data.publisher.clone())
            .or_else(|| self.meta(&["application-name", "publisher", "dc.publisher"]))
            .or_else(|| url.as_deref().and_then(site));
        let dates = [
            self.meta(&["article:published_time", "og:article:published_time"]),
            self.data.published.clone(),
            self.meta(&["datepublished", "date", "dc.date", "dcterms.created", "dc.date.issued", "dcterms.date"]),
            self.meta(&["pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date"]),
            self.time.clone(),
        ];
        let language = [
            self.language.clone(),
            self.data.language.clone(),
            self.meta(&["og:locale"]).map(|locale| locale.replace('_', "-")),
            self.meta(&["content-language"]),
        ];
        let text = self.data.body.clone().map(|text| paragraphs(&text)).filter(|text| text.len() >= 200);
        Page {
            title: title.and_then(|title| said(&title)),
            outlet: outlet.and_then(|outlet| said(&outlet)),
            published: dates.into_iter().flatten().find_map(|date| day(&date)),
            language: language.into_iter().flatten().find(|tag| is_language(tag)),
            url,
            text: text.or_else(|| self.body.text_of_article()),
        }
    }

    /// The page's own address where it is of the site from which it came: another site's copy names its origin, but the
    /// copy is what was read.
    fn url(&self, address: Option<&str>) -> Option<String> {
        let own = [self.canonical.clone(), self.meta(&["og:url"])].into_iter().flatten();
        let mut own = own.filter_map(|own| match address {
            Some(address) => resolve(address, &own),
            None => is_web(&own).then_some(own),
        });
        match address {
            Some(address) => {
                // The address of a front page is none of an article.
                let fits = |own: &String| site(own) == site(address) && own.matches('/').count() > 3;
                own.find(fits).or_else(|| Some(address.to_owned()))
            }
            None => own.next(),
        }
    }
}

/// The day of a time stamp, as written.
fn day(stamp: &str) -> Option<Edtf> {
    let stamp = stamp.trim();
    let day = stamp.get(..10).filter(|day| Edtf::parse(day).is_ok_and(|date| date.earliest() == date.latest()));
    Edtf::parse(day.unwrap_or(stamp)).ok().filter(|date| date.earliest().is_some())
}

/// All in one line, without what no text should hold.
fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs apart by an empty line, each in one.
fn paragraphs(text: &str) -> String {
    let all = text.split('\n').map(one_line).filter(|line| !line.is_empty());
    all.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests;
