//! karwan itself remembers what was seen, whatever ends it.

use crate::common::pty;

use std::fs;
use std::path::Path;

use pty::Pty;
use rustix::process::Signal;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

fn start(state: &Path, arguments: &[&str]) -> Pty {
    let state = state.to_str().expect("UTF-8");
    let pty = Pty::start_with(KARWAN, arguments, (120, 40), &[("XDG_STATE_HOME", state)]);
    pty.wait_until("the first frame", |seen| pty::has_drawn(seen) && seen.shows("Overview"));
    pty
}

fn quit(mut pty: Pty) {
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}

/// All as of 5 September 2025 marked as seen, as a person does it.
fn seen_in_september(state: &Path) {
    let mut pty = start(state, &["--as-of", "2025-09-05"]);
    pty.wait_for("Your first visit");
    pty.send("AA");
    pty.wait_for("what became known later is new from now on");
    quit(pty);
}

#[test]
fn a_mark_that_is_on_the_screen_survives_a_kill() {
    let state = tempfile::tempdir().expect("a directory");
    seen_in_september(state.path());
    for left in (225..=230).rev() {
        let mut pty = start(state.path(), &["--as-of", "2025-12-01"]);
        pty.wait_for(&format!("{left} changes since 5 Sep 2025: n"));
        pty.send("n");
        pty.wait_for(&format!("1 of {left}"));
        pty.send(" ");
        pty.wait_for("seen: ");
        pty.signal(Signal::KILL);
        pty.wait_for_end();
    }
    // One of the six marks was of the visit's being overdue, which it is no more: 5 of 720.
    let pty = start(state.path(), &[]);
    pty.wait_for("715 changes since 5 Sep 2025: n");
    quit(pty);
}

#[test]
fn what_is_new_is_on_the_first_frame() {
    let state = tempfile::tempdir().expect("a directory");
    seen_in_september(state.path());
    let pty = start(state.path(), &["--as-of", "2025-12-01"]);
    let first = pty.look(pty::Seen::first_frame);
    assert!(first.contains("230 changes since 5 Sep 2025: n"), "{first}");
    quit(pty);
}

#[test]
fn two_programs_at_once_keep_each_others_marks() {
    let state = tempfile::tempdir().expect("a directory");
    seen_in_september(state.path());
    let mut one = start(state.path(), &["--as-of", "2025-12-01"]);
    let mut two = start(state.path(), &["--as-of", "2025-12-01"]);
    one.send("n ");
    one.wait_for("seen: ");
    two.send("nn ");
    two.wait_for("seen: ");
    quit(one);
    quit(two);
    let three = start(state.path(), &["--as-of", "2025-12-01"]);
    three.wait_for("228 changes");
    quit(three);
}

#[test]
fn read_only_reads_what_was_seen_and_writes_nothing() {
    let state = tempfile::tempdir().expect("a directory");
    seen_in_september(state.path());
    let file = state.path().join("karwan").join("state.sqlite3");
    let before = fs::read(&file).expect("the file");
    let mut pty = start(state.path(), &["--as-of", "2025-12-01", "--read-only"]);
    pty.wait_for("230 changes");
    pty.send("AA");
    pty.wait_for("230 changes marked as seen");
    quit(pty);
    assert!(before == fs::read(&file).expect("the file"));
}

#[test]
fn a_broken_file_is_said_once_and_kept() {
    let state = tempfile::tempdir().expect("a directory");
    let directory = state.path().join("karwan");
    fs::create_dir_all(&directory).expect("a directory");
    let bytes = b"this was a state file once. ".repeat(500);
    fs::write(directory.join("state.sqlite3"), &bytes).expect("written");
    let pty = start(state.path(), &[]);
    pty.wait_for("what you had seen could not be read");
    pty.wait_for("Your first visit");
    quit(pty);
    assert!(bytes == fs::read(directory.join("state.sqlite3.broken-1")).expect("the broken file"));
    let pty = start(state.path(), &[]);
    pty.wait_for("Nothing new since");
    assert!(!pty.look(|seen| seen.shows("could not be read")));
    quit(pty);
}

