//! A record, or one line of its card, as text to copy: a line, a paragraph with sources, Markdown, JSON, the
//! link.
//!
//! Used by the `y` key and by `karwan show --format`.

use std::fmt::Write as _;

use crate::dossier::{ArticleIx, EventIx, Rec};
use crate::report::brief;
use crate::report::brief::text::{marked, words};
use crate::report::card::{CardEntry, CardExtent, CardFacts, RecordCard, card};
use crate::report::export::clean::web_link;
use crate::report::record_json::{self, FieldRecords};
use crate::report::standing::standing;
use crate::report::wording;
use crate::text::safe;

/// A format of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CiteForm {
    /// One line with the source.
    Line,
    /// Sentences with numbered sources, followed by the sources with their addresses.
    Paragraph,
    /// The paragraph with links.
    Markdown,
    /// The record as `karwan list --format jsonl` prints it.
    Json,
    /// The address of the source.
    Link,
}

impl CiteForm {
    /// All, in the order of the menu.
    pub const ALL: &[CiteForm] =
        &[CiteForm::Line, CiteForm::Paragraph, CiteForm::Markdown, CiteForm::Json, CiteForm::Link];

    /// Its key in the menu, its name, and the name used in the message after copying.
    #[must_use]
    pub fn words(self) -> (char, &'static str, &'static str) {
        match self {
            CiteForm::Line => ('l', "line", "the line"),
            CiteForm::Paragraph => ('p', "paragraph", "the paragraph"),
            CiteForm::Markdown => ('m', "Markdown", "the Markdown"),
            CiteForm::Json => ('J', "JSON", "the JSON"),
            CiteForm::Link => ('o', "link", "the link"),
        }
    }
}

/// The text of a record. `None` if there is none, such as a link if no source has an address.
#[must_use]
pub fn record(facts: &CardFacts<'_>, rec: Rec, form: CiteForm) -> Option<String> {
    match (form, rec) {
        (CiteForm::Line, _) => Some(safe(&line(facts, rec)).into_owned()),
        (CiteForm::Link, _) => link(facts, rec).map(|url| safe(url).into_owned()),
        (CiteForm::Json, _) => {
            let records = FieldRecords::new(facts.dossier, facts.snapshot);
            Some(record_json::to_string(&records.record(rec)))
        }
        (CiteForm::Paragraph | CiteForm::Markdown, Rec::Event(ix)) => {
            Some(event(facts, ix, form == CiteForm::Markdown))
        }
        (CiteForm::Paragraph | CiteForm::Markdown, Rec::Article(ix)) => {
            Some(article(facts, ix, form == CiteForm::Markdown))
        }
        (CiteForm::Paragraph | CiteForm::Markdown, _) => {
            let RecordCard { title, entries } = card(facts, rec, CardExtent::Digest);
            Some(entries_of(facts, &title, &entries, form == CiteForm::Markdown))
        }
    }
}

/// The text of one entry of a record's card.
#[must_use]
pub fn entry(facts: &CardFacts<'_>, rec: Rec, title: &str, entry: &CardEntry, form: CiteForm) -> Option<String> {
    match form {
        CiteForm::Line => {
            let words = said(entry);
            let line = if entry.badge.is_empty() { words } else { format!("{words} ({})", entry.badge) };
            Some(safe(&line).into_owned())
        }
        // A line without a source has nothing to cite, so the whole record is cited.
        CiteForm::Paragraph | CiteForm::Markdown if !matches!(entry.link, Some(Rec::Article(_))) => {
            record(facts, rec, form)
        }
        CiteForm::Paragraph | CiteForm::Markdown => {
            Some(entries_of(facts, title, std::slice::from_ref(entry), form == CiteForm::Markdown))
        }
        CiteForm::Link => {
            entry.link.and_then(|to| link(facts, to)).or_else(|| link(facts, rec)).map(|url| safe(url).into_owned())
        }
        CiteForm::Json => record(facts, rec, form),
    }
}

/// The address of a record, or of the source it rests on.
#[must_use]
pub fn link<'a>(facts: &CardFacts<'a>, rec: Rec) -> Option<&'a str> {
    let of = |ix: ArticleIx| facts.dossier.articles.get(ix).url;
    match rec {
        Rec::Article(ix) => of(ix),
        Rec::Figure(ix) => of(facts.dossier[ix].source),
        Rec::Event(ix) => {
            let state = &facts.snapshot[ix];
            let report = state.status_cited.or_else(|| state.known.last().copied())?;
            of(facts.dossier[ix].reports[report as usize].source?)
        }
        _ => None,
    }
}

