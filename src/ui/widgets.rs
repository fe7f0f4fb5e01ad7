//! Pieces of screen that know nothing of stories.

pub mod axis;
pub mod bar;
pub mod heard;
pub mod list;
pub mod map;
pub mod notes;
pub mod paint;
pub mod plot;
pub mod reader;
pub mod typed_line;
pub mod typing;
