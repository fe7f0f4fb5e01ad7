//! Child processes that must neither be seen nor heard on karwan's screen.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The command without input and output, in its own process group, so that keys of the terminal do not reach it.
pub(super) fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0)
}

/// How the child ended; `None` if it still runs after the given time. It is then waited for in the background.
///
/// # Errors
///
/// If it cannot be waited for.
pub(super) fn wait(mut child: Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let (ended, end) = mpsc::channel();
    thread::Builder::new().name("child".to_owned()).spawn(move || ended.send(child.wait()))?;
    end.recv_timeout(patience).ok().transpose()
}

/// How a program ended, in words.
pub(super) fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with code {code}"),
        (_, Some(signal)) => match signal_hook::low_level::signal_name(signal) {
            Some(name) => format!("was ended by {name}"),
            None => format!("was ended by signal {signal}"),
        },
        _ => "ended".to_owned(),
    }
}
