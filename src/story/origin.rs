//! Origins: articles that rewrite one another go back to one origin.

use chrono::NaiveDate;
use hashbrown::{HashMap, HashSet};

use super::{Snapshot, known};
use crate::dossier::{ArticleIx, Dossier, EventIx};

/// A source that relays nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportOrigin<'d> {
    /// An article of the dossier.
    Article(ArticleIx),
    /// A source outside the dossier, by the name that the first article to relay it gives.
    Outside(&'d str),
}

/// Finds origins on a day. What an article relays is part of what it says, so nothing is concluded from an article
/// that is not known yet: it counts as its own origin.
pub(super) struct OriginTable<'d> {
    pub dossier: &'d Dossier,
    day: NaiveDate,
    /// What the search has reached.
    met: HashSet<ArticleIx>,
    /// By folded name: the first spelling.
    names: HashMap<String, &'d str>,
    /// By article: the first spelling of the name it relays.
    relayed: HashMap<ArticleIx, Option<&'d str>>,
    to_visit: Vec<ArticleIx>,
    outside: HashSet<&'d str>,
}

impl<'d> OriginTable<'d> {
    pub fn new(dossier: &'d Dossier, day: NaiveDate) -> OriginTable<'d> {
        OriginTable {
            dossier,
            day,
            met: HashSet::new(),
            names: HashMap::new(),
            relayed: HashMap::new(),
            to_visit: Vec::new(),
            outside: HashSet::new(),
        }
    }

    /// To how many origins these articles go back. A report without an article has none.
    pub fn count(&mut self, sources: impl Iterator<Item = Option<ArticleIx>>) -> usize {
        let mut count = 0;
        self.each(sources, |_| count += 1);
        count
    }

    /// Each origin of these known articles once, in the order of first appearance.
    fn each(&mut self, sources: impl Iterator<Item = Option<ArticleIx>>, mut found: impl FnMut(ReportOrigin<'d>)) {
        self.met.clear();
        self.outside.clear();
        for source in sources.flatten() {
            self.visit(source, &mut found);
            while let Some(ix) = self.to_visit.pop() {
                if known::by(self.dossier, Some(ix), self.day).is_some() {
                    self.visit(ix, &mut found);
                } else if self.meets(ix) {
                    found(ReportOrigin::Article(ix));
                }
            }
        }
    }

    /// Whether this search reaches the article for the first time.
    fn meets(&mut self, ix: ArticleIx) -> bool {
        self.met.insert(ix)
    }

    /// Visits a known article, and queues what it relays.
    fn visit(&mut self, ix: ArticleIx, found: &mut impl FnMut(ReportOrigin<'d>)) {
        if !self.meets(ix) {
            return;
        }
        let article = self.dossier.articles.get(ix);
        let outside = article.relays.and_then(|name| self.first_spelling(ix, name));
        if let Some(name) = outside
            && self.outside.insert(name)
        {
            found(ReportOrigin::Outside(name));
        }
        if outside.is_none() && article.based_on.is_empty() {
            found(ReportOrigin::Article(ix));
        }
        self.to_visit.extend(article.based_on.iter().rev());
    }

    /// Names that differ only in case and surrounding white space are the same.
    fn first_spelling(&mut self, ix: ArticleIx, name: &'d str) -> Option<&'d str> {
        let names = &mut self.names;
        *self.relayed.entry(ix).or_insert_with(|| {
            // Upper case first: it folds letters with several lower-case forms (`ß`, `ς`).
            let folded = name.trim().to_uppercase().to_lowercase();
            (!folded.is_empty()).then(|| *names.entry(folded).or_insert(name.trim()))
        })
    }
}

impl Snapshot {
    /// The origins of an article, by what is known on this day; the article itself if it relays nothing. Empty
    /// if it is not known yet.
    #[must_use]
    pub fn article_origins<'d>(&self, dossier: &'d Dossier, article: ArticleIx) -> Vec<ReportOrigin<'d>> {
        let mut found = Vec::new();
        let known = self.is_known(dossier, Some(article)).then_some(article);
        OriginTable::new(dossier, self.day).each(std::iter::once(known), |origin| found.push(origin));
        found
    }

    /// The origins of the known reports of an event; their number is [`super::EventState::origins`].
    #[must_use]
    pub fn event_origins<'d>(&self, dossier: &'d Dossier, event: EventIx) -> Vec<ReportOrigin<'d>> {
        let mut found = Vec::new();
        let reports = &dossier[event].reports;
        let sources = self[event].known.iter().map(|&report| reports[report as usize].source);
        OriginTable::new(dossier, self.day).each(sources, |origin| found.push(origin));
        found
    }
}
