//! Ways out of a query that finds too little: the query without one of its parts, and what that leaves.

use super::rows::shown;
use super::{Query, QueryView, ShownRows};

/// A query without one of its parts.
#[derive(Clone, Debug)]
pub struct RelaxedQuery {
    /// The part that is left out, as text.
    pub part: String,
    /// The rest.
    pub query: Query,
    /// What the rest shows.
    pub shown: ShownRows,
}

/// The maximum number of parts that are tried, from the first on.
const AT_MOST: usize = 9;

/// The query without each of its parts that all have to hold, in their order.
#[must_use]
pub fn relaxed(query: &Query, view: &QueryView) -> Vec<RelaxedQuery> {
    let parts = query.terms();
    let without = |(at, part): (usize, &Query)| {
        let query = query.without(at);
        RelaxedQuery { part: part.to_string(), shown: shown(&query, view), query }
    };
    parts.iter().enumerate().take(AT_MOST).map(without).collect()
}
