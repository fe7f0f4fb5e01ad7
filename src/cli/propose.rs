//! `karwan propose`: what a text mentions, and the events that its sentences may be about. Nothing is written.

use std::io::{Read as _, Write};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{CommandFailure, args, open};
use crate::cli::env::ProcessEnv;
use crate::desk::capture::{CaptureIndex, EventGuess, MarkedThing, ReportDraft, TextFindings};
use crate::desk::page::is_web;
use crate::dossier::{Dossier, Rec};
use crate::report::export::clean;
use crate::runtime::fetch;
use crate::runtime::http::HttpLimits;
use crate::text::{reason, safe, wrap};

use args::ProposeFormat;

/// A text with what is known of it.
struct ProposedText {
    title: String,
    text: String,
    day: Option<NaiveDate>,
}

/// Prints what a text mentions.
///
/// # Errors
/// If the story does not open, or the text cannot be had.
pub fn run(
    args: &args::ProposeArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let published =
        args.published.as_deref().map(|typed| args::last_day("--published", typed, env.today)).transpose()?;
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let dossier = &*opened.dossier;
    let read = text(&args.source, dossier).map_err(CommandFailure::Work)?;
    let day = published.or(read.day).unwrap_or(env.today);
    let proposal = Proposal {
        dossier,
        findings: TextFindings::default(),
        index: CaptureIndex::of(dossier),
        title: &read.title,
        text: &read.text,
        day,
    };
    let findings = TextFindings::of(&read.text, &proposal.index.names, day);
    let proposal = Proposal { findings, ..proposal };
    match args.format {
        ProposeFormat::Json => Ok(writeln!(out, "{}", clean::json(&proposal.object(), true)?)?),
        ProposeFormat::Table => proposal.print(env.readable_columns(), out),
    }
}

/// The text that is meant: of an article, a page, a file, or standard input.
fn text(source: &str, dossier: &Dossier) -> Result<ProposedText, String> {
    if let Some(Rec::Article(ix)) = dossier.find(source) {
        let article = dossier.articles.get(ix);
        let (text, title) = (article.text.or(article.summary).unwrap_or(article.title), article.title);
        let day = dossier.articles.published(ix).0.or_else(|| dossier.articles.known(ix));
        return Ok(ProposedText { title: title.to_owned(), text: text.to_owned(), day });
    }
    let limits = HttpLimits::default();
    if source == "-" || !is_web(source) && !source.contains("://") {
        let bytes = bytes(source, limits.bytes).map_err(|why| match dossier.find(source) {
            Some(_) => format!("`{source}` is not an article, and {why}"),
            None => why,
        })?;
        let plain = String::from_utf8(bytes).ok().filter(|text| !text.trim_start().starts_with('<'));
        if let Some(text) = plain {
            return Ok(ProposedText { title: String::new(), text, day: None });
        }
        if source == "-" {
            return Err("standard input is not plain text in UTF-8; save the page and give the file".to_owned());
        }
    }
    let (page, _) = fetch::page(source, None, limits)?;
    let title = page.title.unwrap_or_default();
    let text = page.text.ok_or_else(|| format!("`{source}` has no text that could be read"))?;
    Ok(ProposedText { title, text, day: page.published.and_then(|date| date.earliest()) })
}

fn bytes(source: &str, most: u64) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("no file, article or address `{source}`"),
        _ => format!("`{source}` cannot be read: {}", reason(&error)),
    };
    let mut bytes = Vec::new();
    if source == "-" {
        std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        std::fs::File::open(source).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > most {
        return Err(format!("`{source}` has more than {} MiB", most >> 20));
    }
    Ok(bytes)
}

/// What is printed.
struct Proposal<'p> {
    dossier: &'p Dossier,
    index: CaptureIndex,
    findings: TextFindings,
    title: &'p str,
    text: &'p str,
    day: NaiveDate,
}

