//! Names are found by every spelling, and what nothing has comes with what was probably meant.

use karwan::query::{QueryIndex, QueryView, unknown};
use karwan::story::Snapshot;

use crate::common::screen::{dossier, today};
use crate::common::{command, frozen};

const STORY: &str = "format = 1\n[story]\ntitle = \"S\"\n[[actors]]\nid = \"kassym-jomart-tokayev\"\nname = \"Kassym-Jomart Tokayev\"\n\
                     kind = \"person\"\naliases = [\"Токаев\", \"Tokaev\"]\n[[actors]]\nid = \"shehbaz-sharif\"\nname = \"Shehbaz Sharif\"\n\
                     kind = \"person\"\n[[actors]]\nid = \"nawaz-sharif\"\nname = \"Nawaz Sharif\"\nkind = \"person\"\n\
                     [[ports]]\nid = \"gwadar\"\nname = \"Gwadar\"\ncountry = \"PK\"\naliases = [\"Gawadar\"]\n";

#[test]
fn a_word_that_nothing_has_comes_with_the_name_that_is_near() {
    let dossier = dossier(STORY);
    let snapshot = Snapshot::of(&dossier, today());
    let index = QueryIndex::new();
    let view = QueryView::new(&dossier, &snapshot, &index);
    let told = |text: &str| unknown(text, &view).into_iter().map(|fault| fault.message).collect::<Vec<_>>();
    assert_eq!(told("gwadr"), ["nothing has `gwadr`; did you mean `gwadar`?"]);
    assert_eq!(told("tokaev sharif gawadar"), [""; 0]);
    assert_eq!(
        told("tokajev -shariff"),
        ["nothing has `tokajev`; did you mean `tokayev`?", "nothing has `shariff`; did you mean `sharif`?"]
    );
    assert_eq!(told("xyzzy"), [""; 0], "no name is near");
    assert_eq!(told("port:gwader"), ["`port:gwader` finds nothing in this dossier; did you mean `gwadar`?"]);
}

/// Exit code, standard output and error.
fn karwan(words: &[&str]) -> (u8, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("s.toml");
    std::fs::write(&file, STORY).expect("written");
    let words = [words, &["-d", file.to_str().expect("UTF-8")]].concat();
    command::run(&command::unattended(frozen::places()), &words)
}

#[test]
fn a_card_is_shown_by_any_spelling_of_its_name() {
    for name in ["kassym-jomart-tokayev", "Tokaev", "tokayev", "ТОКАЕВ", "Kassym-Jomart Tokayev"] {
        let (code, out, err) = karwan(&["show", name]);
        assert!(code == 0 && out.starts_with("Kassym-Jomart Tokayev"), "{name}: {out}{err}");
    }
    let (code, _, err) = karwan(&["show", "Sharif"]);
    assert_eq!(
        (code, err.as_str()),
        (1, "error: `Sharif` is not an id, and a name of several: `shehbaz-sharif`, `nawaz-sharif`\n")
    );
    let (code, _, err) = karwan(&["show", "Tokajev"]);
    assert_eq!((code, err.as_str()), (1, "error: no record `Tokajev`; did you mean `kassym-jomart-tokayev`?\n"));
}

#[test]
fn a_list_that_is_empty_says_what_was_probably_meant() {
    let (code, _, err) = karwan(&["list", "ports", "gwader"]);
    assert_eq!((code, err.as_str()), (0, "note: nothing has `gwader`; did you mean `gwadar`?\n"));
    let (_, _, err) = karwan(&["list", "ports", "gwadar"]);
    assert_eq!(err, "");
}
