//! The words by which a page says where its day stands.

use std::sync::LazyLock;

use regex::Regex;

/// Parts of the names of elements that may hold the day of an article.
const MAY_HOLD_DAY: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "publi[sc]",
    "posted",
    "timestamp",
    r"(?:\b|[-_])time\b",
    "byline",
    r"(?:\b|[-_])meta\b",
    r"(?:\b|[-_])infos?\b",
    "author",
    "created",
    "erschienen",
    r"\bstand\b",
];
/// Those of elements that hold nothing but a day.
const HOLDS_DAY: &[&str] =
    &[r"\bdate\b", r"[-_]date\b", "publi[sc]", "posted", "datum", "fecha", "dateline", "timestamp"];
/// Those of elements whose day is another one.
const HOLDS_OTHER_DAY: &[&str] = &[
    "comment",
    "updat",
    "modif",
    "event",
    "copyright",
    "footer",
    "countdown",
    "birth",
    "calendar",
    "related",
    "sidebar",
    "teaser",
    "widget",
    "menu",
    "validat",
    "candidat",
    "mandat",
];
/// Words before the day of publication.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "publi[eé]e? le",
    "mis en ligne",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "datum",
    "stand",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "opublikowano",
    "опубликовано",
    "дата",
    "yayın",
    "date",
    "written",
];
/// Keys of scripts under which the day of publication stands, the most frequent ones.
const SCRIPT_KEYS: &[&str] = &[
    "date_?published",
    r"(?:first_?)?publish(?:ed)?[-_]?(?:first|at|on|date|time)?",
    r"(?:first_?)?publication[-_]?(?:date|time)?",
    "first-publication",
    "date_?created",
    "created_?at",
];

/// The expressions made of the words above; `None` if one is invalid, which fails its test.
pub(super) struct DayWords {
    pub may_hold: Regex,
    pub holds: Regex,
    pub holds_other: Regex,
    pub labels: Regex,
    pub script_keys: Regex,
}

pub(super) fn words() -> Option<&'static DayWords> {
    static WORDS: LazyLock<Option<DayWords>> = LazyLock::new(|| {
        let any = |words: &[&str], before: &str, behind: &str| {
            Regex::new(&format!("(?i){before}(?:{}){behind}", words.join("|"))).ok()
        };
        Some(DayWords {
            may_hold: any(MAY_HOLD_DAY, "", "")?,
            holds: any(HOLDS_DAY, "", "")?,
            holds_other: any(HOLDS_OTHER_DAY, "", "")?,
            labels: any(LABELS, r"\b", r"\b[^\d\n]{0,30}")?,
            script_keys: any(SCRIPT_KEYS, r#"["']?\b"#, r#"["']?\s*[:=]\s*\\?["']([^"'\\<>]{8,40})"#)?,
        })
    });
    WORDS.as_ref()
}
