//! A frame as words: what the painter is asked to put, whole and in the order in which it is read, instead of cells.
//!
//! The screens draw as ever; where a frame is to be heard, the painter keeps the words and where they would stand. A pane,
//! its rows and the selected one are found again from that, so that what is read aloud is what is drawn.

use ratatui::layout::{Position, Rect};

use crate::text;

/// What the painter was asked to put, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeardPart {
    /// A pane begins.
    Pane {
        /// All of it.
        area: Rect,
        /// What stands above.
        title: String,
        /// What stands below.
        note: String,
        /// Whether it has the focus.
        focused: bool,
    },
    /// Words at a cell.
    Words(Position, String),
    /// Rows that are selected in the pane that has the focus.
    Selected(Rect),
    /// The row at a cell is a heading among the rows of a list, and cannot be selected.
    Heading(Position),
    /// A column of a table begins, with its name: its cells are below, as wide as this.
    Column(Rect, String),
}

/// A frame as panes with rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeardFrame {
    /// In the order in which they were drawn; what stands outside of all panes comes first, in one without a title.
    pub panes: Vec<HeardPane>,
    /// Where a line is typed.
    pub typed: Option<Position>,
}

/// A pane with its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeardPane {
    /// What stands above.
    pub title: String,
    /// What stands below.
    pub note: String,
    /// Whether it has the focus.
    pub focused: bool,
    /// From the top.
    pub rows: Vec<HeardRow>,
}

/// A row: one line, or the lines of one item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardRow {
    /// Its first line on the screen.
    pub y: u16,
    /// Its words, its columns apart by commas.
    pub words: String,
    /// Whether it is selected.
    pub selected: bool,
    /// Its number in the list, from 1; `None` of a heading.
    pub number: Option<usize>,
}

impl HeardFrame {
    /// Puts parts together.
    #[must_use]
    pub fn of(parts: Vec<HeardPart>, typed: Option<Position>) -> HeardFrame {
        let mut panes = vec![PaneParts::default()];
        for part in parts {
            let at = match &part {
                HeardPart::Pane { .. } => {
                    panes.push(PaneParts::default());
                    panes.len() - 1
                }
                HeardPart::Words(at, _) | HeardPart::Heading(at) => pane_at(&panes, *at),
                HeardPart::Selected(area) | HeardPart::Column(area, _) => pane_at(&panes, area.as_position()),
            };
            panes[at].take(part);
        }
        let panes =
            panes.into_iter().map(PaneParts::pane).filter(|pane| !pane.title.is_empty() || !pane.rows.is_empty());
        HeardFrame { panes: panes.collect(), typed }
    }

    /// The pane that has the focus, or the only one.
    #[must_use]
    pub fn focused(&self) -> Option<&HeardPane> {
        self.panes.iter().rev().find(|pane| pane.focused).or_else(|| self.panes.last())
    }
}

impl HeardPane {
    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&HeardRow> {
        self.rows.iter().find(|row| row.selected)
    }
}

/// What is put into a pane.
#[derive(Debug, Default)]
struct PaneParts {
    area: Rect,
    pane: HeardPane,
    words: Vec<(Position, String)>,
    columns: Vec<(Rect, String)>,
    selected: Option<Rect>,
    headings: Vec<u16>,
}

/// The last pane that has a cell; the first one has what no pane has.
fn pane_at(panes: &[PaneParts], at: Position) -> usize {
    panes.iter().rposition(|pane| pane.area.contains(at)).unwrap_or(0)
}

impl PaneParts {
    fn take(&mut self, part: HeardPart) {
        match part {
            HeardPart::Pane { area, title, note, focused } => {
                self.area = area;
                self.pane = HeardPane { title: spoken(&title), note: spoken(&note), focused, rows: Vec::new() };
            }
            HeardPart::Words(at, words) => self.words.push((at, words)),
            HeardPart::Column(area, name) => self.columns.push((area, name)),
            HeardPart::Heading(at) => self.headings.push(at.y),
            HeardPart::Selected(rows) => {
                self.selected.get_or_insert(rows);
            }
        }
    }

    /// The column in which words stand, counted from 1; 0: in none.
    fn column(&self, at: Position) -> usize {
        let here = |(area, _): &(Rect, String)| at.y > area.y && (area.x..area.right()).contains(&at.x);
        self.columns.iter().position(here).map_or(0, |column| column + 1)
    }

    /// The first line of the row that holds a line. Rows are as high as the selected one, and begin where it does.
    fn first_line(&self, y: u16) -> u16 {
        let Some(rows) = self.selected else { return y };
        let height = rows.height.max(1);
        if y >= rows.y {
            return rows.y + (y - rows.y) / height * height;
        }
        rows.y.saturating_sub((rows.y - y).div_ceil(height) * height)
    }

