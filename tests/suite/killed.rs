//! A program that is killed in an edit or an undo: the files are whole, and the log says what is in them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use karwan::dossier::load::load;
use karwan::runtime::edit::EditDesk;

use crate::common::example::example;
use crate::common::place::{Place, STORY, WHEN, alias, cut_the_outcome, report};

/// A second file, for edits of two.
const MORE: &str =
    "format = 1\n\n[[articles]]\nid = \"c\"\ntitle = \"C\"\noutlet = \"O\"\npublished = \"2026-01-01\"\n";

/// What the log holds to be in force.
fn in_force(desk: &mut EditDesk) -> Vec<String> {
    desk.log().expect("a log").into_iter().filter(|edit| edit.in_force).map(|edit| edit.what).collect()
}

/// One operation on a dossier whose last edit was the alias Q.
type Step = fn(&mut EditDesk, &Path);

/// Edit, undo and redo, each with what has to be there before, and whether the alias R is in the file before and after.
const STEPS: [(&str, &[Step], Step, [bool; 2]); 3] = [
    ("edit", &[], save, [false, true]),
    ("undo", &[save], undo, [true, false]),
    ("redo", &[save, undo], redo, [false, true]),
];

fn save(desk: &mut EditDesk, file: &Path) {
    desk.save(&alias("R"), file, WHEN).expect("saved");
}

fn undo(desk: &mut EditDesk, _: &Path) {
    desk.undo(WHEN).expect("undone");
}

fn redo(desk: &mut EditDesk, _: &Path) {
    desk.redo(WHEN).expect("done again");
}

#[test]
fn after_a_kill_at_either_side_of_the_write_the_log_says_what_is_in_the_file() {
    for (name, before, step, [was, is]) in STEPS {
        for written in [false, true] {
            for another in [false, true] {
                let case = format!("{name}, written {written}, another edit {another}");
                let place = Place::new(STORY);
                let mut desk = place.desk();
                before.iter().for_each(|step| step(&mut desk, &place.file));
                let text = place.text();
                step(&mut desk, &place.file);
                cut_the_outcome(&place.state());
                if !written {
                    fs::write(&place.file, text).expect("written");
                }
                let mut desk = place.desk();
                if another {
                    desk.save(&report("2026-02-03"), &place.file, WHEN).expect("saved");
                }
                let has = if written { is } else { was };
                assert_eq!(place.text().contains("\"R\""), has, "{case}");
                let logged = in_force(&mut place.desk());
                assert_eq!(logged.iter().any(|what| what.contains("“R”")), has, "{case}: {logged:?}");
                assert_eq!(logged.len(), usize::from(has) + usize::from(another), "{case}: {logged:?}");
                // All of it can be taken back, and nothing more.
                for _ in &logged {
                    place.desk().undo(WHEN).unwrap_or_else(|why| panic!("{case}: {why}"));
                }
                assert_eq!(place.text(), STORY, "{case}");
                assert_eq!(place.desk().undo(WHEN), Err("nothing to undo".to_owned().into()), "{case}");
            }
        }
    }
}

#[test]
fn what_became_of_an_edit_is_found_out_once_its_file_can_be_read_again() {
    let place = Place::new(STORY);
    let other = place.file.with_file_name("more.toml");
    fs::write(&other, MORE).expect("written");
    // One that was told, so that the journal is known to be of a version that tells.
    place.desk().save(&alias("Q"), &place.file, WHEN).expect("saved");
    let text = place.text();
    place.desk().save(&alias("R"), &place.file, WHEN).expect("saved");
    cut_the_outcome(&place.state());
    // The branch that was checked out has no such file, and the next edit is one of another.
    fs::remove_file(&place.file).expect("removed");
    fs::write(&other, MORE.replace("format = 1\n", "format = 1\n[story]\ntitle = \"S\"\n")).expect("written");
    let more = karwan::desk::edit::Edit::Word("c".to_owned(), karwan::desk::edit::WordList::Tags, "t".to_owned());
    place.desk().save(&more, &other, WHEN).expect("saved");
    fs::write(&place.file, text).expect("written");
    fs::write(&other, fs::read_to_string(&other).expect("UTF-8").replace("[story]\ntitle = \"S\"\n", "")).expect("it");
    let logged = in_force(&mut place.desk());
    assert_eq!(logged.len(), 2, "{logged:?}");
    assert!(!logged.iter().any(|what| what.contains("“R”")), "it was killed before it wrote: {logged:?}");
}

