//! What an index takes over from that of an earlier look at the same dossier, on another day: the lists of all that is the same.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::QueryIndex;
use super::held::TermColumn;
use super::links::{LinkLists, RecordLinks};
use super::texts::FoldedTexts;
use crate::dossier::{ActorIx, Kind};
use crate::query::QueryView;
use crate::query::article_index::BitSet;
use crate::query::case::Statement;
use crate::query::term::{ArticleColumn, QueryTerm, TERMS, TermValues};

/// Something that was computed for another day, and that day.
pub(super) type EarlierItem<T> = (Arc<T>, Arc<EarlierDay>);

/// What an index has of other days, until it has its own.
#[derive(Debug)]
pub(super) struct EarlierItems {
    /// By term.
    columns: [Option<EarlierItem<TermColumn>>; TERMS.len()],
    /// Of events.
    texts: Option<EarlierItem<FoldedTexts>>,
}

impl Default for EarlierItems {
    fn default() -> EarlierItems {
        EarlierItems { columns: std::array::from_fn(|_| None), texts: None }
    }
}

impl EarlierItems {
    /// What an index has, or has of other days, for another day: since then these events changed.
    pub fn of(index: &QueryIndex, changed: &BitSet) -> EarlierItems {
        let actors = index.visible[Kind::Actor as usize].get();
        let day =
            index.links.get().zip(actors).map(|(links, actors)| {
                Arc::new(EarlierDay::new(Arc::clone(links), Arc::clone(actors), changed.clone()))
            });
        let mut further: Vec<(Arc<EarlierDay>, Arc<EarlierDay>)> = Vec::new();
        let mut further = |day: &Arc<EarlierDay>| {
            let found = further.iter().find(|(of, _)| Arc::ptr_eq(of, day)).map(|(_, further)| Arc::clone(further));
            found.unwrap_or_else(|| {
                let made = Arc::new(day.further(changed));
                further.push((Arc::clone(day), Arc::clone(&made)));
                made
            })
        };
        let columns = std::array::from_fn(|at| {
            newest(index.columns[at].get(), day.as_ref(), index.earlier.columns[at].as_ref(), &mut further)
        });
        let texts = index.texts[Kind::Event as usize].get();
        EarlierItems { columns, texts: newest(texts, day.as_ref(), index.earlier.texts.as_ref(), &mut further) }
    }

    /// The column of a term.
    pub fn column(&self, term: &QueryTerm) -> Option<&EarlierItem<TermColumn>> {
        self.columns[term.position()].as_ref()
    }

    /// The texts of the events.
    pub fn texts(&self) -> Option<(&FoldedTexts, &EarlierDay)> {
        self.texts.as_ref().map(|(texts, day)| (&**texts, &**day))
    }
}

/// What an index has itself of its day, or else of an earlier one.
fn newest<T>(
    own: Option<&Arc<T>>,
    day: Option<&Arc<EarlierDay>>,
    earlier: Option<&EarlierItem<T>>,
    further: &mut dyn FnMut(&Arc<EarlierDay>) -> Arc<EarlierDay>,
) -> Option<EarlierItem<T>> {
    let own = own.zip(day).map(|(own, day)| (Arc::clone(own), Arc::clone(day)));
    own.or_else(|| earlier.map(|(item, day)| (Arc::clone(item), further(day))))
}

/// Another day.
#[derive(Debug)]
pub(super) struct EarlierDay {
    links: Arc<RecordLinks>,
    /// The actors that were visible.
    actors: Arc<BitSet>,
    /// The events of which something is different since.
    changed: BitSet,
    /// The statements that are the same.
    statements: OnceLock<KeptRuns>,
}

impl EarlierDay {
    /// The day of these links, on which these actors were visible; since then these events changed.
    pub fn new(links: Arc<RecordLinks>, actors: Arc<BitSet>, changed: BitSet) -> EarlierDay {
        EarlierDay { links, actors, changed, statements: OnceLock::new() }
    }

    /// The same day, seen from a later one.
    pub fn further(&self, changed: &BitSet) -> EarlierDay {
        let mut all = self.changed.clone();
        all.or(changed);
        EarlierDay::new(Arc::clone(&self.links), Arc::clone(&self.actors), all)
    }

