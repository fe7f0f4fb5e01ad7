//! The columns of the store, and the blocks of rows that threads fill independently.

use std::borrow::Cow;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;

use super::dates::DateTable;
use super::names::NameTable;
use super::row::{ArticleRow, ShortText, TextLength};
use super::{Article, ArticleFields, ArticleParts, RARE};
use crate::dossier::date::DateError;
use crate::dossier::memory;
use crate::dossier::record::{ArticleIx, SourcePlace};

/// The size in bytes at which a segment takes no more text.
const SEGMENT: usize = 4 << 20;
/// A block with less text than this is copied into the last segment instead of becoming one.
const SMALL: usize = 256 << 10;

/// The fields that few articles have.
#[derive(Clone, Debug)]
struct RareFields {
    based_on: Vec<ArticleIx>,
    /// Number of the name, from 1; 0: none.
    relays: u32,
    /// Position in the table of tag lists, from 1; 0: none.
    tags: u32,
    /// Those of [`ArticleParts::rare`].
    texts: [ShortText; RARE],
    long: Option<Box<LongTexts>>,
    /// Whether an address was written with a name and password.
    had_password: bool,
}

impl Default for RareFields {
    fn default() -> Self {
        RareFields {
            based_on: Vec::new(),
            relays: 0,
            tags: 0,
            texts: [ShortText::NONE; RARE],
            long: None,
            had_password: false,
        }
    }
}

/// Texts too long for a row, each in its slot. What fits into the row is `None` here.
type LongTexts = [Option<Box<str>>; LANGUAGE + 1];

// The slots of `LongTexts`; those of `ArticleParts::rare` begin at `RARE_FROM`.
const ID: usize = 0;
const TITLE: usize = 1;
const URL: usize = 2;
const SUMMARY: usize = 3;
const RARE_FROM: usize = 4;
const LANGUAGE: usize = RARE_FROM + RARE;

/// Lists of tags, each stored once.
#[derive(Clone, Debug, Default)]
struct TagLists {
    lists: Vec<Box<[String]>>,
    numbers: hashbrown::HashMap<Box<[String]>, u32>,
}

impl TagLists {
    /// The number of this list, from 1.
    fn number(&mut self, tags: &[String]) -> u32 {
        if let Some(&number) = self.numbers.get(tags) {
            return number;
        }
        self.lists.push(tags.into());
        let number = u32::try_from(self.lists.len()).expect("no more tag lists than articles");
        self.numbers.insert(tags.into(), number);
        number
    }
}

/// The rows, and the tables that they refer to by number.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockColumns {
    pub(super) rows: Vec<ArticleRow>,
    pub(super) outlets: NameTable,
    pub(super) languages: NameTable,
    pub(super) dates: DateTable,
    segments: Vec<Arc<String>>,
    relays: NameTable,
    tags: TagLists,
    rare: Vec<RareFields>,
}

impl BlockColumns {
    /// Adds an article, its text to the last segment.
    pub(super) fn push(&mut self, fields: &ArticleFields) {
        let published = fields.published.as_ref().map_or(0, |date| self.dates.number(date));
        let retrieved = fields.retrieved.as_ref().map_or(0, |date| self.dates.number(date));
        let room = |segment: &mut Arc<String>| segment.len() < SEGMENT && Arc::get_mut(segment).is_some();
        if !self.segments.last_mut().is_some_and(room) {
            self.segments.push(Arc::default());
        }
        let segment = self.segments.len() - 1;
        let mut text = std::mem::take(Arc::get_mut(&mut self.segments[segment]).expect("a segment that nobody shares"));
        self.write(&ArticleParts::from(fields), published, retrieved, &mut text, segment);
        self.segments[segment] = Arc::new(text);
    }

    /// Adds a row for an article whose texts are appended to `text`.
    fn write(&mut self, parts: &ArticleParts<'_>, published: u32, retrieved: u32, text: &mut String, segment: usize) {
        let mut row = ArticleRow::new(parts.kind, parts.offset);
        row.start = u32::try_from(text.len()).expect("segments end far below 4 GB");
        row.segment = u16::try_from(segment).expect("fewer than 65,536 segments of 4 MB");
        (row.published, row.retrieved) = (published, retrieved);
        row.outlet = self.outlets.number(&parts.outlet);

        let mut rare = RareFields::default();
        let mut long = LongTexts::default();
        let mut put = |slot: usize, piece: Option<&str>| {
            let length = ShortText::of(piece);
            match length.get() {
                TextLength::Apart => long[slot] = piece.map(Into::into),
                _ => text.push_str(piece.unwrap_or_default()),
            }
            length
        };
        row.id = put(ID, Some(&parts.id));
        row.title = put(TITLE, Some(&parts.title));
        let addresses = parts.addresses();
        rare.had_password = addresses.iter().flatten().any(|address| matches!(address, Cow::Owned(_)));
        let [url, copy] = addresses;
        row.url = put(URL, url.as_deref());
        row.summary = put(SUMMARY, parts.summary.as_deref());
        for (n, piece) in parts.rare(copy.as_deref()).into_iter().enumerate() {
            rare.texts[n] = put(RARE_FROM + n, piece);
        }

        if let Some(language) = parts.language.as_deref() {
            match u16::try_from(self.languages.number(language) + 1) {
                Ok(number) => row.language = number,
                Err(_) => long[LANGUAGE] = Some(language.into()),
            }
        }
        if let Some(relays) = parts.relays.as_deref() {
            rare.relays = self.relays.number(relays) + 1;
        }
        if !parts.tags.is_empty() {
            rare.tags = self.tags.number(&parts.tags);
        }
        if long.iter().any(Option::is_some) {
            rare.long = Some(Box::new(long));
        }
        let has_rare = parts.rare(copy.as_deref()).iter().any(Option::is_some) || rare.had_password;
        if has_rare || rare.relays > 0 || rare.tags > 0 || rare.long.is_some() {
            row.rare = self.add_rare(rare);
        }
        self.rows.push(row);
    }

