//! A regular expression of a query.

use std::ops::Range;

/// The maximum length of a regular expression, in bytes.
pub(super) const BYTES: usize = 1000;
/// The maximum size of a compiled expression, in bytes.
const COMPILED: usize = 1 << 20;

/// A regular expression.
#[derive(Clone, Debug)]
pub(super) struct QueryPattern {
    /// As it was written, without the slashes.
    pub text: String,
    /// The compiled expression, case-insensitive.
    pub regex: regex::Regex,
}

impl PartialEq for QueryPattern {
    fn eq(&self, other: &QueryPattern) -> bool {
        self.text == other.text
    }
}

impl QueryPattern {
    /// Reads a regular expression, within limits of size.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn new(text: &str) -> Result<QueryPattern, (Range<usize>, String)> {
        let whole = 0..text.len();
        let syntax = regex_syntax::ParserBuilder::new().nest_limit(50).case_insensitive(true).build().parse(text);
        match syntax {
            Err(regex_syntax::Error::Parse(e)) => {
                return Err((e.span().start.offset..e.span().end.offset, format!("regular expression: {}", e.kind())));
            }
            Err(regex_syntax::Error::Translate(e)) => {
                return Err((e.span().start.offset..e.span().end.offset, format!("regular expression: {}", e.kind())));
            }
            Err(_) => return Err((whole, "this is not a regular expression".to_owned())),
            Ok(_) => {}
        }
        regex::RegexBuilder::new(text)
            .case_insensitive(true)
            .nest_limit(50)
            .size_limit(COMPILED)
            .build()
            .map(|regex| QueryPattern { text: text.to_owned(), regex })
            .map_err(|_| (whole, "the regular expression is too large".to_owned()))
    }
}
