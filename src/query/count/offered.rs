//! The values that completion offers, each with how many records have it.

use hashbrown::HashMap;

use super::{CountKey, article_keys};
use crate::dossier::{Kind, Rec};
use crate::query::QueryView;
use crate::query::probe::ProbedItem;
use crate::query::term::{QueryTerm, TermRole};

/// A value that visible records have.
#[derive(Clone, Debug)]
pub(in crate::query) struct CountedValues {
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

    /// Adds another count of the same value.
    fn merge(&mut self, other: ValueCount) {
        if other.n > 0 {
            let all = self.all + other.all;
            self.add(other.kind, other.n);
            self.all = all;
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

/// The values that visible records have themselves under a key, those of most events first.
pub(in crate::query) fn held(view: &QueryView, term: &QueryTerm) -> Vec<CountedValues> {
    let mut all: HashMap<CountKey, ValueCount> = HashMap::new();
    if !view.index.articles(view).is_empty() {
        for (key, n) in article_keys(view, term, view.index.visible(view, Kind::Article)) {
            all.entry(key).or_insert(ValueCount::NONE).add(Kind::Article, n);
        }
    }
    let (links, column) = (view.index.links(view), view.index.column(view, term));
    // By the number of a value: how many records have it, and the last of these.
    let mut counts: Vec<(ValueCount, Option<Rec>)> = vec![(ValueCount::NONE, None); column.values().len()];
    let mut news = ValueCount::NONE;
    for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::Article) {
        for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
            let own = links.cases(rec).first().map_or(0..0, |own| own.from..own.to);
            for &number in column.of_record(rec, TermRole::Itself).iter().chain(column.of_statements(own)) {
                let (many, last) = &mut counts[number as usize];
                if last.replace(rec) != Some(rec) {
                    many.add(kind, 1);
                }
            }
            if !term.is_lasting() && view.new.is_new(rec) {
                news.add(kind, 1);
            }
        }
    }
    let counted = column.values().items().zip(counts.into_iter().map(|(many, _)| many));
    for (item, many) in counted.chain([(ProbedItem::Word("new"), news)]) {
        if let Some(key) = CountKey::of(item) {
            all.entry(key).or_insert(ValueCount::NONE).merge(many);
        }
    }
    let mut held: Vec<CountedValues> = all.into_iter().map(|(key, many)| CountedValues { key, many }).collect();
    held.retain(|held| held.many.all > 0);
    held.sort_by(|a, b| b.many.weight().cmp(&a.many.weight()).then_with(|| a.key.cmp(&b.key)));
    held
}