    fn add_rare(&mut self, rare: RareFields) -> u32 {
        self.rare.push(rare);
        u32::try_from(self.rare.len()).expect("no more than there are articles")
    }

    /// Sets which articles this one is based on.
    pub(super) fn set_based_on(&mut self, ix: u32, based_on: Vec<ArticleIx>) {
        if self.rows[ix as usize].rare == 0 {
            if based_on.is_empty() {
                return;
            }
            self.rows[ix as usize].rare = self.add_rare(RareFields::default());
        }
        let rare = self.rows[ix as usize].rare;
        self.rare[rare as usize - 1].based_on = based_on;
    }

    /// Appends the rows of a block; returns the hashes of their ids.
    pub(super) fn append(&mut self, block: ArticleBlock) -> Vec<u64> {
        let ArticleBlock { columns: mut other, text, hashes, .. } = block;
        let (segment, start) = self.place(text);
        let outlets = self.outlets.adopt(&other.outlets);
        let languages = self.languages.adopt(&other.languages);
        let dates = self.dates.adopt(&other.dates);
        let relays = self.relays.adopt(&other.relays);
        let tags: Vec<u32> = other.tags.lists.iter().map(|list| self.tags.number(list)).collect();
        let rares = u32::try_from(self.rare.len()).expect("no more than there are articles");
        for rare in &mut other.rare {
            rare.relays = rare.relays.checked_sub(1).map_or(0, |at| relays[at as usize] + 1);
            rare.tags = rare.tags.checked_sub(1).map_or(0, |at| tags[at as usize]);
        }
        self.rare.append(&mut other.rare);
        for row in &mut other.rows {
            row.segment = segment;
            row.start += start;
            row.outlet = outlets[row.outlet as usize];
            row.published = dates[row.published as usize];
            row.retrieved = dates[row.retrieved as usize];
            if row.rare > 0 {
                row.rare += rares;
            }
            if row.language > 0 {
                let number = languages[usize::from(row.language - 1)] + 1;
                row.language = u16::try_from(number).unwrap_or_else(|_| {
                    let language = other.languages.get(u32::from(row.language - 1));
                    if row.rare == 0 {
                        self.rare.push(RareFields::default());
                        row.rare = u32::try_from(self.rare.len()).expect("no more than there are articles");
                    }
                    let rare = &mut self.rare[row.rare as usize - 1];
                    rare.long.get_or_insert_default()[LANGUAGE] = Some(language.into());
                    0
                });
            }
        }
        self.rows.append(&mut other.rows);
        hashes
    }

    /// Stores a text; returns the number of its segment and its start there.
    fn place(&mut self, text: String) -> (u16, u32) {
        let number = |len: usize| u16::try_from(len - 1).expect("fewer than 65,536 segments of 4 MB");
        if text.len() < SMALL
            && let Some(last) = self.segments.last_mut()
            && last.len() < SEGMENT
            && let Some(last) = Arc::get_mut(last)
        {
            let start = u32::try_from(last.len()).expect("segments end far below 4 GB");
            last.push_str(&text);
            return (number(self.segments.len()), start);
        }
        self.segments.push(Arc::new(text));
        (number(self.segments.len()), 0)
    }

    /// The id of a row.
    pub(super) fn id(&self, ix: usize) -> &str {
        let row = &self.rows[ix];
        match row.id.get() {
            TextLength::Here(len) => &self.segments[usize::from(row.segment)][row.start as usize..][..len],
            _ => self.rare(row).and_then(|rare| rare.long.as_ref()?[ID].as_deref()).unwrap_or_default(),
        }
    }

