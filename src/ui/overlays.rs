//! Overlays: what lies over a screen and has the focus until it is closed. One file per overlay, each an [`Overlay`].
//!
//! An overlay knows the keymap and its context ([`crate::ui::shape::OverlayContext`]), but not the program around it:
//! it requests things by returning a [`crate::ui::shape::Reply`].

pub mod about;
pub mod activity;
pub mod add;
pub mod as_of;
pub mod assignee;
pub mod brief;
pub mod compare;
pub mod conflict;
pub mod copy;
pub mod counts;
pub mod edits;
pub mod filter;
pub mod form;
pub mod help;
pub mod keep;
pub mod palette;
pub mod problems;
pub mod questions;
pub mod reader;
pub mod relax;
pub mod save_filter;
pub mod saved;
pub mod tour;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

pub use crate::ui::shape::{
    DraftChange, DraftName, FilterChange, Overlay, OverlayAnswer, OverlayContext, Renewed, Reply, note,
};

use crate::ui::shape::ScreenContext;

/// The columns inside the frame of a [`popup`].
#[must_use]
pub fn popup_columns(cx: &ScreenContext<'_>) -> u16 {
    popup_width(cx).saturating_sub(4)
}

fn popup_width(cx: &ScreenContext<'_>) -> u16 {
    cx.area.width.saturating_sub(4).min(100)
}

/// Clears a pane in the middle of the screen, high enough for `lines`; returns the area inside its frame.
pub fn popup(cx: &ScreenContext<'_>, buf: &mut Buffer, title: &str, note: &str, lines: usize) -> Rect {
    let area = cx.area;
    let width = popup_width(cx);
    let height = area.height.min(u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2));
    let over = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    // Without a frame nothing may stand beside it.
    let cleared = if cx.paint.is_plain() { Rect { x: area.x, width: area.width, ..over } } else { over };
    Clear.render(cleared, buf);
    cx.paint.pane(buf, over, title, note, true)
}

/// `Enter or its digit`, for a menu whose rows have numbers.
#[must_use]
pub fn or_digit(key: &str) -> String {
    if key.is_empty() { "a digit".to_owned() } else { format!("{key} or its digit") }
}

/// `a letter or Enter`, for a menu whose rows have letters.
#[must_use]
pub fn or_letter(key: &str) -> String {
    if key.is_empty() { "a letter".to_owned() } else { format!("a letter or {key}") }
}
