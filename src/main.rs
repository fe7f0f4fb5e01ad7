//! The `karwan` program.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::SystemTime;

use karwan::cli::env::{self, ProcessEnv};
use karwan::cli::{self, trace};
use karwan::{runtime, threads};

fn main() -> ExitCode {
    if let Some(code) = runtime::run_guard() {
        return code;
    }
    runtime::outlive_size_limit();
    // A second hook cannot be there yet; without this one, a panic is reported less well.
    let _ = color_eyre::install();
    // Not locked: while the dashboard runs, a panic of another thread has to reach the terminal too.
    let mut out = io::BufWriter::new(io::stdout());
    let begun = env::check_clock(SystemTime::now())
        .and_then(|()| trace::start(std::env::var_os(trace::VARIABLE)))
        .and_then(|()| threads::start_pool());
    if let Err(why) = begun {
        eprintln!("error: {why}");
        return ExitCode::from(cli::FAILED);
    }
    let code = cli::run(std::env::args_os(), &ProcessEnv::of_process(), &mut out, &mut io::stderr());
    let _ = out.flush();
    ExitCode::from(code)
}
