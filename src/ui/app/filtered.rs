//! The filter: its text, what it means, what it leaves, and the filters before it.

use std::cell::OnceCell;

use crate::query::{self, Query, QueryFault, QueryView, RelaxedQuery, ShownRows};

/// How many filters are remembered.
const REMEMBERED: usize = 200;

/// The filter that is on.
pub(super) struct ActiveFilter {
    pub text: String,
    pub query: Query,
    /// What cannot be read in the text.
    pub faults: Vec<QueryFault>,
    /// What it leaves.
    pub shown: ShownRows,
    /// What it would leave without each of its parts; found when it is asked for.
    pub relaxed: OnceCell<Vec<RelaxedQuery>>,
    /// Filters of this session, the newest last.
    pub history: Vec<String>,
    /// Filters that were changed by choosing, the newest last: the way back.
    before: Vec<String>,
    /// The field by which rows are counted, by its position in [`query::fields`].
    pub counted: usize,
}

impl ActiveFilter {
    pub fn new(text: String, view: &QueryView<'_>) -> ActiveFilter {
        let parsed = query::parse(&text);
        ActiveFilter {
            shown: query::shown(&parsed.query, view),
            query: parsed.query,
            faults: parsed.faults,
            text,
            relaxed: OnceCell::new(),
            history: Vec::new(),
            before: Vec::new(),
            counted: 0,
        }
    }

    /// Reads another text; the rows stay until [`ActiveFilter::apply`].
    pub fn set(&mut self, text: String) {
        let parsed = query::parse(&text);
        self.text = text;
        self.faults = parsed.faults;
        self.query = parsed.query;
    }

    /// Finds what the filter leaves.
    pub fn apply(&mut self, view: &QueryView<'_>) {
        self.shown = query::shown(&self.query, view);
        self.relaxed = OnceCell::new();
    }

    /// The dossier or the day is another one: the rows of before mean nothing any more.
    pub fn show_all(&mut self, view: &QueryView<'_>) {
        self.shown = query::shown(&Query::default(), view);
        self.relaxed = OnceCell::new();
    }

    /// Remembers the filter that is on, as the newest.
    pub fn remember(&mut self) {
        let filter = self.text.trim();
        if filter.is_empty() {
            return;
        }
        let filter = filter.to_owned();
        self.history.retain(|earlier| *earlier != filter);
        push_bounded(&mut self.history, filter);
    }

    /// Keeps the filter that is on for [`ActiveFilter::take_before`].
    pub fn keep_before(&mut self) {
        push_bounded(&mut self.before, self.text.clone());
    }

    /// The filter before this one, which is not kept any longer.
    pub fn take_before(&mut self) -> Option<String> {
        self.before.pop()
    }

    /// Whether there is a filter before this one.
    pub fn has_before(&self) -> bool {
        !self.before.is_empty()
    }
}

fn push_bounded(filters: &mut Vec<String>, filter: String) {
    if filters.len() == REMEMBERED {
        filters.remove(0);
    }
    filters.push(filter);
}
