//! The overlays on top of the screen, and the drafts that were set aside.

use crate::ui::overlays::Overlay;

/// The open overlays, and those that were closed before they were saved.
#[derive(Default)]
pub(super) struct OverlayStack {
    /// The last one has the focus and is drawn.
    open: Vec<Box<dyn Overlay>>,
    /// Set aside with their input.
    pub drafts: Vec<Box<dyn Overlay>>,
}

impl OverlayStack {
    /// Whether the screen has the focus.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The overlay that has the focus.
    pub fn top(&self) -> Option<&dyn Overlay> {
        self.open.last().map(|overlay| &**overlay)
    }

    pub fn push(&mut self, overlay: Box<dyn Overlay>) {
        self.open.push(overlay);
    }

    pub fn pop(&mut self) -> Option<Box<dyn Overlay>> {
        self.open.pop()
    }

    /// Sets the focused overlay aside.
    pub fn set_aside(&mut self) {
        self.drafts.extend(self.open.pop());
    }

    /// Opens a draft in place of the focused overlay.
    pub fn resume(&mut self, at: usize) {
        if at < self.drafts.len() {
            self.open.pop();
            self.open.push(self.drafts.remove(at));
        }
    }

    /// Discards a draft.
    pub fn discard(&mut self, at: usize) {
        if at < self.drafts.len() {
            self.drafts.remove(at);
        }
    }

    /// Takes the open overlays out, to change each of them; must be followed by [`OverlayStack::put_back`].
    pub fn take_open(&mut self) -> Vec<Box<dyn Overlay>> {
        std::mem::take(&mut self.open)
    }

    pub fn put_back(&mut self, open: Vec<Box<dyn Overlay>>) {
        self.open = open;
    }
}
