//! Coverage: the number of articles about something, per week up to the as-of day.

use chrono::{Days, NaiveDate};

use super::{PublicationDays, Snapshot};
use crate::dossier::{ArticleIx, Dossier, EventIx, FigureIx, Rec};

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
        let days = self.coverage_days(dossier, rec);
        let mut coverage = WeeklyCoverage { total: days.count_by(self.day), ..WeeklyCoverage::new(self.day, weeks) };
        for day in days.between(coverage.first, self.day) {
            let back = usize::try_from((self.day - day).num_days() / 7).unwrap_or(usize::MAX);
            if let Some(week) = weeks.checked_sub(back.saturating_add(1)) {
                coverage.weeks[week] += 1;
            }
        }
        coverage
    }
}

/// The articles about a record, each once, for any day: those that count by then are those that known statements rest on.
#[derive(Debug)]
pub(super) struct CoverageDays {
    /// The day of each that has one of its own, in order, and the day from which it counts.
    dated: Vec<(NaiveDate, NaiveDate)>,
    /// The days from which all of them count, in order.
    counts: Vec<NaiveDate>,
}

impl CoverageDays {
    /// Those of a record that these events name and these figures are about.
    pub(super) fn of(
        dossier: &Dossier,
        rec: Rec,
        events: impl Iterator<Item = EventIx>,
        figures: impl Iterator<Item = FigureIx>,
    ) -> CoverageDays {
        let mut found: Vec<(ArticleIx, NaiveDate)> = Vec::new();
        let known = |source: Option<ArticleIx>| dossier.known(source).unwrap_or(NaiveDate::MIN);
        let mut add = |source: Option<ArticleIx>, since: NaiveDate| {
            found.extend(source.map(|source| (source, known(Some(source)).max(since))));
        };
        for (event, since) in events.filter_map(|event| Some((event, named_since(dossier, event, rec)?))) {
            dossier[event].reports.iter().for_each(|report| add(report.source, since));
        }
        let mut always = |source| add(source, NaiveDate::MIN);
        match rec {
            Rec::Event(ix) => dossier[ix].reports.iter().for_each(|report| always(report.source)),
            Rec::Actor(ix) => {
                dossier[ix].offices.iter().for_each(|office| always(office.source));
                dossier[ix].positions.iter().for_each(|position| always(position.source));
            }
            Rec::Corridor(ix) => dossier[ix].reports.iter().for_each(|report| always(report.source)),
            Rec::Article(ix) => always(Some(ix)),
            Rec::Figure(ix) => always(Some(dossier[ix].source)),
            Rec::Port(_) | Rec::Place(_) => {}
        }
        figures.for_each(|ix| always(Some(dossier[ix].source)));
        // Of an article that is there for several reasons the first one counts.
        found.sort_unstable();
        found.dedup_by_key(|(article, _)| *article);
        let mut dated: Vec<(NaiveDate, NaiveDate)> =
            found.iter().filter_map(|&(article, since)| Some((dossier.articles.dated_on(article)?, since))).collect();
        dated.sort_unstable();
        let mut counts: Vec<NaiveDate> = found.into_iter().map(|(_, since)| since).collect();
        counts.sort_unstable();
        CoverageDays { dated, counts }
    }

    /// How many count by a day.
    fn count_by(&self, day: NaiveDate) -> usize {
        self.counts.partition_point(|&since| since <= day)
    }

    /// The days, from the first to the last, of those that count by the last.
    fn between(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let from = self.dated.partition_point(|&(day, _)| day < first);
        let until = self.dated.partition_point(|&(day, _)| day <= last);
        self.dated[from.min(until)..until].iter().filter(move |&&(_, since)| since <= last).map(|&(day, _)| day)
    }
}

/// The day from which an event is listed at a record that it names: at once, or, where reports alone name an actor, from the
/// first of them on. `None` if it does not name it.
fn named_since(dossier: &Dossier, event: EventIx, rec: Rec) -> Option<NaiveDate> {
    let Rec::Actor(actor) = rec else { return Some(NaiveDate::MIN) };
    let event = &dossier[event];
    if event.actors.contains(&actor) {
        return Some(NaiveDate::MIN);
    }
    let name = event.reports.iter().filter(|report| report.by == Some(actor) || report.actors.contains(&actor));
    name.map(|report| dossier.known(report.source).unwrap_or(NaiveDate::MIN)).min()
}
