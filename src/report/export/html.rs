//! One self-contained HTML page that is also well-formed XML: readable without scripts, in light and dark, and on
//! paper.

mod map;

use std::io;

use super::atom::is_language;
use super::clean::{attribute, markup};
use super::page::{PageBlock, PageInline, TextRun, page, source};
use super::{ExportLosses, ExportStory};

const STYLE: &str = include_str!("html/style.css");

/// Nothing is loaded, run or sent; the only style is the one with this digest.
const POLICY: &str = "default-src 'none'; style-src 'sha256-5uqvITV2WRo4HvNRSsFPWuJLr/0/qh7MuGNq+B7jieA='; base-uri 'none'; form-action 'none'";

/// Writes the page of the rows.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let page = page(story);
    let language = page.language.as_deref().filter(|tag| is_language(tag)).unwrap_or("en");
    let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
    let title = markup(&page.title);
    let language = attribute(language);
    writeln!(out, "<!DOCTYPE html>")?;
    writeln!(out, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{language}\" dir=\"{direction}\">")?;
    writeln!(out, "<head>")?;
    writeln!(out, "<meta charset=\"utf-8\"/>")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>", attribute(POLICY))?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")?;
    writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\"/>")?;
    writeln!(out, "<meta name=\"generator\" content=\"karwan {}\"/>", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "<title>{title}</title>")?;
    writeln!(out, "<style>{STYLE}</style>")?;
    writeln!(out, "</head>\n<body>\n<h1 dir=\"auto\">{title}</h1>")?;
    navigation(story, &page.blocks, out)?;
    writeln!(out, "<main>")?;
    let mut losses = ExportLosses::default();
    for block in &page.blocks {
        write_block(story, block, out, &mut losses)?;
    }
    writeln!(out, "</main>\n</body>\n</html>")?;
    super::markdown::lose(story, &mut losses);
    Ok(losses)
}

/// Whether a language is written from right to left, by its script or its usual script.
fn is_right_to_left(tag: &str) -> bool {
    const LANGUAGES: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 5] = ["arab", "aran", "hebr", "syrc", "thaa"];
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("");
    match parts.next().filter(|script| script.len() == 4) {
        Some(script) => SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script)),
        None => LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(language)),
    }
}

fn navigation(story: &ExportStory, blocks: &[PageBlock], out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "<nav>")?;
    for block in blocks {
        match block {
            PageBlock::Heading { level: 2, id, text } => {
                write!(out, " <a href=\"#{}\">{}</a>", attribute(id), inlines(text))?;
            }
            PageBlock::Map if map::is_drawn(story) => write!(out, " <a href=\"#map\">Map</a>")?,
            _ => {}
        }
    }
    writeln!(out, "</nav>")
}

fn write_block(
    story: &ExportStory,
    block: &PageBlock,
    out: &mut dyn io::Write,
    losses: &mut ExportLosses,
) -> io::Result<()> {
    match block {
        PageBlock::Heading { level, id, text } => {
            writeln!(out, "<h{level} id=\"{}\">{}</h{level}>", attribute(id), inlines(text))
        }
        PageBlock::Paragraph(text) => writeln!(out, "<p>{}</p>", inlines(text)),
        PageBlock::List(items) => {
            writeln!(out, "<ul>")?;
            for item in items {
                writeln!(out, "<li>{}</li>", inlines(item))?;
            }
            writeln!(out, "</ul>")
        }
        PageBlock::Table { head, rows } => {
            write!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
            for cell in head {
                write!(out, "<th scope=\"col\">{}</th>", markup(cell))?;
            }
            writeln!(out, "</tr></thead>\n<tbody>")?;
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| format!("<td>{}</td>", inlines(cell))).collect();
                writeln!(out, "<tr>{}</tr>", cells.concat())?;
            }
            writeln!(out, "</tbody>\n</table></div>")
        }
        PageBlock::Sources(articles) => {
            writeln!(out, "<ol>")?;
            for (n, &ix) in articles.iter().enumerate() {
                writeln!(out, "<li id=\"source_{}\">{}</li>", n + 1, inlines(&source(story, ix)))?;
            }
            writeln!(out, "</ol>")
        }
        PageBlock::Map => map::write(story, out, losses),
    }
}

fn inlines(line: &TextRun) -> String {
    line.iter().map(inline).collect()
}

/// Text of records is wrapped in `bdi`, so that its direction does not affect the text around it.
fn inline(inline: &PageInline) -> String {
    match inline {
        PageInline::Text(text) if text.is_ascii() => markup(text),
        PageInline::Text(text) => format!("<bdi>{}</bdi>", markup(text)),
        PageInline::Strong(text) => format!("<strong dir=\"auto\">{}</strong>", markup(text)),
        PageInline::Quote(text) => format!("<q dir=\"auto\">{}</q>", markup(text)),
        PageInline::Status(word) => format!("<span class=\"status {word}\">{word}</span>"),
        PageInline::Cite(n) => format!("<a class=\"cite\" href=\"#source_{n}\">[{n}]</a>"),
        PageInline::Link { text, url } => {
            format!("<a href=\"{}\" rel=\"noreferrer noopener\" dir=\"auto\">{}</a>", attribute(url), markup(text))
        }
        PageInline::Jump { text, id } => format!("<a href=\"#{}\" dir=\"auto\">{}</a>", attribute(id), markup(text)),
    }
}
