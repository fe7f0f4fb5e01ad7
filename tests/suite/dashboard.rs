//! karwan itself in a real terminal, from the first frame to the restored shell.

use crate::common::pty;

use std::fs;
use std::process::{Command, Stdio};

use pty::Pty;
use rustix::process::Signal;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

fn start(size: (u16, u16)) -> Pty {
    let pty = Pty::start(KARWAN, &["--as-of", "2025-12-01"], size);
    pty.wait_until("the first frame", |seen| pty::has_drawn(seen) && seen.shows("Overview"));
    pty
}

#[test]
fn opens_the_frozen_story_and_leaves_the_terminal_as_it_was() {
    let mut pty = start((120, 40));
    pty.wait_for("Tokayev");
    for (key, text) in [("2", "Timeline"), ("3", "Ledger"), ("4", "Actors"), ("5", "Ports"), ("7", "Articles")] {
        pty.send(key);
        pty.wait_for(text);
    }
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn ctrl_c_ends_it_too() {
    let mut pty = start((80, 24));
    pty.send("\x03");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn filters_as_it_is_typed_and_says_what_is_hidden() {
    let mut pty = start((120, 40));
    pty.send("3/tokayev");
    pty.wait_for("tokayev");
    pty.wait_for(" of ");
    pty.send("\r");
    pty.wait_for("Enter open");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn restores_the_terminal_after_a_signal() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut pty = start((80, 24));
        pty.signal(signal);
        assert_eq!(pty.wait_for_end().exit_code(), code, "{signal:?}");
        pty.wait_until_restored();
    }
}

#[test]
fn ends_when_the_terminal_goes_away() {
    let status = start((80, 24)).hang_up("2").expect("an end");
    assert_eq!(status.exit_code(), 129);
}

#[test]
fn stops_and_draws_in_full_when_it_goes_on() {
    let mut pty = start((120, 40));
    let before = pty.look(|seen| seen.screen().contents());
    pty.signal(Signal::TSTP);
    pty.wait_until_restored();
    pty.wait_for_state('T');
    pty.signal(Signal::CONT);
    pty.wait_until("the same screen", |seen| seen.screen().alternate_screen() && seen.screen().contents() == before);
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

#[test]
fn is_drawn_at_any_size_and_after_a_storm_of_them() {
    let mut pty = start((80, 24));
    for screen in ["1", "2", "3", "4", "5", "7"] {
        pty.send(screen);
        for (columns, rows) in [(1, 1), (500, 200), (2, 50), (300, 1), (20, 5), (59, 19), (60, 20), (200, 60)] {
            pty.resize(columns, rows);
        }
    }
    for step in 0..500_u16 {
        pty.resize(1 + step % 200, 1 + step % 60);
    }
    pty.resize(120, 40);
    pty.send("1");
    pty.wait_for("Timeline");
    pty.wait_for("quit");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.wait_until_restored();
}

#[test]
fn a_small_terminal_is_told_so_in_words() {
    let mut pty = start_small();
    pty.resize(120, 40);
    pty.wait_for("Tokayev");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

fn start_small() -> Pty {
    let pty = Pty::start(KARWAN, &[], (40, 10));
    pty.wait_for("60");
    pty
}

#[test]
fn idles_without_waking() {
    start((120, 40)).assert_idle();
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let output = Command::new(KARWAN).stdin(Stdio::null()).output().expect("karwan");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let message = String::from_utf8(output.stderr).expect("text");
    assert!(message.contains("needs a terminal to draw on") && message.contains("karwan render"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn without_a_terminal_a_mistake_in_the_file_is_told_first() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("story.toml");
    for (text, code, told) in [
        ("[[events]]\nid = 7\n", 1, "story.toml:2:"),
        ("format = 1\n[story]\ntitle = \"Good\"\n", 2, "needs a terminal to draw on"),
    ] {
        fs::write(&file, text).expect("a file");
        let output = Command::new(KARWAN).arg(&file).stdin(Stdio::null()).output().expect("karwan");
        let message = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(code), "{message}");
        assert!(message.contains(told), "{message}");
        assert_eq!(message.contains("terminal"), code == 2, "{message}");
    }
}

#[test]
fn a_story_that_does_not_open_is_reported_on_the_shell_s_screen() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("story.toml");
    fs::write(&file, "[[events]]\nid = 7\n").expect("a file");
    let mut pty = Pty::start(KARWAN, &[file.to_str().expect("a path")], (80, 24));
    assert_eq!(pty.wait_for_end().exit_code(), 1);
    pty.wait_for("story.toml:2:");
    pty.wait_until_restored();
    assert!(!pty.look(|seen| String::from_utf8_lossy(&seen.bytes).contains("\x1b[?1049h")));
}

#[test]
fn no_text_of_a_dossier_steers_the_terminal() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("story.toml");
    let evil = "\\u001b]0;owned\\u0007\\u001b[31mred\\u009b2J\\u202egnp\\u2066x";
    let story = format!(
        "format = 1\n\n[story]\ntitle = \"T {evil}\"\n\n[[articles]]\nid = \"a\"\ntitle = \"A {evil}\"\noutlet = \"O {evil}\"\n\
         published = 2025-09-01\nurl = \"https://example.org/\"\nsummary = \"S {evil}\"\n\n[[events]]\nid = \"e\"\n\
         title = \"E {evil}\"\nkind = \"visit\"\n[[events.reports]]\nsource = \"a\"\nstatus = \"expected\"\n\
         date = \"2025-11\"\nquote = \"Q {evil}\"\n"
    );
    fs::write(&file, story).expect("a file");
    let mut pty = Pty::start(KARWAN, &[file.to_str().expect("a path")], (120, 40));
    pty.wait_for("E ");
    for key in ["2", "3", "4", "5", "7", "\r", "1", "\r", "?"] {
        pty.send(key);
    }
    pty.wait_for("Help");
    pty.send("\x03");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    pty.look(|seen| {
        let text = String::from_utf8_lossy(&seen.bytes);
        for sequence in ["\x1b]0;", "\u{7}", "\u{9b}", "\u{202e}", "\u{2066}", "\x1b[31mred"] {
            assert!(!text.contains(sequence), "{sequence:?}");
        }
    });
}
