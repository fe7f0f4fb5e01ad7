//! Requests to the outside: what `app::Model::update` asks of `runtime`, in the imperative.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::desk::edit::Edit;
use crate::query::{ArticleSearch, IndexedCorpus};
use crate::ui::inbox::{InboxDeed, InboxRequest};

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Quit.
    Quit,
    /// Suspend the process as `Ctrl-z` does, and redraw when it continues.
    Suspend,
    /// Read the dossier again; answered by [`crate::ui::message::Message::Loaded`].
    Load,
    /// Fetch these feeds, each an address and a name, into the archive; answered by
    /// [`crate::ui::message::Message::FeedsFetched`].
    FetchFeeds(Vec<(String, Option<String>)>),
    /// Look up the texts of all records and the words of all articles on a thread; answered by
    /// [`crate::ui::message::Message::Progressed`].
    Index(IndexedCorpus),
    /// Search articles on a thread and abandon the previous search; answered by
    /// [`crate::ui::message::Message::Searched`].
    Search(ArticleSearch),
    /// Show this address in the user's browser, without a shell; http and https only.
    OpenUrl(String),
    /// Put this text on the clipboard; the second text names it in the answer.
    Copy(String, String),
    /// Store that these changes were seen, by their keys, before the next frame.
    Mark(Vec<String>),
    /// Store that all these facts were seen by a day, by their names.
    RememberBaseline {
        /// The day.
        day: NaiveDate,
        /// The names of the facts.
        fingerprints: Vec<u64>,
        /// Whether everything else that was seen is to be forgotten.
        rewind: bool,
    },
    /// Store that nothing was left to see on this day.
    Level(NaiveDate),
    /// Turn mouse reporting on or off.
    SetMouse(bool),
    /// Open the user's editor at the line that holds this byte of the file, then load again.
    Edit(PathBuf, u64),
    /// Add this to the file; answered by [`crate::ui::message::Message::Written`].
    Write(Box<Edit>, PathBuf),
    /// Add these to their files as one step, with the decision to keep the item that they come from; answered by
    /// [`crate::ui::message::Message::Written`].
    WriteFromItem(Vec<(Edit, PathBuf)>, KeptItem),
    /// List items of the archive on a thread; answered by [`crate::ui::message::Message::ItemsListed`].
    ListItems(Box<InboxRequest>),
    /// Do something with items on a thread; answered by [`crate::ui::message::Message::ItemsChanged`].
    DoInInbox(InboxDeed),
    /// Read the page at this address, or in this file; answered by [`crate::ui::message::Message::PageRead`].
    ReadPage(String),
    /// Save this query under this name in the configuration, then read that again.
    SaveFilter {
        /// The name.
        name: String,
        /// The query.
        query: String,
    },
    /// Undo the last edit; answered by [`crate::ui::message::Message::Written`].
    Undo,
    /// Redo the last undone edit; answered by [`crate::ui::message::Message::Written`].
    Redo,
    /// List the edits that were made; answered by [`crate::ui::message::Message::Logged`].
    TellEdits,
    /// Undo or redo edits until exactly this many are in force; answered by [`crate::ui::message::Message::Written`].
    GoToEdit(usize),
}

/// An item of the archive that is kept by what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptItem {
    /// Its row in the archive.
    pub row: i64,
    /// The id of the article that it is.
    pub article: String,
}
