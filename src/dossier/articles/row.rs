//! What is stored per article: 40 bytes of lengths and numbers.

use crate::dossier::record::ArticleKind;

/// The length that stands for a missing text.
const NONE: u16 = u16::MAX;
/// The length that stands for a text stored in [`super::block::Long`].
const LONG: u16 = u16::MAX - 1;

/// The length of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Not given.
    None,
    /// This many bytes of the segment.
    Here(usize),
    /// Too long for a row; stored separately.
    Apart,
}

/// The length of a piece in two bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short(u16);

impl Short {
    /// No piece.
    pub(super) const NONE: Short = Short(NONE);

    /// The length of this text; [`Length::Apart`] if two bytes cannot hold it.
    pub(super) fn of(piece: Option<&str>) -> Short {
        match piece.map(|p| u16::try_from(p.len())) {
            None => Short(NONE),
            Some(Ok(len)) if len < LONG => Short(len),
            Some(_) => Short(LONG),
        }
    }

    /// What it says.
    pub(super) fn get(self) -> Length {
        match self.0 {
            NONE => Length::None,
            LONG => Length::Apart,
            len => Length::Here(len.into()),
        }
    }
}

/// One article. Its pieces stand in its segment from `start`: id, title, url, summary, text, archived.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Bytes from the start of the segment.
    pub(super) start: u32,
    /// Number of the segment.
    pub(super) segment: u16,
    /// Number of the language, from 1; 0: none.
    pub(super) language: u16,
    /// Length of the id.
    pub(super) id: Short,
    /// Length of the title.
    pub(super) title: Short,
    /// Length of the url.
    pub(super) url: Short,
    /// Length of the summary.
    pub(super) summary: Short,
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

impl Row {
    /// A row of which only the kind and the position in its file are known.
    pub(super) fn new(kind: Option<ArticleKind>, offset: u64) -> Row {
        let kind = kind.and_then(|kind| ArticleKind::ALL.iter().position(|&k| k == kind)).map_or(0, |at| at as u64 + 1);
        let place = (offset & ((1 << KIND_AT) - 1)) | kind << KIND_AT;
        Row {
            start: 0,
            segment: 0,
            language: 0,
            id: Short::NONE,
            title: Short::NONE,
            url: Short::NONE,
            summary: Short::NONE,
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
