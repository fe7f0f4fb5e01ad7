//! Markdown (CommonMark, with the tables of GitHub): the readable page.

use std::io;

use super::clean::line;
use super::page::{Block, Inline, Line, page};
use super::{Losses, Story};

/// Writes the page of the rows.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &Story, out: &mut dyn io::Write) -> io::Result<Losses> {
    let page = page(story);
    writeln!(out, "# {}", escape(&page.title))?;
    let mut behind_list = false;
    for block in &page.blocks {
        let list = matches!(block, Block::List(_));
        if list && behind_list {
            writeln!(out, "\n<!-- -->")?; // two lists behind one another would be one
        }
        behind_list = list;
        match block {
            Block::Heading { level, text, .. } => {
                writeln!(out, "\n{} {}", "#".repeat((*level).into()), inlines(text))?;
            }
            Block::Paragraph(text) => writeln!(out, "\n{}", inlines(text))?,
            Block::List(items) => {
                writeln!(out)?;
                for item in items {
                    writeln!(out, "- {}", inlines(item))?;
                }
            }
            Block::Table { head, rows } => {
                writeln!(out, "\n| {} |", head.join(" | "))?;
                writeln!(out, "|{}", " --- |".repeat(head.len()))?;
                for row in rows {
                    let cells: Vec<String> = row.iter().map(inlines).collect();
                    writeln!(out, "| {} |", cells.join(" | "))?;
                }
            }
            Block::Sources(items) => {
                writeln!(out)?;
                for (n, item) in items.iter().enumerate() {
                    writeln!(out, "{}. {}", n + 1, inlines(item))?;
                }
            }
            Block::Map => {}
        }
    }
    let mut losses = Losses::default();
    let shown = story.rows.iter().any(|rec| {
        matches!(rec.kind(), crate::dossier::Kind::Port | crate::dossier::Kind::Place | crate::dossier::Kind::Corridor)
    });
    losses.add("map, left out", usize::from(shown));
    lose(story, &mut losses);
    Ok(losses)
}

/// Counts what the page has no place for.
pub(super) fn lose(story: &Story, losses: &mut Losses) {
    losses.add(
        "full texts of articles, left out",
        story.articles().filter(|ix| story.article(*ix).text.is_some()).count(),
    );
}

fn inlines(line: &Line) -> String {
    line.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape(text),
        Inline::Jump { text, .. } => escape(text),
        Inline::Strong(text) => format!("**{}**", escape(text).trim()),
        Inline::Quote(text) => format!("“{}”", escape(text)),
        Inline::Status(word) => format!("**{word}**"),
        Inline::Cite(n) => format!("\\[{n}\\]"),
        // No `<`, `>`, backslash or white space is left in a link; `&` could begin an entity.
        Inline::Link { text, url } => format!("[{}](<{}>)", escape(text), url.replace('&', "&amp;")),
    }
}

/// Text in one line in which no sign has a meaning: CommonMark lets every ASCII punctuation stand behind a backslash.
/// Only those are escaped that mean something somewhere, and what could make a line a list or a heading.
fn escape(text: &str) -> String {
    // White space at the ends is kept as one space: lines are put together from pieces.
    let edge = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let (first, last) = (edge(text.chars().next()), edge(text.chars().next_back()));
    let words = line(text);
    if words.is_empty() {
        return first.to_owned();
    }
    let mut out = String::with_capacity(words.len() + 8);
    let mut digits = true; // whether only digits stand before: `3.` would begin a list
    for (at, c) in words.char_indices() {
        let meaning = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '$' | '@' | '{' | '}' | '!' | '^')
            || (at == 0 && matches!(c, '-' | '+' | '=' | ':'))
            || (digits && at > 0 && matches!(c, '.' | ')'))
            || (c == ':' && words[at..].starts_with("://")) // no bare link: only those that we make
            || (c == '.' && words[..at].to_ascii_lowercase().ends_with("www"));
        if meaning {
            out.push('\\');
        }
        out.push(c);
        digits = digits && c.is_ascii_digit();
    }
    format!("{first}{out}{last}")
}
