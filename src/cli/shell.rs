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
    ("karwan", "Open the story that is built in; 0 tells what it is, i is a tour."),
    ("karwan my-story --as-of 2025-09-05", "Open a dossier as it was known on a day."),
    ("karwan list events 'is:overdue port:gwadar'", "What is overdue at Gwadar, as a table."),
    (
        "karwan list events 'by:kistafin known:>2025-10' --format json",
        "What one person said since October, for a program.",
    ),
    ("karwan show tokayev-visit", "One card, with each statement and its source."),
    ("karwan brief --since last --format html", "What changed since the last visit, to be sent around."),
    ("karwan export ics 'status:expected' -o due.ics", "What is still to come, as a calendar."),
    ("karwan render --view ledger --size 120x40 --format svg", "A picture of a screen, without a terminal."),
    ("karwan init my-story", "Begin a dossier of your own."),
    ("karwan check my-story", "All mistakes of its files, each with its place."),
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
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for sub in command.get_subcommands() {
        subcommand(sub, out)?;
    }
    examples().to_writer(out)?;
    query().to_writer(out)?;
    keys().to_writer(out)?;
    linear().to_writer(out)?;
    surroundings().to_writer(out)?;
    page.render_extra_section(out)?;
    page.render_version_section(out)
}

fn subcommand(sub: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", [format!("karwan {}", sub.get_name()).to_uppercase().as_str()]);
    roff.text([roman(sub.get_about().map(ToString::to_string).unwrap_or_default())]);
    for arg in sub.get_arguments().filter(|arg| arg.get_id() != "help" && !arg.is_hide_set()) {
        let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
        let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let listed = arg.get_action().takes_values() && !values.is_empty();
        let values = if listed { format!(": {}", values.join(", ")) } else { String::new() };
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        entry(&mut roff, &format!("{short}{arg}"), &format!("{help}{values}"));
    }
    roff.to_writer(out)
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

fn surroundings() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["FILES"]);
    let file = "$XDG_CONFIG_HOME/karwan/config.toml";
    entry(
        &mut roff,
        file,
        "The configuration; ~/.config stands for an unset $XDG_CONFIG_HOME. `karwan config` says more.",
    );
    roff.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in [
        ("NO_COLOR", "No colour."),
        ("TERM", "How many colours there are; dumb: linear mode."),
        ("CLICOLOR_FORCE", "Colour where no terminal is, too."),
        (
            "COLORFGBG",
            "Whether the terminal is dark or light, where the theme is auto and the terminal does not say it itself.",
        ),
        ("COLORTERM", "truecolor where the terminal has all colours."),
        ("FORCE_HYPERLINK", "1: sources are links on this terminal, 0: they are not."),
        ("SSH_CONNECTION, SSH_TTY", "The mouse is off at first."),
        ("TMUX", "Copies go to tmux's buffer."),
        ("VISUAL, EDITOR", "The editor that the dashboard opens at a record's line."),
    ] {
        entry(&mut roff, name, meaning);
    }
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
    use super::*;

    #[test]
    fn the_manual_holds_every_command_and_every_action() {
        let mut page = Vec::new();
        man(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for section in
            ["KARWAN CHECK", "KARWAN LIST", "KARWAN RENDER", "EXAMPLES", "QUERY", "KEYS", "LINEAR MODE", "FILES"]
        {
            assert!(page.contains(section), "{section}");
        }
        for row in ACTIONS {
            assert!(page.contains(&row.help.replace('-', "\\-")), "{}", row.name);
        }
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
