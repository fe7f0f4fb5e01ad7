//! What is worked out once for a snapshot so that a keystroke is answered at once: folded text, links, order, values.

use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;
use memchr::memmem::Finder;

use crate::dossier::{About, ActorIx, EventIx, Kind, Rec};

use super::View;
use super::case::{Case, LINKED, Statement};
use super::count::Held;
use super::recs::RecSet;
use super::term::{TERMS, Term};
use super::value::Needle;
use super::{fold, order, text};

/// Belongs to one dossier and one snapshot of it: a new snapshot needs a new one. Empty at first, it fills with what
/// is asked for.
#[derive(Debug, Default)]
pub struct Index {
    /// By kind, as all below: own text.
    texts: [OnceLock<Texts>; KINDS],
    /// Names and aliases.
    names: [OnceLock<Texts>; KINDS],
    /// Ids, names and aliases.
    handles: [OnceLock<Texts>; KINDS],
    /// Whom and what a record names.
    named: [OnceLock<Lists<Rec>>; KINDS],
    links: OnceLock<Links>,
    order: [OnceLock<Arc<[u32]>>; KINDS],
    /// By term.
    values: [OnceLock<Vec<Held>>; TERMS.len()],
}

const KINDS: usize = Kind::ALL.len();

impl Index {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Index {
        Index::default()
    }

    /// The visible records of a kind, in the order of the screens and of `karwan list`.
    pub(super) fn order(&self, view: &View, kind: Kind) -> &Arc<[u32]> {
        self.order[kind as usize].get_or_init(|| order::sorted(view, kind).into())
    }

    /// What values the visible records have under a key, most frequent first.
    pub(super) fn values(&self, view: &View, term: &Term) -> &[Held] {
        let at = TERMS.iter().position(|t| t == term).unwrap_or(0); // every term is in the table
        self.values[at].get_or_init(|| super::count::held(view, term))
    }

    /// Ids, names and aliases of a kind.
    pub(super) fn handles(&self, view: &View, kind: Kind) -> &Texts {
        self.handles[kind as usize].get_or_init(|| {
            Texts::of(view, kind, true, |rec, field| {
                field(view.dossier.id(rec));
                text::names(view, rec, field);
            })
        })
    }

    fn names(&self, view: &View, kind: Kind) -> &Texts {
        self.names[kind as usize]
            .get_or_init(|| Texts::of(view, kind, true, |rec, field| text::names(view, rec, field)))
    }

    fn texts(&self, view: &View, kind: Kind) -> &Texts {
        self.texts[kind as usize]
            .get_or_init(|| Texts::of(view, kind, false, |rec, field| text::fields(view, rec, field)))
    }

    fn named(&self, view: &View, kind: Kind) -> &Lists<Rec> {
        self.named[kind as usize].get_or_init(|| {
            let mut lists = Lists::default();
            for rec in view.dossier.all(kind) {
                let mut list = Vec::new();
                if view.snapshot.is_visible(view.dossier, rec) {
                    text::named(view, rec, &self.cases(view, rec), &mut |rec| list.push(rec));
                }
                list.sort_unstable();
                list.dedup();
                lists.push(list);
            }
            lists
        })
    }

    /// Adds the visible records whose own text has the needle.
    pub(super) fn own_hits(&self, view: &View, needle: &Needle, hits: &mut RecSet) {
        for &kind in Kind::ALL {
            self.texts(view, kind).find_all(needle, |ix| hits.insert(Rec::new(kind, ix)));
        }
    }

    /// Adds the visible records of which a name has the needle that the record names.
    pub(super) fn named_hits(&self, view: &View, needle: &Needle, hits: &mut RecSet) {
        let mut found = RecSet::new(view.dossier);
        for kind in text::NAMED {
            self.names(view, kind).find_all(needle, |ix| found.insert(Rec::new(kind, ix)));
        }
        if text::NAMED.iter().all(|&kind| found.has_none(kind)) {
            return;
        }
        for kind in [Kind::Event, Kind::Actor, Kind::Corridor, Kind::Article, Kind::Figure] {
            let named = self.named(view, kind);
            for rec in view.dossier.all(kind) {
                if named.get(rec.ix()).iter().any(|&rec| found.contains(rec)) {
                    hits.insert(rec);
                }
            }
        }
    }

