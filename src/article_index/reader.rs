//! Text into numbered words, fast: what stands between two spaces is folded once, and looked up from then on.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::fold;
use super::sequences::FIELD_END;

/// Longer pieces are not remembered.
const PIECE: usize = 64;
/// When so many pieces are remembered, all are forgotten.
const PIECES: usize = 1 << 20;

/// The words that one thread has met, and what pieces of text mean.
#[derive(Default)]
pub(super) struct Reader {
    hasher: DefaultHashBuilder,
    words: Words,
    pieces: HashTable<Piece>,
    /// The pieces, one behind the other.
    texts: String,
    /// The words of the pieces, one behind the other.
    lists: Vec<u32>,
    list: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Piece {
    text: u32,
    list: u32,
    text_len: u8,
    list_len: u8,
    odd: bool,
}

/// Distinct folded words, numbered in the order in which they came.
#[derive(Default)]
pub(super) struct Words {
    texts: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    /// By word: the last article that had it, from 1.
    last: Vec<u32>,
    /// By word: how many articles have it.
    counts: Vec<u32>,
    /// By word: whether it was ever met in a form in which a regular expression might not find it as it stands here.
    bent: Vec<bool>,
}

/// The words of a block of articles.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// Numbers of the reader that met them; [`FIELD_END`] behind each field.
    pub(super) words: Vec<u32>,
    /// By article: where its words end.
    pub(super) ends: Vec<u32>,
    /// By article: whether not all of its text is ASCII.
    pub(super) foreign: Vec<bool>,
    /// By article: whether it has letters that stand side by side in its text but in different words.
    pub(super) odd: Vec<bool>,
}

impl Tokens {
    /// The words of each article.
    pub(super) fn articles(&self) -> impl Iterator<Item = &[u32]> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.words[start as usize..end as usize])
    }
}

impl Reader {
    /// Adds the words of an article, called `article` from 1.
    pub(super) fn read(&mut self, article: u32, fields: impl Fn(&mut dyn FnMut(&str)), tokens: &mut Tokens) {
        let (mut foreign, mut odd) = (false, false);
        fields(&mut |field| {
            foreign |= !field.is_ascii();
            for piece in field.split_ascii_whitespace() {
                odd |= self.piece(article, piece, &mut tokens.words);
            }
            tokens.words.push(FIELD_END);
        });
        tokens.ends.push(u32::try_from(tokens.words.len()).expect("65,536 articles have less than 2^32 words"));
        tokens.foreign.push(foreign);
        tokens.odd.push(odd);
    }

    /// Whether the piece is odd.
    fn piece(&mut self, article: u32, piece: &str, out: &mut Vec<u32>) -> bool {
        if piece.len() > PIECE {
            let odd = self.fold(piece);
            self.list.iter().for_each(|&word| self.words.count(word, article));
            out.extend_from_slice(&self.list);
            return odd;
        }
        let hash = self.hasher.hash_one(piece);
        let texts = &self.texts;
        let text = |piece: &Piece| &texts[piece.text as usize..][..usize::from(piece.text_len)];
        let known = match self.pieces.find(hash, |known| text(known) == piece) {
            Some(&known) => known,
            None => self.learn(hash, piece),
        };
        let list = &self.lists[known.list as usize..][..usize::from(known.list_len)];
        list.iter().for_each(|&word| self.words.count(word, article));
        out.extend_from_slice(list);
        known.odd
    }

    fn learn(&mut self, hash: u64, piece: &str) -> Piece {
        if self.pieces.len() >= PIECES {
            self.pieces.clear();
            self.texts.clear();
            self.lists.clear();
        }
        let odd = self.fold(piece);
        let position = |len: usize| u32::try_from(len).expect("a million pieces of 64 bytes");
        let short = |len: usize| u8::try_from(len).expect("64 bytes and what they decompose to");
        let new = Piece {
            text: position(self.texts.len()),
            list: position(self.lists.len()),
            text_len: short(piece.len()),
            list_len: short(self.list.len()),
            odd,
        };
        self.texts.push_str(piece);
        self.lists.extend_from_slice(&self.list);
        let (texts, hasher) = (&self.texts, &self.hasher);
        let text = |piece: &Piece| hasher.hash_one(&texts[piece.text as usize..][..usize::from(piece.text_len)]);
        self.pieces.insert_unique(hash, new, text);
        new
    }

    /// The words of a piece, into `list`. Whether it is odd.
    fn fold(&mut self, piece: &str) -> bool {
        self.list.clear();
        let folded = fold::words(piece);
        let letters = fold::letters(piece);
        for word in folded.split_ascii_whitespace() {
            let number = self.words.number(word, &self.hasher);
            self.list.push(number);
            if !stands_alone(&letters, word) {
                self.words.bent[number as usize] = true;
            }
        }
        !piece.is_ascii() && is_odd(piece, &letters, &folded)
    }

    /// What it has met.
    pub(super) fn into_words(self) -> Words {
        self.words
    }
}

/// Whether a word is found in the letters with nothing beside it that belongs to a word for a regular expression.
fn stands_alone(letters: &str, word: &str) -> bool {
    letters.match_indices(word).any(|(at, _)| {
        let before = letters[..at].chars().next_back();
        let behind = letters[at + word.len()..].chars().next();
        !before.is_some_and(in_word) && !behind.is_some_and(in_word)
    })
}

/// Whether a regular expression counts the character to a word. Wherever its tables are missing: yes.
fn in_word(c: char) -> bool {
    regex_syntax::try_is_word_character(c).unwrap_or(true)
}

/// Whether letters that stand side by side, in the text or in its letters, do not do so in one of its words.
fn is_odd(piece: &str, letters: &str, folded: &str) -> bool {
    let is_within = |run: &str| folded.split_ascii_whitespace().any(|word| word.contains(run));
    let by_letters = letters.split(|c: char| !c.is_alphanumeric()).all(is_within);
    let by_text = piece.split(|c: char| !c.is_alphanumeric()).all(|run| is_within(&fold::letters(run)));
    !(by_letters && by_text)
}

impl Words {
    fn number(&mut self, word: &str, hasher: &DefaultHashBuilder) -> u32 {
        let hash = hasher.hash_one(word);
        let (texts, ends) = (&self.texts, &self.ends);
        if let Some(&known) = self.table.find(hash, |&at| text(texts, ends, at) == word) {
            return known;
        }
        let new = u32::try_from(self.ends.len()).expect("fewer than 2^32 words");
        self.texts.push_str(word);
        self.ends.push(u32::try_from(self.texts.len()).expect("a vocabulary below 4 GB"));
        self.last.push(0);
        self.counts.push(0);
        self.bent.push(false);
        let (texts, ends) = (&self.texts, &self.ends);
        self.table.insert_unique(hash, new, |&at| hasher.hash_one(text(texts, ends, at)));
        new
    }

    fn count(&mut self, word: u32, article: u32) {
        let last = &mut self.last[word as usize];
        if *last != article {
            *last = article;
            self.counts[word as usize] += 1;
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Each word with its number, how many articles have it, and whether it is bent.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32, u32, bool)> {
        (0_u32..)
            .zip(self.counts.iter().zip(&self.bent))
            .map(|(at, (&count, &bent))| (text(&self.texts, &self.ends, at), at, count, bent))
    }
}

fn text<'t>(texts: &'t str, ends: &[u32], at: u32) -> &'t str {
    let start = at.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &texts[start as usize..ends[at as usize] as usize]
}
