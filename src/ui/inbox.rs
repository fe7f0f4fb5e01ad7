//! What is asked of the archive for the Inbox, and what a thread finds.

use crate::desk::archive::{ArchiveItem, FeedState, ItemActivity, ItemCount};
use crate::query::{IndexedCorpus, ItemState, Query};
use crate::settings::theme::StyleRole;

/// Which items are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxRequest {
    /// Counts up: what was asked before is of no use any more.
    pub turn: u64,
    /// The dossier and the day.
    pub corpus: IndexedCorpus,
    /// The filter; without one of its words for what was decided, only items that wait.
    pub filter: Query,
    /// Whether the items are shown; else only how many wait is asked for.
    pub is_shown: bool,
}

/// What is done with items.
#[derive(Clone, Debug, PartialEq)]
pub enum InboxDeed {
    /// Write the items into the dossier as articles, as one step.
    Keep(Vec<ArchiveItem>, Option<KeepOrigin>),
    /// Decide on the items without writing to the dossier, as one step.
    Decide(Vec<ArchiveItem>, ItemState),
    /// Put the items off for somebody, as one step.
    Assign(Vec<ArchiveItem>, String),
    /// Undo the last decision, and what was written for it.
    Undo,
    /// Read the whole page of an item into the archive.
    ReadPage(Box<ArchiveItem>),
}

impl InboxDeed {
    /// The rows of the items that are decided on.
    #[must_use]
    pub fn decided(&self) -> Vec<i64> {
        match self {
            InboxDeed::Keep(items, _) | InboxDeed::Decide(items, _) | InboxDeed::Assign(items, _) => {
                items.iter().map(|item| item.row).collect()
            }
            InboxDeed::Undo | InboxDeed::ReadPage(_) => Vec::new(),
        }
    }
}

/// What items that are kept are said to be based on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepOrigin {
    /// The article of the first of them.
    First,
    /// This article of the dossier.
    Article(String),
}

/// What the Inbox lists.
#[derive(Clone, Debug, Default)]
pub struct InboxListing {
    /// The newest items first.
    pub rows: Vec<InboxRow>,
    /// Whether the items were only counted, because the Inbox was not shown: its rows are still to come.
    pub is_count: bool,
    /// Groups that say nearly the same: positions of rows, the oldest first.
    pub groups: Vec<Vec<usize>>,
    /// How many items wait, whatever the filter.
    pub waiting: ItemCount,
    /// How the feeds of the dossier fare.
    pub feeds: Vec<FeedState>,
    /// Who ever decided something in this archive, or was given an item.
    pub people: Vec<String>,
    /// Why there is nothing: one line.
    pub fault: Option<String>,
}

impl InboxListing {
    /// Leaves out items that are being decided on, until the archive is asked again.
    pub fn leave_out(&mut self, items: &[i64]) {
        let mut places = Vec::with_capacity(self.rows.len());
        let mut left = 0;
        for row in &self.rows {
            let stays = !items.contains(&row.item.row);
            places.push(stays.then_some(left));
            left += usize::from(stays);
        }
        for group in &mut self.groups {
            *group = group.iter().filter_map(|&at| places[at]).collect();
        }
        self.groups.retain(|group| group.len() > 1);
        let before = self.rows.len();
        self.rows.retain(|row| !items.contains(&row.item.row));
        self.waiting.number = self.waiting.number.saturating_sub(before - self.rows.len());
    }
}

/// An item of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxRow {
    /// As it lies in the archive.
    pub item: ArchiveItem,
    /// What was decided.
    pub state: ItemState,
    /// Why it is here: the records that it names, each with its weight, the weightiest first.
    pub reasons: Vec<(String, f64)>,
    /// Words of it that the story watches for, besides.
    pub words: Vec<String>,
    /// The article of a kept item that says nearly the same.
    pub kept: Option<String>,
    /// All that was ever decided about it, oldest first.
    pub activity: Vec<ItemActivity>,
}

impl InboxRow {
    /// An item of which is not known yet why it is here.
    #[must_use]
    pub fn new(item: ArchiveItem, state: ItemState) -> InboxRow {
        InboxRow { item, state, reasons: Vec::new(), words: Vec::new(), kept: None, activity: Vec::new() }
    }

    /// What was decided in one or two words, with who it is for; `None`: nothing.
    #[must_use]
    pub fn decision(&self) -> Option<String> {
        let last = self.activity.iter().rev().find(|one| !one.undone && one.decided.after == self.state);
        let is_new = self.state == ItemState::New;
        (!is_new).then(|| last.map_or_else(|| self.state.word().to_owned(), |last| last.decided.words()))
    }

    /// The sum of the weights.
    #[must_use]
    pub fn relevance(&self) -> f64 {
        self.reasons.iter().map(|(_, weight)| weight).sum()
    }

    /// The text, else the summary.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.item.text.as_deref().or(self.item.summary.as_deref())
    }
}

/// How a feed fares, in a few words; `None`: the archive has nothing of it.
#[must_use]
pub fn feed_health(feed: Option<&FeedState>) -> (String, StyleRole) {
    let Some(feed) = feed else { return ("never fetched".to_owned(), StyleRole::Quiet) };
    if feed.gone {
        return ("gone for good (410)".to_owned(), StyleRole::Warning);
    }
    if let Some(since) = feed.failing {
        let why = feed.why.as_deref().unwrap_or("it does not answer");
        // The feed is named beside it.
        let why = why.strip_prefix(&format!("`{}`", feed.url)).map_or(why, |why| why.trim_start_matches([':', ' ']));
        return (format!("failing since {}: {why}", since.format("%-d %b")), StyleRole::Warning);
    }
    match (feed.answered, &feed.moved, &feed.why) {
        (None, ..) => ("never fetched".to_owned(), StyleRole::Quiet),
        (Some(_), Some(to), _) => (format!("moved to {to}"), StyleRole::Doubt),
        (Some(_), None, Some(why)) => (why.clone(), StyleRole::Doubt),
        (Some(at), None, None) => {
            (format!("{} in 4 weeks, {}", feed.recent, at.format("%-d %b %H:%M")), StyleRole::Quiet)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_feed_fails_is_said_without_its_address() {
        let failing = "2026-11-30T10:00:00Z".parse().ok();
        let why = |why: &str| {
            let url = "https://post.example/feed".to_owned();
            feed_health(Some(&FeedState { url, failing, why: Some(why.to_owned()), ..FeedState::default() })).0
        };
        for (fault, said) in [
            (": no such host", "no such host"),
            (" took longer than 30 seconds", "took longer than 30 seconds"),
            (" redirects to `ftp://post.example/`", "redirects to `ftp://post.example/`"),
        ] {
            assert_eq!(why(&format!("`https://post.example/feed`{fault}")), format!("failing since 30 Nov: {said}"));
        }
        assert_eq!(
            why("`https://other.example/`: no such host"),
            "failing since 30 Nov: `https://other.example/`: no such host"
        );
    }
}
