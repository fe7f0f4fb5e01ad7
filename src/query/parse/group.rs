//! What is open while a query is read.

use std::ops::Range;

use crate::query::Node;

/// What was read within one pair of parentheses.
pub(super) struct Group {
    /// Where it opens.
    pub from: usize,
    /// Whether it is excluded.
    pub negated: bool,
    /// The choices that are complete.
    pub choices: Vec<Node>,
    /// What all has to hold, so far.
    pub all: Vec<Node>,
    /// Whether anything stands in the present choice, readable or not.
    pub begun: bool,
    /// The `OR` before the present choice.
    pub or: Option<Range<usize>>,
    /// The `-` or `NOT` that waits for what it excludes.
    pub not: Option<Range<usize>>,
}

impl Group {
    /// One that opens here.
    pub fn at(from: usize) -> Group {
        Group { from, negated: false, choices: Vec::new(), all: Vec::new(), begun: false, or: None, not: None }
    }

    /// Whether nothing stands in it, not even what cannot be read.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && !self.begun && self.or.is_none()
    }
}
