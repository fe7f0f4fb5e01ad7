//! `karwan config`: where the configuration is looked for, and what holds.

use std::io::Write;

use super::args;
use super::env::ProcessEnv;
use super::{CommandFailure, report};
use crate::settings::config::{find, print};
use crate::text::safe;

/// Prints the defaults, or what is in force.
///
/// # Errors
/// If a file named by `--config` cannot be read, the configuration has mistakes, or `out` cannot be written.
pub fn run(
    args: &args::ConfigArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    if args.default {
        return Ok(out.write_all(print::example().as_bytes())?);
    }
    let found = find(args.config.config.as_deref(), &env.places).map_err(CommandFailure::Work)?;
    match (&found.path, found.exists) {
        (Some(path), true) => writeln!(out, "# read from {}", safe(&path.to_string_lossy()))?,
        (Some(path), false) => writeln!(out, "# looked for at {}; there is none", safe(&path.to_string_lossy()))?,
        (None, _) => writeln!(out, "# no directory for configuration is known here; --config FILE names one")?,
    }
    writeln!(out, "# in force:\n\n{}", print::toml(&found.config).trim_end())?;
    report(&found.problems, err)?;
    if found.problems.is_empty() { Ok(()) } else { Err(CommandFailure::Said(super::FAILED)) }
}
