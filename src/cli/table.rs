//! Columns aligned by what they take on a terminal.

use crate::report::fields::ColumnFit;
use crate::text::{cut, safe, width};

/// Columns of the terminal between two of the table.
const GAP: usize = 2;

/// The columns are as wide as the first so many rows need, so that the first line does not wait for the last row. A later row
/// that needs more makes a column wider from there on.
const MEASURED: usize = 1_000;

/// A table, made row by row: it can be long.
pub struct TextTable<'a> {
    /// What stands over each column, and how it is laid out.
    pub columns: &'a [(&'static str, ColumnFit)],
    /// How many rows it has.
    pub count: usize,
    /// The cells of a row, as many as there are columns. Of the first [`MEASURED`] rows asked for twice: to measure, and to
    /// print.
    pub row: &'a dyn Fn(usize) -> Vec<String>,
    /// Is given row (`None`: the head), column and cell, and may put colour around it.
    pub dress: &'a dyn Fn(Option<usize>, usize, &str) -> String,
}

impl TextTable<'_> {
    /// The lines, the head first. `room` is the width to fit into, where there is one. Text is made safe; no line ends in
    /// spaces.
    pub fn lines(&self, room: Option<usize>) -> impl Iterator<Item = String> + '_ {
        let mut widths = self.widths(room);
        let rows = std::iter::once(None).chain((0..self.count).map(Some));
        rows.map(move |row| self.line(row, &mut widths))
    }

    fn line(&self, row: Option<usize>, widths: &mut TableWidths) -> String {
        let cells = row.map_or_else(|| self.columns.iter().map(|(head, _)| (*head).to_owned()).collect(), self.row);
        let mut line = String::new();
        for (n, (cell, (_, fit))) in cells.iter().zip(self.columns).enumerate() {
            let cell = safe(cell);
            let width_of = widths.grown(n, width(&cell), *fit);
            let text = cut(&cell, width_of.max(1), "…").into_owned();
            let pad = " ".repeat(width_of.saturating_sub(width(&text)));
            let text = (self.dress)(row, n, &text);
            let gap = " ".repeat(if n == 0 { 0 } else { GAP });
            line.extend([gap].into_iter().chain(if *fit == ColumnFit::Right { [pad, text] } else { [text, pad] }));
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    }

    fn widths(&self, room: Option<usize>) -> TableWidths {
        let mut widths: Vec<usize> = self.columns.iter().map(|(head, _)| width(head)).collect();
        for row in 0..self.count.min(MEASURED) {
            for (widest, cell) in widths.iter_mut().zip((self.row)(row)) {
                *widest = width(&safe(&cell)).max(*widest);
            }
        }
        let taken = widths.iter().sum::<usize>() + GAP * self.columns.len().saturating_sub(1);
        let spare = room.unwrap_or(usize::MAX).saturating_sub(taken);
        let mut over = taken.saturating_sub(room.unwrap_or(usize::MAX));
        // The last column that may be cut gives first: what stands to the left tells more.
        for (widest, (_, fit)) in widths.iter_mut().zip(self.columns).rev() {
            if let ColumnFit::Cut(least) = *fit {
                let give = over.min(widest.saturating_sub(least));
                *widest -= give;
                over -= give;
            }
        }
        TableWidths { widths, spare }
    }
}

/// The widths of the columns so far, and how many columns of the terminal are left.
struct TableWidths {
    widths: Vec<usize>,
    spare: usize,
}

impl TableWidths {
    /// The width of a column for a cell that takes so much; one that may be cut grows only into what is left.
    fn grown(&mut self, column: usize, needed: usize, fit: ColumnFit) -> usize {
        let widest = &mut self.widths[column];
        let more = needed.saturating_sub(*widest);
        let more = if matches!(fit, ColumnFit::Cut(_)) { more.min(self.spare) } else { more };
        *widest += more;
        self.spare = self.spare.saturating_sub(more);
        *widest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[(&str, ColumnFit)] =
        &[("id", ColumnFit::Left), ("days", ColumnFit::Right), ("title", ColumnFit::Cut(10))];

    fn table(rows: &[[&str; 3]], room: Option<usize>) -> Vec<String> {
        let row = |n: usize| rows[n].iter().map(ToString::to_string).collect();
        let dress = |_: Option<usize>, _: usize, text: &str| text.to_owned();
        TextTable { columns: COLUMNS, count: rows.len(), row: &row, dress: &dress }.lines(room).collect()
    }

    #[test]
    fn columns_line_up_by_what_they_take_on_a_terminal() {
        let rows = [["a", "5", "Gwadar"], ["longer", "120", "گوادر"], ["c", "", "港口 port"]];
        assert_eq!(
            table(&rows, None),
            ["id      days  title", "a          5  Gwadar", "longer   120  گوادر", "c             港口 port"]
        );
    }

    #[test]
    fn what_is_too_wide_is_cut_but_never_an_id() {
        let rows = [["a-very-long-id-that-stays", "5", "A long title of several words"]];
        assert_eq!(table(&rows, Some(52))[1], "a-very-long-id-that-stays     5  A long title of se…");
        assert_eq!(table(&rows, Some(5))[1], "a-very-long-id-that-stays     5  A long ti…");
    }

    #[test]
    fn a_late_row_that_is_wider_makes_its_column_wider_from_there_on() {
        let mut rows = vec![["a", "5", "Gwadar"]; MEASURED + 1];
        rows.push(["longer", "1", "Port Qasim and Karachi"]);
        rows.push(["a", "5", "Gwadar"]);
        let lines = table(&rows, None);
        assert_eq!(lines[1], "a      5  Gwadar");
        assert_eq!(lines[MEASURED + 2..], ["longer     1  Port Qasim and Karachi", "a          5  Gwadar"]);
        assert_eq!(table(&rows, Some(24))[MEASURED + 2], "longer     1  Port Qasi…");
    }

    #[test]
    fn control_characters_are_shown_not_sent() {
        assert_eq!(table(&[["a", "1", "x\u{1b}[2J\u{202e}y\nz"]], None)[1], "a      1  x␛[2J<U+202E>y z");
    }

    #[test]
    fn a_table_without_rows_is_its_head() {
        assert_eq!(table(&[], Some(80)), ["id  days  title"]);
    }
}
