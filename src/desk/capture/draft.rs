//! A report drafted from a sentence, each field with its origin, to be reviewed before it is saved.

use std::ops::Range;

use chrono::NaiveDate;

use super::{
    AmountBound, CaptureIndex, EventGuess, MarkedThing, SentenceContext, TextAmount, TextFindings, cut_quote,
    guess_status,
};
use crate::dossier::{ActorIx, Dossier, EdtfDate, EventIx, Rec, ReportStatus, ReportValue};

/// A proposed value and the reason for it, a short phrase.
pub type DraftValue<T> = (T, String);

/// A report proposed from a sentence. It is not a statement until somebody confirms it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportDraft {
    /// The sentence, shortened to the maximum length of a quote.
    pub quote: String,
    /// The best events, best first.
    pub events: Vec<EventGuess>,
    /// A status, if a single word decides it.
    pub status: Option<DraftValue<ReportStatus>>,
    /// The first date of the sentence.
    pub date: Option<DraftValue<EdtfDate>>,
    /// The speaker.
    pub by: Option<DraftValue<ActorIx>>,
    /// Records named besides the speaker.
    pub actors: Vec<ActorIx>,
    /// Numbers with the counted words.
    pub values: Vec<TextAmount>,
}

impl ReportDraft {
    /// Drafts a report from part of a text, one sentence or more; `title` is its headline, `day` its day of
    /// publication.
    #[must_use]
    pub fn of(
        dossier: &Dossier,
        index: &CaptureIndex,
        (title, text): (&str, &str),
        findings: &TextFindings,
        span: &Range<usize>,
        day: NaiveDate,
    ) -> ReportDraft {
        let sentence = &text[span.clone()];
        let names = findings.recs_in(span);
        let title_names = TextFindings::of(title, &index.names, day).recs_in(&(0..title.len()));
        let dates: Vec<(EdtfDate, &str)> = findings
            .marks_in(span)
            .filter_map(|mark| match &mark.thing {
                MarkedThing::Date(date) => Some((date.clone(), &text[mark.span.clone()])),
                _ => None,
            })
            .collect();
        let said: Vec<EdtfDate> = dates.iter().map(|(date, _)| date.clone()).collect();
        let context =
            SentenceContext { sentence, around: title, names: &names, names_around: &title_names, dates: &said, day };
        let events = index.events.best(dossier, &context);
        let by = findings.speeches_in(span).find_map(|speech| {
            let Some(Rec::Actor(actor)) = speech.actor else { return None };
            let (speaker, verb) = (&text[speech.speaker.clone()], &text[speech.verb.clone()]);
            let origin = if speech.named {
                format!("“{speaker} … {verb}”")
            } else {
                format!("“{speaker}”: named before")
            };
            Some((
                actor,
                if speech.named && speech.verb.start < speech.speaker.start {
                    format!("“{verb} {speaker}”")
                } else {
                    origin
                },
            ))
        });
        let speaker = by.as_ref().map(|&(actor, _)| actor);
        let actors = names.iter().filter_map(|rec| match rec {
            Rec::Actor(actor) if Some(*actor) != speaker => Some(*actor),
            _ => None,
        });
        let values = findings.marks_in(span).filter_map(|mark| match &mark.thing {
            MarkedThing::Amount(amount) => Some(amount.clone()),
            _ => None,
        });
        ReportDraft {
            quote: cut_quote(sentence),
            events,
            status: guess_status(sentence)
                .map(|guess| (guess.status, format!("a guess: “{}”", &sentence[guess.word.clone()]))),
            date: dates.into_iter().next().map(|(date, written)| (date, format!("“{written}”"))),
            by,
            actors: actors.collect(),
            values: values.collect(),
        }
    }

    /// The numbers as the `values` of a report on an event: under the only key that its other reports use for such a
    /// number, otherwise under the counted word. Bounds are left out: a value is exact.
    #[must_use]
    pub fn values_for(&self, dossier: &Dossier, event: Option<EventIx>) -> Vec<(String, ReportValue)> {
        let mut known: Vec<&str> = event
            .iter()
            .flat_map(|&event| &dossier[event].reports)
            .flat_map(|report| &report.values)
            .filter(|(_, value)| matches!(value, ReportValue::Number(_)))
            .map(|(key, _)| key.as_str())
            .collect();
        known.sort_unstable();
        known.dedup();
        let exact: Vec<&TextAmount> =
            self.values.iter().filter(|amount| amount.bound == AmountBound::Exactly).collect();
        if let ([key], [amount]) = (&known[..], &exact[..]) {
            return vec![((*key).to_owned(), ReportValue::Number(amount.value))];
        }
        let mut all: Vec<(String, ReportValue)> = Vec::new();
        for amount in exact {
            let unit = if amount.unit == "%" { "percent" } else { &amount.unit };
            let key = crate::desk::edit::slug(unit, |key| all.iter().any(|(taken, _)| taken == key));
            if !key.is_empty() {
                all.push((key, ReportValue::Number(amount.value)));
            }
        }
        all
    }
}
