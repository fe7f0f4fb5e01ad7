//! [`ACTIONS`]: everything that a key can ask for, one row per action. Help, hints, configuration and manual are
//! printed from it.

use super::{Action, ActionGroup, ActionScope, OverlayId};
use crate::settings::input::ScreenId;

/// One action, with everything that is said about it anywhere.
#[derive(Clone, Copy, Debug)]
pub struct ActionRow {
    /// What it is.
    pub action: Action,
    /// Its name in the configuration.
    pub name: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    /// Its group in the help.
    pub group: ActionGroup,
    /// One or two words for the status bar. Adjacent rows with the same words share a hint.
    pub hint: &'static str,
    /// One sentence for help and manual.
    pub help: &'static str,
    /// On which screens it does something.
    pub on: ActionScope,
    /// The priority of the hint where space is short, 1 the highest; 0: never hinted.
    pub hinted: u8,
    /// On which screens it is hinted.
    pub hinted_on: ActionScope,
}

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    group: ActionGroup,
    hint: &'static str,
    help: &'static str,
) -> ActionRow {
    ActionRow { action, name, keys, group, hint, help, on: ActionScope::All, hinted: 0, hinted_on: ActionScope::All }
}

impl ActionRow {
    /// The name as words, for where it is read and not typed: `zoom out`.
    #[must_use]
    pub fn words(&self) -> String {
        self.name.replace('-', " ")
    }

    const fn on(mut self, screens: &'static [ScreenId]) -> ActionRow {
        self.on = ActionScope::Only(screens);
        self
    }

    const fn over(mut self, overlay: OverlayId) -> ActionRow {
        self.on = ActionScope::Overlay(overlay);
        self
    }

    const fn hinted(mut self, rank: u8) -> ActionRow {
        self.hinted = rank;
        self
    }

    /// Hinted where it answers the question of the screen, although it applies on others too.
    const fn hinted_on(mut self, screens: &'static [ScreenId], rank: u8) -> ActionRow {
        self.hinted_on = ActionScope::Only(screens);
        self.hinted(rank)
    }
}

use Action as A;
use ActionGroup::{Filter, Form, Go, Move, Program, Record, Time, View};
use ScreenId::{Actors, Articles, Inbox, Ledger, Map, Overview, Ports, Timeline};

