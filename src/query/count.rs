//! Facet counts: how many rows have which value of a key.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use hashbrown::HashMap;

use crate::dossier::memory;
use crate::dossier::{ArticleKind, Kind, Rec};

use super::article_index::{ArticleFacet, BitSet};
use super::case::Statement;
use super::columns;
use super::eval::{EvalPlan, EvalSpace};
use super::probe::{ProbedItem, QueryProbe};
use super::term::{ArticleColumn, PROPERTIES, QueryTerm, TERMS, TermRole, TermValues};
use super::value::DaySpan;
use super::{OfStatement, Query, QueryRows, QueryView, print};

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

/// A value that visible records have.
#[derive(Clone, Debug)]
pub(super) struct CountedValues {
    key: CountKey,
    many: ValueCount,
}

/// How many have the value: of the first kind of [`FIRST`] that any have it of, and in all.
#[derive(Clone, Copy, Debug)]
struct ValueCount {
    kind: Kind,
    n: u32,
    all: u32,
}

/// The kind that is reported if records of several kinds have a value: events before articles before the rest.
const FIRST: [Kind; 7] =
    [Kind::Event, Kind::Article, Kind::Corridor, Kind::Figure, Kind::Actor, Kind::Port, Kind::Place];

impl ValueCount {
    const NONE: ValueCount = ValueCount { kind: Kind::Place, n: 0, all: 0 };

    /// Adds this many of a kind.
    fn add(&mut self, kind: Kind, n: u32) {
        let rank = |kind: Kind| FIRST.iter().position(|&k| k == kind);
        self.all += n;
        if self.kind == kind {
            self.n += n;
        } else if self.n == 0 || rank(kind) < rank(self.kind) {
            (self.kind, self.n) = (kind, n);
        }
    }

    /// The more frequent first.
    fn weight(self) -> (u32, u32) {
        (if self.kind == Kind::Event { self.n } else { 0 }, self.all)
    }
}

impl CountedValues {
    /// Text of an open vocabulary.
    pub fn text(&self) -> Option<&str> {
        if let CountKey::Text(text) = &self.key { Some(text) } else { None }
    }

    /// A record.
    pub fn rec(&self) -> Option<Rec> {
        if let CountKey::Rec(rec) = self.key { Some(rec) } else { None }
    }

    /// What stands behind the key in a query.
    pub fn value(&self, view: &QueryView) -> String {
        self.key.value(view)
    }

    /// The kind to count, and how many of it: events before articles before the rest.
    pub fn count(&self) -> (Kind, usize) {
        (self.many.kind, self.many.n as usize)
    }
}

impl CountKey {
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

/// The values that visible records have themselves under a key, those of most events first.
pub(super) fn held(view: &QueryView, term: &QueryTerm) -> Vec<CountedValues> {
    let mut all: HashMap<CountKey, ValueCount> = memory::map_for_now(view.index.statements(view).len());
    let mut keys = BTreeSet::new();
    let index = view.index.articles(view);
    if !index.is_empty() {
        for (key, n) in article_keys(view, term, view.index.visible(view, Kind::Article)) {
            all.entry(key).or_insert(ValueCount::NONE).add(Kind::Article, n);
        }
    }
    for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::Article) {
        for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
            keys.clear();
            let mut add = |item: ProbedItem| add_keys(item, &mut keys);
            (term.of_record)(view, rec, TermRole::Itself, &mut add);
            if term.asks_statements() {
                for statement in view.index.case_refs(view, rec).next().map_or(&[][..], |(_, statements)| statements) {
                    match term.of_statement {
                        OfStatement::Own(of_statement) => of_statement(view, *statement, &mut add),
                        OfStatement::Source => {
                            for article in statement.sources(view.dossier).into_iter().flatten() {
                                if view.snapshot.is_known(view.dossier, Some(article)) {
                                    (term.of_record)(view, article.into(), TermRole::Linked, &mut add);
                                }
                            }
                        }
                        OfStatement::Nothing => {}
                    }
                }
            }
            for key in &keys {
                if let Some(many) = all.get_mut(key) {
                    many.add(kind, 1);
                } else {
                    all.insert(key.clone(), ValueCount { kind, n: 1, all: 1 });
                }
            }
        }
    }
    let mut held: Vec<CountedValues> = all.into_iter().map(|(key, many)| CountedValues { key, many }).collect();
    held.sort_by(|a, b| b.many.weight().cmp(&a.many.weight()).then_with(|| a.key.cmp(&b.key)));
    held
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
            let mut keys = BTreeSet::new();
            for at in within.iter() {
                keys.clear();
                (term.of_record)(view, index.article(at).into(), TermRole::Itself, &mut |item| {
                    add_keys(item, &mut keys);
                });
                keys.iter().for_each(|key| *all.entry(key.clone()).or_default() += 1);
            }
        }
    }
    all
}

/// Above this many articles, values unique to each article are not listed.
const LISTED: usize = 50_000;

