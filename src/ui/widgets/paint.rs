//! Putting safe text into a buffer: everything that is drawn goes through here.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::border;
use ratatui::widgets::{Block, Borders, Widget};

use super::heard::{HeardPart, spoken};
use super::notes::FrameNotes;
use crate::settings::theme::{ColorTheme, DrawStyle, GlyphSet, StyleRole, ThemeKind};
use crate::text;

/// Draws with a theme and a set of glyphs, and takes notes of what a frame tells beside its cells.
#[derive(Clone, Copy, Debug)]
pub struct Painter<'a> {
    /// Styles by role.
    pub theme: ColorTheme,
    /// Characters.
    pub glyphs: GlyphSet,
    notes: Option<&'a FrameNotes>,
}

/// A piece of text in a role.
pub type StyledText = (String, StyleRole);

/// Finds what is to be marked in a text: bytes of it, in order and apart.
pub type MatchMarks<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

/// Marks nothing.
fn unmarked(_: &str) -> Vec<Range<usize>> {
    Vec::new()
}

impl From<DrawStyle> for Painter<'_> {
    fn from(style: DrawStyle) -> Self {
        Painter { theme: style.theme, glyphs: style.glyphs, notes: None }
    }
}

impl<'a> Painter<'a> {
    /// Draws in a style and takes these notes.
    #[must_use]
    pub fn noting(style: DrawStyle, notes: &'a FrameNotes) -> Painter<'a> {
        Painter { notes: Some(notes), ..Painter::from(style) }
    }

    /// Whether all is to be seen as text: no colour, no frames, one pane at a time, `>` before the selected row.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self.glyphs == GlyphSet::Ascii && self.theme.kind == ThemeKind::Plain
    }