/// How many kills: `KARWAN_TEST_KILLS`, else these.
pub fn kills(fewer: usize) -> usize {
    std::env::var("KARWAN_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(fewer)
}

/// What killed rounds did, to tell that they were killed where it matters.
#[derive(Default, Debug)]
struct KillTally {
    before: usize,
    after: usize,
}

/// Starts the program that edits without end, and kills it at some instant of its second edit or undo.
fn kill_a_writer(place: &Place, random: u64) {
    let mut child = Command::new(example("until_killed"))
        .arg("edits")
        .arg(place.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut until = |word: &str| assert!(lines.any(|line| line.is_ok_and(|line| line == word)), "{word}");
    until("ready");
    let began = Instant::now();
    until("undone");
    let cycle = began.elapsed();
    std::thread::park_timeout(cycle * u32::try_from(random % 1000).expect("small") / 1000);
    child.kill().expect("killed");
    child.wait().expect("gone");
}

fn edits_survive_kills(more: Option<&str>, rounds: usize) {
    let mut random: u64 = 11;
    let mut tally = KillTally::default();
    // A new journal now and then: a long one takes its time.
    for part in 0..rounds.div_ceil(25) {
        let place = Place::new(STORY);
        let other = place.file.with_file_name("more.toml");
        if let Some(more) = more {
            fs::write(&other, more).expect("written");
        }
        let as_it_was =
            || place.text() == STORY && more.is_none_or(|more| fs::read_to_string(&other).expect("it") == more);
        for round in part * 25..rounds.min(part * 25 + 25) {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            kill_a_writer(&place, random >> 33);
            let edited = !as_it_was();
            if edited {
                tally.after += 1;
            } else {
                tally.before += 1;
            }
            assert!(load(&[place.folder.path().join("dossier")]).dossier.is_some(), "round {round}: {}", place.text());
            assert_eq!(in_force(&mut place.desk()).len(), usize::from(edited), "round {round}: {}", place.text());
            // Every other time another edit follows at once, and is taken back alone.
            if round % 2 == 0 {
                let mut desk = place.desk();
                desk.save(&report("2026-03-04"), &place.file, WHEN).expect("saved");
                assert_eq!(in_force(&mut desk).len(), 1 + usize::from(edited), "round {round}");
                desk.undo(WHEN).expect("undone");
                assert!(!place.text().contains("2026-03-04"), "round {round}");
            }
            if edited {
                place.desk().undo(WHEN).unwrap_or_else(|why| panic!("round {round}: {why}"));
            }
            assert!(as_it_was(), "round {round}: {}", place.text());
            assert!(in_force(&mut place.desk()).is_empty(), "round {round}");
            // The next writer takes away what the killed one left beside the file.
            place.desk().save(&alias("Q"), &place.file, WHEN).expect("saved");
            place.desk().undo(WHEN).expect("undone");
            assert!(place.names().iter().all(|name| ["story.toml", "more.toml"].contains(&name.as_str())), "{round}");
        }
    }
    assert!(tally.before > 0 && tally.after > 0, "killed on one side only: {tally:?}");
    println!("{rounds} kills: {tally:?}");
}

#[cfg(unix)]
#[test]
fn a_writer_that_is_killed_at_any_point_leaves_the_old_text_or_the_new_one_and_can_be_undone() {
    edits_survive_kills(None, kills(15));
}

#[cfg(unix)]
#[test]
fn a_step_of_two_files_that_is_killed_at_any_point_is_taken_back_whole() {
    edits_survive_kills(Some(MORE), kills(8));
}
