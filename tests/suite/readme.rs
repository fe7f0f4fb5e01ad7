//! What the README shows holds.

use std::path::{Path, PathBuf};

use karwan::dossier::load::load_texts;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README can be read")
}

/// The dossier of the README: the block after the comment that says so.
fn dossier() -> String {
    let readme = readme();
    let (_, after) = readme.split_once("<!-- dossier:").expect("the README marks its dossier");
    let (_, block) = after.split_once("```toml\n").expect("a block of TOML follows");
    block.split_once("```").expect("the block ends").0.to_owned()
}

#[test]
fn the_dossier_of_the_readme_has_no_error_and_no_warning() {
    let loaded = load_texts(&[(PathBuf::from("harbour.toml"), dossier())]);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    assert_eq!(loaded.dossier.expect("a dossier").events.len(), 1);
}

#[test]
fn every_file_that_the_readme_links_to_is_there() {
    let readme = readme();
    let links: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(l, _)| l).collect();
    let local: Vec<&&str> = links.iter().filter(|link| !link.starts_with("http")).collect();
    assert!(local.len() > 5, "{links:?}");
    for link in local {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "`{link}` is not there");
    }
}
