//! Finds the names of a dossier's records in running text: every alias, including common inflections.

use std::collections::{BTreeMap, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{FoldedWord, MarkedThing, TextMark};
use crate::dossier::{ActorKind, Dossier, Kind, Rec};
use crate::text::{fold, inflects, stem};

/// All names of a dossier's actors, ports, places and corridors.
#[derive(Debug)]
pub struct NameIndex {
    /// Finds the beginnings of names. `None` if there are no names.
    finder: Option<AhoCorasick>,
    /// By pattern: the names that begin with it.
    starts: Vec<Vec<u32>>,
    names: Vec<NamePattern>,
}

/// A name as folded words.
#[derive(Debug)]
struct NamePattern {
    words: Vec<String>,
    recs: Vec<Rec>,
    case: CaseRule,
    /// The last word of a person's name, used only if it is clear whose it is.
    surname: bool,
}

/// The required case of a name in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CaseRule {
    /// Any.
    Any,
    /// The first letter must not be lower case, because short names may be words.
    Initial,
    /// No lower-case letters: an acronym.
    Capitals,
}

/// The minimum number of letters for a surname to be searched for alone.
const SHORTEST_SURNAME: usize = 4;

impl NameIndex {
    /// Of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> NameIndex {
        let mut whole: BTreeMap<Vec<String>, (Vec<Rec>, CaseRule)> = BTreeMap::new();
        let mut last: BTreeMap<String, Vec<Rec>> = BTreeMap::new();
        for (rec, name) in names(dossier) {
            let words: Vec<String> = fold::word_spans(name).into_iter().map(|(_, word)| word).collect();
            if words.is_empty() || words.iter().map(|word| word.chars().count()).sum::<usize>() < 2 {
                continue;
            }
            let person = matches!(rec, Rec::Actor(ix) if dossier[ix].kind == ActorKind::Person);
            if let Some(surname) =
                words.last().filter(|word| person && words.len() > 1 && word.chars().count() >= SHORTEST_SURNAME)
            {
                let recs = last.entry(surname.clone()).or_default();
                if !recs.contains(&rec) {
                    recs.push(rec);
                }
            }
            let (recs, case) = whole.entry(words).or_insert_with(|| (Vec::new(), case_rule(name)));
            if !recs.contains(&rec) {
                recs.push(rec);
            }
            if case_rule(name) == CaseRule::Any {
                *case = CaseRule::Any;
            }
        }
        let surnames: Vec<NamePattern> = last
            .into_iter()
            .filter(|(word, _)| !whole.contains_key(std::slice::from_ref(word)))
            .map(|(word, recs)| NamePattern { words: vec![word], recs, case: CaseRule::Initial, surname: true })
            .collect();
        let mut all: Vec<NamePattern> =
            whole.into_iter().map(|(words, (recs, case))| NamePattern { words, recs, case, surname: false }).collect();
        all.extend(surnames);
        NameIndex::with(all)
    }

    fn with(names: Vec<NamePattern>) -> NameIndex {
        let mut by_start: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, name) in (0_u32..).zip(&names) {
            by_start.entry(stem(&name.words[0])).or_default().push(at);
        }
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA))
            .build(by_start.keys())
            .ok()
            .filter(|_| !by_start.is_empty());
        NameIndex { finder, starts: by_start.into_values().collect(), names }
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names in a text; of two that begin at the same word, the longer one. Marks their words as used.
    pub(super) fn find(&self, text: &str, words: &[FoldedWord], taken: &mut [bool]) -> Vec<TextMark> {
        let candidates = self.candidates(text, words);
        let spelled_out: HashSet<Rec> = candidates
            .iter()
            .flatten()
            .filter(|&&(name, _)| !self.names[name as usize].surname)
            .flat_map(|&(name, _)| self.names[name as usize].recs.iter().copied())
            .collect();
        let mut marks = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((name, count)) = candidates[at] else {
                at += 1;
                continue;
            };
            let name = &self.names[name as usize];
            let recs = if name.surname { whose(&name.recs, &spelled_out) } else { name.recs.clone() };
            if recs.is_empty() {
                at += 1;
                continue;
            }
            marks.push(TextMark {
                span: words[at].0.start..words[at + count - 1].0.end,
                thing: MarkedThing::Name(recs),
            });
            taken[at..at + count].fill(true);
            at += count;
        }
        marks
    }

    /// By word: the longest name that begins there, and its words.
    fn candidates(&self, text: &str, words: &[FoldedWord]) -> Vec<Option<(u32, usize)>> {
        let mut found = vec![None; words.len()];
        let Some(finder) = &self.finder else { return found };
        let mut joined = String::with_capacity(text.len() + words.len());
        let mut starts = Vec::with_capacity(words.len());
        for (_, word) in words {
            joined.push(' ');
            starts.push(joined.len());
            joined.push_str(word);
        }
        for hit in finder.find_overlapping_iter(&joined) {
            let Ok(at) = starts.binary_search(&hit.start()) else { continue };
            for &name in &self.starts[hit.pattern().as_usize()] {
                let pattern = &self.names[name as usize];
                let count = pattern.words.len();
                let longer = found[at].is_none_or(|(other, known): (u32, usize)| {
                    known < count || known == count && self.is_better(name, other, &words[at].1)
                });
                if longer && pattern.fits(text, &words[at..]) {
                    found[at] = Some((name, count));
                }
            }
        }
        found
    }

    /// Of two names with equally many words: the one that matches letter by letter.
    fn is_better(&self, name: u32, other: u32, word: &str) -> bool {
        self.names[name as usize].words[0] == word && self.names[other as usize].words[0] != word
    }
}

