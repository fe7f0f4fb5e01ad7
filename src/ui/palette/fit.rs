//! How well a name matches what is typed.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;

use super::PaletteChoice;
use super::records::{PaletteRecords, SearchedNames};
use crate::dossier::Rec;
use crate::text::fold;

/// The number of records that one thread matches at least, so that few are matched by one.
const AT_A_TIME: usize = 4_000;

/// How well a text matches, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MatchFit {
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

/// Whether the name of an item is a sentence, whose first word is no more significant than the others.
pub(super) fn is_titled(choice: PaletteChoice) -> bool {
    matches!(choice, PaletteChoice::Record(Rec::Event(_) | Rec::Article(_) | Rec::Figure(_)))
}

/// What matching needs besides the texts, reused.
pub(super) struct MatchScratch {
    matcher: Matcher,
    letters: Vec<char>,
}

impl Default for MatchScratch {
    fn default() -> MatchScratch {
        MatchScratch { matcher: Matcher::new(Config::DEFAULT), letters: Vec::new() }
    }
}

/// How well an item matches.
#[derive(Clone, Copy)]
pub(super) struct NameFit {
    pub fit: MatchFit,
    pub score: u32,
    /// By which of the other names, if the first one did not match best.
    pub alias: Option<usize>,
}

/// The typed text, prepared for matching.
pub(super) struct SoughtText {
    /// Folded, without the leading space.
    pub text: String,
    /// Its words, each with a leading space.
    words: Vec<String>,
    /// The number of letters in them.
    letters: u32,
    pattern: Pattern,
}

impl SoughtText {
    pub fn new(typed: &str) -> SoughtText {
        let text = fold::words(typed).trim_start().to_owned();
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        let words = text.split(' ').filter(|word| !word.is_empty()).map(|word| format!(" {word}")).collect();
        let pattern = Pattern::new(&text, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
        SoughtText { text, words, letters: u32::try_from(letters).unwrap_or(u32::MAX), pattern }
    }

    /// Which of these records match, by their positions, and how well.
    pub fn fitting(
        &self,
        candidates: impl IndexedParallelIterator<Item = u32>,
        records: &PaletteRecords,
    ) -> Vec<(u32, NameFit)> {
        let fit = |scratch: &mut MatchScratch, at: u32| {
            let (rec, searched) = &records.records[at as usize];
            Some((at, self.fit(searched, is_titled(PaletteChoice::Record(*rec)), scratch)?))
        };
        candidates.with_min_len(AT_A_TIME).map_init(MatchScratch::default, fit).flatten_iter().collect()
    }

    /// How well an item matches: the best of its names.
    pub fn fit(&self, item: &SearchedNames, is_titled: bool, scratch: &mut MatchScratch) -> Option<NameFit> {
        if self.text.is_empty() {
            return Some(NameFit { fit: MatchFit::Exact, score: 0, alias: None });
        }
        let names = std::iter::once((&item.folded, None));
        let names = names.chain(item.aliases.iter().enumerate().map(|(at, folded)| (folded, Some(at))));
        let fits = names.filter_map(|(folded, alias)| {
            let score = match self.letters {
                1 => folded.contains(&self.text).then_some(NEAR)?, // one letter stands near itself
                _ => self.pattern.score(Utf32Str::new(folded, &mut scratch.letters), &mut scratch.matcher)?,
            };
            let fit = match self.of_name(folded) {
                MatchFit::Begins if is_titled => MatchFit::Words,
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
        best.map(|(fit, Reverse(score), alias)| NameFit { fit, score, alias })
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
