//! The start of karwan with the story that is built in: the terminal is entered before the story is read.

use crate::common::pty::{self, Pty, Seen};

use rustix::process::{Pid, Signal, kill_process};

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

/// Starts without a configuration, so that no other story is named, and with nothing remembered.
fn start(arguments: &[&str]) -> Pty {
    Pty::start_with(KARWAN, arguments, (120, 40), &[("XDG_CONFIG_HOME", "/nowhere")])
}

fn is_entered(seen: &Seen) -> bool {
    seen.screen().alternate_screen()
}

#[test]
fn a_program_that_is_killed_before_its_first_frame_leaves_the_terminal_as_it_was() {
    // From a shell, which stays: where the first process of a session dies, the system hangs up the terminal.
    let line = "sh -c 'echo pid $$ now; exec \"$0\"' \"$0\"; echo ended with $? now; read _";
    let mut before_a_frame = 0;
    // On a busy machine a frame may be drawn before each of the first kills.
    for round in 0..100 {
        if round >= 5 && before_a_frame > 0 {
            break;
        }
        let mut pty = Pty::start_with("sh", &["-c", line, KARWAN], (120, 40), &[("XDG_CONFIG_HOME", "/nowhere")]);
        let said = |seen: &Seen, before: &str| {
            let text = String::from_utf8_lossy(&seen.bytes).into_owned();
            let (_, said) = text.split_once(before)?;
            said.split_once(" now").map(|(number, _)| number.to_owned())
        };
        pty.wait_until("the entered screen", is_entered);
        let pid = pty.look(|seen| said(seen, "pid ")).and_then(|pid| Pid::from_raw(pid.parse().ok()?));
        kill_process(pid.expect("a process"), Signal::KILL).expect("a process to kill");
        pty.wait_until("its end", |seen| said(seen, "ended with ").is_some());
        before_a_frame += u8::from(!pty.look(pty::has_drawn));
        assert_eq!(pty.look(|seen| said(seen, "ended with ")).as_deref(), Some("137"));
        pty.wait_until_restored();
        pty.send("\r");
        pty.wait_for_end();
    }
    assert!(before_a_frame > 0, "a frame was drawn before each kill");
}

#[test]
fn what_is_typed_before_the_first_frame_is_done_after_it() {
    let mut pty = start(&[]);
    pty.wait_until("the entered screen", is_entered);
    pty.send("7");
    pty.wait_for("━ Articles");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn a_start_that_is_asked_for_something_unknown_is_told_so_on_the_shells_screen() {
    for arguments in [["--view", "nonsense"], ["--as-of", "nonsense"]] {
        let mut pty = start(&arguments);
        assert_eq!(pty.wait_for_end().exit_code(), 2, "{arguments:?}");
        pty.wait_for("nonsense");
        assert!(!pty.look(was_entered), "{arguments:?}");
    }
}

/// Whether the screen of the program was ever there.
fn was_entered(seen: &Seen) -> bool {
    seen.bytes.windows(8).any(|bytes| bytes == b"\x1b[?1049h")
}

#[test]
fn a_shared_archive_without_a_place_for_its_mirror_is_told_on_the_shells_screen() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let data = file.path().to_str().expect("UTF-8");
    let variables = [
        ("XDG_CONFIG_HOME", "/nowhere"),
        ("XDG_DATA_HOME", data),
        ("KARWAN_ARCHIVE", "postgres://ann@127.0.0.1:1/news"),
    ];
    let mut pty = Pty::start_with(KARWAN, &[], (120, 40), &variables);
    assert_eq!(pty.wait_for_end().exit_code(), 1);
    pty.wait_for(file.path().file_name().and_then(|name| name.to_str()).expect("a name"));
    assert!(!pty.look(was_entered));
}
