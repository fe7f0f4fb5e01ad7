//! BibTeX as read by BibLaTeX: the articles that are shown or cited.

use std::io;

use crate::dossier::{ArticleIx, ArticleKind};

use super::clean::{line, web_link};
use super::{ExportLosses, ExportStory};

/// Writes the articles among the rows, then those that the other rows rest on, as `@online`. The key is the
/// article's id. Dates are EDTF as written, which BibLaTeX reads.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    for ix in story.cited_articles() {
        entry(story, ix, out, &mut losses)?;
    }
    lose_records(story, &mut losses);
    Ok(losses)
}

/// Counts the rows that a list of articles cannot hold.
pub(super) fn lose_records(story: &ExportStory, losses: &mut ExportLosses) {
    use crate::dossier::Kind;
    story.leave_out(&[Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Figure], losses);
}

fn entry(story: &ExportStory, ix: ArticleIx, out: &mut dyn io::Write, losses: &mut ExportLosses) -> io::Result<()> {
    let article = story.article(ix);
    // Double braces keep the capitals of the title in every style.
    let mut fields = vec![("title", format!("{{{}}}", tex(article.title))), ("organization", tex(article.outlet))];
    if let Some(date) = article.published {
        fields.push(("date", date.to_owned())); // EDTF holds no sign that could end the field
    }
    if let Some(date) = story.retrieved(ix) {
        fields.push(("urldate", date.as_str().to_owned()));
    }
    match article.url.map(|url| (url, web_link(url))) {
        // A link is written verbatim: percent-encoding leaves nothing special in it.
        Some((_, Some(url))) => fields.push(("url", url)),
        Some((url, None)) => fields.push(("howpublished", tex(url))),
        None => {}
    }
    if let Some(language) = article.language {
        fields.push(("language", tex(language)));
    }
    if let Some(kind) = article.kind.filter(|kind| *kind != ArticleKind::Report) {
        fields.push(("titleaddon", kind.word().to_owned()));
    }
    if !article.tags.is_empty() {
        fields.push(("keywords", tex(&article.tags.join(", "))));
    }
    if let Some(summary) = article.summary {
        fields.push(("annotation", tex(summary)));
    }
    losses.add("links between articles, left out", article.based_on.len() + usize::from(article.relays.is_some()));
    writeln!(out, "@online{{{},", article.id)?;
    for (key, value) in fields {
        writeln!(out, "  {key} = {{{value}}},")?;
    }
    writeln!(out, "}}\n")
}

/// Text in one line with TeX's special characters escaped. Braces are spelled out too, because BibTeX counts them even
/// after a backslash.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in line(text).chars() {
        // TeX reads pairs of these as one character: `--` is a dash, two apostrophes are a quotation mark.
        let one_sign = (c == before && "-'`,<>".contains(c)) || (c == '`' && "?!".contains(before));
        if one_sign {
            out.push_str("{}");
        }
        before = c;
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '"' => out.push_str("{\\textquotedbl}"),
            '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
