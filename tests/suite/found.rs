//! Faults that were found by trying, each with the smallest input that showed it and with what is right. Those that have a
//! module of their own stand there: dates, sheets, maps, time and size, edits beside other programs, the terminal.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::common::place::{Place, STORY, alias};
use crate::common::pty::{DEADLINE, Pty};
use crate::common::screen::{Karwan, dossier};
use crate::common::{command, place};

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

/// A story of one article with this address, as it is written in TOML.
fn with_address(url: &str) -> String {
    format!(
        "format = 1\n[story]\ntitle = \"The ferry\"\n[[articles]]\nid = \"a\"\ntitle = \"Ferry\"\noutlet = \"Herald\"\n\
         published = \"2026-03-02\"\nurl = '{url}'\n[[events]]\nid = \"e\"\ntitle = \"The ferry starts\"\n\
         kind = \"infrastructure\"\nsources = [\"a\"]\n"
    )
}

/// Exit code, standard output and error of `karwan` in a folder that keeps its state.
fn karwan(folder: &Path, words: &[&str]) -> (u8, String, String) {
    command::run(&command::unattended(command::state_in(folder.join("state"))), words)
}

#[test]
fn an_address_that_is_not_written_as_one_is_warned_of_and_exported_as_a_browser_takes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    let path = file.to_str().expect("UTF-8");
    for (url, address) in [
        ("https://example.org/a|b c", "https://example.org/a%7Cb%20c"),
        ("https://example.org/{x}", "https://example.org/%7Bx%7D"),
        ("https://example.org/?q=a^b", "https://example.org/?q=a%5Eb"),
        ("https://example.org/\"a\"", "https://example.org/%22a%22"),
        ("https://example.org/`a\\b`", "https://example.org/%60a%5Cb%60"),
        ("https://example.org/<a>#b c", "https://example.org/%3Ca%3E#b%20c"),
    ] {
        fs::write(&file, with_address(url)).expect("written");
        let (code, _, told) = karwan(folder.path(), &["check", path]);
        let warning = format!("warning: `url` is not written as an address has to be; `{address}` is opened");
        assert!(code == 0 && told.contains(&warning), "{url}: {told}");
        for format in ["markdown", "html", "bibtex", "atom"] {
            let (_, out, told) = karwan(folder.path(), &["export", format, "-d", path]);
            assert!(out.contains(address), "{format} {url}: {told}\n{out}");
        }
    }
    for url in ["www.example.org/a", "mailto:a@example.org", "https://", "javascript:alert(1)"] {
        fs::write(&file, with_address(url)).expect("written");
        let (code, _, told) = karwan(folder.path(), &["check", path]);
        assert!(code == 0 && told.contains("warning: `url` is not a web address"), "{url}: {told}");
    }
    for url in ["https://example.org/a?b=c#d", "https://ur.wikipedia.org/wiki/کراچی", "https://example.org/it's"] {
        fs::write(&file, with_address(url)).expect("written");
        let (_, _, told) = karwan(folder.path(), &["check", path]);
        assert!(!told.contains("`url`"), "{url}: {told}");
    }
}

