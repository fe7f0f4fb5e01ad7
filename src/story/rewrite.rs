//! Finds where an article that rewrites others says more about an event than they do.

use hashbrown::HashSet;

use super::{ReportOrigin, Snapshot, contest};
use crate::dossier::{ArticleIx, Certainty, Dossier, EdtfDate, EventIx, Report};

/// A claim of a rewrite that none of the articles it goes back to makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewriteSurplus {
    /// Position in [`crate::dossier::Event::reports`] of the report of the rewrite.
    pub report: u32,
    /// `date`, `status`, or a key of `values`.
    pub field: String,
    /// As shown.
    pub value: String,
}

/// An echo that claims more certainty than every origin behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HardenedEcho {
    /// Position in [`crate::dossier::Event::reports`] of the echo.
    pub report: u32,
    /// Its certainty.
    pub certainty: Certainty,
    /// Position of the surest of the origins.
    pub origin: u32,
    /// The certainty of that origin.
    pub said: Certainty,
}

/// Whether all days that `inner` can mean are days that `outer` can mean.
fn covers(outer: &EdtfDate, inner: &EdtfDate) -> bool {
    let starts = outer.earliest().is_none_or(|first| inner.earliest().is_some_and(|f| first <= f));
    let ends = outer.latest().is_none_or(|last| inner.latest().is_some_and(|l| l <= last));
    starts && ends
}

impl Snapshot {
    /// What rewrites say about an event beyond their origins, in the order in which it became known: a date, status or
    /// value that no report from the articles they go back to gives, directly or further on. A less precise date does
    /// not say more. Only computed if one of those articles reports on the event, all of them are known by this day,
    /// and none relays an origin outside the dossier, whose text is unknown.
    #[must_use]
    pub fn surplus(&self, dossier: &Dossier, event: EventIx) -> Vec<RewriteSurplus> {
        let reports = &dossier[event].reports;
        let mut found = Vec::new();
        for &position in &self[event].known {
            let report = &reports[position as usize];
            let Some(before) = report.source.and_then(|source| self.behind(dossier, source)) else { continue };
            let known = self[event].known.iter().map(|&k| &reports[k as usize]);
            let origins: Vec<&Report> = known.filter(|r| r.source.is_some_and(|s| before.contains(&s))).collect();
            if origins.is_empty() {
                continue;
            }
            let mut add = |field: &str, value: String| {
                let surplus = RewriteSurplus { report: position, field: field.to_owned(), value };
                found.push(surplus);
            };
            if let Some(status) = report.status
                && origins.iter().all(|o| o.status != Some(status))
            {
                add("status", status.word().to_owned());
            }
            if let Some(date) = &report.date
                && origins.iter().all(|o| o.date.as_ref().is_none_or(|d| !covers(date, d)))
            {
                add("date", EdtfDate::display(date));
            }
            for (key, value) in &report.values {
                let given = |o: &&Report| o.values.iter().any(|(k, v)| k == key && contest::order(v, value).is_eq());
                if !origins.iter().any(given) {
                    add(key, value.to_string());
                }
            }
        }
        found
    }

    /// Echoes that claim more certainty, in their own words, than every origin behind them, in the order in which they
    /// became known. Only computed if the origins are in the dossier and one of them gives its certainty.
    #[must_use]
    pub fn hardened(&self, dossier: &Dossier, event: EventIx) -> Vec<HardenedEcho> {
        let reports = &dossier[event].reports;
        let mut found = Vec::new();
        for &position in &self[event].known {
            let report = &reports[position as usize];
            let (Some(source), Some(certainty)) = (report.source, report.certainty) else { continue };
            let behind: Option<Vec<ArticleIx>> = self
                .article_origins(dossier, source)
                .into_iter()
                .map(|origin| if let ReportOrigin::Article(ix) = origin { Some(ix) } else { None })
                .collect();
            let Some(behind) = behind.filter(|behind| !behind.contains(&source)) else { continue };
            let surest = self[event].known.iter().map(|&known| (known, &reports[known as usize]));
            let surest = surest
                .filter(|(_, report)| report.source.is_some_and(|source| behind.contains(&source)))
                .filter_map(|(known, report)| Some((report.certainty?, known)))
                .max();
            if let Some((said, origin)) = surest.filter(|&(said, _)| certainty > said) {
                found.push(HardenedEcho { report: position, certainty, origin, said });
            }
        }
        found
    }

    /// The articles that an article goes back to, without itself; `None` if there are none, one is not known yet, or
    /// one relays an origin outside the dossier.
    fn behind(&self, dossier: &Dossier, article: ArticleIx) -> Option<HashSet<ArticleIx>> {
        let mut met = HashSet::new();
        let mut to_visit = vec![article];
        while let Some(ix) = to_visit.pop() {
            let article = dossier.articles.get(ix);
            if article.relays.is_some() || !self.is_known(dossier, Some(ix)) {
                return None;
            }
            to_visit.extend(article.based_on.iter().filter(|&&on| met.insert(on)));
        }
        met.remove(&article);
        (!met.is_empty()).then_some(met)
    }
}
