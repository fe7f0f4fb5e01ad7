//! Which records name an actor, port, place or corridor.

use hashbrown::HashMap;

use super::KINDS;
use crate::dossier::{ArticleIx, Kind, Rec};
use crate::query::case::{self, RecordCase, Statement};
use crate::query::{QueryView, sets, text};

/// For each actor, port, place and corridor: the records that name it, by kind, as bits.
#[derive(Debug, Default)]
pub(super) struct NamingLists(HashMap<Rec, [Vec<u32>; KINDS]>);

impl NamingLists {
    /// The visible records, events for whom their reports name; of articles those in which an office is given, which need not be
    /// known with each of its sources.
    pub fn of_day(view: &QueryView) -> NamingLists {
        let _span = tracing::debug_span!("naming").entered();
        let mut lists = NamingLists::default();
        let mut named = Vec::new();
        for kind in [Kind::Event, Kind::Actor, Kind::Corridor, Kind::Figure] {
            for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
                match rec {
                    Rec::Event(ix) => text::reported(view, ix, &mut |rec| named.push(rec)),
                    Rec::Figure(_) => text::named(view, rec, &case::cases(view, rec), &mut |rec| named.push(rec)),
                    _ => text::named(view, rec, &[], &mut |rec| named.push(rec)),
                }
                lists.add(kind, sets::position(view, rec), &mut named);
            }
        }
        let is_known = |article: ArticleIx| view.snapshot.is_known(view.dossier, Some(article));
        lists.add_articles(view, |statement| matches!(statement, Statement::Office(..)), is_known);
        lists
    }

    /// All other articles, and the events that name it themselves, known or not.
    pub fn lasting(view: &QueryView) -> NamingLists {
        let mut lists = NamingLists::default();
        let mut named = Vec::new();
        for event in view.dossier.all(Kind::Event) {
            text::named_by_record(view, event, &mut |rec| named.push(rec));
            lists.add(Kind::Event, sets::position(view, event), &mut named);
        }
        lists.add_articles(view, |statement| !matches!(statement, Statement::Office(..)), |_| true);
        lists
    }

    /// The articles that name somebody by some of the statements in them.
    fn add_articles(
        &mut self,
        view: &QueryView,
        counts: impl Fn(Statement) -> bool,
        is_known: impl Fn(ArticleIx) -> bool,
    ) {
        let mut named = Vec::new();
        for here in view.index.stated(view.dossier).chunk_by(|a, b| a.article == b.article) {
            let article = here[0].article;
            let said = here.iter().filter(|stated| counts(stated.statement) && stated.is_known(view.snapshot));
            for stated in said.filter(|_| is_known(article)) {
                let case = RecordCase { linked: stated.about, statements: vec![stated.statement] };
                text::named(view, article.into(), &[case], &mut |rec| named.push(rec));
            }
            self.add(Kind::Article, sets::position(view, article.into()), &mut named);
        }
    }

    /// Adds a record to the lists of what it names.
    fn add(&mut self, kind: Kind, position: u32, named: &mut Vec<Rec>) {
        named.sort_unstable();
        named.dedup();
        for rec in named.drain(..) {
            self.0.entry(rec).or_default()[kind as usize].push(position);
        }
    }

    /// Adds the records that name a record, by kind.
    pub fn add_to(&self, found: &mut [Vec<u32>; KINDS], named: Rec) {
        for (all, found) in self.0.get(&named).into_iter().flatten().zip(found) {
            found.extend_from_slice(all);
        }
    }
}
