//! Console, clipboard and browser of Windows, as far as wine has them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Instant;

use super::{STORY, WineSetup, new_copy_on_drive_c, on_drive_c, setup};
use crate::common::pty::{DEADLINE, PACE, Pty, Seen};

/// What a console shows in which wine lets escape sequences pass. It takes them for text, and draws the rows of its own screen
/// with them: it breaks each after 120 characters, begins some again, erases blanks at their ends instead of writing them, and
/// hides the cursor meanwhile.
fn console(seen: &Seen) -> vt100::Parser {
    let mut console = vt100::Parser::new(40, 120, 0);
    let text = String::from_utf8_lossy(&seen.bytes).replace("\x1b[?25h\x1b[?25l", "");
    let mut rows = text.split("\r\r\n").map(|row| row.rsplit('\r').next().unwrap_or(row)).peekable();
    while let Some(row) = rows.next() {
        let written = row.strip_suffix("\x1b[K");
        let width = if written.is_some() && rows.peek().is_some() { 120 } else { 0 };
        console.process(format!("{:<width$}", written.unwrap_or(row)).as_bytes());
    }
    console
}

fn shown(seen: &Seen) -> String {
    console(seen).screen().contents()
}

#[test]
fn the_dashboard_draws_in_a_console_copies_sees_a_saved_file_and_leaves() {
    let setup = setup_or_skip!();
    let words = ["render", "--view", "ledger", "--size", "120x40", "--as-of", "2025-12-01", "-d", STORY];
    let (_, ledger, _) = WineSetup::here(&words);
    let (folder, path) = new_copy_on_drive_c(setup, "shown");
    let [prefix, program] = [&setup.prefix, &setup.program].map(|path| path.to_str().expect("UTF-8"));
    let variables = [("WINEPREFIX", prefix), ("WINEDEBUG", "-all"), ("WINEDLLOVERRIDES", "mscoree,mshtml=")];
    let loader = setup.loader().expect("wine");
    let mut pty = Pty::start_with(loader, &[program, "--as-of", "2025-12-01", &path], (120, 40), &variables);
    pty.wait_until("the first screen", |seen| shown(seen).contains("Tokayev visits"));
    pty.send("3");
    // where wine breaks a line, a character may be lost
    let rows = |text: &str| text.lines().map(str::to_owned).filter(|row| row.starts_with('┃')).collect::<Vec<_>>();
    pty.wait_until("the Ledger", |seen| {
        let (wanted, drawn) = (rows(&ledger), rows(&shown(seen)));
        wanted.iter().filter(|row| drawn.contains(row)).count() * 4 > wanted.len() * 3
    });
    pty.send("yy");
    pty.wait_until("the copy", |seen| shown(seen).contains("to the clipboard"));
    let copied = setup.neighbour(&["clipboard"]).output().expect("wine");
    let copied = String::from_utf8(copied.stdout).expect("UTF-8");
    let said = format!("({} characters) to the clipboard", copied.chars().count());
    assert!(!copied.is_empty() && pty.look(|seen| shown(seen).contains(&said)), "{said}: {copied}");
    let story = folder.join("story.toml");
    let text = fs::read_to_string(&story).expect("the story");
    fs::write(story, text + "\r\nbroken = 1\r\n").expect("saved");
    pty.wait_until("the mistake", |seen| shown(seen).contains("in the files; the story is as it was"));
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    assert!(!pty.look(|seen| console(seen).screen().alternate_screen()), "the other screen is left");
    fs::remove_dir_all(folder).expect("it");
}

#[test]
fn an_address_reaches_the_browser_whole_and_passes_no_shell() {
    let setup = setup_or_skip!();
    let (folder, path) = on_drive_c(setup, "browser");
    // the browser of wine is what this system has
    let browser = folder.join("xdg-open");
    let opened = folder.join("opened");
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.part' && mv '{0}.part' '{0}'\n", opened.display());
    fs::write(&browser, script).expect("written");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("a program");
    let address = "https://example.org/?a=1&notepad&b=25^|c=(d);$e=`f`&g='h'";
    let story = format!(
        "format = 1\r\n[story]\r\ntitle = \"S\"\r\n[[articles]]\r\nid = \"one\"\r\ntitle = \"One\"\r\n\
         outlet = \"Paper\"\r\npublished = \"2025-01-01\"\r\nurl = \"{address}\"\r\n"
    );
    fs::write(folder.join("story.toml"), story).expect("written");
    let mut karwan = setup.command(setup.loader().expect("wine"));
    let path_before = std::env::var("PATH").unwrap_or_default();
    karwan.env("PATH", format!("{}:{path_before}", folder.display()));
    karwan.arg(&setup.program).args(["--linear", &format!(r"{path}\story.toml")]);
    let mut child = karwan.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("karwan");
    child.stdin.take().expect("its input").write_all(b"articles\nopen-link 1\nquit\n").expect("read");
    let done = child.wait_with_output().expect("its end");
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    let said = text.lines().find_map(|line| line.split("opened ").nth(1)?.strip_suffix(" with the browser"));
    let said = said.unwrap_or_else(|| panic!("{text}")).to_owned();
    assert!(said.contains("&notepad&") && said.contains("&g="), "{said}");
    let until = Instant::now() + DEADLINE;
    while !opened.exists() {
        assert!(Instant::now() < until, "no browser was started for {said}");
        std::thread::park_timeout(PACE);
    }
    assert_eq!(fs::read_to_string(&opened).expect("the address"), format!("{said}\n"));
    fs::remove_dir_all(folder).expect("it");
}
