//! The brief as plain text and as Markdown.

use std::fmt::Write as _;

use crate::report::export::clean::{line, web_link};
use crate::report::export::markdown::escape;
use crate::text::{safe, wrap};

use super::{BriefDocument, BriefSection, BriefSentence};

/// Plain text in lines of at most `columns`.
#[must_use]
pub fn plain(brief: &BriefDocument<'_>, columns: usize) -> String {
    let mut out = String::new();
    let put = |out: &mut String, text: &str, lead: &str| {
        let indent = " ".repeat(lead.chars().count());
        for (n, row) in wrap(&safe(&line(text)), columns.saturating_sub(indent.len()).max(20)).iter().enumerate() {
            let _ = writeln!(out, "{}{row}", if n == 0 { lead } else { &indent });
        }
    };
    put(&mut out, &brief.dossier.story.title, "");
    put(&mut out, &brief.head(), "");
    for section in &brief.sections {
        put(&mut out, "\u{a0}", "");
        put(&mut out, &heading(section), "");
        if section.sentences.is_empty() {
            put(&mut out, section.empty, "");
        }
        for sentence in &section.sentences {
            put(&mut out, &words(sentence, &str::to_owned), "- ");
        }
    }
    put(&mut out, "\u{a0}", "");
    put(&mut out, "SOURCES", "");
    for (n, &source) in brief.sources.iter().enumerate() {
        let (cited, title, url) = brief.source(source);
        let number = format!("[{}] ", n + 1);
        match url {
            // An address is not broken, so that it can still be followed.
            Some(url) => {
                let _ = writeln!(out, "{number}{}. {}", safe(&line(&cited)), safe(&line(url)));
            }
            None => put(&mut out, &format!("{cited}. {title}"), &number),
        }
    }
    out.replace('\u{a0}', "")
}

/// `OVERDUE (and 7 more: karwan list events is:overdue)`
fn heading(section: &BriefSection) -> String {
    let heading = section.heading.to_uppercase();
    more(section).map_or(heading.clone(), |more| format!("{heading} ({more})"))
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
    section.more.as_ref().map(|(count, command)| format!("and {count} more: {command}"))
}
