//! Facts from the outside, in the past tense: what `app::Model::update` is told.

use chrono::NaiveDate;
use keybinds::KeyInput;

use crate::desk::archive::MirrorNews;
use crate::desk::page::WebPage;
pub use crate::dossier::load::LoadedDossier;
use crate::dossier::problem::Problem;
use crate::settings::config::SavedFilter;
use crate::settings::input::{Action, Keymap};
use crate::settings::theme::{DrawStyle, ThemeKind};
use crate::story::change::SeenBaseline;
use crate::ui::inbox::InboxListing;
use crate::ui::ready::{LastVisit, ReadyDossier, ReadyProgress};

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    KeyPressed(KeyInput),
    /// An action was asked for by its name.
    Meant(Action),
    /// Text was pasted (bracketed paste).
    Pasted(String),
    /// The files cannot be watched, for this reason.
    NotWatched(String),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// The terminal now has this many columns and rows.
    Resized(u16, u16),
    /// The terminal said of its background that this theme is for it.
    BackgroundTold(ThemeKind),
    /// The calendar day changed, or the program woke up on another day.
    DayChanged(NaiveDate),
    /// [`crate::ui::effect::Effect::Load`] has finished.
    Loaded(LoadedDossier),
    /// A dossier, or the part that has been read so far, is ready to be shown.
    Opened(Box<ReadyDossier>),
    /// A thread that reads or indexes made progress.
    Progressed(ReadyProgress),
    /// [`crate::ui::effect::Effect::Search`] with this number has finished.
    Searched(u64),
    /// What this person has seen of the dossier was looked up, with what is new in it.
    LastVisitRead(Box<LastVisit>),
    /// What this person has seen of the dossier was looked up; `None` on the first visit.
    Seen(Option<SeenBaseline>),
    /// The configuration was saved: the settings now in force, or why it cannot be read.
    Configured(Box<Result<ConfigLoaded, String>>),
    /// An edit was saved, undone or redone: what was done, or the error. The dossier is also read again.
    Written(Result<String, WriteRefusal>),
    /// The edits that were made, oldest first.
    Logged(Vec<LoggedEdit>),
    /// [`crate::ui::effect::Effect::ReadPage`] has finished: the address or file, and the page or the error.
    PageRead(String, Box<Result<WebPage, String>>),
    /// It is time to fetch the feeds again.
    FeedsDue,
    /// [`crate::ui::effect::Effect::FetchFeeds`] has finished: what came in, or what went wrong.
    FeedsFetched(Result<String, String>),
    /// Items were listed: the number of what was asked, and what was found; more may follow.
    ItemsListed(u64, Box<InboxListing>),
    /// [`crate::ui::effect::Effect::DoInInbox`] has finished: the rows of the items that were to be decided on, and what was
    /// done, or why not.
    ItemsChanged(Vec<i64>, Result<String, String>),
    /// The mirror of a shared archive and its server agree again, or do not.
    MirrorTold(MirrorNews),
    /// An effect has finished: what was done (`Ok`), or why it failed.
    Done(Result<String, String>),
}

/// An item of the archive, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadItem {
    /// Its row in the archive.
    pub row: i64,
    /// What would be an article.
    pub page: WebPage,
    /// When it was published, else first seen.
    pub day: NaiveDate,
    /// When it was first seen.
    pub seen: NaiveDate,
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteRefusal {
    /// One line.
    pub why: String,
    /// Both versions, if the reason is that the file has changed.
    pub versions: Option<FileVersions>,
}

/// The intended and the present content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersions {
    /// The name of the file.
    pub file: String,
    /// What was to be written or removed.
    pub ours: String,
    /// What is there now; empty if nothing is.
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
    /// Day and time, as shown.
    pub when: String,
    /// What was added.
    pub what: String,
    /// The name of the file.
    pub file: String,
    /// Whether it is in force; otherwise it was undone.
    pub in_force: bool,
}

/// A mouse event and its cell (0,0 is the top left).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseEvent {
    /// The kind of event.
    pub kind: MouseKind,
    /// Column of the cell.
    pub column: u16,
    /// Row of the cell.
    pub row: u16,
}

/// The mouse events that are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button was pressed.
    Click,
    /// The mouse was moved with the left button held.
    Drag,
    /// The wheel was turned up.
    ScrollUp,
    /// The wheel was turned down.
    ScrollDown,
}

/// The part of a configuration that can change while the program runs.
#[derive(Debug)]
pub struct ConfigLoaded {
    /// Keys.
    pub keymap: Keymap,
    /// Saved filters.
    pub saved: Vec<SavedFilter>,
    /// Theme and glyphs.
    pub paint: DrawStyle,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// The problems in it; defaults apply instead.
    pub problems: Vec<Problem>,
}
