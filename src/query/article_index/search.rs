//! Finds the articles that have a word, part of one, a phrase, or text that a regular expression matches.

use std::ops::Range;

use regex::Regex;

use super::bits::BitSet;
use super::fields::fields;
use super::order::ArticleOrder;
use super::pattern::{IndexPattern, PatternNeed};
use super::words::WordIndex;
use crate::dossier::{Article, ArticleStore};
use crate::text::fold;

/// The words that can stand at one place of a phrase, as sorted ranges.
type MatchPlace = Vec<Range<u32>>;

/// The articles whose words, each preceded by a space, contain this text: ` kara` is a word prefix, ` karachi ` a whole
/// word, `stan` any word that contains it, ` bandar abbas ` two words side by side.
pub(super) fn needle(words: &WordIndex, len: usize, needle: &str) -> BitSet {
    let (begins, ends) = (needle.starts_with(' '), needle.ends_with(' '));
    let sought: Vec<&str> = needle.split(' ').filter(|word| !word.is_empty()).collect();
    let vocabulary = &words.vocabulary;
    match sought[..] {
        [] => BitSet::all(len),
        [word] if begins => {
            let range = if ends { vocabulary.exact(word) } else { vocabulary.prefix(word) };
            stretch(words, len, &range)
        }
        [word] => infix(words, len, word, ends).0,
        [first, ref inner @ .., last] => {
            let first = if begins { vec![vocabulary.exact(first)] } else { vocabulary.infix(first, true) };
            let inner = inner.iter().map(|word| vec![vocabulary.exact(word)]);
            let last = if ends { vocabulary.exact(last) } else { vocabulary.prefix(last) };
            let places: Vec<MatchPlace> = std::iter::once(first).chain(inner).chain([vec![last]]).collect();
            phrase(words, len, &places)
        }
    }
}

/// The articles that have a word of a range.
fn stretch(words: &WordIndex, len: usize, range: &Range<u32>) -> BitSet {
    let mut bits = vec![0; len.div_ceil(64)];
    words.tree.union(&words.postings, range, &mut bits);
    BitSet::from_words(bits, len)
}

/// The articles that have a word of one of the ranges.
fn union(words: &WordIndex, len: usize, place: &MatchPlace) -> BitSet {
    if let [range] = &place[..] {
        return stretch(words, len, range);
    }
    let mut bits = vec![0; len.div_ceil(64)];
    words.postings.union(place, &mut bits);
    BitSet::from_words(bits, len)
}

/// The articles that have a word containing this text, at its end if `last`, and the words if they were searched for.
fn infix(words: &WordIndex, len: usize, piece: &str, last: bool) -> (BitSet, Option<MatchPlace>) {
    match words.grams.get(piece).filter(|_| !last) {
        Some(known) => (BitSet::from_words(known.to_vec(), len), None),
        None => {
            let place = words.vocabulary.infix(piece, last);
            (union(words, len, &place), Some(place))
        }
    }
}

fn phrase(words: &WordIndex, len: usize, places: &[MatchPlace]) -> BitSet {
    let mut bits = BitSet::all(len);
    for place in places {
        if place.iter().all(Range::is_empty) {
            return BitSet::none(len);
        }
        bits.and(&union(words, len, place));
    }
    let phrase = words.sequences.phrase(places);
    bits.keep(|| |position| words.sequences.has(position as usize, &phrase));
    bits
}

