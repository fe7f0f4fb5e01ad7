//! What records and statements have under the key of a term, as a column: each distinct value once, and for each record the
//! numbers of its values.
//!
//! Made once for a snapshot, from that of another day where there is one. A term looks at each distinct value once, and at numbers after that, however many records there
//! are. Where values are counted, the numbers are in the order in which equally frequent ones are listed: counts compare no texts.

use std::hash::BuildHasher as _;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::KINDS;
use super::earlier::{EarlierItem, KeptRuns};
use super::links::{LinkLists, RecordLinks};
use crate::dossier::{Kind, Rec};
use crate::query::QueryView;
use crate::query::article_index::BitSet;
use crate::query::probe::{ProbedItem, QueryProbe};
use crate::query::term::{QueryTerm, TermRole};
use crate::query::value::DaySpan;
use crate::story::SlipDays;

/// A [`ProbedItem`] that lives by itself.
#[derive(Clone, Debug)]
enum HeldValue {
    Rec(Rec),
    Text(Box<str>),
    Word(&'static str),
    Days(DaySpan),
    Slip(SlipDays),
}

impl HeldValue {
    fn of(item: ProbedItem) -> HeldValue {
        match item {
            ProbedItem::Rec(rec) => HeldValue::Rec(rec),
            ProbedItem::Text(text) => HeldValue::Text(text.into()),
            ProbedItem::Word(word) => HeldValue::Word(word),
            ProbedItem::Days(span) => HeldValue::Days(span),
            ProbedItem::Slip(days) => HeldValue::Slip(days),
        }
    }

    fn item(&self) -> ProbedItem<'_> {
        match self {
            HeldValue::Rec(rec) => ProbedItem::Rec(*rec),
            HeldValue::Text(text) => ProbedItem::Text(text),
            HeldValue::Word(word) => ProbedItem::Word(word),
            HeldValue::Days(span) => ProbedItem::Days(*span),
            HeldValue::Slip(days) => ProbedItem::Slip(*days),
        }
    }
}

/// Distinct values with their numbers.
#[derive(Debug, Default)]
pub(in crate::query) struct ValueNumbers {
    values: Vec<HeldValue>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl ValueNumbers {
    /// The number of this value; the next one if it is new.
    ///
    /// # Panics
    /// With more than `u32::MAX` values.
    pub fn number(&mut self, item: ProbedItem) -> u32 {
        let (values, hasher) = (&mut self.values, &self.hasher);
        let hash = |item: ProbedItem| hasher.hash_one(item);
        let hashed = hash(item);
        if let Some(&number) = self.numbers.find(hashed, |&at| values[at as usize].item() == item) {
            return number;
        }
        let number = u32::try_from(values.len()).expect("fewer than 2^32 values");
        values.push(HeldValue::of(item));
        self.numbers.insert_unique(hashed, number, |&at| hash(values[at as usize].item()));
        number
    }

    /// The values, each at its number.
    pub fn items(&self) -> impl ExactSizeIterator<Item = ProbedItem<'_>> {
        self.values.iter().map(HeldValue::item)
    }

    /// The value with this number.
    pub fn item(&self, number: u32) -> ProbedItem<'_> {
        self.values[number as usize].item()
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Adds the number of a value, and those of what it has besides itself, see [`QueryTerm::parts`].
    fn add(&mut self, term: &QueryTerm, item: ProbedItem, numbers: &mut Vec<u32>) {
        numbers.push(self.number(item));
        if let ProbedItem::Text(text) = item {
            numbers.extend(term.parts(text).map(|part| self.number(ProbedItem::Text(part))));
        }
    }

    /// The same values, to which others can be added.
    fn reopened(&self) -> ValueNumbers {
        let mut numbers = HashTable::with_capacity(self.len());
        let hash = |at: u32| self.hasher.hash_one(self.item(at));
        for number in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            numbers.insert_unique(hash(number), number, |&at| hash(at));
        }
        ValueNumbers { values: self.values.clone(), numbers, hasher: self.hasher.clone() }
    }

    /// Numbers the values in the order in which they are listed; the first `settled` are in order among themselves. Returns the
    /// new number of each, where any is another.
    fn settle(&mut self, view: &QueryView, settled: usize) -> Option<Vec<u32>> {
        let (old, new) = self.values.split_at(settled);
        let mut listed: Vec<((&str, &str), usize)> =
            new.iter().map(|value| value.item().listed(view)).zip(settled..).collect();
        if listed.is_empty() {
            return None;
        }
        listed.sort_unstable();
        let (mut order, mut from) = (Vec::with_capacity(self.len()), 0);
        for (words, number) in listed {
            let behind = old[from..].partition_point(|value| value.item().listed(view) <= words);
            order.extend(from..from + behind);
            order.push(number);
            from += behind;
        }
        order.extend(from..settled);
        let mut moved = vec![0; order.len()];
        (0..).zip(&order).for_each(|(number, &before)| moved[before] = number);
        let mut values: Vec<Option<HeldValue>> = std::mem::take(&mut self.values).into_iter().map(Some).collect();
        self.values = order.into_iter().filter_map(|before| values[before].take()).collect();
        Some(moved)
    }
}

