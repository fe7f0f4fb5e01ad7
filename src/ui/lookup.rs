//! Collects lookups that take longer than a frame, and sends them to a thread as one request.

use std::cell::RefCell;

use crate::query::{self, IndexRequest, Query, QueryView};

/// The maximum number of lookups per query; a query that needs more is answered at once, however long it takes.
const MOST: usize = 32;

/// What a thread must look up before the filter, a count or the palette can be answered.
#[derive(Debug, Default)]
pub struct LookupRequest(RefCell<Option<Vec<IndexRequest>>>);

impl LookupRequest {
    /// Whether a query can be answered within a frame. If not, what it needs is added to the request.
    pub fn is_answered(&self, query: &Query, view: &QueryView<'_>) -> bool {
        let Some(asked) = query::to_be_found(query, view).filter(|asked| asked.len() <= MOST) else { return true };
        self.0.borrow_mut().get_or_insert_default().extend(asked);
        false
    }

    /// Takes the request, if there is one.
    pub fn take(&self) -> Option<Vec<IndexRequest>> {
        self.0.take()
    }
}
