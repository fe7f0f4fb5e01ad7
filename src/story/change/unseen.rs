//! What this person has not seen yet: the changes as the screens list them, by record, the newest first.

use chrono::NaiveDate;
use hashbrown::HashSet;

use crate::dossier::{ArticleIx, Rec};
use crate::story::Statement;
use crate::story::change::{StoryChange, by_record};

/// Changes that were not seen, as of the day that is shown.
#[derive(Clone, Debug, Default)]
pub struct UnseenList {
    /// The day by which all else was seen.
    pub since: Option<NaiveDate>,
    /// Whether this is the first visit: then everything counts as seen.
    pub first_visit: bool,
    /// By record, the one with the newest first; of each the newest first.
    changes: Vec<StoryChange>,
    /// Those that the filter leaves, as positions in `changes`.
    listed: Vec<usize>,
    recs: HashSet<Rec>,
    statements: HashSet<Statement>,
    /// The keys of those that saves brought in this session.
    saved: HashSet<String>,
    saved_recs: HashSet<Rec>,
}

impl UnseenList {
    /// These changes, all of them listed.
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

    /// Tells which of them saves brought: their records come first, and of each record they.
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

    /// How many a save brought.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.changes.iter().filter(|change| self.is_saved_change(change)).count()
    }

    /// Whether a save brought the change.
    #[must_use]
    pub fn is_saved_change(&self, change: &StoryChange) -> bool {
        self.saved.contains(&change.key)
    }

    /// Whether a save brought something about a record.
    #[must_use]
    pub fn is_saved(&self, rec: Rec) -> bool {
        self.saved_recs.contains(&rec)
    }

    /// Lists only changes of records that are kept.
    pub fn filter(&mut self, keep: impl Fn(Rec) -> bool) {
        self.listed = (0..self.changes.len()).filter(|&n| keep(self.changes[n].rec)).collect();
    }

    /// Takes out what was seen.
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

    /// One that is listed.
    #[must_use]
    pub fn get(&self, n: usize) -> Option<&StoryChange> {
        self.listed.get(n).map(|&n| &self.changes[n])
    }

    /// Those that are listed.
    pub fn listed(&self) -> impl Iterator<Item = &StoryChange> {
        self.listed.iter().map(|&n| &self.changes[n])
    }

    /// Where a change is listed.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.listed().position(|change| change.key == key)
    }

    /// Whether something about a record was not seen; of an article, whether something that it says.
    #[must_use]
    pub fn is_new(&self, rec: Rec) -> bool {
        self.recs.contains(&rec)
    }

    /// The articles that were not seen, or say something that was not.
    pub fn articles(&self) -> impl Iterator<Item = ArticleIx> + '_ {
        self.recs.iter().filter_map(|rec| if let Rec::Article(ix) = rec { Some(*ix) } else { None })
    }

    /// Whether a statement was not seen.
    #[must_use]
    pub fn says(&self, statement: Statement) -> bool {
        self.statements.contains(&statement)
    }
}
