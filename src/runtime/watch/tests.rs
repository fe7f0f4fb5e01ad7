//! Which events say that something changed.

use super::*;
use std::os::unix::fs::symlink;

fn modified(path: &Path) -> Event {
    Event::new(EventKind::Modify(ModifyKind::Any)).add_path(path.to_owned())
}

#[test]
fn files_of_the_dossier_are_told_from_what_editors_leave_beside_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().canonicalize().expect("it is there").join(name);
    fs::create_dir_all(at("story/sub")).expect("a folder");
    fs::create_dir_all(at("story/.git")).expect("a folder");
    fs::write(at("one.toml"), "").expect("a file");
    let plan = WatchPlan::of(&[at("story"), at("one.toml")], None);
    for name in ["story/a.toml", "story/sub/b.jsonl", "story/x.md", "one.toml", "story", "story/sub"] {
        assert!(plan.changed(&Ok(modified(&at(name)))).dossier, "{name}");
    }
    for name in ["story/.a.toml.swp", "story/a.toml~", "story/.git/index", "two.toml", "story/x.png"] {
        assert!(!plan.changed(&Ok(modified(&at(name)))).dossier, "{name}");
    }
}

#[test]
fn a_configuration_that_was_saved_before_it_is_watched_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config.toml");
    fs::write(&config, "").expect("a file");
    let (inputs, told) = mpsc::channel();
    start(Vec::new(), Some(config), SystemTime::UNIX_EPOCH, &inputs);
    let first = told.recv_timeout(std::time::Duration::from_mins(1)).expect("it is told");
    assert!(matches!(first, RuntimeInput::ConfigurationChanged));
}

#[test]
fn links_are_watched_where_they_stand_and_where_they_lead() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().canonicalize().expect("it is there").join(name);
    for name in ["real", "v1/sub", "d"] {
        fs::create_dir_all(at(name)).expect("a folder");
    }
    fs::write(at("real/story.toml"), "").expect("a file");
    for (target, link) in
        [("real/story.toml", "link.toml"), ("v1", "current"), ("../real/story.toml", "d/linked.toml"), ("x", "x")]
    {
        symlink(target, at(link)).expect("a link");
    }
    let changed = |given: &str, name: &str| WatchPlan::of(&[at(given)], None).changed(&Ok(modified(&at(name)))).dossier;
    for (given, name) in [
        ("link.toml", "real/story.toml"),
        ("link.toml", "link.toml"),
        ("current", "current"),
        ("current", "v1/sub/a.toml"),
        ("d", "real/story.toml"),
        ("none/story.toml", "none"),
        ("x", "x"),
    ] {
        assert!(changed(given, name), "{given}: {name}");
    }
    assert!(!changed("link.toml", "real/other.toml"));
}

#[test]
fn a_lattice_of_links_is_walked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: String| folder.path().join(name);
    for n in 0..24 {
        fs::create_dir(at(format!("d{n}"))).expect("a folder");
        for link in ["x", "y"] {
            symlink(format!("../d{}", n + 1), at(format!("d{n}/{link}"))).expect("a link");
        }
    }
    assert_eq!(WatchPlan::of(&[folder.path().to_owned()], None).dossier.len(), 25);
}

#[test]
fn why_a_folder_is_not_watched_is_told_in_words() {
    for (kind, told) in [
        (notify::ErrorKind::MaxFilesWatch, "the system watches no more folders"),
        (notify::ErrorKind::PathNotFound, NO_FILE),
        (notify::ErrorKind::Io(std::io::Error::from_raw_os_error(13)), "no permission"),
    ] {
        assert_eq!(unwatched(&notify::Error::new(kind).add_path("/a".into())), told);
    }
}
