//! One self-contained HTML page that is also well-formed XML: readable without scripts, in light and dark, and on
//! paper.

mod map;

use std::io;

use super::atom::is_language;
use super::clean::{attribute, markup};
use super::page::{self, PageInline, PagePiece, PageSection, PageSink, TextRun};
use super::{ExportLosses, ExportStory};

const STYLE: &str = include_str!("html/style.css");

/// Nothing is loaded, run or sent; the only style is the one with this digest.
const POLICY: &str = "default-src 'none'; style-src 'sha256-5uqvITV2WRo4HvNRSsFPWuJLr/0/qh7MuGNq+B7jieA='; base-uri 'none'; form-action 'none'";

/// Writes the page of the rows.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let sections = page::sections(story);
    let language = story.dossier.story.language.as_deref().filter(|tag| is_language(tag)).unwrap_or("en");
    let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
    let title = markup(&page::title(story));
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
    navigation(story, &sections, out)?;
    writeln!(out, "<main>")?;
    let mut body = HtmlBody { story, out: &mut *out, open: "", losses: ExportLosses::default() };
    page::write(story, &sections, &mut PageSink::new(&mut |piece| body.put(piece)))?;
    body.close()?;
    let HtmlBody { mut losses, .. } = body;
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

fn navigation(story: &ExportStory, sections: &[Vec<&PageSection>; 2], out: &mut dyn io::Write) -> io::Result<()> {
    let links = |sections: &[&PageSection]| -> String {
        let link = |section: &&PageSection| format!(" <a href=\"#{}\">{}</a>", section.id, markup(section.title));
        sections.iter().map(link).collect::<Vec<_>>().concat()
    };
    let [above, below] = sections;
    let map = if map::is_drawn(story) { " <a href=\"#map\">Map</a>" } else { "" };
    writeln!(out, "<nav>{}{map}{}</nav>", links(above), links(below))
}

/// The page below its navigation, written piece by piece.
struct HtmlBody<'w, 'a> {
    story: &'w ExportStory<'a>,
    out: &'w mut dyn io::Write,
    /// What ends the list or the table that is being written.
    open: &'static str,
    losses: ExportLosses,
}

impl HtmlBody<'_, '_> {
    fn put(&mut self, piece: PagePiece) -> io::Result<()> {
        match piece {
            PagePiece::Item(text) => return writeln!(self.out, "<li>{}</li>", inlines(&text)),
            PagePiece::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{}</td>", inlines(cell))).collect();
                return writeln!(self.out, "<tr>{}</tr>", cells.concat());
            }
            PagePiece::Source(n, text) => {
                return writeln!(self.out, "<li id=\"source_{n}\">{}</li>", inlines(&text));
            }
            _ => self.close()?,
        }
        match piece {
            PagePiece::Heading { level, id, text } => {
                let text = inline(&PageInline::Text(text));
                writeln!(self.out, "<h{level} id=\"{}\">{text}</h{level}>", attribute(&id))
            }
            PagePiece::Paragraph(text) => writeln!(self.out, "<p>{}</p>", inlines(&text)),
            PagePiece::List => self.begin("<ul>", "</ul>\n"),
            PagePiece::Table(head) => {
                let head = head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", markup(cell)));
                let head = head.collect::<Vec<_>>().concat();
                let begin = format!("<div class=\"wide\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>");
                self.begin(&begin, "</tbody>\n</table></div>\n")
            }
            PagePiece::Sources => self.begin("<ol>", "</ol>\n"),
            PagePiece::Map => map::write(self.story, self.out, &mut self.losses),
            PagePiece::Item(_) | PagePiece::Row(_) | PagePiece::Source(..) => Ok(()),
        }
    }

    fn begin(&mut self, begin: &str, end: &'static str) -> io::Result<()> {
        self.open = end;
        writeln!(self.out, "{begin}")
    }

    fn close(&mut self) -> io::Result<()> {
        write!(self.out, "{}", std::mem::take(&mut self.open))
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
