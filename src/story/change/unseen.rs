//! The changes that this person has not seen, as the screens list them: by record, newest first.

use chrono::NaiveDate;
use hashbrown::HashSet;

use crate::dossier::{ArticleIx, Rec};
use crate::story::Statement;
use crate::story::change::{StoryChange, by_record};

/// Unseen changes, as of the day that is shown.
#[derive(Clone, Debug, Default)]
pub struct UnseenList {
    /// The day by which everything else was seen.
    pub since: Option<NaiveDate>,
    /// Whether this is the first visit, on which everything counts as seen.
    pub first_visit: bool,
    /// By record, the one with the newest change first; within a record, newest first.
    changes: Vec<StoryChange>,
    /// The changes that match the filter, as positions in `changes`.
    listed: Vec<usize>,
    recs: HashSet<Rec>,
    statements: HashSet<Statement>,
    /// The keys of the changes that edits added in this session.
    saved: HashSet<String>,
    saved_recs: HashSet<Rec>,
}

impl UnseenList {
    /// Lists all of these changes.
    #[must_use]
    pub fn new(since: Option<NaiveDate>, first_visit: bool, told: &[StoryChange]) -> UnseenList {
        let order = by_record(told).into_iter().flat_map(|(_, of)| of);
        let changes: Vec<StoryChange> = order.map(|n| told[n].clone()).collect();
        let mut news = UnseenList { since, first_visit, changes, ..UnseenList::default() };
        news.index();
        news
    }

    fn index(&mut self) {
        self.listed = (0..self.changes.len()).collect();
        self.statements = self.changes.iter().filter_map(|change| change.statement).collect();
        let figures = self.statements.iter().filter_map(|statement| match statement {
            Statement::Figure(ix) => Some(Rec::Figure(*ix)),
            _ => None,
        });
        let articles = self.changes.iter().filter_map(|change| change.source.map(Rec::Article));
        self.recs = self.changes.iter().map(|change| change.rec).chain(figures).chain(articles).collect();
        let saved = self.changes.iter().filter(|change| self.saved.contains(&change.key));
        self.saved_recs = saved.flat_map(|c| [Some(c.rec), c.source.map(Rec::Article)]).flatten().collect();
    }

    /// Marks the changes that a save added: their records are listed first, and within a record they come first.
    pub fn save(&mut self, keys: &HashSet<String>) {
        self.saved = self.changes.iter().map(|c| &c.key).filter(|key| keys.contains(*key)).cloned().collect();
        let recs: HashSet<Rec> = self.changes.iter().filter(|c| self.is_saved_change(c)).map(|c| c.rec).collect();
        let changes = &mut self.changes;
        changes.sort_by_key(|change| !recs.contains(&change.rec));
        for of_record in changes.chunk_by_mut(|a, b| a.rec == b.rec) {
            of_record.sort_by_key(|change| !self.saved.contains(&change.key));
        }
        self.index();
    }

    /// How many changes a save added.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.changes.iter().filter(|change| self.is_saved_change(change)).count()
    }

    /// Whether a save added the change.
    #[must_use]
    pub fn is_saved_change(&self, change: &StoryChange) -> bool {
        self.saved.contains(&change.key)
    }

    /// Whether a save added a change about a record.
    #[must_use]
    pub fn is_saved(&self, rec: Rec) -> bool {
        self.saved_recs.contains(&rec)
    }

    /// Lists only the changes of records for which `keep` holds.
    pub fn filter(&mut self, keep: impl Fn(Rec) -> bool) {
        self.listed = (0..self.changes.len()).filter(|&n| keep(self.changes[n].rec)).collect();
    }

    /// Removes what has been seen.
    pub fn remove(&mut self, seen: &HashSet<String>) {
        self.changes.retain(|change| !seen.contains(&change.key));
        self.index();
    }

    /// All of them, listed or not.
    #[must_use]
    pub fn all(&self) -> &[StoryChange] {
        &self.changes
    }

    /// How many are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether none is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// One of the listed changes.
    #[must_use]
    pub fn get(&self, n: usize) -> Option<&StoryChange> {
        self.listed.get(n).map(|&n| &self.changes[n])
    }

    /// The listed changes.
    pub fn listed(&self) -> impl Iterator<Item = &StoryChange> {
        self.listed.iter().map(|&n| &self.changes[n])
    }

    /// The position of a change in the list.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.listed().position(|change| change.key == key)
    }

    /// Whether something about a record is unseen; for an article, whether one of its statements is.
    #[must_use]
    pub fn is_new(&self, rec: Rec) -> bool {
        self.recs.contains(&rec)
    }

    /// The articles that are unseen or have an unseen statement.
    pub fn articles(&self) -> impl Iterator<Item = ArticleIx> + '_ {
        self.recs.iter().filter_map(|rec| if let Rec::Article(ix) = rec { Some(*ix) } else { None })
    }

    /// Whether a statement is unseen.
    #[must_use]
    pub fn says(&self, statement: Statement) -> bool {
        self.statements.contains(&statement)
    }
}
