//! What the system refuses is told in words: no number of an error reaches a user.

use std::fs::{self, File};
use std::process::{Command, Stdio};

/// The words of a command, what follows them, and variables of the environment.
type RefusedCase = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const HERE: &[&str] = &["-d", "story.toml"];
const STORY: &str = "format = 1\n[story]\ntitle = \"S\"\n[[feeds]]\nurl = \"http://127.0.0.1:1/feed\"\n";

#[test]
fn no_message_of_a_command_that_fails_has_the_number_of_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("story.toml"), STORY).expect("written");
    fs::create_dir(folder.path().join("folder")).expect("a folder");
    let cases: &[RefusedCase] = &[
        ("check none.toml", &[], &[]),
        ("check story.toml/below", &[], &[]),
        ("list events", &["-d", "none.toml"], &[]),
        ("brief", &["-d", "story.toml/below"], &[]),
        ("export csv -o none/out.csv", HERE, &[]),
        ("export csv --force -o folder", HERE, &[]),
        ("export html -o story.toml/below", HERE, &[]),
        ("import csv none.csv", &[], &[]),
        ("import csv folder", &[], &[]),
        ("import opml none.opml", &[], &[]),
        ("import opml folder", &[], &[]),
        ("import timelinejs folder", &[], &[]),
        ("propose none.txt", HERE, &[]),
        ("propose folder", HERE, &[]),
        ("add none.html --yes", HERE, &[]),
        ("add folder --yes", HERE, &[]),
        ("fetch", HERE, &[]),
        ("fetch --feed http://127.0.0.1:1/", &[], &[]),
        ("init story.toml/below", &[], &[]),
        ("config --config none.toml", &[], &[]),
        ("config --config folder", &[], &[]),
        ("archive export -o none/out.jsonl", &[], &[]),
        ("archive import none.jsonl", &[], &[]),
        ("archive import folder", &[], &[]),
        ("archive status", &[], &[("KARWAN_ARCHIVE", "sqlite:story.toml/below/a.sqlite3")]),
        ("archive status", &[], &[("KARWAN_ARCHIVE", "sqlite:folder")]),
        ("archive status", &[], &[("KARWAN_ARCHIVE", "postgres://ann@127.0.0.1:1/news")]),
        (
            "archive status",
            &[],
            &[("KARWAN_ARCHIVE", "postgres://ann@127.0.0.1:1/a?sslmode=verify-ca&sslrootcert=none")],
        ),
        (
            "archive status",
            &[],
            &[("KARWAN_ARCHIVE", "postgres://ann@127.0.0.1:1/a?sslmode=verify-ca&sslrootcert=folder")],
        ),
        ("list items", HERE, &[("KARWAN_ARCHIVE", "postgres://ann@127.0.0.1:1/news")]),
        ("list events", HERE, &[("KARWAN_LOG", "none/log")]),
        ("list events is:new", HERE, &[("XDG_STATE_HOME", "story.toml/below")]),
    ];
    for (words, more, variables) in cases {
        let mut command = Command::new(env!("CARGO_BIN_EXE_karwan"));
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, folder.path());
        }
        command.args(words.split(' ')).args(*more).envs(variables.iter().copied());
        let done = command.current_dir(folder.path()).stdin(Stdio::null()).output().expect("it runs");
        let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        assert!(
            !said.is_empty() && !said.contains("os error") && !said.contains("i/O"),
            "{words} {variables:?}: {said}"
        );
        // Nothing listens there, which is not why these are refused.
        let is_of_certificate = variables.iter().any(|(_, value)| value.contains("sslrootcert"));
        assert!(!is_of_certificate || said.contains("cannot be used"), "{words}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told_in_words() {
    let full = File::options().write(true).open("/dev/full").expect("a device");
    let mut command = Command::new(env!("CARGO_BIN_EXE_karwan"));
    let done = command.args(["list", "events"]).stdout(full).stderr(Stdio::piped()).output().expect("it runs");
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "error: cannot write: the disk is full\n");
}
