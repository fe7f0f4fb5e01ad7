//! What other programs do to a file while it is replaced, and what is kept of it.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("story.toml");
    fs::write(&path, text).expect("written");
    (folder, path)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("UTF-8")
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn another_text_by_now_is_left_as_it_is() {
    let (folder, path) = file("theirs");
    let held = FileLock::new(&path).expect("it can be written");
    assert_eq!(held.replace("as it was read", "ours"), Err(WriteRefused::Changed));
    assert_eq!(text(&path), "theirs");
    assert_eq!(held.replace("theirs", "ours"), Ok(()));
    assert_eq!(text(&path), "ours");
    assert_eq!(names_in(folder.path()), ["story.toml"], "nothing is left beside it");
}

#[test]
fn a_file_that_went_away_does_not_come_back() {
    let (folder, path) = file("old");
    let held = FileLock::new(&path).expect("it can be written");
    fs::remove_file(&path).expect("removed");
    assert_eq!(held.replace("old", "ours"), Err(WriteRefused::Changed));
    assert!(swap(&folder.path().join("none"), &path).is_err(), "no exchange is no reason to rename");
    assert_eq!(names_in(folder.path()), [""; 0]);
}

/// What another program does to a file right before it is replaced.
type MeanwhileDone = fn(&Path);

#[test]
fn where_two_files_cannot_be_exchanged_what_others_did_meanwhile_stays_too() {
    let cases: [(&str, MeanwhileDone, &[&str]); 6] = [
        ("nothing", |_| {}, &["story.toml: ours"]),
        ("appended", |path| fs::write(path, "old, and theirs").expect("written"), &["story.toml: old, and theirs"]),
        (
            "replaced",
            |path| {
                fs::remove_file(path).expect("removed");
                fs::write(path, "THEIRS, complete").expect("written");
            },
            &["story.toml: THEIRS, complete"],
        ),
        ("removed", |path| fs::remove_file(path).expect("removed"), &[]),
        ("moved away", |path| fs::rename(path, path.with_file_name("away.toml")).expect("moved"), &["away.toml: old"]),
        ("cut to nothing", |path| fs::write(path, "").expect("written"), &["story.toml: "]),
    ];
    for (what, meanwhile, left) in cases {
        let (folder, path) = file("old");
        let held = FileLock::new(&path).expect("it can be written");
        let beside = held.beside("old", "ours").expect("written beside");
        meanwhile(&path);
        let outcome = held.rename_over(&beside, "old");
        drop(beside);
        assert_eq!(outcome, if what == "nothing" { Ok(()) } else { Err(WriteRefused::Changed) }, "{what}");
        let found: Vec<String> = names_in(folder.path())
            .into_iter()
            .map(|name| format!("{name}: {}", text(&folder.path().join(&name))))
            .collect();
        assert_eq!(found, left, "{what}");
    }
    // A folder in its place is nobody's text.
    let (folder, path) = file("old");
    let held = FileLock::new(&path).expect("it can be written");
    let beside = held.beside("old", "ours").expect("written beside");
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    assert!(held.rename_over(&beside, "old").is_err());
    drop(beside);
    assert!(path.is_dir() && names_in(folder.path()) == ["story.toml"]);
}

#[test]
fn a_program_that_keeps_the_file_open_is_named_where_two_files_cannot_be_exchanged() {
    let (_folder, path) = file("old");
    let held = FileLock::new(&path).expect("it can be written");
    let opened = File::options().append(true).open(&path).expect("it opens");
    let mut writer = std::process::Command::new("sleep").arg("60").stdout(opened).spawn().expect("sleep");
    let beside = held.beside("old", "ours").expect("written beside");
    let refused = held.rename_over(&beside, "old");
    let _ = (writer.kill(), writer.wait());
    let Err(WriteRefused::Failed(why)) = refused else { panic!("replaced") };
    assert!(why.contains("open for writing in `sleep`"), "{why}");
    assert_eq!(text(&path), "old");
}

#[test]
fn what_is_written_to_the_old_file_after_the_exchange_is_put_back_and_both_are_kept() {
    let base = "a line of some length\nkeep me, says another line\nthe end of the file\n";
    let ours = "a line of some length\nours\nkeep me, says another line\nthe end of the file\n";
    // the new file written to meanwhile too, or not
    for also in ["", "late as well\n"] {
        let (folder, path) = file(base);
        let held = FileLock::new(&path).expect("it can be written");
        let Ok(TakenOut::Old) = held.exchange(base, ours) else { panic!("nobody has it open") };
        // the same, but that somebody had it open
        let beside = folder.path().join("beside");
        fs::write(&beside, format!("{base}late\n")).expect("written");
        fs::write(&path, format!("{ours}{also}")).expect("written");
        held.put_back(&beside, base, ours, 0).expect("it has a place");
        assert_eq!(
            text(&path),
            format!("{base}late\n{also}").replace("late\nlate as well\n", &text(&path)[base.len()..])
        );
        for line in ["keep me", "late\n", also] {
            assert!(text(&path).contains(line), "{line} in {}", text(&path));
        }
    }
}

