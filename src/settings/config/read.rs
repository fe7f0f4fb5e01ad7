//! From the text of a configuration to a [`Configuration`] and every mistake in it.

use std::path::Path;

use hashbrown::HashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::{ConfigFault, PlaceCursor};
use super::setting::{ConfigSetting, SETTINGS, TABLES, hint, wrong_type};
use super::{Configuration, filters, keys};
use crate::dossier::problem::Problem;

/// Reads a configuration. A value that is wrong is reported and keeps its default; problems are in the order of the
/// file.
#[must_use]
pub fn read(text: &str, path: &Path) -> (Configuration, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<ConfigFault> = errors.iter().map(|e| syntax(e, text)).collect();
    faults.sort_by_key(|fault| fault.span.start);
    let lines = |faults: &[ConfigFault]| -> Vec<usize> {
        let mut cursor = PlaceCursor::new(text);
        faults.iter().map(|fault| cursor.place(fault.span.start).0).collect()
    };
    let broken: HashSet<usize> = lines(&faults).into_iter().collect();
    let mut config = Configuration::default();
    let mut found = Vec::new();
    apply(&mut config, table.get_ref(), text, &mut found);
    found.sort_by_key(|fault| fault.span.start);
    // What the parser made of a line that it could not read says nothing about its author.
    let told = lines(&found).into_iter().zip(found).filter(|(line, _)| !broken.contains(line));
    faults.extend(told.map(|(_, fault)| fault));
    faults.sort_by_key(|fault| fault.span.start);
    faults.dedup();
    let mut cursor = PlaceCursor::new(text);
    let problems = faults.iter().map(|fault| fault.problem_at(path, &mut cursor)).collect();
    (config, problems)
}

fn apply(config: &mut Configuration, table: &DeTable, source: &str, faults: &mut Vec<ConfigFault>) {
    let mut saved = None;
    for (name, value) in table {
        let text = name.get_ref().as_ref();
        if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == text) {
            faults.extend((setting.read)(config, value).err());
        } else if let Some((_, settings)) = TABLES.iter().find(|(table, _)| *table == text) {
            read_table(config, text, settings, value, faults);
        } else if text == "keys" {
            match value.get_ref() {
                DeValue::Table(table) => keys::read(&mut config.keymap, table, faults),
                _ => faults.push(wrong_type(value, "a table `[keys]`")),
            }
        } else if text == "filters" {
            saved = Some(value);
        } else {
            let tables = TABLES.iter().map(|(table, _)| *table);
            let names = SETTINGS.iter().map(|setting| setting.name).chain(tables).chain(["keys", "filters"]);
            faults.push(ConfigFault::new(name.span(), format!("unknown key `{text}`{}", hint(text, names))));
        }
    }
    // Which keys are free is known only after all others are read.
    match saved.map(|value| (value, value.get_ref())) {
        Some((_, DeValue::Table(table))) => config.filters = filters::read(&config.keymap, table, source, faults),
        Some((value, _)) => faults.push(wrong_type(value, "a table `[filters]`")),
        None => {}
    }
}

/// A table of settings.
fn read_table(
    config: &mut Configuration,
    name: &str,
    settings: &[ConfigSetting],
    value: &Spanned<DeValue>,
    faults: &mut Vec<ConfigFault>,
) {
    let DeValue::Table(table) = value.get_ref() else {
        return faults.push(wrong_type(value, &format!("a table `[{name}]`")));
    };
    for (key, value) in table {
        let text = key.get_ref().as_ref();
        match settings.iter().find(|setting| setting.name == text) {
            Some(setting) => faults.extend((setting.read)(config, value).err()),
            None => {
                let names = settings.iter().map(|setting| setting.name);
                faults.push(ConfigFault::new(key.span(), format!("unknown key `{text}`{}", hint(text, names))));
            }
        }
    }
}

