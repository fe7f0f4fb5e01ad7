//! Facet counts: how many rows have which value of a key.

mod offered;
mod reach;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use hashbrown::HashMap;
use rayon::prelude::*;

use crate::dossier::{ArticleKind, Kind, Rec};

use super::article_index::{ArticleFacet, BitSet};
use super::columns;
use super::eval::EvalPlan;
use super::index::LinkLists;
use super::probe::{ProbedItem, QueryProbe};
use super::term::{ArticleColumn, PROPERTIES, QueryTerm, TERMS, TermValues};
use super::value::DaySpan;
use super::{Query, QueryRows, QueryView, print};
pub(super) use offered::{CountedValues, held};

/// One line of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCount {
    /// The value, for people: a name, a word, `2025-09`.
    pub value: String,
    /// The number of rows that the query would leave together with [`FieldCount::term`].
    pub n: usize,
    /// The term that selects the value.
    pub term: String,
}

/// What [`counts`] finds. The texts of a value are only made when it is looked at: there may be hundreds of thousands.
#[derive(Clone, Debug)]
pub struct FacetCounts {
    term: &'static QueryTerm,
    /// Each value, and how many rows have it.
    values: Vec<(CountKey, usize)>,
}

impl FacetCounts {
    /// The number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value at this place; `None` behind the last.
    #[must_use]
    pub fn get(&self, at: usize, view: &QueryView) -> Option<FieldCount> {
        let (key, n) = self.values.get(at)?;
        Some(FieldCount { value: key.label(view), n: *n, term: format!("{}:{}", self.term.key, key.value(view)) })
    }

    /// All values in their order.
    pub fn iter<'a>(&'a self, view: &'a QueryView<'a>) -> impl Iterator<Item = FieldCount> + 'a {
        (0..self.len()).filter_map(|at| self.get(at, view))
    }

    /// The most rows that have one value.
    #[must_use]
    pub fn most(&self) -> usize {
        self.values.iter().map(|&(_, n)| n).max().unwrap_or(0)
    }

    /// The counts without a word of a closed list.
    #[must_use]
    pub fn without_word(mut self, word: &str) -> FacetCounts {
        self.values.retain(|(key, _)| !matches!(key, CountKey::Word(held) if *held == word));
        self
    }
}

/// A value of a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum CountKey {
    Rec(Rec),
    Text(String),
    Word(&'static str),
    /// Months from year 0.
    Month(i32),
}

impl CountKey {
    /// What a value is counted under; slips are not counted.
    fn of(item: ProbedItem) -> Option<CountKey> {
        match item {
            ProbedItem::Rec(rec) => Some(CountKey::Rec(rec)),
            ProbedItem::Text(text) => Some(CountKey::Text(text.to_owned())),
            ProbedItem::Word(word) => Some(CountKey::Word(word)),
            ProbedItem::Days(span) => first_month(span).map(CountKey::Month),
            ProbedItem::Slip(_) => None,
        }
    }

    /// The value as people read it, and what tells apart two that read the same: the order of equally frequent ones.
    fn listed<'k>(&'k self, view: &QueryView<'k>) -> (&'k str, &'k str) {
        match self {
            CountKey::Rec(rec) => ProbedItem::Rec(*rec).listed(view),
            CountKey::Text(text) => ProbedItem::Text(text).listed(view),
            CountKey::Word(word) => ProbedItem::Word(word).listed(view),
            CountKey::Month(_) => ("", ""),
        }
    }

    fn value(&self, view: &QueryView) -> String {
        match self {
            CountKey::Rec(rec) => print::value(view.dossier.id(*rec)),
            CountKey::Text(text) => print::value(text),
            CountKey::Word(word) => (*word).to_owned(),
            CountKey::Month(month) => month_text(*month),
        }
    }

    fn label(&self, view: &QueryView) -> String {
        match self {
            CountKey::Rec(rec) => view.dossier.label(*rec).to_owned(),
            CountKey::Text(text) => text.clone(),
            CountKey::Word(_) | CountKey::Month(_) => self.value(view),
        }
    }
}

