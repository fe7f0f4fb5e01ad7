//! What the readers of all files share: which record has which id, and what was found wrong.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::path::Path;

use hashbrown::HashMap;

use super::fault::{FaultPlace, LoadFaults, quoted};
use crate::dossier::ArticleStore;
use crate::dossier::problem::Severity;
use crate::dossier::record::{ActorIx, ArticleIx, CorridorIx, EventIx, Kind, PortIx, Rec, RecordSpot};

/// The record that has an id, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct StatementOwner {
    pub rec: Rec,
    pub file: usize,
    pub span: Range<usize>,
}

/// The maximum number of names compared for suggestions per load. Each takes about half a microsecond.
const COMPARISONS: usize = 2_000_000;

/// What was known of all files before their records are read.
pub(super) struct KnownIds<'t> {
    /// The texts of the files.
    pub texts: Vec<&'t str>,
    pub ids: HashMap<&'t str, StatementOwner>,
    /// The articles that were read as a stream; none of them has an id of `ids`.
    pub articles: ArticleStore,
    /// Records may have been lost to syntax errors, so an id that nobody has says nothing.
    pub incomplete: bool,
}

/// What one reader of records knows and collects.
pub(super) struct LoadContext<'t> {
    pub known: &'t KnownIds<'t>,
    pub faults: RefCell<LoadFaults>,
    /// References that must not form a cycle, in the order of the files.
    pub links: RefCell<Vec<LoadLink>>,
    /// Reads the text file that an article of a file names.
    pub text_file: &'t dyn Fn(usize, &Path) -> Result<String, String>,
    /// How many names may still be compared for a suggestion, so that hostile files cannot cost minutes.
    pub comparisons: Cell<usize>,
}

/// `based_on`, `depends_on` or `branch_of`, from a record to a record.
#[derive(Debug)]
pub(super) struct LoadLink {
    pub from: Rec,
    pub to: Rec,
    pub place: FaultPlace,
}

/// The sort of record that a reference has to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WantedKind {
    One(Kind),
    /// A place or a port.
    Spot,
    Any,
}

impl WantedKind {
    fn accepts(self, kind: Kind) -> bool {
        match self {
            WantedKind::One(wanted) => wanted == kind,
            WantedKind::Spot => matches!(kind, Kind::Place | Kind::Port),
            WantedKind::Any => true,
        }
    }

    fn words(self) -> String {
        match self {
            WantedKind::One(kind) => a(kind),
            WantedKind::Spot => "a place or port".to_owned(),
            WantedKind::Any => "a record".to_owned(),
        }
    }
}

/// What a reference can be resolved to.
pub(super) trait NamedRecord: Sized {
    const WANT: WantedKind;
    fn of(rec: Rec) -> Option<Self>;
}

macro_rules! named {
    ($($ix:ident: $kind:ident),*) => { $(
        impl NamedRecord for $ix {
            const WANT: WantedKind = WantedKind::One(Kind::$kind);
            fn of(rec: Rec) -> Option<Self> {
                match rec {
                    Rec::$kind(ix) => Some(ix),
                    _ => None,
                }
            }
        }
    )* };
}
named! { ActorIx: Actor, ArticleIx: Article, CorridorIx: Corridor, EventIx: Event, PortIx: Port }

impl NamedRecord for RecordSpot {
    const WANT: WantedKind = WantedKind::Spot;
    fn of(rec: Rec) -> Option<Self> {
        match rec {
            Rec::Port(ix) => Some(RecordSpot::Port(ix)),
            Rec::Place(ix) => Some(RecordSpot::Place(ix)),
            _ => None,
        }
    }
}

impl NamedRecord for Rec {
    const WANT: WantedKind = WantedKind::Any;
    fn of(rec: Rec) -> Option<Self> {
        Some(rec)
    }
}

/// The kind with its article: `an event`.
pub(super) fn a(kind: Kind) -> String {
    let word = kind.singular();
    format!("{} {word}", if word.starts_with(['a', 'e']) { "an" } else { "a" })
}

fn not_wanted(id: &str, kind: Kind, want: WantedKind) -> String {
    format!("{} is {}; the id of {} is expected", quoted(id), a(kind), want.words())
}

impl<'t> LoadContext<'t> {
    /// An empty context in which no article names a text file.
    pub fn new(known: &'t KnownIds<'t>) -> LoadContext<'t> {
        LoadContext {
            known,
            faults: RefCell::default(),
            links: RefCell::default(),
            text_file: &|_, _| Err("is not to be read".to_owned()),
            comparisons: COMPARISONS.into(),
        }
    }

    pub fn error(&self, place: FaultPlace, message: impl FnOnce() -> String) {
        self.faults.borrow_mut().add(Severity::Error, place, message);
    }

    pub fn warn(&self, place: FaultPlace, message: impl FnOnce() -> String) {
        self.faults.borrow_mut().add(Severity::Warning, place, message);
    }

    /// The record with this id, if it is of the wanted kind; what is wrong is noted.
    pub fn resolve(&self, id: &str, want: WantedKind, place: FaultPlace) -> Option<Rec> {
        if let Some(article) = self.known.articles.find(id) {
            if want.accepts(Kind::Article) {
                return Some(article.into());
            }
            self.error(place, || not_wanted(id, Kind::Article, want));
            return None;
        }
        match self.known.ids.get(id) {
            Some(owner) if want.accepts(owner.rec.kind()) => return Some(owner.rec),
            Some(owner) => self.error(place, || not_wanted(id, owner.rec.kind(), want)),
            None if self.known.incomplete => {}
            None => {
                self.error(place, || format!("nothing has the id {}{}", quoted(id), self.did_you_mean(id, want)));
            }
        }
        None
    }

    /// `; did you mean …?` with the nearest id of the wanted kind, or nothing where none is near. All ids count as
    /// compared: where there are very many, to pass over them takes as long.
    fn did_you_mean(&self, id: &str, want: WantedKind) -> String {
        let left = self.comparisons.get();
        let KnownIds { ids, articles, .. } = self.known;
        self.comparisons.set(left.saturating_sub(ids.len() + articles.len()));
        let owners = ids.iter().filter(|(_, owner)| want.accepts(owner.rec.kind())).map(|(&id, _)| id);
        let streamed = if want.accepts(Kind::Article) { articles.len() } else { 0 };
        let named = (0..).map(ArticleIx).take(streamed).map(|ix| articles.id(ix));
        let near = if left == 0 { None } else { nearest(id, owners.chain(named), 3) };
        near.map_or_else(String::new, |name| format!("; did you mean {}?", quoted(name)))
    }
}

/// `; did you mean …?` with the nearest of a few words, or all of them where none is near.
pub(super) fn nearest_or_all<'n>(word: &str, words: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(word, words.clone(), 2) {
        Some(name) => format!("; did you mean {}?", quoted(name)),
        None => format!("; it is one of {}", words.map(quoted).collect::<Vec<_>>().join(", ")),
    }
}

/// The name that is nearest to the word, where the distance is at most a `part` of its length.
fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>, part: usize) -> Option<&'n str> {
    // A long text is not a misspelt name, and comparing it would be slow.
    if word.len() > 100 {
        return None;
    }
    let word = word.to_lowercase();
    names
        .filter(|name| name.len().abs_diff(word.len()) <= 4)
        .map(|name| (strsim::osa_distance(&word, name), name))
        .filter(|&(distance, name)| distance <= name.len().max(3) / part)
        .min()
        .map(|(_, name)| name)
}
