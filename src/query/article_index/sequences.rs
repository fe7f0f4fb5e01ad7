//! The words of each article in order, as numbers: phrases are verified here without reading the text.
//!
//! A frequent word is one 16-bit number below 0x8000; any other word is two numbers of 0x8000 and above. 0 separates
//! fields.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::ranks::{RARE, RankTable};

/// Separates the fields of an article.
pub(super) const FIELD_END: u32 = u32::MAX;
/// Numbers from here on are halves of a rare word.
const HALF: u16 = 0x8000;
/// The maximum number of frequent words: their numbers start at 1.
pub(super) const FREQUENT: usize = HALF as usize - 1;
/// For more candidate words than this, walking from word to word is faster than searching for each.
const SOUGHT: usize = 8;

/// The words of all articles.
#[derive(Debug, Default)]
pub(super) struct SequenceIndex {
    words: Arc<RankTable>,
    blocks: Vec<CodeSequence>,
}

/// The words of a block of articles.
#[derive(Debug, Default)]
pub(super) struct CodeSequence {
    /// The numbers, two bytes each, lower byte first: as bytes they can be searched quickly.
    codes: Vec<u8>,
    /// For each article, where its words end.
    ends: Vec<u32>,
}

impl CodeSequence {
    /// Encodes articles given as words from [`RankTable::code`], each field followed by [`FIELD_END`].
    pub(super) fn of<'a>(articles: impl Iterator<Item = &'a [u32]> + Clone) -> CodeSequence {
        let is_rare = |&word: &u32| word & RARE != 0 && word != FIELD_END;
        let size: usize =
            articles.clone().map(|words| words.len() + words.iter().filter(|word| is_rare(word)).count()).sum();
        let mut codes: Vec<u8> = Vec::with_capacity(2 * size);
        let mut ends = Vec::with_capacity(articles.clone().count());
        for words in articles {
            for &word in words {
                if word & RARE == 0 {
                    codes.extend(of_frequent(word).to_le_bytes());
                } else if word == FIELD_END {
                    codes.extend([0, 0]);
                } else {
                    codes.extend(of_rare(word));
                }
            }
            ends.push(u32::try_from(codes.len()).expect("65,536 articles have less than 2^31 words"));
        }
        CodeSequence { codes, ends }
    }
}

/// The number of a frequent word, from its position among the frequent words.
fn of_frequent(at: u32) -> u16 {
    u16::try_from(at + 1).expect("at most 0x7fff are frequent")
}

/// The two numbers of any other word.
fn of_rare(at: u32) -> [u8; 4] {
    let half = |bits: u32| HALF | u16::try_from(bits & 0x7fff).expect("15 bits");
    let ([a, b], [c, d]) = (half(at >> 15).to_le_bytes(), half(at).to_le_bytes());
    [a, b, c, d]
}

/// A phrase to search for.
#[derive(Debug)]
pub(super) struct WordPhrase {
    elements: Vec<SequenceElement>,
    /// The place with the fewest candidate words, with a searcher for each; empty if there are many.
    sought: Option<(usize, Vec<Finder<'static>>)>,
}

/// The words that can stand at one place of a phrase: positions among the frequent words, and among the others.
#[derive(Debug)]
struct SequenceElement {
    frequent: Vec<Range<u16>>,
    rare: Vec<Range<u32>>,
}

impl SequenceElement {
    fn takes(&self, code: WordCode) -> bool {
        match code {
            WordCode::Frequent(code) => within(&self.frequent, code),
            WordCode::Rare(rare) => within(&self.rare, rare),
            WordCode::FieldEnd => false,
        }
    }

    /// The number of words in the phrase.
    fn len(&self) -> usize {
        let frequent: usize = self.frequent.iter().map(Range::len).sum();
        frequent + self.rare.iter().map(Range::len).sum::<usize>()
    }

    /// A searcher for each of the words.
    fn finders(&self) -> Vec<Finder<'static>> {
        let frequent =
            self.frequent.iter().cloned().flatten().map(|code| Finder::new(&code.to_le_bytes()).into_owned());
        let rare = self.rare.iter().cloned().flatten().map(|rare| Finder::new(&of_rare(rare)).into_owned());
        frequent.chain(rare).collect()
    }
}

fn within<T: Ord + Copy>(ranges: &[Range<T>], at: T) -> bool {
    let range = ranges.partition_point(|range| range.end <= at);
    ranges.get(range).is_some_and(|range| range.start <= at)
}

#[derive(Clone, Copy)]
enum WordCode {
    Frequent(u16),
    Rare(u32),
    FieldEnd,
}

impl SequenceIndex {
    /// Joins all blocks, in order.
    pub(super) fn new(words: Arc<RankTable>, blocks: Vec<CodeSequence>) -> SequenceIndex {
        SequenceIndex { words, blocks }
    }

    /// Prepares a phrase: for each place, the words that can stand there, as sorted ranges.
    pub(super) fn phrase(&self, places: &[Vec<Range<u32>>]) -> WordPhrase {
        let words = &self.words;
        let elements = places.iter().map(|ranges| {
            let frequent = ranges.iter().map(|range| words.frequent_in(range)).filter(|range| !range.is_empty());
            let frequent = frequent.map(|range| of_frequent(range.start)..of_frequent(range.end)).collect();
            let rare = ranges.iter().map(|range| words.rare_in(range)).filter(|range| !range.is_empty());
            SequenceElement { frequent, rare: rare.collect() }
        });
        let elements: Vec<SequenceElement> = elements.collect();
        let fewest = elements.iter().enumerate().min_by_key(|(_, element)| element.len());
        let sought = fewest.filter(|(_, element)| element.len() <= SOUGHT).map(|(at, element)| (at, element.finders()));
        WordPhrase { elements, sought }
    }