fn syntax(error: &toml::de::Error, text: &str) -> ConfigFault {
    let span = error.span().unwrap_or(0..text.len().min(1));
    ConfigFault::new(span, error.message().lines().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::config::ThemeChoice;
    use crate::settings::input::{Action, ScreenId};

    fn faults(text: &str) -> Vec<String> {
        let problems = read(text, Path::new("c.toml")).1;
        problems.iter().map(|p| format!("{}:{}: {}", p.line, p.column, p.message)).collect()
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        assert_eq!(read("", Path::new("c.toml")), (Configuration::default(), Vec::new()));
    }

    #[test]
    fn each_setting_is_taken_over() {
        let text = "theme = \"light\"\nstart = \"ledger\"\ndossier = [\"a\", \"b c\"]\nglyphs = \"ascii\"\nmouse = false\n\
                    [keys]\nquit = [\"Ctrl+q\", \"F12\"]\nreload = []\nfilter = \"&\"\n";
        let (config, problems) = read(text, Path::new("c.toml"));
        assert_eq!(problems, []);
        assert_eq!(config.theme, ThemeChoice::Light);
        assert_eq!(config.start, ScreenId::Ledger);
        assert_eq!(config.dossier, [Path::new("a"), Path::new("b c")]);
        assert_eq!(config.mouse, Some(false));
        assert_eq!(config.keymap.keys_of(Action::Quit), ["Ctrl-q", "F12"]);
        assert_eq!(config.keymap.keys_of(Action::Reload), [""; 0]);
        assert_eq!(config.keymap.keys_of(Action::Filter), ["&"]);
        assert_eq!(config.keymap.keys_of(Action::Up), ["k", "Up"]);
    }

    #[test]
    fn a_theme_is_a_name_or_a_table_with_colours_by_role() {
        let text = "[theme]\nname = \"light\"\nquiet = \"dim\"\nwarning = \"bold #ff5f5f\"\n";
        let (config, problems) = read(text, Path::new("c.toml"));
        assert_eq!((config.theme, problems), (ThemeChoice::Light, Vec::new()));
        let colours: Vec<_> = config.colours.iter().map(|(role, style)| format!("{role} {style:?}")).collect();
        assert_eq!(colours.len(), 2, "{colours:?}");
        let (config, problems) = read("theme = { good = \"grene\", new = \"5\" }", Path::new("c.toml"));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.starts_with("unknown colour `grene`"), "{}", problems[0].message);
        assert_eq!(config.colours.iter().count(), 1, "the other one holds");
    }

    #[test]
    fn one_path_needs_no_list() {
        assert_eq!(read("dossier = \"a\"", Path::new("c")).0.dossier, [Path::new("a")]);
    }

    #[test]
    fn one_fault_is_one_problem() {
        for (text, fault) in [
            ("them = \"dark\"", "1:1: unknown key `them`; did you mean `theme`?"),
            ("colour = 1", "1:1: unknown key `colour`"),
            ("theme = \"drak\"", "1:9: unknown value `drak`; did you mean `dark`?"),
            ("theme = 1", "1:9: expected one of auto, dark, light, plain, found an integer"),
            (
                "start = \"globe\"",
                "1:9: unknown value `globe`; expected `overview`, `timeline`, `ledger`, `actors`, `ports`, `map`, `articles`, `inbox`",
            ),
            ("mouse = \"yes\"", "1:9: expected true, false or \"auto\", found a string"),
            ("theme = { quite = \"red\" }", "1:11: unknown role `quite`; did you mean `quiet`?"),
            ("[theme]\nname = \"drak\"", "2:8: unknown value `drak`; did you mean `dark`?"),
            ("[theme]\ngood = 1", "2:8: expected a colour such as \"bold red\", found an integer"),
            ("dossier = [\"a\", 2]", "1:17: expected a path, or a list of paths, found an integer"),
            ("keys = 3", "1:8: expected a table `[keys]`, found an integer"),
            ("[archive]\nurl = \"mysql://h/n\"", "2:7: expected `sqlite:PATH` or `postgres://USER@HOST/NAME`"),
            ("[feeds]\nevry = \"3h\"", "2:1: unknown key `evry`; did you mean `every`?"),
            ("[feeds]\nevery = \"soon\"", "2:9: `soon` is not a time; expected one such as 30m, 2h, 7d or 2y"),
            ("[keys]\nqiut = \"x\"", "2:1: unknown action `qiut`; did you mean `quit`?"),
            ("[keys]\nquit = 1", "2:8: expected a key such as \"Ctrl+d\", or a list of keys, found an integer"),
            ("[keys]\nquit = [\"Ctrl+q\", \"Hpme\"]", "2:19: unreadable key `Hpme`; did you mean `Home`?"),
            ("[keys]\nquit = []", "2:8: `quit` needs a key: without one there is no way out"),
            ("[keys]\nfilter = \"q\"", "2:10: key `q` of `filter` is also a key of `quit`; give one of them another"),
            ("theme = \"dark\"\ntheme = \"light\"", "2:1: duplicate key"),
        ] {
            assert_eq!(faults(text), [fault], "{text}");
        }
    }

    #[test]
    fn all_faults_are_reported_at_once_in_the_order_of_the_file() {
        let text = "theme = 1\nmouse = 2\n\nstrat = 1\n[keys]\nup = \"Ctrl+\"\ndown = \"Xy\"\nlef = \"h\"\n";
        let lines: Vec<_> = faults(text).iter().map(|f| f.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(lines, ["1", "2", "4", "6", "7", "8"]);
    }

    #[test]
    fn what_is_wrong_keeps_its_default_and_the_rest_is_taken_over() {
        let text = "theme = \"drak\"\nstart = \"ports\"\n[keys]\nfilter = \"q\"\nreload = \"X\"\n";
        let (config, problems) = read(text, Path::new("c.toml"));
        assert_eq!(problems.len(), 2);
        assert_eq!((config.theme, config.start), (ThemeChoice::Auto, ScreenId::Ports));
        assert_eq!(config.keymap.keys_of(Action::Filter), ["/"]);
        assert_eq!(config.keymap.keys_of(Action::Reload), ["X"]);
    }

    #[test]
    fn a_conflict_gives_the_later_one_its_default_back_until_none_is_left() {
        // `reload` takes the key of `filter`, which has to give it up.
        let (config, problems) = read("[keys]\nreload = \"/\"\nfilter = \"q\"\n", Path::new("c"));
        assert_eq!(problems.len(), 2);
        assert_eq!(config, Configuration::default());
        // Keys that are swapped do not conflict.
        assert_eq!(faults("[keys]\nup = [\"j\", \"Up\"]\ndown = [\"k\", \"Down\"]\n"), [""; 0]);
    }

    #[test]
    fn a_line_that_is_no_toml_does_not_hide_the_others() {
        let text = "theme = \nmouse = maybe\nstart = \"prots\"\n";
        let found = faults(text);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[0].starts_with("1:") && found[1].starts_with("2:"), "{found:#?}");
        assert_eq!(found[2], "3:9: unknown value `prots`; did you mean `ports`?");
    }
}