    /// One article.
    pub(super) fn article(&self, ix: usize, file: u32) -> Article<'_> {
        let row = &self.rows[ix];
        let rare = self.rare(row);
        let long = rare.and_then(|rare| rare.long.as_deref());
        let mut rest = &self.segments[usize::from(row.segment)][row.start as usize..];
        let mut piece = |length: ShortText, slot: usize| match length.get() {
            TextLength::None => None,
            TextLength::Here(len) => {
                let (piece, behind) = rest.split_at(len);
                rest = behind;
                Some(piece)
            }
            TextLength::Apart => long.and_then(|long| long[slot].as_deref()),
        };
        let id = piece(row.id, ID).unwrap_or_default();
        let title = piece(row.title, TITLE).unwrap_or_default();
        let url = piece(row.url, URL);
        let summary = piece(row.summary, SUMMARY);
        let texts = rare.map_or([ShortText::NONE; RARE], |rare| rare.texts);
        let texts = std::array::from_fn(|n| piece(texts[n], RARE_FROM + n));
        Article {
            id,
            title,
            url,
            summary,
            outlet: self.outlets.get(row.outlet),
            published: self.dates.text(row.published),
            retrieved: self.dates.text(row.retrieved),
            language: match row.language {
                0 => long.and_then(|long| long[LANGUAGE].as_deref()),
                number => Some(self.languages.get(u32::from(number - 1))),
            },
            kind: row.kind(),
            based_on: rare.map_or(&[], |rare| &rare.based_on),
            relays: rare.and_then(|rare| rare.relays.checked_sub(1)).map(|at| self.relays.get(at)),
            tags: rare.and_then(|rare| rare.tags.checked_sub(1)).map_or(&[], |at| &self.tags.lists[at as usize]),
            at: SourcePlace { file, offset: row.offset() },
            ..Article::of_rare(texts)
        }
    }

    /// Whether an address of a row was written with a name and password.
    pub(super) fn had_password(&self, ix: usize) -> bool {
        self.rare(&self.rows[ix]).is_some_and(|rare| rare.had_password)
    }

    fn rare(&self, row: &ArticleRow) -> Option<&RareFields> {
        row.rare.checked_sub(1).map(|at| &self.rare[at as usize])
    }

    /// The rows that are based on others, with those others.
    pub(super) fn based_on(&self) -> impl Iterator<Item = (u32, &[ArticleIx])> {
        // Most stores have few such rows, or none.
        let some = self.rare.iter().any(|rare| !rare.based_on.is_empty());
        let rows = if some { self.rows.as_slice() } else { &[] };
        (0_u32..)
            .zip(rows)
            .filter_map(|(ix, row)| Some((ix, &*self.rare(row)?.based_on)).filter(|(_, to)| !to.is_empty()))
    }

    /// Whether any article has a tag.
    pub(super) fn has_tags(&self) -> bool {
        !self.tags.lists.is_empty()
    }

    /// Frees unused memory.
    pub(super) fn shrink_to_fit(&mut self) {
        self.rows.shrink_to_fit();
        self.rare.shrink_to_fit();
        if let Some(last) = self.segments.last_mut().and_then(Arc::get_mut) {
            last.shrink_to_fit();
        }
    }
}

/// The articles of one part of a file, read by a thread that shares nothing with the store.
#[derive(Debug)]
pub(crate) struct ArticleBlock {
    columns: BlockColumns,
    text: String,
    hashes: Vec<u64>,
    hasher: DefaultHashBuilder,
}

impl ArticleBlock {
    /// An empty block with space for a segment; ids are hashed with this hasher.
    pub(super) fn new(hasher: DefaultHashBuilder) -> ArticleBlock {
        let text = String::from_utf8(memory::for_now(SEGMENT)).unwrap_or_default();
        ArticleBlock { columns: BlockColumns::default(), text, hashes: Vec::new(), hasher }
    }

    /// How many articles it holds.
    pub(crate) fn len(&self) -> usize {
        self.columns.rows.len()
    }

    /// Whether it holds none.
    pub(crate) fn is_empty(&self) -> bool {
        self.columns.rows.is_empty()
    }

    /// Adds an article.
    ///
    /// # Errors
    /// If one of its dates is none; nothing is added then.
    pub(crate) fn push(&mut self, parts: &ArticleParts<'_>) -> Result<(), DateError> {
        let published = parts.published.as_deref().map_or(Ok(0), |date| self.columns.dates.parse(date))?;
        let retrieved = parts.retrieved.as_deref().map_or(Ok(0), |date| self.columns.dates.parse(date))?;
        self.columns.write(parts, published, retrieved, &mut self.text, 0);
        self.hashes.push(self.hasher.hash_one(&*parts.id));
        Ok(())
    }

    /// The same articles in a text of exact size; this block is empty afterwards and keeps its buffer.
    pub(crate) fn take(&mut self) -> ArticleBlock {
        let text = self.text.as_str().to_owned();
        self.text.clear();
        ArticleBlock {
            columns: std::mem::take(&mut self.columns),
            text,
            hashes: std::mem::take(&mut self.hashes),
            hasher: self.hasher.clone(),
        }
    }
}