impl Proposal<'_> {
    fn draft(&self, span: &std::ops::Range<usize>) -> ReportDraft {
        ReportDraft::of(self.dossier, &self.index, (self.title, self.text), &self.findings, span, self.day)
    }

    fn object(&self) -> Value {
        let sentences: Vec<Value> = self.findings.sentences.iter().map(|span| self.sentence(span)).collect();
        json!({ "title": self.title, "published": self.day.to_string(), "sentences": sentences })
    }

    fn sentence(&self, span: &std::ops::Range<usize>) -> Value {
        let place = |span: &std::ops::Range<usize>| json!([span.start, span.end]);
        let (mut names, mut dates, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for mark in self.findings.marks_in(span) {
            let (text, at) = (&self.text[mark.span.clone()], place(&mark.span));
            match &mark.thing {
                MarkedThing::Name(recs) => {
                    let ids: Vec<&str> = recs.iter().map(|&rec| self.dossier.id(rec)).collect();
                    names.push(json!({ "text": text, "at": at, "records": ids }));
                }
                MarkedThing::Date(date) => dates.push(json!({ "text": text, "at": at, "date": date })),
                MarkedThing::Amount(amount) => numbers.push(json!({
                    "text": text, "at": at, "value": amount.value, "unit": amount.unit, "bound": amount.bound.word(),
                })),
            }
        }
        let speakers: Vec<Value> = self
            .findings
            .speeches_in(span)
            .map(|speech| {
                json!({
                    "text": &self.text[speech.speaker.clone()],
                    "verb": &self.text[speech.verb.clone()],
                    "actor": speech.actor.map(|rec| self.dossier.id(rec)),
                })
            })
            .collect();
        let draft = self.draft(span);
        let status =
            draft.status.as_ref().map(|(status, origin)| json!({ "status": status.word(), "because": origin }));
        let events: Vec<Value> = draft.events.iter().map(|guess| self.event(guess)).collect();
        json!({
            "text": &self.text[span.clone()], "at": place(span), "quote": draft.quote, "names": names, "dates": dates,
            "numbers": numbers, "speakers": speakers, "status": status, "events": events,
        })
    }

    fn event(&self, guess: &EventGuess) -> Value {
        let because: Vec<Value> = guess
            .parts
            .iter()
            .take(6)
            .map(|part| json!({ "reason": part.reason, "weight": rounded(part.weight) }))
            .collect();
        let event = &self.dossier[guess.event];
        json!({ "id": event.id, "title": event.title, "score": rounded(guess.score), "because": because })
    }

    /// Each sentence, and below it what was found.
    fn print(&self, columns: usize, out: &mut dyn Write) -> Result<(), CommandFailure> {
        if self.findings.sentences.is_empty() {
            return Err(CommandFailure::Work("the text has no sentence".to_owned()));
        }
        for (n, span) in self.findings.sentences.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            for line in wrap(&safe(&self.text[span.clone()]), columns) {
                writeln!(out, "{line}")?;
            }
            for (head, body) in self.found(span) {
                let indent = 12;
                for (row, line) in wrap(&safe(&body), columns.saturating_sub(indent)).iter().enumerate() {
                    writeln!(out, "  {:<10}{line}", if row == 0 { head } else { "" })?;
                }
            }
        }
        Ok(())
    }

    fn found(&self, span: &std::ops::Range<usize>) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        for mark in self.findings.marks_in(span) {
            let written = &self.text[mark.span.clone()];
            let (head, meant) = match &mark.thing {
                MarkedThing::Name(recs) => {
                    let ids: Vec<&str> = recs.iter().map(|&rec| self.dossier.id(rec)).collect();
                    ("name", ids.join(", "))
                }
                MarkedThing::Date(date) => ("date", date.as_str().to_owned()),
                MarkedThing::Amount(amount) => ("number", amount.to_string()),
            };
            lines.push((head, format!("{written} = {meant}")));
        }
        for speech in self.findings.speeches_in(span) {
            let speaker = &self.text[speech.speaker.clone()];
            let who = speech.actor.map_or("nobody that the dossier knows", |rec| self.dossier.id(rec));
            lines.push(("speaker", format!("{speaker} = {who}")));
        }
        let draft = self.draft(span);
        if let Some((status, origin)) = &draft.status {
            lines.push(("status", format!("{}, {origin}", status.word())));
        }
        for guess in &draft.events {
            let because: Vec<&str> = guess.parts.iter().take(4).map(|part| part.reason.as_str()).collect();
            lines.push((
                "event",
                format!("{} ({:.1}: {})", self.dossier[guess.event].id, guess.score, because.join(", ")),
            ));
        }
        lines
    }
}

fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}
