//! The visit has a new date: typed as a person would, it is in the file, on the screens, in the ledger and in the calendar,
//! and nothing else has changed.

use crate::common::{frozen, pty};

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use pty::Pty;

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The lines that came in, where no other changed.
fn added(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let more = new.len() - old.len();
    // An equal line at the seam can belong to either side.
    let at = (0..=same).rev().find(|&at| old[at..] == new[at + more..]).expect("nothing but an insertion");
    new[at..at + more].iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_new_date_is_in_the_file_on_the_screens_in_the_ledger_and_in_the_calendar_within_a_minute() {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = frozen::copy(folder.path());
    let name = dossier.to_str().expect("UTF-8").to_owned();
    let with_git = git(&dossier, &["init", "-q"]).is_some() && git(&dossier, &["add", "."]).is_some();
    let text = |file: &str| fs::read_to_string(dossier.join(file)).expect("UTF-8");
    let (articles, events) = (text("articles.toml"), text("events-kazakhstan.toml"));
    let arguments = [name.as_str(), "-f", "id:sharif-visit", "--view", "timeline"];
    let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &arguments, (160, 50), &[]);
    pty.wait_for("1 of ");
    pty.wait_for("Prime Minister Sharif visits Kazakhstan");
    let started = Instant::now();

    // What is read in the morning paper.
    pty.send("aa");
    pty.wait_for("Add an article");
    pty.send("Sharif to fly to Astana in December\t");
    pty.wait_for("sharif-to-fly-to-astana-in-december");
    pty.send("\tDawn\thttps://dawn.example/astana\tyesterday\x13");
    pty.wait_for("added article `sharif-to-fly-to-astana-in-december` in articles.toml; u undoes it");

    // What it says of the visit.
    pty.send("ar");
    pty.wait_for("Add a report");
    pty.wait_for("sharif-visit");
    pty.send("moved\tsecond week of december 2026");
    pty.wait_for("2026-12-08/2026-12-14 · 8–14 Dec 2026");
    pty.send("\tfly to ast");
    pty.wait_for("Dawn: Sharif to fly to Astana in December");
    pty.send("\t\tshehbaz-sharif\tin the second week of December\x13");
    pty.wait_for("added report to `sharif-visit` in events-kazakhstan.toml; u undoes it");

    // On the screens, without a key that reads anything again.
    pty.wait_for("8–14 Dec 2026");
    for (key, shows) in [("1", "8–14 Dec"), ("3", "8–14 Dec 2026"), ("2", "8–14 Dec")] {
        pty.send(key);
        pty.wait_for(shows);
    }
    pty.send("\rG");
    pty.wait_for("“in the second week of December”");
    assert!(started.elapsed() < Duration::from_mins(1));

    // In the files, and nothing else in them.
    let report = added(&events, &text("events-kazakhstan.toml"));
    let report: Vec<&str> = report.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    assert_eq!(
        report,
        [
            "[[events.reports]]",
            "source = \"sharif-to-fly-to-astana-in-december\"",
            "status = \"expected\"",
            "date = \"2026-12-08/2026-12-14\"",
            "by = \"shehbaz-sharif\"",
            "quote = \"in the second week of December\"",
        ]
    );
    let article = added(&articles, &text("articles.toml"));
    assert!(article.contains(&"url = \"https://dawn.example/astana\"".to_owned()), "{article:?}");
    if with_git {
        let diff = git(&dossier, &["diff", "--numstat"]).expect("git tells");
        let lines: Vec<&str> = diff.lines().collect();
        assert_eq!(lines, [format!("{}\t0\tarticles.toml", article.len()), "7\t0\tevents-kazakhstan.toml".to_owned()]);
    }

    // In the calendar.
    let output = Command::new(env!("CARGO_BIN_EXE_karwan"))
        .args(["export", "ics", "id:sharif-visit", "-d", &name])
        .output()
        .expect("it runs");
    let calendar = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in ["DTSTART;VALUE=DATE:20261208", "DTEND;VALUE=DATE:20261215", "STATUS:TENTATIVE"] {
        assert!(calendar.contains(line), "{line}\n{calendar}");
    }

    // And back, byte for byte.
    pty.send("uu");
    pty.wait_for("undid: article");
    assert!(text("articles.toml") == articles && text("events-kazakhstan.toml") == events);
    pty.send("q");
    pty.wait_for_end();
}