/// The values that articles have themselves under a key, with the number of articles for each: from columns if there
/// are any. Values unique to each article are left out if there are very many articles.
fn article_keys(view: &QueryView, term: &QueryTerm, within: &BitSet) -> HashMap<CountKey, u32> {
    let (index, store) = (view.index.articles(view), &view.dossier.articles);
    let mut all: HashMap<CountKey, u32> = HashMap::new();
    let facet = |facet: ArticleFacet, of: &dyn Fn(&str) -> Option<CountKey>| -> HashMap<CountKey, u32> {
        let counts = index.counts(store, facet, within);
        let held = index.values(store, facet).iter().zip(counts).filter(|(_, n)| *n > 0);
        held.filter_map(|(name, n)| Some((of(name)?, n))).collect()
    };
    let text = |name: &str| Some(CountKey::Text(name.to_owned()));
    match term.column {
        ArticleColumn::Nothing => {}
        ArticleColumn::Facet(of) => return facet(of, &text),
        ArticleColumn::Sort => {
            let word = |name: &str| ArticleKind::ALL.iter().map(|kind| kind.word()).find(|word| *word == name);
            all = facet(ArticleFacet::Kind, &|name| word(name).map(CountKey::Word));
            let n = u32::try_from(within.count()).unwrap_or(u32::MAX);
            if n > 0 {
                all.insert(CountKey::Word(Kind::Article.singular()), n);
            }
        }
        ArticleColumn::Published | ArticleColumn::Known => {
            for (span, n) in article_spans(view, term, within) {
                if let Some(month) = first_month(span) {
                    *all.entry(CountKey::Month(month)).or_default() += n;
                }
            }
        }
        ArticleColumn::Itself if within.count() > LISTED => {}
        ArticleColumn::Property => {
            for (word, _) in PROPERTIES {
                let probe = QueryProbe::Words(vec![word]);
                let mut found = columns::articles(view, term, &probe);
                let n = u32::try_from(found.and(within).count()).unwrap_or(u32::MAX);
                if n > 0 {
                    all.insert(CountKey::Word(word), n);
                }
            }
        }
        ArticleColumn::Itself => {
            all.extend(within.iter().map(|at| (CountKey::Rec(index.article(at).into()), 1)));
        }
    }
    all
}

/// Above this many articles, values unique to each article are not listed.
const LISTED: usize = 50_000;

/// The spans that articles have themselves under `date:` or `known:`, and how many of these articles have each.
fn article_spans(view: &QueryView, term: &QueryTerm, within: &BitSet) -> Vec<(DaySpan, u32)> {
    let index = view.index.articles(view);
    if term.column == ArticleColumn::Known { index.known_spans(within) } else { index.published_spans(within) }
}

/// The terms by which rows can be counted: those with a [`QueryTerm::field`].
pub fn fields() -> impl Iterator<Item = &'static QueryTerm> {
    TERMS.iter().filter(|term| term.field.is_some())
}

/// The values that rows have under a key where the query holds, by themselves or through what they are linked to: most
/// frequent first, months in their order. A date that spans months counts in each month in which some date begins.
/// `rows` are what the query shows of a kind.
#[must_use]
pub fn counts(view: &QueryView, query: &Query, rows: &QueryRows, term: &'static QueryTerm) -> FacetCounts {
    let _span = tracing::debug_span!("counts", by = term.key, kind = rows.kind().word()).entered();
    let plan = EvalPlan::new(query, view);
    if matches!(term.values, TermValues::Dates) {
        let months = months(&plan, rows, term).into_iter();
        return FacetCounts { term, values: months.map(|(month, n)| (CountKey::Month(month), n)).collect() };
    }
    let mut values = if have_themselves(rows.kind(), term) { Vec::new() } else { reach::keys(&plan, rows, term) };
    let of_articles = rows.bits().map(|bits| article_keys(view, term, bits)).unwrap_or_default();
    if of_articles.is_empty() && term.is_lasting() {
        // The numbers of values are in the order in which equally frequent ones are listed.
        values.sort_by_key(|&(_, n)| Reverse(n));
        return FacetCounts { term, values };
    }
    let mut all: HashMap<CountKey, usize> = HashMap::new();
    for (key, n) in of_articles {
        if let CountKey::Text(text) = &key {
            for part in term.parts(text) {
                *all.entry(CountKey::Text(part.to_owned())).or_default() += n as usize;
            }
        }
        *all.entry(key).or_default() += n as usize;
    }
    values.into_iter().for_each(|(key, n)| *all.entry(key).or_default() += n);
    let mut values: Vec<(CountKey, usize)> = all.into_iter().collect();
    values.par_sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.listed(view).cmp(&b.listed(view))));
    FacetCounts { term, values }
}

