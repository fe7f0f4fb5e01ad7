//! A line that is typed, as it is seen: whole clusters, letters joined, in the order in which cells show them, and the
//! cursor where it belongs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text;

use super::paint::Painter;

/// The part of a line that is seen.
struct SeenPart {
    /// Bytes of the line before it.
    from: usize,
    text: String,
    /// Whether it is read from right to left.
    is_rtl: bool,
}

impl SeenPart {
    /// What is seen of the line in so many columns, the cursor among it.
    fn of(line: &str, cursor: usize, columns: usize) -> SeenPart {
        let shown = |cluster: &str| text::width(&text::safe(cluster));
        // The cursor takes a column of its own behind the text.
        let room = columns.saturating_sub(1);
        let mut before: usize = shown(&line[..cursor]);
        let mut from = 0;
        for (at, cluster) in line[..cursor].grapheme_indices(true) {
            if before <= room {
                break;
            }
            before -= shown(cluster);
            from = at + cluster.len();
        }
        let mut used = 0;
        let fits = line[from..].graphemes(true).take_while(|cluster| {
            used += shown(cluster);
            used <= room
        });
        let text: String = fits.collect();
        SeenPart { from, is_rtl: text::paragraph_is_rtl(&text), text }
    }
}

/// Draws the line into a row; `style` gives the style of the cluster that begins at a byte. Returns the column of the
/// cursor: on the cluster before which the next letter goes, or behind the text, which is to its left where it is read
/// from right to left.
pub fn draw(paint: Painter<'_>, buf: &mut Buffer, row: Rect, input: &Input, style: &dyn Fn(usize) -> Style) -> u16 {
    let line = input.value();
    let cursor = line.char_indices().nth(input.cursor()).map_or(line.len(), |(at, _)| at);
    let part = SeenPart::of(line, cursor, row.width.into());
    let mut x = row.x + u16::from(part.is_rtl);
    let mut at_cursor = None;
    for (at, cell) in text::visual_cells(&part.text) {
        let at = part.from + at;
        let cell = text::safe(&cell);
        let width = u16::try_from(text::width(&cell)).unwrap_or(1);
        // The last cluster that begins at the cursor or before it holds it.
        let holds = at <= cursor && cursor < line.len() && at_cursor.is_none_or(|(best, _)| at > best);
        if holds {
            at_cursor = Some((at, x));
        }
        x += paint.put(buf, x, row.y, width, &cell, style(at));
    }
    let behind = if part.is_rtl { row.x } else { x };
    at_cursor.map_or(behind, |(_, column)| column).min(row.right().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::theme::{DrawStyle, GlyphSet, ThemeKind};

    /// The cells of a line of 12 columns, and the column of the cursor.
    fn drawn(text: &str, cursor: usize) -> (String, u16) {
        let paint = Painter::from(DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode));
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        let input = Input::new(text.to_owned()).with_cursor(cursor);
        let column = draw(paint, &mut buf, Rect::new(0, 0, 12, 1), &input, &|_| Style::default());
        // Behind a cluster of several columns stand cells that nothing is drawn into.
        let mut cells = String::new();
        let mut covered = 0;
        for cell in &buf.content {
            if covered == 0 {
                cells.push_str(cell.symbol());
                covered = crate::text::width(cell.symbol()).max(1);
            }
            covered -= 1;
        }
        (cells.trim_end().to_owned(), column)
    }

    #[test]
    fn marks_stay_on_their_letters() {
        for text in ["Zu\u{308}rich", "ท่าเรือ", "ग्वादर", "e\u{301}\u{302}x"] {
            assert_eq!(drawn(text, text.chars().count()).0, text);
        }
    }

    #[test]
    fn what_runs_from_right_to_left_is_joined_and_ends_on_the_left() {
        for text in ["گوادر", "مُعاہدہ", "سلام"] {
            let (cells, column) = drawn(text, text.chars().count());
            assert_eq!((cells.trim_start(), column), (&*text::visual(text), 0), "{text}");
            // Before the first letter it stands on the rightmost cell.
            let width = u16::try_from(text::width(&text::visual(text))).expect("small");
            assert_eq!(drawn(text, 0).1, width, "{text}");
        }
        let (cells, column) = drawn("port:گوادر", 10);
        assert_eq!((cells, column), (format!("port:{}", text::visual("گوادر")), 10));
    }

    #[test]
    fn the_cursor_is_seen_in_a_long_line() {
        let (cells, column) = drawn("abcdefghijklmnopqrstuvwxyz", 26);
        assert_eq!((cells.as_str(), column), ("pqrstuvwxyz", 11));
        assert_eq!(drawn("abcdefghijklmnopqrstuvwxyz", 0), ("abcdefghijk".to_owned(), 0));
        assert_eq!(drawn("港口港口港口港口", 8).1, 10);
        assert_eq!(drawn("a\u{202e}b", 3).0, "a<U+202E>b");
        assert_eq!(drawn("", 0), (String::new(), 0));
    }
}
