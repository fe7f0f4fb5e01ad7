//! Putting safe text into a buffer: everything that is drawn goes through here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Borders, Widget};

use crate::text;
use crate::theme::{Glyphs, Role, Theme};

/// Draws with a theme and a set of glyphs.
#[derive(Clone, Copy, Debug)]
pub struct Painter {
    /// Styles by role.
    pub theme: Theme,
    /// Characters.
    pub glyphs: Glyphs,
}

/// A piece of text in a role.
pub type Piece = (String, Role);

impl Painter {
    /// The style of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Puts text at a cell, cut to `columns` (and to the buffer). Returns the columns that it took.
    pub fn put(self, buf: &mut Buffer, x: u16, y: u16, columns: u16, content: &str, style: Style) -> u16 {
        let area = buf.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() || columns == 0 {
            return 0;
        }
        let columns = columns.min(area.right() - x);
        let safe = text::safe(content);
        let fitting = text::cut(&safe, columns.into(), self.glyphs.ellipsis());
        let shown = text::visual(&fitting);
        let (end, _) = buf.set_stringn(x, y, &shown, columns.into(), style);
        end - x
    }

    /// Puts text so that it ends before column `right`. Returns the column where it begins.
    pub fn put_right(self, buf: &mut Buffer, left: u16, right: u16, y: u16, content: &str, style: Style) -> u16 {
        let safe = text::safe(content);
        let wanted = u16::try_from(text::width(&safe)).unwrap_or(u16::MAX);
        let room = right.saturating_sub(left);
        let x = right.saturating_sub(wanted.min(room));
        self.put(buf, x, y, room.min(wanted), content, style);
        x
    }

    /// Puts pieces one after the other. Returns the columns that they took.
    pub fn pieces(self, buf: &mut Buffer, x: u16, y: u16, columns: u16, pieces: &[Piece]) -> u16 {
        let mut used = 0;
        for (content, role) in pieces {
            used += self.put(buf, x + used, y, columns.saturating_sub(used), content, self.style(*role));
        }
        used
    }

    /// Puts a row: pieces from the left, one badge flush right. The badge wins over the tail of the pieces.
    pub fn row(self, buf: &mut Buffer, area: Rect, y: u16, pieces: &[Piece], badge: &[Piece]) {
        let badge_width: usize = badge.iter().map(|(t, _)| text::width(&text::safe(t))).sum();
        let badge_width = u16::try_from(badge_width).unwrap_or(u16::MAX).min(area.width);
        let room = area.width - badge_width;
        let room = if badge_width > 0 { room.saturating_sub(1) } else { room };
        self.pieces(buf, area.x, y, room, pieces);
        self.pieces(buf, area.right() - badge_width, y, badge_width, badge);
    }

    /// Marks a row as selected: a bar and the selection style where the pane has the focus, bold where not.
    pub fn select(self, buf: &mut Buffer, area: Rect, y: u16, height: u16, focused: bool) {
        let style = if focused { self.theme.selected() } else { self.theme.selected_unfocused() };
        let rows = Rect { y, height, ..area }.intersection(buf.area).intersection(area);
        buf.set_style(rows, style);
    }

    /// A pane: a heavy frame where it has the focus, a light one where not, a title above and a note below. Returns
    /// what is inside, with a column of air on each side.
    pub fn pane(self, buf: &mut Buffer, area: Rect, title: &str, note: &str, focused: bool) -> Rect {
        if area.width < 4 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let set = match (self.glyphs, focused) {
            (Glyphs::Unicode, true) => border::THICK,
            (Glyphs::Unicode, false) => border::ROUNDED,
            (Glyphs::Ascii, focused) => ascii_border(focused),
        };
        let role = if focused { Role::Accent } else { Role::Quiet };
        Block::new().borders(Borders::ALL).border_set(set).border_style(self.style(role)).render(area, buf);
        let room = area.width - 4;
        if !title.is_empty() {
            let title_role = if focused { Role::Accent } else { Role::Strong };
            self.put(buf, area.x + 2, area.y, room, &format!(" {title} "), self.style(title_role));
        }
        if !note.is_empty() {
            let note = format!(" {note} ");
            self.put_right(buf, area.x + 2, area.right() - 2, area.bottom() - 1, &note, self.style(Role::Quiet));
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