    /// Adds the visible records of which a field, as written or with its letters folded, matches.
    pub(super) fn regex_hits(view: &View, regex: &regex::Regex, hits: &mut RecSet) {
        for &kind in Kind::ALL {
            for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
                let mut hit = false;
                text::fields(view, rec, &mut |field| hit = hit || text::field_matches(regex, field));
                if hit {
                    hits.insert(rec);
                }
            }
        }
    }

    /// The cases of a visible record, itself first.
    pub(super) fn cases(&self, view: &View, rec: Rec) -> Vec<Case> {
        self.case_refs(view, rec).map(|(linked, statements)| Case { linked, statements: statements.to_vec() }).collect()
    }

    /// The cases of a visible record, itself first: the linked record, and the statements.
    pub(super) fn case_refs<'i>(
        &'i self,
        view: &View,
        rec: Rec,
    ) -> impl ExactSizeIterator<Item = (Option<Rec>, &'i [Statement])> + use<'i> {
        let links = self.links.get_or_init(|| Links::of(view));
        links.cases[rec.kind() as usize].get(rec.ix()).iter().map(|case| {
            let statements = &links.statements[case.from as usize..case.to as usize];
            (case.linked, statements)
        })
    }
}

/// The folded texts of the records of a kind, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// `hidden`: of records that are not visible as well. Their names are known from those that name them.
    fn of(view: &View, kind: Kind, hidden: bool, fields: impl Fn(Rec, &mut dyn FnMut(&str))) -> Texts {
        let mut texts = Texts::default();
        for rec in view.dossier.all(kind) {
            if hidden || view.snapshot.is_visible(view.dossier, rec) {
                fields(rec, &mut |field| fold::push_field(&mut texts.all, field));
            }
            texts.ends.push(texts.all.len());
        }
        texts
    }

    /// Calls `found` with each position whose text has the needle, once and in order.
    pub fn find_all(&self, needle: &Needle, mut found: impl FnMut(usize)) {
        let finder = Finder::new(needle.as_str());
        let mut at = 0;
        while let Some(hit) = finder.find(&self.all.as_bytes()[at..]) {
            let ix = self.ends.partition_point(|&end| end <= at + hit);
            found(ix);
            at = self.ends[ix];
        }
    }
}

/// A list for each of many things, in one piece of memory.
#[derive(Debug)]
struct Lists<T> {
    all: Vec<T>,
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// # Panics
    /// Over `u32::MAX` things in all.
    fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.ends.push(u32::try_from(self.all.len()).expect("fewer than 2^32 links"));
    }

    fn get(&self, ix: usize) -> &[T] {
        let from = if ix == 0 { 0 } else { self.ends[ix - 1] };
        &self.all[from as usize..self.ends[ix] as usize]
    }
}

/// A case whose statements lie in [`Links::statements`].
#[derive(Clone, Copy, Debug)]
struct CaseRef {
    linked: Option<Rec>,
    from: u32,
    to: u32,
}

/// What [`super::case`] defines, found in one pass over the statements.
#[derive(Debug)]
struct Links {
    statements: Vec<Statement>,
    cases: [Lists<CaseRef>; KINDS],
}

