//! A saved dossier or configuration is on the screen by itself: karwan in a real terminal, real files.

use crate::common::pty;

use std::fs;
use std::path::Path;

use pty::Pty;

/// A dossier of one article and one event.
fn story(title: &str) -> String {
    format!(
        "format = 1\n\n[story]\ntitle = \"Reloads\"\n\n[[articles]]\nid = \"a\"\ntitle = \"A page\"\noutlet = \"Paper\"\n\
         published = \"2026-01-02\"\n\n[[events]]\nid = \"e\"\ntitle = \"{title}\"\nkind = \"visit\"\ndate = \"2026-01-01\"\n\
         status = \"happened\"\nsources = [\"a\"]\n"
    )
}

/// karwan on a folder with `story.toml`, and with a configuration of its own.
fn start(folder: &Path) -> Pty {
    fs::write(folder.join("story.toml"), story("First title")).expect("the folder can be written");
    let config = folder.join("config").join("config.toml");
    fs::create_dir_all(config.parent().expect("it has one")).expect("the folder can be written");
    fs::write(&config, "theme = \"dark\"\n").expect("the folder can be written");
    let dossier = folder.join("story.toml");
    let arguments = [dossier.to_str().expect("UTF-8"), "--config", config.to_str().expect("UTF-8")];
    let pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &arguments, (100, 30));
    pty.wait_for("First title");
    pty
}

#[test]
fn a_saved_file_is_on_the_screen_and_the_filter_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = start(folder.path());
    pty.send("/title\r");
    pty.wait_for("/ title");
    fs::write(folder.path().join("story.toml"), story("Second title")).expect("the file can be written");
    pty.wait_for("Second title");
    pty.wait_for("/ title");
}

#[test]
fn what_changed_since_the_save_is_told_and_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = start(folder.path());
    let more = "\n[[articles]]\nid = \"b\"\ntitle = \"Another page\"\noutlet = \"Gazette\"\npublished = \"2026-01-05\"\n\n\
                [[events]]\nid = \"more\"\ntitle = \"One more\"\nkind = \"visit\"\ndate = \"2026-02-01\"\nstatus = \
                \"happened\"\nsources = [\"b\"]\n";
    fs::write(folder.path().join("story.toml"), story("First title") + more).expect("the file can be written");
    pty.wait_for("1 change since the save: n shows them");
    pty.wait_for("saved: new event");
    pty.send("n");
    pty.wait_for("1 of 1");
    pty.wait_for("Gazette");
}

#[test]
fn a_file_that_is_replaced_by_rename_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let pty = start(folder.path());
    let beside = folder.path().join("story.toml.new");
    fs::write(&beside, story("Renamed title")).expect("the file can be written");
    fs::rename(&beside, folder.path().join("story.toml")).expect("the file can be renamed");
    pty.wait_for("Renamed title");
}

#[test]
fn a_broken_file_keeps_the_story_and_tells_the_place_until_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = start(folder.path());
    let file = folder.path().join("story.toml");
    fs::write(&file, story("Third title").replace("kind = \"visit\"", "kind = \"vist\"")).expect("it can be written");
    pty.wait_for("1 mistake in the files");
    pty.wait_for("First title");
    pty.send("\r");
    pty.wait_for("What is wrong");
    pty.wait_for("vist");
    pty.send("\u{1b}");
    pty.wait_for("! 1 mistake: E");
    fs::write(&file, story("Third title")).expect("it can be written");
    pty.wait_for("Third title");
    pty.wait_until("the mark to go", |seen| !seen.shows("1 mistake"));
}

#[test]
fn a_deleted_file_keeps_the_story_until_it_is_there_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let pty = start(folder.path());
    let file = folder.path().join("story.toml");
    fs::remove_file(&file).expect("it can be removed");
    pty.wait_for("1 file is gone; the story is as it was");
    pty.wait_for("First title");
    fs::write(&file, story("Back again")).expect("it can be written");
    pty.wait_for("Back again");
}

