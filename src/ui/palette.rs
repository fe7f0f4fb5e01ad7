//! The palette's search: what can be opened or run, and how the typed text ranks it. Pure: text in,
//! ranked choices out.

mod fit;
mod records;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::dossier::{Kind, Rec};
use crate::query::{self, QueryView};
use crate::report::wording;
use crate::settings::input::{Action, ScreenId};
use fit::{MatchFit, MatchScratch, NameFit, SoughtText, is_titled};
use records::SearchedNames;
pub use records::{DisplayPlaces, MATCHED_AT_MOST, PaletteRecords};

/// The maximum number of articles found by words that are ranked.
const BY_WORDS: usize = 500;

/// The maximum number of choices returned.
const GIVEN: usize = 200;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaletteChoice {
    /// Open a record.
    Record(Rec),
    /// Open a screen.
    Screen(ScreenId),
    /// Apply the saved filter at this position.
    Saved(usize),
    /// Run a command.
    Command(Action),
}

/// An earlier choice, by a name that survives a reload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecentChoice {
    /// A record, by its id.
    Record(String),
    /// A screen.
    Screen(ScreenId),
    /// A saved filter, by its name.
    Saved(String),
    /// A command.
    Command(Action),
}

impl PaletteChoice {
    /// The kind of item, in the order in which equal matches are ranked.
    fn rank(self) -> u8 {
        match self {
            PaletteChoice::Screen(_) => 0,
            PaletteChoice::Saved(_) => 1,
            PaletteChoice::Record(rec) => match rec.kind() {
                Kind::Port => 2,
                Kind::Actor => 3,
                Kind::Place => 4,
                Kind::Corridor => 5,
                Kind::Event => 6,
                Kind::Article => 8,
                Kind::Figure => 9,
            },
            PaletteChoice::Command(_) => 7,
        }
    }
}

/// An item, not a record, that can be chosen.
#[derive(Clone, Debug)]
pub struct PaletteItem {
    choice: PaletteChoice,
    /// The displayed name.
    name: String,
    searched: SearchedNames,
}

impl PaletteItem {
    /// An item with its name and the words that describe it.
    #[must_use]
    pub fn new(choice: PaletteChoice, name: &str, about: &str) -> PaletteItem {
        PaletteItem { choice, name: name.to_owned(), searched: SearchedNames::new(name, about) }
    }
}

/// A matching choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteHits {
    /// The choice.
    pub choice: PaletteChoice,
    /// The displayed name.
    pub name: String,
    /// The alternative name that matched, if the first one did not.
    pub alias: Option<String>,
}

/// The matches, best first.
#[derive(Clone, Debug, Default)]
pub struct RankedItem {
    /// The first of them.
    pub found: Vec<PaletteHits>,
    /// The total number, without matches of scattered letters.
    pub total: usize,
    /// The typed text and the matching records, to narrow them further.
    fitting: Option<(String, Vec<u32>)>,
}

/// Finds the articles that contain the typed words, if there are too many to match letter by letter.
#[must_use]
pub fn articles(typed: &str) -> query::Query {
    query::bare_words(typed)
}

/// All that can be found.
#[derive(Clone, Copy, Debug)]
pub struct PaletteCorpus<'a> {
    /// Screens, saved filters and commands.
    pub others: &'a [PaletteItem],
    /// The records with their names.
    pub records: &'a PaletteRecords,
    /// Which of them are known on the day, and in what order they are displayed.
    pub places: &'a DisplayPlaces,
}