impl Links {
    fn of(view: &View) -> Links {
        let (dossier, snapshot) = (view.dossier, view.snapshot);
        let mut figures: HashMap<Rec, Vec<Statement>> = HashMap::new();
        let mut counted: HashMap<Rec, Vec<Rec>> = HashMap::new(); // by an actor: what its figures are about
        for figure in dossier.all(Kind::Figure) {
            let Rec::Figure(ix) = figure else { continue };
            if !snapshot.figures[ix.ix()] {
                continue;
            }
            let about = if let About::Rec(about) = dossier[ix].about { Some(about) } else { None };
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
        let mut links = Links { statements: Vec::new(), cases: Default::default() };
        // The statements of each record that can be linked to, and where they lie.
        let mut own: HashMap<Rec, (u32, u32)> = HashMap::new();
        for kind in LINKED {
            for rec in dossier.all(kind) {
                own.insert(rec, links.add_statements(view, rec, figures.get(&rec)));
            }
        }
        let corridors = corridors_of(view);
        for kind in LINKED {
            for rec in dossier.all(kind) {
                let case = |linked: Option<Rec>| {
                    let (from, to) = own.get(&linked.unwrap_or(rec)).copied().unwrap_or_default();
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
                let mut cases: Vec<CaseRef> = std::iter::once(case(None)).chain(linked).collect();
                let others = corridors.get(&rec).into_iter().flatten().chain(counted.get(&rec).into_iter().flatten());
                for &linked in others.filter(|other| !matches!(other, Rec::Event(ix) if events.contains(ix))) {
                    let all = case(Some(linked));
                    cases.push(if let Rec::Actor(actor) = rec { links.only_by(view, actor, all) } else { all });
                }
                links.cases[kind as usize].push(cases);
            }
        }
        links.add_figures(view);
        links.add_articles(view);
        links
    }

    /// Adds what is known about a record, and says where it lies.
    fn add_statements(&mut self, view: &View, rec: Rec, figures: Option<&Vec<Statement>>) -> (u32, u32) {
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
    fn only_by(&mut self, view: &View, actor: ActorIx, case: CaseRef) -> CaseRef {
        let from = length(&self.statements);
        for at in case.from..case.to {
            let statement = self.statements[at as usize];
            if statement.by(view.dossier) == Some(actor) {
                self.statements.push(statement);
            }
        }
        CaseRef { linked: case.linked, from, to: length(&self.statements) }
    }

    fn add_figures(&mut self, view: &View) {
        for rec in view.dossier.all(Kind::Figure) {
            let Rec::Figure(ix) = rec else { continue };
            let from = length(&self.statements);
            self.statements.push(Statement::Figure(ix));
            let linked = Statement::Figure(ix).about(view.dossier);
            self.cases[Kind::Figure as usize].push([CaseRef { linked, from, to: from + 1 }]);
        }
    }

    fn add_articles(&mut self, view: &View) {
        let dossier = view.dossier;
        // By article and what it is about: statements in the order of the dossier's records.
        let mut found: Vec<(u32, Option<Rec>, Statement)> = Vec::new();
        let mut add = |statement: Statement| {
            let about = statement.about(dossier).filter(|about| LINKED.contains(&about.kind()));
            for article in statement.sources(dossier).into_iter().flatten() {
                if view.snapshot.is_known(dossier, Some(article)) {
                    found.push((article.0, about, statement));
                }
            }
        };
        for &statement in &self.statements {
            add(statement);
        }
        found.sort_unstable();
        found.dedup();
        let mut rest = found.as_slice();
        for rec in dossier.all(Kind::Article) {
            let mine = rest.partition_point(|(article, ..)| *article as usize <= rec.ix());
            let (here, after) = rest.split_at(mine);
            rest = after;
            let mut cases = vec![CaseRef { linked: None, from: 0, to: 0 }];
            for group in here.chunk_by(|a, b| a.1 == b.1) {
                let from = length(&self.statements);
                self.statements.extend(group.iter().map(|(_, _, statement)| *statement));
                let case = CaseRef { linked: group[0].1, from, to: length(&self.statements) };
                match case.linked {
                    None => cases[0] = case,
                    Some(_) => cases.push(case),
                }
            }
            self.cases[Kind::Article as usize].push(cases);
        }
    }
}

/// # Panics
/// Over `u32::MAX` statements.
fn length(statements: &[Statement]) -> u32 {
    u32::try_from(statements.len()).expect("fewer than 2^32 statements")
}

/// The visible corridors that have a leg at a port or place, or about which an actor speaks.
fn corridors_of(view: &View) -> HashMap<Rec, Vec<Rec>> {
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
