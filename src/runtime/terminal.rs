//! Whether there is a terminal to draw on.

use std::io::{self, IsTerminal};

use super::system;

/// Whether there is a terminal to draw on.
///
/// # Errors
///
/// What to tell the user (exit code 2).
pub fn require_terminal() -> Result<(), String> {
    check(io::stdin().is_terminal(), io::stdout().is_terminal(), takes_escapes())
}

/// Whether the terminal understands escape sequences. The console of Windows does unless it is in legacy mode.
#[must_use]
pub fn takes_escapes() -> bool {
    system::takes_escapes()
}

/// What to tell the user where standard input or output is no terminal, or it would show escape sequences as text.
fn check(input: bool, output: bool, escapes: bool) -> Result<(), String> {
    let missing = match (input, output) {
        (true, true) if escapes => return Ok(()),
        (true, true) => {
            return Err(
                "this console understands no escape sequences; use the Windows Terminal, turn off \"Use legacy \
                        console\" in the properties of its window, or start `karwan --linear`"
                    .to_owned(),
            );
        }
        (false, true) => "standard input is not one",
        (true, false) => "standard output is not one",
        (false, false) => "neither standard input nor output is one",
    };
    Err(format!(
        "karwan needs a terminal to draw on, but {missing}; try `karwan list events` or `karwan render --view overview`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_without_a_terminal_or_on_one_that_shows_escape_sequences_as_text() {
        assert_eq!(check(true, true, true), Ok(()));
        for (input, output, escapes, why) in [
            (true, true, false, "--linear"),
            (false, true, true, "but standard input is not one"),
            (true, false, false, "but standard output is not one"),
            (false, false, true, "but neither"),
        ] {
            let said = check(input, output, escapes).expect_err(why);
            assert!(said.contains(why), "{said}");
        }
    }
}