    /// The beginning of a text that `columns` can show, safe, and in the characters of the set.
    fn shown(self, content: &str, columns: u16) -> Cow<'_, str> {
        let safe = text::safe(text::head(content, columns.into()));
        if self.glyphs == GlyphSet::Ascii && !safe.is_ascii() { Cow::Owned(text::ascii(&safe)) } else { safe }
    }

    /// Makes the cells of a row lead to an address, where the terminal takes links. The address holds nothing that a
    /// terminal could take for something else: it is percent-encoded.
    pub fn link(self, buf: &mut Buffer, row: Rect, address: &str) {
        let Some(mark) = self.notes.and_then(|notes| notes.mark(address)) else { return };
        for cell in row.intersection(buf.area).positions() {
            buf[cell].underline_color = Color::from_u32(mark);
        }
    }

    /// Whether the terminal takes links.
    #[must_use]
    pub fn has_links(self) -> bool {
        self.notes.is_some_and(|notes| notes.links().is_some())
    }

    /// Whether the frame is to be heard: pictures are left out, and nothing is cut.
    #[must_use]
    pub fn is_heard(self) -> bool {
        self.notes.is_some_and(FrameNotes::is_heard)
    }

    /// Keeps words for a frame that is to be heard; returns the columns that they would take. `None` where it is seen.
    fn hear(self, x: u16, y: u16, columns: u16, words: String) -> Option<u16> {
        let notes = self.notes.filter(|notes| notes.is_heard())?;
        let width = u16::try_from(text::width(&text::safe(&words))).unwrap_or(u16::MAX);
        notes.hear(HeardPart::Words((x, y).into(), words));
        Some(width.min(columns))
    }

    /// Puts a heading among the rows of a list.
    pub fn heading(self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[StyledText]) {
        if let Some(notes) = self.notes.filter(|notes| notes.is_heard()) {
            notes.hear(HeardPart::Heading((area.x, y).into()));
        }
        self.pieces(buf, area.x, y, area.width, pieces);
    }

    /// Begins a column of a table: the cells below it are heard with its name.
    pub fn column(self, area: Rect, name: &str) {
        if let Some(notes) = self.notes.filter(|notes| notes.is_heard()) {
            notes.hear(HeardPart::Column(area, name.to_owned()));
        }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(self, role: StyleRole) -> Style {
        self.theme.style(role)
    }

    /// Puts text at a cell, cut to `columns` (and to the buffer). Returns the columns that it took.
    pub fn put(self, buf: &mut Buffer, x: u16, y: u16, columns: u16, content: &str, style: Style) -> u16 {
        self.put_marked(buf, (x, y), columns, content, style, &unmarked)
    }

    /// The same, with what `marks` finds in the text in [`StyleRole::Match`]: a word that is cut off is marked as far as it is
    /// seen.
    pub fn put_marked(
        self,
        buf: &mut Buffer,
        (x, y): (u16, u16),
        columns: u16,
        content: &str,
        style: Style,
        marks: MatchMarks<'_>,
    ) -> u16 {
        let area = buf.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() || columns == 0 {
            return 0;
        }
        let columns = columns.min(area.right() - x);
        if self.is_heard() {
            return self.hear(x, y, columns, content.to_owned()).unwrap_or(0);
        }
        let safe = self.shown(content, columns);
        let fitting = text::cut(&safe, columns.into(), self.glyphs.ellipsis());
        let shown = text::visual(&fitting);
        let (end, _) = buf.set_stringn(x, y, text::stream_safe(&shown), columns.into(), style);
        let cut_off = fitting.len() != safe.len();
        let kept = fitting.strip_suffix(self.glyphs.ellipsis()).filter(|_| cut_off).unwrap_or(&fitting).len();
        for range in marks(&safe) {
            let range = range.start..range.end.min(kept);
            let Some(word) = fitting.get(range.clone()).filter(|word| !word.is_empty()) else { continue };
            let mut style_from = |before: &str, word: &str| {
                let column = |text: &str| u16::try_from(text::width(text)).unwrap_or(u16::MAX);
                let at = Rect { x: x.saturating_add(column(before)), y, width: column(word), height: 1 };
                buf.set_style(at.intersection(Rect { x, y, width: end - x, height: 1 }), self.style(StyleRole::Match));
            };
            match &shown {
                Cow::Borrowed(_) => style_from(&fitting[..range.start], word),
                // The order is another one. A word in its visual form stands wherever the same word does.
                Cow::Owned(shown) => {
                    let word = text::visual(word);
                    shown.match_indices(&*word).for_each(|(at, _)| style_from(&shown[..at], &word));
                }
            }
        }
        end - x
    }

    /// Puts text so that it ends before column `right`. Returns the column where it begins.
    pub fn put_right(self, buf: &mut Buffer, left: u16, right: u16, y: u16, content: &str, style: Style) -> u16 {
        let room = right.saturating_sub(left);
        let safe = self.shown(content, room);
        let wanted = u16::try_from(text::width(&safe)).unwrap_or(u16::MAX);
        let x = right.saturating_sub(wanted.min(room));
        self.put(buf, x, y, room.min(wanted), content, style);
        x
    }

    /// Puts pieces one after the other. Returns the columns that they took.
    pub fn pieces(self, buf: &mut Buffer, x: u16, y: u16, columns: u16, pieces: &[StyledText]) -> u16 {
        self.pieces_marked(buf, (x, y), columns, pieces, &unmarked)
    }

    /// The same with marks, see [`Painter::put_marked`].
    pub fn pieces_marked(
        self,
        buf: &mut Buffer,
        (x, y): (u16, u16),
        columns: u16,
        pieces: &[StyledText],
        marks: MatchMarks<'_>,
    ) -> u16 {
        if self.is_heard() {
            return self.hear(x, y, columns, pieces.iter().map(|(words, _)| words.as_str()).collect()).unwrap_or(0);
        }
        let mut used = 0;
        for (content, role) in pieces {
            let room = columns.saturating_sub(used);
            used += self.put_marked(buf, (x + used, y), room, content, self.style(*role), marks);
            // Behind what was cut off comes nothing more.
            if !text::fits(&self.shown(content, room), room.into()) {
                break;
            }
        }
        used
    }

    /// Puts a row: pieces from the left, one badge flush right. The badge wins over the tail of the pieces.
    pub fn row(self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[StyledText], badge: &[StyledText]) {
        self.row_marked(buf, area, y, pieces, badge, &unmarked);
    }

    /// The same with marks in the pieces, see [`Painter::put_marked`].
    pub fn row_marked(
        self,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        pieces: &[StyledText],
        badge: &[StyledText],
        marks: MatchMarks<'_>,
    ) {
        if self.is_heard() {
            self.pieces(buf, area.x, y, area.width, pieces);
            let badges: Vec<String> =
                badge.iter().map(|(words, _)| spoken(words)).filter(|words| !words.is_empty()).collect();
            self.hear(area.right(), y, area.width, badges.join(", "));
            return;
        }
        let badge_width: usize = badge.iter().map(|(t, _)| text::width(&self.shown(t, area.width))).sum();
        let badge_width = u16::try_from(badge_width).unwrap_or(u16::MAX).min(area.width);
        let room = area.width - badge_width;
        let room = if badge_width > 0 { room.saturating_sub(1) } else { room };
        self.pieces_marked(buf, (area.x, y), room, pieces, marks);
        self.pieces(buf, area.right() - badge_width, y, badge_width, badge);
    }

    /// Marks a row as selected: in the selection style where the pane has the focus, bold where not. Where all is to be
    /// seen as text, `>` stands before it. The terminal's cursor belongs there.
    pub fn select(self, buf: &mut Buffer, area: Rect, y: u16, height: u16, focused: bool) {
        let style = if focused { self.theme.selected() } else { self.theme.selected_unfocused() };
        let rows = Rect { y, height, ..area }.intersection(buf.area).intersection(area);
        if self.is_heard() && focused {
            self.notes.iter().for_each(|notes| notes.hear(HeardPart::Selected(rows)));
            return;
        }
        if focused && !rows.is_empty() {
            let is_first = self.notes.is_none_or(|notes| notes.select(rows.as_position()));
            if is_first && self.is_plain() && rows.x > buf.area.x {
                buf[(rows.x - 1, rows.y)].set_symbol(">");
            }
        }
        buf.set_style(rows, style);
    }

    /// A pane: a heavy frame where it has the focus, a light one where not, a title above and a note below. Returns
    /// what is inside, with a column of air on each side.
    pub fn pane(self, buf: &mut Buffer, area: Rect, title: &str, note: &str, focused: bool) -> Rect {
        let inside = Painter::inside(area);
        if area.width < 4 || area.height < 2 {
            return inside;
        }
        if focused {
            self.notes.iter().for_each(|notes| notes.focus(inside.as_position()));
        }
        if let Some(notes) = self.notes.filter(|notes| notes.is_heard()) {
            notes.hear(HeardPart::Pane { area, title: title.to_owned(), note: note.to_owned(), focused });
            return inside;
        }
        if self.is_plain() {
            let title = if focused && !title.is_empty() { format!("[{title}]") } else { title.to_owned() };
            self.put(buf, area.x + 1, area.y, area.width - 2, &title, self.style(StyleRole::Strong));
            self.put_right(buf, area.x + 2, area.right() - 2, area.bottom() - 1, note, self.style(StyleRole::Quiet));
            return inside;
        }
        let set = match (self.glyphs, focused) {
            (GlyphSet::Unicode | GlyphSet::Words, true) => border::THICK,
            (GlyphSet::Unicode | GlyphSet::Words, false) => border::ROUNDED,
            (GlyphSet::Ascii, focused) => ascii_border(focused),
        };
        let role = if focused { StyleRole::Accent } else { StyleRole::Quiet };
        Block::new().borders(Borders::ALL).border_set(set).border_style(self.style(role)).render(area, buf);
        let room = area.width - 4;
        if !title.is_empty() {
            let title_role = if focused { StyleRole::Accent } else { StyleRole::Strong };
            self.put(buf, area.x + 2, area.y, room, &format!(" {title} "), self.style(title_role));
        }
        if !note.is_empty() {
            let note = format!(" {note} ");
            self.put_right(buf, area.x + 2, area.right() - 2, area.bottom() - 1, &note, self.style(StyleRole::Quiet));
        }
        inside
    }

    /// The area inside a pane; empty where it is too small to have one.
    #[must_use]
    pub fn inside(area: Rect) -> Rect {
        if area.width < 4 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
    }
}

