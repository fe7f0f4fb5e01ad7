//! What a key can ask for. [`ACTIONS`] has a row for each.

mod table;

use super::ScreenId;
pub use super::scope::{ActionGroup, ActionScope, OverlayId};
pub use table::{ACTIONS, ActionRow};

/// What the user means by a key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Moves down a line.
    Down,
    /// Moves up a line.
    Up,
    /// Moves to the previous column or day.
    Left,
    /// Moves to the next column or day.
    Right,
    /// Moves down a page.
    PageDown,
    /// Moves up a page.
    PageUp,
    /// Moves down half a page.
    HalfPageDown,
    /// Moves up half a page.
    HalfPageUp,
    /// Moves to the first line.
    First,
    /// Moves to the last line.
    Last,
    /// Moves to the next part of a card, or group of a list.
    NextPart,
    /// Moves to the previous part of a card, or group of a list.
    PreviousPart,
    /// Opens a screen.
    Open(ScreenId),
    /// Moves to the next pane.
    NextPane,
    /// Moves to the previous pane.
    PreviousPane,
    /// Opens what is selected.
    Enter,
    /// Returns to where one came from.
    Back,
    /// Closes what is open, then clears the filter.
    Close,
    /// Shows one pane on the whole screen.
    ZoomPane,
    /// Zooms in on the time axis or map.
    ZoomIn,
    /// Zooms out on the time axis or map.
    ZoomOut,
    /// Changes the lanes of the timeline: none, by actor, by port, by kind.
    Lanes,
    /// Fits the map to everything on it.
    Fit,
    /// Draws the map with the next character set.
    MapGlyphs,
    /// Marks a column or corridor for comparison.
    Mark,
    /// Sorts by the selected row, or restores the default order if it already is.
    Sort,
    /// Moves the time axis to a date that is asked for.
    JumpDate,
    /// Moves the time axis to now.
    JumpNow,
    /// Opens charts of the figures, as series or bars.
    Charts,
    /// Shows one actor among its ties.
    Ties,
    /// Opens the palette.
    Palette,
    /// Starts the filter line.
    Filter,
    /// Filters by what is selected.
    FilterByThis,
    /// Counts the rows by a field.
    Counts,
    /// Opens the saved filters.
    Saved,
    /// Saves the filter that is on under a name.
    SaveFilter,
    /// Goes back to the previous publication.
    AsOfBack,
    /// Goes forward to the next publication.
    AsOfForward,
    /// Asks for the as-of date.
    AsOf,
    /// Returns to today.
    Today,
    /// Asks for a day to compare with.
    Compare,
    /// Opens the brief: one page on where the story stands.
    Brief,
    /// Opens what is still to be asked.
    Questions,
    /// Moves to the next unseen change.
    NextChange,
    /// Moves to the previous unseen change.
    PreviousChange,
    /// Marks a change as seen.
    Seen,
    /// Marks all changes as seen.
    SeenAll,
    /// Opens the link of what is selected.
    OpenLink,
    /// Copies what is selected.
    Copy,
    /// Opens the user's editor at the record's line.
    Edit,
    /// Adds a report, event, article and the like.
    Add,
    /// Undoes the last edit.
    Undo,
    /// Redoes the last undone edit.
    Redo,
    /// Opens the log of edits, to return to any point.
    Edits,
    /// Writes what a form adds.
    Save,
    /// Reads the page at the address of an article's form.
    ReadPage,
    /// To the next completion of a field.
    NextChoice,
    /// To the completion before.
    PreviousChoice,
    /// Throws a draft away.
    Discard,
    /// Reads the text of an article sentence by sentence.
    ReadText,
    /// Makes a report of the selected sentences.
    Capture,
    /// Takes the next sentence together with the selected ones.
    TakeNext,
    /// Makes an article of an item.
    KeepItem,
    /// An item is of no use here.
    DropItem,
    /// An item is to be looked at again.
    PutOff,
    /// Somebody is to look at an item.
    PutOffFor,
    /// Shows who decided what about an item.
    ItemActivity,
    /// Marks an item, to decide on several at once.
    MarkItem,
    /// Sorts items by relevance, or the newest first.
    SortItems,
    /// Reads the whole page of an item.
    ReadItemPage,
    /// Marks a value among the counts.
    MarkValue,
    /// Help for this screen.
    Help,
    /// Shows what the story is about, and how old it is.
    About,
    /// Shows the program in eight keys.
    Tour,
    /// Reads the dossier again.
    Reload,
    /// Fetches the feeds of the dossier.
    FetchFeeds,
    /// Shows what is wrong in the files.
    Problems,
    /// Turns the mouse on or off.
    Mouse,
    /// Suspends the program.
    Suspend,
    /// Quits the program.
    Quit,
}

impl Action {
    /// The row of this action.
    ///
    /// # Panics
    /// If the table lacks the action, which is a bug in the table.
    #[must_use]
    pub fn row(self) -> &'static ActionRow {
        ACTIONS.iter().find(|row| row.action == self).expect("every action has a row")
    }
}
