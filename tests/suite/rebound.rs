//! With every key rebound, no screen, overlay or page of the manual names an old one.

use crate::common::{frozen, screen};

use karwan::dossier::problem::Problem;
use karwan::settings::config::SavedFilter;
use karwan::settings::input::{ACTIONS, Keymap, key};
use karwan::ui::message::{FileVersions, LoadedDossier, LoggedEdit, Message, WriteRefusal};
use screen::Karwan;

/// A story of which no word is the name of a key.
const STORY: &str = r#"
format = 1
[story]
title = "Harbour works"

[[articles]]
id = "gazette"
title = "Harbour to open"
outlet = "Gazette"
url = "https://gazette.example/open"
published = "2026-06-01"

[[articles]]
id = "herald"
title = "Harbour delayed"
outlet = "Herald"
published = "2026-08-01"

[[actors]]
id = "ministry"
name = "Ministry"
kind = "organisation"
sources = ["gazette"]

[[ports]]
id = "harbour"
name = "Harbour"
country = "PK"
latitude = 24.8
longitude = 66.9
sources = ["gazette"]

[[figures]]
about = "harbour"
metric = "cargo"
kind = "throughput"
value = 12
unit = "Mt"
period = "2025"
source = "gazette"

[[events]]
id = "opening"
title = "Opening of the harbour"
kind = "infrastructure"
actors = ["ministry"]
ports = ["harbour"]
[[events.reports]]
status = "expected"
date = "2026-07"
source = "gazette"
by = "ministry"
quote = "It will open in July."
"#;

/// The program whose every action has one key, none of which is a default.
struct Rebound {
    karwan: Karwan,
    keymap: Keymap,
    /// The default keys as they are shown.
    old: Vec<String>,
}

fn keymap() -> Keymap {
    let letters = ('a'..='z').chain('A'..='Z').chain('0'..='9').map(String::from);
    let names: Vec<String> = letters.chain((1..=12).map(|n| format!("F{n}"))).collect();
    let names = ["Alt", "Ctrl+Alt"].into_iter().flat_map(|with| names.iter().map(move |name| format!("{with}+{name}")));
    let mut keymap = Keymap::default();
    let mut free = names.map(|name| key::parse(&name).expect("a key"));
    for row in ACTIONS {
        keymap.set(row.action, vec![free.next().expect("more keys than actions")]);
    }
    keymap
}

impl Rebound {
    fn new(keymap: Keymap) -> Rebound {
        let saved = vec![SavedFilter { name: "late".to_owned(), query: "is:overdue".to_owned(), key: None }];
        let karwan = Karwan::keyed(keymap.clone(), saved, screen::dossier(STORY), 160, 48);
        // An arrow is a mark of the legend too, `d` a unit, `*` a wildcard of the filter.
        let all = ACTIONS.iter().flat_map(|row| Keymap::default().keys_of(row.action));
        let old: Vec<String> = all.filter(|key| !matches!(key.as_str(), "→" | "d" | "*")).collect();
        Rebound { karwan, keymap, old }
    }

    /// Asks for actions by their names; `'text` is typed letter by letter.
    fn act(&mut self, names: &str) {
        for name in names.split_whitespace() {
            if let Some(text) = name.strip_prefix('\'') {
                self.karwan.press(&format!("'{text}"));
                continue;
            }
            let row = ACTIONS.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no action `{name}`"));
            let key = self.keymap.keys(row.action)[0];
            self.karwan.model.update(Message::KeyPressed(key));
        }
    }

    /// Fails where a word of the screen is the name of a default key. `letters`: whether single letters count; a menu has
    /// them before its rows.
    #[track_caller]
    fn names_no_old_key(&self, letters: bool) {
        // The action `enter` is listed by its name, in whatever column; north and east are not keys.
        let is_action = |line: &str| line.contains("Opens what is selected");
        let screen = self.karwan.screen().replace("° N", "°").replace("° E", "°");
        let lines =
            screen.lines().map(|line| if is_action(line) { line.replacen("Enter ", "", 1) } else { line.to_owned() });
        let screen = lines.collect::<Vec<_>>().join("\n");
        for word in screen.split_whitespace() {
            // Beside a frame stands what an overlay leaves of a word.
            let is_whole = !word.contains(['┃', '│']);
            let word = word.trim_matches(['.', ',', ';', '(', ')', '┃', '│', '!']).trim_end_matches(':');
            let is_text = matches!(word, "" | "a" | "A" | "-" | "/" | ":") || word.chars().all(|c| c.is_ascii_digit());
            let counts = letters && is_whole || word.chars().count() > 1;
            assert!(is_text || !counts || !self.old.iter().any(|old| old == word), "`{word}` is named:\n{screen}");
        }
    }
}

