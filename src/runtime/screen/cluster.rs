//! Clusters whose width terminals do not agree on: vowel signs of Indic scripts, Thai, flags, joined emoji.
//!
//! ratatui writes only the cells that changed, and counts on each cluster to take the columns that it measured. Where a
//! terminal takes more or fewer, parts of it stay where no cell is known to have changed. So a row that has such a
//! cluster, or had one, is written whole when anything in it changes; each cluster on blank cells, and what follows it
//! at its own place: whatever the terminal made of it is overwritten.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, Write};

use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth as _};

/// Which rows of the last frame had such a cluster, and what they looked like.
#[derive(Debug, Default)]
pub(super) struct ClusterRows {
    width: u16,
    hasher: RandomState,
    /// By row: a hash of what it shows, 0 where it has no such cluster.
    rows: Vec<u64>,
}

impl ClusterRows {
    /// Marks the rows that are to be written whole.
    pub(super) fn mark(&mut self, buf: &mut Buffer) {
        if self.width != buf.area.width || self.rows.len() != usize::from(buf.area.height) {
            // All of it is written anew.
            self.width = buf.area.width;
            self.rows = vec![0; usize::from(buf.area.height)];
        }
        let width = usize::from(buf.area.width).max(1);
        for (cells, seen) in buf.content.chunks_mut(width).zip(&mut self.rows) {
            let has = cells.iter().any(|cell| !is_sure(cell.symbol()));
            if !has && *seen == 0 {
                continue;
            }
            let now = hash(&self.hasher, cells);
            if now != *seen {
                cells.iter_mut().for_each(|cell| cell.diff_option = CellDiffOption::AlwaysUpdate);
            }
            *seen = if has { now } else { 0 };
        }
    }
}

fn hash(hasher: &RandomState, cells: &[Cell]) -> u64 {
    let mut hasher = hasher.build_hasher();
    for cell in cells {
        hasher.write(cell.symbol().as_bytes());
        std::hash::Hash::hash(&(cell.fg, cell.bg, cell.modifier, cell.underline_color), &mut hasher);
    }
    hasher.finish().max(1)
}

/// Writes cells: runs of those that are sure as they come, each other cluster by itself.
pub(super) fn draw<'a, W: Write>(
    out: &mut CrosstermBackend<W>,
    content: impl Iterator<Item = (u16, u16, &'a Cell)>,
) -> io::Result<()> {
    let mut content = content.peekable();
    while content.peek().is_some() {
        let mut sure = Vec::new();
        while let Some(cell) = content.next_if(|(.., cell)| is_sure(cell.symbol())) {
            sure.push(cell);
        }
        if !sure.is_empty() {
            out.draw(sure.into_iter())?;
        }
        let Some((x, y, cell)) = content.next() else { continue };
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        let columns = x..x.saturating_add(cell.cell_width().max(1));
        out.draw(columns.clone().map(|x| (x, y, &blank)))?;
        out.draw(std::iter::once((x, y, cell)))?;
        // Behind some clusters ratatui clears the columns too, where they were not blank before: not a second time.
        while content.next_if(|&(column, row, _)| row == y && columns.contains(&column)).is_some() {}
    }
    Ok(())
}

