//! Which records are one link away from which, with the statements of each case: what [`crate::query::case`] defines.

use std::iter::repeat_n;
use std::ops::Range;
use std::sync::OnceLock;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::KINDS;
use super::stated::StatedIn;
use crate::dossier::{ActorIx, ArticleIx, EventIx, FigureSubject, Kind, Rec};
use crate::query::article_index::BitSet;
use crate::query::case::{LINKED, Statement};
use crate::query::{QueryView, text};

/// A list for each of many keys, in one allocation.
#[derive(Debug, PartialEq)]
pub(in crate::query) struct LinkLists<T> {
    all: Vec<T>,
    ends: Vec<u32>,
}

impl<T> Default for LinkLists<T> {
    fn default() -> Self {
        LinkLists { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T> LinkLists<T> {
    /// # Panics
    /// With more than `u32::MAX` entries in all.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.ends.push(u32::try_from(self.all.len()).expect("fewer than 2^32 links"));
    }

    /// Adds the lists of these keys of another.
    ///
    /// # Panics
    /// With more than `u32::MAX` entries in all.
    pub fn push_all(&mut self, other: &LinkLists<T>, keys: Range<u32>)
    where
        T: Copy,
    {
        let from = self.all.len();
        self.all.extend_from_slice(other.range(keys.clone()));
        u32::try_from(self.all.len()).expect("fewer than 2^32 links");
        match other.ends.get(keys.start as usize..keys.end as usize) {
            Some(ends) => {
                let before = other.end(keys.start) as usize;
                let moved = |&end: &u32| u32::try_from(end as usize - before + from).unwrap_or(u32::MAX);
                self.ends.extend(ends.iter().map(moved));
            }
            None => self.ends.extend(repeat_n(u32::try_from(from).unwrap_or(u32::MAX), keys.len())),
        }
    }

    /// Frees unused memory; where all lists are empty, all of it.
    pub fn shrink_to_fit(&mut self) {
        if self.all.is_empty() {
            self.ends.clear();
        }
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The number of lists.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All entries, to be changed.
    pub fn all_mut(&mut self) -> &mut [T] {
        &mut self.all
    }

    /// The lists in order; none where all are empty.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        let mut from = 0;
        self.ends.iter().map(move |&end| {
            let list = &self.all[from..end as usize];
            from = end as usize;
            list
        })
    }

    /// The lists of these keys, one after another. Keys behind the last have none.
    pub fn range(&self, keys: Range<u32>) -> &[T] {
        &self.all[self.end(keys.start) as usize..self.end(keys.end) as usize]
    }

    /// Where the lists before this key end.
    fn end(&self, key: u32) -> u32 {
        (key as usize).min(self.ends.len()).checked_sub(1).map_or(0, |last| self.ends[last])
    }

    pub fn get(&self, ix: usize) -> &[T] {
        let Some(&end) = self.ends.get(ix) else { return &[] };
        let from = if ix == 0 { 0 } else { self.ends[ix - 1] };
        &self.all[from as usize..end as usize]
    }
}

/// A case whose statements lie in [`RecordLinks::statements`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::query) struct CaseRef {
    pub linked: Option<Rec>,
    pub from: u32,
    pub to: u32,
}

/// Of an article in which nothing is stated.
const NO_CASE: CaseRef = CaseRef { linked: None, from: 0, to: 0 };

/// What [`super::case`] defines, computed in one pass over the statements.
#[derive(Debug)]
pub(in crate::query) struct RecordLinks {
    /// Those of articles, which stand among the others too, come last.
    pub statements: Vec<Statement>,
    /// How many stand before those of articles.
    pub of_others: usize,
    /// Of articles, by their position in `cited`.
    pub cases: [LinkLists<CaseRef>; KINDS],
    /// The articles that contain a statement, in the order of the dossier. All others have one empty case.
    pub cited: Vec<u32>,
    pub cited_bits: OnceLock<BitSet>,
}

impl RecordLinks {
    /// The cases of a visible record, itself first.
    pub fn cases(&self, rec: Rec) -> &[CaseRef] {
        let cases = &self.cases[rec.kind() as usize];
        match rec {
            Rec::Article(ix) => self.cited.binary_search(&ix.0).map_or(&[NO_CASE], |at| cases.get(at)),
            rec => cases.get(rec.ix()),
        }
    }

