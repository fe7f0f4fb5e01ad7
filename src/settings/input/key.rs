//! Keys as people write and read them: `Ctrl+d`, `PgUp`, `Shift-Tab`; `Ctrl-d` and `↑` on the screen.

use keybinds::{Key, KeyInput, Mods};

use super::near::nearest;

/// The names of keys, for messages. Every printable character is a key as well.
pub const NAMES: &[&str] = &[
    "Enter",
    "Esc",
    "Tab",
    "Space",
    "Plus",
    "Backspace",
    "Delete",
    "Insert",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
];

/// Reads a key: a character (`j`, `G`, `?`, `+`), a name (`PageDown`, `pgdn`, `F1`), or either after `Ctrl+`, `Alt+` or
/// `Shift+` (`Ctrl-` and so on also work).
///
/// # Errors
/// One line that says what is wrong, with the nearest key name.
pub fn parse(text: &str) -> Result<KeyInput, String> {
    let (mods, key) = split(text.trim_ascii());
    let shift = mods.contains(&"Shift");
    let key = match key {
        "" => return Err(format!("`{text}` names no key")),
        // Letters are the only characters that Shift changes in the same way on every keyboard.
        letter if shift && letter.len() == 1 && letter.as_bytes()[0].is_ascii_alphabetic() => {
            letter.to_ascii_uppercase()
        }
        name => full_name(name),
    };
    let one_character = key.chars().count() == 1;
    if shift && one_character && !key.as_bytes()[0].is_ascii_alphabetic() {
        return Err(format!("`{text}` depends on the keyboard; write the character that it gives, such as `?`"));
    }
    if one_character && key.chars().any(char::is_control) {
        return Err("a control character is not a key; write `Ctrl+` and the letter".to_owned());
    }
    let mods = mods.iter().filter(|&&m| !(m == "Shift" && one_character));
    let spelt = mods.map(|m| format!("{m}+")).chain([key]).collect::<String>();
    spelt.parse().map(normal).map_err(|_| unreadable(text))
}

/// A key in the form used for comparison: with and without a reported Shift it is the same.
#[must_use]
pub fn normal(key: KeyInput) -> KeyInput {
    match key.key() {
        // `keybinds` treats `+` as a name, so Shift stays on it where a terminal reports that.
        Key::Char('+') => KeyInput::new('+', key.mods() & !Mods::SHIFT),
        _ => key,
    }
}

/// The key as it is shown: `Ctrl-d`, `Shift-Tab`, `↑` (or `Up` in ASCII).
#[must_use]
pub fn label(key: KeyInput, unicode: bool) -> String {
    let name = match key.key() {
        Key::Char('+') => "+".to_owned(),
        Key::Up if unicode => "↑".to_owned(),
        Key::Down if unicode => "↓".to_owned(),
        Key::Left if unicode => "←".to_owned(),
        Key::Right if unicode => "→".to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        other => other.to_string(),
    };
    match key.mods() {
        Mods::NONE => name,
        mods => format!("{}-{name}", mods.to_string().replace('+', "-")),
    }
}

/// The modifiers before the key, by their full names, and the key.
fn split(text: &str) -> (Vec<&'static str>, &str) {
    const MODS: &[(&str, &str)] = &[
        ("ctrl", "Ctrl"),
        ("control", "Ctrl"),
        ("alt", "Alt"),
        ("option", "Alt"),
        ("meta", "Alt"),
        ("shift", "Shift"),
    ];
    let (mut mods, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['+', '-']) {
        let (word, key) = (&rest[..at], &rest[at + 1..]);
        let Some((_, name)) = MODS.iter().find(|(spelling, _)| word.eq_ignore_ascii_case(spelling)) else { break };
        mods.push(*name);
        rest = key;
    }
    (mods, rest)
}

/// The name that `keybinds` uses, for any case and abbreviation.
fn full_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let long = match lower.as_str() {
        "+" => "Plus",
        "return" => "Enter",
        "pgup" => "PageUp",
        "pgdn" | "pgdown" => "PageDown",
        "del" => "Delete",
        "ins" => "Insert",
        "escape" => "Esc",
        _ if name.chars().count() == 1 => name,
        _ => NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name),
    };
    long.to_owned()
}

fn unreadable(text: &str) -> String {
    match nearest(split(text).1, NAMES.iter().copied()) {
        Some(name) => format!("unreadable key `{text}`; did you mean `{name}`?"),
        None => format!("unreadable key `{text}`; expected such as `j`, `Ctrl+d`, `PageDown`, `F5`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        parse(text).map_or_else(|e| format!("error: {e}"), |key| key.to_string())
    }

    #[test]
    fn keys_are_read_however_people_spell_them() {
        for (written, key) in [
            ("j", "j"),
            ("G", "G"),
            ("?", "?"),
            ("[", "["),
            ("+", "Plus"),
            ("-", "-"),
            ("plus", "Plus"),
            ("Ctrl+d", "Ctrl+d"),
            ("Ctrl-d", "Ctrl+d"),
            ("ctrl-d", "Ctrl+d"),
            ("Ctrl++", "Ctrl+Plus"),
            ("Ctrl--", "Ctrl+-"),
            ("Esc", "Esc"),
            ("escape", "Esc"),
            ("PAGEDOWN", "PageDown"),
            ("Pagedown", "PageDown"),
            ("PgDn", "PageDown"),
            ("return", "Enter"),
            ("space", "Space"),
            ("f1", "F1"),
            ("Shift-Tab", "Shift+Tab"),
            ("Alt+Shift+Enter", "Alt+Shift+Enter"),
            ("Shift+g", "G"),
            ("ş", "ş"),
        ] {
            assert_eq!(read(written), key, "{written}");
        }
    }

    #[test]
    fn what_is_no_key_is_said_with_the_nearest_name() {
        assert_eq!(read("Pagedwn"), "error: unreadable key `Pagedwn`; did you mean `PageDown`?");
        assert_eq!(read("xyzzy"), "error: unreadable key `xyzzy`; expected such as `j`, `Ctrl+d`, `PageDown`, `F5`");
        assert_eq!(
            read("Shift+/"),
            "error: `Shift+/` depends on the keyboard; write the character that it gives, such as `?`"
        );
        assert_eq!(read(""), "error: `` names no key");
        assert_eq!(read("Ctrl+"), "error: `Ctrl+` names no key");
        assert!(read("\u{1b}").starts_with("error: a control character"), "{}", read("\u{1b}"));
    }

    #[test]
    fn keys_are_shown_as_the_documentation_writes_them() {
        let shown = |text: &str, unicode| label(parse(text).unwrap(), unicode);
        assert_eq!(shown("Ctrl+d", true), "Ctrl-d");
        assert_eq!(shown("Up", true), "↑");
        assert_eq!(shown("Up", false), "Up");
        assert_eq!(shown("+", true), "+");
        assert_eq!(shown("Shift+Tab", true), "Shift-Tab");
        assert_eq!(shown("PageUp", true), "PgUp");
    }

    #[test]
    fn what_is_shown_can_be_written_in_the_configuration() {
        for name in NAMES.iter().chain(&["a", "Z", "/", "-", "Ctrl+a", "Ctrl+Plus", "Alt+Shift+Up"]) {
            let key = parse(name).unwrap();
            assert_eq!(parse(&label(key, false)), Ok(key), "{name}");
            assert_eq!(parse(&key.to_string()), Ok(key), "{name}");
        }
    }
}
