//! The palette's search: what can be opened or run, and how the typed text ranks it. Pure: text in,
//! ranked choices out.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;

use crate::dossier::{Dossier, FigureSubject, Kind, Rec};
use crate::query::{self, QueryView};
use crate::report::wording;
use crate::settings::input::{Action, ScreenId};
use crate::text::fold;

/// The number of records that are matched letter by letter. Beyond it, articles are found by their words.
pub const MATCHED_AT_MOST: usize = 50_000;

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

/// An item that can be chosen, with the texts by which it is found.
#[derive(Clone, Debug)]
pub struct PaletteItem {
    choice: PaletteChoice,
    /// The displayed name.
    name: String,
    /// The name, folded: a space before each word.
    folded: String,
    /// Other names, each as written and folded.
    aliases: Vec<(String, String)>,
    /// What it does, folded: matched word by word, ranked below all names.
    about: String,
}

impl PaletteItem {
    /// An item with its name and the words that describe it.
    #[must_use]
    pub fn new(choice: PaletteChoice, name: &str, about: &str) -> PaletteItem {
        let (folded, about) = (fold::words(name), fold::words(about));
        PaletteItem { choice, name: name.to_owned(), folded, aliases: Vec::new(), about }
    }

    /// Whether its name is a sentence, whose first word is no more significant than the others.
    fn is_titled(&self) -> bool {
        matches!(self.choice, PaletteChoice::Record(Rec::Event(_) | Rec::Article(_) | Rec::Figure(_)))
    }

    fn record(dossier: &Dossier, rec: Rec) -> PaletteItem {
        let aliases = dossier.aliases(rec).iter().map(|alias| (alias.clone(), fold::words(alias))).collect();
        PaletteItem { aliases, ..PaletteItem::new(PaletteChoice::Record(rec), &name(dossier, rec), "") }
    }
}

/// The displayed name of a record; for a figure, with its subject and period.
fn name(dossier: &Dossier, rec: Rec) -> String {
    let Rec::Figure(ix) = rec else { return dossier.label(rec).to_owned() };
    let figure = &dossier[ix];
    let mut name = wording::slug(dossier, &figure.metric);
    if let FigureSubject::Rec(about) = figure.about {
        name = format!("{name} of {}", dossier.label(about));
    }
    match &figure.period {
        Some(period) => format!("{name}, {}", wording::period(period)),
        None => name,
    }
}

/// The visible records, prepared once per snapshot.
#[derive(Debug)]
pub struct PaletteRecords {
    items: Vec<PaletteItem>,
    /// How many articles are left out because there are too many records.
    articles: usize,
}

impl PaletteRecords {
    /// All records that are visible on the day.
    #[must_use]
    pub fn of(view: &QueryView) -> PaletteRecords {
        PaletteRecords::at_most(view, MATCHED_AT_MOST)
    }

    /// The same with another maximum.
    #[must_use]
    pub fn at_most(view: &QueryView, most: usize) -> PaletteRecords {
        let all = query::shown(&query::Query::default(), view);
        let without = all.len() > most;
        let kinds = Kind::ALL.iter().filter(|&&kind| !(without && kind == Kind::Article));
        let records: Vec<Rec> = kinds.flat_map(|&kind| all.of(kind).iter()).take(most).collect();
        let items = records.into_par_iter().map(|rec| PaletteItem::record(view.dossier, rec)).collect();
        PaletteRecords { items, articles: if without { all.of(Kind::Article).len() } else { 0 } }
    }

    /// How many articles are found by their words alone; 0 if all are matched.
    #[must_use]
    pub fn articles_by_words(&self) -> usize {
        self.articles
    }

    /// How many records are matched letter by letter.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
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

/// How well a text matches, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MatchFit {
    /// It equals the name.
    Exact,
    /// The name starts with it; not used for titles.
    Begins,
    /// Words of the name start with it.
    Words,
    /// The letters are adjacent in the name.
    Inside,
    /// Words of the description start with it.
    About,
    /// The letters occur in the name in this order, close together.
    Fuzzy,
    /// They occur in order but far apart: not a match until more is typed.
    Scattered,
}

/// The minimum score per letter for a name in which the letters are apart (16 if they are adjacent).
const NEAR: u32 = 14;

/// Finds the articles that contain the typed words, if there are too many to match letter by letter.
#[must_use]
pub fn articles(typed: &str) -> query::Query {
    query::bare_words(typed)
}

