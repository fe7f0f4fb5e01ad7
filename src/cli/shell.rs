//! `karwan completions` and `karwan man`: what a package ships, printed from the arguments and the table of actions.

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{Cli, CompletionArgs};
use crate::settings::input::action::{ACTIONS, ActionGroup};
use crate::settings::input::{Keymap, manual};
use crate::ui::linear::HELP;

/// Prints completions.
///
/// # Errors
/// Those of `out`.
pub fn completions(args: &CompletionArgs, out: &mut dyn Write) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "karwan", &mut script);
    out.write_all(&script)
}

/// Commands as they are typed, with what they do.
const EXAMPLES: &[(&str, &str)] = &[
    ("karwan", "Open the built-in story."),
    ("karwan my-story --as-of 2025-09-05", "Open a dossier as it was known on one day."),
    ("karwan list events 'is:overdue port:gwadar'", "List what is overdue at Gwadar."),
    (
        "karwan list events 'by:kistafin known:>2025-10' --format json",
        "List what one person said after October 2025, for a program.",
    ),
    ("karwan show tokayev-visit", "Print one card, with each statement and its source."),
    ("karwan brief --since last --format html", "Write what changed since the last visit, as a page to send around."),
    ("karwan export ics 'status:expected' -o due.ics", "Write what is still to come as a calendar."),
    ("karwan render --view ledger --size 120x40 --format svg", "Print a picture of a screen."),
    ("karwan init my-story", "Begin a dossier of your own."),
    ("karwan check my-story", "Print every mistake in its files, with its place."),
];

/// Prints the manual page: the program, each command, the query language, the keys, the
/// surroundings.
///
/// # Errors
/// Those of `out`.
pub fn man(out: &mut dyn Write) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    synopsis().to_writer(out)?;
    page.render_description_section(out)?;
    options(&command).to_writer(out)?;
    subcommands("karwan", &command).to_writer(out)?;
    examples().to_writer(out)?;
    query().to_writer(out)?;
    keys().to_writer(out)?;
    linear().to_writer(out)?;
    surroundings().to_writer(out)?;
    exit_status(&command).to_writer(out)?;
    page.render_version_section(out)
}

fn synopsis() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold("karwan"), roman(" [OPTIONS] [PATH]...")]);
    roff.control("br", []);
    roff.text([bold("karwan"), roman(" COMMAND [OPTIONS] [ARGUMENTS]")]);
    roff
}

fn options(command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["OPTIONS"]);
    command.get_arguments().for_each(|arg| argument(&mut roff, arg));
    roff
}

/// A section for each command, and behind it those of its own commands.
fn subcommands(above: &str, command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("{above} {}", sub.get_name());
        roff.control("SH", [name.to_uppercase().as_str()]);
        roff.text([roman(sub.get_about().map(ToString::to_string).unwrap_or_default())]);
        for arg in sub.get_arguments().filter(|arg| arg.get_id() != "help" && !arg.is_hide_set()) {
            argument(&mut roff, arg);
        }
        if let Some(below) = sub.get_after_long_help().or(sub.get_after_help()) {
            roff.control("PP", []);
            roff.text([roman(below.to_string())]);
        }
        roff.extend([subcommands(&name, sub)]);
    }
    roff
}

/// What an argument does, with the values that it takes: a list where they are explained, else behind it.
fn argument(roff: &mut Roff, arg: &clap::Arg) {
    let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let values = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
    let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
    let explained = values.iter().any(|value| value.get_help().is_some());
    let behind = if names.is_empty() || explained { String::new() } else { format!(": {}", names.join(", ")) };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    entry(roff, &format!("{short}{arg}"), &format!("{help}{behind}"));
    if explained {
        roff.control("RS", []);
        for value in values {
            entry(roff, value.get_name(), &value.get_help().map(ToString::to_string).unwrap_or_default());
        }
        roff.control("RE", []);
    }
}

/// A term and what it means.
fn entry(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

fn examples() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    for (command, does) in EXAMPLES {
        entry(&mut roff, command, does);
    }
    roff
}

