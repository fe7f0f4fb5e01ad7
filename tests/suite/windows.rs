//! The Windows program under wine: what it prints and writes is what the program of this system does, byte for byte.
//!
//! `tools/windows/build` makes it and prints its path, which is given as `KARWAN_WINDOWS`. Without that, or without wine,
//! each test says that it was skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use crate::common::web::{WebServer, answer};

/// Where the tests run: paths in arguments count from here, on both systems.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The frozen story, as an argument.
const STORY: &str = "tests/data/story";

/// The Windows program, and wine with a prefix that is made once.
struct WineSetup {
    program: PathBuf,
    prefix: PathBuf,
}

/// The variables that say where a person's files are.
const PLACES: [&str; 4] = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];

/// Debian's name and the others' for the loader of 64-bit programs.
const LOADERS: [&str; 3] = ["wine64", "/usr/lib/wine/wine64", "wine"];

fn setup() -> Result<&'static WineSetup, String> {
    static SETUP: OnceLock<Result<WineSetup, String>> = OnceLock::new();
    let made = SETUP.get_or_init(|| {
        let program = std::env::var_os("KARWAN_WINDOWS").ok_or("KARWAN_WINDOWS names no program")?;
        let prefix = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wine");
        fs::create_dir_all(&prefix).map_err(|error| error.to_string())?;
        let setup = WineSetup { program: program.into(), prefix };
        let version = setup.wine(&["--version"]).ok_or("wine is not installed")?;
        assert!(version.status.success(), "{version:?}");
        // The first program of a prefix fills it, which takes long: not while a test waits.
        let filled = setup.wine(&["cmd", "/c", "exit"]).ok_or("wine is not installed")?;
        assert!(filled.status.success(), "{filled:?}");
        Ok(setup)
    });
    made.as_ref().map_err(Clone::clone)
}

impl WineSetup {
    /// What came of a program under wine; `None` without wine.
    fn wine(&self, words: &[&str]) -> Option<Output> {
        self.command(self.loader()?).args(words).output().ok()
    }

    /// The loader that is there.
    fn loader(&self) -> Option<&'static str> {
        let is_there = |loader: &&&str| self.command(loader).arg("--version").output().is_ok();
        LOADERS.iter().find(is_there).copied()
    }

    fn command(&self, loader: &str) -> Command {
        let mut command = Command::new(loader);
        command.current_dir(ROOT).env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all");
        // neither .NET nor a browser is to be installed into the prefix
        command.env("WINEDLLOVERRIDES", "mscoree,mshtml=").env("WINEARCH", "win64").env_remove("DISPLAY");
        command
    }

    /// Runs karwan on both systems: what it did on this one, and on Windows.
    fn both(&self, words: &[&str], windows: &[&str]) -> [CommandOutcome; 2] {
        [WineSetup::here(words), self.there(windows)]
    }

    /// Runs karwan on this system.
    fn here(words: &[&str]) -> CommandOutcome {
        let home = tempfile::tempdir().expect("a folder");
        let mut karwan = Command::new(env!("CARGO_BIN_EXE_karwan"));
        for place in PLACES {
            karwan.env(place, home.path());
        }
        outcome(karwan.current_dir(ROOT).args(words).output().expect("karwan"))
    }

    /// Runs karwan on Windows.
    fn there(&self, words: &[&str]) -> CommandOutcome {
        let program = self.program.to_str().expect("UTF-8");
        outcome(self.wine(&[&[program], words].concat()).expect("wine"))
    }

    /// Another program of Windows, which `tools/windows/build` lays beside karwan: see `tools/windows/neighbour.c`.
    fn neighbour(&self, words: &[&str]) -> Command {
        let mut command = self.command(self.loader().expect("wine"));
        command.arg(self.program.with_file_name("neighbour.exe")).args(words);
        command
    }
}

/// Exit code, standard output and standard error, with the line ends of this system.
type CommandOutcome = (Option<i32>, String, String);

