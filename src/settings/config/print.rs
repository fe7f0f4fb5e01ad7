//! A [`Configuration`] as a commented TOML file: `config.example.toml`, and what `karwan config` prints.

use std::fmt::Write as _;

use super::Configuration;
use super::setting::{SETTINGS, TABLES, list, quoted};
use crate::settings::input::action::{ACTIONS, ActionGroup};
use crate::settings::input::{key, manual};

const HEAD: &str = "\
# The configuration of karwan, with every setting. A setting that is left out has the value that `karwan config --default`
# prints, and so has one that is wrong, which is reported. `karwan config` prints where this file belongs.
";

const KEYS: &str = "\
[keys]
# The keys of an action: one, a list, or [] for none. A key is a character (j G ? +) or a name, also after Ctrl+, Alt+ or
# Shift+:
";

const FILTERS: &str = "
[filters]
# Saved filters: `v` and the palette list them with their counts; `karwan --view NAME` and `karwan list KIND --saved NAME`
# take them too. `key`, if given, applies the filter.
";

/// What the table of filters holds if none is saved.
const FILTER: &str = r#"# late = { query = "is:overdue port:gwadar,karachi", key = "Alt+1" }
"#;

/// The default configuration with its comments: `config.example.toml`.
#[must_use]
pub fn example() -> String {
    format!("{HEAD}\n{}", toml(&Configuration::default()))
}

/// A complete configuration with comments: reading it gives the same values.
#[must_use]
pub fn toml(config: &Configuration) -> String {
    let mut out = String::new();
    for setting in SETTINGS {
        for line in setting.help {
            let _ = writeln!(out, "# {line}");
        }
        let _ = writeln!(out, "{} = {}\n", setting.name, (setting.print)(config));
    }
    for (table, settings) in TABLES {
        let _ = writeln!(out, "[{table}]");
        for setting in *settings {
            for line in setting.help {
                let _ = writeln!(out, "# {line}");
            }
            let _ = writeln!(out, "{} = {}\n", setting.name, (setting.print)(config));
        }
    }
    out.push_str(KEYS);
    for line in crate::text::wrap(&key::NAMES.join(" "), 116) {
        let _ = writeln!(out, "# {line}");
    }
    for &group in ActionGroup::ALL {
        let _ = writeln!(out, "\n# {}", group.title());
        for row in ACTIONS.iter().filter(|row| row.group == group) {
            let keys = list(config.keymap.keys(row.action).iter().map(ToString::to_string));
            let line = format!("{} = {keys}", row.name);
            let _ = writeln!(out, "{line:<34} # {}{}", row.help, manual::only(row.on));
        }
    }
    out.push_str(FILTERS);
    if config.filters.is_empty() {
        out.push_str(FILTER);
    }
    for filter in &config.filters {
        let key = filter.key.map_or_else(String::new, |key| format!(", key = {}", quoted(&key.to_string())));
        let _ = writeln!(out, "{} = {{ query = {}{key} }}", name(&filter.name), quoted(&filter.query));
    }
    out
}

/// A key of a table as TOML writes it: bare where it can be.
fn name(text: &str) -> String {
    let bare = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { text.to_owned() } else { toml_edit::Key::new(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::config::read;
    use std::path::Path;

    #[test]
    fn what_is_printed_reads_as_the_same_configuration() {
        let text = "theme = { name = \"plain\", quiet = \"dim\", new = \"bold #00ff00\" }\nstart = \"articles\"\ndossier = ['a \"quoted\" path', 'c:\\x']\nglyphs = \"ascii\"\n\
                    mouse = false\n[keys]\nquit = [\"Ctrl+q\", \"'\"]\nup = []\nback = ['\"', '\\', \"~\"]\nzoom-in = \"#\"\n\
                    [filters]\n'a \"b' = { query = 'x \"y z\"', key = \"Alt+1\" }\nc = \"d\"\n";
        let (config, problems) = read(text, Path::new("c"));
        assert_eq!(problems, []);
        assert_eq!(read(&toml(&config), Path::new("c")), (config, Vec::new()));
    }

    #[test]
    fn the_example_is_the_defaults_and_names_everything() {
        assert_eq!(read(&example(), Path::new("c")), (Configuration::default(), Vec::new()));
        for name in SETTINGS.iter().map(|s| s.name).chain(ACTIONS.iter().map(|row| row.name)) {
            assert!(example().lines().any(|line| line.starts_with(&format!("{name} = "))), "{name}");
        }
    }
}
