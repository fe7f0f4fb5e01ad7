//! The program is killed in a fetch and in a decision, the disk is full, another program holds the archive: what was decided
//! stays decided, and the dossier holds what was kept and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use karwan::dossier::load::load;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

#[cfg(unix)]
use crate::common::pty::{Pty, has_drawn};
use crate::common::web::{WebServer, answer, path};
use crate::killed::kills;

/// Feeds of a server, and items of each.
const FEEDS: usize = 6;
const ITEMS: usize = 40;

/// A dossier with the feeds of a server that gives other items in each round, and an archive of its own.
struct OutagePlace {
    folder: TempDir,
    server: WebServer,
    round: Arc<AtomicUsize>,
    random: u64,
}

impl OutagePlace {
    fn new() -> OutagePlace {
        let round = Arc::new(AtomicUsize::new(0));
        let of_round = Arc::clone(&round);
        let server = WebServer::answering(move |head| {
            let body = feed(path(head), of_round.load(Ordering::SeqCst));
            answer("200 OK", &["Connection: close"], body.as_bytes())
        });
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("dossier")).expect("a folder");
        let place = OutagePlace { folder, server, round, random: 17 };
        let feeds = (0..FEEDS).map(|n| format!("\n[[feeds]]\nurl = \"{}/{n}\"\n", place.server.base));
        let feeds = feeds.collect::<Vec<_>>().concat();
        fs::write(place.file(), format!("format = 1\n[story]\ntitle = \"Ostport\"\nwatch = \"harbour\"\n{feeds}"))
            .expect("written");
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("dossier/story.toml")
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive.sqlite3")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).expect("UTF-8")
    }

    /// The program itself, or a shell that becomes it, with nothing of the user's.
    fn command(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, self.folder.path());
        }
        command.env("KARWAN_ARCHIVE", format!("sqlite:{}", self.archive().display()));
        command.args(words).arg("-d").arg(self.folder.path().join("dossier")).stdin(Stdio::null());
        command
    }

    fn karwan(&self, words: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_karwan"), words).output().expect("it runs")
    }

    /// Starts the program and kills it at some instant of the time that it takes. Whether it had ended before.
    fn kill(&mut self, words: &[&str], takes: Duration) -> bool {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = u32::try_from((self.random >> 33) % 1000).expect("small");
        let mut command = self.command(env!("CARGO_BIN_EXE_karwan"), words);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a child");
        std::thread::park_timeout(takes * part / 1000);
        child.kill().expect("killed");
        child.wait().expect("gone").success()
    }

    /// All items by id: what was decided, and the address.
    fn items(&self) -> BTreeMap<String, (String, String)> {
        let listed = self.karwan(&["list", "items", "--all", "--format", "jsonl"]);
        assert!(listed.status.success(), "{}", said(&listed));
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let row = |line: &str| {
            let row: Value = serde_json::from_str(line).expect("an object");
            (text(&row, "id"), (text(&row, "state"), text(&row, "url")))
        };
        String::from_utf8(listed.stdout).expect("UTF-8").lines().map(row).collect()
    }

    /// Some items that nothing was decided on.
    fn undecided(&self, count: usize) -> Vec<String> {
        let items = self.items();
        let new = items.into_iter().filter(|(_, (state, _))| state == "new").map(|(id, _)| id);
        new.take(count).collect()
    }

    /// The file is whole, and each feed was taken in whole or not at all, in each round.
    fn is_whole(&self) {
        let whole: String = Connection::open(self.archive())
            .and_then(|connection| connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
            .expect("an answer");
        assert_eq!(whole, "ok");
        let mut of_feed: BTreeMap<String, usize> = BTreeMap::new();
        for (_, url) in self.items().into_values() {
            *of_feed.entry(url.rsplit_once('/').expect("an address").0.to_owned()).or_default() += 1;
        }
        assert!(of_feed.values().all(|count| *count == ITEMS), "{of_feed:?}");
    }

    /// That all of these are still decided as they were.
    fn holds(&self, decided: &BTreeMap<String, &str>) {
        let items = self.items();
        for (id, state) in decided {
            assert_eq!(items.get(id).map(|(state, _)| state.as_str()), Some(*state), "{id}");
        }
    }
}

