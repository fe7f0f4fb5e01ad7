//! Turns text into numbered words quickly: each distinct token between two spaces is folded once and looked up
//! afterwards.

use std::borrow::Cow;
use std::hash::BuildHasher as _;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashSet, HashTable};

use super::sequences::FIELD_END;
use crate::dossier::memory;
use crate::text::fold;

/// Tokens up to this many bytes are cached as numbers.
pub(super) const SHORT: usize = 16;
/// Longer tokens are not cached.
const PIECE: usize = 64;
/// The cache is emptied when it holds this many tokens.
const PIECES: usize = 1 << 20;

/// The words that one thread has seen, and a cache of what tokens fold to.
#[derive(Default)]
pub(super) struct WordReader {
    hasher: DefaultHashBuilder,
    words: ReadWords,
    short: HashTable<ShortWord>,
    pieces: HashTable<ArticlePart>,
    /// The longer cached tokens, one after another.
    texts: String,
    /// The words of cached tokens, one after another.
    lists: Vec<u32>,
    list: Vec<u32>,
}

/// What a token folds to.
#[derive(Clone, Copy)]
struct WordMeaning {
    /// The only word, or the position in [`WordReader::lists`] of the words.
    words: u32,
    /// The number of words.
    count: u8,
    odd: bool,
}

/// A token of at most 16 bytes.
#[derive(Clone, Copy)]
struct ShortWord {
    key: [u64; 2],
    len: u8,
    meaning: WordMeaning,
}

/// A longer token.
#[derive(Clone, Copy)]
struct ArticlePart {
    /// The position in [`WordReader::texts`].
    text: u32,
    len: u8,
    meaning: WordMeaning,
}

/// Distinct folded words, numbered in the order in which they were seen.
#[derive(Default)]
pub(super) struct ReadWords {
    texts: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    /// For each word, the last article that had it, counted from 1, and how many have it.
    met: Vec<(u32, u32)>,
    /// For each word, whether it was seen in a form in which a regular expression may not find it as it stands here.
    bent: Vec<bool>,
}

/// The words of a block of articles.
#[derive(Debug, Default)]
pub(super) struct TokenReader {
    /// The reader's word numbers; [`FIELD_END`] follows each field.
    pub(super) words: Vec<u32>,
    /// For each article, where its words end.
    pub(super) ends: Vec<u32>,
    /// For each article, whether some of its text is not ASCII.
    pub(super) foreign: Vec<bool>,
    /// For each article, whether letters that are adjacent in its text ended up in different words.
    pub(super) odd: Vec<bool>,
}

/// The expected number of words per article; reserving more wastes memory.
const WORDS: usize = 64;

impl TokenReader {
    /// Makes an empty block for this many articles.
    pub(super) fn for_now(articles: usize) -> TokenReader {
        TokenReader {
            words: memory::for_now(articles * WORDS),
            ends: Vec::with_capacity(articles),
            foreign: Vec::with_capacity(articles),
            odd: Vec::with_capacity(articles),
        }
    }

    /// The words of each article.
    pub(super) fn articles(&self) -> impl Iterator<Item = &[u32]> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.words[start as usize..end as usize])
    }
}

impl WordReader {
    /// Adds the words of an article, numbered `article` from 1.
    pub(super) fn read(&mut self, article: u32, fields: impl Fn(&mut dyn FnMut(&str)), tokens: &mut TokenReader) {
        let (mut foreign, mut odd) = (false, false);
        fields(&mut |field| {
            foreign |= !field.is_ascii();
            let mut at = 0;
            while at < field.len() {
                let end = end_of_piece(field.as_bytes(), at);
                if end > at {
                    odd |= self.piece(article, field, at..end, &mut tokens.words);
                }
                at = end + 1;
            }
            tokens.words.push(FIELD_END);
        });
        tokens.ends.push(u32::try_from(tokens.words.len()).expect("65,536 articles have less than 2^32 words"));
        tokens.foreign.push(foreign);
        tokens.odd.push(odd);
    }

