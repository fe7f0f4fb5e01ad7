//! Requests to the outside: what `app::Model::update` asks of `runtime`. Imperative.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::desk::edit::Edit;
use crate::query::{ArticleSearch, IndexedCorpus};

/// Do this.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Stop the process as `Ctrl-z` does, and redraw when it goes on.
    Suspend,
    /// Read the dossier again; answered by [`crate::ui::message::Message::Loaded`].
    Load,
    /// Fetch these feeds, each an address and a name, into the archive; answered by
    /// [`crate::ui::message::Message::FeedsFetched`].
    FetchFeeds(Vec<(String, Option<String>)>),
    /// Look up the texts of all records and the words of all articles on a thread; answered by
    /// [`crate::ui::message::Message::Progressed`].
    Index(IndexedCorpus),
    /// Search articles on a thread, and let go of what it was asked before; answered by
    /// [`crate::ui::message::Message::Searched`].
    Search(ArticleSearch),
    /// Show this address in the user's browser, without a shell; http and https only.
    OpenUrl(String),
    /// Put this text on the clipboard; the second text names it in the answer.
    Copy(String, String),
    /// Remember that these changes were seen, by their keys; done before the next frame.
    Mark(Vec<String>),
    /// Remember that all these facts were seen by a day, by their prints.
    RememberBaseline {
        /// The day.
        day: NaiveDate,
        /// Prints of the facts.
        prints: Vec<u64>,
        /// Whether what was seen beside them does not count any more.
        rewind: bool,
    },
    /// Remember that by this day nothing was left to see.
    Level(NaiveDate),
    /// Turn mouse reporting on or off.
    SetMouse(bool),
    /// Open the user's editor at the line that holds this byte of the file, then load again.
    Edit(PathBuf, u64),
    /// Add this to the file; answered by [`crate::ui::message::Message::Written`].
    Write(Box<Edit>, PathBuf),
    /// Read the page at this address, or in this file; answered by [`crate::ui::message::Message::PageRead`].
    ReadPage(String),
    /// Take the last edit back; answered by [`crate::ui::message::Message::Written`].
    Undo,
    /// Do again what was undone last; answered by [`crate::ui::message::Message::Written`].
    Redo,
    /// Tell which edits were made; answered by [`crate::ui::message::Message::Logged`].
    TellEdits,
    /// Undo or redo edits until the first so many are in force; answered by [`crate::ui::message::Message::Written`].
    GoToEdit(usize),
}
