//! Saving, undoing and redoing edits on real files.

use crate::common::example::example;
use crate::common::place::{Place, STORY, WHEN, alias, report, text};

use std::fs;
use std::path::Path;
use std::process::Command;

use karwan::desk::edit::{Edit, EditFields, EditList, WordList, file_of};
use karwan::dossier::Kind;
use karwan::dossier::load::load;
use karwan::runtime::edit::{EditDesk, FileLock, WriteRefused};

#[test]
fn an_edit_is_saved_undone_and_done_again_after_a_restart_too() {
    let place = Place::new(STORY);
    assert_eq!(
        place.desk().save(&report("2026-02-03"), &place.file, WHEN).as_deref(),
        Ok("added report to `e` in story.toml")
    );
    let saved = place.text();
    assert!(saved.contains("date = \"2026-02-03\""));
    assert_eq!(place.desk().undo(WHEN).as_deref(), Ok("undid: report to `e` in story.toml"));
    assert_eq!(place.text(), STORY);
    assert_eq!(place.desk().undo(WHEN), Err("nothing to undo".to_owned().into()));
    assert_eq!(place.desk().redo(WHEN).as_deref(), Ok("did again: report to `e` in story.toml"));
    assert_eq!(place.text(), saved);
    assert_eq!(place.desk().redo(WHEN), Err("nothing to do again".to_owned().into()));
    assert_eq!(place.names(), ["story.toml"]);
}

#[test]
fn several_edits_are_saved_all_or_none_and_undone_together() {
    let place = Place::new(STORY);
    let both = [alias("Q"), report("2026-02-03")];
    assert_eq!(
        place.desk().save_all(&both, &place.file, WHEN).as_deref(),
        Ok("added alias “Q” to `p` and report to `e` in story.toml")
    );
    assert!(place.text().contains("aliases = [\"Q\"]") && place.text().contains("2026-02-03"));
    assert_eq!(place.desk().undo(WHEN).as_deref(), Ok("undid: alias “Q” to `p` and report to `e` in story.toml"));
    let wrong = Edit::Word("nobody".to_owned(), WordList::Aliases, "R".to_owned());
    assert!(place.desk().save_all(&[alias("Q"), wrong], &place.file, WHEN).is_err());
    assert_eq!(place.text(), STORY);
}

#[test]
fn without_a_state_folder_undo_holds_for_the_session() {
    let place = Place::new(STORY);
    let mut desk = EditDesk::new(vec![place.file.clone()], None);
    desk.save(&alias("Q"), &place.file, WHEN).expect("saved");
    desk.undo(WHEN).expect("undone");
    assert_eq!(place.text(), STORY);
}

#[test]
fn the_log_tells_what_was_done_and_leads_back_to_any_point() {
    let place = Place::new(STORY);
    let mut texts = vec![place.text()];
    for n in 0..4 {
        place.desk().save(&alias(&format!("P{n}")), &place.file, &format!("2026-11-24 09:3{n}")).expect("saved");
        texts.push(place.text());
    }
    let log = place.desk().log().expect("a log");
    assert_eq!(log.len(), 4);
    assert_eq!(
        (log[2].when.as_str(), log[2].what.as_str(), log[2].file.as_str()),
        ("2026-11-24 09:32", "alias “P2” to `p`", "story.toml")
    );
    for count in [1, 3, 0, 4, 2] {
        place.desk().go_to(count, WHEN).expect("gone");
        assert_eq!(place.text(), texts[count]);
        let log = place.desk().log().expect("a log");
        assert_eq!(log.len(), 4);
        assert_eq!(log.iter().filter(|edit| edit.in_force).count(), count);
    }
    place.desk().save(&alias("other"), &place.file, WHEN).expect("saved");
    assert_eq!(place.desk().log().expect("a log").len(), 3, "what was undone before a new edit cannot be done again");
}

