//! Keys in a line that is typed, and motions in a text that is scrolled.

use keybinds::{Key, KeyInput, Mods};
use tui_input::{Input, InputRequest};

use crate::settings::input::Action;
use crate::ui::widgets::list::CursorMotion;

/// Whether a key stands for a character that can be typed.
#[must_use]
pub fn types(key: KeyInput) -> bool {
    typed(key).is_some()
}

/// What a key does in a line that is typed.
#[must_use]
pub fn typed(key: KeyInput) -> Option<InputRequest> {
    let ctrl = key.mods().contains(Mods::CTRL);
    let plain = !key.mods().intersects(Mods::CTRL | Mods::ALT);
    match key.key() {
        Key::Char(c) if plain => Some(InputRequest::InsertChar(c)),
        Key::Backspace if plain => Some(InputRequest::DeletePrevChar),
        Key::Delete => Some(InputRequest::DeleteNextChar),
        Key::Left if ctrl => Some(InputRequest::GoToPrevWord),
        Key::Right if ctrl => Some(InputRequest::GoToNextWord),
        Key::Left => Some(InputRequest::GoToPrevChar),
        Key::Right => Some(InputRequest::GoToNextChar),
        _ => None,
    }
}

/// Keys that move or delete in a line as they do in a shell.
#[must_use]
pub fn line_motion(key: KeyInput) -> Option<InputRequest> {
    let ctrl = key.mods().contains(Mods::CTRL);
    match key.key() {
        Key::Home => Some(InputRequest::GoToStart),
        Key::End => Some(InputRequest::GoToEnd),
        Key::Char('a') if ctrl => Some(InputRequest::GoToStart),
        Key::Char('e') if ctrl => Some(InputRequest::GoToEnd),
        Key::Char('w') if ctrl => Some(InputRequest::DeletePrevWord),
        Key::Char('u') if ctrl => Some(InputRequest::DeleteLine),
        Key::Char('k') if ctrl => Some(InputRequest::DeleteTillEnd),
        _ => None,
    }
}

/// The longest name that can be typed, in characters.
const LONGEST_NAME: usize = 60;

/// Edits a name; a character that makes it too long is left out.
pub fn edit_name(input: &mut Input, request: InputRequest) {
    let is_full = input.value().chars().count() >= LONGEST_NAME;
    if !(is_full && matches!(request, InputRequest::InsertChar(_))) {
        input.handle(request);
    }
}

/// Whether a key moves or deletes in a line.
#[must_use]
pub fn is_line_motion(key: KeyInput) -> bool {
    line_motion(key).is_some()
}

/// A scrolled text: the first line after a motion; drawing bounds it by the length.
#[must_use]
pub fn scrolled(top: usize, motion: CursorMotion) -> usize {
    match motion {
        CursorMotion::Up => top.saturating_sub(1),
        CursorMotion::Down => top + 1,
        CursorMotion::PageUp | CursorMotion::HalfUp => top.saturating_sub(10),
        CursorMotion::PageDown | CursorMotion::HalfDown => top + 10,
        CursorMotion::First => 0,
        CursorMotion::Last => usize::MAX / 2,
    }
}

/// The motion that an action means, if it is one.
#[must_use]
pub fn motion(action: Action) -> Option<CursorMotion> {
    Some(match action {
        Action::Up => CursorMotion::Up,
        Action::Down => CursorMotion::Down,
        Action::PageUp => CursorMotion::PageUp,
        Action::PageDown => CursorMotion::PageDown,
        Action::HalfPageUp => CursorMotion::HalfUp,
        Action::HalfPageDown => CursorMotion::HalfDown,
        Action::First => CursorMotion::First,
        Action::Last => CursorMotion::Last,
        _ => return None,
    })
}