    /// Whether the words of the phrase stand side by side in this article.
    pub(super) fn has(&self, article: usize, phrase: &WordPhrase) -> bool {
        let block = &self.blocks[article / super::postings::BLOCK];
        let at = article % super::postings::BLOCK;
        let start = at.checked_sub(1).map_or(0, |before| block.ends[before]);
        let codes = &block.codes[start as usize..block.ends[at] as usize];
        let Some((place, finders)) = &phrase.sought else { return found(codes, &phrase.elements) };
        let (before, behind) = (&phrase.elements[..*place], &phrase.elements[place + 1..]);
        finders.iter().any(|finder| {
            let mut from = 0;
            while let Some(hit) = codes.get(from..).and_then(|rest| finder.find(rest)) {
                let at = from + hit;
                let end = at + finder.needle().len();
                if begins_word(codes, at) && stands(&codes[end..], behind) && ends(&codes[..at], before) {
                    return true;
                }
                from = at + 1;
            }
            false
        })
    }

    /// The memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.codes.len() + block.ends.len() * 4).sum()
    }
}

/// Whether the phrase occurs anywhere in these words.
fn found(codes: &[u8], elements: &[SequenceElement]) -> bool {
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
fn stands(codes: &[u8], elements: &[SequenceElement]) -> bool {
    let mut rest = codes;
    elements.iter().all(|element| {
        let (code, behind) = next(rest);
        rest = behind;
        element.takes(code)
    })
}

/// Whether these words end with the phrase.
fn ends(codes: &[u8], elements: &[SequenceElement]) -> bool {
    let mut rest = codes;
    elements.iter().rev().all(|element| {
        let size = if rest.last().is_some_and(|&byte| is_half(byte)) { 4 } else { 2 };
        let (before, last) = rest.split_at(rest.len().saturating_sub(size));
        rest = before;
        element.takes(next(last).0)
    })
}

/// Whether a word begins here, rather than the second byte of a number or the second half of a word.
fn begins_word(codes: &[u8], at: usize) -> bool {
    let halves = || codes[..at].rchunks_exact(2).take_while(|code| is_half(code[1])).count();
    at.is_multiple_of(2) && halves().is_multiple_of(2)
}

/// Whether a number is half of a word, judged by its higher byte.
fn is_half(byte: u8) -> bool {
    byte & 0x80 != 0
}

/// Splits off the first word.
fn next(codes: &[u8]) -> (WordCode, &[u8]) {
    match *codes {
        [a, b, c, d, ..] if is_half(b) => {
            let half = |bytes: [u8; 2]| u32::from(u16::from_le_bytes(bytes) & !HALF);
            (WordCode::Rare(half([a, b]) << 15 | half([c, d])), &codes[4..])
        }
        [0, 0, ..] => (WordCode::FieldEnd, &codes[2..]),
        [a, b, ..] => (WordCode::Frequent(u16::from_le_bytes([a, b])), &codes[2..]),
        _ => (WordCode::FieldEnd, &[]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::*;

    /// Frequent words come first; there are enough others for each half of one to be either half of another.
    const FIRST_RARE: u32 = 6;
    const ALL: u32 = FIRST_RARE + (3 << 15);

    fn word() -> impl Strategy<Value = u32> {
        prop_oneof![0..FIRST_RARE, (0_u32..3, 0_u32..3).prop_map(|(high, low)| FIRST_RARE + (high << 15 | low))]
    }

    fn place() -> impl Strategy<Value = Vec<Range<u32>>> {
        let few = proptest::collection::btree_set(word(), 1..4);
        prop_oneof![
            4 => few.prop_map(|words| words.into_iter().map(|word| word..word + 1).collect()),
            1 => (0..ALL).prop_map(|first| std::iter::once(first..ALL).collect()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn phrases_are_found_as_by_going_from_word_to_word(
            articles in proptest::collection::vec(proptest::collection::vec(
                proptest::collection::vec(word(), 0..8), 0..3), 1..4),
            places in proptest::collection::vec(place(), 2..4)
        ) {
            static RANKS: OnceLock<Arc<RankTable>> = OnceLock::new();
            let frequent = |word| word < FIRST_RARE as usize;
            let ranks = RANKS.get_or_init(|| Arc::new(RankTable::new(ALL as usize, frequent)));
            let codes: Vec<Vec<u32>> = articles.iter().map(|fields| {
                let field = |field: &Vec<u32>| field.iter().map(|&word| ranks.code(word)).chain([FIELD_END]).collect::<Vec<_>>();
                fields.iter().flat_map(field).collect()
            }).collect();
            let sequence = CodeSequence::of(codes.iter().map(Vec::as_slice));
            let sequences = SequenceIndex::new(Arc::clone(ranks), vec![sequence]);
            let phrase = sequences.phrase(&places);
            let stands = |words: &[u32]| words.iter().zip(&places).all(|(word, place)| place.iter().any(|range| range.contains(word)));
            for (at, fields) in articles.iter().enumerate() {
                let right = fields.iter().any(|field| field.windows(places.len()).any(stands));
                prop_assert_eq!(sequences.has(at, &phrase), right, "{:?}", fields);
            }
        }
    }
}