/// Frames of `-`, `|` and `+`; of `=` and `#` for the pane with the focus.
fn ascii_border(focused: bool) -> border::Set<'static> {
    let (line, wall, corner) = if focused { ("=", "#", "#") } else { ("-", "|", "+") };
    border::Set {
        top_left: corner,
        top_right: corner,
        bottom_left: corner,
        bottom_right: corner,
        vertical_left: wall,
        vertical_right: wall,
        horizontal_top: line,
        horizontal_bottom: line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters that are marked when `word` is sought in `text`, drawn in so many columns.
    fn marked(text: &str, columns: u16, word: &str) -> String {
        let paint = Painter::from(DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode));
        let mut buf = Buffer::empty(Rect::new(0, 0, 40, 1));
        let find = |text: &str| text.match_indices(word).map(|(at, _)| at..at + word.len()).collect();
        paint.put_marked(&mut buf, (2, 0), columns, text, Style::default(), &find);
        let style = paint.style(StyleRole::Match);
        let cells = (0..40).map(|x| &buf[(x, 0)]).filter(|cell| cell.modifier == style.add_modifier);
        cells.map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn a_word_is_marked_where_it_is_seen() {
        assert_eq!(marked("President Tokayev visits", 40, "Tokayev"), "Tokayev");
        assert_eq!(marked("a b a", 40, "a"), "aa");
        assert_eq!(marked("hafen von Gwadar ü Gwadar", 40, "Gwadar"), "GwadarGwadar");
        assert_eq!(marked("nothing", 40, "x"), "");
    }

    #[test]
    fn a_word_that_is_cut_off_is_marked_as_far_as_it_is_seen() {
        assert_eq!(marked("Internationalization", 10, "Internationalization"), "Internati");
        assert_eq!(marked("President Tokayev visits", 12, "visits"), "");
    }

    #[test]
    fn a_word_that_runs_from_right_to_left_is_marked_in_the_order_of_the_cells() {
        let cells = marked("گوادر کی بندرگاہ", 40, "گوادر");
        assert_eq!(cells, text::visual("گوادر"));
        assert_eq!(marked("port گوادر x", 40, "گوادر"), text::visual("گوادر"));
    }
}
