//! The keys as a page of the manual, printed from [`ACTIONS`]: `docs/keys.md`.

use std::fmt::Write as _;

use super::action::{ACTIONS, ActionGroup, ActionScope};
use super::{Action, Keymap, ScreenId};

/// `docs/keys.md`.
#[must_use]
pub fn markdown() -> String {
    let map = Keymap::default();
    let mut out = String::from(
        "# Keys\n\n\
         Printed from the table of actions (`src/settings/input/action/table.rs`); a test compares it. `karwan config --default` prints\n\
         the same table as a configuration: each name in the last column can be given other keys there.\n",
    );
    for &group in ActionGroup::ALL {
        let _ = write!(out, "\n## {}\n\n| key | what it does | name |\n|---|---|---|\n", group.title());
        for row in ACTIONS.iter().filter(|row| row.group == group) {
            let _ = writeln!(out, "| {} | {}{} | `{}` |", keys(&map, row.action), row.help, only(row.on), row.name);
        }
    }
    out
}

/// Where it does not work everywhere: ` Timeline only.`
#[must_use]
pub fn only(on: ActionScope) -> String {
    match on {
        ActionScope::All => String::new(),
        ActionScope::Only(screens) => {
            let names: Vec<_> = screens.iter().map(|screen: &ScreenId| screen.name()).collect();
            format!(" {} only.", names.join(", "))
        }
        ActionScope::Overlay(overlay) => format!(" In {}.", overlay.place()),
    }
}

fn keys(map: &Keymap, action: Action) -> String {
    map.keys_of(action).iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ")
}
