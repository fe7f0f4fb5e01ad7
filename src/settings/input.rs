//! What keys mean: the screens, the actions, and which key asks for which action where. Knows nothing of stories.

pub mod action;
pub mod key;
pub mod keymap;
pub mod manual;
pub mod near;
pub mod scope;
pub mod screen;

pub use action::{ACTIONS, Action};
pub use keymap::Keymap;
pub use scope::{ActionGroup, OverlayId};
pub use screen::ScreenId;
