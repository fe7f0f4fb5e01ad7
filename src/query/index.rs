//! Everything computed once per snapshot so that a keystroke is answered at once: folded text, links, order, values.

mod held;
mod links;
mod texts;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::dossier::{ArticleIx, Dossier, EventIx, Kind, Rec};
use crate::story::Snapshot;

use super::QueryView;
use super::article_index::{self, ArticleIndex, BitSet};
use super::case::RecordCase;
use super::count::CountedValues;
use super::eval::RecordTest;
use super::recs::RecSet;
use super::sets::{self, RecordSets};
use super::term::{QueryTerm, TERMS};
use super::value::SearchNeedle;
use super::{order, spans, text};
pub(super) use held::TermColumn;
pub(super) use links::{CaseRef, LinkLists, RecordLinks};
use texts::FoldedTexts;

/// Belongs to one dossier and one snapshot of it. It starts empty and fills with what is asked for.
#[derive(Debug, Default)]
pub struct QueryIndex {
    /// By kind, as all below: the record's own text.
    texts: [OnceLock<FoldedTexts>; KINDS],
    /// They are the same on every day.
    named: Arc<NamedTexts>,
    naming: OnceLock<HashMap<Rec, [Vec<u32>; KINDS]>>,
    links: OnceLock<RecordLinks>,
    order: [OnceLock<Arc<[u32]>>; KINDS],
    visible: [OnceLock<Arc<BitSet>>; KINDS],
    /// By term.
    columns: [OnceLock<TermColumn>; TERMS.len()],
    /// By term.
    values: [OnceLock<Vec<CountedValues>>; TERMS.len()],
    /// The articles, which do not depend on the day.
    articles: OnceLock<Arc<ArticleIndex>>,
    /// The cache of recent answers: deleting what was typed costs nothing.
    kept: Mutex<IndexCache>,
}

/// Names by which records are found, visible or not; by kind.
#[derive(Debug, Default)]
struct NamedTexts {
    /// Names and aliases.
    names: [OnceLock<FoldedTexts>; KINDS],
    /// Ids, names and aliases.
    handles: [OnceLock<FoldedTexts>; KINDS],
}

/// The last answers, by what was asked.
#[derive(Debug, Default)]
struct IndexCache {
    sets: VecDeque<(String, Arc<RecordSets>)>,
    tests: VecDeque<(String, Arc<RecordTest>)>,
    named: VecDeque<(String, Arc<RecSet>)>,
}

/// The number of cached answers of each sort.
const ANSWERS: usize = 48;

const KINDS: usize = Kind::ALL.len();

/// Below this many records, texts are folded within a frame.
const FEW: usize = 5_000;

/// All kinds but articles.
fn others() -> impl Iterator<Item = &'static Kind> {
    Kind::ALL.iter().filter(|&&kind| kind != Kind::Article)
}

impl QueryIndex {
    /// An empty index.
    #[must_use]
    pub fn new() -> QueryIndex {
        QueryIndex::default()
    }

    /// An empty index with the articles.
    #[must_use]
    pub fn with_articles(articles: Arc<ArticleIndex>) -> QueryIndex {
        QueryIndex { articles: OnceLock::from(articles), ..QueryIndex::default() }
    }

    /// The index of the same dossier on another day: it has the articles and names, and the order of the events where few of them
    /// changed. `changed`: the events of which something is different; `None`: it may be any.
    #[must_use]
    pub fn moved(&self, dossier: &Dossier, snapshot: &Snapshot, changed: Option<&[EventIx]>) -> QueryIndex {
        let (articles, named) = (self.articles.clone(), Arc::clone(&self.named));
        let index = QueryIndex { named, articles, ..QueryIndex::default() };
        let event = Kind::Event as usize;
        let before = self.order[event].get().zip(self.visible[event].get());
        if let (Some(changed), Some((order, visible))) = (changed, before) {
            let changed = BitSet::of(dossier.events.len(), changed.iter().map(|ix| ix.0));
            let order = order::with_changed_events(&QueryView::new(dossier, snapshot, &index), order, &changed);
            let mut visible = (**visible).clone();
            visible.and_not(&changed);
            let now = changed.iter().filter(|&ix| snapshot[EventIx(ix)].visible);
            visible.or(&BitSet::of(dossier.events.len(), now));
            let _ = index.order[event].set(order.into()); // both are empty
            let _ = index.visible[event].set(Arc::new(visible));
        }
        index
    }

