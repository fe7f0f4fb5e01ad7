//! The lines of an exported archive: their names are a format that other programs read.

use serde::{Deserialize, Serialize};

/// One line. Moments are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum TransferLine {
    Feed(FeedLine),
    Item(Box<ItemLine>),
    Dossier(DossierLine),
    Step(StepLine),
    Pruned(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FeedLine {
    pub url: String,
    pub title: Option<String>,
    pub etag: Option<Vec<u8>>,
    pub modified: Option<Vec<u8>>,
    pub next: i64,
    pub asked: Option<i64>,
    pub answered: Option<i64>,
    pub failing: Option<i64>,
    pub failures: u32,
    pub why: Option<String>,
    pub moved: Option<String>,
    pub gone: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemLine {
    pub id: String,
    pub row: i64,
    pub guid: String,
    pub feeds: Vec<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub outlet: String,
    pub language: Option<String>,
    pub published: Option<i64>,
    pub updated: Option<i64>,
    pub seen: i64,
    pub changed: Option<i64>,
    pub summary: Option<String>,
    pub text: Option<String>,
    pub versions: Vec<VersionLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct VersionLine {
    pub seen: i64,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DossierLine {
    pub id: i64,
    pub title: String,
    pub path: String,
    pub ids: i64,
    /// Hexadecimal.
    pub sketch: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepLine {
    pub dossier: i64,
    pub who: String,
    pub at: i64,
    pub undone: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<String>,
    pub decisions: Vec<DecisionLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DecisionLine {
    pub item: String,
    pub before: String,
    pub after: String,
    pub article: Option<String>,
    /// Who an item that was put off is for.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}
