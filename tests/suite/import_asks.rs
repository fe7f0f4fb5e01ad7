//! `karwan import` on a terminal: what a sheet's columns are is asked for, where it is not known.

use std::fs;

use karwan::dossier::load::load;

use crate::common::pty::Pty;

#[test]
fn a_column_that_is_not_known_is_asked_for_on_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, to) = (folder.path().join("s.csv"), folder.path().join("dossier"));
    fs::write(&file, "event_date,weather,headline of it\n2026-03-05,fine,One\n2026-03-06,rain,Two\n").expect("written");
    let words = ["import", "csv", file.to_str().expect("UTF-8"), "-o", to.to_str().expect("UTF-8")];
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &words, (120, 60));
    pty.wait_for("has no column for the title");
    pty.wait_for("1  weather: fine · rain");
    pty.wait_for("2  headline of it: One · Two");
    pty.wait_for("Enter goes on:");
    pty.send("7\r");
    pty.wait_for("there is no such column: expected 1 to 2");
    pty.send("2\r");
    pty.wait_for("`headline of it` is one of date, end_date");
    pty.send("title\r");
    pty.wait_for("a dossier of 2 events");
    pty.wait_for("title from `headline of it`");
    pty.send("1\rnote\r");
    pty.wait_for("note from `weather`");
    pty.wait_for("[y/N]");
    pty.wait_for("--map 'headline of it=title' --map 'weather=note'");
    pty.send("y\r");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    let dossier = load(&[to]).dossier.expect("it opens");
    assert_eq!(dossier.events.iter().map(|event| event.title.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
}
