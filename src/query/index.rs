//! Everything computed once per snapshot so that a keystroke is answered at once: folded text, links, order, values.

mod earlier;
mod held;
mod links;
mod naming;
mod stated;
mod texts;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

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
use earlier::EarlierItems;
pub(super) use held::TermColumn;
pub(super) use links::{CaseRef, LinkLists, RecordLinks};
use naming::NamingLists;
use stated::StatedIn;
use texts::FoldedTexts;

/// Belongs to one dossier and one snapshot of it. It starts empty and fills with what is asked for.
#[derive(Debug, Default)]
pub struct QueryIndex {
    /// By kind, as all below: the record's own text.
    texts: [OnceLock<Arc<FoldedTexts>>; KINDS],
    lasting: Arc<LastingIndex>,
    naming: OnceLock<NamingLists>,
    links: OnceLock<Arc<RecordLinks>>,
    order: [OnceLock<Arc<[u32]>>; KINDS],
    visible: [OnceLock<Arc<BitSet>>; KINDS],
    /// By term.
    columns: [OnceLock<Arc<TermColumn>>; TERMS.len()],
    /// By term.
    values: [OnceLock<Vec<CountedValues>>; TERMS.len()],
    /// The articles, which do not depend on the day.
    articles: OnceLock<Arc<ArticleIndex>>,
    /// What columns and texts are made from where there is one of another day.
    earlier: EarlierItems,
    /// The cache of recent answers: deleting what was typed costs nothing.
    kept: Mutex<IndexCache>,
}

/// What is the same on every day of a dossier.
#[derive(Debug, Default)]
struct LastingIndex {
    /// By kind, of records visible or not: names and aliases.
    names: [OnceLock<FoldedTexts>; KINDS],
    /// By kind, of records visible or not: ids, names and aliases.
    handles: [OnceLock<FoldedTexts>; KINDS],
    /// See [`order::title_ranks`].
    title_ranks: OnceLock<Vec<u32>>,
    /// What stands in which article, known or not.
    stated: OnceLock<Vec<StatedIn>>,
    /// Which articles and events name which records, where that is so as soon as they are known.
    naming: OnceLock<NamingLists>,
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

/// Whether the texts of all other records are folded within a frame.
fn are_few(view: &QueryView) -> bool {
    others().map(|&kind| view.dossier.count(kind)).sum::<usize>() <= FEW
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

    /// The index of the same dossier on another day: it has the articles and names, and where few events changed, their order,
    /// and what columns and texts are made from. `changed`: the events of which something is different; `None`: it may be any.
    #[must_use]
    pub fn moved(&self, dossier: &Dossier, snapshot: &Snapshot, changed: Option<&[EventIx]>) -> QueryIndex {
        let _span = tracing::debug_span!("index moves").entered();
        let changed = changed.map(|changed| BitSet::of(dossier.events.len(), changed.iter().map(|ix| ix.0)));
        let earlier = changed.as_ref().map(|changed| EarlierItems::of(self, changed)).unwrap_or_default();
        let (articles, lasting) = (self.articles.clone(), Arc::clone(&self.lasting));
        let index = QueryIndex { lasting, articles, earlier, ..QueryIndex::default() };
        let event = Kind::Event as usize;
        let before = self.order[event].get().zip(self.visible[event].get());
        if let (Some(changed), Some((order, visible))) = (changed, before) {
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
        self.build_words(view);
        TERMS.par_iter().for_each(|term| {
            self.column(view, term);
        });
        // What is new changes while everything else stays.
        let lasting: Vec<&QueryTerm> = TERMS.iter().filter(|term| term.is_lasting()).collect();
        lasting.par_iter().for_each(|term| {
            self.values(view, term);
        });
    }

    /// Computes what words alone are looked up in, besides the words of articles: the texts and names of all other records, and
    /// what names them.
    pub(super) fn build_words(&self, view: &QueryView) {
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
            self.naming_lasts(view);
        };
        rayon::join(texts, names);
    }

    /// Whether [`QueryIndex::build_texts`] is done, or would be immediate.
    #[must_use]
    pub fn has_texts(&self, view: &QueryView) -> bool {
        let has_values = |term: &QueryTerm| !term.is_lasting() || self.values[term.position()].get().is_some();
        self.has_words(view) && TERMS.iter().all(has_values) || are_few(view)
    }

    /// Whether [`QueryIndex::build_words`] is done, or would be immediate.
    pub(super) fn has_words(&self, view: &QueryView) -> bool {
        let has_texts = || others().all(|&kind| self.texts[kind as usize].get().is_some());
        let has_handles = || self.lasting.handles.iter().all(|handles| handles.get().is_some());
        let has_naming = self.naming.get().is_some() && self.lasting.naming.get().is_some();
        has_naming && has_handles() && has_texts() || are_few(view)
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
        self.lasting.handles[kind as usize].get_or_init(|| {
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
        self.lasting.names[kind as usize]
            .get_or_init(|| FoldedTexts::of(view, kind, true, |rec, field| view.dossier.names(rec).for_each(field)))
    }

    fn texts(&self, view: &QueryView, kind: Kind) -> &FoldedTexts {
        self.texts[kind as usize].get_or_init(|| {
            let _span = tracing::debug_span!("texts", of = kind.word()).entered();
            let fields = |rec: Rec, field: &mut dyn FnMut(&str)| text::fields(view, rec, field);
            Arc::new(match self.earlier.texts() {
                Some((texts, day)) if kind == Kind::Event => FoldedTexts::of_events(view, (texts, day), fields),
                _ => FoldedTexts::of(view, kind, false, fields),
            })
        })
    }

    /// The records whose own text contains the needle, or that name a record whose name contains it. What is not visible may
    /// be among them.
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

    /// Adds the records that name a record whose name contains the needle. What is not known may be among them.
    fn add_named_hits(&self, view: &QueryView, needle: &SearchNeedle, hits: &mut RecordSets) {
        let (naming, lasting) = (self.naming(view), self.naming_lasts(view));
        let mut found: [Vec<u32>; KINDS] = Default::default();
        for kind in Kind::NAMED {
            self.names(view, kind).find_all(needle, |ix| {
                let named = Rec::new(kind, ix);
                naming.add_to(&mut found, named);
                lasting.add_to(&mut found, named);
            });
        }
        for (&kind, found) in Kind::ALL.iter().zip(found).filter(|(_, found)| !found.is_empty()) {
            hits.of_mut(kind).or(&BitSet::of(view.dossier.count(kind), found));
        }
    }

    /// The visible records that name an actor, port, place or corridor, but for what [`QueryIndex::naming_lasts`] has.
    fn naming(&self, view: &QueryView) -> &NamingLists {
        self.naming.get_or_init(|| NamingLists::of_day(view))
    }

    /// The articles and events that name an actor, port, place or corridor as soon as they are known.
    fn naming_lasts(&self, view: &QueryView) -> &NamingLists {
        self.lasting.naming.get_or_init(|| NamingLists::lasting(view))
    }

    /// For each event, its rank among all by title.
    pub(super) fn title_ranks(&self, dossier: &Dossier) -> &[u32] {
        self.lasting.title_ranks.get_or_init(|| order::title_ranks(dossier))
    }

    /// What stands in which article, known or not.
    fn stated(&self, dossier: &Dossier) -> &[StatedIn] {
        self.lasting.stated.get_or_init(|| StatedIn::all(dossier))
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
        self.links.get_or_init(|| Arc::new(RecordLinks::of(view)))
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
            let earlier = self.earlier.column(term);
            Arc::new(TermColumn::of(view, term, self.links(view), earlier))
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
