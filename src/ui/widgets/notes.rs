//! What a frame tells beside its cells: where the cursor belongs, and which cells lead to an address.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hashbrown::HashMap;
use ratatui::layout::Position;

use super::heard::HeardPart;

/// Addresses by the mark that the cells carry which lead to them.
pub type LinkTable = Rc<RefCell<HashMap<u32, String>>>;

/// What becomes of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FrameKind {
    /// They are seen.
    #[default]
    Seen,
    /// They are seen on a terminal that takes links.
    Linked,
    /// They are heard.
    Heard,
}

/// Notes on one frame, taken while it is drawn.
#[derive(Debug, Default)]
pub struct FrameNotes {
    /// The selected row of the pane that has the focus, or its first cell.
    cursor: Cell<Option<Position>>,
    /// Whether that is a row.
    on_row: Cell<bool>,
    /// `None` where the terminal takes no links.
    links: Option<LinkTable>,
    /// What is put, where the frame is to be heard instead of seen.
    heard: Option<RefCell<Vec<HeardPart>>>,
}

impl FrameNotes {
    /// Notes for frames of a kind.
    #[must_use]
    pub fn new(kind: FrameKind) -> FrameNotes {
        FrameNotes {
            links: (kind == FrameKind::Linked).then(LinkTable::default),
            heard: (kind == FrameKind::Heard).then(RefCell::default),
            ..FrameNotes::default()
        }
    }

    /// Whether the frame is to be heard.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.heard.is_some()
    }

    /// Keeps a part of a frame that is to be heard.
    pub fn hear(&self, part: HeardPart) {
        if let Some(parts) = &self.heard {
            parts.borrow_mut().push(part);
        }
    }

    /// Gives up what was heard.
    #[must_use]
    pub fn take_heard(&self) -> Vec<HeardPart> {
        self.heard.as_ref().map(RefCell::take).unwrap_or_default()
    }

    /// A frame begins.
    pub fn begin(&self) {
        self.cursor.set(None);
        self.on_row.set(false);
        let _ = self.take_heard();
        self.links.iter().for_each(|links| links.borrow_mut().clear());
    }

    /// A pane that has the focus begins at a cell.
    pub fn focus(&self, at: Position) {
        self.cursor.set(Some(at));
        self.on_row.set(false);
    }

    /// A selected row of the pane that has the focus begins at a cell. Returns whether it is the first, which counts.
    pub fn select(&self, at: Position) -> bool {
        let is_first = !self.on_row.replace(true);
        if is_first {
            self.cursor.set(Some(at));
        }
        is_first
    }

    /// Where the terminal's cursor belongs: screen readers and magnifiers follow it.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        self.cursor.get()
    }

    /// The addresses of this frame, where the terminal takes links.
    #[must_use]
    pub fn links(&self) -> Option<&LinkTable> {
        self.links.as_ref()
    }

    /// The mark for cells that lead to an address; `None` where the terminal takes no links.
    #[must_use]
    pub fn mark(&self, address: &str) -> Option<u32> {
        let mut links = self.links.as_ref()?.borrow_mut();
        // The same address has the same mark in every frame, so that only cells that lead elsewhere are redrawn.
        let mut mark =
            address.bytes().fold(0x81_1c9d_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        mark &= 0x00ff_ffff;
        while links.get(&mark).is_some_and(|other| other != address) {
            mark = (mark + 1) & 0x00ff_ffff;
        }
        links.entry(mark).or_insert_with(|| address.to_owned());
        Some(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_selected_row_of_the_last_pane_with_the_focus_has_the_cursor() {
        let notes = FrameNotes::default();
        notes.focus((2, 1).into());
        assert_eq!(notes.cursor(), Some((2, 1).into()));
        notes.select((2, 5).into());
        notes.select((40, 5).into());
        assert_eq!(notes.cursor(), Some((2, 5).into()));
        notes.focus((10, 10).into());
        assert_eq!(notes.cursor(), Some((10, 10).into()), "an overlay over it");
        notes.begin();
        assert_eq!(notes.cursor(), None);
    }

    #[test]
    fn an_address_has_one_mark_in_every_frame() {
        let notes = FrameNotes::new(FrameKind::Linked);
        let mark = notes.mark("https://example.org/a");
        assert_ne!(notes.mark("https://example.org/b"), mark);
        notes.begin();
        assert_eq!(notes.mark("https://example.org/a"), mark);
        assert_eq!(FrameNotes::default().mark("https://example.org/a"), None);
    }
}
