//! The table `[keys]`: the name of an action, and its keys.

use std::ops::Range;

use keybinds::KeyInput;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::ConfigFault;
use super::setting::{hint, texts};
use crate::settings::input::action::{ACTIONS, Action, ActionRow};
use crate::settings::input::{Keymap, key};

/// Applies the keys to the map. An action whose keys are wrong in any way keeps its defaults.
pub fn read(map: &mut Keymap, table: &DeTable, faults: &mut Vec<ConfigFault>) {
    let mut given = Vec::new();
    for (name, value) in table {
        let text = name.get_ref().as_ref();
        let Some(row) = ACTIONS.iter().find(|row| row.name == text) else {
            let names = ACTIONS.iter().map(|row| row.name);
            faults.push(ConfigFault::new(name.span(), format!("unknown action `{text}`{}", hint(text, names))));
            continue;
        };
        match keys(row, value) {
            Ok(keys) => given.push(BoundKeys { action: row.action, span: value.span(), keys }),
            Err(found) => faults.extend(found),
        }
    }
    for entry in &given {
        map.set(entry.action, entry.keys.clone());
    }
    give_up_conflicts(map, given, faults);
}

struct BoundKeys {
    action: Action,
    span: Range<usize>,
    keys: Vec<KeyInput>,
}

fn keys(row: &ActionRow, value: &Spanned<DeValue>) -> Result<Vec<KeyInput>, Vec<ConfigFault>> {
    let texts = texts(value, "a key such as \"Ctrl+d\", or a list of keys").map_err(|fault| vec![fault])?;
    let (mut keys, mut faults) = (Vec::new(), Vec::new());
    for (text, span) in texts {
        match key::parse(text) {
            Ok(key) if keys.contains(&key) => {}
            Ok(key) => keys.push(key),
            Err(message) => faults.push(ConfigFault::new(span, message)),
        }
    }
    if keys.is_empty() && faults.is_empty() && row.action == Action::Quit {
        faults.push(ConfigFault::new(value.span(), "`quit` needs a key: without one there is no way out"));
    }
    if faults.is_empty() { Ok(keys) } else { Err(faults) }
}

/// Reports keys that two actions claim on one screen, and resets the later of those that the file names to its default
/// until no conflict is left. The defaults have no conflict, so this ends.
fn give_up_conflicts(map: &mut Keymap, mut given: Vec<BoundKeys>, faults: &mut Vec<ConfigFault>) {
    given.sort_by_key(|entry| entry.span.start);
    while let Some(conflict) = map.conflicts().first() {
        let involved = |entry: &BoundKeys| [conflict.first, conflict.second].contains(&entry.action);
        let Some(at) = given.iter().rposition(involved) else { return };
        let entry = given.remove(at);
        let (mine, other) =
            (entry.action.row(), if entry.action == conflict.first { conflict.second } else { conflict.first });
        faults.push(ConfigFault::new(
            entry.span,
            format!(
                "key `{}` of `{}` is also a key of `{}`; give one of them another",
                key::label(conflict.key, false),
                mine.name,
                other.row().name
            ),
        ));
        let defaults = Keymap::default();
        map.set(entry.action, defaults.keys(entry.action).to_vec());
    }
}