/// Whether rows of this kind have all values of a term themselves, in the index of articles, which has them before the screen
/// shows the dossier.
fn have_themselves(kind: Kind, term: &QueryTerm) -> bool {
    kind == Kind::Article && term.itself.contains(&kind)
}

/// Whether what [`counts`] reads for rows of this kind is prepared, or there are few records.
#[must_use]
pub fn counts_at_once(view: &QueryView, kind: Kind, term: &QueryTerm) -> bool {
    have_themselves(kind, term) || view.index.has_column(term) || view.index.has_texts(view)
}

/// How many rows have a day in each month in which one of their dates begins.
fn months(plan: &EvalPlan, rows: &QueryRows, term: &'static QueryTerm) -> Vec<(i32, usize)> {
    let view = plan.view();
    // Articles have their dates themselves.
    let spans = rows.bits().map(|bits| article_spans(view, term, bits)).unwrap_or_default();
    let days = |item: ProbedItem| if let ProbedItem::Days(span) = item { span } else { (None, None) };
    let column = (!have_themselves(rows.kind(), term)).then(|| view.index.column(view, term));
    let held: Vec<DaySpan> = column.map(|column| column.values().items().map(days).collect()).unwrap_or_default();
    // The numbers of the spans of each row.
    let mut of_rows: LinkLists<u32> = LinkLists::default();
    let mut of_row = Vec::new();
    let mut last = vec![usize::MAX; held.len()];
    let mut add = |row: usize, number: u32| {
        while of_rows.len() < row {
            of_rows.push(of_row.drain(..));
        }
        if std::mem::replace(&mut last[number as usize], row) != row {
            of_row.push(number);
        }
    };
    if !held.is_empty() {
        reach::rows(plan, rows, term, &mut add);
    }
    of_rows.push(of_row.drain(..));
    let met = held.iter().zip(&last).filter(|(_, last)| **last != usize::MAX).map(|(span, _)| *span);
    let begins = spans.iter().map(|(span, _)| *span).chain(met).filter_map(first_month);
    let begins: Vec<i32> = begins.collect::<BTreeSet<i32>>().into_iter().collect();
    // Each row adds one where one of its spans begins and subtracts it after the end; the running sum counts.
    let mut changes = vec![0_i64; begins.len() + 1];
    for (span, n) in spans {
        let (from, to) = covered(&begins, span);
        changes[from] += i64::from(n);
        changes[to] -= i64::from(n);
    }
    let reaches: Vec<(usize, usize)> = held.into_iter().map(|span| covered(&begins, span)).collect();
    let mut reach: Vec<(usize, usize)> = Vec::new();
    for of_row in of_rows.iter() {
        reach.clear();
        reach.extend(of_row.iter().map(|&number| reaches[number as usize]));
        reach.sort_unstable();
        let mut behind = 0;
        for &(from, to) in &reach {
            let from = from.max(behind);
            if from < to {
                changes[from] += 1;
                changes[to] -= 1;
                behind = to;
            }
        }
    }
    let mut n = 0;
    let running = changes.iter().map(|change| {
        n += change;
        usize::try_from(n).unwrap_or(0)
    });
    begins.iter().copied().zip(running.collect::<Vec<_>>()).filter(|(_, n)| *n > 0).collect()
}

/// Which of the months a span touches.
fn covered(months: &[i32], (first, last): DaySpan) -> (usize, usize) {
    let from = first.map_or(0, |day| months.partition_point(|&month| month < month_of(day)));
    let to = last.map_or(months.len(), |day| months.partition_point(|&month| month <= month_of(day)));
    (from, to)
}

fn first_month((first, last): DaySpan) -> Option<i32> {
    first.or(last).map(month_of).filter(|month| (0..12 * 10_000).contains(month))
}

fn month_of(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

fn month_text(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}
