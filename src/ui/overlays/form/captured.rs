//! A form that a sentence fills: where each field comes from, the text in which the quote has to stand, and the article
//! that is written with the report where the dossier lacks it.

use std::path::PathBuf;

use super::EntryForm;
use super::field::{FormField, FormKind, TO};
use super::read::{FieldChoice, FieldContext, FieldReading};
use crate::desk::capture::{EventGuess, QUOTE_LIMIT, ReportDraft, stands_in};
use crate::desk::edit::{self, Edit};
use crate::desk::page::alike::same_page;
use crate::desk::page::article::article;
use crate::dossier::{Dossier, Kind, Rec, ReportValue};
use crate::ui::effect::{Effect, KeptItem};
use crate::ui::overlays::OverlayContext;
use crate::ui::overlays::reader::TextOrigin;

/// What a form was filled from.
#[derive(Debug)]
pub(super) struct CapturedText {
    /// The text that must contain the quote.
    text: String,
    /// By key: the value that was filled in, and its origin.
    origins: Vec<(&'static str, String, String)>,
    /// The events that the sentence may be about, best first, each with the reasons.
    events: Vec<FieldChoice>,
    /// The article that is written too, with its id.
    article: Option<(String, Edit)>,
    /// The item of the archive that it is kept from.
    item: Option<KeptItem>,
}

impl EntryForm {
    /// A report as a sentence of a text proposes it.
    ///
    /// # Errors
    /// Where the text cannot be an article: what is missing.
    pub fn captured(
        draft: &ReportDraft,
        text: &str,
        origin: &TextOrigin,
        cx: &OverlayContext<'_>,
    ) -> Result<EntryForm, String> {
        let dossier = cx.dossier;
        let (source, whence, article, item) = source(origin, cx)?;
        let mut form = EntryForm::empty(FormKind::Report);
        let mut origins: Vec<(&'static str, String, String)> = vec![("source", source, whence)];
        if let Some(best) = draft.events.first() {
            origins.push((TO, dossier[best.event].id.clone(), because(best)));
        }
        let status = draft.status.iter().map(|(status, origin)| ("status", status.word().to_owned(), origin.clone()));
        origins.extend(status);
        let date = draft.date.iter().map(|(date, origin)| ("date", date.as_str().to_owned(), format!("from {origin}")));
        origins.extend(date);
        let by = draft.by.iter().map(|(by, origin)| ("by", dossier[*by].id.clone(), format!("from {origin}")));
        origins.extend(by);
        let actors: Vec<&str> = draft.actors.iter().map(|&ix| dossier[ix].id.as_str()).collect();
        let values = draft.values_for(dossier, draft.events.first().map(|guess| guess.event));
        for (key, value, whence) in [
            ("actors", actors.join(", "), "named in the sentence"),
            ("values", values_text(&values), "numbers of the sentence"),
            ("quote", draft.quote.clone(), "the sentence"),
        ] {
            origins.push((key, value, whence.to_owned()));
        }
        origins.retain(|(_, value, _)| !value.is_empty());
        for (key, value, _) in &origins {
            form.set(key, value);
        }
        form.at = form.inputs.iter().position(|input| input.value().is_empty()).unwrap_or(0);
        form.typed = true;
        let events = draft.events.iter().map(|guess| (dossier[guess.event].id.clone(), because(guess)));
        form.captured = Some(CapturedText { text: text.to_owned(), origins, events: events.collect(), article, item });
        Ok(form)
    }
}

/// The id of the source, where it comes from, what has to be written for it, and its item.
type CaptureSource = (String, String, Option<(String, Edit)>, Option<KeptItem>);

fn source(origin: &TextOrigin, cx: &OverlayContext<'_>) -> Result<CaptureSource, String> {
    let item = match origin {
        TextOrigin::Article(id) => return Ok((id.clone(), "the article that is read".to_owned(), None, None)),
        TextOrigin::Item(item) => item,
    };
    if let Some(ix) = same_page(cx.dossier, &item.page) {
        let id = cx.dossier.id(Rec::Article(ix)).to_owned();
        let kept = KeptItem { row: item.row, article: id.clone() };
        return Ok((id, "the dossier has it already".to_owned(), None, Some(kept)));
    }
    let (id, edit) = article(&item.page, cx.dossier, Some(item.seen))?;
    let kept = KeptItem { row: item.row, article: id.clone() };
    Ok((id.clone(), "a new article, saved with the report".to_owned(), Some((id, edit)), Some(kept)))
}

/// The main reasons for an event.
fn because(guess: &EventGuess) -> String {
    let reasons: Vec<&str> = guess.parts.iter().take(3).map(|part| part.reason.as_str()).collect();
    format!("shares {}", reasons.join(", "))
}

fn values_text(values: &[(String, ReportValue)]) -> String {
    let text = |(key, value): &(String, ReportValue)| match value {
        ReportValue::Bool(true) => format!("{key} = true"),
        ReportValue::Bool(false) => format!("{key} = false"),
        value => format!("{key} = {value}"),
    };
    values.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// Whether what is written names this article as its source.
fn rests_on(edit: &Edit, article: &str) -> bool {
    let Edit::Statement(_, _, fields) = edit else { return false };
    fields.iter().any(|(key, datum)| *key == "source" && *datum == edit::EditValue::Text(article.to_owned()))
}

/// What is typed in a field: the id of an article that is written with the report stands before the dossier has it.
///
/// # Errors
/// As of [`super::read::read`].
pub(super) fn read(
    captured: Option<&CapturedText>,
    field: &FormField,
    typed: &str,
    cx: FieldContext<'_>,
) -> Result<FieldReading, String> {
    if field.key == "source" && captured.is_some_and(|captured| captured.is_source(typed)) {
        return Ok(FieldReading { datum: Some(edit::EditValue::Text(typed.to_owned())), note: String::new() });
    }
    super::read::read(field, typed, cx)
}

/// What writes an edit: of a form that a sentence filled with its article, as one step.
///
/// # Errors
/// Where the dossier has no file for the article.
pub(super) fn written(
    captured: Option<&CapturedText>,
    edit: Edit,
    file: PathBuf,
    dossier: &Dossier,
) -> Result<Effect, String> {
    let item = captured.and_then(|captured| Some((captured, captured.item.as_ref()?)));
    match item.filter(|(_, item)| rests_on(&edit, &item.article)) {
        Some((captured, item)) => Ok(Effect::WriteFromItem(captured.edits((edit, file), dossier)?, item.clone())),
        None => Ok(Effect::Write(Box::new(edit), file)),
    }
}

impl CapturedText {
    /// Describes the origin of a value, if it is still as filled in.
    ///
    /// # Errors
    /// Returns what is wrong with a quote.
    pub(super) fn beside(&self, key: &str, value: &str, reading: &mut FieldReading) -> Result<(), String> {
        if let Some(why) = self.fault_of_quote(value).filter(|_| key == "quote" && !value.is_empty()) {
            return Err(why);
        }
        if let Some((.., origin)) = self.origins.iter().find(|(of, was, _)| *of == key && was == value) {
            let gap = if reading.note.is_empty() { "" } else { "; " };
            reading.note = format!("{origin}{gap}{}", reading.note);
        }
        Ok(())
    }

    /// Whether this is the id of the article that is written too.
    fn is_source(&self, typed: &str) -> bool {
        self.article.as_ref().is_some_and(|(id, _)| id == typed)
    }

    /// What is wrong with a quote.
    fn fault_of_quote(&self, quote: &str) -> Option<String> {
        let length = quote.chars().count();
        if length > QUOTE_LIMIT {
            return Some(format!("{length} characters; at most {QUOTE_LIMIT}, what is cut shown as [...]"));
        }
        (!stands_in(quote, &self.text)).then(|| "this does not stand in the text".to_owned())
    }

    /// The other candidate events, if the field still contains one of them.
    pub(super) fn choices(&self, typed: &str) -> Vec<FieldChoice> {
        let typed = typed.trim();
        if !typed.is_empty() && !self.events.iter().any(|(id, _)| id == typed) {
            return Vec::new();
        }
        self.events.iter().filter(|(id, _)| id != typed).cloned().collect()
    }

    /// What is written for a report on an item: the article first, where the dossier lacks it.
    fn edits(&self, report: (Edit, PathBuf), dossier: &Dossier) -> Result<Vec<(Edit, PathBuf)>, String> {
        let Some((_, article)) = &self.article else { return Ok(vec![report]) };
        let home = edit::home(dossier, Kind::Article).ok_or("there is no file to write to")?;
        Ok(vec![(article.clone(), home), report])
    }

    /// What is said below the fields.
    pub(super) fn told(&self) -> Option<String> {
        let (id, _) = self.article.as_ref()?;
        Some(format!("saved with the article `{id}`, as one step"))
    }
}

/// `documents = 37, kind = "road"` as values of a report.
///
/// # Errors
/// Returns what is wrong, in words.
pub(super) fn read_values(typed: &str) -> Result<Vec<(String, ReportValue)>, String> {
    let mut values: Vec<(String, ReportValue)> = Vec::new();
    for part in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').ok_or("like: documents = 37")?;
        let (key, value) = (key.trim(), value.trim().trim_matches('"'));
        super::read::slug(key)?;
        if value.is_empty() {
            return Err(format!("`{key}` has no value"));
        }
        if values.iter().any(|(known, _)| known == key) {
            return Err(format!("`{key}` stands there twice"));
        }
        let value = match (value, value.replace('_', "").parse::<f64>()) {
            ("true" | "yes", _) => ReportValue::Bool(true),
            ("false" | "no", _) => ReportValue::Bool(false),
            (_, Ok(number)) if number.is_finite() => ReportValue::Number(number),
            _ => ReportValue::Text(value.to_owned()),
        };
        values.push((key.to_owned(), value));
    }
    Ok(values)
}
