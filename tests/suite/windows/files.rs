//! Dossiers that both systems open, and files that another program of Windows has open.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use super::{WineSetup, on_drive_c, serve, setup};
use crate::common::pty::{DEADLINE, PACE};

/// A dossier with Windows' line ends.
const STORY: &str = "# mine\r\nformat = 1\r\n\r\n[story]\r\ntitle = \"S\"   # kept\r\n\r\n[[articles]]\r\nid = \"one\"\r\n\
                     title = \"One\"\r\noutlet = \"Paper\"\r\npublished = \"2025-01-01\"\r\n";

/// What git says in a folder, whose files it takes as they are.
fn git(folder: &Path, words: &str) -> String {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=A", "-c", "user.email=a@paper.example", "-c", "core.autocrlf=false"]);
    git.args(words.split(' ')).current_dir(folder);
    let done = git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().expect("git");
    assert!(done.status.success(), "{words}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[test]
fn a_dossier_that_was_edited_on_one_system_and_opened_on_the_other_shows_no_change_in_git_diff() {
    let setup = setup_or_skip!();
    let server = serve();
    let (folder, there) = on_drive_c(setup, "git");
    let here = folder.to_str().expect("UTF-8").to_owned();
    git(&folder, "init --quiet");
    // As it is in the repository, and as the other system has it.
    for (name, text) in [("crlf.toml", STORY.to_owned()), ("lf.toml", STORY.replace('\r', "").replace("one", "two"))] {
        fs::write(folder.join(name), text).expect("written");
        git(&folder, "add .");
        git(&folder, "commit --quiet -m before");
        let (here, there) = (format!("{here}/{name}"), format!(r"{there}\{name}"));
        for (turn, is_windows) in [("first", true), ("second", false), ("third", true)] {
            let run = |is_windows: bool, words: &[&str]| {
                let dossier = if is_windows { &there } else { &here };
                let words = [words, &["-d", dossier]].concat();
                if is_windows { setup.there(&words) } else { WineSetup::here(&words) }
            };
            let (code, _, err) = run(is_windows, &["add", &format!("{}/{turn}", server.base), "--yes"]);
            assert_eq!(code, Some(0), "{name}, {turn}: {err}");
            let counts = git(&folder, "diff --numstat");
            let taken_away = counts.split('\t').nth(1);
            assert_eq!(taken_away, Some("0"), "{name}, {turn}: {}", git(&folder, "diff"));
            git(&folder, "commit --quiet -a -m edited");
            let (code, listed, err) = run(!is_windows, &["list", "articles"]);
            assert!(code == Some(0) && listed.contains("Port opened"), "{name}, {turn}: {listed}{err}");
            assert_eq!(git(&folder, "diff") + &git(&folder, "status --porcelain"), "", "{name}, {turn}");
        }
    }
    fs::remove_dir_all(folder).expect("it");
}

/// Has another program of Windows open a file; `shared` is what others may do with it meanwhile: `r`, `w`, `d`.
fn hold(setup: &WineSetup, file: &str, shared: &str) -> Child {
    let mut program = setup.neighbour(&["hold", file, shared]);
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("wine");
    let mut said = String::new();
    BufReader::new(program.stdout.as_mut().expect("its output")).read_line(&mut said).expect("read");
    assert_eq!(said.trim_end(), "open");
    program
}

/// Has it close the file, and ends it.
fn let_go(mut program: Child) {
    drop(program.stdin.take());
    assert!(program.wait().expect("its end").success());
}

#[test]
fn a_file_that_another_program_keeps_open_is_not_replaced_until_it_is_closed() {
    let setup = setup_or_skip!();
    let server = serve();
    let (folder, path) = on_drive_c(setup, "open");
    let file = format!(r"{path}\story.toml");
    let url = format!("{}/page", server.base);
    let add = ["add", &url, "--yes", "-d", &file];
    let story = folder.join("story.toml");
    let names =
        || fs::read_dir(&folder).expect("it").map(|entry| entry.expect("a file").file_name()).collect::<Vec<_>>();
    fs::write(&story, STORY).expect("written");
    for shared in ["r", "rw"] {
        let other = hold(setup, &file, shared);
        let (code, _, err) = setup.there(&add);
        assert!(code == Some(1) && err.contains("story.toml"), "{shared}: {code:?} {err}");
        assert_eq!(fs::read_to_string(&story).expect("the story"), STORY, "{shared}");
        assert_eq!(names(), ["story.toml"], "{shared}");
        let_go(other);
    }
    // One that closes it while karwan waits.
    let other = hold(setup, &file, "rw");
    let mut karwan = setup.command(setup.loader().expect("wine"));
    let karwan =
        karwan.arg(&setup.program).args(add).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("wine");
    let until = Instant::now() + DEADLINE;
    while !names().iter().any(|name| name.to_string_lossy().contains(".karwan-")) {
        assert!(Instant::now() < until, "nothing was written beside the file");
        thread::park_timeout(PACE);
    }
    let_go(other);
    let done = karwan.wait_with_output().expect("its end");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let text = fs::read_to_string(&story).expect("the story");
    assert!(text.starts_with(STORY) && text.contains("Port opened"), "{text}");
    assert_eq!(names(), ["story.toml"]);
    fs::remove_dir_all(folder).expect("it");
}