#[test]
fn a_later_change_elsewhere_stays_and_one_in_the_same_place_is_not_overwritten() {
    let place = Place::new(STORY);
    place.desk().save(&report("2026-02-03"), &place.file, WHEN).expect("saved");
    fs::write(&place.file, format!("# mine\n{}", place.text())).expect("written");
    place.desk().undo(WHEN).expect("undone");
    assert_eq!(place.text(), format!("# mine\n{STORY}"));
    place.desk().redo(WHEN).expect("done again");
    let theirs = place.text().replace("2026-02-03", "2026-02-04");
    fs::write(&place.file, &theirs).expect("written");
    let why = place.desk().undo(WHEN).expect_err("a refusal");
    assert!(why.why.contains("`story.toml` was changed there since"), "{why}");
    let versions = why.versions.expect("both versions");
    assert_eq!(versions.file, "story.toml");
    assert!(versions.ours.contains("date = \"2026-02-03\"") && !versions.ours.contains("04"), "{versions:?}");
    assert!(versions.theirs.contains("date = \"2026-02-04\"") && !versions.theirs.contains("03"), "{versions:?}");
    assert_eq!(place.text(), theirs);
}

#[test]
fn an_undo_that_would_break_the_dossier_is_refused() {
    let place = Place::new(STORY);
    let article = Edit::Record(Kind::Article, vec![("id", text("b")), ("title", text("B")), ("outlet", text("O"))]);
    place.desk().save(&article, &place.file, WHEN).expect("saved");
    let used = place.text().replace("sources = [\"a\"]", "sources = [\"a\", \"b\"]");
    fs::write(&place.file, &used).expect("written");
    let why = place.desk().undo(WHEN).expect_err("a refusal");
    assert!(why.why.contains("`b`"), "{why}");
    assert_eq!(place.text(), used);
}

#[test]
fn an_edit_that_would_bring_a_mistake_in_is_refused_with_it() {
    let place = Place::new(STORY);
    let mut fields: EditFields = vec![("source", text("no-such-page")), ("status", text("happened"))];
    let why = place.desk().save(&Edit::Statement("e".to_owned(), EditList::Reports, fields.clone()), &place.file, WHEN);
    assert!(why.as_ref().is_err_and(|why| why.why.contains("no-such-page")), "{why:?}");
    fields[0].1 = text("a");
    fields.push(("titel", text("x")));
    let why = place.desk().save(&Edit::Statement("e".to_owned(), EditList::Reports, fields), &place.file, WHEN);
    assert!(why.as_ref().is_err_and(|why| why.why.contains("unknown key `titel`")), "{why:?}");
    assert_eq!(place.text(), STORY);
    assert_eq!(place.desk().log().map(|log| log.len()), Ok(0));
}

#[test]
fn an_edit_goes_into_the_text_that_the_file_holds_by_then() {
    let place = Place::new(STORY);
    let mut desk = place.desk();
    fs::write(&place.file, format!("# theirs\n{STORY}# theirs too\n")).expect("written");
    desk.save(&alias("Q"), &place.file, WHEN).expect("saved");
    let now = place.text();
    assert!(
        now.starts_with("# theirs\n") && now.ends_with("# theirs too\n") && now.contains("aliases = [\"Q\"]"),
        "{now}"
    );
    fs::write(&place.file, STORY.replace("id = \"p\"", "id = \"other\"")).expect("written");
    let why = desk.save(&alias("R"), &place.file, WHEN).expect_err("a refusal");
    assert!(why.why.contains("`p` does not stand in this file"), "{why}");
    let versions = why.versions.expect("both versions");
    assert_eq!((versions.ours.as_str(), versions.theirs.as_str()), ("aliases = [\"R\"]\n", ""));
    let theirs = Edit::Record(Kind::Actor, vec![("id", text("other")), ("name", text("O")), ("kind", text("state"))]);
    let why = desk.save(&theirs, &place.file, WHEN).expect_err("the id is taken");
    let versions = why.versions.expect("both versions");
    assert!(versions.ours.contains("name = \"O\"") && versions.theirs.contains("name = \"P\""), "{versions:?}");
    let held = FileLock::new(&place.file).expect("it can be written");
    assert_eq!(held.replace(STORY, "x"), Err(WriteRefused::Changed));
}

