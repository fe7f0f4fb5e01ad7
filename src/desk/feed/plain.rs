//! Converts HTML to plain text: blocks separated by an empty line, without scripts and control characters.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// Elements whose text is dropped.
const SILENT: &[&str] = &["script", "style", "template", "iframe", "svg", "head"];
/// Elements that end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "tr",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "hr",
    "form",
    "aside",
    "main",
];
/// Elements that end a line.
const LINES: &[&str] = &["br", "li", "dt", "dd"];
/// Elements that identify unmarked text as HTML.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
    "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr", "center", "nobr",
    "applet", "audio", "base", "blink", "body", "button", "dfn", "embed", "frame", "frameset", "html", "input",
    "label", "link", "map", "marquee", "meta", "noscript", "object", "param", "picture", "ruby", "samp", "select",
    "source", "summary", "textarea", "var", "video",
];

/// The visible text of HTML.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    // The text of scripts contains no tags.
    emitter.naively_switch_states(true);
    let mut out = String::with_capacity(html.len());
    let mut silent: Option<Vec<u8>> = None;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                if silent.is_none() && SILENT.contains(&&*name) && !tag.self_closing {
                    silent = Some(tag.name.to_vec());
                }
                part(&name, &mut out);
            }
            Token::EndTag(tag) => {
                if silent.as_deref() == Some(&*tag.name) {
                    silent = None;
                }
                part(&String::from_utf8_lossy(&tag.name), &mut out);
            }
            Token::String(text) if silent.is_none() => {
                // A line end in HTML is white space.
                out.push_str(&String::from_utf8_lossy(&text.value).replace(['\n', '\r'], " "));
            }
            _ => {}
        }
    }
    tidy(&out)
}

fn part(name: &str, out: &mut String) {
    if BLOCKS.contains(&name) {
        out.push_str("\n\n");
    } else if LINES.contains(&name) {
        out.push('\n');
    } else if matches!(name, "td" | "th" | "img") {
        out.push(' ');
    }
}

/// The text with single spaces, at most one empty line, and no control characters.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split('\n') {
        let before = out.len();
        for word in line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
            if out.len() == before {
                out.push_str(if before == 0 {
                    ""
                } else if empty > 0 {
                    "\n\n"
                } else {
                    "\n"
                });
            } else {
                out.push(' ');
            }
            out.push_str(word);
        }
        if out.len() > before { empty = 0 } else { empty += 1 }
    }
    out
}

/// Plain text from a text that may be unmarked HTML.
pub(super) fn perhaps_html(text: &str) -> String {
    if looks_like_html(text) { plain(text) } else { tidy(text) }
}

/// Whether it contains a known HTML tag or a complete reference.
fn looks_like_html(text: &str) -> bool {
    let tag = |(at, _): (usize, &str)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        let name = name.to_ascii_lowercase();
        let ends = rest[name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        ends && [INLINE, BLOCKS, LINES, SILENT].iter().any(|names| names.contains(&&*name))
    };
    let reference = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let length = rest.bytes().take(33).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        length > 1 && rest[length..].starts_with(';')
    };
    text.match_indices('<').any(tag) || text.match_indices('&').any(reference)
}
