//! What is wrong in the files, or worth a warning: values, not errors, so that all of them are reported at once.

use std::path::PathBuf;

use serde::Serialize;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The dossier does not open.
    Error,
    /// The dossier opens.
    Warning,
}

/// One thing that is wrong, with its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub path: PathBuf,
    /// Line from 1; 0 where the problem is the file itself.
    pub line: usize,
    /// Column from 1, in characters; 0 where the problem is the file itself.
    pub column: usize,
    /// One line, lower case, the thing in backticks, what was expected.
    pub message: String,
    /// The source line (a part of it where it is long) with the place: what is marked is `marked` of `line`.
    pub excerpt: Option<Excerpt>,
}

/// A piece of source text in which a place is marked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Excerpt {
    /// At most about 160 characters of the line, made safe to show.
    pub text: String,
    /// Characters of `text` before the mark.
    pub start: usize,
    /// Characters that are marked, at least 1.
    pub length: usize,
}