/// The program on a copy of the story in the folder, with the form for a report of the visit open; the visit's file.
fn a_report_of_the_visit(folder: &Path) -> (Pty, PathBuf) {
    let dossier = frozen::copy(folder);
    let arguments = [dossier.to_str().expect("UTF-8"), "-f", "id:sharif-visit", "--view", "timeline"];
    let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &arguments, (100, 30), &[]);
    pty.wait_for("1 of ");
    pty.send("ar");
    pty.wait_for("Add a report");
    (pty, dossier.join("events-kazakhstan.toml"))
}

#[test]
fn what_cannot_be_written_stays_in_the_form_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut pty, file) = a_report_of_the_visit(folder.path());
    pty.send("postponed\t\tdawn-visit-2\x7f\x7f");
    let permissions = fs::metadata(&file).expect("it").permissions();
    let mut closed = permissions.clone();
    closed.set_readonly(true);
    fs::set_permissions(&file, closed).expect("read-only");
    // A source that is there, whichever that is.
    pty.send("\x15gulfobserver-call\x13");
    pty.wait_for("it is read-only");
    pty.wait_for("postponed");
    fs::set_permissions(&file, permissions).expect("as before");
    pty.send("\x13");
    pty.wait_for("added report to `sharif-visit`");
    // The record goes while the next form is being typed.
    pty.send("at");
    pty.wait_for("Add a tag");
    pty.send("later");
    let text = fs::read_to_string(&file).expect("UTF-8");
    pty.send("\x13");
    pty.wait_for("added tag “later”");
    assert!(fs::read_to_string(&file).expect("UTF-8").len() > text.len());
    pty.send("q");
    pty.wait_for_end();
}

#[test]
fn an_undo_over_somebody_elses_change_is_refused_with_both_versions() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut pty, file) = a_report_of_the_visit(folder.path());
    pty.send("moved\t8 dec 2026\tgulfobserver-call\x13");
    pty.wait_for("added report to `sharif-visit`");
    let text = fs::read_to_string(&file).expect("UTF-8");
    let theirs = text.replace("date = \"2026-12-08\"", "date = \"2026-12-09\"");
    fs::write(&file, &theirs).expect("written");
    pty.send("u");
    pty.wait_for("was changed there since");
    pty.wait_for("date = \"2026-12-08\"");
    pty.wait_for("events-kazakhstan.toml now");
    pty.wait_for("date = \"2026-12-09\"");
    assert!(fs::read_to_string(&file).expect("UTF-8") == theirs, "theirs stands");
    pty.send("\rq");
    pty.wait_for_end();
}

#[cfg(unix)]
#[test]
fn the_editor_opens_at_the_line_of_the_record_and_comes_back_to_the_same_place() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = frozen::copy(folder.path());
    let file = dossier.join("events-kazakhstan.toml");
    let text = fs::read_to_string(&file).expect("UTF-8");
    let line = 1 + text.lines().position(|line| line == "id = \"sharif-visit\"").expect("the record");
    // An editor that shows what it was told, waits for a line, and gives the event another title.
    let editor = folder.path().join("vi");
    let script = "#!/bin/sh\necho editing \"$@\"\nread line\n\
                  sed -i 's/Prime Minister Sharif visits/Sharif goes to/' \"$2\"\n";
    fs::write(&editor, script).expect("a script");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).expect("it can be run");
    let editor = editor.to_str().expect("UTF-8");
    let arguments = [dossier.to_str().expect("UTF-8"), "--view", "timeline"];
    let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &arguments, (160, 50), &[("EDITOR", editor)]);
    pty.wait_for("newest source");
    pty.send("/id:sharif-visit\r");
    pty.wait_for("1 of ");
    pty.send("\r");
    pty.wait_for("lines ");
    pty.send("jje");
    pty.wait_until("the editor at the header or the id", |seen| {
        (line - 1..=line).any(|line| seen.shows(&format!("editing +{line} ")))
    });
    pty.send("done\n");
    pty.wait_for("Sharif goes to Kazakhstan");
    pty.wait_for("3 of ");
    pty.wait_for("id:sharif-visit");
    pty.send("q");
    pty.wait_for_end();
}