    /// Adds the words of one token. Returns whether the token is odd.
    fn piece(&mut self, article: u32, field: &str, piece: Range<usize>, out: &mut Vec<u32>) -> bool {
        let known = if piece.len() <= SHORT {
            let key = key(field.as_bytes(), &piece);
            let hash = self.hasher.hash_one(key);
            let known = self.short.find(hash, |known| known.key == key && usize::from(known.len) == piece.len());
            known.map(|known| known.meaning).or_else(|| self.learn(hash, &field[piece.clone()], Some(key)))
        } else if piece.len() <= PIECE {
            let piece = &field[piece.clone()];
            let hash = self.hasher.hash_one(piece);
            let known = self.pieces.find(hash, |known| text_of(&self.texts, known) == piece);
            known.map(|known| known.meaning).or_else(|| self.learn(hash, piece, None))
        } else {
            None
        };
        let Some(known) = known else {
            let odd = self.fold(&field[piece]);
            self.words.count_all(&self.list, article, out);
            return odd;
        };
        if known.count == 1 {
            self.words.count(known.words, article);
            out.push(known.words);
        } else {
            let list = &self.lists[known.words as usize..][..usize::from(known.count)];
            self.words.count_all(list, article, out);
        }
        known.odd
    }

    /// Caches what a token folds to, unless it contains a digit: there can be as many numbers as articles.
    fn learn(&mut self, hash: u64, piece: &str, key: Option<[u64; 2]>) -> Option<WordMeaning> {
        if piece.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if self.pieces.len() + self.short.len() >= PIECES {
            self.pieces.clear();
            self.short.clear();
            self.texts.clear();
            self.lists.clear();
        }
        let odd = self.fold(piece);
        let position = |len: usize| u32::try_from(len).expect("a million pieces of 64 bytes");
        let short = |len: usize| u8::try_from(len).expect("64 bytes and what they decompose to");
        let mut meaning = WordMeaning { words: position(self.lists.len()), count: short(self.list.len()), odd };
        match self.list[..] {
            [only] => meaning.words = only,
            _ => self.lists.extend_from_slice(&self.list),
        }
        let len = short(piece.len());
        if let Some(key) = key {
            self.short.insert_unique(hash, ShortWord { key, len, meaning }, |known| self.hasher.hash_one(known.key));
        } else {
            let new = ArticlePart { text: position(self.texts.len()), len, meaning };
            self.texts.push_str(piece);
            let (texts, hasher) = (&self.texts, &self.hasher);
            self.pieces.insert_unique(hash, new, |known| hasher.hash_one(text_of(texts, known)));
        }
        Some(meaning)
    }

    /// Appends the words of a token to `list`. Returns whether the token is odd.
    fn fold(&mut self, piece: &str) -> bool {
        self.list.clear();
        if piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            // An id, a date or a word with nothing to fold.
            let words = piece.split('-').filter(|word| !word.is_empty());
            self.list.extend(words.map(|word| self.words.number(word, &self.hasher)));
            return false;
        }
        let folded = fold::words(piece);
        let letters = fold::letters(piece);
        let runs = RegexRuns::of(&letters);
        for word in folded.split_ascii_whitespace() {
            let number = self.words.number(word, &self.hasher);
            self.list.push(number);
            if !runs.has(word) {
                self.words.bent[number as usize] = true;
            }
        }
        !piece.is_ascii() && is_odd(piece, &letters, &folded)
    }

    /// The words seen so far.
    pub(super) fn into_words(self) -> ReadWords {
        self.words
    }
}

/// The end of the token that begins here: at the first byte up to a space. No word extends across one.
pub(super) fn end_of_piece(text: &[u8], from: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    let mut at = from;
    while let Some(&eight) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let bytes = u64::from_le_bytes(eight);
        let spaces = bytes.wrapping_sub(ONES * 0x21) & !bytes & (ONES * 0x80);
        if spaces != 0 {
            return at + spaces.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    text[at..].iter().position(|&byte| byte <= b' ').map_or(text.len(), |space| at + space)
}

/// Up to 16 bytes as numbers, padded with zeros.
pub(super) fn key(text: &[u8], piece: &Range<usize>) -> [u64; 2] {
    let number = if let Some(&bytes) = text.get(piece.start..).and_then(<[u8]>::first_chunk) {
        u128::from_le_bytes(bytes) & (u128::MAX >> (8 * (SHORT - piece.len())))
    } else {
        let mut bytes = [0; SHORT];
        bytes[..piece.len()].copy_from_slice(&text[piece.clone()]);
        u128::from_le_bytes(bytes)
    };
    #[allow(clippy::cast_possible_truncation)] // the one half, and the other
    [number as u64, (number >> 64) as u64]
}

fn text_of<'t>(texts: &'t str, piece: &ArticlePart) -> &'t str {
    &texts[piece.text as usize..][..usize::from(piece.len)]
}

