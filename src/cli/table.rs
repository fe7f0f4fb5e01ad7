//! Columns aligned by what they take on a terminal.

use crate::report::fields::ColumnFit;
use crate::text::{cut, safe, width};

/// Columns of the terminal between two of the table.
const GAP: usize = 2;

/// A table, made row by row: it can be long.
pub struct TextTable<'a> {
    /// What stands over each column, and how it is laid out.
    pub columns: &'a [(&'static str, ColumnFit)],
    /// How many rows it has.
    pub count: usize,
    /// The cells of a row, as many as there are columns. Asked for twice: to measure, and to print.
    pub row: &'a dyn Fn(usize) -> Vec<String>,
    /// Is given row (`None`: the head), column and cell, and may put colour around it.
    pub dress: &'a dyn Fn(Option<usize>, usize, &str) -> String,
}

impl TextTable<'_> {
    /// The lines, the head first. `room` is the width to fit into, where there is one. Text is made safe; no line ends in
    /// spaces.
    pub fn lines(&self, room: Option<usize>) -> impl Iterator<Item = String> + '_ {
        let widths = self.widths(room);
        let rows = std::iter::once(None).chain((0..self.count).map(Some));
        rows.map(move |row| self.line(row, &widths))
    }

    fn line(&self, row: Option<usize>, widths: &[usize]) -> String {
        let cells = row.map_or_else(|| self.columns.iter().map(|(head, _)| (*head).to_owned()).collect(), self.row);
        let mut line = String::new();
        for (n, ((cell, (_, fit)), &width_of)) in cells.iter().zip(self.columns).zip(widths).enumerate() {
            let text = cut(&safe(cell), width_of.max(1), "…").into_owned();
            let pad = " ".repeat(width_of.saturating_sub(width(&text)));
            let text = (self.dress)(row, n, &text);
            let gap = " ".repeat(if n == 0 { 0 } else { GAP });
            line.extend([gap].into_iter().chain(if *fit == ColumnFit::Right { [pad, text] } else { [text, pad] }));
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    }

    fn widths(&self, room: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(head, _)| width(head)).collect();
        for row in 0..self.count {
            for (widest, cell) in widths.iter_mut().zip((self.row)(row)) {
                *widest = width(&safe(&cell)).max(*widest);
            }
        }
        let taken = widths.iter().sum::<usize>() + GAP * self.columns.len().saturating_sub(1);
        let mut over = taken.saturating_sub(room.unwrap_or(usize::MAX));
        // The last column that may be cut gives first: what stands to the left tells more.
        for (widest, (_, fit)) in widths.iter_mut().zip(self.columns).rev() {
            if let ColumnFit::Cut(least) = *fit {
                let give = over.min(widest.saturating_sub(least));
                *widest -= give;
                over -= give;
            }
        }
        widths
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
    fn control_characters_are_shown_not_sent() {
        assert_eq!(table(&[["a", "1", "x\u{1b}[2J\u{202e}y\nz"]], None)[1], "a      1  x␛[2J<U+202E>y z");
    }

    #[test]
    fn a_table_without_rows_is_its_head() {
        assert_eq!(table(&[], Some(80)), ["id  days  title"]);
    }
}