#[test]
fn what_is_appended_behind_a_record_that_is_taken_out_again_goes_to_the_end() {
    let base = "a line of some length\nthe end of the file\n";
    let ours = format!("{base}\na record that karwan added at the end, and that is longer than what tells a place\n");
    let (folder, path) = file(base);
    let held = FileLock::new(&path).expect("it can be written");
    let Ok(TakenOut::Old) = held.exchange(base, &ours) else { panic!("nobody has it open") };
    // One line came to the old file, and one to the new one.
    let beside = folder.path().join("beside");
    fs::write(&beside, format!("{base}late\n")).expect("written");
    fs::write(&path, format!("{ours}late as well\n")).expect("written");
    held.put_back(&beside, base, &ours, 0).expect("both lines have a place");
    assert_eq!(text(&path), format!("{base}late\nlate as well\n"));
    assert!(!names_in(folder.path()).iter().any(|name| name.contains("theirs")));
}

#[test]
fn what_has_no_place_is_kept_beside() {
    let (folder, path) = file("one\n");
    let held = FileLock::new(&path).expect("it can be written");
    fs::write(&path, "another text altogether\n").expect("written");
    let Err(WriteRefused::Failed(why)) = held.take_over("was here before\n", b"this was said\n", 0) else {
        panic!("it has a place")
    };
    assert!(why.contains(".theirs-"), "{why}");
    let kept = names_in(folder.path()).into_iter().find(|name| name.contains("theirs")).expect("a file");
    assert_eq!(text(&folder.path().join(kept)), "this was said\n");
}

#[test]
fn a_program_that_keeps_the_file_open_is_named() {
    let (_folder, path) = file("old");
    let held = FileLock::new(&path).expect("it can be written");
    let opened = File::options().append(true).open(&path).expect("it opens");
    let mut writer = std::process::Command::new("sleep").arg("60").stdout(opened).spawn().expect("sleep");
    let Err(WriteRefused::Failed(why)) = held.replace("old", "ours") else { panic!("replaced") };
    let _ = (writer.kill(), writer.wait());
    assert!(why.contains("open for writing in `sleep`"), "{why}");
    assert_eq!(text(&path), "old");
    assert_eq!(held.replace("old", "ours"), Ok(()));
}

#[test]
fn mode_and_attributes_stay() {
    let (_folder, path) = file("old");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    let opened = File::open(&path).expect("it opens");
    let flags = rustix::fs::XattrFlags::empty();
    let has = rustix::fs::fsetxattr(&opened, "user.origin", b"desk", flags).is_ok();
    // user 65534 may read: version 2, owner, user, group, mask, others
    let entry = |tag: u16, may: u16, id: u32| [&tag.to_le_bytes()[..], &may.to_le_bytes(), &id.to_le_bytes()].concat();
    let acl = [2_u32.to_le_bytes().to_vec(), entry(1, 6, !0), entry(2, 4, 65534), entry(4, 4, !0), entry(16, 4, !0)];
    let acl = [acl.concat(), entry(32, 0, !0)].concat();
    let listed = rustix::fs::fsetxattr(&opened, "system.posix_acl_access", &acl, flags).is_ok();
    let before = fs::metadata(&path).expect("meta");
    FileLock::new(&path).expect("it can be written").replace("old", "ours").expect("replaced");
    let after = fs::metadata(&path).expect("meta");
    assert_eq!((after.mode(), after.uid(), after.gid()), (before.mode(), before.uid(), before.gid()));
    let opened = File::open(&path).expect("it opens");
    let value = |name: &str| {
        let mut value = vec![0; 256];
        rustix::fs::fgetxattr(&opened, name, &mut value[..]).map(|length| value[..length].to_vec()).ok()
    };
    assert_eq!(value("user.origin"), has.then(|| b"desk".to_vec()));
    assert_eq!(value("system.posix_acl_access"), listed.then_some(acl));
}

#[test]
fn only_what_a_karwan_left_is_swept() {
    let (folder, path) = file("old");
    let at = |name: &str| folder.path().join(name);
    let own = format!(".story.toml.karwan-{}-{}", hash("before"), hash("after"));
    for (name, text) in [
        (".story.toml.karwan-Ab12Cd.new", "half a"),
        (own.as_str(), "after"),
        (".story.toml.karwan-backup", "of the user"),
        (".story.toml.karwan-notes.new", "of the user"),
        (".story.toml~", "an editor's"),
        (".other.toml.karwan-Ab12Cd.new", "half of another file"),
        (".karwan-Ab12Cd.new.txt", "of the user"),
    ] {
        fs::write(at(name), text).expect("written");
    }
    drop(FileLock::new(&path).expect("it can be written"));
    assert_eq!(
        names_in(folder.path()),
        [
            ".karwan-Ab12Cd.new.txt",
            ".story.toml.karwan-backup",
            ".story.toml.karwan-notes.new",
            ".story.toml~",
            "story.toml"
        ]
    );
    // what another program wrote to after a kill is not thrown away, and is seen
    fs::write(at(&own), "before, and late").expect("written");
    drop(FileLock::new(&path).expect("it can be written"));
    let kept = names_in(folder.path()).into_iter().find(|name| name.contains("theirs")).expect("a file");
    assert_eq!((text(&at(&kept)), at(&own).exists()), ("before, and late".to_owned(), false));
}
