//! Markdown (`CommonMark`, with the tables of GitHub): the readable page.

use std::io;

use super::clean::line;
use super::page::{self, PageInline, PagePiece, PageSink, TextRun};
use super::{ExportLosses, ExportStory};

/// Writes the page of the rows.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    writeln!(out, "# {}", escape(&page::title(story), true))?;
    let mut in_list = false;
    let mut put = |piece: PagePiece| {
        let behind_list = std::mem::replace(&mut in_list, matches!(piece, PagePiece::List | PagePiece::Item(_)));
        match piece {
            PagePiece::Heading { level, text, .. } => {
                writeln!(out, "\n{} {}", "#".repeat(level.into()), escape(&text, true))
            }
            PagePiece::Paragraph(text) => writeln!(out, "\n{}", inlines(&text)),
            // Two lists behind one another would be one.
            PagePiece::List => writeln!(out, "{}", if behind_list { "\n<!-- -->\n" } else { "" }),
            PagePiece::Item(text) => writeln!(out, "- {}", inlines(&text)),
            PagePiece::Table(head) => {
                writeln!(out, "\n| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()))
            }
            PagePiece::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(inlines).collect();
                writeln!(out, "| {} |", cells.join(" | "))
            }
            PagePiece::Sources => writeln!(out),
            PagePiece::Source(n, text) => writeln!(out, "{n}. {}", inlines(&text)),
            PagePiece::Map => Ok(()),
        }
    };
    page::write(story, &page::sections(story), &mut PageSink::new(&mut put))?;
    let mut losses = ExportLosses::default();
    let shown = story.rows.iter().any(|rec| {
        matches!(rec.kind(), crate::dossier::Kind::Port | crate::dossier::Kind::Place | crate::dossier::Kind::Corridor)
    });
    losses.add("map, left out", usize::from(shown));
    lose(story, &mut losses);
    Ok(losses)
}

/// Counts what the page cannot show.
pub(super) fn lose(story: &ExportStory, losses: &mut ExportLosses) {
    losses.add(
        "full texts of articles, left out",
        story.articles().filter(|ix| story.article(*ix).text.is_some()).count(),
    );
}

fn inlines(line: &TextRun) -> String {
    line.iter().enumerate().map(|(at, piece)| inline(piece, at == 0)).collect()
}

fn inline(inline: &PageInline, first: bool) -> String {
    match inline {
        PageInline::Text(text) | PageInline::Jump { text, .. } => escape(text, first),
        PageInline::Strong(text) => format!("**{}**", escape(text, false).trim()),
        PageInline::Quote(text) => format!("“{}”", escape(text, false)),
        PageInline::Status(word) => format!("**{word}**"),
        // A bracket makes a link only if something defines `[1]`, and nothing can: every bracket of a text is escaped.
        PageInline::Cite(n) => format!("[{n}]"),
        // The link contains no `<`, `>`, backslash or white space; `&` could begin an entity.
        PageInline::Link { text, url } => format!("[{}](<{}>)", escape(text, false), url.replace('&', "&amp;")),
    }
}

/// Text in one line with all syntax escaped: `CommonMark` allows a backslash before any ASCII punctuation.
/// Only characters that are special in their position are escaped; `first` begins a line, which could make it a list or
/// heading.
pub(crate) fn escape(text: &str, first: bool) -> String {
    // White space at the ends becomes one space: lines are joined from pieces.
    let edge = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let (before, behind) = (edge(text.chars().next()), edge(text.chars().next_back()));
    let words = line(text);
    if words.is_empty() {
        return before.to_owned();
    }
    let mut out = String::with_capacity(words.len() + 8);
    for (at, c) in words.char_indices() {
        if means_something(&words, at, c) || (first && begins_something(&words[..at], c)) {
            out.push('\\');
        }
        out.push(c);
    }
    format!("{before}{out}{behind}")
}

/// Whether a character is special within a line.
fn means_something(words: &str, at: usize, c: char) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '|' | '~' | '$' | '@' | '^' => true,
        // Between letters it is not.
        '_' => {
            let of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !of_word(words[..at].chars().next_back()) || !of_word(words[at + 1..].chars().next())
        }
        // Prevents automatic links.
        ':' => words[at..].starts_with("://"),
        '.' => at.checked_sub(3).and_then(|start| words.get(start..at)).is_some_and(|w| w.eq_ignore_ascii_case("www")),
        _ => false,
    }
}

/// Whether a character after `before` makes the line a heading, quotation, list, definition or rule.
fn begins_something(before: &str, c: char) -> bool {
    match c {
        '#' | '>' | '-' | '+' | '=' | ':' => before.is_empty(),
        '.' | ')' => !before.is_empty() && before.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    }
}