#[test]
fn no_screen_and_no_overlay_names_a_default_key_when_all_are_rebound() {
    let screens = ["overview", "timeline", "ledger", "actors", "ports", "map", "articles"];
    let overlays = ["filter", "counts", "saved", "palette", "help", "as-of", "compare", "brief", "add", "copy"];
    for screen in screens {
        let mut rebound = Rebound::new(keymap());
        rebound.act(screen);
        rebound.names_no_old_key(true);
        for overlay in overlays {
            let mut rebound = Rebound::new(keymap());
            rebound.act(&format!("{screen} {overlay}"));
            rebound.names_no_old_key(!matches!(overlay, "add" | "copy"));
        }
        for then in ["enter", "charts", "ties", "as-of-back", "filter 'xyzzy close", "filter 'xyzzy close enter"] {
            let mut rebound = Rebound::new(keymap());
            rebound.act(&format!("{screen} {then}"));
            rebound.names_no_old_key(true);
        }
        // Before anything was known.
        rebound.act("as-of '1999 enter");
        rebound.names_no_old_key(true);
    }
    for keys in [
        "palette 'xyzzy",
        "filter 'port:",
        "enter copy close next-pane enter enter",
        "compare '2026-06-15 enter",
        "add 'a",
        "add 'r",
        "add 'r 'ß save",
        "add 'r 'ß close",
        "add 'r 'ß close quit",
        "add 'r 'ß close add",
        "next-change",
        "edits",
    ] {
        let mut rebound = Rebound::new(keymap());
        rebound.karwan.model.update(Message::Seen(None));
        rebound.act(keys);
        // A draft is named by its letter in the menu.
        rebound.names_no_old_key(!keys.contains("'ß close"));
    }
}

#[test]
fn what_the_outside_answers_names_no_default_key_either() {
    let wrong = || Problem::of_file(std::path::Path::new("story.toml"), "is not a story");
    let conflict = || {
        let versions =
            FileVersions { file: "story.toml".to_owned(), ours: "ours".to_owned(), theirs: "theirs".to_owned() };
        Message::Written(Err(WriteRefusal { why: "it changed".to_owned(), versions: Some(versions) }))
    };
    let logged = |in_force| LoggedEdit {
        when: "1 Jun 2026".to_owned(),
        what: "report".to_owned(),
        file: "story.toml".to_owned(),
        in_force,
    };
    let loaded = || Message::Loaded(LoadedDossier { dossier: None, problems: vec![wrong()], files: None });
    for (messages, then) in [
        (vec![conflict()], ""),
        (vec![loaded()], ""),
        (vec![loaded()], "enter"),
        (vec![loaded()], "down"),
        (vec![Message::Logged(Vec::new())], ""),
        (vec![Message::Logged(vec![logged(true), logged(false)])], ""),
        (vec![Message::Written(Ok("saved".to_owned()))], ""),
        (vec![Message::NotWatched("no such call".to_owned())], ""),
    ] {
        let mut rebound = Rebound::new(keymap());
        messages.into_iter().for_each(|message| drop(rebound.karwan.model.update(message)));
        rebound.act(then);
        rebound.names_no_old_key(true);
    }
}

#[test]
fn an_action_without_a_key_leaves_its_hint_out() {
    let mut keymap = keymap();
    let close = ACTIONS.iter().find(|row| row.name == "close").expect("a row");
    keymap.set(close.action, Vec::new());
    for keys in ["brief", "saved", "counts", "add", "as-of", "filter", "filter 'xyzzy enter"] {
        let mut rebound = Rebound::new(keymap.clone());
        rebound.act(keys);
        rebound.karwan.sees_not("closes");
        rebound.karwan.sees_not("clears");
    }
}

#[test]
fn the_manual_names_keys_in_the_table_of_keys_alone() {
    let page = frozen::karwan().arg("man").output().expect("the manual");
    let page = String::from_utf8(page.stdout).expect("UTF-8");
    let (before, keys) = page.split_once(".SH KEYS").expect("the keys");
    let after = keys.split_once(".SH").map_or("", |(_, after)| after);
    for key in ACTIONS.iter().flat_map(|row| row.keys) {
        for quoted in [format!("`{key}`"), format!("the key {key}")] {
            assert!(!before.contains(&quoted) && !after.contains(&quoted), "{quoted}");
        }
    }
}
