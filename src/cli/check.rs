//! `karwan check`: everything that is wrong with a dossier.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{self, CheckFormat};
use super::env::ProcessEnv;
use super::{CommandFailure, FAILED, open, report};
use crate::dossier::problem::{Problem, Severity};
use crate::report::record_json;

/// Prints what is wrong: nothing where nothing is.
///
/// # Errors
/// If there are errors, or with `--strict` warnings.
pub fn run(
    args: &args::CheckArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let found = open::configuration(&args.config, env, err)?;
    let problems = open::read(&open::paths(&args.paths, &found), Some(env.today)).problems;
    match args.format {
        CheckFormat::Json => json(&problems, out)?,
        CheckFormat::Text => {
            report(&problems, err)?;
            if let Some(sum) = sum(&problems) {
                writeln!(err, "{sum}")?;
            }
        }
    }
    let bad = |problem: &Problem| args.strict || problem.severity == Severity::Error;
    if problems.iter().any(bad) { Err(CommandFailure::Said(FAILED)) } else { Ok(()) }
}

/// A problem as other programs read it.
#[derive(Serialize)]
struct CheckRow<'a> {
    severity: Severity,
    path: std::borrow::Cow<'a, str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
}

fn json(problems: &[Problem], mut out: &mut dyn Write) -> io::Result<()> {
    write!(out, "[")?;
    for (n, problem) in problems.iter().enumerate() {
        write!(out, "{}", if n == 0 { "\n" } else { ",\n" })?;
        let place = |number| Some(number).filter(|_| problem.line > 0);
        let row = CheckRow {
            severity: problem.severity,
            path: problem.path.to_string_lossy(),
            line: place(problem.line),
            column: place(problem.column),
            message: &problem.message,
        };
        record_json::write(&mut out, &row)?;
    }
    writeln!(out, "\n]")
}

/// `2 errors, 1 warning`; nothing if there is nothing.
fn sum(problems: &[Problem]) -> Option<String> {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let parts = [
        Some(of(Severity::Error)).filter(|&n| n > 0).map(|n| open::count(n, "error")),
        Some(of(Severity::Warning)).filter(|&n| n > 0).map(|n| open::count(n, "warning")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(severity: Severity, line: usize) -> Problem {
        let message = "no `\u{9b}`".to_owned();
        Problem { severity, path: "a b.toml".into(), line, column: line, message, excerpt: None }
    }

    #[test]
    fn problems_are_an_array_of_objects() {
        let mut out = Vec::new();
        json(&[problem(Severity::Error, 3), problem(Severity::Warning, 0)], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "[\n{\"severity\":\"error\",\"path\":\"a b.toml\",\"line\":3,\"column\":3,\"message\":\"no `\\u009b`\"},\n\
             {\"severity\":\"warning\",\"path\":\"a b.toml\",\"line\":null,\"column\":null,\"message\":\"no `\\u009b`\"}\n]\n"
        );
    }

    #[test]
    fn the_sum_says_how_many_of_what() {
        use Severity::{Error, Warning};
        assert_eq!(sum(&[]), None);
        assert_eq!(sum(&[problem(Warning, 1)]).as_deref(), Some("1 warning"));
        assert_eq!(
            sum(&[problem(Error, 1), problem(Error, 1), problem(Warning, 1)]).as_deref(),
            Some("2 errors, 1 warning")
        );
    }
}
