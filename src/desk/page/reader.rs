//! Extracts the article from a page with `legible`, within a time limit, as paragraphs.

use std::collections::HashSet;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use html5gum::{Token, Tokenizer};
use memchr::memchr;

use super::guard::tag_end;
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
    let page = with_plain_root(page);
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

/// The page with a root element of no class and id: `legible` drops elements by such names, the root and all too.
fn with_plain_root(page: &str) -> String {
    let is_root = |tag: &[u8]| tag[..5].eq_ignore_ascii_case(b"<html") && tag[5].is_ascii_whitespace();
    let bytes = page.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr(b'<', &bytes[from..]).map(|found| from + found) {
        if bytes.get(at..at + 6).is_some_and(is_root) {
            return format!("{}<html>{}", &page[..at], &page[tag_end(page, at)..]);
        }
        // Comments for old browsers have roots of their own.
        from = if bytes[at..].starts_with(b"<!--") { tag_end(page, at) } else { at + 1 };
    }
    page.to_owned()
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
    "figure",
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

/// Elements that are no part of the text: captions of pictures, and what a visitor works with.
const ASIDE: &[&str] = &["button", "figcaption", "footer", "nav", "script", "style"];
/// A line shorter than this that is no sentence is left out at the beginning and the end of a text.
const SCRAP: usize = 60;

/// The text of an HTML fragment, one line per block; what consists mostly of a link is left out, and so are captions,
/// repeated lines, and scraps before and after the text (`By A. Writer`, `Updated 10:30`, `Share`).
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
    let mut whole = lines.texts().join("\n\n");
    whole.truncate(whole.floor_char_boundary(LONGEST));
    (whole.len() >= SHORTEST).then_some(whole)
}

/// A line of the text.
struct BlockLine {
    text: String,
    in_list: bool,
}

impl BlockLine {
    /// Whether it is short and no sentence.
    fn is_scrap(&self) -> bool {
        let ends = self
            .text
            .trim_end_matches(['"', '”', '’', '»', ')', '\''])
            .ends_with(['.', '!', '?', '…', ':', '。', '۔', '؟']);
        !self.in_list && !ends && self.text.chars().count() < SCRAP
    }
}

/// The lines so far, and the current one.
#[derive(Default)]
struct BlockLines {
    done: Vec<BlockLine>,
    line: String,
    /// Bytes of the line that are links.
    linked: usize,
    in_link: bool,
    in_list: bool,
    /// How many elements are open that are no part of the text.
    aside: usize,
}

impl BlockLines {
    fn tag(&mut self, name: &str, opens: bool) {
        if ASIDE.contains(&name) {
            self.close();
            self.aside = if opens { self.aside + 1 } else { self.aside.saturating_sub(1) };
            return;
        }
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
        if self.aside > 0 {
            return;
        }
        self.line.push_str(text);
        if self.in_link {
            self.linked += text.trim().len();
        }
    }

    fn close(&mut self) {
        let text = one_line(&self.line);
        let share = if self.in_list { 50 } else { 80 };
        let leads_on = self.linked * 100 > text.len() * share;
        if !text.is_empty() && !leads_on {
            self.done.push(BlockLine { text, in_list: self.in_list });
        }
        self.line.clear();
        self.linked = 0;
    }

    /// The lines of the text itself. If all are scraps, they are the text.
    fn texts(self) -> Vec<String> {
        let is_text = |line: &BlockLine| !line.is_scrap();
        let first = self.done.iter().position(is_text).unwrap_or(0);
        let end = self.done.iter().rposition(is_text).map_or(self.done.len(), |last| last + 1);
        let mut seen = HashSet::new();
        let lines = self.done.into_iter().take(end).skip(first).map(|line| line.text);
        lines.filter(|text| text.len() < SCRAP || seen.insert(text.clone())).collect()
    }
}