fn line(facts: &CardFacts<'_>, rec: Rec) -> String {
    let dossier = facts.dossier;
    match rec {
        Rec::Event(ix) => {
            let standing = standing(dossier, facts.snapshot, ix).line(dossier);
            format!("{}: {standing}", dossier.label(rec))
        }
        Rec::Article(ix) => {
            let url = dossier.articles.get(ix).url.unwrap_or_default();
            format!("{}, “{}” {url}", wording::citation(dossier, Some(ix)), dossier.label(rec)).trim_end().to_owned()
        }
        Rec::Figure(ix) => {
            let figure = &dossier[ix];
            let period = figure.period.as_ref().map(|period| format!(", {}", wording::period(period)));
            format!(
                "{}: {}{} ({})",
                wording::slug(dossier, &figure.metric),
                wording::amount(figure),
                period.unwrap_or_default(),
                wording::citation(dossier, Some(figure.source))
            )
        }
        _ => dossier.label(rec).to_owned(),
    }
}

/// Sentences with the numbers of their sources, followed by the sources.
fn event(facts: &CardFacts<'_>, ix: EventIx, markdown: bool) -> String {
    let (sentences, sources) = brief::about(facts.dossier, facts.snapshot, ix);
    let escaped = escaping(markdown);
    // The title appears only once.
    let lead = format!("{}: ", escaped(&facts.dossier[ix].title));
    let sentences: Vec<String> = sentences
        .iter()
        .enumerate()
        .map(|(n, sentence)| {
            let words = words(sentence, &escaped);
            match words.strip_prefix(&lead).filter(|_| n > 0) {
                Some(contested) => format!("Contested: {contested}."),
                None => format!("{words}."),
            }
        })
        .collect();
    let mut out = sentences.join(" ");
    let gap = if markdown { "\n" } else { "" };
    for (n, &source) in sources.iter().enumerate() {
        let article = facts.dossier.articles.get(source);
        let cited = wording::citation(facts.dossier, Some(source));
        let _ = match article.url.and_then(web_link).filter(|_| markdown) {
            Some(url) => {
                write!(out, "{gap}\n[{}] {}: {}", n + 1, escaped(&cited), linked(&escaped(article.title), &url))
            }
            None => {
                let url = article.url.map(|url| format!(" {url}")).unwrap_or_default();
                write!(out, "{gap}\n[{}] {}: {}{}", n + 1, escaped(&cited), escaped(article.title), escaped(&url))
            }
        };
    }
    out.push('\n');
    out
}

/// A Markdown link around text that is already escaped.
fn linked(text: &str, url: &str) -> String {
    // The link contains no `<`, `>`, backslash or white space; `&` could begin an entity.
    format!("[{text}](<{}>)", url.replace('&', "&amp;"))
}

/// The text of an entry, without the leading and trailing glyphs of the screen.
fn said(entry: &CardEntry) -> String {
    let words: String = entry.pieces.iter().map(|(words, _)| words.as_str()).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The citation of an article: headline, place and date of publication, address, and the author's note.
fn article(facts: &CardFacts<'_>, ix: ArticleIx, markdown: bool) -> String {
    let article = facts.dossier.articles.get(ix);
    let escaped = escaping(markdown);
    let cited = escaped(&wording::citation(facts.dossier, Some(ix)));
    let title = escaped(article.title);
    let mut out = match article.url.and_then(web_link) {
        Some(url) if markdown => format!("{}, {cited}.", linked(&title, &url)),
        Some(url) => format!("“{title}”, {cited}, {url} ."),
        None => format!("“{title}”, {cited}."),
    };
    // Text written in hindsight is shown only if everything is known, which for an article depends on its own day.
    if let Some(summary) = article.summary {
        let _ = write!(out, " {}", escaped(summary));
    }
    out.push('\n');
    out
}

/// The first entry of a card and all entries with a source, as one paragraph with citations.
fn entries_of(facts: &CardFacts<'_>, title: &str, entries: &[CardEntry], markdown: bool) -> String {
    let escaped = escaping(markdown);
    let mut out = escaped(title).trim().to_owned();
    if markdown {
        out = format!("**{out}**");
    }
    let told = entries.iter().enumerate().filter(|(at, entry)| *at == 0 || !entry.badge.is_empty());
    for (n, (_, entry)) in told.filter(|(_, entry)| !entry.pieces.is_empty()).enumerate() {
        out.push_str(if n == 0 { ": " } else { "; " });
        out.push_str(&escaped(&said(entry)));
        if entry.badge.is_empty() {
            continue;
        }
        let cited = escaped(&entry.badge);
        let _ = match entry.link.and_then(|to| link(facts, to)).and_then(web_link) {
            Some(url) if markdown => write!(out, " ({})", linked(&cited, &url)),
            Some(url) => write!(out, " ({cited}, {url})"),
            None => write!(out, " ({cited})"),
        };
    }
    out.push_str(".\n");
    out
}

/// Escapes a text for its destination: a terminal, or Markdown.
fn escaping(markdown: bool) -> impl Fn(&str) -> String {
    move |text: &str| if markdown { marked(text, false) } else { safe(text).into_owned() }
}
