//! Coverage: the number of articles about something, per week up to the as-of day.

use chrono::{Days, NaiveDate};
use hashbrown::HashSet;

use super::{PublicationDays, Snapshot};
use crate::dossier::{ArticleIx, Dossier, EventIx, Rec};

/// The number of articles in each of several stretches of seven days, the last of which ends on the as-of day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyCoverage {
    /// The first day of the first week.
    pub first: NaiveDate,
    /// The last day of the last week.
    pub last: NaiveDate,
    /// Oldest first.
    pub weeks: Vec<usize>,
    /// The number of articles by that day, including those before the first week and those without a day.
    pub total: usize,
}

impl WeeklyCoverage {
    fn new(day: NaiveDate, weeks: usize) -> WeeklyCoverage {
        let days = u64::try_from(weeks).unwrap_or(0) * 7;
        let first = day.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(day);
        WeeklyCoverage { first, last: day, weeks: vec![0; weeks], total: 0 }
    }

    /// The coverage of the whole dossier.
    #[must_use]
    pub fn of_story(publications: &PublicationDays, day: NaiveDate, weeks: usize) -> WeeklyCoverage {
        let empty = WeeklyCoverage::new(day, weeks);
        let counts = publications.buckets(empty.first, day, weeks);
        WeeklyCoverage { weeks: counts, total: publications.known_by(day), ..empty }
    }

    /// The number of articles within the weeks.
    #[must_use]
    pub fn within(&self) -> usize {
        self.weeks.iter().sum()
    }

    /// The last day of the week with the most articles, and their number; of equal weeks the newest. `None` if no week
    /// has any.
    #[must_use]
    pub fn peak(&self) -> Option<(NaiveDate, usize)> {
        let (at, &most) = self.weeks.iter().enumerate().max_by_key(|&(_, &count)| count)?;
        let back = u64::try_from(self.weeks.len() - 1 - at).unwrap_or(0) * 7;
        Some((self.last.checked_sub_days(Days::new(back))?, most)).filter(|_| most > 0)
    }

    /// The same counts in fewer stretches of several weeks each; the newest stretch is complete.
    #[must_use]
    pub fn gathered(&self, stretches: usize) -> Vec<usize> {
        let each = self.weeks.len().div_ceil(stretches.max(1)).max(1);
        let mut counts: Vec<usize> = self.weeks.rchunks(each).map(|weeks| weeks.iter().sum()).collect();
        counts.reverse();
        counts
    }
}

impl Snapshot {
    /// The coverage of a record: articles behind known statements about it (figures, offices, stances, reports on a
    /// corridor) and behind the reports of visible events that it takes part in.
    #[must_use]
    pub fn coverage(&self, dossier: &Dossier, rec: Rec, weeks: usize) -> WeeklyCoverage {
        let papers = self.papers(dossier, rec);
        let mut coverage = WeeklyCoverage { total: papers.total, ..WeeklyCoverage::new(self.day, weeks) };
        let from = papers.days.partition_point(|&day| day < coverage.first);
        for &day in &papers.days[from..] {
            let back = usize::try_from((self.day - day).num_days() / 7).unwrap_or(usize::MAX);
            if let Some(week) = weeks.checked_sub(back.saturating_add(1)) {
                coverage.weeks[week] += 1;
            }
        }
        coverage
    }

    /// The articles that known statements about a record rest on, each once.
    pub(super) fn spoken_of_in(&self, dossier: &Dossier, rec: Rec) -> HashSet<ArticleIx> {
        let mut found: HashSet<ArticleIx> = HashSet::new();
        let reports = |found: &mut HashSet<ArticleIx>, events: &[EventIx]| {
            for &event in events {
                let reports = &dossier[event].reports;
                found.extend(self[event].known.iter().filter_map(|&r| reports[r as usize].source));
            }
        };
        match rec {
            Rec::Event(ix) => reports(&mut found, &[ix]),
            Rec::Actor(ix) => {
                let (actor, state) = (&dossier[ix], &self[ix]);
                found.extend(state.offices.iter().filter_map(|&o| actor.offices[o as usize].source));
                found.extend(state.positions.iter().filter_map(|&p| actor.positions[p as usize].source));
                reports(&mut found, &state.events);
            }
            Rec::Port(ix) => reports(&mut found, &self[ix].events),
            Rec::Place(ix) => reports(&mut found, &self[ix].events),
            Rec::Corridor(ix) => {
                let (corridor, state) = (&dossier[ix], &self[ix]);
                found.extend(state.known.iter().filter_map(|&r| corridor.reports[r as usize].source));
                reports(&mut found, &state.events);
            }
            Rec::Article(ix) => found.extend(Some(ix).filter(|_| self.is_known(dossier, Some(ix)))),
            Rec::Figure(ix) => found.extend(Some(dossier[ix].source).filter(|_| self.figures[ix.ix()])),
        }
        found.extend(self.figures_about(dossier, rec).into_iter().map(|ix| dossier[ix].source));
        found
    }
}
