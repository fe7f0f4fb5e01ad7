//! A screen without a terminal: a buffer of cells as plain text, as text with ANSI colours, or as SVG.

pub mod ansi;
pub mod svg;

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr as _;

/// The buffer as lines of text, each ending with a line feed; trailing spaces are removed.
#[must_use]
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        let line: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
        out.push_str(line.trim_end_matches(' '));
        out.push('\n');
    }
    out
}

/// The rows of a buffer as columns and cells, without the cells that lie under the second half of a wide character.
fn rows(buffer: &Buffer) -> impl Iterator<Item = Vec<(u16, &Cell)>> {
    let area = buffer.area;
    (area.top()..area.bottom()).map(move |y| {
        let mut row = Vec::with_capacity(area.width.into());
        let mut free = area.left();
        for x in area.left()..area.right() {
            if x >= free {
                let cell = &buffer[(x, y)];
                let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
                free = x.saturating_add(width.max(1));
                row.push((x - area.left(), cell));
            }
        }
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_their_columns_once() {
        let buffer = Buffer::with_lines(["a港口b ", "", " گ"]);
        assert_eq!(text(&buffer), "a港口b\n\n گ\n");
    }
}
