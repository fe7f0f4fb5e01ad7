//! `karwan export`: what is written where, and what is said of it.

use crate::common::frozen;

use std::fs;
use std::path::Path;

use karwan::cli::env::{OutputStream, ProcessEnv};
use karwan::cli::run;
use tempfile::TempDir;

/// Exit code, standard output, standard error.
fn karwan(args: &[&str]) -> (u8, String, String) {
    let stream = OutputStream::new(false, false, false);
    let env = ProcessEnv { out: stream, err: stream, ..environment() };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(["karwan", "export"].iter().chain(args).map(Into::into), &env, &mut out, &mut err);
    (code, String::from_utf8(out).expect("UTF-8"), String::from_utf8(err).expect("UTF-8"))
}

fn environment() -> ProcessEnv {
    ProcessEnv { today: "2026-11-23".parse().expect("a day"), places: frozen::places(), ..ProcessEnv::of_process() }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a directory");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_query_chooses_and_the_rest_is_said_to_be_left_out() {
    let (code, out, err) = karwan(&["ics", "id:tokayev-visit", "--as-of", "2026-02-10"]);
    assert_eq!(code, 0);
    assert_eq!(out.matches("BEGIN:VEVENT").count(), 1);
    assert!(out.contains("DTSTART;VALUE=DATE:20260203\r\n"));
    assert!(err.lines().all(|line| line.starts_with("note: ics: ")), "{err}");
    let (_, out, err) = karwan(&["csv", "kind:ports"]);
    assert!(out.starts_with("id,name,country,latitude,"), "{out}");
    assert_eq!(err, "");
}

#[test]
fn a_file_that_exists_is_replaced_only_with_force() {
    let dir = TempDir::new().expect("a directory");
    let file = path(&dir, "story.json");
    assert_eq!(karwan(&["json", "kind:ports", "-o", &file]).0, 0);
    let first = text(Path::new(&file));
    let (code, out, err) = karwan(&["json", "kind:events", "-o", &file]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(err, format!("error: `{file}` exists; give --force to replace it\n"));
    assert_eq!(text(Path::new(&file)), first);
    assert_eq!(karwan(&["json", "kind:events", "-o", &file, "--force"]).0, 0);
    assert_ne!(text(Path::new(&file)), first);
    assert_eq!(names(dir.path()), ["story.json"], "nothing is left beside it");
}

#[test]
fn the_dossier_itself_is_not_replaced_by_an_export() {
    let dir = TempDir::new().expect("a directory");
    let file = path(&dir, "story.toml");
    fs::write(&file, "format = 1\n[story]\ntitle = \"One\"\n").expect("it can be written");
    let before = text(Path::new(&file));
    let (code, _, err) = karwan(&["ics", "-d", &file, "-o", &file, "--force"]);
    assert_eq!((code, text(Path::new(&file))), (1, before));
    assert!(err.contains("is a file of the dossier"), "{err}");
}

#[test]
fn a_directory_gets_a_file_named_after_the_story_or_all_tables() {
    let dir = TempDir::new().expect("a directory");
    assert_eq!(karwan(&["geojson", "-o", &path(&dir, "maps/")]).0, 0);
    assert_eq!(names(&dir.path().join("maps")), ["pakistan-and-central-asia-the-road-to-the-sea.geojson"]);
    let tables = path(&dir, "tables/");
    assert_eq!(karwan(&["csv", "-o", &tables]).0, 0);
    let all = names(&dir.path().join("tables"));
    assert_eq!(all.len(), 12);
    let (code, _, err) = karwan(&["csv", "-o", &tables]);
    assert!(code == 1 && err.contains("exists; give --force"), "{err}");
    assert_eq!(karwan(&["csv", "-o", &tables, "--force"]).0, 0);
    assert_eq!(names(&dir.path().join("tables")), all);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_permissions_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().expect("a directory");
    let (target, link) = (dir.path().join("target.md"), dir.path().join("link.md"));
    fs::write(&target, "old").expect("a file");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("permissions");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    assert_eq!(karwan(&["markdown", "-o", &path(&dir, "link.md"), "--force"]).0, 0);
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert!(text(&target).starts_with("# Pakistan and Central Asia"));
    assert_eq!(fs::metadata(&target).expect("the file").permissions().mode() & 0o777, 0o640);
    let link = dir.path().join("dangling.md");
    std::os::unix::fs::symlink(dir.path().join("nowhere.md"), &link).expect("a link");
    let (code, _, err) = karwan(&["markdown", "-o", &path(&dir, "dangling.md")]);
    assert!(code == 1 && err.contains("exists"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_device_takes_it_without_force() {
    let (code, out, _) = karwan(&["bibtex", "-o", "/dev/null"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(fs::metadata("/dev/null").is_ok_and(|found| !found.is_file()));
}

#[test]
fn what_cannot_be_done_says_so() {
    let (code, _, err) = karwan(&["json", "-o", "/nowhere/at/all.json"]);
    assert_eq!(code, 1);
    assert!(err.starts_with("error: cannot write `/nowhere/at/all.json`: "), "{err}");
    let (code, _, err) = karwan(&["markdwn"]);
    assert_eq!(code, 2);
    assert!(err.contains("a similar value exists: 'markdown'"), "{err}");
    let (code, _, err) = karwan(&["json", "--alarm", "2"]);
    assert_eq!((code, err.as_str()), (2, "error: --alarm is for `ics`; `json` has no alarms\n"));
    let (code, _, err) = karwan(&["json", "prot:gwadar"]);
    assert!(code == 2 && err.contains("did you mean `port:`?"), "{err}");
    let (code, _, err) = karwan(&["ics", "id:no-such-record"]);
    let nothing =
        "note: no record is known that the query shows\nnote: `id:no-such-record` finds nothing in this dossier\n";
    assert_eq!((code, err.as_str()), (0, nothing));
}

#[test]
fn the_long_help_says_what_each_format_cannot_say() {
    let (code, out, _) = karwan(&["--help"]);
    assert_eq!(code, 0);
    for export in karwan::report::export::EXPORTS {
        assert!(out.contains(&format!("- {}:", export.name)), "{}", export.name);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&out).contains(&words(export.cannot)), "{}", export.name);
    }
}