/// The spans that articles have themselves under `date:` or `known:`, and how many of these articles have each.
fn article_spans(view: &QueryView, term: &QueryTerm, within: &BitSet) -> HashMap<DaySpan, u32> {
    let index = view.index.articles(view);
    let articles = &view.dossier.articles;
    let mut spans: HashMap<DaySpan, u32> = HashMap::new();
    for at in within.iter() {
        let ix = index.article(at);
        let span = if term.column == ArticleColumn::Known {
            let day = articles.known(ix);
            (day, day)
        } else {
            articles.published(ix)
        };
        if span != (None, None) {
            *spans.entry(span).or_default() += 1;
        }
    }
    spans
}

fn add_keys(item: ProbedItem, keys: &mut BTreeSet<CountKey>) {
    match item {
        ProbedItem::Rec(rec) => {
            keys.insert(CountKey::Rec(rec));
        }
        ProbedItem::Word(word) => {
            keys.insert(CountKey::Word(word));
        }
        ProbedItem::Text(text) => {
            if !keys.iter().any(|key| matches!(key, CountKey::Text(known) if known == text)) {
                keys.insert(CountKey::Text(text.to_owned()));
            }
        }
        ProbedItem::Days(span) => keys.extend(first_month(span).map(CountKey::Month)),
        ProbedItem::Slip(_) => {}
    }
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
    let (plain, asked) = apart(view, rows);
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
    let (mut keys, mut room) = (BTreeSet::new(), EvalSpace::default());
    for rec in asked {
        keys.clear();
        items(&plan, rec, term, &mut room, &mut |item| {
            // `lang:en` finds `en-GB` too, so that it counts for both.
            if let ProbedItem::Text(text) = item {
                term.parts(text).for_each(|part| add_keys(ProbedItem::Text(part), &mut keys));
            }
            add_keys(item, &mut keys);
        });
        for key in &keys {
            if let Some(n) = all.get_mut(key) {
                *n += 1;
            } else {
                all.insert(key.clone(), 1);
            }
        }
    }
    let mut counted: Vec<FieldCount> = all.iter().map(|(key, &n)| count(key, n)).collect();
    counted.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)).then_with(|| a.term.cmp(&b.term)));
    counted
}

/// The articles among rows in which no statement is made, and the other rows, which have to be asked one by one.
fn apart<'a>(view: &'a QueryView, rows: &'a QueryRows) -> (Option<BitSet>, Box<dyn Iterator<Item = Rec> + 'a>) {
    let Some(bits) = rows.bits() else { return (None, Box::new(rows.iter())) };
    let cited = view.index.cited(view);
    let mut plain = bits.clone();
    plain.and_not(cited);
    let asked = cited.iter().filter(|&at| bits.contains(at)).map(|at| view.index.articles(view).article(at).into());
    (Some(plain), Box::new(asked))
}

/// All that a record has under a key wherever the query holds of it.
fn items(plan: &EvalPlan, rec: Rec, term: &QueryTerm, room: &mut EvalSpace, item: &mut dyn FnMut(ProbedItem)) {
    let mut last: Option<Option<Rec>> = None;
    plan.looks(rec, room, &mut |linked: Option<Rec>, statement: Option<Statement>| {
        let statement = statement.filter(|_| term.asks_statements());
        // Without a statement, one look at a linked record is as good as any other.
        if statement.is_some() || last != Some(linked) {
            term.items(plan.view(), rec, linked, statement, item);
        }
        last = Some(linked);
    });
}

/// How many rows have a day in each month in which one of their dates begins.
fn months(
    plan: &EvalPlan,
    plain: Option<&BitSet>,
    asked: impl Iterator<Item = Rec>,
    term: &QueryTerm,
) -> Vec<(i32, usize)> {
    let mut room = EvalSpace::default();
    // The spans of a row, and how many rows share them.
    let mut spans: Vec<(Vec<DaySpan>, i64)> = Vec::new();
    let mut begins = BTreeSet::new();
    if let Some(plain) = plain {
        for (span, n) in article_spans(plan.view(), term, plain) {
            begins.extend(first_month(span));
            spans.push((vec![span], n.into()));
        }
    }
    for rec in asked {
        let mut of_row = Vec::new();
        items(plan, rec, term, &mut room, &mut |item| {
            if let ProbedItem::Days(span) = item
                && !of_row.contains(&span)
            {
                of_row.push(span);
            }
        });
        begins.extend(of_row.iter().copied().filter_map(first_month));
        spans.push((of_row, 1));
    }
    let begins: Vec<i32> = begins.into_iter().collect();
    // Each row adds one where one of its spans begins and subtracts it after the end; the running sum counts.
    let mut changes = vec![0_i64; begins.len() + 1];
    for (of_row, n) in spans {
        let mut reach: Vec<(usize, usize)> = of_row.into_iter().map(|span| covered(&begins, span)).collect();
        reach.sort_unstable();
        let mut behind = 0;
        for (from, to) in reach {
            let from = from.max(behind);
            if from < to {
                changes[from] += n;
                changes[to] -= n;
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