    /// The records of a kind with their cases, in the order of the dossier; of articles those in which a statement is made.
    pub fn all_cases(&self, kind: Kind) -> impl Iterator<Item = (Rec, &[CaseRef])> {
        let cases = self.cases[kind as usize].iter().enumerate();
        cases.map(move |(at, cases)| (self.with_cases(kind, at), cases))
    }

    /// The same for several threads.
    pub fn all_cases_at_once(&self, kind: Kind) -> impl IndexedParallelIterator<Item = (Rec, &[CaseRef])> {
        let cases = &self.cases[kind as usize];
        (0..cases.len()).into_par_iter().map(move |at| (self.with_cases(kind, at), cases.get(at)))
    }

    /// The record whose cases lie at a position.
    fn with_cases(&self, kind: Kind, at: usize) -> Rec {
        match kind {
            Kind::Article => Rec::Article(ArticleIx(self.cited[at])),
            kind => Rec::new(kind, at),
        }
    }

    /// The positions of the statements of a record, not counting what it is linked to; of an article of all of them.
    pub fn stated(&self, kind: Kind, at: usize) -> Range<u32> {
        let cases = self.cases[kind as usize].get(at);
        let cases = if kind == Kind::Article { cases } else { &cases[..cases.len().min(1)] };
        let mut some = cases.iter().filter(|case| case.from < case.to);
        let first = some.next().map_or(0..0, |case| case.from..case.to);
        some.next_back().map_or(first.clone(), |last| first.start..last.to)
    }

    /// The statements at these positions.
    pub fn said(&self, positions: &Range<u32>) -> &[Statement] {
        &self.statements[positions.start as usize..positions.end as usize]
    }

    pub fn of(view: &QueryView) -> RecordLinks {
        let _span = tracing::debug_span!("links").entered();
        let (dossier, snapshot) = (view.dossier, view.snapshot);
        let mut figures: HashMap<Rec, Vec<Statement>> = HashMap::new();
        let mut counted: HashMap<Rec, Vec<Rec>> = HashMap::new(); // by an actor: what its figures are about
        for figure in dossier.all(Kind::Figure) {
            let Rec::Figure(ix) = figure else { continue };
            if !snapshot.figures[ix.ix()] {
                continue;
            }
            let about = if let FigureSubject::Rec(about) = dossier[ix].about { Some(about) } else { None };
            let by = dossier[ix].by.map(Rec::Actor);
            for rec in about.into_iter().chain(by.filter(|&by| Some(by) != about)) {
                figures.entry(rec).or_default().push(Statement::Figure(ix));
            }
            if let (Some(by), Some(about)) = (by, about.filter(|&about| Some(about) != by)) {
                let counted = counted.entry(by).or_default();
                if !counted.contains(&about) {
                    counted.push(about);
                }
            }
        }
        let mut links = RecordLinks {
            statements: Vec::new(),
            of_others: 0,
            cases: Default::default(),
            cited: Vec::new(),
            cited_bits: OnceLock::new(),
        };
        // The statements of each record that can be linked to, and their positions.
        let mut own: [Vec<(u32, u32)>; KINDS] = Default::default();
        for kind in LINKED {
            let all = dossier.all(kind).map(|rec| links.add_statements(view, rec, figures.get(&rec)));
            own[kind as usize] = all.collect();
        }
        let corridors = corridors_of(view);
        let mut cases = Vec::new();
        for kind in LINKED {
            for rec in dossier.all(kind) {
                let case = |linked: Option<Rec>| {
                    let of = linked.unwrap_or(rec);
                    let (from, to) = own[of.kind() as usize].get(of.ix()).copied().unwrap_or_default();
                    CaseRef { linked, from, to }
                };
                let events: &[EventIx] = match rec {
                    Rec::Actor(ix) => &snapshot[ix].events,
                    Rec::Port(ix) => &snapshot[ix].events,
                    Rec::Place(ix) => &snapshot[ix].events,
                    Rec::Corridor(ix) => &snapshot[ix].events,
                    _ => &[],
                };
                let linked = events.iter().map(|&ix| case(Some(ix.into())));
                cases.push(case(None));
                cases.extend(linked);
                let others = corridors.get(&rec).into_iter().flatten().chain(counted.get(&rec).into_iter().flatten());
                for &linked in others.filter(|other| !matches!(other, Rec::Event(ix) if events.contains(ix))) {
                    let all = case(Some(linked));
                    cases.push(if let Rec::Actor(actor) = rec { links.only_by(view, actor, all) } else { all });
                }
                links.cases[kind as usize].push(cases.drain(..));
            }
        }
        links.add_figures(view);
        links.of_others = links.statements.len();
        links.add_articles(view);
        links.statements.shrink_to_fit();
        links.cited.shrink_to_fit();
        links.cases.iter_mut().for_each(LinkLists::shrink_to_fit);
        links
    }

