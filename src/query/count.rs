//! Facet counts: how many rows have which value of a key.

mod numbered;
mod offered;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use hashbrown::HashMap;

use crate::dossier::{ArticleKind, Kind, Rec};

use super::article_index::{ArticleFacet, BitSet};
use super::columns;
use super::eval::{EvalPlan, EvalSpace};
use super::index::{CaseRef, LinkLists};
use super::probe::{ProbedItem, QueryProbe};
use super::term::{ArticleColumn, PROPERTIES, QueryTerm, TERMS, TermValues};
use super::value::DaySpan;
use super::{Query, QueryRows, QueryView, print};
use numbered::NumberedValues;
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
    let index = view.index.articles(view);
    let mut all: HashMap<CountKey, u32> = HashMap::new();
    let facet = |facet: ArticleFacet, of: &dyn Fn(&str) -> Option<CountKey>| -> HashMap<CountKey, u32> {
        let counts = index.counts(facet, within);
        let held = index.values(facet).iter().zip(counts).filter(|(_, n)| *n > 0);
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
pub fn counts(view: &QueryView, query: &Query, rows: &QueryRows, term: &QueryTerm) -> Vec<FieldCount> {
    let plan = EvalPlan::new(query, view);
    let count = |key: &CountKey, n: usize| FieldCount {
        value: key.label(view),
        n,
        term: format!("{}:{}", term.key, key.value(view)),
    };
    let (plain, asked) = apart(view, rows, term);
    if matches!(term.values, TermValues::Dates) {
        return months(&plan, plain.as_ref(), asked, term)
            .into_iter()
            .map(|(month, n)| count(&CountKey::Month(month), n))
            .collect();
    }
    let mut all: HashMap<CountKey, usize> = HashMap::new();
    for (key, n) in plain.map(|plain| article_keys(view, term, &plain)).unwrap_or_default() {
        if let CountKey::Text(text) = &key {
            for part in term.parts(text) {
                *all.entry(CountKey::Text(part.to_owned())).or_default() += n as usize;
            }
        }
        *all.entry(key).or_default() += n as usize;
    }
    let (mut numbered, mut room) = (NumberedValues::new(view, term), EvalSpace::default());
    // By the number of a value: how many rows have it, and the last of these.
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for (row, (rec, cases)) in asked.enumerate() {
        numbered.of_row(&plan, rec, cases, &mut room, &mut |number| {
            if counts.len() <= number as usize {
                counts.resize(number as usize + 1, (0, usize::MAX));
            }
            let (n, last) = &mut counts[number as usize];
            *n += usize::from(std::mem::replace(last, row) != row);
        });
    }
    for (item, (n, _)) in numbered.items().zip(counts).filter(|(_, (n, _))| *n > 0) {
        if let Some(key) = CountKey::of(item) {
            *all.entry(key).or_default() += n;
        }
    }
    let mut counted: Vec<FieldCount> = all.iter().map(|(key, &n)| count(key, n)).collect();
    counted.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)).then_with(|| a.term.cmp(&b.term)));
    counted
}

/// Rows with their cases.
type AskedRows<'a> = Box<dyn Iterator<Item = (Rec, &'a [CaseRef])> + 'a>;

/// The articles among rows that are counted by columns, because no statement is made in them or only what they have
/// themselves counts; and the other rows, which have to be asked one by one.
fn apart<'a>(view: &QueryView<'a>, rows: &'a QueryRows, term: &QueryTerm) -> (Option<BitSet>, AskedRows<'a>) {
    let (links, articles) = (view.index.links(view), view.index.articles(view));
    let Some(bits) = rows.bits() else { return (None, Box::new(rows.iter().map(|rec| (rec, links.cases(rec))))) };
    let mut plain = bits.clone();
    if term.itself.contains(&Kind::Article) {
        return (Some(plain), Box::new(std::iter::empty()));
    }
    plain.and_not(view.index.cited(view));
    let is_row = |rec: &Rec| matches!(rec, Rec::Article(ix) if bits.contains(articles.position(*ix)));
    (Some(plain), Box::new(links.all_cases(Kind::Article).filter(move |(rec, _)| is_row(rec))))
}

/// How many rows have a day in each month in which one of their dates begins.
fn months(plan: &EvalPlan, plain: Option<&BitSet>, asked: AskedRows<'_>, term: &QueryTerm) -> Vec<(i32, usize)> {
    let spans = plain.map(|plain| article_spans(plan.view(), term, plain)).unwrap_or_default();
    // The numbers of the spans of each row.
    let (mut numbered, mut room) = (NumberedValues::new(plan.view(), term), EvalSpace::default());
    let mut of_rows: LinkLists<u32> = LinkLists::default();
    let mut of_row = Vec::new();
    for (rec, cases) in asked {
        numbered.of_row(plan, rec, cases, &mut room, &mut |number| {
            if !of_row.contains(&number) {
                of_row.push(number);
            }
        });
        of_rows.push(of_row.drain(..));
    }
    let days = |item: ProbedItem| if let ProbedItem::Days(span) = item { span } else { (None, None) };
    let asked_spans: Vec<DaySpan> = numbered.items().map(days).collect();
    let begins = spans.iter().map(|(span, _)| *span).chain(asked_spans.iter().copied()).filter_map(first_month);
    let begins: Vec<i32> = begins.collect::<BTreeSet<i32>>().into_iter().collect();
    // Each row adds one where one of its spans begins and subtracts it after the end; the running sum counts.
    let mut changes = vec![0_i64; begins.len() + 1];
    for (span, n) in spans {
        let (from, to) = covered(&begins, span);
        changes[from] += i64::from(n);
        changes[to] -= i64::from(n);
    }
    let reaches: Vec<(usize, usize)> = asked_spans.into_iter().map(|span| covered(&begins, span)).collect();
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
