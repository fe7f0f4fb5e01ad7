//! What keys mean: the screens, the actions, and which key asks for which action where. Knows nothing of stories.

pub mod action;
pub mod key;
pub mod keymap;
pub mod manual;
pub mod near;
pub mod screen;

pub use action::{ACTIONS, Action, Group};
pub use keymap::Keymap;
pub use screen::ScreenId;
