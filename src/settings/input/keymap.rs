//! [`Keymap`]: which key triggers which action on which screen, and the text for help and hints that follows from it.

use keybinds::{Key, KeyInput, Mods};

use super::action::{ACTIONS, Action, ActionGroup, ActionRow, ActionScope, OverlayId};
use super::{ScreenId, key};

/// The keys in force: those of [`ACTIONS`] with the changes of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    /// By position in [`ACTIONS`].
    keys: Vec<Vec<KeyInput>>,
    /// Whether arrows may be shown as arrows.
    pub unicode: bool,
}

/// Two actions that claim the same key on one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyConflict {
    /// The key.
    pub key: KeyInput,
    /// The action that stands first in the table.
    pub first: Action,
    /// The other action.
    pub second: Action,
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// Its group.
    pub group: ActionGroup,
    /// Its action.
    pub action: Action,
    /// The keys as shown, separated by spaces: `j ↓`. Empty if the configuration removed them.
    pub keys: String,
    /// One sentence.
    pub sentence: &'static str,
}

/// A hint for the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint {
    /// The keys as shown: `[ ]`.
    pub keys: String,
    /// One or two words.
    pub word: &'static str,
    /// The first action that it stands for, which a click triggers.
    pub action: Action,
    /// The priority where space is short, 1 the highest.
    pub rank: u8,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = |row: &ActionRow| {
            row.keys.iter().map(|text| key::parse(text).expect("a test reads every default")).collect()
        };
        Keymap { keys: ACTIONS.iter().map(keys).collect(), unicode: true }
    }
}

impl Keymap {
    /// The action of a key on a screen.
    #[must_use]
    pub fn resolve(&self, pressed: KeyInput, screen: ScreenId) -> Option<Action> {
        let pressed = key::normal(pressed);
        let rows = ACTIONS.iter().zip(&self.keys);
        rows.filter(|(row, _)| row.on.has(screen)).find(|(_, keys)| keys.contains(&pressed)).map(|(row, _)| row.action)
    }

    /// What a key means in an overlay over a screen: what it means there alone, else what it means on the screen.
    #[must_use]
    pub fn resolve_over(&self, pressed: KeyInput, overlay: OverlayId, screen: ScreenId) -> Option<Action> {
        let pressed_there = key::normal(pressed);
        let mut rows = ACTIONS.iter().zip(&self.keys).filter(|(row, _)| row.on == ActionScope::Overlay(overlay));
        let own = rows.find(|(_, keys)| keys.contains(&pressed_there)).map(|(row, _)| row.action);
        own.or_else(|| self.resolve(pressed, screen))
    }

    /// Why a key does nothing on a screen: `L is a key of Timeline; ? lists the keys of this screen`.
    #[must_use]
    pub fn idle(&self, pressed: KeyInput) -> String {
        let pressed = key::normal(pressed);
        let screens: Vec<&str> = ScreenId::ALL
            .iter()
            .filter(|&&screen| self.resolve(pressed, screen).is_some())
            .map(|screen| screen.name())
            .collect();
        let means = match screens.as_slice() {
            [] => "does nothing".to_owned(),
            screens => format!("is a key of {}", screens.join(", ")),
        };
        let help = self.with_key(Action::Help, |help| format!("; {help} lists the keys of this screen"));
        format!("{} {means}{help}", key::label(pressed, self.unicode))
    }

