//! OPML: turns the feeds of another reader into the feeds of a new dossier.

use roxmltree::Document;

use crate::desk::feed::decode;
use crate::desk::page::is_web;
use crate::settings::config::setting::quoted;

/// The feeds of an outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpmlFeeds {
    /// The title of the outline.
    pub title: Option<String>,
    /// Addresses, each once, with their names.
    pub feeds: Vec<(String, Option<String>)>,
    /// The number of outlines whose address is not http or https.
    pub lost: usize,
}

/// Reads an outline, however deeply its folders are nested.
///
/// # Errors
/// Returns one line if it is not OPML.
pub fn read(bytes: &[u8]) -> Result<OpmlFeeds, String> {
    let text = decode(bytes, None);
    let start = text.find('<').unwrap_or(0);
    let document = Document::parse(&text[start..]).map_err(|error| format!("this is not OPML: {error}"))?;
    let root = document.root_element();
    if !root.has_tag_name("opml") {
        return Err(format!("this is not OPML: the document is `{}`", crate::text::safe(root.tag_name().name())));
    }
    let mut found = OpmlFeeds::default();
    let title = document.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
    found.title = title.map(one_line).filter(|title| !title.is_empty());
    for outline in document.descendants().filter(|node| node.has_tag_name("outline")) {
        let value = |name: &str| {
            let own = outline.attributes().find(|attribute| attribute.name().eq_ignore_ascii_case(name));
            own.map(|attribute| one_line(attribute.value())).filter(|value| !value.is_empty())
        };
        let Some(url) = value("xmlUrl") else { continue };
        if !is_web(&url) {
            found.lost += 1;
        } else if found.feeds.iter().all(|(known, _)| *known != url) {
            found.feeds.push((url, value("title").or_else(|| value("text"))));
        }
    }
    Ok(found)
}

impl OpmlFeeds {
    /// A dossier that names only these feeds.
    #[must_use]
    pub fn dossier(&self, title: &str) -> String {
        let mut text = format!("format = 1\n\n[story]\ntitle = {}\n", quoted(title));
        for (url, name) in &self.feeds {
            text.extend(["\n[[feeds]]\nurl = ", &quoted(url), "\n"]);
            if let Some(name) = name {
                text.extend(["name = ", &quoted(name), "\n"]);
            }
        }
        text
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
