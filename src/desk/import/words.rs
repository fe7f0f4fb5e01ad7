//! Common words for kinds and statuses in sheets.

use crate::dossier::{EventKind, ReportStatus};

/// A kind by its word or a synonym.
pub(super) fn kind(word: &str) -> Option<EventKind> {
    let word = word.trim().to_lowercase();
    EventKind::from_word(&word).or_else(|| {
        Some(match word.as_str() {
            "trip" | "travel" | "state visit" | "official visit" | "визит" | "دورہ" => EventKind::Visit,
            "summit" | "talks" | "talk" | "conference" | "call" | "forum" | "встреча" | "переговоры" => {
                EventKind::Meeting
            }
            "deal" | "mou" | "memorandum" | "treaty" | "contract" | "accord" | "pact" | "соглашение" | "меморандум" => {
                EventKind::Agreement
            }
            "announcement" | "speech" | "declaration" | "interview" | "remarks" | "заявление" => {
                EventKind::Statement
            }
            "construction" | "works" | "project" | "opening" | "строительство" => {
                EventKind::Infrastructure
            }
            "attack" | "accident" | "closure" | "protest" | "инцидент" => EventKind::Incident,
            "goal" | "plan" | "deadline" | "milestone" => EventKind::Target,
            "expiration" | "expires" => EventKind::Expiry,
            _ => return None,
        })
    })
}

/// A status by its word or a synonym.
pub(super) fn status(word: &str) -> Option<ReportStatus> {
    let word = word.trim().to_lowercase();
    ReportStatus::from_word(&word).or_else(|| {
        Some(match word.as_str() {
            "planned"
            | "scheduled"
            | "announced"
            | "upcoming"
            | "proposed"
            | "pending"
            | "ожидается"
            | "планируется" => ReportStatus::Expected,
            "done" | "completed" | "complete" | "held" | "finished" | "took place" | "occurred" | "состоялось" => {
                ReportStatus::Happened
            }
            "partial" | "partially" | "in part" => ReportStatus::Partly,
            "delayed" | "deferred" | "put off" | "rescheduled" | "отложено" => ReportStatus::Postponed,
            "canceled" | "called off" | "scrapped" | "отменено" => ReportStatus::Cancelled,
            "false" | "rejected" | "refuted" | "опровергнуто" => ReportStatus::Denied,
            "agreed" | "approved" => ReportStatus::Confirmed,
            _ => return None,
        })
    })
}
