//! The brief as one self-contained page that prints on paper; the timeline is a picture in it.

use std::fmt::Write as _;

use crate::report::export::clean::{attribute, markup, web_link};

use super::{BriefDocument, BriefSentence, text, timeline};

const STYLE: &str = "\
body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 15px/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff }
h1 { font-size: 1.4rem; margin: 0 }
h2 { font-size: 1.05rem; margin: 1.1rem 0 .2rem; border-bottom: 1px solid #bbb }
p { margin: .2rem 0 } ul, ol { margin: .2rem 0; padding-inline-start: 1.4rem } li { margin: .1rem 0; overflow-wrap: anywhere }
a { color: #0b5394 } .cite { text-decoration: none; font-size: .85em } .more { color: #5c5c5c; font-weight: normal }
ol { font-size: .8em; line-height: 1.3; columns: 2; column-gap: 2rem } ol li { break-inside: avoid } svg { width: 100%; height: auto; margin-top: .6rem }
figure { margin: 1rem 0; break-inside: avoid } figcaption, details { font-size: .85em; color: #5c5c5c } pre { overflow-x: auto; line-height: 1.2 }
@page { size: A4; margin: 12mm 14mm }
@media (max-width: 40rem) { ol { columns: 1 } }
@media print { body { max-width: none; padding: 0; font-size: 8.5pt; line-height: 1.25 } h1 { font-size: 13pt } h2 { font-size: 9.5pt; margin-top: 5pt; break-after: avoid } \
p, ul, ol { margin: 0 } ol { columns: 2; font-size: 6.5pt; line-height: 1.15 } li { margin: 0 } li, svg { break-inside: avoid } svg { max-height: 55mm; margin-top: 4pt } \
figure svg { max-height: none } a { color: inherit } }";

/// A picture of a screen, for the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefPicture {
    /// What it shows.
    pub caption: String,
    /// As [`crate::ui::picture::svg`] draws it.
    pub svg: String,
    /// The same as text, for readers who cannot see it.
    pub text: String,
}

/// Writes the page, with the pictures after the text.
#[must_use]
pub fn html(brief: &BriefDocument<'_>, pictures: &[BriefPicture]) -> String {
    let language = brief.dossier.story.language.as_deref().unwrap_or("en");
    let title = markup(&brief.dossier.story.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n\
         <h1 dir=\"auto\">{title}</h1>\n<p>{}</p>\n",
        attribute(language),
        markup(&brief.head())
    );
    out.push_str(&timeline::svg(brief));
    for section in &brief.sections {
        let more = text::more(section).map(|more| format!(" <small class=\"more\">{}</small>", markup(&more)));
        let _ = writeln!(out, "<h2>{}{}</h2>", markup(&section.heading), more.unwrap_or_default());
        if section.sentences.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", markup(section.empty));
        } else {
            out.push_str("<ul>\n");
            for sentence in &section.sentences {
                let _ = writeln!(out, "<li dir=\"auto\">{}</li>", words(sentence));
            }
            out.push_str("</ul>\n");
        }
    }
    for BriefPicture { caption, svg, text } in pictures {
        let _ = writeln!(out, "<figure>\n{svg}<figcaption>{}</figcaption>", markup(caption));
        let _ = writeln!(
            out,
            "<details><summary>The same as text</summary><pre>{}</pre></details>\n</figure>",
            markup(text)
        );
    }
    out.push_str("<h2>Sources</h2>\n<ol>\n");
    for (n, &source) in brief.sources.iter().enumerate() {
        let (cited, title, url) = brief.source(source);
        let title = match url.and_then(web_link) {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"noreferrer noopener\" dir=\"auto\">{}</a>",
                attribute(&url),
                markup(title)
            ),
            None => format!("<bdi>{}</bdi>", markup(title)),
        };
        let _ = writeln!(out, "<li id=\"s{}\"><bdi>{}</bdi>. {title}</li>", n + 1, markup(&cited));
    }
    out.push_str("</ol>\n</body>\n</html>\n");
    out
}

fn words(sentence: &BriefSentence) -> String {
    let mut out = String::new();
    for (text, numbers) in &sentence.parts {
        let _ = write!(out, "<bdi>{}</bdi>", markup(text));
        for n in numbers {
            let _ = write!(out, " <a class=\"cite\" href=\"#s{n}\">[{n}]</a>");
        }
    }
    out
}