/// A generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

#[test]
fn a_hundred_edits_undone_give_back_the_very_bytes_and_redone_too() {
    for seed in [7, 2026, 90_210] {
        a_hundred_edits(seed);
    }
}

fn a_hundred_edits(seed: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = folder.path().join("dossier");
    fs::create_dir(&dossier).expect("a folder");
    // Two files with other line ends, one without a last one.
    let (events, rest) = STORY.split_once("[[events]]").expect("events");
    let files = [dossier.join("a.toml"), dossier.join("b.toml")];
    let starts = [events.replace('\n', "\r\n"), format!("format = 1\n[[events]]{}", rest.trim_end())];
    for (file, text) in files.iter().zip(&starts) {
        fs::write(file, text).expect("a file");
    }
    let mut desk = EditDesk::new(vec![dossier.clone()], Some(folder.path()));
    let all = || files.each_ref().map(|file| fs::read_to_string(file).expect("UTF-8"));
    let mut dice = Dice(seed);
    let mut texts = vec![all()];
    for n in 0..100 {
        let word = ["é", "\"q\"", "a\\b", "گوادر", "#", "x"][dice.roll(6)];
        let edit = match dice.roll(7) {
            0 => report("2026-02"),
            1 => alias(&format!("{word}{n}")),
            2 => Edit::Word("e".to_owned(), WordList::Tags, format!("{word}{n}")),
            3 => Edit::Statement("p".to_owned(), EditList::Offices, vec![("title", text(word)), ("source", text("a"))]),
            4 => Edit::Record(
                Kind::Article,
                vec![("id", text(&format!("n{n}"))), ("title", text(word)), ("outlet", text("O"))],
            ),
            5 => Edit::Record(
                Kind::Actor,
                vec![("id", text(&format!("n{n}"))), ("name", text(word)), ("kind", text("state"))],
            ),
            _ => Edit::Statement(
                "p".to_owned(),
                EditList::Positions,
                vec![("issue", text("i")), ("stance", text(word)), ("source", text("a"))],
            ),
        };
        let loaded = load(std::slice::from_ref(&dossier)).dossier.expect("a dossier");
        let file = file_of(&loaded, &edit).expect("a file");
        desk.save(&edit, &file, WHEN).unwrap_or_else(|why| panic!("{edit:?}: {why}"));
        texts.push(all());
    }
    for n in (0..100).rev() {
        desk.undo(WHEN).expect("undone");
        assert!(all() == texts[n], "undo to {n}");
    }
    assert_eq!(all(), starts);
    for (n, text) in texts.iter().enumerate().skip(1) {
        desk.redo(WHEN).expect("done again");
        assert!(all() == *text, "redo to {n}");
    }
}

#[cfg(unix)]
#[test]
fn mode_and_symbolic_link_are_kept_and_hard_links_and_read_only_files_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let place = Place::new(STORY);
    let real = place.folder.path().join("real.toml");
    fs::rename(&place.file, &real).expect("renamed");
    symlink("../real.toml", &place.file).expect("a link");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("a mode");
    place.desk().save(&alias("Q"), &place.file, WHEN).expect("saved");
    assert!(fs::symlink_metadata(&place.file).expect("it").is_symlink());
    assert!(fs::read_to_string(&real).expect("UTF-8").contains("aliases"));
    assert_eq!(fs::metadata(&real).expect("it").permissions().mode() & 0o777, 0o640);
    place.desk().undo(WHEN).expect("undone");
    assert_eq!(place.text(), STORY);

    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).expect("a mode");
    let why = place.desk().save(&alias("Q"), &place.file, WHEN).expect_err("a refusal");
    assert!(why.why.contains("read-only"), "{why}");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("a mode");
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o500)).expect("a mode");
    let why = place.desk().save(&alias("Q"), &place.file, WHEN).expect_err("a refusal");
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o700)).expect("a mode");
    assert!(why.why.contains("its folder is read-only") || why.why.contains("permission"), "{why}");
    fs::hard_link(&real, place.folder.path().join("second")).expect("a link");
    let why = place.desk().save(&alias("Q"), &place.file, WHEN).expect_err("a refusal");
    assert!(why.why.contains("hard link"), "{why}");
    assert_eq!(place.text(), STORY);
}