fn query() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["QUERY"]);
    roff.text([roman(
        "A word finds what has a word that begins with it. All have to hold; OR and parentheses give choice, - or NOT \
         excludes, \"…\" is a phrase, /…/ a regular expression. Terms ask for fields:",
    )]);
    for (example, help) in crate::query::help_lines() {
        entry(&mut roff, &example, help);
    }
    roff
}

/// Files and directories of karwan's own. On Linux; elsewhere the system has other places for them.
const FILES: &[(&str, &str)] = &[
    (
        "$XDG_CONFIG_HOME/karwan/config.toml",
        "The configuration; ~/.config where $XDG_CONFIG_HOME is not set. `karwan config` prints its place on any system.",
    ),
    (
        "$XDG_STATE_HOME/karwan/state.sqlite3",
        "What has been seen of each dossier; ~/.local/state where $XDG_STATE_HOME is not set.",
    ),
    ("$XDG_STATE_HOME/karwan/edits/", "What was added to each dossier, for undo."),
    (
        "$XDG_DATA_HOME/karwan/archive.sqlite3",
        "The archive of fetched items; ~/.local/share where $XDG_DATA_HOME is not set. `karwan archive status` prints its place.",
    ),
];

/// What is read of the environment.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("NO_COLOR", "No colour."),
    ("CLICOLOR_FORCE", "Colour even where the output is no terminal."),
    ("TERM", "How many colours the terminal has; with dumb, linear mode."),
    ("COLORTERM, WT_SESSION", "truecolor, or any WT_SESSION: the terminal has all colours."),
    ("COLORFGBG", "Whether the terminal is dark or light, where the theme is auto and the terminal does not tell."),
    ("FORCE_HYPERLINK", "1: sources are links on this terminal; 0: they are not."),
    ("SSH_CONNECTION, SSH_TTY", "Where one is set, the mouse is off at first."),
    ("TMUX", "Where it is set, copies go to tmux's buffer."),
    ("WAYLAND_DISPLAY, DISPLAY", "Where one is set, copies go to the desktop by wl-copy, xclip or xsel."),
    ("VISUAL, EDITOR", "The editor that the dashboard opens at a record's line."),
    (
        "KARWAN_ARCHIVE",
        "The archive of fetched items, instead of the configuration's: sqlite:PATH or postgres://USER@HOST/NAME.",
    ),
    (
        "PGUSER, PGPASSWORD, PGPASSFILE",
        "User, password and file of passwords for an archive on PostgreSQL; the file is ~/.pgpass, on Windows \
         postgresql/pgpass.conf in APPDATA, where PGPASSFILE is not set.",
    ),
    (
        "USER, USERNAME, LOGNAME",
        "Who decides on items: the first that is set. The user of PostgreSQL where PGUSER is not set.",
    ),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "The proxy for fetching, and the hosts that are asked without it."),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "The certificates to trust, instead of the system's."),
    ("KARWAN_LOG", "A file to which the program appends what it did and how long each part took."),
];

fn surroundings() -> Roff {
    let mut roff = Roff::new();
    for (title, entries) in [("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT)] {
        roff.control("SH", [title]);
        entries.iter().for_each(|(name, meaning)| entry(&mut roff, name, meaning));
    }
    roff
}

/// What the help of the program says below its options.
fn exit_status(command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    roff.text([roman(command.get_after_help().map(ToString::to_string).unwrap_or_default())]);
    roff
}

fn linear() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["LINEAR MODE"]);
    roff.text([roman(
        "With --linear, or where TERM is dumb, there is no screen: what it would show is printed in lines, and commands are read \
         from standard input, for a screen reader, a braille display, a slow line or a pipe.",
    )]);
    for line in HELP {
        roff.control("PP", []);
        roff.text([roman(*line)]);
    }
    roff
}