/// The column of a term. Articles, of which there may be millions, have columns of their own, see
/// [`crate::query::columns`].
#[derive(Debug, Default)]
pub(in crate::query) struct TermColumn {
    values: ValueNumbers,
    /// By kind and record: what it has itself.
    itself: [LinkLists<u32>; KINDS],
    /// By kind and record: what it has for the sake of others; `None`: the same.
    linked: [Option<LinkLists<u32>>; KINDS],
    /// By position in [`RecordLinks::statements`]: what a statement has, of its own or by its known sources.
    said: LinkLists<u32>,
}

impl TermColumn {
    /// What is new is left out: that changes while everything else stays. What is the same on an earlier day is taken from
    /// its column; values that no record has any more keep their numbers.
    pub(super) fn of(
        view: &QueryView,
        term: &QueryTerm,
        links: &RecordLinks,
        earlier: Option<&EarlierItem<TermColumn>>,
    ) -> TermColumn {
        let view = &QueryView::new(view.dossier, view.snapshot, view.index);
        let (none, nothing) = (TermColumn::default(), KeptRuns::default());
        let before = earlier.map_or(&none, |(column, _)| column);
        let mut column = TermColumn { values: before.values.reopened(), ..TermColumn::default() };
        let settled = column.values.len();
        let mut numbers = Vec::new();
        for &kind in super::others() {
            let day = earlier.filter(|_| kind == Kind::Event);
            let kept = day.map_or_else(KeptRuns::default, |(_, day)| day.events(view, term));
            let mut both = [TermRole::Itself, TermRole::Linked].map(|role| {
                let mut lists = LinkLists::default();
                kept.fill(&mut lists, before.lists(kind, role), view.dossier.count(kind), |lists, at| {
                    let item = &mut |item: ProbedItem<'_>| column.values.add(term, item, &mut numbers);
                    (term.of_record)(view, Rec::new(kind, at), role, item);
                    put(lists, &mut numbers);
                });
                lists.shrink_to_fit();
                lists
            });
            let [itself, linked] = &mut both;
            column.linked[kind as usize] = Some(std::mem::take(linked)).filter(|linked| linked != itself);
            column.itself[kind as usize] = std::mem::take(itself);
        }
        if term.asks_statements() {
            // Where an article counts for itself, the statements in it need not be asked.
            let asked = if term.itself.contains(&Kind::Article) { links.of_others } else { links.statements.len() };
            let kept = earlier.map_or(&nothing, |(_, day)| day.statements(links));
            kept.fill(&mut column.said, &before.said, asked, |said, at| {
                let item = &mut |item: ProbedItem<'_>| column.values.add(term, item, &mut numbers);
                term.of_one_statement(view, links.statements[at], item);
                put(said, &mut numbers);
            });
            column.said.shrink_to_fit();
        }
        if term.field.is_some()
            && let Some(moved) = column.values.settle(view, settled)
        {
            let linked = column.linked.iter_mut().flatten();
            let lists = column.itself.iter_mut().chain(linked).chain([&mut column.said]);
            lists.flat_map(LinkLists::all_mut).for_each(|number| *number = moved[*number as usize]);
        }
        // From here on, no value is looked for.
        column.values.numbers = HashTable::new();
        column.values.values.shrink_to_fit();
        column
    }

    /// The values, each at its number.
    pub fn values(&self) -> &ValueNumbers {
        &self.values
    }

    /// The numbers of the values that are accepted.
    pub fn accepted(&self, probe: &QueryProbe) -> BitSet {
        let accepted = (0_u32..).zip(self.values.items()).filter(|(_, item)| probe.accepts(*item));
        BitSet::of(self.values.len(), accepted.map(|(number, _)| number))
    }

    /// What a record, not an article, has itself or for the sake of others.
    pub fn of_record(&self, rec: Rec, role: TermRole) -> &[u32] {
        self.lists(rec.kind(), role).get(rec.ix())
    }

    /// What these statements have, of their own or by their known sources; some of it more than once.
    pub fn of_statements(&self, statements: Range<u32>) -> &[u32] {
        self.said.range(statements)
    }

    /// The positions of the records of a kind, not of articles, that have one of these values.
    pub fn having(&self, kind: Kind, role: TermRole, values: &BitSet) -> impl Iterator<Item = u32> {
        having(self.lists(kind, role), values)
    }

    /// The positions of the statements that have one of these values.
    pub fn said(&self, values: &BitSet) -> impl Iterator<Item = u32> {
        having(&self.said, values)
    }

    fn lists(&self, kind: Kind, role: TermRole) -> &LinkLists<u32> {
        let itself = &self.itself[kind as usize];
        match role {
            TermRole::Itself => itself,
            TermRole::Linked => self.linked[kind as usize].as_ref().unwrap_or(itself),
        }
    }
}

/// Puts a list, each number once, and empties it.
fn put(lists: &mut LinkLists<u32>, numbers: &mut Vec<u32>) {
    if numbers.len() > 1 {
        numbers.sort_unstable();
        numbers.dedup();
    }
    lists.push(numbers.drain(..));
}

fn having(lists: &LinkLists<u32>, values: &BitSet) -> impl Iterator<Item = u32> {
    let none = values.is_empty();
    let all = (0_u32..).zip(lists.iter()).take_while(move |_| !none);
    all.filter(|(_, numbers)| numbers.iter().any(|&number| values.contains(number))).map(|(at, _)| at)
}