    /// Adds what is known about a record; returns where it lies.
    fn add_statements(&mut self, view: &QueryView, rec: Rec, figures: Option<&Vec<Statement>>) -> (u32, u32) {
        let snapshot = view.snapshot;
        let from = length(&self.statements);
        let statements = &mut self.statements;
        match rec {
            Rec::Event(ix) => statements.extend(snapshot[ix].known.iter().map(|&k| Statement::Report(ix, k))),
            Rec::Corridor(ix) => statements.extend(snapshot[ix].known.iter().map(|&k| Statement::OnCorridor(ix, k))),
            Rec::Actor(ix) => {
                statements.extend(snapshot[ix].offices.iter().map(|&k| Statement::Office(ix, k)));
                statements.extend(snapshot[ix].positions.iter().map(|&k| Statement::Position(ix, k)));
            }
            _ => {}
        }
        statements.extend(figures.into_iter().flatten());
        (from, length(&self.statements))
    }

    /// The same case with only what this actor says.
    fn only_by(&mut self, view: &QueryView, actor: ActorIx, case: CaseRef) -> CaseRef {
        let from = length(&self.statements);
        for at in case.from..case.to {
            let statement = self.statements[at as usize];
            if statement.by(view.dossier) == Some(actor) {
                self.statements.push(statement);
            }
        }
        CaseRef { linked: case.linked, from, to: length(&self.statements) }
    }

    fn add_figures(&mut self, view: &QueryView) {
        for rec in view.dossier.all(Kind::Figure) {
            let Rec::Figure(ix) = rec else { continue };
            let from = length(&self.statements);
            self.statements.push(Statement::Figure(ix));
            let linked = Statement::Figure(ix).about(view.dossier);
            self.cases[Kind::Figure as usize].push([CaseRef { linked, from, to: from + 1 }]);
        }
    }

    fn add_articles(&mut self, view: &QueryView) {
        let (articles, known) = (view.index.articles(view), view.index.visible(view, Kind::Article));
        let is_known =
            |stated: &&StatedIn| known.contains(articles.position(stated.article)) && stated.is_known(view.snapshot);
        let (mut here, mut cases) = (Vec::<&StatedIn>::new(), Vec::new());
        for in_article in view.index.stated(view.dossier).chunk_by(|a, b| a.article == b.article) {
            here.clear();
            here.extend(in_article.iter().filter(is_known));
            let Some(first) = here.first() else { continue };
            self.cited.push(first.article.0);
            cases.push(NO_CASE);
            for group in here.chunk_by(|a, b| a.about == b.about) {
                let from = length(&self.statements);
                self.statements.extend(group.iter().map(|stated| stated.statement));
                let case = CaseRef { linked: group[0].about, from, to: length(&self.statements) };
                match case.linked {
                    None => cases[0] = case,
                    Some(_) => cases.push(case),
                }
            }
            self.cases[Kind::Article as usize].push(cases.drain(..));
        }
    }
}

/// # Panics
/// Over `u32::MAX` statements.
fn length(statements: &[Statement]) -> u32 {
    u32::try_from(statements.len()).expect("fewer than 2^32 statements")
}

/// The visible corridors that have a leg at a port or place, or about which an actor speaks.
fn corridors_of(view: &QueryView) -> HashMap<Rec, Vec<Rec>> {
    let mut through: HashMap<Rec, Vec<Rec>> = HashMap::new();
    for corridor in view.dossier.all(Kind::Corridor) {
        let Rec::Corridor(ix) = corridor else { continue };
        if !view.snapshot[ix].visible {
            continue;
        }
        let mut add = |rec: Rec| {
            let corridors = through.entry(rec).or_default();
            if corridors.last() != Some(&corridor) {
                corridors.push(corridor);
            }
        };
        text::spots(view, corridor, &mut add);
        text::taking_part(view, corridor, &mut add);
    }
    through
}