    fn pane(mut self) -> HeardPane {
        let mut words = joined(std::mem::take(&mut self.words));
        words.sort_by_key(|(at, _)| (self.first_line(at.y), self.column(*at), at.y, at.x));
        let mut rows: Vec<HeardRow> = Vec::new();
        let (mut before, mut numbered) = (0, 0);
        let is_name = |at: Position| self.columns.iter().any(|(area, _)| area.contains(at));
        for (at, words) in words {
            let words = spoken(&words);
            // The names of columns are told with their cells.
            if words.is_empty() || is_name(at) {
                continue;
            }
            let (y, column) = (self.first_line(at.y), self.column(at));
            let is_new = rows.last().is_none_or(|row| row.y != y);
            let name = self.columns.get(column.wrapping_sub(1)).filter(|_| is_new || column != before);
            let is_heading = self.headings.contains(&y);
            let name = name.map(|(_, name)| spoken(name)).filter(|name| !name.is_empty() && !is_heading);
            let words = name.map_or(words.clone(), |name| format!("{name}: {words}"));
            before = column;
            match rows.last_mut().filter(|_| !is_new) {
                Some(row) => {
                    row.words.push_str(if row.words.ends_with([':', ',']) { " " } else { ", " });
                    row.words.push_str(&words);
                }
                None => {
                    let is_heading = is_heading || self.columns.iter().any(|(area, _)| self.first_line(area.y) == y);
                    numbered += usize::from(!is_heading);
                    let selected = self.selected.is_some_and(|rows| rows.y == y);
                    rows.push(HeardRow { y, words, selected, number: (!is_heading).then_some(numbered) });
                }
            }
        }
        HeardPane { rows, ..self.pane }
    }
}

/// Letters that were put one by one are one text.
fn joined(mut words: Vec<(Position, String)>) -> Vec<(Position, String)> {
    words.sort_by_key(|(at, _)| (at.y, at.x));
    let mut all: Vec<(Position, String)> = Vec::with_capacity(words.len());
    for (at, words) in words {
        match all.last_mut() {
            Some((first, text))
                if first.y == at.y
                    && words.chars().nth(1).is_none()
                    && usize::from(at.x) == usize::from(first.x) + text::width(&text::safe(text)) =>
            {
                text.push_str(&words);
            }
            _ => all.push((at, words)),
        }
    }
    all
}