#[test]
fn nothing_is_written_beside_the_dossier() {
    let state = tempfile::tempdir().expect("a directory");
    let dossier = tempfile::tempdir().expect("a directory");
    let text = "format = 1\n[story]\ntitle = \"Mine\"\n";
    fs::write(dossier.path().join("story.toml"), text).expect("written");
    let mut pty = start(state.path(), &[dossier.path().to_str().expect("UTF-8")]);
    pty.wait_for("Your first visit");
    pty.send("AA");
    quit(pty);
    let names: Vec<_> =
        fs::read_dir(dossier.path()).expect("a directory").map(|e| e.expect("an entry").file_name()).collect();
    assert_eq!(names, ["story.toml"]);
    assert!(state.path().join("karwan/state.sqlite3").exists());
}

/// Holds the state file as another program does that writes to it for long.
fn held(state: &Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(state.join("karwan/state.sqlite3")).expect("a database");
    other.execute_batch("BEGIN EXCLUSIVE").expect("nobody else holds it");
    other
}

#[test]
fn a_state_file_that_another_program_holds_holds_neither_the_first_frame_nor_a_key() {
    let state = tempfile::tempdir().expect("a directory");
    seen_in_september(state.path());
    // Held from the start: the frame is there before what was seen is known.
    let other = held(state.path());
    let mut pty = start(state.path(), &["--as-of", "2025-12-01"]);
    pty.send("3");
    pty.wait_for("━ Ledger");
    assert!(!pty.look(|seen| seen.shows("230 changes")), "it is not known yet");
    drop(other);
    pty.wait_for("230 changes since 5 Sep 2025: n");
    // Held later: a mark waits, no key does.
    let other = held(state.path());
    pty.send("n 2");
    pty.wait_for("━ Timeline");
    drop(other);
    quit(pty);
    let pty = start(state.path(), &["--as-of", "2025-12-01"]);
    pty.wait_for("229 changes since 5 Sep 2025: n");
    quit(pty);
}

#[test]
fn what_can_not_be_remembered_any_more_is_said() {
    for name in ["removed", "replaced", "emptied", "folder"] {
        let state = tempfile::tempdir().expect("a directory");
        seen_in_september(state.path());
        let mut pty = start(state.path(), &["--as-of", "2025-12-01"]);
        pty.wait_for("230 changes since 5 Sep 2025: n");
        let folder = state.path().join("karwan");
        let file = folder.join("state.sqlite3");
        match name {
            "removed" => fs::remove_file(&file).expect("removed"),
            "replaced" => {
                fs::write(folder.join("new"), b"").expect("written");
                fs::rename(folder.join("new"), &file).expect("renamed");
            }
            "emptied" => fs::File::options().write(true).open(&file).and_then(|file| file.set_len(0)).expect("emptied"),
            _ => fs::remove_dir_all(&folder).expect("removed"),
        }
        pty.send("n ");
        pty.wait_for("what you have seen cannot be remembered");
        quit(pty);
    }
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_no_key_waits_and_what_is_not_kept_is_said() {
    // A limit on the size of files stands for a full disk: writing fails. `66` leaves room for what SQLite keeps in memory
    // and a few marks, `8` for not even that. Where the signal of the limit is ignored already, it is the same.
    for (blocks, ignored) in [("66", ""), ("66", "trap '' XFSZ; "), ("8", "")] {
        let state = tempfile::tempdir().expect("a directory");
        seen_in_september(state.path());
        let script = format!("{ignored}ulimit -f {blocks}; exec '{KARWAN}' --as-of 2025-12-01");
        let told = state.path().to_str().expect("UTF-8");
        let mut pty = Pty::start_with("/bin/sh", &["-c", &script], (120, 40), &[("XDG_STATE_HOME", told)]);
        pty.wait_for("Overview");
        if blocks == "66" {
            pty.wait_for("changes since 5 Sep 2025: n");
            (0..20).for_each(|_| pty.send("n "));
            pty.wait_for("what you have seen cannot be remembered: ");
        } else {
            pty.wait_for("what you have seen is not remembered: ");
        }
        pty.send("3");
        pty.wait_for("━ Ledger");
        quit(pty);
        // With room again: what was said not to be kept is new still.
        let pty = start(state.path(), &["--as-of", "2025-12-01"]);
        pty.wait_for("changes since 5 Sep 2025: n");
        quit(pty);
    }
}
