//! Right-to-left text in the order in which a row of cells shows it.
//!
//! A terminal's cells run from left to right, so the order of UAX #9 is made here, and the terminal is told not to
//! make it a second time (`CSI 8 l`, see `runtime::screen`).

use std::borrow::Cow;
use std::sync::LazyLock;

use ar_reshaper::prelude::{ArabicReshaper, LigatureNames, ReshaperConfig};
use unicode_bidi::{BidiClass, BidiInfo, Direction, bidi_class, get_base_direction};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The line as cells show it, from left to right: runs reordered by UAX #9, Arabic letters in their joined forms,
/// brackets mirrored. Borrowed where nothing runs from right to left.
///
/// Expects what [`safe`](super::safe) gives, already cut or wrapped.
#[must_use]
pub fn visual(line: &str) -> Cow<'_, str> {
    if line.chars().any(is_rtl) {
        Cow::Owned(visual_cells(line).into_iter().map(|(_, cell)| cell).collect())
    } else {
        Cow::Borrowed(line)
    }
}

/// The same cell by cell, each with the byte of the line at which its cluster begins.
#[must_use]
pub fn visual_cells(line: &str) -> Vec<(usize, String)> {
    if !line.chars().any(is_rtl) {
        return line.grapheme_indices(true).map(|(at, cluster)| (at, cluster.to_owned())).collect();
    }
    let info = BidiInfo::new(line, None);
    let mut cells = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let start = run.start;
            if levels[start].is_rtl() {
                push_reversed(&mut cells, start, &line[run]);
            } else {
                let visible = line[run].grapheme_indices(true).map(|(at, cluster)| {
                    (start + at, cluster.chars().filter(|&c| !is_direction_mark(c)).collect::<String>())
                });
                cells.extend(visible.filter(|(_, cell)| !cell.is_empty()));
            }
        }
    }
    cells
}

/// A name as part of a line that is read from left to right: one that runs from right to left is set apart by marks, so
/// that what follows it, a date for example, keeps its order.
#[must_use]
pub fn isolated(name: &str) -> Cow<'_, str> {
    if name.chars().any(is_rtl) { Cow::Owned(format!("\u{200e}{name}\u{200e}")) } else { Cow::Borrowed(name) }
}

/// Whether the text, by its first letter with a direction, is read from right to left: it is set flush right.
#[must_use]
pub fn paragraph_is_rtl(text: &str) -> bool {
    text.chars().any(is_rtl) && get_base_direction(text) == Direction::Rtl
}

/// Whether a character makes the order of the line a question.
fn is_rtl(c: char) -> bool {
    // all that is right-to-left lies above U+0590: the rest costs one comparison
    c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN)
}

/// Invisible marks that have no effect once the order is chosen.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Invisible joiners: between letters they have no effect once the forms are chosen; within emoji they stay.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Gives letters their joined forms.
static RESHAPER: LazyLock<ArabicReshaper> = LazyLock::new(|| {
    // vowel signs are text
    let mut config = ReshaperConfig { delete_harakat: false, ..ReshaperConfig::default() };
    // a whole word in one cell cannot be read
    config.update_ligature(LigatureNames::ARABIC_LIGATURE_ALLAH, false);
    ArabicReshaper::new(config)
});

/// The run with its Arabic letters in joined forms, in logical order, without marks.
fn shaped(run: &str) -> Cow<'_, str> {
    if !run.contains(is_arabic) {
        return Cow::Borrowed(run);
    }
    let mut out = String::with_capacity(run.len() * 2);
    let mut rest = run;
    while !rest.is_empty() {
        // Only letters go to the reshaper: it drops the joiners that hold emoji together, and expects a letter before
        // each vowel sign. A joiner ends a stretch, which is what U+200C is for.
        let others = rest.find(is_arabic_letter).unwrap_or(rest.len());
        out.push_str(&rest[..others]);
        rest = &rest[others..];
        let letters = rest.find(|c| !is_arabic(c)).unwrap_or(rest.len());
        if letters > 0 {
            out.push_str(&RESHAPER.reshape(&rest[..letters]));
        }
        rest = &rest[letters..];
    }
    Cow::Owned(out)
}

/// Whether a character is of the Arabic script's blocks: letters, vowel signs, punctuation.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}') && c != '\u{61c}'
}

/// Whether a stretch of letters can begin with it: not a vowel sign, nor the two small letters that the reshaper takes
/// for one.
fn is_arabic_letter(c: char) -> bool {
    is_arabic(c) && bidi_class(c) == BidiClass::AL && !matches!(c, '\u{6e5}' | '\u{6e6}')
}

/// Appends the clusters of a run from last to first, letters joined and brackets mirrored.
fn push_reversed(cells: &mut Vec<(usize, String)>, start: usize, run: &str) {
    let written = clusters(run);
    let shown = shaped(run);
    let shown: Vec<String> = shown.graphemes(true).map(bare).filter(|cell| !cell.is_empty()).collect();
    let count = shown.len();
    for (n, cell) in shown.into_iter().enumerate().rev() {
        // Where the letters were joined in another way than expected, the place is near.
        let at = written.get(n * written.len() / count.max(1)).copied().unwrap_or(0);
        cells.push((start + at, cell));
    }
}

/// The bytes at which the clusters of a run begin that have a cell of their own: lam and alef share one.
fn clusters(run: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after_lam = false;
    for (at, cluster) in run.grapheme_indices(true) {
        let first = cluster.chars().next().unwrap_or_default();
        if !(bare(cluster).is_empty() || after_lam && matches!(first, 'ا' | 'أ' | 'إ' | 'آ')) {
            found.push(at);
        }
        after_lam = first == 'ل';
    }
    found
}

/// A cluster without marks that are invisible, its brackets mirrored.
fn bare(cluster: &str) -> String {
    let is_emoji = cluster.width() == 2;
    let gone = |c: char| is_direction_mark(c) || is_joiner(c) && !is_emoji;
    cluster.chars().filter(|&c| !gone(c)).map(mirrored).collect()
}

/// The mirror image of a paired character (`Bidi_Mirrored`, those that occur in running text).
fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 16] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
        ('≤', '≥'),
        ('⟨', '⟩'),
        ('⁅', '⁆'),
        ('〈', '〉'),
        ('《', '》'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
        ('（', '）'),
        ('［', '］'),
    ];
    PAIRS
        .iter()
        .find_map(|&(open, close)| {
            if c == open {
                Some(close)
            } else if c == close {
                Some(open)
            } else {
                None
            }
        })
        .unwrap_or(c)
}
