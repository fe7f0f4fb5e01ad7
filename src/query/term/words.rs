//! The closed lists of words that stand behind a key, each with what it means.

use crate::dossier::{ActorKind, ArticleKind, CorridorStatus, EventKind, FigureKind, Kind, PlaceKind};
use crate::story::{CurrentStatus, PromiseOutcome};

/// The properties of `is:` that are neither states of an event nor the status of a corridor.
pub(in crate::query) const PROPERTIES: &[(&str, &str)] = &[
    ("open", "still to come: expected, confirmed, postponed or overdue; of a corridor: open"),
    ("promised", "somebody expected, confirmed or postponed it, so that the ledger has it"),
    ("slipped", "the date moved back, or it is overdue or came late"),
    ("brought-forward", "the date moved forward"),
    ("due", "promised, with a date that has not passed"),
    ("late", "came about after the first promised date ended"),
    ("early", "came about before the first promised date began"),
    (
        "kept",
        "came about within the first promised date, or no date was promised; item of the inbox that is an article now",
    ),
    ("undated", "promised without a date; article without a date"),
    ("contested", "sources disagree on its date, status, a value or amount"),
    ("unsourced", "nothing known about it names a source"),
    ("single-origin", "all reports of the event go back to one origin"),
    (
        "one-sided",
        "all who are quoted on the event are of one country, another country takes part, no outlet saw the outcome itself",
    ),
    ("hardened", "an article that rewrites others tells it as more certain than every origin behind it"),
    ("new", "new or changed since the last visit; item of the inbox that is not decided"),
    ("dropped", "item of the inbox that was dropped"),
    ("later", "item of the inbox that was put off"),
    ("changed", "item of the inbox whose text changed since it was first seen"),
];

/// All words of `is:`.
pub(super) fn is_words() -> Vec<(&'static str, &'static str)> {
    let mut words = PROPERTIES.to_vec();
    words.extend(CurrentStatus::ALL.iter().map(|state| (state.word(), "event")));
    corridor_words(&mut words);
    words
}

/// All words of `ledger:`.
pub(super) fn ledger_words() -> Vec<(&'static str, &'static str)> {
    PromiseOutcome::ALL.iter().map(|outcome| (outcome.word(), outcome.meaning())).collect()
}

pub(super) fn status_words() -> Vec<(&'static str, &'static str)> {
    let mut words: Vec<_> = CurrentStatus::ALL.iter().map(|state| (state.word(), "event")).collect();
    corridor_words(&mut words);
    words
}

fn corridor_words(words: &mut Vec<(&'static str, &'static str)>) {
    for status in CorridorStatus::ALL.iter().rev() {
        add_word(words, status.word(), "corridor");
    }
    add_word(words, CurrentStatus::Unknown.word(), "corridor");
}

/// Adds a word, or to one that stands there already what else has it.
fn add_word(words: &mut Vec<(&'static str, &'static str)>, word: &'static str, of: &'static str) {
    let Some((_, known)) = words.iter_mut().find(|(known, _)| *known == word) else { return words.push((word, of)) };
    *known = match (*known, of) {
        ("event", "corridor") => "event or corridor",
        ("event", "article") => "event or article",
        ("event", "figure") => "event or figure",
        (ALL_OF_KIND, "event") => "all of this kind, and events of this sort",
        (known, _) => known,
    };
}

const ALL_OF_KIND: &str = "all of this kind";

/// All words of `kind:`. One that several kinds of record share stands once.
pub(super) fn kind_words() -> Vec<(&'static str, &'static str)> {
    let mut words = Vec::new();
    let mut add = |word: &'static str, of: &'static str| add_word(&mut words, word, of);
    for kind in Kind::ALL {
        add(kind.singular(), ALL_OF_KIND);
    }
    for kind in EventKind::ALL {
        add(kind.word(), "event");
    }
    for kind in ActorKind::ALL {
        add(kind.word(), "actor");
    }
    for kind in PlaceKind::ALL {
        add(kind.word(), "place");
    }
    for kind in ArticleKind::ALL {
        add(kind.word(), "article");
    }
    for kind in FigureKind::ALL {
        add(kind.word(), "figure");
    }
    words
}