fn outcome(done: Output) -> CommandOutcome {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// The setup; where there is none, the calling test says so and ends.
macro_rules! setup_or_skip {
    () => {
        match setup() {
            Ok(setup) => setup,
            Err(why) => {
                eprintln!("skipped, the Windows program is not tried: {why}");
                return;
            }
        }
    };
}

mod desktop;
mod files;

#[test]
fn commands_print_what_they_print_elsewhere() {
    let setup = setup_or_skip!();
    for line in [
        "list events tokayev",
        "list events tokayev -d STORY",
        "list events is:overdue --format json -d STORY",
        "list articles گوادر -d STORY",
        "list events zzz:1 -d STORY",
        "show tokayev-visit -d STORY",
        "show no-such-thing -d STORY",
        "check STORY",
        "check tests/data/no-such-story",
        "brief --as-of 2026-06-01 -d STORY",
        "export markdown -d STORY",
        "export csv -d STORY",
        "export geojson -d STORY",
        "export html --as-of 2026-06-01 -d STORY",
        "render --view overview --size 120x40 --as-of 2026-06-01 -d STORY",
        "render --view map --size 100x30 --format svg --as-of 2026-06-01 -d STORY",
        "completions bash",
        "man",
        "schema",
    ] {
        let words: Vec<&str> = line.split(' ').map(|word| if word == "STORY" { STORY } else { word }).collect();
        let [here, there] = setup.both(&words, &words);
        assert_eq!(there.0, here.0, "{line}: {}", there.2);
        assert_eq!(there.1, here.1, "{line}");
        if line.starts_with("check tests") {
            // what a system calls a missing file is the system's own word
            assert!(there.2.contains("no-such-story"), "{line}: {}", there.2);
        } else {
            assert_eq!(there.2.replace('\\', "/").replace("karwan.exe", "karwan"), here.2, "{line}");
        }
    }
}

/// A page and a feed, at any address.
fn serve() -> WebServer {
    const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Port opened</title>\
        <meta property='og:site_name' content='The Paper'><meta property='article:published_time' content='2025-11-03'>\
        </head><body><article><p>The port was opened on Monday, the ministry said, and the first ship has left it.</p>\
        </article></body></html>";
    const FEED: &str = "<rss version='2.0'><channel><title>The Paper</title><item><title>Ship left</title>\
        <link>http://example.org/1</link><pubDate>Wed, 03 Sep 2025 10:15:00 +0500</pubDate></item></channel></rss>";
    WebServer::answering(|head| {
        let (kind, body) =
            if head.starts_with("GET /feed") { ("application/rss+xml", FEED) } else { ("text/html", PAGE) };
        answer("200 OK", &[&format!("Content-Type: {kind}; charset=utf-8"), "Connection: close"], body.as_bytes())
    })
}

#[test]
fn an_edit_of_a_dossier_with_windows_line_ends_is_the_same_on_both_and_keeps_them() {
    let setup = setup_or_skip!();
    let folder = tempfile::tempdir().expect("a folder");
    let story = "# mine\nformat = 1\n\n[story]\ntitle = \"S\"   # kept\n\n[[articles]]\nid = \"one\"\ntitle = \"One\"\n\
                 outlet = \"Paper\"\npublished = \"2025-01-01\"\n";
    let server = serve();
    let url = format!("{}/page", server.base);
    for (name, ends) in [("lf", "\n"), ("crlf", "\r\n")] {
        let files = ["here", "there"].map(|system| {
            let file = folder.path().join(system).join(name).join("story.toml");
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(&file, story.replace('\n', ends)).expect("written");
            file
        });
        let words =
            |file: &'_ PathBuf| ["add", &url, "--yes", "-d", file.to_str().expect("UTF-8")].map(str::to_owned).to_vec();
        let [here, there] = files.each_ref().map(words);
        let [here, there] = [&here, &there].map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
        let done = setup.both(&here, &there);
        assert!(done.iter().all(|done| done.0 == Some(0)), "{done:?}");
        let [here, there] = files.each_ref().map(|file| fs::read_to_string(file).expect("UTF-8"));
        assert_eq!(there, here);
        assert!(there.starts_with(&story.replace('\n', ends)) && there.contains("Port opened"), "{there}");
        assert_eq!(there.matches(ends).count(), there.matches('\n').count(), "{there:?}");
        assert_eq!(there.contains('\r'), ends == "\r\n", "{there:?}");
    }
    let left = fs::read_dir(folder.path().join("there/lf")).expect("it").count();
    assert_eq!(left, 1, "nothing is left beside the file");
}

#[test]
fn feeds_are_fetched_and_new_dossiers_written_alike() {
    let setup = setup_or_skip!();
    let server = serve();
    let feed = format!("{}/feed", server.base);
    let words = ["fetch", "--feed", &feed, "--format", "jsonl"];
    let [here, there] = setup.both(&words, &words);
    assert_eq!((there.0, &there.1), (Some(0), &here.1), "{}", there.2);
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["here", "there"].map(|system| folder.path().join(system).to_str().expect("UTF-8").to_owned());
    let [here, there] = setup.both(&["init", &names[0]], &["init", &names[1]]);
    assert_eq!((here.0, there.0), (Some(0), Some(0)), "{}", there.2);
    for name in ["story.toml", ".karwan.schema.json"] {
        let [here, there] = names.each_ref().map(|folder| fs::read(Path::new(folder).join(name)).expect("written"));
        assert!(here == there, "{name} differs");
    }
    assert_eq!(setup.there(&["check", &names[1]]), (Some(0), String::new(), String::new()));
}

/// A folder on the drive C: of the prefix, as this system and as Windows calls it.
fn on_drive_c(setup: &WineSetup, name: &str) -> (PathBuf, String) {
    let folder = setup.prefix.join("drive_c/karwan-tests").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder on the drive");
    (folder, format!(r"C:\karwan-tests\{name}"))
}

#[test]
fn paths_have_drive_letters_and_the_users_files_are_below_appdata() {
    let setup = setup_or_skip!();
    let (code, config, _) = setup.there(&["config"]);
    let first = config.lines().next().unwrap_or_default();
    assert!(first.starts_with(r"# looked for at C:\users\"), "{first}");
    assert!(first.ends_with(r"\AppData\Roaming\karwan\config.toml; there is none"), "{first}");
    assert_eq!(code, Some(0));
    let (folder, path) = on_drive_c(setup, "broken");
    fs::write(folder.join("story.toml"), "format = 1\r\n[story]\r\ntitle = 5\r\n").expect("written");
    for given in [path.as_str(), &path.replace('\\', "/"), &format!(r"\\?\{path}")] {
        let (code, out, err) = setup.there(&["check", given]);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{err}");
        let place = err.split(": ").next().unwrap_or_default();
        assert!(place.starts_with(given) && place.ends_with("story.toml:3:9"), "{given}: {err}");
    }
}

#[test]
fn nothing_is_written_to_a_name_that_windows_keeps_for_a_device() {
    let setup = setup_or_skip!();
    let (folder, path) = on_drive_c(setup, "devices");
    for name in ["con", "aux.csv", "com1.csv"] {
        let file = format!(r"{path}\{name}");
        let words = ["export", "csv", "is:overdue", "-d", STORY, "-o", &file];
        let (code, out, err) = setup.there(&words);
        assert!(code == Some(1) && err.contains(name), "{file}: {code:?} {out} {err}");
    }
    assert_eq!(fs::read_dir(folder).expect("it").count(), 0, "nothing is left behind");
}

#[test]
fn what_a_feed_said_is_remembered_on_windows() {
    let setup = setup_or_skip!();
    let (folder, path) = on_drive_c(setup, "news");
    let server = serve();
    let story = format!("format = 1\r\n[story]\r\ntitle = \"S\"\r\n[[feeds]]\r\nurl = \"{}/feed\"\r\n", server.base);
    fs::write(folder.join("story.toml"), story).expect("written");
    let fetch = || {
        let mut karwan = setup.command(setup.loader().expect("wine"));
        karwan.env("KARWAN_ARCHIVE", format!(r"sqlite:{path}\archive.sqlite3"));
        karwan.arg(&setup.program).args(["fetch", "-d", &path]);
        let done = karwan.output().expect("wine");
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let table = String::from_utf8(done.stdout).expect("UTF-8");
        table.lines().last().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // items, new ones, changed ones
    assert_eq!(fetch(), "The Paper 1 1 0");
    assert_eq!(fetch(), "The Paper 1 0 0");
    assert!(folder.join("archive.sqlite3").is_file());
}

/// The frozen story in a folder that Windows has not seen yet.
fn new_copy_on_drive_c(setup: &WineSetup, name: &str) -> (PathBuf, String) {
    let (folder, path) = on_drive_c(setup, &format!("{name}-{}", std::process::id()));
    for file in fs::read_dir(Path::new(ROOT).join(STORY)).expect("the story") {
        let file = file.expect("a file of it");
        fs::copy(file.path(), folder.join(file.file_name())).expect("copied");
    }
    (folder, path)
}

#[test]
fn lines_are_read_and_answered_as_elsewhere() {
    use std::io::Write as _;
    let setup = setup_or_skip!();
    let program = setup.program.to_str().expect("UTF-8");
    let home = tempfile::tempdir().expect("a folder");
    let mut here = Command::new(env!("CARGO_BIN_EXE_karwan"));
    for place in PLACES {
        here.env(place, home.path());
    }
    let mut there = setup.command(setup.loader().expect("wine"));
    there.arg(program);
    let (folder, path) = new_copy_on_drive_c(setup, "lines");
    let [here, there] = [(here, STORY), (there, path.as_str())].map(|(mut command, story)| {
        command.current_dir(ROOT).args(["--linear", "--as-of", "2025-12-01", story]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("karwan");
        child.stdin.take().expect("its input").write_all(b"ledger\r\nopen 1\nfilter gwadar\nquit\n").expect("read");
        let done = child.wait_with_output().expect("its end");
        let text = String::from_utf8(done.stdout).expect("UTF-8").replace("\r\n", "\n");
        // the title of a pane says when the story was seen last, which the prefix remembers
        let lines = text.lines().filter(|line| !line.starts_with("Beside it:"));
        (done.status.code(), lines.collect::<Vec<_>>().join("\n"))
    });
    assert!(here.1.contains("Filter gwadar"), "{}", here.1);
    assert_eq!(there, here);
    fs::remove_dir_all(folder).expect("it");
}