/// What a screen shows, as one line without its frames.
fn unwrapped(karwan: &Karwan) -> String {
    let screen = karwan.screen();
    screen.split(['┃', '│', '\n']).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A story in which one source says something of each kind.
fn of_each_kind() -> String {
    let event = "sources = [\"a\"]\nstatus = \"expected\"\ndate = \"2027\"";
    let others = r#"
[[actors]]
id = "host"
name = "Host"
kind = "state"
[[actors.positions]]
issue = "harbour"
stance = "For"
source = "a"
[[ports]]
id = "quay"
name = "Quay"
country = "PK"
[[figures]]
about = "quay"
metric = "cargo"
kind = "throughput"
value = 3
unit = "t"
period = "2025"
source = "a"
[[corridors]]
id = "road"
name = "Road"
[[corridors.legs]]
from = "quay"
to = "quay"
mode = "road"
[[corridors.reports]]
source = "a"
leg = ["quay", "quay"]
status = "open"
"#;
    with_address("https://example.org/a").replace("sources = [\"a\"]", event) + others
}

/// The keys of each list and what it lists.
const LISTS: [(&str, &str); 9] = [
    ("1", "events"),
    ("2", "events"),
    ("3", "promises"),
    ("4", "actors"),
    ("4 Tab", "positions"),
    ("5", "ports"),
    ("5 Tab", "corridors"),
    ("6 Tab", "corridors, ports and places"),
    ("7", "articles"),
];

#[test]
fn where_all_sources_lie_ahead_the_lists_say_so_instead_of_asking_for_a_first_record() {
    let story = of_each_kind().replace("2026-03-02", "2062-03");
    for (key, what) in LISTS {
        let mut karwan = Karwan::with(dossier(&story), 120, 40);
        karwan.press(&format!("{key} z"));
        let why = format!(
            "No {what} known by today: what becomes known from 31 Mar 2062 on is not shown until then. e opens the file."
        );
        let screen = unwrapped(&karwan);
        assert!(screen.contains(&why) && !screen.contains(&format!("No {what} yet")), "{key}: {screen}");
        let mut karwan = Karwan::with(dossier(&story), 120, 40);
        karwan.press(&format!("{key} z t '2026-03-04 Enter"));
        let why = format!("No {what} known on this day. ] goes forward, T back to today.");
        assert!(unwrapped(&karwan).contains(&why), "{key}: {}", karwan.screen());
    }
}

#[test]
fn a_list_of_which_a_story_has_nothing_asks_for_a_first_record_whatever_else_lies_ahead() {
    // A ferry that started, of which an article of today and one of another century tell.
    let story = with_address("https://example.org/a")
        .replace("sources = [\"a\"]", "[[events.reports]]\nsource = \"a\"\nstatus = \"happened\"")
        + "[[articles]]\nid = \"b\"\ntitle = \"B\"\noutlet = \"Herald\"\npublished = \"2062-03\"\n\
           [[events.reports]]\nsource = \"b\"\nstatus = \"happened\"\ndate = \"2026-03\"\n";
    let mut asked = 0;
    for (key, what) in LISTS.into_iter().filter(|(_, what)| !["events", "articles"].contains(what)) {
        for day in ["z", "z t '2026-03-04 Enter"] {
            let mut karwan = Karwan::with(dossier(&story), 120, 40);
            karwan.press(&format!("{key} {day}"));
            let screen = unwrapped(&karwan);
            assert!(screen.contains(&format!("No {what} yet: a adds one, e opens the file.")), "{key} {day}: {screen}");
            asked += 1;
        }
    }
    assert_eq!(asked, 12);
}

#[test]
fn what_a_page_says_of_itself_is_read_without_its_entities() {
    let text =
        "<article><p>A paragraph about the port and its railway that is long enough to be kept as text.</p></article>";
    let pages = [
        r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port &amp; rail: Pakistan&#039;s plan","datePublished":"2025-09-03","publisher":{"@type":"Organization","name":"Business &amp; Trade"}}</script>"#,
        // Escaped twice.
        r#"<meta property="og:title" content="Port &amp;amp; rail: Pakistan&amp;#039;s plan"><meta property="og:site_name" content="Business &amp;amp; Trade">"#,
        r#"<meta property="og:title" content="Port &amp; rail: Pakistan&#x27;s plan"><meta property="og:site_name" content="Business &amp; Trade">"#,
        r#"<title>Port &amp; rail: Pakistan&rsquo;s plan</title><meta property="og:site_name" content="Business &amp; Trade">"#,
        r#"<meta name="twitter:title" content="Port &#38;amp; rail: Pakistan&#38;#x27;s plan"><meta name="application-name" content="Business &#38;amp; Trade">"#,
        r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["Article"],"headline":"Port &#38; rail: Pakistan&apos;s plan","publisher":{"name":"Business &#x26; Trade"}}]}</script>"#,
        r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port \u0026amp; rail: Pakistan\u0026#39;s plan","publisher":{"name":"Business \u0026amp; Trade"}}</script>"#,
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (n, head) in pages.iter().enumerate() {
        let story = folder.path().join(format!("{n}.toml"));
        fs::write(&story, STORY).expect("written");
        let page = folder.path().join("page.html");
        fs::write(&page, format!("<!doctype html><html lang=\"en\"><head>{head}</head><body>{text}</body></html>"))
            .expect("written");
        let words = ["add", page.to_str().expect("UTF-8"), "-d", story.to_str().expect("UTF-8"), "--yes"];
        let (code, _, told) = karwan(folder.path(), &words);
        let written = fs::read_to_string(&story).expect("UTF-8").replace('’', "'");
        assert_eq!(code, 0, "{told}");
        assert!(written.contains("title = \"Port & rail: Pakistan's plan\""), "{head}: {written}");
        assert!(written.contains("outlet = \"Business & Trade\""), "{head}: {written}");
    }
}

