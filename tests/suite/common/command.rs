//! The command line, called without a process of its own.

use karwan::cli;
use karwan::cli::env::{OutputStream, ProcessEnv};
use karwan::settings::config::ConfigPlaces;

use super::screen::today;

/// Where a command runs that writes to no terminal and whom nobody answers, on the day of the tests.
pub fn unattended(places: ConfigPlaces) -> ProcessEnv {
    let stream = OutputStream::new(false, false, false);
    ProcessEnv {
        today: today(),
        out: stream,
        err: stream,
        places,
        asks: false,
        columns: None,
        archive: None,
        ..ProcessEnv::of_process()
    }
}

/// The directories of a user whose state is kept here and who has no configuration.
pub fn state_in(directory: impl Into<std::path::PathBuf>) -> ConfigPlaces {
    ConfigPlaces { state: Some(directory.into()), ..ConfigPlaces::default() }
}

/// Runs `karwan` with these words. Exit code, standard output and error.
pub fn run(env: &ProcessEnv, words: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let words = std::iter::once("karwan").chain(words.iter().copied());
    let code = cli::run(words.map(Into::into), env, &mut out, &mut err);
    (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8(err).expect("UTF-8"))
}
