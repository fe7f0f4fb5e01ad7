//! Collects lookups that take longer than a frame, and sends them to a thread as one request.

use std::cell::RefCell;

use crate::dossier::Kind;
use crate::query::{self, IndexRequest, Query, QueryTerm, QueryView};

/// The maximum number of lookups per query; a query that needs more is answered at once, however long it takes.
const MOST: usize = 32;

/// What a thread must look up before the filter, a count or the palette can be answered.
#[derive(Debug, Default)]
pub struct LookupRequest(RefCell<PendingLookups>);

/// What was asked for so far.
#[derive(Debug, Default)]
pub struct PendingLookups {
    /// In the texts; `None`: these are not needed.
    pub asked: Option<Vec<IndexRequest>>,
    /// Whether the values of other records are needed with their texts.
    pub values: bool,
    /// The terms by which rows are to be counted.
    pub counted: Vec<&'static QueryTerm>,
}

impl LookupRequest {
    /// Whether a query can be answered within a frame. If not, what it needs is added to the request.
    pub fn is_answered(&self, query: &Query, view: &QueryView<'_>) -> bool {
        let Some(asked) = query::to_be_found(query, view).filter(|asked| asked.len() <= MOST) else { return true };
        let mut pending = self.0.borrow_mut();
        pending.asked.get_or_insert_default().extend(asked);
        pending.values = true;
        false
    }

    /// The same for a query that asks for words alone, while no values are offered.
    pub fn are_words_answered(&self, query: &Query, view: &QueryView<'_>) -> bool {
        let Some(asked) = query::words_to_be_found(query, view) else { return true };
        self.0.borrow_mut().asked.get_or_insert_default().extend(asked);
        false
    }

    /// Whether rows of a kind can be counted by a term within a frame. If not, what that needs is added to the request.
    pub fn is_counted(&self, kind: Kind, term: &'static QueryTerm, view: &QueryView<'_>) -> bool {
        let at_once = query::counts_at_once(view, kind, term);
        if !at_once {
            self.0.borrow_mut().counted.push(term);
        }
        at_once
    }

    /// Takes the request, if there is one.
    pub fn take(&self) -> Option<PendingLookups> {
        let pending = self.0.take();
        (pending.asked.is_some() || !pending.counted.is_empty()).then_some(pending)
    }
}
