//! The brief as plain text and as Markdown.

use std::fmt::Write as _;

use crate::dossier::Rec;
use crate::report::export::clean::{line, web_link};
use crate::report::export::markdown::escape;
use crate::text::{safe, wrap};

use super::{BriefDocument, BriefSection, BriefSentence};

/// A line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefLine {
    /// What it says.
    pub words: String,
    /// Whether it is the title or a heading.
    pub is_heading: bool,
    /// What it leads to.
    pub target: Option<BriefTarget>,
}

/// What a line of the page leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BriefTarget {
    /// The record that its sentence is about, or the article that it names.
    Record(Rec),
    /// The events that this query finds: those of its section.
    Query(String),
}

/// How a section says how to see what it leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BriefMore {
    /// By the command that lists it.
    Command,
    /// By its heading, which leads there.
    Heading,
}

/// Plain text in lines of at most `columns`.
#[must_use]
pub fn plain(brief: &BriefDocument<'_>, columns: usize) -> String {
    let lines = lines(brief, columns, BriefMore::Command);
    lines.iter().fold(String::new(), |out, line| out + &line.words + "\n")
}

/// The page in lines of at most `columns`, each with what it leads to.
#[must_use]
pub fn lines(brief: &BriefDocument<'_>, columns: usize, rest: BriefMore) -> Vec<BriefLine> {
    let mut out: Vec<BriefLine> = Vec::new();
    let put = |out: &mut Vec<BriefLine>, text: &str, lead: &str, is_heading: bool, target: Option<BriefTarget>| {
        let indent = " ".repeat(lead.chars().count());
        let rows = wrap(&safe(&line(text)), columns.saturating_sub(indent.len()).max(20));
        out.extend(rows.into_iter().enumerate().map(|(n, row)| BriefLine {
            words: format!("{}{row}", if n == 0 { lead } else { &indent }).trim_end().to_owned(),
            is_heading,
            target: target.clone(),
        }));
    };
    put(&mut out, &brief.dossier.story.title, "", true, None);
    put(&mut out, &brief.head(), "", false, None);
    for section in &brief.sections {
        put(&mut out, "", "", false, None);
        let query = section.more.as_ref().and_then(|more| more.query.clone());
        put(&mut out, &heading(section, rest), "", true, query.map(BriefTarget::Query));
        if section.sentences.is_empty() {
            put(&mut out, section.empty, "", false, None);
        }
        for sentence in &section.sentences {
            put(&mut out, &words(sentence, &str::to_owned), "- ", false, sentence.about.map(BriefTarget::Record));
        }
    }
    put(&mut out, "", "", false, None);
    put(&mut out, "SOURCES", "", true, None);
    for (n, &source) in brief.sources.iter().enumerate() {
        let (cited, title, url) = brief.source(source);
        let number = format!("[{}] ", n + 1);
        let target = Some(BriefTarget::Record(source.into()));
        match url {
            // An address is not broken, so that it can still be followed.
            Some(url) => {
                let words = format!("{number}{}. {}", safe(&line(&cited)), safe(&line(url)));
                out.push(BriefLine { words, is_heading: false, target });
            }
            None => put(&mut out, &format!("{cited}. {title}"), &number, false, target),
        }
    }
    out
}

/// `OVERDUE (and 7 more: karwan list events is:overdue)`; where the heading leads there, without the command.
fn heading(section: &BriefSection, rest: BriefMore) -> String {
    let heading = section.heading.to_uppercase();
    match (&section.more, rest) {
        (Some(_), BriefMore::Command) => more(section).map_or(heading.clone(), |more| format!("{heading} ({more})")),
        (Some(more), BriefMore::Heading) => format!("{heading} (and {} more)", more.count),
        (None, _) => heading,
    }
}

/// Markdown.
#[must_use]
pub fn markdown(brief: &BriefDocument<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n", marked(&brief.dossier.story.title, true), marked(&brief.head(), true));
    for section in &brief.sections {
        let _ = write!(out, "\n## {}\n\n", marked(&section.heading, true));
        if section.sentences.is_empty() {
            let _ = writeln!(out, "{}", section.empty);
        }
        for sentence in &section.sentences {
            let _ = writeln!(out, "- {}", words(sentence, &|text| marked(text, true)));
        }
        if let Some(more) = more(section) {
            let _ = writeln!(out, "\n{more}");
        }
    }
    out.push_str("\n## Sources\n\n");
    for (n, &source) in brief.sources.iter().enumerate() {
        let (cited, title, url) = brief.source(source);
        let title = marked(title, false);
        let title = match url.and_then(web_link) {
            // The link contains no `<`, `>`, backslash or white space; `&` could begin an entity.
            Some(url) => format!("[{title}](<{}>)", url.replace('&', "&amp;")),
            None => title,
        };
        let _ = writeln!(out, "{}. {}. {title}", n + 1, marked(&cited, false));
    }
    out
}

/// The text of a record, safe on a terminal and with all Markdown syntax escaped.
pub(crate) fn marked(text: &str, first: bool) -> String {
    escape(&safe(text), first)
}

/// The parts with their numbers.
pub(crate) fn words(sentence: &BriefSentence, escaped: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    for (text, numbers) in &sentence.parts {
        out.push_str(&escaped(text));
        if !numbers.is_empty() {
            out.push(' ');
        }
        for n in numbers {
            let _ = write!(out, "[{n}]");
        }
    }
    out
}

/// `and 7 more: karwan list events is:overdue`
pub(super) fn more(section: &BriefSection) -> Option<String> {
    section.more.as_ref().map(|more| format!("and {} more: {}", more.count, more.command))
}
