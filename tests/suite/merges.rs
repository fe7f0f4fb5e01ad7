//! Work on two branches of a dossier, merged by git itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use karwan::desk::edit::{Edit, EditValue, apply};
use karwan::dossier::load::{load, load_texts};
use karwan::dossier::{EdtfDate, Kind};

/// Runs git in a folder; whether it succeeded, and what it said.
fn git(folder: &Path, words: &[&str]) -> (bool, String) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@paper.example", "-c", "init.defaultBranch=trunk"];
    let done = Command::new("git")
        .args(identity)
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .stdin(Stdio::null())
        .output()
        .expect("git runs");
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr))
}

/// What the form for a new event writes.
fn event(id: &str) -> Edit {
    let text = |text: &str| EditValue::Text(text.to_owned());
    let fields = vec![
        ("id", text(id)),
        ("title", text(&format!("The {id}"))),
        ("kind", text("visit")),
        ("status", text("expected")),
        ("date", EditValue::Date(EdtfDate::parse("2026-11").expect("a date"))),
        ("sources", EditValue::Texts(vec!["a".to_owned()])),
    ];
    Edit::Record(Kind::Event, fields)
}

const STORY: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n\
                     published = \"2026-01-01\"\n\n# in the order in which they came up\n[[events]]\nid = \"ferry-starts\"\n\
                     title = \"F\"\nkind = \"visit\"\nsources = [\"a\"]\n\n[[events]]\nid = \"port-opens\"\ntitle = \"P\"\n\
                     kind = \"visit\"\n\n  [[events.reports]]\n  source = \"a\"\n  status = \"expected\"\n\n[[events]]\n\
                     id = \"ambassador-visits\"\ntitle = \"A\"\nkind = \"visit\"\nsources = [\"a\"]\n";

#[test]
fn two_who_each_add_an_event_by_form_merge_without_a_conflict() {
    for (ours, theirs) in [("bridge-opens", "railway-opens"), ("gas-flows", "road-opens"), ("zoo-opens", "mine-opens")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("story.toml");
        let put = |text: &str| fs::write(&file, text).expect("written");
        put(STORY);
        for words in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "base"], &["checkout", "-qb", "theirs"]] {
            let (done, said) = git(folder.path(), words);
            assert!(done, "{said}");
        }
        put(&apply(STORY, &file, &event(theirs)).expect("it takes it"));
        assert!(git(folder.path(), &["commit", "-qam", "theirs"]).0);
        assert!(git(folder.path(), &["checkout", "-q", "trunk"]).0);
        put(&apply(STORY, &file, &event(ours)).expect("it takes it"));
        assert!(git(folder.path(), &["commit", "-qam", "ours"]).0);
        let (merged, said) = git(folder.path(), &["merge", "-q", "-m", "merged", "theirs"]);
        assert!(merged, "{ours} and {theirs}: {said}");
        let loaded = load(std::slice::from_ref(&file));
        let dossier = loaded.dossier.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        assert_eq!(dossier.count(Kind::Event), 5);
        for id in [ours, theirs] {
            let rec = dossier.find(id).expect("it is there");
            assert_eq!(dossier.label(rec), format!("The {id}"));
        }
    }
}

#[test]
fn a_new_record_comes_in_behind_the_one_before_it_in_the_alphabet_and_takes_nothing_from_it() {
    let path = PathBuf::from("story.toml");
    let order = |id: &str| -> Vec<String> {
        let text = apply(STORY, &path, &event(id)).expect("it takes it");
        let dossier = load_texts(&[(path.clone(), text)]).dossier.expect("it loads");
        assert_eq!(dossier.events.iter().map(|event| event.reports.len()).sum::<usize>(), 4);
        dossier.events.iter().map(|event| event.id.clone()).collect()
    };
    assert_eq!(order("gas-flows"), ["ferry-starts", "gas-flows", "port-opens", "ambassador-visits"]);
    assert_eq!(order("zoo-opens"), ["ferry-starts", "port-opens", "zoo-opens", "ambassador-visits"]);
    assert_eq!(
        order("aaa"),
        ["ferry-starts", "port-opens", "ambassador-visits", "aaa"],
        "behind all where it is the first"
    );
}
