//! A line as a command: the name of an action, a word that stands for one, or a key.

use keybinds::KeyInput;

use crate::settings::input::action::ACTIONS;
use crate::settings::input::near::nearest;
use crate::settings::input::{Action, ScreenId, key};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineCommand<'a> {
    /// What linear mode alone has.
    Own(OwnCommand),
    /// An action, and what stands behind its name.
    Action(Action, &'a str),
    /// A key.
    Key(KeyInput),
}

/// What linear mode alone has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnCommand {
    /// All panes of the screen.
    Read,
    /// The pane that has the focus.
    List,
    /// To a row.
    Select(usize),
}

/// Words that stand for actions beside their names.
const WORDS: &[(&str, Action)] = &[
    ("next", Action::Down),
    ("previous", Action::Up),
    ("open", Action::Enter),
    ("more", Action::PageDown),
    ("less", Action::PageUp),
    ("pane", Action::NextPane),
    ("find", Action::Palette),
    ("exit", Action::Quit),
];

/// What the help begins with.
pub const HELP: &[&str] = &[
    "A line is a command: its name, or a key. An empty line goes to the next row.",
    "next, previous, more, less: to the next or previous row, the next or previous page.",
    "open 3: opens row 3. select 3: goes to it. Any command with a number does it with that row.",
    "list: tells the rows again. read: tells all panes, with the card of what is selected. pane: to the next pane.",
    "filter port:gwadar, as-of 5 sep 2025, find karachi, help words: what is typed on a screen stands behind the name.",
    "Where something is asked for, a line is the answer, and an empty one keeps what is there; :close leaves it.",
];

/// Reads a line.
///
/// # Errors
/// If it is neither, with the nearest name.
pub(super) fn read(line: &str) -> Result<LineCommand<'_>, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(LineCommand::Action(Action::Down, ""));
    }
    let (name, argument) = line.split_once(char::is_whitespace).map_or((line, ""), |(name, rest)| (name, rest.trim()));
    match name {
        "read" => return Ok(LineCommand::Own(OwnCommand::Read)),
        "list" => return Ok(LineCommand::Own(OwnCommand::List)),
        "select" => {
            let row = argument.parse().map_err(|_| "`select` needs the number of a row".to_owned())?;
            return Ok(LineCommand::Own(OwnCommand::Select(row)));
        }
        _ => {}
    }
    let named = ACTIONS.iter().find(|row| row.name == name).map(|row| row.action);
    if let Some(action) = named.or_else(|| WORDS.iter().find(|(word, _)| *word == name).map(|(_, action)| *action)) {
        return Ok(LineCommand::Action(action, argument));
    }
    if argument.is_empty() {
        // A key of more than one letter has a name; a word that is none is more likely a mistyped command.
        if let Ok(key) = key::parse(name) {
            return Ok(LineCommand::Key(key));
        }
    }
    let names = ACTIONS.iter().map(|row| row.name).chain(WORDS.iter().map(|(word, _)| *word));
    let names = names.chain(["read", "list", "select"]).chain(ScreenId::ALL.iter().map(|screen| screen.slug()));
    let hint = nearest(name, names)
        .map_or_else(|| "help tells the commands".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(format!("`{name}` is not a command; {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_a_word_or_a_key() {
        for (line, command) in [
            ("", LineCommand::Action(Action::Down, "")),
            ("ledger", LineCommand::Action(Action::Open(ScreenId::Ledger), "")),
            ("  open   3 ", LineCommand::Action(Action::Enter, "3")),
            ("as-of 5 sep 2025", LineCommand::Action(Action::AsOf, "5 sep 2025")),
            ("filter port:gwadar karachi", LineCommand::Action(Action::Filter, "port:gwadar karachi")),
            ("select 4", LineCommand::Own(OwnCommand::Select(4))),
            ("j", LineCommand::Key(KeyInput::from('j'))),
            ("?", LineCommand::Key(KeyInput::from('?'))),
        ] {
            assert_eq!(read(line), Ok(command), "{line:?}");
        }
        assert_eq!(read("ledgr"), Err("`ledgr` is not a command; did you mean `ledger`?".to_owned()));
        assert!(read("xyzzy 3").is_err_and(|why| why.ends_with("help tells the commands")));
    }

    #[test]
    fn every_action_has_a_name_that_is_read_as_it() {
        for row in ACTIONS {
            assert_eq!(read(row.name), Ok(LineCommand::Action(row.action, "")));
        }
        assert!(WORDS.iter().all(|(word, _)| ACTIONS.iter().all(|row| row.name != *word)));
    }
}
