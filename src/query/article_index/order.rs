//! The display order of articles, and their days in that order.

use std::ops::{Bound, RangeBounds};

use chrono::{Datelike as _, NaiveDate};
use hashbrown::HashMap;
use rayon::prelude::*;

use super::AT_ONCE;
use super::bits::BitSet;
use crate::dossier::memory;
use crate::dossier::{ArticleIx, ArticleStore};

/// Stands for an open start and for "always known". Days of the common era are far from the limits of `i32`.
const BEFORE: i32 = i32::MIN;
/// Stands for an open end.
const AFTER: i32 = i32::MAX;
/// The first day of an article that has no date.
const UNDATED: i32 = i32::MAX;

/// The first and the last day; `None`: without end.
type OpenSpan = (Option<NaiveDate>, Option<NaiveDate>);

/// The articles in the order of [`ArticleStore::newest_first`].
#[derive(Debug, Default)]
pub(super) struct ArticleOrder {
    /// The article at each position.
    articles: Vec<u32>,
    /// The position of each article.
    positions: Vec<u32>,
    /// The days of each position.
    days: Vec<DayOrder>,
    /// The minimum and maximum over each 64 positions: neighbours in display order have similar days.
    zones: Vec<(DayOrder, DayOrder)>,
}

/// The first and last day that `published` can mean, and the day from which the article is known.
#[derive(Clone, Copy, Debug)]
struct DayOrder {
    first: i32,
    last: i32,
    known: i32,
}

impl DayOrder {
    fn of(articles: &ArticleStore, ix: ArticleIx) -> DayOrder {
        let (first, last) = match articles.published(ix) {
            (None, None) => (UNDATED, BEFORE),
            (first, last) => (first.map_or(BEFORE, number), last.map_or(AFTER, number)),
        };
        DayOrder { first, last, known: articles.known(ix).map_or(BEFORE, number) }
    }

    /// The element-wise minimum and maximum.
    fn each(self, other: DayOrder, choose: impl Fn(i32, i32) -> i32) -> DayOrder {
        DayOrder {
            first: choose(self.first, other.first),
            last: choose(self.last, other.last),
            known: choose(self.known, other.known),
        }
    }
}

impl ArticleOrder {
    /// Sorts the articles.
    pub(super) fn of(articles: &ArticleStore) -> ArticleOrder {
        let mut keys: Vec<(u64, u64, u32)> = memory::for_now(articles.len());
        let all = 0..u32::try_from(articles.len()).unwrap_or(u32::MAX);
        let key = |ix: u32| (articles.age(ArticleIx(ix)), beginning(articles.id(ArticleIx(ix))), ix);
        let by_age = |a: &(u64, u64, u32), b: &(u64, u64, u32)| {
            let by_key = (a.0, a.1).cmp(&(b.0, b.1));
            by_key.then_with(|| articles.newest_first(ArticleIx(a.2), ArticleIx(b.2))).then(a.2.cmp(&b.2))
        };
        let is_shared = articles.len() >= AT_ONCE;
        if is_shared {
            keys.par_extend(all.into_par_iter().map(key));
            keys.par_sort_unstable_by(by_age);
        } else {
            keys.extend(all.map(key));
            keys.sort_unstable_by(by_age);
        }
        let mut positions = vec![0; keys.len()];
        let mut order = Vec::with_capacity(keys.len());
        for (position, &(_, _, ix)) in (0_u32..).zip(&keys) {
            positions[ix as usize] = position;
            order.push(ix);
        }
        drop(keys);
        let of = |&ix: &u32| DayOrder::of(articles, ArticleIx(ix));
        let days: Vec<DayOrder> =
            if is_shared { order.par_iter().map(of).collect() } else { order.iter().map(of).collect() };
        let zones = days.chunks(64).map(|zone| {
            let each = |choose: fn(i32, i32) -> i32| zone.iter().copied().reduce(|a, b| a.each(b, choose));
            (each(i32::min).expect("not empty"), each(i32::max).expect("not empty"))
        });
        ArticleOrder { articles: order, positions, zones: zones.collect(), days }
    }

    pub(super) fn len(&self) -> usize {
        self.articles.len()
    }