/// Text as it is read aloud: safe, columns that stood apart by spaces apart by commas, ranges with `to`.
#[must_use]
pub fn spoken(words: &str) -> String {
    let safe = text::safe(words);
    let mut out = String::with_capacity(safe.len());
    let mut blanks = 0;
    let mut chars = safe.chars().peekable();
    while let Some(c) = chars.next() {
        // The sign of what is assumed, beside which that is said.
        if c == '~' && chars.peek() == Some(&' ') {
            continue;
        }
        if is_picture(c) {
            blanks = 0;
            continue;
        }
        if c == ' ' {
            blanks += 1;
            continue;
        }
        if blanks > 0 && !out.is_empty() {
            out.push_str(if blanks > 1 && !out.ends_with([',', ':', ';', '.']) { ", " } else { " " });
        }
        blanks = 0;
        match c {
            '≥' => out.push_str("at least"),
            '≤' => out.push_str("at most"),
            '≈' => out.push_str("about"),
            '→' => out.push_str("to"),
            '↻' => out.push_str("changed stance:"),
            '✓' => out.push_str("marked:"),
            '≠' => out.push_str("sources differ"),
            // Within a number: a space would make two of it.
            '\u{202f}' if out.ends_with(is_digit) && chars.peek().is_some_and(char::is_ascii_digit) => out.push(','),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    spelt_out(&with_ranges(&out.replace(" · ", ", "))).trim_matches([' ', ',', '·']).to_owned()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The month of an abbreviation: `January` of `Jan`. `JAN` is the name of something else.
fn month(word: &str) -> Option<&'static str> {
    let month: chrono::Month = word.parse().ok()?;
    Some(month.name()).filter(|name| word.len() == 3 && name.starts_with(word))
}

/// `c. 5 Jun 2026` as `about 5 June 2026`: a month beside a number, or beside one that is.
fn spelt_out(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let bare = |at: usize| words.get(at).map_or("", |word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_number = |at: usize| (1..=4).contains(&bare(at).len()) && bare(at).chars().all(is_digit);
    let is_dated = |at: usize| is_number(at.wrapping_sub(1)) || is_number(at + 1);
    let spelt = words.iter().enumerate().map(|(at, &word)| match month(bare(at)) {
        Some(month) if is_dated(at) || bare(at + 1) == "to" && is_dated(at + 2) => word.replacen(bare(at), month, 1),
        _ if word == "c." => "about".to_owned(),
        _ => word.to_owned(),
    });
    spelt.collect::<Vec<_>>().join(" ")
}

/// Lines, bars, dots and pointers: they say something to the eye alone.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}' | '›' | '‹' | '▸' | '◂' | '■')
}

/// `3–4 Feb` as `3 to 4 Feb`, `Jan–Jun` as `Jan to Jun`; other dashes stay.
fn with_ranges(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('–') {
        out.push_str(before);
        let month = |word: Option<&str>| word.and_then(month).is_some();
        let is_range = before.ends_with(is_digit) && after.starts_with(is_digit)
            || (before.ends_with(is_digit) || month(before.get(before.len().saturating_sub(3)..)))
                && (after.starts_with(is_digit) || month(after.get(..3)) || after.starts_with("c. "));
        out.push_str(if is_range { " to " } else { "–" });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(x: u16, y: u16, words: &str) -> HeardPart {
        HeardPart::Words((x, y).into(), words.to_owned())
    }

    #[test]
    fn rows_of_a_list_are_as_high_as_the_selected_one_and_are_read_from_the_left() {
        let frame = HeardFrame::of(
            vec![
                words(0, 0, "18 overdue · 4 due"),
                HeardPart::Pane {
                    area: Rect::new(0, 1, 40, 8),
                    title: "Actors".into(),
                    note: "3".into(),
                    focused: true,
                },
                words(2, 2, "PK  Sharif"),
                words(2, 3, "Prime Minister"),
                words(30, 4, "new"),
                words(2, 4, "KZ Tokayev"),
                words(2, 5, "President"),
                HeardPart::Selected(Rect::new(2, 4, 30, 2)),
            ],
            None,
        );
        assert_eq!(frame.panes[0].rows[0].words, "18 overdue, 4 due");
        let actors = frame.focused().expect("a pane");
        let rows: Vec<&str> = actors.rows.iter().map(|row| row.words.as_str()).collect();
        assert_eq!(rows, ["PK, Sharif, Prime Minister", "KZ Tokayev, new, President"]);
        assert_eq!(actors.selected().and_then(|row| row.number), Some(2));
    }

    #[test]
    fn the_cells_of_a_table_are_read_with_the_names_of_their_columns() {
        let frame = HeardFrame::of(
            vec![
                HeardPart::Pane {
                    area: Rect::new(0, 0, 60, 8),
                    title: "Ports".into(),
                    note: String::new(),
                    focused: true,
                },
                HeardPart::Column(Rect::new(20, 1, 10, 1), "Karachi".into()),
                HeardPart::Column(Rect::new(30, 1, 10, 1), "Gwadar".into()),
                words(2, 2, "cargo"),
                words(20, 2, "53.95 Mt"),
                words(30, 2, "0.51 Mt"),
                words(20, 3, "2024/25"),
                words(30, 3, "2023"),
                HeardPart::Selected(Rect::new(20, 2, 9, 2)),
            ],
            None,
        );
        assert_eq!(frame.panes[0].rows[0].words, "cargo, Karachi: 53.95 Mt, 2024/25, Gwadar: 0.51 Mt, 2023");
    }

    #[test]
    fn a_line_that_is_put_letter_by_letter_is_one_text() {
        let parts = "port:gw".chars().zip(3..).map(|(c, x)| words(x, 0, &c.to_string()));
        let frame = HeardFrame::of(parts.chain([words(60, 0, "23 of 118 events")]).collect(), None);
        assert_eq!(frame.panes[0].rows[0].words, "port:gw, 23 of 118 events");
    }

    #[test]
    fn text_is_safe_and_reads_without_the_picture() {
        for (shown, heard) in [
            ("Status     overdue", "Status, overdue"),
            ("8–9 Sep   Kazakh delegation", "8 to 9 September, Kazakh delegation"),
            ("0.51 Mt Jan–Jun 23", "0.51 Mt January to June 23"),
            ("China–Pakistan", "China–Pakistan"),
            ("29 Oct–3 Nov", "29 October to 3 November"),
            ("Mar 24–c. Mar 25", "March 24 to about March 25"),
            ("by c. 30 Jun 2026", "by about 30 June 2026"),
            ("4\u{202f}600\u{202f}000 USD, ≥\u{202f}294\u{202f}km", "4,600,000 USD, at least 294 km"),
            ("Jan Kowalski, May Lin (Feb 2026)", "Jan Kowalski, May Lin (February 2026)"),
            ("MAR 5, DEC 10, Mar 5", "MAR 5, DEC 10, March 5"),
            ("estimated · contested", "estimated, contested"),
            ("≠ date", "sources differ date"),
            ("Assumed   ~ perhaps 92 days later", "Assumed, perhaps 92 days later"),
            ("now due: –", "now due: –"),
            ("a\u{1b}[2Jb", "a␛[2Jb"),
            ("≥ 294 km", "at least 294 km"),
            ("sources differ:  ports", "sources differ: ports"),
            ("▁▂▅ 3", "3"),
            ("for ┄ 2024", "for 2024"),
            ("  ", ""),
        ] {
            assert_eq!(spoken(shown), heard);
        }
    }
}