#[test]
fn a_journal_line_that_was_cut_short_is_passed_over() {
    let place = Place::new(STORY);
    place.desk().save(&alias("Q"), &place.file, WHEN).expect("saved");
    let journal =
        fs::read_dir(place.folder.path().join("state/edits")).expect("it").next().expect("it").expect("it").path();
    let mut lines = fs::read_to_string(&journal).expect("UTF-8");
    lines.push_str("{\"op\":\"edit\",\"id\":2,\"wh");
    fs::write(&journal, lines).expect("written");
    place.desk().save(&alias("R"), &place.file, WHEN).expect("saved");
    place.desk().undo(WHEN).expect("undone");
    place.desk().undo(WHEN).expect("undone");
    assert_eq!(place.text(), STORY);
}

#[cfg(unix)]
#[test]
fn where_there_is_no_room_the_file_stays_and_the_message_says_so() {
    let place = Place::new(STORY);
    // A limit on the size of files stands for a full disk; its signal is ignored, so that writing fails.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" edits \"$1\"";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(example("until_killed"))
        .arg(place.folder.path())
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("nothing was written") || said.contains("the file is as it was"), "{said}");
    assert_eq!(place.text(), STORY);
    assert_eq!(place.names(), ["story.toml"]);
    assert!(Path::new(&place.file).exists());
}

#[test]
fn each_of_two_karwans_undoes_its_own_edits_first() {
    let place = Place::new(STORY);
    let (mut one, mut two) = (place.desk(), place.desk());
    one.save(&alias("One"), &place.file, WHEN).expect("saved");
    two.save(&report("2026-02-03"), &place.file, WHEN).expect("saved");
    assert_eq!(one.undo(WHEN).as_deref(), Ok("undid: alias “One” to `p` in story.toml"));
    assert!(place.text().contains("2026-02-03") && !place.text().contains("One"), "{}", place.text());
    assert_eq!(one.redo(WHEN).as_deref(), Ok("did again: alias “One” to `p` in story.toml"));
    two.undo(WHEN).expect("undone");
    assert!(place.text().contains("One") && !place.text().contains("2026-02-03"), "{}", place.text());
    // In the same line one of them waits for the other.
    two.save(&alias("Two"), &place.file, WHEN).expect("saved");
    let why = one.undo(WHEN).expect_err("a refusal").versions.expect("both versions");
    assert_eq!((why.ours.as_str(), why.theirs.as_str()), ("aliases = [\"One\"]", "aliases = [\"One\", \"Two\"]"));
    two.undo(WHEN).expect("undone");
    // After a restart there are none of its own: the last of all.
    assert_eq!(place.desk().undo(WHEN).as_deref(), Ok("undid: alias “One” to `p` in story.toml"));
    assert_eq!(place.text(), STORY);
}

#[test]
fn a_file_that_changes_at_the_last_moment_is_not_thrown_away() {
    let place = Place::new(STORY);
    std::thread::scope(|scope| {
        // An editor that knows nothing of karwan, and writes in place without a pause.
        let editor = scope.spawn(|| {
            for n in 0..400 {
                fs::write(&place.file, format!("{STORY}# {n}\n")).expect("written");
            }
        });
        let mut desk = place.desk();
        while !editor.is_finished() {
            let _ = desk.save(&alias("Q"), &place.file, WHEN);
        }
    });
    let now = place.text();
    assert!(now.contains("# 399\n"), "the editor's last word stands: {now}");
}
