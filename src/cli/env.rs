//! What the command line is told about the world around it: day, terminal, colour. Gathered once, then plain data.

use std::io::IsTerminal as _;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::SystemTime;

use chrono::NaiveDate;

use crate::runtime::clock;
use crate::runtime::server::ServerSurroundings;
use crate::runtime::takes_escapes;
use crate::settings::config::ConfigPlaces;
use crate::settings::theme::ColorDepth;

/// The surroundings of the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessEnv {
    /// The calendar day of the user.
    pub today: NaiveDate,
    /// `NO_COLOR` is set and not empty (no-color.org), `TERM` is `dumb`, or the terminal understands no escape sequences.
    pub colourless: bool,
    /// `COLORFGBG`, with which some terminals say what they look like; the console of Linux is dark.
    pub background: Option<String>,
    /// What the terminal is.
    pub terminal: TerminalTraits,
    /// Standard output.
    pub out: OutputStream,
    /// Standard error.
    pub err: OutputStream,
    /// Directories of the user.
    pub places: ConfigPlaces,
    /// Whether somebody can be asked: standard input and error are a terminal.
    pub asks: bool,
    /// `KARWAN_ARCHIVE`: where the archive lies.
    pub archive: Option<String>,
    /// What the address of a server leaves open.
    pub server: ServerSurroundings,
    /// Who decides on items: the name of the user's account.
    pub user: String,
    /// Columns of the terminal that standard output is.
    pub columns: Option<usize>,
}

/// What a terminal is and can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TerminalTraits {
    /// How many colours it has.
    pub depth: ColorDepth,
    /// Whether it takes links (OSC 8).
    pub links: bool,
    /// Whether the session is a remote one.
    pub remote: bool,
    /// Whether it has no cursor that can be moved: `TERM` is `dumb`.
    pub dumb: bool,
}

/// What text is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputStream {
    /// Whether it is a terminal.
    pub terminal: bool,
    /// Whether it gets colour.
    pub colour: bool,
}

impl OutputStream {
    /// Colour goes to terminals unless it is forbidden, and elsewhere where it is forced and not forbidden.
    #[must_use]
    pub fn new(terminal: bool, colourless: bool, forced: bool) -> OutputStream {
        OutputStream { terminal, colour: !colourless && (terminal || forced) }
    }
}

/// Whether days can be told by a clock that says this.
///
/// # Errors
/// One line, where it stands before 1970, when the time of computers begins.
pub fn check_clock(now: SystemTime) -> Result<(), String> {
    if now < SystemTime::UNIX_EPOCH {
        return Err("the clock of this machine says that it is before 1970; set it, and start again".to_owned());
    }
    Ok(())
}

/// The fewest columns in which prose can be read, and the most.
const READABLE: RangeInclusive<usize> = 40..=100;

impl ProcessEnv {
    /// The columns in which prose is set: those of the terminal from 40 to 100, and 100 where the output is none.
    #[must_use]
    pub fn readable_columns(&self) -> usize {
        self.columns.unwrap_or(*READABLE.end()).clamp(*READABLE.start(), *READABLE.end())
    }

    /// That of this process.
    #[must_use]
    pub fn of_process() -> ProcessEnv {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| std::env::var(name).ok();
        let terminal = std::io::stdout().is_terminal();
        let colourless = set("NO_COLOR").is_some()
            || set("TERM").is_some_and(|term| term == "dumb")
            || (terminal && !takes_escapes());
        let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let users = ["USER", "USERNAME", "LOGNAME"];
        let user = users.iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
        let places = ConfigPlaces::of_process();
        let out = OutputStream::new(terminal, colourless, forced);
        ProcessEnv {
            today: clock::local().date(),
            colourless,
            background: text("COLORFGBG")
                .or_else(|| set("TERM").filter(|term| term == "linux").map(|_| "7;0".to_owned())),
            terminal: TerminalTraits {
                depth: ColorDepth::of(
                    text("TERM").as_deref(),
                    text("COLORTERM").as_deref(),
                    set("WT_SESSION").is_some(),
                ),
                links: out.terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
                remote: ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| set(name).is_some()),
                dumb: set("TERM").is_some_and(|term| term == "dumb"),
            },
            out,
            err: OutputStream::new(std::io::stderr().is_terminal(), colourless, forced),
            asks: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            archive: std::env::var("KARWAN_ARCHIVE").ok().filter(|url| !url.is_empty()),
            server: ServerSurroundings {
                user: std::env::var("PGUSER").unwrap_or_else(|_| user.clone()),
                password: std::env::var("PGPASSWORD").ok(),
                passfile: set("PGPASSFILE").map(PathBuf::from).or_else(|| {
                    let unix = places.home.as_ref().map(|home| home.join(".pgpass"));
                    let windows = set("APPDATA").map(|data| PathBuf::from(data).join("postgresql/pgpass.conf"));
                    if cfg!(windows) { windows } else { unix }
                }),
            },
            user,
            places,
            columns: crate::runtime::columns().filter(|_| out.terminal),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn prose_is_set_in_columns_that_can_be_read() {
        for (columns, readable) in [(None, 100), (Some(20), 40), (Some(72), 72), (Some(300), 100)] {
            let env = ProcessEnv { columns, ..ProcessEnv::of_process() };
            assert_eq!(env.readable_columns(), readable, "{columns:?}");
        }
    }

    #[test]
    fn a_clock_before_1970_is_told_in_words() {
        let begin = SystemTime::UNIX_EPOCH;
        assert_eq!(check_clock(begin), Ok(()));
        let before = begin.checked_sub(Duration::from_nanos(100)).expect("a time");
        assert!(check_clock(before).is_err_and(|why| why.contains("before 1970")));
    }

    #[test]
    fn colour_goes_to_terminals_unless_it_is_forbidden_and_to_pipes_where_it_is_forced() {
        for (terminal, colourless, forced, colour) in [
            (true, false, false, true),
            (true, true, false, false),
            (false, false, false, false),
            (false, false, true, true),
            (false, true, true, false),
        ] {
            assert_eq!(
                OutputStream::new(terminal, colourless, forced).colour,
                colour,
                "{terminal} {colourless} {forced}"
            );
        }
    }
}
