//! Putting safe text into a buffer: everything that is drawn goes through here.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
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

/// A piece of text in a role: owned where it is returned, borrowed where it is drawn at once.
pub type StyledText<S = String> = (S, StyleRole);

/// A piece that is kept.
#[must_use]
pub fn owned((text, role): StyledText<&str>) -> StyledText {
    (text.to_owned(), role)
}

/// No badge, for [`Painter::row`].
pub const NO_BADGE: &[StyledText] = &[];

/// Finds what is to be marked in a text: bytes of it, in order and apart.
pub type MatchMarks<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

/// Text in the line of a frame, with a blank on each side.
#[must_use]
pub fn spaced(text: &str, role: StyleRole) -> [StyledText<&str>; 3] {
    [" ", text, " "].map(|part| (part, role))
}

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
    pub fn heading<S: AsRef<str>>(self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[StyledText<S>]) {
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
    pub fn pieces<S: AsRef<str>>(
        self,
        buf: &mut Buffer,
        x: u16,
        y: u16,
        columns: u16,
        pieces: &[StyledText<S>],
    ) -> u16 {
        self.pieces_marked(buf, (x, y), columns, pieces, &unmarked)
    }

    /// The same with marks, see [`Painter::put_marked`].
    pub fn pieces_marked<S: AsRef<str>>(
        self,
        buf: &mut Buffer,
        (x, y): (u16, u16),
        columns: u16,
        pieces: &[StyledText<S>],
        marks: MatchMarks<'_>,
    ) -> u16 {
        if self.is_heard() {
            return self.hear(x, y, columns, pieces.iter().map(|(words, _)| words.as_ref()).collect()).unwrap_or(0);
        }
        let mut used = 0;
        for run in pieces.chunk_by(|one, next| one.1 == next.1) {
            let room = columns.saturating_sub(used);
            let role = run[0].1;
            // Pieces of one role that do not fit are cut as one text; behind what was cut off comes nothing more.
            if self.width(run, room) > room.into() {
                let whole: String = run.iter().map(|(words, _)| text::head(words.as_ref(), room.into())).collect();
                return used + self.put_marked(buf, (x + used, y), room, &whole, self.style(role), marks);
            }
            for (words, _) in run {
                let room = columns.saturating_sub(used);
                used += self.put_marked(buf, (x + used, y), room, words.as_ref(), self.style(role), marks);
            }
        }
        used
    }

    /// The columns that pieces take, measured no further than `columns` can show of each.
    fn width<S: AsRef<str>>(self, pieces: &[StyledText<S>], columns: u16) -> usize {
        pieces.iter().map(|(words, _)| text::width(&self.shown(words.as_ref(), columns))).sum()
    }

    /// Puts pieces so that they end before column `right`. Returns the column where they begin.
    pub fn pieces_right<S: AsRef<str>>(
        self,
        buf: &mut Buffer,
        left: u16,
        right: u16,
        y: u16,
        pieces: &[StyledText<S>],
    ) -> u16 {
        let room = right.saturating_sub(left);
        let columns = u16::try_from(self.width(pieces, room)).unwrap_or(u16::MAX).min(room);
        let x = right.saturating_sub(columns);
        self.pieces(buf, x, y, columns, pieces);
        x
    }

    /// Puts a row: pieces from the left, one badge flush right. The badge wins over the tail of the pieces.
    pub fn row<S: AsRef<str>, B: AsRef<str>>(
        self,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        pieces: &[StyledText<S>],
        badge: &[StyledText<B>],
    ) {
        self.row_marked(buf, area, y, pieces, badge, &unmarked);
    }

    /// The same with marks in the pieces, see [`Painter::put_marked`].
    pub fn row_marked<S: AsRef<str>, B: AsRef<str>>(
        self,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        pieces: &[StyledText<S>],
        badge: &[StyledText<B>],
        marks: MatchMarks<'_>,
    ) {
        if self.is_heard() {
            self.pieces(buf, area.x, y, area.width, pieces);
            self.hear(area.right(), y, area.width, told_apart(badge));
            return;
        }
        let badge_width = u16::try_from(self.width(badge, area.width)).unwrap_or(u16::MAX).min(area.width);
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

    /// Puts the terminal's cursor on a row that tells what is selected in a picture, which has the focus.
    pub fn point_at(self, row: Position) {
        if let Some(notes) = self.notes {
            let _ = notes.select(row);
        }
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
            let (open, end) = if focused && !title.is_empty() { ("[", "]") } else { ("", "") };
            let title = [open, title, end].map(|part| (part, StyleRole::Strong));
            self.pieces(buf, area.x + 1, area.y, area.width - 2, &title);
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
            self.pieces(buf, area.x + 2, area.y, room, &spaced(title, title_role));
        }
        if !note.is_empty() {
            let note = spaced(note, StyleRole::Quiet);
            self.pieces_right(buf, area.x + 2, area.right() - 2, area.bottom() - 1, &note);
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

/// What a badge says, its parts separated by commas: one ends where the role changes or the next begins with a blank.
fn told_apart<S: AsRef<str>>(badge: &[StyledText<S>]) -> String {
    let begins = |words: &str| words.starts_with(' ') && !words.trim().is_empty();
    let parts = badge.chunk_by(|a, b| a.1 == b.1 && !begins(b.0.as_ref()));
    let parts = parts.map(|part| part.iter().map(|piece| piece.0.as_ref()).collect::<String>());
    let parts: Vec<String> = parts.map(|part| spoken(&part)).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
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
mod tests;
