//! What a trace tells of a query: each part of it, how it was answered, and how much it left.
//!
//! `karwan list --explain` prints it, `KARWAN_LOG` writes it to a file. Where neither listens, nothing here is worked out.

use tracing::field::Empty;
use tracing::span::EnteredSpan;
use tracing::{Span, debug_span};

use super::{Query, QueryNode};
use crate::dossier::Kind;

/// By the index of the articles' words.
pub(super) const INDEX: &str = "the index of words";
/// By reading all texts of articles: while there is no index.
pub(super) const SCAN: &str = "a scan of all texts";
/// By what was answered before.
pub(super) const KEPT: &str = "an answer that is kept";
/// By the numbers of the values that each record has.
pub(super) const COLUMN: &str = "a column of values";

/// One part of a query is being looked up.
pub(super) fn part(node: &QueryNode) -> EnteredSpan {
    debug_span!("look up", asked = ?printed(node), by = Empty, found = Empty).entered()
}

/// It is being told of which records of a kind a term is true.
pub(super) fn reach(asked: &str, kind: Kind) -> EnteredSpan {
    debug_span!("term", asked, of = kind.word(), by = Empty, through_others = Empty, found = Empty).entered()
}

/// All parts are put together to the rows of a kind.
pub(super) fn rows(kind: Kind) -> EnteredSpan {
    debug_span!("rows", of = kind.word(), asked_one_by_one = Empty, found = Empty).entered()
}

/// How the part is answered that is looked up.
pub(super) fn answered_by(how: &str) {
    Span::current().record("by", how);
}

/// How many records a span left. They are counted only where somebody listens.
pub(super) fn found(span: &EnteredSpan, count: impl FnOnce() -> usize) {
    if !span.is_disabled() {
        span.record("found", count());
    }
}

/// A part as it is typed.
pub(super) fn printed(node: &QueryNode) -> String {
    Query { root: Some(node.clone()) }.to_string()
}