#[test]
fn a_file_that_another_program_removed_does_not_come_back() {
    let place = Place::new(STORY);
    let mut desk = place.desk();
    desk.save(&alias("Q"), &place.file, place::WHEN).expect("saved");
    fs::remove_file(&place.file).expect("removed");
    for _ in 0..2 {
        desk.save(&alias("R"), &place.file, place::WHEN).expect_err("there is nothing to edit");
        assert!(desk.undo(place::WHEN).is_err(), "there is nothing to undo");
        assert_eq!(place.names(), [""; 0]);
    }
    // What somebody makes in its place is theirs.
    fs::write(&place.file, "format = 1\n[story]\ntitle = \"THEIRS, complete\"\n").expect("written");
    desk.save(&alias("R"), &place.file, place::WHEN).expect_err("there is no `p`");
    assert!(place.text().contains("THEIRS, complete"));
    assert_eq!(place.names(), ["story.toml"]);
}

/// karwan in a tmux of its own, which is ended with it.
struct TmuxSession {
    folder: tempfile::TempDir,
}

impl TmuxSession {
    /// `None` where there is no tmux.
    fn start(columns: u16, rows: u16, story: &str) -> Option<TmuxSession> {
        let session = TmuxSession { folder: tempfile::tempdir().expect("a folder") };
        let file = session.folder.path().join("story.toml");
        fs::write(&file, story).expect("written");
        let home = session.folder.path().display();
        let start =
            format!("HOME='{home}' XDG_STATE_HOME='{home}' XDG_CONFIG_HOME='{home}' '{KARWAN}' '{}'", file.display());
        let (columns, rows) = (columns.to_string(), rows.to_string());
        session.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, &start])?;
        Some(session)
    }

    /// What a command of tmux says; `None` if it does not do it.
    fn tmux(&self, words: &[&str]) -> Option<String> {
        let mut tmux = Command::new("tmux");
        tmux.env_remove("TMUX").args(["-u", "-S"]).arg(self.folder.path().join("tmux")).args(words);
        let output = tmux.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat()).expect("tmux takes keys");
    }

    /// Waits until the screen is as it is to be.
    fn wait_until(&self, what: &str, is: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let screen = self.tmux(&["capture-pane", "-p"]).expect("a screen");
            if is(&screen) {
                return;
            }
            assert!(Instant::now() < deadline, "waited for {what}; the screen shows:\n{screen}");
            std::thread::yield_now();
        }
    }
}

impl Drop for TmuxSession {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]);
    }
}

/// Scripts whose clusters terminals do not agree on.
const SCRIPTS: [&str; 8] = [
    "कराची बंदरगाह पर समझौता",
    "কলকাতা বন্দর",
    "சென்னை துறைமுகம்",
    "ท่าเรือน้ำลึก",
    "🇵🇰🤝🇰🇿 Talks in Astana",
    "ಕರಾವಳಿ ಬಂದರು",
    "ගාල්ල වරාය",
    "Plain line",
];

/// The lines of a screen without its frame of characters that belong to it anyway.
fn foreign(screen: &str) -> String {
    let is_foreign = |c: &char| matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{10ff}' | '\u{200d}' | '\u{fe0f}' | '\u{1f000}'..);
    screen.chars().filter(is_foreign).collect()
}

#[test]
fn no_mark_stays_on_the_screen_of_tmux_when_a_screen_changes_or_a_list_scrolls() {
    let mut story = "format = 1\n[story]\ntitle = \"Marks\"\n[[articles]]\nid = \"s\"\ntitle = \"S\"\noutlet = \"O\"\npublished = \"2026-11-01\"\n".to_owned();
    // Two screens of the scripts, then two of plain lines.
    for n in 0..112 {
        let title = if n < 56 { SCRIPTS[n % SCRIPTS.len()] } else { "Plain line" };
        let day = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day") + chrono::Days::new(n as u64);
        let _ = write!(
            story,
            "[[events]]\nid = \"e{n}\"\ntitle = \"{title} {n}\"\nkind = \"visit\"\nstatus = \"happened\"\ndate = \"{day}\"\nsources = [\"s\"]\n"
        );
    }
    let Some(tmux) = TmuxSession::start(100, 30, &story) else {
        eprintln!("skipped: no tmux");
        return;
    };
    tmux.wait_until("the first frame", |screen| screen.contains("Overview"));
    tmux.press(&["2", "g"]);
    tmux.wait_until("the scripts", |screen| screen.contains("━ Timeline") && !foreign(screen).is_empty());
    tmux.press(&["3"]);
    tmux.wait_until("an empty Ledger", |screen| screen.contains("No promises") && foreign(screen).is_empty());
    tmux.press(&["2", "g"]);
    tmux.wait_until("the scripts", |screen| screen.contains("━ Timeline") && !foreign(screen).is_empty());
    tmux.press(&["j", "j", "j", "C-d", "C-d", "k", "k", "G"]);
    tmux.wait_until("plain lines", |screen| screen.contains("Plain line 111") && foreign(screen).is_empty());
}