#[test]
fn what_is_gone_is_told_as_gone_whatever_else_is_missing_with_it() {
    let more = "[[events]]\nid = \"more\"\ntitle = \"One more\"\nkind = \"visit\"\ndate = \"2026-02-01\"\n\
                status = \"happened\"\nsources = [\"a\"]\n";
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join("d").join(name);
    let write = || {
        fs::create_dir_all(at("")).expect("a folder");
        fs::write(at("story.toml"), story("First title")).expect("written");
        fs::write(at("more.toml"), more).expect("written");
    };
    write();
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &[at("").to_str().expect("UTF-8")], (160, 30));
    pty.wait_for("One more");
    // the file with the story and the articles that the other names
    fs::remove_file(at("story.toml")).expect("removed");
    pty.wait_for("1 file is gone; the story is as it was");
    pty.send("j");
    pty.wait_for("! 1 file gone");
    write();
    pty.wait_until("the mark to go", |seen| !seen.shows("gone"));
    // all of them, then the folder
    fs::remove_file(at("story.toml")).expect("removed");
    fs::remove_file(at("more.toml")).expect("removed");
    pty.wait_for("2 files are gone; the story is as it was");
    fs::remove_dir(at("")).expect("removed");
    pty.wait_for("2 files are gone; the story is as it was");
    pty.wait_for("One more");
    write();
    pty.wait_until("the mark to go", |seen| !seen.shows("gone"));
}

#[test]
fn one_of_several_files_that_goes_is_told_and_the_story_kept_until_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("story.toml"), story("First title")).expect("the folder can be written");
    let more = "[[events]]\nid = \"more\"\ntitle = \"One more\"\nkind = \"visit\"\ndate = \"2026-02-01\"\n\
                status = \"happened\"\nsources = [\"a\"]\n";
    let file = folder.path().join("more.toml");
    fs::write(&file, more).expect("the folder can be written");
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &[folder.path().to_str().expect("UTF-8")], (160, 30));
    pty.wait_for("One more");
    fs::remove_file(&file).expect("it can be removed");
    pty.wait_for("1 file is gone; the story is as it was, r takes what is left");
    pty.wait_for("One more");
    pty.send("r");
    pty.wait_until("what is left", |seen| !seen.shows("One more"));
}

#[test]
fn a_file_that_is_added_to_the_folder_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("story.toml"), story("First title")).expect("the folder can be written");
    let pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &[folder.path().to_str().expect("UTF-8")], (100, 30));
    pty.wait_for("First title");
    let more = "[[events]]\nid = \"more\"\ntitle = \"One more\"\nkind = \"visit\"\ndate = \"2026-02-01\"\n\
                status = \"happened\"\nsources = [\"a\"]\n";
    fs::write(folder.path().join("more.toml"), more).expect("the folder can be written");
    pty.wait_for("One more");
}

#[test]
fn a_saved_configuration_holds_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let pty = start(folder.path());
    let config = folder.path().join("config").join("config.toml");
    fs::write(&config, "glyphs = \"ascii\"\n").expect("it can be written");
    pty.wait_for("#= Timeline =");
    fs::write(&config, "glyphs = \"wood\"\n").expect("it can be written");
    pty.wait_for("1 mistake in the configuration");
}

/// A folder with `story.toml` and so many articles that they are read as they stream.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Gwadar and the road to the sea, told at some length. ".repeat(9);
    let line = |n: usize| {
        format!(
            r#"{{"id": "b-{n}", "title": "Page {n}", "outlet": "Paper", "published": "2026-01-02", "summary": "{text}"}}"#
        ) + "\n"
    };
    let lines: String = (0..9_000).map(line).collect();
    assert!(lines.len() > 4 << 20, "large enough to be read as it streams");
    fs::write(folder.path().join("pages.jsonl"), lines).expect("the folder can be written");
    fs::write(folder.path().join("story.toml"), story("First title")).expect("the folder can be written");
    folder
}

/// Whether the first frame came while the dossier was still being read: it has the dossier's path for a title then.
fn was_shown_before(seen: &pty::Seen, folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str()).expect("UTF-8");
    String::from_utf8_lossy(&seen.bytes).contains(name)
}

#[test]
fn a_large_dossier_that_the_configuration_names_is_read_beside_the_screen_too() {
    let folder = large();
    let config = folder.path().join("config.toml.txt");
    fs::write(&config, format!("dossier = [{:?}]\n", folder.path())).expect("the folder can be written");
    let arguments = ["--config", config.to_str().expect("UTF-8")];
    let pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &arguments, (100, 30));
    pty.wait_for("First title");
    assert!(pty.look(|seen| was_shown_before(seen, folder.path())));
}

#[test]
fn a_large_dossier_is_shown_once_it_is_read_and_read_again_when_it_is_saved() {
    let folder = large();
    let dossier = folder.path().to_str().expect("UTF-8");
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &[dossier], (100, 30));
    pty.wait_for("First title");
    assert!(pty.look(|seen| was_shown_before(seen, folder.path())));
    pty.send("7");
    pty.wait_for(" 9001 ");
    pty.send("/8999\r");
    pty.wait_for("Page 8999");
    fs::write(folder.path().join("story.toml"), story("Second title")).expect("the file can be written");
    pty.send("2\x1b");
    pty.wait_for("Second title");
}

