//! Extracts the article from a page with `legible`, within a time limit, as paragraphs.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use html5gum::{Token, Tokenizer};

use super::one_line;

/// The time limit; a newspaper page takes a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// The stack size in bytes.
const STACK: usize = 16 << 20;
/// Shorter texts cannot be an article.
const SHORTEST: usize = 80;
/// The maximum length of a text in bytes.
const LONGEST: usize = 1 << 20;

/// What was extracted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadArticle {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    /// Paragraphs separated by an empty line.
    pub text: Option<String>,
}

/// Reads a guarded page. Returns an empty result if there is no article or it takes too long.
pub(super) fn article(page: &str) -> ReadArticle {
    let (sender, receiver) = channel();
    let page = page.to_owned();
    // A thread that takes too long is abandoned; because its tags are bounded, it ends.
    let work = move || {
        let read = std::panic::catch_unwind(|| legible::parse(&page, None, None));
        let _ = sender.send(read);
    };
    if thread::Builder::new().name("article".to_owned()).stack_size(STACK).spawn(work).is_err() {
        return ReadArticle::default();
    }
    let Ok(Ok(Ok(read))) = receiver.recv_timeout(PATIENCE) else { return ReadArticle::default() };
    let said = |text: Option<String>| text.map(|text| one_line(&text)).filter(|text| !text.is_empty());
    ReadArticle {
        title: said(Some(read.title)),
        outlet: said(read.site_name),
        author: said(read.byline),
        text: paragraphs(&read.content),
    }
}

/// Elements that separate paragraphs.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];

/// The text of an HTML fragment, one line per block; list items that consist mostly of a link are
/// left out.
pub(super) fn paragraphs(html: &str) -> Option<String> {
    let mut lines = BlockLines::default();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => lines.tag(&String::from_utf8_lossy(&tag.name), true),
            Token::EndTag(tag) => lines.tag(&String::from_utf8_lossy(&tag.name), false),
            Token::String(text) => lines.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    lines.close();
    let mut whole = lines.done.join("\n\n");
    whole.truncate(whole.floor_char_boundary(LONGEST));
    (whole.len() >= SHORTEST).then_some(whole)
}

/// The lines so far, and the current one.
#[derive(Default)]
struct BlockLines {
    done: Vec<String>,
    line: String,
    /// Bytes of the line that are links.
    linked: usize,
    in_link: bool,
    in_list: bool,
}

impl BlockLines {
    fn tag(&mut self, name: &str, opens: bool) {
        match name {
            "br" | "td" | "th" => self.line.push(' '),
            "a" => self.in_link = opens,
            _ if BLOCKS.contains(&name) => {
                self.close();
                self.in_list = opens && (name == "li" || self.in_list);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.line.push_str(text);
        if self.in_link {
            self.linked += text.trim().len();
        }
    }

    fn close(&mut self) {
        let line = one_line(&self.line);
        let leads_on = self.in_list && self.linked * 2 > line.len();
        if !line.is_empty() && !leads_on {
            self.done.push(line);
        }
        self.line.clear();
        self.linked = 0;
    }
}