impl NamePattern {
    fn fits(&self, text: &str, words: &[FoldedWord]) -> bool {
        let Some(words) = words.get(..self.words.len()) else { return false };
        let apart = |pair: &[FoldedWord]| joins(&text[pair[0].0.end.min(pair[1].0.start)..pair[1].0.start]);
        self.words.iter().zip(words).all(|(own, (_, word))| inflects(own, word))
            && words.windows(2).all(apart)
            && self.case.allows(&text[words[0].0.clone()])
    }
}

impl CaseRule {
    fn allows(self, word: &str) -> bool {
        match self {
            CaseRule::Any => true,
            CaseRule::Initial => !word.starts_with(char::is_lowercase),
            CaseRule::Capitals => !word.contains(char::is_lowercase),
        }
    }
}

fn case_rule(name: &str) -> CaseRule {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if name.contains(char::is_whitespace) || letters > 5 {
        CaseRule::Any
    } else if name.contains(char::is_uppercase) && !name.contains(char::is_lowercase) && letters > 1 {
        CaseRule::Capitals
    } else if name.starts_with(char::is_uppercase) {
        CaseRule::Initial
    } else {
        CaseRule::Any
    }
}

/// Every name with its record.
fn names(dossier: &Dossier) -> impl Iterator<Item = (Rec, &str)> {
    let recs = Kind::NAMED.into_iter().flat_map(|kind| dossier.all(kind));
    recs.flat_map(|rec| dossier.names(rec).map(move |name| (rec, name)))
}

/// Whose surname it is: the only one in the dossier, or the one whose full name occurs in the text.
fn whose(bearers: &[Rec], spelled_out: &HashSet<Rec>) -> Vec<Rec> {
    if let [one] = bearers {
        return vec![*one];
    }
    let named: Vec<Rec> = bearers.iter().copied().filter(|rec| spelled_out.contains(rec)).collect();
    if named.len() == 1 { named } else { Vec::new() }
}

/// Whether the text between two words allows them to be one name.
fn joins(between: &str) -> bool {
    between.len() <= 4
        && between
            .chars()
            .all(|c| c.is_whitespace() && c != '\n' || matches!(c, '-' | '‑' | '–' | '.' | ',' | '’' | '\'' | '&'))
}
