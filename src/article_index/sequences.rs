//! The words of each article one after the other, as numbers: where a phrase is verified without reading the text.
//!
//! A frequent word is one number of 16 bits, below 0x8000; any other is two, of 0x8000 and above. 0 parts fields.

use std::ops::Range;

use super::ranks::Ranks;

/// Parts the fields of an article.
pub(super) const FIELD_END: u32 = u32::MAX;
/// Numbers from here on are halves of a rare word.
const RARE: u16 = 0x8000;
/// How many words are frequent at most: their numbers are 1 and above.
const FREQUENT: usize = RARE as usize - 1;

/// The words of all articles.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    codes: Codes,
    blocks: Vec<Sequence>,
}

/// What the words are called here.
#[derive(Debug, Default)]
pub(super) struct Codes {
    words: Ranks,
}

/// The words of a block of articles.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    codes: Vec<u16>,
    /// By article: where its words end.
    ends: Vec<u32>,
}

impl Codes {
    /// By word: how many articles have it.
    pub(super) fn new(counts: &[u32]) -> Codes {
        let mut sorted: Vec<u32> = counts.to_vec();
        let least = if sorted.len() <= FREQUENT {
            0
        } else {
            // More than the one that would be one too many.
            *sorted.select_nth_unstable_by(FREQUENT, |a, b| b.cmp(a)).1 + 1
        };
        Codes { words: Ranks::new(counts.len(), |word| counts[word] >= least) }
    }

    /// The words of the articles of a block, each ending with [`FIELD_END`].
    pub(super) fn block<'a>(&self, articles: impl Iterator<Item = &'a [u32]>) -> Sequence {
        let mut sequence = Sequence::default();
        for words in articles {
            words.iter().for_each(|&word| self.push(word, &mut sequence.codes));
            sequence.ends.push(u32::try_from(sequence.codes.len()).expect("65,536 articles have less than 2^32 words"));
        }
        sequence.codes.shrink_to_fit();
        sequence
    }

    fn push(&self, word: u32, codes: &mut Vec<u16>) {
        if word == FIELD_END {
            codes.push(0);
        } else if self.words.is_frequent(word) {
            codes.push(u16::try_from(self.words.frequent_before(word) + 1).expect("at most 0x7fff are frequent"));
        } else {
            let rare = word - self.words.frequent_before(word);
            let half = |bits: u32| RARE | u16::try_from(bits & 0x7fff).expect("15 bits");
            codes.extend([half(rare >> 15), half(rare)]);
        }
    }

    /// All blocks, in order.
    pub(super) fn finish(self, blocks: Vec<Sequence>) -> Sequences {
        Sequences { codes: self, blocks }
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
}

impl Element {
    fn takes(&self, code: Code) -> bool {
        match code {
            Code::Frequent(code) => within(&self.frequent, code),
            Code::Rare(rare) => within(&self.rare, rare),
            Code::FieldEnd => false,
        }
    }

    /// Whether a number can be this word, or half of it.
    fn may_take(&self, code: u16) -> bool {
        code.wrapping_sub(self.span.start) < self.span.end - self.span.start || code >= RARE && !self.rare.is_empty()
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
    /// For each place, the words that can stand there, as ranges in order.
    pub(super) fn phrase(&self, places: &[Vec<Range<u32>>]) -> Phrase {
        let words = &self.codes.words;
        let elements = places.iter().map(|ranges| {
            let frequent = ranges.iter().map(|range| words.frequent_in(range)).filter(|range| !range.is_empty());
            let code = |at: u32| u16::try_from(at + 1).expect("at most 0x7fff are frequent");
            let frequent: Vec<Range<u16>> = frequent.map(|range| code(range.start)..code(range.end)).collect();
            let rare = ranges.iter().map(|range| words.rare_in(range)).filter(|range| !range.is_empty()).collect();
            let span = match (frequent.first(), frequent.last()) {
                (Some(first), Some(last)) => first.start..last.end,
                _ => 0..0,
            };
            Element { frequent, rare, span }
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
        // No branch within: several are compared at once.
        let may = codes.windows(2).fold(false, |may, pair| may | (first.may_take(pair[0]) & second.may_take(pair[1])));
        may && found(codes, &phrase.elements)
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.codes.len() * 2 + block.ends.len() * 4).sum()
    }
}

fn found(codes: &[u16], elements: &[Element]) -> bool {
    let mut rest = codes;
    while !rest.is_empty() {
        let (_, behind) = next(rest);
        let mut here = rest;
        let all = elements.iter().all(|element| {
            if here.is_empty() {
                return false;
            }
            let (code, behind) = next(here);
            here = behind;
            element.takes(code)
        });
        if all {
            return true;
        }
        rest = behind;
    }
    false
}

/// The first word, and what is behind it.
fn next(codes: &[u16]) -> (Code, &[u16]) {
    match *codes {
        [high, low, ..] if high >= RARE => {
            (Code::Rare(u32::from(high & !RARE) << 15 | u32::from(low & !RARE)), &codes[2..])
        }
        [0, ..] | [] => (Code::FieldEnd, codes.get(1..).unwrap_or_default()),
        [code, ..] => (Code::Frequent(code), &codes[1..]),
    }
}