/// Whether every terminal gives it the same columns: one character of scripts and signs that are as old as terminals.
fn is_sure(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return symbol.is_empty() };
    matches!(c,
        '\0'..='\u{2ff}'
        // Greek, Cyrillic, Armenian without its marks; Hebrew, Arabic letters; Georgian
        | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{58f}' | '\u{5d0}'..='\u{5f4}' | '\u{620}'..='\u{64a}'
        | '\u{660}'..='\u{66f}' | '\u{671}'..='\u{6d3}' | '\u{6f0}'..='\u{6ff}' | '\u{10a0}'..='\u{10ff}'
        | '\u{1e00}'..='\u{1fff}'
        // punctuation, currency, arrows, mathematics, frames, blocks, shapes, braille
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{20bf}' | '\u{2100}'..='\u{22ff}'
        | '\u{2500}'..='\u{25ff}' | '\u{2713}' | '\u{2717}' | '\u{2800}'..='\u{28ff}'
        // ideographs, kana, hangul, full width
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::layout::Size;
    use ratatui::style::Style;
    use unicode_width::UnicodeWidthChar as _;

    use super::super::CellBuffer;
    use super::*;

    const COLUMNS: usize = 24;
    const ROWS: usize = 3;
    /// The second column of a wide character.
    const HALF: &str = "·";

    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// How many columns terminals give a character, by their temper.
    const TEMPERS: [fn(char) -> usize; 4] = [
        |c| c.width().unwrap_or(0),
        // each mark takes a column, each half of a flag two
        |c| if is_flag(c) { 2 } else { c.width().unwrap_or(0).max(1) },
        // marks take none, halves of flags one, emoji one
        |c| match c {
            c if is_flag(c) || c > '\u{1f000}' => 1,
            '\u{300}'..='\u{36f}' | '\u{900}'..='\u{e4f}' if !c.is_alphabetic() || c.width() == Some(0) => 0,
            c => c.width().unwrap_or(0),
        },
        // everything foreign is wide
        |c| if c < '\u{900}' { c.width().unwrap_or(0) } else { 2 },
    ];

    fn is_flag(c: char) -> bool {
        ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
    }

    /// A terminal without wrapping that knows `CSI row ; column H`.
    struct ToyScreen {
        cells: Vec<Vec<String>>,
        at: (usize, usize),
        width: fn(char) -> usize,
    }

    impl ToyScreen {
        fn new(width: fn(char) -> usize) -> ToyScreen {
            ToyScreen { cells: vec![vec![" ".to_owned(); COLUMNS]; ROWS], at: (0, 0), width }
        }

        fn write(&mut self, bytes: &[u8]) {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let mut rest = text;
            while let Some(c) = rest.chars().next() {
                if let Some(sequence) = rest.strip_prefix("\x1b[") {
                    let end = sequence.find(|c: char| ('@'..='~').contains(&c)).expect("a final byte");
                    if sequence[end..].starts_with('H') {
                        let mut numbers = sequence[..end].split(';').map(|n| n.parse::<usize>().expect("a number") - 1);
                        self.at = (numbers.next().expect("a row"), numbers.next().expect("a column"));
                    }
                    rest = &sequence[end + 1..];
                    continue;
                }
                self.put(c);
                rest = &rest[c.len_utf8()..];
            }
        }

        fn put(&mut self, c: char) {
            let (row, column) = self.at;
            match (self.width)(c) {
                0 => self.cells[row][column.saturating_sub(1).min(COLUMNS - 1)].push(c),
                width => {
                    self.clear_halves(row, column..column + width);
                    for (n, column) in (column..COLUMNS).take(width).enumerate() {
                        self.cells[row][column] = if n == 0 { c.to_string() } else { HALF.to_owned() };
                    }
                    self.at.1 += width;
                }
            }
        }

        /// What is written over one half of a wide character takes the other half away.
        fn clear_halves(&mut self, row: usize, columns: std::ops::Range<usize>) {
            let cells = &mut self.cells[row];
            if cells.get(columns.start).is_some_and(|cell| cell.starts_with(HALF)) {
                " ".clone_into(&mut cells[columns.start - 1]);
            }
            if let Some(cell) = cells.get_mut(columns.end).filter(|cell| cell.starts_with(HALF)) {
                " ".clone_into(cell);
            }
        }
    }

    /// What a terminal shows after these frames.
    fn shown(frames: &[Vec<String>], temper: fn(char) -> usize) -> Vec<Vec<String>> {
        let out = Shared::default();
        let size = Size::new(24, 3);
        let cells = CellBuffer { inner: CrosstermBackend::new(out.clone()), size, links: None };
        let mut terminal = Terminal::new(cells).expect("a terminal");
        let (mut clusters, mut toy) = (ClusterRows::default(), ToyScreen::new(temper));
        for lines in frames {
            terminal
                .draw(|frame| {
                    let buf = frame.buffer_mut();
                    for (line, y) in lines.iter().zip(0..3) {
                        buf.set_stringn(1, y, line, 22, Style::default());
                    }
                    clusters.mark(buf);
                })
                .expect("drawn");
            toy.write(&std::mem::take(&mut *out.0.borrow_mut()));
        }
        toy.cells
    }

    fn line() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("कराची"),
            Just("बंदरगाह"),
            Just("কলকাতা"),
            Just("சென்னை துறைமுகம்"),
            Just("ท่าเรือน้ำลึก"),
            Just("🇵🇰🤝🇰🇿"),
            Just("👩‍👩‍👧"),
            Just("e\u{301}te\u{301}"),
            Just("⚠\u{fe0f}"),
            Just("港口"),
            Just("گوادر"),
            Just("plain"),
            Just(" "),
            Just(""),
        ];
        prop::collection::vec(word, 0..5).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn a_frame_is_whole_whatever_the_terminal_makes_of_a_cluster(
            frames in prop::collection::vec(prop::collection::vec(line(), ROWS), 1..5),
            temper in 0..TEMPERS.len(),
        ) {
            let temper = TEMPERS[temper];
            let last = frames.last().expect("a frame").clone();
            prop_assert_eq!(shown(&frames, temper), shown(&[last], temper));
        }
    }

    #[test]
    fn nothing_of_the_last_frame_stays() {
        let empty = vec![String::new(); ROWS];
        for text in ["कराची बंदरगाह", "🇵🇰🤝🇰🇿 Talks", "ท่าเรือน้ำลึก", "சென்னை துறைமுகம்", "ගාල්ල වරාය"]
        {
            for temper in TEMPERS {
                let cells = shown(&[vec![text.to_owned(); ROWS], empty.clone()], temper);
                assert!(cells.iter().flatten().all(|cell| cell == " "), "{text}: {cells:?}");
            }
        }
    }
}
