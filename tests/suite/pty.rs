//! The loop in a real terminal: entered, left, stopped, resized, taken away. `examples/runtime.rs` shows what it tells
//! a program; `dashboard.rs` beside this runs karwan itself.

use crate::common::example;
use crate::common::pty;

use std::fs;
use std::process::{Command, Stdio};

use example::example;
use pty::{Pty, is_restored};
use rustix::process::{Pid, Signal, kill_process};

const SIZE: (u16, u16) = (80, 24);

fn start() -> Pty {
    let pty = Pty::start(example("runtime"), &[], SIZE);
    pty.wait_for("size 80x24");
    pty
}

#[test]
fn enters_the_screen_and_restores_it_after_quit() {
    let mut pty = start();
    pty.wait_until("the screen to be entered", |seen| {
        let screen = seen.screen();
        screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste() && !is_restored(seen)
    });
    assert!(!pty.line_is_as_before());
    pty.send("mq");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn restores_the_terminal_before_a_panic_is_reported() {
    for (key, text) in [("p", "the key was too much"), ("d", "the picture fell down")] {
        let mut pty = start();
        pty.send("m");
        pty.wait_until("the mouse", |seen| seen.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
        pty.send(key);
        assert_eq!(pty.wait_for_end().exit_code(), 101);
        pty.wait_until_restored();
        // reported on the restored screen, not on the one that is gone
        pty.wait_for(text);
        pty.wait_for("examples/runtime.rs");
    }
}

#[test]
fn a_panic_of_a_pool_before_the_first_frame_is_reported_on_the_screen_that_is_given_back() {
    let mut pty = Pty::start(example("runtime"), &["fail in the pool"], SIZE);
    assert_eq!(pty.wait_for_end().exit_code(), 101);
    pty.wait_until_restored();
    pty.wait_for("the pool fell down");
}

#[test]
fn a_panic_of_the_loader_is_a_problem_to_show() {
    let mut pty = Pty::start(example("runtime"), &["fail"], SIZE);
    pty.wait_for("size 80x24");
    pty.send("l");
    pty.wait_for("the loader fell down");
    pty.wait_until("the screen to be kept", |seen| seen.screen().alternate_screen());
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn restores_the_terminal_after_a_signal() {
    for signal in [
        Signal::TERM,
        Signal::HUP,
        Signal::INT,
        Signal::QUIT,
        Signal::ABORT,
        Signal::ALARM,
        Signal::USR1,
        Signal::USR2,
        Signal::XCPU,
    ] {
        let mut pty = start();
        pty.signal(signal);
        let code = 128 + u32::try_from(signal.as_raw()).expect("a number");
        assert_eq!(pty.wait_for_end().exit_code(), code, "{signal:?}");
        pty.wait_until_restored();
    }
}

/// Starts it from a shell, which stays: where the first process of a session dies, the system hangs up the terminal, and
/// nobody can restore it.
fn start_from_shell() -> Pty {
    let program = example("runtime");
    let program = program.to_str().expect("a path in UTF-8");
    let pty = Pty::start("sh", &["-c", "\"$0\"; echo ended with $? now; read _", program], SIZE);
    pty.wait_for("size 80x24");
    pty
}

#[test]
fn restores_the_terminal_where_the_program_no_longer_can() {
    let signal = |pty: &Pty, signal| {
        let pid = i32::try_from(pty.number_after("pid")).ok().and_then(Pid::from_raw).expect("a process");
        kill_process(pid, signal).expect("a process to signal");
    };
    for (name, end) in [
        ("killed", &(|pty: &mut Pty| signal(pty, Signal::KILL)) as &dyn Fn(&mut Pty)),
        ("a fault", &|pty: &mut Pty| signal(pty, Signal::ILL)),
        ("no memory", &|pty: &mut Pty| pty.send("A")),
        ("aborted", &|pty: &mut Pty| pty.send("B")),
    ] {
        let mut pty = start_from_shell();
        pty.send("m");
        pty.wait_until("the mouse", |seen| seen.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
        end(&mut pty);
        // It may stand on the screen that is left.
        let said =
            |seen: &pty::Seen| String::from_utf8_lossy(&seen.bytes).split("ended with ").nth(1).map(str::to_owned);
        pty.wait_until(name, |seen| said(seen).is_some_and(|said| said.contains(" now")));
        let said = pty.look(said).expect("it was waited for");
        assert!(!said.starts_with("0 "), "{name}: {said}");
        pty.wait_until_restored();
    }
}

#[test]
fn a_signal_ends_a_program_that_is_stuck() {
    let mut pty = start();
    let keys = pty.number_after("keys");
    assert_eq!(keys, 0);
    pty.send("b");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_for_end().exit_code(), 143);
    pty.wait_until_restored();
}

#[test]
fn stops_and_goes_on_with_a_full_frame() {
    let mut pty = start();
    let seen = pty.look(|seen| seen.bytes.len());
    pty.signal(Signal::TSTP);
    pty.wait_until_restored();
    pty.wait_for_state('T');
    // what the shell does meanwhile
    pty.signal(Signal::CONT);
    pty.wait_until("the screen again", |now| now.bytes.len() > seen && now.screen().alternate_screen());
    pty.wait_for("pid");
    let last = pty.look(|now| {
        let bytes = &now.bytes;
        let enter = bytes.windows(8).rposition(|window| window == b"\x1b[?1049h").expect("entered");
        String::from_utf8_lossy(&bytes[enter..]).into_owned()
    });
    assert!(last.contains("\x1b[8l"), "{last:?}");
    pty.wait_until("raw mode", |_| true);
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_back() {
    let program = example("runtime");
    let mut pty = Pty::start_with("/bin/sh", &["-i"], SIZE, &[("PS1", "prompt> "), ("ENV", "")]);
    pty.wait_for("prompt> ");
    pty.send(&format!("{}\n", program.display()));
    pty.wait_for("size 80x24");
    pty.send("z");
    pty.wait_until("the next prompt", |seen| {
        is_restored(seen) && seen.screen().contents().matches("prompt>").count() == 2
    });
    pty.send("echo $((40 + 2)) there\n");
    pty.wait_for("42 there");
    pty.send("fg\n");
    pty.wait_until("the screen again", |seen| seen.screen().alternate_screen() && seen.shows("keys 1"));
    pty.send("q");
    // what is typed before the shell reads again would go to the program that is ending
    pty.wait_until("the shell's next prompt", |seen| {
        is_restored(seen) && seen.shows("42 there") && seen.screen().contents().matches("prompt>").count() == 4
    });
    pty.send("exit $?\n");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn does_not_stop_where_nobody_could_wake_it() {
    let mut pty = start();
    pty.send("z");
    pty.wait_for("cannot suspend");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn follows_every_size_and_a_storm_of_them_costs_few_frames() {
    let mut pty = start();
    for (columns, rows) in [(1, 1), (500, 200), (20, 5), (200, 60)] {
        pty.resize(columns, rows);
    }
    pty.wait_for("size 200x60");
    let before = pty.number_after("frames");
    for step in 0..2000_u16 {
        pty.resize(60 + step % 100, 20 + step % 30);
    }
    pty.resize(90, 30);
    pty.wait_for("size 90x30");
    let frames = pty.number_after("frames") - before;
    assert!(frames < 1000, "{frames} frames for 2000 sizes");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn a_storm_of_keys_costs_few_frames() {
    let mut pty = start();
    let before = pty.number_after("frames");
    pty.send(&"x".repeat(3000));
    pty.wait_for("keys 3000");
    let frames = pty.number_after("frames") - before;
    assert!(frames < 500, "{frames} frames for 3000 keys");
    // a paste is one message, whatever is in it
    pty.send(&format!("\x1b[200~{}\x1b[201~", "q".repeat(2000)));
    pty.wait_for("pasted 2000");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn ends_when_the_terminal_goes_away() {
    let status = start().hang_up("x").expect("an end");
    assert_eq!(status.exit_code(), 129);
}

#[test]
fn ends_when_the_terminal_goes_away_without_a_signal() {
    // the shell is the session's leader, which alone is told, and does not listen
    let script = "trap '' HUP; \"$0\"; exit $?";
    let program = example("runtime");
    let pty = Pty::start("/bin/sh", &["-c", script, program.to_str().expect("a path")], SIZE);
    pty.wait_for("size 80x24");
    let status = pty.hang_up("x").expect("an end");
    assert_eq!(status.exit_code(), 129);
}

#[test]
fn idles_without_waking() {
    let pty = start();
    pty.assert_idle();
}

#[test]
fn without_a_terminal_it_says_so() {
    let output = Command::new(example("runtime")).stdin(Stdio::null()).output().expect("a program");
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).expect("text");
    assert!(message.starts_with("karwan needs a terminal to draw on"), "{message}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_editor_has_the_terminal_and_the_dossier_is_read_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("a b.toml");
    // an editor that shows what it was told, and reads a line from the terminal
    let editor = "sh -c 'echo editing \"$@\"; read line; echo \"$line\" > \"$2\"' vi";
    let program = example("runtime");
    let path = file.to_str().expect("a path");
    let mut pty = Pty::start_with(program, &[path], SIZE, &[("EDITOR", editor)]);
    pty.wait_for("loads 0");
    pty.send("e");
    pty.wait_for("editing");
    pty.wait_until_restored();
    pty.send("typed for the editor\n");
    pty.wait_until("the screen again", |seen| seen.screen().alternate_screen() && seen.shows("loads 1"));
    pty.wait_for("keys 1 ");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn an_editor_that_is_not_there_is_reported() {
    let mut pty = Pty::start_with(example("runtime"), &["x.toml"], SIZE, &[("EDITOR", "no-such-editor -w")]);
    pty.wait_for("size 80x24");
    pty.send("e");
    pty.wait_for("cannot start the editor `no-such-editor`");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn copies_through_the_terminal_and_says_so() {
    let mut pty = start();
    pty.send("c");
    pty.wait_for("sent line (13 characters) to the terminal's clipboard");
    pty.wait_until("the sequence", |seen| {
        let text = String::from_utf8_lossy(&seen.bytes);
        text.contains("\x1b]52;c;R3dhZGFyLCDaqdix2KfahtuM")
    });
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

/// A directory with a program of this name, and the file to which it writes what it is told.
fn with_program(name: &str, script: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let (program, told) = (directory.path().join(name), directory.path().join("told"));
    fs::write(&program, format!("#!/bin/sh\n{}\n", script.replace("TOLD", &told.display().to_string())))
        .expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&program, mode).expect("permissions");
    (directory, told)
}

#[test]
fn in_tmux_copies_go_to_its_buffer_and_to_the_terminal_by_it() {
    for (script, says) in [
        (
            "echo $@ > TOLD; cat >> TOLD",
            "copied line (13 characters) to tmux's buffer, and to the terminal's clipboard if",
        ),
        ("[ $2 = -w ] && exit 1; echo $@ > TOLD; cat >> TOLD", "copied line (13 characters) to tmux's buffer"),
        ("exit 1", "cannot copy line (13 characters)"),
    ] {
        let (directory, told) = with_program("tmux", script);
        let path = format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap_or_default());
        let mut pty = Pty::start_with(
            example("runtime"),
            &[],
            (120, 24),
            &[("PATH", &path), ("TMUX", "/tmp/tmux-0/default,1,0")],
        );
        pty.wait_for("size 120x24");
        pty.send("c");
        pty.wait_for(says);
        assert!(
            !pty.look(|seen| String::from_utf8_lossy(&seen.bytes).contains("\x1b]52")),
            "tmux would keep it from itself"
        );
        pty.send("q");
        assert_eq!(pty.wait_for_end().exit_code(), 0);
        if script != "exit 1" {
            assert!(fs::read_to_string(told).expect("what it was told").contains("Gwadar"));
        }
    }
}

#[test]
fn an_address_that_no_browser_shows_is_copied_and_told_whole() {
    let empty = tempfile::tempdir().expect("a directory");
    let path = empty.path().display().to_string();
    let variables = [("PATH", path.as_str()), ("TMUX", "")];
    let mut pty = Pty::start_with(example("runtime"), &["https://example.org/a"], (160, 24), &variables);
    pty.wait_for("size 160x24");
    pty.send("o");
    pty.wait_for(
        "ok: https://example.org/a (sent the address (21 characters) to the terminal's clipboard, if it takes copies",
    );
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn opens_web_addresses_alone_and_keeps_the_openers_words_off_the_screen() {
    let directory = tempfile::tempdir().expect("a directory");
    let opener = directory.path().join("xdg-open");
    let told = directory.path().join("told");
    fs::write(&opener, format!("#!/bin/sh\necho NOISE\necho NOISE >&2\necho \"$1\" > '{}'\n", told.display()))
        .expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&opener, mode).expect("permissions");
    let path = format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap_or_default());
    for (address, shown) in [
        ("https://example.org/a|b c", "ok: opened https://example.org/a%7Cb%20c with xdg-open"),
        ("https://example.org/{x}\"", "ok: opened https://example.org/%7Bx%7D%22 with xdg-open"),
        ("https://example.org/^`\\<y>'", "ok: opened https://example.org/%5E%60%5C%3Cy%3E%27 with xdg-open"),
        ("https://example.org/$(id)?a=b;c", "ok: opened https://example.org/$(id)?a=b;c with xdg-open"),
        ("file:///etc/passwd", "error: cannot open `file:///etc/passwd`"),
    ] {
        let mut pty = Pty::start_with(example("runtime"), &[address], SIZE, &[("PATH", &path)]);
        pty.wait_for("size 80x24");
        pty.send("o");
        pty.wait_for(shown);
        assert!(!pty.look(|seen| String::from_utf8_lossy(&seen.bytes).contains("NOISE")));
        pty.send("q");
        assert_eq!(pty.wait_for_end().exit_code(), 0);
    }
    assert_eq!(fs::read_to_string(told).expect("what it was told"), "https://example.org/$(id)?a=b;c\n");
}

#[test]
fn a_dumb_terminal_gets_no_modes_that_it_does_not_know() {
    let mut pty = Pty::start_with(example("runtime"), &[], SIZE, &[("TERM", "dumb")]);
    pty.wait_for("size 80x24");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.look(|seen| {
        let text = String::from_utf8_lossy(&seen.bytes);
        for mode in ["\x1b[?2004", "\x1b[8", "\x1b[?2026", "\x1b[?1000"] {
            assert!(!text.contains(mode), "{mode:?}");
        }
    });
    pty.wait_until_restored();
}
