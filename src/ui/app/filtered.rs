//! The filter: its text, its meaning, the rows it matches, and earlier filters.

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::query::{self, Query, QueryFault, QueryView, RelaxedQuery, ShownRows};

/// The number of filters that are remembered.
const REMEMBERED: usize = 200;

/// The active filter.
pub(super) struct ActiveFilter {
    pub text: String,
    pub query: Query,
    /// What is wrong in the text.
    pub faults: Vec<QueryFault>,
    /// The rows that match.
    pub shown: ShownRows,
    /// The number of rows without each of its parts; computed on demand.
    pub relaxed: OnceCell<Vec<RelaxedQuery>>,
    /// The filters of this session, newest last.
    pub history: Vec<String>,
    /// Filters that were replaced by choosing another one, newest last: the way back.
    before: Vec<String>,
    /// The field by which rows are counted, as its position in [`query::fields`].
    pub counted: usize,
}

impl ActiveFilter {
    pub fn new(text: String, today: NaiveDate, view: &QueryView<'_>) -> ActiveFilter {
        let parsed = query::parse(&text, today);
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

    /// Parses another text; the rows stay the same until [`ActiveFilter::apply`].
    pub fn set(&mut self, text: String, today: NaiveDate) {
        let parsed = query::parse(&text, today);
        self.text = text;
        self.faults = parsed.faults;
        self.query = parsed.query;
    }

    /// Computes the rows that match.
    pub fn apply(&mut self, view: &QueryView<'_>) {
        self.shown = query::shown(&self.query, view);
        self.relaxed = OnceCell::new();
    }

    /// Forgets the rows after the dossier or the day has changed.
    pub fn show_all(&mut self, view: &QueryView<'_>) {
        self.shown = query::shown(&Query::default(), view);
        self.relaxed = OnceCell::new();
    }

    /// Adds the active filter to the history, as the newest.
    pub fn remember(&mut self) {
        let filter = self.text.trim();
        if filter.is_empty() {
            return;
        }
        let filter = filter.to_owned();
        self.history.retain(|earlier| *earlier != filter);
        push_bounded(&mut self.history, filter);
    }

    /// Stores the active filter for [`ActiveFilter::take_before`].
    pub fn keep_before(&mut self) {
        push_bounded(&mut self.before, self.text.clone());
    }

    /// Removes and returns the previous filter.
    pub fn take_before(&mut self) -> Option<String> {
        self.before.pop()
    }

    /// Whether there is a previous filter.
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