    /// The keys of an action.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[KeyInput] {
        position(action).map_or(&[], |at| &self.keys[at])
    }

    /// Replaces the keys of an action; an empty list removes them. [`Keymap::conflicts`] tells whether the result is
    /// valid.
    pub fn set(&mut self, action: Action, keys: Vec<KeyInput>) {
        if let Some(at) = position(action) {
            self.keys[at] = keys;
        }
    }

    /// The keys of an action as they are shown: `Ctrl-d`, `↓`.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.keys(action).iter().map(|&key| key::label(key, self.unicode)).collect()
    }

    /// The first key of an action as shown; empty if it has none.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// Words about the first key of an action; empty if it has none, since nothing is to be named then.
    #[must_use]
    pub fn with_key(&self, action: Action, words: impl FnOnce(&str) -> String) -> String {
        let key = self.key_of(action);
        if key.is_empty() { key } else { words(&key) }
    }

    /// `: n`: the first key of an action behind what it leads to; empty if it has none.
    #[must_use]
    pub fn colon_key(&self, action: Action) -> String {
        self.with_key(action, |key| format!(": {key}"))
    }

    /// The first key of an action, as it is shown, that does not type a character: for hints in a line that is typed.
    #[must_use]
    pub fn key_beside_text(&self, action: Action) -> String {
        let types =
            |key: &&KeyInput| matches!(key.key(), Key::Char(_)) && !key.mods().intersects(Mods::CTRL | Mods::ALT);
        let found = self.keys(action).iter().find(|key| !types(key));
        found.map(|&key| key::label(key, self.unicode)).unwrap_or_default()
    }

    /// Every key that two actions want on one screen, in the order of the table.
    #[must_use]
    pub fn conflicts(&self) -> Vec<KeyConflict> {
        let mut found = Vec::new();
        for (at, row) in ACTIONS.iter().enumerate() {
            for (later, other) in ACTIONS.iter().enumerate().skip(at + 1) {
                for &key in &self.keys[at] {
                    if row.on.meets(other.on) && self.keys[later].contains(&key) {
                        found.push(KeyConflict { key, first: row.action, second: other.action });
                    }
                }
            }
        }
        found
    }

    /// The help for a screen: what can be done there, group by group.
    #[must_use]
    pub fn help(&self, screen: ScreenId) -> Vec<HelpRow> {
        let mut rows: Vec<_> = ACTIONS.iter().filter(|row| row.on.has(screen)).collect();
        rows.sort_by_key(|row| row.group);
        let line = |row: &&ActionRow| HelpRow {
            group: row.group,
            action: row.action,
            keys: self.keys_of(row.action).join(" "),
            sentence: row.help,
        };
        rows.iter().map(line).collect()
    }

    /// The hints for a screen's status bar, in the order of the table. An action without a key has no hint.
    #[must_use]
    pub fn hints(&self, screen: ScreenId) -> Vec<KeyHint> {
        let mut hints: Vec<KeyHint> = Vec::new();
        for row in ACTIONS.iter().filter(|row| row.hinted > 0 && row.on.has(screen) && row.hinted_on.has(screen)) {
            let key = self.key_of(row.action);
            match hints.last_mut() {
                _ if key.is_empty() => {}
                Some(last) if last.word == row.hint => last.keys = format!("{} {key}", last.keys),
                _ => hints.push(KeyHint { keys: key, word: row.hint, action: row.action, rank: row.hinted }),
            }
        }
        hints
    }

    /// The hints of the highest priority that fit into `columns` with `gap` columns between them, in the order of the
    /// table; those of idle actions have no place among them.
    #[must_use]
    pub fn hints_fitting(
        &self,
        screen: ScreenId,
        columns: usize,
        gap: usize,
        is_idle: &dyn Fn(Action) -> bool,
    ) -> Vec<KeyHint> {
        let width = |hint: &KeyHint| crate::text::width(&hint.keys) + 1 + crate::text::width(hint.word) + gap;
        let mut all = self.hints(screen);
        all.retain(|hint| !is_idle(hint.action));
        let mut by_rank: Vec<usize> = (0..all.len()).collect();
        by_rank.sort_by_key(|&at| all[at].rank);
        let mut left = columns.saturating_add(gap);
        let fits = |&at: &usize| {
            let rest = left.checked_sub(width(&all[at]));
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        let kept: Vec<usize> = by_rank.into_iter().take_while(fits).collect();
        (0..).zip(all).filter(|(at, _)| kept.contains(at)).map(|(_, hint)| hint).collect()
    }
}