/// karwan on a path, which shows the first title.
fn open(path: &Path) -> Pty {
    let pty = Pty::start(env!("CARGO_BIN_EXE_karwan"), &[path.to_str().expect("UTF-8")], (100, 30));
    pty.wait_for("First title");
    pty
}

#[cfg(unix)]
#[test]
fn what_lies_behind_links_is_read_when_it_is_saved_and_when_a_link_leads_elsewhere() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for (name, title) in [("real", "First title"), ("v1", "First title"), ("v2", "Second title"), ("d", "First title")]
    {
        fs::create_dir(at(name)).expect("a folder");
        fs::write(at(name).join("story.toml"), story(title)).expect("written");
    }
    // a file, a folder that is exchanged, a folder with a linked file, a link within the way
    symlink("real/story.toml", at("link.toml")).expect("a link");
    let pty = open(&at("link.toml"));
    fs::write(at("real/story.toml"), story("Behind a file")).expect("written");
    pty.wait_for("Behind a file");

    symlink("v1", at("current")).expect("a link");
    for path in ["current", "current/story.toml"] {
        let exchange = |target: &str| {
            symlink(target, at("new")).expect("a link");
            fs::rename(at("new"), at("current")).expect("exchanged");
        };
        exchange("v1");
        let pty = open(&at(path));
        exchange("v2");
        pty.wait_for("Second title");
    }

    fs::create_dir(at("outside")).expect("a folder");
    fs::rename(at("d/story.toml"), at("outside/story.toml")).expect("moved");
    symlink("../outside/story.toml", at("d/story.toml")).expect("a link");
    let pty = open(&at("d"));
    fs::write(at("outside/story.toml"), story("Elsewhere")).expect("written");
    pty.wait_for("Elsewhere");
}

#[test]
fn a_folder_that_is_made_anew_is_watched_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for path in ["d", "d/story.toml"] {
        let make = |name: &str, title: &str| {
            fs::create_dir(at(name)).expect("a folder");
            fs::write(at(name).join("story.toml"), story(title)).expect("written");
        };
        make("d", "First title");
        let pty = open(&at(path));
        fs::remove_dir_all(at("d")).expect("removed");
        make("d", "Made anew");
        pty.wait_for("Made anew");
        // swapped by renaming
        make("e", "Swapped");
        fs::rename(at("d"), at("old")).expect("renamed");
        fs::rename(at("e"), at("d")).expect("renamed");
        pty.wait_for("Swapped");
        fs::write(at("d/story.toml"), story("And saved")).expect("written");
        pty.wait_for("And saved");
        fs::remove_dir_all(at("d")).expect("removed");
        fs::remove_dir_all(at("old")).expect("removed");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_above_that_is_renamed_or_made_anew_is_watched_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let make = |name: &str, title: &str| {
        fs::create_dir_all(at(name)).expect("a folder");
        fs::write(at(name).join("story.toml"), story(title)).expect("written");
    };
    for path in ["top/middle/d", "top/middle/d/story.toml"] {
        make("top/middle/d", "First title");
        let pty = open(&at(path));
        // away, another in its place, and back
        fs::rename(at("top"), at("away")).expect("renamed");
        pty.wait_for("1 file is gone");
        make("top/middle/d", "Another above");
        pty.wait_for("Another above");
        fs::write(at("top/middle/d/story.toml"), story("And saved")).expect("written");
        pty.wait_for("And saved");
        fs::rename(at("top/middle"), at("top/other")).expect("renamed");
        pty.wait_for("1 file is gone");
        fs::rename(at("away/middle"), at("top/middle")).expect("renamed");
        pty.wait_for("First title");
        // removed, and made anew one by one
        fs::remove_dir_all(at("top")).expect("removed");
        pty.wait_for("1 file is gone");
        make("top/middle/d", "Made anew");
        pty.wait_for("Made anew");
        for name in ["top", "away"] {
            fs::remove_dir_all(at(name)).expect("removed");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_lattice_of_links_does_not_keep_the_first_frame_waiting() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("story.toml"), story("First title")).expect("written");
    for n in 0..24 {
        fs::create_dir(folder.path().join(format!("d{n}"))).expect("a folder");
        for link in ["x", "y"] {
            symlink(format!("../d{}", n + 1), folder.path().join(format!("d{n}/{link}"))).expect("a link");
        }
    }
    let mut pty = open(folder.path());
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
}