    /// Adds the articles if they are not there yet.
    pub fn put_articles(&self, articles: ArticleIndex) {
        let _ = self.articles.set(Arc::new(articles)); // those that are there are of the same dossier
    }

    /// Sorts the records that are not articles.
    pub fn arrange(&self, view: &QueryView) {
        for &kind in others() {
            self.visible(view, kind);
            self.order(view, kind);
        }
    }

    /// Computes what the first filter needs besides the words of articles: the texts, names, links and columns of all other
    /// records, and the values that completion offers. This can take long for many records.
    pub fn build_texts(&self, view: &QueryView) {
        let texts = || {
            for &kind in others() {
                self.texts(view, kind);
            }
            Kind::ALL.par_iter().for_each(|&kind| {
                self.handles(view, kind);
            });
        };
        let names = || {
            for &kind in others() {
                self.names(view, kind);
            }
            self.naming(view);
        };
        rayon::join(texts, names);
        TERMS.par_iter().for_each(|term| {
            self.column(view, term);
        });
        // What is new changes while everything else stays.
        let lasting: Vec<&QueryTerm> = TERMS.iter().filter(|term| term.is_lasting()).collect();
        lasting.par_iter().for_each(|term| {
            self.values(view, term);
        });
    }

    /// Whether [`QueryIndex::build_texts`] is done, or would be immediate.
    #[must_use]
    pub fn has_texts(&self, view: &QueryView) -> bool {
        let few = || others().map(|&kind| view.dossier.count(kind)).sum::<usize>() <= FEW;
        let has_values = |term: &QueryTerm| !term.is_lasting() || self.values[term.position()].get().is_some();
        let has_all =
            || others().all(|&kind| self.texts[kind as usize].get().is_some()) && TERMS.iter().all(has_values);
        self.naming.get().is_some() && has_all() || few()
    }

    /// The articles of the dossier.
    pub fn articles(&self, view: &QueryView) -> &Arc<ArticleIndex> {
        self.articles.get_or_init(|| Arc::new(ArticleIndex::at_once(&view.dossier.articles)))
    }

    /// The visible records of a kind.
    pub(super) fn visible(&self, view: &QueryView, kind: Kind) -> &Arc<BitSet> {
        self.visible[kind as usize].get_or_init(|| {
            Arc::new(match kind {
                Kind::Article => self.articles(view).known(..=view.snapshot.day),
                _ => {
                    let all = view.dossier.all(kind);
                    let visible = all.filter(|&rec| view.snapshot.is_visible(view.dossier, rec));
                    BitSet::of(view.dossier.count(kind), visible.map(|rec| sets::position(view, rec)))
                }
            })
        })
    }

    /// The articles in which a known statement is made.
    pub(super) fn cited(&self, view: &QueryView) -> &BitSet {
        let links = self.links(view);
        links.cited_bits.get_or_init(|| {
            let articles = self.articles(view);
            BitSet::of(articles.len(), links.cited.iter().map(|&ix| articles.position(ArticleIx(ix))))
        })
    }

    /// A term with its values looked up, kept.
    pub(super) fn kept_test(&self, asked: String, make: impl FnOnce() -> RecordTest) -> Arc<RecordTest> {
        keep(|| self.kept.lock().ok(), |kept| &mut kept.tests, asked, make)
    }

    fn kept_sets(&self, asked: String, make: impl FnOnce() -> RecordSets) -> Arc<RecordSets> {
        keep(|| self.kept.lock().ok(), |kept| &mut kept.sets, asked, make)
    }

    /// The visible records of a kind, in the order of the screens and of `karwan list`.
    pub(super) fn order(&self, view: &QueryView, kind: Kind) -> &Arc<[u32]> {
        self.order[kind as usize].get_or_init(|| order::sorted(view, kind).into())
    }

