//! Where an article that rewrites others says more of an event than they do.

use hashbrown::HashSet;

use super::{ReportOrigin, Snapshot, contest};
use crate::dossier::{ArticleIx, Certainty, Dossier, EdtfDate, EventIx, Report};

/// What a rewrite says of an event and none of the articles does that it goes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewriteSurplus {
    /// Position in [`crate::dossier::Event::reports`] of the report of the rewrite.
    pub report: u32,
    /// `date`, `status`, or a key of `values`.
    pub field: String,
    /// As it is shown.
    pub value: String,
}

/// An echo that has it for surer than every origin behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HardenedEcho {
    /// Position in [`crate::dossier::Event::reports`] of the echo.
    pub report: u32,
    /// How sure it is.
    pub certainty: Certainty,
    /// Position of the surest of the origins.
    pub origin: u32,
    /// How sure that is.
    pub said: Certainty,
}

/// Whether all days that `inner` can mean are days that `outer` can mean.
fn covers(outer: &EdtfDate, inner: &EdtfDate) -> bool {
    let starts = outer.earliest().is_none_or(|first| inner.earliest().is_some_and(|f| first <= f));
    let ends = outer.latest().is_none_or(|last| inner.latest().is_some_and(|l| l <= last));
    starts && ends
}

impl Snapshot {
    /// What rewrites say of an event beyond their origins, in the order in which it became known: a date, a status or a
    /// value that no report gives by the articles that it goes back to, directly or further on. A date that leaves more
    /// open than theirs says no more. Only where one of those articles reports on the event, so that there is something to compare with, all of them are known by this day,
    /// and none relays an origin that is not in the dossier: of that nobody can tell what it says.
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

    /// Where an echo has an event for surer, by its own words, than every origin behind it, in the order in which it became
    /// known. Only where these origins are in the dossier and one of them says how sure it is.
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
