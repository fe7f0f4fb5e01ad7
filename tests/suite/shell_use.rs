//! Commands as shells and schedulers use them: completed by Tab, read to the end or not, answering by their exit code.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::{CommandFactory as _, ValueHint};
use karwan::cli::args::Cli;

use crate::common::frozen;
use crate::common::pty::Pty;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

/// A story of one event that is expected in 2027; more text follows.
fn story(more: &str) -> String {
    format!(
        "format = 1\n[story]\ntitle = \"Small\"\n[[articles]]\nid = \"one\"\ntitle = \"One\"\noutlet = \"Paper\"\n\
         published = \"2026-01-01\"\n[[events]]\nid = \"far\"\ntitle = \"Far\"\nkind = \"visit\"\ndate = \"2027-02\"\n\
         status = \"expected\"\nsources = [\"one\"]\n{more}"
    )
}

#[test]
fn bash_completes_names_with_spaces_and_brackets() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["my story.toml", "a(b)&c.toml", "it's.toml", "x[1].toml", "گوادر.toml"] {
        fs::write(folder.path().join(name), story("")).expect("written");
    }
    fs::create_dir(folder.path().join("new folder")).expect("a folder");
    let bin = Path::new(KARWAN).parent().expect("a folder").display();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    let bash = Pty::start_with("bash", &["--norc", "--noprofile"], (150, 24), &[("PATH", &path), ("PS1", "> ")]);
    let cd = format!("cd '{}'; source <(karwan completions bash); echo re''ady\r", folder.path().display());
    let mut bash = bash;
    bash.send(&cd);
    bash.wait_for("ready");
    for (typed, completed) in [
        ("karwan list events -d my", r"karwan list events -d my\ story.toml"),
        ("karwan list events --dossier a", r"karwan list events --dossier a\(b\)\&c.toml"),
        ("karwan export csv -o my", r"karwan export csv -o my\ story.toml"),
        ("karwan brief --config a", r"karwan brief --config a\(b\)\&c.toml"),
        ("karwan add x --into my", r"karwan add x --into my\ story.toml"),
        ("karwan import csv x -o ne", r"karwan import csv x -o new\ folder/"),
        ("karwan check my", r"karwan check my\ story.toml"),
        ("karwan list events -d it", r"karwan list events -d it\'s.toml"),
        ("karwan show e -d x", r"karwan show e -d x\[1\].toml"),
        ("karwan export csv -o گ", "karwan export csv -o گوادر.toml"),
    ] {
        bash.send(&format!("{typed}\t"));
        bash.wait_for(completed);
        bash.send("\u{15}clear\r");
        bash.wait_until("a clear screen", |seen| !seen.shows(completed));
    }
}

#[test]
fn every_option_that_takes_a_file_is_completed_as_one() {
    fn look(command: &clap::Command, found: &mut usize) {
        for arg in command.get_arguments().filter(|arg| arg.get_long().is_some()) {
            let names = arg.get_value_names().unwrap_or_default();
            let is_file = names.iter().any(|name| ["PATH", "FILE", "DIR"].contains(&name.as_str()));
            let hint = arg.get_value_hint();
            let told = matches!(hint, ValueHint::FilePath | ValueHint::DirPath);
            assert_eq!(is_file, told, "{} {}", command.get_name(), arg.get_id());
            *found += usize::from(is_file);
        }
        command.get_subcommands().for_each(|sub| look(sub, found));
    }
    let mut found = 0;
    let mut command = Cli::command();
    command.build();
    look(&command, &mut found);
    assert!(found > 10, "{found}");
}

#[test]
fn a_reader_that_has_enough_ends_a_command_silently() {
    for arguments in [
        &["export", "csv"][..],
        &["export", "json"],
        &["export", "markdown"],
        &["export", "html"],
        &["export", "ics"],
        &["list", "articles"],
        &["list", "events", "--format", "tsv"],
        &["list", "events", "--format", "jsonl"],
        &["brief", "--full"],
        &["schema"],
    ] {
        let mut child =
            frozen::karwan().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut [0]).expect("a byte");
        drop(out);
        let ended = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.success() && !said.contains("error"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_path_where_none_is_expected_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("story.toml");
    fs::write(&path, story("")).expect("written");
    let path = path.to_str().expect("UTF-8");
    for arguments in [&["brief", path][..], &["show", path], &["list", "events", path], &["export", "csv", path]] {
        let output = Command::new(KARWAN).args(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("is a path") && said.contains(&format!("`-d {path}` opens it")), "{said}");
    }
    let output = frozen::karwan().args(["brief", "gwadar"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the brief is of the whole story"));
}

/// The exit code of `karwan brief --exit-code` on a dossier, as a scheduler asks for it on a day.
fn news(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(KARWAN)
        .args(["brief", "-d", "story.toml"])
        .args(arguments)
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("XDG_CONFIG_HOME", folder)
        .output()
        .expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_exit_code_of_the_brief_tells_what_is_new_since_the_last_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |more: &str| fs::write(folder.path().join("story.toml"), story(more)).expect("written");
    let event = |id: &str, date: &str| {
        format!(
            "[[events]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"visit\"\ndate = \"{date}\"\nstatus = \"expected\"\n\
             sources = [\"one\"]\n"
        )
    };
    let on = |day: &str| news(folder.path(), &["--exit-code", "--as-of", day]);
    // One that is overdue from the start does not hide what follows.
    let late = event("late", "2026-01-10");
    write(&late);
    let (code, said) = on("2026-02-01");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("first run"), "{said}");
    assert_eq!(on("2026-02-02").0, Some(0));
    let soon = late.clone() + &event("soon", "2026-03");
    write(&soon);
    assert_eq!(on("2026-02-03").0, Some(10), "an event was added");
    assert_eq!(on("2026-02-04").0, Some(0));
    assert_eq!(on("2026-03-01").0, Some(11), "its month has begun");
    assert_eq!(on("2026-03-02").0, Some(0));
    write(&(soon.clone() + &event("other", "2027-05")));
    assert_eq!(on("2026-04-01").0, Some(12), "its month is over, which counts for more than what else changed");
    assert_eq!(on("2026-04-02").0, Some(0));
    // Without the option it is the page alone that tells.
    assert_eq!(news(folder.path(), &["--as-of", "2026-04-02"]).0, Some(0));
    // Since a day, nothing is remembered.
    let since = |day: &str| news(folder.path(), &["--exit-code", "--as-of", "2026-04-02", "--since", day]).0;
    assert_eq!((since("2026-02-10"), since("2026-04-01"), since("2026-02-28")), (Some(12), Some(0), Some(12)));
}

#[test]
fn a_tab_in_json_is_written_in_one_way_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("story.toml");
    let tabbed =
        story("").replace("title = \"Far\"", "title = \"F\\ta\\u001br\\u0085\"").replace("\"One\"", "\"O\\tne\"");
    fs::write(&path, tabbed).expect("written");
    let path = path.to_str().expect("UTF-8");
    for arguments in [
        &["list", "events", "--format", "json"][..],
        &["list", "events", "--format", "jsonl"],
        &["list", "articles", "--format", "json"],
        &["show", "far", "--format", "json"],
        &["export", "json"],
        &["export", "jsonfeed"],
        &["export", "timelinejs"],
    ] {
        let output = Command::new(KARWAN).args(arguments).args(["-d", path]).output().expect("it runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.contains("\\t") && !text.contains("\\u0009") && !text.contains('\t'), "{arguments:?}: {text}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{arguments:?}: {text}");
    }
}