/// The runs of characters that a regular expression counts to one word.
enum RegexRuns<'l> {
    /// Of a short piece: they are compared one by one.
    Few(&'l str),
    /// Of a long piece, which may have as many words as runs.
    Many(HashSet<&'l str>),
}

impl<'l> RegexRuns<'l> {
    fn of(letters: &'l str) -> RegexRuns<'l> {
        if letters.len() <= PIECE { RegexRuns::Few(letters) } else { RegexRuns::Many(Self::split(letters).collect()) }
    }

    fn split(letters: &str) -> impl Iterator<Item = &str> {
        letters.split(|c| !in_word(c))
    }

    /// Whether a regular expression finds the word as it stands, with nothing of a word beside it.
    fn has(&self, word: &str) -> bool {
        match self {
            RegexRuns::Few(letters) => Self::split(letters).any(|run| run == word),
            RegexRuns::Many(runs) => runs.contains(word),
        }
    }
}

/// Whether a regular expression treats the character as part of a word. Yes if its tables are missing.
fn in_word(c: char) -> bool {
    regex_syntax::try_is_word_character(c).unwrap_or(true)
}

/// Whether letters that stand side by side, in the text or in its letters, do not do so in one of its words. Both are
/// walked once: words stand in the order of the runs that they come from.
fn is_odd(piece: &str, letters: &str, folded: &str) -> bool {
    let by_letters = letters.split(|c: char| !c.is_alphanumeric()).map(Cow::Borrowed);
    let by_text = piece.split(|c: char| !c.is_alphanumeric()).map(fold::letters);
    !(are_in_order(by_letters, folded) && are_in_order(by_text, folded))
}

/// Whether each run stands within a word, none before the one ahead of it.
fn are_in_order<'r>(runs: impl Iterator<Item = Cow<'r, str>>, folded: &str) -> bool {
    let mut rest = folded;
    runs.into_iter().filter(|run| !run.is_empty()).all(|run| match rest.find(&*run) {
        Some(at) => {
            rest = &rest[at + run.len()..];
            true
        }
        None => false,
    })
}

impl ReadWords {
    fn number(&mut self, word: &str, hasher: &DefaultHashBuilder) -> u32 {
        let hash = hasher.hash_one(word);
        let (texts, ends) = (&self.texts, &self.ends);
        if let Some(&known) = self.table.find(hash, |&at| text(texts, ends, at) == word) {
            return known;
        }
        let new = u32::try_from(self.ends.len()).expect("fewer than 2^32 words");
        self.texts.push_str(word);
        self.ends.push(u32::try_from(self.texts.len()).expect("a vocabulary below 4 GB"));
        self.met.push((0, 0));
        self.bent.push(false);
        let (texts, ends) = (&self.texts, &self.ends);
        self.table.insert_unique(hash, new, |&at| hasher.hash_one(text(texts, ends, at)));
        new
    }

    fn count(&mut self, word: u32, article: u32) {
        let (last, count) = &mut self.met[word as usize];
        *count += u32::from(*last != article);
        *last = article;
    }

    fn count_all(&mut self, words: &[u32], article: u32, out: &mut Vec<u32>) {
        words.iter().for_each(|&word| self.count(word, article));
        out.extend_from_slice(words);
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Each word with its number, how many articles have it, and whether it may differ from the text.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32, u32, bool)> {
        (0_u32..)
            .zip(self.met.iter().zip(&self.bent))
            .map(|(at, (&(_, count), &bent))| (text(&self.texts, &self.ends, at), at, count, bent))
    }
}

fn text<'t>(texts: &'t str, ends: &[u32], at: u32) -> &'t str {
    let start = at.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &texts[start as usize..ends[at as usize] as usize]
}