/// Every action. A new key is a row here and an arm where it is handled.
pub const ACTIONS: &[ActionRow] = &[
    row(A::Down, "down", &["j", "Down"], Move, "down", "Down: to the next line."),
    row(A::Up, "up", &["k", "Up"], Move, "up", "Up: to the previous line."),
    row(A::Left, "left", &["h", "Left"], Move, "left", "Left: a column, earlier on a time axis, or west on the map."),
    row(
        A::Right,
        "right",
        &["l", "Right"],
        Move,
        "right",
        "Right: a column, later on a time axis, or east on the map.",
    ),
    row(A::PageDown, "page-down", &["PageDown"], Move, "page down", "A page down."),
    row(A::PageUp, "page-up", &["PageUp"], Move, "page up", "A page up."),
    row(A::HalfPageDown, "half-page-down", &["Ctrl+d"], Move, "half down", "Half a page down."),
    row(A::HalfPageUp, "half-page-up", &["Ctrl+u"], Move, "half up", "Half a page up."),
    row(A::First, "first", &["g", "Home"], Move, "first", "To the first line."),
    row(A::Last, "last", &["G", "End"], Move, "last", "To the last line."),
    row(A::NextPart, "next-part", &["}"], Move, "part", "To the next part of a card, or group of a list."),
    row(A::PreviousPart, "previous-part", &["{"], Move, "part", "To the previous part or group."),
    row(A::Open(Overview), "overview", &["1"], Go, "overview", "Overview: where does the story stand?"),
    row(
        A::Open(Timeline),
        "timeline",
        &["2"],
        Go,
        "timeline",
        "Timeline: what happened, what was to happen, and when?",
    ),
    row(A::Open(Ledger), "ledger", &["3"], Go, "ledger", "Ledger: who promised what, by when, and what came of it?"),
    row(A::Open(Actors), "actors", &["4"], Go, "actors", "Actors: who takes part, and who stands where?"),
    row(A::Open(Ports), "ports", &["5"], Go, "ports", "Ports: how do the ports and corridors compare?"),
    row(A::Open(Map), "map", &["6"], Go, "map", "Map: where is all this, and which way is shut?"),
    row(A::Open(Articles), "articles", &["7"], Go, "articles", "Articles: what was written, from which origin?"),
    row(A::Open(Inbox), "inbox", &["8"], Go, "inbox", "Inbox: what came in, and what is done with it?"),
    row(A::NextPane, "next-pane", &["Tab"], Go, "pane", "To the next pane.")
        .hinted_on(&[Overview, Actors, Ports, Map, Articles, Inbox], 3),
    row(A::PreviousPane, "previous-pane", &["Shift+Tab"], Go, "pane back", "To the previous pane."),
    row(A::Enter, "enter", &["Enter"], Go, "open", "Opens what is selected, and the records that it is tied to.")
        .hinted(4),
    row(
        A::Palette,
        "palette",
        &[":", "Ctrl+p"],
        Go,
        "find",
        "Finds any record, screen, saved filter or command by its name.",
    )
    .hinted(3),
    row(A::Back, "back", &["Backspace"], Go, "back", "Back to the record and screen that you came from."),
    row(A::Close, "close", &["Esc"], Go, "close", "Closes what is open; then clears the filter."),
    row(
        A::NextChange,
        "next-change",
        &["n"],
        Go,
        "change",
        "To the next change that you have not seen, on its record.",
    ),
    row(A::PreviousChange, "previous-change", &["N"], Go, "change", "To the previous change."),
    row(A::ZoomPane, "zoom-pane", &["z"], View, "zoom pane", "One pane over the whole screen, and back."),
    row(A::ZoomIn, "zoom-in", &["+"], View, "zoom", "Zooms in: fewer days, or a smaller part of the map.")
        .on(&[Timeline, Map])
        .hinted(6),
    row(A::ZoomOut, "zoom-out", &["-"], View, "zoom", "Zooms out: more days, or a larger part of the map.")
        .on(&[Timeline, Map])
        .hinted(6),
    row(A::Lanes, "lanes", &["L"], View, "lanes", "Lanes of the timeline: none, by actor, by port, by kind.")
        .on(&[Timeline])
        .hinted(7),
    row(A::Fit, "fit", &["f"], View, "fit", "Everything that is shown, to its far end; again: the first view.")
        .on(&[Timeline, Map])
        .hinted(7),
    row(
        A::JumpDate,
        "jump-date",
        &["d"],
        View,
        "date",
        "To a date on the time axis: a day, month or year is asked for.",
    )
    .on(&[Timeline])
    .hinted(7),
    row(A::JumpNow, "jump-now", &["."], View, "now", "To now on the time axis.").on(&[Timeline]).hinted(7),
    row(A::MapGlyphs, "map-glyphs", &["b"], View, "characters", "The map in braille, half blocks or ASCII.").on(&[Map]),
    row(A::Mark, "mark", &["Space"], View, "compare", "Adds the port or corridor to the comparison, or removes it.")
        .on(&[Ports])
        .hinted(6),
    row(A::Sort, "sort", &["s"], View, "sort", "Sorts the list in another order; ports by the selected row.")
        .on(&[Timeline, Ledger, Actors, Ports, Articles])
        .hinted(7),
    row(A::Charts, "charts", &["c"], View, "charts", "Charts of the figures over time; again: bars that compare.")
        .hinted_on(&[Ports], 4),
    row(A::Ties, "ties", &["w"], View, "ties", "Who is tied to whom: one actor in the middle of its ties.")
        .hinted_on(&[Actors], 4),
    row(A::Filter, "filter", &["/"], Filter, "filter", "Filters all screens at once, as you type.").hinted(2),
    row(
        A::FilterByThis,
        "filter-by-this",
        &["*"],
        Filter,
        "by this",
        "Filters all screens by the selected record too.",
    ),
    row(
        A::Counts,
        "counts",
        &["F"],
        Filter,
        "counts",
        "Counts the rows by outlet, actor, month and so on, and filters.",
    )
    .hinted(7),
    row(
        A::MarkValue,
        "mark-value",
        &["Space"],
        Filter,
        "mark",
        "Marks a value among the counts; several filter together.",
    )
    .over(OverlayId::Counts),
    row(A::Saved, "saved", &["v"], Filter, "saved", "The filters that are saved, with what each shows."),
    row(A::SaveFilter, "save-filter", &["S"], Filter, "save filter", "Saves the filter that is on under a name."),
    row(A::AsOfBack, "as-of-back", &["["], Time, "as-of", "As of one publication earlier: what was known then?")
        .hinted(5),
    row(A::AsOfForward, "as-of-forward", &["]"], Time, "as-of", "As of one publication later.").hinted(5),
    row(A::AsOf, "as-of", &["t"], Time, "as-of", "As of any day, month or year: what was known then?").hinted(5),
    row(A::Today, "today", &["T"], Time, "today", "Back to what is known today."),
    row(A::Compare, "compare", &["="], Time, "compare", "Compares with another day: what was known on each?"),
    row(A::Brief, "brief", &["B"], View, "brief", "The brief: one page of what stands, each line with its source."),
    row(
        A::Questions,
        "questions",
        &["Q"],
        View,
        "ask",
        "What is still to be asked: each gap, of whom, and since when.",
    ),
    row(A::OpenLink, "open-link", &["o"], Record, "link", "Opens the link of the article or source in your browser.")
        .hinted_on(&[Overview, Timeline, Ledger, Articles], 8),
    row(A::Copy, "copy", &["y"], Record, "copy", "Copies what is selected: line, paragraph, Markdown, JSON, link.")
        .hinted(9),
    row(A::Edit, "edit", &["e"], Record, "edit", "Opens $EDITOR at the line where the record stands."),
    row(A::Add, "add", &["a"], Record, "add", "Adds a report, event, article, actor, figure, tag or note.").hinted(7),
    row(A::Undo, "undo", &["u"], Record, "undo", "Undoes the last addition, also one of an earlier session."),
    row(A::Redo, "redo", &["Ctrl+r"], Record, "redo", "Redoes what was undone."),
    row(A::Edits, "edits", &["U"], Record, "edits", "What was added, when and where; back to any point."),
    row(A::Seen, "seen", &["Space"], Record, "seen", "Marks the change, or all of the selected record, as seen.")
        .on(&[Overview, Timeline, Ledger, Actors, Map, Articles]),
    row(
        A::SeenAll,
        "seen-all",
        &["A"],
        Record,
        "all seen",
        "Marks all as seen, pressed twice; as of an earlier day, up to that.",
    ),
    row(A::Save, "save", &["Ctrl+s"], Form, "save", "Writes what the form adds to the file.").over(OverlayId::Form),
    row(A::NextChoice, "next-choice", &["Ctrl+n"], Form, "choose", "To the next completion of the field.")
        .over(OverlayId::Form),
    row(A::PreviousChoice, "previous-choice", &["Ctrl+p"], Form, "choose", "To the previous completion.")
        .over(OverlayId::Form),
    row(
        A::ReadPage,
        "read-page",
        &["Ctrl+g"],
        Form,
        "read page",
        "Reads the page at the url into the form of an article.",
    )
    .over(OverlayId::Form),
    row(A::Discard, "discard", &["Delete"], Form, "discard", "Throws away a form that was set aside.")
        .over(OverlayId::Add),
    row(A::ReadText, "read-text", &["x"], Record, "read", "Reads the text by sentences, to make a report of one.")
        .on(&[Articles])
        .hinted(6),
    row(A::Capture, "capture", &["s"], Record, "report", "Makes a report of the sentence: opens its form, filled in.")
        .over(OverlayId::Reader),
    row(A::TakeNext, "take-next", &["J"], Record, "take next", "Takes the next sentence together with the selected.")
        .over(OverlayId::Reader),
    row(A::KeepItem, "keep-item", &["+"], Record, "keep", "Keeps the item: writes it into the dossier as an article.")
        .on(&[Inbox])
        .hinted(2),
    row(A::DropItem, "drop-item", &["-"], Record, "drop", "Drops the item from the inbox of this dossier.")
        .on(&[Inbox])
        .hinted(2),
    row(A::PutOff, "put-off", &["."], Record, "later", "Puts the item off; is:later shows what was put off.")
        .on(&[Inbox])
        .hinted(3),
    row(
        A::PutOffFor,
        "put-off-for",
        &["D"],
        Record,
        "later for",
        "Puts the item off for somebody; for:NAME shows what is for whom.",
    )
    .on(&[Inbox])
    .hinted(8),
    row(A::ItemActivity, "item-activity", &["W"], Record, "who", "Shows who decided what about the item, and when.")
        .on(&[Inbox])
        .hinted(9),
    row(A::MarkItem, "mark-item", &["Space"], Record, "mark", "Marks the item, to decide on several at once.")
        .on(&[Inbox])
        .hinted(7),
    row(A::SortItems, "sort-items", &["s"], View, "sort", "Sorts items by relevance, or the newest first.")
        .on(&[Inbox])
        .hinted(7),
    row(
        A::ReadItemPage,
        "read-item-page",
        &["f"],
        Record,
        "page",
        "Reads the whole page of the item into the archive.",
    )
    .on(&[Inbox])
    .hinted(8),
    row(A::Help, "help", &["?", "F1"], Program, "help", "Help for this screen; type to search in it.").hinted(1),
    row(A::About, "about", &["0"], Go, "story", "About this story: what it is, by which rule chosen, how old."),
    row(A::Tour, "tour", &["i"], Program, "tour", "A tour of eight keys; any other key ends it."),
    row(A::FetchFeeds, "fetch-feeds", &["R"], Program, "fetch", "Fetches the feeds of the dossier into the archive.")
        .hinted_on(&[Inbox], 3),
    row(A::Reload, "reload", &["r"], Program, "reload", "Reads the dossier again; filter and selection stay."),
    row(A::Problems, "problems", &["E"], Program, "mistakes", "What is wrong in the files that were read last."),
    row(A::Mouse, "mouse", &["m"], Program, "mouse", "Mouse on or off; off leaves it to the terminal."),
    row(
        A::Suspend,
        "suspend",
        &["Ctrl+z"],
        Program,
        "suspend",
        "Stops the program until `fg` in the shell brings it back.",
    ),
    row(A::Quit, "quit", &["q", "Ctrl+c"], Program, "quit", "Leaves the program.").hinted(10),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_and_no_action_stands_twice() {
        for (ix, row) in ACTIONS.iter().enumerate() {
            for other in &ACTIONS[ix + 1..] {
                assert_ne!(row.name, other.name);
                assert_ne!(row.action, other.action);
            }
        }
    }

    #[test]
    fn every_screen_has_its_digit_as_the_key_of_its_action() {
        for &screen in ScreenId::ALL {
            let row = Action::Open(screen).row();
            assert_eq!(row.keys, [screen.key().to_string()]);
            assert_eq!(row.name, screen.slug());
        }
    }

    #[test]
    fn two_actions_meet_where_both_hold() {
        let (timeline, others) = (ActionScope::Only(&[Timeline]), ActionScope::Only(&[Ledger, Ports]));
        assert!(ActionScope::All.meets(timeline) && timeline.meets(ActionScope::All) && timeline.meets(timeline));
        assert!(!timeline.meets(others) && !others.meets(timeline));
        assert!(timeline.has(Timeline) && !timeline.has(Ledger) && ActionScope::All.has(Ledger));
    }

    #[test]
    fn help_is_a_sentence_and_a_hint_is_short() {
        for row in ACTIONS {
            assert!(row.help.ends_with(['.', '?']), "{}", row.name);
            assert!(row.help.len() <= 70, "{}", row.name);
            assert!(!row.hint.is_empty() && row.hint.split(' ').count() <= 2, "{}", row.name);
        }
    }
}
