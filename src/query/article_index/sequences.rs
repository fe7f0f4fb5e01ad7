//! The words of each article one after the other, as numbers: where a phrase is verified without reading the text.
//!
//! A frequent word is one number of 16 bits, below 0x8000; any other is two, of 0x8000 and above. 0 parts fields.

use std::ops::Range;
use std::sync::Arc;

use super::ranks::{RARE, Ranks};

/// Parts the fields of an article.
pub(super) const FIELD_END: u32 = u32::MAX;
/// Numbers from here on are halves of a rare word.
const HALF: u16 = 0x8000;
/// How many words may be frequent: their numbers are 1 and above.
pub(super) const FREQUENT: usize = HALF as usize - 1;
/// Pairs of words that are compared before the first is looked at.
const AT_ONCE: usize = 32;

/// The words of all articles.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    words: Arc<Ranks>,
    blocks: Vec<Sequence>,
}

/// The words of a block of articles.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    codes: Vec<u16>,
    /// By article: where its words end.
    ends: Vec<u32>,
}

impl Sequence {
    /// Of articles with their words as [`Ranks::code`] calls them, [`FIELD_END`] behind each field.
    pub(super) fn of<'a>(articles: impl Iterator<Item = &'a [u32]> + Clone) -> Sequence {
        let is_rare = |&word: &u32| word & RARE != 0 && word != FIELD_END;
        let size = articles.clone().map(|words| words.len() + words.iter().filter(|word| is_rare(word)).count()).sum();
        let mut codes = Vec::with_capacity(size);
        let mut ends = Vec::with_capacity(articles.clone().count());
        for words in articles {
            for &word in words {
                if word & RARE == 0 {
                    codes.push(u16::try_from(word + 1).expect("at most 0x7fff are frequent"));
                } else if word == FIELD_END {
                    codes.push(0);
                } else {
                    let half = |bits: u32| HALF | u16::try_from(bits & 0x7fff).expect("15 bits");
                    codes.extend([half(word >> 15), half(word)]);
                }
            }
            ends.push(u32::try_from(codes.len()).expect("65,536 articles have less than 2^32 words"));
        }
        Sequence { codes, ends }
    }
}

/// A phrase to be looked for.
#[derive(Debug)]
pub(super) struct Phrase {
    elements: Vec<Element>,
}

/// Words that can stand at one place of a phrase: positions among the frequent ones, and among the others.
#[derive(Debug)]
struct Element {
    frequent: Vec<Range<u16>>,
    rare: Vec<Range<u32>>,
    /// From the first to the last of `frequent`.
    span: Range<u16>,
    /// [`HALF`] where a rare word can stand here, else so high that next to nothing is above.
    halves: u16,
}

impl Element {
    fn takes(&self, code: Code) -> bool {
        match code {
            Code::Frequent(code) => within(&self.frequent, code),
            Code::Rare(rare) => within(&self.rare, rare),
            Code::FieldEnd => false,
        }
    }

    /// Not 0 where a number can be this word, or half of it. Without branches: several are compared at once.
    fn may_take(&self, code: u16) -> u16 {
        u16::from(code.wrapping_sub(self.span.start) < self.span.end - self.span.start) | u16::from(code >= self.halves)
    }
}

fn within<T: Ord + Copy>(ranges: &[Range<T>], at: T) -> bool {
    let range = ranges.partition_point(|range| range.end <= at);
    ranges.get(range).is_some_and(|range| range.start <= at)
}

#[derive(Clone, Copy)]
enum Code {
    Frequent(u16),
    Rare(u32),
    FieldEnd,
}

impl Sequences {
    /// All blocks, in order.
    pub(super) fn new(words: Arc<Ranks>, blocks: Vec<Sequence>) -> Sequences {
        Sequences { words, blocks }
    }

    /// For each place, the words that can stand there, as ranges in order.
    pub(super) fn phrase(&self, places: &[Vec<Range<u32>>]) -> Phrase {
        let words = &self.words;
        let elements = places.iter().map(|ranges| {
            let frequent = ranges.iter().map(|range| words.frequent_in(range)).filter(|range| !range.is_empty());
            let code = |at: u32| u16::try_from(at + 1).expect("at most 0x7fff are frequent");
            let frequent: Vec<Range<u16>> = frequent.map(|range| code(range.start)..code(range.end)).collect();
            let rare = ranges.iter().map(|range| words.rare_in(range)).filter(|range| !range.is_empty());
            let rare: Vec<Range<u32>> = rare.collect();
            let halves = if rare.is_empty() { u16::MAX } else { HALF };
            let span = match (frequent.first(), frequent.last()) {
                (Some(first), Some(last)) => first.start..last.end,
                _ => 0..0,
            };
            Element { frequent, rare, span, halves }
        });
        Phrase { elements: elements.collect() }
    }

    /// Whether the words of the phrase stand side by side in this article.
    pub(super) fn has(&self, article: usize, phrase: &Phrase) -> bool {
        let block = &self.blocks[article / super::postings::BLOCK];
        let at = article % super::postings::BLOCK;
        let start = at.checked_sub(1).map_or(0, |before| block.ends[before]);
        let codes = &block.codes[start as usize..block.ends[at] as usize];
        let [first, second, ..] = &phrase.elements[..] else { return true };
        let mut from = 0;
        while from + 1 < codes.len() {
            let to = (from + AT_ONCE).min(codes.len() - 1);
            let pairs = codes[from..to].iter().zip(&codes[from + 1..=to]);
            if pairs.fold(0, |may, (&a, &b)| may | (first.may_take(a) & second.may_take(b))) != 0 {
                if !first.rare.is_empty() {
                    // A half does not say where a word begins.
                    return found(codes, &phrase.elements);
                }
                if (from..to).any(|at| first.may_take(codes[at]) != 0 && stands(&codes[at..], &phrase.elements)) {
                    return true;
                }
            }
            from = to;
        }
        false
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.codes.len() * 2 + block.ends.len() * 4).sum()
    }
}

/// Whether the phrase stands anywhere in these words.
fn found(codes: &[u16], elements: &[Element]) -> bool {
    let mut rest = codes;
    while !rest.is_empty() {
        if stands(rest, elements) {
            return true;
        }
        rest = next(rest).1;
    }
    false
}

/// Whether these words begin with the phrase.
fn stands(codes: &[u16], elements: &[Element]) -> bool {
    let mut rest = codes;
    elements.iter().all(|element| {
        let (code, behind) = next(rest);
        rest = behind;
        element.takes(code)
    })
}

/// The first word, and what is behind it.
fn next(codes: &[u16]) -> (Code, &[u16]) {
    match *codes {
        [high, low, ..] if high >= HALF => {
            (Code::Rare(u32::from(high & !HALF) << 15 | u32::from(low & !HALF)), &codes[2..])
        }
        [0, ..] | [] => (Code::FieldEnd, codes.get(1..).unwrap_or_default()),
        [code, ..] => (Code::Frequent(code), &codes[1..]),
    }
}