    /// What values the visible records have under a key, most frequent first.
    pub(super) fn values(&self, view: &QueryView, term: &QueryTerm) -> &[CountedValues] {
        self.values[term.position()].get_or_init(|| super::count::held(view, term))
    }

    /// Ids, names and aliases of a kind.
    fn handles(&self, view: &QueryView, kind: Kind) -> &FoldedTexts {
        self.named.handles[kind as usize].get_or_init(|| {
            FoldedTexts::of(view, kind, true, |rec, field| {
                field(view.dossier.id(rec));
                view.dossier.names(rec).for_each(field);
            })
        })
    }

    /// The records of a kind of which an id, name or alias contains the needle, visible or not.
    pub(super) fn named(&self, view: &QueryView, kind: Kind, needle: &SearchNeedle) -> Arc<RecSet> {
        let asked = format!("{} {}", kind.word(), needle.as_str());
        keep(
            || self.kept.lock().ok(),
            |kept| &mut kept.named,
            asked,
            || {
                let mut named = RecSet::new(view.dossier);
                self.handles(view, kind).find_all(needle, |ix| named.insert(Rec::new(kind, ix)));
                named
            },
        )
    }

    fn names(&self, view: &QueryView, kind: Kind) -> &FoldedTexts {
        self.named.names[kind as usize]
            .get_or_init(|| FoldedTexts::of(view, kind, true, |rec, field| view.dossier.names(rec).for_each(field)))
    }

    fn texts(&self, view: &QueryView, kind: Kind) -> &FoldedTexts {
        self.texts[kind as usize]
            .get_or_init(|| FoldedTexts::of(view, kind, false, |rec, field| text::fields(view, rec, field)))
    }

    /// The visible records whose own text contains the needle, or that name a record whose name contains it.
    pub(super) fn word_hits(&self, view: &QueryView, needle: &SearchNeedle) -> Arc<RecordSets> {
        self.kept_sets(format!("word {}", needle.as_str()), || {
            let mut hits = (*self.own_hits(view, needle)).clone();
            self.add_named_hits(view, needle, &mut hits);
            hits
        })
    }

    /// The records whose own text contains the needle. Articles that are not known may be among them.
    pub(super) fn own_hits(&self, view: &QueryView, needle: &SearchNeedle) -> Arc<RecordSets> {
        self.kept_sets(format!("own {}", needle.as_str()), || {
            let mut hits = RecordSets::none(view);
            for &kind in others() {
                let mut found = Vec::new();
                self.texts(view, kind).find_all(needle, |ix| found.push(u32::try_from(ix).unwrap_or(u32::MAX)));
                *hits.of_mut(kind) = BitSet::of(view.dossier.count(kind), found);
            }
            let articles = self.articles(view).needle(&view.dossier.articles, needle.as_str());
            hits.of_mut(Kind::Article).or(&articles);
            hits
        })
    }

    /// Adds the records that name a record whose name contains the needle.
    fn add_named_hits(&self, view: &QueryView, needle: &SearchNeedle, hits: &mut RecordSets) {
        let naming = self.naming(view);
        let mut found: [Vec<u32>; KINDS] = Default::default();
        for kind in Kind::NAMED {
            self.names(view, kind).find_all(needle, |ix| {
                for (all, found) in naming.get(&Rec::new(kind, ix)).into_iter().flatten().zip(&mut found) {
                    found.extend_from_slice(all);
                }
            });
        }
        for (&kind, found) in Kind::ALL.iter().zip(found).filter(|(_, found)| !found.is_empty()) {
            hits.of_mut(kind).or(&BitSet::of(view.dossier.count(kind), found));
        }
    }

