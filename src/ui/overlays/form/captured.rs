//! A form filled from a sentence: the origin of each value, and the text that must contain the quote.

use super::EntryForm;
use super::field::{FormKind, TO};
use super::read::{FieldChoice, FieldReading};
use crate::desk::capture::{EventGuess, QUOTE_LIMIT, ReportDraft, stands_in};
use crate::dossier::ReportValue;
use crate::ui::overlays::OverlayContext;

/// What a form was filled from.
#[derive(Debug)]
pub(super) struct CapturedText {
    /// The text that must contain the quote.
    text: String,
    /// By key: the value that was filled in, and its origin.
    origins: Vec<(&'static str, String, String)>,
    /// The events that the sentence may be about, best first, each with the reasons.
    events: Vec<FieldChoice>,
}

impl EntryForm {
    /// A report as proposed from a sentence of an article.
    #[must_use]
    pub fn captured(draft: &ReportDraft, text: &str, article: &str, cx: &OverlayContext<'_>) -> EntryForm {
        let dossier = cx.dossier;
        let mut form = EntryForm::empty(FormKind::Report);
        let mut origins: Vec<(&'static str, String, String)> =
            vec![("source", article.to_owned(), "the article that is read".to_owned())];
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
        form.captured = Some(CapturedText { text: text.to_owned(), origins, events: events.collect() });
        form
    }
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
