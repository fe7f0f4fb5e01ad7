//! What is wrong in the files, or worth a warning: values, not errors, so that all of them are reported at once.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::text::{is_unsafe, passwords_in, safe, width};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The dossier does not open.
    Error,
    /// The dossier opens.
    Warning,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// One thing that is wrong, with its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// Line from 1; 0 where the problem is the file itself.
    pub line: usize,
    /// Column from 1, in characters; 0 where the problem is the file itself.
    pub column: usize,
    /// One line, lower case, the thing in backticks, what was expected.
    pub message: String,
    /// The source line (part of it if it is long) with the place: what is marked is `marked` of `line`.
    pub excerpt: Option<SourceExcerpt>,
}

/// One line, `path:line:column: error: message`, or `path: error: message` where the problem is the file itself.
/// Nothing in it can steer a terminal.
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.to_string_lossy();
        f.write_str(&safe(&path))?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}: {}", self.severity, safe(&self.message))
    }
}
/// What is said of one that was there before.
const GONE: &str = "is no longer there";

impl Problem {
    /// A file of the dossier that was there before.
    #[must_use]
    pub fn of_gone(path: &Path) -> Problem {
        Problem::of_file(path, GONE)
    }

    /// Whether it is that a file is no longer there.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.line == 0 && self.message == GONE
    }

    /// An error of a file itself.
    #[must_use]
    pub fn of_file(path: &Path, message: &str) -> Problem {
        let (path, message) = (path.to_owned(), message.to_owned());
        Problem { severity: Severity::Error, path, line: 0, column: 0, message, excerpt: None }
    }

    /// The line of [`Problem`]'s `Display`, then the source line with the place marked under it:
    ///
    /// ```text
    /// story.toml:12:3: error: unknown key `titel`; did you mean `title`?
    ///   titel = "The port"
    ///   ^^^^^
    /// ```
    #[must_use]
    pub fn render(&self) -> String {
        match &self.excerpt {
            Some(excerpt) => format!("{self}\n  {}\n  {}", safe(&excerpt.text), excerpt.marks()),
            None => self.to_string(),
        }
    }
}

/// A path as text: those that are not UTF-8 have no other form in JSON.
fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// An excerpt of source text in which a place is marked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceExcerpt {
    /// At most about 160 characters of the line, made safe to show.
    pub text: String,
    /// Characters of `text` before the mark.
    pub start: usize,
    /// Characters that are marked, at least 1.
    pub length: usize,
}

/// The number of characters that an excerpt shows before the place, and from the place on.
const BEFORE: usize = 60;
const AFTER: usize = 100;
/// The number of bytes before and behind the place in which addresses are looked for.
const LOOKED_AT: usize = 4 << 10;
/// What stands in place of a name and password.
const MASK: &str = "***";

impl SourceExcerpt {
    /// The line around the first byte of `span`, cut to a window if it is long, without names and passwords of addresses.
    /// The cost does not depend on the length of the line.
    #[must_use]
    pub fn of(text: &str, span: Range<usize>) -> SourceExcerpt {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let hidden = hidden_near(text, start);
        let put = |out: &mut String, at: usize, c: char| match hidden.iter().find(|hidden| hidden.contains(&at)) {
            None => push_safe(out, c),
            Some(hidden) if hidden.start == at => out.push_str(MASK),
            Some(_) => {}
        };
        let mut left = String::new();
        let before = text[..start].char_indices().rev().take_while(|&(_, c)| c != '\n');
        let before: Vec<(usize, char)> = before.take(BEFORE + 1).collect();
        if before.len() > BEFORE {
            left.push('…');
        }
        for &(at, c) in before.iter().take(BEFORE).rev().filter(|(_, c)| *c != '\u{feff}') {
            put(&mut left, at, c);
        }
        let (mut marked, mut right, mut shown) = (String::new(), String::new(), 0);
        for (at, c) in text[start..].char_indices().take_while(|&(_, c)| c != '\n') {
            if shown == AFTER {
                right.push('…');
                break;
            }
            shown += 1;
            put(if start + at < end { &mut marked } else { &mut right }, start + at, c);
        }
        let count = |s: &str| s.chars().count();
        let length = count(&marked).max(1);
        let whole = format!("{left}{marked}{right}");
        SourceExcerpt { text: whole.trim_end().to_owned(), start: count(&left), length }
    }

    /// The line of marks that goes under `text`, as wide as what stands above it.
    #[must_use]
    pub fn marks(&self) -> String {
        let columns = |from: usize, count: usize| {
            let part: String = self.text.chars().skip(from).take(count).collect();
            width(&part)
        };
        let marks = columns(self.start, self.length).max(1);
        // A place past the end of the trimmed text keeps its distance.
        let past = self.start.saturating_sub(self.text.chars().count());
        format!("{}{}", " ".repeat(columns(0, self.start) + past), "^".repeat(marks))
    }
}

/// Where names and passwords stand near a place of a text.
fn hidden_near(text: &str, at: usize) -> Vec<Range<usize>> {
    let first = floor(text, at.saturating_sub(LOOKED_AT));
    let near = &text[first..floor(text, at + LOOKED_AT)];
    passwords_in(near).map(|hidden| first + hidden.start..first + hidden.end).collect()
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn push_safe(out: &mut String, c: char) {
    if is_unsafe(c) {
        out.push_str(&safe(c.encode_utf8(&mut [0; 4])));
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_excerpt_shows_a_password() {
        for (line, expected) in [
            ("url = \"https://ann:s3cret@a.example/b@c\"", "url = \"https://***@a.example/b@c\""),
            ("{\"url\":\"https:\\/\\/ann:s3cret@a.example\\/b\"}", "{\"url\":\"https:\\/\\/***@a.example\\/b\"}"),
            ("'https://ann:s3/cr?t@a.example/b' x@y", "'https://***@a.example/b' x@y"),
            ("postgres://ann@db, http://a.example/@b", "postgres://***@db, http://a.example/@b"),
            ("http://a.example:80/@b http://[::1]:80/@b", "http://a.example:80/@b http://[::1]:80/@b"),
        ] {
            for start in 0..line.len() {
                let excerpt = SourceExcerpt::of(line, start..start + 3);
                assert_eq!(excerpt.text, expected, "{start}");
                assert!(excerpt.start + excerpt.length <= expected.chars().count().max(excerpt.start + 1), "{start}");
            }
            let at = line.find("a.example").unwrap_or_default();
            let excerpt = SourceExcerpt::of(line, at..at + 9);
            let marked: String = excerpt.text.chars().skip(excerpt.start).take(excerpt.length).collect();
            assert!(marked == "a.example" || at == 0, "{marked}");
        }
        // Of a password that begins before the window or ends behind it, nothing is shown either.
        for (before, behind) in [(0, 300), (300, 0), (100, 500)] {
            let secret = format!("{}s3cret{}", "a".repeat(before), "b".repeat(behind));
            let line = format!("url = \"https://ann:{secret}@a.example/\" # what stands here");
            for start in (0..line.len()).step_by(7) {
                let excerpt = SourceExcerpt::of(&line, start..start + 1);
                assert!(!["s3", "aaa", "bbb"].iter().any(|part| excerpt.text.contains(part)), "{start}: {excerpt:?}");
            }
        }
    }
}
