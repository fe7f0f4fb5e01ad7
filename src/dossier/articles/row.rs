//! What is stored per article: 40 bytes of lengths and numbers.

use crate::dossier::record::ArticleKind;

/// The length that stands for a missing text.
const NONE: u16 = u16::MAX;
/// The length that stands for a text stored in [`super::block::LongTexts`].
const LONG: u16 = u16::MAX - 1;

/// The length of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextLength {
    /// Not given.
    None,
    /// This many bytes of the segment.
    Here(usize),
    /// Too long for a row; stored separately.
    Apart,
}

/// The length of a piece in two bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShortText(u16);

impl ShortText {
    /// No piece.
    pub(super) const NONE: ShortText = ShortText(NONE);

    /// The length of this text; [`TextLength::Apart`] if two bytes cannot hold it.
    pub(super) fn of(piece: Option<&str>) -> ShortText {
        match piece.map(|p| u16::try_from(p.len())) {
            None => ShortText(NONE),
            Some(Ok(len)) if len < LONG => ShortText(len),
            Some(_) => ShortText(LONG),
        }
    }

    /// What it says.
    pub(super) fn get(self) -> TextLength {
        match self.0 {
            NONE => TextLength::None,
            LONG => TextLength::Apart,
            len => TextLength::Here(len.into()),
        }
    }
}

/// One article. Its pieces stand in its segment from `start`: id, title, url, summary, and those of
/// [`super::ArticleParts::rare`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ArticleRow {
    /// Bytes from the start of the segment.
    pub(super) start: u32,
    /// Number of the segment.
    pub(super) segment: u16,
    /// Number of the language, from 1; 0: none.
    pub(super) language: u16,
    /// Length of the id.
    pub(super) id: ShortText,
    /// Length of the title.
    pub(super) title: ShortText,
    /// Length of the url.
    pub(super) url: ShortText,
    /// Length of the summary.
    pub(super) summary: ShortText,
    /// Number of the outlet.
    pub(super) outlet: u32,
    /// Number of the date, from 1; 0: none.
    pub(super) published: u32,
    /// Number of the date, from 1; 0: none.
    pub(super) retrieved: u32,
    /// Position in the side table, from 1; 0: no entry.
    pub(super) rare: u32,
    /// Bytes from the start of the file, and the kind above [`KIND_AT`].
    place: u64,
}

/// The lowest bit of `place` that belongs to the kind: files are smaller than 2^56 bytes.
const KIND_AT: u32 = 56;

impl ArticleRow {
    /// A row of which only the kind and the position in its file are known.
    pub(super) fn new(kind: Option<ArticleKind>, offset: u64) -> ArticleRow {
        let kind = kind.and_then(|kind| ArticleKind::ALL.iter().position(|&k| k == kind)).map_or(0, |at| at as u64 + 1);
        let place = (offset & ((1 << KIND_AT) - 1)) | kind << KIND_AT;
        ArticleRow {
            start: 0,
            segment: 0,
            language: 0,
            id: ShortText::NONE,
            title: ShortText::NONE,
            url: ShortText::NONE,
            summary: ShortText::NONE,
            outlet: 0,
            published: 0,
            retrieved: 0,
            rare: 0,
            place,
        }
    }

    /// Bytes from the start of the file.
    pub(super) fn offset(&self) -> u64 {
        self.place & ((1 << KIND_AT) - 1)
    }

    /// What sort of page it is.
    pub(super) fn kind(&self) -> Option<ArticleKind> {
        let kind = usize::try_from(self.place >> KIND_AT).unwrap_or(0);
        kind.checked_sub(1).map(|at| ArticleKind::ALL[at])
    }
}
