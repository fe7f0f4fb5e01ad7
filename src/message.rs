//! Facts that happened outside: what `app::Model::update` is told. Past tense.

use chrono::NaiveDate;
use keybinds::KeyInput;

use crate::config::SavedFilter;
pub use crate::dossier::load::Loaded;
use crate::dossier::problem::Problem;
use crate::input::Keymap;
use crate::ready::{Greeting, Progress, Ready};
use crate::story::change::Baseline;
use crate::widgets::paint::Painter;

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    KeyPressed(KeyInput),
    /// Text was pasted (bracketed paste).
    Pasted(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has this many columns and rows now.
    Resized(u16, u16),
    /// The calendar day changed, or the program woke up on another day.
    DayChanged(NaiveDate),
    /// [`crate::effect::Effect::Load`] is done.
    Loaded(Loaded),
    /// A dossier, or what was read of it so far, was made ready to be shown.
    Opened(Box<Ready>),
    /// A thread that reads or indexes is so far.
    Progressed(Progress),
    /// [`crate::effect::Effect::Search`] of this number is done.
    Searched(u64),
    /// What this person has seen of the dossier was looked up, with what it has beyond that.
    Greeted(Box<Greeting>),
    /// What this person has seen of the dossier was looked up; `None`: nothing, it is the first visit.
    Seen(Option<Baseline>),
    /// The configuration was saved: what is in force now, or why it cannot be read.
    Configured(Box<Result<Configured, String>>),
    /// An effect is done; the text says what became of it (`Ok`), or why it failed.
    Done(Result<String, String>),
}

/// What the mouse did, and in which cell (0,0 is the upper left).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Column of the cell.
    pub column: u16,
    /// Row of the cell.
    pub row: u16,
}

/// What a mouse can do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The mouse moved with the left button down.
    Drag,
    /// The wheel turned up.
    ScrollUp,
    /// The wheel turned down.
    ScrollDown,
}

/// What a configuration decides while the program runs.
#[derive(Debug)]
pub struct Configured {
    /// Keys.
    pub keymap: Keymap,
    /// Filters under a name.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: Painter,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// What is wrong in it; the defaults stand in.
    pub problems: Vec<Problem>,
}