/// Ranks all items by the typed text: whole names, prefixes, prefixes of words, adjacent letters, letters apart. Equal
/// matches are ranked by recent use, score, kind, whether the first name matched, and length of the name. If
/// nothing is typed, recent choices come first, then everything in its usual order. `recent` is newest first; `before`
/// is the result for the previous text.
#[must_use]
pub fn rank(
    typed: &str,
    others: &[PaletteItem],
    records: &PaletteRecords,
    recent: &[PaletteChoice],
    before: &RankedItem,
    view: &QueryView,
) -> RankedItem {
    let sought = SoughtText::new(typed);
    let words = articles(typed);
    let by_words = if records.articles == 0 || words.is_empty() || query::to_be_found(&words, view).is_some() {
        Vec::new()
    } else {
        let articles = query::shown(&words, view);
        articles.of(Kind::Article).iter().take(BY_WORDS).map(|rec| PaletteItem::record(view.dossier, rec)).collect()
    };
    // Whatever matches now also matched the shorter text.
    let narrowed = before.fitting.as_ref().filter(|(typed, _)| !typed.is_empty() && sought.text.starts_with(typed));
    let all: Vec<u32>;
    let candidates = match narrowed {
        Some((_, fitting)) => fitting,
        None => {
            all = (0..u32::try_from(records.items.len()).unwrap_or(u32::MAX)).collect();
            &all
        }
    };
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut fitting = Vec::new();
    let mut ranked = Vec::new();
    let mut consider = |item: &PaletteItem, order: usize| -> Option<()> {
        let (fit, score, alias) = sought.fit(item, &mut matcher, &mut letters)?;
        if fit == MatchFit::Scattered {
            return Some(());
        }
        let used = recent.iter().position(|&choice| choice == item.choice).unwrap_or(usize::MAX);
        let (rank, length) = if sought.text.is_empty() { (0, 0) } else { (item.choice.rank(), item.name.len()) };
        ranked.push(((fit, used, Reverse(score), rank, alias.is_some(), length, order), alias));
        Some(())
    };
    for (order, item) in others.iter().enumerate() {
        consider(item, order);
    }
    for &at in candidates {
        if consider(&records.items[at as usize], others.len() + at as usize).is_some() {
            fitting.push(at);
        }
    }
    let behind = others.len() + records.items.len();
    for (order, item) in by_words.iter().enumerate() {
        consider(item, behind + order);
    }
    let total = ranked.len();
    if total > GIVEN {
        ranked.select_nth_unstable_by(GIVEN, |a, b| a.0.cmp(&b.0));
        ranked.truncate(GIVEN);
    }
    ranked.sort_unstable_by_key(|&(key, _)| key);
    let item = |order: usize| -> &PaletteItem {
        match order.checked_sub(others.len()) {
            None => &others[order],
            Some(at) => records.items.get(at).unwrap_or_else(|| &by_words[order - behind]),
        }
    };
    let found = ranked.into_iter().map(|((.., order), alias)| {
        let item = item(order);
        let alias = alias.map(|at| item.aliases[at].0.clone());
        PaletteHits { choice: item.choice, name: item.name.clone(), alias }
    });
    RankedItem { found: found.collect(), total, fitting: Some((sought.text.clone(), fitting)) }
}

/// The typed text, prepared for matching.
struct SoughtText {
    /// Folded, without the leading space.
    text: String,
    /// Its words, each with a leading space.
    words: Vec<String>,
    /// The number of letters in them.
    letters: u32,
    pattern: Pattern,
}

impl SoughtText {
    fn new(typed: &str) -> SoughtText {
        let text = fold::words(typed).trim_start().to_owned();
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        let words = text.split(' ').filter(|word| !word.is_empty()).map(|word| format!(" {word}")).collect();
        let pattern = Pattern::new(&text, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
        SoughtText { text, words, letters: u32::try_from(letters).unwrap_or(u32::MAX), pattern }
    }

    /// How well an item matches, and by which alias; the best of its names.
    fn fit(
        &self,
        item: &PaletteItem,
        matcher: &mut Matcher,
        letters: &mut Vec<char>,
    ) -> Option<(MatchFit, u32, Option<usize>)> {
        if self.text.is_empty() {
            return Some((MatchFit::Exact, 0, None));
        }
        let names = std::iter::once((&item.folded, None));
        let names = names.chain(item.aliases.iter().enumerate().map(|(at, (_, folded))| (folded, Some(at))));
        let fits = names.filter_map(|(folded, alias)| {
            let score = match self.letters {
                1 => folded.contains(&self.text).then_some(NEAR)?, // one letter stands near itself
                _ => self.pattern.score(Utf32Str::new(folded, letters), matcher)?,
            };
            let fit = match self.of_name(folded) {
                MatchFit::Begins if item.is_titled() => MatchFit::Words,
                MatchFit::Fuzzy if score < NEAR * self.letters => MatchFit::Scattered,
                fit => fit,
            };
            Some((fit, Reverse(score), alias))
        });
        let best = fits.min();
        let about = || {
            let has_all = !item.about.is_empty() && self.words.iter().all(|word| item.about.contains(word.as_str()));
            has_all.then_some((MatchFit::About, Reverse(0), None))
        };
        let best = match best {
            Some(best) if best.0 < MatchFit::About => Some(best),
            best => about().or(best),
        };
        best.map(|(fit, Reverse(score), alias)| (fit, score, alias))
    }

    /// How well a name matches in which the letters occur in order.
    fn of_name(&self, folded: &str) -> MatchFit {
        let whole = folded.strip_prefix(' ').unwrap_or(folded);
        if whole == self.text {
            MatchFit::Exact
        } else if whole.starts_with(&self.text) {
            MatchFit::Begins
        } else if self.words.iter().all(|word| folded.contains(word.as_str())) {
            MatchFit::Words
        } else if self.words.iter().all(|word| folded.contains(&word[1..])) {
            MatchFit::Inside
        } else {
            MatchFit::Fuzzy
        }
    }
}