fn position(action: Action) -> Option<usize> {
    ACTIONS.iter().position(|row| row.action == action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn pressed(code: KeyCode, mods: KeyModifiers, screen: ScreenId) -> Option<Action> {
        Keymap::default().resolve(KeyEvent::new(code, mods).into(), screen)
    }

    fn keys(text: &str) -> Vec<KeyInput> {
        text.split(' ').map(|key| key::parse(key).unwrap()).collect()
    }

    #[test]
    fn the_defaults_are_readable_and_do_not_conflict() {
        assert_eq!(Keymap::default().conflicts(), []);
    }

    #[test]
    fn no_hint_is_wider_than_the_room_for_all() {
        for columns in 0..200 {
            let hints = Keymap::default().hints_fitting(ScreenId::Overview, columns, 3, &|_| false);
            let widths = hints.iter().map(|h| crate::text::width(&h.keys) + 1 + crate::text::width(h.word) + 3);
            assert!(widths.sum::<usize>() <= columns + 3, "{columns}");
        }
    }

    #[test]
    fn keys_mean_the_same_whether_the_terminal_reports_shift_or_not() {
        use KeyCode::{BackTab, Char, Tab};
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        for (code, mods, action) in [
            (Char('?'), none, Action::Help),
            (Char('?'), shift, Action::Help),
            (Char('G'), none, Action::Last),
            (Char('G'), shift, Action::Last),
            (Char('g'), none, Action::First),
            (Char('['), none, Action::AsOfBack),
            (Char('+'), none, Action::ZoomIn),
            (Char('+'), shift, Action::ZoomIn),
            (BackTab, none, Action::PreviousPane),
            (BackTab, shift, Action::PreviousPane),
            (Tab, shift, Action::PreviousPane),
            (Tab, none, Action::NextPane),
            (Char('c'), KeyModifiers::CONTROL, Action::Quit),
            (KeyCode::F(1), none, Action::Help),
        ] {
            assert_eq!(pressed(code, mods, ScreenId::Timeline), Some(action), "{code:?} {mods:?}");
        }
    }

    #[test]
    fn a_key_of_one_screen_means_nothing_on_another() {
        assert_eq!(pressed(KeyCode::Char('L'), KeyModifiers::NONE, ScreenId::Timeline), Some(Action::Lanes));
        assert_eq!(pressed(KeyCode::Char('L'), KeyModifiers::NONE, ScreenId::Ports), None);
    }

    #[test]
    fn a_key_of_an_overlay_comes_before_what_it_means_on_the_screen() {
        let map = Keymap::default();
        let key = key::parse("Ctrl+p").unwrap();
        assert_eq!(map.resolve(key, ScreenId::Ledger), Some(Action::Palette));
        assert_eq!(map.resolve_over(key, OverlayId::Form, ScreenId::Ledger), Some(Action::PreviousChoice));
        assert_eq!(map.resolve_over(key, OverlayId::Counts, ScreenId::Ledger), Some(Action::Palette));
        let close = key::parse("Esc").unwrap();
        assert_eq!(map.resolve_over(close, OverlayId::Form, ScreenId::Ledger), Some(Action::Close));
    }

    #[test]
    fn two_actions_of_one_overlay_conflict_and_one_beside_a_screen_does_not() {
        let mut map = Keymap::default();
        map.set(Action::ReadPage, keys("q"));
        assert_eq!(map.conflicts(), []);
        map.set(Action::Save, keys("q"));
        let conflict = KeyConflict { key: 'q'.into(), first: Action::Save, second: Action::ReadPage };
        assert_eq!(map.conflicts(), [conflict]);
    }

    #[test]
    fn beside_text_a_key_is_named_that_types_nothing_and_where_there_is_none_nothing() {
        let mut map = Keymap::default();
        assert_eq!((map.key_of(Action::Down), map.key_beside_text(Action::Down)), ("j".to_owned(), "↓".to_owned()));
        map.set(Action::Down, keys("x"));
        assert_eq!(map.key_beside_text(Action::Down), "");
        map.set(Action::Down, Vec::new());
        assert_eq!(map.with_key(Action::Down, |key| format!("; {key} moves")), "");
        assert_eq!(map.with_key(Action::Up, |key| format!("; {key} moves")), "; k moves");
    }

    #[test]
    fn two_actions_that_want_one_key_on_one_screen_conflict() {
        let mut map = Keymap::default();
        map.set(Action::Filter, keys("q"));
        let conflict = KeyConflict { key: 'q'.into(), first: Action::Filter, second: Action::Quit };
        assert_eq!(map.conflicts(), [conflict]);
        map.set(Action::Quit, keys("F12 Ctrl+c"));
        assert_eq!(map.conflicts(), []);
        assert_eq!(map.resolve('q'.into(), ScreenId::Ledger), Some(Action::Filter));
    }

    #[test]
    fn help_holds_every_action_of_the_screen_and_no_other_in_groups() {
        let map = Keymap::default();
        for &screen in ScreenId::ALL {
            let help = map.help(screen);
            let here = ACTIONS.iter().filter(|row| row.on.has(screen)).count();
            assert_eq!(help.len(), here);
            assert!(help.is_sorted_by_key(|row| row.group));
        }
        assert_eq!(map.help(ScreenId::Ledger)[0].keys, "j ↓");
        let ascii = Keymap { unicode: false, ..map };
        assert_eq!(ascii.help(ScreenId::Ledger)[0].keys, "j Down");
    }

    #[test]
    fn hints_name_the_keys_in_force() {
        let mut map = Keymap::default();
        let shown =
            |hints: &[KeyHint]| hints.iter().map(|h| format!("{} {}", h.keys, h.word)).collect::<Vec<_>>().join("  ");
        assert_eq!(
            shown(&map.hints(ScreenId::Timeline)),
            "Enter open  : find  + - zoom  L lanes  f fit  d date  . now  s sort  / filter  F counts  [ ] t as-of  o link  y copy  a add  ? help  q quit"
        );
        map.set(Action::Help, keys("F1"));
        map.set(Action::OpenLink, Vec::new());
        assert_eq!(
            shown(&map.hints(ScreenId::Ledger)),
            "Enter open  : find  s sort  / filter  F counts  [ ] t as-of  y copy  a add  F1 help  q quit"
        );
    }

    #[test]
    fn a_narrow_bar_keeps_the_most_wanted_hints() {
        let map = Keymap::default();
        let fitting = |columns, is_idle| {
            let hints = map.hints_fitting(ScreenId::Timeline, columns, 3, is_idle);
            hints.iter().map(|hint| hint.word).collect::<Vec<_>>()
        };
        let words = |columns| fitting(columns, &|_| false);
        assert_eq!(words(5), [""; 0]);
        assert_eq!(words(6), ["help"]);
        assert_eq!(words(17), ["filter", "help"]);
        assert_eq!(words(56), ["open", "find", "filter", "as-of", "help"]);
        assert_eq!(words(500).len(), 16);
        assert_eq!(fitting(17, &|action| action == Action::Help), ["find", "filter"]);
    }
}
