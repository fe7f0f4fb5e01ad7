//! Guesses the status that a sentence gives an event, if one word decides it.

use std::ops::Range;

use super::FoldedWord;
use crate::dossier::ReportStatus;
use crate::text::fold;

/// A status with the word that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusGuess {
    /// The status of the report.
    pub status: ReportStatus,
    /// The bytes of the word.
    pub word: Range<usize>,
}

/// Words for a status, folded.
const WORDS: &[(ReportStatus, &[&str])] = &[
    (
        ReportStatus::Expected,
        &[
            "will",
            "expected",
            "scheduled",
            "plans",
            "planned",
            "likely",
            "intends",
            "upcoming",
            "slated",
            "hopes",
            "будет",
            "будут",
            "планирует",
            "планируется",
            "ожидается",
            "намерен",
            "намерена",
            "متوقع",
        ],
    ),
    (ReportStatus::Confirmed, &["confirmed", "confirms", "подтвердил", "подтвердила", "подтвержден"]),
    (
        ReportStatus::Happened,
        &[
            "signed",
            "arrived",
            "inaugurated",
            "visited",
            "concluded",
            "launched",
            "подписали",
            "подписан",
            "подписано",
            "подписаны",
            "прибыл",
            "прибыла",
            "состоялся",
            "состоялась",
            "состоялось",
            "открыт",
            "открыта",
        ],
    ),
    (
        ReportStatus::Postponed,
        &[
            "postponed",
            "delayed",
            "deferred",
            "rescheduled",
            "отложен",
            "отложена",
            "отложено",
            "перенесен",
            "перенесена",
            "ملتوی",
            "موخر",
        ],
    ),
    (
        ReportStatus::Cancelled,
        &["cancelled", "canceled", "scrapped", "отменен", "отменена", "отменено", "отменил", "منسوخ"],
    ),
    (ReportStatus::Denied, &["denied", "denies", "refuted", "опроверг", "опровергла", "опровергли", "تردید"]),
];

/// The status in the words of a text, if there is only one. A word after `not` is ignored.
#[must_use]
pub fn guess_status(text: &str) -> Option<StatusGuess> {
    guess(&fold::word_spans(text))
}

fn guess(words: &[FoldedWord]) -> Option<StatusGuess> {
    let mut found: Option<StatusGuess> = None;
    for (at, (span, word)) in words.iter().enumerate() {
        let Some(&(status, _)) = WORDS.iter().find(|(_, all)| all.contains(&word.as_str())) else { continue };
        let negated = words[..at].last().is_some_and(|(_, before)| matches!(before.as_str(), "not" | "не" | "never"))
            || words.get(at + 1).is_some_and(|(_, next)| next == "not");
        // `will be signed`, `to be signed`: in the future.
        let before = |back: usize| at.checked_sub(back).map(|at| words[at].1.as_str());
        let to_come = status == ReportStatus::Happened && before(1) == Some("be");
        if negated || to_come && found.as_ref().is_some_and(|guess| guess.status == ReportStatus::Expected) {
            if negated {
                return None;
            }
            continue;
        }
        match &found {
            Some(guess) if guess.status != status => return None,
            Some(_) => {}
            None if to_come => return None,
            None => found = Some(StatusGuess { status, word: span.clone() }),
        }
    }
    found
}