/// The articles of which a field matches, as written or with its letters folded.
pub(super) fn regex(words: &WordIndex, articles: &ArticleStore, order: &ArticleOrder, regex: &Regex) -> BitSet {
    let len = order.len();
    let pattern = IndexPattern::of(regex);
    if pattern.always {
        return BitSet::all(len);
    }
    let keep_matching = |bits: &mut BitSet| {
        bits.keep(|| {
            let regex = regex.clone();
            move |position| matches(&articles.get(order.article(position)), &regex)
        });
    };
    if pattern.by_words
        && let Some(letters) = &pattern.letters
    {
        // Every word with these letters matches, except where the words differ from the text.
        let (mut found, _) = infix(words, len, letters, false);
        let bent = words.bent.iter().filter(|&&word| words.vocabulary.get(word).contains(letters.as_str()));
        let mut doubtful = union(words, len, &bent.map(|&word| word..word + 1).collect());
        doubtful.and(&found).or(&words.odd);
        found.and_not(&doubtful);
        keep_matching(&mut doubtful);
        found.or(&doubtful);
        return found;
    }
    let (mut candidates, place) = candidates(words, len, &pattern.need);
    let mut found = BitSet::none(len);
    if pattern.by_words
        && let Some(place) = place
    {
        // Words that match by themselves need no look at the text.
        let mut matching = MatchPlace::new();
        for word in place.into_iter().flatten() {
            if regex.is_match(words.vocabulary.get(word)) && words.bent.binary_search(&word).is_err() {
                match matching.last_mut() {
                    Some(last) if last.end == word => last.end += 1,
                    _ => matching.push(word..word + 1),
                }
            }
        }
        found = union(words, len, &matching);
        if pattern.within_word {
            // Nothing else can match, except where the words differ from the text.
            let mut bent = words.foreign.clone();
            let ranges: MatchPlace = words.bent.iter().map(|&word| word..word + 1).collect();
            bent.or(&union(words, len, &ranges));
            candidates.and(&bent);
        }
    }
    candidates.or(&words.odd);
    candidates.and_not(&found);
    keep_matching(&mut candidates);
    found.or(&candidates);
    found
}

/// The articles that meet a condition, and the words of which each has one, if such a list is known.
fn candidates(words: &WordIndex, len: usize, need: &PatternNeed) -> (BitSet, Option<MatchPlace>) {
    match need {
        PatternNeed::Nothing => (BitSet::all(len), None),
        PatternNeed::Letters(letters) => {
            let (bits, place) = infix(words, len, letters, false);
            (bits, Some(place.unwrap_or_else(|| words.vocabulary.infix(letters, false))))
        }
        PatternNeed::Word(word) => {
            let place = words.vocabulary.matching(&word.regex, word.needs_letter);
            (union(words, len, &place), Some(place))
        }
        PatternNeed::Phrase(places) => {
            let places: Vec<MatchPlace> =
                places.iter().map(|word| words.vocabulary.matching(&word.regex, word.needs_letter)).collect();
            (phrase(words, len, &places), None)
        }
        PatternNeed::All(needs) => {
            let mut bits = BitSet::all(len);
            let mut fewest: Option<MatchPlace> = None;
            let count = |place: &MatchPlace| place.iter().map(Range::len).sum::<usize>();
            for need in needs {
                let (of_need, place) = candidates(words, len, need);
                bits.and(&of_need);
                if let Some(place) = place
                    && fewest.as_ref().is_none_or(|fewest| count(&place) < count(fewest))
                {
                    fewest = Some(place);
                }
            }
            (bits, fewest)
        }
        PatternNeed::Any(needs) => {
            let mut bits = BitSet::none(len);
            let mut places: Option<MatchPlace> = Some(MatchPlace::new());
            for need in needs {
                let (of_need, place) = candidates(words, len, need);
                bits.or(&of_need);
                places = places.zip(place).map(|(mut places, place)| {
                    places.extend(place);
                    places
                });
            }
            (bits, places.map(in_order))
        }
    }
}

/// Makes the ranges sorted and disjoint.
fn in_order(mut ranges: MatchPlace) -> MatchPlace {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut out = MatchPlace::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// Whether a field of an article matches.
pub(super) fn matches(article: &Article<'_>, regex: &Regex) -> bool {
    let mut hit = false;
    fields(article, |field| hit = hit || field_matches(regex, field));
    hit
}

/// Whether a regular expression matches a field as written or with its letters folded.
fn field_matches(regex: &Regex, field: &str) -> bool {
    // The expression ignores case, and folding changes nothing else in ASCII.
    regex.is_match(field) || !field.is_ascii() && regex.is_match(&fold::letters(field))
}