#[test]
fn no_program_of_the_path_is_started_that_nobody_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let told = folder.path().join("told");
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).expect("a folder");
    for name in ["tput", "infocmp", "stty", "git", "less", "xdg-open", "wl-copy", "xclip", "xsel", "tmux", "vi", "curl"]
    {
        let program = bin.join(name);
        fs::write(&program, format!("#!/bin/sh\necho \"{name} $*\" >> '{}'\n", told.display())).expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("permissions");
    }
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let story = folder.path().join("story.toml");
    fs::write(&story, STORY).expect("written");
    let story = story.to_str().expect("UTF-8");
    for words in [
        &["check", story][..],
        &["list", "events", "-d", story],
        &["show", "e", "-d", story],
        &["brief", "-d", story],
        &["export", "html", "-d", story],
        &["render", "--view", "overview", "-d", story],
        &["config"],
        &["--help"],
    ] {
        // Without a terminal, and without one that could be asked instead.
        let mut command = Command::new("setsid");
        command.arg("-w").arg(KARWAN).args(words).env("PATH", &path).env("HOME", folder.path());
        let output = command.env("XDG_STATE_HOME", folder.path()).stdin(std::process::Stdio::null()).output();
        let Ok(output) = output else {
            eprintln!("skipped: no setsid");
            return;
        };
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    // On a terminal that does not say how large it is.
    let home = folder.path().to_str().expect("UTF-8");
    let script = format!("stty cols 0 rows 0; PATH='{path}' exec '{KARWAN}' '{story}'");
    let mut pty = Pty::start_with("/bin/sh", &["-c", &script], (80, 24), &[("HOME", home), ("XDG_STATE_HOME", home)]);
    pty.wait_for("Overview");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    assert_eq!(fs::read_to_string(&told).unwrap_or_default(), "");
}

#[test]
fn what_was_said_of_a_port_has_no_gap_where_a_value_a_quote_or_a_speaker_is_missing() {
    let report = |more: &str| format!("[[events.reports]]\nsource = \"a\"\nstatus = \"happened\"\n{more}\n");
    let story = "format = 1\n[story]\ntitle = \"The ferry\"\n[[articles]]\nid = \"a\"\ntitle = \"Ferry\"\noutlet = \"Herald\"\n\
                 published = \"2026-03-02\"\n[[ports]]\nid = \"north\"\nname = \"North\"\ncountry = \"PK\"\n\
                 [[actors]]\nid = \"ann\"\nname = \"Ann\"\nkind = \"person\"\n[[events]]\nid = \"e\"\ntitle = \"The North ferry starts\"\nkind = \"infrastructure\"\n\
                 ports = [\"north\"]\n";
    let reports = [
        "values = { site = \"South\", boats = 2 }",
        "values = { site = \"South\", boats = 2 }",
        "values = { site = \"East\" }\nby = \"ann\"",
        "values = { site = \"West\" }\nquote = \"in the west\"",
        "quote = \"it sails\"",
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    fs::write(&file, story.to_owned() + &reports.map(report).concat()).expect("written");
    let (code, card, told) = karwan(folder.path(), &["show", "north", "-d", file.to_str().expect("UTF-8")]);
    assert_eq!((code, told.as_str()), (0, ""));
    for said in [
        "  site: South  boats: 2; 1 more  ",
        "  site: East  by Ann  ",
        "  site: West  “in the west”  ",
        "  “it sails”  ",
    ] {
        assert!(card.contains(said), "`{said}` is not in\n{card}");
    }
}