    /// The events that have the same under a term.
    pub fn events(&self, view: &QueryView, term: &QueryTerm) -> KeptRuns {
        // What is late or due changes with the day.
        if matches!(term.values, TermValues::Days) {
            return KeptRuns::default();
        }
        let mut changed = self.changed.clone();
        // Whether an event is told by one side alone depends on who of those that take part is known.
        if term.column == ArticleColumn::Property {
            let mut actors = (*self.actors).clone();
            let now = view.index.visible(view, Kind::Actor);
            actors.and_not(now);
            let mut come = (**now).clone();
            actors.or(come.and_not(&self.actors));
            let events = actors.iter().flat_map(|ix| &view.snapshot[ActorIx(ix)].events);
            changed.or(&BitSet::of(changed.len(), events.map(|ix| ix.0)));
        }
        KeptRuns::without(&changed)
    }

    /// The events that have the same text.
    pub fn texts(&self) -> KeptRuns {
        KeptRuns::without(&self.changed)
    }

    /// The statements that are the same.
    pub fn statements(&self, now: &RecordLinks) -> &KeptRuns {
        self.statements.get_or_init(|| KeptRuns::of_statements(&self.links, now))
    }
}

/// Stretches of keys that have the same lists as some keys had before, in order.
#[derive(Debug, Default)]
pub(super) struct KeptRuns(Vec<KeptRun>);

#[derive(Clone, Copy, Debug)]
struct KeptRun {
    before: u32,
    now: u32,
    len: u32,
}

/// Some of the keys that there are now.
#[derive(Debug, PartialEq)]
pub(super) enum KeptPart {
    /// They have the lists that these keys had.
    Same(Range<u32>),
    /// These keys are new, or have other lists.
    Other(Range<u32>),
}

impl KeptRuns {
    /// All keys but some.
    fn without(changed: &BitSet) -> KeptRuns {
        let mut runs = KeptRuns::default();
        let mut from = 0;
        for at in changed.iter().chain([u32::try_from(changed.len()).unwrap_or(u32::MAX)]) {
            runs.add(from, from, at - from);
            from = at + 1;
        }
        runs
    }

    /// The statements about events and in articles that are the same; all others are few.
    fn of_statements(before: &RecordLinks, now: &RecordLinks) -> KeptRuns {
        let mut runs = KeptRuns::default();
        let mut add = |kind: Kind, at_before: usize, at_now: usize| {
            let (was, is) = (before.stated(kind, at_before), now.stated(kind, at_now));
            let said = now.said(&is);
            // What an office has depends on which of its two sources are known.
            let is_lasting = !said.iter().any(|said| matches!(said, Statement::Office(..)));
            if is_lasting && said == before.said(&was) {
                runs.add(was.start, is.start, is.end - is.start);
            }
        };
        let events = |links: &RecordLinks| links.cases[Kind::Event as usize].len();
        (0..events(now).min(events(before))).for_each(|at| add(Kind::Event, at, at));
        let (mut a, mut b) = (0, 0);
        while let (Some(was), Some(is)) = (before.cited.get(a), now.cited.get(b)) {
            if was == is {
                add(Kind::Article, a, b);
            }
            (a, b) = (a + usize::from(was <= is), b + usize::from(is <= was));
        }
        runs
    }

    fn add(&mut self, before: u32, now: u32, len: u32) {
        match self.0.last_mut() {
            _ if len == 0 => {}
            Some(last) if (last.before + last.len, last.now + last.len) == (before, now) => last.len += len,
            _ => self.0.push(KeptRun { before, now, len }),
        }
    }

    /// The keys below a number, in order.
    pub fn parts(&self, count: usize) -> impl Iterator<Item = KeptPart> + '_ {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let mut from = 0;
        let below = move |run: &KeptRun| KeptRun { len: run.len.min(count - run.now), ..*run };
        let runs = self.0.iter().take_while(move |run| run.now < count).map(below);
        let end = KeptRun { before: 0, now: count, len: 0 };
        runs.chain([end]).flat_map(move |run| {
            let other = KeptPart::Other(from..run.now);
            from = run.now + run.len;
            [other, KeptPart::Same(run.before..run.before + run.len)]
        })
    }

    /// Adds a list for each key below a number: those of the same keys before, and for all others what `add` does.
    pub fn fill<T: Copy>(
        &self,
        lists: &mut LinkLists<T>,
        before: &LinkLists<T>,
        count: usize,
        mut add: impl FnMut(&mut LinkLists<T>, usize),
    ) {
        for part in self.parts(count) {
            match part {
                KeptPart::Same(keys) => lists.push_all(before, keys),
                KeptPart::Other(keys) => keys.for_each(|at| add(lists, at as usize)),
            }
        }
    }
}
