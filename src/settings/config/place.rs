//! From a byte range of a small text to a [`Problem`] with line, column and the line marked.

use std::ops::Range;
use std::path::Path;

use crate::dossier::problem::{Problem, Severity, SourceExcerpt};
use crate::text;

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The bytes of the part.
    pub span: Range<usize>,
    /// One line, lower case, the thing in backticks, what was expected.
    pub message: String,
}

impl ConfigFault {
    /// A fault at a place.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> ConfigFault {
        ConfigFault { span, message: message.into() }
    }

    /// The fault as a problem of the file at `path`, which holds `source`.
    #[must_use]
    pub fn problem(&self, path: &Path, source: &str) -> Problem {
        self.problem_at(path, &mut PlaceCursor::new(source))
    }

    /// The same; the cursor may have passed other places of the text.
    pub(super) fn problem_at(&self, path: &Path, cursor: &mut PlaceCursor) -> Problem {
        let (line, column) = cursor.place(self.span.start);
        Problem {
            severity: Severity::Error,
            path: path.to_owned(),
            line,
            column,
            message: text::safe(&self.message).into_owned(),
            excerpt: Some(SourceExcerpt::of(cursor.text, self.span.clone())),
        }
    }
}

/// Counts lines and columns of places that are asked for in the order of the text, each step once.
pub(super) struct PlaceCursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> PlaceCursor<'t> {
    pub(super) fn new(text: &'t str) -> PlaceCursor<'t> {
        PlaceCursor { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column, both from 1, of the character at or around a byte; places before the last one cost a new start.
    pub(super) fn place(&mut self, at: usize) -> (usize, usize) {
        let at = floor(self.text, at.min(self.text.len()));
        if at < self.at {
            *self = PlaceCursor::new(self.text);
        }
        for c in self.text[self.at..at].chars() {
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.at = at;
        (self.line, self.column)
    }
}

/// The last character border at or before `at`.
fn floor(source: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_placed_by_line_and_character() {
        let source = "a = 1\nbü = \"x\u{1b}y\"\n";
        let at = source.find("\"x").unwrap();
        let problem = ConfigFault::new(at..at + 5, "no `\u{1b}`").problem(Path::new("c.toml"), source);
        assert_eq!((problem.line, problem.column), (2, 6));
        assert_eq!(problem.message, "no `␛`");
        assert_eq!(problem.excerpt, Some(SourceExcerpt { text: "bü = \"x␛y\"".into(), start: 5, length: 5 }));
    }

    #[test]
    fn a_place_past_the_end_or_within_a_character_is_no_accident() {
        for span in [0..0, 1..2, 2..900, 900..901] {
            let problem = ConfigFault::new(span, "x").problem(Path::new("c"), "ü\r\nü");
            assert!(problem.line <= 2);
        }
    }
}
