//! On which days how much was published: the steps of the as-of date, and the picture of where one stands.

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::{ArticleIx, Dossier};

/// The days on which something became known, in order, with how many articles on each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publications {
    days: Vec<(NaiveDate, usize)>,
    /// By position in `days`: how many articles are known by then, those without a day included.
    known: Vec<usize>,
    always: usize,
}

impl Publications {
    /// Those of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Publications {
        let articles = &dossier.articles;
        let mut counts: HashMap<NaiveDate, usize> = HashMap::new();
        for day in (0..articles.len()).filter_map(|ix| articles.known(ArticleIx(u32::try_from(ix).ok()?))) {
            *counts.entry(day).or_default() += 1;
        }
        let mut days: Vec<(NaiveDate, usize)> = counts.into_iter().collect();
        days.sort();
        let always = articles.len() - days.iter().map(|&(_, count)| count).sum::<usize>();
        let known = days
            .iter()
            .scan(always, |sum, &(_, count)| {
                *sum += count;
                Some(*sum)
            })
            .collect();
        Publications { days, known, always }
    }

    /// Each day once, with the number of articles that became known on it.
    #[must_use]
    pub fn days(&self) -> &[(NaiveDate, usize)] {
        &self.days
    }

    /// The first and the last day; `None` where nothing has a day.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.days.first()?.0, self.days.last()?.0))
    }

    /// How many of the days lie on `day` or before: the position of the next one.
    #[must_use]
    pub fn count_until(&self, day: NaiveDate) -> usize {
        self.days.partition_point(|&(d, _)| d <= day)
    }

    /// How many articles are known by a day, those that always were included.
    #[must_use]
    pub fn known_by(&self, day: NaiveDate) -> usize {
        self.count_until(day).checked_sub(1).map_or(self.always, |at| self.known[at])
    }

    /// How many articles there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.known.last().copied().unwrap_or(self.always)
    }

    /// How many articles became known in each of `buckets` equal stretches of the days from `from` to `to`, both
    /// included. Where there are fewer days than buckets, some stay empty.
    #[must_use]
    pub fn buckets(&self, from: NaiveDate, to: NaiveDate, buckets: usize) -> Vec<usize> {
        let mut counts = vec![0; buckets];
        let days = usize::try_from((to - from).num_days() + 1).unwrap_or(0);
        if buckets == 0 || days == 0 {
            return counts;
        }
        let first = self.days.partition_point(|&(d, _)| d < from);
        for &(day, count) in self.days[first..].iter().take_while(|&&(d, _)| d <= to) {
            let passed = usize::try_from((day - from).num_days()).unwrap_or(0);
            counts[passed * buckets / days] += count;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ArticleFields;
    use crate::dossier::Edtf;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn publications(published: &[&str]) -> Publications {
        let mut dossier = Dossier::default();
        for (n, date) in published.iter().enumerate() {
            let published = Edtf::parse(date).ok();
            dossier.articles.push(ArticleFields { id: n.to_string(), published, ..ArticleFields::default() });
        }
        Publications::of(&dossier)
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
    fn buckets_hold_every_article_of_their_days_once() {
        let all = publications(&["2025-01-01", "2025-01-02", "2025-01-02", "2025-01-10", "2025-02-01"]);
        assert_eq!(all.buckets(day("2025-01-01"), day("2025-01-10"), 5), [3, 0, 0, 0, 1]);
        assert_eq!(all.buckets(day("2025-01-02"), day("2025-01-02"), 3), [2, 0, 0]);
        assert_eq!(all.buckets(day("2025-01-03"), day("2025-01-01"), 3), [0, 0, 0]);
        assert_eq!(publications(&[]).span(), None);
    }
}
