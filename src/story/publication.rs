//! How much was published on which days: the steps of the as-of date, and the strip that shows the position among them.

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::{ArticleIx, Dossier};

/// The days on which something became known, in order, with the number of articles on each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicationDays {
    days: Vec<(NaiveDate, usize)>,
    /// By position in `days`: how many articles are known by then, including those without a day.
    known: Vec<usize>,
    always: usize,
    /// The same without the articles that are known only from the day on which they were read, which were learnt late, not
    /// published late, and without those that have no day of their own, see
    /// [`crate::dossier::ArticleStore::has_own_day`].
    dated: Vec<(NaiveDate, usize)>,
    /// By position in `dated`: an article of that day, one whose day is exact if there is one.
    newest: Vec<ArticleIx>,
}

/// What became known on one day.
#[derive(Clone, Copy, Default)]
struct DayCount {
    all: usize,
    dated: usize,
    /// The first article that gives exactly this day.
    exact: Option<ArticleIx>,
    /// The first article that was published then, however exactly it says so.
    rough: Option<ArticleIx>,
}

impl PublicationDays {
    /// The publication days of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> PublicationDays {
        let articles = &dossier.articles;
        let mut counts: HashMap<NaiveDate, DayCount> = HashMap::new();
        for ix in (0..articles.len()).filter_map(|ix| u32::try_from(ix).ok().map(ArticleIx)) {
            let Some(day) = articles.known(ix) else { continue };
            let count = counts.entry(day).or_default();
            count.all += 1;
            if articles.dated_on(ix).is_some() {
                count.dated += 1;
                if count.exact.is_none() {
                    count.rough = count.rough.or(Some(ix));
                    count.exact = Some(ix).filter(|&ix| articles.is_dated_exactly(ix));
                }
            }
        }
        let mut both: Vec<(NaiveDate, DayCount)> = counts.into_iter().collect();
        both.sort_unstable_by_key(|&(day, _)| day);
        let days: Vec<(NaiveDate, usize)> = both.iter().map(|(day, count)| (*day, count.all)).collect();
        let of_day = |(day, count): &(NaiveDate, DayCount)| {
            let article = count.exact.or(count.rough)?;
            Some(((*day, count.dated), article))
        };
        let (dated, newest) = both.iter().filter_map(of_day).unzip();
        let always = articles.len() - days.iter().map(|&(_, count)| count).sum::<usize>();
        let known = days
            .iter()
            .scan(always, |sum, &(_, count)| {
                *sum += count;
                Some(*sum)
            })
            .collect();
        PublicationDays { days, known, always, dated, newest }
    }

    /// Each day once, with the number of articles that became known on it.
    #[must_use]
    pub fn days(&self) -> &[(NaiveDate, usize)] {
        &self.days
    }

    /// The number of articles that were published on a day and say so.
    #[must_use]
    pub fn published_on(&self, day: NaiveDate) -> usize {
        self.dated.binary_search_by_key(&day, |&(day, _)| day).map_or(0, |at| self.dated[at].1)
    }

    /// The first and the last day; `None` if no article has a day.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.days.first()?.0, self.days.last()?.0))
    }

    /// The number of days that are no later than `day`: the position of the next one.
    fn count_until(&self, day: NaiveDate) -> usize {
        self.days.partition_point(|&(d, _)| d <= day)
    }

    /// The days over which the as-of date steps: those on which something dated was published, or, where nothing has a date,
    /// those on which something was read.
    fn steps(&self) -> &[(NaiveDate, usize)] {
        if self.dated.is_empty() { &self.days } else { &self.dated }
    }

    /// The last step before a day.
    #[must_use]
    pub fn step_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        let steps = self.steps();
        steps[..steps.partition_point(|&(d, _)| d < day)].last().map(|&(day, _)| day)
    }

    /// The first step after a day.
    #[must_use]
    pub fn step_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let steps = self.steps();
        steps.get(steps.partition_point(|&(d, _)| d <= day)).map(|&(day, _)| day)
    }

    /// How many articles are known by a day, including those without a day.
    #[must_use]
    pub fn known_by(&self, day: NaiveDate) -> usize {
        self.count_until(day).checked_sub(1).map_or(self.always, |at| self.known[at])
    }

    /// The newest article that was published by `day`, with the day from which it is known; data files are no news.
    #[must_use]
    pub fn newest_by(&self, day: NaiveDate) -> Option<(NaiveDate, ArticleIx)> {
        let last = self.dated.partition_point(|&(d, _)| d <= day).checked_sub(1)?;
        Some((self.dated[last].0, self.newest[last]))
    }

    /// How many articles there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.known.last().copied().unwrap_or(self.always)
    }

    /// The number of articles in each of `buckets` equal stretches from `from` to `to`, both
    /// included; articles without a day are left out. If there are fewer days than buckets, some stay empty.
    #[must_use]
    pub fn buckets(&self, from: NaiveDate, to: NaiveDate, buckets: usize) -> Vec<usize> {
        let mut counts = vec![0; buckets];
        let days = usize::try_from((to - from).num_days() + 1).unwrap_or(0);
        if buckets == 0 || days == 0 {
            return counts;
        }
        let first = self.dated.partition_point(|&(d, _)| d < from);
        for &(day, count) in self.dated[first..].iter().take_while(|&&(d, _)| d <= to) {
            let passed = usize::try_from((day - from).num_days()).unwrap_or(0);
            counts[passed * buckets / days] += count;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::EdtfDate;
    use crate::dossier::{ArticleFields, ArticleKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn publications(published: &[&str]) -> PublicationDays {
        let mut dossier = Dossier::default();
        for (n, date) in published.iter().enumerate() {
            let published = EdtfDate::parse(date).ok();
            dossier.articles.push(ArticleFields { id: n.to_string(), published, ..ArticleFields::default() });
        }
        PublicationDays::of(&dossier)
    }

    #[test]
    fn a_month_counts_on_its_last_day_and_what_has_no_day_is_always_known() {
        let all = publications(&["2025-09", "2025-09-30", "2025-09-03", "none"]);
        assert_eq!(all.days(), [(day("2025-09-03"), 1), (day("2025-09-30"), 2)]);
        assert_eq!(all.span(), Some((day("2025-09-03"), day("2025-09-30"))));
        assert_eq!((all.known_by(day("2025-09-02")), all.known_by(day("2025-09-29"))), (1, 2));
        assert_eq!((all.known_by(day("2026-01-01")), all.total()), (4, 4));
    }

    #[test]
    fn a_page_of_unknown_day_is_learnt_late_and_in_no_bucket() {
        let mut dossier = Dossier::default();
        for (id, published, retrieved) in
            [("a", "2025-01-02", "2025-03-01"), ("b", "", "2025-03-01"), ("c", "2025", "2025-03-01")]
        {
            let (published, retrieved) = (EdtfDate::parse(published).ok(), EdtfDate::parse(retrieved).ok());
            dossier.articles.push(ArticleFields {
                id: id.to_owned(),
                published,
                retrieved,
                ..ArticleFields::default()
            });
        }
        let all = PublicationDays::of(&dossier);
        assert_eq!(all.days().len(), 2);
        assert_eq!(all.newest_by(day("2026-01-01")), Some((day("2025-01-02"), ArticleIx(0))));
        assert_eq!(all.newest_by(day("2025-01-01")), None);
        assert_eq!(all.buckets(day("2025-01-01"), day("2025-12-31"), 1), [1]);
    }

    #[test]
    fn a_data_file_is_no_news_of_the_story() {
        let mut dossier = Dossier::default();
        for (id, published, kind) in [("a", "2025-01-02", None), ("codes", "2025-03-01", Some(ArticleKind::Data))] {
            let published = EdtfDate::parse(published).ok();
            dossier.articles.push(ArticleFields { id: id.to_owned(), published, kind, ..ArticleFields::default() });
        }
        let all = PublicationDays::of(&dossier);
        assert_eq!(all.newest_by(day("2025-12-31")), Some((day("2025-01-02"), ArticleIx(0))));
        assert_eq!((all.known_by(day("2025-02-01")), all.known_by(day("2025-03-01"))), (1, 2));
    }

    #[test]
    fn of_the_newest_day_an_article_that_gives_the_day_is_named() {
        let all = publications(&["2025-09", "2025-09-30~", "2025-09-30", "2025-09-30", "2025-10-05~"]);
        assert_eq!(all.newest_by(day("2025-10-01")), Some((day("2025-09-30"), ArticleIx(2))));
        assert_eq!(all.newest_by(day("2025-10-31")), Some((day("2025-10-05"), ArticleIx(4))));
    }

    #[test]
    fn buckets_hold_every_article_of_their_days_once() {
        let all = publications(&["2025-01-01", "2025-01-02", "2025-01-02", "2025-01-10", "2025-02-01"]);
        assert_eq!(all.buckets(day("2025-01-01"), day("2025-01-10"), 5), [3, 0, 0, 0, 1]);
        assert_eq!(all.buckets(day("2025-01-02"), day("2025-01-02"), 3), [2, 0, 0]);
        assert_eq!(all.buckets(day("2025-01-03"), day("2025-01-01"), 3), [0, 0, 0]);
        assert_eq!(publications(&[]).span(), None);
    }
}