    /// For each actor, port, place and corridor: the visible records that name it, by kind, as bits.
    fn naming(&self, view: &QueryView) -> &HashMap<Rec, [Vec<u32>; KINDS]> {
        self.naming.get_or_init(|| {
            let mut naming: HashMap<Rec, [Vec<u32>; KINDS]> = HashMap::new();
            let mut list = Vec::new();
            let mut add = |rec: Rec| {
                list.clear();
                text::named(view, rec, &self.cases(view, rec), &mut |rec| list.push(rec));
                list.sort_unstable();
                list.dedup();
                for &named in &list {
                    naming.entry(named).or_default()[rec.kind() as usize].push(sets::position(view, rec));
                }
            };
            for kind in [Kind::Event, Kind::Actor, Kind::Corridor, Kind::Figure] {
                let all = view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec));
                all.for_each(&mut add);
            }
            self.cited(view).iter().for_each(|at| add(sets::record(view, Kind::Article, at)));
            naming
        })
    }

    /// The visible records of which a field, as written or with its letters folded, matches. Of the articles, those
    /// that are not known may be among them.
    pub(super) fn regex_hits(&self, view: &QueryView, regex: &regex::Regex) -> Arc<RecordSets> {
        self.kept_sets(format!("regex {}", regex.as_str()), || {
            let mut hits = RecordSets::none(view);
            let pieces = article_index::pieces(regex);
            let (dossier, snapshot) = (view.dossier, view.snapshot);
            for &kind in others() {
                let mut found = match &pieces {
                    Some(pieces) => self.texts(view, kind).may_have(pieces),
                    None => BitSet::all(dossier.count(kind)),
                };
                found.and(self.visible(view, kind));
                found.keep(|| {
                    let (view, regex) = (QueryView::new(dossier, snapshot, self), regex.clone());
                    move |at| {
                        let mut hit = false;
                        let mut field = |field: &str| hit = hit || text::field_matches(&regex, field);
                        text::fields(&view, Rec::new(kind, at as usize), &mut field);
                        hit
                    }
                });
                *hits.of_mut(kind) = found;
            }
            let articles = self.articles(view).regex(&view.dossier.articles, regex);
            hits.of_mut(Kind::Article).or(&articles);
            hits
        })
    }

    /// The cases of a visible record, itself first.
    pub(super) fn cases(&self, view: &QueryView, rec: Rec) -> Vec<RecordCase> {
        let links = self.links(view);
        let case = |case: &CaseRef| RecordCase {
            linked: case.linked,
            statements: links.statements[case.from as usize..case.to as usize].to_vec(),
        };
        links.cases(rec).iter().map(case).collect()
    }

    /// Which records are one link away from which.
    pub(super) fn links(&self, view: &QueryView) -> &RecordLinks {
        self.links.get_or_init(|| RecordLinks::of(view))
    }

    /// Whether what counting the values of a term reads is computed.
    pub(super) fn has_column(&self, term: &QueryTerm) -> bool {
        let has_cited = self.links.get().is_some_and(|links| links.cited_bits.get().is_some());
        has_cited && self.columns[term.position()].get().is_some()
    }

    /// Computes what counting the values of a term reads.
    pub fn build_column(&self, view: &QueryView, term: &QueryTerm) {
        self.cited(view);
        self.column(view, term);
    }

    /// What records and statements have under a term, articles left out.
    pub(super) fn column(&self, view: &QueryView, term: &QueryTerm) -> &TermColumn {
        self.columns[term.position()].get_or_init(|| {
            let _span = tracing::debug_span!("column", term = term.key).entered();
            TermColumn::of(view, term, self.links(view))
        })
    }
}

/// The cached answer, or a new one that is cached. It is computed without holding a lock.
fn keep<'k, T>(
    kept: impl Fn() -> Option<MutexGuard<'k, IndexCache>>,
    answers: impl Fn(&mut IndexCache) -> &mut VecDeque<(String, Arc<T>)>,
    asked: String,
    make: impl FnOnce() -> T,
) -> Arc<T> {
    if let Some(mut kept) = kept()
        && let Some((_, answer)) = answers(&mut kept).iter().find(|(other, _)| *other == asked)
    {
        spans::answered_by(spans::KEPT);
        return Arc::clone(answer);
    }
    let made = Arc::new(make());
    if let Some(mut kept) = kept() {
        let answers = answers(&mut kept);
        if answers.len() >= ANSWERS {
            answers.pop_front();
        }
        answers.push_back((asked, Arc::clone(&made)));
    }
    made
}
