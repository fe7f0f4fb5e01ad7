//! The article among all else that a page shows: found by `legible`, bounded in time, and put into paragraphs.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use html5gum::{Token, Tokenizer};

use super::one_line;

/// How long the reader may take; a page of a paper takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of its stack.
const STACK: usize = 16 << 20;
/// Texts that are shorter cannot be an article.
const SHORTEST: usize = 80;
/// Bytes of a text that are kept.
const LONGEST: usize = 1 << 20;

/// What the reader finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadArticle {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    /// Paragraphs apart by an empty line.
    pub text: Option<String>,
}

/// Reads a page that was guarded. One without an article, or that takes too long, gives nothing.
pub(super) fn article(page: &str) -> ReadArticle {
    let (sender, receiver) = channel();
    let page = page.to_owned();
    // What takes too long is left to itself: its tags are bounded, so that it ends.
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

/// Elements before and behind which a paragraph ends.
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

/// The texts of a piece of HTML, a line for each block; a point of a list that is mostly a link leads elsewhere, and is left
/// out.
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

/// The lines so far, and the one that is being gathered.
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