    pub(super) fn article(&self, position: u32) -> ArticleIx {
        ArticleIx(self.articles[position as usize])
    }

    /// All articles, from the first position to the last.
    pub(super) fn articles(&self) -> impl Iterator<Item = ArticleIx> + '_ {
        self.articles.iter().map(|&ix| ArticleIx(ix))
    }

    pub(super) fn position(&self, ix: ArticleIx) -> u32 {
        self.positions[ix.ix()]
    }

    /// The articles whose `published` can mean a day of the range. `None` is an open end. Undated articles never match.
    pub(super) fn dated(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> BitSet {
        let (from, to) = (first.map_or(BEFORE, number), last.map_or(AFTER, number));
        // An undated article starts after it ends, so no range with an end contains it.
        let to = to.min(UNDATED - 1);
        self.filter(
            |days| days.first <= to && days.last >= from,
            |least, most| most.first <= to && least.last >= from,
            |least, most| least.first > to || most.last < from,
        )
    }

    /// The articles that became known on a day of the range. What is always known counts as known before any day.
    pub(super) fn known(&self, range: impl RangeBounds<NaiveDate>) -> BitSet {
        let range = (range.start_bound().map(|&day| number(day)), range.end_bound().map(|&day| number(day)));
        self.filter(
            |days| range.contains(&days.known),
            |least, most| range.contains(&least.known) && range.contains(&most.known),
            |least, most| {
                let (start, end) = (range.start_bound(), range.end_bound());
                !(Bound::Unbounded, end).contains(&least.known) || !(start, Bound::Unbounded).contains(&most.known)
            },
        )
    }

    /// The spans of days that `published` can mean, with how many of these articles have each; undated ones left out.
    pub(super) fn published_spans(&self, within: &BitSet) -> Vec<(OpenSpan, u32)> {
        self.spans(within, |days| (days.first, days.last))
    }

    /// The days on which articles became known, each as a span, with how many of these articles did on it.
    pub(super) fn known_spans(&self, within: &BitSet) -> Vec<(OpenSpan, u32)> {
        self.spans(within, |days| if days.known == BEFORE { (UNDATED, BEFORE) } else { (days.known, days.known) })
    }

    fn spans(&self, within: &BitSet, of: impl Fn(&DayOrder) -> (i32, i32)) -> Vec<(OpenSpan, u32)> {
        let mut counts: HashMap<(i32, i32), u32> = HashMap::new();
        // Neighbours in display order mostly have the same days.
        let (mut last, mut run) = ((UNDATED, BEFORE), 0);
        for at in within.iter() {
            let here = of(&self.days[at as usize]);
            if here != last {
                *counts.entry(last).or_default() += run;
                (last, run) = (here, 0);
            }
            run += 1;
        }
        *counts.entry(last).or_default() += run;
        counts.remove(&(UNDATED, BEFORE));
        let day =
            |number: i32, open: i32| if number == open { None } else { NaiveDate::from_num_days_from_ce_opt(number) };
        let spans = counts.into_iter().map(|((first, last), n)| ((day(first, BEFORE), day(last, AFTER)), n));
        spans.collect()
    }

    /// Keeps the positions that satisfy the test; the minimum and maximum of 64 positions often decide for all of them.
    fn filter(
        &self,
        keep: impl Fn(&DayOrder) -> bool,
        all: impl Fn(&DayOrder, &DayOrder) -> bool,
        none: impl Fn(&DayOrder, &DayOrder) -> bool,
    ) -> BitSet {
        let zones = self.zones.iter().zip(self.days.chunks(64));
        let words = zones.map(|((least, most), days)| {
            if none(least, most) {
                0
            } else if all(least, most) {
                u64::MAX >> (64 - days.len())
            } else {
                days.iter().enumerate().fold(0, |word, (at, days)| word | u64::from(keep(days)) << at)
            }
        });
        BitSet::from_words(words.collect(), self.len())
    }
}

fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The first eight bytes of an id as a number with the same order.
fn beginning(id: &str) -> u64 {
    let mut bytes = [0; 8];
    let len = id.len().min(8);
    bytes[..len].copy_from_slice(&id.as_bytes()[..len]);
    u64::from_be_bytes(bytes)
}
