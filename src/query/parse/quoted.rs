//! What a query has between quotation marks or slashes.

use super::{PATTERNS_AT_MOST, QueryParser};
use crate::query::QueryNode;
use crate::query::pattern::{self, QueryPattern};

impl QueryParser<'_> {
    /// What stands in the quotation marks that begin here, where they close. `\"` and `\\` stand for `"` and `\`.
    pub(super) fn quotation(&mut self) -> Option<String> {
        let start = self.at;
        let mut text = String::new();
        let mut escaped = false;
        for (at, c) in self.text[start + 1..].char_indices() {
            self.look(c.len_utf8());
            if escaped {
                if !matches!(c, '"' | '\\') {
                    text.push('\\');
                }
                text.push(c);
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == '"' {
                self.at = start + 1 + at + 1;
                return Some(text);
            } else {
                text.push(c);
            }
        }
        self.at = self.text.len();
        self.fault(start..self.at, "the quotation mark is not closed".to_owned());
        None
    }

    /// The regular expression that begins here. `\/` stands for a slash.
    pub(super) fn regex(&mut self) {
        let start = self.at;
        let mut escaped = false;
        let end = self.text[start + 1..].bytes().position(|b| {
            self.look(1);
            let closes = b == b'/' && !escaped;
            escaped = b == b'\\' && !escaped;
            closes
        });
        let Some(length) = end else {
            self.at = self.text.len();
            return self.leave_out(start..self.at, "the regular expression is not closed with `/`".to_owned());
        };
        self.at = start + 1 + length + 1;
        let text = self.text[start + 1..start + 1 + length].to_owned();
        self.patterns += 1;
        let refused = if text.is_empty() {
            Some("the regular expression is empty".to_owned())
        } else if text.len() > pattern::BYTES {
            Some(format!("the regular expression is longer than {} bytes", pattern::BYTES))
        } else if self.patterns > PATTERNS_AT_MOST {
            Some(format!("more than {PATTERNS_AT_MOST} regular expressions"))
        } else {
            None
        };
        if let Some(message) = refused {
            return self.leave_out(start..self.at, message);
        }
        match QueryPattern::new(&text) {
            Ok(pattern) => self.add(Some(QueryNode::Regex(pattern))),
            Err((span, message)) => {
                let at = start + 1;
                // A byte at least, and within the slashes: some faults have no length or stand at the end.
                let from = (at + span.start).min(self.at - 1);
                let to = (at + span.end).clamp(from + 1, self.at);
                let span = if self.text.is_char_boundary(from) && self.text.is_char_boundary(to) {
                    from..to
                } else {
                    start..self.at
                };
                self.leave_out(span, message);
            }
        }
    }
}
