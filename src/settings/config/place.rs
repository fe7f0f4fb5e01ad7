//! From a byte range of a small text to a [`Problem`] with line, column and the line marked.

use std::ops::Range;
use std::path::Path;

use crate::dossier::problem::{Excerpt, Problem, Severity};
use crate::text;

/// What is wrong with a piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// One line, lower case, the thing in backticks, what was expected.
    pub message: String,
}

impl Fault {
    /// A fault at a place.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { span, message: message.into() }
    }

    /// The fault as a problem of the file at `path`, which holds `source`.
    #[must_use]
    pub fn problem(&self, path: &Path, source: &str) -> Problem {
        let start = floor(source, self.span.start.min(source.len()));
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        Problem {
            severity: Severity::Error,
            path: path.to_owned(),
            line: source[..start].matches('\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            message: text::safe(&self.message).into_owned(),
            excerpt: Some(Excerpt::of(source, self.span.clone())),
        }
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
        let problem = Fault::new(at..at + 5, "no `\u{1b}`").problem(Path::new("c.toml"), source);
        assert_eq!((problem.line, problem.column), (2, 6));
        assert_eq!(problem.message, "no `␛`");
        assert_eq!(problem.excerpt, Some(Excerpt { text: "bü = \"x␛y\"".into(), start: 5, length: 5 }));
    }

    #[test]
    fn a_place_past_the_end_or_within_a_character_is_no_accident() {
        for span in [0..0, 1..2, 2..900, 900..901] {
            let problem = Fault::new(span, "x").problem(Path::new("c"), "ü\r\nü");
            assert!(problem.line <= 2);
        }
    }
}
