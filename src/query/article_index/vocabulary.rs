//! The folded words of all articles, sorted: resolves prefixes and infixes to words.

use std::cmp::Ordering;
use std::ops::Range;

use memchr::memmem::Finder;
use regex::Regex;

/// Distinct words in byte order. A word is identified by its position.
#[derive(Debug, Default)]
pub(super) struct WordVocabulary {
    /// The words, each preceded by a line end, with one more at the end.
    text: String,
    /// Where each word starts, followed by the end.
    starts: Vec<u32>,
    /// The first word that does not begin with an ASCII digit. Before it are numbers, of which there can be as many as
    /// articles: their ids.
    letters_from: u32,
    /// The words before that which are not all digits.
    numbers: Vec<u32>,
}

impl WordVocabulary {
    /// Builds the vocabulary from words that are sorted and distinct.
    ///
    /// # Panics
    /// If they take 4 GB or more.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> WordVocabulary {
        let mut vocabulary = WordVocabulary { text: "\n".to_owned(), ..WordVocabulary::default() };
        let end = |text: &String| u32::try_from(text.len()).expect("a vocabulary below 4 GB");
        for word in words {
            vocabulary.starts.push(end(&vocabulary.text));
            vocabulary.text.push_str(word);
            vocabulary.text.push('\n');
        }
        vocabulary.starts.push(end(&vocabulary.text));
        vocabulary.text.shrink_to_fit();
        vocabulary.starts.shrink_to_fit();
        vocabulary.letters_from = vocabulary.partition(|word| word < ":");
        let is_mixed = |&word: &u32| !vocabulary.get(word).bytes().all(|byte| byte.is_ascii_digit());
        vocabulary.numbers = (0..vocabulary.letters_from).filter(is_mixed).collect();
        vocabulary
    }

    /// The number of words.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).expect("fewer words than bytes")
    }

    /// The word at a position.
    pub(super) fn get(&self, word: u32) -> &str {
        let word = word as usize;
        &self.text[self.starts[word] as usize..self.starts[word + 1] as usize - 1]
    }

    /// All words in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.len()).map(|word| (word, self.get(word)))
    }

    /// The first word for which the test fails; it must hold for all words before that and for none after.
    fn partition(&self, holds: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The words that begin with this text.
    pub(super) fn prefix(&self, prefix: &str) -> Range<u32> {
        let start = self.partition(|word| word < prefix);
        start..self.partition(|word| word < prefix || word.starts_with(prefix)).max(start)
    }

    /// This word alone, or nothing.
    pub(super) fn exact(&self, word: &str) -> Range<u32> {
        let at = self.partition(|other| other < word);
        let found = at < self.len() && self.get(at).cmp(word) == Ordering::Equal;
        at..at + u32::from(found)
    }

    /// The words that contain this text, at their end if `last`, as sorted ranges.
    pub(super) fn infix(&self, piece: &str, last: bool) -> Vec<Range<u32>> {
        let needle = if last { format!("{piece}\n") } else { piece.to_owned() };
        let finder = Finder::new(needle.as_bytes());
        let mut found: Vec<Range<u32>> = Vec::new();
        let mut word = 0;
        if !piece.bytes().all(|byte| byte.is_ascii_digit()) {
            let has =
                |word: &&u32| if last { self.get(**word).ends_with(piece) } else { self.get(**word).contains(piece) };
            self.numbers.iter().filter(has).for_each(|&word| push(&mut found, word));
            word = self.letters_from;
        }
        let mut at = self.starts[word as usize] as usize;
        while let Some(hit) = self.text.as_bytes().get(at..).and_then(|rest| finder.find(rest)) {
            word = self.word_at(at + hit, word);
            push(&mut found, word);
            // Continue in the next word, at its preceding line end.
            at = self.starts[word as usize + 1] as usize;
            word += 1;
        }
        found
    }

    /// The words in which an expression matches, as sorted ranges. It may match nothing but letters and digits, and
    /// line ends as the ends of a word.
    pub(super) fn matching(&self, regex: &Regex, needs_letter: bool) -> Vec<Range<u32>> {
        let mut found: Vec<Range<u32>> = Vec::new();
        if needs_letter {
            let numbers = self.numbers.iter().filter(|&&word| regex.is_match(self.get(word)));
            numbers.for_each(|&word| push(&mut found, word));
        }
        let mut word = if needs_letter { self.letters_from } else { 0 };
        let mut at = self.starts[word as usize] as usize;
        while let Some(hit) = regex.find_at(&self.text, at) {
            word = self.word_at(hit.start(), word);
            push(&mut found, word);
            at = self.starts[word as usize + 1] as usize;
            word += 1;
            if word == self.len() {
                break;
            }
        }
        found
    }

    /// The word that contains a byte; it is not before `from`.
    fn word_at(&self, byte: usize, from: u32) -> u32 {
        // Galloping search: hits are often close together.
        let from = from as usize;
        let ends = &self.starts[from + 1..];
        let mut step = 1;
        while step < ends.len() && ends[step - 1] as usize <= byte {
            step *= 2;
        }
        let low = step / 2;
        let high = step.min(ends.len());
        let behind = low + ends[low..high].partition_point(|&end| end as usize <= byte);
        u32::try_from(from + behind).expect("fewer words than bytes")
    }

    /// The memory used, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.starts.capacity() * 4
    }
}

/// Appends a word.
fn push(ranges: &mut Vec<Range<u32>>, word: u32) {
    match ranges.last_mut() {
        Some(last) if last.end == word => last.end += 1,
        _ => ranges.push(word..word + 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_found_as_by_looking_at_each(
            words in proptest::collection::btree_set("[a-cгб]{1,5}|gwadar[a-z]?|[0-9]{1,2}[abг]?", 0..60), sought in "[a-cгб]{1,3}|gwa|dar|[0-9][ab]?"
        ) {
            let vocabulary = WordVocabulary::new(words.iter().map(String::as_str));
            let is = |ranges: Vec<Range<u32>>, holds: &dyn Fn(&str) -> bool| {
                let found: Vec<&str> = ranges.into_iter().flatten().map(|word| vocabulary.get(word)).collect();
                let right: Vec<&str> = words.iter().map(String::as_str).filter(|word| holds(word)).collect();
                assert_eq!(found, right);
            };
            is(vec![vocabulary.prefix(&sought)], &|word| word.starts_with(&sought));
            is(vec![vocabulary.exact(&sought)], &|word| word == sought);
            is(vocabulary.infix(&sought, false), &|word| word.contains(&sought));
            is(vocabulary.infix(&sought, true), &|word| word.ends_with(&sought));
            let regex = Regex::new(&format!("{sought}|b[a-c]|(?m:^)a(?m:$)")).unwrap();
            is(vocabulary.matching(&regex, false), &|word| regex.is_match(word));
            let regex = Regex::new("гб|b[a-c]|a|gw").unwrap();
            is(vocabulary.matching(&regex, true), &|word| regex.is_match(word));
        }
    }
}
