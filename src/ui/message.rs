//! Facts that happened outside: what `app::Model::update` is told. Past tense.

use chrono::NaiveDate;
use keybinds::KeyInput;

use crate::desk::page::WebPage;
pub use crate::dossier::load::LoadedDossier;
use crate::dossier::problem::Problem;
use crate::settings::config::SavedFilter;
use crate::settings::input::Keymap;
use crate::story::change::SeenBaseline;
use crate::ui::ready::{LastVisit, ReadyDossier, ReadyProgress};
use crate::ui::widgets::paint::Painter;

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    KeyPressed(KeyInput),
    /// Text was pasted (bracketed paste).
    Pasted(String),
    /// The files cannot be watched, for this reason.
    NotWatched(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The terminal has this many columns and rows now.
    Resized(u16, u16),
    /// The calendar day changed, or the program woke up on another day.
    DayChanged(NaiveDate),
    /// [`crate::ui::effect::Effect::Load`] is done.
    Loaded(LoadedDossier),
    /// A dossier, or what was read of it so far, was made ready to be shown.
    Opened(Box<ReadyDossier>),
    /// A thread that reads or indexes is so far.
    Progressed(ReadyProgress),
    /// [`crate::ui::effect::Effect::Search`] of this number is done.
    Searched(u64),
    /// What this person has seen of the dossier was looked up, with what it has beyond that.
    LastVisitRead(Box<LastVisit>),
    /// What this person has seen of the dossier was looked up; `None`: nothing, it is the first visit.
    Seen(Option<SeenBaseline>),
    /// The configuration was saved: what is in force now, or why it cannot be read.
    Configured(Box<Result<ConfigLoaded, String>>),
    /// An edit was saved, undone or redone: what was done, or why not. The dossier is read again besides.
    Written(Result<String, WriteRefusal>),
    /// The edits that were made, oldest first.
    Logged(Vec<LoggedEdit>),
    /// [`crate::ui::effect::Effect::ReadPage`] is done: what was asked for, and the page or why there is none.
    PageRead(String, Box<Result<WebPage, String>>),
    /// It is time to fetch the feeds again.
    FeedsDue,
    /// [`crate::ui::effect::Effect::FetchFeeds`] is done: what came in, or what went wrong.
    FeedsFetched(Result<String, String>),
    /// An effect is done; the text says what became of it (`Ok`), or why it failed.
    Done(Result<String, String>),
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteRefusal {
    /// One line.
    pub why: String,
    /// Both versions, where what stands in the file by now is the reason.
    pub versions: Option<FileVersions>,
}

/// What was to stand in a file, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersions {
    /// The name of the file.
    pub file: String,
    /// What was to be written, or to be taken out.
    pub ours: String,
    /// What is there by now; empty: nothing.
    pub theirs: String,
}

impl From<String> for WriteRefusal {
    fn from(why: String) -> WriteRefusal {
        WriteRefusal { why, versions: None }
    }
}

impl From<WriteRefusal> for String {
    fn from(refusal: WriteRefusal) -> String {
        refusal.why
    }
}

impl std::fmt::Display for WriteRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

/// An edit in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedEdit {
    /// Day and time, as they are shown.
    pub when: String,
    /// What was added.
    pub what: String,
    /// The name of the file.
    pub file: String,
    /// Whether it is in force; else it was undone.
    pub in_force: bool,
}

/// What the mouse did, and in which cell (0,0 is the upper left).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseEvent {
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
pub struct ConfigLoaded {
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