/// Ranks all items by the typed text: whole names, prefixes, prefixes of words, adjacent letters, letters apart. Equal
/// matches are ranked by recent use, score, kind, whether the first name matched, and length of the name. If
/// nothing is typed, recent choices come first, then everything in its usual order. `recent` is newest first; `before`
/// is the result for the previous text.
#[must_use]
pub fn rank(
    typed: &str,
    &PaletteCorpus { others, records, places }: &PaletteCorpus<'_>,
    recent: &[PaletteChoice],
    before: &RankedItem,
    view: &QueryView,
) -> RankedItem {
    let sought = SoughtText::new(typed);
    let by_words = articles_by_words(typed, records, view);
    // Whatever matches now also matched the shorter text.
    let narrowed = before.fitting.as_ref().filter(|(typed, _)| !typed.is_empty() && sought.text.starts_with(typed));
    let fitting = match narrowed {
        Some((_, fitting)) => sought.fitting(fitting.par_iter().copied(), records),
        None => sought.fitting((0..u32::try_from(records.len()).unwrap_or(u32::MAX)).into_par_iter(), records),
    };
    let mut ranked = Vec::new();
    let mut consider =
        |choice: PaletteChoice, searched: &SearchedNames, fit: NameFit, order: usize, at: RankedPlace| {
            if fit.fit == MatchFit::Scattered {
                return;
            }
            let used = recent.iter().position(|&recent| recent == choice).unwrap_or(usize::MAX);
            let (rank, length) = if sought.text.is_empty() { (0, 0) } else { (choice.rank(), searched.length) };
            let key = (fit.fit, used, Reverse(fit.score), rank, fit.alias.is_some(), length, order);
            ranked.push((key, at, fit.alias));
        };
    let mut scratch = MatchScratch::default();
    for (at, item) in others.iter().enumerate() {
        if let Some(fit) = sought.fit(&item.searched, is_titled(item.choice), &mut scratch) {
            consider(item.choice, &item.searched, fit, at, RankedPlace::Other(at));
        }
    }
    for &(at, fit) in &fitting {
        let (rec, searched) = &records.records[at as usize];
        if let Some(place) = places.get(*rec) {
            consider(PaletteChoice::Record(*rec), searched, fit, others.len() + place, RankedPlace::Record(*rec));
        }
    }
    for (at, (rec, searched)) in by_words.iter().enumerate() {
        if let Some(fit) = sought.fit(searched, true, &mut scratch) {
            let order = usize::MAX - by_words.len() + at; // behind all others
            consider(PaletteChoice::Record(*rec), searched, fit, order, RankedPlace::Record(*rec));
        }
    }
    let total = ranked.len();
    if total > GIVEN {
        ranked.select_nth_unstable_by(GIVEN, |a, b| a.0.cmp(&b.0));
        ranked.truncate(GIVEN);
    }
    ranked.sort_unstable_by_key(|&(key, ..)| key);
    let found = ranked.into_iter().map(|(_, at, alias)| match at {
        RankedPlace::Other(at) => PaletteHits { choice: others[at].choice, name: others[at].name.clone(), alias: None },
        RankedPlace::Record(rec) => PaletteHits {
            choice: PaletteChoice::Record(rec),
            name: wording::name(view.dossier, rec).into_owned(),
            alias: alias.map(|at| view.dossier.aliases(rec)[at].clone()),
        },
    });
    let fitting = fitting.iter().map(|&(at, _)| at).collect();
    RankedItem { found: found.collect(), total, fitting: Some((sought.text.clone(), fitting)) }
}

/// Where a ranked item is.
#[derive(Clone, Copy)]
enum RankedPlace {
    Other(usize),
    Record(Rec),
}

/// The first articles that have the typed words, where there are too many to match letter by letter.
fn articles_by_words(typed: &str, records: &PaletteRecords, view: &QueryView) -> Vec<(Rec, SearchedNames)> {
    let words = articles(typed);
    if !records.by_words || words.is_empty() || query::words_to_be_found(&words, view).is_some() {
        return Vec::new();
    }
    let found = query::shown(&words, view);
    let found = found.of(Kind::Article).iter().take(BY_WORDS);
    found.map(|rec| (rec, SearchedNames::of_record(view.dossier, rec))).collect()
}
