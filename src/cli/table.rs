//! Columns aligned by what they take on a terminal.

use crate::text::{cut, safe, width};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub head: &'static str,
    /// How it is laid out.
    pub fit: Fit,
}

/// How a column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Flush left, never cut.
    Left,
    /// Flush right, never cut.
    Right,
    /// Flush left, cut where the table is too wide, down to this many columns.
    Cut(usize),
}

/// Columns of the terminal between two of the table.
const GAP: usize = 2;

/// The lines of the table, its head first; `dress` is given row (0: the head), column and cell and may put colour around
/// it. `room` is the width to fit into, where there is one. Text is made safe; no line ends in spaces.
pub fn lines<'a>(
    columns: &'a [Column],
    rows: &'a [Vec<String>],
    room: Option<usize>,
    dress: impl Fn(usize, usize, &str) -> String + 'a,
) -> impl Iterator<Item = String> + 'a {
    let widths = widths(columns, rows, room);
    let head = columns.iter().map(|column| column.head.to_owned()).collect();
    let last = columns.len().saturating_sub(1);
    std::iter::once(head).chain(rows.iter().cloned()).enumerate().map(move |(at, row): (usize, Vec<String>)| {
        let mut line = String::new();
        for (n, (cell, column)) in row.iter().zip(columns).enumerate() {
            let text = cut(&safe(cell), widths[n].max(1), "…").into_owned();
            let pad = " ".repeat(widths[n].saturating_sub(width(&text)));
            let text = dress(at, n, &text);
            let parts = if column.fit == Fit::Right { [pad, text] } else { [text, pad] };
            line.extend(parts);
            if n < last {
                line.push_str(&" ".repeat(GAP));
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    })
}

fn widths(columns: &[Column], rows: &[Vec<String>], room: Option<usize>) -> Vec<usize> {
    let widest = |n: usize, column: &Column| {
        let cells = rows.iter().filter_map(|row| row.get(n)).map(|cell| width(&safe(cell))).max();
        cells.unwrap_or(0).max(width(column.head))
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(|(n, column)| widest(n, column)).collect();
    let taken = widths.iter().sum::<usize>() + GAP * columns.len().saturating_sub(1);
    let mut over = taken.saturating_sub(room.unwrap_or(usize::MAX));
    // The last column that may be cut gives first: what stands to the left tells more.
    for (n, column) in columns.iter().enumerate().rev() {
        if let Fit::Cut(least) = column.fit {
            let give = over.min(widths[n].saturating_sub(least));
            widths[n] -= give;
            over -= give;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column { head: "id", fit: Fit::Left },
        Column { head: "days", fit: Fit::Right },
        Column { head: "title", fit: Fit::Cut(10) },
    ];

    fn table(rows: &[[&str; 3]], room: Option<usize>) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        lines(COLUMNS, &rows, room, |_, _, text| text.to_owned()).collect()
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
        assert_eq!(table(&rows, Some(52))[1], "a-very-long-id-that-stays     5  A long title of…");
        assert_eq!(table(&rows, Some(5))[1], "a-very-long-id-that-stays     5  A long…");
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