fn keys() -> Roff {
    let mut map = Keymap::default();
    map.unicode = false;
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]);
    for &group in ActionGroup::ALL {
        roff.control("SS", [group.title()]);
        for row in ACTIONS.iter().filter(|row| row.group == group) {
            let meaning = format!("{}{}", row.help, manual::only(row.on));
            entry(&mut roff, &map.keys_of(row.action).join(", "), &meaning);
        }
    }
    roff
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    /// The page, as it is read: without the backslashes of roff.
    fn page() -> String {
        let mut page = Vec::new();
        man(&mut page).unwrap();
        String::from_utf8(page).unwrap().replace("\\-", "-").replace("\\*(Aq", "'").replace(r"\\", r"\")
    }

    #[test]
    fn the_manual_holds_every_command_and_every_action() {
        let page = page();
        for section in ["SYNOPSIS", "EXAMPLES", "QUERY", "KEYS", "\"LINEAR MODE\"", "FILES", "\"EXIT STATUS\""] {
            assert!(page.contains(&format!(".SH {section}\n")), "{section}");
        }
        for command in ["CHECK", "LIST", "RENDER", "ARCHIVE", "ARCHIVE PRUNE", "ARCHIVE SETUP"] {
            assert!(page.contains(&format!(".SH \"KARWAN {command}\"\n")), "{command}");
        }
        for row in ACTIONS {
            assert!(page.contains(row.help), "{}", row.name);
        }
        assert!(!page.contains(".SH EXTRA") && !page.contains("HELP\"\n"), "sections that say nothing of karwan");
    }

    #[test]
    fn the_manual_holds_what_the_help_of_a_command_says_below_its_options() {
        fn below(command: &clap::Command, page: &str) {
            let text = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
            for line in text.iter().flat_map(|text| text.lines()) {
                assert!(page.contains(line.trim()), "{}: {line}", command.get_name());
            }
            command.get_subcommands().for_each(|sub| below(sub, page));
        }
        below(&Cli::command(), &page());
    }

    #[test]
    fn the_manual_explains_each_value_that_an_option_takes() {
        fn values(command: &clap::Command, page: &str) {
            let taking = command.get_arguments().filter(|arg| arg.get_action().takes_values());
            for value in taking.flat_map(clap::Arg::get_possible_values) {
                let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(page.contains(value.get_name()) && page.contains(&help), "{}: {help}", command.get_name());
            }
            command.get_subcommands().for_each(|sub| values(sub, page));
        }
        values(&Cli::command(), &page());
    }

    #[test]
    fn the_manual_names_every_variable_that_the_program_reads() {
        // What is told to the program's own guard, and at its build, is not for a user.
        let own = ["KARWAN_GUARD", "CARGO_PKG_VERSION"];
        let (page, name) = (page(), regex::Regex::new(r#""([A-Z][A-Z0-9_]+)""#).unwrap());
        let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        // Whole words: `TERM` is not named where only `COLORTERM` is.
        let table = [FILES, ENVIRONMENT].concat();
        let words = table.iter().flat_map(|(name, meaning)| [*name, *meaning]);
        let told: Vec<&str> = words.flat_map(|text| text.split(|c: char| c != '_' && !c.is_alphanumeric())).collect();
        let mut named = 0;
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = fs::read_to_string(&path).unwrap();
                if path.ends_with("shell.rs") || path.ends_with("tests.rs") || !source.contains("env::var") {
                    continue;
                }
                for variable in name.captures_iter(&source).map(|found| found[1].to_owned()) {
                    let is_told = own.contains(&&*variable) || told.contains(&&*variable);
                    assert!(is_told, "{}: {variable}", path.display());
                    named += 1;
                }
            }
        }
        assert!(named > 20 && page.contains(crate::cli::trace::VARIABLE), "{named}");
    }

    #[test]
    fn every_example_of_the_manual_is_a_command() {
        use clap::Parser as _;
        for (command, _) in EXAMPLES {
            let words = shell_words::split(command).unwrap();
            assert!(Cli::try_parse_from(&words).is_ok(), "{command}");
        }
    }

    #[test]
    fn completions_know_the_commands() {
        use clap::ValueEnum as _;
        for &shell in clap_complete::Shell::value_variants() {
            let mut script = Vec::new();
            completions(&CompletionArgs { shell }, &mut script).unwrap();
            assert!(String::from_utf8(script).unwrap().contains("check"), "{shell}");
        }
    }
}
