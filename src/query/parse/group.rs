//! The state of a query while it is read.

use std::ops::Range;

use crate::query::QueryNode;

/// What was read within one pair of parentheses.
pub(super) struct QueryGroup {
    /// Where it opens.
    pub from: usize,
    /// Whether it is excluded.
    pub negated: bool,
    /// The finished alternatives.
    pub choices: Vec<QueryNode>,
    /// The conditions of the current alternative so far.
    pub all: Vec<QueryNode>,
    /// Whether the current alternative has anything in it, readable or not.
    pub begun: bool,
    /// The `OR` before the current alternative.
    pub or: Option<Range<usize>>,
    /// The `-` or `NOT` that waits for its operand.
    pub not: Option<Range<usize>>,
}

impl QueryGroup {
    /// One that opens here.
    pub fn at(from: usize) -> QueryGroup {
        QueryGroup { from, negated: false, choices: Vec::new(), all: Vec::new(), begun: false, or: None, not: None }
    }

    /// Whether nothing stands in it, not even what cannot be read.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && !self.begun && self.or.is_none()
    }
}
