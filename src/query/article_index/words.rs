//! Everything known about the words of all articles, and how it is built.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rayon::prelude::*;

use super::bits::BitSet;
use super::fields::fields;
use super::grams::GramIndex;
use super::order::ArticleOrder;
use super::postings::{self, BLOCK, FEW, PostingLists};
use super::ranks::RankTable;
use super::reader::{self, TokenReader, WordReader};
use super::sequences::{CodeSequence, FIELD_END, FREQUENT, SequenceIndex};
use super::tree::PrefixTree;
use super::vocabulary::WordVocabulary;
use crate::dossier::ArticleStore;
use crate::dossier::memory;
use crate::threads;

/// The number of building threads: the screen has to stay responsive meanwhile.
const THREADS: usize = 2;

/// The words of all articles in display order.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    pub(super) vocabulary: WordVocabulary,
    pub(super) postings: PostingLists,
    pub(super) tree: PrefixTree,
    pub(super) grams: GramIndex,
    pub(super) sequences: SequenceIndex,
    /// The articles of which some text is not ASCII.
    pub(super) foreign: BitSet,
    /// The articles with letters that are adjacent in the text but ended up in different words.
    pub(super) odd: BitSet,
    /// The words, sorted, that a regular expression may not find in every text that they were taken from.
    pub(super) bent: Vec<u32>,
}

impl WordIndex {
    /// Reads all text. `progress` is told how many articles of how many are done; each counts twice.
    pub(super) fn of(
        articles: &ArticleStore,
        order: &ArticleOrder,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> WordIndex {
        let len = order.len();
        let blocks = len.div_ceil(BLOCK);
        let done = AtomicUsize::new(0);
        let advance = |more: usize| progress(done.fetch_add(more, Ordering::Relaxed) + more, 2 * len);

        // Each thread numbers words in the order in which it sees them.
        let numbers = AtomicUsize::new(0);
        let next = |numbers: &AtomicUsize| Some(numbers.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < blocks);
        let tokens: Vec<Mutex<Option<(usize, TokenReader)>>> = (0..blocks).map(|_| Mutex::default()).collect();
        let threads = threads::count().min(THREADS).min(blocks);
        let read = |thread: usize| {
            let mut reader = WordReader::default();
            while let Some(block) = next(&numbers) {
                let first = block * BLOCK;
                let mut of_block = TokenReader::for_now(len.min(first + BLOCK) - first);
                for position in first..len.min(first + BLOCK) {
                    let position = u32::try_from(position).expect("fewer than 2^32 articles");
                    let article = articles.get(order.article(position));
                    reader.read(position + 1, |field| fields(&article, field), &mut of_block);
                    if (position + 1) % 8192 == 0 {
                        advance(8192);
                    }
                }
                *tokens[block].lock().expect("no thread panics") = Some((thread, of_block));
            }
            reader.into_words()
        };
        let read = &read;
        let met: Vec<reader::ReadWords> = thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|thread| threads::share(scope, move || read(thread))).collect();
            running.into_iter().map(|work| work.join().expect("no thread panics")).collect()
        });

        let WordSeen { vocabulary, numbers: mut codes, counts, bent } = WordSeen::of(&met);
        drop(met);
        let ranks = Arc::new(RankTable::of_counts(&counts, FEW, FREQUENT));
        codes.iter_mut().flatten().for_each(|word| *word = ranks.code(*word));
        let plan = postings::PostingPlan::new(Arc::clone(&ranks), vocabulary.len());
        let numbers = AtomicUsize::new(0);
        type Made = (postings::PostingBlock, CodeSequence, Vec<bool>, Vec<bool>);
        let made: Vec<Mutex<Option<Made>>> = (0..blocks).map(|_| Mutex::default()).collect();
        thread::scope(|scope| {
            for _ in 0..threads {
                threads::share(scope, || {
                    while let Some(block) = next(&numbers) {
                        let taken = tokens[block].lock().expect("no thread panics").take();
                        let (thread, mut tokens) = taken.expect("every block was read");
                        for word in tokens.words.iter_mut().filter(|word| **word != FIELD_END) {
                            *word = codes[thread][*word as usize];
                        }
                        let first = u32::try_from(block * BLOCK).expect("fewer than 2^32 articles");
                        let postings = plan.block(first, tokens.articles());
                        let sequence = CodeSequence::of(tokens.articles());
                        advance(tokens.ends.len());
                        let all = (postings, sequence, tokens.foreign, tokens.odd);
                        *made[block].lock().expect("no thread panics") = Some(all);
                    }
                });
            }
        });

        let mut words = WordIndex { vocabulary, bent, ..WordIndex::default() };
        let (mut lists, mut sequences) = (Vec::new(), Vec::new());
        let (mut foreign, mut odd) = (Vec::new(), Vec::new());
        for block in made {
            let all = block.into_inner().expect("no thread panics").expect("every block was made");
            lists.push(all.0);
            sequences.push(all.1);
            foreign.extend(all.2);
            odd.extend(all.3);
        }
        let set = |flags: &[bool]| BitSet::of(len, (0_u32..).zip(flags).filter(|(_, flag)| **flag).map(|(at, _)| at));
        (words.foreign, words.odd) = (set(&foreign), set(&odd));
        words.postings = plan.finish(lists);
        words.sequences = SequenceIndex::new(ranks, sequences);
        words.tree = PrefixTree::new(&words.postings, words.vocabulary.len(), len);
        words.grams = GramIndex::new(&words.vocabulary, &words.postings, len);
        words
    }

    /// The memory of each part in bytes, for measuring.
    pub(super) fn bytes(&self) -> [(&'static str, usize); 5] {
        [
            ("vocabulary", self.vocabulary.bytes()),
            ("postings", self.postings.bytes()),
            ("tree", self.tree.bytes()),
            ("grams", self.grams.bytes()),
            ("sequences", self.sequences.bytes()),
        ]
    }
}

/// The words of several threads, merged.
struct WordSeen {
    vocabulary: WordVocabulary,
    /// For each thread and its number of a word, the word.
    numbers: Vec<Vec<u32>>,
    /// For each word, how many articles have it.
    counts: Vec<u32>,
    bent: Vec<u32>,
}

impl WordSeen {
    fn of(threads: &[reader::ReadWords]) -> WordSeen {
        let mut all: Vec<(&str, usize, u32, u32, bool)> =
            memory::for_now(threads.iter().map(reader::ReadWords::len).sum());
        for (thread, words) in threads.iter().enumerate() {
            all.extend(words.iter().map(|(text, number, count, bent)| (text, thread, number, count, bent)));
        }
        all.par_sort_unstable();
        let mut numbers: Vec<Vec<u32>> = threads.iter().map(|words| vec![0; words.len()]).collect();
        let mut counts: Vec<u32> = memory::for_now(all.len());
        let mut bent: Vec<u32> = Vec::new();
        let mut distinct: Vec<&str> = memory::for_now(all.len());
        for (text, thread, number, count, is_bent) in all {
            if distinct.last() != Some(&text) {
                distinct.push(text);
                counts.push(0);
            }
            let word = u32::try_from(distinct.len() - 1).expect("fewer than 2^32 words");
            numbers[thread][number as usize] = word;
            counts[word as usize] += count;
            if is_bent && bent.last() != Some(&word) {
                bent.push(word);
            }
        }
        WordSeen { vocabulary: WordVocabulary::new(distinct.into_iter()), numbers, counts, bent }
    }
}