/// The items of a feed in a round.
fn feed(feed: &str, round: usize) -> String {
    let text = "The harbour of Ostport is full. ".repeat(40);
    let item = |n: usize| {
        let link = format!("https://post.example/{round}{feed}/{n}");
        format!("<item><title>Harbour {round} {n}</title><link>{link}</link><description>{text}</description></item>")
    };
    format!("<rss version='2.0'><channel>{}</channel></rss>", (0..ITEMS).map(item).collect::<Vec<_>>().concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How long the program takes for this, when nobody kills it.
fn takes(place: &OutagePlace, words: &[&str]) -> Duration {
    let begun = Instant::now();
    let done = place.karwan(words);
    assert!(done.status.success(), "{}", said(&done));
    begun.elapsed()
}

#[test]
fn a_fetch_that_is_killed_at_any_point_loses_no_decision_and_leaves_the_dossier_alone() {
    let mut place = OutagePlace::new();
    let whole = takes(&place, &["fetch"]);
    let text = place.text();
    let mut decided: BTreeMap<String, &str> = BTreeMap::new();
    let (mut parts, rounds) = (0, kills(6));
    for round in 1..=rounds {
        place.round.store(round, Ordering::SeqCst);
        let before = place.items().len();
        place.kill(&["fetch"], whole);
        assert_eq!(place.text(), text, "round {round}");
        place.is_whole();
        let gained = place.items().len() - before;
        parts += usize::from(gained > 0 && gained < FEEDS * ITEMS);
        place.holds(&decided);
        for (id, (word, state)) in place.undecided(2).into_iter().zip([("drop", "dropped"), ("later", "later")]) {
            let done = place.karwan(&["triage", word, &id]);
            assert!(done.status.success(), "{}", said(&done));
            decided.insert(id, state);
        }
    }
    place.round.store(rounds + 1, Ordering::SeqCst);
    let before = place.items().len();
    takes(&place, &["fetch"]);
    assert_eq!(place.items().len() - before, FEEDS * ITEMS, "the next fetch has all");
    place.holds(&decided);
    assert_eq!(place.text(), text);
    println!("{rounds} kills, {parts} of them with a part of the feeds taken in");
}

#[test]
fn a_decision_that_is_killed_at_any_point_is_made_with_its_article_or_not_at_all() {
    let mut place = OutagePlace::new();
    takes(&place, &["fetch"]);
    let mut decided: BTreeMap<String, &str> = BTreeMap::new();
    let first = place.undecided(1).remove(0);
    let whole = takes(&place, &["triage", "keep", &first]);
    decided.insert(first, "kept");
    let (mut made, mut unmade, rounds) = (0, 0, kills(6));
    for round in 0..rounds {
        let id = place.undecided(1).remove(0);
        let url = format!("\"{}\"", place.items()[&id].1); // not the beginning of another
        let word = ["keep", "drop"][round % 2];
        let ended = place.kill(&["triage", word, &id], whole);
        let is_written = place.text().contains(&url);
        let state = place.items()[&id].0.clone();
        match word {
            "keep" => assert_eq!(state == "kept", is_written, "round {round}: {state}"),
            _ => assert!(!is_written && ["new", "dropped"].contains(&state.as_str()), "round {round}: {state}"),
        }
        assert!(state != "new" || !ended, "round {round}: it said that it was done");
        if state == "new" {
            unmade += 1;
            // It can be made now.
            let done = place.karwan(&["triage", word, &id]);
            assert!(done.status.success(), "round {round}: {}", said(&done));
            assert_eq!(place.text().matches(&url).count(), usize::from(word == "keep"), "round {round}");
        } else {
            made += 1;
        }
        decided.insert(id, if word == "keep" { "kept" } else { "dropped" });
        place.holds(&decided);
        assert!(load(&[place.file()]).dossier.is_some(), "round {round}: {}", place.text());
    }
    place.is_whole();
    println!("{rounds} kills, {made} after the decision was made, {unmade} before");
}

/// The words of a command that may write so many blocks of 512 bytes into each file.
#[cfg(unix)]
fn limited<'w>(blocks: &'w str, words: &[&'w str]) -> Vec<&'w str> {
    let shell = ["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", blocks, env!("CARGO_BIN_EXE_karwan")];
    [&shell[..], words].concat()
}

#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing_and_is_said() {
    let place = OutagePlace::new();
    takes(&place, &["fetch"]);
    let decided: BTreeMap<String, &str> = place.undecided(3).into_iter().map(|id| (id, "dropped")).collect();
    for id in decided.keys() {
        takes(&place, &["triage", "drop", id]);
    }
    // Larger than the archive, so that the limit lets the archive note what the dossier cannot take.
    let text = format!("{}# {}\n", place.text(), "long ".repeat(1_000_000));
    fs::write(place.file(), &text).expect("written");
    let id = place.undecided(1).remove(0);
    let items = place.items();
    place.round.store(1, Ordering::SeqCst);
    for (blocks, words) in [
        ("0", &["fetch"][..]),
        ("128", &["fetch"][..]),
        ("0", &["triage", "drop", &id][..]),
        ("0", &["triage", "keep", &id][..]),
        ("8000", &["triage", "keep", &id][..]),
    ] {
        let refused = place.command("sh", &limited(blocks, words)).output().expect("it runs");
        assert_eq!(refused.status.code(), Some(1), "{blocks} {words:?}: {}", said(&refused));
        let why = said(&refused);
        assert!(why.starts_with("error: ") && why.contains("; nothing was"), "{blocks} {words:?}: {why}");
        assert_eq!(place.text(), text, "{blocks} {words:?}");
        assert_eq!(place.items(), items, "{blocks} {words:?}");
        place.is_whole();
    }
    place.holds(&decided);
    takes(&place, &["fetch"]);
    assert_eq!(place.items().len(), 2 * FEEDS * ITEMS);
    takes(&place, &["triage", "keep", &id]);
    assert!(place.text().contains(&items[&id].1));
}

#[test]
fn an_archive_that_another_program_holds_is_said_and_nothing_is_changed() {
    let place = OutagePlace::new();
    takes(&place, &["fetch"]);
    let ids = place.undecided(2);
    let (text, items) = (place.text(), place.items());
    place.round.store(1, Ordering::SeqCst);
    let other = Connection::open(place.archive()).expect("it opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("held");
    // All at once: each waits for a while.
    let all = [&["fetch"][..], &["triage", "drop", &ids[0]][..], &["triage", "keep", &ids[1]][..]];
    let started = all.map(|words| {
        let mut command = place.command(env!("CARGO_BIN_EXE_karwan"), words);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child")
    });
    for (words, child) in all.iter().zip(started) {
        let refused = child.wait_with_output().expect("it ends");
        assert_eq!(refused.status.code(), Some(1), "{words:?}: {}", said(&refused));
        assert!(said(&refused).contains("another program is writing to it; nothing was changed"), "{}", said(&refused));
    }
    assert_eq!(place.text(), text);
    other.execute_batch("ROLLBACK").expect("let go");
    assert_eq!(place.items(), items);
    for words in all {
        takes(&place, words);
    }
    assert_eq!(place.items().len(), 2 * FEEDS * ITEMS);
    assert_eq!(place.text().matches("[[articles]]").count(), 1);
}

#[cfg(unix)]
#[test]
fn what_was_decided_before_the_end_is_written_after_it_and_told_where_it_cannot_be() {
    let place = OutagePlace::new();
    takes(&place, &["fetch"]);
    let other = Connection::open(place.archive()).expect("it opens");
    let home = place.folder.path().display().to_string();
    let archive = format!("sqlite:{}", place.archive().display());
    let dossier = place.folder.path().join("dossier").display().to_string();
    let decided = || place.items().into_values().filter(|(state, _)| state != "new").count();
    for (refusal, answers) in [("", 0), (NO_ROOM, 4)] {
        let variables = [("XDG_STATE_HOME", &*home), ("XDG_CONFIG_HOME", &*home), ("KARWAN_ARCHIVE", &*archive)];
        let mut terminal = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &[&*dossier], (100, 30), &variables);
        terminal.wait_until("the first frame", has_drawn);
        terminal.send("8");
        terminal.wait_until("the items", |seen| seen.shows(" waiting") && !seen.shows("The archive is being asked"));
        other.execute_batch(&format!("BEGIN IMMEDIATE; {refusal}")).expect("held");
        terminal.send("-.-.q");
        terminal.wait_until("the screen to be left", |seen| !seen.screen().alternate_screen());
        other.execute_batch("COMMIT").expect("let go");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        // All that the program said has been read: the terminal was closed at its end.
        let told = terminal.look(|seen| seen.screen().contents());
        assert_eq!(told.matches("no room for it").count(), answers, "{told}");
        assert_eq!(decided(), 4);
    }
}

/// An archive that takes no decision.
#[cfg(unix)]
const NO_ROOM: &str = "CREATE TRIGGER no_room BEFORE INSERT ON steps BEGIN SELECT RAISE(FAIL, 'no room for it'); END";
