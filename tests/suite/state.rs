//! What a person has seen: kept in a file of their own, whatever becomes of the program, the file or the dossier.

use crate::common::example;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Barrier;

use chrono::NaiveDate;
use example::example;
use karwan::desk::state::{DossierIdentity, OpenedState, StateAccess, open};
use karwan::story::change::{SeenBaseline, fingerprint};
use tempfile::TempDir;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A dossier of so many articles, `a0`, `a1` …
fn dossier(path: &str, ids: std::ops::Range<usize>) -> DossierIdentity {
    let mut ids: Vec<u64> = ids.map(|n| fingerprint(&format!("a{n}"))).collect();
    ids.sort_unstable();
    DossierIdentity { title: "Story".to_owned(), path: path.to_owned(), ids }
}

struct State {
    directory: TempDir,
}

impl State {
    fn new() -> State {
        State { directory: tempfile::tempdir().expect("a directory") }
    }

    fn file(&self) -> PathBuf {
        karwan::desk::state::file_in(self.directory.path())
    }

    fn open(&self, identity: &DossierIdentity) -> OpenedState {
        open(Some(&self.file()), StateAccess::ReadWrite, identity)
    }

    fn seen(&self, identity: &DossierIdentity) -> SeenBaseline {
        let opened = open(Some(&self.file()), StateAccess::ReadOnly, identity);
        assert_eq!(opened.notice, None);
        opened.seen.expect("it was looked at before")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.file().parent().expect("a parent")).expect("a directory");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

#[test]
fn what_is_marked_is_seen_the_next_time_and_a_first_visit_is_told_from_a_later_one() {
    let (state, story) = (State::new(), dossier("/story", 0..20));
    let mut first = state.open(&story);
    assert_eq!((first.seen, first.notice), (None, None));
    assert!(first.store.remembers());
    first.store.set_baseline(day("2025-11-01"), &[fingerprint("old fact")], false).expect("written");
    first.store.mark(&["new fact/status".to_owned()]).expect("written");

    let seen = state.open(&story).seen.expect("a second visit");
    assert_eq!(seen.day, Some(day("2025-11-01")));
    assert!(seen.has("old fact") && seen.has("new fact/status") && !seen.has("another"));
}

#[test]
fn two_programs_on_one_dossier_do_not_lose_each_others_marks() {
    let (state, story) = (State::new(), dossier("/story", 0..20));
    let (mut one, mut two) = (state.open(&story), state.open(&story));
    one.store.set_baseline(day("2025-11-01"), &[], false).expect("written");
    for n in 0..50 {
        one.store.mark(&[format!("one {n}")]).expect("written");
        two.store.mark(&[format!("two {n}")]).expect("written");
    }
    two.store.level(day("2025-11-05")).expect("written");
    let seen = state.seen(&story);
    assert!((0..50).all(|n| seen.has(&format!("one {n}")) && seen.has(&format!("two {n}"))));
    assert_eq!(seen.day, Some(day("2025-11-05")));
}

#[test]
fn programs_that_start_at_the_same_time_find_one_dossier() {
    // Which of them comes between which steps of another is left to chance, so it is tried often.
    for _ in 0..30 {
        let (state, story) = (State::new(), dossier("/story", 0..20));
        let (file, together) = (state.file(), Barrier::new(8));
        std::thread::scope(|scope| {
            for n in 0..8 {
                let (file, story, together) = (&file, &story, &together);
                scope.spawn(move || {
                    together.wait();
                    let mut opened = open(Some(file), StateAccess::ReadWrite, story);
                    assert_eq!(opened.notice, None);
                    opened.store.set_baseline(day("2025-11-01"), &[n], false).expect("written");
                });
            }
        });
        assert_eq!(state.seen(&story).fingerprints(), (0..8).collect::<Vec<u64>>());
    }
}

#[test]
fn going_back_forgets_what_was_seen_before_and_marks_made_after_it_count() {
    let (state, story) = (State::new(), dossier("/story", 0..20));
    let mut opened = state.open(&story);
    opened.store.set_baseline(day("2026-11-01"), &[1, 2, 3], false).expect("written");
    opened.store.mark(&["before".to_owned()]).expect("written");
    opened.store.set_baseline(day("2025-09-05"), &[1], true).expect("written");
    opened.store.mark(&["after".to_owned()]).expect("written");
    let seen = state.seen(&story);
    let mut expected = SeenBaseline::new(Some(day("2025-09-05")), [1]);
    expected.add("after");
    assert_eq!(seen, expected);
}

#[test]
fn a_dossier_is_known_again_when_it_grew_moved_or_was_edited_and_others_are_not_taken_for_it() {
    let state = State::new();
    let mark = |identity: &DossierIdentity, key: &str| {
        let mut opened = state.open(identity);
        opened.store.set_baseline(day("2025-11-01"), &[], false).expect("written");
        opened.store.mark(&[key.to_owned()]).expect("written");
    };
    mark(&dossier("/home/ana/story", 0..400), "mine");
    let knows = |identity: &DossierIdentity| {
        let baseline = open(Some(&state.file()), StateAccess::ReadOnly, identity).seen;
        baseline.is_some_and(|seen| seen.has("mine"))
    };
    assert!(knows(&dossier("/home/ana/story", 0..3000)), "it grew a lot, where it was");
    assert!(knows(&dossier("/elsewhere", 20..600)), "it was moved, and edited");
    assert!(knows(&dossier("/home/ana/story", 350..900)), "little is left of it, where it was");
    assert!(!knows(&dossier("/elsewhere", 350..900)), "little is the same, elsewhere");
    assert!(!knows(&dossier("/home/ana/story", 5000..5400)), "another in its place");
    assert!(!knows(&dossier("/elsewhere", 0..3000)), "a collection that took it in");
    mark(&dossier("/other", 5000..5400), "other");
    assert!(knows(&dossier("/home/ana/story", 0..400)), "beside another one");
    assert!(!knows(&dossier("/third", 5000..5390)));
}

#[test]
fn read_only_writes_nothing_at_all() {
    let (state, story) = (State::new(), dossier("/story", 0..20));
    let opened = open(Some(&state.file()), StateAccess::ReadOnly, &story);
    assert_eq!((opened.seen, opened.notice), (None, None));
    assert!(!state.file().parent().expect("a parent").exists(), "not even a directory");

    state.open(&story).store.set_baseline(day("2025-11-01"), &[7], false).expect("written");
    let before = (state.names(), fs::read(state.file()).expect("the file"));
    let mut opened = open(Some(&state.file()), StateAccess::ReadOnly, &story);
    assert_eq!(opened.seen, Some(SeenBaseline::new(Some(day("2025-11-01")), [7])));
    opened.store.mark(&["never".to_owned()]).expect("it is not an error");
    assert!(!opened.store.remembers());
    drop(opened);
    assert_eq!(before.0, state.names());
    assert!(before.1 == fs::read(state.file()).expect("the file"));
}

#[test]
fn without_a_usable_place_it_runs_and_says_so() {
    let story = dossier("/story", 0..20);
    let opened = open(None, StateAccess::ReadWrite, &story);
    assert_eq!(
        opened.notice.as_deref(),
        Some("what you have seen is not remembered: the platform has no directory for it")
    );
    let directory = tempfile::tempdir().expect("a directory");
    let in_the_way = directory.path().join("karwan");
    fs::write(&in_the_way, "a file where a directory has to be").expect("written");
    let mut opened = open(Some(&in_the_way.join("state.sqlite3")), StateAccess::ReadWrite, &story);
    assert!(opened.notice.expect("a notice").starts_with("what you have seen is not remembered: `"));
    opened.store.mark(&["x".to_owned()]).expect("it is not an error");
    assert_eq!(fs::read_to_string(in_the_way).expect("the file"), "a file where a directory has to be");

    let directory = tempfile::tempdir().expect("a directory");
    let opened = open(Some(directory.path()), StateAccess::ReadWrite, &story);
    assert!(opened.notice.is_some(), "a directory in the place of the file");
}

/// Bytes that break the file, by what is wrong with them.
fn breakages(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut holed = whole.to_vec();
    let length = holed.len();
    holed[4096..length.min(4 * 4096)].fill(0xaa);
    vec![
        ("no database", b"these are notes, not a database; they are long enough to be read as a page".repeat(80)),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("a hole", holed),
    ]
}

#[test]
fn a_broken_file_is_set_aside_whole_and_a_new_one_begun() {
    let story = dossier("/story", 0..2000);
    let state = State::new();
    state.open(&story).store.set_baseline(day("2025-11-01"), &(0..5000).collect::<Vec<u64>>(), false).expect("written");
    let whole = fs::read(state.file()).expect("the file");
    for (n, (what, bytes)) in (1..).zip(breakages(&whole)) {
        fs::write(state.file(), &bytes).expect("written");
        let mut opened = state.open(&story);
        let aside = state.directory.path().join("karwan").join(format!("state.sqlite3.broken-{n}"));
        let notice = opened.notice.unwrap_or_else(|| panic!("{what}: no notice"));
        assert!(notice.contains(&format!("`{}`", aside.display())), "{what}: {notice}");
        assert!(fs::read(&aside).expect("the broken file") == bytes, "{what}");
        assert_eq!(opened.seen, None, "{what}");
        opened.store.set_baseline(day("2025-12-01"), &[1], false).expect("written");
        let again = state.open(&story);
        assert_eq!(again.notice, None, "{what}: it is said once");
        assert_eq!(again.seen, Some(SeenBaseline::new(Some(day("2025-12-01")), [1])), "{what}");
    }
}

#[test]
fn to_look_only_a_broken_file_stays_where_it_is() {
    let state = State::new();
    fs::create_dir_all(state.file().parent().expect("a parent")).expect("a directory");
    let bytes = b"not a database ".repeat(300);
    fs::write(state.file(), &bytes).expect("written");
    let opened = open(Some(&state.file()), StateAccess::ReadOnly, &dossier("/story", 0..3));
    assert!(opened.notice.is_some() && opened.seen.is_none());
    assert!(fs::read(state.file()).expect("the file") == bytes);
    assert_eq!(state.names(), ["state.sqlite3"]);
}

#[test]
fn the_database_of_another_program_or_of_a_later_karwan_is_left_alone() {
    let story = dossier("/story", 0..3);
    for (sql, why) in [
        ("CREATE TABLE other (x)", "another program's"),
        ("PRAGMA application_id = 0x6b617277; PRAGMA user_version = 99; CREATE TABLE later (x)", "a later karwan"),
    ] {
        let state = State::new();
        fs::create_dir_all(state.file().parent().expect("a parent")).expect("a directory");
        let other = rusqlite::Connection::open(state.file()).expect("a database");
        other.execute_batch(sql).expect("SQL");
        drop(other);
        let before = fs::read(state.file()).expect("the file");
        let opened = state.open(&story);
        let notice = opened.notice.expect("a notice");
        assert!(notice.contains(why), "{notice}");
        assert!(before == fs::read(state.file()).expect("the file"));
    }
}

#[test]
fn a_kill_at_any_moment_loses_no_mark_and_leaves_the_file_whole() {
    let (state, story) = (State::new(), dossier("/story", 0..20));
    state.open(&story).store.set_baseline(day("2025-11-01"), &[], false).expect("written");
    let program = example("until_killed");
    let mut random: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut written: BTreeSet<String> = BTreeSet::new();
    for round in 0..100 {
        let mut child = Command::new(&program)
            .arg("marks")
            .arg(state.file())
            .arg(round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let after = (random >> 33) % 12;
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut acknowledged = Vec::new();
        let number = |line: &str| line.strip_prefix("written ").and_then(|n| n.parse::<usize>().ok());
        while (acknowledged.len() as u64) < after {
            let line = lines.next().expect("it goes on until it is killed").expect("text");
            acknowledged.extend(number(&line));
        }
        // Somewhere in the middle of the next ones.
        for _ in 0..(random >> 20) % 400_000 {
            std::hint::spin_loop();
        }
        child.kill().expect("killed");
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| number(&line)));
        child.wait().expect("it ended");
        written.extend(acknowledged.iter().flat_map(|n| (0..=n % 7).map(move |part| format!("{round}/{n}/{part}"))));
        if round % 10 == 9 {
            let whole: String = rusqlite::Connection::open(state.file())
                .and_then(|file| file.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
                .expect("it can be read");
            assert_eq!(whole, "ok", "round {round}");
        }
    }
    assert!(written.len() > 500, "{} marks", written.len());
    let opened = state.open(&story);
    assert_eq!(opened.notice, None);
    let seen = opened.seen.expect("it was looked at");
    let lost: Vec<&String> = written.iter().filter(|key| !seen.has(key)).collect();
    assert!(lost.is_empty(), "{} of {} marks were lost: {lost:?}", lost.len(), written.len());
}
