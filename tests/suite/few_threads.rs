//! A system that gives few threads or none: karwan works with fewer, or says so.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, Output};

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

/// Runs karwan as a user who may have so many processes. The superuser has no limit, so it is nobody then.
fn limited(most: u32, folder: &Path, arguments: &[&str]) -> Output {
    // dash has another letter for it
    let mut command = Command::new("bash");
    command.args(["-c", "ulimit -u \"$0\" && exec \"$@\"", &most.to_string(), KARWAN]).args(arguments);
    command.current_dir(folder).env("HOME", folder).env("XDG_STATE_HOME", folder).env("XDG_CONFIG_HOME", folder);
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    command.output().expect("a shell")
}

#[test]
fn fewer_threads_give_the_same_or_an_error_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("a mode");
    let story = "format = 1\n[story]\ntitle = \"S\"\n[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\ndate = \"2027\"\n\
                 status = \"expected\"\nsources = [\"a1\"]\n";
    fs::write(folder.path().join("story.toml"), story).expect("written");
    // More than one chunk of a stream, so that threads share it.
    let text = "word ".repeat(700);
    let mut articles = String::new();
    for n in 0..3_000 {
        let line = format!(
            "\"id\": \"a{n}\", \"title\": \"Title {n}\", \"outlet\": \"O\", \"published\": \"2026-01-01\", \"text\": \"{text}\""
        );
        articles += &["{", &line, "}\n"].concat();
    }
    fs::write(folder.path().join("articles.jsonl"), articles).expect("written");
    let commands = [
        &["check"][..],
        &["list", "articles", "title"],
        &["export", "csv", "kind:events"],
        &["brief", "--format", "txt"],
    ];
    for command in commands {
        let arguments: Vec<&str> = match command {
            ["check"] => vec!["check", "story.toml", "articles.jsonl"],
            command => [command, &["-d", "story.toml", "-d", "articles.jsonl"]].concat(),
        };
        let whole = Command::new(KARWAN).args(&arguments).current_dir(folder.path()).output().expect("it runs");
        let (mut worked, mut refused) = (0, 0);
        for most in [1, 2, 3, 4, 6, 200] {
            let output = limited(most, folder.path(), &arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.code() == Some(126) {
                return; // nobody cannot reach the program here
            }
            assert!(!said.contains("panicked") && output.status.signal().is_none(), "{most} {arguments:?}: {said}");
            if said.contains("the system gives no further thread") {
                assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{most} {arguments:?}: {said}");
                refused += 1;
            } else {
                assert_eq!(output.status.code(), whole.status.code(), "{most} {arguments:?}: {said}");
                assert_eq!(output.stdout, whole.stdout, "{most} {arguments:?}");
                worked += 1;
            }
        }
        // Others than the superuser count what else they run too, which is not to be known.
        let is_known = rustix::process::geteuid().is_root();
        assert!(!is_known || worked > 0 && refused > 0, "{arguments:?}: {worked} worked, {refused} were refused");
    }
}
